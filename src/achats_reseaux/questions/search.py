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
from achats_reseaux.questions.lexicon import lexicon_of, plain_words, stem
from achats_reseaux.questions.mentions import read_places
from achats_reseaux.questions.names import distinct
from achats_reseaux.questions.reading import Reading
from achats_reseaux.questions.sentences import read_words
from achats_reseaux.text import day, fold, nearest, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from achats_reseaux.model import Catalogue, Match, Network

    Texts = Collection[str] | None
    Excerpt = tuple[tuple[str, bool], ...]
    Hit = tuple["Passage", dict[str, int]]

NAME, WORD, SUMMARY, ALIAS, FACT, SOURCE = 16, 8, 6, 4, 3, 1
"""The weight of a match by field: name or alias of the network; word of a filter, territory,
carrier or contact; summary; alias of a word of a filter, one more if it is the only one; fact;
source."""

MOST_WORDS = 20
PREFIX_LEAST = 4
_EXCERPTS, _WIDTH = 2, 120
_ALIKE = 0.75
_ALIKE_LEAST = 3  # the letters that words of one stem begin with, all those of the catalogue do
_CLOSING = ".!?»)”€% \u00a0\u202f"
# A number in groups of three digits or a telephone in groups of two is one word.
_SPACE = "[ \u00a0\u202f.]"
_WORD = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|(?<!\d)\d\d(?:{_SPACE}\d\d)+(?!\d)|[^\W_]+"
)


class Passage(Record):
    """A text of a network, the weight of its field, and the label before an excerpt of it.

    Of a text that is not ``shown``, an excerpt would add nothing to the network's name.
    """

    weight: int
    label: str
    text: str
    shown: bool = True


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
    words = _words_of_query(query.input or "")
    if not words:
        message = "Aucun mot à chercher."
        example = ("reseaux search clause sociale",)
        return Answer("invalid", query, message=message, next_commands=example, reason="option")
    listed = matching.list_networks(catalogue, query, today).results
    hits = {one.network.id: _hits(passages_of(catalogue, one.network), words) for one in listed}
    missed = words.keys() - {key for found in hits.values() for _, worth in found for key in worth}
    for one in listed if missed else ():  # the aliases of filters match many networks
        hits[one.network.id] += _hits(_aliases_of(catalogue, one.network), words)
    missed -= {key for found in hits.values() for _, worth in found for key in worth}
    ranked = [one for one in listed if hits[one.network.id]]
    ranked.sort(key=lambda one: _order(hits[one.network.id]))
    there = _place_command(catalogue, query.input or "")
    known = _known(catalogue, listed) if missed and not there else []
    near = {key: nearest(key, known, most=2, cutoff=_ALIKE) for key in words if key in missed}
    if not ranked:
        return _no_match(query, words, near, there)
    notes = list(matching.validity_notes(tuple(ranked), today))
    if missed:
        guesses = {key: f" (« {one} » ?)" for key, found in near.items() for one in found[:1]}
        absent = [f"« {shortened(words[key])} »" + guesses.get(key, "") for key in near]
        notes.insert(0, f"Introuvable dans le catalogue : {', '.join(absent)}.")
    if there:
        notes.append(f"Qui peut aider là : {there}")
    results = tuple(one.replace(excerpts=_excerpts(hits[one.network.id], words)) for one in ranked)
    return Answer("found", query, results=results, notes=tuple(notes))


def passages_of(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of a network, with the labels of their excerpts."""
    found = [Passage(NAME, "", network.id, False), Passage(NAME, "", network.name, False)]
    found += [Passage(NAME, "Autre nom", alias) for alias in network.aliases]
    for name, ids in _values_of(network):
        labels = catalogue.labels(name)
        found += [Passage(WORD, "", labels.get(one, one), False) for one in ids]
    found += [Passage(WORD, "Où", area.name, False) for area in network.covers]
    contact = network.contact
    ways_in = (contact.website, contact.page, contact.email, contact.phone)
    found += [Passage(WORD, "Porté par", network.carrier)] if network.carrier else []
    found += [Passage(WORD, "Contact", one) for one in ways_in if one]
    found.append(Passage(SUMMARY, "", network.summary))
    sources, labels = dict.fromkeys(network.sources), catalogue.labels("field")
    for fact in catalogue.facts_of(network.id):
        until = f" (jusqu'au {day(fact.valid_until)})" if fact.valid_until else ""
        label = labels.get(fact.field, "") + until
        found += [Passage(FACT, label, one) for one in (fact.value, fact.note) if one]
        sources |= dict.fromkeys(fact.sources)
    return found + [Passage(SOURCE, "Source", source.title) for source in sources]


def _values_of(network: Network) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("kind", (network.kind,)), ("theme", network.themes), ("audience", network.audiences)


def _aliases_of(catalogue: Catalogue, network: Network) -> Iterator[Passage]:
    """The aliases of the values that a network has; of its only one they weigh more."""
    for name, ids in _values_of(network):
        weight = ALIAS + (len(ids) == 1)
        for word in (one for one in catalogue.words[name] if one.id in ids):
            yield from (Passage(weight, word.label, alias) for alias in word.aliases)


# --- words and matches ---


def words_of(text: str) -> list[tuple[int, int, str]]:
    """The words of a text in its order: the range of each, and its key."""
    found = ((*one.span(), fold(one[0]).replace(" ", "")) for one in _WORD.finditer(text))
    return [one for one in found if one[2]]


def _words_of_query(text: str) -> dict[str, str]:
    """The words to search for by their keys, without function words unless there are no others."""
    text = "".join(mark for mark in text if mark.isprintable() or mark.isspace())
    words: dict[str, str] = {}
    for start, end, key in words_of(text):
        words.setdefault(key, text[start:end])
    empty = {key for role in ("article", "liaison", "préposition") for key in plain_words()[role]}
    telling = [key for key in words if key not in empty] or [*words]
    return {key: words[key] for key in telling[:MOST_WORDS]}


def _likeness(word: str, key: str) -> int:
    """2 for the same word, 1 for another form of it or a longer word, 0 for no match."""
    if word[0] != key[0]:
        return 0
    longer = len(word) >= PREFIX_LEAST and key.startswith(word)
    return 2 if word == key else int(longer or stem(key) == stem(word))


def _hits(passages: Iterable[Passage], words: Iterable[str]) -> list[Hit]:
    """The passages that have words of a query, and for each of these the best match in it."""
    found = []
    for passage in passages:
        text = fold(passage.text)
        likely = [one for one in words if one[:_ALIKE_LEAST] in text.replace(" ", "")]
        keys = {one.replace(" ", "") for one in _WORD.findall(text)} if likely else ()
        alike = {(one, _likeness(one, key)) for key in keys for one in likely}
        worth = {one: passage.weight * 2 + how for one, how in sorted(alike) if how}
        found += [(passage, worth)] if worth else []
    return found


def _order(hits: list[Hit]) -> tuple[int, int, int]:
    """Sorts networks: by words found, by the most in one text, by the sum of the best matches."""
    best: dict[str, int] = {}
    for _, worth in hits:
        best |= {word: max(best.get(word, 0), value) for word, value in worth.items()}
    return -len(best), -max(len(worth) for _, worth in hits), -sum(best.values())


# --- what is shown of a match, and what is said of a miss ---


def _excerpts(hits: list[Hit], words: Iterable[str]) -> tuple[Excerpt, ...]:
    """The best passages, cut around their matches; of equal ones the first."""
    shown = [hit for hit in hits if hit[0].shown]
    shown.sort(key=lambda hit: (-len(hit[1]), -hit[0].weight))
    return tuple(_excerpt(passage, [*words]) for passage, _ in shown[:_EXCERPTS])


def _excerpt(passage: Passage, sought: list[str]) -> Excerpt:
    """The part of a passage around its first match, as (text, is a match) pairs."""
    text, words = passage.text, words_of(passage.text)
    matched = [any(_likeness(one, key) for one in sought) for _, _, key in words]
    first = last = matched.index(True)
    end = len(words) - 1
    while words[last][1] - words[first][0] < _WIDTH and (first > 0 or last < end):
        # Two words after the match for one before: what follows is more informative.
        first, last = max(first - 1, 0), min(last + 2, end)
    label = f"{passage.label} : " if passage.label else ""
    pairs = [(label + ("… " if first else text[: words[0][0]]), False)]
    at = words[first][0]
    for rank in range(first, last + 1):
        start, stop, _ = words[rank]
        pairs += [(text[at:start], False), (text[start:stop], matched[rank])]
        at = stop
    whole = last == end and not text[at:].strip(_CLOSING)
    pairs.append((text[at:] if whole else " …", False))
    runs = groupby((pair for pair in pairs if pair[0]), key=lambda pair: pair[1])
    return tuple(("".join(piece for piece, _ in run), is_match) for is_match, run in runs)


def _known(catalogue: Catalogue, listed: Iterable[Match]) -> list[str]:
    """The words of the networks and of the filters, near which a mistyped one may be."""
    texts = [one.text for match in listed for one in passages_of(catalogue, match.network)]
    texts += [key for name, _ in FILTERS for key in catalogue.lexicon[name]]
    every = dict.fromkeys(word for text in texts for word in fold(text).split())
    return [key for key in every if len(key) >= PREFIX_LEAST]


def _place_command(catalogue: Catalogue, text: str) -> str:
    """The ``find`` command for the place that a query names, if it is one."""
    named = distinct(read_places(read_words(text, lexicon_of(catalogue)))[0])
    if len(named) != 1 or not named[0].found:
        return ""
    return Reading("find", named[0].options).command_line


def _no_match(
    query: Query, words: dict[str, str], near: dict[str, list[str]], there: str
) -> Answer:
    suggestions = tuple(dict.fromkeys(one for found in near.values() for one in found))[:3]
    where = "nulle part dans le catalogue"
    if query.themes or query.kinds or query.audiences:
        where = "dans aucun réseau qui répond à ces critères"
    message = f"« {shortened(' '.join(words.values()))} » ne se trouve {where}."
    command = f"reseaux search {shell_quoted(suggestions[0])}" if suggestions else "reseaux list"
    commands = (there or command,)
    return Answer("none", query, message=message, next_commands=commands, suggestions=suggestions)
