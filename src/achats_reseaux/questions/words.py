"""The words of a question: its tokens, and the known expressions that they form.

An expression is known by ``data/mots.tsv`` or by the catalogue: the longest one counts, in all its
inflections. Nothing is decided here: an expression may have several meanings.
"""

from __future__ import annotations

import re
from functools import cached_property

from achats_reseaux.gazetteer import areas_named, communes_named, name_searches, tsv_table
from achats_reseaux.gazetteer.words import INTITULES
from achats_reseaux.model import FILTERS, Record
from achats_reseaux.text import LOST, cached, fold, nearest, with_lost_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

    Meanings = tuple[tuple[str, str], ...]

MOST_TOKENS = 250
"""The rest of a longer question is ignored."""

_MOST_CHARACTERS = 20_000
_WORD = re.compile(rf"(?:[^\W_]|{LOST})+")
_JOINERS = " \t\u00a0\u202f'’‘`-‐‑./°º"
_HYPHENS, _APOSTROPHES = ("-", "‐", "‑"), ("'", "’", "‘", "`")
SIGNS = {"euros": "€", "dollars": "$", "pounds": "£", "percent": "%", "versus": "="}
"""The words for signs; those before it make a number an amount."""

_LONGEST = 12
_SHORT, _ALIKE = 4, 0.83
ASKED_FOR = ("theme", "kind", "audience", "network", "notion", "organisation")
"""The namespaces of the catalogue's own words."""

BESIDE = ("titre", "patron", "courant")
"""The roles of ``mots.tsv`` that an expression has beside its meanings."""


class Token(Record):
    """A word or a number of a question."""

    text: str  # as typed
    key: str  # folded
    before: str  # the characters between the previous token and this one
    capital: bool  # begins with a capital, not only of a sentence or a text all in capitals
    breaks: bool  # begins the text, or comes after punctuation that no name contains


class Span(Record):
    """A range of tokens that form a known expression; the end is excluded."""

    start: int
    end: int
    key: str  # the folded expression
    # Pairs of a namespace (one of ASKED_FOR, a role of plain_words, or "place") and an id or value.
    meanings: Meanings

    @property
    def role(self) -> str:
        """Its first namespace."""
        return self.meanings[0][0]

    def value(self, namespace: str) -> str | None:
        """What it means in a namespace, or ``None``."""
        return dict(self.meanings).get(namespace)

    @property
    def filters(self) -> set[str]:
        """The ids of the filters that it names."""
        return {value for name, value in self.meanings if name in dict(FILTERS)}


def split(text: str) -> tuple[list[Token], bool]:
    """The tokens of a text, and whether the text was truncated."""
    short = with_lost_letters(text[:_MOST_CHARACTERS])
    for word, sign in SIGNS.items():
        short = short.replace(sign, f" {word} ")
    if not short.isascii():
        from unicodedata import normalize

        short = normalize("NFKC", short.replace("ʼ", "'").replace("ʹ", "'"))
        # Zero-width and bidirectional characters do not separate tokens.
        short = "".join(mark for mark in short if mark.isprintable() or mark.isspace())
    shouted = not any(mark.islower() for mark in short)
    tokens: list[Token] = []
    end = 0
    for found in _WORD.finditer(short):
        word, before = found[0], short[end : found.start()]
        if key := fold(word).replace(" ", ""):
            stops = any(sign in before for sign in ".!?\n") and len(before) > 1
            capital = word[0].isupper() and bool(tokens) and not (stops or shouted)
            breaks = stops or not tokens or bool(before.strip(_JOINERS))
            tokens.append(Token(word, key, before, capital, breaks))
            end = found.end()
        if len(tokens) > MOST_TOKENS:
            return tokens[:-1], True
    return tokens, len(text) > _MOST_CHARACTERS


_ENDINGS = (
    ("ation", ""), ("tion", "t"), ("ement", ""), ("ment", ""), ("trice", "teur"), ("euse", "eur"),
    ("iere", "i"), ("ere", ""), ("ing", ""), ("er", ""), ("ez", ""), ("ee", ""), ("e", ""),
    ("y", "i"),
)  # fmt: skip
_STEM_LEAST = 4


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
        if key.endswith(ending) and len(key) - len(ending) + len(instead) >= _STEM_LEAST:
            return key[: len(key) - len(ending)] + instead
    return key


def _stems(key: str) -> tuple[str, ...]:
    return tuple(map(stem, key.split()))


_plain: dict[str, dict[str, str]] = {}


def plain_words() -> dict[str, dict[str, str]]:
    """The words of ``data/mots.tsv``, read once: by role the expressions and their values.

    Beside a place: ``préposition`` (value: before a ``commune``, a ``territoire``, any ``lieu``, or
    ``faible``: perhaps no place), ``article``, ``liaison``, ``titre`` (a type word, and its kind),
    ``déterminant`` (no place after it), ``voie`` (a street), ``patron`` (a public body), ``lieu``
    (another name of its value), ``courant`` (a place only with a capital, or where all else says
    so), ``unité``, ``numéroté`` (the number before or after it is no code).
    What is asked for: ``liste``, ``définition``, ``comparaison``, ``champ`` (a field, then those
    that add to it), ``couverture`` (a status of areas, ``parts``, ``map``), ``réseau`` (what only
    this network offers), ``métier``. ``exclusion`` excludes what is named after it; ``négation``
    also what is named before, ``après`` rather that, ``lieu`` a place too; ``absence`` may
    ask for coverage. ``vide`` and ``ici`` say nothing, ``hors``
    something that no command answers.
    """
    if not _plain:
        with open(f"{tsv_table.folder()}/mots.tsv", encoding="utf-8") as file:
            next(file)
            for line in file:
                key, role, value = line.rstrip("\n").split("\t")
                _plain.setdefault(role, {})[key] = value
    return _plain


def type_words() -> dict[str, str]:
    """The type words before the name of a place, and the kind of each."""
    return {**INTITULES, **plain_words()["titre"]}


class Lexicon:
    """The meanings of every known expression, folded; those of ``mots.tsv`` have no other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.meanings = _meanings(catalogue)
        own = {key for name in ASKED_FOR for key in catalogue.lexicon.get(name, {})}
        own |= {word for kind in catalogue.words["kind"] for word in fold(kind.label).split()}
        self._words = sorted(key for key in own if len(key) >= _SHORT and " " not in key)

    @cached_property
    def _forms(self) -> dict[tuple[str, ...], Meanings]:
        """The meanings of expressions of several words by their stems, which take long to make."""
        forms: dict[tuple[str, ...], set[Meanings]] = {}
        for key, meanings in self.meanings.items():
            if " " in key and meanings[0][0] != "lieu":
                forms.setdefault(_stems(key), set()).add(meanings)
        return {stems: one for stems, (one, *others) in forms.items() if not others}

    def of(self, key: str) -> Meanings:
        """The meanings of an expression, or of those that differ from it by inflection only."""
        found = self.meanings.get(key, ())
        return found if found or " " not in key else self._forms.get(_stems(key), ())

    def near(self, key: str) -> list[str]:
        """The word of the catalogue that a key is most nearly, if any."""
        # Typos seldom affect the first letter.
        alike = [one for one in self._words if one[0] == key[:1]]
        if len(key) <= _SHORT:  # "vret"
            return [one for one in alike if one != key and sorted(one) == sorted(key)][:1]
        return nearest(key, alike, most=1, cutoff=_ALIKE)


_last: list[tuple[Catalogue, Lexicon]] = []
"""Cache: the catalogue of the last question, and its lexicon."""


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, kept for the next question."""
    if not _last or _last[0][0] is not catalogue:
        _last[:] = [(catalogue, Lexicon(catalogue))]
    return _last[0][1]


def _meanings(catalogue: Catalogue) -> dict[str, Meanings]:
    """The meanings of each expression: the catalogue's filters and names, the plain words."""
    known: dict[str, Meanings] = {}

    def add(key: str, namespace: str, value: str) -> None:
        known[key] = (*known.get(key, ()), (namespace, value))

    lexicon, plain = catalogue.lexicon, plain_words()
    for name, _ in FILTERS:
        for key, value in lexicon[name].items():
            add(key, name, value)
    ids = {fold(network) for network in catalogue.ids}
    kinds = tuple(f"{fold(word.label)} " for word in catalogue.words["kind"])
    for key, value in lexicon["network"].items():
        # "guichet vert Île-de-France" is a kind and a place, even if a network has that name.
        if not key.startswith(kinds) or key in ids:
            add(key, "network", value)
    for role in plain.keys() - {*BESIDE, "champ"}:
        name = "network" if role == "réseau" else role
        known.update((key, ((name, value),)) for key, value in plain[role].items())
    # The words for a notion, a body or a fact keep their other meanings.
    for namespace in ("notion", "organisation"):
        for key, value in lexicon.get(namespace, {}).items():
            if key not in lexicon["kind"] and key.removeprefix("un ") not in lexicon["kind"]:
                add(key, namespace, value)
    for key, value in plain["champ"].items():
        add(key, "champ", value)
    known.update((key, (("lieu", key),)) for key in name_searches.area_keys() if " " in key)
    return known


class Sentence(Record):
    """The tokens of a question, and the known expression that each belongs to."""

    tokens: tuple[Token, ...]
    marks: tuple[Span | None, ...]  # for each token its expression
    cut: bool  # whether only its beginning is read
    lexicon: Lexicon

    def with_span(self, span: Span) -> Sentence:
        """The sentence with a range of tokens read as an expression."""
        read = [span] * (span.end - span.start)
        return self.replace(marks=(*self.marks[: span.start], *read, *self.marks[span.end :]))

    def span(self, at: int) -> Span | None:
        """The expression of a token; ``None`` outside the question."""
        return self.marks[at] if 0 <= at < len(self.marks) else None

    def role(self, at: int) -> str | None:
        """The role of a known token; ``None`` for another."""
        span = self.span(at)
        return span.role if span else None

    def key(self, at: int) -> str:
        """The key of a token; ``""`` outside the question."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def keys(self, start: int, end: int) -> str:
        """The folded text of a range of tokens."""
        return " ".join(self.key(at) for at in range(start, end))

    def text(self, start: int, end: int) -> str:
        """A range of tokens as typed."""
        first, *rest = self.tokens[start:end]
        text = first.text + "".join(token.before + token.text for token in rest)
        return " ".join(text.split())

    def breaks(self, at: int) -> bool:
        """Whether a name cannot continue with this token."""
        return at >= len(self.tokens) or self.tokens[at].breaks

    def tied(self, at: int) -> bool:
        """Whether hyphens join a token to the previous ones: "Saint-Alban-d'Hurtières"."""
        if not 0 < at < len(self.tokens) or self.key(at - 1) == "ex" or self.key(at).isdigit():
            return False
        before, elided = self.tokens[at].before, self.key(at - 1) in ("d", "l")
        return before in _HYPHENS or (elided and before in _APOSTROPHES and self.tied(at - 1))


def read_words(text: str, lexicon: Lexicon) -> Sentence:
    """The words of a question; each belongs to the longest known expression around it."""
    tokens, cut = split(text)
    sentence = Sentence(tuple(tokens), (None,) * len(tokens), cut, lexicon)
    found = []
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1):
            if end > start + 1 and sentence.breaks(end - 1):
                break
            key = sentence.keys(start, end)
            if meanings := lexicon.of(key):
                found.append(Span(start, end, key, meanings))
    if not any(span.role == "définition" for span in found):
        found = [one for one in found if not _is_theme_and_place(one.key, lexicon)]
    for span in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(sentence.marks[span.start : span.end]):
            sentence = sentence.with_span(span)
    return sentence


def _is_theme_and_place(key: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a theme and a place: "clause sociale 28", a network there."""
    words = [one for one in key.split() if one not in ("d", "de", "du")]
    for theme, rest in ((words[:2], words[2:]), (words[-2:], words[:-2])):
        place = " ".join(rest)
        if "theme" in dict(lexicon.meanings.get(" ".join(theme), ())):
            return place.isdigit() or bool(areas_named(place) or communes_named(place))
    return False
