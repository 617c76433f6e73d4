"""``coverage``, ``map`` and ``open`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.coverage import (
    COVERAGE_LEVELS,
    WITHOUT_CONTACT,
    AreaCoverage,
    coverage_by,
    reachable_coverage,
    requested_coverage,
)
from achats_reseaux.catalogue import loader, parts
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Place
from achats_reseaux.output.coverage import HEAD
from achats_reseaux.output.coverage import _table_rows as table_rows
from achats_reseaux.output.coverage import render as coverage_text
from achats_reseaux.output.terminal import Terminal
from achats_reseaux.output.views import coverage_table
from case_tables import cases
from conftest import Run
from test_overlay import User, user  # noqa: F401 - a fixture

CATALOGUE = loader.load()
FRANCE = requested_coverage(CATALOGUE, (), (), (), None)


def test_the_counts_are_those_of_the_study() -> None:
    """29,826 of 34,969 communes have a guichet vert; 4,601 of the others are in Grand Est."""
    every: list[AreaCoverage] = [*FRANCE.regions, *FRANCE.overseas]
    assert sum(one.communes for one in every) == 34969 - 6, "less those where nobody lives"
    assert sum(one.communes_covered for one in every) == 29826
    assert FRANCE.totals()["communes"] == 34875
    (grand_est,) = [one for one in FRANCE.regions if one.area.code == "44"]
    assert grand_est.communes - grand_est.communes_covered == 4601
    statuses = [one.status for one in FRANCE.regions]
    assert [statuses.count(one) for one in ("covered", "split", "partial", "none")] == [13, 0, 1, 4]


def test_coverage_and_find_never_disagree() -> None:
    for region in FRANCE.regions:
        for one in region.departements:
            place = Place(one.area.kind, one.area.code, one.area.name, (one.area.code,), ())
            guichet = matching.guichet_vert_at(CATALOGUE, place)
            assert (guichet.status, guichet.networks) == (one.status, one.networks)


def test_regions_come_by_name_and_their_departements_by_code() -> None:
    names = [one.area.name for one in FRANCE.regions]
    assert names[0] == "Auvergne-Rhône-Alpes"
    assert names.index("Île-de-France") == names.index("Hauts-de-France") + 1
    for region in FRANCE.regions:
        codes = [one.area.code for one in region.departements]
        assert codes == sorted(codes)


def test_json_and_csv_say_the_same(run: Run) -> None:
    document = json.loads(run("coverage", "--json").stdout)
    assert document["totals"]["communes_covered"] == 29826
    assert len(document["regions"]) == 18
    assert sum(len(one["departements"]) for one in document["regions"]) == 101
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv").stdout.decode())))
    by_code = {(row["kind"], row["code"]): row for row in rows}
    for region in document["regions"]:
        assert by_code["region", region["code"]]["status"] == region["status"]
    assert by_code["departement", "68"]["networks"] == ""
    assert by_code["departement", "67"]["networks"] == "relais-2d"


def test_the_gaps_alone(run: Run) -> None:
    gaps = run("coverage", "-q").stdout.decode().split()
    written = parts.document_of(loader.path()).value["without_guichet_vert"]
    assert sorted(gaps) == sorted(written)


@pytest.mark.parametrize(
    ("arguments", "covered"),
    [
        (["--network", "ran-coper"], {"28"}),
        (["--network", "rapidd"], {one.code for one in gazetteer.every("region")}),
        (["--type", "conseil", "--theme", "social"], {"11"}),
    ],
)
def test_any_network_or_filter_can_be_counted(
    arguments: list[str], covered: set[str], run: Run
) -> None:
    document = json.loads(run("coverage", *arguments, "--json").stdout)
    assert {one["code"] for one in document["regions"] if one["status"] == "covered"} == covered


@pytest.mark.parametrize(("place", "code"), [("Vienne", 3), ("Rouenn", 2), ("Normandie", 0)])
def test_a_place_on_the_map_is_read_as_find_reads_it(place: str, code: int, run: Run) -> None:
    assert run("map", place).returncode == run("find", place).returncode == code


@pytest.mark.parametrize("place", ["La Rochelle", "67999", "Bressolles", "Normandie"])
def test_the_map_says_how_a_place_was_read(place: str, run: Run, tmp_path: Path) -> None:
    said = run("find", place).stderr
    assert bool(said) == (place != "Normandie")
    assert run("map", place, "--tiles").stderr == said
    assert run("map", place, "--svg", str(tmp_path / "carte.svg")).stderr == said


def test_the_picture_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "carte.svg"
    assert run("map", "--svg", str(file)).returncode == 0
    root = ET.parse(file).getroot()
    codes = {one.get("data-code") for one in root.iter() if one.get("data-code")}
    assert len(codes) == 101
    before = sorted(path.name for path in tmp_path.iterdir())
    assert run("map", "--svg", str(tmp_path / "absent" / "carte.svg")).returncode == 74
    assert run("map", "--svg", str(tmp_path)).returncode == 74
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.skipif(shutil.which("true") is None, reason="no program to stand for a browser")
@pytest.mark.parametrize(
    ("browser", "said"),
    [
        ("true", ""),
        ("", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        ("/nonexistent/browser", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        ("false", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        (" ", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        ("'%s", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
    ],
)
def test_open_prints_the_address_whether_a_browser_opens_or_not(
    browser: str, said: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("true", "false"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    environ = {"BROWSER": browser, "PATH": str(tmp_path / "bin")}
    done = run.on_a_terminal("open", "ran-coper", environ=environ)
    assert (done.returncode, done.stdout) == (0, b"https://ran-coper.fr\n")
    assert done.stderr.decode() == said


@pytest.mark.skipif(shutil.which("sh") is None, reason="no program to stand for a browser")
def test_open_opens_no_browser_off_a_terminal(run: Run, tmp_path: Path) -> None:
    """One of texts would draw into the pipe."""
    browser = tmp_path / "lynx"
    browser.write_text("#!/bin/sh\nprintf '\\033[2J%s\\n' \"$1\"\n")
    browser.chmod(0o755)
    environ = {"BROWSER": str(browser)}
    address = b"https://ran-coper.fr\n"
    seen = run.on_a_terminal("open", "ran-coper", environ=environ)
    assert (seen.returncode, seen.stdout, seen.stderr) == (0, b"\x1b[2J" + address * 2, b"")
    done = run("open", "ran-coper", environ=environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, address, b"")


def test_open_says_where_to_go_when_no_address_is_documented(run: Run) -> None:
    done = run("open", "reseco")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        one.url for one in CATALOGUE.ways_in if "guichet-vert" in one.kinds or not one.kinds
    ]
    assert "adresse non documentée" in done.stderr.decode()


COMMUNES_ALONE = """
networks:
  - id: local
    name: Facilitateur local
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {communes: [%s]}
    summary: Aide à rédiger la clause sociale.
    checked_on: "2026-11-24"
"""


def covers(run: Run, *communes: str) -> None:
    """Give the user a network that covers these communes, one by one."""
    folder = run.folder
    folder.mkdir(parents=True)
    text = COMMUNES_ALONE % ", ".join(f'"{one}"' for one in communes)
    (folder / "networks.yaml").write_text(text, encoding="utf-8")


def test_communes_covered_one_by_one_are_counted_so(run: Run) -> None:
    """All those of Mayotte make Mayotte; one of the Haut-Rhin makes a part of Grand Est."""
    mayotte = [insee for insee, _ in bulk.communes() if insee.startswith("976")]
    covers(run, "68224", *mayotte)
    done = run("coverage", "--network", "local", "--format", "tsv")
    rows = [row.split("\t") for row in done.stdout.decode().splitlines()]
    (names, *rows), covered = rows, {}
    for row in rows:
        one = dict(zip(names, row, strict=True))
        if one["networks"]:
            counts = int(one["communes_covered"]), int(one["population_covered"])
            covered[one["name"]] = (one["status"], *counts)
    people = gazetteer.population("68224")
    islanders = sum(map(gazetteer.population, mayotte))
    assert covered == {
        "Grand Est": ("partial", 1, people),
        "Haut-Rhin": ("partial", 1, people),
        "Mayotte": ("covered", len(mayotte), islanders),
    }


def test_a_network_stands_out_on_the_map_as_its_ground_does(run: Run) -> None:
    """What a network covers below the département makes that département stand out."""
    covers(run, "68224")

    def drawn(*arguments: str) -> bytes:
        return run("map", "--color", "always", "--title", "France", *arguments).stdout

    assert drawn("--network", "ran-coper") == drawn("Normandie") != drawn()
    assert drawn("--network", "local") == drawn("Haut-Rhin") != drawn()
    assert drawn("Eure", "--network", "local") not in (drawn("Eure"), drawn("Haut-Rhin"))


def test_collectivities_that_are_served_are_named_beside_the_map(run: Run) -> None:
    """They are on no map of regions."""
    folder = run.folder
    folder.mkdir(parents=True)
    text = COMMUNES_ALONE.replace("{communes: [%s]}", '{departements: ["975", "988"]}')
    text = text.replace("facilitateurs", "guichet-vert").replace("social]", "environnement]")
    (folder / "networks.yaml").write_text(text, encoding="utf-8")
    beside = [line for line in run("map").stdout.decode().splitlines() if "Hors carte" in line]
    assert [line.strip() for line in beside] == [
        "Hors carte, avec : Saint-Pierre-et-Miquelon, Nouvelle-Calédonie",
        f"Hors carte, sans : {len(FRANCE.overseas) - 2} collectivités d'outre-mer",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "-",
        pytest.param(
            "/dev/stdout",
            marks=pytest.mark.skipif(
                os.name == "nt" or not Path("/dev/stdout").exists(), reason="no /dev/stdout here"
            ),
        ),
    ],
)
def test_the_picture_may_go_to_a_pipe(name: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "carte.svg"
    assert run("map", "--svg", str(file)).returncode == 0
    before = sorted(tmp_path.iterdir())
    done = run("map", "--svg", name, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, file.read_bytes(), b"")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_device_is_written_to_not_replaced(run: Run) -> None:
    assert run("map", "--svg", "/dev/full").returncode == 74
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("level", COVERAGE_LEVELS)
def test_every_area_is_answered_as_find_answers_it(level: str) -> None:
    """The same status and the same guichets verts, for a tenth of all areas."""
    for rank, area in enumerate(coverage_by(CATALOGUE, FRANCE, level)):
        if rank % 10 == 0:
            place = places.of(area.area.kind, area.area.code)
            if area.area.kind == "collectivite":
                continue  # no level of its own: the overseas rows of every coverage
            if level == "code-postal":
                communes = gazetteer.communes_of_postal_code(area.area.code)
                place = places.of_postal_code(area.area.code, communes)
            assert place is not None
            found = matching.guichet_vert_at(CATALOGUE, place)
            assert (found.status, set(found.networks)) == (area.status, set(area.networks)), area


def test_a_postal_code_is_named_after_the_biggest_of_its_communes() -> None:
    named = {one.area.code: one.area.name for one in coverage_by(CATALOGUE, FRANCE, "code-postal")}
    assert [named[code] for code in ("76000", "01000", "37160")] == [
        "Rouen",
        "Bourg-en-Bresse et autres",
        "Descartes et autres",
    ]


def test_a_place_limits_areas_and_counts() -> None:
    (place,) = resolve("Alsace").candidates  # type: ignore[union-attr]
    alsace = requested_coverage(CATALOGUE, None, None, None, None, place=place)
    assert [part.area.code for one in alsace.regions for part in one.departements] == ["67", "68"]
    assert alsace.totals()["communes"] == 514 + 366
    found = list(coverage_by(CATALOGUE, alsace, "commune"))
    assert len(found) == 514 + 366
    assert sum(one.communes_covered for one in found) == 514


def test_a_commune_is_counted_alone() -> None:
    (place,) = resolve("Rouen").candidates  # type: ignore[union-attr]
    rouen = requested_coverage(CATALOGUE, None, None, None, None, place=place)
    assert (rouen.totals()["communes"], rouen.totals()["communes_covered"]) == (1, 1)


# --- map: what its options change -----------------------------------------------------------------


@pytest.mark.parametrize(("line", "title"), cases("views/map_titles.tsv"))
def test_the_title_names_what_is_drawn_and_what_stands_out(line: str, title: str, run: Run) -> None:
    assert run(*line.split(), "--tiles").stdout.decode().splitlines()[0] == title


def test_a_map_of_a_theme_draws_local_networks_alone(run: Run) -> None:
    drawn = run("map", "--type", "plateforme", "--tiles").stdout.decode()
    assert "Aucun réseau local (18)" in drawn
    assert "Hors carte : 5 réseaux nationaux servent toute la France" in drawn


def test_who_can_be_reached() -> None:
    """A département whose networks have no address of their own is not reached."""
    reached = reachable_coverage(CATALOGUE, FRANCE)
    for before, after in zip(FRANCE.regions, reached.regions, strict=True):
        for was, now in zip(before.departements, after.departements, strict=True):
            networks = [CATALOGUE.network(one) for one in was.networks]
            silent = bool(networks) and not any(one.contact.first for one in networks)
            assert (now.status == WITHOUT_CONTACT) == silent, was.area.name
            assert silent or now.status == was.status
    assert reached.totals()["communes"] == FRANCE.totals()["communes"]


def test_the_map_draws_who_can_be_reached_where_asked(run: Run) -> None:
    """Of Reseco no address is documented: Brittany is covered, and not reached."""
    drawn = [run("map", "--tiles", *more).stdout.decode() for more in ([], ["--reachable"])]
    assert [("[29]" in one, "~29~" in one) for one in drawn] == [(True, False), (False, True)]
    assert ["Joignables : " in one for one in drawn] == [False, True]


@pytest.mark.parametrize(
    ("silent", "reached", "told"),
    [
        ("22", "", "Sans adresse documentée (1) : Bretagne (Côtes-d'Armor 22 seulement)"),
        ("22", "29", "Partiel (1) : Bretagne (Côtes-d'Armor 22, Finistère 29 seulement)"),
        ("22 29 35 56", "", "Sans adresse documentée (1) : Bretagne"),
        ("22 29 35", "56", "Partiel (1) : Bretagne"),
        ("", "22 29 35 56", "Joignable (1) : Bretagne"),
    ],
)
def test_a_region_is_without_an_address_where_nobody_in_it_has_one(
    silent: str,
    reached: str,
    told: str,
    user: User,  # noqa: F811
) -> None:
    """Whose networks have one in a part of it is reached in part."""
    entries = "networks:\n"
    for rank, (codes, contact) in enumerate(
        ((silent, ""), (reached, ", contact: {website: 'https://bureau.example.org'}"))
    ):
        if codes:
            entries += (
                f"  - {{id: zz-{rank}, name: Bureau {rank}, kind: programme, themes: [social],"
                f" audiences: [etat], coverage: {{departements: {codes.split()}}},"
                f" summary: Aide., checked_on: '2026-11-24'{contact}}}\n"
            )
    user.writes(entries)
    _, out, err = user.types("map", "--type", "programme", "--reachable", COLUMNS="60")
    assert err == ""
    (legend,) = (" ".join(part.split()) for part in out.split("\n\n") if "(1) :" in part)
    assert legend.partition(" Aucun")[0] == told


def test_a_picture_may_have_the_name_of_a_format(run: Run, tmp_path: Path) -> None:
    assert run("map", "--svg", "png", cwd=tmp_path).returncode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["png"]


def test_a_map_without_its_legend_is_the_rest_of_it(run: Run) -> None:
    whole, rest = (run("map", *more).stdout.decode().splitlines() for more in ([], ["--no-legend"]))
    assert rest[0] == whole[0] == "Guichets verts : qui est couvert"
    assert rest[-1].strip() == whole[-1].strip()
    assert len(rest) < len(whole)
    assert not any("RESECO" in line for line in rest)


def test_what_coverage_says_to_type_for_a_homonym_means_that_place_alone(user: User) -> None:  # noqa: F811
    names = "Vienne Saint-Denis Évry Manche Vire Valence Sainte-Marie Beaumont Bagnols".split()
    typed = 0
    for name in names:
        code, _, err = user.types("coverage", name)
        lines = [line for line in err.splitlines() if line.startswith("  ")]
        commands = [line.strip() for line in lines if line.startswith("    reseaux ")]
        for label, command in zip(lines[::2], commands, strict=False):
            code, out, _ = user.types(*shlex.split(command)[1:], "--format", "tsv")
            departement = label.partition("(")[2].partition(")")[0]
            assert (code, f"departement\t{departement}\t" in out) == (0, True), command
            typed += 1
    assert typed > 20


# --- tables on a terminal ----------------------------------------------------------------------


OPTIONS: list[dict[str, Any]] = [
    {},
    {"theme": ["social"]},
    {"theme": ["environnement"]},
    {"kind": ["facilitateurs"]},
    {"kind": ["facilitateurs"], "local": True},
    {"kind": ["plateforme"], "local": True},
    {"audience": ["sante"]},
    {"statuses": ["none", "partial"]},
    {"network": "reseco"},
    {"place": "Grand Est"},
    {"place": "Rouen"},
]


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_figures_are_whole_or_not_there_at_every_width(options: dict[str, Any], step: int) -> None:
    """Each column of figures has those of all rows, or is left out; no letter is lost."""
    filters: Any = dict.fromkeys(("theme", "kind", "audience", "network")) | options
    if "place" in filters:
        (filters["place"],) = resolve(filters["place"]).candidates  # type: ignore[union-attr]
    found = requested_coverage(CATALOGUE, **filters)
    for width in range(40, 201, step):
        wide = Terminal(True, width, 24, 0, True)
        lines = coverage_text(found, CATALOGUE, "table", wide).replace("\xa0", " ").split("\n")
        end = lines.index("", 2)
        shown = "\n".join(lines[:end])
        assert all(
            f"({code})" in shown for code in re.findall(r"\((\w+)\)", str(table_rows(found)))
        )
        if not any("──" in line for line in lines):
            shares = [row[-1].replace("\xa0", " ") for row in table_rows(found)]
            said = re.findall(r"\d+ %", "\n".join(lines[1:end]))
            assert said == ([] if found.known_only else shares), width
            continue
        head = re.split(" {2,}", lines[2].strip())
        ends = [(name, lines[2].index(name) + len(name)) for name in head[3:]]
        for name, column in ends:
            rank = HEAD.index(name)
            true = [row[rank].replace("\xa0", " ") for row in table_rows(found)]
            start = column - max(map(len, [name, *true]))
            cells = [line[start:column].strip() for line in lines[4:end]]
            assert [one for one in cells if one] == true, (width, name)
        assert max(map(len, lines[:end])) <= width


def test_a_table_has_the_colours_that_the_terminal_has() -> None:
    """The same statuses in 16, 256 and 16,777,216; none without, nor in any other number."""
    rows = [["Corse", "aucun", "–", "1", "2"], ["Bretagne", "couvert", "RESECO", "3", "4"]]
    for colors in (0, 16, 256, 16777216):
        terminal = Terminal(True, 80, 24, colors, True)
        drawn = coverage_table.render("T", HEAD[:-1], rows, (), terminal)
        assert ("\x1b[31maucun" in drawn) is (colors > 0), colors
        assert ("\x1b" in drawn) is (colors > 0)


# --- a directory that is known to be partial ------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--sans-nationaux"], ["Bretagne"], ["--status", "none"]])
@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_no_figure_follows_from_a_directory_that_is_partial(
    options: list[str], form: str, run: Run
) -> None:
    """Some desks of more than 600 are known: neither « 100 % » nor « sans » is known from them."""
    text = run("coverage", "--type", "facilitateurs", *options, "--format", form).stdout.decode()
    if form == "json":
        totals = json.loads(text)["totals"]
        assert (totals["communes_covered"], totals["population_covered"]) == (None, None)
        assert totals["communes"] > 1000
    else:
        text = " ".join(text.split())
        assert "%" not in text
        assert "aucun total n'en est tiré" in text


def test_the_rows_of_a_region_and_of_a_departement_of_one_code_are_apart(run: Run) -> None:
    def rows(level: str) -> dict[str, tuple[str, str]]:
        text = run("coverage", "--by", level, "--format", "csv").stdout.decode()
        read = csv.DictReader(io.StringIO(text))
        return {row["code"]: (row["kind"], row["name"]) for row in read}

    assert rows("region")["52"] == ("region", "Pays de la Loire")
    assert rows("departement")["52"] == ("departement", "Haute-Marne")
    assert len(rows("departement")) == 101 + len(FRANCE.overseas)


@pytest.mark.parametrize("options", [["--theme", "chose"], ["Rouenn"], ["--by", "canton"]])
def test_a_refused_coverage_writes_nothing_of_another_command(options: list[str], run: Run) -> None:
    head = "kind,code,name,status,networks,communes,communes_covered,population,population_covered"
    assert run("coverage", *options, "--format", "csv").stdout.decode() == head + "\n"
    refused = json.loads(run("coverage", *options, "--json").stdout)
    assert refused["status"] == "unknown"
    assert (refused["regions"], refused["totals"]["communes"]) == ([], None)
    assert "results" not in refused


def test_a_picture_names_the_sources_of_what_it_draws(run: Run) -> None:
    guichets = run("map", "--svg", "-").stdout.decode()
    desks = run("map", "--type", "facilitateurs", "--svg", "-").stdout.decode()
    assert "achats-durables.gouv.fr" in guichets
    assert "Sans : " not in desks
    local = [one for one in CATALOGUE.networks if one.kind == "facilitateurs" and one.covers]
    sources = {source.url for one in local for source in one.sources}
    for site in {url.split("/")[2].removeprefix("www.") for url in sources}:
        assert site in desks


def test_a_file_of_ones_own_is_named_among_the_sources(run: Run) -> None:
    covers(run, "68224")
    shown = run("coverage", "--type", "facilitateurs", "--sans-nationaux", "--format", "table")
    told = " ".join(shown.stdout.decode().split())
    sources = told[told.index("Sources : ") :].partition(" ; ")[0]
    assert sources.startswith("Sources : 123dok.net, ")
    assert sources.endswith(", vos compléments")


@pytest.mark.parametrize("option", ["--svg", "--output", "-o"])
def test_the_file_of_a_picture_is_named_as_elsewhere(option: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "carte.svg"
    assert run("map", option, str(file)).returncode == 0
    assert file.read_bytes() == run("map", "--svg", "-").stdout
