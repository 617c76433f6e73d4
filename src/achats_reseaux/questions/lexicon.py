"""The known expressions of questions: those of ``data/mots.tsv`` and of the catalogue.

The roles of ``mots.tsv``, and what their values say:

Beside a place:
    préposition: value: it stands before a ``commune``, a ``territoire``, any ``lieu``, or is
        ``faible``: perhaps before no place.
    article, liaison: between the words of a name.
    titre: a type word; value: its kind of place.
    déterminant: no place stands after it.
    voie: a street.
    lieu: another name of its value.
    courant: an ordinary word, a place only with a capital, or where all else says so;
        ``village``: also behind the words before a place.
    unité: ``montant``: of money.
    numéroté: the number before or after it is no code.

What is asked for:
    liste, définition, comparaison; métier: buying, of which all networks are.
    champ: a field, then those that add to it.
    couverture: a status of areas, ``parts`` or ``map``.
    network: what only this network offers.
    droit: a notion of the law, rather than a filter of that name; of reserved contracts
        the suppliers are looked for.
    fournisseurs: who sells.
    centrale: a body that buys for others, which the catalogue does not have.

What is not:
    exclusion: excludes what is named after it; ``négation``: also what is named before,
        ``après``: rather that, ``lieu``: a place too; ``absence``, ``manque``: may ask for
        coverage.
    texte: something that texts tell; value: what to search for.
    vide: says nothing.
    hors: something that no command answers; ``ailleurs``: nor who buys.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import FILTERS
from achats_reseaux.gazetteer import name_searches, tsv_table
from achats_reseaux.gazetteer.words import PLACE_TYPES
from achats_reseaux.model import SOCIAL_CLAUSE, Catalogue
from achats_reseaux.text import cached, fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Meanings = tuple[tuple[str, str], ...]

ASKED_FOR = ("theme", "kind", "audience", "network", "notion", "organisation")
"""The namespaces of the catalogue's own words."""

LINKING = ("article", "préposition", "liaison")
"""The roles of words between those of a name."""

BESIDE = ("titre", "courant")
"""The roles of ``mots.tsv`` that an expression has beside its meanings."""

SELLERS = "fournisseurs"
RESERVED = "marches-reserves"
CENTRAL = "centrale"
NO_CENTRAL_BODY = "aucune centrale d'achat, aucun groupement d'achat dans ce catalogue."
"""What is said of a body that buys for others."""

_ALIKE = 0.83
KEPT = 3  # the letters that all forms of an expression begin with
_LEAST_NEAR = 5  # letters of a word that is compared
WORDS_TOLD = ("theme", "kind")  # whose expressions consist of words that are suggested
_STEM_LEAST = 4
_ENDINGS = (
    ("ation", ""), ("tion", "t"), ("ement", ""), ("ment", ""), ("trice", "teur"), ("euse", "eur"),
    ("iere", "i"), ("ere", ""), ("ing", ""), ("er", ""), ("ez", ""), ("ee", ""), ("e", ""),
    ("y", "i"),
)  # fmt: skip


@cached
def stem(key: str) -> str:
    """The approximate stem of a folded French or English word, of four letters or more.

    Plurals (``-s``, ``-x``, ``-aux``), feminines, ``-ation`` and ``-er`` are removed.
    """
    if len(key) < _STEM_LEAST:
        return key
    if key.endswith("aux") and not key.endswith("eaux"):
        key = key[:-2] + "l"
    elif key[-1] in "sx" and key[-2] != "s":
        key = key[:-1]
    for ending, instead in _ENDINGS:
        kept = len(key) - len(ending)
        if key.endswith(ending) and kept + len(instead) >= _STEM_LEAST:
            return key[:kept] + instead
    return key


def _stems(key: str) -> tuple[str, ...]:
    return tuple(map(stem, key.split()))


_plain: dict[str, dict[str, str]] = {}


def plain_words() -> dict[str, dict[str, str]]:
    """The words of ``data/mots.tsv``, read once: by role the expressions and their values."""
    if not _plain:
        with open(f"{tsv_table.folder()}/mots.tsv", encoding="utf-8") as file:
            next(file)
            for line in file:
                key, role, value = line.rstrip("\n").split("\t")
                _plain.setdefault(role, {})[key] = value
    return _plain


def place_types() -> dict[str, str]:
    """The type words before the name of a place, and the kind of each."""
    return PLACE_TYPES | plain_words()["titre"]


class Lexicon:
    """The meanings of every known expression, folded; those of ``mots.tsv`` have no other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.meanings = _meanings(catalogue)
        self._starts: dict[str, list[str]] = {}  # expressions of several words, by their start
        for key, meanings in self.meanings.items():
            if " " in key and meanings[0][0] != "lieu":
                self._starts.setdefault(key[:KEPT], []).append(key)
        self._forms: dict[str, dict[tuple[str, ...], Meanings]] = {}
        words: set[str] = set()
        for name in ASKED_FOR:
            words.update(key for key in catalogue.lexicon.get(name, {}) if " " not in key)
        for name in WORDS_TOLD:
            parts = " ".join(catalogue.lexicon[name]).split()
            words.update(part for part in parts if len(part) >= _LEAST_NEAR)
        self._words = sorted(words)

    def of(self, key: str) -> Meanings:
        """The meanings of an expression, or of those that differ from it by inflection only."""
        meanings = self.meanings.get(key, ())
        if meanings or " " not in key:
            return meanings
        return self._by_stems(key[:KEPT]).get(_stems(key), ())

    def _by_stems(self, start: str) -> dict[tuple[str, ...], Meanings]:
        """The meanings, by their stems, of the expressions of several words that begin so."""
        if start not in self._forms:
            forms: dict[tuple[str, ...], Meanings] = {}
            for key in self._starts.get(start, ()):
                meanings = self.meanings[key]
                is_other = forms.setdefault(_stems(key), meanings) != meanings
                if is_other:
                    forms[_stems(key)] = ()  # of two meanings it has none
            self._forms[start] = forms
        return self._forms[start]

    def near(self, key: str) -> str:
        """The word of the filters and names that a key is most nearly, or ``""``."""
        return near_word(key, self._words)


def near_word(key: str, words: Iterable[str]) -> str:
    """The one of some words that a key is most nearly, or ``""``; to be told only.

    Not another form of it ("guider").
    """
    if len(key) < _LEAST_NEAR:
        return ""
    # Typos seldom affect the first letter.
    alike = [word for word in words if word[0] == key[0]]
    for word in nearest(key, alike, most=1, cutoff=_ALIKE):
        if stem(word) != stem(key):
            return word
    return ""


def with_near(word: str, near: str) -> str:
    """A word that is not known, with the one that is near it, or ``""``."""
    guess = f" (« {near} » ?)" if near else ""
    return f"« {shortened(word)} »{guess}"


_last: list[tuple[Catalogue, Lexicon]] = []
"""Cache: the catalogue of the last question, and its lexicon."""


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, kept for the next question."""
    if not _last or _last[0][0] is not catalogue:
        _last[:] = [(catalogue, Lexicon(catalogue))]
    return _last[0][1]


def _meanings(catalogue: Catalogue) -> dict[str, Meanings]:
    """The meanings of each expression: the catalogue's filters and names, the plain words."""
    known = _names_of_filters(catalogue)
    plain = plain_words()
    for role in plain.keys() - {*BESIDE, "champ", "droit", SELLERS}:
        for key, value in plain[role].items():
            known[key] = ((role, value),)
    for key in plain[SELLERS]:
        known[key] = (("theme", "social"), (SELLERS, ""))
    # The words for a notion, a body or a fact keep their other meanings.
    kinds = catalogue.lexicon["kind"]
    for namespace in ("notion", "organisation"):
        for key, value in catalogue.lexicon.get(namespace, {}).items():
            if key not in kinds and key.removeprefix("un ") not in kinds:
                _add(known, key, namespace, value)
    _add_words_of_the_law(catalogue, known)
    for key, value in plain["champ"].items():
        _add(known, key, "champ", value)
    for key in name_searches.area_keys():
        if " " in key:
            known[key] = (("lieu", key),)
    return known


def _add(known: dict[str, Meanings], key: str, namespace: str, value: str) -> None:
    """Add a meaning to those of an expression."""
    known[key] = known.get(key, ()) + ((namespace, value),)


def _add_words_of_the_law(catalogue: Catalogue, known: dict[str, Meanings]) -> None:
    """Add what buyers call a notion of the law, which keeps the filters of its name."""
    for key, value in plain_words()["droit"].items():
        if value in catalogue.notion_ids:
            filters = [meaning for meaning in known.get(key, ()) if meaning[0] in FILTERS]
            if value == SOCIAL_CLAUSE:
                filters = [("theme", "social")]
            known[key] = (("notion", value), *filters)
            if value == RESERVED:
                _add(known, key, SELLERS, "")


def _names_of_filters(catalogue: Catalogue) -> dict[str, Meanings]:
    """The filters and the networks that each expression of the catalogue names."""
    known: dict[str, Meanings] = {}
    for name in FILTERS:
        for key, value in catalogue.lexicon[name].items():
            _add(known, key, name, value)
    ids = {fold(network) for network in catalogue.ids}
    kinds = tuple(f"{fold(word.label)} " for word in catalogue.words["kind"])
    for key, value in catalogue.lexicon["network"].items():
        # "guichet vert Île-de-France" is a kind and a place, even if a network has that
        # name.
        if not key.startswith(kinds) or key in ids:
            _add(known, key, "network", value)
    return known
