"""The open-data package: what strangers rely on who never run ``reseaux``."""

import csv
import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Query
from achats_reseaux.answering.coverage import requested_coverage
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import OTHER_CONTACT_FIELDS, Places
from achats_reseaux.output import package
from helpers.cases import cases, tabled
from helpers.home import Home
from helpers.made_up import network as desk
from helpers.made_up import own_file
from helpers.run import run

CATALOGUE = loader.load()
TODAY = "2026-11-30"
COLUMNS = dict(cases("catalogue/package_columns.tsv"))
"""A column that moves or goes breaks somebody's script: see the rule in ``data/export``."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """That of a person with a network of one's own."""
    found = Home(tmp_path_factory.mktemp("home"))
    here, phone = {"departements": ["76"]}, {"phone": "03 00 00 00 00"}
    plie = desk("plie-du-havre", here, name="=PLIE du Havre", contact=phone)
    found.writes(own_file(plie, desk("clause-a-venir", here, valid_from="2027-01-01")))
    return found


SAMPLE = {insee: name for insee, name in bulk.communes() if insee[:2] in ("2A", "2B", "76")}
SAMPLE |= dict([*bulk.communes()][::15]) | {"01053": "Bourg-en-Bresse"}
"""Two départements and a région of communes, and one in fifteen of all: the rest are alike."""


def exported(folder: Path, home: Home, *options: str, **env: str) -> Path:
    """Where the command has written the package, with some of the communes of France."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "communes", lambda: sorted(SAMPLE.items()))
        done = run("catalogue", "export", str(folder), *options, env={**home.env, **env})
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(f"{folder} : 12 fichiers, ")
    return folder


@pytest.fixture(scope="module")
def folder(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    env = {"RESEAUX_AUJOURDHUI": "2031-01-01", "TZ": "Asia/Tokyo"}
    return exported(tmp_path_factory.mktemp("package"), home, **env)


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    return content(folder)


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


def test_it_has_nine_tables_whose_columns_are_those_that_are_documented(
    files: dict[str, bytes],
) -> None:
    described = json.loads(files["datapackage.json"])
    tables = {one["path"]: one for one in described["resources"] if one.get("type") == "table"}
    assert list(tables) == [f"{name}.csv" for name in COLUMNS]
    assert {*files} == {*tables, "departements.geojson", "LISEZMOI.md", "datapackage.json"}
    other_columns = [f"{one}{end}" for one in OTHER_CONTACT_FIELDS for end in ("", "_note")]
    for name, columns in COLUMNS.items():
        head = files[f"{name}.csv"].decode().partition("\n")[0].split(",")
        assert head == columns.split() + other_columns * (name == "networks")
        schema = tables[f"{name}.csv"]["schema"]
        assert [field["name"] for field in schema["fields"]] == head
        for field in schema["fields"]:
            assert field["title"]
            assert field["description"]
            assert field["example"] or field["name"] in other_columns
            if "code" in field["description"].lower():
                assert field["type"] == "string", "a code keeps its leading zero"
        required = [field["name"] for field in schema["fields"] if field.get("constraints")]
        assert set(required) == set(schema["primaryKey"]) <= set(head)
        constraints = [field.get("constraints", {}) for field in schema["fields"]]
        assert all(one in ({}, {"required": True}) for one in constraints)


def test_it_says_what_each_file_is_and_how_old_it_is(files: dict[str, bytes]) -> None:
    described = json.loads(files["datapackage.json"])
    readme = files["LISEZMOI.md"].decode()
    for one in described["resources"]:
        content = files[one["path"]]
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert f"[{one['path']}]({one['path']})" in readme
    assert described["version"] == CATALOGUE.version
    assert described["created"].startswith(CATALOGUE.checked_on)
    assert CATALOGUE.as_of in described["description"]
    assert described["valid_on"] == "2031-01-01", "the day by which its entries are valid"
    assert "2031-01-01" in described["description"]
    assert "2031-01-01" in readme
    assert described["sources"][0]["path"] == CATALOGUE.reference.url
    for gone in ("contacts", "coverage", "citations", "sources"):
        assert f"`{gone}`" in readme.partition("Version 2.0.0 :")[2], "what went is said"


@pytest.mark.slow
def test_frictionless_finds_the_whole_valid(tmp_path: Path) -> None:
    """Of all communes, which are those of the totals."""
    assert run("catalogue", "export", str(tmp_path)).code == 0
    totals = requested_coverage(CATALOGUE, {}, today=TODAY).totals()
    communes = rows(content(tmp_path), "communes")
    assert len(communes) == totals["communes"]
    assert sum(one["status"] == "covered" for one in communes) == totals["communes_covered"]
    pytest.importorskip("frictionless")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
    report = json.loads(done.stdout)
    assert [one["errors"] for one in report["tasks"] if one["errors"]] == []
    assert (report["valid"], len(report["tasks"])) == (True, len(COLUMNS) + 1)


def test_areas_add_up_to_the_totals_and_communes_are_each_one(files: dict[str, bytes]) -> None:
    totals = requested_coverage(CATALOGUE, {}, today=TODAY).totals()
    for name in ("regions", "departements"):
        inside = [one for one in rows(files, name) if one["kind"] != "collectivite"]
        for count in ("communes", "population", "population_covered"):
            assert sum(int(one[count]) for one in inside) == totals[count]
    communes = rows(files, "communes")
    in_regions = [code for code in sorted(SAMPLE) if places.of_commune(code).regions]
    assert [one["code"] for one in communes] == in_regions
    assert {(one["kind"], one["communes"]) for one in communes} == {("commune", "1")}


@tabled
def test_who_covers_a_territory_is_what_find_says(
    files: dict[str, bytes], name: str, kind: str
) -> None:
    every = [one for one in rows(files, name) if one["kind"] != "ept"]
    for one in random.Random(name).sample(every, min(25, len(every))):
        found = resolve(one["name"] if kind == "region" else one["code"], kind)
        assert isinstance(found, Places), one
        guichet = matching.guichet_vert_at(CATALOGUE, found.candidates[0], TODAY)
        assert one["status"] == guichet.status, one
        assert one["guichet_vert"] == ";".join(guichet.networks)
        for network in map(CATALOGUE.network, guichet.networks):  # whose its address is
            way = "page" if network.contact.page else "website"
            for doubt in (network.doubt, network.contact.notes.get(way)):
                assert (doubt or "") in one["guichet_vert_note"]


def test_the_desks_of_a_commune_are_those_that_cover_it(files: dict[str, bytes]) -> None:
    communes = rows(files, "communes")
    query = Query("find", kinds=("facilitateurs",))
    for one in random.Random("communes").sample(communes, 40):
        answer = matching.find_at(CATALOGUE, query, places.of_commune(one["code"]), TODAY)
        desks = {match.network.id for match in answer.results if match.network.scope == "local"}
        assert set(filter(None, one["facilitateurs"].split(";"))) == desks
    assert sum(bool(one["facilitateurs"]) for one in communes) > 200


def test_a_desk_serves_while_it_is_valid(home: Home) -> None:
    """One to come was counted."""
    catalogue = loader.load(None, (str(home.folder / "networks.yaml"),))
    served = {day: package._desks(catalogue, day)["76"] for day in ("2026-12-31", "2027-01-01")}
    assert ["clause-a-venir" in desks for desks in served.values()] == [False, True]


def test_the_traces_are_there_and_cover_nothing(files: dict[str, bytes]) -> None:
    names = ("id", "coverage", "summary", "year")
    assert [tuple(row[name] for name in names) for row in rows(files, "traces")] == [
        (one.id, ";".join(f"{area.kind}:{area.code}" for area in one.covers), one.summary, one.year)
        for one in CATALOGUE.traces
    ]


def test_codes_and_names_stand_beside_the_ids(files: dict[str, bytes]) -> None:
    by_code = {one["code"]: one for one in rows(files, "communes")}
    rouen, bourg = by_code["76540"], by_code["01053"]
    assert (rouen["guichet_vert"], rouen["guichet_vert_name"]) == ("ran-coper", "RAN COPER")
    assert (rouen["departement"], rouen["region"], rouen["epci"]) == ("76", "28", "200023414")
    assert rouen["postal_codes"] == "76000;76100"
    assert (bourg["departement"], bourg["postal_codes"]) == ("01", "01000")


def test_every_network_contact_fact_and_source_is_there(files: dict[str, bytes]) -> None:
    by_id = {one["id"]: one for one in rows(files, "networks")}
    assert [*by_id] == [*CATALOGUE.ids]
    facts = rows(files, "facts")
    assert len(facts) == sum(map(len, CATALOGUE.facts))
    told = iter(facts)
    for network, known in zip(CATALOGUE.networks, CATALOGUE.facts, strict=True):
        row = by_id[network.id]
        for way in ("website", "page", "email", "phone"):
            assert row[way] == (getattr(network.contact, way) or "")
            assert row[f"{way}_note"] == (network.contact.notes.get(way) or "")
        assert row["sources"].split(";") == [one.url for one in dict.fromkeys(network.sources)]
        areas = ";".join(f"{one.kind}:{one.code}" for one in network.covers)
        assert row["coverage"] == ("pays:FR" if network.scope == "national" else areas)
        for fact, one in zip(known, told, strict=False):
            cited = [one["source_url"], *filter(None, one["other_sources"].split(";"))]
            assert (one["network"], one["value"]) == (network.id, fact.value)
            assert cited == [source.url for source in dict.fromkeys(fact.sources)]


def test_the_map_has_every_departement_with_its_coverage(files: dict[str, bytes]) -> None:
    content = files["departements.geojson"]
    assert len(content) <= 150_000
    drawn = json.loads(content)
    assert "Natural Earth" in drawn["attribution"]
    table = {one["code"]: one for one in rows(files, "departements")}
    of_region = {one.code for one in gazetteer.departements() if one.kind == "departement"}
    assert [one["id"] for one in drawn["features"]] == sorted(of_region)
    for shape in drawn["features"]:
        told = shape["properties"]
        assert told == {name: table[shape["id"]][name] for name in told}


@pytest.mark.parametrize("language", ["python", "sql"])
def test_its_examples_answer(
    language: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """pandas makes the pivot by region; DuckDB joins contracts with their guichet vert."""
    module: Any = pytest.importorskip({"python": "pandas", "sql": "duckdb"}[language])
    text = (folder / "LISEZMOI.md").read_text("utf-8")
    code = text.partition(f"```{language}\n")[2].partition("```")[0].strip()
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    if language == "python":
        *lines, last = code.splitlines()
        names: dict[str, Any] = {}
        exec("\n".join(lines), names)
        pivot = eval(last, names)
        assert pivot.loc["Corse"].to_dict() == {"covered": 0, "none": 360}
        assert len(pivot) == 18
        return
    contracts = "SELECT unnest(['01000', '68100', '2A']) AS code_postal"
    module.sql(f"COPY ({contracts}) TO 'marches.parquet'")
    assert sorted(one[:3] for one in module.sql(code).fetchall()) == [
        ("01000", "covered", "AURA-EE"),
        ("2A", None, None),
        ("68100", "none", None),
    ]


@pytest.mark.slow
def test_one_s_own_are_exported_where_that_is_asked_for_and_all_else_is_the_same_bytes(
    home: Home, files: dict[str, bytes], tmp_path: Path
) -> None:
    """But for the day, whatever the zone; a text of one's own is no formula."""
    env = {"RESEAUX_AUJOURDHUI": "2026-11-28", "TZ": "UTC"}
    made = content(exported(tmp_path, home, "--with-local", **env))
    one, _ = [one for one in rows(made, "networks") if one["origin"] == "local"]
    assert (one["name"], one["phone"]) == ("'=PLIE du Havre", "03 00 00 00 00")
    assert {one["origin"] for one in rows(files, "networks")} == {"bundled"}
    desks = {desk for one in rows(made, "communes") for desk in one["facilitateurs"].split(";")}
    assert desks & {"plie-du-havre", "clause-a-venir"} == {"plie-du-havre"}, "one is to come"
    others = {"networks.csv", "facts.csv", "communes.csv", "notions.csv"}
    others |= {"datapackage.json", "LISEZMOI.md"}
    assert {name for name, text in made.items() if text != files[name]} == others
    assert [name for name, one in made.items() if str(home.folder).encode() in one] == []


def test_only_an_empty_folder_is_written_to_unless_that_is_forced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achats_reseaux.output.package.package", lambda *_: {"a.csv": b"a\n"})
    folder = tmp_path / "données"
    folder.mkdir()
    assert run("catalogue", "export", str(folder)).code == 0
    (folder / "notes.txt").write_text("à moi", encoding="utf-8")
    (folder / "a.csv").write_text("changed", encoding="utf-8")
    refused = run("catalogue", "export", str(folder))
    assert (refused.code, "n'est pas vide" in refused.err) == (2, True)
    assert content(folder)["a.csv"] == b"changed"
    assert run("catalogue", "export", str(folder), "--force").code == 0
    assert content(folder) == {"a.csv": b"a\n", "notes.txt": "à moi".encode()}
    assert "ajoutez --force" in run("catalogue", "export", str(folder), "--with-local").err
    taken = run("catalogue", "export", str(folder / "a.csv"))
    assert (taken.code, "ce fichier existe déjà" in taken.err) == (74, True)


@pytest.mark.parametrize(
    ("name", "said"), [("no/b.csv", "Impossible d'écrire "), ("b.csv", "b.csv y est un dossier")]
)
def test_of_a_package_that_cannot_be_written_whole_nothing_is_replaced(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the tables were new, and half old."""
    whole = {"a.csv": b"new", name: b"new"}
    monkeypatch.setattr("achats_reseaux.output.package.package", lambda *_: whole)
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "b.csv").mkdir()
    done = run("catalogue", "export", str(tmp_path), "--force")
    assert (done.code, said in done.err, str(tmp_path) in done.err) == (74, True, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "b.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_each_fact_of_each_notion_is_a_row_with_its_sources(files: dict[str, bytes]) -> None:
    told = rows(files, "notions")
    assert {one["id"] for one in told} == {notion.id for notion in CATALOGUE.notions}
    facts = [fact for notion in CATALOGUE.notions for fact in notion.facts]
    assert [one["value"] for one in told if one["value"]] == [fact.value for fact in facts]
    european = [one for one in told if one["id"] == "seuils" and one["valid_until"]]
    assert european
    assert all(one["source_url"].startswith("http") for one in european)
