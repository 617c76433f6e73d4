"""Coverage in every format, whole, from a small France made up for the purpose."""

from __future__ import annotations

import json

import pytest

from achats_reseaux.answering.coverage import Coverage, DepartementCoverage, RegionCoverage
from achats_reseaux.model import Area, Imprint, Query, Source
from achats_reseaux.output import coverage as areas
from achats_reseaux.output.terminal import Terminal

IMPRINT = Imprint(
    version="7",
    as_of="2024-11-18",
    checked_on="2026-11-24",
    reference=Source("a", "https://exemple.fr", "2024-11-18", "publié", "Page du ministère"),
    vintage="2026",
    words={},
)


def departement(
    code: str, name: str, status: str, networks: str, covered: tuple[int, int], whole: int
) -> DepartementCoverage:
    area = Area("departement", code, name)
    ids = tuple(networks.split())
    return DepartementCoverage(area, status, ids, whole, covered[0], 1000 * whole, covered[1])


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
            Area("region", "N", "Nord"), "partial", ("a", "b"), 1220, 13, 1_220_000, 12_000, NORD
        ),
        RegionCoverage(
            Area("region", "S", "Sud"), "covered", SUD[0].networks, 5, 5, 5_000, 5_000, SUD
        ),
    ),
    overseas=(DepartementCoverage(Area("collectivite", "975", "Île"), "none", (), 2, 0, 2_000, 0),),
)

PLAIN = """\
region	N	Nord	partial	a;b	1220	13	1220000	12000
departement	01	Un	covered	a	10	10	10000	10000
departement	02	Deux	partial	b	10	3	10000	2000
departement	03	Trois	none		1200	0	1200000	0
region	S	Sud	covered	a;b;c;d;e	5	5	5000	5000
collectivite	975	Île	none		2	0	2000	0
"""
"""A region's départements are told where they differ, and there alone."""

QUOTED = PLAIN.replace("a;b\t", '"a;b"\t').replace("a;b;c;d;e", '"a;b;c;d;e"')
"""A semicolon parts cells for a French spreadsheet, so it is never left bare."""

HEAD = "kind code name status networks communes communes_covered population population_covered"


def rendered(form: str, terminal: Terminal | None = None) -> str:
    return areas.render(FRANCE, IMPRINT, form, terminal).replace("\u00a0", " ")


def on_a_terminal(width: int) -> str:
    terminal = Terminal(interactive=True, width=width, height=24, colors=0, unicode=True)
    return "\n".join(line.rstrip() for line in rendered("table", terminal).splitlines())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("plain", PLAIN),
        ("tsv", HEAD.replace(" ", "\t") + "\n" + PLAIN),
        ("csv", HEAD.replace(" ", ",") + "\n" + QUOTED.replace("\t", ",")),
        ("quiet", "02\n03\n"),
    ],
)
def test_rows_for_programs(form: str, expected: str) -> None:
    assert rendered(form) == expected


def test_a_line_of_json_for_each_row() -> None:
    numbers = {"communes", "communes_covered", "population", "population_covered"}
    for line, row in zip(rendered("jsonl").splitlines(), PLAIN.splitlines(), strict=True):
        cells = dict(zip(HEAD.split(), row.split("\t"), strict=True))
        cells["networks"] = cells["networks"].split(";") if cells["networks"] else []  # type: ignore[assignment]
        expected = {name: int(one) if name in numbers else one for name, one in cells.items()}
        assert json.loads(line) == expected


def test_the_document_holds_every_departement_and_the_totals() -> None:
    document = json.loads(rendered("json"))
    assert document["query"] == {
        "themes": ["social"],
        "kinds": [],
        "audiences": [],
        "networks": ["a", "b", "c", "d", "e"],
    }
    assert document["totals"] == {
        "communes": 1227,
        "communes_covered": 18,
        "population": 1_227_000,
        "population_covered": 17_000,
    }
    codes = [[part["code"] for part in one["departements"]] for one in document["regions"]]
    assert codes == [["01", "02", "03"], ["04"]]
    assert [one["code"] for one in document["overseas"]] == ["975"]


def test_markdown() -> None:
    assert (
        rendered("md")
        == """\
| Territoire | État | Réseaux | Communes | Habitants |
| --- | --- | --- | --- | --- |
| Nord | partiel | Réseau A, Réseau B | 1 % | 1 % |
| Un (01) | couvert | Réseau A | 10 | 10 000 |
| Deux (02) | partiel | Réseau B | 30 % | 20 % |
| Trois (03) | aucun | – | 1 200 | 1 200 000 |
| Sud | couvert | Réseau A, Réseau B, Réseau C, 2 autres | 5 | 5 000 |
| Île | aucun | – | 2 | 2 000 |

Couverts : 18 communes sur 1 227, 17 000 habitants sur 1 227 000. Source : Page du ministère, liste\
 du 18 novembre 2024 (https://exemple.fr) ; fiches vérifiées le 24 novembre 2026.
"""
    )


def test_a_name_stays_in_its_cell_of_markdown() -> None:
    france = FRANCE.replace(names=("Futur|Réseau \u202eX", *FRANCE.names[1:]))
    text = areas.render(france, IMPRINT, "md", None)
    assert "| Un (01) | couvert | Futur\\|Réseau �X | 10 |" in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("covered", "shown"),
    [(0, "1 000"), (1, "1 %"), (15, "2 %"), (500, "50 %"), (999, "99 %"), (1000, "1 000")],
)
def test_a_part_is_never_said_to_be_nothing_or_all(covered: int, shown: str) -> None:
    part = departement("01", "Un", "partial", "a", (covered, 1), 1000)
    region = RegionCoverage(
        Area("region", "N", "Nord"), "partial", ("a",), 1000, covered, 1_000_000, 1, (part,)
    )
    france = FRANCE.replace(regions=(region,), overseas=())
    _, _, *rows = areas.render(france, IMPRINT, "md", None).replace("\u00a0", " ").splitlines()
    assert [row.split(" | ")[3] for row in rows[:2]] == [shown, shown]


def test_a_table_on_a_terminal() -> None:
    """A share is a percentage only where it is neither all nor nothing; numbers stand right."""
    assert (
        on_a_terminal(80)
        == """\
Social

 Territoire    État     Réseaux                             Communes  Habitants
 ──────────────────────────────────────────────────────────────────────────────
 Nord          partiel  Réseau A, Réseau B                       1 %        1 %
   Un (01)     couvert  Réseau A                                  10     10 000
   Deux (02)   partiel  Réseau B                                30 %       20 %
   Trois (03)  aucun    –                                      1 200  1 200 000
 Sud           couvert  Réseau A, Réseau B, Réseau C, 2            5      5 000
                        autres
 Île           aucun    –                                          2      2 000

Couverts : 18 communes sur 1 227, 17 000 habitants sur 1 227 000.
Source : Page du ministère, liste du 18 novembre 2024 (https://exemple.fr) ;
fiches vérifiées le 24 novembre 2026."""
    )


def test_a_narrow_terminal_gets_the_two_columns_that_matter() -> None:
    assert (
        on_a_terminal(40)
        == """\
Social

 Territoire         Réseaux
 ──────────────────────────────────────
 Nord : partiel     Réseau A, Réseau B
   Un (01) :        Réseau A
 couvert
   Deux (02) :      Réseau B
 partiel
   Trois (03) :     –
 aucun
 Sud : couvert      Réseau A, Réseau B,
                    Réseau C, 2 autres
 Île : aucun        –

Couverts : 18 communes sur 1 227, 17 000
habitants sur 1 227 000.
Source : Page du ministère, liste du 18
novembre 2024 (https://exemple.fr) ;
fiches vérifiées le 24 novembre 2026."""
    )
