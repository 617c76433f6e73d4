"""A JSON document made small: empty values out, five networks whole, the rest in short."""

from __future__ import annotations

import json
from typing import Any

from achats_reseaux.text import shortened, visible

Plain = dict[str, Any]

SHORT, LONG = 3600, 8000
"""The most characters of an answer: 900 tokens about a place, else 2,000."""

MOST_NETWORKS, TRACES_IN_SHORT, MOST_WAYS_IN = 5, 4, 2
MOST_OF_A_PLACE = 13
"""A longer list of a place's parts or départements is left out; no région has more."""
LONGEST_INPUT = 200

_NEVER = ("schema_version", "hints")
_BRIEF = (
    *("id", "name", "kind", "coverage", "origin", "summary", "cost", "who", "contact"),
    *("ways_in", "doubt", "sign", "valid_until", "expired", "excerpts", "sources"),
)
_WHOLE = (*_BRIEF, "themes", "audiences", "scope", "covers", "carrier", "facts")
_TRACE = ("id", "label", "year", "url")
_SWITCHBOARD = ("name", "phone", "email", "website", "page", "date", "note", "sources")
_USUAL = {"coverage": "full", "origin": "bundled"}
"""What is not told of a network."""

LISTED = ("name", "where", "contact", "id")
"""What ``listed_in_short`` tells of a network; the id goes first where there is no room."""
SHOWN_AREAS = 2
"""More areas of a network are counted."""


def trimmed(document: Plain, ceiling: int, today: str, *, whole: bool = False) -> str:
    """A document as JSON text of at most so many characters; ``whole`` has all of a network."""
    networks = [_network(one, whole=whole) for one in document.get("results", ())]
    content = _head(document)
    content["results"] = networks[:MOST_NETWORKS]
    content.setdefault("total", len(networks))
    content["more"] = [one["id"] for one in networks[MOST_NETWORKS:]]
    content["traces"] = _traces(document, whole=whole)
    content["traces_total"] = len(document.get("traces", ())) or None
    content["guichet_vert"] = _guichet_vert(document.get("guichet_vert"))
    content["switchboard"] = _chosen(document.get("switchboard"), _SWITCHBOARD)
    content = _compact(content, today)
    text = _written(content)
    while len(text) > ceiling and _shorten(content):
        text = _written(content)
    return text


def listed_in_short(document: Plain, ceiling: int, today: str) -> str:
    """A document whose networks are rows of ``LISTED``, all of them, and its traces likewise."""
    rows = [_row(one) for one in document["results"]]
    traces = [[one["label"], _where(one), one["year"], one["id"]] for one in document["traces"]]
    content = _head(document) | {
        "total": len(rows),
        "columns": LISTED if rows else (),
        "results": rows,
        "traces": traces,
        "traces_total": len(traces) or None,
    }
    content = _compact(content, today)
    if len(_written(content)) > ceiling:
        _without_last_column(content, "results")
        content["columns"].pop()
    if len(_written(content)) > ceiling:
        _without_last_column(content, "traces")
    while len(_written(content)) > ceiling and content.get("traces"):
        content["traces"].pop()
    while len(_written(content)) > ceiling and content["results"]:  # of one's own: hundreds
        content["results"].pop()
    return _written(content)


def _without_last_column(content: Plain, name: str) -> None:
    for row in content.get(name, ()):
        row.pop()


def _row(network: Plain) -> list[str]:
    return [network["name"], _where(network), _best_contact(network), network["id"]]


def _where(one: Plain) -> str:
    """The area of a network or a trace in short: ``France``, ``67``, ``CC A, CC B et 3 autres``."""
    if one.get("scope") == "national":
        return "France"
    names = []
    for area in one["covers"][:SHOWN_AREAS]:
        names.append(area["code"] if area["kind"] == "departement" else area["name"])
    others = len(one["covers"]) - SHOWN_AREAS
    if others > 0:
        names.append(f"et {others} de plus")
    return ", ".join(names)


def _best_contact(network: Plain) -> str:
    """Telephone, else e-mail, else the shorter address; of a body's that it is its standard."""
    contact = network["contact"]
    for way in ("phone", "email"):
        if contact[way]:
            is_own = network["contact_known"][way]["of"] == "network"
            return str(contact[way]) if is_own else f"standard : {contact[way]}"
    addresses = [contact[way] for way in ("page", "website") if contact[way]]
    return min(addresses, key=len, default="")


# --- parts of a document -------------------------------------------------------------------------


def _head(document: Plain) -> Plain:
    """A document without what no assistant needs; its message is not told a second time."""
    content = {name: one for name, one in document.items() if name not in _NEVER}
    message = document["message"]
    return content | {"notes": [one for one in document.get("notes", ()) if one != message]}


def _network(network: Plain, *, whole: bool) -> Plain:
    kept = _WHOLE if whole else _BRIEF
    told = {name: network[name] for name in kept if network.get(name) != _USUAL.get(name)}
    if not whole:
        told["ways_in"] = network["ways_in"][:MOST_WAYS_IN]
    return told


def _traces(document: Plain, *, whole: bool) -> list[Plain]:
    traces = document.get("traces", ())
    if whole:
        return list(traces)
    return [{name: one[name] for name in _TRACE} for one in traces[:TRACES_IN_SHORT]]


def _guichet_vert(guichet: Plain | None) -> Plain | None:
    """Without its contacts, which stand in the networks, and the kind that all its parts have."""
    if guichet is None:
        return None
    parts = [_chosen(one, ("code", "name", "networks")) for one in guichet["parts"]]
    return {name: one for name, one in guichet.items() if name != "contact"} | {"parts": parts}


def _chosen(value: Plain | None, names: tuple[str, ...]) -> Plain | None:
    return None if value is None else {name: value[name] for name in names}


def _compact(value: Any, today: str) -> Any:
    """A value without what is empty, its texts made visible, each source as a tuple."""
    if isinstance(value, dict):
        return _compact_object(value, today)
    if isinstance(value, (list, tuple)):
        found = [_compact(one, today) for one in value]
        return [one for one in found if not _is_own_file(one)]
    return visible(value) if isinstance(value, str) else value


def _compact_object(value: Plain, today: str) -> Any:
    if "page_date" in value:
        return value["url"], value["date"], "publié" if value["page_date"] else "lu"
    made = {name: _compact(one, today) for name, one in value.items() if name != "checked_on"}
    if "field" in made:
        last_day = made["valid_until"] or today
        made["expired"] = last_day < today
    for name in ("parts", "departements", "regions"):
        if len(made.get(name) or ()) > MOST_OF_A_PLACE:
            made.pop(name)
    if made.get("input"):
        made["input"] = shortened(made["input"], LONGEST_INPUT)
    # Zero is no empty value: nothing covered differs from not known.
    return {name: one for name, one in made.items() if one or type(one) is int}


def _is_own_file(value: Any) -> bool:
    """Whether a value is a source that lies on this machine."""
    return isinstance(value, tuple) and value[0].startswith("file:")


def _written(content: Plain) -> str:
    """The JSON text, each source once at its end, with its number."""
    numbers: dict[tuple[str, ...], int] = {}
    told = _numbered(content, numbers)
    if numbers:
        told["sources"] = [[number, *source] for source, number in numbers.items()]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _numbered(value: Any, numbers: dict[tuple[str, ...], int]) -> Any:
    """A value with a number for each source; a new one gets the next number."""
    if isinstance(value, dict):
        return {name: _numbered(one, numbers) for name, one in value.items()}
    if isinstance(value, list):
        return [_numbered(one, numbers) for one in value]
    if isinstance(value, tuple):
        return numbers.setdefault(value, len(numbers) + 1)
    return value


def _shorten(content: Plain) -> bool:
    """Leave out what matters least, or return False; contacts, doubts and dates never go."""
    results, more = content.get("results", []), content.get("more", [])
    if len(results) <= 1:
        for one in (*results, content.get("notion", {})):
            if one.get("facts"):
                _leave_out_last_fact(one)
                return True
    if len(results) > 1:
        content["more"] = [results.pop()["id"], *more]
        return True
    traces = content.get("traces", [])
    for shrinking in (more, traces, content.get("groups", [])):
        if len(shrinking) > 1:
            shrinking.pop()  # the totals tell how many there are
            return True
    return False


def _leave_out_last_fact(subject: Plain) -> None:
    """Leave out the last fact of a network or a notion, and name its field."""
    field = subject["facts"].pop()["field"]
    others = subject.get("more_fields", ())
    subject["more_fields"] = list(dict.fromkeys((field, *others)))
