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
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder import resolve
from achats_reseaux.output.coverage import HEAD
from achats_reseaux.output.coverage import _table_rows as table_rows
from achats_reseaux.output.coverage import render as coverage_text
from achats_reseaux.output.terminal import Terminal
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


def test_regions_come_by_name_and_their_departements_by_code() -> None:
    names = [one.area.name for one in FRANCE.regions]
    assert names[0] == "Auvergne-Rhône-Alpes"
    assert names.index("Île-de-France") == names.index("Hauts-de-France") + 1
    for region in FRANCE.regions:
        codes = [one.area.code for one in region.departements]
        assert codes == sorted(codes)


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


NOTE = "RAN COPER : Site du réseau ; source de 2024.\n"
"""What is to be known of the address that ``open`` prints."""


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
    assert done.stderr.decode() == NOTE + said


@pytest.mark.skipif(shutil.which("sh") is None, reason="no program to stand for a browser")
def test_open_opens_no_browser_off_a_terminal(run: Run, tmp_path: Path) -> None:
    """One of texts would draw into the pipe."""
    browser = tmp_path / "lynx"
    browser.write_text("#!/bin/sh\nprintf '\\033[2J%s\\n' \"$1\"\n")
    browser.chmod(0o755)
    environ = {"BROWSER": str(browser)}
    address = b"https://ran-coper.fr\n"
    seen = run.on_a_terminal("open", "ran-coper", environ=environ)
    assert (seen.returncode, seen.stdout, seen.stderr) == (
        0,
        b"\x1b[2J" + address * 2,
        NOTE.encode(),
    )
    done = run("open", "ran-coper", environ=environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, address, NOTE.encode())


def test_open_says_where_to_go_when_no_address_is_documented(run: Run) -> None:
    done = run("open", "reseco")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        one.url for one in CATALOGUE.ways_in if "guichet-vert" in one.kinds or not one.kinds
    ]
    assert "adresse non documentée" in done.stderr.decode()


def own(kind: str, coverage: str, network_id: str = "local", contact: str = "") -> str:
    """A network of one's own, as an entry of a file."""
    return f"""
  - id: {network_id}
    name: Bureau {network_id}
    kind: {kind}
    themes: [environnement]
    audiences: [collectivite]
    coverage: {{{coverage}}}
    summary: Aide à rédiger la clause sociale.
    checked_on: "2026-11-24"
    contact: {{{contact}}}
"""


def test_a_network_stands_out_on_the_map_as_its_ground_does(user: User) -> None:  # noqa: F811
    """What a network covers below the département makes that département stand out."""
    user.writes("networks:" + own("facilitateurs", 'communes: ["68224"]'))

    def drawn(*arguments: str) -> str:
        return user.types("map", "--color", "always", "--title", "France", *arguments)[1]

    assert drawn("--network", "ran-coper") == drawn("Normandie") != drawn()
    assert drawn("--network", "local") == drawn("Haut-Rhin") != drawn()
    assert drawn("Eure", "--network", "local") not in (drawn("Eure"), drawn("Haut-Rhin"))
    _, out, _ = user.types("coverage", "68", "--network", "local", "--format", "table")
    assert "\nSource : vos compléments ; fiches comparées" in out


def test_collectivities_that_are_served_are_named_beside_the_map(user: User) -> None:  # noqa: F811
    """They are on no map of regions."""
    user.writes("networks:" + own("guichet-vert", 'departements: ["975", "988"]'))
    _, out, _ = user.types("map")
    assert [line.strip() for line in out.splitlines() if "Hors carte" in line] == [
        "Hors carte, avec : Saint-Pierre-et-Miquelon, Nouvelle-Calédonie",
        f"Hors carte, sans : {len(FRANCE.overseas) - 2} collectivités d'outre-mer",
    ]


PIPE = "/dev/stdout"


@pytest.mark.parametrize(
    ("option", "name"), [("--svg", "carte.svg"), ("--output", "png"), ("-o", "-"), ("--svg", PIPE)]
)
def test_the_picture_is_written_whole_under_any_name(
    option: str, name: str, run: Run, tmp_path: Path
) -> None:
    """To a file, that may have the name of a format, or to a pipe, by its name too."""
    if name == PIPE and (os.name == "nt" or not Path(PIPE).exists()):
        pytest.skip("no /dev/stdout here")
    done = run("map", option, name, cwd=tmp_path)
    written = done.stdout or (tmp_path / name).read_bytes()
    assert (done.returncode, done.stderr) == (0, b"")
    codes = {one.get("data-code") for one in ET.fromstring(written).iter() if one.get("data-code")}
    assert len(codes) == 101
    assert written == run("map", "--svg", "-").stdout
    assert [one.name for one in tmp_path.iterdir()] == [] if done.stdout else [name]


@pytest.mark.parametrize("name", ["absent/carte.svg", ".", "/dev/full"])
def test_a_picture_that_cannot_be_written_leaves_nothing(
    name: str, run: Run, tmp_path: Path
) -> None:
    if name == "/dev/full" and not Path(name).is_char_device():
        pytest.skip("no /dev/full here")
    assert run("map", "--svg", name, cwd=tmp_path).returncode == 74
    assert list(tmp_path.iterdir()) == []
    assert name != "/dev/full" or Path(name).is_char_device()


@pytest.mark.parametrize(
    ("place", "code"),
    [
        *(("Vienne", 3), ("Rouenn", 2), ("Normandie", 0)),
        *(("La Rochelle", 0), ("67999", 0), ("Bressolles", 0)),
    ],
)
def test_a_place_on_the_map_is_read_as_find_reads_it_and_told_to_be(
    place: str, code: int, run: Run, tmp_path: Path
) -> None:
    found = run("find", place)
    drawn = [run("map", place, *more, cwd=tmp_path) for more in (["--tiles"], ["--svg", "x.svg"])]
    assert {one.returncode for one in (found, *drawn)} == {code}
    assert bool(found.stderr) == (place != "Normandie")
    assert code or {one.stderr for one in drawn} == {found.stderr}


@pytest.mark.parametrize("level", COVERAGE_LEVELS)
def test_every_area_is_answered_as_find_answers_it(level: str) -> None:
    """The same status and the same guichets verts, for a tenth of the small areas."""
    for rank, area in enumerate(coverage_by(CATALOGUE, FRANCE, level)):
        if rank % 10 == 0 or level in ("region", "departement"):
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


@pytest.mark.parametrize(("place", "regions", "rows", "reason"), cases("views/in_part.tsv"))
def test_a_part_of_an_area_is_never_told_as_the_area(
    run: Run, place: str, regions: str, rows: str, reason: str
) -> None:
    """Its figures are those of the part: who joins on the code of the region would have them for
    the region's."""

    def told(area: dict[str, Any]) -> str:
        return f"{area['code']} {area['name']} {area['communes']} {str(area['whole']).lower()}"

    found = json.loads(run("coverage", *place.split(), "--json").stdout)
    assert " | ".join(map(told, found["regions"])) == regions, reason
    table = run("coverage", *place.split(), "--format", "csv").stdout.decode()
    assert " | ".join(map(told, csv.DictReader(io.StringIO(table)))) == rows, reason


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
    address = "website: 'https://bureau.example.org'"
    desks = [
        own("programme", f"departements: {codes.split()}", f"zz-{codes[:2]}", contact)
        for codes, contact in ((silent, ""), (reached, address))
        if codes
    ]
    user.writes("networks:" + "".join(desks))
    _, out, err = user.types("map", "--type", "programme", "--reachable", COLUMNS="60")
    assert err == ""
    (legend,) = (" ".join(part.split()) for part in out.split("\n\n") if "(1) :" in part)
    assert legend.partition(" Aucun")[0] == told


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


def test_a_table_of_a_partial_directory_says_so_and_is_dated(run: Run) -> None:
    for kind, ends in (("guichet-vert", "2024-11-18,true"), ("facilitateurs", "2024-11-18,false")):
        rows = run("coverage", "--type", kind, "--format", "csv").stdout.decode().splitlines()[1:]
        assert {row[-len(ends) :] for row in rows} == {ends}
    notes = [
        json.loads(run("coverage", "--type", kind, "--json").stdout)["notes"]
        for kind in ("guichet-vert", "facilitateurs")
    ]
    assert notes == [
        [],
        ["Relais connus de ce catalogue ; l'annuaire est partiel, aucun total n'en est tiré."],
    ]


def test_each_departement_of_a_picture_without_a_network_says_by_which_list(run: Run) -> None:
    for kind, said in (
        ("guichet-vert", "Moselle (57) : aucun, liste de novembre 2024"),
        ("facilitateurs", "Moselle (57) : aucun relais connu"),
    ):
        picture = run("map", "--type", kind, "--svg", "-").stdout.decode()
        assert f"<title>{said}</title>" in picture


def test_a_picture_names_the_sources_of_what_it_draws(run: Run) -> None:
    guichets = run("map", "--svg", "-").stdout.decode()
    desks = run("map", "--type", "facilitateurs", "--svg", "-").stdout.decode()
    assert "achats-durables.gouv.fr" in guichets
    assert "Sans : " not in desks
    local = [one for one in CATALOGUE.networks if one.kind == "facilitateurs" and one.covers]
    sources = {source.url for one in local for source in one.sources}
    for site in {url.split("/")[2].removeprefix("www.") for url in sources}:
        assert site in desks
