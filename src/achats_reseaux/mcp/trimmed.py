"""A JSON document made small: empty values out, five networks whole, the rest in short."""

from __future__ import annotations

import json
from typing import Any

from achats_reseaux.model import dated
from achats_reseaux.text import shortened, visible

Plain = dict[str, Any]

SHORT, LONG = 3600, 8000
"""The most characters of an answer: 900 tokens about a place, else 2,000."""

MOST_NETWORKS, TRACES_IN_SHORT, MOST_WAYS_IN = 5, 4, 2
_OF_A_PLACE = ("parts", "departements", "regions")
MOST_OF_A_PLACE = 13
"""A longer list of a place's parts or départements is left out; no région has more."""
LONGEST_TEXTS = {"input": 200, "summary": 400, "cost": 400, "who": 400, "text": 200}
"""The most characters of a text, by name; those of one's own entries may be longer."""

_IDENTITY = ("id", "name", "kind", "coverage", "origin", "summary", "cost", "who", "contact")
_STATE = ("ways_in", "doubt", "sign", "valid_until", "expired", "excerpts", "sources")
_BRIEF = _IDENTITY + _STATE
"""What is told of a network among others."""
_WHOLE = _BRIEF + ("themes", "audiences", "scope", "covers", "carrier", "facts")
_USUAL = {"coverage": "full", "origin": "bundled"}
"""What is not told of a network."""
_TRACE = ("id", "label", "year", "url")
_KNOWN = ("note", "as_of", "doubtful")
"""What is kept of what is known of an address."""
_PART = ("code", "name", "networks")
_LEFT_OUT = ("document", "schema_version", "hints", "checked_on")


def trimmed(document: Plain, ceiling: int = LONG, *, whole: bool = False) -> str:
    """A document as JSON text of at most so many characters; all of a network if ``whole``.

    ``total`` counts the networks, unless the document has one of its own.
    """
    content = _without_repetition(document)
    leader = document.get("first") or {}
    networks = [_without_contact(entry, leader) for entry in document.get("results", [])]
    traces = document.get("traces", [])
    if whole:
        content["results"] = [_chosen(entry, _WHOLE) for entry in networks]
    else:
        content["results"] = [_in_brief(entry) for entry in networks]
        content["traces"] = [_chosen(entry, _TRACE) for entry in traces[:TRACES_IN_SHORT]]
    content["more"] = [entry["id"] for entry in networks[MOST_NETWORKS:]]
    del content["results"][MOST_NETWORKS:]
    content.setdefault("total", len(networks))
    if traces:
        content["traces_total"] = len(traces)
    text = _written(content)
    while len(text) > ceiling and _shorten(content):
        text = _written(content)
    return text


def _without_contact(network: Plain, leader: Plain) -> Plain:
    """A network; the one that is first has its contact and its doubt there."""
    if network["id"] != leader.get("id"):
        return network
    return network | {"contact": None, "doubt": None}


def listed_in_short(document: Plain, networks: list[Plain], traces: list[Plain]) -> str:
    """A document with its networks and traces in short, as objects.

    Where there is no room, the last rows are left out, and counted: of one's own there
    may be hundreds.
    """
    content = _without_repetition(document)
    if content["catalogue"]:  # its rows need the room
        content["catalogue"] = content["catalogue"] | {"territories_vintage": None}
    content["total"] = len(networks)
    content["results"] = networks
    content["traces"] = traces
    if traces:
        content["traces_total"] = len(traces)
    text = _written(content)
    for rows, left_out in ((traces, "traces_left_out"), (networks, "networks_left_out")):
        total = len(rows)
        while rows and len(text) > LONG:
            rows.pop()
            content[left_out] = total - len(rows)
            text = _written(content)
    return text


# --- parts of a document --------------------------------------------------------------


def _without_repetition(document: Plain) -> Plain:
    """A document with its message told once, and contacts in the networks alone."""
    content = dict(document)
    message = document["message"]
    content["notes"] = [note for note in document.get("notes", ()) if note != message]
    guichet = document.get("guichet_vert")
    if guichet:
        parts = [_chosen(part, _PART) for part in guichet["parts"]]
        content["guichet_vert"] = guichet | {"parts": parts, "contact": None}
    if document.get("switchboard"):
        content["switchboard"] = document["switchboard"] | {"kind": None, "siren": None}
    return content


def _in_brief(network: Plain) -> Plain:
    return _chosen(network, _BRIEF) | {"ways_in": network["ways_in"][:MOST_WAYS_IN]}


def _chosen(value: Plain, names: tuple[str, ...]) -> Plain:
    """Some properties of a value, but the usual ones of a network."""
    chosen = {}
    for name in names:
        inner = value.get(name)
        if inner != _USUAL.get(name):
            chosen[name] = inner
    return chosen


# --- nothing empty, each source once --------------------------------------------------


def _written(content: Plain) -> str:
    """The JSON text without what is empty; its sources at the end, each once, numbered."""
    numbers: dict[tuple[str, ...], int] = {}
    shown = _compact_object(content, numbers)
    if numbers:
        shown["sources"] = [(number,) + source for source, number in numbers.items()]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _compact(value: Any, numbers: dict[tuple[str, ...], int]) -> Any:
    """A value without what is empty, its texts made visible, a number for each source."""
    if isinstance(value, dict):
        if "page_date" in value:
            return _number_of(value, numbers)
        return _compact_object(value, numbers)
    if isinstance(value, (list, tuple)):
        items = [_compact(item, numbers) for item in value]
        return [item for item in items if item is not None]
    return visible(value) if isinstance(value, str) else value


def _number_of(source: Plain, numbers: dict[tuple[str, ...], int]) -> int | None:
    """The number of a source; ``None`` of a file on this machine."""
    if source["url"].startswith("file:"):
        return None
    numbered = source["url"], source["date"], dated(source["title"], source["page_date"])
    return numbers.setdefault(numbered, len(numbers) + 1)


def _compact_object(value: Plain, numbers: dict[tuple[str, ...], int]) -> Plain:
    compact = {}
    for name, inner in value.items():
        if name in _LEFT_OUT:
            continue
        shown = _compact(inner, numbers)
        if name == "known":
            shown = _known_in_short(shown) if isinstance(shown, dict) else shown
        if name in LONGEST_TEXTS and isinstance(shown, str):
            shown = shortened(shown, LONGEST_TEXTS[name])
        if name in _OF_A_PLACE and len(shown) > MOST_OF_A_PLACE:
            continue
        # Zero is no empty value: nothing covered differs from not known.
        if shown or type(shown) is int:
            compact[name] = shown
    return compact


def _known_in_short(known: Plain) -> Plain:
    """By address what to know of it, where there is something."""
    short = {}
    for address, about in known.items():
        kept = _chosen(about, _KNOWN)
        if any(kept.values()):
            short[address] = {name: value for name, value in kept.items() if value}
    return short


# --- room -----------------------------------------------------------------------------


def _shorten(content: Plain) -> bool:
    """Leave out what matters least, or return False; contacts, doubts and dates stay."""
    results = content["results"]
    if len(results) > 1:
        last = results.pop()
        content["more"].insert(0, last["id"])
        return True
    for subject in results + list(content.get("notions", ())):
        if subject.get("facts"):
            _leave_out_last_fact(subject)
            return True
    for name in ("more", "traces", "groups"):
        if len(content.get(name, ())) > 1:
            content[name].pop()  # the totals tell how many there are
            return True
    return False


def _leave_out_last_fact(subject: Plain) -> None:
    """Leave out the last fact of a network or a notion; ``more_fields`` has its field."""
    field = subject["facts"].pop()["field"]
    others = [name for name in subject.get("more_fields", ()) if name != field]
    subject["more_fields"] = [field] + others
