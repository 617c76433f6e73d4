"""``map``: the coverage as a picture, on a terminal and as SVG."""

import itertools
import json
import math
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage import requested_coverage
from achats_reseaux.catalogue import loader
from achats_reseaux.output.map import svg, terminal_map
from achats_reseaux.output.map.picture import ASIDE, SIZE, Picture, lines_of, outlines
from achats_reseaux.output.terminal import Terminal
from helpers.cases import TESTS, tabled
from helpers.checkout import ROOT
from helpers.golden import check_screens
from helpers.run import process, run

Point = tuple[float, float]
Loops = list[list[Point]]
NS = {"": "http://www.w3.org/2000/svg"}
SMALL = ("--catalogue", str(TESTS / "answers" / "carte.yaml"))
COVERAGE = requested_coverage(loader.load(SMALL[1]), {}, today="2026-11-30")
HOSTILE = "<script>\x1b[31m&\n\t\x9b2J\u202e\u2066'\""
CODES = {code for one in gazetteer.every("region") for code in one.members}


SCREENS = {
    "80-signs": ((), 80, {"NO_COLOR": "1"}),
    "120-signs": (("Corse",), 120, {"NO_COLOR": "1"}),
    "60-signs": (("--type", "facilitateurs"), 60, {"NO_COLOR": "1"}),
    "40-legend": ((), 40, {"NO_COLOR": "1"}),
    "80-256": ((), 80, {"TERM": "xterm-256color"}),
    "80-place-256": (("68",), 80, {"TERM": "xterm-256color"}),
}


def test_screens() -> None:
    """Each in its width; the picture without its paths, which another test looks at."""
    picture = run("map", *SMALL, "67", "--output", "-").out
    screens = {"67.svg": re.sub(r' d="[^"]*"', "", picture)}
    for name, (arguments, width, env) in SCREENS.items():
        shown = run("map", *SMALL, *arguments, width=width, env=env).out
        screens[f"{name}.txt"] = shown
    check_screens("map", screens)


@pytest.mark.parametrize("width", [30, 39, 52, 79, 80, 200])
@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "xterm"}, {"COLORTERM": "truecolor"}])
def test_lines_fit_and_end_clean(width: int, env: dict[str, str]) -> None:
    text = run("map", *SMALL, "67", width=width, env=env).out
    assert text.endswith("\n")
    for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
        assert len(line) <= width or "https://" in line
        assert "NO_COLOR" not in env or line == line.rstrip()


def test_signs_are_letters_where_the_terminal_has_no_blocks() -> None:
    shown = process("map", *SMALL, env={"PYTHONIOENCODING": "ascii"}).out
    assert shown.isascii()
    assert "#" * 10 in shown


ROWS = [
    [line.ljust(156)[at : at + 3].strip() for at in range(0, 156, 3)]
    for line in lines_of("france.txt")
]


def test_each_departement_stands_out_on_the_grid() -> None:
    assert {cell for row in ROWS for cell in row} - {""} == CODES


def test_neighbouring_regions_have_different_shades() -> None:
    region_of = {code: one.code for one in gazetteer.every("region") for code in one.members}
    shades = dict(line.split("\t") for line in lines_of("nuances.tsv"))
    assert set(shades) == set(region_of.values())
    for above, below in zip(ROWS, [*ROWS[1:], [""] * 52], strict=True):
        for one, right, under in zip(above, [*above[1:], ""], below, strict=True):
            for other in (right, under):
                regions = region_of.get(one), region_of.get(other)
                if None not in regions and regions[0] != regions[1]:
                    assert shades[str(regions[0])] != shades[str(regions[1])], regions


def drawn(*arguments: str) -> ET.Element:
    return ET.fromstring(run("map", *SMALL, *arguments, "--output", "-").out.encode())


def paths(root: ET.Element) -> dict[str, ET.Element]:
    return {one.attrib["data-code"]: one for one in root.iterfind(".//path[@data-code]", NS)}


def test_every_departement_has_an_outline_a_colour_and_a_name() -> None:
    found = paths(drawn())
    assert set(found) == CODES
    for code, path in found.items():
        assert re.fullmatch(r"(M\d+ \d+l-?\d+([ -]\d+)+z)+", path.attrib["d"]), code
    said = {
        code: (one.attrib["class"], one.findtext("title", "", NS)) for code, one in found.items()
    }
    assert said["76"] == ("covered2", "Seine-Maritime (76) : Réseau du Nord")
    assert said["57"] == ("none", "Moselle (57) : aucun, liste de novembre 2024")
    assert said["68"][0] == "partial"
    assert said["68"][1].endswith("(en partie)")


@pytest.mark.parametrize(
    ("arguments", "outstanding"),
    [
        (["Normandie"], {"14", "27", "50", "61", "76"}),
        (
            ["--network", "nord", "67"],
            {*"14 27 50 61 76 02 59 60 62 80 75 77 78 91 92 93 94 95 67".split()},
        ),
        (["--network", "bureau"], {"29", "76"}),
        (["Mulhouse"], {"68"}),
    ],
)
def test_a_place_and_a_network_stand_out_as_their_ground_does(
    arguments: list[str], outstanding: set[str]
) -> None:
    """What a network covers below the département makes that département stand out."""
    found = paths(drawn(*arguments))
    assert {code for code, one in found.items() if one.attrib["class"] != ASIDE} == outstanding


@pytest.mark.parametrize("hostile", [HOSTILE, "]]>", "--><x/>", "é" * 400])
def test_hostile_text_is_text(hostile: str) -> None:
    picture = Picture(
        COVERAGE.replace(names=(hostile,) * 3), hostile, (hostile, hostile), frozenset(("67",))
    )
    text = svg.render(picture)
    assert not ET.fromstring(text.encode()).findall(".//script", NS)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", text)
    shown = terminal_map.render(picture, Terminal(interactive=False, width=80))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", shown)


DARK_RULES = re.compile(
    r"@media screen and \(prefers-color-scheme:dark\)\{((?:[.\w]+\{[^}]*\})+)\}"
)


def luminance(color: str) -> float:
    """How light a colour is, as WCAG 2 has it."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def themes(root: ET.Element) -> list[dict[str, str]]:
    """The colours of classes as their attributes have them, and as a dark screen does."""
    light = {
        part.attrib["class"]: part.attrib["fill"]
        for part in root.iterfind(".//*[@class]")
        if "fill" in part.attrib
    }
    sheet = DARK_RULES.fullmatch(root.findtext("style", "", NS))
    assert sheet, "a sheet for dark screens alone"
    return [light, dict(re.findall(r"\.(\w+)\{fill:(#\w{6})\}", sheet[1]))]


@pytest.mark.parametrize("arguments", [(), ("67",), ("--type", "facilitateurs")])
def test_the_picture_is_legible_on_light_and_on_dark(arguments: tuple[str, ...]) -> None:
    """Text by 7:1, what is covered by 3:1 (but for the palest shade on white), all classes named.

    Paper has no dark theme: the rules are for screens, and the attributes stay white.
    """
    root = drawn(*arguments)
    light, dark = themes(root)
    assert light.keys() == dark.keys()
    (edges,) = root.iterfind(".//*[@class='edges']")
    assert (light["ground"], edges.attrib["stroke"]) == ("#ffffff", "#ffffff")
    for colors in (light, dark):
        assert contrast(colors["ink"], colors["ground"]) > 7
    for name, color in dark.items():
        if name.startswith(("covered", "partial")):
            assert contrast(color, dark["ground"]) > 3, name
        elif name not in ("ground", "ink"):
            assert contrast(color, dark["ground"]) > 1.2, name
    shades = [dark[name] for name in sorted(dark) if name.startswith("covered")]
    assert len(set(shades)) == len(shades)


@tabled
def test_the_picture_is_written_whole_under_any_name(
    option: str, name: str, tmp_path: Path
) -> None:
    done = run("map", *SMALL, option, name, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    written = done.out or (tmp_path / name).read_text("utf-8")
    assert written == run("map", *SMALL, "--svg", "-").out
    assert [one.name for one in tmp_path.iterdir()] == ([] if done.out else [name])


@tabled
def test_a_place_on_the_map_is_read_as_find_reads_it_and_told_to_be(place: str, code: int) -> None:
    found, shown = run("find", place), run("map", place)
    assert (found.code, shown.code) == (code, code)
    assert code or shown.err == found.err


def rings(feature: dict[str, Any]) -> Loops:
    """The rings of a département, as longitudes and latitudes that grow to the south."""
    polygons = feature["geometry"]["coordinates"]
    if feature["geometry"]["type"] == "Polygon":
        polygons = [polygons]
    return [[(x, -y) for x, y in ring] for polygon in polygons for ring in polygon]


def bounds(loops: Loops) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of all points."""
    xs, ys = zip(*itertools.chain.from_iterable(loops), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def placed(shapes: dict[str, Loops], box: tuple[int, ...]) -> dict[str, Loops]:
    """Shapes at the scale at which they fill a box, whole; of an islet nothing is left."""
    west, north, east, south = bounds([*itertools.chain.from_iterable(shapes.values())])
    narrow = math.cos(math.radians((north + south) / 2))
    across, down = (east - west) * narrow, south - north
    left, top, wide, high = box
    scale = min(wide / across, high / down)
    start = left + (wide - across * scale) / 2, top + (high - down * scale) / 2

    def place(point: Point) -> Point:
        x, y = (point[0] - west) * narrow * scale, (point[1] - north) * scale
        return round(start[0] + x), round(start[1] + y)

    drawn = {}
    for code, loops in shapes.items():
        whole = [list(dict.fromkeys(map(place, loop))) for loop in loops]
        drawn[code] = [loop for loop in whole if len(loop) > 2]
    return drawn


def loops_of(path: str) -> Loops:
    """The points of a path of relative lines: ``M426 285l-4-1-1-2z``."""
    loops = []
    for loop in path.split("z")[:-1]:
        numbers = list(map(int, re.findall(r"-?\d+", loop)))
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        loops.append(
            list(itertools.accumulate(steps, lambda at, by: (at[0] + by[0], at[1] + by[1])))
        )
    return loops


def test_the_paths_are_those_of_the_shapes_in_the_open_data() -> None:
    file = ROOT / "data" / "map" / "departements.geojson"
    features = json.loads(file.read_text("utf-8"))["features"]
    shapes = {feature["id"]: rings(feature) for feature in features}
    overseas = [code for code in shapes if code > "97"]
    mainland = {code: loops for code, loops in shapes.items() if code not in overseas}
    expected = placed(mainland, (0, 0, SIZE, SIZE))
    for rank, code in enumerate(overseas):
        expected |= placed({code: shapes[code]}, (20, 236 + 74 * rank, 84, 50))
    drawn = outlines()
    assert {code: loops_of(outline.path) for code, outline in drawn.items()} == expected
    for code, loops in expected.items():
        assert drawn[code].box == [*bounds(loops)]
