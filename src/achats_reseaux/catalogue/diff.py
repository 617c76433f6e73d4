"""The differences between two catalogues, entry by entry, for release notes."""

from __future__ import annotations

from achats_reseaux.model import (
    CONTACT_FIELDS,
    Area,
    Catalogue,
    Change,
    Fact,
    Network,
    Notion,
    Record,
    Source,
    Trace,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


_COMPARED_ELSEWHERE = (
    "id origin departements communes contact facts sources checked_on sign"
    " doubt doubt_reason doubt_year doubt_question"
).split()
"""Fields of an entry that are not told: the doubt and the sign are among its facts."""

_PUBLISHED = {"purpose": "use"}
"""The fields that documents call otherwise."""

_LISTS = ("themes", "audiences", "covers", "aliases", "networks")
"""Fields of an entry whose order says nothing."""

_BESIDE_ENTRIES = {
    "version": "la version",
    "as_of": "la date de la liste",
    "checked_on": "la date de comparaison",
    "reference": "la source de la liste",
    "words": "le vocabulaire",
    "partial_kinds": "les types sans compte national",
    "ways_in": "les pages d'accès",
    "notices": "les avis",
}
"""The fields of a catalogue that are of no entry, and what a person calls them."""


class _Entry(Record):
    """What is compared of an entry."""

    title: str  # what is told of one that comes or goes
    fields: Mapping[str, str | None]
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]


# --- what is told, value by value -----------------------------------------------------------------


def differences(old: Catalogue, new: Catalogue) -> tuple[list[Change], str]:
    """The changes of networks, traces and notions, in the order of the new catalogue, losses last.

    Then a French sentence that names what else differs; ``""`` if nothing does.
    """
    in_both = {*old.ids}.intersection(new.ids)
    compared = (
        (_networks(old), _networks(new), ""),
        (_traces(old), _traces(new), ""),
        (_notions(old, in_both), _notions(new, in_both), "definition"),
    )
    changes: list[Change] = []
    unlike = set()
    for old_entries, new_entries, whole in compared:
        changes += _changes(old_entries, new_entries, whole)
        for name in old_entries.keys() & new_entries.keys():
            if _origins(old_entries[name]) != _origins(new_entries[name]):
                unlike.add(name)
    unlike.difference_update(change.id for change in changes)
    return changes, _other_differences(old, new, of_sources=bool(unlike))


def _networks(catalogue: Catalogue) -> dict[str, _Entry]:
    networks = {}
    for network, facts in zip(catalogue.networks, catalogue.facts, strict=True):
        fields = _fields(network)
        for way in CONTACT_FIELDS:
            fields[way] = getattr(network.contact, way)
        networks[network.id] = _Entry(network.name, fields, facts, network.sources)
    return networks


def _traces(catalogue: Catalogue) -> dict[str, _Entry]:
    traces = {}
    for trace in catalogue.traces:
        traces[trace.id] = _Entry(trace.label, _fields(trace), (), trace.sources)
    return traces


def _notions(catalogue: Catalogue, compared: set[str]) -> dict[str, _Entry]:
    """The notions; of the networks that they lead to, those to be compared."""
    notions = {}
    for notion in catalogue.notions:
        networks = tuple(name for name in notion.networks if name in compared)
        fields = _fields(notion.replace(networks=networks))
        notions[notion.id] = _Entry(notion.definition, fields, notion.facts, notion.sources)
    return notions


def _fields(entry: Network | Trace | Notion) -> dict[str, str | None]:
    """The fields of an entry, as texts."""
    fields = {}
    for name in entry._fields:
        if name not in _COMPARED_ELSEWHERE:
            fields[_PUBLISHED.get(name, name)] = _shown(getattr(entry, name))
    return fields


def _shown(value: Any) -> str | None:
    """The value of a field: a text, or the ids or territories of several, joined."""
    if value is None or isinstance(value, str):
        return value
    texts = []
    for item in value:
        text = str(item)
        if isinstance(item, Area):
            text = f"{item.name} ({item.code})"  # 11 is a region and a département
        texts.append(text)
    return ", ".join(texts)


def _changes(old: dict[str, _Entry], new: dict[str, _Entry], whole: str) -> Iterator[Change]:
    """The changes of entries; ``whole`` is the field that is told of one that comes or goes."""
    for name in {**new, **old}:
        if name not in old:
            yield Change(name, whole, None, new[name].title)
            yield from _of_new(name, new[name])
        elif name not in new:
            yield Change(name, whole, old[name].title, None)
        else:
            yield from _changes_of_entry(name, old[name], new[name])


def _of_new(name: str, entry: _Entry) -> Iterator[Change]:
    """Where a new entry helps, and how to reach it."""
    for field in ("covers", *CONTACT_FIELDS):
        value = entry.fields.get(field)
        if value:
            yield Change(name, field, None, value)


def _changes_of_entry(name: str, old: _Entry, new: _Entry) -> Iterator[Change]:
    """The changes of the fields of an entry, then its new facts, then those that are gone."""
    for field, after in new.fields.items():
        before = old.fields[field]
        if not _is_same(field, before, after):
            yield Change(name, field, before, after)
    for fact in _only(new.facts, old.facts):
        yield Change(name, fact.field, None, fact.value)
    for fact in _only(old.facts, new.facts):
        yield Change(name, fact.field, fact.value, None)


def _is_same(field: str, before: str | None, after: str | None) -> bool:
    """Whether two values of a field say the same: one list, or one number, however written."""
    if before is None or after is None:
        return before == after
    if field in _LISTS:
        return sorted(before.split(", ")) == sorted(after.split(", "))
    if field == "phone":
        return _dialled(before) == _dialled(after)
    return before == after


def _dialled(phone: str) -> str:
    """A number as it is dialled in France: ``0199000000`` of ``+33 1 99 00 00 00``."""
    number = "".join([sign for sign in phone if sign.isdigit() or sign == "+"])
    return number.replace("+33", "0", 1)


def _only(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """The facts that say what none of the others says; contacts are told as fields.

    A fact that only stands elsewhere, or in another field, changes nothing for a buyer.
    """
    known = {_statement(fact) for fact in others}
    missing = [fact for fact in facts if _statement(fact) not in known]
    return [fact for fact in missing if fact.field not in CONTACT_FIELDS]


def _statement(fact: Fact) -> tuple[str, str | None, str | None]:
    """What a fact says, and until when."""
    return fact.value, fact.note, fact.valid_until


# --- what is told in a sentence -------------------------------------------------------------------


def _other_differences(old: Catalogue, new: Catalogue, *, of_sources: bool) -> str:
    """A French sentence that names what differs beside the changes of entries."""
    nouns = []
    for name, noun in _BESIDE_ENTRIES.items():
        if getattr(old, name) != getattr(new, name):
            nouns.append(noun)
    if _organisations(old) != _organisations(new):
        nouns.append("les organismes")
    if of_sources:
        nouns.append("des sources, ou la note d'un contact")
    return f"Diffèrent aussi : {', '.join(nouns)}." if nouns else ""


def _organisations(catalogue: Catalogue) -> tuple[Any, dict[str, list[str]]]:
    """The words for each organisation, and the networks that each carries, steers or leads."""
    networks = {}
    for name, positions in catalogue.facets["organisation"].items():
        networks[name] = [catalogue.ids[position] for position in positions]
    return catalogue.lexicon["organisation"], networks


def _origins(entry: _Entry) -> set[Any]:
    """The sources of an entry and of each fact, wherever it stands, and the notes of facts."""
    origins: set[Any] = {*_published(entry.sources)}
    for fact in entry.facts:
        value = _dialled(fact.value) if fact.field == "phone" else fact.value
        origins.add((value, fact.note, fact.checked_on))
        origins.update([(value, source) for source in _published(fact.sources)])
    return origins


def _published(sources: tuple[Source, ...]) -> list[Source]:
    """The sources but a user's own file: its name and date are none of what it says."""
    return [source for source in sources if not source.url.startswith("file:")]
