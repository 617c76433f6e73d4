"""The differences between two catalogues, entry by entry, for release notes."""

from __future__ import annotations

from achats_reseaux.catalogue.build import CONTACT_FIELDS
from achats_reseaux.model import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from achats_reseaux.model import Catalogue, Fact, Network

    Entries = dict[str, tuple[str, str, dict[str, str | None], tuple[Fact, ...]]]
    """By id what an entry tells: the field and the value that stand for all of it, its fields, its
    facts."""

_IGNORED = ("id", "origin", "departements", "communes", "doubt")  # doubt: a fact of the entry


def differences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The changes of networks, then of notions, in the order of the new catalogue, losses last."""
    yield from _changes(_networks(old), _networks(new))
    yield from _changes(_notions(old), _notions(new))


def _networks(catalogue: Catalogue) -> Entries:
    return {
        one.id: ("", one.name, dict(_fields(one)), facts)
        for one, facts in zip(catalogue.networks, catalogue.facts, strict=True)
    }


def _notions(catalogue: Catalogue) -> Entries:
    return {
        one.id: ("definition", one.definition, {"definition": one.definition}, one.facts)
        for one in catalogue.notions
    }


def _fields(network: Network) -> Iterator[tuple[str, str | None]]:
    for name in network._fields:
        if name == "contact":
            yield from ((way, getattr(network.contact, way)) for way in CONTACT_FIELDS)
        elif name not in _IGNORED:
            yield name, _shown(getattr(network, name))


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    texts = (getattr(one, "code", None) or getattr(one, "url", None) or str(one) for one in value)
    return ", ".join(text for text in texts if not text.startswith("file:"))  # an overlay itself


def _changes(old: Entries, new: Entries) -> Iterator[Change]:
    for name, (whole, value, fields, facts) in new.items():
        if name not in old:
            yield Change(name, whole, None, value)
            continue
        _, _, known, known_facts = old[name]
        of_facts = {fact.value for fact in (*known_facts, *facts)}
        for field, after in fields.items():
            before = known[field]
            # Of cost and who, the change of a fact may say the same.
            if before != after and not (field in ("cost", "who") and {before, after} <= of_facts):
                yield Change(name, field, before, after)
        for fact in _only(facts, known_facts):
            yield Change(name, fact.field, None, fact.value)
        for fact in _only(known_facts, facts):
            yield Change(name, fact.field, fact.value, None)
    for name, (whole, value, _, _) in old.items():
        if name not in new:
            yield Change(name, whole, value, None)


def _only(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """The facts that others lack; contacts are told as fields."""
    return [one for one in facts if one not in others and one.field not in CONTACT_FIELDS]
