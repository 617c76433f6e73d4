"""Whether a name is meant as a place, by ordered rules: the first yes or no decides."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.gazetteer.town_sizes import TOWN
from achats_reseaux.model import Place, Record
from achats_reseaux.questions import context
from achats_reseaux.questions.lexicon import ASKED_FOR, plain_words
from achats_reseaux.questions.names import AREAS, COMMUNAL, place_named
from achats_reseaux.text import ARTICLES, fold, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.questions.sentences import Sentence

    NameRule = Callable[[Sentence, "Name"], bool | None]

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
    preposition: str  # the value of the one before it
    article: str
    is_titled: bool  # type words stand before it
    is_placed: bool  # the words before it are those before a place
    is_exact: bool  # nothing is missing from it
    has_capital: bool
    rest_is_known: bool  # all the other words are understood

    @property
    def place(self) -> Place:
        """The first of the places."""
        return self.found[0]

    @property
    def is_single(self) -> bool:
        """Whether it is one word."""
        return self.end == self.start + 1

    @property
    def is_town(self) -> bool:
        """Whether it is no village."""
        return inhabitants(self.place) >= TOWN

    @property
    def is_city(self) -> bool:
        """Whether all speaks for it: "guichet vert tours", not "achat de tours"."""
        if self.place.kind in AREAS:
            return self.rest_is_known and bool(self.article)
        return self.rest_is_known and inhabitants(self.place) >= BIG


def name_at(sentence: Sentence, start: int, end: int) -> Name | None:
    """The name that a range of tokens is, with what stands around it."""
    intro = context.introduction(sentence, start)
    title, first = context.title(sentence, start)
    span = sentence.span(start)
    text = sentence.text(start, end)
    if span and span.end == end and span.value("lieu"):
        text = span.value("lieu") or text  # "french riviera"
    named = place_named(text, intro.preposition, intro.article, title)
    if named is None:
        return None
    options, found = named
    key = sentence.keys(start, end)
    names = {fold(place.name) for place in found}
    typed = {key, fold(f"{intro.article} {key}")}
    return Name(
        start,
        end,
        first,
        key,
        options,
        found,
        intro.preposition,
        intro.article,
        is_titled=title is not None,
        is_placed=title is not None or intro.is_of_place,
        is_exact=bool(typed & names or gazetteer.aliases(key)),
        has_capital=sentence.tokens[start].has_capital,
        rest_is_known=sentence.is_known_but(start, end),
    )


def inside_an_expression(sentence: Sentence, name: Name) -> bool | None:
    """A part of a known expression is none.

    Example: "guichet vert le petit hôpital"
    """
    span = sentence.span(name.start)
    if span is None:
        return None
    is_cut = span.start < name.start
    is_network = span.value("network") is not None and span.end != name.end
    if is_cut or is_network:
        return False if not name.is_titled or span.role != "organisation" else None
    return None


def in_an_address(sentence: Sentence, name: Name) -> bool | None:
    """The name of a street is none.

    Example: "nos bureaux rue de Paris, guichet vert ?"
    """
    before = context.before_links(sentence, name.start)
    return False if sentence.role(before) == "voie" else None


def of_a_house(sentence: Sentence, name: Name) -> bool | None:
    """An ordinary word, or a saint, behind a house is its name.

    Example: "EHPAD La Forêt"
    """
    intro = context.introduction(sentence, name.start)
    house = sentence.span(intro.start - 1)
    if intro.preposition or house is None or house.value("audience") != "sante":
        return None
    is_village = name.place.kind not in COMMUNAL or not name.is_town
    is_word = name.key in plain_words()["courant"] or (name.is_single and bool(name.article))
    is_saint = name.key.startswith(("saint ", "sainte "))
    return False if is_village and (is_word or is_saint) else None


def without_its_article(sentence: Sentence, name: Name) -> bool | None:
    """A name that lacks its article is that of a city alone, if all the rest is known.

    Example: "qui aide Val de Loire ?"
    """
    del sentence
    lacking = [article + name.key for article in ARTICLES]
    if without_spaces(fold(name.place.name)) in lacking and not name.is_exact:
        return name.is_city
    return None


def known_words(sentence: Sentence, name: Name) -> bool | None:
    """Words that mean something else are a name only where a capital and the rest say so.

    Example: "facilitateurs Vert"
    """
    tokens = range(name.start, name.end)
    known = [sentence.role(at) not in _OPEN for at in tokens]
    has_filter = any(sentence.role(at) in ASKED_FOR[:-1] for at in tokens)
    if not known[0] or name.end > name.start + 2 or not (all(known) or has_filter):
        return None
    is_written = sentence.tokens[name.start].capital or (name.is_exact and not name.is_single)
    return is_written and (name.is_city or name.is_placed)


def counted_noun(sentence: Sentence, name: Name) -> bool | None:
    """A noun behind a determiner is none, unless type words say so.

    Example: "guichet vert pour notre Aube"
    """
    if sentence.role(name.start - 1) == "déterminant":
        return name.is_titled
    return None


def ordinary_word(sentence: Sentence, name: Name) -> bool | None:
    """An ordinary word is a town only behind the words before a place.

    Example: "achat de tours métalliques, guichet vert"
    """
    kind = plain_words()["courant"].get(name.key)
    is_capital = sentence.tokens[name.start].capital
    if kind is None or is_capital or name.is_city:
        return None
    if kind == "village" and (name.is_placed or name.has_capital or name.is_town):
        return None
    is_placed = name.is_titled or (name.is_placed and name.rest_is_known)
    return name.is_town and is_placed


def written_as_a_name(sentence: Sentence, name: Name) -> bool | None:
    """Words before a place, a capital, several words, a big town speak for a place.

    Example: "guichet vert à Plouha et éléphants"
    """
    del sentence
    several = name.is_exact and not name.is_single
    if name.is_placed or name.has_capital or several or inhabitants(name.place) >= BIG:
        return True
    return None


def commune_by_its_name(sentence: Sentence, name: Name) -> bool | None:
    """The exact name of a commune is one, with a preposition if all the rest is known.

    Example: "guichet vert etretat"
    """
    if not name.is_exact or name.place.kind in AREAS:
        return None
    if name.rest_is_known:
        return True
    is_free = not name.preposition and (name.is_town or not name.article)
    return True if is_free and not sentence.lexicon.near(name.key) else None


NAME_RULES: tuple[NameRule, ...] = (
    inside_an_expression,
    in_an_address,
    of_a_house,
    without_its_article,
    known_words,
    counted_noun,
    ordinary_word,
    written_as_a_name,
    commune_by_its_name,
)
"""The first that says yes or no decides whether a name is meant as a place."""


def decision(sentence: Sentence, name: Name) -> tuple[NameRule | None, bool]:
    """The rule that says whether a name is one of a place here, and what it says."""
    for rule in NAME_RULES:
        answer = rule(sentence, name)
        if answer is not None:
            return rule, answer
    return None, False
