"""Coverage in every format, whole, from a small France made up for the purpose."""

from __future__ import annotations

import json

import pytest

from achats_reseaux.answering.coverage import (
    AreaCoverage,
    Coverage,
    RegionCoverage,
)
from achats_reseaux.model import Area, Imprint, Place, Query, Source
from achats_reseaux.output import coverage as areas
from achats_reseaux.output.terminal import Terminal
from goldens import golden

IMPRINT = Imprint(
    version="7",
    as_of="2024-11-18",
    checked_on="2026-11-24",
    reference=Source("a", "https://exemple.fr", "Page du ministère", page_date="2024-11-18"),
    vintage="2026",
    words={},
    partial_kinds=(),
)


def departement(
    code: str, name: str, status: str, networks: str, covered: tuple[int, int], whole: int
) -> AreaCoverage:
    area = Area("departement", code, name)
    ids = tuple(networks.split())
    return AreaCoverage(area, status, ids, whole, covered[0], 1000 * whole, covered[1])


NORD = (
    departement("01", "Un", "covered", "a", (10, 10_000), 10),
    departement("02", "Deux", "partial", "b", (3, 2_000), 10),
    departement("03", "Trois", "none", "", (0, 0), 1_200),
)
SUD = (departement("04", "Quatre", "covered", "a b c d e", (5, 5_000), 5),)
FRANCE = Coverage(
    query=Query("coverage", themes=("social",)),
    subject="Social",
    networks=("a", "b", "c", "d", "e"),
    names=("Réseau A", "Réseau B", "Réseau C", "Réseau D", "Réseau E"),
    regions=(
        RegionCoverage(
            Area("region", "N", "Nord"),
            "partial",
            ("a", "b"),
            1220,
            13,
            1_220_000,
            12_000,
            departements=NORD,
        ),
        RegionCoverage(
            Area("region", "S", "Sud"),
            "covered",
            SUD[0].networks,
            5,
            5,
            5_000,
            5_000,
            departements=SUD,
        ),
    ),
    overseas=(AreaCoverage(Area("collectivite", "975", "Île"), "none", (), 2, 0, 2_000, 0),),
)


def rendered(form: str, terminal: Terminal | None = None) -> str:
    return areas.render(FRANCE, IMPRINT, form, terminal).replace("\u00a0", " ")


def on_a_terminal(width: int) -> str:
    terminal = Terminal(interactive=True, width=width, height=24, colors=0, unicode=True)
    return "\n".join(line.rstrip() for line in rendered("table", terminal).splitlines())


@pytest.mark.parametrize("form", ["plain", "tsv", "csv", "excel", "quiet", "jsonl", "json", "md"])
def test_whole(form: str) -> None:
    """Départements only where they differ, but in JSON; the overseas collectivities apart."""
    text = rendered(form)
    assert text == golden(f"areas_{form}.txt", text)


@pytest.mark.parametrize("width", [80, 40])
def test_a_table_on_a_terminal(width: int) -> None:
    """Numbers stand right, without room there are no columns; what has no network overseas is
    told under the table."""
    text = on_a_terminal(width)
    assert text == golden(f"areas_table-{width}.txt", text)


def test_a_name_stays_in_its_cell_of_markdown() -> None:
    france = FRANCE.replace(names=("Futur|Réseau \u202eX", *FRANCE.names[1:]))
    text = areas.render(france, IMPRINT, "md", None)
    assert "| Un (01) | couvert | Futur\\|Réseau �X | 10 |" in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("covered", "shown"),
    [(0, "0 %"), (1, "1 %"), (15, "2 %"), (500, "50 %"), (999, "99 %"), (1000, "100 %")],
)
def test_a_part_is_never_said_to_be_nothing_or_all(covered: int, shown: str) -> None:
    part = departement("01", "Un", "partial", "a", (1, 1000 * covered), 1000)
    people = (1_000_000, 1000 * covered)
    region = RegionCoverage(
        Area("region", "N", "Nord"), "partial", ("a",), 1000, 1, *people, departements=(part,)
    )
    france = FRANCE.replace(regions=(region,), overseas=())
    _, _, *rows = areas.render(france, IMPRINT, "md", None).replace("\u00a0", " ").splitlines()
    assert [row.split(" | ")[5].removesuffix(" |") for row in rows[:2]] == [shown, shown]


@pytest.mark.parametrize("colors", [16, 256, 16777216])
def test_the_status_has_a_colour_where_there_are_some(colors: int) -> None:
    text = rendered("table", Terminal(True, 80, 24, colors, True))
    detail = "\x1b[2m  Un (01)\x1b[0m     \x1b[32mcouvert\x1b[0m  \x1b[2mRéseau A\x1b[0m"
    assert f"\n{detail} " in text  # the rows of départements are dim, those of regions are not
    assert "\nNord          \x1b[33mpartiel\x1b[0m  Réseau A, Réseau B " in text
    for style, status in (("32", "couvert"), ("33", "partiel"), ("31", "aucun")):
        assert f"\x1b[{style}m{status}" in text


@pytest.mark.parametrize(
    ("statuses", "codes"),
    [
        (("none",), ["03", "975"]),
        (("partial",), ["N", "02"]),
        (("covered", "partial"), ["N", "01", "02", "S"]),
        (("split",), []),
    ],
)
def test_some_statuses_alone(statuses: tuple[str, ...], codes: list[str]) -> None:
    """What has the status; the counts stay those of everything."""
    france = FRANCE.replace(statuses=statuses)
    rows = areas.render(france, IMPRINT, "plain", None).splitlines()
    assert [row.split("\t")[1] for row in rows] == codes
    document = json.loads(areas.render(france, IMPRINT, "json", None))
    assert document["totals"]["communes"] == 1225
    assert document["query"]["statuses"] == list(statuses)
    assert [one["code"] for one in document["overseas"]] == ["975"] * ("none" in statuses)
    parts = {part["code"] for one in document["regions"] for part in one["departements"]}
    assert parts >= {code for code in codes if code in ("01", "02", "03", "04")}


def test_of_a_place_every_departement_is_told() -> None:
    place = Place("region", "S", "Sud", ("04",), ("S",))
    sud = FRANCE.replace(regions=FRANCE.regions[1:], overseas=(), place=place)
    rows = areas.render(sud, IMPRINT, "plain", None).splitlines()
    assert [row.split("\t")[1] for row in rows] == ["S", "04"]
    terminal = Terminal(interactive=True, width=80, height=24, colors=0, unicode=True)
    assert areas.render(sud, IMPRINT, "table", terminal).startswith("Social : Sud\n")
    document = json.loads(areas.render(sud, IMPRINT, "json", None))
    assert document["query"]["place"] == {"kind": "region", "code": "S", "name": "Sud"}


def test_of_a_collectivity_alone_no_commune_is_counted() -> None:
    island = areas.render(FRANCE.replace(regions=()), IMPRINT, "md", None).splitlines()
    assert island[3].startswith("Hors de ce compte, sans réseau : Île. Source : ")


def test_a_collectivity_that_is_served_has_a_row_for_people_too() -> None:
    (island,) = FRANCE.overseas
    served = FRANCE.replace(
        overseas=(island.replace(status="covered", networks=("a",), communes_covered=2), island)
    )
    text = areas.render(served, IMPRINT, "md", None).replace("\u00a0", " ")
    assert "\n| Île | couvert | Réseau A | 2 | 2 000 | 0 % |\n" in text
    assert text.count("| Île |") == 1


BY = [
    AreaCoverage(Area("commune", "01001", "Abergement"), "covered", ("a", "b"), 1, 1, 800, 800),
    AreaCoverage(Area("commune", "03001", "Abrest"), "none", (), 1, 0, 3000, 0),
]


@pytest.mark.parametrize("form", ["plain", "csv", "excel", "jsonl", "quiet", "json"])
def test_area_by_area(form: str) -> None:
    """In JSON without the regions and the collectivities, which are those of every coverage."""
    text = areas.render_areas(FRANCE, BY, "commune", IMPRINT, form)
    assert text == golden(f"areas_by_{form}.txt", text)


@pytest.mark.parametrize("form", ["table", "md"])
def test_regions_for_people(form: str) -> None:
    """A table, where it was a spreadsheet's; région and département of one code are apart."""
    terminal = Terminal(interactive=True, width=80, height=24, colors=0, unicode=True)
    every = (FRANCE.regions[0], *NORD, *FRANCE.overseas)
    text = areas.render_areas(FRANCE, every, "region", IMPRINT, form, terminal)
    text = "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").splitlines())
    assert text == golden(f"areas_by_region_{form}.txt", text)


def test_the_thousands_of_a_fine_level_are_lines_on_a_terminal_too() -> None:
    text = areas.render_areas(FRANCE, BY, "commune", IMPRINT, "table")
    assert text == areas.render_areas(FRANCE, BY, "commune", IMPRINT, "plain")
