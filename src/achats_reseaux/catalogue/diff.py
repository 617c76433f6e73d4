"""The differences between two catalogues, entry by entry, for release notes."""

from __future__ import annotations

from achats_reseaux.catalogue.build import CONTACT_FIELDS
from achats_reseaux.model import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from achats_reseaux.model import Catalogue, Fact, Network

    _Told = tuple[dict[str, str | None], tuple[Fact, ...]]
    """The fields of an entry, of which the first stands for all of it, and its facts."""

_IGNORED = ("id", "name", "origin", "departements", "communes", "contact", "doubt", "sign")
"""Fields of a network that are told otherwise: the doubt and the sign are among its facts."""


def differences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The changes of networks, then of notions, in the order of the new catalogue, losses last."""
    yield from _changes(_networks(old), _networks(new), "")
    yield from _changes(_notions(old), _notions(new), "definition")


def _networks(catalogue: Catalogue) -> dict[str, _Told]:
    pairs = zip(catalogue.networks, catalogue.facts, strict=True)
    return {one.id: (_fields(one), facts) for one, facts in pairs}


def _notions(catalogue: Catalogue) -> dict[str, _Told]:
    return {one.id: ({"definition": one.definition}, one.facts) for one in catalogue.notions}


def _fields(network: Network) -> dict[str, str | None]:
    fields = {name: getattr(network, name) for name in network._fields if name not in _IGNORED}
    ways = {way: getattr(network.contact, way) for way in CONTACT_FIELDS}
    return {"name": network.name, **{name: _shown(one) for name, one in fields.items()}, **ways}


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    texts = (getattr(one, "code", None) or getattr(one, "url", None) or str(one) for one in value)
    return ", ".join(text for text in texts if not text.startswith("file:"))  # an overlay itself


def _changes(old: dict[str, _Told], new: dict[str, _Told], whole: str) -> Iterator[Change]:
    """The changes of entries; ``whole`` is the field that is told of one that comes or goes."""
    for name in dict.fromkeys((*new, *old)):
        if name not in old or name not in new:
            first = [
                next(iter(one[name][0].values())) if name in one else None for one in (old, new)
            ]
            yield Change(name, whole, *first)
            continue
        (before, known), (after, facts) = old[name], new[name]
        changed = (field for field in after if before[field] != after[field])
        yield from (Change(name, field, before[field], after[field]) for field in changed)
        yield from (Change(name, one.field, None, one.value) for one in _only(facts, known))
        yield from (Change(name, one.field, one.value, None) for one in _only(known, facts))


def _only(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """The facts that others lack; contacts are told as fields."""
    return [one for one in facts if one not in others and one.field not in CONTACT_FIELDS]
