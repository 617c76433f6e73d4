"""Tokenisation of a question."""

from __future__ import annotations

from achats_reseaux.model import Record
from achats_reseaux.text import LOST, fold, with_lost_letters

MOST_TOKENS = 250
"""The rest of a longer question is ignored."""

_MOST_CHARACTERS = 20_000
APOSTROPHES = ("'", "’", "‘", "`")
_JOINERS = " \t\u00a0\u202f'’‘`-‐‑./°º"
_HYPHENS = ("-", "‐", "‑")


_UNITS = {"€": "euros", "$": "dollars", "£": "pounds", "%": "percent"}
"""The words of the signs that make a number an amount."""


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


def with_units(text: str) -> str:
    """A text with its signs of money and shares as words behind their numbers: "44000 euros"."""
    for sign, word in _UNITS.items():
        before, *amounts = text.split(sign)
        for amount in amounts:  # "€44000" and "44000 €"
            digits = len(amount) - len(amount.lstrip("0123456789"))
            before += f"{amount[:digits]} {word} {amount[digits:]}"
        text = before
    return text


def split(text: str) -> tuple[list[Token], bool]:
    """The tokens of a text, and whether the text was truncated."""
    short = with_lost_letters(text[:_MOST_CHARACTERS])
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
