"""Which texts cannot be the name of anything, told without climbing the whole ladder.

A text that is no place costs more than one that is: every rung is tried, then names that look like
it are gathered. A column with thousands of them ("X1234", "voir annexe 17") would take minutes.
"""

from __future__ import annotations

import re

from achats_reseaux import gazetteer
from achats_reseaux.geocoder import LONGEST, clean
from achats_reseaux.geocoder.normalise import ARTICLES
from achats_reseaux.text import fold

_LENGTH = 4
_BEGINNING = re.compile(r"\b(?=(\w(?: *\w){0,3}))")
_PIECE, _OVERLAP = 2**16, 64
_PATIENCE = 8
"""How many texts climb the ladder before the beginnings are worth gathering (80 ms)."""


class Names:
    """The beginnings of all names of the tables, and of what follows each word in them.

    No rung forgives a letter. Each takes words off a text, then wants what is left to be a name or
    the beginning of one, perhaps without its spaces, its article or the words before it. So where
    a name is found, the letters that follow one of the text's words begin some word of a name.
    """

    def __init__(self) -> None:
        self._beginnings: set[str] = set()
        self._asked = 0

    def lack(self, text: str) -> bool:
        """Whether a text is surely no place; ``False`` leaves it to the ladder."""
        # The ladder reads codes first, and rewrites a text that has one of these in it.
        if len(text) > LONGEST or not {":", "/"}.isdisjoint(text):
            return False
        typed = clean(text)
        words = fold(typed).split()
        if not words or typed[0] in "0123456789" or "cedex" in words:
            return False
        if any(word.isdigit() for word in words):
            return False
        if not self._beginnings:
            self._asked += 1
            if self._asked <= _PATIENCE:
                return False
            self._learn()
        # An article may come after its name ("Vey, Le"), which then ends before it.
        ends = [len(words), *(at for at, word in enumerate(words) if word in ARTICLES)]
        starts = (_start(words[:end], at) for end in ends for at in range(end))
        return self._beginnings.isdisjoint(starts)

    def _learn(self) -> None:
        tables = (gazetteer.NAMES, gazetteer.SHORT_NAMES, gazetteer.ALIASES)
        for text in (table.text().replace(" lez ", " les ") for table in tables):
            # Piece by piece, to hold few of the 150,000 beginnings at once. Where a piece is cut
            # the next repeats it; the odd ends that cuts add only let a text through to the ladder.
            for at in range(0, len(text), _PIECE):
                found = set(_BEGINNING.findall(text[at : at + _PIECE + _OVERLAP]))
                self._beginnings.update(one.replace(" ", "") for one in found)


def _start(words: list[str], at: int) -> str:
    """The first letters from a word on, spaces left out."""
    return "".join(words[at : at + _LENGTH])[:_LENGTH]
