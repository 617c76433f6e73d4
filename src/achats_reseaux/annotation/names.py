"""A fast test for texts that no rung of the ladder can resolve.

A text that is no place is the slowest to resolve, because every rung is tried. A column with
thousands of such texts ("lot 17", "voir annexe 17") would take minutes.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import bulk, name_searches, words
from achats_reseaux.geocoder.addresses import is_departement_code, name_and_code
from achats_reseaux.geocoder.codes import is_full_code
from achats_reseaux.geocoder.ladder import LABELS
from achats_reseaux.geocoder.name_query import LONGEST
from achats_reseaux.geocoder.normalise import EPCI_ENDS
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.text import ARTICLES, fold

_PATIENCE = 50
"""The number of texts after which an index in memory is worth the time to build it (0.3 s)."""

_READ_WHOLE = frozenset("([:/,;–—")
"""Signs that separate parts of a text, each of which the ladder tries."""

_LINKS = frozenset(("de", "d", "du", "des", "l", "la", "le", "les"))
_RANKED = frozenset(("arr", "arrondissement"))
_CORSICAN = ("2a", "2b")
_LEAST, _SHORT = 4, 3
"""The least letters of the beginning of a name, and the digits of a postal code that lost its zero;
the least words of a text whose number is no arrondissement or département."""


class Names:
    """An index of all names of the gazetteer, built after ``_PATIENCE`` texts.

    A rung reads a text without separators as a whole, or the end of it after type words ("ville
    de"), once départements at either end are dropped; or the beginning before type words ("Sarthe
    Habitat"). So if no end of the text is a name or the beginning of one, no rung matches.
    """

    def __init__(self) -> None:
        self._ends: set[str] = set()
        self._codes: set[str] = set()
        self._labels: set[str] = set()
        self._areas: set[str] = set()
        self._asked = 0

    def cannot_match(self, text: str) -> bool:
        """Whether a text is certainly no place; if ``False``, the ladder has to decide."""
        if text.replace(" ", "").isdigit():  # a code, valid or not
            return False
        if len(text) > LONGEST:
            return False
        key = fold(text)
        if _is_numbered_word(key):
            return True
        if not self.is_indexed() or not _READ_WHOLE.isdisjoint(text) or " - " in text:
            return False
        typed = find_type(key)
        if name_searches.begins_name(typed.name if typed else key):
            return False  # as in most names of buyers
        words = key.split()
        if "cedex" in words or words[-1] in self._ends or words[-1] in ARTICLES:
            return False
        if not any(word[0].isalpha() for word in words) or self._has_code(words):
            return False
        first = next((at for at, word in enumerate(words) if not is_departement_code(word)), 0)
        inner = words[first:]
        while inner and is_departement_code(inner[-1]):
            del inner[-1]
        told = typed is not None or not _RANKED.isdisjoint(words)
        if told and ("et" in words or words[-1] in _LINKS):  # a name may end before them
            return False
        if len(inner) < len(words) and (told or (inner and inner[-1] in self._ends)):
            return False  # "Mon Logement 27" resolves to the département
        readings = [words, inner]
        if any(map(is_full_code, words)) and (address := name_and_code(text)):
            readings.append(address[0].split())
        return not any(self._may_end(many, told=told) for many in readings)

    def _may_end(self, words: list[str], *, told: bool) -> bool:
        """Whether the words may be a name; with ``told`` (type words), also whether an end may."""
        bare = len(list(itertools.dropwhile(_LINKS.__contains__, words)))
        end = ""
        for many, word in enumerate(reversed(words), 1):
            end = word + end
            if end in self._areas:
                return True
            if (many >= bare or told) and (
                self._begins_name(end) or self._begins_name(end.replace("lez", "les"))
            ):
                return True
        return False

    def is_indexed(self) -> bool:
        """Count one more text; return whether the index is in memory."""
        self._asked += 1
        if self._asked > _PATIENCE and not self._codes:
            self._build_index()
        return bool(self._codes)

    def _has_code(self, words: list[str]) -> bool:
        """Whether a word may be a code, or a number after a label."""
        if words[0][0].isdigit() and len(words[0]) in (2, _LEAST):
            return True  # "76 000 Rouen", "1000 Bourg-en-Bresse"
        if any(word in self._codes or word.startswith(_CORSICAN) for word in words):
            return True
        label = " ".join(itertools.takewhile(str.isalpha, words))
        numbered = any(word[-1].isdigit() for word in words)  # "SDIS 76", "CD95", "Paris 15"
        return numbered and (label in self._labels or len(words) < _SHORT)

    def _begins_name(self, key: str) -> bool:
        start = key.encode("utf-8", "replace")
        names = name_searches.every_name
        found = names[bisect_left(names, start)]
        return found == start or (len(key) >= _LEAST and found.startswith(start))

    def _build_index(self) -> None:
        bulk.index()
        self._codes = {code for code, _ in bulk.postal_codes()}
        self._labels = {*LABELS, *words.INTITULES, *words.BODIES}
        self._areas = {area.replace(" ", "") for area in name_searches.area_keys()}
        after = [words for words, body in words.BODIES.items() if body.after]
        last = {words.split()[-1] for words in (*after, *EPCI_ENDS)}
        self._ends = last | {"arrondissement", "arr", "e", "er", "eme", "ieme"}


def _is_numbered_word(word: str) -> bool:
    """Whether a key is one word with a number (``X1234``), as in a column of other codes."""
    letters = word.rstrip("0123456789")
    if not letters.isalpha() or letters == word or letters in ("f", "fr"):
        return False
    if any(letters in labels for labels in (LABELS, words.INTITULES, words.BODIES)):
        return False
    if not name_searches.begins_name(word[: len(letters) + 1]):  # the same for most of a column
        return True
    return not gazetteer.aliases(word) and not name_searches.names_without_article(word)
