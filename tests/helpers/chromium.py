"""A real Chromium, driven through its DevTools protocol over a pair of pipes: no package needed."""

import base64
import http.server
import json
import os
import select
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = next((found for name in NAMES if (found := shutil.which(name))), "")
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --disable-ipc-flooding-protection --remote-debugging-pipe"
    # Keys and clicks of DevTools do not reach a frame that has a process of its own.
    " --disable-features=IsolateSandboxedIframes"
).split()

KEYS = {"ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Escape": 27, "Tab": 9}


class Chromium:
    """One browser with one tab; ``requests`` are the addresses that it asked for, in order."""

    def __init__(self) -> None:
        # Processes of its own outlive the browser by a moment, and may still write there.
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        read_by_it, ours = os.pipe()
        theirs, written_by_it = os.pipe()
        command = shlex.join([PROGRAM, *OPTIONS, f"--user-data-dir={self._profile.name}"])
        # The browser reads its file 3 and writes its file 4.
        script = f"exec {command} about:blank 3<&{read_by_it} 4>&{written_by_it}"
        self._process = subprocess.Popen(
            ["bash", "-c", f"{script} < /dev/null > /dev/null 2>&1"],
            pass_fds=(read_by_it, written_by_it),
        )
        os.close(read_by_it)
        os.close(written_by_it)
        self._to = open(ours, "wb", buffering=0)  # noqa: SIM115 - closed in close()
        self._from = open(theirs, "rb", buffering=0)  # noqa: SIM115 - closed in close()
        self._left = b""
        self._count = 0
        self._session = ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        targets = self.send("Target.getTargets")["targetInfos"]
        tab = next(one for one in targets if one["type"] == "page")
        attached = self.send("Target.attachToTarget", targetId=tab["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Accessibility", "Log"):
            self.send(f"{domain}.enable")
        # The clipboard is for a page with the focus, which a browser without a window may not give.
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._to.close()
        self._process.terminate()
        self._process.wait(timeout=20)
        self._from.close()
        self._profile.cleanup()

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask something of the browser, and wait for its answer."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        while True:
            heard = self._next()
            if heard.get("id") == self._count:
                if "error" in heard:
                    raise AssertionError(heard["error"])
                answer: dict[str, Any] = heard["result"]
                return answer

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            is_heard = select.select([self._from], [], [], 60)[0]
            chunk = self._from.read(1 << 20) if is_heard else b""
            if not chunk:
                message = "Chromium has gone"
                raise AssertionError(message)
            self._left += chunk
        text, _, self._left = self._left.partition(b"\0")
        heard: dict[str, Any] = json.loads(text)
        params = heard.get("params", {})
        if heard.get("method") == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif heard.get("method") == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif heard.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        return heard

    def open(self, address: str) -> None:
        """Open a page afresh, whatever the part of its address after the ``#`` was."""
        for url in ("about:blank", address):
            self.requests.clear()
            self.complaints.clear()
            self.send("Page.navigate", url=url)
            while self._next().get("method") != "Page.loadEventFired":
                pass

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        done = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def of(self, element: str, what: str) -> Any:
        """What the element that has this id has or does: a property, or the call of a function."""
        return self.evaluate(f"document.getElementById('{element}').{what}")

    def seen(self, selector: str) -> str:
        """What is seen of an element, with plain spaces."""
        shown: str = self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")
        return shown.replace("\xa0", " ")

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.send("Input.insertText", text=text)

    @contextmanager
    def at(self, date: str) -> Iterator[None]:
        """Let pages that are opened think that it is this day."""
        script = f"Date.now = () => Date.parse('{date}');"
        added = self.send("Page.addScriptToEvaluateOnNewDocument", source=script)
        try:
            yield
        finally:
            self.send("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])

    def press(self, key: str, times: int = 1) -> None:
        """Press a key of ``KEYS``."""
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                self.send(
                    "Input.dispatchKeyEvent",
                    type=kind,
                    key=key,
                    code=key,
                    windowsVirtualKeyCode=KEYS[key],
                    **({"text": "\r"} if key == "Enter" and kind == "keyDown" else {}),
                )

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Take a size and a colour scheme."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.send("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, file: Path) -> None:
        """Save what is seen as a PNG."""
        shot = self.send("Page.captureScreenshot")
        file.write_bytes(base64.b64decode(shot["data"]))

    def pdf(self) -> bytes:
        """The page as printed."""
        printed = self.send("Page.printToPDF", preferCSSPageSize=True)
        return base64.b64decode(printed["data"])


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a web server of a folder, and the paths that it is asked for."""
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            asked.append(self.path)

    handler = partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


MARKS = [pytest.mark.slow, pytest.mark.skipif(not PROGRAM, reason="chromium is not installed")]
"""The marks of a module whose tests need the browser."""
