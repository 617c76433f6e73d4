"""The differences between two catalogues, entry by entry, for release notes."""

from __future__ import annotations

from achats_reseaux.model import CONTACT_FIELDS, Area, Change, Record, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from achats_reseaux.model import Catalogue, Fact, Network, Notion, Trace

_TOLD_OTHERWISE = {
    *("id", "origin", "departements", "communes", "contact", "facts", "sign"),
    *("doubt", "doubt_reason", "doubt_year", "doubt_question"),
}
"""Fields of an entry that are not compared: the doubt and the sign are among its facts."""

_LISTS = ("themes", "audiences", "covers", "aliases", "sources", "networks")
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


def differences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The changes of networks, traces and notions, in the order of the new catalogue, losses last.

    :func:`other_differences` has what is none of these.
    """
    for old_entries, new_entries, whole in _compared(old, new):
        yield from _changes(old_entries, new_entries, whole)


def _compared(
    old: Catalogue, new: Catalogue
) -> tuple[tuple[dict[str, _Entry], dict[str, _Entry], str], ...]:
    """The entries of either, by id, and the field that is told of one that comes or goes."""
    in_both = {*old.ids}.intersection(new.ids)
    return (
        (_networks(old), _networks(new), ""),
        (_traces(old), _traces(new), ""),
        (_notions(old, in_both), _notions(new, in_both), "definition"),
    )


def _networks(catalogue: Catalogue) -> dict[str, _Entry]:
    found = {}
    for network, facts in zip(catalogue.networks, catalogue.facts, strict=True):
        fields = _fields(network)
        for way in CONTACT_FIELDS:
            fields[way] = getattr(network.contact, way)
        found[network.id] = _Entry(network.name, fields, facts, network.sources)
    return found


def _traces(catalogue: Catalogue) -> dict[str, _Entry]:
    found = {}
    for trace in catalogue.traces:
        found[trace.id] = _Entry(trace.label, _fields(trace), (), trace.sources)
    return found


def _notions(catalogue: Catalogue, compared: set[str]) -> dict[str, _Entry]:
    """The notions; of the networks that they lead to, those to be compared."""
    found = {}
    for notion in catalogue.notions:
        networks = tuple(name for name in notion.networks if name in compared)
        fields = _fields(notion.replace(networks=networks))
        found[notion.id] = _Entry(notion.definition, fields, notion.facts, notion.sources)
    return found


def _fields(entry: Network | Trace | Notion) -> dict[str, str | None]:
    """The fields of an entry, as texts."""
    fields = {}
    for name in entry._fields:
        if name not in _TOLD_OTHERWISE:
            fields[name] = _shown(getattr(entry, name))
    return fields


def _shown(value: Any) -> str | None:
    """The value of a field: a text, or the ids, territories or addresses of several, joined."""
    if value is None or isinstance(value, str):
        return value
    texts = []
    for item in value:
        text = str(item)
        if isinstance(item, Area):
            text = f"{item.name} ({item.code})"  # 11 is a region and a département
        elif isinstance(item, Source):
            text = item.url
        if not _is_own_file(item):
            texts.append(text)
    return ", ".join(texts)


def _is_own_file(value: object) -> bool:
    """Whether a source is a user's own file: its name and date are none of what it says."""
    return isinstance(value, Source) and value.url.startswith("file:")


def _changes(old: dict[str, _Entry], new: dict[str, _Entry], whole: str) -> Iterator[Change]:
    """The changes of entries; ``whole`` is the field that is told of one that comes or goes."""
    for name in {**new, **old}:
        if name not in old:
            yield Change(name, whole, None, new[name].title)
        elif name not in new:
            yield Change(name, whole, old[name].title, None)
        else:
            yield from _changes_of_entry(name, old[name], new[name])


def _changes_of_entry(name: str, old: _Entry, new: _Entry) -> Iterator[Change]:
    """The changes of the fields of an entry, then its new facts, then those that are gone."""
    for field, after in new.fields.items():
        before = old.fields[field]
        if before != after and not (field in _LISTS and _is_reordered(before, after)):
            yield Change(name, field, before, after)
    for fact in _only(new.facts, old.facts):
        yield Change(name, fact.field, None, fact.value)
    for fact in _only(old.facts, new.facts):
        yield Change(name, fact.field, fact.value, None)


def _is_reordered(before: str | None, after: str | None) -> bool:
    """Whether two lists have the same items."""
    return sorted((before or "").split(", ")) == sorted((after or "").split(", "))


def _only(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """The facts whose text others lack, wherever it stands; contacts are told as fields.

    That of a fact only the sources, the place or the field is another is none of what changes
    for a buyer.
    """
    known = {_told(fact) for fact in others}
    found = [fact for fact in facts if _told(fact) not in known]
    return [fact for fact in found if fact.field not in CONTACT_FIELDS]


def _told(fact: Fact) -> tuple[str, str | None, str | None]:
    """What a fact says, and until when."""
    return fact.value, fact.note, fact.valid_until


def _stated(value: Any) -> Any:
    """A value without the sources in it that are a user's own file."""
    if isinstance(value, Record):
        value = value.astuple()
    if isinstance(value, tuple):
        return tuple(_stated(item) for item in value if not _is_own_file(item))
    return value


# --- what is told in a sentence -------------------------------------------------------------------


def other_differences(old: Catalogue, new: Catalogue) -> str:
    """A French sentence that names what differs beside :func:`differences`; ``""`` if nothing."""
    found = []
    for name, noun in _BESIDE_ENTRIES.items():
        if getattr(old, name) != getattr(new, name):
            found.append(noun)
    if _organisations(old) != _organisations(new):
        found.append("les organismes")
    for old_entries, new_entries, _ in _compared(old, new):
        if _differ_in_sources(old_entries, new_entries):
            found.append("des sources, ou la note d'un contact")
            break
    return f"Diffèrent aussi : {', '.join(found)}." if found else ""


def _organisations(catalogue: Catalogue) -> tuple[Any, dict[str, list[str]]]:
    """The words for each organisation, and the networks that each carries, steers or leads."""
    networks = {}
    for name, positions in catalogue.facets["organisation"].items():
        networks[name] = [catalogue.ids[position] for position in positions]
    return catalogue.lexicon["organisation"], networks


def _differ_in_sources(old: dict[str, _Entry], new: dict[str, _Entry]) -> bool:
    """Whether an entry of both has an address or a contact of which something else is said."""
    for name in old.keys() & new.keys():
        before, after = _said(old[name]), _said(new[name])
        if any(before[told] != after[told] for told in before.keys() & after.keys()):
            return True
    return False


def _said(entry: _Entry) -> dict[tuple[str, str], Any]:
    """What is said of each source of an entry, and of each contact, whose value is told alone."""
    said: dict[tuple[str, str], Any] = {}
    for source in entry.sources:
        if not _is_own_file(source):
            said["sources", source.url] = source
    for fact in entry.facts:
        if fact.field in CONTACT_FIELDS:
            said[fact.field, fact.value] = _stated(fact)
    return said
