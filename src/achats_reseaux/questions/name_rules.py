"""Whether a name is meant as a place, by ordered rules: the first that applies decides."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.places import TOWN, inhabitants
from achats_reseaux.model import Place, Record
from achats_reseaux.questions import context
from achats_reseaux.questions.lexicon import ASKED_FOR, plain_words
from achats_reseaux.questions.name_meanings import AREAS, COMMUNAL, place_named
from achats_reseaux.text import ARTICLES, fold, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.questions.sentences import Sentence

    NameRule = Callable[[Sentence, "Name"], bool]

BIG = 20_000
"""Inhabitants from which a town is meant by its name alone, in lower case too."""
_OPEN = (None, "lieu", "organisation")
"""Roles of tokens that may be a name: a body may be that of a territory ("Laval Agglomération")."""


class Name(Record):
    """A range of a question that is the name of a place, and what speaks for it."""

    start: int
    end: int
    first: int  # where it begins with its type words
    key: str
    options: dict[str, str]
    found: tuple[Place, ...]
    people: int  # the inhabitants of the first
    intro: context.Introduction
    is_area: bool  # a région or a département
    is_titled: bool  # type words stand before it
    is_exact: bool  # nothing is missing from it
    has_capital: bool
    rest_is_known: bool  # all the other words are understood

    @property
    def is_single(self) -> bool:
        """Whether it is one word."""
        return self.end == self.start + 1

    @property
    def is_town(self) -> bool:
        """Whether it is no village."""
        return self.people >= TOWN

    @property
    def is_placed(self) -> bool:
        """Whether the words before it are those before a place."""
        return self.is_titled or self.intro.is_of_place

    @property
    def is_city(self) -> bool:
        """Whether all speaks for it: "guichet vert tours", not "achat de tours"."""
        if not self.rest_is_known:
            return False
        return bool(self.intro.article) if self.is_area else self.people >= BIG


def name_at(sentence: Sentence, start: int, end: int) -> Name | None:
    """The name that a range of tokens is, with what stands around it."""
    intro = context.introduction(sentence, start)
    title, first = context.title(sentence, start)
    text = sentence.text(start, end)
    span = sentence.span(start)
    if span and span.end == end:
        text = span.value("lieu") or text  # "french riviera"
    named = place_named(text, intro.preposition, intro.article, title)
    if named is None:
        return None
    options, found = named
    key = sentence.keys(start, end)
    names = {fold(place.name) for place in found}
    is_named = not names.isdisjoint((key, fold(f"{intro.article} {key}")))
    return Name(
        start,
        end,
        first,
        key,
        options,
        found,
        inhabitants(found[0]),
        intro,
        is_area=found[0].kind in AREAS,
        is_titled=title is not None,
        is_exact=is_named or bool(gazetteer.aliases(key)),
        has_capital=sentence.tokens[start].has_capital,
        rest_is_known=sentence.is_known_but(start, end),
    )


# --- the rules ---


def inside_an_expression(sentence: Sentence, name: Name) -> bool:
    """A part of a known expression.

    Example: "guichet vert le petit hôpital"
    """
    span = sentence.span(name.start)
    if span is None or (name.is_titled and span.role == "organisation"):
        return False
    is_cut = span.start < name.start
    return is_cut or (span.means("network") and span.end != name.end)


def in_an_address(sentence: Sentence, name: Name) -> bool:
    """The name of a street.

    Example: "nos bureaux rue de Paris, guichet vert ?"
    """
    return sentence.role(context.before_links(sentence, name.start)) == "voie"


def of_a_house(sentence: Sentence, name: Name) -> bool:
    """An ordinary word, or a saint, behind a house: that is its name.

    Example: "EHPAD La Forêt"
    """
    house = sentence.span(name.intro.start - 1)
    if name.intro.preposition or house is None or house.value("audience") != "sante":
        return False
    if name.is_town and name.found[0].kind in COMMUNAL:
        return False
    if name.key in plain_words()["courant"] or name.key.startswith(("saint ", "sainte ")):
        return True
    return name.is_single and bool(name.intro.article)


def without_its_article(sentence: Sentence, name: Name) -> bool:
    """A name that lacks its article, unless it is that of a city and all the rest is known.

    Example: "qui aide Val de Loire ?"
    """
    del sentence
    lacking = [article + name.key for article in ARTICLES]
    if name.is_exact or name.is_city:
        return False
    return without_spaces(fold(name.found[0].name)) in lacking


def words_of_the_catalogue(sentence: Sentence, name: Name) -> bool:
    """Words that mean something else, unless a capital and the rest say so.

    Example: "facilitateurs Vert"
    """
    known = [sentence.role(at) not in _OPEN for at in range(name.start, name.end)]
    if not known[0] or len(known) > 2:
        return False
    has_filter = any(sentence.role(at) in ASKED_FOR[:-1] for at in range(name.start, name.end))
    if not (all(known) or has_filter):
        return False
    is_written = sentence.tokens[name.start].capital
    if name.is_exact and not name.is_single:
        is_written = True
    is_known_area = name.is_area and name.rest_is_known  # "guichet vert AURA"
    says_so = name.is_city or name.is_placed or is_known_area
    return not (is_written and says_so)


def counted_noun(sentence: Sentence, name: Name) -> bool:
    """A noun behind a determiner, unless type words say so.

    Example: "guichet vert pour notre Aube"
    """
    return sentence.role(name.start - 1) == "déterminant" and not name.is_titled


def ordinary_word(sentence: Sentence, name: Name) -> bool:
    """An ordinary word, unless it is a town behind the words before a place.

    Example: "achat de tours métalliques, guichet vert"
    """
    kind = plain_words()["courant"].get(name.key)
    if kind is None or sentence.tokens[name.start].capital or name.is_city:
        return False
    if kind == "village" and (name.is_placed or name.has_capital):
        return False
    if not name.is_town:
        return True
    is_placed = name.is_placed and name.rest_is_known
    return kind != "village" and not (name.is_titled or is_placed)


def written_as_a_name(sentence: Sentence, name: Name) -> bool:
    """Words before a place, a capital, several words, a big town.

    Example: "guichet vert à Plouha et éléphants"
    """
    del sentence
    if name.is_placed or name.has_capital or name.people >= BIG:
        return True
    return name.is_exact and not name.is_single


def commune_by_its_name(sentence: Sentence, name: Name) -> bool:
    """The exact name of a commune; behind a preposition if all the rest is known.

    Example: "guichet vert etretat"
    """
    if not name.is_exact or name.is_area:
        return False
    if name.rest_is_known:
        return True
    if name.intro.preposition or sentence.lexicon.near(name.key):
        return False
    return name.is_town or not name.intro.article


NAME_RULES: tuple[tuple[NameRule, bool], ...] = (
    (inside_an_expression, False),
    (in_an_address, False),
    (of_a_house, False),
    (without_its_article, False),
    (words_of_the_catalogue, False),
    (counted_noun, False),
    (ordinary_word, False),
    (written_as_a_name, True),
    (commune_by_its_name, True),
)
"""Which names are meant as places, and which are not: the first rule that applies decides."""


def decision(sentence: Sentence, name: Name) -> tuple[NameRule | None, bool]:
    """The rule that applies to a name, and whether it is one of a place."""
    for rule, is_place in NAME_RULES:
        if rule(sentence, name):
            return rule, is_place
    return None, False
