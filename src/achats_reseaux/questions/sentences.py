"""The words of a question: its tokens, and the known expressions that they form.

The longest expression counts, in all its inflections. Nothing is decided here: an
expression may have several meanings.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import FILTERS
from achats_reseaux.gazetteer import areas_named, communes_named
from achats_reseaux.model import Record
from achats_reseaux.questions.lexicon import WORDS_TOLD, Lexicon, Meanings, plain_words
from achats_reseaux.text import LOST, fold, with_lost_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TOKENS = 250
"""The rest of a longer question is ignored."""

_MOST_CHARACTERS = 20_000
_ENDING = frozenset(".!?\n")
_JOINERS = " \t\u00a0\u202f'’‘`-‐‑./°º"
_HYPHENS = ("-", "‐", "‑")
_APOSTROPHES = ("'", "’", "‘", "`")
_SPACES = (" ", "\u00a0", "\u202f", ".")
SIGNS = {"euros": "€", "dollars": "$", "pounds": "£", "percent": "%", "versus": "="}
"""The words for signs; those before it make a number an amount."""

_LONGEST = 12
AMOUNT = (("montant", ""),)
"""The meaning of an amount of money, with its unit."""


class Token(Record):
    """A word or a number of a question."""

    text: str  # as typed
    key: str  # folded
    before: str  # the characters between the previous token and this one
    capital: bool  # begins with a capital, not only of a sentence or a text all in capitals
    breaks: bool  # begins the text, or comes after punctuation that no name contains

    @property
    def has_capital(self) -> bool:
        """Whether it begins with a capital, be it that of the text; not if all are capitals."""
        if self.text.isupper():
            return self.capital
        return self.text[0].isupper()


class Span(Record):
    """A range of tokens that form a known expression; the end is excluded."""

    start: int
    end: int
    key: str  # the folded expression
    # Pairs of a namespace (one of ASKED_FOR, a role of plain_words, "place" or "montant")
    # and an id or value.
    meanings: Meanings

    @property
    def role(self) -> str:
        """Its first namespace."""
        return self.meanings[0][0]

    def means(self, namespace: str) -> bool:
        """Whether it has a meaning in a namespace."""
        return namespace in dict(self.meanings)

    def value(self, namespace: str) -> str:
        """What it means in a namespace; ``""`` if nothing."""
        return dict(self.meanings).get(namespace, "")

    @property
    def filters(self) -> set[str]:
        """The ids of the filters that it names."""
        return {value for name, value in self.meanings if name in FILTERS}


def split(text: str) -> tuple[list[Token], bool]:
    """The tokens of a text, and whether the text was truncated."""
    short = _with_spelt_signs(with_lost_letters(text[:_MOST_CHARACTERS]))
    is_shouted = not any(mark.islower() for mark in short)
    tokens: list[Token] = []
    end = 0
    for start, next_end in word_ranges(short):
        word, before = short[start:next_end], short[end:start]
        key = fold(word).replace(" ", "")
        if not key:
            continue
        is_first = not tokens
        if len(before) > 1 and not _ENDING.isdisjoint(before):
            is_first = True  # of a new sentence
        capital = word[0].isupper()
        if is_first or is_shouted:
            capital = False
        tokens.append(Token(word, key, before, capital, is_first or not joins(before)))
        end = next_end
        if len(tokens) > MOST_TOKENS:
            return tokens[:-1], True
    return tokens, len(text) > _MOST_CHARACTERS


def joins(signs: str) -> bool:
    """Whether a name may go on behind some signs: a space, an apostrophe, a hyphen."""
    return not signs.strip(_JOINERS)


def word_ranges(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of letters and digits; to import ``re`` for them takes as long as to search."""
    start = -1
    for index, mark in enumerate(f"{text} "):
        is_inside = mark.isalnum() or mark == LOST
        if is_inside and start < 0:
            start = index
        elif start >= 0 and not is_inside:
            yield start, index
            start = -1


def _with_spelt_signs(text: str) -> str:
    """A text with words for its signs, and without characters that are not seen."""
    for word, sign in SIGNS.items():
        text = text.replace(sign, f" {word} ")
    if text.isascii():
        return text
    from unicodedata import normalize

    text = normalize("NFKC", text.replace("ʼ", "'").replace("ʹ", "'"))
    # Zero-width and bidirectional characters do not separate tokens.
    return "".join(mark for mark in text if mark.isprintable() or mark.isspace())


class Sentence(Record):
    """The tokens of a question, and the known expression that each belongs to."""

    tokens: tuple[Token, ...]
    marks: tuple[Span | None, ...]  # for each token its expression
    cut: bool  # whether only its beginning is read
    lexicon: Lexicon

    def with_span(self, span: Span) -> Sentence:
        """The sentence with a range of tokens read as an expression."""
        read = (span,) * (span.end - span.start)
        return self.replace(marks=self.marks[: span.start] + read + self.marks[span.end :])

    @property
    def spans(self) -> list[Span]:
        """The expressions in the order of the text, each once."""
        return [span for span in dict.fromkeys(self.marks) if span]

    def span(self, index: int) -> Span | None:
        """The expression of a token; ``None`` outside the question."""
        return self.marks[index] if 0 <= index < len(self.marks) else None

    def role(self, index: int) -> str | None:
        """The role of a known token; ``None`` for another."""
        span = self.span(index)
        return span.role if span else None

    def key(self, index: int) -> str:
        """The key of a token; ``""`` outside the question."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def words(self, start: int, end: int) -> list[str]:
        """The keys of a range of tokens, which may begin before the first."""
        return [token.key for token in self.tokens[max(start, 0) : end]]

    def expression(self, start: int, end: int) -> str:
        """The folded text of a range of tokens."""
        return " ".join(self.words(start, end))

    def text(self, start: int, end: int) -> str:
        """A range of tokens as typed."""
        typed = self.tokens[start].text
        for token in self.tokens[start + 1 : end]:
            typed += token.before + token.text
        return " ".join(typed.split())

    def breaks(self, index: int) -> bool:
        """Whether a name cannot continue with this token."""
        return index >= len(self.tokens) or self.tokens[index].breaks

    def tied(self, index: int) -> bool:
        """Whether hyphens join a token to the previous ones: "Saint-Alban-d'Hurtières"."""
        if not 0 < index < len(self.tokens):
            return False
        if self.key(index - 1) == "ex" or self.key(index).isdigit():
            return False
        before = self.tokens[index].before
        if before in _APOSTROPHES:
            return self.tied(index - 1)
        return before in _HYPHENS

    def is_known_but(self, start: int, end: int) -> bool:
        """Whether all tokens are known that do not lie in a range."""
        return None not in self.marks[:start] + self.marks[end:]

    def end_of_digits(self, start: int) -> int:
        """The end of a number in groups of digits: "217 605 401", "300 000"."""
        end = start + 1
        if self.key(start).isdigit():
            while self.key(end).isdigit() and self.tokens[end].before in _SPACES:
                end += 1
        return end


def read_words(text: str, lexicon: Lexicon) -> Sentence:
    """The words of a question; each belongs to the longest known expression around it."""
    tokens, cut = split(text)
    unread = (None,) * len(tokens)
    return _with_amounts(_with_expressions(Sentence(tuple(tokens), unread, cut, lexicon)))


def _with_expressions(sentence: Sentence) -> Sentence:
    """The sentence with its known expressions, the longest first."""
    spans = _expressions(sentence)
    if "définition" not in {span.role for span in spans}:
        spans = [span for span in spans if not _is_theme_and_place(span.key, sentence.lexicon)]
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if not any(sentence.marks[span.start : span.end]):
            sentence = sentence.with_span(span)
    return sentence


def _expressions(sentence: Sentence) -> list[Span]:
    """Every range of tokens that is a known expression."""
    spans: list[Span] = []
    for start in range(len(sentence.tokens)):
        for end in range(start + 1, min(start + _LONGEST, len(sentence.tokens)) + 1):
            if end > start + 1 and sentence.breaks(end - 1):
                break
            key = sentence.expression(start, end)
            meanings = sentence.lexicon.of(key)
            if meanings:
                spans.append(Span(start, end, key, meanings))
    return spans


def _is_theme_and_place(key: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a theme and a place: "clause sociale 28", a network there."""
    words = [word for word in key.split() if word not in ("d", "de", "du")]
    meanings = dict(lexicon.meanings.get(" ".join(words[:2]), ()))
    if meanings.keys().isdisjoint(WORDS_TOLD):
        return False
    place = " ".join(words[2:])
    places = areas_named(place) or communes_named(place)
    return bool(places) or place.isdigit()


def _with_amounts(sentence: Sentence) -> Sentence:
    """The sentence with its amounts of money as expressions: "300 000 euros", "90 k€ HT"."""
    units = plain_words()["unité"]
    for start, token in enumerate(sentence.tokens):
        if not token.key[0].isdigit() or sentence.marks[start]:
            continue
        number = end = sentence.end_of_digits(start)
        while units.get(sentence.key(end)) == "montant":
            end += 1
        if end > number:
            key = sentence.expression(start, end)
            sentence = sentence.with_span(Span(start, end, key, AMOUNT))
    return sentence
