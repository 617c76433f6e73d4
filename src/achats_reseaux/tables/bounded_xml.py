"""The parts of a workbook, read without more memory than they need, whatever they hold.

A zip of some kilobytes may unpack to gigabytes of elements that no person made. What is
read as a whole is limited in size and in elements; what is read row by row is forgotten
row by row.
"""

from __future__ import annotations

import zipfile
from xml.etree.ElementTree import XMLPullParser

from achats_reseaux.text import french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO
    from xml.etree.ElementTree import Element

_LARGEST_DIRECTORY = 2**22
"""Bytes of the list of parts, of which each takes a hundred."""
_LARGEST_PART = 2**24
"""Bytes of a part that is read as a whole; the styles of the largest workbooks take a tenth."""
_MOST_TAGS = 250_000
"""Tags of such a part, for each of which openpyxl makes objects. Excel has 65,490 styles."""
_PIECE = 2**16
"""Bytes that are parsed at once."""
_MOST_WITHIN = 200_000
"""Elements within one that is wanted: a row has 16,384 cells, of some three elements each."""
_MOST_OUTSIDE = 2_000_000
"""Elements beside them: columns, merged cells, hyperlinks."""
_DEEPEST = 100
"""Elements around a wanted one."""
_LARGEST_ELEMENT = 2**23
"""Bytes of one that is wanted, and of what is no element at all."""


class TooMuchError(Exception):
    """A workbook holds more than one that was made by people; the message says what, in French."""


class BoundedArchive(zipfile.ZipFile):
    """A zip whose parts may be read as a whole if they are small enough.

    ``open`` reads the others, never beyond the size that the zip declares.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Read the list of the parts."""
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if end:
            size = end[zipfile._ECD_SIZE]  # type: ignore[attr-defined]
            limit(size, _LARGEST_DIRECTORY, "octets de liste de parties")
        super().__init__(file)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """The content of a part.

        Raises:
            TooMuchError: it is too large.
        """
        if isinstance(name, str):
            name = self.getinfo(name)
        limit(name.file_size, _LARGEST_PART, f"octets dans {name.filename}")
        content = super().read(name, pwd)
        limit(content.count(b"<"), _MOST_TAGS, f"balises dans {name.filename}")
        return content


def elements(part: IO[bytes], tag: str) -> Iterator[Element]:
    """The elements of a tag in an XML part, whole, each forgotten before the next.

    Raises:
        TooMuchError: one holds too many elements or too long a text.
        Exception: whatever the parser and the zip raise on a damaged part.
    """
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    around: list[Element] = []  # the open elements that hold those of the tag
    beside = 0  # how many elements there were outside them
    inside = 0  # how many the open one holds, itself included
    size = 0  # bytes since the last element outside, or the end of the last one
    while True:
        piece = part.read(_PIECE)
        if not piece:
            break
        parser.feed(piece)
        size += len(piece)
        events: Iterator[tuple[str, Element]] = parser.read_events()  # type: ignore[assignment]
        for event, element in events:
            is_wanted = element.tag == tag
            is_within = inside > 0 or is_wanted
            if event == "start" and is_within:
                inside += 1
                limit(inside, _MOST_WITHIN, "éléments dans une ligne ou un texte")
            elif event == "start":
                around.append(element)
                beside += 1
                limit(beside, _MOST_OUTSIDE, "éléments hors des lignes")
                limit(len(around), _DEEPEST, "éléments l'un dans l'autre")
            elif inside and not is_wanted:
                continue
            else:
                if inside:
                    yield element
                    inside = 0
                else:
                    around.pop()
                size = 0
                if around:
                    around[-1].clear()
        limit(size, _LARGEST_ELEMENT, "octets d'un seul tenant")
    parser.close()


def limit(number: int, most: int, what: str) -> None:
    """Refuse (``TooMuchError``) a number of something above the most that there may be."""
    if number > most:
        message = f"plus de {french_number(most)} {what}"
        raise TooMuchError(message)
