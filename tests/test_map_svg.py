"""The map as a picture."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from achats_reseaux.output.map import svg
from achats_reseaux.output.map.atlas import Picture
from achats_reseaux.output.map.outlines import outlines
from achats_reseaux.output.map.tints import departements_by_code
from goldens import golden
from map_sample import SOURCE, TITLE, atlas, coverage
from test_map import HOSTILE, MIXED, REACH

if TYPE_CHECKING:
    from achats_reseaux.answering.coverage import Coverage

NS = {"": "http://www.w3.org/2000/svg"}
ATLAS = atlas()


def draw(
    shown: Coverage | None = None, highlight: str = "", title: str = TITLE, source: str = SOURCE
) -> str:
    chosen = frozenset(highlight.split())
    return svg.render(Picture(shown or coverage(), ATLAS, title, source, chosen))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())


def paths(root: ET.Element) -> dict[str, ET.Element]:
    return {one.attrib["data-code"]: one for one in root.iterfind(".//path[@data-code]", NS)}


def words(root: ET.Element) -> str:
    return " ".join("".join(one.itertext()) for one in root.iterfind(".//text", NS)).replace(
        "\xa0", " "
    )


def test_every_departement_has_an_outline_and_a_name() -> None:
    shown = coverage()
    root = parsed(draw(shown))
    found = paths(root)
    assert sorted(found) == sorted(departements_by_code(shown))
    assert len(found) == 101
    for code, dep in departements_by_code(shown).items():
        assert re.fullmatch(r"(M\d+ \d+([hv]-?\d+|l-?\d+[ -]\d+)+z)+", found[code].attrib["d"])
        title = found[code].findtext("title", "", NS)
        assert title.startswith(f"{dep.area.name} ({code}) : ")


def area(path: str) -> float:
    """The area inside a path, by the shoelace formula."""
    total = 0.0
    for loop in path.split("M")[1:]:
        points = [(0, 0)]
        for kind, numbers in re.findall(r"([hvl]?)(-?\d+(?:[ -]+\d+)?)", loop):
            values = [int(number) for number in re.findall(r"-?\d+", numbers)]
            x, y = points[-1]
            if kind == "h":
                points.append((x + values[0], y))
            elif kind == "v":
                points.append((x, y + values[0]))
            elif kind == "l":
                points.append((x + values[0], y + values[1]))
            else:
                points = [(values[0], values[1])]
        for (x, y), (u, v) in zip(points, (*points[1:], points[0]), strict=True):
            total += (x * v - u * y) / 2
    return total


def test_outlines_tile_the_country() -> None:
    """No gap and no overlap: départements have together the area of the regions' outlines."""
    deps = outlines(ATLAS.raster, {})
    whole = outlines(ATLAS.raster, dict.fromkeys(deps, "France"))
    assert list(whole) == ["France"]
    assert sum(map(area, deps.values())) == area(whole["France"])
    assert all(area(path) > 0 for path in deps.values())


def test_it_stands_alone() -> None:
    text = draw()
    root = parsed(text)
    assert root.attrib["lang"] == "fr"
    assert root.findtext("title", "", NS) == TITLE
    assert SOURCE in root.findtext("desc", "", NS)
    assert "viewBox" in root.attrib
    assert len(re.findall("https?:", text)) == 1  # the name space
    for word in ("<script", "<image", "href", "@import", "@font-face"):
        assert word not in text
    style = root.findtext("style", "", NS)
    assert "prefers-color-scheme:dark" in style
    assert "@media print" in style
    assert len(text.encode()) < 40_000


@pytest.mark.parametrize("hostile", [HOSTILE, "]]>", "--><x/>", "�\x00", "é" * 400])
def test_hostile_text_is_text(hostile: str) -> None:
    names = {"Corse": hostile, "Bas-Rhin": hostile, "APURE": hostile}
    text = draw(coverage(names=names), title=hostile, source=hostile, highlight="67")
    root = parsed(text)
    assert not root.findall(".//script", NS)
    assert len(paths(root)) == 101
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\ud800]", text)


SOCIAL = coverage(MIXED).replace(national=11)
VARIANTS: dict[str, tuple[Coverage, dict[str, Any]]] = {
    "reach": (coverage(REACH).replace(reach=True), {}),
    "slide": (coverage(MIXED), {}),
    "bare": (coverage(), {"with_legend": False, "highlight": frozenset(("14", "50", "61", "2A"))}),
    "local": (SOCIAL, {}),
    "highlight": (coverage(), {"highlight": frozenset(("67", "68"))}),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_golden_variants(name: str) -> None:
    shown, options = VARIANTS[name]
    picture = Picture(shown, ATLAS, TITLE, SOURCE, **options)
    text = svg.render(picture, slide=name == "slide")
    assert text == golden(f"map_{name}.svg", text)
    assert len(paths(parsed(text))) == 101


def test_a_slide_is_sixteen_by_nine() -> None:
    root = parsed(svg.render(Picture(coverage(), ATLAS, TITLE, SOURCE), slide=True))
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    assert abs(width / height - 16 / 9) < 0.002


def test_a_picture_of_many_networks_is_as_high_as_one_of_few() -> None:
    """However many networks a region has: it names some, or none."""
    every = tuple(f"réseau {rank}" for rank in range(300))
    crowded = coverage(dict.fromkeys(departements_by_code(coverage()), ("covered", every)))
    crowded = crowded.replace(networks=every, names=tuple(name * 4 for name in every))
    heights = {parsed(draw(shown)).attrib["height"] for shown in (coverage(), crowded, SOCIAL)}
    assert len(heights) == 1


def test_shades_are_explained_where_there_are_some() -> None:
    note = "Les nuances de vert ne font que séparer les voisins."
    assert note in words(parsed(draw()))
    one = coverage(dict.fromkeys(departements_by_code(coverage()), ("covered", ("arbe",))))
    assert note not in words(parsed(draw(one)))


def test_the_notes_below_stand_one_under_the_other() -> None:
    root = parsed(draw(source="mot " * 200))
    heights = [
        int(one.attrib["y"])
        for one in root.iterfind(".//text", NS)
        if one.attrib.get("font-size") == "12" and "mot" in "".join(one.itertext())
    ]
    assert len(heights) > 3
    assert {after - before for before, after in itertools.pairwise(heights)} == {16}


def test_text_stays_inside_the_picture() -> None:
    root = parsed(draw(coverage(MIXED), highlight="67 68", source=SOURCE * 5))
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    for one in root.iterfind(".//text", NS):
        assert 0 < float(one.attrib["x"]) < width
        assert 0 < float(one.attrib["y"]) < height - 10
    for line in svg._wrapped(SOURCE * 5, 300, 12):
        assert svg._measure(line) * 12 <= 300
