"""Whom ``message`` writes to: the first to contact of a place, or a network; and how.

``email_wording`` has what it writes.
"""

from __future__ import annotations

from achats_reseaux.answering import RawQuery, answer, refusal, value_key, with_filters
from achats_reseaux.answering.answers import Answer, EmailDraft, Fallback, Match, Query
from achats_reseaux.answering.coverage_of_place import coverage_of
from achats_reseaux.answering.details import end_of_name, most_words
from achats_reseaux.answering.homonyms import command_for, place_label, typed_filters
from achats_reseaux.answering.local_law import local_law_note
from achats_reseaux.answering.matching import matches_of, validity_notes
from achats_reseaux.card.contact_methods import best_methods, read_in
from achats_reseaux.card.email_wording import (
    looking_for,
    open_questions,
    question_of_doubt,
    subject_and_body,
)
from achats_reseaux.card.first_contact import first_contact
from achats_reseaux.card.first_contact_panel import (
    no_desk,
    of_place,
)
from achats_reseaux.card.panel_wording import other_number
from achats_reseaux.card.rows import capitalised, short_name, uncapitalised
from achats_reseaux.errors import ReseauxError, UsageError
from achats_reseaux.geocoder import looked_up
from achats_reseaux.model import (
    FACILITATEURS,
    GUICHET_VERT,
    SOCIAL_CLAUSE,
    Catalogue,
    Network,
    Place,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.gazetteer.switchboards import Switchboard

_THEMES = {GUICHET_VERT: "environnement", FACILITATEURS: "social", SOCIAL_CLAUSE: "social"}
"""By kind or purpose of a network the theme of a message to it, where none was asked for."""

_SOCIAL_CLAUSE, _ENVIRONMENT = "la clause sociale", "l'environnement"
"""What who stands in for another helps with."""

_NOBODY = "À qui écrire ? message attend un lieu, ou un réseau."
_EXAMPLES = ("reseaux message 76000", "reseaux message ran-coper")

_WHO_HELPS = "Qui aide pour tout ce territoire, ou pour quelles de ses parties ?"


def message_request(catalogue: Catalogue, raw_query: RawQuery, today: str) -> Answer:
    """Answer a ``message`` as typed: a place, or a network and perhaps a place, and filters.

    The answer is that of ``find`` or ``show``, with its draft; a place that is refused
    gives the refusal of ``find``.
    """
    if not raw_query.place:
        return refusal(Query("message"), UsageError(_NOBODY, next_commands=_EXAMPLES))
    network_id, rest = _network_first(catalogue, raw_query.place.get("lieu", ""))
    if network_id:
        return _to_network(catalogue, network_id, rest, raw_query, today)
    result = answer(catalogue, raw_query.replace(command="find"), today)
    if result.place is None:
        return _as_message(result)
    draft = _about_place(result)
    notes = list(result.notes)
    if result.query.asks_for_desks and result.desk is None:
        notes.append(f"{capitalised(no_desk(result))} : {command_for(result, 'find')}")
    board = result.switchboard
    if board is not None and board.other is not None and draft.name == board.name:
        notes.append(other_number(board, board.other))
    return _as_message(result).replace(
        status="found",
        email_draft=draft,
        notes=tuple(notes),
        notices=(),
        message="",
    )


def _as_message(result: Answer, about: str = "") -> Answer:
    """An answer of ``find`` as one of ``message``: the commands that it offers too.

    ``about``: the id of the network that the message is to, if one is given.
    """
    message = f"reseaux message {about}".rstrip()
    commands = [command.replace("reseaux find", message, 1) for command in result.next_commands]
    query = result.query.replace(command="message")
    return result.replace(query=query, next_commands=tuple(commands))


# --- whom to write to ----------------------------------------------------------------------------


def _network_first(catalogue: Catalogue, text: str) -> tuple[str, str]:
    """The network whose id or name begins a text, the longest, and the rest of the text.

    The name of a place is that place: a desk of one's own may be named « Chartres ».
    """
    words = text.split()
    names = dict(catalogue.lexicon["short_name"])
    names.update(catalogue.lexicon["network"])
    keys = [value_key(word) for word in words]
    end = end_of_name(names, keys, 0, most_words(names))
    if not end or looked_up(" ".join(words[:end]), None):
        return "", text
    return names[" ".join(keys[:end])], " ".join(words[end:])


def _to_network(
    catalogue: Catalogue, network_id: str, rest: str, raw_query: RawQuery, today: str
) -> Answer:
    """The message to a network, about a place if one is given."""
    network = catalogue.network(network_id)
    query = Query("message", input=raw_query.place.get("lieu"))
    place, switchboard = None, None
    notes = []
    given = {name: text for name, text in raw_query.place.items() if name != "lieu"}
    if rest:
        given["lieu"] = rest
    try:
        query = with_filters(catalogue, query, raw_query.filters)
    except ReseauxError as error:
        return refusal(query, error)
    if given:
        result = answer(catalogue, RawQuery("find", given), today)
        if result.place is None:
            filters = typed_filters(query)
            commands = [f"{command}{filters}" for command in result.next_commands]
            return _as_message(result.replace(next_commands=tuple(commands)), network_id)
        place, switchboard = result.place, result.switchboard
        query = query.replace(asker=result.query.asker)
        of_others = validity_notes(result.matches, today)
        if not local_law_note(place, query):
            of_others += (local_law_note(place, result.query),)
        notes = [note for note in result.notes if note not in of_others]
    (match,) = matches_of(catalogue, (network,), today)
    notes += validity_notes([match], today)
    if place is not None:
        match = match.replace(coverage=coverage_of(network, place))
        if match.coverage is None:
            there = place_label(place)
            notes.append(f"{short_name(network)} ne sert pas {there}, d'après ce catalogue.")
    draft = _draft_at(match, place, switchboard, query)
    return Answer("found", query, place, matches=(match,), notes=tuple(notes), email_draft=draft)


def _about_place(result: Answer) -> EmailDraft:
    """The message to the first to contact about a place, with the filters of an answer."""
    _, place, _ = of_place(result)
    switchboard, query = result.switchboard, result.query
    first = first_contact(result)
    if first is not None and first.match is not None:
        if first.reason == "instead" and query.asks_for_desks:
            return draft_to(first.match, place, query, [_WHO_HELPS])
        return _with_guichet(result, _draft_at(first.match, place, switchboard, query))
    if switchboard is not None:
        is_first = first is not None
        if is_first or switchboard.email:
            return draft_to_switchboard(switchboard, place, query)
    wider = [match for match in result.matches if match.serves_all]
    asks_for_desks = query.asks_for_desks
    wider.sort(key=lambda match: match.network.helps_with_clause != asks_for_desks)
    questions = []
    if asks_for_desks:
        questions.append(_WHO_HELPS)
    if wider:
        return draft_to(wider[0], place, query, questions)
    subject, body = subject_and_body("", place, [], query, is_of_body=False)
    return EmailDraft("", None, None, None, subject, body)


def _with_guichet(result: Answer, draft: EmailDraft) -> EmailDraft:
    """A draft to who has no e-mail, with that of the guichet vert of the place to fall back on.

    A switchboard that has a telephone alone gives way to it: a message is to be sent.
    """
    has_email = bool(draft.instead and draft.instead.email)
    if draft.to or has_email:
        return draft
    for match in result.matches:
        contact = match.network.contact
        is_guichet = match.network.kind == GUICHET_VERT and match.serves_all
        if not is_guichet or not contact.email:
            continue
        note = uncapitalised(contact.notes.get("email", ""))
        name = short_name(match.network)
        instead = Fallback(
            name, contact.phone, contact.email, contact.page, _ENVIRONMENT, note=note, of="network"
        )
        return draft.replace(instead=instead)
    return draft


def _draft_at(
    match: Match, place: Place | None, switchboard: Switchboard | None, query: Query
) -> EmailDraft:
    """The message to a network; to the switchboard of the place for a desk without a way in."""
    draft = draft_to(match, place, query)
    if switchboard is None or place is None:
        return draft
    if draft.to or not match.is_whole_desk:
        return draft
    if not match.network.contact.has_any:
        return draft_to_switchboard(switchboard, place, query, match.network)
    if draft.phone and not switchboard.email:
        return draft
    name = f"{switchboard.name} (standard)"
    instead = Fallback(
        name, switchboard.phone, switchboard.email, None, _SOCIAL_CLAUSE, _origin(switchboard)
    )
    return draft.replace(instead=instead)


def draft_to(
    match: Match, place: Place | None, query: Query, questions: Sequence[str] = ()
) -> EmailDraft:
    """The message to a network, about a place if one is given.

    Its subject is the theme asked for, if it is one; the given questions come first.
    """
    network, contact = match.network, match.network.contact
    page, is_form, is_of_body = None, False, False
    notes = {"to": contact.notes.get("email", ""), "phone": contact.notes.get("phone", "")}
    for way in best_methods(match):
        if way.kind == "email":
            is_of_body = way.of_body
        if way.kind in ("page", "website", "link") and page is None:
            page = way.target
            notes["page"] = way.note
            is_form = way.is_form
    asked = list(questions) + open_questions(match, place)
    is_own = {"email", "phone"}.isdisjoint(contact.body_fields)
    if network.is_local_desk and not is_own:
        asked.insert(0, looking_for(network))
        is_of_body = is_of_body or not contact.email
    theme = _THEMES.get(network.kind, _THEMES.get(network.purpose, ""))
    if len(query.themes) == 1:
        (theme,) = query.themes
    about_environment = theme == "environnement"
    subject, body = subject_and_body(
        theme,
        place,
        asked,
        query,
        to_guichet=about_environment and network.kind == GUICHET_VERT,
        is_of_body=is_of_body,  # whether others read its box first
    )
    return EmailDraft(
        short_name(network),
        contact.email,
        page,
        contact.phone,
        subject,
        body,
        network.id,
        caveats=_caveats(notes),
        page_is_form=is_form,
    )


def _caveats(notes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What is told of each contact, to stand behind it."""
    return tuple((field, uncapitalised(note)) for field, note in notes.items() if note)


def draft_to_switchboard(
    switchboard: Switchboard, place: Place, query: Query, desk: Network | None = None
) -> EmailDraft:
    """The message to the body to call where no desk can be reached, or for a desk of it.

    The page where it was read of is no place for it.
    """
    questions = [
        "Qui suit les clauses d'insertion chez vous, et comment joindre cette personne ?",
        "Cette personne aide-t-elle aussi d'autres acheteurs du territoire ? À quel prix ?",
    ]
    network_id = None
    if desk is not None:
        network_id = desk.id
        questions[0] = looking_for(desk)
        if desk.doubt:  # its own question says « vous » to the desk
            questions.append(question_of_doubt(desk.replace(doubt_question=None)))
    subject, body = subject_and_body("social", place, questions, query, is_of_body=True)
    notes = {}
    if switchboard.sources:  # the form of a page has none: page.js puts those of a place
        origin = _origin(switchboard)
        notes = {"to": origin, "phone": origin}
    return EmailDraft(
        switchboard.name,
        switchboard.email,
        switchboard.website,
        switchboard.phone,
        subject,
        body,
        network_id,
        caveats=_caveats(notes),
    )


def _origin(switchboard: Switchboard) -> str:
    """Why this switchboard, where a place has several; where it was read and when."""
    return " ; ".join(filter(None, (switchboard.reason, read_in(switchboard))))
