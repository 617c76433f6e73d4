"""From validated plain values to a ``Catalogue``, and its indexes."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.entries import Entries
from achats_reseaux.model import Catalogue, Link, Network, Trace, Word, departements_served
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    Plain = dict[str, Any]

NAMESPACES = {
    "theme": "themes",
    "kind": "kinds",
    "audience": "audiences",
    "purpose": "uses",
    "field": "fields",
    "known": "known",
    "nature": "natures",
}
"""The namespaces of ``Catalogue.words``, and the key of ``vocabulary`` that lists each."""

FACETS = ("id", "kind", "theme", "audience", "departement", "scope", "organisation")
TRACE_FACETS = ("trace", "trace_kind", "trace_departement")


def build(
    value: Plain,
    local: frozenset[str] = frozenset(),
    added: frozenset[str] = frozenset(),
) -> Catalogue:
    """Build a catalogue of plain values in which ``rules.check`` found no fault.

    Args:
        value: the content of the YAML, merged with the overlays.
        local: ids of the networks that an overlay added or changed.
        added: ids of the networks that an overlay added.
    """
    entries = Entries(value, local, added)
    written = value["networks"]
    notions = entries.notions
    facts = tuple(map(entries.facts, written))
    networks = tuple(map(entries.network, written, facts))
    traces = tuple(map(entries.trace, value.get("traces", ())))
    return Catalogue(
        version=value["version"],
        as_of=value["as_of"],
        checked_on=value["checked_on"],
        reference=entries.sources[value["reference"]],
        ways_in=tuple(entries.record(Link, link) for link in value["ways_in"]),
        vintage=gazetteer.VINTAGE,
        words=_words(value["vocabulary"], entries),
        partial_kinds=_partial_kinds(value),
        lexicon=_lexicon(value),
        facets=_facets(networks, written, traces),
        networks=networks,
        facts=facts,
        notices=_notices(value),
        notion_ids=tuple(notions),
        notions=tuple(entries.notion(notion, written) for notion in notions.values()),
        traces=traces,
    )


def _words(vocabulary: Plain, entries: Entries) -> dict[str, tuple[Word, ...]]:
    """The words of each namespace."""
    words_of = {}
    for namespace, key in NAMESPACES.items():
        words = vocabulary.get(key, ())
        words_of[namespace] = tuple(entries.record(Word, word) for word in words)
    return words_of


def _partial_kinds(value: Plain) -> tuple[str, ...]:
    """The kinds of which the catalogue has but a part, unless the file says that it has all."""
    partial = []
    for kind in value["vocabulary"]["kinds"]:
        is_complete = kind.get("complete", True)
        if not is_complete and kind["id"] not in value.get("complete", ()):
            partial.append(kind["id"])
    return tuple(partial)


def _notices(value: Plain) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The notices, each with the ids of the themes and kinds whose answers must show it."""
    notices = []
    for notice in value.get("notices", ()):
        ids = list(notice.get("themes", ()))
        ids += notice.get("kinds", ())
        notices.append((notice["text"], tuple(ids)))
    return tuple(notices)


# --- indexes --------------------------------------------------------------------------------------


def _lexicon(value: Plain) -> dict[str, dict[str, str]]:
    """The id of an entry by each folded word for it: its id, its name and its aliases."""
    lexicon = {}
    for namespace in ("theme", "kind", "audience"):
        lexicon[namespace] = _ids_by_word(value["vocabulary"][NAMESPACES[namespace]])
    for namespace in ("network", "notion", "organisation", "trace"):
        lexicon[namespace] = _ids_by_word(value.get(f"{namespace}s", ()))
    lexicon["short_name"] = {}
    for network in value["networks"]:
        if "short_name" in network:
            lexicon["short_name"][fold(network["short_name"])] = network["id"]
    return lexicon


def _ids_by_word(entries: Sequence[Plain]) -> dict[str, str]:
    ids = {}
    for entry in entries:
        name = entry.get("name") or entry["label"]
        words = [entry["id"], name]
        words += entry.get("aliases", ())
        for word in words:
            ids[fold(word)] = entry["id"]
    return ids


def _facets(
    networks: Sequence[Network], written: list[Plain], traces: Sequence[Trace]
) -> dict[str, dict[str, tuple[int, ...]]]:
    """The positions of the networks by each member of a facet, such as a kind or a département."""
    positions: dict[str, dict[str, list[int]]] = {name: {} for name in FACETS + TRACE_FACETS}

    def add(position: int, facet: str, members: Iterable[str]) -> None:
        for member in dict.fromkeys(members):
            positions[facet].setdefault(member, []).append(position)

    for position, (network, entry) in enumerate(zip(networks, written, strict=True)):
        add(position, "id", [network.id])
        add(position, "kind", [network.kind])
        add(position, "theme", network.themes)
        add(position, "audience", network.audiences)
        add(position, "departement", departements_served(network))
        add(position, "scope", [network.scope])
        add(position, "organisation", _bodies(entry))
    for position, trace in enumerate(traces):
        add(position, "trace", [trace.id])
        add(position, "trace_kind", [trace.kind])
        add(position, "trace_departement", departements_served(trace))
    facets = {}
    for name, members in positions.items():
        facets[name] = {member: tuple(held) for member, held in members.items()}
    return facets


def _bodies(entry: Plain) -> list[str]:
    """The organisations that carry, steer or lead a network."""
    bodies = list(entry.get("led_by", ()))
    if "organisation" in entry:
        bodies.insert(0, entry["organisation"])
    return bodies
