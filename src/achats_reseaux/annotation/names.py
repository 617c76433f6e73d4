"""Which texts cannot be the name of anything, told without going down the whole ladder.

A text that is no place costs more than one that is: every rung is tried. A column with thousands of
them ("lot 17", "voir annexe 17") would take minutes.
"""

from __future__ import annotations

from bisect import bisect_left

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import bulk, spaceless
from achats_reseaux.geocoder import LONGEST
from achats_reseaux.geocoder.normalise import ARTICLES, EPCI_ENDS
from achats_reseaux.text import fold

_PATIENCE = 50
"""How many texts go down the ladder before an index in memory is worth its time (0.3 s)."""

_READ_WHOLE = frozenset("([:/,;–—")
"""Signs that part a text; the ladder looks at each part."""

_LEAST = 4
"""How many digits a number must have to be a code, and letters to be the beginning of a name."""


class Names:
    """Every name of the gazetteer, sorted, once many texts are asked about.

    Where nothing parts a text, a rung reads all of it as a name, or what follows some first words
    ("ville de"), after dropping a département at either end; or what the last words leave
    ("Sarthe Habitat"). So where no end of the text is a name or the beginning of one, no rung
    finds any.
    """

    def __init__(self) -> None:
        self._sorted: list[str] = []
        self._ends: set[str] = set()
        self._asked = 0

    def cannot_match(self, text: str) -> bool:
        """Whether a text is surely no place; ``False`` leaves it to the ladder."""
        if text.replace(" ", "").isdigit():  # a code, whatever is wrong with it
            return False
        if self._asked < _PATIENCE:
            self._asked += 1
            return False
        if not self._sorted:
            self._learn()
        if len(text) > LONGEST or not _READ_WHOLE.isdisjoint(text) or " - " in text:
            return False
        words = fold(text).split()
        if not words or "cedex" in words or words[-1] in self._ends or words[-1] in ARTICLES:
            return False
        if any(word[0].isdigit() and len(word) >= _LEAST for word in words):
            return False
        if not any(word[0].isalpha() for word in words):
            return False
        if len(words) < 3 and any(word[-1].isdigit() for word in words):
            return False  # "SDIS 76", "CD95", "Paris 15"
        inner = words[_is_departement(words[0]) : len(words) - _is_departement(words[-1])]
        for many in (words, inner):
            end = ""
            for word in reversed(many):
                end = word + end
                if self._begins_name(end) or self._begins_name(end.replace("lez", "les")):
                    return False
        return True

    def _begins_name(self, key: str) -> bool:
        at = bisect_left(self._sorted, key)
        found = self._sorted[at] if at < len(self._sorted) else ""
        return found == key or (len(key) >= _LEAST and found.startswith(key))

    def _learn(self) -> None:
        bulk.index()
        keys: set[str] = set()
        for table in (gazetteer.NAMES, gazetteer.SHORT_NAMES, gazetteer.ALIASES):
            keys.update(spaceless(row[0].encode()).decode() for row in table.all())
        self._sorted = sorted(keys)
        after = [words for words, body in gazetteer.bodies().items() if body.after]
        self._ends = {words.split()[-1] for words in (*after, *EPCI_ENDS)} | {"arrondissement"}


def _is_departement(word: str) -> bool:
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None
