"""The rules of a catalogue that no field alone shows; its schema has what each must be."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.covered_areas import AREA_KINDS, covered
from achats_reseaux.catalogue.schema import Reference, Schema, Validation
from achats_reseaux.catalogue.yaml_reader import (
    Document,
    Fault,
    Location,
    YamlMapping,
    fault_at,
    shown,
    texts_in,
)
from achats_reseaux.gazetteer import departement_of
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_SHOWN_BY_WORD = ("notions", "traces", "networks")
"""The sections whose entries ``show`` takes by any of their words. The later one of two
that share a word has the fault: that of one's own, not that of a notion."""


def check(document: Document, schema: Schema) -> list[Fault]:
    """The faults of a whole catalogue.

    References, codes and coverage are checked only if the catalogue conforms to the
    schema.
    """
    validation = Validation(document, schema)
    faults = list(document.faults) + validation.faults
    if not faults:
        faults += _references(document.value, validation.references)
        for rule in (_unique, _organisations, _networks, _guichets_verts, _shared_territory):
            faults += rule(document.value)
    return faults


def check_overlay(document: Document, schema: Schema) -> list[Fault]:
    """The faults of an overlay by itself, by ``overlay.schema_of_overlay``; see :func:`check`."""
    faults = Validation(document, schema).faults
    if not faults:
        faults = list(_unique(document.value))
    return list(document.faults) + faults


def unknown_entries(value: YamlMapping) -> Iterator[Fault]:
    """An entry that has no name was meant for a known one, whose id it misspells."""
    for network in value["networks"]:
        if "name" not in network:
            text = f"« {network['id']} » n'est pas dans le catalogue : un réseau nouveau a un nom"
            yield network.fault(text, "id")


def later_comparisons(value: YamlMapping, today: str) -> Iterator[Fault]:
    """What a document says to be compared with its sources, or confirmed, after an ISO day.

    It would never be told as old.
    """
    for key, location, day in texts_in(value, value.location):
        if key in ("checked_on", "confirmed_on") and day > today:
            yield fault_at(location, f"« {day} » n'est pas encore passé")


def _references(value: YamlMapping, references: list[Reference]) -> Iterator[Fault]:
    """Ids are those of entries, and codes those of territories."""
    vocabulary = value["vocabulary"]
    entries = {**value, **vocabulary}
    known: dict[str, list[str]] = {}
    for location, name, target in references:
        if target in AREA_KINDS:
            if gazetteer.territory(AREA_KINDS[target], name) is None:
                text = f"« {name} » n'est pas un code de « {target} » ({gazetteer.VINTAGE})"
                yield fault_at(location, text)
            continue
        if target not in known:
            known[target] = [entry["id"] for entry in entries.get(target, ())]
        if name not in known[target]:
            text = f"« {name} » n'est pas dans « {target} »"
            if target in vocabulary:
                text += f" (permis : {', '.join(known[target])})"
            yield fault_at(location, text)


def _unique(value: YamlMapping) -> Iterator[Fault]:
    """An id or a word is that of one entry; what ``show`` takes has its words together."""
    by_word = []
    for section in _SHOWN_BY_WORD:
        by_word += value.get(section, ())
    with_words = [by_word]
    with_words += value.get("vocabulary", {}).values()
    for section in ("sources", "organisations"):
        yield from _repeated_ids(value.get(section, ()))
    for entries in with_words:
        yield from _repeated_ids(entries)
        yield from _repeated_words(entries)


def _repeated_ids(entries: Iterable[YamlMapping]) -> Iterator[Fault]:
    """An id stands once in a list."""
    known: set[str] = set()
    for entry in entries:
        if entry["id"] in known:
            yield entry.fault(f"l'identifiant « {entry['id']} » est déjà pris", "id")
        known.add(entry["id"])


def _repeated_words(entries: Iterable[YamlMapping]) -> Iterator[Fault]:
    """A word means one entry of a list, and can be typed."""
    owners: dict[str, str] = {}
    for entry in entries:
        for location, word in _words(entry):
            owner = owners.setdefault(fold(word), entry["id"])
            if owner != entry["id"]:
                yield fault_at(location, f"{shown(word)} désigne déjà « {owner} »")
            if not fold(word):
                yield fault_at(location, f"{shown(word)} n'a ni lettre ni chiffre")


def _words(entry: YamlMapping) -> Iterator[tuple[Location, str]]:
    """The id, the name and the aliases of an entry, each with its place."""
    for key in ("id", "name", "label"):
        if key in entry:
            yield entry.where(key), entry[key]
    for rank, alias in enumerate(entry.get("aliases", ())):
        yield entry["aliases"].where(rank), alias


def _organisations(value: YamlMapping) -> Iterator[Fault]:
    """A SIREN is that of a commune, an intercommunalité, a Département or a région."""
    for organisation in value["organisations"]:
        siren = organisation.get("siren")
        if siren and gazetteer.territory(*gazetteer.of_siren(siren)) is None:
            text = f"« {siren} » n'est le SIREN d'aucune collectivité ({gazetteer.VINTAGE})"
            yield organisation.fault(text, "siren")


def _networks(value: YamlMapping) -> Iterator[Fault]:
    """A network has a summary, or its kind; it does not end before it begins, nor cover twice."""
    with_summary = {kind["id"] for kind in value["vocabulary"]["kinds"] if "summary" in kind}
    for network in value["networks"]:
        if "summary" not in network and network["kind"] not in with_summary:
            yield network.fault("il manque un résumé (summary) : ce type n'en a pas de commun")
        if network.get("valid_from", "") > network.get("valid_until", "9999-12-31"):
            yield network.fault("la fiche finit avant de commencer", "valid_until")
        if "france" in network["coverage"] and len(network["coverage"]) > 1:
            text = "« france: true » ne va avec aucun autre territoire"
            yield network.fault(text, "coverage")


def _guichets_verts(value: YamlMapping) -> Iterator[Fault]:
    """One is local, advises on the environment only, and never advises firms."""
    for network in value["networks"]:
        if network["kind"] != GUICHET_VERT:
            continue
        if network["themes"] != ["environnement"]:
            yield network.fault("un guichet vert conseille sur l'environnement seul", "themes")
        if "entreprise" in network["audiences"]:
            text = "un guichet vert ne s'adresse qu'aux acheteurs du code de la commande publique"
            yield network.fault(text, "audiences")
        if network["coverage"].get("france"):
            yield network.fault("un guichet vert est local", "coverage")


def _shared_territory(value: YamlMapping) -> Iterator[Fault]:
    """Two guichets verts cover no département, no commune together."""
    whole: dict[str, str] = {}  # the guichet vert of each département
    parts: dict[str, str] = {}  # and of each commune in others
    for network in value["networks"]:
        if network["kind"] != GUICHET_VERT:
            continue
        territory = covered(network["coverage"])
        own, communes = territory["departements"], territory["communes"]
        owners = {whole[code]: code for code in own if code in whole}
        owners |= {owner: insee for insee, owner in parts.items() if departement_of(insee) in own}
        for insee in communes:
            owner = parts.get(insee) or whole.get(departement_of(insee))
            if owner:
                owners[owner] = insee
        whole |= dict.fromkeys(own, network["id"])
        parts |= dict.fromkeys(communes, network["id"])
        for owner, code in owners.items():
            yield network.fault(f"« {code} » a déjà un guichet vert : « {owner} »", "coverage")
