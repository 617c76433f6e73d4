"""Full-text search over the catalogue, ignoring accents and inflection.

A word matches words of the same stem, and those that begin with it (four letters or more). Networks
are ranked by the number of words found, then by the most words in one text, then by the weights of
the fields, then in the order of the catalogue.
"""

from __future__ import annotations

from achats_reseaux.answering import matching, refusal, with_filters
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.fulltext.excerpts import excerpt
from achats_reseaux.fulltext.index import (
    ALIAS,
    RANKS,
    SOURCE,
    Index,
    Passage,
    index_of,
    number_tokens,
    passages_of,
    values_of,
)
from achats_reseaux.model import FILTERS, Answer, Query, Record
from achats_reseaux.questions.intents import Intent
from achats_reseaux.questions.place_evidence import settled
from achats_reseaux.questions.place_finder import PlaceFinder
from achats_reseaux.questions.stems import stem
from achats_reseaux.questions.tokens import split
from achats_reseaux.questions.words import known_words, plain_words
from achats_reseaux.text import nearest, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from achats_reseaux.fulltext.excerpts import Excerpt
    from achats_reseaux.model import Catalogue, Match
    from achats_reseaux.questions.tokens import Token

    Texts = Collection[str] | None

MOST_WORDS = 20
PREFIX_LEAST = 4
_EXCERPTS = 2
_ALIKE = 0.75
_EMPTY = ("article", "liaison", "préposition")


class SearchWord(Record):
    """A word of the query."""

    typed: str
    key: str
    stem: str

    def found_in(self, key: str) -> int:
        """2 for the same word, 1 for another form of it or a longer word, 0 for no match."""
        if key[:2] != self.key[:2]:
            return 0
        if key == self.key:
            return 2
        longer = len(self.key) >= PREFIX_LEAST and key.startswith(self.key)
        return 1 if longer or stem(key) == self.stem else 0


class Hit(Record):
    """A passage that has words of the query.

    Attributes:
        passage: the text.
        tokens: its tokens.
        matched: for each of them, whether it matches a word.
        worth: for each word found, by its key, the weight of its best match.
    """

    passage: Passage
    tokens: tuple[Token, ...]
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
    words = _words(query.input or "")
    if not words:
        message = "Aucun mot à chercher."
        example = ("reseaux search clause sociale",)
        return Answer("invalid", query, message=message, next_commands=example)
    index: Index = catalogue.search_index[0] if catalogue.search_index else index_of(catalogue)
    listed = matching.list_networks(catalogue, query, today).results
    having = _passages_with(catalogue, index, words)
    found = [(one, _hits(having[one.network.id], words)) for one in listed]
    if _missed(words, found):
        # The aliases of filters match many networks, so they are searched only if needed.
        aliases = _alias_hits(catalogue, words)
        for match, hits in found:
            for name, ids in values_of(match.network):
                for one in ids:
                    hits.extend(aliases[name, one, len(ids) == 1])
    ranked = [(_order(hits), match, hits) for match, hits in found if hits]
    ranked.sort(key=lambda one: one[0])
    if ranked and ranked[0][0][0] == -len(words):
        # If a network has all the words, others are not shown for the title of a source alone.
        ranked = [one for one in ranked if one[0][0] == -len(words) or _is_telling(one[2])]
    matches = tuple(match.replace(excerpts=_excerpts(hits)) for _, match, hits in ranked)
    there = _place_command(catalogue, query.input or "")
    missed = _missed(words, found)
    known: list[str] = []
    if missed and not there:  # the name of a place is not taken for a misspelt word
        names = [
            word for name, _ in FILTERS for key in catalogue.lexicon[name] for word in key.split()
        ]
        every = dict.fromkeys([*(key for keys in index.values() for key in keys), *names])
        known = [key for key in every if len(key) >= PREFIX_LEAST]
    if not matches:
        return _no_match(query, words, known, there)
    notes = list(matching.validity_notes(matches, today))
    if missed:
        absent = ", ".join(_with_nearest(word, known) for word in missed)
        notes.insert(0, f"Introuvable dans le catalogue : {absent}.")
    if there:
        notes.append(f"Qui peut aider là : {there}")
    return Answer("found", query, results=matches, notes=tuple(notes))


def _words(text: str) -> list[SearchWord]:
    """The distinct words to search for, without function words unless there are no others."""
    tokens = number_tokens(text)
    roles = plain_words().roles
    telling = [token for token in tokens if roles.get(token.key, ("", ""))[0] not in _EMPTY]
    found: dict[str, SearchWord] = {}
    for token in telling or tokens:
        found.setdefault(token.key, SearchWord(token.text, token.key, stem(token.key)))
    return list(found.values())[:MOST_WORDS]


def _passages_with(
    catalogue: Catalogue, index: Index, words: list[SearchWord]
) -> dict[str, list[Passage]]:
    """By the id of each network, its passages that have one of the words."""
    having: dict[str, set[int]] = {one: set() for one in catalogue.ids}
    for word in words:
        for key, places in index.get(word.key[:2], {}).items():
            if word.found_in(key):
                for place in places:
                    position, rank = divmod(place, RANKS)
                    having[catalogue.ids[position]].add(rank)
    return {
        network.id: [passages[rank] for rank in sorted(having[network.id])]
        for network in catalogue.networks
        for passages in [passages_of(catalogue, network)]
    }


def _hits(passages: Iterable[Passage], words: list[SearchWord]) -> list[Hit]:
    """The passages that have words of the query."""
    found = []
    for passage in passages:
        tokens = number_tokens(passage.text)
        worth: dict[str, int] = {}
        matched = []
        for token in tokens:
            how = {word.key: word.found_in(token.key) for word in words}
            matched.append(any(how.values()))
            for key, value in how.items():
                if value:
                    worth[key] = max(worth.get(key, 0), passage.weight * 2 + value)
        if worth:
            found.append(Hit(passage, tokens, matched, worth))
    return found


def _alias_hits(
    catalogue: Catalogue, words: list[SearchWord]
) -> dict[tuple[str, str, bool], list[Hit]]:
    """The aliases of each value of a filter that have words of the query, labelled with the value.

    The third part of a key: the only value that a network has weighs more than one of several.
    """
    found = {}
    for name, _ in FILTERS:
        for value in catalogue.words[name]:
            for alone in (False, True):
                texts = [Passage(ALIAS + alone, value.label, one) for one in value.aliases]
                found[name, value.id, alone] = _hits(texts, words)
    return found


def _missed(words: list[SearchWord], found: list[tuple[Match, list[Hit]]]) -> list[SearchWord]:
    """The words that no network has."""
    had = {key for _, hits in found for hit in hits for key in hit.worth}
    return [word for word in words if word.key not in had]


def _order(hits: list[Hit]) -> tuple[int, int, int]:
    """Sorts networks: by words found, by the most in one text, by the sum of the best matches."""
    best: dict[str, int] = {}
    for hit in hits:
        for key, worth in hit.worth.items():
            best[key] = max(best.get(key, 0), worth)
    return -len(best), -max(len(hit.worth) for hit in hits), -sum(best.values())


def _is_telling(hits: list[Hit]) -> bool:
    """Whether a word matches elsewhere than in the title of a source."""
    return any(hit.passage.weight > SOURCE for hit in hits)


def _excerpts(hits: list[Hit]) -> tuple[Excerpt, ...]:
    """The best passages, cut around their matches; of equal ones the first."""
    shown = [hit for hit in hits if hit.passage.shown]
    shown.sort(key=lambda hit: (-len(hit.worth), -hit.passage.weight))
    return tuple(excerpt(hit.passage, hit.matched, hit.tokens) for hit in shown[:_EXCERPTS])


def _with_nearest(word: SearchWord, known: list[str]) -> str:
    """A word as typed, with the nearest word of the catalogue, if any."""
    near = nearest(word.key, known, most=1, cutoff=_ALIKE)
    return f"« {shortened(word.typed)} »" + (f" (« {near[0]} » ?)" if near else "")


def _place_command(catalogue: Catalogue, text: str) -> str:
    """The ``find`` command for the place that a query names, if it is one and not doubtful."""
    tokens, _ = split(text)
    mentions = settled(PlaceFinder(tokens, known_words(catalogue)).mentions())
    if len(mentions) != 1 or mentions[0].found is None or mentions[0].doubtful:
        return ""
    return Intent("find", mentions[0].options).command_line


def _no_match(query: Query, words: list[SearchWord], known: list[str], there: str) -> Answer:
    near = [found for word in words for found in nearest(word.key, known, most=2, cutoff=_ALIKE)]
    suggestions = tuple(dict.fromkeys(near))[:3]
    typed = shortened(" ".join(word.typed for word in words))
    message = f"« {typed} » ne se trouve nulle part dans le catalogue."
    if query.themes or query.kinds or query.audiences:
        message = f"« {typed} » ne se trouve dans aucun réseau qui répond à ces critères."
    command = f"reseaux search {shell_quoted(suggestions[0])}" if suggestions else "reseaux list"
    commands = (there or command,)
    return Answer("none", query, message=message, next_commands=commands, suggestions=suggestions)
