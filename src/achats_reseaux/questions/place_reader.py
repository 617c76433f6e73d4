"""The places that a question names: ``STEPS`` look for them one after the other.

Every range of words that may be a name is looked up, the longest first; ``place_rules``
say whether it is meant as a place, ``numbers`` whether a number is a code. A misspelt
name is no place: it is suggested for.
"""

from __future__ import annotations

from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.questions.lexicon import ASKED_FOR, LINKING, plain_words
from achats_reseaux.questions.numbers import code_at
from achats_reseaux.questions.place_lookup import Mention, resolved, town_near
from achats_reseaux.questions.place_rules import (
    BIG,
    LINK_KEYS,
    before_links,
    decision,
    ends_a_name,
    introduction,
    is_placed,
    name_at,
    ordinary_word,
    title_before,
)
from achats_reseaux.questions.sentences import Sentence, Span

_MOST_WORDS = 8  # of a name
_MOST_WORDS_MISSPELT = 5
_MOST_LETTERS_TOO_SHORT = 3  # of a text that is no misspelt name
_MOST_UNREAD = 10


def read_places(sentence: Sentence) -> tuple[list[Mention], Sentence]:
    """The places of a question, or one that is misspelt or unknown; their tokens are marked."""
    mentions: list[Mention] = []
    for step in STEPS:
        mentions = step(sentence, mentions)
        sentence = _with_places(sentence, mentions)
    return mentions, sentence


def _with_places(sentence: Sentence, mentions: list[Mention]) -> Sentence:
    """The sentence with its places marked, and with the words that introduce them."""
    for mention in mentions:
        start = min(mention.start, introduction(sentence, mention.start).start)
        end = mention.end
        if sentence.key(end) in plain_words()["titre"]:
            end += 1  # "Normandy region"
        sentence = sentence.with_span(Span(start, end, "", (("place", ""),)))
    return sentence


# --- what is looked for, one after the other ---


def only_a_place(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """A text that asks for nothing else is read as ``find`` reads it.

    Example: "67070 STRASBOURG CEDEX"
    """
    del mentions
    end = len(sentence.tokens)
    roles = {sentence.role(index) for index in range(end)}
    ordinary = plain_words()["courant"] | plain_words()["article"]
    names = [token for token in sentence.tokens if token.key not in ordinary]
    if not names or not roles.issubset((None, *LINKING)):
        return []
    if sentence.role(0) == "préposition":
        return []
    text = sentence.text(0, end)
    whole = resolved(text)
    if not whole or text.isdigit():
        return []
    return [Mention(0, end, {"lieu": text}, whole)]


def codes_and_names(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """Codes and names are read from left to right.

    Example: "guichet vert à Rouen et dans le 14"
    """
    for index in range(len(sentence.tokens)):
        mention = code_at(sentence, index) or _name(sentence, index)
        if mention:
            mentions.append(mention)
            sentence = _with_places(sentence, [mention])
    return mentions


def _name(sentence: Sentence, start: int) -> Mention | None:
    """The longest name that begins here and is meant as a place."""
    if sentence.key(start).isdigit() or sentence.tied(start):
        return None
    for end in _ends(sentence, start):
        name = name_at(sentence, start, end)
        if name and decision(name)[1]:
            return Mention(name.first, end, name.options, name.candidates)
    return None


def _ends(sentence: Sentence, start: int) -> list[int]:
    """The possible ends of a name that begins here, the farthest first; none in a compound."""
    if sentence.role(start) in ("article", "préposition", "place"):
        return []  # the article of "Le Havre" is in the introduction, as in "au Havre"
    ends: list[int] = []
    for end in range(start + 1, start + _MOST_WORDS + 1):
        if end > start + 1 and sentence.breaks(end - 1):
            break
        is_begun = name_searches.begins_name(sentence.expression(start, end))
        if not is_begun and not ends_a_name(sentence, end - 1):
            break
        last = sentence.span(end - 1)
        if last and (last.end > end or last.role in LINKING):
            continue  # "Saint-Paul et" is not Saint-Paulet
        if not sentence.tied(end):
            ends.append(end)
    return ends[::-1]


def part_of_an_epci(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """Behind the type of an EPCI, a place that is but the end of a name is not what is meant.

    Example: "clause sociale pour l'agglomération de l'Espace Sud"
    """
    return [_whole_epci(sentence, mention) or mention for mention in mentions]


def _whole_epci(sentence: Sentence, mention: Mention) -> Mention | None:
    """The EPCI of whose name a place is the end; ``None`` if it is of none."""
    if "epci" in {place.kind for place in mention.candidates}:
        return None
    for start in range(mention.start - 1, -1, -1):
        is_unread = sentence.marks[start] is None
        if sentence.breaks(start + 1) or not (is_unread or sentence.key(start) in LINK_KEYS):
            return None
        is_capital = is_unread and sentence.tokens[start].text[0].isupper()
        is_agglo = sentence.key(before_links(sentence, start)) == "agglo"  # of a town too
        if is_capital and (is_agglo or title_before(sentence, start)[0] == "epci"):
            name = sentence.text(start, mention.end)
            return Mention(start, mention.end, {"epci": name}, resolved(name, "epci"))
    return None


def ordinary_word_alone(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """An ordinary word that alone is not understood is the commune of just that name.

    Example: "guichet vert son"
    """
    unread = [index for index, span in enumerate(sentence.marks) if span is None]
    if mentions or not unread:
        return mentions
    start, end = unread[0], unread[-1] + 1
    before = introduction(sentence, start).start - 1
    if sentence.role(before) not in ASKED_FOR and sentence.role(end) not in ASKED_FOR:
        return mentions
    name = name_at(sentence, start, end)
    if name is None or decision(name)[0] is not ordinary_word:
        return mentions
    return [Mention(name.first, end, name.options, name.candidates)]


def misspelt_town(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """Words that are nearly the name of a town, more than a name that was found, are misspelt.

    Every text is near some name ("l'accueil" and Arcueil): the town must be one that
    would be read if its name were typed right, and more.

    Example: "guichet vert à Chalon sur Soane"
    """
    if sentence.marks.count(None) > _MOST_UNREAD:
        return mentions  # a text of so many unknown words is about no town
    count = len(sentence.tokens)
    for start in range(count):
        for end in range(min(start + _MOST_WORDS_MISSPELT, count), start, -1):
            may_be = _may_be_misspelt(sentence, start, end)
            if may_be and _is_misspelt(sentence, mentions, start, end):
                return [Mention(start, end, {"lieu": sentence.text(start, end)})]
    return mentions


def _is_misspelt(sentence: Sentence, mentions: list[Mention], start: int, end: int) -> bool:
    """Whether a range is nearly the name of a town, and enough speaks for it.

    Where a place is found, only what goes on with it may be one.
    """
    text = sentence.text(start, end)
    signs = _signs_of_place(sentence, start, end)
    overlapped = [mention for mention in mentions if start < mention.end and mention.start < end]
    if overlapped:
        may_be_meant = end - start > overlapped[0].end - overlapped[0].start
    else:
        may_be_meant = signs > 0 and not mentions
    if not may_be_meant or len(text) <= _MOST_LETTERS_TOO_SHORT:
        return False
    town = town_near(text)
    if town is None:
        return False
    if overlapped:
        exact = [place.code for place in overlapped[0].candidates if not place.approximate]
        return town.code not in exact
    if end > start + 1 or inhabitants(town) >= BIG:
        signs += 1
    return signs > 1


def _signs_of_place(sentence: Sentence, start: int, end: int) -> int:
    """How much the words around a misspelt name speak for it; with its size, two are enough."""
    if is_placed(sentence, start):
        return 2
    before = sentence.span(introduction(sentence, start).start)
    is_introduced = before is not None and before.value("préposition") not in ("", "faible")
    is_alone = sentence.is_known_but(start, end)
    return is_introduced + sentence.tokens[start].has_capital + is_alone


def _may_be_misspelt(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a range is whole, begins and ends as a name does, and has an unknown word."""
    if sentence.tied(start) or sentence.tied(end):
        return False
    roles = [sentence.role(index) for index in range(start, end)]
    if roles[0] not in (None, "article", "place") or roles[-1] in LINKING[:2]:
        return False
    if not {*roles} <= {None, "place", *LINKING}:
        return False
    ordinary = plain_words()["courant"]
    for place in range(start, end):
        if sentence.role(place) is None and sentence.key(place) not in ordinary:
            return True
    return False


def unknown_place(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """What stands like a place and is none is asked back, not dropped.

    Example: "guichet vert Genève"
    """
    if mentions:
        return mentions
    for start, token in enumerate(sentence.tokens):
        if token.text.isupper() or not token.capital:
            continue  # "au BOAMP"
        if sentence.marks[start] or sentence.tied(start):
            continue
        end = _end_of_unknown_name(sentence, start)
        if _stands_like_a_place(sentence, start, end):
            # with its article: "aux Sables"
            text = introduction(sentence, start).article + sentence.text(start, end)
            if resolved(text):
                return []
            return [Mention(start, end, {"lieu": text})]
    return []


def _end_of_unknown_name(sentence: Sentence, start: int) -> int:
    """The end of words with a capital, or tied by hyphens, that nothing knows."""
    end = start + 1
    while sentence.tied(end):
        end += 1
    return end


def _stands_like_a_place(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words before a name are those before a place, or it alone is not understood."""
    if is_placed(sentence, start):
        return True
    if not sentence.is_known_but(start, end):
        return False
    intro = introduction(sentence, start)
    if intro.preposition or sentence.role(end) in ASKED_FOR:
        return True
    return sentence.role(intro.start - 1) in ASKED_FOR


STEPS = (
    only_a_place,
    codes_and_names,
    part_of_an_epci,
    ordinary_word_alone,
    misspelt_town,
    unknown_place,
)
"""What is looked for, one after the other; each has the places found before it."""
