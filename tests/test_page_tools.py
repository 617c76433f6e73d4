"""What the page offers beside its answer, in a real browser: several places, tools, paper, a frame.

And whatever is done, by keyboard and mouse: what is seen is what the state alone says.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

import achats_reseaux
import chromium
from achats_reseaux import gazetteer
from achats_reseaux.output.page.document import render
from achats_reseaux.text import spreadsheet_safe
from chromium import Chromium, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = chromium.MARKS
started, browser = chromium.started, chromium.browser
TODAY = "2026-11-25"
WITHIN = frozenset(("14", "27", "38", "50", "61", "68", "69", "76", "86", "92"))
URL = "https://exemple.fr/guichets/page.html"

LOCAL = """
schema_version: 1
sources:
  - {id: moi, url: "https://exemple.fr", title: "Ma page", page_date: "2026-01-01"}
networks:
  - id: guichet-de-mulhouse
    name: "=Guichet de Mulhouse"
    kind: guichet-vert
    themes: [environnement]
    audiences: [collectivite, etat, sante]
    summary: "Conseille une commune."
    coverage: {communes: ["68224"]}
    contact:
      email: {value: "guichet@exemple.fr", sources: [moi]}
    facts:
      - {field: acces, value: "Sur rendez-vous.", sources: [moi], valid_until: "2027-06-30"}
    sources: [moi]
    valid_until: "2027-06-30"
    checked_on: "2026-01-01"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web server with three pages: one plain, one with all options, one that frames the first."""
    folder = tmp_path_factory.mktemp("site")
    overlay = folder / "networks.yaml"
    overlay.write_text(LOCAL, encoding="utf-8")
    known = achats_reseaux.load(None, (str(overlay),))

    def write(name: str, **options: str) -> None:
        text = render(
            known, title="Qui peut aider ?", within=WITHIN, today=TODAY, version="1.2.3", **options
        )
        (folder / name).write_text(text, encoding="utf-8")

    write("plain.html")
    write("whole.html", where="en Normandie", address=URL, feedback="mailto:dire@exemple.fr")
    (folder / "frame.html").write_text(
        "<iframe sandbox='allow-scripts' src='plain.html?embed#76000' width=700 height=300>"
        "</iframe><script>addEventListener('message', (event) => { window.told = event.data; });"
        "</script>",
        encoding="utf-8",
    )

    with served(folder) as (address, _):
        yield address


def press_button(browser: Chromium, text: str) -> None:
    browser.evaluate(
        "[...document.querySelectorAll('button, summary')].find((one) =>"
        f" one.textContent.includes({json.dumps(text)})).click()"
    )


# --- whatever is done ----------------------------------------------------------------------------

SEEN = """(() => {
  const address = window.location.hash.slice(1);
  const answer = document.getElementById("reponse");
  return {
    text: document.getElementById("place").value,
    theme: document.querySelector("input[name=theme]:checked").value,
    audience: document.getElementById("audience").value,
    address,
    answer: answer.hidden ? "" : document.getElementById("titre").textContent,
    invalid: document.getElementById("place").getAttribute("aria-invalid"),
    options: [...document.querySelectorAll("[role=option] .name")].map((one) => one.textContent),
    active: document.getElementById("place").getAttribute("aria-activedescendant"),
    lit: [...document.querySelectorAll("#carte .here")].map((one) => one.dataset.code),
  };
})()"""

MEANT = """((actions) => {
  let state = dialogue.start("", reseaux);
  for (const action of actions) {
    if (action[0] === "filter" && action[1].theme === state.theme) continue; // already so
    state = action[0] === "link" ? dialogue.start(action[1], reseaux)
      : dialogue.next(state, action, reseaux);
  }
  const { place, options, isWrong } = dialogue.shown(state, reseaux);
  const where = place && reseaux.location(place);
  return {
    text: state.text,
    theme: state.theme,
    audience: state.audience,
    address: dialogue.addressOf(state),
    answer: place ? reseaux.titleOf(place) + (where && ` ${where}`) : "",
    invalid: String(isWrong),
    options: options.map((one) => one.old?.name ?? reseaux.titleOf(one)),
    active: options[state.active] ? `option-${state.active}` : null,
    lit: place ? place.departements.filter((code) =>
      document.querySelector(`#carte [data-code="${code}"]`)) : [],
  };
})"""

ACTIONS: list[list[Any]] = [
    ["type", "Mulhouse"],
    ["type", "Vienne"],
    ["type", "Vi"],
    ["type", "zzz"],
    ["type", ""],
    ["enter"],
    ["escape"],
    ["point", 1],
    ["pick", 0],
    ["filter", {"theme": "social"}],
    ["filter", {"theme": ""}],
    ["filter", {"audience": "sante"}],
    ["go", "76"],
    ["link", "68100&theme=social"],
]


def do(browser: Chromium, action: list[Any]) -> None:
    """Do with keyboard and mouse what an action of the state stands for."""
    name, value = action[0], action[-1]
    box = "document.getElementById('place')"
    if name == "type":
        browser.evaluate(f"{box}.focus(); {box}.select()")
        if value:
            browser.type(value)
        else:
            browser.evaluate(f"{box}.value = ''; {box}.dispatchEvent(new Event('input'))")
    elif name in ("enter", "escape", "point"):
        browser.evaluate(f"{box}.focus()")
        browser.press({"enter": "Enter", "escape": "Escape", "point": "ArrowDown"}[name])
    elif name == "pick":
        click(browser, "document.querySelector('[role=option]')")
    elif name == "filter" and "theme" in value:  # by the mouse; under the list, by the keyboard
        if (
            browser.evaluate("document.querySelector('[name=theme]:checked').value")
            == value["theme"]
        ):
            return
        radio = f"document.querySelector('input[name=theme][value=\"{value['theme']}\"]')"
        if browser.of("options", "hidden"):
            click(browser, radio)
        else:
            browser.evaluate(f"{radio}.focus()")
            browser.press(" ")
    elif name == "filter":
        browser.evaluate(
            "((one) => { one.focus(); one.value = 'sante';"
            " one.dispatchEvent(new Event('change', { bubbles: true })); })"
            "(document.getElementById('audience'))"
        )
    elif name == "go":
        browser.evaluate(f"document.querySelector('#areas a[href=\"#{value}\"]').click()")
    else:
        browser.evaluate(f"location.hash = {json.dumps(value)}")
    browser.evaluate("new Promise((done) => setTimeout(done, 5))")


def click(browser: Chromium, element: str) -> None:
    """Click with the mouse in the middle of an element, if it is seen."""
    at = browser.evaluate(
        f"((one) => {{ if (!one) return null; one.scrollIntoView({{ block: 'center' }});"
        " const { x, y, width, height } = one.getBoundingClientRect();"
        f" return [x + width / 2, y + height / 2]; }})({element})"
    )
    if at is None:
        return
    for kind in ("mousePressed", "mouseReleased"):
        browser.send(
            "Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1
        )


def until(browser: Chromium, script: str) -> None:
    """Wait until something is so, for at most ten seconds."""
    browser.evaluate(
        "new Promise((done, fail) => { const start = Date.now(); const look = () =>"
        f" {{ if ({script}) done(); else if (Date.now() - start > 10000) fail('never');"
        " else setTimeout(look, 5); }; look(); })"
    )


def sequences() -> list[tuple[list[Any], ...]]:
    """Every pair of actions, and 200 longer sequences."""
    chosen = random.Random(34)
    longer = (tuple(chosen.choices(ACTIONS, k=chosen.randint(3, 5))) for _ in range(200))
    return [*itertools.product(ACTIONS, repeat=2), *longer]


def test_what_is_seen_is_what_the_state_says(browser: Chromium, site: str) -> None:
    """The box, the filters, the address, the answer, the list and the map, after every action."""
    browser.open(f"{site}/plain.html")
    for done in sequences():
        browser.evaluate("document.activeElement.blur()")
        for address, text in (("#76", "Seine-Maritime (76)"), ("", "")):
            shown = f"document.getElementById('place').value === '{text}'"
            until(browser, f"(location.hash = '{address}', {shown})")
        for count, action in enumerate(done, 1):
            do(browser, action)
            seen = browser.evaluate(SEEN)
            meant = browser.evaluate(f"{MEANT}({json.dumps(done[:count])})")
            assert seen == meant, done[:count]


def test_a_list_that_a_filter_has_closed_is_said_to_be_there(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/plain.html")
    do(browser, ["type", "Vienne"])
    do(browser, ["filter", {"audience": "sante"}])
    said = browser.seen("#place-said")
    assert said == "Plusieurs lieux répondent à ce nom : « Chercher » les montre."
    click(browser, "document.getElementById('go')")
    assert browser.of("options", "hidden") is False
    assert browser.seen("#place-said").endswith("choisissez dans la liste.")


# --- tools ---------------------------------------------------------------------------------------


def test_link_and_answer_are_copied(browser: Chromium, site: str) -> None:
    browser.send(
        "Browser.grantPermissions",
        origin=site,
        permissions=["clipboardReadWrite", "clipboardSanitizedWrite"],
    )
    browser.open(f"{site}/plain.html#76000")
    press_button(browser, "Copier le lien")
    pasted = (
        "new Promise((done) => setTimeout(done, 50)).then(() => navigator.clipboard.readText())"
    )
    assert browser.evaluate(pasted) == f"{site}/plain.html#76000"
    assert browser.seen("#place-said") == "Lien copié."
    press_button(browser, "Copier la réponse")
    lines = browser.evaluate(pasted).splitlines()
    assert lines[:3] == ["76000 Rouen (Seine-Maritime, Normandie)", "", "Guichet vert : RAN COPER"]
    assert sum("RAN COPER" in line for line in lines) == 1
    assert sum(line.startswith("  À vérifier : ") for line in lines) > 1  # of what is brief, too
    assert any(" ; à vérifier)" in line for line in lines)
    assert any(line.startswith("  Site : https://ran-coper.fr") for line in lines)
    assert lines[-1] == f"{site}/plain.html#76000"
    browser.open(f"{site}/whole.html#76000&theme=social")
    press_button(browser, "Copier le lien")
    assert browser.evaluate(pasted) == f"{URL}#76000&theme=social"


def test_a_letter_to_the_guichet_names_the_place(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/plain.html#insee:68224")
    letter = browser.evaluate("document.querySelector('a[href^=mailto].button').href")
    assert letter == (
        "mailto:guichet@exemple.fr?subject=Achat%20durable%20%3A%20une%20question%2C%20Mulhouse"
        "&body=Bonjour%2C%0A%0ANous%20achetons%20pour%20Mulhouse%20(Haut-Rhin%2C%20Grand%20Est)"
        "%20et%20nous%20avons%20une%20question%20%3A%20%0A%0A"
    )
    browser.open(f"{site}/plain.html#76000")  # no documented e-mail: no letter
    assert browser.evaluate("document.querySelector('#reponse a[href^=mailto].button')") is None


def test_a_wrong_contact_is_told_to_the_publisher(browser: Chromium, site: str) -> None:
    told = "[...document.querySelectorAll('.tools a')].map((one) => [one.textContent, one.href])"
    browser.open(f"{site}/whole.html#76000")
    letter = (
        "mailto:dire@exemple.fr?subject=Un%20contact%20est%20faux%20%3A%2076000%20Rouen"
        "&body=https%3A%2F%2Fexemple.fr%2Fguichets%2Fpage.html%2376000"
    )
    assert browser.evaluate(told) == [["Un contact est faux\xa0?", letter]]
    browser.open(f"{site}/plain.html#76000")
    assert browser.evaluate(told) == []


# --- several places ------------------------------------------------------------------------------


def saved(browser: Chromium) -> list[dict[str, str]]:
    """The rows of the CSV that is offered."""
    text = browser.evaluate(
        "fetch(document.querySelector('a[download]').href).then((one) => one.arrayBuffer())"
        ".then((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))"
        ".catch(() => '')"
    )
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def several(browser: Chromium, address: str, texts: list[str]) -> None:
    browser.send("Page.setBypassCSP", enabled=True)  # to read what is saved
    browser.open(address)
    press_button(browser, "Plusieurs lieux")
    browser.evaluate(f"document.getElementById('list').value = {json.dumps(chr(10).join(texts))}")
    press_button(browser, "Répondre pour ces lieux")


def test_a_list_is_answered_place_by_place(browser: Chromium, site: str) -> None:
    texts = ["Rouen", "68100", "", "Vienne", "21760540100017", "Zzz", "insee 68224"]
    several(browser, f"{site}/plain.html", texts)
    rows = saved(browser)
    browser.send("Page.setBypassCSP", enabled=False)
    assert [(row["lieu"], row["code"], row["guichet_vert"], row["reponse"]) for row in rows] == [
        ("Rouen", '="76540"', "RAN COPER", "couvert"),  # a code, for a spreadsheet too
        ('="68100"', '="68100"', "'=Guichet de Mulhouse", "couvert"),
        ("Vienne", "", "", "à préciser"),
        ('="21760540100017"', '="76540"', "RAN COPER", "couvert"),
        ("Zzz", "", "", "Aucun lieu de ce nom dans cette page."),
        ("insee 68224", '="68224"', "'=Guichet de Mulhouse", "couvert"),
    ]
    assert rows[0]["site"] == "https://ran-coper.fr"
    assert {row["liste_du"] for row in rows if row["code"]} == {"2024-11-18"}
    assert browser.seen(".count") == "6 lieux : couvert : 4 ; à préciser : 2."
    assert browser.evaluate("document.querySelectorAll('#list-answer tbody a').length") == 4


def test_no_text_of_a_list_is_a_formula(browser: Chromium, site: str) -> None:
    """Whatever delimiter the spreadsheet uses, as in the program's own tables."""
    texts = ["=1+1", "+33 1", "-1", "@SUM(A1)", '"=1+1"', "＝1+1", "Rouen,=1+1", "a;-1", "b|@x"]
    several(browser, f"{site}/plain.html", texts)
    rows = saved(browser)
    browser.send("Page.setBypassCSP", enabled=False)
    assert [row["lieu"] for row in rows] == list(map(spreadsheet_safe, texts))


@pytest.mark.parametrize("siren", ["200023414", "200057966"], ids=["metropole", "ept"])
def test_an_epci_is_answered_commune_by_commune(browser: Chromium, site: str, siren: str) -> None:
    browser.open(f"{site}/plain.html#{siren}")
    press_button(browser, "Commune par commune")
    links = browser.evaluate(
        "[...document.querySelectorAll('#list-answer tbody a')].map((one) => one.hash.slice(7))"
    )
    epci = gazetteer.territory("epci", siren)
    assert epci
    assert set(links) == {one for one in epci.members if gazetteer.departement_of(one) in WITHIN}


# --- paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", ["76000", "68100", "region:grand-est&theme=social", "76&public=etat"]
)
def test_on_paper_every_way_in_can_be_typed(browser: Chromium, site: str, asked: str) -> None:
    browser.open(f"{site}/whole.html#{asked}")
    browser.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    browser.look(800, 1100, media="print")
    text = browser.seen("body")
    links = browser.evaluate(
        "[...document.querySelectorAll('main a[href^=http]')].map((one) => one.href)"
    )
    assert len(set(links)) > 5
    assert [one for one in links if one.removesuffix("/") not in text] == []
    assert "(nouvel onglet)" not in text
    assert "Imprimé le " in text
    assert f"{URL}#{asked}" in text
    assert "127.0.0.1" not in text
    browser.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert browser.evaluate("document.querySelectorAll('#suite details[open]').length") == 0


# --- a page of one area, and its dates -----------------------------------------------------------


def test_a_page_of_one_area_says_so_and_what_lies_outside(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/whole.html")
    assert browser.seen(".lede").endswith("Cette page répond pour les lieux situés en Normandie.")
    assert browser.evaluate("document.querySelectorAll('#carte .out').length") > 6
    assert browser.evaluate("document.querySelectorAll('#carte .out.none').length") == 0
    assert "hors de cette page" in browser.seen(".legend")
    for typed, said in (
        ("Rennes", "Rennes est en Ille-et-Vilaine (35), hors de cette page"),
        ("35000", "35000 est en Ille-et-Vilaine (35), hors de cette page"),
        ("35", "35 est en Ille-et-Vilaine (35), hors de cette page"),
    ):
        browser.of("place", "select()")
        do(browser, ["type", typed])
        browser.press("Enter")
        assert browser.seen("#place-said").startswith(said)
        assert browser.of("reponse", "hidden") is True


def test_a_homonym_outside_the_page_is_asked_about(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/plain.html")
    do(browser, ["type", "Grigny"])  # that of the 69 is here; that of the 91 is bigger
    browser.press("Enter")
    assert browser.of("reponse", "hidden") is True
    assert "choisissez dans la liste" in browser.seen("#place-said")


def test_what_ends_after_the_page_was_made_is_told_as_ended(browser: Chromium, site: str) -> None:
    marks = "[...document.querySelectorAll('.doubtful')].map((one) => one.textContent)"
    browser.open(f"{site}/plain.html#insee:68224")
    assert "fiche périmée, à vérifier" not in browser.evaluate(marks)
    assert "Sur rendez-vous." in browser.seen("#reponse")
    with browser.at("2027-07-01"):
        browser.open(f"{site}/plain.html#insee:68224")
        assert "fiche périmée, à vérifier" in browser.evaluate(marks)
        assert "Sur rendez-vous." not in browser.seen("#reponse")


def test_a_doubt_stands_on_the_card(browser: Chromium, site: str) -> None:
    known = achats_reseaux.load()
    browser.open(f"{site}/plain.html#76000")
    assert browser.seen(".card .doubt") == known.network("ran-coper").doubt


def test_a_guichet_that_has_a_site_alone_says_so(browser: Chromium, site: str) -> None:
    said = "Ni courriel ni téléphone documentés ; reste le site."
    browser.open(f"{site}/plain.html#76000")
    assert browser.seen(".card").endswith(said)
    for link in ("38000", "insee:68224"):  # these have an e-mail
        browser.open(f"{site}/plain.html#{link}")
        assert "documentés" not in browser.seen(".card")


def test_a_general_address_is_no_address_of_the_guichet(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/plain.html#38000")
    assert browser.seen(".card .button") == "Écrire à l'adresse générale de l'agence"
    browser.open(f"{site}/plain.html#insee:68224")
    assert browser.seen(".card .button") == "Écrire au guichet"


def test_substitutes_stand_under_a_heading_of_their_own(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/plain.html#68300")
    heading = "(({ tagName, textContent }) => [tagName, textContent])"
    assert browser.evaluate(f"{heading}(document.querySelector('.card').previousSibling)") == [
        "H3",
        "À contacter à la place",
    ]


# --- in a frame ----------------------------------------------------------------------------------


def test_in_a_frame_there_are_the_box_and_the_answer_alone(browser: Chromium, site: str) -> None:
    browser.open(f"{site}/plain.html?embed#76000")
    seen = browser.evaluate(
        "['header', 'footer', 'aside', '#areas', '#several', '#whole', '#place', '#reponse']"
        ".filter((one) => document.querySelector(one).checkVisibility())"
    )
    assert seen == ["#whole", "#place", "#reponse"]
    assert browser.evaluate("document.querySelectorAll('.tools').length") == 1  # of the hidden list
    assert browser.of("whole-link", "href") == (f"{site}/plain.html?#76000")
    assert browser.of("suite", "firstChild.open") is False
    assert browser.seen(".dates").startswith("Liste du 18 novembre 2024")
    assert browser.seen("#whole").endswith("Ce n’est pas un site de l’État.")
    assert browser.evaluate("document.documentElement.getBoundingClientRect().height") < 700


def hit(browser: Chromium, text: str) -> None:
    """Type key by key, into whatever frame has the focus."""
    for key in text:
        browser.send("Input.dispatchKeyEvent", type="char", text=key)


def test_it_works_in_a_frame_that_allows_scripts_alone(browser: Chromium, site: str) -> None:
    """Enter answers, although forms are not allowed; the height is told, also where it is less."""
    browser.open(f"{site}/frame.html")
    until(browser, "window.told?.height > 600")
    whole = browser.evaluate("window.told.height")
    assert browser.evaluate("window.told.type") == "reseaux:height"
    for kind in ("mousePressed", "mouseReleased"):  # into the box
        browser.send(
            "Input.dispatchMouseEvent", type=kind, x=100, y=70, button="left", clickCount=3
        )
    hit(browser, "zzz")
    browser.press("Enter")
    until(browser, f"window.told.height < {whole / 2}")
    browser.press("Escape", 2)
    hit(browser, "Rouen")
    browser.press("Enter")
    until(browser, f"window.told.height > {whole / 2}")
    before = browser.evaluate("window.told.height")
    browser.press("Tab")  # from the title of the answer to the first link, which cannot be opened
    browser.press("Enter")
    until(browser, f"window.told.height > {before + 20}")  # its address is told instead
    browser.complaints.clear()  # that forms are not allowed


def test_the_first_key_is_answered_in_time(browser: Chromium, site: str, tmp_path: Path) -> None:
    """On this machine, with all of France: within 500 ms; an answer within 100 ms."""
    text = render(
        achats_reseaux.load(),
        title="Essai",
        within=frozenset(one.code for one in gazetteer.departements()),
        today=TODAY,
        version="1.2.3",
    )
    file = tmp_path / "page.html"
    file.write_text(text, encoding="utf-8")
    browser.open(file.as_uri())
    times = browser.evaluate(
        """(() => {
          const box = document.getElementById("place");
          const timed = (does) => {
            const start = performance.now();
            does();
            return performance.now() - start;
          };
          const opened = performance.now();
          const first = timed(() => {
            box.value = "s";
            box.dispatchEvent(new Event("input"));
          });
          const least = (times) => Math.min(...times);
          const each = ["76000", "region:grand-est", "200054781", "insee:68224"].map((link) =>
            least([1, 2, 3].map(() => timed(() => {
              window.location.hash = link;
              window.dispatchEvent(new Event("hashchange"));
              window.location.hash = "";
              window.dispatchEvent(new Event("hashchange"));
            }))));
          return [opened, first, Math.max(...each)];
        })()"""
    )
    assert times[1] < 500
    assert times[2] < 100
