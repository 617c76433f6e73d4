"""The server for assistants, as the SDK's own client meets it on its standard streams."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema  # type: ignore[import-untyped]
import pytest

import achats_reseaux
from conftest import COMMAND, UNMEASURED, Run, needs_extra, whole_catalogue

needs_extra("mcp")

import anyio  # noqa: E402
from mcp import Client, MCPError, StdioServerParameters, stdio_client  # noqa: E402

TOKEN = 4
"""Characters of one, as contract and README count."""


class Session(NamedTuple):
    """What a server told a client, and what it wrote on stderr."""

    tools: list[Any]
    instructions: str
    results: list[Any]
    stderr: str


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


def session(
    run: Run,
    calls: list[tuple[str, dict[str, Any]]],
    *options: str,
    mode: str = "auto",
    before: str = WATCHED,
) -> Session:
    """Start a server, call its tools one after the other, and let its input end."""
    errors = run.home / "stderr"
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", before + COMMAND, "mcp", *options],
        env=run.environment(PYTHONPATH=os.pathsep.join(sys.path), **UNMEASURED),
    )

    async def talk() -> Session:
        with errors.open("w", encoding="utf-8") as log:
            async with Client(stdio_client(parameters, errlog=log), mode=mode) as client:
                tools = (await client.list_tools()).tools
                results: list[Any] = []
                for name, given in calls:
                    try:
                        results.append(await client.call_tool(name, given))
                    except MCPError as error:
                        results.append(error)
                return Session(tools, client.instructions or "", results, "")

    found: Session = anyio.run(talk)
    return found._replace(stderr=errors.read_text("utf-8"))


def one(run: Run, tool: str, *options: str, **given: Any) -> Any:
    (result,) = session(run, [(tool, given)], *options).results
    return result


@pytest.fixture(scope="module")
def module_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("home"))


def text_of(result: Any) -> str:
    (content,) = result.content
    assert content.type == "text"
    found: str = content.text
    return found


def size(value: Any) -> int:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return -(-len(text) // TOKEN)


# --- what it offers ------------------------------------------------------------------------------

TOOLS = {
    "find_help": ({"place", "themes", "kinds", "audiences"}, ["place"]),
    "show_network": ({"name", "fields"}, ["name"]),
    "list_networks": ({"themes", "kinds", "audiences"}, None),
    "search": ({"words"}, ["words"]),
    "coverage": ({"place", "kind", "status", "by"}, None),
    "resolve_place": ({"text"}, ["text"]),
}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_it_has_exactly_the_six_tools(run: Run, mode: str) -> None:
    told = session(run, [], mode=mode)
    assert {one.name for one in told.tools} == set(TOOLS)
    for tool in told.tools:
        taken, required = TOOLS[tool.name]
        assert set(tool.input_schema["properties"]) == taken
        assert tool.input_schema.get("required") == required
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, False)
        assert "\nEnglish: " in tool.description
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert list(open_objects(schema)) == []
    assert size([one.model_dump(by_alias=True, exclude_none=True) for one in told.tools]) <= 4000


def open_objects(schema: Any) -> Any:
    """Every object of a schema that may have a property that is not named."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
            yield schema
        for value in schema.values():
            yield from open_objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from open_objects(value)


def test_it_tells_assistants_how_to_behave(run: Run) -> None:
    told = session(run, []).instructions
    for said in ("« none » est une réponse", "Ne devinez jamais", "ambigu", "source", "In English"):
        assert said in told


# --- find_help -----------------------------------------------------------------------------------

PLACES = {
    "76000": "a postal code",
    "68": "a département without a guichet",
    "Rouen": "a commune",
    "Bas-Rhin": "a département a letter away from another",
    "Grand Est": "a region that is covered in part",
    "France": "all of it",
    "21760540100017": "a SIRET",
    "67070 STRASBOURG CEDEX": "an address",
    "Vienne": "a homonym",
    "Strasboug": "a typo",
    "": "nothing",
    "Rouen\x1b[31m\u202e": "escape sequences",
    "Rouen " * 83 + "ab": "500 characters",
    "Nouméa": "overseas",
    "Lyon": "a place with many networks",
    "Rennes": "a guichet vert without an address of its own",
}


@pytest.fixture(scope="module")
def helped(module_run: Run) -> dict[str, Any]:
    """What find_help answers for each place, by one server."""
    found = session(module_run, [("find_help", {"place": place}) for place in PLACES])
    assert found.stderr == ""
    return dict(zip(PLACES, found.results, strict=True))


@pytest.mark.parametrize("place", PLACES, ids=list(PLACES.values()))
def test_find_help_is_find(helped: dict[str, Any], place: str) -> None:
    result, expected = helped[place], achats_reseaux.find(place)
    content, text = result.structured_content, text_of(result)
    ids = [match.network.id for match in expected.results]
    if place == "France":  # there are so many that the last are counted
        assert content["notes"] == ["Une liste est abrégée : le nombre dit combien il y en a."]
        ids = ids[: 5 + len(content["more"])]
    assert content.get("total", 0) == len(expected.results)
    assert content["status"] == expected.status
    assert [one["id"] for one in content.get("networks", [])] == ids[:5]
    assert content.get("more", []) == ids[5:]
    assert result.is_error == (expected.status == "invalid")
    if expected.guichet_vert:
        assert content["guichet_vert"]["status"] == expected.guichet_vert.status
        assert content["guichet_vert"].get("networks", []) == [*expected.guichet_vert.networks]
        assert content["guichet_vert"]["as_of"] == "2024-11-18"
    for shown, match in zip(content.get("networks", []), expected.results, strict=False):
        contact = match.network.contact
        known = (contact.website, contact.page, contact.email, contact.phone)
        assert [shown.get(name) for name in ("website", "page", "email", "phone")] == [*known]
        assert shown.get("doubt") == match.network.doubt
        assert shown.get("caveats", {}) == contact.notes
        for way, link in zip(shown.get("ways_in", []), match.ways_in, strict=False):
            assert way == " ".join(filter(None, [f"{link.label} : {link.url}", link.note]))
    assert size(text) <= 800
    assert size(content) <= 800
    assert said_in(content, text)


def test_whose_an_address_is_stands_beside_it(helped: dict[str, Any], run: Run) -> None:
    """The card says so; who is not told writes to the wrong people."""
    expected = {
        "page": "Site du CD2E ; à vérifier",
        "website": "Site du Cerdd ; pas de site propre au réseau",
        "email": "Adresse générale du Cerdd, pas celle du guichet",
        "phone": "Standard du Cerdd, pas la ligne du guichet",
    }
    calls: list[tuple[str, dict[str, Any]]] = [
        ("find_help", {"place": "Lille"}),
        ("show_network", {"name": "apure", "fields": ["animation"]}),
        ("list_networks", {"kinds": ["guichet-vert"]}),
        ("search", {"words": "APuRe"}),
    ]
    for result, (tool, _) in zip(session(run, calls).results, calls, strict=True):
        networks = result.structured_content["networks"]
        (apure,) = [one for one in networks if one["id"] == "apure"]
        assert apure["caveats"] == expected, tool
        assert apure["doubt"].startswith("Service d'un plan national terminé fin 2025"), tool


@pytest.mark.parametrize("place", ["Mayotte", "Grand Est", "Lyon", "Paris"])
def test_five_networks_are_told_and_all_others_named(run: Run, place: str) -> None:
    content = one(run, "find_help", place=place).structured_content
    assert len(content["networks"]) == 5
    assert len(content["networks"]) + len(content["more"]) == content["total"]
    assert "notes" not in content


def said_in(content: Any, text: str) -> bool:
    """Whether every value of a content stands in a text."""
    if isinstance(content, dict):
        return all(said_in(value, text) for value in content.values())
    if isinstance(content, list):
        return all(said_in(value, text) for value in content)
    return isinstance(content, bool) or str(content) in text


@pytest.mark.parametrize("place", PLACES, ids=list(PLACES.values()))
def test_nothing_that_acts_on_a_terminal_is_told(helped: dict[str, Any], place: str) -> None:
    told = text_of(helped[place]) + json.dumps(helped[place].structured_content, ensure_ascii=False)
    assert [mark for mark in told.replace("\n", "") if not mark.isprintable()] == []


def test_an_ambiguous_place_is_asked_back(helped: dict[str, Any], run: Run) -> None:
    candidates = helped["Vienne"].structured_content["candidates"]
    assert [(one["text"], one["networks"]) for one in candidates] == [
        ("Vienne (86)", ["3ar"]),
        ("Vienne (38)", ["aura-ee"]),
    ]
    calls = [("find_help", {"place": one["text"]}) for one in candidates]
    for result, asked in zip(session(run, calls).results, candidates, strict=True):
        assert result.structured_content["guichet_vert"]["networks"] == asked["networks"]


def test_a_typo_is_suggested_for(helped: dict[str, Any]) -> None:
    content = helped["Strasboug"].structured_content
    assert (content["status"], content["suggestions"]) == ("unknown", ["Strasbourg"])
    assert "networks" not in content


def test_filters_that_leave_nothing_lead_on(run: Run) -> None:
    content = one(run, "find_help", place="Mulhouse", kinds=["guichet-vert"]).structured_content
    assert content["status"] == "none"
    assert content["guichet_vert"]["status"] == "none"
    assert content["next_steps"] == [{"tool": "find_help", "place": "Mulhouse"}]


def test_the_aliases_of_filters_are_known(run: Run) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("find_help", {"place": "Brest", "audiences": ["hôpital"], "themes": "green"}),
        ("find_help", {"place": "Brest", "audiences": ["sante"], "themes": ["environnement"]}),
    ]
    first, second = session(run, calls).results
    assert first.structured_content == second.structured_content


# --- the other tools -----------------------------------------------------------------------------

OTHERS: list[tuple[str, dict[str, Any], str]] = [
    ("show_network", {"name": "ran-coper"}, "found"),
    ("show_network", {"name": "facilitateurs-sociaux"}, "found"),
    ("show_network", {"name": "guichet-vert"}, "found"),
    ("show_network", {"name": "guichet-vert", "fields": ["ne-fait-pas", "cout"]}, "found"),
    ("show_network", {"name": "obligations-2026"}, "found"),
    ("show_network", {"name": "clause-sociale"}, "found"),
    ("show_network", {"name": "apure", "fields": ["animation"]}, "found"),
    ("show_network", {"name": "ran-copr"}, "unknown"),
    ("list_networks", {}, "found"),
    ("list_networks", {"kinds": ["guichet-vert"], "themes": ["social"]}, "none"),
    ("search", {"words": "insertion"}, "found"),
    ("search", {"words": "xyzzy"}, "none"),
    ("coverage", {}, "found"),
    ("coverage", {"by": "departement"}, "found"),
    ("coverage", {"by": "epci"}, "found"),
    ("coverage", {"status": "none", "by": "departement"}, "found"),
    ("coverage", {"place": "Normandie", "status": "none"}, "none"),
    ("coverage", {"place": "Pas-de-Calais", "by": "commune"}, "found"),
    ("coverage", {"kind": "facilitateurs", "by": "departement"}, "found"),
    ("coverage", {"place": "Vienne"}, "ambiguous"),
    ("resolve_place", {"text": "Sainte-Colombe"}, "ambiguous"),
    ("resolve_place", {"text": "76540"}, "found"),
    ("resolve_place", {"text": "Strasboug"}, "unknown"),
]


@pytest.fixture(scope="module")
def others(module_run: Run) -> list[Any]:
    found = session(module_run, [(name, given) for name, given, _ in OTHERS])
    assert found.stderr == ""
    return found.results


@pytest.mark.parametrize("rank", range(len(OTHERS)), ids=[f"{one[0]} {one[1]}" for one in OTHERS])
def test_the_text_has_all_of_the_content_and_is_short(others: list[Any], rank: int) -> None:
    result, (_, _, status) = others[rank], OTHERS[rank]
    content, text = result.structured_content, text_of(result)
    assert (content["status"], result.is_error) == (status, False)
    assert size(text) <= 2000
    assert size(content) <= 2000
    assert said_in(content, text)
    assert [*content][-1] in ("catalogue", "sources"), "in one order, whatever was left out"
    assert empty_in(content) == []
    assert cited_in(content) == {one["n"] for one in content.get("sources", [])}


def empty_in(content: Any) -> list[str]:
    """The properties that say nothing."""
    if isinstance(content, list):
        return [name for one in content for name in empty_in(one)]
    if not isinstance(content, dict):
        return []
    below = [name for value in content.values() for name in empty_in(value)]
    return below + [name for name, value in content.items() if value in (None, "", [], {}, False)]


def cited_in(content: Any) -> set[int]:
    """The numbers of the sources that entries and facts name."""
    if isinstance(content, list):
        return {number for one in content for number in cited_in(one)}
    if not isinstance(content, dict):
        return set()
    below = {n for name, value in content.items() if name != "sources" for n in cited_in(value)}
    return below | {n for n in content.get("sources", []) if isinstance(n, int)}


def content_of(others: list[Any], tool: str, **given: Any) -> Any:
    return others[[one[:2] for one in OTHERS].index((tool, given))].structured_content


def test_every_fact_has_its_sources_and_their_dates(others: list[Any]) -> None:
    content = content_of(others, "show_network", name="ran-coper")
    (network,) = content["networks"]
    (match,) = achats_reseaux.show("ran-coper").results
    assert [fact["value"] for fact in network["facts"]] == [fact.value for fact in match.facts]
    sources = {one["n"]: (one["url"], one["date"], one["dated"]) for one in content["sources"]}
    for shown, fact in zip(network["facts"], match.facts, strict=True):
        told = {sources[number] for number in shown["sources"]}
        assert told == {(one.url, one.date, one.dated) for one in fact.sources}


def test_what_does_not_fit_is_named(others: list[Any]) -> None:
    (network,) = content_of(others, "show_network", name="facilitateurs-sociaux")["networks"]
    (match,) = achats_reseaux.show("facilitateurs-sociaux").results
    left_out = [fact.field for fact in match.facts[len(network["facts"]) :]]
    assert network["more_fields"] == list(dict.fromkeys(left_out))
    content = content_of(others, "coverage", place="Pas-de-Calais", by="commune")
    (group,) = content["groups"]
    assert group["count"] == 887 > len(group["areas"])
    assert content["notes"] == ["Une liste est abrégée : le nombre dit combien il y en a."]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("guichet-vert", ["ne-fait-pas", "cout"]),  # with its twelve networks it was too long
        ("obligations-2026", []),  # the law in force is what was asked for
        ("clause-sociale", []),
    ],
)
def test_the_facts_of_a_notion_stay_before_the_networks_that_it_leads_to(
    others: list[Any], name: str, fields: list[str]
) -> None:
    given = {"name": name} | ({"fields": fields} if fields else {})
    content = content_of(others, "show_network", **given)
    expected = achats_reseaux.show(name, fields=fields).to_dict()
    (notion,), facts = content["notions"], expected["notion"]["facts"]
    assert [one["value"] for one in notion["facts"]] == [one["value"] for one in facts]
    ids = [one["id"] for one in content["networks"]] + content.get("more", [])
    assert ids == [one["id"] for one in expected["results"]]
    assert len(content["networks"]) >= 5


def test_a_fact_that_is_no_longer_true_is_said_to_be_over(others: list[Any]) -> None:
    (network,) = content_of(others, "show_network", name="facilitateurs-sociaux")["networks"]
    ends = {
        one["valid_until"]: one.get("expired") for one in network["facts"] if "valid_until" in one
    }
    assert ends == {"2025-12-31": True, "2027-12-31": None}


def test_all_networks_are_listed(others: list[Any]) -> None:
    content = content_of(others, "list_networks")
    ids = [match.network.id for match in achats_reseaux.networks().results]
    assert [one["id"] for one in content["networks"]] + content.get("more", []) == ids
    assert content["total"] == len(ids)


def test_coverage_is_that_of_the_command(others: list[Any]) -> None:
    groups = content_of(others, "coverage", status="none", by="departement")["groups"]
    found = achats_reseaux.coverage(status=["none"], by="departement")
    assert [name for one in groups for name in one["areas"]] == [
        f"{one.area.name} ({one.area.code})" for one in found.areas
    ]
    assert sum(one["count"] for one in groups) == len(found.areas)


def test_what_is_known_in_part_yields_no_national_figure(others: list[Any]) -> None:
    content = content_of(others, "coverage", kind="facilitateurs", by="departement")
    assert "communes_covered" not in content.get("totals", {})
    assert any("nationaux" in note for note in content["notes"])
    assert any("sans relais connu" in note for note in content["notes"])
    assert "notes" not in content_of(others, "coverage", by="departement")


# --- refusals ------------------------------------------------------------------------------------

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("find_help", {}, "find_help prend place (un texte, obligatoire), et themes, kinds"),
    ("find_help", {"plce": "Rouen"}, "find_help prend place"),
    ("find_help", {"place": 76000}, "find_help prend place (un texte"),
    ("find_help", {"place": "Rouen", "themes": {"a": 1}}, "des listes de textes"),
    ("find_help", {"place": "Rouen", "themes": ["socal"]}, "(environnement, social)"),
    ("find_help", {"place": "Rouen", "kinds": ["xyz"]}, "guichet-vert, reseau"),
    ("show_network", {"name": "apure", "fields": ["x"]}, "animation"),
    ("coverage", {"status": "vide"}, "(covered, split, partial, none)"),
    ("coverage", {"by": "commune"}, "dans un lieu, commune ou code-postal"),
    ("coverage", {"place": "76", "by": "canton"}, "commune ou code-postal"),
    ("coverage", {"kind": "x"}, "guichet-vert, reseau"),
    ("search", {"words": ""}, "Aucun mot à chercher"),
]


def test_a_refusal_is_in_french_and_names_what_is_permitted(run: Run) -> None:
    found = session(run, [(name, given) for name, given, _ in REFUSED])
    for result, (_, given, said) in zip(found.results, REFUSED, strict=True):
        assert said in text_of(result), given
        assert result.structured_content["status"] in ("invalid", "unknown")
        assert "--" not in text_of(result)


def test_a_tool_that_is_none_is_refused(run: Run) -> None:
    refusal = one(run, "find_aid", place="Rouen")
    assert isinstance(refusal, MCPError)
    assert refusal.message == f"Les outils : {', '.join(TOOLS)}."


# --- resources -----------------------------------------------------------------------------------


def test_the_catalogue_and_the_vocabulary_can_be_read(run: Run) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", COMMAND, "mcp"],
        env=run.environment(PYTHONPATH=os.pathsep.join(sys.path)),
    )

    async def read() -> dict[str, Any]:
        async with Client(stdio_client(parameters)) as client:
            listed = (await client.list_resources()).resources
            found = {}
            for resource in listed:
                (content,) = (await client.read_resource(resource.uri)).contents
                assert (content.uri, content.mime_type) == (resource.uri, "application/json")
                found[str(resource.uri)] = json.loads(getattr(content, "text", ""))
            return found

    found = anyio.run(read)
    assert found["reseaux://catalogue"] == achats_reseaux.networks().to_dict()
    assert "mairie" in found["reseaux://vocabulary"]["audience"]["collectivite"]
    assert set(found) == {"reseaux://catalogue", "reseaux://vocabulary"}


# --- whose catalogue -----------------------------------------------------------------------------

OWN = """
networks:
  - id: plie-du-havre
    name: PLIE du Havre
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {departements: ["76"]}
    checked_on: "2026-11-24"
"""


def test_one_s_own_contacts_stay_here_unless_asked_for(run: Run) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text(OWN, encoding="utf-8")
    given = {"name": "plie-du-havre"}
    assert one(run, "show_network", **given).structured_content["status"] == "unknown"
    shown = one(run, "show_network", "--with-local", **given)
    assert shown.structured_content["networks"][0]["origin"] == "local"
    assert str(run.home) not in text_of(shown), "where it lies is nobody's business"
    both = ["--with-local", "--no-local"]
    assert one(run, "show_network", *both, **given).structured_content["status"] == "unknown"


def test_another_catalogue_can_be_served(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "networks.yaml"
    file.write_text(
        whole_catalogue().replace("name: RAN COPER\n", "name: RAN autre\n"), encoding="utf-8"
    )
    calls: list[tuple[str, dict[str, Any]]] = [("find_help", {"place": "76000"})]
    told = session(run, calls, "--catalogue", str(file), "--no-cache")
    assert told.results[0].structured_content["networks"][0]["name"] == "RAN autre"
    assert told.stderr == "", "not even its compiled form is written"


# --- the process ---------------------------------------------------------------------------------


def serve(run: Run, *options: str, stdin: bytes = b"", before: str = "") -> Any:
    return subprocess.run(
        [sys.executable, "-c", before + COMMAND, "mcp", *options],
        input=stdin,
        capture_output=True,
        env=run.environment(PYTHONPATH=os.pathsep.join(sys.path)),
        timeout=60,
        check=False,
    )


def test_the_end_of_the_input_ends_it(run: Run) -> None:
    done = serve(run)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_is_no_protocol_is_answered_by_the_protocol(run: Run) -> None:
    done = serve(run, stdin=b"find Rouen\n\xff\xfe\n{}\n")
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        assert json.loads(line)["jsonrpc"] == "2.0"


def test_a_broken_catalogue_is_told_before_anything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("networks: [", encoding="utf-8")
    done = serve(run, "--catalogue", str(tmp_path / "broken.yaml"))
    assert (done.returncode, done.stdout) == (4, b"")


WITHOUT = """
import sys
sys.modules["mcp"] = None
"""


def test_without_the_extra_one_sentence_says_how_to_have_it(run: Run) -> None:
    done = serve(run, before=WITHOUT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "Erreur : reseaux mcp demande l'extra mcp.",
        "pip install 'achats-reseaux[mcp]'",
    ]


def test_the_room_is_small() -> None:
    package = importlib.util.find_spec("achats_reseaux.mcp")
    assert package is not None
    assert package.origin is not None
    lines = [
        file.read_text("utf-8").splitlines() for file in Path(package.origin).parent.glob("*.py")
    ]
    assert sum(map(len, lines)) <= 300
