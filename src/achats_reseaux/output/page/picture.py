"""The picture of a page for shared links: its map as a PNG, of the size that such links show."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.answering.matching import guichet_vert_at
from achats_reseaux.gazetteer import places
from achats_reseaux.output.page import shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from achats_reseaux.model import Catalogue

    Points = list[tuple[float, float]]

_WIDTH, _HEIGHT, _MARGIN = 1200, 630, 30
_COLOURS = {"ground": 0xEDF4EF, "covered": 0x4C9F85, "partial": 0xC47A00, "none": 0xC3C9CC}
"""As in ``page.css``; what lies outside the page is not drawn."""
_LINE = 1.5
"""Half the width of the borders of regions, in pixels."""


def picture(catalogue: Catalogue, within: Collection[str]) -> bytes:
    """A PNG of the départements of the page that are on the map: with a guichet vert, and without.

    It has no text: those who show it write the title of the page below.
    """
    found = shapes.shapes(within)
    drawn = {code: loops for code, loops in found.items() if code in within} or found
    left, top, right, bottom = shapes.bounds(loop for loops in drawn.values() for loop in loops)
    across, down = right - left, bottom - top
    scale = min((_WIDTH - 2 * _MARGIN) / across, (_HEIGHT - 2 * _MARGIN) / down)
    from_left, from_top = (_WIDTH - across * scale) / 2, (_HEIGHT - down * scale) / 2

    def placed(loop: shapes.Loop) -> Points:
        return [(from_left + (x - left) * scale, from_top + (y - top) * scale) for x, y in loop]

    canvas = [bytearray(_WIDTH) for _ in range(_HEIGHT)]
    inks = {name: rank for rank, name in enumerate(_COLOURS)}
    for code in sorted(set(drawn) & set(within)):
        place = places.of("departement", code)
        assert place is not None
        status = guichet_vert_at(catalogue, place).status.replace("split", "partial")
        _fill(canvas, [placed(loop) for loop in drawn[code]], inks[status])
    regions = {one.code: one.home for one in gazetteer.departements()}
    for line in shapes.borders(drawn, regions):
        _stroke(canvas, placed(line))
    return _png(canvas)


def _fill(canvas: list[bytearray], found: list[Points], ink: int) -> None:
    """Fill the inside of some loops, row by row between the sides that a row crosses."""
    sides = [pair for loop in found for pair in zip(loop, (*loop[1:], loop[0]), strict=True)]
    for row in range(_HEIGHT):
        y = row + 0.5
        crossed = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in sides
            if (y1 <= y) != (y2 <= y)
        )
        for start, end in zip(crossed[::2], crossed[1::2], strict=True):
            first, last = round(start), round(end)
            canvas[row][first:last] = bytes([ink]) * (last - first)


def _stroke(canvas: list[bytearray], line: Points) -> None:
    """Draw a line in the colour of the ground."""
    for (x1, y1), (x2, y2) in pairwise(line):
        steps = round(max(abs(x2 - x1), abs(y2 - y1))) or 1
        for at in range(steps + 1):
            x, y = x1 + (x2 - x1) * at / steps, y1 + (y2 - y1) * at / steps
            first, last = round(x - _LINE), round(x + _LINE)
            for row in range(round(y - _LINE), round(y + _LINE)):
                canvas[row][first:last] = bytes(last - first)


def _png(canvas: list[bytearray]) -> bytes:
    """A PNG with a palette: one byte a pixel."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    palette = b"".join(colour.to_bytes(3, "big") for colour in _COLOURS.values())
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in canvas), 9)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)
