"""The numbers of a question: which are codes of a place, by ordered rules."""

from __future__ import annotations

from achats_reseaux.geocoder.place_types import is_only_type
from achats_reseaux.model import Record
from achats_reseaux.questions.lexicon import ASKED_FOR, LINKING, plain_words
from achats_reseaux.questions.place_lookup import Mention, place_options, resolved
from achats_reseaux.questions.place_rules import (
    OPEN,
    Introduction,
    before_links,
    introduction,
    title_before,
)
from achats_reseaux.questions.sentences import SIGNS, Sentence

CODES = ("insee", "siren", "siret", "code-postal")
"""The kinds that a title may give the code after it."""

_WIDE = ("departement", "region")
_POSTAL = 5  # digits
_SIREN_OR_SIRET = (9, 14)
_BEFORE = ("place", "liaison", "exclusion", "champ", *ASKED_FOR)


class Number(Record):
    """A number of a question, and what stands around it."""

    sentence: Sentence
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
        digits = self.code
        if len(digits) == _POSTAL:
            digits = digits[:1] + digits[2:]  # "2A004"
        return len(self.code) in (_POSTAL, *_SIREN_OR_SIRET) and digits.isdigit()

    @property
    def is_said_wide(self) -> bool:
        """Whether the words before it are those of a département or a region."""
        return self.intro.preposition == "territoire" or self.title in _WIDE


def number_at(sentence: Sentence, start: int) -> Number | None:
    """The number that begins at a token, its groups of digits joined where they make a code."""
    code, end = sentence.key(start), start + 1
    if not code[:1].isdigit() or sentence.role(start) not in OPEN:
        return None
    last = sentence.end_of_digits(start)
    digits = sentence.expression(start, last).replace(" ", "")  # "217 605 401", "06 12 34 56 78"
    if len(digits) in _SIREN_OR_SIRET and digits.isdigit():
        code, end = digits, last
    title, first = title_before(sentence, start)  # "code INSEE 76540"
    return Number(sentence, start, end, last, code, title, first, introduction(sentence, start))


def in_groups(number: Number) -> bool:
    """Groups of digits that are no SIREN: a telephone.

    Example: "mairie, 06 12 34 56 78"
    """
    if number.sentence.key(number.start - 1).isdigit() and not number.sentence.breaks(number.start):
        return True
    return number.end < number.last


def with_a_unit(number: Number) -> bool:
    """A number with a unit, or behind a word that numbers.

    Example: "guichet vert pour 30000 habitants"
    """
    plain, sentence = plain_words(), number.sentence
    before = sentence.key(before_links(sentence, number.start))
    # "budget de 67000", "€44000"; "numéro" alone is a way to contact somebody
    if before in plain["numéroté"] or before in (*SIGNS, "numero"):
        return not sentence.breaks(number.start)
    if sentence.breaks(number.last):
        return False
    return sentence.key(number.last) in plain["unité"] | plain["voie"]


def long_enough(number: Number) -> bool:
    """Five, nine or fourteen digits.

    Example: "76000 éléphants guichet vert"
    """
    return number.is_long


def one_digit(number: Number) -> bool:
    """A single digit.

    Example: "guichet vert pour 3"
    """
    return len(number.code) == 1


def before_a_plural(number: Number) -> bool:
    """A number before a plural, which it counts.

    Example: "guichet vert pour 10 acheteurs"
    """
    if number.intro.article or number.title in _WIDE:
        return False  # "département 53 facilitateurs"
    return not number.sentence.breaks(number.end) and number.sentence.key(number.end)[-1] in "sx"


def said_to_be_one(number: Number) -> bool:
    """A number behind the words before an area, or with a letter.

    Example: "acheteurs dans le 76, merci d'avance à tous"
    """
    return number.is_said_wide or not number.code.isdigit()


def beside_what_is_asked(number: Number) -> bool:
    """A number behind a filter or a body, if the clause ends or all is known.

    Example: "guichet vert 44 svp"
    """
    sentence, before = number.sentence, number.intro.start - 1
    if sentence.role(before) == "audience" or is_only_type(sentence.key(before)):
        return True  # "mairie du 13", "OPH 13"; not "le comité du 14"
    if not sentence.is_known_but(number.start, number.end):
        is_last = sentence.breaks(number.end)
        if not is_last and sentence.role(number.end) not in LINKING[1:]:
            return False
    return before < 0 or sentence.role(before) in _BEFORE


NUMBER_RULES = (
    (in_groups, False),
    (with_a_unit, False),
    (long_enough, True),
    (one_digit, False),
    (before_a_plural, False),
    (said_to_be_one, True),
    (beside_what_is_asked, True),
)
"""Which numbers are codes of a place, and which are not: the first rule that applies decides."""


def is_code(number: Number) -> bool:
    """Whether a number is the code of a place here."""
    for rule, is_of_place in NUMBER_RULES:
        if rule(number):
            return is_of_place
    return False


def code_at(sentence: Sentence, start: int) -> Mention | None:
    """The postal or INSEE code, SIREN, SIRET or number of a département at a token."""
    number = number_at(sentence, start)
    if number is None or not is_code(number):
        return None
    begin, kind, code = number.first, number.title, number.code
    if kind not in (CODES if number.is_long else _WIDE):
        begin, kind = number.start, None
    if not number.is_long:
        code = code.upper()
        if kind is None:
            kind = "departement"
    places = resolved(code, kind)
    if not places and not number.is_long:
        return None
    return Mention(begin, number.end, place_options(kind, code), places)
