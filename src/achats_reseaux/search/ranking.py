"""Full-text search over the catalogue, ignoring accents and inflection.

A word matches words of the same stem, and those that begin with it (four letters or more). Networks
are ranked by the number of words found, then by the most words in one text, then by the weights of
the fields, then in the order of the catalogue.
"""

from __future__ import annotations

from achats_reseaux.answering import matching, refusal, with_filters
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import Answer, Query, Record
from achats_reseaux.questions.intents import Intent
from achats_reseaux.questions.mentions import settled
from achats_reseaux.questions.place_finder import PlaceFinder
from achats_reseaux.questions.stems import stem
from achats_reseaux.questions.tokens import split
from achats_reseaux.questions.words import known_words, plain_words
from achats_reseaux.search.excerpts import excerpt
from achats_reseaux.search.index import (
    ALIAS,
    FACT,
    RANKS,
    Index,
    Passage,
    index_of,
    number_tokens,
    passages_of,
)
from achats_reseaux.text import nearest, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from achats_reseaux.model import Catalogue, Match, Network
    from achats_reseaux.questions.tokens import Token
    from achats_reseaux.search.excerpts import Excerpt

    Texts = Collection[str] | None

MOST_WORDS = 20
PREFIX_LEAST = 4
_EXCERPTS = 2
_ALIKE = 0.75


class SearchWord(Record):
    """A word of the query."""

    typed: str
    key: str
    stem: str

    def found_in(self, key: str) -> int:
        """2 for the same word, 1 for another form of it or a longer word, 0 for no match.

        The key begins with the same two letters.
        """
        if key == self.key:
            return 2
        if len(self.key) >= PREFIX_LEAST and key.startswith(self.key):
            return 1
        return 1 if stem(key) == self.stem else 0


def _matched(catalogue: Catalogue, words: list[SearchWord]) -> dict[str, set[int]]:
    """By the id of each network, the ranks of its passages that have one of the words."""
    index: Index = catalogue.search_index[0] if catalogue.search_index else index_of(catalogue)
    found: dict[str, set[int]] = {one: set() for one in catalogue.ids}
    for word in words:
        for key, places in index.get(word.key[:2], {}).items():
            if word.found_in(key):
                for place in places:
                    position, rank = divmod(place, RANKS)
                    found[catalogue.ids[position]].add(rank)
    return found


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
    listed = matching.list_networks(catalogue, query, today)
    hits_of = _all_hits(catalogue, words, [match.network for match in listed.results])
    found = list(zip(listed.results, hits_of, strict=True))
    if _missed(words, found):
        # The aliases of filters match many networks, so they are searched only if needed.
        made: dict[tuple[str, str, bool], Listed] = {}
        for match, hits in found:
            hits.add(words, *_aliases(catalogue, match.network, words, made))
    ranked = [
        ((-len(hits.best), -hits.together, -hits.score, rank), match, hits)
        for rank, (match, hits) in enumerate(found)
        if hits.best
    ]
    ranked.sort(key=lambda one: one[0])
    if ranked and ranked[0][0][0] == -len(words):
        # If a network has all the words, others are not shown for the title of a source alone.
        ranked = [one for one in ranked if one[0][0] == -len(words) or one[2].is_telling]
    matches = tuple(match.replace(excerpts=hits.excerpts()) for _, match, hits in ranked)
    there = _place_command(catalogue, query.input or "")
    missed = _missed(words, found)
    known: list[str] = []
    if missed and not there:  # the name of a place is not taken for a misspelt word
        known = list(dict.fromkeys(key for _, hits in found for key in hits.vocabulary))
    if not matches:
        return _no_match(query, words, known, there)
    notes = list(matching.validity_notes(matches, today))
    if missed:
        absent = ", ".join(_with_nearest(word, known) for word in missed)
        notes.insert(0, f"Introuvable dans le catalogue : {absent}.")
    if there:
        notes.append(f"Qui peut aider là : {there}")
    return Answer("found", query, results=matches, notes=tuple(notes))


def _all_hits(
    catalogue: Catalogue, words: list[SearchWord], networks: Iterable[Network]
) -> list[_Hits]:
    """The matches of the words in the texts of each of these networks."""
    matched = _matched(catalogue, words)
    found = []
    for network in networks:
        passages = passages_of(catalogue, network)
        hits = _Hits()
        hits.add(words, passages, matched[network.id])
        found.append(hits)
    return found


def _missed(words: list[SearchWord], found: list[tuple[Match, _Hits]]) -> list[SearchWord]:
    """The words that no network has."""
    return [word for word in words if not any(word.key in hits.best for _, hits in found)]


def _with_nearest(word: SearchWord, known: list[str]) -> str:
    """A word as typed, with the nearest word of the catalogue, if any."""
    near = nearest(word.key, known, most=1, cutoff=_ALIKE)
    return f"« {shortened(word.typed)} »" + (f" (« {near[0]} » ?)" if near else "")


def _place_command(catalogue: Catalogue, text: str) -> str:
    """The ``find`` command for the place that a query names, if it is one and not doubtful."""
    tokens, _ = split(text)
    mentions = settled(PlaceFinder(tokens, known_words(catalogue), desks=True).mentions())
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


def _words(text: str) -> list[SearchWord]:
    """The distinct words to search for, without function words unless there are no others."""
    tokens = number_tokens(text)
    roles = plain_words().roles
    telling = [token for token in tokens if roles.get(token.key, ("", ""))[0] not in _EMPTY]
    found: dict[str, SearchWord] = {}
    for token in telling or tokens:
        found.setdefault(token.key, SearchWord(token.text, token.key, stem(token.key)))
    return list(found.values())[:MOST_WORDS]


_EMPTY = ("article", "liaison", "préposition")


Listed = tuple[list[Passage], list[int]]
"""Texts, and the ranks of those that have one of the words."""


def _aliases(
    catalogue: Catalogue,
    network: Network,
    words: list[SearchWord],
    made: dict[tuple[str, str, bool], Listed],
) -> Listed:
    """The aliases of the filter values of a network, labelled with the value.

    Args:
        catalogue: the catalogue in use.
        network: the network.
        words: the words to search for.
        made: those of each value, which many networks share; they are added to it.
    """
    passages: list[Passage] = []
    ranks: list[int] = []
    used = (("kind", (network.kind,)), ("theme", network.themes), ("audience", network.audiences))
    for name, ids in used:
        for value in catalogue.words[name]:
            if value.id not in ids:
                continue
            alone = (
                len(ids) == 1
            )  # the only value that a network has weighs more than one of several
            if (name, value.id, alone) not in made:
                texts = [Passage(ALIAS + alone, value.label, one) for one in value.aliases]
                having = [rank for rank, one in enumerate(texts) if _has_one(one.text, words)]
                made[name, value.id, alone] = texts, having
            texts, having = made[name, value.id, alone]
            ranks += [len(passages) + rank for rank in having]
            passages += texts
    return passages, ranks


def _has_one(text: str, words: list[SearchWord]) -> bool:
    """Whether a text has one of the words."""
    return any(
        token.key[:2] == word.key[:2] and word.found_in(token.key)
        for token in number_tokens(text)
        for word in words
    )


class _Hits:
    """The matches of the words in the texts of one network.

    Attributes:
        best: the weight of the best match of each word found.
        together: the most words found in one text.
    """

    def __init__(self) -> None:
        self.best: dict[str, int] = {}
        self._passages: list[Passage] = []
        self.places: list[tuple[int, int, Passage, list[bool], tuple[Token, ...]]] = []
        self.together = 0

    def add(self, words: list[SearchWord], passages: list[Passage], ranks: Collection[int]) -> None:
        """Search more texts, of which those of these ranks may match."""
        self._passages += passages
        for rank in sorted(ranks):
            passage = passages[rank]
            tokens = number_tokens(passage.text)
            hits: set[int] = set()
            here = set()
            for word in words:
                for at, token in enumerate(tokens):
                    alike = token.key[:2] == word.key[:2]
                    if alike and (how := word.found_in(token.key)):
                        hits.add(at)
                        here.add(word.key)
                        worth = passage.weight * 2 + how
                        self.best[word.key] = max(self.best.get(word.key, 0), worth)
            if here and passage.shown:
                matched = [at in hits for at in range(len(tokens))]
                self.places.append((-len(here), -passage.weight, passage, matched, tokens))
            self.together = max(self.together, len(here))

    @property
    def vocabulary(self) -> list[str]:
        """All the words of the texts, folded."""
        tokens = (token for one in self._passages for token in number_tokens(one.text))
        return [token.key for token in tokens if len(token.key) >= PREFIX_LEAST]

    @property
    def score(self) -> int:
        """The sum of the best matches."""
        return sum(self.best.values())

    @property
    def is_telling(self) -> bool:
        """Whether a word matches elsewhere than in the title of a source."""
        return max(self.best.values()) > 2 * FACT

    def excerpts(self) -> tuple[Excerpt, ...]:
        """The best passages, cut around their matches; of equal ones the first."""
        best = sorted(self.places, key=lambda one: one[:2])[:_EXCERPTS]
        return tuple(excerpt(passage, matched, tokens) for *_, passage, matched, tokens in best)
