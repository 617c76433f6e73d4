"""Text functions: folding (one key for all spellings of a name), near words, lines, numbers, dates.

Here text from data is made harmless: for a terminal, for a spreadsheet (formulas), for
a shell.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    Key = TypeVar("Key")
    Value = TypeVar("Value")


MOST_KEPT = 1000
"""Values of a cached function: enough for a lookup. A process that asks much may keep more."""


def cached(function: Callable[[Key], Value]) -> Callable[[Key], Value]:
    """A pure function, with its last values kept; ``functools`` takes 1 ms to import."""
    known: dict[Key, tuple[Value]] = {}

    def look_up(key: Key) -> Value:
        held = known.get(key)
        if held is None:
            held = (function(key),)
            if len(known) >= MOST_KEPT:
                known.clear()
            known[key] = held
        return held[0]

    return look_up


# Letters that NFKD does not decompose. Unicode classes the modifier apostrophes as
# letters.
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ʼ": " ", "ʹ": " "}
LOST = "\ufffd"
"""What stands for a letter that no encoding could carry; a known name never has it."""
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# For str.translate of ASCII text: letters to lower case, all signs but digits to spaces.
_ASCII = " " * 48 + "0123456789" + " " * 7 + _ALPHABET + " " * 6 + _ALPHABET + " " * 5


@cached
def fold(text: str) -> str:
    """The lookup key of a name: lower case, no accents, words separated by one space.

    ``St-Étienne`` and ``SAINT ETIENNE`` fold to ``saint etienne``, which folds to
    itself. ``LOST`` is kept: no name has it. Of the communes, 58 groups differ by
    accents only (Lure and Luré).
    """
    plain = text.translate(_ASCII) if text.isascii() else _fold_unicode(text)
    return " ".join(expand_saints(plain.split()))


def with_lost_letters(text: str) -> str:
    """A text with ``LOST`` for what stands for a letter that was lost: "?vry" is not Vry.

    That is ``?`` at the beginning of a word, and a byte that could not be decoded.
    """

    def is_lost(before: str, mark: str, after: str) -> bool:
        begins = mark == "?" and after.isalpha() and not before.isalnum()
        return begins or "\ud800" <= mark <= "\udfff"

    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return "".join(LOST if is_lost(*marks) else marks[1] for marks in around)


def expand_saints(words: list[str]) -> list[str]:
    """The words with ``st``, ``ste``, ``sts`` and ``stes`` written in full."""
    if _SAINTS.keys().isdisjoint(words):
        return words
    return [_SAINTS.get(word, word) for word in words]


_folded: dict[int, str] = {}
"""Cache: the folded form of each character seen so far, by code point."""


def _fold_unicode(text: str) -> str:
    for code in set(map(ord, text)).difference(_folded):
        from unicodedata import combining, normalize

        # Twice: a casefolded letter may decompose further, and a decomposed one may
        # have case.
        decomposed = normalize("NFKD", normalize("NFKD", chr(code)).casefold())
        kept = "".join(_LETTERS.get(mark, mark) for mark in decomposed if not combining(mark))
        _folded[code] = "".join(mark if mark.isalnum() or mark == LOST else " " for mark in kept)
    return text.translate(_folded)


def without_spaces(key: str) -> str:
    """A folded name without its spaces: the same for ``la garde`` and ``lagarde``."""
    return key.replace(" ", "")


ARTICLES = ("l", "le", "la", "les")


def without_article(key: str) -> str:
    """A folded name without its leading article: ``havre`` for ``le havre``."""
    first, _, rest = key.partition(" ")
    return rest if rest and first in ARTICLES else key


_SHORT = 4


def nearest(text: str, names: list[str], *, most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The names most similar to a text once both are folded, nearest first.

    A short text is near those only that begin as it does: "nope" is not "open". Ties keep
    the order of ``names``, so that the result is deterministic.
    """
    from difflib import SequenceMatcher

    key = without_spaces(fold(text))
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    scored = []
    for rank, name in enumerate(names):
        other = without_spaces(fold(name))
        if len(key) <= _SHORT and other[:1] != key[:1]:
            continue
        matcher.set_seq1(other)
        score = 0.0
        if key and other.startswith(key):
            score = 0.95
        if score or matcher.quick_ratio() >= cutoff:
            score = max(score, matcher.ratio())
        if score >= cutoff:
            scored.append((-score, rank, name))
    return [name for _, _, name in sorted(scored)[:most]]


def visible(text: str) -> str:
    """A text on one line, without characters that could act on a terminal or hide text.

    Line ends and tabs become spaces; control, bidirectional and zero-width characters
    become ``�``.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(mark: str) -> str:
    if mark.isprintable() or mark in "\u00a0\u202f":
        return mark
    return " " if mark.isspace() else "�"


def no_break(text: str) -> str:
    """A text with no-break spaces in commands, before French punctuation and units."""
    text = text.replace("reseaux show ", "reseaux\xa0show\xa0")
    for mark in ":;?!»·%€":
        text = text.replace(f" {mark}", f"\xa0{mark}")
    return text.replace("« ", "«\xa0").replace("\u202f", "\xa0")


def wrapped(line: str, width: int, hang: int = 2) -> list[str]:
    """A line broken at spaces, its indent kept, and increased by ``hang`` on those that follow."""
    from textwrap import TextWrapper

    indent = " " * (len(line) - len(line.lstrip()))
    wrapper = TextWrapper(
        max(width, len(indent) + 10),
        initial_indent=indent,
        subsequent_indent=indent + " " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    lines = wrapper.wrap(no_break(line.strip()))
    return [part.replace("\xa0", " ") for part in lines] or [""]


_FORMULA_SIGNS = frozenset("=+-@＝＋－＠")  # full-width ones too
_DELIMITERS = ",;|\t"


def spreadsheet_safe(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula, whatever delimiter the spreadsheet uses."""
    if _FORMULA_SIGNS.isdisjoint(cell):
        return cell
    for delimiter in _DELIMITERS:
        if delimiter in cell:
            cell = delimiter.join(map(_escape_formula, cell.split(delimiter)))
    return _escape_formula(cell)


def _escape_formula(cell: str) -> str:
    return "'" + cell if cell.lstrip('"')[:1] in _FORMULA_SIGNS else cell


def not_a_value(text: str, option: str, known: Iterable[str]) -> str:
    """The message for a text that is none of the values of an option."""
    return f"« {shortened(text)} » n'est pas une valeur de {option} ({', '.join(known)})."


def shortened(text: str, most: int = 60) -> str:
    """A text to quote in a message: as :func:`visible`, cut to a maximum length."""
    text = visible(text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def french_number(number: int) -> str:
    """A number in French notation: thousands separated by no-break spaces."""
    return f"{number:,}".replace(",", "\u00a0")


def counted(number: int, noun: str) -> str:
    """A number in French notation with its noun: ``2 autres faits``, ``3 réseaux``."""
    words = noun.split()
    if number > 1:
        words = [f"{word}x" if word.endswith("eau") else f"{word}s" for word in words]
    return f"{french_number(number)} {' '.join(words)}"


def percentage(part: int, whole: int) -> str:
    """A share in French notation, rounded to one decimal; but 99,97 % is not shown as 100 %."""
    if not part:
        return "0\u00a0%"
    if part == whole:
        return "100\u00a0%"
    tenths = min(round(part * 1000 / whole), 999)
    return f"{tenths // 10},{tenths % 10}\u00a0%"


MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


_OF_ARTICLES = {"Le ": "du ", "La ": "de la ", "Les ": "des ", "L'": "de l'"}
_FEMININE = (
    "ca cc cu chambre communaute delegation direction federation maison metropole mission region"
    " ville"
).split()
_MASCULINE = (
    "centre cidff club comite commissariat conseil departement gip groupement ministere plie pole"
    " relais reseau syndicat"
).split()
_ELIDED = "agence association atelier etablissement eurometropole institut office union".split()


def of_body(name: str) -> str:
    """The name of a body after « de » : « de la Ville de Paris », « d'Initiatives77 »."""
    for article, of_article in _OF_ARTICLES.items():
        if name.startswith(article):
            return of_article + name.removeprefix(article)
    first = fold(name).partition(" ")[0]
    if first in _FEMININE:
        return f"de la {name}"
    if first in _MASCULINE:
        return f"du {name}"
    if first in _ELIDED:
        return f"de l'{name}"
    return f"d'{name}" if first[:1] in ("a", "e", "i", "o", "u") else f"de {name}"


def day(date: str) -> str:
    """An ISO date, year and month, or year, in French: ``1er mai 2026``, ``mai 2026``, ``2026``."""
    year, _, rest = date.partition("-")
    if not rest:
        return year
    month, _, number = rest.partition("-")
    name = MONTHS[int(month) - 1]
    if not number:
        return f"{name} {year}"
    if number == "01":
        return f"1er {name} {year}"
    return f"{int(number)} {name} {year}"


def is_old(checked_on: str, today: str) -> bool:
    """Whether something was compared with its sources more than a year before a day (ISO dates).

    29 February may not exist a year before: the text is compared all the same.
    """
    return bool(today) and checked_on < f"{int(today[:4]) - 1:04}{today[4:]}"


def dated_list(date: str) -> str:
    """The month of a list with its ISO date: ``liste de novembre 2024``, ``liste d'avril 2024``."""
    month = day(date[:7])
    return f"liste d'{month}" if month[0] in "ao" else f"liste de {month}"


def aged(date: str, as_of: str) -> str:
    """The year of a source that is older than a list, both with ISO dates: ``source de 2019``."""
    return f"source de {date[:4]}" if date < as_of[: len(date)] else ""


def shell_quoted(word: str, separator: str = os.sep) -> str:
    """A word quoted for a shell, only where it needs quotes: double ones, which all shells read.

    ``separator`` is that of the system's paths, which its shells do not interpret.
    """
    if word and all(mark.isalnum() or mark in f"@%+=:,./-_{separator}" for mark in word):
        return word
    if not any(mark in word and mark != separator for mark in '"$`\\!'):
        return f'"{word}"'
    return "'" + word.replace("'", "'\"'\"'") + "'"


def shell_joined(words: Iterable[str]) -> str:
    """A command of these words, each quoted for a shell."""
    return " ".join(map(shell_quoted, words))
