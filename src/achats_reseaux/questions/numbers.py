"""The numbers of a question: which are codes of a place, by ordered rules."""

from __future__ import annotations

from achats_reseaux.model import Record
from achats_reseaux.questions import context
from achats_reseaux.questions.context import LINKING, Introduction
from achats_reseaux.questions.lexicon import ASKED_FOR, plain_words
from achats_reseaux.questions.names import Mention, resolved
from achats_reseaux.questions.sentences import SIGNS, Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    NumberRule = Callable[[Sentence, "Number"], bool | None]

CODES = ("insee", "siren", "siret", "code-postal")
"""The kinds that a title may give the code after it."""

_WIDE = ("departement", "region")
_POSTAL, _LONG = 5, (9, 14)
_OPEN = (None, "lieu", "organisation")
_BEFORE = ("place", "liaison", "exclusion", "champ")
_LENGTH_OF_DEPARTEMENT = 2


class Number(Record):
    """A number of a question, and what stands around it."""

    start: int
    end: int  # of the code
    last: int  # of all groups of digits
    code: str
    title: str | None  # the kind that type words before it give it
    first: int  # where it begins with them
    intro: Introduction

    @property
    def is_long(self) -> bool:
        """Whether it has the length of a postal or INSEE code, a SIREN or a SIRET."""
        if len(self.code) in _LONG:
            return self.code.isdigit()
        return len(self.code) == _POSTAL and (self.code[:1] + self.code[2:]).isdigit()

    @property
    def is_said_wide(self) -> bool:
        """Whether the words before it are those of a département or a region."""
        return self.intro.preposition in ("territoire", "lieu") or self.title in _WIDE


def number_at(sentence: Sentence, start: int) -> Number | None:
    """The number that begins at a token, its groups of digits joined where they make a code."""
    code, end = sentence.key(start), start + 1
    if not code[:1].isdigit() or sentence.role(start) not in _OPEN:
        return None
    last = sentence.end_of_digits(start)
    digits = sentence.keys(start, last).replace(" ", "")  # "217 605 401", "06 12 34 56 78"
    if len(digits) in _LONG and digits.isdigit():
        code, end = digits, last
    title, first = context.title(sentence, start)  # "code INSEE 76540"
    intro = context.introduction(sentence, start)
    return Number(start, end, last, code, title, first, intro)


def in_groups(sentence: Sentence, number: Number) -> bool | None:
    """A number in three groups or more that is no SIREN is a telephone.

    Example: "guichet vert, 06 12 34 56 78"
    """
    del sentence
    return False if number.end < number.last and number.last > number.start + 2 else None


def with_a_unit(sentence: Sentence, number: Number) -> bool | None:
    """A number with a unit, or behind a word that numbers, is no code.

    Example: "guichet vert pour 30000 habitants"
    """
    if len(number.code) in _LONG:
        return None
    plain = plain_words()
    at = number.start
    if sentence.key(at - 1) in ("de", "d", "of") and not sentence.breaks(at):
        at -= 1  # "budget de 67000"
    before = "" if sentence.breaks(at) else sentence.key(at - 1)
    after = "" if sentence.breaks(number.last) else sentence.key(number.last)
    letters = sentence.key(number.start).strip("0123456789")  # "14h30"
    # "€44000", "marché 2024-67000"
    is_numbered = before in plain["numéroté"] or before in SIGNS or before.isdigit()
    is_measured = after in plain["unité"] or letters in plain["unité"] or after in plain["voie"]
    return False if is_numbered or is_measured else None


def long_enough(sentence: Sentence, number: Number) -> bool | None:
    """A number of five, nine or fourteen digits is a code.

    Example: "76000 éléphants guichet vert"
    """
    del sentence
    return True if number.is_long else None


def one_digit(sentence: Sentence, number: Number) -> bool | None:
    """A single digit is no département.

    Example: "guichet vert pour 3"
    """
    del sentence
    return False if len(number.code) == 1 else None


def before_a_plural(sentence: Sentence, number: Number) -> bool | None:
    """A number before a plural counts it.

    Example: "guichet vert pour 10 acheteurs"
    """
    return False if _counts(sentence, number) and not number.intro.article else None


def _counts(sentence: Sentence, number: Number) -> bool:
    """Whether a plural follows; not "en 76 sans …", "dans le 76 nous …"."""
    if sentence.breaks(number.end) or sentence.key(number.end)[-1] not in "sx":
        return False
    return sentence.role(number.end) not in (*LINKING, "exclusion")


def said_to_be_one(sentence: Sentence, number: Number) -> bool | None:
    """A number behind the words before an area, or with a letter, is a département.

    Example: "acheteurs dans le 76, merci d'avance à tous"
    """
    del sentence
    return True if number.is_said_wide or not number.code.isdigit() else None


def beside_what_is_asked(sentence: Sentence, number: Number) -> bool | None:
    """A number behind a filter or a body is a département, if the clause ends or all is known.

    Example: "guichet vert 44 svp"
    """
    at = number.intro.start
    after = at - 1
    is_empty = sentence.role(after) in (None, "vide") and not sentence.breaks(after)
    if is_empty and sentence.key(number.end) != "au":  # "fermée du 14 au 20"
        after -= context.is_body(sentence, after - 1)  # "hôpitaux publics du 974"
    is_body = context.is_body(sentence, after)
    # "mairie du 13"; not "le comité du 14"
    follows = at == 0 or is_body or sentence.role(after) in (*_BEFORE, *ASKED_FOR)
    ends = sentence.breaks(number.end) or sentence.role(number.end) in LINKING[1:]
    is_known = sentence.is_known_but(number.start, number.end)
    return follows and (ends or is_body or (is_known and not _counts(sentence, number)))


NUMBER_RULES: tuple[NumberRule, ...] = (
    in_groups,
    with_a_unit,
    long_enough,
    one_digit,
    before_a_plural,
    said_to_be_one,
    beside_what_is_asked,
)
"""The first that says yes or no decides whether a number is the code of a place."""


def is_code(sentence: Sentence, number: Number) -> bool:
    """Whether a number is the code of a place here."""
    for rule in NUMBER_RULES:
        answer = rule(sentence, number)
        if answer is not None:
            return answer
    return False


def code_at(sentence: Sentence, start: int) -> Mention | None:
    """The postal or INSEE code, SIREN, SIRET or number of a département at a token."""
    number = number_at(sentence, start)
    if number is None or not is_code(sentence, number):
        return None
    is_titled = number.title in (CODES if number.is_long else _WIDE)
    kind = number.title if is_titled else None
    code = number.code
    if not number.is_long:
        kind, code = kind or "departement", code.upper()
    found = resolved(code, kind)
    is_wrong = number.is_said_wide and len(code) == _LENGTH_OF_DEPARTEMENT  # "dans le 99"
    if not found and not number.is_long and not is_wrong:
        return None
    begin = number.first if is_titled else number.start
    return Mention(begin, number.end, {(kind or "lieu").replace("-", "_"): code}, found)
