"""The server for assistants, as the SDK's own client meets it on its standard streams."""

import itertools
import json
import re
import sys
import tomllib
from typing import Any, NamedTuple

import pytest

pytest.importorskip("mcp.client")  # without the SDK this folder is a package "mcp"

from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters, stdio_client

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.mcp.server import _Tools
from achats_reseaux.mcp.trimmed import trimmed
from helpers.cases import cases
from helpers.checkout import ROOT, small_catalogue
from helpers.documents import objects_in
from helpers.home import Home
from helpers.lines import check_text, check_values
from helpers.made_up import network, own_file
from helpers.run import COMMAND, environment, process, run

TOKEN = 4
"""Characters of one, as README counts."""

CEILINGS = {"find_help": 900}
"""The most tokens of an answer; 2,000 of the others."""

WATCHED = """
import os, sys
LISTENED = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo")
LISTENED += ("subprocess.Popen", "os.system", "os.remove", "os.rename", "os.mkdir")
def hook(event, values):
    writes = event == "open" and (set(str(values[1])) & set("wax+") or values[2] & 3)
    if event in LISTENED or (writes and not isinstance(values[0], int)):
        os.write(2, f"touched: {event} {values[:2]}\\n".encode())
sys.dont_write_bytecode = True
sys.addaudithook(hook)
"""
"""Tells on stderr every address, program and file that the server touches, but those it reads."""

Call = tuple[str, dict[str, Any]]


class Session(NamedTuple):
    """What a server told a client, and what it wrote on stderr."""

    tools: list[Any]
    instructions: str
    texts: list[str]
    refused: list[bool]
    stderr: str


def session(folder: Path, calls: list[Call], *options: str, home: Path | None = None) -> Session:
    """Start a server, call its tools one after the other, and let its input end."""
    errors = folder / "stderr"
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", WATCHED + COMMAND, "mcp", *options],
        env=environment({"HOME": str(home)} if home else {}),
    )

    async def talk() -> Session:
        with errors.open("w", encoding="utf-8") as log, anyio.fail_after(120):
            async with Client(stdio_client(parameters, errlog=log)) as client:
                tools = (await client.list_tools()).tools
                results: list[Any] = [await client.call_tool(*one) for one in calls]
                texts = [one.content[0].text for one in results]
                refused = [bool(one.is_error) for one in results]
                return Session(tools, client.instructions or "", texts, refused, "")

    return anyio.run(talk)._replace(stderr=errors.read_text("utf-8"))


def tools_of(today: str) -> _Tools:
    return _Tools(achats_reseaux.load(), lambda: today)


def size(text: str) -> int:
    return -(-len(text) // TOKEN)


TOOLS = {
    "find_help": ({"place", "themes", "kinds", "audiences", "scope"}, ["place"]),
    "show_network": ({"name", "fields"}, ["name"]),
    "list_networks": ({"themes", "kinds", "audiences", "scope"}, None),
    "search": ({"words"}, ["words"]),
    "coverage": ({"place", "kinds", "statuses", "by"}, None),
    "resolve_place": ({"text"}, ["text"]),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Session]:
    """What one server answers to each list of calls; it touches nothing."""
    lists: dict[str, list[Call]] = {
        "told": [*CALLS.values()],
        "long": LONG_TEXTS,
        "refused": [(name, given) for name, given, _, _ in REFUSED],
        "wrong": [(name, given) for name, given, _, _ in WRONG_VALUES],
        "no tool": [("find", {"place": "Rouen"})],
        "own": [("show_network", {"name": "plie-du-havre"})],
    }
    folder = tmp_path_factory.mktemp("served")
    Home(folder).writes(OWN)
    whole = session(folder, [*itertools.chain(*lists.values())], home=folder)
    assert whole.stderr == ""
    found, start = {}, 0
    for name, calls in lists.items():
        mine = slice(start, start + len(calls))
        found[name] = whole._replace(texts=whole.texts[mine], refused=whole.refused[mine])
        start = mine.stop
    return found


def test_it_has_exactly_the_six_tools(served: dict[str, Session]) -> None:
    told = served["told"]
    words = achats_reseaux.load().words
    values = {f"{one}s": [word.id for word in words[one]] for one in ("theme", "kind", "audience")}
    values["fields"] = ["contact", *(word.id for word in words["field"])]
    values["statuses"] = ["covered", "split", "partial", "none", "trace", "unknown"]
    values["by"] = ["region", "departement"]
    values["scope"] = ["local", "national"]
    assert [one.name for one in told.tools] == list(TOOLS)
    notions = ", ".join(achats_reseaux.load().notion_ids)
    for tool in told.tools:
        taken, required = TOOLS[tool.name]
        assert set(tool.input_schema["properties"]) == taken
        assert tool.input_schema.get("required") == required
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema is None
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, False)
        assert "\nEnglish: " in tool.description
        for name, schema in tool.input_schema["properties"].items():
            last = f"Notions : {notions}." if name == "name" else "."
            assert schema["description"].endswith(last)
            assert schema.get("items", schema).get("enum") == values.get(name)
            assert schema.get("default", "departement") in ("departement", [])
    shown = [one.model_dump(by_alias=True, exclude_none=True) for one in told.tools]
    assert size(json.dumps(shown, ensure_ascii=False)) <= 4000
    for said in ("« none » est une réponse", "Ne devinez jamais", "ambigu", "source", "In English"):
        assert said in told.instructions


LONG = "x" * 100_000


def given(cell: str) -> dict[str, Any]:
    """The arguments of a call in a table; ``LONG`` stands for a text of that length."""
    arguments: dict[str, Any] = json.loads(cell.replace("LONG", LONG), strict=False)
    return arguments


CALLED = cases("mcp/calls.tsv")
CALLS: dict[str, Call] = {name: (tool, given(cell)) for name, tool, cell, *_ in CALLED}


@pytest.fixture(scope="module")
def told(served: dict[str, Session]) -> dict[str, Any]:
    """What each call is answered."""
    found = served["told"]
    assert not any(found.refused)
    for text, (tool, given) in zip(found.texts, CALLS.values(), strict=True):
        assert size(text) <= CEILINGS.get(tool, 2000), given
        assert text.translate({0xA0: " ", 0x202F: " "}).isprintable()
    return dict(zip(CALLS, map(json.loads, found.texts), strict=True))


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_is_the_document_without_what_is_empty(told: dict[str, Any], name: str) -> None:
    content, (tool, given) = told[name], CALLS[name]
    items = [item for one in objects_in(content) for item in one.items()]
    assert [name for name, one in items if not one and type(one) is not int] == []
    cited = {one for name, some in items if name == "sources" for one in some if type(one) is int}
    assert cited == {number for number, *_ in content.get("sources", [])}
    if tool != "find_help":
        return
    expected = achats_reseaux.find(**{**given, "place": str(given["place"])}).to_dict()
    ids = [one["id"] for one in expected["results"]]
    shown = content.get("results", [])
    told_of = [one["id"] for one in shown] + content.get("more", [])
    assert told_of == ids[: len(told_of)], "the last are left out where there is no room"
    assert len(told_of) >= len(ids) - 2
    assert len(shown) <= 5
    assert content.get("total", 0) == len(ids)
    first = content.get("first", {})
    for one, result in zip(shown, expected["results"], strict=False):
        is_first = one["id"] == first.get("id")
        where = first if is_first else one
        assert where.get("contact", {}) == in_short(result["contact"]), "an address has its note"
        assert where.get("doubt") == result["doubt"]
        assert not is_first or {"contact", "doubt"}.isdisjoint(one), "told once"
    if guichet := expected["guichet_vert"]:
        assert content["guichet_vert"]["status"] == guichet["status"]
        assert content["guichet_vert"].get("networks", []) == guichet["networks"]
        assert content["guichet_vert"]["as_of"] == "2024-11-18"


def in_short(contact: dict[str, Any]) -> dict[str, Any]:
    """What a tool tells of a contact: of its addresses the note, the date and a doubt."""
    known = {}
    for address, about in contact["known"].items():
        if about is not None:
            told = {name: about[name] for name in ("note", "as_of", "doubtful")}
            known[address] = {name: value for name, value in told.items() if value}
    whole = contact | {"known": {address: told for address, told in known.items() if told}}
    return {name: value for name, value in whole.items() if value}


def test_an_answer_says_what_it_must(told: dict[str, Any]) -> None:
    for name, _, _, status, values, words in CALLED:
        assert told[name]["status"] == status, name
        check_values(values, told[name])
        check_text(words, json.dumps(told[name], ensure_ascii=False))


def test_every_fact_has_its_sources_and_their_dates(told: dict[str, Any]) -> None:
    content = told["a network"]
    (network,) = content["results"]
    (match,) = achats_reseaux.show("ran-coper").results
    assert [one["value"] for one in network["facts"]] == [one.value for one in match.facts]
    sources = {number: tuple(source) for number, *source in content["sources"]}
    for shown, fact in zip(network["facts"], match.facts, strict=True):
        expected = {(one.url, one.date, one.dated) for one in fact.sources}
        assert {sources[number] for number in shown["sources"]} == expected


def test_what_does_not_fit_is_named() -> None:
    answer = achats_reseaux.show("arnia")
    (match,) = answer.results
    content = json.loads(trimmed(answer.to_dict(), 4000, whole=True))
    (network,) = content["results"]
    left_out = [fact.field for fact in match.facts[len(network["facts"]) :]]
    assert network["more_fields"] == list(dict.fromkeys(left_out))


def test_the_facts_of_a_notion_stay_before_the_networks_that_it_leads_to(
    told: dict[str, Any],
) -> None:
    expected = achats_reseaux.show("guichet-vert", fields=["ne-fait-pas", "cout"]).to_dict()
    values = [one["value"] for one in told["a notion"]["notions"][0]["facts"]]
    assert values == [one["value"] for one in expected["notions"][0]["facts"]]


def test_a_notion_leads_before_the_networks_that_it_leads_to_and_a_scope_is_echoed() -> None:
    tools = tools_of("2026-12-02")
    for name in ("REEN", "AGEC", "marchés réservés"):
        assert next(iter(json.loads(tools.show_network(name)))) == "notions"
    assert next(iter(json.loads(tools.show_network("reseco")))) == "catalogue"
    for text in (tools.list_networks(scope="local"), tools.find_help("Rouen", scope="local")):
        assert json.loads(text)["query"]["scope"] == "local"


def test_what_is_advised_are_tools_and_no_commands(told: dict[str, Any]) -> None:
    for name, content in told.items():
        assert not re.search(
            r"reseaux (find|show|list|search|ask|coverage|catalogue)|--[a-z]", text_of(content)
        ), name
    advised = [name for name, content in told.items() if "advice" in content]
    assert {"a homonym", "a typo", "no network"} <= {*advised}
    nothing = json.loads(tools_of("2026-11-30").show_network("zzzz"))
    assert "list_networks" in nothing["advice"]


def text_of(content: Any) -> str:
    """A document without its addresses, which may hold anything."""
    return re.sub(r"https?://[^\s\"]+", "", json.dumps(content, ensure_ascii=False))


def test_totals_count_what_there_is(told: dict[str, Any]) -> None:
    catalogue = achats_reseaux.load()
    assert told["all"]["total"] == len(catalogue.networks)
    assert told["all"]["traces_total"] == len(catalogue.traces)
    for name in ("regions", "départements", "gaps", "a place"):
        areas = [one for group in told[name]["groups"] for one in group["areas"]]
        assert (sum(told[name]["total"].values()), name) == (len(areas), name)
        assert all(len(one["areas"]) == one.get("count", 1) for one in told[name]["groups"])
    assert told["several places"]["total"] == len(told["several places"]["candidates"]) == 12
    for listed in (told["all"], told["desks"]):
        assert len(listed["results"]) + len(listed.get("more", ())) == listed["total"]


@pytest.mark.parametrize("name", ["all", "desks", "one kind as a text"])
def test_the_list_has_name_place_and_contact_of_every_network_for_which_there_is_room(
    told: dict[str, Any], name: str
) -> None:
    """Of the others it has the ids."""
    kinds = CALLS[name][1].get("kinds", ())
    expected = achats_reseaux.networks(kinds=[kinds] if isinstance(kinds, str) else kinds).results
    rows, more = told[name]["results"], told[name].get("more", [])
    assert [row["id"] for row in rows] + more == [one.network.id for one in expected]
    text = json.dumps(told[name], ensure_ascii=False, separators=(",", ":"))
    assert not more or size(text) > 1900
    for row, match in zip(rows, expected, strict=False):
        assert {"contact", *row} == {"id", "name", "where", "contact"}
        known, contact = match.network.contact, row.get("contact", "")
        assert row["name"] == match.network.label
        assert row["where"]
        own = contact.removeprefix("standard : ")
        assert own in (known.phone, known.email, known.page, known.website, "")
        assert bool(contact) == known.has_any
        way = "phone" if own == known.phone else "email"
        is_of_body = way in known.body_fields
        assert (own != contact) == is_of_body, "a standard is told to be one"


def test_traces_and_the_switchboard_are_told(told: dict[str, Any]) -> None:
    expected = achats_reseaux.find("Fécamp", themes=["social"])
    (trace,) = told["near a trace"]["traces"]
    assert (trace["id"], trace["year"]) == ("fecamp-agglomeration", "2020")
    board, known = told["near a trace"]["switchboard"], expected.switchboard
    assert known is not None
    assert board["name"] == known.name
    assert board["sources"]
    assert "contact" not in board, "it is first, and has its contact there"
    assert told["near a trace"]["first"]["contact"]["phone"] == known.phone
    known = achats_reseaux.find("Lyon").switchboard
    assert known is not None
    assert told["many networks"]["switchboard"]["contact"]["phone"] == known.phone
    whole = told["a trace"]["traces"][0]
    assert {"summary", "sources", "covers"} <= {*whole}


LONG_TEXTS: list[Call] = [
    ("find_help", {"place": "Rouen", "themes": [LONG]}),
    ("show_network", {"name": LONG}),
    ("show_network", {"name": "apure", "fields": [LONG]}),
    ("search", {"words": "zzz " * 25_000}),
    ("coverage", {"place": LONG}),
    ("coverage", {"statuses": [LONG]}),
    ("coverage", {"by": LONG}),
    ("resolve_place", {"text": "x y" * 30_000}),
    ("find_help", {LONG: "y"}),
    (LONG, {}),
]


def test_an_input_is_echoed_up_to_200_characters(served: dict[str, Session]) -> None:
    for text, call in zip(served["long"].texts, LONG_TEXTS, strict=True):
        assert not re.search(r"x{201}|(zzz ){51}|(x y){67}", text), call[0][:20]
        assert size(text) <= 400


def test_a_tool_that_there_is_not_is_refused_with_those_that_there_are(
    served: dict[str, Session],
) -> None:
    told = served["no tool"]
    assert told.refused == [True]
    assert told.texts == [f"Outil inconnu : « find ». Permis : {', '.join(TOOLS)}."]


def test_coverage_is_that_of_the_command_and_of_the_departements_without_a_level(
    told: dict[str, Any],
) -> None:
    """The default is one of the values that the schema permits."""
    expected: dict[str, list[str]] = {}
    for row in run("coverage", "--by=departement", "--status=none", "--format=csv").rows:
        expected.setdefault(row["kind"], []).append(f"{row['name']} ({row['code']})")
    assert [*expected] == ["departement", "collectivite"]
    for name in ("gaps", "gaps of all levels"):
        groups = told[name]["groups"]
        assert [(group["kind"], group["areas"]) for group in groups] == [*expected.items()]
    counts = {group["kind"]: group["count"] for group in groups}
    assert counts == told["gaps of all levels"]["total"]
    assert "communes_covered" not in told["known in part"].get("totals", {})
    assert told["gaps"]["totals"]["communes_covered"] > 0
    assert any("partiel" in note for note in told["known in part"]["notes"])
    have_traces = {one["status"] for one in told["known in part"]["groups"] if "traces" in one}
    assert have_traces == {"trace"}


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (tool, given(cell), wrong, why) for tool, cell, wrong, why in cases("mcp/refused.tsv")
]


def test_arguments_that_a_tool_does_not_take_are_refused_with_those_permitted(
    served: dict[str, Session],
) -> None:
    told = served["refused"]
    assert all(told.refused)
    forms = dict.fromkeys(("themes", "kinds", "audiences", "fields", "statuses"), "liste de textes")
    for text, (tool, _, wrong, why) in zip(told.texts, REFUSED, strict=True):
        head, _, permitted = text.partition(" Permis : ")
        assert head == f"Argument inconnu, absent ou d'une autre forme : {wrong}.", why
        names = {f"{one} ({forms.get(one, 'texte')})" for one in TOOLS[tool][0]}
        assert {*permitted.removesuffix(".").split(", ")} == names


WRONG_VALUES: list[tuple[str, dict[str, Any], str, str]] = [
    (tool, given(cell), message, why) for tool, cell, message, why in cases("mcp/wrong_values.tsv")
]


def test_a_value_that_is_not_permitted_is_an_error_that_names_those_that_are(
    served: dict[str, Session],
) -> None:
    told = served["wrong"]
    assert all(told.refused)
    fields = ", ".join(["contact", *(word.id for word in achats_reseaux.load().words["field"])])
    for text, (_, _, message, why) in zip(told.texts, WRONG_VALUES, strict=True):
        assert text == message.replace("FIELDS", fields), why


def test_a_name_that_there_is_not_is_an_answer_whatever_its_words() -> None:
    tools = tools_of("2026-12-02")
    for name in ("fields", "--field", "--scope", ""):
        assert json.loads(tools.show_network(name))["status"] == "unknown", name


@pytest.mark.slow
def test_no_answer_is_too_long(tmp_path: Path) -> None:
    catalogue = achats_reseaux.load()
    calls: list[Call] = [
        ("show_network", {"name": one}) for one in (*catalogue.ids, *catalogue.notion_ids)
    ]
    areas = [one.code for one in gazetteer.departements()]
    areas += [one.name for one in gazetteer.every("region")]
    calls += [(name, {"place": one}) for one in areas for name in ("find_help", "coverage")]
    calls += [("find_help", {"place": one, "themes": ["social"]}) for one in areas]
    calls += [("show_network", {"name": one.id}) for one in catalogue.traces]
    calls += [
        ("coverage", {"kinds": ["facilitateurs"], "by": one})
        for one in ("", "region", "departement")
    ]
    for text, (name, given) in zip(session(tmp_path, calls).texts, calls, strict=True):
        assert size(text) <= CEILINGS.get(name, 2000), (name, given)


OWN = own_file(network("plie-du-havre", {"departements": ["76"]}, name="PLIE du Havre"))


def test_one_s_own_contacts_stay_here_unless_asked_for(
    served: dict[str, Session], tmp_path: Path
) -> None:
    """Whichever catalogue they lie over."""
    assert json.loads(served["own"].texts[0])["status"] == "unknown"
    Home(tmp_path).writes(OWN)
    other = tmp_path / "autre.yaml"
    renamed = small_catalogue().replace("name: RAN COPER\n", "name: RAN autre\n")
    other.write_text(renamed, encoding="utf-8")
    calls: list[Call] = [("show_network", {"name": "plie-du-havre"})]
    calls += [("find_help", {"place": "76000"})]
    told = session(tmp_path, calls, "--with-local", "--catalogue", str(other), home=tmp_path)
    own, found = map(json.loads, told.texts)
    assert own["results"][0]["origin"] == "local"
    assert str(tmp_path) not in told.texts[0], "where it lies is nobody's business"
    assert found["results"][0]["name"] == "RAN autre"


def test_long_texts_of_one_s_own_are_shortened(tmp_path: Path) -> None:
    texts = dict.fromkeys(("summary", "cost", "who"), "mot " * 399 + "mot")
    entry = network("plie-du-havre", {"departements": ["76"]}, name="PLIE du Havre", **texts)
    file = tmp_path / "networks.yaml"
    file.write_text(own_file(entry), encoding="utf-8")
    catalogue = achats_reseaux.load(None, (str(file),))
    tools = _Tools(catalogue, lambda: "2026-11-30")
    assert size(tools.find_help("76", themes=("social",))) <= 900
    shown = tools.show_network("plie-du-havre")
    assert "PLIE du Havre" in shown
    assert size(shown) <= 800


def test_all_requests_of_a_file_are_answered() -> None:
    """Though its end comes at once, and what is no protocol is answered by the protocol.

    Half of a character, which JSON may escape, is replaced.
    """
    client = {"protocolVersion": "2025-06-18", "capabilities": {}}
    client["clientInfo"] = {"name": "test", "version": "1"}
    asked = [("initialize", client)]
    for text in ("Rouen", "Lyon", "76000", "Rouen\ud800") * 5:
        asked.append(("tools/call", {"name": "resolve_place", "arguments": {"text": text}}))
    lines = []
    for number, (method, params) in enumerate(asked):
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        lines.append(json.dumps(request))
        if method == "initialize":
            lines.append('{"jsonrpc": "2.0", "method": "notifications/initialized"}')
    foreign = b"\n".join([b"", b"find Rouen", b"\xff\xfe", b"{}", b"[["])
    done = process("mcp", stdin="\n".join(lines).encode() + foreign)
    assert (done.code, done.err) == (0, "")
    said = [json.loads(line) for line in done.out.splitlines()]
    assert {one["jsonrpc"] for one in said} == {"2.0"}
    assert sorted(one["id"] for one in said if "result" in one) == [*range(len(asked))]


def test_what_a_server_does_not_have_it_does_not_declare() -> None:
    """As the protocol has it, on the line itself: a client asks for what is declared."""
    client = {"protocolVersion": "2025-06-18", "capabilities": {}}
    client["clientInfo"] = {"name": "test", "version": "1"}
    request = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client}
    done = process("mcp", stdin=json.dumps(request).encode() + b"\n")
    assert (done.code, done.err) == (0, "")
    (line,) = done.out.splitlines()
    result = json.loads(line)["result"]
    assert result["serverInfo"]["name"] == "reseaux"
    assert result["capabilities"] == {"tools": {"listChanged": False}}


def test_without_the_extra_one_sentence_says_how_to_have_it() -> None:
    done = process("mcp", code=f"import sys; sys.modules['mcp'] = None\n{COMMAND}")
    assert (done.code, done.out) == (2, "")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (extra,) = project["optional-dependencies"]["mcp"]
    assert done.err.splitlines() == [
        "Erreur : reseaux mcp demande l'extra mcp.",
        f"À taper, dans l'environnement de reseaux : pip install '{extra}'",
    ]


def test_nobody_is_told_to_install_what_no_registry_has() -> None:
    told = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("README*.md")]
    for file in told:
        found = re.search(r"(install|uvx|pipx run) '?achats-reseaux", file.read_text("utf-8"))
        assert found is None, file.name


def test_find_help_leads_with_whom_to_contact_first_and_resolve_place_does_not(
    told: dict[str, Any],
) -> None:
    for name, (tool, given) in CALLS.items():
        if tool == "find_help" and "first" in told[name]:
            assert next(iter(told[name])) == "first", name
            expected = achats_reseaux.find(**{**given, "place": str(given["place"])}).to_dict()
            without_nothing = {key: value for key, value in expected["first"].items() if value}
            without_nothing["contact"] = in_short(expected["first"]["contact"])
            assert told[name]["first"] == without_nothing
        if tool == "resolve_place":
            assert "first" not in told[name]
