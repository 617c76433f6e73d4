"""Validation of a catalogue: all faults at once, with file, line and reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.build import AREA_KINDS, NAMESPACES, coverage, ids_by_word, told_of
from achats_reseaux.catalogue.overlay import KEYS
from achats_reseaux.catalogue.schema import schema_errors
from achats_reseaux.catalogue.yaml_reader import MOST_FAULTS, in_order, shown
from achats_reseaux.text import fold, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.catalogue.schema import Reference, Schema, SchemaError
    from achats_reseaux.catalogue.yaml_reader import Document, Fault, Path


def check(document: Document, schema: Schema, *, overlaid: bool = False) -> tuple[Fault, ...]:
    """The faults of a whole catalogue, by file and line.

    References, codes and coverage are checked only if the catalogue conforms to the schema. With
    ``overlaid``, of what was checked before it was merged, only that: each overlay is a source,
    whose address of a file the schema forbids, and a user's own guichet vert may fill a gap in the
    written list of départements without one.
    """
    value = document.value
    found, references = schema_errors(value, schema)
    if overlaid:
        found = [(path, text) for path, text in found if path[:1] + path[2:] != ("sources", "url")]
    if not found and not document.faults:
        rules = RULES if overlaid else (*RULES, _without_guichet_vert)
        found = [*_references(value, references), *(one for rule in rules for one in rule(value))]
    return _faults(document, found)


def check_overlay(document: Document, schema: Schema) -> tuple[Fault, ...]:
    """The faults of an overlay by itself; see :func:`check`."""
    properties = {name: schema["properties"][name] for name in KEYS}
    of_overlay = {**schema, "properties": properties, "required": []}
    found, _ = schema_errors(document.value, of_overlay, partial=True)
    return _faults(document, found or [*_unique_in_sections(document.value)])


def _faults(document: Document, found: list[SchemaError]) -> tuple[Fault, ...]:
    told = found[:MOST_FAULTS]
    return in_order([*document.faults, *(document.fault(path, text) for path, text in told)])


def _sources(value: dict[str, Any]) -> Iterator[SchemaError]:
    """Each source has a date: of its page, of its reading, or both of the older form."""
    for rank, source in enumerate(value["sources"]):
        older = source.keys() & {"date", "dated"}
        if len(older) == 1:
            missing = "dated" if "date" in older else "date"
            yield ("sources", rank), f"la clé « {missing} » manque"
        elif older and source.keys() & {"page_date", "read_on"}:
            yield ("sources", rank), "« date » et « dated » ne vont pas avec page_date ni read_on"
        elif not older | (source.keys() & {"page_date", "read_on"}):
            yield ("sources", rank), "la clé « page_date » ou « read_on » manque"
        read = source.get("read_on", "9999")
        if source.get("page_date", "")[: len(read)] > read:
            yield (
                ("sources", rank, "page_date"),
                "la page est plus récente que sa lecture (read_on)",
            )


def _told(value: dict[str, Any]) -> Iterator[SchemaError]:
    """A fact or contact has a value and sources, or refers to the subject that tells it."""
    subjects = {one["id"]: one for name in SUBJECTS for one in value.get(name, ())}
    for section in ("networks", "organisations"):
        for rank, entry in enumerate(value[section]):
            told: list[tuple[Path, str, Any]] = [
                (("facts", at), one["field"], one) for at, one in enumerate(entry.get("facts", ()))
            ]
            told += [
                (("contact", name), name, one) for name, one in entry.get("contact", {}).items()
            ]
            for where, field, one in told:
                here: Path = (section, rank, *where)
                if "of" not in one:
                    for name in ("value", "sources"):
                        if name not in one:
                            yield here, f"la clé « {name} » manque"
                elif section == "organisations":
                    yield (*here, "of"), "« of » n'a sa place que dans un réseau"
                elif one.keys() & {"value", "sources"}:
                    yield here, "« of » reprend ce qui est dit ailleurs : ni value ni sources"
                elif one["of"] in subjects and not told_of(subjects[one["of"]], field):
                    yield (*here, "of"), f"« {one['of']} » n'a rien de « {field} »"


def _unique(value: dict[str, Any]) -> Iterator[SchemaError]:
    """Ids are unique; so are folded words and aliases within their section."""
    yield from _unique_in_sections(value)
    for section, words in value["vocabulary"].items():
        yield from _unique_ids(("vocabulary", section), words)
        yield from _unique_aliases(("vocabulary", section), words, "label")
    yield from _unique_aliases(("networks",), value["networks"], "name")
    yield from _unique_aliases(("notions",), value.get("notions", []), "name")
    networks = ids_by_word(value["networks"])
    for rank, notion in enumerate(value.get("notions", ())):
        for word in (notion["id"], notion["name"], *notion.get("aliases", ())):
            if fold(word) in networks:
                text = f"{shown(word)} désigne déjà le réseau « {networks[fold(word)]} »"
                yield ("notions", rank), text


def _unique_in_sections(value: dict[str, Any]) -> Iterator[SchemaError]:
    for section in ("sources", "organisations", "networks", "notions"):
        yield from _unique_ids((section,), value.get(section, []))


def _unique_ids(path: Path, entries: list[dict[str, Any]]) -> Iterator[SchemaError]:
    seen: set[str] = set()
    for rank, entry in enumerate(entries):
        if entry["id"] in seen:
            yield (*path, rank, "id"), f"l'identifiant « {entry['id']} » est déjà pris"
        seen.add(entry["id"])


def _unique_aliases(path: Path, entries: list[dict[str, Any]], label: str) -> Iterator[SchemaError]:
    owners: dict[str, str] = {}
    for rank, entry in enumerate(entries):
        words: list[tuple[Path, str]] = [(("id",), entry["id"]), ((label,), entry[label])]
        words += [(("aliases", at), alias) for at, alias in enumerate(entry.get("aliases", ()))]
        for where, word in words:
            owner = owners.setdefault(fold(word), entry["id"])
            if owner != entry["id"]:
                yield (*path, rank, *where), f"{shown(word)} désigne déjà « {owner} »"
            if not fold(word):
                yield (*path, rank, *where), f"{shown(word)} n'a ni lettre ni chiffre"


SUBJECTS = ("organisations", "notions")
"""The sections whose entries may tell a fact or a contact of a network."""


def _references(value: dict[str, Any], references: list[Reference]) -> Iterator[SchemaError]:
    """Ids are those of entries, codes those of territories, and dates exist."""
    vocabulary = value["vocabulary"]
    every = {name: vocabulary.get(name, ()) for name in NAMESPACES.values()}
    every |= {name: value.get(name, ()) for name in ("sources", "organisations", "networks")}
    known = {section: {one["id"] for one in entries} for section, entries in every.items()}
    known[", ".join(SUBJECTS)] = {one["id"] for name in SUBJECTS for one in value.get(name, ())}
    for path, named, target in references:
        for rank, one in enumerate([named] if isinstance(named, str) else named):
            here = path if isinstance(named, str) else (*path, rank)
            if target == "calendar":
                if not _is_day(one):
                    yield here, f"« {one} » n'est pas une date du calendrier"
            elif target in AREA_KINDS:
                if gazetteer.territory(AREA_KINDS[target], one) is None:
                    yield here, f"« {one} » n'est pas un code de « {target} » ({gazetteer.VINTAGE})"
            elif one not in known[target] and (path[-1], named) != ("for", ["all"]):
                words = ", ".join(word["id"] for word in vocabulary.get(target, ()))
                near = nearest(one, sorted(known[target]), most=1)
                permitted = f" (permis : {words})" if words else ""
                likely = f" ; vouliez-vous dire : {near[0]} ?" if near else ""
                yield here, f"« {one} » n'est pas dans « {target} »{permitted}{likely}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])  # of a year or a month, the first day
    except ValueError:
        return False
    return True


def _networks(value: dict[str, Any]) -> Iterator[SchemaError]:
    """A network has a summary, or its kind; it does not end before it begins, nor cover twice.

    Those written down without a guichet vert are départements.
    """
    with_summary = {one["id"] for one in value["vocabulary"]["kinds"] if "summary" in one}
    for rank, network in enumerate(value["networks"]):
        here: Path = ("networks", rank)
        if "summary" not in network and network["kind"] not in with_summary:
            yield here, "la clé « summary » manque"
        if network.get("valid_from", "") > network.get("valid_until", "9999-12-31"):
            yield (*here, "valid_until"), "la fiche finit avant de commencer"
        if "france" in network["coverage"] and len(network["coverage"]) > 1:
            yield (*here, "coverage"), "« france: true » ne va avec aucun autre territoire"
    departements = _departements()
    for at, code in enumerate(value["without_guichet_vert"]):
        if code not in departements:
            yield ("without_guichet_vert", at), f"« {code} » n'est pas un département"


def _guichets_verts(value: dict[str, Any]) -> Iterator[SchemaError]:
    """One is local, advises on the environment only, never advises firms, and shares no ground."""
    earlier: list[tuple[str, set[str], set[str]]] = []
    departement_of = gazetteer.departement_of
    for rank, network in enumerate(value["networks"]):
        if network["kind"] != "guichet-vert":
            continue
        here: Path = ("networks", rank)
        if network["themes"] != ["environnement"]:
            yield (*here, "themes"), "un guichet vert conseille sur l'environnement seul"
        if "entreprise" in network["audiences"]:
            text = "un guichet vert ne s'adresse qu'aux acheteurs du code de la commande publique"
            yield (*here, "audiences"), text
        if network["coverage"].get("france"):
            yield (*here, "coverage"), "un guichet vert est local"
        whole, below = map(set, coverage(network["coverage"])[1:])
        for owner, their_whole, their_below in earlier:
            shared = sorted(whole & their_whole)
            shared += sorted(one for one in their_below if departement_of(one) in whole)
            shared += sorted(one for one in below if departement_of(one) in their_whole)
            shared += sorted(below & their_below)
            if shared:
                text = f"« {shared[-1]} » a déjà un guichet vert : « {owner} »"
                yield (*here, "coverage"), text
        earlier.append((network["id"], whole, below))


def _without_guichet_vert(value: dict[str, Any]) -> Iterator[SchemaError]:
    """The départements without a guichet vert are those of the written list."""
    uncovered = _departements()
    for network in value["networks"]:
        if network["kind"] == "guichet-vert":
            uncovered.difference_update(coverage(network["coverage"])[1])
    written = set(value["without_guichet_vert"])
    for codes, what in (
        (uncovered - written, "sans guichet vert, mais pas dans la liste"),
        (written - uncovered, "dans la liste, mais couverts"),
    ):
        if codes:
            yield ("without_guichet_vert",), f"{what} : {', '.join(sorted(codes))}"


def _departements() -> set[str]:
    """The 101, without the overseas collectivities."""
    return {one.code for one in gazetteer.departements() if one.kind == "departement"}


RULES = (
    _unique,
    _sources,
    _told,
    _networks,
    _guichets_verts,
)
"""The rules for a catalogue that conforms to the schema."""
