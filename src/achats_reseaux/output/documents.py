"""The documents as plain values: every other output of an answer is a projection of them.

``answer.schema.json`` describes that of an answer. ``json`` writes them as text.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import FILTER_FIELDS, Answer, Candidate, Match, Query
from achats_reseaux.model import (
    NETWORK_FIELDS,
    Area,
    Catalogue,
    Fact,
    Notion,
    Record,
    Source,
    Trace,
)
from achats_reseaux.output.contact_shape import (
    contact,
    doubt_of,
    fallback,
    switchboard_contact,
)
from achats_reseaux.text import is_old

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.answering.answers import EmailDraft
    from achats_reseaux.answering.coverage import AreaCoverage
    from achats_reseaux.card.first_contact import FirstContact
    from achats_reseaux.gazetteer.switchboards import Switchboard

    Plain = dict[str, Any]

SCHEMA_VERSION = 3

# The fields of records that a document has by their names, in its order.
_AREA = ("kind", "code", "name")
_PLACE = tuple("kind code name departements regions approximate ask".split())
_CANDIDATE = ("kind", "code", "name", "departements")
_FIRST = ("kind", "id", "name", "reason")
_AREA_COVERAGE = tuple(
    "kind code name status networks communes communes_covered population population_covered"
    " whole traces".split()
)
_PART = ("kind", "code", "name", "networks")
_SOURCE = ("url", "date", "title", "page_date", "read_on")
_FACT = tuple("field value of note sources checked_on valid_until".split())
_NOTION = tuple("id name definition sources facts networks doubt".split())
_TRACE = tuple("id label kind covers summary year url shows sources checked_on".split())
_SWITCHBOARD = ("kind", "siren", "name", "contact", "page", "date", "note", "sources")
_LINK = ("label", "url", "note")
_RESULT = tuple(
    "id name kind themes audiences scope coverage contact doubt covers carrier summary use cost"
    " who sign ways_in facts excerpts sources checked_on valid_from valid_until expired"
    " origin".split()
)
_OF_NETWORK = tuple([name for name in NETWORK_FIELDS if name in _RESULT])


def head(document: str, catalogue: Catalogue | None, asked: Plain) -> Plain:
    """The first keys of the documents that answer a query."""
    return {
        "document": document,
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(catalogue),
        "query": asked,
    }


def answer_document(answer: Answer) -> Plain:
    """The document of an answer or a refusal, with its keys in their order."""
    is_found = answer.status == "found"
    draft = answer.email_draft
    instead = draft.instead if draft else None
    return head("answer", answer.catalogue, query(answer.query, answer.place)) | {
        "status": answer.status,
        "reason": answer.reason or None,
        "message": None if is_found else answer.message or None,
        "command": answer.command,
        "first": first(answer),
        "guichet_vert": _guichet_vert(answer),
        "results": [result(match, answer.today) for match in answer.results],
        "switchboard": plain_switchboard(answer.switchboard),
        "traces": list(map(trace, answer.traces)),
        "notions": [notion(known, answer.today) for known in answer.notions],
        "draft": draft and _draft(draft),
        "fallback": instead and fallback(instead),
        "candidates": list(map(candidate, answer.candidates)),
        "suggestions": answer.suggestions,
        "other_reading": answer.other_reading and fields(answer.other_reading, _PLACE),
        "areas": list(map(area, answer.areas)),
        "hints": answer.next_commands,
        "notes": _notes(answer),
    }


def query(asked: Query, place: Area | None) -> Plain:
    """What was asked, as it was understood."""
    content: Plain = {
        "command": asked.command,
        "input": asked.input,
        "place": place and fields(place, _PLACE),
    }
    content |= fields(asked, FILTER_FIELDS)
    words: tuple[str, ...] = ()
    if asked.command == "search":
        words = tuple((asked.input or "").split())
    return content | {"scope": asked.scope or None, "words": words, "fields": asked.fields}


def fields(record: Record, names: Iterable[str]) -> Plain:
    """Some fields of a record, by their names."""
    plain = {}
    for name in names:  # a comprehension would be one call more, in each of a thousand
        plain[name] = getattr(record, name)
    return plain


def edition(catalogue: Catalogue | None) -> Plain | None:
    """The description of the catalogue in a document; ``None`` of a broken one."""
    if catalogue is None:
        return None
    return {
        "version": catalogue.version,
        "as_of": catalogue.as_of,
        "territories_vintage": catalogue.vintage,
    }


def area(row: AreaCoverage) -> Plain:
    """One area of a coverage."""
    return {"level": row.kind} | fields(row, _AREA_COVERAGE)


def candidate(meant: Candidate) -> Plain:
    """One of the places that a text may mean."""
    place = fields(meant.place, _CANDIDATE)
    return place | {"networks": meant.networks, "ask": meant.place.ask}


def _notes(answer: Answer) -> list[str]:
    """The sentences to read with an answer: how it was read, what has ended, how old it is.

    The message is here only where something was answered: elsewhere it has a key of its own.
    """
    sentences = []
    if answer.status == "found":
        sentences.append(answer.message)
    if answer.hint:
        commands = " ou ".join(answer.next_commands[:2])
        sentences.append(f"{answer.hint} {commands}".strip())
    sentences += answer.reading
    sentences += answer.all_notes
    sentences.append(age(answer))
    return list(filter(None, sentences))


def age(answer: Answer) -> str:
    """A sentence on the entries that were compared with their sources more than a year ago.

    Few answers have one: what makes it is imported for these alone.
    """
    networks = [match.network for match in answer.results]
    oldest = min((network.checked_on for network in networks), default="9999")
    if not is_old(oldest, answer.today):
        return ""
    from achats_reseaux.answering.age import age_and_newer_copy

    return age_and_newer_copy(networks, answer.today)


# --- who to contact first ------------------------------------------------------------------------


def first(answer: Answer) -> Plain | None:
    """The first contact; that of a message is the one it goes to."""
    leader = _leader(answer)
    if leader is None:
        return None
    content = fields(leader, _FIRST)
    if leader.match is not None:
        network = leader.match.network
        return content | {"contact": contact(leader.match), "doubt": doubt_of(network)}
    assert answer.switchboard is not None
    return content | {"contact": switchboard_contact(answer.switchboard), "doubt": None}


def _leader(answer: Answer) -> FirstContact | None:
    draft = answer.email_draft
    if answer.place is None and draft is None:
        return None  # spares an import
    from achats_reseaux.card.first_contact import FirstContact, first_contact

    leader = first_contact(answer)
    if leader is not None or draft is None:
        return leader
    for match in answer.matches:
        if match.network.id == draft.network:
            name = match.network.name
            return FirstContact("network", draft.network, name, "named", None, match)
    return None


def _guichet_vert(answer: Answer) -> Plain | None:
    guichet, catalogue = answer.guichet_vert, answer.catalogue
    if guichet is None or catalogue is None:
        return None
    from achats_reseaux.answering.matching import matches_of

    networks = map(catalogue.network, guichet.networks)
    contacts = {}
    for match in matches_of(catalogue, networks, answer.today):
        contacts[match.network.id] = contact(match)
    content = fields(guichet, ("status", "networks", "parts", "as_of"))
    content["parts"] = [fields(part, _PART) for part in guichet.parts]
    return content | {"contact": contacts}


# --- networks, notions, leads --------------------------------------------------------------------


def result(match: Match, today: str) -> Plain:
    """A network in an answer, on a day."""
    network = match.network
    content = dict.fromkeys(_RESULT) | fields(network, _OF_NETWORK)
    content["coverage"] = match.coverage
    content["contact"] = contact(match)
    content["doubt"] = doubt_of(network)
    content["covers"] = list(map(kind_code_name, network.covers))
    content["use"] = network.purpose
    content["sign"] = network.sign or None
    content["ways_in"] = [fields(link, _LINK) for link in match.ways_in]
    content["sources"] = _sources(network.sources)
    content["expired"] = match.expired
    if match.facts:
        content["facts"] = [_fact(fact, today) for fact in match.facts]
    if match.excerpts:
        content["excerpts"] = list(map(_joined, match.excerpts))
    return content


def notion(known: Notion, today: str) -> Plain:
    """A notion in an answer, on a day."""
    doubt = None
    if known.doubt:
        doubt = {"text": known.doubt, "reason": None, "year": None, "question": None}
    return fields(known, _NOTION) | {
        "sources": _sources(known.sources),
        "facts": [_fact(fact, today) for fact in known.facts],
        "doubt": doubt,
    }


def trace(lead: Trace) -> Plain:
    """An unconfirmed lead in an answer."""
    covers = list(map(kind_code_name, lead.covers))
    return fields(lead, _TRACE) | {"covers": covers, "sources": _sources(lead.sources)}


def plain_switchboard(board: Switchboard | None) -> Plain | None:
    """The switchboard to call where no facilitator can be reached."""
    if board is None:
        return None
    content = dict.fromkeys(_SWITCHBOARD) | {
        name: getattr(board, name) for name in _SWITCHBOARD if name != "contact"
    }
    return content | {
        "contact": switchboard_contact(board),
        "note": board.note or None,
        "sources": _sources(board.sources),
    }


def _draft(draft: EmailDraft) -> Plain:
    from achats_reseaux.output.draft import mailto

    return fields(draft, ("to", "subject", "body")) | {"mailto": mailto(draft)}


def kind_code_name(area: Area) -> Plain:
    """What identifies an area in every document."""
    return fields(area, _AREA)


def _fact(fact: Fact, today: str) -> Plain:
    content = fields(fact, _FACT)
    return content | {"expired": fact.has_ended(today), "sources": _sources(fact.sources)}


def _sources(sources: Iterable[Source]) -> list[Plain]:
    return [fields(source, _SOURCE) for source in sources]


def _joined(parts: tuple[tuple[str, bool], ...]) -> str:
    """A passage whose parts are each a match or not, as one text."""
    return "".join(text for text, _ in parts)
