"""Review the catalogue as a careful maintainer would: ids, dates, wording, persons, sources.

    python tools/review_catalogue.py

``reseaux catalogue check`` says what the program could not read. Here is what it reads and nobody
should publish; any of it ends with status 1. Dates are compared with the day on which the catalogue
was last held against its sources.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from achats_reseaux.catalogue import compiled, loader, yaml_reader
from achats_reseaux.text import MONTHS, fold

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
TWO_SENTENCES = re.compile(r"[^.]+\. [^.]+\.")
DOUBT = re.compile(r"[^;.]+ ; [^;]+\.")
ACT = re.compile(r"\b(?:demandez|vérifiez|passez par)\b")
ADDRESSED = re.compile(r"\b(?:vous|votre|vos|le guichet vert)\b", re.IGNORECASE)
OTHER_PLACE = re.compile(r"\bnotre (?!commune\b)|\bnos\b")
PERSON = re.compile(r"\b(?:M\.|Mme|Mr|MM\.|Dr|Monsieur|Madame)\s+[A-ZÉ]")
CONTACT = re.compile(r"@\w|\b0\d([ .]?\d\d){4}\b")

Entry = dict[str, Any]


def texts_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a value, with the keys that lead to it: ``/facts/value``."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_of(item, f"{path}/{key}")
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item, path)


def promised(text: str) -> str:
    """The last day for which a text promises something; ``9999`` if it promises nothing.

    >>> promised("Annoncé au plus tard pour le 22 août 2026.")
    '2026-08-22'
    """
    dates = [last_day(*found) for found in DATE.findall(text)]
    is_promise = PROMISE.search(text) and not PAST.search(text)
    if not dates or not is_promise:
        return "9999"
    return max(dates)


def last_day(number: str, month: str, year: str) -> str:
    """The last day that a date in French may mean: of a month or a year, its end."""
    if not month:
        return f"{year}-12-31"
    return f"{year}-{MONTHS.index(month) + 1:02}-{int(number or 31):02}"


# --- entries --------------------------------------------------------------------------------------


def of_entry(entry: Entry, sources: dict[str, Entry], day: str) -> Iterator[str]:
    """What is wrong with one entry: a network, a notion, an organisation or a trace."""
    if len(entry["id"]) > LONGEST_ID:
        yield f"id of {len(entry['id'])} characters, at most {LONGEST_ID}"
    for alias, times in Counter(map(fold, entry.get("aliases", ()))).items():
        if times > 1:
            yield f"alias written {times} times: {alias}"
    yield from of_texts(entry, day)
    for fact in entry.get("facts", ()):
        if fact["field"] == "a-verifier":
            yield from of_doubt(fact["value"])
            yield from of_question(fact, entry, sources)
        if fact["field"] == "signe":
            yield from of_sign(fact, sources)
    if "label" in entry and "shows" not in entry:
        yield "a trace says what it shows"
    if "definition" in entry and not TWO_SENTENCES.fullmatch(entry["definition"]):
        yield "a definition is two sentences"
    if "kind" in entry:
        yield from of_contacts(entry, sources)
    if "summary" in entry:
        yield from of_summary(entry, sources, day)


def of_texts(entry: Entry, day: str) -> Iterator[str]:
    """What no text of an entry may say: a person, a number out of place, a promise of the past."""
    facts = entry.get("facts", ())
    numbers = [fact["value"] for fact in facts if fact["field"] == "telephone"]
    for path, text in texts_of(entry):
        if PERSON.search(text):
            yield f"{path} names a person: {text}"
        if CONTACT.search(text) and not may_have_contact(path, text, numbers):
            yield f"{path} has an address or a number: {text}"
        if promised(text) < day:
            yield f"{path} promises what is past: {text}"
        if path.endswith("/checked_on") and text > day:
            yield f"{path} is {text}, after {day}"


def may_have_contact(path: str, text: str, numbers: list[str]) -> bool:
    """Whether an e-mail or a number is at its place: a contact, a telephone, an address.

    The number of a body that is not the carrier has no place of its own: a note names that body.
    """
    if re.search(r"/contact/(?:email|phone)", path):
        return True
    if path.endswith("/note") and "standard d" in text.lower():
        return True
    return text in numbers or text.startswith("http")


def of_doubt(doubt: str) -> Iterator[str]:
    """What is wrong with a doubt, which is « fact ; what to ask ».

    >>> [*of_doubt("Offre lue en 2019 ; demandez si elle existe encore.")]
    []
    """
    if len(doubt) > LONGEST_DOUBT:
        yield f"a doubt of {len(doubt)} characters, at most {LONGEST_DOUBT}: {doubt}"
    if not DOUBT.fullmatch(doubt) or not ACT.search(doubt):
        yield f"a doubt is a fact, « ; » and what to ask: {doubt}"


def of_question(doubt: Entry, entry: Entry, sources: dict[str, Entry]) -> Iterator[str]:
    """What is wrong with why a doubt is one, with its year, and with what it asks of whom.

    The question goes into a message: it says « vous », or names a guichet vert, of which
    there is one; it is asked for « notre commune », which becomes what the asker is.
    """
    if "reason" not in doubt:
        yield f"a doubt without its reason: {doubt['value']}"
    year = doubt.get("year", "")
    if year and year not in years_of(doubt, entry, sources):
        yield f"a doubt is of {year}, which none of its sources has: {doubt['value']}"
    question = doubt.get("question", "")
    if not question:
        yield f"a doubt without its question: {doubt['value']}"
    elif not question.endswith(" ?"):
        yield f"a question has its question mark: {question}"
    elif not ADDRESSED.search(question):
        yield f"a question names nobody addressed: {question}"
    elif OTHER_PLACE.search(question):
        yield f"a question is asked for « notre commune »: {question}"


def years_of(doubt: Entry, entry: Entry, sources: dict[str, Entry]) -> set[str]:
    """The years that the sources of a doubt, or of its entry, bear; the day of reading is none."""
    found: set[str] = set()
    for name in (*doubt["sources"], *entry["sources"]):
        source = sources[name]
        for key in ("title", "page_date", "url"):
            found.update(YEAR.findall(source.get(key, "")))
    return found


def of_sign(sign: Entry, sources: dict[str, Entry]) -> Iterator[str]:
    """A sign of life is dated by its page: the day on which we read it dates nothing."""
    undated = [name for name in sign["sources"] if "page_date" not in sources[name]]
    if undated:
        yield f"a sign of life has the date of its page: {sign['value']}"


def of_summary(entry: Entry, sources: dict[str, Entry], day: str) -> Iterator[str]:
    """A summary of old sources has their year, and a doubt; a past year that it names is theirs.

    A trace is always told with its year, and needs no doubt.
    """
    own = [sources[name] for name in entry["sources"]]
    known = [entry.get("year", "")]
    for source in own:
        known += YEAR.findall(f"{source['title']} {source.get('page_date', '')}")
    years = sorted(set(YEAR.findall(entry["summary"])))
    for year in years:
        if year not in known and year <= day[:4]:
            yield f"its summary names {year}, which none of its sources has"
    newest = max(map(date_of, own))
    fresh_from = f"{int(day[:4]) - FRESH_YEARS}{day[4:]}"
    is_trace = "label" in entry
    if is_trace or newest >= fresh_from[: len(newest)]:
        return
    if not years:
        yield f"its summary is told in the present, its newest source is of {newest}"
    fields = [fact["field"] for fact in entry.get("facts", ())]
    if "a-verifier" not in fields:
        yield f"its newest source is of {newest}: it needs a doubt"


# --- contacts and sources -------------------------------------------------------------------------


def of_contacts(entry: Entry, sources: dict[str, Entry]) -> Iterator[str]:
    """What is wrong with how the ways in of a network are known."""
    for name, way in entry.get("contact", {}).items():
        known = way.get("known", "")
        if not known:
            yield f"contact {name} does not say how it is known"
        if known == "cite" and "note" not in way:
            yield f"contact {name} was cited and never read: it needs a note"
        if known == "propre":
            newest = max((sources[source] for source in way["sources"]), key=date_of)
            if not is_of_its_site(name, way["value"], newest):
                yield f"contact {name} was not read on a page of its own site"


def of_numbers(document: Entry) -> Iterator[str]:
    """A body with two telephone numbers: one of them may have been corrected alone."""
    holders: dict[str, dict[str, list[str]]] = {}
    for section in ("networks", "organisations"):
        for entry in document[section]:
            phone = entry.get("contact", {}).get("phone")
            if phone:
                body = entry.get("organisation", entry["id"])
                numbers = holders.setdefault(body, {})
                numbers.setdefault(phone["value"], []).append(entry["id"])
    for body, numbers in holders.items():
        if len(numbers) > 1:
            of_each = [f"{number} ({', '.join(ids)})" for number, ids in numbers.items()]
            yield f"{body} has two numbers: {', '.join(of_each)}"


def is_of_its_site(name: str, value: str, source: Entry) -> bool:
    """Whether a way in was read on a page of its own site, or in the public code of that page."""
    nature = source.get("nature", "page")
    is_page, is_address = nature == "page", name in ("website", "page")
    if is_page and not is_address:
        return True
    site = value.partition("@")[2]
    if is_address:
        site = urlsplit(value).netloc
    is_same_site = domain(site) == domain(urlsplit(source["url"]).netloc)
    return is_same_site and nature in ("page", "code")


def domain(host: str) -> list[str]:
    """The last two labels of a host: ``["reseau", "fr"]``."""
    return host.split(".")[-2:]


def date_of(source: Entry) -> str:
    """The date of the page, else that of the copy that was read."""
    return str(source.get("page_date") or source["read_on"])


def has_dated_page(source: Entry) -> bool:
    """Whether it is known where a page has its date: that of a copy or a crawler is none.

    >>> has_dated_page({"url": "https://a.fr/90005", "title": "Article", "page_date": "2022-02"})
    False
    """
    year = source.get("page_date", "")[:4]
    is_seen = year in f"{source.get('url')} {source.get('title')}" or "dated_by" in source
    return is_seen or source.get("nature") == "code"


def of_sources(documents: Entry, sources: dict[str, Entry], day: str) -> Iterator[str]:
    """Sources of tomorrow; those that one entry uses stand beside it, the others together."""
    own: dict[str, str] = {}
    users: dict[str, set[str]] = {documents["reference"]: {"all"}}
    for section in ("ways_in", "notices", *SECTIONS):
        for entry in documents.get(section, ()):
            user = "all"
            if "id" in entry:
                user = f"{section} {entry['id']}"
            for source in entry.get("own_sources", ()):
                own[source["id"]] = user
            for path, text in texts_of(entry):
                if path.endswith("/sources"):
                    users.setdefault(text, set()).add(user)
    for name, source in sources.items():
        for key in ("page_date", "read_on"):
            if source.get(key, "") > day:
                yield f"source {name}: {key} is after {day}"
        if not has_dated_page(source):
            yield f"source {name}: where does the page bear {source['page_date']}? (dated_by)"
        used = users.get(name, set())
        by = ", ".join(sorted(used)) or "nobody"
        if name not in own and len(used) < 2 and "all" not in used:
            yield f"source {name} is used by {by}: it belongs beside it"
        elif name in own and used != {own[name]}:
            yield f"source {name} is beside {own[name]}, and used by {by}"


def main() -> int:
    """Write what is to be mended; ``1`` if there is any."""
    documents: Entry = {}
    for file in compiled.files_of(loader.path()):
        documents |= yaml_reader.load_yaml(file).value
    whole = yaml_reader.document_of(loader.path()).value
    day = whole["checked_on"]
    sources = {source["id"]: source for source in whole["sources"]}
    faults: list[str] = []
    for section in SECTIONS:
        for entry in whole.get(section, ()):
            for fault in of_entry(entry, sources, day):
                faults.append(f"{entry['id']}: {fault}")
    faults += of_numbers(whole)
    faults += of_sources(documents, sources, day)
    for fault in faults:
        print(fault)
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
