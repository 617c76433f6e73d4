"""The texts of the catalogue as full-text search reads them: passages, matches, excerpts.

A word matches words of the same stem, and those that begin with it (four letters or
more). A number in groups of digits is one word: "03 21 08 52 40", "8 600".
"""

from __future__ import annotations

from achats_reseaux.model import (
    CONTACT_FIELDS,
    Catalogue,
    Network,
    Notion,
    Record,
    Trace,
)
from achats_reseaux.questions.lexicon import KEPT, stem
from achats_reseaux.questions.sentences import word_ranges
from achats_reseaux.text import day, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Excerpt = tuple[tuple[str, bool], ...]
    Hit = tuple["Passage", dict[str, int]]

NAME, WORD, SUMMARY, ONLY, ALIAS, FACT, SOURCE = 16, 8, 6, 5, 4, 3, 1
"""The weight of a match by field: name or alias of the network; word of a filter,
territory, carrier or contact; summary; alias of a word of a filter, the only one or one
of several that the network has; fact; source."""

PREFIX_LEAST = 4
_GROUP = (2, 3)
"""The digits of a group behind the first: of a telephone number, of thousands."""

_EXCERPTS = 2
_BEFORE = 12
_AFTER = 12
"""The words of an excerpt before and from the first one found."""


class Passage(Record):
    """A text, the weight of its field, and the label before an excerpt of it.

    Of a text without a label an excerpt would add nothing to the network's name.
    """

    weight: int
    label: str
    text: str
    is_own: bool = False  # the name or the territory of what it is a text of


def passages_of(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of a network."""
    passages = _names(network)
    for name, value in filters_of(network):
        passages.append(Passage(WORD, "", catalogue.labels(name).get(value, value)))
    for area in network.covers:
        passages.append(Passage(WORD, "", area.name, is_own=True))
    passages.append(Passage(WORD, "Porté par", network.carrier or ""))
    for name in CONTACT_FIELDS:
        passages.append(Passage(WORD, "Contact", getattr(network.contact, name) or ""))
    passages.append(Passage(SUMMARY, "Résumé", network.summary))
    return passages + _passages_of_facts(catalogue, network)


def _names(entry: Network | Notion) -> list[Passage]:
    """The id, the name and the other names of an entry."""
    names = [Passage(NAME, "", entry.id, is_own=True), Passage(NAME, "", entry.name, is_own=True)]
    return names + [Passage(NAME, "Autre nom", alias, is_own=True) for alias in entry.aliases]


def _passages_of_facts(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of the facts of a network, and the titles of all its sources."""
    passages: list[Passage] = []
    labels = catalogue.labels("field")
    titles = [source.title for source in network.sources]
    for fact in catalogue.facts_of(network.id):
        label = labels.get(fact.field, "Contact")
        if fact.valid_until:
            label += f" (jusqu'au {day(fact.valid_until)})"
        passages.append(Passage(FACT, label, fact.value))
        passages.append(Passage(FACT, label, fact.note or ""))
        titles += [source.title for source in fact.sources]
    return passages + [Passage(SOURCE, "Source", title) for title in dict.fromkeys(titles)]


def passages_of_trace(trace: Trace) -> list[Passage]:
    """The texts of a trace, of which no excerpts are shown."""
    passages = [Passage(NAME, "", trace.id), Passage(NAME, "", trace.label)]
    passages += [Passage(WORD, "", area.name) for area in trace.covers]
    passages.append(Passage(SUMMARY, "", trace.summary))
    return passages + [Passage(SOURCE, "", source.title) for source in trace.sources]


def passages_of_notion(notion: Notion) -> list[Passage]:
    """The texts of a notion, of which no excerpts are shown."""
    passages = [*_names(notion), Passage(SUMMARY, "", notion.definition)]
    for fact in notion.facts:
        passages.append(Passage(FACT, "", f"{fact.value} {fact.note or ''}"))
    return passages


def filters_of(network: Network) -> list[tuple[str, str]]:
    """The values of the filters that a network has, each with its namespace."""
    values = [("kind", network.kind)]
    values += [("theme", theme) for theme in network.themes]
    return values + [("audience", audience) for audience in network.audiences]


# --- words and matches ---


def with_joined_digits(keys: list[str]) -> list[str]:
    """Folded words, groups of digits written together: "03 21 08 52 40", "8 600"."""
    joined: list[str] = []
    first = ""
    for key in keys:
        if _goes_on(first, key):
            joined[-1] += key
        else:
            joined.append(key)
            first = key
    return joined


def _goes_on(first: str, key: str) -> bool:
    """Whether a word is a group of the number that a word before it begins; a year is none."""
    is_begun = first.isdigit() and len(first) <= max(_GROUP)
    return is_begun and key.isdigit() and len(key) in _GROUP


def hits_of(passages: Iterable[Passage], words: Sequence[str]) -> list[Hit]:
    """The passages that have words of a query, and for each of these the best match in it."""
    hits: list[Hit] = []
    has_number = any(word.isdigit() for word in words)
    for passage in passages:
        text = fold(passage.text)
        if has_number:
            text = " ".join(with_joined_digits(text.split()))
        worth: dict[str, int] = {}
        for word in words:
            if word[:KEPT] not in text:
                continue  # spares the comparison of each word
            likeness = max(_likeness(word, key) for key in text.split())
            if likeness:
                worth[word] = passage.weight * 2 + likeness
        if worth:
            hits.append((passage, worth))
    return hits


def _likeness(word: str, key: str) -> int:
    """2 for the same word, 1 for another form of it or a longer word, 0 for no match."""
    if word == key:
        return 2
    if not key.startswith(word[:KEPT]):
        return 0
    is_longer = len(word) >= PREFIX_LEAST and key.startswith(word)
    return int(is_longer or stem(key) == stem(word))


def rank(hits: list[Hit]) -> tuple[int, int, int]:
    """Sorts networks: by words found, by the most in one text, by the sum of the best matches."""
    best: dict[str, int] = {}
    for _, worth in hits:
        for word, value in worth.items():
            best[word] = max(best.get(word, 0), value)
    most = max((len(worth) for _, worth in hits), default=0)
    return -len(best), -most, -sum(best.values())


# --- what is shown of a match ---


def excerpts(hits: list[Hit]) -> tuple[Excerpt, ...]:
    """The best passages, cut around their matches; of equal ones the first."""
    shown = [hit for hit in hits if hit[0].label]
    shown.sort(key=lambda hit: (-len(hit[1]), -hit[0].weight))
    return tuple(_excerpt(passage, worth) for passage, worth in shown[:_EXCERPTS])


def _excerpt(passage: Passage, matched: Iterable[str]) -> Excerpt:
    """The part of a passage around its first match, as (text, is a match) pairs."""
    text = passage.text
    words = list(word_ranges(text))
    first = 0
    for rank, word in enumerate(words):
        if _is_match(text, word, matched):
            first = max(rank - _BEFORE, 0)
            break
    last = first + _BEFORE + _AFTER
    lead, end = f"{passage.label} : ", 0
    if first:
        lead, end = f"{lead}… ", words[first][0]
    pairs = [(lead, False)]
    for word in words[first:last]:
        is_match = _is_match(text, word, matched)
        pairs += [(text[end : word[0]], False), (text[word[0] : word[1]], is_match)]
        end = word[1]
    rest = text[end:]
    if last < len(words):
        rest = " …"
    return tuple(pair for pair in (*pairs, (rest, False)) if pair[0])


def _is_match(text: str, word: tuple[int, int], matched: Iterable[str]) -> bool:
    """Whether a word of a text, given by its range, is one of those found, or a group of digits."""
    key = fold(text[word[0] : word[1]])
    for other in matched:
        is_group = key.isdigit() and len(key) in _GROUP and other.isdigit() and key in other
        if is_group or _likeness(other, key):
            return True
    return False
