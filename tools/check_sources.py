"""Say which pages that the catalogue cites are newer than our reading, or name other contacts.

    python tools/check_sources.py > report.md
    python tools/check_sources.py --addresses | lychee -

Needs a network. The report is for a person to read; the catalogue is never written, and the exit
status is 0 whatever is found. Which addresses are gone or have moved, a link checker tells: it is
given them by ``--addresses``. A host is asked for one page at a time, as its ``robots.txt`` allows.
"""

import html
import re
import sys
import time
import urllib.parse
import urllib.request
import urllib.robotparser
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from itertools import groupby
from typing import NamedTuple
from urllib.error import HTTPError

import achats_reseaux
from achats_reseaux.catalogue.personal_addresses import may_name_person
from achats_reseaux.model import Catalogue, Source
from achats_reseaux.text import MONTHS

AGENT = "reseaux-check-sources/2 (monthly check of cited pages; offline catalogue of public buyers)"
TIMEOUT = 20.0
"""Seconds that a server may stay silent."""
LARGEST = 3_000_000
"""Bytes of a page that are read; what follows is not looked at."""
PAUSE = 2.0
"""Seconds between two pages of a host."""


class Address(NamedTuple):
    """One address of the catalogue.

    Attributes:
        date: ISO date (or month, or year) that the page bore when it was read, else of the reading;
            the latest where several entries cite it, ``""`` for none.
        uses: which entries name it, and as what: ``ran-coper (website)``.
        known: the mail addresses and the telephone numbers (digits) of those entries.
    """

    url: str
    date: str
    uses: tuple[str, ...]
    known: frozenset[str]


def addresses(catalogue: Catalogue) -> list[Address]:
    """Every address of a catalogue, in the order in which the entries name them."""
    found: dict[str, Address] = {}

    def add(url: str | None, use: str, date: str, known: Iterable[str] = ()) -> None:
        if url is not None:
            one = found.get(url, Address(url, "", (), frozenset()))
            uses = tuple(dict.fromkeys((*one.uses, use)))
            found[url] = Address(url, max(one.date, date), uses, one.known.union(known))

    for way in catalogue.ways_in:
        add(way.url, "way in", "")
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
            add(page(source), f"{notion.id} (source {source.id})", source.date)
    return list(found.values())


def page(source: Source) -> str:
    """The address of a source; of a file of code, that of the file as it is today."""
    is_file = source.path and source.url.startswith("https://github.com/")
    return f"{source.url}/blob/HEAD/{source.path}" if is_file else source.url


# --- what a page says -----------------------------------------------------------------------------

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?:\+33|0)[ .]?[1-9](?:[ .]?\d\d){4}\b")
LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']?((?:mailto|tel):[^\"'>?]+)", re.IGNORECASE)
ISO_DATE = re.compile(
    r'(?:"dateModified"\s*:|<meta[^>]*(?:modified|updated)[^>]*content=)\s*"(\d{4}-\d\d-\d\d)',
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:mise? à jour|modifiée?|actualisée?)\D{0,20}"
    rf"(\d\d?)(?:er)?[ /]({'|'.join(MONTHS)}|\d\d)[ /](\d{{4}})",
    re.IGNORECASE,
)


def contacts(text: str) -> set[str]:
    """The mail addresses and the telephone numbers in a text, written one way."""
    mails = {mail.lower() for mail in MAIL.findall(text)}
    return mails | {"0" + re.sub(r"\D", "", phone)[-9:] for phone in PHONE.findall(text)}


def dates(content: str) -> list[str]:
    """The ISO dates of update that the HTML of a page states."""
    found = ISO_DATE.findall(content)
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", content)).split())
    for day, month, year in DATE.findall(text):
        number = int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1
        found.append(f"{year}-{number:02}-{int(day):02}")
    return found


def findings(address: Address) -> Iterator[tuple[str, str]]:
    """What is worth a look at one page: a heading of the report, and what was seen."""
    try:
        content, changed = fetched(address.url)
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()  # it holds the page
        yield "unread", code(str(error) or type(error).__name__)
        return
    newer = [one for one in (*dates(content), changed) if one > address.date > ""]
    if newer:
        yield "newer", f"says {max(newer)}; the catalogue has {address.date}"
    links = " ".join(urllib.parse.unquote(link) for link in LINK.findall(content))
    unknown = sorted(contacts(re.sub(r"(?<=\d)[ .-]+(?=\d)", "", links)) - address.known)
    if unknown:
        yield "contacts", ", ".join(dict.fromkeys(map(shown_contact, unknown)))


def shown_contact(contact: str) -> str:
    """A contact as the report has it: an address that may name a person is not repeated."""
    if "@" in contact and may_name_person(contact):
        return f"a personal-looking address at {code(contact.partition('@')[2])}"
    return code(contact)


def code(text: str) -> str:
    """A text of the web in Markdown: text, whatever it holds."""
    printable = "".join(one if one.isprintable() else " " for one in text)
    return f"`{' '.join(printable.split()).replace('`', chr(39))}`"


# --- reading the pages ----------------------------------------------------------------------------


def fetched(url: str) -> tuple[str, str]:
    """The text of a page (``""`` of a file of another kind), and the ISO date of its last change.

    Raises:
        OSError, HTTPException, ValueError: it cannot be read.
    """
    request = urllib.request.Request(quoted(url), headers={"User-Agent": AGENT})  # noqa: S310 - http(s), by the schema
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
        content, headers = response.read(LARGEST), response.headers
    modified = headers.get("Last-Modified")
    changed = parsedate_to_datetime(modified).date().isoformat() if modified else ""
    if headers.get_content_maintype() != "text":
        return "", changed
    try:
        return content.decode(headers.get_content_charset("utf-8")), changed
    except (UnicodeDecodeError, LookupError):
        return content.decode("cp1252", "replace"), changed


def quoted(url: str) -> str:
    """An address as it is sent: a path with accents is quoted, a domain with accents encoded."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    whole = urllib.parse.urlunsplit((parts.scheme, host, *parts[2:4], ""))
    return urllib.parse.quote(whole, safe="/%:@!$&'()*+,;=~?")


def host_of(address: Address) -> str:
    """The scheme and the host of an address."""
    return "/".join(quoted(address.url).split("/")[:3])


def found_on(cited: list[Address]) -> list[tuple[str, Address, str]]:
    """What is worth a look on the pages of one host, with its heading."""
    robots = urllib.robotparser.RobotFileParser()
    try:
        robots.parse(fetched(f"{host_of(cited[0])}/robots.txt")[0].splitlines())
    except (OSError, HTTPException, ValueError):
        robots.parse([])  # none allows everything (RFC 9309)
    found = []
    for address in cited:
        if robots.can_fetch(AGENT, quoted(address.url)):
            found += [(heading, address, text) for heading, text in findings(address)]
            time.sleep(PAUSE)
        else:
            found.append(("unread", address, "its robots.txt asks machines to stay away"))
    return found


HEADINGS = {
    "newer": "Newer than our reading: read it again",
    "contacts": "Links to a mail address or a telephone that the catalogue lacks",
    "unread": "Not read: open by hand",
}


def report(cited: list[Address]) -> str:
    """The whole report, in Markdown."""
    hosts = [list(group) for _, group in groupby(sorted(cited, key=host_of), host_of)]
    with ThreadPoolExecutor(6) as pool:
        found = [one for of_host in pool.map(found_on, hosts) for one in of_host]
    lines = [
        "# Sources to look at",
        "",
        f"{len(cited)} addresses, {len(found)} findings. Nothing was changed: each is for a person",
        "to read, and `UPDATE.md` says how to correct the catalogue.",
    ]
    for key, title in HEADINGS.items():
        listed = [(address, text) for heading, address, text in found if heading == key]
        lines += ["", f"## {title}", ""] if listed else []
        for address, text in listed:
            used = ", ".join(address.uses[:4]) + (", …" if len(address.uses) > 4 else "")
            lines += [f"- <{address.url}>: {text}", f"  — {used}"]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Write the report, or with ``--addresses`` the addresses."""
    cited = addresses(achats_reseaux.load())
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    only = arguments == ["--addresses"]
    print("\n".join(one.url for one in cited) if only else report(cited))


if __name__ == "__main__":
    main(sys.argv[1:])
