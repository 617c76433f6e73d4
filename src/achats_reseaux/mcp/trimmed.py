"""A JSON document made small: empty values out, five networks whole, the ids of the rest."""

from __future__ import annotations

import json
from typing import Any

from achats_reseaux.text import shortened, visible

Plain = dict[str, Any]

SHORT, LONG = 3600, 8000
"""The most characters of an answer: 900 tokens about a place, else 2,000."""

MOST_NETWORKS, TRACES_IN_SHORT, MOST_OF_A_PLACE = 5, 4, 13
"""A longer list of a place's parts or départements is left out; no région has more."""

_NEVER = ("schema_version", "hints")
_BRIEF = (
    *("id", "name", "kind", "coverage", "origin", "summary", "cost", "who", "contact"),
    *("ways_in", "doubt", "sign", "valid_until", "expired", "excerpts", "sources"),
)
_WHOLE = (*_BRIEF, "themes", "audiences", "scope", "covers", "carrier", "facts")
_OF_TRACE = ("id", "label", "year", "url")
_USUAL = {"coverage": "full", "origin": "bundled"}
"""What is not told of a network."""


def trimmed(document: Plain, ceiling: int, today: str, *, whole: bool = False) -> str:
    """A document as JSON text of at most so many characters; ``whole`` has all of a network."""
    kept = _WHOLE if whole else _BRIEF
    results = [
        {name: one[name] for name in kept if one.get(name) != _USUAL.get(name)}
        for one in document.get("results", ())
    ]
    content = {name: one for name, one in document.items() if name not in _NEVER}
    content |= {"results": results[:MOST_NETWORKS], "total": len(results)}
    content["more"] = [one["id"] for one in results[MOST_NETWORKS:]]
    if not whole:
        content |= _brief_traces(document.get("traces", []))
    if content.get("guichet_vert"):  # its contact is that of a result
        guichet = content["guichet_vert"]
        content["guichet_vert"] = {name: guichet[name] for name in guichet if name != "contact"}
    content["notes"] = [one for one in content.get("notes", ()) if one != content["message"]]
    content = _compact(content, today)
    while len(text := _written(content)) > ceiling and _shorten(content):
        pass
    return text


def _brief_traces(traces: list[Plain]) -> Plain:
    """A few traces in short, and how many there are; ``show_network`` has all of one."""
    told = [{name: one[name] for name in _OF_TRACE} for one in traces[:TRACES_IN_SHORT]]
    return {"traces": told, "traces_total": len(traces)} if told else {"traces": []}


def _compact(value: Any, today: str) -> Any:
    """A value without what is empty, its texts made visible, each source as a tuple."""
    if isinstance(value, dict):
        if "page_date" in value:
            return value["url"], value["date"], "publié" if value["page_date"] else "lu"
        made = {name: _compact(one, today) for name, one in value.items() if name != "checked_on"}
        if "field" in made:
            made["expired"] = (made["valid_until"] or today) < today
        for name in ("parts", "departements", "regions"):
            if len(made.get(name) or ()) > MOST_OF_A_PLACE:
                made.pop(name)
        if made.get("input"):
            made["input"] = shortened(made["input"], 200)
        # Zero is no empty value: nothing covered differs from not known.
        return {name: one for name, one in made.items() if one or type(one) is int}
    if isinstance(value, (list, tuple)):
        found = [_compact(one, today) for one in value]
        return [one for one in found if not (isinstance(one, tuple) and one[0].startswith("file:"))]
    return visible(value) if isinstance(value, str) else value


def _written(content: Plain) -> str:
    """The JSON text, each source once at its end, with its number."""
    numbers: dict[tuple[str, ...], int] = {}

    def numbered(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: numbered(one) for name, one in value.items()}
        if isinstance(value, list):
            return [numbered(one) for one in value]
        return numbers.setdefault(value, len(numbers) + 1) if isinstance(value, tuple) else value

    told = numbered(content)
    if numbers:
        told["sources"] = [[number, *source] for source, number in numbers.items()]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _shorten(content: Plain) -> bool:
    """Leave out what matters least, or return False; contacts, doubts and dates never go."""
    results, more = content.get("results", []), content.get("more", [])
    for one in [*results, content.get("notion", {})] if len(results) <= 1 else ():
        if one.get("facts"):
            field = one["facts"].pop()["field"]
            one["more_fields"] = [*dict.fromkeys((field, *one.get("more_fields", ())))]
            return True
    if len(results) > 1:
        content["more"] = [results.pop()["id"], *more]
        return True
    return bool(more) and bool(more.pop())  # ``total`` tells how many there are
