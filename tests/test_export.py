"""The open-data package and the feed: what strangers rely on who never run ``reseaux``."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import random
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.cli.commands import catalogue_export
from achats_reseaux.output.package import package
from conftest import ROOT, Run, whole_catalogue

CATALOGUE = achats_reseaux.load()

AREA = (
    "status guichet_vert guichet_vert_name guichet_vert_url"
    " communes communes_covered population population_covered guichet_vert_note"
)
COLUMNS = {
    "networks": "id name kind theme_environnement theme_social audience_collectivite audience_etat"
    " audience_sante audience_entreprise scope carrier summary cost who doubt valid_from"
    " valid_until checked_on origin",
    "contacts": "network way value known date note",
    "coverage": "network kind code name",
    "facts": "network rank about field label value note valid_until checked_on source source_date",
    "citations": "network rank source",
    "sources": "id url title nature page_date read_on path commit",
    "regions": f"code name kind {AREA}",
    "departements": f"code name kind region {AREA}",
    "epci": f"code name kind departements regions {AREA}",
    "postal_codes": f"code name kind departements regions epci {AREA}",
    "communes": f"code name kind departement region epci postal_codes {AREA}",
}
"""A column that moves or goes breaks somebody's script: see the rule in ``data/export``."""


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return package(CATALOGUE)


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


# --- the package ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_are_those_that_are_documented(files: dict[str, bytes], name: str) -> None:
    head = files[f"{name}.csv"].decode().partition("\n")[0].split(",")
    assert head == COLUMNS[name].split()
    schema = json.loads(files[f"schemas/{name}.json"])
    assert [field["name"] for field in schema["fields"]] == head
    for field in schema["fields"]:
        assert field["title"]
        assert field["description"]
        assert field["example"]
        if "code" in field["description"].lower() or field["name"] in ("epci", "departement"):
            assert field["type"] == "string", "a code keeps its leading zero"
    assert set(schema["primaryKey"]) <= set(head)
    assert schema["version"] == "1.0.0"
    assert schema["countryCode"] == "FR"


def test_it_has_every_table_and_says_what_each_is(files: dict[str, bytes]) -> None:
    described = json.loads(files["datapackage.json"])
    tables = [one for one in described["resources"] if one.get("type") == "table"]
    assert {one["path"] for one in tables} == {f"{name}.csv" for name in COLUMNS}
    for one in described["resources"]:
        content = files[one["path"]]
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert described["version"] == CATALOGUE.version
    assert described["created"].startswith(CATALOGUE.checked_on)
    assert CATALOGUE.as_of in described["description"]
    assert "version majeure" in described["description"]


def test_frictionless_finds_it_valid(folder: Path) -> None:
    if importlib.util.find_spec("frictionless") is None:
        pytest.skip("frictionless is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=False,
    )
    report = json.loads(done.stdout)
    assert [one["errors"] for one in report["tasks"] if one["errors"]] == []
    assert (report["valid"], len(report["tasks"])) == (True, len(COLUMNS) + 1)


def test_the_communes_are_those_of_the_totals(files: dict[str, bytes]) -> None:
    totals = achats_reseaux.coverage().totals()
    communes = rows(files, "communes")
    assert len(communes) == totals["communes"]
    assert {one["kind"] for one in communes} == {"commune"}
    assert sum(one["status"] == "covered" for one in communes) == totals["communes_covered"]
    assert sum(int(one["population"]) for one in communes) == totals["population"]
    for name in ("regions", "departements"):
        inside = [one for one in rows(files, name) if one["kind"] != "collectivite"]
        assert sum(int(one["communes"]) for one in inside) == totals["communes"]
        assert sum(int(one["population"]) for one in inside) == totals["population"]


@pytest.mark.parametrize("name", ["regions", "departements", "epci", "postal_codes", "communes"])
def test_who_covers_a_territory_is_what_find_says(files: dict[str, bytes], name: str) -> None:
    option = {"postal_codes": "code_postal", "communes": "insee", "epci": "siren"}.get(name)
    every = [one for one in rows(files, name) if one["kind"] != "ept"]
    for one in random.Random(name).sample(every, min(25, len(every))):
        where = {option: one["code"]} if option else {"region": one["name"]}
        if name == "departements":
            where = {"departement": one["code"]}
        found = achats_reseaux.api._answer("find", where, (), (), (), CATALOGUE, None)
        assert found.guichet_vert is not None, one
        assert one["status"] == found.guichet_vert.status, one
        assert one["guichet_vert"].split(";") == [*found.guichet_vert.networks] or not (
            one["guichet_vert"] or found.guichet_vert.networks
        )


def test_names_and_addresses_stand_beside_the_ids(files: dict[str, bytes]) -> None:
    by_code = {one["code"]: one for one in rows(files, "communes")}
    rouen, bourg = by_code["76540"], by_code["01053"]
    assert (rouen["guichet_vert"], rouen["guichet_vert_name"]) == ("ran-coper", "RAN COPER")
    assert rouen["guichet_vert_url"] == "https://ran-coper.fr"
    assert rouen["postal_codes"] == "76000;76100"
    assert (rouen["departement"], rouen["region"], rouen["epci"]) == ("76", "28", "200023414")
    assert (bourg["departement"], bourg["postal_codes"]) == ("01", "01000")


def test_every_network_fact_and_source_is_there(files: dict[str, bytes]) -> None:
    assert [one["id"] for one in rows(files, "networks")] == [*CATALOGUE.ids]
    facts = rows(files, "facts")
    assert len(facts) == sum(map(len, CATALOGUE.facts))
    cited = {(one["network"], one["rank"]) for one in rows(files, "citations")}
    assert {(one["network"], one["rank"]) for one in facts} <= cited
    for one in CATALOGUE.networks:
        known = [row for row in rows(files, "contacts") if row["network"] == one.id]
        contact = one.contact
        ways = {"website": contact.website, "page": contact.page}
        ways |= {"email": contact.email, "phone": contact.phone}
        assert {row["way"]: row["value"] for row in known} == {
            way: value for way, value in ways.items() if value
        }


@pytest.fixture
def folder(files: dict[str, bytes], tmp_path: Path) -> Path:
    """The package on disk."""
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def block(text: str, language: str) -> str:
    """The one example in a language that is of the package."""
    (found,) = [
        one
        for one in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
        if "communes.csv" in one or "postal_codes.csv" in one
    ]
    return str(found)


@pytest.mark.parametrize("guide", ["guide.md", "guide.fr.md"])
def test_the_guide_has_the_examples_of_the_package(files: dict[str, bytes], guide: str) -> None:
    text = (ROOT / "docs" / guide).read_text("utf-8").replace("reseaux-donnees/", "")
    for language in ("python", "sql"):
        lines = [block(one, language) for one in (text, files["LISEZMOI.md"].decode())]
        told, own = (re.sub(r"--.*|;$|\s+", "", one, flags=re.MULTILINE) for one in lines)
        assert told == own


def test_pandas_makes_the_pivot_by_region(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(folder)
    code = block((folder / "LISEZMOI.md").read_text("utf-8"), "python").strip().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(code[:-1]), names)
    pivot = eval(code[-1], names)
    assert pivot.loc["Grand Est"].to_dict() == {"covered": 514, "none": 4601}
    assert pivot.loc["Corse"].to_dict() == {"covered": 0, "none": 360}
    assert len(pivot) == 18


def test_duckdb_joins_contracts_with_their_guichet_vert(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(folder)
    duckdb.sql("COPY (SELECT unnest(['01000', '68100', '2A']) AS code_postal) TO 'marches.parquet'")
    query = block((folder / "LISEZMOI.md").read_text("utf-8"), "sql")
    note = (
        "AURA-EE : Site de l'agence entière. AURA-EE : Service d'un plan national terminé fin 2025"
    )
    note += " ; on ne sait pas s'il répond encore."
    assert sorted(duckdb.sql(query).fetchall()) == [
        (
            "01000",
            "covered",
            "AURA-EE",
            "https://www.auvergnerhonealpes-ee.fr",
            note,
        ),
        ("2A", None, None, None, None),
        ("68100", "none", None, None, None),
    ]


def test_whose_an_address_is_stands_beside_it(files: dict[str, bytes]) -> None:
    notes = {one["value"]: one["note"] for one in rows(files, "contacts")}
    assert notes["contact@cerdd.org"] == "Adresse générale du Cerdd, pas celle du guichet"
    assert notes["https://osmose.numerique.gouv.fr"].endswith("; à vérifier")
    (dijon,) = (one for one in rows(files, "communes") if one["code"] == "21231")
    assert dijon["guichet_vert_note"].startswith("ARNia : Ancien site")
    assert notes["https://www.arbe-regionsud.org"] == ""


# --- the map -------------------------------------------------------------------------------------


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
        assert told["status"] in ("covered", "split", "partial", "none")


def test_the_outlines_are_closed_and_turn_as_the_standard_has_it(files: dict[str, bytes]) -> None:
    for shape in json.loads(files["departements.geojson"])["features"]:
        geometry = shape["geometry"]
        whole = geometry["coordinates"]
        for polygon in whole if geometry["type"] == "MultiPolygon" else [whole]:
            for rank, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert all(-64 < x < 56 and -22 < y < 52 for x, y in ring)
                twice = sum(x * b - a * y for (x, y), (a, b) in pairwise(ring))
                assert (twice > 0) == (rank == 0)


# --- the command ---------------------------------------------------------------------------------


def content(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def export(run: Run, folder: Path, *options: str, **environ: str) -> Any:
    return run("catalogue", "export", str(folder), *options, environ=environ)


@pytest.mark.slow
def test_a_catalogue_gives_the_same_bytes_every_day(
    run: Run, tmp_path: Path, files: dict[str, bytes]
) -> None:
    done = export(run, tmp_path / "one", RESEAUX_AUJOURDHUI="2031-01-01", TZ="Asia/Tokyo")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith(f"{tmp_path / 'one'} : 25 fichiers, ")
    assert content(tmp_path / "one") == files
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one"], "nothing is left beside it"


@pytest.mark.slow
def test_its_own_folder_is_written_anew_and_another_is_not(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "données"
    folder.mkdir()
    assert export(run, folder).returncode == 0, "an empty one is taken"
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    described["resources"].append({"name": "old", "path": "old.csv"})
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "old.csv").write_text("a\n", encoding="utf-8")
    assert export(run, folder).returncode == 0
    assert not (folder / "old.csv").exists(), "a table that is no more goes"
    (folder / "notes.txt").write_text("à moi", encoding="utf-8")
    before = content(folder)
    refused = export(run, folder)
    assert refused.returncode == 2
    assert "contient autre chose qu'un tel paquet : notes.txt." in refused.stderr.decode()
    assert "--force" in refused.stderr.decode()
    assert content(folder) == before
    assert export(run, folder, "--force").returncode == 0
    assert (folder / "notes.txt").read_text("utf-8") == "à moi", "what is not ours stays"


def test_a_folder_is_written_from_inside(tmp_path: Path) -> None:
    """It may be a disk of its own, or stand in one that nobody may write in."""
    folder = tmp_path / "closed" / "disk"
    folder.mkdir(parents=True)
    (folder / ".reseaux-0123456789ab.tmp").mkdir()
    (folder / ".reseaux-0123456789ab.tmp" / "communes.csv").write_text("cut short", "utf-8")
    assert catalogue_export._files(str(folder)) == [], "what a kill left is nobody's"
    folder.parent.chmod(0o555)
    try:
        catalogue_export._write(str(folder), {"a.csv": b"1", "schemas/a.json": b"{}"})
    finally:
        folder.parent.chmod(0o755)
    assert content(tmp_path) == {"closed/disk/a.csv": b"1", "closed/disk/schemas/a.json": b"{}"}
    assert sorted(one.name for one in folder.iterdir()) == ["a.csv", "schemas"]


OWN = """
networks:
  - id: plie-du-havre
    name: "=PLIE du Havre"
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {departements: ["76"]}
    checked_on: "2026-11-24"
    contact: {phone: "02 35 00 00 00"}
"""


@pytest.mark.slow
def test_one_s_own_contacts_stay_at_home_unless_asked_for(
    run: Run, tmp_path: Path, files: dict[str, bytes]
) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text(OWN, encoding="utf-8")
    assert export(run, tmp_path / "without").returncode == 0
    assert content(tmp_path / "without") == files
    assert export(run, tmp_path / "with", "--with-local").returncode == 0
    made = content(tmp_path / "with")
    (own,) = [one for one in rows(made, "networks") if one["origin"] == "local"]
    assert own["name"] == "'=PLIE du Havre", "text from data is no formula"
    (phone,) = [one for one in rows(made, "contacts") if one["network"] == "plie-du-havre"]
    assert phone["value"] == "02 35 00 00 00"
    assert [name for name, one in made.items() if str(run.home).encode() in one] == []


# --- what changes --------------------------------------------------------------------------------


@pytest.fixture
def changed(tmp_path: Path) -> tuple[str, str]:
    """Two catalogues, of which the second has another name and another address."""
    before, after = "name: RAN COPER\n    kind", 'name: "RAN <b> & co"\n    kind'
    text = whole_catalogue().replace(before, after)
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    return str(ROOT / "data"), str(tmp_path / "new.yaml")


def test_the_changes_are_a_document(run: Run, changed: tuple[str, str]) -> None:
    done = run("catalogue", "diff", *changed, "--json")
    told = json.loads(done.stdout)
    jsonschema.Draft202012Validator(loader.schema_of("diff")).validate(told)
    assert done.returncode == 0
    assert told["changes"] == [
        {"network": "ran-coper", "field": "name", "before": "RAN COPER", "after": "RAN <b> & co"}
    ]
