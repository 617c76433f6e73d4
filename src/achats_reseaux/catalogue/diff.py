"""The differences between two catalogues, network by network, for release notes."""

from __future__ import annotations

from achats_reseaux.catalogue.build import CONTACT_FIELDS
from achats_reseaux.model import Change, Contact, Fact, Network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from achats_reseaux.model import Catalogue


_IGNORED = ("id", "origin", "departements", "communes", "doubt")  # doubt: a fact of the entry


def differences(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The changes from one catalogue to another, in the order of the new one, removals last."""
    before, after = _by_id(old), _by_id(new)
    for network_id, (network, facts) in after.items():
        if network_id not in before:
            yield Change(network_id, "", None, network.name)
            continue
        known, known_facts = before[network_id]
        values = {fact.value for fact in (*known_facts, *facts)}
        for change in _fields(known, network):
            if change.field not in ("cost", "who") or not {change.before, change.after} <= values:
                yield change  # else the change of a fact says the same
        yield from _facts(network_id, known_facts, facts)
    for network_id, (network, _) in before.items():
        if network_id not in after:
            yield Change(network_id, "", network.name, None)
    yield from _notions(old, new)


def _notions(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    """The changes of the notions, by their ids."""
    before = {notion.id: notion for notion in old.notions}
    for notion in new.notions:
        name, known = notion.id, before.get(notion.id)
        if known is None:
            yield Change(name, "definition", None, notion.definition)
            continue
        if known.definition != notion.definition:
            yield Change(name, "definition", known.definition, notion.definition)
        yield from _facts(name, known.facts, notion.facts)
    for name, notion in before.items():
        if name not in new.notion_ids:
            yield Change(name, "definition", notion.definition, None)


def _by_id(catalogue: Catalogue) -> dict[str, tuple[Network, tuple[Fact, ...]]]:
    facts = catalogue.facts
    return dict(zip(catalogue.ids, zip(catalogue.networks, facts, strict=True), strict=True))


def _fields(old: Network, new: Network) -> Iterator[Change]:
    for name in Network._fields:
        before, after = getattr(old, name), getattr(new, name)
        if name in _IGNORED or before == after:
            continue
        if isinstance(before, Contact):
            for part in CONTACT_FIELDS:
                if getattr(before, part) != getattr(after, part):
                    yield Change(old.id, part, getattr(before, part), getattr(after, part))
        elif _shown(before) != _shown(after):
            yield Change(old.id, name, _shown(before), _shown(after))


def _facts(network_id: str, old: tuple[Fact, ...], new: tuple[Fact, ...]) -> Iterator[Change]:
    for fact in new:
        if fact not in old and fact.field not in CONTACT_FIELDS:
            yield Change(network_id, fact.field, None, fact.value)
    for fact in old:
        if fact not in new and fact.field not in CONTACT_FIELDS:
            yield Change(network_id, fact.field, fact.value, None)


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    texts = (getattr(one, "code", None) or getattr(one, "url", None) or str(one) for one in value)
    return ", ".join(text for text in texts if not text.startswith("file:"))  # an overlay itself
