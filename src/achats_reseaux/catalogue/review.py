"""Warnings on a catalogue without faults: what a person should read again, and why."""

from __future__ import annotations

import re
from typing import Any

from achats_reseaux.model import Fact
from achats_reseaux.text import MONTHS, day, fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.model import Catalogue, Network, Source

    Told = list[tuple[str, Fact]]
    """Facts, each with the id of its entry."""

_PROMISE = re.compile(r"\b(?:annoncée?s?|au plus tard|prépare(?:nt)?)\b", re.IGNORECASE)
_DATE = re.compile(rf"(?:(?:(\d\d?)(?:er)? )?({'|'.join(MONTHS)}) )?\b(20\d\d)\b")
_HOME = re.compile(r"https?://[^/]+/?")

NAMED_OTHERWISE = ("code", "adresse")
"""Natures of sources that a home page tells whole: code has its path; the address itself is what
was cited."""


def warnings(
    catalogue: Catalogue, today: str, base: Catalogue | None = None
) -> dict[str, list[str]]:
    """The warnings by heading, both in French; headings without any are left out.

    Args:
        catalogue: the catalogue.
        today: ISO date that ends, promises and checks are compared with.
        base: the catalogue that a user's own files are laid over: what it says is left out.
    """
    known = {*_facts(base)} if base else set()
    known_aliases = {*_repeated_aliases(base)} if base else set()
    told = [one for one in _facts(catalogue) if one not in known]
    known_networks = {*base.networks} if base else set()
    networks = [one for one in catalogue.networks if one not in known_networks]
    found = {
        f"Source plus ancienne que la liste ({day(catalogue.as_of)})": _older(catalogue, told),
        "Promesse dont la date est passée": [
            f"{name} : {fact.field} : « {shortened(fact.value)} »"
            for name, fact in told
            if _is_past_promise(fact.value, today)
        ],
        "Page d'accueil pour seule adresse d'une source": _home_pages(told),
        "Autre nom écrit deux fois": [
            alias for alias in _repeated_aliases(catalogue) if alias not in known_aliases
        ],
        "Terminé": [
            f"{name} : {fact.field}, le {day(fact.valid_until)}"
            for name, fact in told
            if fact.valid_until and fact.valid_until < today
        ],
        "Comparé, lu ou publié après aujourd'hui": _in_future(networks, told, today),
    }
    return {heading: lines for heading, lines in found.items() if lines}


def _facts(catalogue: Catalogue) -> Told:
    """Each fact once, by the id of its subject: many networks share those of a kind.

    What an entry is, in a sentence, counts as one.
    """
    told: dict[tuple[str, str, str], Fact] = {}
    for network, facts in zip(catalogue.networks, catalogue.facts, strict=True):
        for fact in (Fact("summary", network.summary, network.sources), *facts):
            subject = _id(catalogue, fact.of) if fact.of else network.id
            told.setdefault((subject, fact.field, fact.value), fact)
    for notion in catalogue.notions:
        for fact in (Fact("definition", notion.definition, notion.sources), *notion.facts):
            told.setdefault((notion.id, fact.field, fact.value), fact)
    return [(subject, fact) for (subject, *_), fact in told.items()]


def _id(catalogue: Catalogue, name: str) -> str:
    """The id of an organisation or a notion."""
    organisations, notions = (catalogue.lexicon[one] for one in ("organisation", "notion"))
    return organisations.get(fold(name)) or notions[fold(name)]


def _by_source(told: list[tuple[str, str, Source]], shown: str) -> list[str]:
    """A line for each source, with the fields of the entries that rely on it."""
    sources: dict[Source, dict[str, dict[str, None]]] = {}
    for name, field, source in told:
        sources.setdefault(source, {}).setdefault(name, {})[field] = None
    return [
        f"{source.id} ({getattr(source, shown)}) : "
        + " ; ".join(f"{name} ({', '.join(fields)})" for name, fields in entries.items())
        for source, entries in sorted(sources.items(), key=lambda one: one[0].date)
    ]


def _older(catalogue: Catalogue, told: Told) -> list[str]:
    """The facts whose newest source is older than the list, as far as its date is known."""
    found = []
    for name, fact in told:
        source = max(fact.sources, key=lambda one: one.date)
        if source.date < catalogue.as_of[: len(source.date)]:
            found.append((name, fact.field, source))
    return _by_source(found, "date")


def _in_future(networks: list[Network], told: Told, today: str) -> list[str]:
    """The dates of what has taken place that are after today, each with the key that says it."""
    subjects: list[tuple[str, Network | Fact]] = [*((one.id, one) for one in networks), *told]
    dates = [(name, "checked_on", one.checked_on) for name, one in subjects]
    dates += [
        (source.id, key, getattr(source, key))
        for _, one in subjects
        for source in one.sources
        for key in ("page_date", "read_on")
    ]
    return [
        f"{name} : {key}, {day(date)}"
        for name, key, date in dict.fromkeys(dates)
        if date and date > today[: len(date)]
    ]


def _is_past_promise(text: str, today: str) -> bool:
    """Whether a text promises something for dates that have all passed."""
    dates = [
        f"{year}-{MONTHS.index(month) + 1:02}-{int(number or 31):02}" if month else f"{year}-12-31"
        for number, month, year in _DATE.findall(text)
    ]
    return bool(_PROMISE.search(text) and dates and max(dates) < today)


def _home_pages(told: Told) -> list[str]:
    return _by_source(
        [
            (name, fact.field, source)
            for name, fact in told
            for source in fact.sources
            if _HOME.fullmatch(source.url) and source.nature not in NAMED_OTHERWISE
        ],
        "url",
    )


def _repeated_aliases(catalogue: Catalogue) -> Iterator[str]:
    """The aliases of one entry that are matched as one word."""
    entries: list[Any] = [word for words in catalogue.words.values() for word in words]
    for entry in (*entries, *catalogue.networks, *catalogue.notions):
        seen: dict[str, str] = {}
        for alias in entry.aliases:
            if fold(alias) in seen:
                yield f"{entry.id} : « {seen[fold(alias)]} », « {alias} »"
            seen[fold(alias)] = alias
