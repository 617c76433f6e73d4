"""JSON: the document of an answer and its results, described by ``answer.schema.json``.

It has its own serialiser, because importing ``json`` (and ``re``) takes half of the time
budget of a lookup.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import FILTER_FIELDS, Answer, Candidate, Match
from achats_reseaux.model import (
    CONTACT_FIELDS,
    NETWORK_FIELDS,
    Area,
    Catalogue,
    Contact,
    Fact,
    Notion,
    Record,
    Source,
    Trace,
)
from achats_reseaux.text import is_old

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from achats_reseaux.answering.coverage import AreaCoverage
    from achats_reseaux.gazetteer.switchboards import Switchboard

    Plain = dict[str, Any]

SCHEMA_VERSION = 2

# The fields of records that stand in a document by their names, in its order.
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
_CONTACT = (*CONTACT_FIELDS, "notes")
_FACT = tuple("field value of note sources checked_on valid_until".split())
_NOTION = tuple("id name definition sources facts networks doubt".split())
_TRACE = tuple("id label kind covers summary year url shows sources checked_on".split())
_SWITCHBOARD = tuple("kind siren name phone email website page date note".split())
_LINK = ("label", "url", "note")
_RESULT = tuple(
    "id name kind themes audiences scope coverage covers carrier summary use cost who contact"
    " contact_known ways_in sources checked_on valid_from valid_until expired origin doubt"
    " doubt_reason doubt_year doubt_question sign".split()
)


def render(answer: Answer, output_format: str = "json") -> str:
    """The whole document of an answer; with ``jsonl`` the results only, one per line."""
    if output_format == "jsonl":
        return "".join(one_line(to_json(result(match, answer.today))) for match in answer.results)
    return to_json(_document(answer)) + "\n"


def one_line(text: str) -> str:
    """JSON text as a single line, with its end; no line end in it is part of a value."""
    lines = [line.lstrip(" ") for line in text.split("\n")]
    # A comma that ends a line has a space behind it.
    return "\n".join(lines).replace(",\n", ", ").replace("\n", "") + "\n"


def head(catalogue: Catalogue | None, asked: Plain, status: str, reason: str = "") -> Plain:
    """The first keys of every JSON document that answers what was asked."""
    return {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(catalogue),
        "query": asked,
        "status": status,
        "reason": reason or None,
    }


def _document(answer: Answer) -> Plain:
    message = None
    if answer.status != "found":
        message = answer.message or None
    other = answer.other_reading
    content = head(answer.catalogue, query(answer), answer.status, answer.reason) | {
        "first": first(answer),
        "guichet_vert": _guichet_vert(answer),
        "results": [result(match, answer.today) for match in answer.results],
        "traces": list(map(trace, answer.traces)),
        "switchboard": _switchboard(answer.switchboard),
        "candidates": list(map(candidate, answer.candidates)),
        "suggestions": answer.suggestions,
        "other_reading": other and fields(other, _PLACE),
        "areas": list(map(area, answer.areas)),
        "notions": [_notion(notion, answer.today) for notion in answer.notions],
        "message": message,
        "hints": answer.next_commands,
        "notes": _notes(answer),
    }
    if answer.query.command == "ask":
        content["command"] = answer.command
    return content


def area(row: AreaCoverage) -> Plain:
    """One area of an absence, as ``coverage --json`` has them."""
    return fields(row, _AREA_COVERAGE)


def query(answer: Answer) -> Plain:
    """What was asked, in every JSON document of an answer."""
    asked = answer.query
    place = answer.place and fields(answer.place, _PLACE)
    content: Plain = {"input": asked.input, "place": place}
    content |= fields(asked, FILTER_FIELDS)
    content["scope"] = asked.scope or None
    if asked.fields:
        content["fields"] = asked.fields
    return content


def first(answer: Answer) -> Plain | None:
    """Whom to contact first about a place, and the best one way."""
    if answer.place is None:
        return None  # spares an import
    from achats_reseaux.card.first_contact import first_contact

    leader = first_contact(answer)
    if leader is None:
        return None
    contact = None
    method = leader.contact
    if method is not None:
        owner = "network"
        if method.of_body or leader.kind == "switchboard":
            owner = "body"
        contact = {"kind": method.kind, "value": method.text, "of": owner}
    return fields(leader, _FIRST) | {"contact": contact}


def fields(record: Record, names: Iterable[str]) -> Plain:
    """Some fields of a record, by their names."""
    plain = {}
    for name in names:  # a comprehension would be one call more, in each of a thousand
        plain[name] = getattr(record, name)
    return plain


def _guichet_vert(answer: Answer) -> Plain | None:
    guichet, catalogue = answer.guichet_vert, answer.catalogue
    if guichet is None or catalogue is None:
        return None
    contacts = {}
    for network_id in guichet.networks:
        contacts[network_id] = fields(catalogue.network(network_id).contact, _CONTACT)
    parts = [fields(part, _PART) for part in guichet.parts]
    content = fields(guichet, ("status", "networks", "parts", "as_of"))
    return content | {"parts": parts, "contact": contacts}


def _notes(answer: Answer) -> list[str]:
    """The message, the advice on what to type next, and the notes of an answer.

    Commands that no advice leads to stand in ``hints`` alone.
    """
    sentences = [answer.message]
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


def edition(catalogue: Catalogue | None) -> Plain | None:
    """The description of the catalogue in every JSON document; ``None`` of a broken one."""
    if catalogue is None:
        return None
    return {
        "version": catalogue.version,
        "as_of": catalogue.as_of,
        "territories_vintage": catalogue.vintage,
    }


def kind_code_name(area: Area) -> Plain:
    """What identifies an area in every JSON document."""
    return fields(area, _AREA)


def candidate(meant: Candidate) -> Plain:
    """One of the places that a text may mean."""
    place = fields(meant.place, _CANDIDATE)
    return place | {"networks": meant.networks, "ask": meant.place.ask}


def _notion(notion: Notion, today: str) -> Plain:
    facts = [_fact(fact, today) for fact in notion.facts]
    return fields(notion, _NOTION) | {"sources": _sources(notion.sources), "facts": facts}


def _fact(fact: Fact, today: str) -> Plain:
    content = fields(fact, _FACT)
    return content | {"expired": fact.has_ended(today), "sources": _sources(fact.sources)}


def _sources(sources: Iterable[Source]) -> list[Plain]:
    return [fields(source, _SOURCE) for source in sources]


def _contact_known(contact: Contact) -> Plain:
    """By documented field of a contact, how it is known, its newest source's date, and whose it is.

    That is its own, or that of the body that carries the network. A doubtful one is to
    be confirmed.
    """
    known: dict[str, Plain] = {}
    for field, how, date in contact.known:
        known[field] = {"known": how or None, "date": date, "of": "network", "doubtful": None}
    for field in contact.body_fields:
        known[field]["of"] = "body"
    for field in contact.doubtful:
        known[field]["doubtful"] = True
    return known


def result(match: Match, today: str) -> Plain:
    """A network in an answer, on a day."""
    network = match.network
    content = dict.fromkeys(_RESULT) | fields(network, NETWORK_FIELDS)
    content |= {
        "coverage": match.coverage,
        "covers": list(map(kind_code_name, network.covers)),
        "use": network.purpose,
        "contact": fields(network.contact, _CONTACT),
        "contact_known": _contact_known(network.contact),
        "ways_in": [fields(link, _LINK) for link in match.ways_in],
        "sources": _sources(network.sources),
        "expired": match.expired,
        "sign": network.sign or None,
    }
    if match.facts:
        content["facts"] = [_fact(fact, today) for fact in match.facts]
    if match.excerpts:
        content["excerpts"] = list(map(_joined, match.excerpts))
    return content


def trace(piste: Trace) -> Plain:
    """A trace in an answer."""
    covers = list(map(kind_code_name, piste.covers))
    return fields(piste, _TRACE) | {"covers": covers, "sources": _sources(piste.sources)}


def _switchboard(board: Switchboard | None) -> Plain | None:
    if board is None:
        return None
    sources = _sources(board.sources)
    return fields(board, _SWITCHBOARD) | {"note": board.note or None, "sources": sources}


def _joined(parts: tuple[tuple[str, bool], ...]) -> str:
    """A passage whose parts are each a match or not, as one text."""
    return "".join(text for text, _ in parts)


# --- JSON ----------------------------------------------------------------------------------------


def to_json(value: Any) -> str:
    """Plain values as JSON text; lists of scalars on one line.

    Characters that could act on a terminal are escaped.
    """
    parts: list[str] = []
    _add(parts, value, "\n")
    return "".join(parts)


def _add(parts: list[str], value: Any, line: str) -> None:
    """Add the JSON of a value to the parts of a text; ``line`` is a line end and the margin.

    All parts are joined once: to join each object anew would copy the document at every
    level.
    """
    kind = type(value)
    if kind is dict:
        _add_object(parts, value, line)
    elif kind is list or kind is tuple:
        _add_list(parts, value, line)
    else:
        parts.append(_scalar(value))


def _scalar(value: str | bool | int | None) -> str:
    if value is None or isinstance(value, str):
        return _quote(value)
    return str(value).lower()


def _add_object(parts: list[str], value: Plain, line: str) -> None:
    if not value:
        parts.append("{}")
        return
    deeper = line + "  "
    start = "{" + deeper
    for name, member in value.items():
        if type(member) is str or member is None:  # most are: spares two calls
            parts.append(f"{start}{_quote(name)}: {_quote(member)}")
        else:
            parts.append(f"{start}{_quote(name)}: ")
            _add(parts, member, deeper)
        start = "," + deeper
    parts.append(line + "}")


def _add_list(parts: list[str], values: Sequence[Any], line: str) -> None:
    kinds = set(map(type, values))
    if kinds <= _SCALARS:
        parts.append(f"[{', '.join(map(_scalar, values))}]")
        return
    deeper = line + "  "
    start = "[" + deeper
    for value in values:
        parts.append(start)
        _add(parts, value, deeper)
        start = "," + deeper
    parts.append(line + "]")


_SCALARS = {str, bool, int, type(None)}
_MOST_QUOTED = 10_000  # some catalogues; a server for assistants may answer for days
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class _Quoted(dict["str | None", str]):
    """The JSON of texts and of ``None``: names and sources recur in a document."""

    def __missing__(self, text: str) -> str:
        inner = text
        is_plain = text.isprintable() and '"' not in text
        if not is_plain or "\\" in text:
            inner = "".join(map(_escaped, text))
        if len(self) >= _MOST_QUOTED:
            self.clear()
            self[None] = "null"
        quoted = f'"{inner}"'
        self[text] = quoted
        return quoted


_QUOTED = _Quoted({None: "null"})
_quote = _QUOTED.__getitem__


def _escaped(mark: str) -> str:
    """One character as it stands between the quotes of a JSON text."""
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    if mark.isprintable() or mark in "\u00a0\u202f":
        return mark
    units = mark.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
