"""``tools/check_sources.py`` against a server of ours that answers in every way a site may."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from achats_reseaux.gazetteer import tsv_table
from conftest import tool, whole_catalogue

pytestmark = pytest.mark.skipif(not tsv_table.is_checkout(), reason="needs the checkout's files")

PERSON = "a personal-looking address at `region.fr`"

# Path, status, headers, body, what is found, why.
ANSWERS: list[tuple[str, int, dict[str, str], str, list[tuple[str, str]], str]] = [
    ("/ok", 200, {}, "<p>Un guichet.", [], "a page that is as it was says nothing"),
    ("/gone", 404, {}, "", [("unread", "`HTTP Error 404: Not Found`")], "for the link checker too"),
    ("/shut", 403, {}, "", [("unread", "`HTTP Error 403: Forbidden`")], "shut to programs"),
    ("/moved", 301, {"Location": "/new"}, "", [("newer", "{march}")], "the page it leads to"),
    ("/file", 301, {"Location": "file:///etc/passwd"}, "", [("unread", "…")], "never our files"),
    ("/empty", 200, {}, "", [], "an empty page"),
    (
        "/pdf",
        200,
        {"Content-Type": "application/pdf"},
        "mis à jour le 1er mars 2026",
        [],
        "no text",
    ),
    ("/odd", 200, {"Content-Type": "text/html; charset=klingon"}, "<p>é", [], "no such charset"),
    ("/tags", 200, {}, "</p></svg><svg><a href='mailto:'>" * 999, [], "tags that do not fit"),
    ("/words", 200, {}, "Mise <b>à jour</b> le 1er mars 2026", [("newer", "{march}")], "in words"),
    ("/digits", 200, {}, "actualisée : 01/03/2026 ici", [("newer", "{march}")], "in digits"),
    (
        "/meta",
        200,
        {},
        '<meta property="article:modified_time" content="2026-03-01T10:00:00Z">',
        [("newer", "{march}")],
        "for machines",
    ),
    ("/json", 200, {}, '{"dateModified": "2026-03-01"}', [("newer", "{march}")], "likewise"),
    (
        "/server",
        200,
        {"Last-Modified": "Sun, 01 Mar 2026 10:00:00 GMT"},
        "",
        [("newer", "{march}")],
        "of the server",
    ),
    ("/older", 200, {}, "mise à jour le 3 mars 2024", [], "older than our reading"),
    (
        "/contacts",
        200,
        {},
        '<a class=x href="mailto:Guichet@region.fr?subject=x">m <a href="tel:+33 2 35 00 00 00">t',
        [("contacts", "`0235000000`, `guichet@region.fr`")],
        "a mail address and a telephone",
    ),
    ("/known", 200, {}, '<a href="mailto:connu@un.fr">', [], "an address that the entry has"),
    (
        "/person",
        200,
        {},
        '<a href="mailto:jeanne.martin@region.fr">',
        [("contacts", PERSON)],
        "a person's address is not repeated in a public report",
    ),
    ("/private", 200, {}, "", [("unread", "its robots.txt asks machines to stay away")], "obeyed"),
]


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        answers = {path: (status, headers, body) for path, status, headers, body, *_ in ANSWERS}
        answers["/new"] = (200, {}, "Page modifiée le 1er mars 2026")
        answers["/robots.txt"] = (200, {}, "User-agent: *\nDisallow: /private\n")
        status, headers, body = answers.get(self.path, (404, {}, ""))
        self.send_response(status)
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
    for path, _, _, _, found, reason in ANSWERS:
        address = check_sources.Address(site + path, "2026-01-31", ("un",), known)
        seen = [(heading, text) for heading, _, text in check_sources.found_on([address])]
        if found == [("unread", "…")]:
            assert [heading for heading, _ in seen] == ["unread"], reason
        else:
            expected = [(heading, text.format(march=march)) for heading, text in found]
            assert seen == expected, reason
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
        f"- <{site}/a|`b\x1b>: `HTTP Error 404: Not Found`\n  — x\n"
    )


def test_every_address_of_the_bundled_catalogue_would_be_read(
    check_sources: Any,
) -> None:
    import achats_reseaux

    cited = {one.url: one for one in check_sources.addresses(achats_reseaux.load())}
    text = whole_catalogue()
    assert all(url.partition("/blob/HEAD/")[0] in text for url in cited)
    file = "https://github.com/gip-inclusion/le-marche/blob/HEAD/lemarche/users/constants.py"
    assert cited[file].date == "2023-12-06"  # a file that is moved or gone is told
    (law,) = [url for url in cited if url.startswith("https://blog.landot-avocats.net/")]
    assert cited[law].uses[0] == "facilitateurs-sociaux (source landot-seuils-2026)"
    assert any(one.uses == ("spaser (source moniteur-spaser-2023)",) for one in cited.values())
    assert cited["https://ran-coper.fr"].uses[0] == "ran-coper (website)"
    assert len(cited) > 80
