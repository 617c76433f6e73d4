"""JSON: the document of an answer and its results, described by ``answer.schema.json``.

It has its own serialiser, because importing ``json`` (and ``re``) takes half of the time budget of
a lookup. Networks are written as text at once: dictionaries of them would take a quarter.
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
        Catalogue,
        Fact,
        Match,
        Notion,
        Source,
    )

    Plain = dict[str, Any]

SCHEMA_VERSION = 1


class Written(str):
    """A value that is JSON text already, indented as it is to stand."""

    __slots__ = ()


def render(answer: Answer, form: str = "json") -> str:
    """The whole document of an answer; with ``jsonl`` the results only, one per line."""
    if form == "jsonl":
        return "".join(one_line(result(match)) for match in answer.results)
    return to_json(_document(answer)) + "\n"


def one_line(text: str) -> str:
    """JSON text as a single line, with its end; no line end in it is part of a value."""
    lines = (line.lstrip(" ") for line in text.split("\n"))
    return "".join(f"{one} " if one[-1] == "," else one for one in lines) + "\n"


def _document(answer: Answer) -> Plain:
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
        "guichet_vert": guichet
        and {
            **_picked(guichet, "status", "networks"),
            "parts": [
                {**kind_code_name(part), "networks": part.networks} for part in guichet.parts
            ],
            "as_of": guichet.as_of,
        },
        "results": [result(match) for match in answer.results],
        "candidates": [candidate(one) for one in answer.candidates],
        "suggestions": answer.suggestions,
        "message": answer.message or None,
        "hints": answer.next_commands,
        "notes": _notes(answer),
    }
    if query.command == "ask":
        content["command"] = answer.command
    if query.fields:
        content["query"]["fields"] = query.fields
    if answer.notions:
        content["notion"], *content["other_notions"] = map(_notion, answer.notions)
    return content


def _picked(one: object, *names: str) -> Plain:
    """Some properties of a value, under their own names."""
    return {name: getattr(one, name) for name in names}


def _notes(answer: Answer) -> list[str]:
    """The message, the advice on what to type next, and the notes of an answer."""
    advice = " ".join(one for one in (answer.hint, " ou ".join(answer.next_commands[:2])) if one)
    return [one for one in (answer.message, advice, *answer.reading, *answer.notes) if one]


def edition(catalogue: Catalogue) -> Plain:
    """The description of the catalogue in every JSON document."""
    return {
        "version": catalogue.version,
        "as_of": catalogue.as_of,
        "territories_vintage": catalogue.vintage,
    }


def kind_code_name(area: Area) -> Plain:
    """What identifies an area in every JSON document."""
    return {"kind": area.kind, "code": area.code, "name": area.name}


def candidate(one: Candidate) -> Plain:
    """One of the places that a text may mean."""
    areas = {"departements": one.place.departements, "networks": one.networks}
    return {**kind_code_name(one.place), **areas}


def _notion(notion: Notion) -> Plain:
    return {
        **_picked(notion, "id", "name", "definition"),
        "sources": _list(map(_source, notion.sources), "    "),
        "facts": [_fact(one, "      ") for one in notion.facts],
        **_picked(notion, "networks", "doubt"),
    }


def _fact(fact: Fact, margin: str) -> Plain:
    return {
        **_picked(fact, "field", "value", "of", "note"),
        "sources": _list(map(_source, fact.sources), margin + "  "),
        **_picked(fact, "checked_on", "valid_until"),
    }


# --- networks, of which there are most: written without dictionaries ------------------------------


def result(match: Match) -> Written:
    """One result, as it stands in the list of the document."""
    network, contact, margin = match.network, match.network.contact, "      "
    ways = [_picked(one, "label", "url", "note") for one in match.ways_in]
    more = ""
    if match.facts:
        facts = [_fact(one, margin + "  ") for one in match.facts]
        more = f',\n      "facts": {to_json(facts, margin)}'
    if match.excerpts:
        said = ["".join(text for text, _ in one) for one in match.excerpts]
        more += f',\n      "excerpts": {to_json(said)}'
    return Written(f"""{{
      "id": {_quote(network.id)},
      "name": {_quote(network.name)},
      "kind": {_quote(network.kind)},
      "themes": {to_json(network.themes)},
      "audiences": {to_json(network.audiences)},
      "scope": {_quote(network.scope)},
      "coverage": {_quote(match.coverage)},
      "covers": {_list(map(_area, network.covers), margin)},
      "carrier": {_quote(network.carrier)},
      "summary": {_quote(network.summary)},
      "use": {_quote(network.use)},
      "cost": {_quote(network.cost)},
      "who": {_quote(network.who)},
      "contact": {{
        "website": {_quote(contact.website)},
        "page": {_quote(contact.page)},
        "email": {_quote(contact.email)},
        "phone": {_quote(contact.phone)},
        "notes": {to_json(contact.notes, margin + "  ")}
      }},
      "contact_known": {to_json({one: _known(*how) for one, *how in contact.known}, margin)},
      "ways_in": {to_json(ways, margin)},
      "sources": {_list(map(_source, network.sources), margin)},
      "checked_on": {_quote(network.checked_on)},
      "valid_from": {_quote(network.valid_from)},
      "valid_until": {_quote(network.valid_until)},
      "expired": {"true" if match.expired else "false"},
      "origin": {_quote(network.origin)},
      "doubt": {_quote(network.doubt)}{more}
    }}""")


def _known(how: str, date: str) -> Written:
    return Written(f"""{{
          "known": {_quote(how or None)},
          "date": {_quote(date)}
        }}""")


def _area(area: Area) -> str:
    return f"""{{
  "kind": {_quote(area.kind)},
  "code": {_quote(area.code)},
  "name": {_quote(area.name)}
}}"""


def _source(source: Source) -> str:
    return f"""{{
  "url": {_quote(source.url)},
  "date": {_quote(source.date)},
  "title": {_quote(source.title)},
  "page_date": {_quote(source.page_date)},
  "read_on": {_quote(source.read_on)}
}}"""


def _list(texts: Iterable[str], margin: str) -> Written:
    """A list of objects that stand at the left, behind a margin."""
    text = ",\n".join(texts)
    lines = f"[\n{text}".replace("\n", f"\n{margin}  ")
    return Written(f"{lines}\n{margin}]" if text else "[]")


# --- JSON ----------------------------------------------------------------------------------------


def to_json(value: Any, margin: str = "") -> str:
    """Plain values as JSON text, its further lines behind a margin; lists of scalars on one line.

    Characters that could act on a terminal are escaped.
    """
    kind = type(value)
    if kind is str or value is None:
        return _quote(value)
    if isinstance(value, Written):
        return value
    if kind is list or kind is tuple:
        kinds = set(map(type, value))
        if kinds <= _TEXTS:
            return f"[{', '.join(map(_quote, value))}]"
        lines = [to_json(one, margin + "  ") for one in value]
        return f"[{', '.join(lines)}]" if kinds <= _SCALARS else _enclosed("[", lines, "]", margin)
    if kind is dict:
        deeper = margin + "  "
        lines = [f"{_quote(name)}: {to_json(one, deeper)}" for name, one in value.items()]
        return _enclosed("{", lines, "}", margin)
    return str(value).lower() if kind is bool else str(value)


def _enclosed(opening: str, lines: list[str], closing: str, margin: str) -> str:
    inner = f",\n{margin}  ".join(lines)
    return f"{opening}\n{margin}  {inner}\n{margin}{closing}" if inner else opening + closing


_TEXTS = frozenset((str, type(None)))
_SCALARS = _TEXTS | {bool, int}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class _Quoted(dict["str | None", str]):
    """The JSON of texts and of ``None``: names and sources recur in a document."""

    def __missing__(self, text: str) -> str:
        if text.isprintable() and '"' not in text and "\\" not in text:
            quoted = f'"{text}"'
        else:
            quoted = '"' + "".join(_ESCAPES.get(mark) or _escaped(mark) for mark in text) + '"'
        self[text] = quoted
        return quoted


_quote = _Quoted({None: "null"}).__getitem__


def _escaped(mark: str) -> str:
    if mark.isprintable() or mark in "\u00a0\u202f":
        return mark
    units = mark.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
