"""``message``: a message ready to send to the first to contact, with what its entry leaves open.

Its questions come of the data: a doubt, a price that is unknown, a territory that is not whole,
whom a switchboard leads to. Brackets stand for what only the sender knows.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import Request, answer, refusal, with_filters
from achats_reseaux.answering.disambiguation import place_label
from achats_reseaux.answering.first_contact import first_to_call, is_area_of_desks, of_place
from achats_reseaux.answering.matching import SOCIAL_CLAUSE, matches_of, notices
from achats_reseaux.answering.rows import DESKS, best_ways, capitalised, short_name
from achats_reseaux.answering.shares import coverage_of
from achats_reseaux.errors import UnknownWordError, UsageError
from achats_reseaux.model import GUICHET_VERT, Answer, Letter, Query
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue, Match, Network, Place, Switchboard

ANYWHERE = "[votre commune ou organisme]"
"""What stands for a place that was not given."""

_ASKS = {
    GUICHET_VERT: (
        "Environnement",
        "et voulons en réduire les effets sur l'environnement.",
    ),
    DESKS: ("Clause sociale", "et voulons y mettre une clause sociale d'insertion."),
    "": ("Achat durable", "et voulons en faire un achat durable."),
}
"""By kind of network the subject of a message, and the end of its first sentence."""

_MOST_WORDS = 12  # of the name of a network
_NOBODY = "À qui écrire ? message attend un lieu, ou un réseau."
_EXAMPLES = ("reseaux message 76000", "reseaux message ran-coper")


def letter_request(catalogue: Catalogue, request: Request, today: str) -> Answer:
    """Answer a ``message`` as typed: a place, or a network and perhaps a place, and filters.

    The answer is that of ``find`` or ``show``, with its letter; a place that is refused gives the
    refusal of ``find``.
    """
    if not request.place:
        return refusal(Query("message"), UsageError(_NOBODY, next_commands=_EXAMPLES))
    network_id, rest = _network_first(catalogue, request.place.get("lieu", ""))
    if network_id:
        return _to_network(catalogue, network_id, rest, request, today)
    found = answer(catalogue, request.replace(command="find"), today)
    if found.place is None:
        return _as_message(found)
    letter = _about_place(found.replace(catalogue=catalogue, today=today))
    results = [match for match in found.results if match.network.id == letter.network]
    general = notices(catalogue, found.query)
    notes = [note for note in found.notes if note not in general]
    found = _as_message(found)
    return found.replace(
        status="found", letter=letter, results=tuple(results), notes=tuple(notes), message=""
    )


def _as_message(found: Answer) -> Answer:
    """An answer of ``find`` as one of ``message``: the commands that it offers too."""
    commands = [one.replace("reseaux find", "reseaux message", 1) for one in found.next_commands]
    query = found.query.replace(command="message")
    return found.replace(query=query, next_commands=tuple(commands))


# --- whom to write to ----------------------------------------------------------------------------


def _network_first(catalogue: Catalogue, text: str) -> tuple[str, str]:
    """The network whose id or name begins a text, the longest, and the rest of the text.

    No place of France begins with such a name.
    """
    words = text.split()
    names = {**catalogue.lexicon["network"], **catalogue.lexicon["short_name"]}
    for end in range(min(len(words), _MOST_WORDS), 0, -1):
        network_id = names.get(fold(" ".join(words[:end])))
        if network_id is not None:
            return network_id, " ".join(words[end:])
    return "", text


def _to_network(
    catalogue: Catalogue, network_id: str, rest: str, request: Request, today: str
) -> Answer:
    """The message to a network, about a place if one is given."""
    network = catalogue.network(network_id)
    query = Query("message", input=request.place.get("lieu"))
    place = None
    given = {name: text for name, text in request.place.items() if name != "lieu"}
    if rest:
        given["lieu"] = rest
    try:
        query = with_filters(catalogue, query, request.theme, request.kind, request.audience)
    except (UnknownWordError, UsageError) as error:
        return refusal(query, error)
    if given:
        found = answer(catalogue, Request("find", given), today)
        if found.place is None:
            return _as_message(found)
        place = found.place
    (match,) = matches_of(catalogue, (network,), today)
    if place is not None:
        match = match.replace(coverage=coverage_of(network, place))
    letter = letter_to(catalogue, match, place)
    return Answer("found", query, place, results=(match,), letter=letter)


def _about_place(found: Answer) -> Letter:
    """The message to the first to contact about a place, with the filters of an answer."""
    catalogue, place, _ = of_place(found)
    board = found.switchboard
    match = _first_match(found)
    is_lost = match is None or _is_desk_without_way_in(match)
    if board is not None and is_lost:
        return letter_to_switchboard(board, place)
    if match is None and found.results:
        match = found.results[0]
    if match is not None:
        letter = letter_to(catalogue, match, place)
        if board is not None and board.email and not letter.to:
            letter = letter.replace(instead=f"{board.name} (standard), {board.email}")
        return letter
    subject, body = _subject_and_body("", place, [], is_general=False)
    return Letter("", None, None, None, subject, body)


def _is_desk_without_way_in(match: Match) -> bool:
    network = match.network
    return network.kind == DESKS and network.scope == "local" and not network.contact.first


def _first_match(found: Answer) -> Match | None:
    """The network to contact first; ``None`` where a switchboard is, or nobody."""
    if is_area_of_desks(found):
        desks = [one for one in found.results if one.network.use == SOCIAL_CLAUSE]
        reachable = [one for one in desks if one.network.contact.email] or desks
        return reachable[0] if reachable else None
    frame = first_to_call(found)
    if frame is None:
        return found.results[0] if found.results else None
    reachable = [one for one in frame.matches if one.network.contact.email] or [*frame.matches]
    return reachable[0] if reachable else None


def letter_to(catalogue: Catalogue, match: Match, place: Place | None) -> Letter:
    """The message to a network, about a place if one is given."""
    network, contact = match.network, match.network.contact
    page = None
    for way in best_ways(match):
        if way.kind in ("page", "website", "link") and page is None:
            page = way.target
    of_body = "email" in contact.body_fields or "phone" in contact.body_fields
    note = fold(contact.notes.get("email", ""))
    is_general = of_body or "general" in note
    questions = _questions(catalogue, match, place)
    if of_body and network.kind == DESKS:
        questions.insert(0, _WHO_FOLLOWS)
    subject, body = _subject_and_body(network.kind, place, questions, is_general=is_general)
    return Letter(
        short_name(network), contact.email, page, contact.phone, subject, body, network.id
    )  # fmt: skip


_WHO_FOLLOWS = "Qui suit les clauses d'insertion chez vous, et comment joindre cette personne ?"


def letter_to_switchboard(board: Switchboard, place: Place) -> Letter:
    """The message to the body to call where no desk can be reached."""
    questions = [
        _WHO_FOLLOWS,
        "Aide-t-elle aussi d'autres acheteurs du territoire ? À quel prix ?",
    ]
    subject, body = _subject_and_body(DESKS, place, questions, is_general=True)
    return Letter(board.name, board.email, board.page or board.website, board.phone, subject, body)


# --- what to write -------------------------------------------------------------------------------


def _questions(catalogue: Catalogue, match: Match, place: Place | None) -> list[str]:
    """What an entry leaves open, as questions."""
    network = match.network
    questions = []
    if network.doubt:
        questions.append(doubt_as_question(network.doubt))
    if place is not None and match.coverage == "partial":
        questions.append(f"Servez-vous tout ce lieu ({place_label(place)}) ?")
    if place is not None and match.coverage is None:
        questions.append(f"Servez-vous aussi ce lieu ({place_label(place)}) ?")
    if not network.cost:
        questions.append("Quel est le prix, et à quelles conditions ?")
    if _has_delay(catalogue, network):
        questions.append("Que vous faut-il pour commencer ?")
    else:
        questions.append("Que vous faut-il pour commencer, et dans quel délai répondez-vous ?")
    return questions


def _has_delay(catalogue: Catalogue, network: Network) -> bool:
    return any(fact.field == "delai" for fact in catalogue.facts_of(network.id))


def doubt_as_question(doubt: str) -> str:
    """A doubt, « fact ; what to ask », as a question.

    >>> doubt_as_question("Plan terminé fin 2025 ; demandez si le guichet répond.")
    "Nous avons lu : « Plan terminé fin 2025 ». Qu'en est-il aujourd'hui ?"
    """
    fact, _, _ = doubt.rstrip(".").partition(" ; ")
    return f"Nous avons lu : « {capitalised(fact)} ». Qu'en est-il aujourd'hui ?"


def _subject_and_body(
    kind: str, place: Place | None, questions: list[str], *, is_general: bool
) -> tuple[str, str]:
    """The subject, and the text with its questions."""
    need, purpose = _ASKS.get(kind) or _ASKS[""]
    named = place_label(place) if place is not None else ANYWHERE
    paragraphs = ["Bonjour,"]
    if is_general:
        paragraphs.append("Merci de transmettre à la personne qui suit ce sujet.")
    paragraphs.append(
        f"Nous préparons l'achat de [objet, montant, date prévue] {_for_whom(place)}, {purpose}"
    )
    if questions:
        paragraphs.append("\n".join(f"- {question}" for question in questions))
    paragraphs.append("Réponse possible à ce courriel ou au [téléphone]. Merci d'avance.")
    paragraphs.append("[Nom, fonction, organisme]")
    return f"{need} : un projet d'achat, {named}", "\n\n".join(paragraphs)


def _for_whom(place: Place | None) -> str:
    """``pour Caen (14)``, ``dans le Grand Est``."""
    if place is None:
        return f"pour {ANYWHERE}"
    area = None
    if place.kind in ("region", "departement"):
        area = gazetteer.territory(place.kind, place.code)
    if area is not None and area.where:
        return area.where
    return f"pour {place_label(place)}"
