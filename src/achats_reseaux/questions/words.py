"""The words of a question: its tokens, and the known expressions that they form.

An expression is known by ``data/mots.tsv`` or by the catalogue: the longest one counts, in all its
inflections. Nothing is decided here: an expression may have several meanings.
"""

from __future__ import annotations

from functools import cached_property

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, tsv_table
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
APOSTROPHES = ("'", "’", "‘", "`")
_JOINERS = " \t\u00a0\u202f'’‘`-‐‑./°º"
_HYPHENS = ("-", "‐", "‑")
_UNITS = {"€": "euros", "$": "dollars", "£": "pounds", "%": "percent"}
"""The words of the signs that make a number an amount."""

_LONGEST = 12
_SHORT, _FEW, _ALIKE = 4, 2, 0.83
_OF = ("de", "d", "du")
_ARTICLES = ("l ", "la ", "le ", "les ", "un ", "une ")
ASKED_FOR = ("theme", "kind", "audience", "network", "notion", "organisation")
"""The namespaces of the catalogue's own words."""

BESIDE = ("titre", "patron", "courant", "usuel", "contrée")
"""The roles of ``mots.tsv`` that an expression has beside its meanings."""


class Token(Record):
    """A word or a number of a question.

    Attributes:
        text: as typed.
        key: the folded text.
        before: the characters between the previous token and this one.
        capital: begins with a capital letter that is not explained by the start of a sentence or
            a text all in capitals.
        breaks: begins the text, or is preceded by punctuation that no name or expression contains.
    """

    text: str
    key: str
    before: str
    capital: bool
    breaks: bool

    @property
    def hyphened(self) -> bool:
        """Whether a hyphen joins it to the previous token; not before digits ("Rouen-76")."""
        return self.before in _HYPHENS and not self.key.isdigit()


class Span(Record):
    """A range of tokens that form a known expression.

    Attributes:
        start, end: range of the tokens, the end excluded.
        key: the folded expression.
        meanings: pairs of a namespace (one of ``ASKED_FOR``, a role of :func:`plain_words`, or
            ``place`` once the place is read) and an id or value.
    """

    start: int
    end: int
    key: str
    meanings: Meanings

    @property
    def role(self) -> str:
        """Its first namespace."""
        return self.meanings[0][0]

    def value(self, namespace: str) -> str | None:
        """What it means in a namespace, or ``None``."""
        return dict(self.meanings).get(namespace)

    @property
    def is_part(self) -> bool:
        """Whether it names parts of a place, or local authorities: "communes", "endroits"."""
        return self.value("audience") == "collectivite" or self.value("vide") == "parts"

    @property
    def filters(self) -> set[str]:
        """The ids of the filters that it names."""
        return {value for name, value in self.meanings if name in dict(FILTERS)}


def split(text: str) -> tuple[list[Token], bool]:
    """The tokens of a text, and whether the text was truncated."""
    short = with_lost_letters(text[:_MOST_CHARACTERS])
    for sign, word in _UNITS.items():
        short = short.replace(sign, f" {word} ")
    if not short.isascii():
        from unicodedata import normalize

        short = normalize("NFKC", short.replace("ʼ", "'").replace("ʹ", "'"))
        # Zero-width and bidirectional characters do not separate tokens.
        short = "".join(mark for mark in short if mark.isprintable() or mark.isspace())
    shouted = not any(mark.islower() for mark in short)
    tokens: list[Token] = []
    start, end = -1, 0
    for at, mark in enumerate(short + " "):
        if mark.isalnum() or mark == LOST:
            start = at if start < 0 else start
        elif start >= 0:
            word, before = short[start:at], short[end:start]
            if key := fold(word).replace(" ", ""):
                stops = any(sign in before for sign in ".!?\n") and len(before) > 1
                capital = word[0].isupper() and bool(tokens) and not (stops or shouted)
                breaks = stops or not tokens or bool(before.strip(_JOINERS))
                tokens.append(Token(word, key, before, capital, breaks))
                end = at
            start = -1
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
    ``déterminant`` (no place after it), ``voie``, ``contrée``, ``patron`` (a street, a landscape, a
    house that may have the name after it), ``lieu`` (another name of its value), ``courant``,
    ``usuel`` (words that are places in capitals, or after a preposition), ``unité``, ``numéroté``
    (the number before or after it is no code). What is asked for: ``liste``, ``définition``,
    ``comparaison``, ``champ`` (a field, then those that add to it), ``couverture`` (a status of
    areas, ``parts``, ``map``), ``réseau`` (what only this network offers), ``métier``, ``ici``.
    ``exclusion``: ``absence`` and ``négation`` may say what is missed, ``manque`` what places lack;
    ``après`` is said after what it excludes, ``autre`` asks for others than the network named.
    ``vide`` says nothing (``parts``: parts of places); ``hors`` something that no command answers.
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
    """The meanings of every known expression, folded; those of ``mots.tsv`` have no other.

    Attributes:
        meanings: of each expression.
        words: the single words of the catalogue's own namespaces.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.meanings = _meanings(catalogue)
        own = {key for name in ASKED_FOR for key in catalogue.lexicon.get(name, {})}
        self.words = sorted(key for key in own if len(key) > _SHORT and " " not in key)

    @cached_property
    def _forms(self) -> dict[tuple[str, ...], Meanings]:
        """The meanings of expressions of several words by their stems, which take long to make."""
        forms: dict[tuple[str, ...], set[Meanings]] = {}
        for key, meanings in self.meanings.items():
            if " " in key and meanings[0][0] != "lieu":
                forms.setdefault(_stems(key), set()).add(meanings)
        return {stems: one for stems, (one, *others) in forms.items() if not others}

    def of(self, key: str) -> Meanings:
        """The meanings of an expression, or of those that differ from it by inflection only.

        The name of a network may have "de" besides: "clause d'insertion de Dieppe".
        """
        found = self.meanings.get(key, ())
        if found or " " not in key:
            return found
        named = self._forms.get(_stems(_without_of(key)), ())
        return self._forms.get(_stems(key)) or (named if "network" in dict(named) else ())

    def near(self, key: str) -> list[str]:
        """The words that a key is nearly, nearest first; none if it is an inflection of one."""
        # Typos seldom affect the first letter, or omit more than two.
        alike = [o for o in self.words if o[0] == key[0] and abs(len(o) - len(key)) <= _FEW]
        near = nearest(key, alike, cutoff=_ALIKE) if len(key) > _SHORT else []
        return [] if stem(key) in map(stem, near[:1]) else near


def _without_of(key: str) -> str:
    first, *others = key.split()
    return " ".join([first, *(word for word in others if word not in _OF)])


_last: list[tuple[Catalogue, Lexicon]] = []
"""Cache: the catalogue of the last question, and its lexicon."""


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, kept for the next question."""
    if not _last or _last[0][0] is not catalogue:
        _last[:] = [(catalogue, Lexicon(catalogue))]
    return _last[0][1]


def _meanings(catalogue: Catalogue) -> dict[str, Meanings]:
    known: dict[str, Meanings] = {}
    lexicon = catalogue.lexicon
    for name, _ in FILTERS:
        for key, value in lexicon[name].items():
            known[key] = (*known.get(key, ()), (name, value))
    ids = {fold(network) for network in catalogue.ids}
    kinds = tuple(f"{fold(word.label)} " for word in catalogue.words["kind"])
    for key, value in lexicon["network"].items():
        # "guichet vert Île-de-France" is a kind and a place, even if a network has that name.
        if not key.startswith(kinds) or key in ids:
            known[key] = (*known.get(key, ()), ("network", value))
    plain = plain_words()
    for role in plain.keys() - {*BESIDE, "champ"}:
        name = "network" if role == "réseau" else role
        known.update((key, ((name, value),)) for key, value in plain[role].items())
    # The words for a notion, a body or a fact keep their other meanings.
    for namespace in ("notion", "organisation"):
        names = lexicon.get(namespace, {})
        for key, value in names.items():
            _, _, rest = key.partition(" ")
            with_article = key.startswith(_ARTICLES) and rest in names  # "un guichet vert"
            if not with_article and key not in lexicon["kind"]:
                known[key] = (*known.get(key, ()), (namespace, value))
    for key, value in plain["champ"].items():
        known[key] = (*known.get(key, ()), ("champ", value))
    for key in name_searches.area_keys():
        if " " in key:
            known[key] = (("lieu", key),)
    return known


class Sentence:
    """The tokens of a question, and the known expression that each belongs to.

    Attributes:
        marks: for each token its expression, or ``None``; places are added by ``places``.
        aside: names of networks that are read as a theme and a place: "clause sociale 28".
        asks: whether the text has a question mark.
        cut: whether only its beginning is read.
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.tokens, self.cut = split(text)
        self.lexicon = lexicon
        self.asks = "?" in text
        found = self._known()
        self.aside: list[Span] = []
        if not any(span.role == "définition" for span in found):
            self.aside = [span for span in found if self._is_theme_and_place(span)]
        self.marks: list[Span | None] = [None] * len(self.tokens)
        for span in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            if not any(self.marks[span.start : span.end]) and span not in self.aside:
                self.marks[span.start : span.end] = [span] * (span.end - span.start)

    def _known(self) -> list[Span]:
        """Every range of tokens that is a known expression."""
        found = []
        for start in range(len(self.tokens)):
            for end in range(start + 1, min(start + _LONGEST, len(self.tokens)) + 1):
                if end > start + 1 and self.breaks(end - 1):
                    break
                key = self.keys(start, end)
                if meanings := self.lexicon.of(key):
                    found.append(Span(start, end, key, meanings))
        return found

    def _is_theme_and_place(self, span: Span) -> bool:
        first, second, place = (*_without_of(span.key).split(" ", 2), "", "")[:3]
        theme = "theme" in dict(self.lexicon.meanings.get(f"{first} {second}", ()))
        named = gazetteer.areas_named(place) or gazetteer.communes_named(place)
        return theme and bool(place.isdigit() or named)

    def near_known(self) -> tuple[str, ...]:
        """The first unknown word near a word of the catalogue, and the words near it."""
        plain = {*type_words(), *plain_words()["courant"]}
        for token, span in zip(self.tokens, self.marks, strict=True):
            unknown = span is None and token.key not in plain
            if near := self.lexicon.near(token.key) if unknown else []:
                return (token.text, *near)
        return ()

    def mark(self, start: int, end: int, *meanings: tuple[str, str]) -> None:
        """Give a range of tokens another meaning."""
        self.marks[start:end] = [Span(start, end, "", meanings)] * (end - start)

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

    def counts(self, at: int) -> bool:
        """Whether a plural noun is after a number, or the last of several: "11 ou 12 guichets"."""
        while self.role(at) == "liaison" and self.key(at + 1).isdigit() and not self.breaks(at):
            at += 2
        plural = not self.breaks(at) and self.key(at)[-1] in "sx"
        return plural and self.role(at) not in ("préposition", "liaison", "exclusion")

    def clause(self, at: int) -> range:
        """The tokens between the breaks around one."""
        first, last = at, at + 1
        while not self.breaks(first):
            first -= 1
        while not self.breaks(last):
            last += 1
        return range(first, last)

    def tied(self, at: int) -> bool:
        """Whether a hyphen joins this token to the previous one, which is not "ex-".

        Or to the one before an apostrophe: "Saint-Alban-d'Hurtières" is one word.
        """
        if not 0 < at < len(self.tokens) or self.key(at - 1) == "ex":
            return False
        token = self.tokens[at]
        elided = token.before in APOSTROPHES and self.key(at - 1) in ("d", "l")
        return token.hyphened or (elided and self.tied(at - 1))
