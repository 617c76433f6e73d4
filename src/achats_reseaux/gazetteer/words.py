"""The words beside names of places: links, kinds of place, public bodies, addresses.

Four small tables, read when this module is imported.
"""

from __future__ import annotations

from achats_reseaux.gazetteer.tsv_table import TsvTable
from achats_reseaux.model import Record
from achats_reseaux.text import cached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Body(Record):
    """Words for a type of public body ("centre hospitalier") beside the name of a place.

    Attributes:
        kinds: the kinds of place to try, in order; ``None`` is any.
        bears_article: whether the place's name may follow without a link word, or with
            an article: "SIVOM du Val" is not at Le Val, nor "Lycée Condorcet" at
            Condorcet.
        before, after: where the words may stand: "CHU de Rouen", "Sarthe Habitat".
        least: the inhabitants of the smallest commune that has such a body: no hospital
            is in Le Parc, no university in a village.
    """

    kinds: tuple[str | None, ...]
    bears_article: bool
    before: bool
    after: bool
    least: int


@cached
def _body(rules: tuple[str, ...]) -> Body:
    kinds, article, place, least = rules
    tried: list[str | None] = []
    for kind in kinds.split(","):
        if kind == "tout":
            tried.append(None)
        elif kind != "aucun":
            tried.append(kind)
    before, after = place != "apres", place != "avant"
    return Body(tuple(tried), article == "oui", before, after, int(least))


_SHORT = 6


def _with_dots(table: dict[str, Any]) -> dict[str, Any]:
    """The words, and the letters of short ones apart, as ``C.C.A.S.`` is folded."""
    dotted = {}
    for word, meaning in table.items():
        if len(word) <= _SHORT and word.isalpha():
            dotted[" ".join(word)] = meaning
    return dotted | table


_PLACE_TYPES = TsvTable("intitules.tsv")
PLACE_TYPES: dict[str, str] = _with_dots(_PLACE_TYPES.column(1))
"""The type words before a name ("ville", "cc"), as keys, and their kinds of place."""
_NATURES: dict[str, str] = _with_dots(_PLACE_TYPES.column(2))
NATURES = {words: _NATURES[words] for words, kind in PLACE_TYPES.items() if kind == "epci"}
"""Those of EPCI, and the nature of each, as in ``epci.tsv``; ``""`` for any."""

BODIES: dict[str, Body] = _with_dots(
    {row[0]: _body(tuple(row[1:])) for row in TsvTable("organismes.tsv").all()}
)
"""The words, as keys, that name a public body ("chu", "prefecture"), with their rules."""

TYPE_STARTS = frozenset(words.partition(" ")[0] for words in PLACE_TYPES | BODIES)
"""The first word of each of these."""

_ADDRESS = TsvTable("mots_adresse.tsv")
ADDRESS_WORDS = _ADDRESS.column(1)
"""The words of addresses, as keys, and what they stand before: ``boite`` the number of
a box, ``voie`` the name of a street, ``cedex`` a number of its own."""
_BEGINS_NAMES = _ADDRESS.column(2)
_STREETS = [word for word, role in ADDRESS_WORDS.items() if role == "voie"]
STREETS = frozenset(word for word in _STREETS if _BEGINS_NAMES[word] == "non")
"""Those of streets that begin no name of a town or a body, as "pont" and "port" do."""

_LINKS = TsvTable("mots_liaison.tsv")
LINKS = _LINKS.column(1)
"""The words between the names of places, as keys, and what they say: ``de``, ``a``,
``et``, ``dans``."""
CONTRACTED = {word: article for word, article in _LINKS.column(2).items() if article}
"""Those that are one with an article, and that article: "du" is "de" and "le"."""
OF_WORDS = tuple(word for word, meaning in LINKS.items() if meaning == "de")
"""Those that say whose something is, or of where."""
