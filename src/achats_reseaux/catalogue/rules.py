"""The rules of a catalogue that no field alone shows; its schema has what each must be."""

from __future__ import annotations

from datetime import date

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.build import AREA_KINDS, NAMESPACES, coverage, ids_by_word
from achats_reseaux.catalogue.schema import Validation
from achats_reseaux.catalogue.sections import OVERLAID
from achats_reseaux.catalogue.yaml_reader import Block, Fault, in_order, shown
from achats_reseaux.text import fold, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.catalogue.schema import Reference, Schema
    from achats_reseaux.catalogue.yaml_reader import At, Document


def check(document: Document, schema: Schema) -> tuple[Fault, ...]:
    """The faults of a whole catalogue, by file and line.

    References, codes and coverage are checked only if the catalogue conforms to the schema.
    """
    found = Validation(document.value, schema, document.at)
    faults = [*document.faults, *found.faults]
    if not faults:
        faults += _references(document.value, found.references)
        for rule in RULES:
            faults += rule(document.value)
    return in_order(faults)


def check_overlay(document: Document, schema: Schema) -> tuple[Fault, ...]:
    """The faults of an overlay by itself; see :func:`check`."""
    properties = {name: schema["properties"][name] for name in ("schema_version", *OVERLAID)}
    of_overlay = {**schema, "properties": properties, "required": []}
    found = Validation(document.value, of_overlay, document.at, partial=True)
    faults = found.faults or [*_unique_in_sections(document.value)]
    return in_order([*document.faults, *faults, *_days(found.references)])


def _references(value: Block, references: list[Reference]) -> Iterator[Fault]:
    """Ids are those of entries, codes those of territories, and dates exist."""
    vocabulary = value["vocabulary"]
    every = {name: vocabulary.get(name, ()) for name in NAMESPACES.values()}
    every |= {name: value.get(name, ()) for name in ("sources", "organisations", "networks")}
    known = {section: {one["id"] for one in entries} for section, entries in every.items()}
    yield from _days(references)
    for at, named, target in references:
        if target in AREA_KINDS:
            if gazetteer.territory(AREA_KINDS[target], named) is None:
                text = f"« {named} » n'est pas un code de « {target} » ({gazetteer.VINTAGE})"
                yield Fault(*at, text)
        elif target != "calendar" and named not in known[target]:
            words = ", ".join(word["id"] for word in vocabulary.get(target, ()))
            near = nearest(named, sorted(known[target]), most=1)
            permitted = f" (permis : {words})" if words else ""
            likely = f" ; vouliez-vous dire : {near[0]} ?" if near else ""
            yield Fault(*at, f"« {named} » n'est pas dans « {target} »{permitted}{likely}")


def _days(references: list[Reference]) -> Iterator[Fault]:
    """Dates are those of a calendar; of a year or a month, the first day."""
    for at, named, _ in (one for one in references if one[2] == "calendar"):
        try:
            date.fromisoformat(named + "-01-01"[len(named) - 4 :])
        except ValueError:
            yield Fault(*at, f"« {named} » n'est pas une date du calendrier")


def _sources(value: Block) -> Iterator[Fault]:
    """A source has a date at least."""
    for source in value["sources"]:
        if not source.keys() & {"page_date", "read_on"}:
            yield source.fault("la clé « page_date » ou « read_on » manque")


def _unique(value: Block) -> Iterator[Fault]:
    """Ids are unique; so are folded words and aliases within their section."""
    yield from _unique_in_sections(value)
    for words in value["vocabulary"].values():
        yield from _unique_ids(words)
        yield from _unique_aliases(words, "label")
    yield from _unique_aliases(value["networks"], "name")
    yield from _unique_aliases(value.get("notions", ()), "name")
    networks = ids_by_word(value["networks"])
    for notion in value.get("notions", ()):
        for word in (notion["id"], notion["name"], *notion.get("aliases", ())):
            if fold(word) in networks:
                text = f"{shown(word)} désigne déjà le réseau « {networks[fold(word)]} »"
                yield notion.fault(text)


def _unique_in_sections(value: Block) -> Iterator[Fault]:
    for section in ("sources", "organisations", "networks", "notions"):
        yield from _unique_ids(value.get(section, ()))


def _unique_ids(entries: Iterable[Block]) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in entries:
        if entry["id"] in seen:
            yield entry.fault(f"l'identifiant « {entry['id']} » est déjà pris", "id")
        seen.add(entry["id"])


def _unique_aliases(entries: Iterable[Block], label: str) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for entry in entries:
        aliases = entry.get("aliases", ())
        words: list[tuple[At, str]] = [(entry.where(key), entry[key]) for key in ("id", label)]
        words += [(aliases.where(rank), alias) for rank, alias in enumerate(aliases)]
        for at, word in words:
            owner = owners.setdefault(fold(word), entry["id"])
            if owner != entry["id"]:
                yield Fault(*at, f"{shown(word)} désigne déjà « {owner} »")
            if not fold(word):
                yield Fault(*at, f"{shown(word)} n'a ni lettre ni chiffre")


def _networks(value: Block) -> Iterator[Fault]:
    """A network has a summary, or its kind; it does not end before it begins, nor cover twice."""
    with_summary = {one["id"] for one in value["vocabulary"]["kinds"] if "summary" in one}
    for network in value["networks"]:
        if "summary" not in network and network["kind"] not in with_summary:
            yield network.fault("la clé « summary » manque")
        if network.get("valid_from", "") > network.get("valid_until", "9999-12-31"):
            yield network.fault("la fiche finit avant de commencer", "valid_until")
        if "france" in network["coverage"] and len(network["coverage"]) > 1:
            text = "« france: true » ne va avec aucun autre territoire"
            yield network.fault(text, "coverage")


def _guichets_verts(value: Block) -> Iterator[Fault]:
    """One is local, advises on the environment only, never advises firms, and shares no ground."""
    earlier: list[tuple[str, set[str], set[str]]] = []
    departement_of = gazetteer.departement_of
    for network in value["networks"]:
        if network["kind"] != "guichet-vert":
            continue
        if network["themes"] != ["environnement"]:
            yield network.fault("un guichet vert conseille sur l'environnement seul", "themes")
        if "entreprise" in network["audiences"]:
            text = "un guichet vert ne s'adresse qu'aux acheteurs du code de la commande publique"
            yield network.fault(text, "audiences")
        if network["coverage"].get("france"):
            yield network.fault("un guichet vert est local", "coverage")
        whole, below = map(set, coverage(network["coverage"])[1:])
        for owner, their_whole, their_below in earlier:
            shared = sorted(whole & their_whole)
            shared += sorted(one for one in their_below if departement_of(one) in whole)
            shared += sorted(one for one in below if departement_of(one) in their_whole)
            shared += sorted(below & their_below)
            if shared:
                text = f"« {shared[-1]} » a déjà un guichet vert : « {owner} »"
                yield network.fault(text, "coverage")
        earlier.append((network["id"], whole, below))


RULES = (_unique, _sources, _networks, _guichets_verts)
"""The rules for a catalogue that conforms to the schema."""
