"""The map on a terminal."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from achats_reseaux.answering.coverage import WITHOUT_CONTACT
from achats_reseaux.output.map import atlas as atlas_of
from achats_reseaux.output.map import drawing as map_drawing
from achats_reseaux.output.map import legend as map_legend
from achats_reseaux.output.map import terminal_map as drawn
from achats_reseaux.output.map import tints as map_tints
from goldens import golden
from map_sample import SOURCE, TITLE, atlas, coverage, terminal

if TYPE_CHECKING:
    from achats_reseaux.answering.coverage import Coverage
    from achats_reseaux.output.terminal import Terminal

WIDTHS = (40, 60, 80, 120, 200)
COLORS = (0, 16, 256, 16777216)
SGR = re.compile(r"\x1b\[([0-9;]+)m")
MIXED = {"57": ("partial", ("relais-2d",)), "69": ("split", ("aura-ee", "3ar"))}
ATLAS = atlas()
ALL = [dep for region in coverage().regions for dep in region.departements]


def draw(
    terminal: Terminal,
    *,
    shown: Coverage | None = None,
    tiles: bool = False,
    highlight: str = "",
    title: str = TITLE,
    source: str = SOURCE,
) -> str:
    chosen = frozenset(highlight.split())
    picture = atlas_of.Picture(shown or coverage(), ATLAS, title, source, chosen)
    return drawn.render(picture, terminal, tiles=tiles)


def plain(text: str) -> str:
    return SGR.sub("", text)


def flat(text: str) -> str:
    return " ".join(plain(text).split())


def width(line: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in line
    )


REACH: dict[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys("22 29 35 56".split(), (WITHOUT_CONTACT, ("reseco",))),
    "67": (WITHOUT_CONTACT, ("relais-2d",)),
}


def everywhere(status: str, *networks: str, but: str = "") -> Coverage:
    """A coverage of which every département but one is served by these networks."""
    return coverage({dep.area.code: (status, networks) for dep in ALL if dep.area.code != but})


def in_corse(networks: str) -> Coverage:
    return coverage(dict.fromkeys(("2A", "2B"), ("covered", tuple(networks.split()))))


CASES: dict[str, dict[str, Any]] = {
    "80-256": {},
    "120-0": {},
    "40-0": {},
    "bare-80-0": {"with_legend": False},
    "mixed-60-0": {"coverage": coverage(MIXED)},
    "mixed-80-256": {"coverage": coverage(MIXED)},
    "blockless-80-16": {"highlight": "67 68"},
    "highlight-80-0": {"coverage": coverage(MIXED), "highlight": "67 68"},
    "highlight-80-16": {"coverage": coverage(MIXED), "highlight": "67 68 57 2A 14 27 50 61 76"},
    "highlight-76-0": {"highlight": "14 27 50 61 76 68 978"},
    "highlight-tiles-40-0": {"coverage": coverage(MIXED), "highlight": "67 68 57 971"},
    "reach-100-256": {"coverage": coverage(REACH).replace(reach=True)},
    "local-100-0": {"coverage": coverage(MIXED).replace(national=11)},
    "nobody-80-0": {"coverage": everywhere("none")},
    "everybody-80-0": {"coverage": everywhere("covered", "3ar")},
    "all-but-one-60-0": {"coverage": everywhere("covered", "relais-2d", but="68")},
    "four-networks-120-0": {"coverage": in_corse("arbe 3ar arnia reseco")},
    "five-networks-120-0": {"coverage": in_corse("arbe 3ar arnia reseco apure")},
}
"""What is drawn on a terminal of so many columns and colours; in tiles, or without blocks."""


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str) -> None:
    options = {"coverage": coverage(), "with_legend": True, "highlight": "", **CASES[name]}
    *_, columns, colors = name.split("-")
    chosen = frozenset(options.pop("highlight").split())
    picture = atlas_of.Picture(atlas=ATLAS, title=TITLE, source=SOURCE, highlight=chosen, **options)
    screen = terminal(int(columns), int(colors), unicode="blockless" not in name)
    text = drawn.render(picture, screen, tiles="tiles" in name)
    assert text == golden(f"map_{name}.txt", text)


def test_drawings_hold_all_departements_and_nothing_else() -> None:
    codes = {dep.area.code for dep in ALL}
    assert len(codes) == 101
    for grid in (ATLAS.raster, ATLAS.tiles):
        assert {code for row in grid for code in row if code} == codes
        assert len({len(row) for row in grid}) == 1
    tiles = [code for row in ATLAS.tiles for code in row if code]
    assert len(tiles) == 101
    assert not len(ATLAS.raster) % 2


def test_labels_stand_on_their_regions_and_hide_no_departement() -> None:
    regions = {dep.area.code: r.area.code for r in coverage().regions for dep in r.departements}
    assert sorted(label.region for label in ATLAS.labels) == sorted(set(regions.values()))
    hidden: set[tuple[int, int]] = set()
    for label in ATLAS.labels:
        assert label.row % 2 == 0
        cells = {(row, label.column + at) for row in (label.row, label.row + 1) for at in range(3)}
        under = {regions.get(ATLAS.raster[row][column], "") for row, column in cells}
        assert under == ({""} if label.text.isdigit() else {label.region})
        hidden |= cells
    seen = {
        code
        for y, row in enumerate(ATLAS.raster)
        for x, code in enumerate(row)
        if (y, x) not in hidden
    }
    assert {dep.area.code for dep in ALL} <= seen


def test_raster_shows_each_departement_in_its_own_color() -> None:
    """Highlighting one département alone leaves exactly its cells in full colour."""
    for dep in ALL:
        text = draw(terminal(80, 256), highlight=dep.area.code)
        rows = text.split("\n\n")[1]
        tint = "none" if dep.status == "none" else "0"
        full = {"none": "251", "0": "29|36|23"}
        assert re.search(rf"[34]8;5;(?:{full[tint]})m", rows), dep.area.code


@pytest.mark.parametrize("grid", [ATLAS.raster, ATLAS.tiles])
def test_neighbouring_networks_have_different_tints(grid: atlas_of.Grid) -> None:
    shown = coverage()
    deps = map_tints.departements_by_code(shown)
    names = map_tints.paints(shown, grid, frozenset())
    for y, row in enumerate(grid):
        for x, code in enumerate(row):
            for other in (row[x + 1 : x + 2], grid[y + 1][x : x + 1] if y + 1 < len(grid) else ()):
                if code and other and other[0]:
                    one, two = deps[code], deps[other[0]]
                    same = one.networks == two.networks
                    assert (names[code] == names[other[0]]) == same, (code, other[0])
    assert "3" not in names.values()  # three greens suffice


def test_every_departement_its_own_network_still_draws() -> None:
    shown = coverage({dep.area.code: ("covered", (dep.area.code,)) for dep in ALL})
    chosen = map_tints.tints(shown, ATLAS.raster)
    assert len(chosen) == 101
    assert set(chosen.values()) <= set(map_tints.TINTS)
    assert chosen == map_tints.tints(shown, ATLAS.raster)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("colors", COLORS)
@pytest.mark.parametrize("tiles", [False, True])
@pytest.mark.parametrize("blocks", [False, True])
def test_lines_fit_and_end_clean(columns: int, colors: int, tiles: bool, blocks: bool) -> None:
    for highlight in ("", "67 971 2A"):
        text = draw(
            terminal(columns, colors, unicode=blocks),
            tiles=tiles,
            highlight=highlight,
            shown=coverage(MIXED),
        )
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        for line in text.splitlines():
            assert width(plain(line)) <= columns
            assert colors or line == line.rstrip()
            assert not re.search(r"(^|\x1b\[0m) +$", line)
        if not colors:
            assert "\x1b" not in text
        if not blocks:
            assert text.isascii()
        if tiles or columns < 52:
            for dep in ALL:
                assert re.search(rf"(?<!\d){dep.area.code}(?!\d)", plain(text)), dep.area.code


@pytest.mark.parametrize("columns", range(20, 40))
def test_narrower_than_tiles_is_the_legend_alone(columns: int) -> None:
    text = draw(terminal(columns))
    assert all(len(line) <= columns or " " not in line.strip() for line in text.splitlines())
    assert ("29 22 35" in text or "29+22+35+" in text) == (columns >= 36)
    assert "Couvert (13)" in flat(text)
    assert ("aucun" in text.split("Couvert (13)")[0]) == (columns >= 36)  # the key of the tiles


@pytest.mark.parametrize(
    ("statuses", "key"),
    [
        ({"covered"}, "[] : couvert"),
        ({"split"}, "[] : couvert"),
        ({"partial"}, "~~ : en partie"),
        ({WITHOUT_CONTACT}, "~~ : sans adresse"),
        ({"partial", WITHOUT_CONTACT}, "~~ : en partie ou sans adresse"),
        ({"none"}, ": aucun"),
        ({"covered", "none"}, "[] : couvert ; : aucun"),
    ],
)
def test_without_colours_the_key_explains_the_marks_that_are_drawn_and_no_other(
    statuses: set[str], key: str
) -> None:
    turns = itertools.cycle([(one, () if one == "none" else ("3ar",)) for one in statuses])
    shown = coverage({dep.area.code: next(turns) for dep in ALL})
    said = flat(draw(terminal(60), shown=shown).split("\n\n")[2])
    assert flat(re.sub(r"\d\w", "", said)) == key


@pytest.mark.parametrize(
    ("national", "told"),
    [
        (0, []),
        (1, ["Hors carte : 1 réseau national sert toute la France"]),
        (2, ["Hors carte : 2 réseaux nationaux servent toute la France"]),
    ],
)
def test_national_networks_are_counted(national: int, told: list[str]) -> None:
    lines = map_legend.counts(coverage().replace(national=national))
    assert [line for line in lines if "toute la France" in line] == told


@pytest.mark.parametrize("colors", [16, 256, 16777216])
def test_status_differs_in_lightness(colors: int) -> None:
    def lightness(name: str) -> float:
        shade = map_drawing.PAINTS[name][0]
        red, green, blue = (int(shade[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert lightness("none") - max(map(lightness, ("0", "1", "2"))) > 50
    grounds = {
        name: map_drawing.style("", name, colors) for name in (*map_tints.TINTS, "partial", "none")
    }
    assert len(set(grounds.values())) == len(grounds)


def has_tiles(text: str) -> bool:
    return bool(re.search(r"29.{0,4}22.{0,4}35", plain(text)))


def test_height_counts_only_when_someone_looks() -> None:
    def shown(height: int, interactive: bool) -> str:
        return draw(terminal(80, 256, height=height, interactive=interactive))

    tall = len(shown(24, False).splitlines())
    assert not has_tiles(shown(24, False))
    assert has_tiles(shown(24, True))
    assert not has_tiles(shown(tall + 1, True))
    assert has_tiles(shown(tall, True))


@pytest.mark.parametrize("columns", [80, 120, 148, 200])
def test_the_map_leaves_the_prompt_its_line_and_grows_with_the_terminal(columns: int) -> None:
    """Tiles where there is no room for the outlines, and all of the facts whatever is drawn."""
    outlines = []
    for height in range(30, 70, 3):
        text = draw(terminal(columns, 256, height=height, interactive=True))
        assert len(text.splitlines()) < height
        assert "Hors carte, sans : 2 collectivités d'outre-mer" in flat(text)
        outlines.append(not has_tiles(text))
    assert outlines == sorted(outlines)
    assert outlines[-1]


def test_a_usual_terminal_shows_all_of_it() -> None:
    assert len(draw(terminal(80, 256, height=24, interactive=True)).splitlines()) < 24
    assert len(draw(terminal(120, 256, height=32, interactive=True)).splitlines()) < 32


HOSTILE = "<script>\x1b[31m&\n\t\x9b2J\u202e\u2066\ud800'\""


@pytest.mark.parametrize("blocks", [False, True])
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_hostile_names_are_text(columns: int, blocks: bool) -> None:
    shown = coverage(names={"Corse": HOSTILE, "Bas-Rhin": HOSTILE, "APURE": HOSTILE * 9})
    screen = terminal(columns, 0, unicode=blocks)
    text = draw(screen, shown=shown, title=HOSTILE, source=HOSTILE, highlight="67")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\ud800]", text)
    assert "<script>" in text
    assert all(width(line) <= columns for line in text.splitlines())
    text = draw(terminal(columns, 256, unicode=blocks), shown=shown, title=HOSTILE, source=HOSTILE)
    assert "\x1b" not in plain(text)


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("colors", COLORS)
def test_nothing_to_show_is_drawn_empty(columns: int, colors: int) -> None:
    text = draw(terminal(columns, colors), shown=coverage().replace(regions=(), overseas=()))
    assert "Couvertes : 0 communes" in plain(text)
