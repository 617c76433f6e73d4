"""The texts of the catalogue as full-text search reads them: passages, matches, excerpts.

A word matches words of the same stem, and those that begin with it (four letters or more).
"""

from __future__ import annotations

import re
from itertools import groupby

from achats_reseaux.model import Record
from achats_reseaux.questions.lexicon import stem
from achats_reseaux.text import day, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue, Network, Trace

    Excerpt = tuple[tuple[str, bool], ...]
    Hit = tuple["Passage", dict[str, int]]

NAME, WORD, SUMMARY, ALIAS, FACT, SOURCE = 16, 8, 6, 4, 3, 1
"""The weight of a match by field: name or alias of the network; word of a filter, territory,
carrier or contact; summary; alias of a word of a filter, one more if it is the only one; fact;
source."""

PREFIX_LEAST = 4
_EXCERPTS, _WIDTH = 2, 120
# What :func:`stem` puts for other letters at the end of a word.
_REPLACED = ("teur", "eur", "t", "i", "l")
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


def passages_of(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of a network, with the labels of their excerpts."""
    found = [Passage(NAME, "", network.id, False), Passage(NAME, "", network.name, False)]
    for alias in network.aliases:
        found.append(Passage(NAME, "Autre nom", alias))
    for name, ids in _values_of(network):
        labels = catalogue.labels(name)
        for value in ids:
            found.append(Passage(WORD, "", labels.get(value, value), False))
    for area in network.covers:
        found.append(Passage(WORD, "Où", area.name, False))
    if network.carrier:
        found.append(Passage(WORD, "Porté par", network.carrier))
    contact = network.contact
    for address in (contact.website, contact.page, contact.email, contact.phone):
        if address:
            found.append(Passage(WORD, "Contact", address))
    found.append(Passage(SUMMARY, "", network.summary))
    return found + _passages_of_facts(catalogue, network)


def _passages_of_facts(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of the facts of a network, and the titles of all its sources."""
    found: list[Passage] = []
    sources = {source.id: source for source in network.sources}
    labels = catalogue.labels("field")
    for fact in catalogue.facts_of(network.id):
        label = labels.get(fact.field, "")
        if fact.valid_until:
            label += f" (jusqu'au {day(fact.valid_until)})"
        for text in (fact.value, fact.note):
            if text:
                found.append(Passage(FACT, label, text))
        sources |= {source.id: source for source in fact.sources}
    return found + [Passage(SOURCE, "Source", source.title) for source in sources.values()]


def passages_of_trace(trace: Trace) -> list[Passage]:
    """The texts of a trace."""
    found = [Passage(NAME, "", trace.id), Passage(NAME, "", trace.label)]
    for area in trace.covers:
        found.append(Passage(WORD, "Où", area.name))
    found.append(Passage(SUMMARY, "", trace.summary))
    return found + [Passage(SOURCE, "Source", source.title) for source in trace.sources]


def hits_of_aliases(
    catalogue: Catalogue,
    network: Network,
    words: Iterable[str],
    known: dict[tuple[str, str, int], list[Hit]],
) -> list[Hit]:
    """The hits in the aliases of the values that a network has; of its only one they weigh more.

    ``known`` keeps those of each value and weight, which many networks share.
    """
    found: list[Hit] = []
    for name, ids in _values_of(network):
        weight = ALIAS + (len(ids) == 1)
        for word in catalogue.words[name]:
            if word.id not in ids:
                continue
            key = (name, word.id, weight)
            if key not in known:
                passages = [Passage(weight, word.label, alias) for alias in word.aliases]
                known[key] = hits_of(passages, words)
            found += known[key]
    return found


def _values_of(network: Network) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("kind", (network.kind,)), ("theme", network.themes), ("audience", network.audiences)


# --- words and matches ---


def words_of(text: str) -> list[tuple[int, int, str]]:
    """The words of a text in its order: the range of each, and its key."""
    found: list[tuple[int, int, str]] = []
    for word in _WORD.finditer(text):
        key = fold(word[0]).replace(" ", "")
        if key:
            found.append((word.start(), word.end(), key))
    return found


def hits_of(passages: Iterable[Passage], words: Iterable[str]) -> list[Hit]:
    """The passages that have words of a query, and for each of these the best match in it."""
    found: list[Hit] = []
    starts = {word: _start_of_forms(word) for word in words}
    for passage in passages:
        text = fold(passage.text)
        spaceless = text.replace(" ", "")
        likely = [word for word, start in starts.items() if start in spaceless]
        keys = {key.replace(" ", "") for key in _WORD.findall(text)} if likely else set()
        worth: dict[str, int] = {}
        for word in likely:
            likeness = max(_likeness(word, key) for key in keys)
            if likeness:
                worth[word] = passage.weight * 2 + likeness
        if worth:
            found.append((passage, worth))
    return found


def _start_of_forms(word: str) -> str:
    """What all words of one stem begin with: "calcula" for "calculateur", "calculatrice"."""
    start = stem(word)
    for ending in _REPLACED:
        if len(word) >= PREFIX_LEAST and start.endswith(ending):
            return start.removesuffix(ending)
    return start


def _likeness(word: str, key: str) -> int:
    """2 for the same word, 1 for another form of it or a longer word, 0 for no match."""
    if word == key:
        return 2
    if word[0] != key[0]:
        return 0
    is_longer = len(word) >= PREFIX_LEAST and key.startswith(word)
    return int(is_longer or stem(key) == stem(word))


def rank(hits: list[Hit]) -> tuple[int, int, int]:
    """Sorts networks: by words found, by the most in one text, by the sum of the best matches."""
    best: dict[str, int] = {}
    for _, worth in hits:
        for word, value in worth.items():
            best[word] = max(best.get(word, 0), value)
    return -len(best), -max(len(worth) for _, worth in hits), -sum(best.values())


# --- what is shown of a match ---


def excerpts(hits: list[Hit], words: Iterable[str]) -> tuple[Excerpt, ...]:
    """The best passages, cut around their matches; of equal ones the first."""
    shown = [hit for hit in hits if hit[0].shown]
    shown.sort(key=lambda hit: (-len(hit[1]), -hit[0].weight))
    return tuple(_excerpt(passage, [*words]) for passage, _ in shown[:_EXCERPTS])


def _excerpt(passage: Passage, sought: list[str]) -> Excerpt:
    """The part of a passage around its first match, as (text, is a match) pairs."""
    text, words = passage.text, words_of(passage.text)
    matched = [any(_likeness(word, key) for word in sought) for _, _, key in words]
    first, last = _range_shown(words, matched.index(True))
    before = text[: words[0][0]]
    if first:
        before = "… "
    if passage.label:
        before = f"{passage.label} : {before}"
    pairs = [(before, False)]
    at = words[first][0]
    for place in range(first, last + 1):
        start, end, _ = words[place]
        pairs += [(text[at:start], False), (text[start:end], matched[place])]
        at = end
    is_whole = last == len(words) - 1 and not text[at:].strip(_CLOSING)
    pairs.append((text[at:] if is_whole else " …", False))
    runs = groupby((pair for pair in pairs if pair[0]), key=lambda pair: pair[1])
    return tuple(("".join(piece for piece, _ in run), is_match) for is_match, run in runs)


def _range_shown(words: list[tuple[int, int, str]], match: int) -> tuple[int, int]:
    """The first and the last word of an excerpt around a match."""
    first = last = match
    end = len(words) - 1
    while words[last][1] - words[first][0] < _WIDTH and (first > 0 or last < end):
        # Two words after the match for one before: what follows is more informative.
        first, last = max(first - 1, 0), min(last + 2, end)
    return first, last
