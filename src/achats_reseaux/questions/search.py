"""Full-text search: every text of every network is read, and its folded words are compared.

A word matches words of the same stem, and those that begin with it (four letters or more). Networks
are ranked by the number of words found, then by the most words in one text, then by the weights of
the fields, then in the order of the catalogue.
"""

from __future__ import annotations

import re
from itertools import groupby

from achats_reseaux.answering import matching, refusal, with_filters
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import FILTERS, Answer, Query, Record
from achats_reseaux.questions.stems import stem
from achats_reseaux.questions.words import plain_words
from achats_reseaux.text import cached, day, fold, nearest, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from achats_reseaux.model import Catalogue, Match, Network

    Texts = Collection[str] | None
    Excerpt = tuple[tuple[str, bool], ...]

NAME, WORD, SUMMARY, ALIAS, FACT, SOURCE = 16, 8, 6, 4, 3, 1
"""The weight of a match by field: name or alias of the network, word of a filter, summary, alias of
a word of a filter, fact, source."""

MOST_WORDS = 20
PREFIX_LEAST = 4
_EXCERPTS, _WIDTH = 2, 120
_ALIKE = 0.75
_EMPTY = ("article", "liaison", "préposition")
_CLOSING = ".!?»)”€% "
# A number in groups of three digits or a telephone in groups of two is one word.
_SPACE = "[ \u00a0\u202f.]"
_WORD = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|(?<!\d)\d\d(?:{_SPACE}\d\d)+(?!\d)|[^\W_]+"
)


class Passage(Record):
    """A text of a network.

    Attributes:
        weight: of its field.
        label: the label before an excerpt of it.
        text: the text.
        shown: whether an excerpt of it adds to the network's name.
    """

    weight: int
    label: str
    text: str
    shown: bool = True


class TextWord(Record):
    """A word of the query or of a text: its place there, and its key."""

    start: int
    end: int
    key: str

    def found_in(self, key: str) -> int:
        """2 for the same word, 1 for another form of it or a longer word, 0 for no match."""
        if key[0] != self.key[0]:
            return 0
        if key == self.key:
            return 2
        longer = len(self.key) >= PREFIX_LEAST and key.startswith(self.key)
        return 1 if longer or stem(key) == stem(self.key) else 0


class Hit(Record):
    """A passage that has words of the query: for each of them, by its key, its best match."""

    passage: Passage
    words: list[TextWord]
    matched: list[bool]
    worth: dict[str, int]


def search_request(
    catalogue: Catalogue, words: str, theme: Texts, kind: Texts, audience: Texts, today: str
) -> Answer:
    """The answer to a search as typed; an unknown word of a filter makes an answer too."""
    query = Query("search", input=words)
    try:
        query = with_filters(catalogue, query, theme, kind, audience)
    except UnknownWordError as error:
        return refusal(query, error)
    return search(catalogue, query, today)


def search(catalogue: Catalogue, query: Query, today: str) -> Answer:
    """The networks whose texts match the words of a query, ranked, with excerpts.

    Args:
        catalogue: the catalogue in use.
        query: its ``input`` has the words; its filters apply.
        today: ISO date, to which validity dates are compared.
    """
    text = "".join(one for one in query.input or "" if one.isprintable() or one.isspace())
    words = _words_of_query(text)
    if not words:
        message = "Aucun mot à chercher."
        example = ("reseaux search clause sociale",)
        return Answer("invalid", query, message=message, next_commands=example)
    listed = matching.list_networks(catalogue, query, today).results
    hits_of = _hits_of(words)
    found = [(one, hits_of(passages_of(catalogue, one.network))) for one in listed]
    if _missed(words, found):
        # The aliases of filters match many networks, so they are searched only if needed.
        for match, hits in found:
            hits.extend(hits_of(_aliases_of(catalogue, match.network)))
    ranked = sorted(((match, hits) for match, hits in found if hits), key=_order)
    if ranked and -_order(ranked[0])[0] == len(words):
        # If a network has all the words, others are not shown for the title of a source alone.
        ranked = [one for one in ranked if -_order(one)[0] == len(words) or _is_telling(one[1])]
    there = _place_command(catalogue, text)
    missed = _missed(words, found)
    known = _known(catalogue, listed) if missed and not there else []
    if not ranked:
        typed = shortened(" ".join(text[one.start : one.end] for one in words))
        return _no_match(query, typed, words, known, there)
    matches = tuple(match.replace(excerpts=_excerpts(hits)) for match, hits in ranked)
    notes = list(matching.validity_notes(matches, today))
    if missed:
        absent = ", ".join(_with_nearest(text[one.start : one.end], known) for one in missed)
        notes.insert(0, f"Introuvable dans le catalogue : {absent}.")
    if there:
        notes.append(f"Qui peut aider là : {there}")
    return Answer("found", query, results=matches, notes=tuple(notes))


def passages_of(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of a network, with the labels of their excerpts."""
    labels = {
        name: {word.id: word.label for word in words} for name, words in catalogue.words.items()
    }
    found = [Passage(NAME, "", network.id, False), Passage(NAME, "", network.name, False)]
    found += [Passage(NAME, "Autre nom", alias) for alias in network.aliases]
    for name, ids in _values_of(network):
        found += [Passage(WORD, "", labels[name].get(one, one), False) for one in ids]
    found += [Passage(WORD, "Où", area.name, False) for area in network.covers]
    if network.carrier:
        found.append(Passage(WORD, "Porté par", network.carrier))
    contact = network.contact
    ways_in = (contact.website, contact.page, contact.email, contact.phone)
    found += [Passage(WORD, "Contact", one) for one in ways_in if one]
    found.append(Passage(SUMMARY, "", network.summary))
    sources = dict.fromkeys(network.sources)
    for fact in catalogue.facts_of(network.id):
        label = labels["field"].get(fact.field, "")
        if fact.valid_until:
            label += f" (jusqu'au {day(fact.valid_until)})"
        found += [Passage(FACT, label, one) for one in (fact.value, fact.note) if one]
        sources |= dict.fromkeys(fact.sources)
    found += [Passage(SOURCE, "Source", source.title) for source in sources]
    return found


def _values_of(network: Network) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("kind", (network.kind,)), ("theme", network.themes), ("audience", network.audiences)


def _aliases_of(catalogue: Catalogue, network: Network) -> Iterator[Passage]:
    """The aliases of the values that a network has; of its only one they weigh more."""
    for name, ids in _values_of(network):
        for word in catalogue.words[name]:
            if word.id in ids:
                weight = ALIAS + (len(ids) == 1)
                yield from (Passage(weight, word.label, alias) for alias in word.aliases)


# --- words and matches ---


def words_of(text: str) -> list[TextWord]:
    """The words of a text, in its order."""
    found = ((one.span(), fold(one[0]).replace(" ", "")) for one in _WORD.finditer(text))
    return [TextWord(start, end, key) for (start, end), key in found if key]


def _words_of_query(text: str) -> list[TextWord]:
    """The distinct words to search for, without function words unless there are no others."""
    words, roles = words_of(text), plain_words().roles
    telling = [one for one in words if roles.get(one.key, ("", ""))[0] not in _EMPTY]
    distinct = {one.key: one for one in reversed(telling or words)}
    return list(reversed(distinct.values()))[:MOST_WORDS]


def _hits_of(words: list[TextWord]) -> Callable[[Iterable[Passage]], list[Hit]]:
    """What finds, among passages, those that have words of the query."""
    digits = any(one.key[0].isdigit() for one in words)  # which a text may have in groups

    @cached
    def matches(key: str) -> dict[str, int]:
        return {one.key: how for one in words if (how := one.found_in(key))}

    @cached
    def may_match(text: str) -> bool:
        return digits or any(map(matches, fold(text).split()))

    def hits(passages: Iterable[Passage]) -> list[Hit]:
        found = []
        for passage in passages:
            there = words_of(passage.text) if may_match(passage.text) else []
            worth: dict[str, int] = {}
            for word in there:
                for key, how in matches(word.key).items():
                    worth[key] = max(worth.get(key, 0), passage.weight * 2 + how)
            if worth:
                matched = [bool(matches(word.key)) for word in there]
                found.append(Hit(passage, there, matched, worth))
        return found

    return hits


def _missed(words: list[TextWord], found: list[tuple[Match, list[Hit]]]) -> list[TextWord]:
    """The words that no network has."""
    had = {key for _, hits in found for hit in hits for key in hit.worth}
    return [word for word in words if word.key not in had]


def _order(found: tuple[Match, list[Hit]]) -> tuple[int, int, int]:
    """Sorts networks: by words found, by the most in one text, by the sum of the best matches."""
    best: dict[str, int] = {}
    for hit in found[1]:
        for key, worth in hit.worth.items():
            best[key] = max(best.get(key, 0), worth)
    return -len(best), -max(len(hit.worth) for hit in found[1]), -sum(best.values())


def _is_telling(hits: list[Hit]) -> bool:
    """Whether a word matches elsewhere than in the title of a source."""
    return any(hit.passage.weight > SOURCE for hit in hits)


# --- what is shown of a match, and what is said of a miss ---


def _excerpts(hits: list[Hit]) -> tuple[Excerpt, ...]:
    """The best passages, cut around their matches; of equal ones the first."""
    shown = [hit for hit in hits if hit.passage.shown]
    shown.sort(key=lambda hit: (-len(hit.worth), -hit.passage.weight))
    return tuple(map(_excerpt, shown[:_EXCERPTS]))


def _excerpt(hit: Hit) -> Excerpt:
    """The part of a passage around its first match, as (text, is a match) pairs."""
    text, words = hit.passage.text, hit.words
    start = end = hit.matched.index(True)
    last = len(words) - 1
    while words[end].end - words[start].start < _WIDTH and (start > 0 or end < last):
        # Two words after the match for one before: what follows is more informative.
        end = min(end + 2, last)
        start = max(start - 1, 0)
    label = f"{hit.passage.label} : " if hit.passage.label else ""
    pairs = [(label + ("… " if start else text[: words[0].start]), False)]
    at = words[start].start
    for word, is_match in zip(words[start : end + 1], hit.matched[start : end + 1], strict=True):
        pairs += [(text[at : word.start], False), (text[word.start : word.end], is_match)]
        at = word.end
    rest = text[at:].replace("\u00a0", " ").replace("\u202f", " ")
    pairs.append((rest if end == last and not rest.strip(_CLOSING) else " …", False))
    runs = groupby((pair for pair in pairs if pair[0]), key=lambda pair: pair[1])
    return tuple(("".join(piece for piece, _ in run), is_match) for is_match, run in runs)


def _known(catalogue: Catalogue, listed: Iterable[Match]) -> list[str]:
    """The words of the networks and of the filters, near which a mistyped one may be."""
    texts = [one.text for match in listed for one in passages_of(catalogue, match.network)]
    texts += [key for name, _ in FILTERS for key in catalogue.lexicon[name]]
    every = dict.fromkeys(word for text in texts for word in fold(text).split())
    return [key for key in every if len(key) >= PREFIX_LEAST]


def _with_nearest(typed: str, known: list[str]) -> str:
    """A word as typed, with the nearest word of the catalogue, if any."""
    near = nearest(fold(typed), known, most=1, cutoff=_ALIKE)
    return f"« {shortened(typed)} »" + (f" (« {near[0]} » ?)" if near else "")


def _place_command(catalogue: Catalogue, text: str) -> str:
    """The ``find`` command for the place that a query names, if it is one and not doubtful."""
    from achats_reseaux.questions.intents import Intent
    from achats_reseaux.questions.place_evidence import settled
    from achats_reseaux.questions.place_finder import PlaceFinder
    from achats_reseaux.questions.tokens import split
    from achats_reseaux.questions.words import known_words

    tokens, _ = split(text)
    mentions = settled(PlaceFinder(tokens, known_words(catalogue)).mentions())
    if len(mentions) != 1 or mentions[0].found is None or mentions[0].doubtful:
        return ""
    return Intent("find", mentions[0].options).command_line


def _no_match(
    query: Query, typed: str, words: list[TextWord], known: list[str], there: str
) -> Answer:
    near = [found for word in words for found in nearest(word.key, known, most=2, cutoff=_ALIKE)]
    suggestions = tuple(dict.fromkeys(near))[:3]
    message = f"« {typed} » ne se trouve nulle part dans le catalogue."
    if query.themes or query.kinds or query.audiences:
        message = f"« {typed} » ne se trouve dans aucun réseau qui répond à ces critères."
    command = f"reseaux search {shell_quoted(suggestions[0])}" if suggestions else "reseaux list"
    commands = (there or command,)
    return Answer("none", query, message=message, next_commands=commands, suggestions=suggestions)
