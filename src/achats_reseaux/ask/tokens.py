"""A sentence as words, and the words that are known in it. Which ones are is data.

``data/mots.tsv`` says what part each plain word plays in a question (see :class:`Plain`); the
words of the filters and the names of the networks are the catalogue's.
"""

from __future__ import annotations

from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Record
from achats_reseaux.text import fold

MOST_WORDS = 500
"""A question is read no further: nobody asks one that long."""

_MOST_CHARACTERS = 20_000
_MOST_TOGETHER = 12
_JOINERS = " \t\u00a0\u202f'’‘`-‐‑./"


class Token(Record):
    """A word of a sentence.

    Attributes:
        text: as typed.
        key: folded.
        before: what stands between the word before and this one.
        capital: bears a capital that the beginning of a sentence does not explain.
        breaks: a sign stands before it that no name or expression runs across.
    """

    text: str
    key: str
    before: str
    capital: bool
    breaks: bool

    @property
    def hyphened(self) -> bool:
        """A hyphen ties it to the word before; "Rouen-76" is two words all the same."""
        return self.before in ("-", "‐", "‑") and not self.key.isdigit()


class Plain(Record):
    """The words that a question is made of, whatever it is about (``data/mots.tsv``).

    Attributes:
        roles: by folded expression, its role and value. ``préposition``: says what kind of place
            follows (``commune``, ``territoire``, ``lieu``, or ``faible``: perhaps none).
            ``article``, ``liaison``: stand inside names. ``lieu``: another name of a place, the
            value. ``pays``, ``ici``: all of France, a place that is not said. ``liste``,
            ``sujet``, ``fiche``, ``couverture``: what is wanted. ``unité``: no code is before it.
            ``vide``: says nothing of what is asked. ``exclusion``: shuts out the place or filter
            that it stands before; ``négation``: not where it only makes a negative question.
        titles: words that stand before the name of a place, and its kind.
        common: words that are also the names of places.
    """

    roles: dict[str, tuple[str, str]]
    titles: dict[str, str]
    common: frozenset[str]


_plain: list[Plain] = []


def plain() -> Plain:
    """The plain words, read once."""
    if not _plain:
        roles: dict[str, tuple[str, str]] = {}
        titles: dict[str, str] = {}
        common = set()
        with open(f"{tsv_table.folder()}/mots.tsv", encoding="utf-8") as file:
            next(file)
            for line in file:
                key, role, value = line.rstrip("\n").split("\t")
                if role == "titre":
                    titles[key] = value
                elif role == "courant":
                    common.add(key)
                else:
                    roles[key] = (role, value)
        _plain.append(Plain(roles, titles, frozenset(common)))
    return _plain[0]


def split(text: str) -> tuple[list[Token], bool]:
    """The words of a text, and whether it was too long to be read whole."""
    short = text[:_MOST_CHARACTERS]
    if not short.isascii():
        from unicodedata import normalize

        short = normalize("NFKC", short.replace("ʼ", "'").replace("ʹ", "'"))
        # Zero-width and bidirectional signs part no words.
        short = "".join(mark for mark in short if mark.isprintable() or mark.isspace())
    shouted = not any(mark.islower() for mark in short)
    tokens: list[Token] = []
    start, end = -1, 0
    for at, mark in enumerate(short + " "):
        if mark.isalnum():
            start = at if start < 0 else start
        elif start >= 0:
            word, before = short[start:at], short[end:start]
            if key := fold(word).replace(" ", ""):
                tokens.append(_token(word, key, before, first=not tokens, shouted=shouted))
                end = at
            start = -1
        if len(tokens) > MOST_WORDS:
            return tokens[:-1], True
    return tokens, len(short) < len(text)


def _token(word: str, key: str, before: str, *, first: bool, shouted: bool) -> Token:
    stops = any(mark in before for mark in ".!?\n") and len(before) > 1
    capital = word[0].isupper() and not (first or stops or shouted)
    return Token(word, key, before, capital, stops or bool(before.strip(_JOINERS)))


class Span(Record):
    """Words that are known together.

    Attributes:
        start, end: of the tokens, the end left out.
        key: folded.
        meanings: pairs of a namespace (``theme``, ``kind``, ``audience``, ``network`` or a role)
            and an id or value.
    """

    start: int
    end: int
    key: str
    meanings: tuple[tuple[str, str], ...]

    def value(self, namespace: str) -> str | None:
        """What it means in a namespace, or ``None``."""
        return dict(self.meanings).get(namespace)


def mark(tokens: list[Token], known: dict[str, tuple[tuple[str, str], ...]]) -> list[Span | None]:
    """For each token the known words that it belongs to: the longest win, then the first."""
    found = []
    for start in range(len(tokens)):
        key = ""
        for end in range(start + 1, min(start + _MOST_TOGETHER, len(tokens)) + 1):
            token = tokens[end - 1]
            if key and token.breaks:
                break
            key = f"{key} {token.key}" if key else token.key
            if key in known:
                found.append(Span(start, end, key, known[key]))
    marks: list[Span | None] = [None] * len(tokens)
    for span in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(marks[span.start : span.end]):
            marks[span.start : span.end] = [span] * (span.end - span.start)
    return marks
