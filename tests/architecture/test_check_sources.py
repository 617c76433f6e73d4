"""``tools/check_sources.py`` against a server of ours that answers in every way a site may."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from achats_reseaux.gazetteer import tsv_table
from helpers.cases import cases
from helpers.checkout import ROOT, tool, whole_catalogue

pytestmark = pytest.mark.skipif(not tsv_table.is_checkout(), reason="needs the checkout's files")

ANSWERS = cases("catalogue/answers.tsv")


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        answers = {path: one for path, *one in ANSWERS}
        answers["/new"] = ["200", "", "Page modifiée le 1er mars 2026"]
        answers["/robots.txt"] = ["200", "", "User-agent: *\nDisallow: /private\n"]
        status, told, body, *_ = answers.get(self.path, ["404", "", ""])
        headers = json.loads(told or "{}")
        self.send_response(int(status))
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_request(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def check_sources() -> Any:
    found: Any = tool("check_sources")
    found.PAUSE = 0
    return found


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_kind_of_answer(site: str, check_sources: Any) -> None:
    march = "says 2026-03-01; the catalogue has 2026-01-31"
    known = frozenset({"connu@un.fr"})
    for path, _, _, _, found, why in ANSWERS:
        address = check_sources.Address(site + path, "2026-01-31", ("un",), known)
        seen = (f"{heading} : {text}" for heading, _, text in check_sources.found_on([address]))
        assert " | ".join(seen) == found.format(march=march), why
    assert "/private" not in Site.asked


def test_a_host_that_is_not_there_is_told(check_sources: Any) -> None:
    (found,) = check_sources.findings(check_sources.Address("http://x.invalid/", "", (), set()))
    assert found[0] == "unread"


def test_a_report_is_whole_and_its_texts_are_text(site: str, check_sources: Any) -> None:
    one = check_sources.Address(f"{site}/words", "2026-01-31", tuple("abcde"), frozenset())
    other = check_sources.Address(f"{site}/a|`b\x1b", "", ("x",), frozenset())
    assert check_sources.report([one, other]).split("\n\n", 2)[2] == (
        "## Newer than our reading: read it again\n\n"
        f"- <{site}/words>: says 2026-03-01; the catalogue has 2026-01-31\n  — a, b, c, d, …\n\n"
        "## Not read: open by hand\n\n"
        f"- <{site}/a|`b\x1b>: `HTTP Error 404: Not Found`\n  — x"
    )


def test_every_address_of_the_bundled_catalogue_would_be_read(check_sources: Any) -> None:
    import achats_reseaux

    cited = {one.url: one for one in check_sources.addresses(achats_reseaux.load())}
    text = whole_catalogue()
    # The page of a body in the directory of the administration comes from its table.
    text += (ROOT / "data" / "territories" / "standards_epci.tsv").read_text("utf-8")
    assert all(url.partition("/blob/HEAD/")[0] in text for url in cited)
    file = "https://github.com/gip-inclusion/le-marche/blob/HEAD/lemarche/users/constants.py"
    assert cited[file].date == "2023-12-06"  # a file that is moved or gone is told
    (law,) = [url for url in cited if url.startswith("https://blog.landot-avocats.net/2025/10/24/")]
    assert cited[law].uses[0] == "clause-sociale (source landot-seuils-2026)"
    assert any(one.uses == ("spaser (source atexo-spaser)",) for one in cited.values())
    assert cited["https://ran-coper.fr"].uses[0] == "ran-coper (website)"
    assert len(cited) > 80
