"""Which texts cannot be the name of anything, told without climbing the whole ladder.

A text that is no place costs more than one that is: every rung is tried, then names that look like
it are gathered. A column with thousands of them ("X1234", "voir annexe 17") would take minutes.
"""

from __future__ import annotations

from achats_reseaux.territory import gazetteer
from achats_reseaux.territory.resolve import LONGEST, clean
from achats_reseaux.text import fold

_LENGTH = 4
_PATIENCE = 20
"""How many texts climb the ladder before the beginnings are worth gathering (100 ms)."""


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
        starts = (_start(words, at) for at in range(len(words)))
        return self._beginnings.isdisjoint(starts)

    def _learn(self) -> None:
        tables = (gazetteer.COMMUNES, gazetteer.PARTS, gazetteer.FORMER, gazetteer.EPCI)
        names = [gazetteer.ALIASES.folded(), *(table.folded() for table in tables)]
        names += ["\n".join(gazetteer.area_keys())]
        for table in names:
            for name in table.replace("\t", "\n").split("\n"):
                words = name.replace(" lez ", " les ").split()
                self._beginnings.update(_start(words, at) for at in range(len(words)))


def _start(words: list[str], at: int) -> str:
    """The first letters from a word on, spaces left out."""
    return "".join(words[at : at + _LENGTH])[:_LENGTH]
