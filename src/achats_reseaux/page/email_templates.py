"""The messages of the page: a template that networks share, and the questions of each network.

``page.js`` puts the questions and the place where a template has them.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import EmailDraft, Match, Query
from achats_reseaux.answering.matching import matches_of
from achats_reseaux.card.email_draft import draft_to, draft_to_switchboard
from achats_reseaux.card.email_wording import ANYWHERE, ONE_OF_SEVERAL, OURS
from achats_reseaux.gazetteer.switchboards import Switchboard
from achats_reseaux.model import Catalogue, Place, Source
from achats_reseaux.page.numbering import Numbering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


BETWEEN_BUYERS = "entre-acheteurs"
"""The purpose of the networks in which buyers answer one another."""

QUESTIONS = "{questions}"
"""What stands in a template where the questions do."""

SOMEWHERE = Place("ensemble", "", ANYWHERE, (), ())
"""A place whose name is to be put in."""

ANYBODY = Query("message")
"""Who asks, before it is known."""

ANY_SWITCHBOARD = Switchboard(
    "epci", "", "", "0", None, None, None, "9999", (Source("", "", "", "copie", page_date="9999"),)
)
"""A switchboard whose name and numbers are to be put in."""


def letters(catalogue: Catalogue, ids: Iterable[str], today: str) -> dict[str, Any]:
    """The messages to networks and to a switchboard, for ``page.js``.

    Returns:
        ``anywhere``, what stands for a place; ``several``, for one of several; ``ours``, for
        who asks in a question; ``templates``, the subject and the text of each;
        ``questions``; and ``to``, by id of a network (``""`` for a switchboard) the number
        of a template, then those of questions. Whom nobody writes to has none. A question
        that names the place is only for networks that serve a part of it.
    """
    templates = Numbering()
    questions = Numbering()
    written = {"": draft_to_switchboard(ANY_SWITCHBOARD, SOMEWHERE, ANYBODY)}
    networks = [catalogue.network(own_id) for own_id in ids if own_id in catalogue.facets["id"]]
    for match in matches_of(catalogue, networks, today):
        if not _is_read(match):
            continue
        # In a part of a place, a draft asks more: ``page.js`` leaves out what is not to
        # be asked.
        share = "partial" if match.network.scope == "local" else "full"
        draft = draft_to(match.replace(coverage=share), SOMEWHERE, ANYBODY)
        written[match.network.id] = draft
    to = {}
    for network_id, draft in written.items():
        template, asked = _template_and_questions(draft)
        numbers = [templates[template]]
        to[network_id] = numbers + [questions[question] for question in asked]
    return {
        "anywhere": ANYWHERE,
        "several": ONE_OF_SEVERAL,
        "ours": OURS,
        "templates": list(templates),
        "questions": list(questions),
        "to": to,
    }


def _is_read(match: Match) -> bool:
    """Whether somebody reads a message to a network: not so of a directory or a guide online.

    Of a facilitator without a contact, the message to the switchboard stands for it.
    """
    network = match.network
    if network.contact.email:
        return True
    if network.scope == "local":
        return not network.is_local_desk or network.contact.has_any
    return network.purpose == BETWEEN_BUYERS and network.contact.has_any


def _template_and_questions(draft: EmailDraft) -> tuple[tuple[str, str], list[str]]:
    """The subject and the text of a message, and the questions that were in the text."""
    asked: list[str] = []
    lines = []
    for line in draft.body.split("\n"):
        if not line.startswith("- "):
            lines.append(line)
            continue
        if not asked:
            lines.append(QUESTIONS)
        asked.append(line)
    return (draft.subject, "\n".join(lines)), asked
