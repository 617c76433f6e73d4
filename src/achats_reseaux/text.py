"""Texts: folding (what two spellings of one name share), near misses, visible text, dates."""

from __future__ import annotations

# Letters that NFKD leaves whole. The modifier apostrophe is a "letter" to Unicode, not to a reader.
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ʼ": " ", "ʹ": " "}
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# str.translate over ASCII: lower-case letters and digits stay, the rest parts words.
_ASCII = " " * 48 + "0123456789" + " " * 7 + _ALPHABET + " " * 6 + _ALPHABET + " " * 5


def fold(text: str) -> str:
    """The key under which a name is found: lower case, no accents, words parted by one space.

    ``St-Étienne``, ``SAINT ETIENNE`` and ``Saint‑Étienne`` fold to ``saint etienne``. Folding twice
    changes nothing. Over the 34,969 communes of 2026 this makes 58 groups of names meet that differ
    by an accent alone (Lure and Luré); hyphens, apostrophes and ``St`` make none.
    """
    plain = text.translate(_ASCII) if text.isascii() else _plain(text)
    return " ".join(saints_spelt_out(plain.split()))


def saints_spelt_out(words: list[str]) -> list[str]:
    """``st`` is saint, ``stes`` saintes."""
    if _SAINTS.keys().isdisjoint(words):
        return words
    return [_SAINTS.get(word, word) for word in words]


_folded: dict[int, str] = {}
"""What each character that was met is folded to: in a file they are few, and come back."""


def _plain(text: str) -> str:
    for code in {*map(ord, text)}.difference(_folded):
        from unicodedata import combining, normalize

        # Twice: a casefolded letter may decompose further, and a decomposed one may have case.
        decomposed = normalize("NFKD", normalize("NFKD", chr(code)).casefold())
        kept = "".join(_LETTERS.get(mark, mark) for mark in decomposed if not combining(mark))
        _folded[code] = "".join(mark if mark.isalnum() else " " for mark in kept)
    return text.translate(_folded)


def compact(key: str) -> str:
    """A folded name without its spaces: ``la garde`` and ``lagarde`` meet."""
    return key.replace(" ", "")


_ARTICLES = ("l ", "le ", "la ", "les ")


def without_article(key: str) -> str:
    """A folded name without its leading article: ``le havre`` and ``havre`` meet."""
    for article in _ARTICLES:
        if key.startswith(article):
            return key[len(article) :]
    return key


def nearest(text: str, names: list[str], *, most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The names that look most like a text once both are folded, nearest first.

    Ties keep the order of ``names``, so that the answer never wobbles.
    """
    from difflib import SequenceMatcher

    key = compact(fold(text))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    scored = []
    for rank, name in enumerate(names):
        other = compact(fold(name))
        matcher.set_seq1(other)
        score = 0.95 if key and (other.startswith(key) or key in other.split()) else 0.0
        if score or matcher.quick_ratio() >= cutoff:
            score = max(score, matcher.ratio())
        if score >= cutoff:
            scored.append((-score, rank, name))
    return [name for _, _, name in sorted(scored)[:most]]


def visible(text: str) -> str:
    """A text that cannot act on a terminal or a table: on one line, nothing hidden.

    Line ends and tabs become spaces; escapes, bidirectional and zero-width characters become ``�``.
    """
    if text.isprintable():
        return text
    return "".join(
        mark if mark.isprintable() or mark in "\u00a0\u202f" else " " if mark.isspace() else "�"
        for mark in text
    )


_FORMULA_SIGNS = "=+-@＝＋－＠"  # full-width ones too
_DELIMITERS = ",;|\t"


def spreadsheet_safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whichever delimiter it parts cells at."""
    if not any(sign in cell for sign in _FORMULA_SIGNS):
        return cell
    for delimiter in _DELIMITERS:
        if delimiter in cell:
            cell = delimiter.join(map(_without_formula, cell.split(delimiter)))
    return _without_formula(cell)


def _without_formula(cell: str) -> str:
    return "'" + cell if cell.lstrip('"').startswith(tuple(_FORMULA_SIGNS)) else cell


def shortened(text: str, most: int = 60) -> str:
    """A text as a message may quote it: visible, and of a bounded length."""
    text = visible(text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def grouped(number: int) -> str:
    """A number as French writes it: its thousands set apart, never parted at the end of a line."""
    return f"{number:,}".replace(",", "\u00a0")


def percentage(part: int, whole: int) -> str:
    """A share as French writes it, with one decimal, cut and not rounded: 99,97 % is not all."""
    tenths = part * 1000 // whole if whole else 0
    shown = str(tenths // 10) if part in (0, whole) else f"{tenths // 10},{tenths % 10}"
    return f"{shown}\u00a0%"


_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def day(date: str) -> str:
    """An ISO date, or its year, or its year and month, as French writes it."""
    year, _, rest = date.partition("-")
    if not rest:
        return year
    month, _, number = rest.partition("-")
    name = _MONTHS[int(month) - 1]
    if not number:
        return f"{name} {year}"
    return f"{'1er' if number == '01' else int(number)} {name} {year}"


def quoted(word: str) -> str:
    """A word as a POSIX shell takes it, as little quoted as can be."""
    if word and all(mark.isalnum() or mark in "@%+=:,./-_" for mark in word):
        return word
    if "'" in word and not any(mark in word for mark in '"$`\\!'):
        return f'"{word}"'
    return "'" + word.replace("'", "'\"'\"'") + "'"
