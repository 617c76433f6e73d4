"""Open every address of the catalogue and say which are gone, moved, or newer than our reading.

    python tools/check_sources.py [--report FILE] [--cache FILE] [--max-age DAYS] [--only TEXT]

Needs a network. Writes a report in Markdown for a person to act on, and a cache of what each page
was like, so that the next run can tell what has changed. The catalogue itself is never written.

One request at a time per host, with a pause; several hosts in parallel. ``robots.txt`` is obeyed.
A page that has not changed is not sent again (``ETag``, ``Last-Modified``), and a page read less
than ``--max-age`` days ago is not asked for. The exit status is 0 whatever is found.
"""

from __future__ import annotations

import argparse
import dataclasses
import email.utils
import hashlib
import json
import re
import socket
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import urllib.robotparser
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html.parser import HTMLParser
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import achats_reseaux

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue, Source

ROOT = Path(__file__).parent.parent
AGENT = "reseaux-check-sources/1 (monthly check of cited pages; offline catalogue of public buyers)"
TIMEOUT = 20.0
"""Seconds that a server may stay silent."""
DEADLINE = 60.0
"""Seconds that one page may take in all."""
LARGEST = 3_000_000
"""Bytes of a page that are read; what follows is not looked at."""
REDIRECTS = 8
PARALLEL_HOSTS = 6

# --- what the catalogue has -----------------------------------------------------------------------


@dataclasses.dataclass
class Address:
    """One address of the catalogue.

    Attributes:
        date: ISO date (or month, or year) that the page bore when it was read, else of the reading;
            the latest where several entries cite it, ``""`` for none.
        uses: which entries name it, and as what: ``ran-coper (website)``.
        known: the mail addresses and the telephone numbers (digits) of those entries.
    """

    url: str
    date: str = ""
    uses: list[str] = dataclasses.field(default_factory=list)
    known: set[str] = dataclasses.field(default_factory=set)


def addresses(catalogue: Catalogue) -> list[Address]:
    """Every address of a catalogue, in the order in which the entries name them."""
    found: dict[str, Address] = {}

    def add(url: str | None, use: str, date: str, known: Iterable[str]) -> None:
        if url is not None:
            one = found.setdefault(url, Address(url))
            one.uses += [use] if use not in one.uses else []
            one.date = max(one.date, date)
            one.known.update(known)

    for way in catalogue.ways_in:
        add(way.url, "way in", "", ())
    for network, facts in zip(catalogue.networks, catalogue.facts, strict=True):
        contact = network.contact
        texts = [text for fact in facts for text in (fact.value, fact.note or "")]
        known = contacts(" ".join([contact.email or "", contact.phone or "", *texts]))
        for field, url in (("website", contact.website), ("page", contact.page)):
            add(url, f"{network.id} ({field})", network.checked_on, known)
        for source in (*network.sources, *(one for fact in facts for one in fact.sources)):
            add(page(source), f"{network.id} (source {source.id})", source.date, known)
    for notion in catalogue.notions:
        for source in (*notion.sources, *(one for fact in notion.facts for one in fact.sources)):
            add(page(source), f"{notion.id} (source {source.id})", source.date, ())
    return list(found.values())


def page(source: Source) -> str:
    """The address of a source; of a file of code, that of the file as it is today."""
    is_file = source.path and source.url.startswith("https://github.com/")
    return f"{source.url}/blob/HEAD/{source.path}" if is_file else source.url


MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?:\+33|0)[ .]?[1-9](?:[ .]?\d\d){4}\b")


def contacts(text: str) -> set[str]:
    """The mail addresses and the telephone numbers in a text, written one way."""
    mails = {mail.lower() for mail in MAIL.findall(text)}
    return mails | {digits(phone) for phone in PHONE.findall(text)}


def digits(phone: str) -> str:
    """The ten digits of a French telephone number, for comparison."""
    return "0" + re.sub(r"\D", "", phone)[-9:]


# --- what a page says -----------------------------------------------------------------------------


class Page(HTMLParser):
    """The title, passages, links and dates of a page. The tags decide nothing that is trusted."""

    HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer"})
    BLOCKS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "dd", "dt", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.passages: list[str] = []
        self.links: list[str] = []
        self.dates: list[str] = []
        self._hidden: list[str] = []
        self._text: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a passage, the title or a hidden part begins, and what a tag itself says."""
        values = {name: value or "" for name, value in attrs}
        if tag in self.BLOCKS:
            self.end_passage()
        if tag == "title" and not self.title:
            self._in_title = True
        elif tag == "a" and values.get("href", "").lower().startswith(("mailto:", "tel:")):
            self.links.append(values["href"])
        elif tag == "meta" and re.search("modified|updated", values.get("property", "")):
            self.dates.append(values.get("content", "")[:10])
        elif tag in self.HIDDEN:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where they end."""
        if tag == "title":
            self._in_title = False
        elif tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        if tag in self.BLOCKS:
            self.end_passage()

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if self._in_title:
            self.title = words(self.title + data)
        elif not self._hidden:
            self._text.append(data)

    def end_passage(self) -> None:
        """Close the passage that is being read. Short ones (menus, counters) are dropped."""
        passage = words("".join(self._text))
        self._text = []
        if passage.count(" ") >= 3:
            self.passages.append(passage)


def words(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
UPDATED = re.compile(
    r"(?:mise? à jour|modifiée?|actualisée?)\D{0,20}"
    r"(?:(\d{1,2}(?:er)? (?:" + "|".join(MONTHS.split()) + r") \d{4})|(\d\d/\d\d/\d{4}))",
    re.IGNORECASE,
)
JSON_LD = re.compile(r'"dateModified"\s*:\s*"(\d{4}-\d\d-\d\d)')


def dates(html: str, page: Page) -> list[str]:
    """The ISO dates of update that a page states, sorted."""
    found = {*page.dates, *JSON_LD.findall(html)}
    for passage in page.passages:
        for in_words, in_digits in UPDATED.findall(passage):
            day, month, year = re.split(r"[ /]", in_words or in_digits)
            number = int(month) if in_digits else MONTHS.split().index(month.lower()) + 1
            found.add(f"{year}-{number:02}-{int(day.removesuffix('er')):02}")
    return sorted(one for one in found if re.fullmatch(r"\d{4}-\d\d-\d\d", one))


def decoded(content: bytes, headers: HTTPMessage) -> str:
    """The text of a page, by the charset it declares if that reads it, else by one that does."""
    meta = re.search(rb"<meta[^>]{0,100}charset=[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    declared = [headers.get_content_charset(), meta and meta[1].decode("ascii", "replace")]
    for charset in (*declared, "utf-8"):
        try:
            return content.decode(charset or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


# --- reading a page -------------------------------------------------------------------------------


@dataclasses.dataclass
class Reading:
    """What one request gave; this is what the cache keeps.

    Attributes:
        state: ``read``, ``gone``, ``refused``, ``unreachable`` or ``unread``.
        why: one English sentence on a state that is not ``read``.
        url: the address at the end of the redirects.
        modified: ISO date of ``Last-Modified``, or ``""``.
        passages: a short hash of each passage of text, or of the whole of what is no page.
        contacts: the mail addresses and telephone numbers (digits) that the page links to.
        read_on: when, as ISO time.
    """

    state: str
    why: str = ""
    url: str = ""
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    modified: str = ""
    dates: list[str] = dataclasses.field(default_factory=list)
    passages: list[str] = dataclasses.field(default_factory=list)
    contacts: list[str] = dataclasses.field(default_factory=list)
    read_on: str = ""


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to http(s) alone."""

    max_redirections = REDIRECTS
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: Any,
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request of the next address."""
        if urllib.parse.urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.HTTPError(newurl, code, "redirect to no page", headers, None)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


OPENER = urllib.request.build_opener(Redirects)


def read(url: str, before: Reading | None, deadline: float = DEADLINE) -> tuple[Reading, list[str]]:
    """Open one address: what it gave, and the text of its passages. Raises nothing."""
    request = urllib.request.Request(ascii_url(url), headers={"User-Agent": AGENT})  # noqa: S310 - http(s), by the schema and Redirects
    if before is not None and before.state == "read":
        if before.etag:
            request.add_header("If-None-Match", before.etag)
        if before.last_modified:
            request.add_header("If-Modified-Since", before.last_modified)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        with OPENER.open(request, timeout=TIMEOUT) as response:
            content = read_all(response, deadline)
            reading, passages = understood(content, response.headers)
            reading.url = response.url
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304 and before is not None:
            return dataclasses.replace(before, read_on=now), []
        reading, passages = (
            Reading(http_state(error), words(f"HTTP {error.code}: {error.reason}")),
            [],
        )
    except (OSError, HTTPException, ValueError) as error:
        reading, passages = Reading("unreachable", reason(error)), []
    reading.read_on = now
    return reading, passages


def ascii_url(url: str) -> str:
    """An address as it is sent: a path with accents is quoted, a domain with accents encoded."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def read_all(response: Any, deadline: float) -> bytes:
    """The content, at most ``LARGEST`` bytes of it.

    Raises:
        TimeoutError: it takes longer than the deadline, though it trickles.
        ConnectionError: it ends before it should.
    """
    end = time.monotonic() + deadline
    content = b""
    while len(content) < LARGEST and (chunk := response.read1(65536)):
        content += chunk
        if time.monotonic() > end:
            message = f"still sending after {deadline:.0f} s"
            raise TimeoutError(message)
    if len(content) < LARGEST and response.length:  # what is still to come
        message = "ended before its announced length"
        raise ConnectionError(message)
    return content[:LARGEST]


def understood(content: bytes, headers: HTTPMessage) -> tuple[Reading, list[str]]:
    """What a content says: a page is read, of anything else only whether it changes is known."""
    last_modified = headers.get("Last-Modified", "")
    reading = Reading("read", etag=headers.get("ETag", ""), last_modified=last_modified)
    try:
        reading.modified = email.utils.parsedate_to_datetime(last_modified).date().isoformat()
    except ValueError:
        reading.last_modified = ""
    if headers.get_content_type() not in ("text/html", "application/xhtml+xml"):
        reading.passages = [hashlib.sha256(content).hexdigest()[:16]]
        return reading, [f"({headers.get_content_type()}, {len(content):,} bytes)"]
    html = decoded(content, headers)
    page = Page()
    page.feed(html)
    page.close()
    page.end_passage()
    reading.title = page.title[:200]
    reading.dates = dates(html, page)
    links = [urllib.parse.unquote(link).partition("?")[0] for link in page.links]
    reading.contacts = sorted(
        {digits(link) for link in links if link.lower().startswith("tel:")}
        | {mail for link in links for mail in contacts(link) if "@" in mail}
    )
    passages = list(dict.fromkeys(page.passages))
    reading.passages = [hashlib.sha256(one.encode()).hexdigest()[:16] for one in passages]
    return reading, passages


def http_state(error: urllib.error.HTTPError) -> str:
    """Whether an HTTP error means that the page is gone, or that we were not let in."""
    if error.code in (404, 410):
        return "gone"
    return "unreachable" if error.code >= 500 or error.code < 400 else "refused"


def reason(error: Exception) -> str:
    """Why a server could not be read, in a few words."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {words(cause.verify_message)}"
    if isinstance(cause, socket.gaierror):
        return "no such host"
    if isinstance(cause, TimeoutError):
        return words(str(cause)) or "no answer in time"
    return words(str(cause)) or type(cause).__name__


class Host:
    """The pages of one host: asked one at a time, with a pause, as its ``robots.txt`` allows."""

    def __init__(self, origin: str, pause: float) -> None:
        self.pause = pause
        self.robots: urllib.robotparser.RobotFileParser | None = None
        self.is_down = False
        request = urllib.request.Request(f"{origin}/robots.txt", headers={"User-Agent": AGENT})  # noqa: S310 - http(s)
        try:
            with OPENER.open(request, timeout=TIMEOUT) as response:
                lines = read_all(response, TIMEOUT).decode("utf-8", "replace").splitlines()
        except (OSError, HTTPException, ValueError) as error:
            # RFC 9309: none allows everything, one that cannot be had nothing. Where there is no
            # answer at all, the pages will say what is wrong.
            self.is_down = isinstance(error, urllib.error.HTTPError) and error.code >= 500
            return
        self.robots = urllib.robotparser.RobotFileParser()
        self.robots.parse(lines)
        self.pause = max(pause, min(float(self.robots.crawl_delay(AGENT) or 0), 30.0))

    def read(self, url: str, before: Reading | None) -> tuple[Reading, list[str]]:
        """Read one page, then pause."""
        if self.is_down:
            return Reading("unreachable", "its robots.txt cannot be read"), []
        if self.robots is not None and not self.robots.can_fetch(AGENT, ascii_url(url)):
            return Reading("unread", "its robots.txt asks machines to stay away"), []
        try:
            return read(url, before)
        finally:
            time.sleep(self.pause)


def read_each(
    urls: Iterable[str], cache: dict[str, Reading], max_age: float, pause: float
) -> dict[str, tuple[Reading, list[str]]]:
    """Read every address: several hosts in parallel, each one page at a time.

    Args:
        urls: the addresses.
        cache: the last reading of each.
        max_age: an address read less than so many days ago is not asked for.
        pause: seconds between two pages of a host.
    """
    fresh = datetime.now(UTC).timestamp() - max_age * 86400
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        before = cache.get(url)
        if before is None or datetime.fromisoformat(before.read_on).timestamp() < fresh:
            hosts[origin(url)].append(url)

    def read_host(name: str) -> list[tuple[str, tuple[Reading, list[str]]]]:
        host = Host(name, pause)
        return [(url, host.read(url, cache.get(url))) for url in hosts[name]]

    with ThreadPoolExecutor(PARALLEL_HOSTS) as pool:
        return dict(pair for pairs in pool.map(read_host, hosts) for pair in pairs)


def origin(url: str) -> str:
    """The scheme and the host of an address."""
    parts = urllib.parse.urlsplit(ascii_url(url))
    return f"{parts.scheme}://{parts.netloc}"


# --- what a person should look at ----------------------------------------------------------------


MISSING = re.compile(
    r"\b404\b|introuvable|not found|non trouvée|n'existe (?:pas|plus)", re.IGNORECASE
)
"""The title of a page that is no more, where the server does not say so."""


def findings(
    address: Address, reading: Reading, before: Reading | None, passages: list[str]
) -> Iterator[tuple[str, str]]:
    """What is worth a look at one address: a heading of the report, and what was seen."""
    if reading.state != "read":
        yield reading.state, reading.why
        return
    if MISSING.search(reading.title):
        yield "home", f"title: {code(reading.title)}"
    if moved := target(address.url, reading.url):
        yield moved, f"now {code(reading.url)}"
    stated = [date for date in (*reading.dates, reading.modified) if date > address.date]
    if stated and address.date:
        yield "newer", f"says {max(stated)}; the catalogue has {address.date}"
    if before is not None and before.state == "read":
        if reading.title != before.title:
            yield "changed", f"title: {code(before.title)} is now {code(reading.title)}"
        added = [
            text
            for text, one in zip(passages, reading.passages, strict=False)
            if one not in before.passages
        ]
        if added:
            shown = "; ".join(code(text[:160]) for text in added[:3])
            yield "changed", f"{len(added)} of {len(passages)} passages are new: {shown}"
    unknown = [one for one in reading.contacts if one not in address.known]
    if unknown:
        yield "contacts", ", ".join(dict.fromkeys(map(shown_contact, unknown)))


def target(asked: str, given: str) -> str | None:
    """Whether a redirect means anything: not where it only adds ``https``, ``www`` or a slash."""

    def essence(url: str) -> tuple[str, str, str]:
        parts = urllib.parse.urlsplit(ascii_url(url))
        path = urllib.parse.unquote(parts.path).rstrip("/")
        return parts.netloc.lower().removeprefix("www."), path, parts.query

    before, after = essence(asked), essence(given)
    if before == after:
        return None
    return "home" if before[1] and not after[1] else "moved"


def shown_contact(contact: str) -> str:
    """A contact as the report has it: an address that may name a person is not repeated."""
    name, at, domain = contact.partition("@")
    if at and re.fullmatch(r"[^\W\d_]+[._-][^\W\d_]+|[^\W\d_][._]?[^\W\d_]{4,}", name):
        generic = re.search("contact|achat|guichet|clause|accueil|info|secretariat|reseau", name)
        return code(contact) if generic else f"a personal-looking address at {code(domain)}"
    return code(contact)


def code(text: str) -> str:
    """A text of the web in Markdown: text, whatever it holds."""
    return f"`{words(text).replace('`', chr(39))}`"


HEADINGS = {
    "gone": "Gone: the server says that the page is no more",
    "home": "Probably gone: leads to the home page, or has the title of an error",
    "unreachable": "Unreachable: try again, then by hand",
    "refused": "Refused to a program: open by hand",
    "unread": "Not opened: read by hand",
    "moved": "Moved: correct the address if it is the same page",
    "newer": "Newer than our reading: read it again",
    "changed": "Changed since the last run",
    "contacts": "Links to a mail address or a telephone that the catalogue lacks",
}


def report(found: dict[str, list[tuple[Address, str]]], count: int) -> str:
    """The whole report, in Markdown."""
    seen = sum(map(len, found.values()))
    lines = [
        "# Sources to look at",
        "",
        f"{count} addresses, {seen} findings. Nothing was changed: each is for a person to read,",
        "and `UPDATE.md` says how to correct the catalogue.",
    ]
    for key, heading in HEADINGS.items():
        if found.get(key):
            lines += ["", f"## {heading}", ""]
            for address, text in found[key]:
                used = ", ".join(address.uses[:4]) + (", …" if len(address.uses) > 4 else "")
                lines += [f"- <{address.url}>: {text}", f"  — {used}"]
    return "\n".join(lines) + "\n"


def load_cache(file: Path) -> dict[str, Reading]:
    """The readings of the last run; none if there was none or it cannot be read."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {url: Reading(**one) for url, one in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save_cache(file: Path, cache: dict[str, Reading]) -> None:
    """Write the readings whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    content = {url: dataclasses.asdict(one) for url, one in sorted(cache.items())}
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def check(catalogue: Catalogue, options: argparse.Namespace) -> str:
    """Read what the catalogue cites, keep what was read, and give the report."""
    cited = [one for one in addresses(catalogue) if options.only in one.url]
    cache = load_cache(options.cache)
    readings = read_each((one.url for one in cited), cache, options.max_age, options.pause)
    found: dict[str, list[tuple[Address, str]]] = defaultdict(list)
    for address in cited:
        before = cache.get(address.url)
        reading, passages = readings.get(address.url, (before, []))
        assert reading is not None
        for heading, text in findings(address, reading, before, passages):
            found[heading].append((address, text))
    # A page that could not be read today is compared with its last reading another day.
    kept = {url: one for url, (one, _) in readings.items() if one.state == "read"}
    save_cache(options.cache, {**cache, **kept})
    return report(found, len(cited))


def main(arguments: list[str]) -> None:
    """Check a catalogue as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--report", type=Path, help="where to write the report (else on stdout)")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "sources.json")
    parser.add_argument("--max-age", type=float, default=1.0, metavar="DAYS")
    parser.add_argument("--pause", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--only", default="", metavar="TEXT", help="addresses with this text")
    parser.add_argument(
        "--catalogue", metavar="FILE", help="another catalogue than the bundled one"
    )
    options = parser.parse_args(arguments)
    text = check(achats_reseaux.load(options.catalogue), options)
    if options.report is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(text)
    else:
        options.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
