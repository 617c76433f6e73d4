"""Whether a name is meant as a place, by ordered rules: the first that applies decides."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.places import TOWN, inhabitants
from achats_reseaux.model import COMMUNAL, Place, Record
from achats_reseaux.questions.lexicon import ASKED_FOR, place_types, plain_words
from achats_reseaux.questions.place_lookup import AREAS, place_named
from achats_reseaux.text import ARTICLES, fold, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.questions.sentences import Sentence

    NameRule = Callable[["Name"], bool]

OPEN = (None, "lieu", "organisation")
"""Roles of tokens that may be a place: a body may be that of a territory, "Laval Agglomération"."""

LINK_KEYS = ("de", "du", "d", "des", "of", "la", "l", "le", "les", "est", "is")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_MOST_WORDS_OF_TITLE = 4

BIG = 20_000
"""Inhabitants from which a town is meant by its name alone, in lower case too."""


# --- what stands before and behind a name or a number ---


class Introduction(Record):
    """The preposition and the article before a name."""

    preposition: str  # its value in mots.tsv; "" if there is none
    article: str  # as typed, or implied by "au", "des"
    start: int  # of these words
    is_of_place: bool = False  # whether these words stand before a place only


def introduction(sentence: Sentence, index: int) -> Introduction:
    """The words before a name that begins at a token: "dans la" Vienne."""
    article, start = "", index
    if sentence.role(index - 1) == "article" and not sentence.breaks(index):
        start = index - 1
        article = sentence.tokens[start].text + sentence.tokens[index].before
    span = sentence.span(start - 1)
    if sentence.breaks(start) or span is None or span.role != "préposition":
        return Introduction("", article, start)
    is_bare_a = sentence.text(span.start, span.end) in ("a", "A")
    if is_bare_a and not sentence.tokens[index].capital:
        return Introduction("", article, span.start)  # an auxiliary, or the English article
    value = span.value("préposition")
    is_of_place = value in ("commune", "territoire")
    return Introduction(value, article or _IMPLIED.get(span.key, ""), span.start, is_of_place)


def title_before(sentence: Sentence, index: int) -> tuple[str | None, int]:
    """The kind that type words before a name give it, and where it begins with them."""
    end = before_links(sentence, index) + 1
    if sentence.breaks(end):
        return None, index
    titles = place_types()
    for start in range(max(0, end - _MOST_WORDS_OF_TITLE), end):
        words = sentence.expression(start, end)
        if words not in titles:
            words = words.removesuffix("s")
        if words in titles:
            # "mairie de" also says who asks; "ville de" only says what Rouen is.
            return titles[words], start if words in plain_words()["titre"] else index
    return None, index


def is_placed(sentence: Sentence, index: int) -> bool:
    """Whether the words before a name stand before a place only: "à", "la commune de"."""
    if title_before(sentence, index)[0] is not None:
        return True
    return introduction(sentence, index).is_of_place


def before_links(sentence: Sentence, index: int) -> int:
    """The token before a name and the words that link it to the one before."""
    index -= 1
    while sentence.key(index) in LINK_KEYS and not sentence.breaks(index + 1):
        index -= 1
    return index


def ends_a_name(sentence: Sentence, index: int) -> bool:
    """Whether a token may end the name of an intercommunalité: "Redon Agglo"."""
    return sentence.key(index) in place_types() or sentence.role(index) in ("audience", "lieu")


# --- a name ---


class Name(Record):
    """A range of a question that is the name of a place, and what speaks for it."""

    sentence: Sentence
    start: int
    end: int
    first: int  # where it begins with its type words
    key: str
    options: dict[str, str]
    candidates: tuple[Place, ...]
    people: int  # the inhabitants of the first
    intro: Introduction
    is_placed: bool  # whether the words before it stand before a place only
    is_exact: bool  # nothing is missing from it
    has_capital: bool
    rest_is_known: bool  # all the other words are understood

    @property
    def is_single(self) -> bool:
        """Whether it is one word."""
        return self.end == self.start + 1

    @property
    def is_city(self) -> bool:
        """Whether all speaks for it: "guichet vert tours", not "achat de tours"."""
        if not self.rest_is_known:
            return False
        if self.candidates[0].kind in AREAS:
            return bool(self.intro.article)
        return self.people >= BIG


def name_at(sentence: Sentence, start: int, end: int) -> Name | None:
    """The name that a range of tokens is, with what stands around it."""
    intro = introduction(sentence, start)
    title, first = title_before(sentence, start)
    text = sentence.text(start, end)
    span = sentence.span(start)
    if span and span.end == end:
        text = span.value("lieu") or text  # "french riviera"
    named = place_named(text, intro.preposition, intro.article, title)
    if named is None:
        return None
    options, places = named
    key = sentence.expression(start, end)
    names = {fold(place.name) for place in places}
    is_named = not names.isdisjoint((key, fold(f"{intro.article} {key}")))
    return Name(
        sentence,
        start,
        end,
        first,
        key,
        options,
        places,
        inhabitants(places[0]),
        intro,
        is_placed(sentence, start),
        is_exact=is_named or bool(gazetteer.aliases(key)),
        has_capital=sentence.tokens[start].has_capital,
        rest_is_known=sentence.is_known_but(start, end),
    )


# --- the rules ---


def inside_an_expression(name: Name) -> bool:
    """A part of a known expression.

    Example: "guichet vert le petit hôpital"
    """
    span = name.sentence.span(name.start)
    if span is None or (span.role == "organisation" and name.first < name.start):
        return False  # "communauté de communes Le Grésivaudan"
    return span.start < name.start


def in_an_address(name: Name) -> bool:
    """The name of a street.

    Example: "nos bureaux rue de Paris, guichet vert ?"
    """
    return name.sentence.role(before_links(name.sentence, name.start)) == "voie"


def of_a_house(name: Name) -> bool:
    """The name of a village right behind a house: that of a saint, or an ordinary word.

    Example: "EHPAD La Forêt"
    """
    house = name.sentence.span(name.intro.start - 1)
    if name.intro.preposition or house is None or house.value("audience") != "sante":
        return False
    if name.candidates[0].kind in COMMUNAL:
        return name.people < TOWN
    return name.key in plain_words()["courant"] or bool(name.intro.article)


def without_its_article(name: Name) -> bool:
    """A name that lacks its article.

    Example: "qui aide Val de Loire ?"
    """
    if name.is_exact or name.is_city:
        return False
    lacking = [article + name.key for article in ARTICLES]
    return without_spaces(fold(name.candidates[0].name)) in lacking


def words_of_the_catalogue(name: Name) -> bool:
    """Words that mean something else, unless a capital and the words before them say so.

    Example: "facilitateurs Vert"
    """
    roles = {name.sentence.role(index) for index in range(name.start, name.end)}
    if name.sentence.role(name.start) in OPEN or name.end > name.start + 2:
        return False  # "Grand Cognac"
    if None in roles and roles.isdisjoint(ASKED_FOR):
        return False
    may_be_no_name = name.is_single or not name.is_exact
    if may_be_no_name and not name.sentence.tokens[name.start].capital:
        return True
    if name.rest_is_known and name.people >= BIG:
        return False
    return not name.is_placed


def counted_noun(name: Name) -> bool:
    """A noun behind a determiner.

    Example: "guichet vert pour notre Aube"
    """
    return name.sentence.role(name.start - 1) == "déterminant"


def ordinary_word(name: Name) -> bool:
    """An ordinary word, unless it is a town behind the words before a place.

    Example: "achat de tours métalliques, guichet vert"
    """
    kind = plain_words()["courant"].get(name.key)
    if kind is None or name.sentence.tokens[name.start].capital or name.is_city:
        return False
    if kind == "village" and name.has_capital:
        return False
    if kind != "village" and name.people < TOWN:
        return True
    return not name.is_placed


def written_as_a_name(name: Name) -> bool:
    """A name behind the words before a place, with a capital, or of a big town.

    Example: "guichet vert à Plouha et éléphants"
    """
    if name.is_placed or name.has_capital:
        return True
    return name.people >= BIG


def known_by_its_name(name: Name) -> bool:
    """The exact name of a place; one word behind a preposition if all the rest is known.

    Example: "guichet vert etretat"
    """
    if not name.is_exact:
        return False
    if name.rest_is_known or not name.is_single:
        return True
    if name.intro.preposition:
        return False
    return name.people >= TOWN or not name.intro.article


NAME_RULES = (
    (inside_an_expression, False),
    (in_an_address, False),
    (of_a_house, False),
    (without_its_article, False),
    (words_of_the_catalogue, False),
    (counted_noun, False),
    (ordinary_word, False),
    (written_as_a_name, True),
    (known_by_its_name, True),
)
"""Which names are meant as places, and which are not: the first rule that applies decides."""


def decision(name: Name) -> tuple[NameRule | None, bool]:
    """The rule that applies to a name, and whether it is one of a place."""
    for rule, is_place in NAME_RULES:
        if rule(name):
            return rule, is_place
    return None, False
