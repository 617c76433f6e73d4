"""JSON: the document of an answer and its results, described by ``answer.schema.json``.

It has its own serialiser, because importing ``json`` (and ``re``) takes half of the time budget of
a lookup; ``tests/answers/test_records.py`` compares the two.
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
    query, place, guichet = answer.query, answer.place, answer.guichet_vert
    assert answer.catalogue is not None
    content: Plain = {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(answer.catalogue),
        "query": {
            "input": query.input,
            "place": place
            and {
                **kind_code_name(place),
                **_picked(place, "departements", "regions", "approximate"),
            },
            **_picked(query, "themes", "kinds", "audiences"),
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


def _picked(one: object, *names: str) -> Plain:
    """Some properties of a value, under their own names."""
    return {name: getattr(one, name) for name in names}


def _notion(notion: Notion) -> Plain:
    return {
        **_picked(notion, "id", "name", "definition"),
        "sources": _sources(notion.sources),
        "facts": _facts(notion.facts),
        **_picked(notion, "networks", "doubt"),
    }


def _facts(facts: Iterable[Fact]) -> list[Plain]:
    return [
        {
            **_picked(fact, "field", "value", "of", "note"),
            "sources": _sources(fact.sources),
            **_picked(fact, "checked_on", "valid_until"),
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


def candidate(one: Candidate) -> Plain:
    """One of the places that a text may mean."""
    areas = {"departements": one.place.departements, "networks": one.networks}
    return {**kind_code_name(one.place), **areas}


def _sources(sources: Iterable[Source]) -> list[Plain]:
    return [_picked(one, "url", "date", "title", "page_date", "read_on") for one in sources]


def result(match: Match) -> Plain:
    """One result of the JSON document, as plain values."""
    network, contact = match.network, match.network.contact
    content: Plain = {
        **_picked(network, "id", "name", "kind", "themes", "audiences", "scope"),
        "coverage": match.coverage,
        "covers": [kind_code_name(area) for area in network.covers],
        **_picked(network, "carrier", "summary", "use", "cost", "who"),
        "contact": _picked(contact, "website", "page", "email", "phone", "notes"),
        "contact_known": {
            name: {"known": known or None, "date": date} for name, known, date in contact.known
        },
        "ways_in": [_picked(link, "label", "url", "note") for link in match.ways_in],
        "sources": _sources(network.sources),
        **_picked(network, "checked_on", "valid_from", "valid_until"),
        "expired": match.expired,
        **_picked(network, "origin", "doubt"),
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
    units = mark.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
