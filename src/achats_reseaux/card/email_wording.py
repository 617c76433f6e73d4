"""What ``message`` writes: its subject, its text, what an entry leaves open as questions.

The questions come of the data: a doubt, a price that is unknown, a territory that is not
whole, whom a switchboard leads to. Brackets stand for what only the sender knows.
"""

from __future__ import annotations

from achats_reseaux.answering.homonyms import place_label
from achats_reseaux.card.reasons import EXISTS, PRICE
from achats_reseaux.card.rows import capitalised, short_name
from achats_reseaux.model import INTERCOMMUNALITES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Match, Query
    from achats_reseaux.model import Network, Place

ANYWHERE = "[votre commune ou organisme]"
"""What stands for a place that was not given."""

ONE_OF_SEVERAL = "[votre commune]"
"""What stands for the buyer where a place is that of several."""

OURS = "notre commune"
"""What a question of the catalogue calls who asks."""

_ESTABLISHMENT = "notre établissement"
"""What a hospital calls itself: the commune where it lies does not ask."""

_OF_SEVERAL = ("region", "departement", "groupe", "ancienne-region")

_ASKS = {
    "environnement": (
        "sur l'environnement",
        "et voulons en réduire les effets sur l'environnement.",
    ),
    "social": ("sur la clause sociale", "et voulons y mettre une clause sociale d'insertion."),
    "": ("sur un achat durable", "et voulons en faire un achat durable."),
}
"""By theme what a question is about, and the end of the first sentence of a message."""


def open_questions(match: Match, place: Place | None) -> list[str]:
    """What an entry leaves open, as questions; of those who only meet on a site, what they did.

    A programme has no price. Who answers the number of a body is not the « vous » of a desk.
    """
    network = match.network
    questions = []
    if network.kind == "plateforme" and not network.contact.can_be_called:
        return ["Qui a déjà fait un achat semblable, et avec quelles clauses ?"]
    has_own = {"email", "phone"}.isdisjoint(network.contact.body_fields)
    if network.is_local_desk and network.doubt_reason == EXISTS and not has_own:
        questions.append(question_of_doubt(network.replace(doubt_question=None)))
    elif network.doubt:
        questions.append(question_of_doubt(network))
    if place is not None and match.coverage is None:
        questions.append(f"Servez-vous {place_label(place)} ?")
    elif place is not None and match.coverage != "full":
        questions.append(f"Servez-vous tout ce lieu ({place_label(place)}) ?")
    if not network.cost and network.doubt_reason != PRICE and network.kind != "programme":
        questions.append("Quel est le prix, et à quelles conditions ?")
    questions.append("Que vous faut-il pour commencer, et dans quel délai répondez-vous ?")
    return questions


def question_of_doubt(network: Network) -> str:
    """The question of the doubt of a network; of one without, as one's own may be, its fact.

    « Plan terminé fin 2025 ; demandez si le guichet répond » becomes « Nous avons lu :
    « Plan terminé fin 2025 ». Qu'en est-il aujourd'hui ? ».
    """
    if network.doubt_question:
        return network.doubt_question
    fact, _, _ = str(network.doubt).rstrip(".").partition(" ; ")
    return f"Nous avons lu : « {capitalised(fact)} ». Qu'en est-il aujourd'hui ?"


def subject_and_body(
    theme: str,
    place: Place | None,
    questions: Sequence[str],
    query: Query,
    *,
    is_of_body: bool,
    to_guichet: bool = False,
) -> tuple[str, str]:
    """The subject, and the text with its questions; a body is asked to pass it on."""
    about, purpose = _ASKS.get(theme, _ASKS[""])
    if to_guichet:
        about = "au guichet vert"
    named = _asker_name(place, query)
    paragraphs = ["Bonjour,"]
    if is_of_body:
        paragraphs.append("Merci de transmettre à la personne qui suit ce sujet.")
    bought = "l'achat de [objet, montant, date prévue]"
    paragraphs.append(f"Nous préparons {bought} pour {named}, {purpose}")
    ours = _ours(place, query)
    asked = [question.replace(OURS, ours) for question in questions]
    if asked:
        paragraphs.append("\n".join(f"- {question}" for question in asked))
    paragraphs.append("Merci d'avance. Vous pouvez nous joindre au [téléphone].")
    paragraphs.append("[Nom, fonction, organisme]")
    return f"Question {about} : [objet de l'achat], {named}", "\n\n".join(paragraphs)


def _asker_name(place: Place | None, query: Query) -> str:
    """Who a message is of: ``Caen (14)``, of a hospital there ``notre établissement, Caen (14)``.

    Of several communes brackets stand for one of them.
    """
    if place is None:
        return ANYWHERE
    is_several = _is_several(place)
    if _is_hospital(query):
        return _ESTABLISHMENT if is_several else f"{_ESTABLISHMENT}, {place_label(place)}"
    return ONE_OF_SEVERAL if is_several else place_label(place)


def _is_several(place: Place) -> bool:
    """Whether a place is no buyer, but the place of several: a postal code, a département."""
    if place.kind == "code-postal":
        return len(place.communes) > 1
    return place.kind in _OF_SEVERAL


def _is_hospital(query: Query) -> bool:
    return "sante" in query.askers


def _ours(place: Place | None, query: Query) -> str:
    """What who asks says of itself in a question."""
    if _is_hospital(query):
        return _ESTABLISHMENT
    if place is None:
        return OURS
    if place.kind in INTERCOMMUNALITES:
        return "notre intercommunalité"
    if _is_several(place):
        return ONE_OF_SEVERAL
    return OURS


def looking_for(desk: Network) -> str:
    """Whom the switchboard of a body is asked for."""
    name = short_name(desk)
    return (
        f"Nous cherchons à joindre « {name} » : qui y suit les clauses d'insertion, à quel numéro ?"
    )
