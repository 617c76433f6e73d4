"""``show``: all that is known of networks, or the facts that are asked for."""

from __future__ import annotations

from achats_reseaux.answering import refusal, word
from achats_reseaux.answering.search import show
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import Answer, Query
from achats_reseaux.text import fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.model import Catalogue, Match

CONTACT = "contact"
"""Beside the fields of the catalogue: the ways in, which are no facts."""

NEAR = {
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
    "delai": ("deroulement",),
    "deroulement": ("fait",),
    "outils": ("fait",),
    "ne-fait-pas": ("fait",),
}
"""What says most of a fact that is not documented, the nearest first."""


def show_request(
    catalogue: Catalogue, words: Sequence[str], fields: Sequence[str], today: str
) -> Answer:
    """Answer a ``show`` as typed; a wrong word makes an answer too, never an exception.

    Args:
        catalogue: the catalogue in use.
        words: ids or names of networks, several words a name ("place des entreprises").
        fields: ids or labels of the catalogue's fields, or ``contact``; all facts if empty.
        today: ISO date, against which validity dates are held.
    """
    query = Query("show", input=" ".join(words))
    try:
        ids = _network_ids(catalogue, [one for text in words for one in text.split()])
        asked = tuple(dict.fromkeys(_field_id(catalogue, one) for one in fields))
    except UnknownWordError as error:
        return refusal(query, error)
    query = query.replace(fields=asked)
    shown = [show(catalogue, query, one, today) for one in ids]
    answer = shown[0].replace(
        results=tuple(match for one in shown for match in one.results),
        notes=tuple(dict.fromkeys(note for one in shown for note in one.notes)),
    )
    return _only(catalogue, answer, asked) if asked else answer


def _network_ids(catalogue: Catalogue, words: list[str]) -> list[str]:
    """The networks that words name, the longest names first."""
    known = catalogue.lexicon["network"]
    ids: list[str] = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            if found := known.get(fold(" ".join(words[at:end]))):
                ids.append(found)
                at = end
                break
        else:
            # The whole if nothing was read yet: "place des entreprise" is one name misspelt.
            rest = words[at:] if not ids else words[at : at + 1]
            ids.append(word(catalogue, "network", " ".join(rest)))
    return list(dict.fromkeys(ids)) or [word(catalogue, "network", "")]


def _field_id(catalogue: Catalogue, text: str) -> str:
    """The id of a field.

    Raises:
        UnknownWordError: with the nearest ones.
    """
    labels = {fold(CONTACT): CONTACT}
    for one in catalogue.words["field"]:
        labels |= {fold(one.id): one.id, fold(one.label): one.id}
    if found := labels.get(fold(text)):
        return found
    near = tuple(dict.fromkeys(labels[one] for one in nearest(text, list(labels))))
    ids = ", ".join(dict.fromkeys(labels.values()))
    message = f"« {shortened(text)} » n'est pas une valeur de --field ({ids})."
    raise UnknownWordError(message, suggestions=near)


def _only(catalogue: Catalogue, answer: Answer, fields: tuple[str, ...]) -> Answer:
    """An answer whose results keep the facts of some fields, or the nearest ones, said to be so."""
    labels = {one.id: one.label for one in catalogue.words["field"]} | {CONTACT: "Contact"}
    results: list[Match] = []
    notes: list[str] = []
    for match in answer.results:
        wanted = list(fields)
        for field in fields:
            if _documents(match, field):
                continue
            note = f"{match.network.name} : « {labels[field]} » n'est pas documenté"
            near = next((one for one in NEAR.get(field, ()) if _documents(match, one)), None)
            if near and near not in fields:
                wanted.append(near)
                note += f" ; voici « {labels[near]} »"
            notes.append(f"{note}.")
        facts = tuple(fact for fact in match.facts if fact.field in wanted)
        results.append(match.replace(facts=facts))
    return answer.replace(results=tuple(results), notes=(*notes, *answer.notes))


def _documents(match: Match, field: str) -> bool:
    if field == CONTACT:
        return match.network.contact.first is not None
    return any(fact.field == field for fact in match.facts)
