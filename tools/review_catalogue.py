"""Review the catalogue as a careful maintainer would: ids, dates, wording, persons, sources.

    python tools/review_catalogue.py

``reseaux catalogue check`` says what the program could not read. Here is what it reads and nobody
should publish; any of it ends with status 1. Dates are compared with the day on which the catalogue
was last held against its sources.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from achats_reseaux.catalogue import compiled, loader, yaml_reader
from achats_reseaux.text import MONTHS, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_ID = 30
"""Characters: an id stands whole in every table of 80 columns."""

LONGEST_DOUBT = 74
"""Characters: with what stands before it, a doubt fills a line of a frame of 80 columns."""

FRESH_YEARS = 5
"""What a summary tells in the present has a source of the last five years."""

SECTIONS = ("networks", "notions", "organisations", "traces")

PROMISE = re.compile(r"\b(?:annoncée?s?|au plus tard|prépare(?:nt)?)\b", re.IGNORECASE)
PAST = re.compile(r"\b(?:devai(?:t|ent)|était|étaient)\b")
DATE = re.compile(rf"(?:(?:(\d\d?)(?:er)? )?({'|'.join(MONTHS)}) )?\b(20\d\d)\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DOUBT = re.compile(r"[^;.]+ ; [^;]+\.")
ACT = re.compile(r"\b(?:demandez|vérifiez|passez par)\b")
PERSON = re.compile(r"\b(?:M\.|Mme|Mr|MM\.|Dr|Monsieur|Madame)\s+[A-ZÉ]")
CONTACT = re.compile(r"@\w|\b0\d([ .]?\d\d){4}\b")

Entry = dict[str, Any]


def texts_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a value, with the keys that lead to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from texts_of(one, f"{path}/{key}")
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one, path)


def promised(text: str) -> str:
    """The last day for which a text promises something; ``9999`` if it promises nothing."""
    dates = [
        f"{year}-{MONTHS.index(month) + 1:02}-{int(number or 31):02}" if month else f"{year}-12-31"
        for number, month, year in DATE.findall(text)
    ]
    return max(dates) if dates and PROMISE.search(text) and not PAST.search(text) else "9999"


def of_entry(entry: Entry, sources: dict[str, Entry], day: str) -> Iterator[str]:
    """What is wrong with one entry and its ways in."""
    if len(entry["id"]) > LONGEST_ID:
        yield f"id of {len(entry['id'])} characters, at most {LONGEST_ID}"
    aliases = Counter(map(fold, entry.get("aliases", ())))
    yield from (f"alias written {many} times: {one}" for one, many in aliases.items() if many > 1)
    facts = entry.get("facts", ())
    numbers = [one["value"] for one in facts if one["field"] == "telephone"]
    for path, text in texts_of(entry):
        if PERSON.search(text):
            yield f"{path} names a person: {text}"
        is_contact = re.search(r"/contact/(?:email|phone)", path) or text in numbers
        # The number of a body that is not the carrier has no place of its own: its note names it.
        is_switchboard = path.endswith("/note") and "standard d" in text.lower()
        is_told = is_contact or is_switchboard
        if CONTACT.search(text) and not is_told and not text.startswith("http"):
            yield f"{path} has an address or a number: {text}"
        if promised(text) < day:
            yield f"{path} promises what is past: {text}"
        if path.endswith("/checked_on") and text > day:
            yield f"{path} is {text}, after {day}"
    for fact in facts:
        if fact["field"] == "a-verifier":
            yield from of_doubt(fact["value"])
        if fact["field"] == "signe":
            yield from of_sign(fact, sources)
    if "definition" in entry and not re.fullmatch(r"[^.]+\. [^.]+\.", entry["definition"]):
        yield "a definition is two sentences"
    if "kind" in entry:
        yield from of_contacts(entry, sources)
    if "summary" in entry:
        yield from of_summary(entry, sources, day)


def of_doubt(doubt: str) -> Iterator[str]:
    """What is wrong with a doubt, which is « fact ; what to ask ».

    >>> [*of_doubt("Offre lue en 2019 ; demandez si elle existe encore.")]
    []
    """
    if len(doubt) > LONGEST_DOUBT:
        yield f"a doubt of {len(doubt)} characters, at most {LONGEST_DOUBT}: {doubt}"
    if not DOUBT.fullmatch(doubt) or not ACT.search(doubt):
        yield f"a doubt is a fact, « ; » and what to ask: {doubt}"


def of_sign(sign: Entry, sources: dict[str, Entry]) -> Iterator[str]:
    """A sign of life is dated by its page: the day on which we read it dates nothing."""
    if not all("page_date" in sources[one] for one in sign["sources"]):
        yield f"a sign of life has the date of its page: {sign['value']}"


def of_summary(entry: Entry, sources: dict[str, Entry], day: str) -> Iterator[str]:
    """A summary of old sources has their year, and a doubt; a past year that it names is theirs.

    A trace is always told with its year, and needs no doubt.
    """
    own = [sources[one] for one in entry["sources"]]
    years = set(YEAR.findall(entry["summary"]))
    dated = [f"{one['title']} {one.get('page_date', '')}" for one in own]
    known = YEAR.findall(" ".join((*dated, entry.get("year", ""))))
    for year in sorted(years - set(known)):
        if year <= day[:4]:
            yield f"its summary names {year}, which none of its sources has"
    newest = max(map(_date, own))
    fresh_from = f"{int(day[:4]) - FRESH_YEARS}{day[4:]}"
    is_trace = "label" in entry
    if is_trace or newest >= fresh_from[: len(newest)]:
        return
    if not years:
        yield f"its summary is told in the present, its newest source is of {newest}"
    if not any(fact["field"] == "a-verifier" for fact in entry.get("facts", ())):
        yield f"its newest source is of {newest}: it needs a doubt"


def of_contacts(entry: Entry, sources: dict[str, Entry]) -> Iterator[str]:
    """What is wrong with how the ways in of a network are known."""
    for name, one in entry.get("contact", {}).items():
        how = one.get("known", "")
        if not how:
            yield f"contact {name} does not say how it is known"
        if how == "cite" and "note" not in one:
            yield f"contact {name} was cited and never read: it needs a note"
        if how == "propre":
            newest = max(map(sources.__getitem__, one["sources"]), key=_date)
            if not _is_of_its_site(name, one["value"], newest):
                yield f"contact {name} was not read on a page of its own site"


def _is_of_its_site(name: str, value: str, source: Entry) -> bool:
    """Whether a way in was read on a page of its own site, or in the public code of that page."""
    nature = source.get("nature", "page")
    is_page, is_address = nature == "page", name in ("website", "page")
    if is_page and not is_address:
        return True
    site = urlsplit(value).netloc if is_address else value.partition("@")[2]
    is_same_site = site.split(".")[-2:] == urlsplit(source["url"]).netloc.split(".")[-2:]
    return is_same_site and nature in ("page", "code")


def _date(source: Entry) -> str:
    return str(source.get("page_date") or source["read_on"])


def of_sources(documents: Entry, sources: dict[str, Entry], day: str) -> Iterator[str]:
    """Sources of tomorrow; those that one entry uses stand beside it, the others together."""
    own: dict[str, str] = {}
    users: dict[str, set[str]] = {documents["reference"]: {"all"}}
    for section in ("ways_in", "notices", *SECTIONS):
        for entry in documents.get(section, ()):
            user = f"{section} {entry['id']}" if "id" in entry else "all"
            own |= {one["id"]: user for one in entry.get("own_sources", ())}
            for path, text in texts_of(entry):
                if path.endswith("/sources"):
                    users.setdefault(text, set()).add(user)
    for name, source in sources.items():
        late = (key for key in ("page_date", "read_on") if source.get(key, "") > day)
        yield from (f"source {name}: {key} is after {day}" for key in late)
        used = users.get(name, set())
        if name in own and used != {own[name]}:
            by = ", ".join(sorted(used)) or "nobody"
            yield f"source {name} is beside {own[name]}, and used by {by}"
        if name not in own and len(used) < 2 and "all" not in used:
            yield f"source {name} is used by {', '.join(used) or 'nobody'}: it belongs beside it"


def main() -> int:
    """Write what is to be mended; ``1`` if there is any."""
    documents: Entry = {}
    for file in compiled.files_of(loader.path()):
        documents |= yaml_reader.load_yaml(file).value
    whole = yaml_reader.document_of(loader.path()).value
    day, sources = whole["checked_on"], {one["id"]: one for one in whole["sources"]}
    found: list[str] = []
    for entry in (one for section in SECTIONS for one in whole.get(section, ())):
        found += [f"{entry['id']}: {one}" for one in of_entry(entry, sources, day)]
    found += of_sources(documents, sources, day)
    print("".join(f"{one}\n" for one in found), end="")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
