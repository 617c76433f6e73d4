"""The rules of a catalogue that no field alone shows; its schema has what each must be."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.build import AREA_KINDS, coverage
from achats_reseaux.catalogue.overlay import KEYS
from achats_reseaux.catalogue.schema import Validation
from achats_reseaux.catalogue.yaml_reader import Block, Fault, shown
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.text import fold, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.catalogue.schema import Reference, Schema
    from achats_reseaux.catalogue.yaml_reader import At, Document


def check(document: Document, schema: Schema) -> list[Fault]:
    """The faults of a whole catalogue.

    References, codes and coverage are checked only if the catalogue conforms to the schema.
    """
    found = Validation(document, schema)
    faults = [*document.faults, *found.faults]
    if not faults:
        faults += _references(document.value, found.references)
        for rule in (_unique, _organisations, _networks, _guichets_verts):
            faults += rule(document.value)
    return faults


def check_overlay(document: Document, schema: Schema) -> list[Fault]:
    """The faults of an overlay by itself; see :func:`check`."""
    properties = {name: schema["properties"][name] for name in KEYS}
    of_overlay = {**schema, "properties": properties, "required": []}
    faults = Validation(document, of_overlay, partial=True).faults or _unique(document.value)
    return [*document.faults, *faults]


def misspelt(value: Block) -> Iterator[Fault]:
    """An entry that has no name was meant for another one, whose id it may misspell."""
    known = sorted(one["id"] for one in value["networks"] if "name" in one)
    for network in value["networks"]:
        if "name" not in network and (near := nearest(network["id"], known, most=1, cutoff=0.8)):
            text = f"« {network['id']} » est nouveau ; vouliez-vous dire : {near[0]} ?"
            yield network.fault(text, "id")


def _references(value: Block, references: list[Reference]) -> Iterator[Fault]:
    """Ids are those of entries, and codes those of territories."""
    vocabulary = value["vocabulary"]
    entries = {**value, **vocabulary}
    targets = {target for _, _, target in references if target not in AREA_KINDS}
    known = {target: {one["id"] for one in entries.get(target, ())} for target in targets}
    for at, named, target in references:
        if target in AREA_KINDS:
            if gazetteer.territory(AREA_KINDS[target], named) is None:
                text = f"« {named} » n'est pas un code de « {target} » ({gazetteer.VINTAGE})"
                yield Fault(*at, text)
        elif named not in known[target]:
            words = ", ".join(word["id"] for word in vocabulary.get(target, ()))
            near = nearest(named, sorted(known[target]), most=1)
            permitted = f" (permis : {words})" if words else ""
            likely = f" ; vouliez-vous dire : {near[0]} ?" if near else ""
            yield Fault(*at, f"« {named} » n'est pas dans « {target} »{permitted}{likely}")


def _unique(value: Block) -> Iterator[Fault]:
    """An id or a word is that of one entry; what ``show`` takes has its words together."""
    shown_by_word = ("networks", "notions", "traces")
    with_words = [[entry for section in shown_by_word for entry in value.get(section, ())]]
    with_words += value.get("vocabulary", {}).values()
    for entries in (value.get("sources", ()), value.get("organisations", ()), *with_words):
        seen: set[str] = set()
        for entry in entries:
            if entry["id"] in seen:
                yield entry.fault(f"l'identifiant « {entry['id']} » est déjà pris", "id")
            seen.add(entry["id"])
    for entries in with_words:
        owners: dict[str, str] = {}
        for entry in entries:
            for at, word in _words(entry):
                owner = owners.setdefault(fold(word), entry["id"])
                if owner != entry["id"]:
                    yield Fault(*at, f"{shown(word)} désigne déjà « {owner} »")
                if not fold(word):
                    yield Fault(*at, f"{shown(word)} n'a ni lettre ni chiffre")


def _words(entry: Block) -> Iterator[tuple[At, str]]:
    """The id, the name and the aliases of an entry, each with its place."""
    yield from ((entry.where(key), entry[key]) for key in ("id", "name", "label") if key in entry)
    aliases = entry.get("aliases", ())
    yield from ((aliases.where(rank), alias) for rank, alias in enumerate(aliases))


def _organisations(value: Block) -> Iterator[Fault]:
    """A SIREN is that of a commune, an intercommunalité, a Département or a région."""
    for organisation in value["organisations"]:
        siren = organisation.get("siren")
        if siren and gazetteer.territory(*gazetteer.of_siren(siren)) is None:
            text = f"« {siren} » n'est le SIREN d'aucune collectivité ({gazetteer.VINTAGE})"
            yield organisation.fault(text, "siren")


def _networks(value: Block) -> Iterator[Fault]:
    """A network has a summary, or its kind; it does not end before it begins, nor cover twice."""
    with_summary = {one["id"] for one in value["vocabulary"]["kinds"] if "summary" in one}
    for network in value["networks"]:
        if "summary" not in network and network["kind"] not in with_summary:
            yield network.fault("il manque un résumé (summary) : ce type n'en a pas de commun")
        if network.get("valid_from", "") > network.get("valid_until", "9999-12-31"):
            yield network.fault("la fiche finit avant de commencer", "valid_until")
        if "france" in network["coverage"] and len(network["coverage"]) > 1:
            text = "« france: true » ne va avec aucun autre territoire"
            yield network.fault(text, "coverage")


def _guichets_verts(value: Block) -> Iterator[Fault]:
    """One is local, advises on the environment only, never advises firms, and shares no ground."""
    owners: dict[str, str] = {}  # by the code of a département, or of a commune in another one
    departement_of = gazetteer.departement_of
    for network in (one for one in value["networks"] if one["kind"] == GUICHET_VERT):
        if network["themes"] != ["environnement"]:
            yield network.fault("un guichet vert conseille sur l'environnement seul", "themes")
        if "entreprise" in network["audiences"]:
            text = "un guichet vert ne s'adresse qu'aux acheteurs du code de la commande publique"
            yield network.fault(text, "audiences")
        if network["coverage"].get("france"):
            yield network.fault("un guichet vert est local", "coverage")
        _, departements, communes = coverage(network["coverage"])
        ground = dict.fromkeys((*departements, *communes), network["id"])
        shared = {
            owners[held]: one
            for one in ground
            for held in (one, departement_of(one))
            if held in owners
        }
        shared |= {owner: one for one, owner in owners.items() if departement_of(one) in ground}
        for owner, code in shared.items():
            yield network.fault(f"« {code} » a déjà un guichet vert : « {owner} »", "coverage")
        owners |= ground
