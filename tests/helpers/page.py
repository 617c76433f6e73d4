"""A page of all of France in a browser: what its tests do there."""

from typing import Any

from helpers.chromium import Chromium

COPIED = """((selector) => new Promise((done) => {
  navigator.clipboard.writeText = async (text) => done(text);
  document.querySelector(selector).click();
}))"""

READY = """(async () => {
  const search = document.getElementById("search");
  for (let waited = 0; search.hidden && waited < 2000; waited += 1) {
    await new Promise((done) => setTimeout(done, 5));
  }
})()"""


class Page(Chromium):
    """A browser that has the page at an address."""

    address = ""

    def show(self, state: str = "") -> None:
        """Open the page afresh, in a state that stands in its address."""
        self.open(f"{self.address}#{state}" if state else self.address)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the page has unpacked its places, if its script runs."""
        self.evaluate(READY)

    def fill(self, text: str) -> None:
        """Type a text into the box, in place of what it has."""
        self.of("place", "select()")
        self.of("place", "focus()")
        self.type(text)

    def enter(self, text: str) -> None:
        """Type a text into the box, and press Enter."""
        self.fill(text)
        self.press("Enter")

    def click(self, selector: str) -> None:
        """Click the first element of a selector."""
        clicked = "new MouseEvent('click', { bubbles: true, cancelable: true })"
        self.evaluate(f'document.querySelector("{selector}").dispatchEvent({clicked})')

    def copied(self, selector: str) -> str:
        """The text that a click on an element copies."""
        return str(self.evaluate(f'{COPIED}("{selector}")'))

    def each(self, selector: str, value: str) -> Any:
        """What an expression is of ``one``, each element of a selector."""
        elements = f'[...document.querySelectorAll("{selector}")]'
        return self.evaluate(f"{elements}.map((one) => {value})")

    def wait(self, milliseconds: int = 0) -> None:
        """Let the page go on for a while."""
        self.evaluate(f"new Promise((done) => setTimeout(done, {milliseconds}))")
