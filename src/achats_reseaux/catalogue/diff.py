"""The differences between two catalogues, entry by entry, for release notes."""

from __future__ import annotations

from achats_reseaux.model import CONTACT_FIELDS, Change, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from achats_reseaux.model import Catalogue, Fact, Network

_TOLD_OTHERWISE = {
    *("id", "name", "origin", "departements", "communes", "contact", "doubt", "sign")
}
"""Fields of a network that are not compared: the doubt and the sign are among its facts."""


class _Entry(Record):
    """What is compared of an entry."""

    title: str  # what is told of one that comes or goes
    fields: Mapping[str, str | None]
    facts: tuple[Fact, ...]


def differences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The changes of networks, then of notions, in the order of the new catalogue, losses last."""
    yield from _changes(_networks(old), _networks(new), "")
    yield from _changes(_notions(old), _notions(new), "definition")


def _networks(catalogue: Catalogue) -> dict[str, _Entry]:
    found = {}
    for network, facts in zip(catalogue.networks, catalogue.facts, strict=True):
        found[network.id] = _Entry(network.name, _fields(network), facts)
    return found


def _notions(catalogue: Catalogue) -> dict[str, _Entry]:
    found = {}
    for notion in catalogue.notions:
        fields = {"definition": notion.definition}
        found[notion.id] = _Entry(notion.definition, fields, notion.facts)
    return found


def _fields(network: Network) -> dict[str, str | None]:
    """The fields of a network and its contacts, as texts."""
    fields: dict[str, str | None] = {"name": network.name}
    for name in network._fields:
        if name not in _TOLD_OTHERWISE:
            fields[name] = _shown(getattr(network, name))
    for way in CONTACT_FIELDS:
        fields[way] = getattr(network.contact, way)
    return fields


def _shown(value: Any) -> str | None:
    """The value of a field: a text, or the ids, codes or addresses of several, joined."""
    if value is None or isinstance(value, str):
        return value
    texts = []
    for item in value:
        text = getattr(item, "code", None) or getattr(item, "url", None) or str(item)
        if not text.startswith("file:"):  # an overlay itself
            texts.append(text)
    return ", ".join(texts)


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
        if before != after:
            yield Change(name, field, before, after)
    for fact in _only(new.facts, old.facts):
        yield Change(name, fact.field, None, fact.value)
    for fact in _only(old.facts, new.facts):
        yield Change(name, fact.field, fact.value, None)


def _only(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """The facts that others lack; contacts are told as fields."""
    found = [fact for fact in facts if fact not in others]
    return [fact for fact in found if fact.field not in CONTACT_FIELDS]
