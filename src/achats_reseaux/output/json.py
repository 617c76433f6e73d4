"""JSON: the document of an answer and its results, described by ``answer.schema.json``.

It has its own serialiser, because importing ``json`` (and ``re``) takes half of the time budget of
a lookup; ``tests/test_records.py`` compares the two.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.model import (
        Answer,
        Area,
        Candidate,
        Fact,
        Imprint,
        Link,
        Match,
        Notion,
        Part,
        Place,
        Source,
    )

    Plain = dict[str, Any]

SCHEMA_VERSION = 1


def render(answer: Answer, form: str = "json") -> str:
    """The whole document of an answer; with ``jsonl`` the results only, one per line."""
    if form == "jsonl":
        return "".join(to_json(result(match), None) + "\n" for match in answer.results)
    return to_json(answer_document(answer)) + "\n"


def answer_document(answer: Answer) -> Plain:
    """The JSON document of an answer, as plain values."""
    query, guichet = answer.query, answer.guichet_vert
    assert answer.catalogue is not None
    content: Plain = {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(answer.catalogue),
        "query": {
            "input": query.input,
            "place": _place(answer.place) if answer.place else None,
            "themes": query.themes,
            "kinds": query.kinds,
            "audiences": query.audiences,
        },
        "status": answer.status,
        "guichet_vert": None,
        "results": [result(match) for match in answer.results],
        "candidates": [candidate(one) for one in answer.candidates],
        "suggestions": answer.suggestions,
        "message": answer.message or None,
        "hints": answer.next_commands,
        "notes": _notes(answer),
    }
    if guichet:
        content["guichet_vert"] = {
            "status": guichet.status,
            "networks": guichet.networks,
            "parts": [
                {**kind_code_name(part), "networks": part.networks} for part in guichet.parts
            ],
            "as_of": guichet.as_of,
        }
    if query.command == "ask":
        content["command"] = answer.command
    if query.fields:
        content["query"]["fields"] = query.fields
    if answer.notions:
        content["notion"] = _notion(answer.notions[0])
        content["other_notions"] = [_notion(one) for one in answer.notions[1:]]
    return content


def _notion(notion: Notion) -> Plain:
    return {
        "id": notion.id,
        "name": notion.name,
        "definition": notion.definition,
        "sources": _sources(notion.sources),
        "facts": _facts(notion.facts),
        "networks": notion.networks,
        "doubt": notion.doubt,
    }


def _facts(facts: Iterable[Fact]) -> list[Plain]:
    return [
        {
            "field": fact.field,
            "value": fact.value,
            "of": fact.of,
            "note": fact.note,
            "sources": _sources(fact.sources),
            "checked_on": fact.checked_on,
            "valid_until": fact.valid_until,
        }
        for fact in facts
    ]


def _notes(answer: Answer) -> list[str]:
    """The message, the advice on what to type next, and the notes of an answer."""
    advice = " ".join(one for one in (answer.hint, " ou ".join(answer.next_commands[:2])) if one)
    return [one for one in (answer.message, advice, *answer.reading, *answer.notes) if one]


def edition(imprint: Imprint) -> Plain:
    """The description of the catalogue in every JSON document."""
    return {
        "version": imprint.version,
        "as_of": imprint.as_of,
        "territories_vintage": imprint.vintage,
    }


def kind_code_name(area: Area | Part | Place) -> Plain:
    """What identifies an area in every JSON document."""
    return {"kind": area.kind, "code": area.code, "name": area.name}


def _place(place: Place) -> Plain:
    return {
        **kind_code_name(place),
        "departements": place.departements,
        "regions": place.regions,
        "approximate": place.approximate,
    }


def candidate(one: Candidate) -> Plain:
    """One of the places that a text may mean."""
    return {
        **kind_code_name(one.place),
        "departements": one.place.departements,
        "networks": one.networks,
    }


def _sources(sources: Iterable[Source]) -> list[Plain]:
    return [
        {
            "url": source.url,
            "date": source.date,
            "title": source.title,
            "page_date": source.page_date,
            "read_on": source.read_on,
        }
        for source in sources
    ]


def _links(links: Iterable[Link]) -> list[Plain]:
    return [{"label": link.label, "url": link.url, "note": link.note} for link in links]


def result(match: Match) -> Plain:
    """One result of the JSON document, as plain values."""
    network = match.network
    contact = network.contact
    content: Plain = {
        "id": network.id,
        "name": network.name,
        "kind": network.kind,
        "themes": network.themes,
        "audiences": network.audiences,
        "scope": network.scope,
        "coverage": match.coverage,
        "covers": [kind_code_name(area) for area in network.covers],
        "carrier": network.carrier,
        "summary": network.summary,
        "use": network.use,
        "cost": network.cost,
        "who": network.who,
        "contact": {
            "website": contact.website,
            "page": contact.page,
            "email": contact.email,
            "phone": contact.phone,
            "notes": contact.notes,
        },
        "contact_known": {
            name: {"known": known or None, "date": date} for name, known, date in contact.known
        },
        "ways_in": _links(match.ways_in),
        "sources": _sources(network.sources),
        "checked_on": network.checked_on,
        "valid_from": network.valid_from,
        "valid_until": network.valid_until,
        "expired": match.expired,
        "origin": network.origin,
        "doubt": network.doubt,
    }
    if match.facts:
        content["facts"] = _facts(match.facts)
    if match.excerpts:
        content["excerpts"] = ["".join(text for text, _ in one) for one in match.excerpts]
    return content


# --- JSON ----------------------------------------------------------------------------------------


def to_json(value: Any, indent: str | None = "\n") -> str:
    """Plain values as JSON text; ``indent`` is the line end to start with, ``None`` for one line.

    Lists of scalars are on one line. Characters that could act on a terminal are escaped.
    """
    kind = type(value)
    if kind in _TEXTS:
        return _quote(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is dict:
        deeper = None if indent is None else indent + "  "
        items = [f"{_quote(name)}: {to_json(one, deeper)}" for name, one in value.items()]
        return _enclosed("{", items, "}", indent)
    if kind is list or kind is tuple:
        kinds = set(map(type, value))
        if kinds <= _TEXTS:
            return f"[{', '.join(map(_quote, value))}]"
        if kinds.isdisjoint(_NESTED):
            indent = None
        deeper = None if indent is None else indent + "  "
        return _enclosed("[", [to_json(one, deeper) for one in value], "]", indent)
    return str(value)


def _enclosed(opening: str, items: list[str], closing: str, indent: str | None) -> str:
    if indent is None or not items:
        return opening + ", ".join(items) + closing
    return f"{opening}{indent}  {f',{indent}  '.join(items)}{indent}{closing}"


_NESTED = frozenset((dict, list, tuple))
_TEXTS = frozenset((str, type(None)))
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


_QUOTED: dict[str | None, str] = {None: "null"}


def _quote(text: str | None) -> str:
    """The JSON of a text or ``None``; cached, since names and sources recur in a document."""
    quoted = _QUOTED.get(text)
    if quoted is None:
        assert text is not None
        if text.isprintable() and '"' not in text and "\\" not in text:
            quoted = f'"{text}"'
        else:
            quoted = '"' + "".join(_ESCAPES.get(mark) or _escaped(mark) for mark in text) + '"'
        _QUOTED[text] = quoted
    return quoted


def _escaped(mark: str) -> str:
    if mark.isprintable() or mark in "\u00a0\u202f":
        return mark
    code = ord(mark)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
