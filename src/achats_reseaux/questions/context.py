"""What stands before and behind a name or a number in a question."""

from __future__ import annotations

from achats_reseaux.model import Record
from achats_reseaux.questions.lexicon import place_types, plain_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.sentences import Sentence

LINKING = ("article", "préposition", "liaison")
OPEN = (None, "lieu", "organisation")
"""Roles of tokens that may be a place: a body may be that of a territory, "Laval Agglomération"."""

LINK_KEYS = ("de", "du", "d", "des", "of", "la", "l", "le", "les", "est", "is")
_IMPLIED = {"au": "Le ", "du": "Le ", "aux": "Les ", "des": "Les "}
_MOST_WORDS_OF_TITLE = 4


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


def title(sentence: Sentence, index: int) -> tuple[str | None, int]:
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
    if title(sentence, index)[0] is not None:
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
