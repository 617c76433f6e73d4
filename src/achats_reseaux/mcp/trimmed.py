"""A JSON document made small: empty values out, five networks whole, the ids of the rest."""

from __future__ import annotations

import json
from typing import Any

from achats_reseaux.text import visible

Plain = dict[str, Any]

MOST_NETWORKS, MOST_OF_A_LIST = 5, 13
"""A longer list of a place's départements is left out; no région has more."""

_NEVER = ("schema_version", "hints")
_BRIEF = (
    *("id", "name", "kind", "coverage", "origin", "summary", "cost", "who", "contact"),
    *("ways_in", "doubt", "valid_until", "expired", "excerpts", "sources"),
)
_WHOLE = (*_BRIEF, "themes", "audiences", "scope", "covers", "carrier", "facts")
_USUAL = {"coverage": "full", "origin": "bundled"}
"""What is not told of a network."""
_SHORTENED = "Une liste est abrégée : le nombre dit combien il y en a."


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
    content["notes"] = [one for one in content.get("notes", ()) if one != content["message"]]
    content = _compact(content, today)
    while len(text := _written(content)) > ceiling and _shorten(content):
        pass
    return text


def _compact(value: Any, today: str) -> Any:
    """A value without what is empty, its texts made visible, each source as a tuple."""
    if isinstance(value, dict):
        if "page_date" in value:
            return value["url"], value["date"], "publié" if value["page_date"] else "lu"
        made = {name: _compact(one, today) for name, one in value.items() if name != "checked_on"}
        if "field" in made:
            made["expired"] = (made["valid_until"] or today) < today
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
    results = content.get("results", [])
    place, guichet = content.get("query", {}).get("place", {}), content.get("guichet_vert", {})
    for holder, name in ((guichet, "parts"), (place, "departements"), (place, "regions")):
        if len(holder.get(name, ())) > MOST_OF_A_LIST:
            return bool(holder.pop(name))
    for one in [*results, content.get("notion", {})] if len(results) <= 1 else ():
        if one.get("facts"):
            field = one["facts"].pop()["field"]
            one["more_fields"] = [*dict.fromkeys((field, *one.get("more_fields", ())))]
            return True
    for name in ("covers", "who", "excerpts", "cost", "summary"):
        for one in reversed(results):
            if one.pop(name, None) is not None:
                return True
    if len(results) > 1:
        content.setdefault("more", []).insert(0, results.pop()["id"])
        return True
    lists = [content.get("more", []), *(one["areas"] for one in content.get("groups", ()))]
    longest = max(lists, key=len)
    del longest[len(longest) * 3 // 4 :]
    content["notes"] = [*dict.fromkeys((*content.get("notes", ()), _SHORTENED))]
    return len(longest) > 1
