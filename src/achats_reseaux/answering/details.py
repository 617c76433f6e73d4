"""``show``: all facts of networks and notions, or those asked for."""

from __future__ import annotations

from achats_reseaux.answering import comma_separated, refusal, word
from achats_reseaux.answering.matching import list_networks, show
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import WAYS_IN, Answer, Query
from achats_reseaux.text import fold, nearest, not_a_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.model import Catalogue, Match, Notion

CONTACT = "contact"
"""The field that stands for all ways in; it is not among the fields of the catalogue."""

_CONTACT_WORDS = ("site", "courriel", "mail", "tel")
"""Other words for it, besides those of the JSON document."""

SUBSTITUTES = {
    "animation": ("portage", "pilotage"),
    "pilotage": ("portage", "animation"),
    "portage": ("pilotage", "animation"),
    "financement": ("portage", "cout"),
    "lancement": ("historique",),
    "historique": ("lancement", "ancien-nom"),
    "chiffres": ("membres",),
    "membres": ("chiffres", "public-vise"),
    "acces": ("public-vise", "cout"),
    "adresse": (CONTACT,),
    "telephone": (CONTACT,),
    "activite": ("a-verifier", "financement", "lancement"),
    "delai": ("deroulement",),
    "deroulement": ("fait",),
    "outils": ("fait",),
    "ne-fait-pas": ("fait",),
}
"""The fields to show instead of one that is not documented, the closest first."""


def show_request(
    catalogue: Catalogue, words: Sequence[str], fields: Sequence[str], today: str
) -> Answer:
    """Answer a ``show`` as typed; an unknown word makes an answer too, not an exception.

    ``words`` name networks, which come with their facts, and notions; if only notions are named,
    the networks that they refer to come without facts. ``fields`` are ids or labels of fields, or
    ``contact``; all facts without.
    """
    query = Query("show", input=" ".join(words))
    try:
        names = _names(catalogue, [one for text in words for one in text.split()])
        ids_asked = (_field_id(catalogue, one) for one in comma_separated(fields))
        asked = tuple(dict.fromkeys(ids_asked))
    except UnknownWordError as error:
        return refusal(query, error)
    query = query.replace(fields=asked)
    ids = [one for namespace, one in names if namespace == "network"]
    notions = [catalogue.notion(one) for namespace, one in names if namespace == "notion"]
    shown = [show(catalogue, query, one, today) for one in ids]
    results = [match for one in shown for match in one.results]
    notes = [note for one in shown for note in one.notes]
    if asked:
        told: list[str] = []
        results = [_match_with_fields(catalogue, one, asked, told) for one in results]
        notions = [_notion_with_fields(catalogue, one, asked, told) for one in notions]
        notes = [*told, *notes]
    if not ids:
        referred = dict.fromkeys(one for notion in notions for one in notion.networks)
        listed = {
            one.network.id: one for one in list_networks(catalogue, Query("list"), today).results
        }
        results = [listed[one] for one in referred if one in listed]
    notes = list(dict.fromkeys(notes))
    return Answer(
        "found", query, results=tuple(results), notes=tuple(notes), notions=tuple(notions)
    )


def _names(catalogue: Catalogue, words: list[str]) -> list[tuple[str, str]]:
    """The networks and notions that words name, as (namespace, id); the longest names win."""
    known = _known_names(catalogue)
    longest = max(key.count(" ") for key in known) + 1
    words = [one for one in words if fold(one)] or words  # a quotation mark is no word
    keys = [fold(one) for one in words]
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        for end in range(min(at + longest, len(words)), at, -1):
            if named := known.get(" ".join(keys[at:end])):
                found.append(named)
                at = end
                break
        else:
            # If no name was found yet, all words are one misspelt name ("place des entreprise").
            rest = words[at:] if not found else words[at : at + 1]
            word(catalogue, "network", " ".join(rest))  # raises
    if not found:
        word(catalogue, "network", "")
    return list(dict.fromkeys(found))


def _known_names(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """What each name means: the notion with this id, else the network, else another notion."""
    known: dict[str, tuple[str, str]] = {}
    for words, namespace in (("notion", "notion"), ("short_name", "network"), ("network",) * 2):
        names = catalogue.lexicon.get(words, {})
        known |= {key: (namespace, one) for key, one in names.items()}
    return known | {fold(one): ("notion", one) for one in catalogue.notion_ids}


def _field_id(catalogue: Catalogue, text: str) -> str:
    """The id of a field.

    Raises:
        UnknownWordError: there is none; it suggests the nearest.
    """
    labels = dict.fromkeys((CONTACT, *WAYS_IN, *_CONTACT_WORDS), CONTACT)
    for one in catalogue.words["field"]:
        labels |= {fold(one.id): one.id, fold(one.label): one.id}
    if found := labels.get(fold(text)):
        return found
    near = tuple(dict.fromkeys(labels[one] for one in nearest(text, list(labels))))
    ids = dict.fromkeys(labels.values())
    raise UnknownWordError(not_a_value(text, "--field", ids), suggestions=near)


def _match_with_fields(
    catalogue: Catalogue, match: Match, fields: Sequence[str], notes: list[str]
) -> Match:
    """A network with the facts asked for, or the closest ones; notes on missing facts are added."""
    network, facts = match.network, list(match.facts)
    kind = catalogue.notion(network.kind) if network.kind in catalogue.notion_ids else None
    known = {fact.field for fact in facts}
    if known & {*WAYS_IN}:
        known.add(CONTACT)
    own = {fact.field for fact in facts if not (kind and fact.of == kind.name)}
    if kind:
        # The facts shared by all networks of a kind are recorded once, with the kind's notion; its
        # figures count these networks, and are no figures of one of them.
        shared = (fact for fact in kind.facts if fact.field not in {*known, "chiffres"})
        facts += [fact.replace(of=kind.name) for fact in shared]
    known |= {one.field for one in facts}
    wanted, missing = _fields_to_show(catalogue, network.name, known, fields)
    # What is said of all networks of a kind stands beside the closest fact of this one.
    wanted |= {near for one in fields if one not in own and (near := _nearest(one, own))}
    if CONTACT in wanted:
        wanted |= {*WAYS_IN}
        missing_ways = network.contact.undocumented if network.contact.first else ""
        notes += [f"{network.name} : {missing_ways}."] if missing_ways else []
    notes += missing
    return match.replace(facts=tuple(fact for fact in facts if fact.field in wanted))


def _notion_with_fields(
    catalogue: Catalogue, notion: Notion, fields: Sequence[str], notes: list[str]
) -> Notion:
    """As :func:`_match_with_fields`, for a notion."""
    known = {fact.field for fact in notion.facts} | {"nom-complet"}  # in the definition
    wanted, missing = _fields_to_show(catalogue, notion.name, known, fields)
    notes += missing
    return notion.replace(facts=tuple(fact for fact in notion.facts if fact.field in wanted))


def _nearest(field: str, known: set[str]) -> str | None:
    return next((one for one in SUBSTITUTES.get(field, ()) if one in known), None)


def _fields_to_show(
    catalogue: Catalogue, name: str, known: set[str], fields: Sequence[str]
) -> tuple[set[str], list[str]]:
    """The fields to show, with a substitute for each that is not documented; and notes on these."""
    labels = {one.id: one.label for one in catalogue.words["field"]} | {CONTACT: "Contact"}
    wanted = set(fields)
    if "telephone" in wanted & known:  # another telephone is never shown without the first
        wanted.add(CONTACT)
    notes: list[str] = []
    for field in fields:
        if field in known:
            continue
        if field == CONTACT:
            notes.append(f"{name} : aucune adresse n'est documentée.")
            continue
        note = f"{name} : « {labels[field]} » n'est pas documenté"
        near = _nearest(field, known)
        if near and near not in wanted:
            wanted.add(near)
            note += f" ; voici « {labels[near]} »"
        notes.append(f"{note}.")
    return wanted, notes
