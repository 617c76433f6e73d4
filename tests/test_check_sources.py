"""``tools/check_sources.py`` against a server of ours that answers in every way a site may."""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.gazetteer import tsv_table
from conftest import tool, whole_catalogue

pytestmark = pytest.mark.skipif(not tsv_table.is_checkout(), reason="needs the checkout's files")

HTML = "text/html; charset=utf-8"
PAGE = "<html><head><title>Guichet vert</title></head><body><p>Un guichet pour les achats.</p>"


class Site(BaseHTTPRequestHandler):
    """Answers by path; ``answers`` has what a test adds, ``asked`` what was asked for."""

    answers: dict[str, tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers.items())))
        if self.path == "/trickle":
            self.trickle()
        elif self.path == "/silent":
            time.sleep(1.5)
        elif self.path in ("/short", "/chunk"):
            self.send_response(200)
            self.send_header("Content-Type", HTML)
            if self.path == "/short":
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(PAGE.encode())
            else:
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"ff\r\n")
        elif self.path == "/rude":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
        else:
            status, headers, body = self.answers.get(self.path, (404, {}, b"nothing here"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # enough was read
                self.wfile.write(body)

    def trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # nobody listens any more
            for _ in range(40):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.05)

    def log_request(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def check_sources() -> Any:
    return tool("check_sources")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    Site.answers, Site.asked = {}, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def site(server: str, check_sources: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    Site.answers, Site.asked = {}, []
    monkeypatch.setattr(check_sources, "TIMEOUT", 0.5)
    monkeypatch.setattr(check_sources, "DEADLINE", 0.5)
    return server


def page(body: str | bytes, status: int = 200, **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body.encode() if isinstance(body, str) else body
    return status, {"Content-Type": HTML, **named}, content


def redirect(to: str, status: int = 301) -> tuple[int, dict[str, str], bytes]:
    return page("", status, Location=to)


ANSWERS = [
    ("/ok", page(PAGE), [], "a page that is as it was says nothing"),
    ("/gone", page("", 410), [("gone", "HTTP 410: Gone")], "gone for good"),
    ("/nowhere", page("", 404), [("gone", "HTTP 404: Not Found")], "not there"),
    ("/shut", page("", 403), [("refused", "HTTP 403: Forbidden")], "shut to programs"),
    ("/busy", page("", 429), [("refused", "HTTP 429: Too Many Requests")], "asks for less"),
    ("/down", page("", 503), [("unreachable", "HTTP 503: Service Unavailable")], "down"),
    ("/old", redirect("/new"), [("moved", "now `{site}/new`")], "moved for good"),
    ("/old2", redirect("/new", 302), [("moved", "now `{site}/new`")], "moved for now"),
    ("/slashless", redirect("/slashless/"), [], "a slash is no other page"),
    ("/deep/page", redirect("/"), [("home", "now `{site}/`")], "the home page says nothing of it"),
    ("/round", redirect("/round"), [("unreachable", "{loop}")], "a redirect to itself"),
    ("/there", redirect("/back"), [("unreachable", "{loop}")], "two pages that name each other"),
    (
        "/chain1",
        redirect("/chain2"),
        [("unreachable", "{loop}")],
        "a chain without an end in sight",
    ),
    ("/away", redirect("ftp://example.org/"), [("unreachable", "{ftp}")], "no page"),
    ("/file", redirect("file:///etc/passwd"), [("unreachable", "{file}")], "never a file of ours"),
    ("/silent", None, [("unreachable", "timed out")], "says nothing"),
    ("/trickle", None, [("unreachable", "still sending after 0 s")], "never ends"),
    ("/short", None, [("unreachable", "ended before its announced length")], "cut off"),
    ("/chunk", None, [("unreachable", "IncompleteRead(0 bytes read)")], "cut off in a chunk"),
    ("/soft", page("<title>Page introuvable"), [("home", "title: `Page introuvable`")], "soft 404"),
    ("/soft2", page("<title>Erreur 404 | X"), [("home", "title: `Erreur 404 | X`")], "another"),
    ("/rude", None, [("unreachable", "this is no HTTP")], "another protocol"),
    ("/pdf", page(b"%PDF", Content_Type="application/pdf"), [], "a PDF is not read into"),
    ("/empty", page(b""), [], "an empty page"),
    ("/latin", page("<p>Été, été".encode("latin-1") * 9), [], "not the charset it declares"),
    ("/odd", page(PAGE, Content_Type="text/html; charset=klingon"), [], "a charset nobody has"),
    ("/zip", page(gzip.compress(PAGE.encode()), Content_Encoding="gzip"), [], "unasked gzip"),
    ("/tags", page("</p></svg><svg><a href='mailto:'>" * 999), [], "tags that do not fit"),
    (
        "/newer",
        page("<p>Page mise à jour le 1er février 2026, merci de la lire"),
        [("newer", "says 2026-02-01; the catalogue has 2026-01-31")],
        "a date in words",
    ),
    (
        "/newer2",
        page("<p>Dernière mise à jour : 02/03/2026 par le service"),
        [("newer", "says 2026-03-02; the catalogue has 2026-01-31")],
        "a date in digits",
    ),
    (
        "/newer3",
        page('<meta property="article:modified_time" content="2026-05-06T10:00:00Z">'),
        [("newer", "says 2026-05-06; the catalogue has 2026-01-31")],
        "a date for machines",
    ),
    (
        "/newer4",
        page(PAGE, Last_Modified="Sat, 07 Mar 2026 10:00:00 GMT"),
        [("newer", "says 2026-03-07; the catalogue has 2026-01-31")],
        "a date of the server",
    ),
    ("/older", page("<p>Page mise à jour le 3 mars 2024, merci"), [], "older than our reading"),
    (
        "/contacts",
        page(
            '<a href="mailto:Guichet@region.fr?subject=x">m</a> <a href="tel:+33 2 35 00 00 00">t'
        ),
        [("contacts", "`0235000000`, `guichet@region.fr`")],
        "a mail address and a telephone",
    ),
    ("/known", page('<a href="mailto:connu@un.fr">'), [], "an address that the entry has"),
    (
        "/person",
        page('<a href="mailto:jeanne.martin@region.fr">'),
        [("contacts", "a personal-looking address at `region.fr`")],
        "a person's address is not repeated in a public report",
    ),
]


@pytest.mark.parametrize(
    ("path", "answer", "found", "reason"), ANSWERS, ids=[one[0] for one in ANSWERS]
)
def test_every_kind_of_answer(
    path: str,
    answer: tuple[int, dict[str, str], bytes] | None,
    found: list[tuple[str, str]],
    reason: str,
    site: str,
    check_sources: Any,
) -> None:
    Site.answers |= {"/new": page(PAGE), "/": page(PAGE), "/slashless/": page(PAGE)}
    Site.answers |= {f"/chain{at}": redirect(f"/chain{at + 1}") for at in range(2, 12)}
    Site.answers |= {"/chain12": page(PAGE), "/back": redirect("/there")}
    if answer is not None:
        Site.answers[path] = answer
    address = check_sources.Address(site + path, "2026-01-31", ["un"], {"connu@un.fr"})
    reading, passages = check_sources.read(address.url, None, 0.5)
    fills = {
        "site": site,
        "loop": "HTTP 301: The HTTP server returned a redirect error that would lead to an "
        "infinite loop. The last 30x error message was: Moved Permanently",
        "ftp": "HTTP 301: redirect to no page",
        "file": "HTTP 301: Moved Permanently - "
        "Redirection to url 'file:///etc/passwd' is not allowed",
    }
    seen = list(check_sources.findings(address, reading, None, passages))
    assert seen == [(heading, text.format(**fills)) for heading, text in found], reason


def test_a_host_that_is_not_there(check_sources: Any) -> None:
    reading, _ = check_sources.read("http://nowhere.invalid/", None)
    assert (reading.state, reading.why) == ("unreachable", "no such host")
    reading, _ = check_sources.read("http://127.0.0.1:9/", None)
    assert reading.state == "unreachable"


def test_of_a_huge_page_only_the_beginning_is_read(
    site: str, check_sources: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_sources, "LARGEST", 2_000)
    Site.answers["/huge"] = page("<p>quatre mots de texte" * 1_000_000)
    reading, passages = check_sources.read(site + "/huge", None)
    assert reading.state == "read"
    assert sum(map(len, passages)) < 2_000


def test_a_page_is_told_to_have_changed_by_what_it_says(site: str, check_sources: Any) -> None:
    Site.answers["/page"] = page("<title>Un</title><p>a b c d</p><p>e f g h</p><nav>1 2 3 4</nav>")
    address = check_sources.Address(site + "/page", "2026-01-31", ["un"])
    before, _ = check_sources.read(address.url, None)
    Site.answers["/page"] = page("<title>Deux`</title><p>e f g h</p><p>i j k <b>l</b>\x1b[31m`</p>")
    after, passages = check_sources.read(address.url, before)
    assert list(check_sources.findings(address, after, before, passages)) == [
        ("changed", "title: `Un` is now `Deux'`"),
        ("changed", "1 of 2 passages are new: `i j k l [31m'`"),
    ]
    assert list(check_sources.findings(address, after, after, passages)) == []


def test_a_page_that_has_not_changed_is_not_sent_again(site: str, check_sources: Any) -> None:
    modified = "Wed, 07 Jan 2026 10:00:00 GMT"
    Site.answers["/page"] = page(PAGE, ETag='"1"', Last_Modified=modified)
    before, _ = check_sources.read(site + "/page", None)
    Site.answers["/page"] = page("", 304)
    after, passages = check_sources.read(site + "/page", before)
    assert (after.state, after.passages, passages) == ("read", before.passages, [])
    _, headers = Site.asked[-1]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == modified


def test_robots_txt_is_obeyed_and_a_host_is_asked_slowly(site: str, check_sources: Any) -> None:
    Site.answers["/robots.txt"] = page("User-agent: *\nDisallow: /private\n")
    Site.answers |= {"/a": page(PAGE), "/b": page(PAGE), "/private/c": page(PAGE)}
    start = time.monotonic()
    urls = [site + "/private/c", site + "/a", site + "/b"]
    found = check_sources.read_each(urls, {}, 1, 0.2)
    assert time.monotonic() - start >= 0.4
    assert [found[url][0].state for url in urls] == ["unread", "read", "read"]
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/a", "/b"]
    assert all(headers["User-Agent"] == check_sources.AGENT for _, headers in Site.asked)


def test_a_host_says_how_slowly_it_wants_to_be_asked(site: str, check_sources: Any) -> None:
    Site.answers["/robots.txt"] = page("User-agent: *\nCrawl-delay: 7\n")
    assert check_sources.Host(site, 2.0).pause == 7.0
    assert check_sources.Host(site, 9.0).pause == 9.0
    Site.answers["/robots.txt"] = page("User-agent: *\nCrawl-delay: 86400\n")
    assert check_sources.Host(site, 2.0).pause == 30.0  # else one host would take the month


@pytest.mark.parametrize(
    "robots", [page("", 403), page("", 404), page(b"\xff\xfe"), redirect("/x")]
)
def test_robots_txt_that_says_nothing_forbids_nothing(
    robots: Any, site: str, check_sources: Any
) -> None:
    Site.answers |= {"/robots.txt": robots, "/a": page(PAGE)}
    found = check_sources.read_each([site + "/a"], {}, 1, 0)
    assert found[site + "/a"][0].state == "read"


@pytest.mark.parametrize("robots", [page("", 500), page("", 503)])
def test_a_host_whose_robots_txt_is_down_is_left_alone(
    robots: Any, site: str, check_sources: Any
) -> None:
    """As RFC 9309 has it: it may forbid everything."""
    Site.answers |= {"/robots.txt": robots, "/a": page(PAGE)}
    (found,) = check_sources.read_each([site + "/a"], {}, 1, 0).values()
    assert (found[0].state, found[0].why) == ("unreachable", "its robots.txt cannot be read")
    assert [path for path, _ in Site.asked] == ["/robots.txt"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for(check_sources: Any, tmp_path: Path) -> None:
    pem = str(tmp_path / "pem")
    making = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x".split()
    subprocess.run([*making, "-keyout", pem, "-out", f"{pem}.crt"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{pem}.crt", pem)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        reading, _ = check_sources.read(f"https://127.0.0.1:{server.server_port}/", None)
        server.shutdown()
    assert reading.state == "unreachable"
    assert reading.why.startswith("its certificate is not valid: self")


def catalogue(site: str) -> dict[str, Any]:
    """A catalogue of one network that names two pages of the site."""
    mainland = [f"{number:02}" for number in range(1, 96) if number != 20]
    source = {"id": "page", "date": "2026-01-31", "dated": "lu", "title": "Une page"}
    return {
        "schema_version": 1,
        "version": "1",
        "as_of": "2026-01-31",
        "checked_on": "2026-01-31",
        "reference": "page",
        "ways_in": [{"label": "x", "url": f"{site}/way", "for": ["all"], "sources": ["page"]}],
        "without_guichet_vert": [*mainland, "2A", "2B", "971", "972", "973", "974", "976"],
        "vocabulary": {
            "themes": [{"id": "social", "label": "Social"}],
            "kinds": [{"id": "reseau", "label": "Réseau"}],
            "audiences": [{"id": "etat", "label": "État"}],
            "fields": [{"id": "cout", "label": "Coût"}],
        },
        "sources": [{**source, "url": f"{site}/source"}],
        "organisations": [],
        "networks": [
            {
                "id": "un",
                "name": "Réseau un",
                "kind": "reseau",
                "themes": ["social"],
                "audiences": ["etat"],
                "coverage": {"france": True},
                "summary": "Aide.",
                "contact": {"website": {"value": f"{site}/site", "sources": ["page"]}},
                "facts": [{"field": "cout", "value": "Gratuit.", "sources": ["page"]}],
                "sources": ["page"],
                "checked_on": "2026-02-28",
            }
        ],
    }


def test_from_a_catalogue_to_a_report(site: str, check_sources: Any, tmp_path: Path) -> None:
    file = tmp_path / "networks.yaml"
    file.write_text(json.dumps(catalogue(site)), encoding="utf-8")
    before = file.read_bytes()
    Site.answers |= {"/way": page(PAGE), "/site": page("<p>Page mise à jour le 1er mars 2026 ici")}
    report = tmp_path / "report.md"
    options = ["--catalogue", str(file), "--cache", str(tmp_path / "cache" / "sources.json")]
    options += ["--report", str(report), "--pause", "0", "--max-age", "0"]
    check_sources.main(options)
    assert report.read_text(encoding="utf-8").split("\n\n", 2)[2] == (
        "## Gone: the server says that the page is no more\n\n"
        f"- <{site}/source>: HTTP 404: Not Found\n  — un (source page)\n\n"
        "## Newer than our reading: read it again\n\n"
        f"- <{site}/site>: says 2026-03-01; the catalogue has 2026-02-28\n  — un (website)\n"
    )
    assert file.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cache", "networks.yaml", "report.md"]

    Site.answers["/way"] = page(PAGE.replace("achats", "marchés"))
    Site.asked.clear()
    check_sources.main(options)
    assert "1 of 1 passages are new: `Un guichet pour les marchés.`" in report.read_text("utf-8")

    Site.asked.clear()
    check_sources.main([*options, "--max-age", "1"])
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/source"]

    (tmp_path / "cache" / "sources.json").write_text("[", encoding="utf-8")
    check_sources.main(options)  # a damaged cache only costs time
    assert "passages are new" not in report.read_text("utf-8")


def test_every_address_of_the_bundled_catalogue_would_be_opened(check_sources: Any) -> None:
    import achats_reseaux

    cited = {one.url: one for one in check_sources.addresses(achats_reseaux.load())}
    text = whole_catalogue()
    assert all(url.partition("/blob/HEAD/")[0] in text for url in cited)
    file = "https://github.com/gip-inclusion/le-marche/blob/HEAD/lemarche/users/constants.py"
    assert cited[file].date == "2023-12-06"  # a file that is moved or gone is told
    (law,) = [url for url in cited if url.startswith("https://blog.landot-avocats.net/")]
    assert cited[law].uses[0] == "facilitateurs-sociaux (source landot-seuils-2026)"
    assert any(one.uses == ["spaser (source moniteur-spaser-2023)"] for one in cited.values())
    assert cited["https://ran-coper.fr"].uses[0] == "ran-coper (website)"
    assert len(cited) > 80
