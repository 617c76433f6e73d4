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
_IDENTITY = ("id", "name", "kind", "coverage", "origin", "summary", "cost", "who", "contact")
_STATE = ("ways_in", "doubt", "sign", "valid_until", "expired", "excerpts", "sources")
_BRIEF = _IDENTITY + _STATE
"""What is told of a network among others."""
_WHOLE = _BRIEF + ("themes", "audiences", "scope", "covers", "carrier", "facts")
_USUAL = {"coverage": "full", "origin": "bundled"}
"""What is not told of a network."""
_TRACE = ("id", "label", "year", "url")
_SWITCHBOARD = ("name", "phone", "email", "website", "page", "date", "note", "sources")
_PART = ("code", "name", "networks")

LISTED = ("name", "where", "contact", "id")
"""What :func:`listed_in_short` tells of a network; the id goes first where there is no room."""
SHOWN_AREAS = 2
"""More areas of a network are counted."""


def trimmed(document: Plain, ceiling: int, today: str, *, whole: bool = False) -> str:
    """A document as JSON text of at most so many characters; ``whole`` has all of a network.

    ``total`` counts the networks, unless the document says what it counts.
    """
    kept = _WHOLE if whole else _BRIEF
    networks = [_network(network, kept) for network in document.get("results", ())]
    content = _head(document)
    content["results"] = networks[:MOST_NETWORKS]
    content.setdefault("total", len(networks))
    content["more"] = [network["id"] for network in networks[MOST_NETWORKS:]]
    traces = document.get("traces", [])
    content["traces_total"] = len(traces) or None
    if not whole:
        content["traces"] = [_chosen(trace, _TRACE) for trace in traces[:TRACES_IN_SHORT]]
    content = _compact_object(content, today)
    text = _written(content)
    while len(text) > ceiling and _shorten(content):
        text = _written(content)
    return text


def listed_in_short(document: Plain, ceiling: int, today: str) -> str:
    """A document whose networks are rows of ``LISTED``, all of them, and its traces likewise."""
    networks = [_row_of_network(network) for network in document["results"]]
    traces = [_row_of_trace(trace) for trace in document["traces"]]
    content = _head(document)
    content["total"] = len(networks)
    content["columns"] = LISTED if networks else ()
    content["results"] = networks
    content["traces"] = traces
    content["traces_total"] = len(traces) or None
    content = _compact_object(content, today)
    _make_room_in_list(content, ceiling)
    return _written(content)


def _make_room_in_list(content: Plain, ceiling: int) -> None:
    """Leave out ids, then traces, then the last networks (of one's own there may be hundreds)."""
    networks, traces = content.get("results", []), content.get("traces", [])
    if networks and len(_written(content)) > ceiling:
        content["columns"].pop()
        for row in networks:
            row.pop()
    if len(_written(content)) > ceiling:
        for row in traces:
            row.pop()
    for rows in (traces, networks):
        while rows and len(_written(content)) > ceiling:
            rows.pop()


# --- rows of a list -------------------------------------------------------------------------------


def _row_of_network(network: Plain) -> list[str]:
    return [network["name"], _where(network), _best_contact(network), network["id"]]


def _row_of_trace(trace: Plain) -> list[str]:
    return [trace["label"], _where(trace), trace["year"], trace["id"]]


def _where(entry: Plain) -> str:
    """The areas of a network or a trace: ``France``, ``67``, ``CC A, CC B, et 3 de plus``."""
    if entry.get("scope") == "national":
        return "France"
    names = []
    for area in entry["covers"][:SHOWN_AREAS]:
        is_departement = area["kind"] == "departement"
        names.append(area["code"] if is_departement else area["name"])
    others = len(entry["covers"]) - SHOWN_AREAS
    if others > 0:
        names.append(f"et {others} de plus")
    return ", ".join(names)


def _best_contact(network: Plain) -> str:
    """Telephone, else e-mail, else the shorter address; of a body's, that it is its standard."""
    contact, known = network["contact"], network["contact_known"]
    for way in ("phone", "email"):
        value: str | None = contact[way]
        if value:
            is_of_body = known[way]["of"] == "body"
            return f"standard : {value}" if is_of_body else value
    addresses = [contact["page"], contact["website"]]
    return min(filter(None, addresses), key=len, default="")


# --- parts of a document --------------------------------------------------------------------------


def _head(document: Plain) -> Plain:
    """A document without what no assistant needs, its message told once, its place in short."""
    content = {name: value for name, value in document.items() if name not in _NEVER}
    message = document["message"]
    content["notes"] = [note for note in document.get("notes", ()) if note != message]
    if content.get("guichet_vert"):
        content["guichet_vert"] = _guichet_vert(content["guichet_vert"])
    if content.get("switchboard"):
        content["switchboard"] = _chosen(content["switchboard"], _SWITCHBOARD)
    return content


def _guichet_vert(guichet: Plain) -> Plain:
    """Without its contacts, which stand in the networks, and the kind that all its parts have."""
    return {
        "status": guichet["status"],
        "networks": guichet["networks"],
        "parts": [_chosen(part, _PART) for part in guichet["parts"]],
        "as_of": guichet["as_of"],
    }


def _network(network: Plain, kept: tuple[str, ...]) -> Plain:
    told = {}
    for name in kept:
        value = network.get(name)
        if value != _USUAL.get(name):
            told[name] = value
    if kept is _BRIEF and network["ways_in"]:
        told["ways_in"] = network["ways_in"][:MOST_WAYS_IN]
    return told


def _chosen(value: Plain, names: tuple[str, ...]) -> Plain:
    return {name: value[name] for name in names}


# --- nothing empty, each source once --------------------------------------------------------------


def _compact(value: Any, today: str) -> Any:
    """A value without what is empty, its texts made visible, each source as a tuple."""
    if isinstance(value, dict):
        if "page_date" in value:
            return _source(value)
        return _compact_object(value, today)
    if isinstance(value, (list, tuple)):
        items = [_compact(item, today) for item in value]
        return [item for item in items if not _is_own_file(item)]
    return visible(value) if isinstance(value, str) else value


def _source(source: Plain) -> tuple[str, str, str]:
    dated = "publié" if source["page_date"] else "lu"
    return source["url"], source["date"], dated


def _is_own_file(value: Any) -> bool:
    """Whether a value is a source that lies on this machine."""
    return isinstance(value, tuple) and value[0].startswith("file:")


def _compact_object(value: Plain, today: str) -> Plain:
    made = {name: _compact(inner, today) for name, inner in value.items()}
    made.pop("checked_on", None)
    if "field" in made:
        last_day = made["valid_until"] or today
        made["expired"] = last_day < today
    for name in ("parts", "departements", "regions"):
        if len(made.get(name) or ()) > MOST_OF_A_PLACE:
            made.pop(name)
    if made.get("input"):
        made["input"] = shortened(made["input"], LONGEST_INPUT)
    # Zero is no empty value: nothing covered differs from not known.
    return {name: inner for name, inner in made.items() if inner or type(inner) is int}


def _written(content: Plain) -> str:
    """The JSON text, each source once at its end, with its number."""
    numbers: dict[tuple[str, ...], int] = {}
    told = _numbered(content, numbers)
    if numbers:
        told["sources"] = [(number, *source) for source, number in numbers.items()]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _numbered(value: Any, numbers: dict[tuple[str, ...], int]) -> Any:
    """A value with a number for each source; a new one gets the next number."""
    if isinstance(value, dict):
        return {name: _numbered(inner, numbers) for name, inner in value.items()}
    if isinstance(value, list):
        return [_numbered(item, numbers) for item in value]
    if isinstance(value, tuple):
        return numbers.setdefault(value, len(numbers) + 1)
    return value


# --- room -----------------------------------------------------------------------------------------


def _shorten(content: Plain) -> bool:
    """Leave out what matters least, or return False; contacts, doubts and dates never go."""
    results = content.get("results", [])
    if len(results) > 1:
        last = results.pop()
        content["more"] = [last["id"], *content.get("more", ())]
        return True
    for subject in (*results, content.get("notion", {})):
        if subject.get("facts"):
            _leave_out_last_fact(subject)
            return True
    for name in ("more", "traces", "groups"):
        if len(content.get(name, ())) > 1:
            content[name].pop()  # the totals tell how many there are
            return True
    return False


def _leave_out_last_fact(subject: Plain) -> None:
    """Leave out the last fact of a network or a notion; ``more_fields`` names its field."""
    field = subject["facts"].pop()["field"]
    fields = subject.setdefault("more_fields", [])
    if field in fields:
        fields.remove(field)
    fields.insert(0, field)
