"""From a call of a tool to its structured content, a document made small, and to its text."""

import json
import os
from functools import partial
from typing import Any

from achats_reseaux import api
from achats_reseaux.errors import ReseauxError, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Catalogue
from achats_reseaux.output.messages import guichet_vert_sentence
from achats_reseaux.output.outline import compact, outline
from achats_reseaux.output.python import PythonAnswer

Plain = dict[str, Any]

with open(os.path.join(tsv_table.folder(), "mcp", "outils.json"), encoding="utf-8") as _stream:
    DATA: Plain = json.load(_stream)
TOOLS: dict[str, Plain] = {tool["name"]: tool for tool in DATA["tools"]}
as_text = partial(outline, labels=DATA["labels"])
_MOST = 13  # départements, territories or candidates that are listed; no region has more


def content_of(catalogue: Catalogue, today: str, name: str, given: Plain) -> Plain:
    """The content of a call, no bigger than its tool may be; a refusal is one too.

    ``name`` is one of ``TOOLS``, ``given`` what the client sends, whatever it is, and ``today`` the
    ISO date with which validity dates are compared.
    """
    tool = TOOLS[name]
    try:
        call: Any = {"coverage": _coverage, "resolve_place": _places}.get(name, _called)
        made = call(catalogue, today, tool, **_arguments(tool, given))
    except ReseauxError as error:
        made = {"status": "invalid", "message": error.message, "suggestions": error.suggestions}
    made["message"] = (made["message"] or "").replace("--", "")  # an option is an argument here
    made["catalogue"] = {"version": catalogue.version, "as_of": catalogue.as_of}
    made = {one: made[one] for one in tool["output"] if one in made}
    while True:
        content = _told(made)
        size = max(map(len, (json.dumps(content, ensure_ascii=False), as_text(content))))
        if size <= tool["characters"] or not _fold(made):
            return content


def _arguments(tool: Plain, given: Plain) -> Plain:
    """The arguments that have a value; a text alone is a list of one."""
    asked = {name: one for name, one in given.items() if one is not None}
    lists = {name for name in tool["input"] if DATA["input"][name]["type"] == "array"}
    asked |= {name: [asked[name]] for name in lists & asked.keys() if isinstance(asked[name], str)}
    known = {*tool["required"]} <= asked.keys() <= {*tool["input"]}
    typed = all(type(one) is (list if name in lists else str) for name, one in asked.items())
    if not (known and typed and all(type(text) is str for one in asked.values() for text in one)):
        raise UsageError(tool["usage"])
    return asked


def _called(catalogue: Catalogue, today: str, tool: Plain, **asked: Any) -> Plain:
    answer: PythonAnswer = getattr(api, tool["function"])(**asked, catalogue=catalogue, today=today)
    document = answer.to_dict()
    results, guichet = document["results"], document["guichet_vert"]
    place, steps = document["query"]["place"], answer.next_steps
    notions = [document["notion"], *document["other_notions"]] if "notion" in document else []
    for fact in (fact for one in (*results, *notions) for fact in one.get("facts", ())):
        fact["expired"] = (fact["valid_until"] or today) < today
    candidates = zip(document["candidates"][:_MOST], steps, strict=False)
    return {
        **document,
        "place": place and {name: _few(one, 5) for name, one in place.items()},
        "guichet_vert": guichet and _guichet_vert(answer, guichet),
        "notions": [_picked(DATA["notion"], one) for one in notions],
        "networks": [_network(tool, one) for one in results[: tool["networks"]]],
        "total": len(results) or None,
        "more": [one["id"] for one in results[tool["networks"] :]],
        "candidates": [{"text": step.arguments["place"], **one} for one, step in candidates],
        "notes": answer.notes,
        "next_steps": [
            {"tool": tool["name"], **one.arguments} for one in steps if answer.status == "none"
        ],
    }


def _guichet_vert(answer: PythonAnswer, guichet: Plain) -> Plain:
    """The guichets verts; who serves which départements where it is not one for all."""
    verdict, served = guichet_vert_sentence(answer), dict[str, list[str]]()
    if guichet["status"] in ("split", "partial"):
        verdict = " : ".join(verdict.split(" : ")[:2])  # the rest is said by the parts
        for part in guichet["parts"] if len(guichet["parts"]) <= _MOST else ():
            by = ", ".join(part["networks"]) or "aucun"
            served.setdefault(by, []).append(part["code"])
    parts = [{"networks": by, "departements": names} for by, names in served.items()]
    return {**guichet, "verdict": verdict, "parts": parts}


def _network(tool: Plain, result: Plain) -> Plain:
    ways, contact = result["ways_in"], result["contact"]
    made = {
        **result,
        **contact,
        "caveats": contact["notes"],
        "where": _few([area["name"] for area in result["covers"]]),
        "ways_in": [f"{one['label']} : {one['url']} {one['note'] or ''}".strip() for one in ways],
        "sources": result["sources"][: tool["sources"]],
    }
    return _picked(tool["network"], made)


def _picked(names: list[str], one: Plain) -> Plain:
    """Some properties of an object of a document, where they are not as usual."""
    made = {name: one[name] for name in names if one.get(name) not in DATA["usual"]}
    if "sources" in made:
        sources = [
            (source["url"], source["date"], "publié" if source["page_date"] else "lu")
            for source in made["sources"]
            if not source["url"].startswith("file:")  # one's own file
        ]
        made["sources"] = [*dict.fromkeys(sources)]
    if "facts" in made:
        made["facts"] = [_picked(DATA["fact"], fact) for fact in made["facts"]]
    return made


def _places(catalogue: Catalogue, today: str, tool: Plain, text: str) -> Plain:
    made = _called(catalogue, today, tool, place=text)
    found = {"status": "found", "message": ""} if made["place"] else {}
    return {**made, **found, "candidates": [*filter(None, [made["place"]]), *made["candidates"]]}


def _coverage(catalogue: Catalogue, today: str, tool: Plain, **asked: str) -> Plain:
    place, kind, by = asked.get("place"), asked.get("kind", "guichet-vert"), asked.get("by")
    answer = {} if place is None else _called(catalogue, today, tool, place=place)
    if place is not None and not answer["place"]:
        return answer
    levels = tool["levels" if place is None else "levels_of_a_place"]
    if by not in (None, *levels):
        raise UsageError(tool["usage"])
    found = api.coverage(
        place=place,
        kinds=[kind],
        status=[asked["status"]] if "status" in asked else [],
        by=by or levels[0],
        catalogue=catalogue,
    )
    groups: dict[tuple[str, str], list[str]] = {}
    for one in found.areas:
        state = one.status, ", ".join(one.networks)
        groups.setdefault(state, []).append(f"{one.area.name} ({one.area.code})")
    notes = [DATA["known_only"]] * found.known_only + [*answer.get("notes", ())]
    notes += [f"Réseaux nationaux, non comptés : {found.national}."] * bool(found.national)
    return {
        "status": "found" if groups else "none",
        "message": "" if groups else "Aucun territoire entier à cette maille, ou dans cet état.",
        "place": answer.get("place"),
        "by": found.by,
        "totals": found.to_dict()["totals"],
        "groups": [
            {"status": state, "networks": networks, "count": len(names), "areas": names}
            for (state, networks), names in groups.items()
        ],
        "notes": notes,
    }


def _few(value: Any, most: int = _MOST) -> Any:
    return [] if isinstance(value, list) and len(value) > most else value


def _told(made: Plain) -> Plain:
    """The content as it is told: each source that it cites once, at the end, with its number."""
    content: Plain = compact(made)
    entries = [*content.get("networks", ()), *content.get("notions", ())]
    numbers: dict[tuple[str, ...], int] = {}
    for one in [*entries, *(fact for entry in entries for fact in entry.get("facts", ()))]:
        cited = [tuple(source) for source in one.pop("sources", ())]
        if cited:
            one["sources"] = [numbers.setdefault(key, len(numbers) + 1) for key in cited]
    listed = [dict(zip(DATA["source"], (n, *key), strict=True)) for key, n in numbers.items()]
    return {**content, "sources": listed} if listed else content


def _fold(made: Plain) -> bool:
    """Leave out what matters least, or return False; contacts, doubts and dates never go."""
    networks, more = made.get("networks", []), made.get("more", [])
    if any(_cut(one, name) for name in DATA["folded"] for one in reversed(networks)):
        return True
    if len(networks) <= 5 and any(_cut(one, "facts") for one in made.get("notions", ())):
        return True
    longest = max([more, *(one["areas"] for one in made.get("groups", ()))], key=len)
    if len(networks) <= 5 and len(longest) > 2:
        del longest[len(longest) * 3 // 4 :]
        made["notes"] = [*dict.fromkeys((*made["notes"], DATA["shortened"]))]
    elif len(networks) > 1:
        more.insert(0, networks.pop()["id"])
    else:
        return False
    return True


def _cut(one: Plain, name: str) -> bool:
    """Leave out a property, or the last of a list but of the ways in; facts by their field."""
    value = one.get(name)
    if isinstance(value, list) and len(value) > (name == "ways_in"):
        last = value.pop()
        if name == "facts":
            one["more_fields"] = [*dict.fromkeys((last["field"], *one.get("more_fields", ())))]
        return True
    return isinstance(value, str) and one.pop(name) != ""
