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
_LEFT_OUT = ("document", "schema_version", "hints", "checked_on", "territories_vintage")
_OF_A_TOOL = {"command": None, "words": None}
"""What is not told of a query: the client knows which tool it called, and with what."""
_OF_A_SOURCE = dict.fromkeys(("kind", "siren", "page", "date"))
"""What is not told of a switchboard: its source has its page and its date."""


def trimmed(document: Plain, ceiling: int = LONG, *, whole: bool = False) -> str:
    """A document as JSON text of at most so many characters; all of a network if ``whole``.

    ``total`` counts the networks, unless the document has one of its own.
    """
    content = _without_repetition(document)
    networks = document.get("results", [])
    traces = document.get("traces", [])
    if whole:
        content["results"] = [_chosen(entry, _WHOLE) for entry in networks]
    else:
        first = document.get("first") or {}
        content["results"] = [_in_brief(entry, first.get("id")) for entry in networks]
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


def listed_in_short(document: Plain, networks: list[Plain], traces: list[Plain]) -> str:
    """A document with its networks and traces in short, as objects.

    Where there is no room, the last traces are left out, then of the last networks all
    but the id, then the last ids: of one's own there may be hundreds.
    """
    content = _without_repetition(document)
    content |= {"results": networks, "traces": traces, "more": [], "total": len(networks)}
    if traces:
        content["traces_total"] = len(traces)
    text = _written(content)
    while len(text) > LONG and _shorten_list(content):
        text = _written(content)
    return text


def _shorten_list(content: Plain) -> bool:
    if content["traces"]:
        content["traces"].pop()
    elif content["results"]:
        content["more"].insert(0, content["results"].pop()["id"])
    elif content["more"]:
        content["more"].pop()
    else:
        return False
    return True


# --- parts of a document --------------------------------------------------------------


def _without_repetition(document: Plain) -> Plain:
    """A document whose contacts are in the networks alone, and that of the first there."""
    content = dict(document)
    content["query"] = document["query"] | _OF_A_TOOL
    if document["query"]["place"]:  # its kind and its code are what to ask
        content["query"]["place"] = document["query"]["place"] | {"ask": None}
    guichet = document.get("guichet_vert")
    if guichet:
        parts = [_chosen(part, _PART) for part in guichet["parts"]]
        parts = parts if len(parts) > 1 else []  # of one, the place is known
        content["guichet_vert"] = guichet | {"parts": parts, "contact": None}
    if document.get("switchboard"):
        content["switchboard"] = document["switchboard"] | _OF_A_SOURCE
        if (document.get("first") or {}).get("kind") == "switchboard":
            content["switchboard"]["contact"] = None
    return content


def _in_brief(network: Plain, first: str | None) -> Plain:
    """A network among others; the first has its contact and its doubt there.

    What leads to those without a contact is told of these alone.
    """
    brief = _chosen(network, _BRIEF)
    brief["ways_in"] = network["ways_in"][:MOST_WAYS_IN]
    if network["contact"]["best"]:
        brief["ways_in"] = []
    if network["id"] == first:
        brief |= {"contact": None, "doubt": None}
    return brief


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
    for name in ("traces", "more", "groups"):
        if len(content.get(name, ())) > 1:
            content[name].pop()  # the totals tell how many there are
            return True
    return False


def _leave_out_last_fact(subject: Plain) -> None:
    """Leave out the last fact of a network or a notion; ``more_fields`` has its field."""
    field = subject["facts"].pop()["field"]
    others = [name for name in subject.get("more_fields", ()) if name != field]
    subject["more_fields"] = [field] + others
