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
    short = [word for word in table if len(word) <= _SHORT and word.isalpha()]
    dotted = {" ".join(word): table[word] for word in short}
    return dotted | table


_PLACE_TYPES = list(TsvTable("intitules.tsv").all())
PLACE_TYPES: dict[str, str] = _with_dots({words: kind for words, kind, _ in _PLACE_TYPES})
"""The type words before a name ("ville", "cc"), as keys, and their kinds of place."""
_OF_EPCI = [row for row in _PLACE_TYPES if row[1] == "epci"]
NATURES: dict[str, str] = _with_dots({words: nature for words, _, nature in _OF_EPCI})
"""Those of EPCI, and the nature of each, as in ``epci.tsv``; ``""`` for any."""

BODIES: dict[str, Body] = _with_dots(
    {row[0]: _body(tuple(row[1:])) for row in TsvTable("organismes.tsv").all()}
)
"""The words, as keys, that name a public body ("chu", "prefecture"), with their rules."""

TYPE_STARTS = frozenset(words.partition(" ")[0] for words in (*PLACE_TYPES, *BODIES))
"""The first word of each of these."""

_ADDRESS = list(TsvTable("mots_adresse.tsv").all())
ADDRESS_WORDS: dict[str, str] = {word: role for word, role, _ in _ADDRESS}
"""The words of addresses, as keys, and what they stand before: ``boite`` the number of
a box, ``voie`` the name of a street, ``cedex`` a number of its own."""
STREETS = frozenset(row[0] for row in _ADDRESS if row[1:] == ["voie", "non"])
"""Those of streets that begin no name of a town or a body, as "pont" and "port" do."""

_LINKS = list(TsvTable("mots_liaison.tsv").all())
LINKS: dict[str, str] = {word: meaning for word, meaning, _ in _LINKS}
"""The words between the names of places, as keys, and what they say: ``de``, ``a``,
``et``, ``dans``."""
CONTRACTED: dict[str, str] = {word: article for word, _, article in _LINKS if article}
"""Those that are one with an article, and that article: "du" is "de" and "le"."""
OF_WORDS = tuple(word for word, meaning in LINKS.items() if meaning == "de")
"""Those that say whose something is, or of where."""
