"""Full text over all that the catalogue knows, accents and inflection forgiven.

A word is found where its stem is, or where a word begins with it (four letters or more). Networks
that have all the words come before those that have some, those that have them in one text before
those that have them here and there; then the weight of the fields counts, then the order of the
catalogue.
"""

from __future__ import annotations

from achats_reseaux.answering import refusal, with_filters
from achats_reseaux.answering import search as rules
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import Answer, Query, Record
from achats_reseaux.questions.stems import stem
from achats_reseaux.questions.tokens import split
from achats_reseaux.questions.words import plain_words
from achats_reseaux.text import nearest, quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from achats_reseaux.model import Catalogue, Fact, Network
    from achats_reseaux.questions.tokens import Token

    Texts = Collection[str] | None
    Excerpt = tuple[tuple[str, bool], ...]

NAME, WORD, SUMMARY, FACT, SOURCE = 16, 8, 6, 3, 1
"""What a word is worth where it stands: name or alias, word of a filter, summary, fact, source."""

MOST_WORDS = 20
PREFIX_LEAST = 4
_EXCERPTS = 2
_WIDTH = 120


class Passage(Record):
    """A text of a network.

    Attributes:
        weight: of its field.
        label: what is put before an excerpt of it.
        text: the text.
        shown: an excerpt of it says something that the network's name does not.
    """

    weight: int
    label: str
    text: str
    shown: bool = True


class Word(Record):
    """A word that is looked for."""

    typed: str
    key: str
    stem: str

    def found_in(self, token: Token) -> int:
        """2 for the word itself, 1 for a form of it or a longer word, 0 for another."""
        if token.key == self.key:
            return 2
        if len(self.key) >= PREFIX_LEAST and token.key.startswith(self.key):
            return 1
        return 1 if self.key[:2] == token.key[:2] and stem(token.key) == self.stem else 0


def search_request(
    catalogue: Catalogue, words: str, theme: Texts, kind: Texts, audience: Texts, today: str
) -> Answer:
    """The answer to a search as typed: a wrong word of a filter makes one too."""
    query = Query("search", input=words)
    try:
        query = with_filters(catalogue, query, theme, kind, audience)
    except UnknownWordError as error:
        return refusal(query, error)
    return search(catalogue, query, today)


def search(catalogue: Catalogue, query: Query, today: str) -> Answer:
    """The networks whose texts have the words of a query, ranked, with the passages that have them.

    Args:
        catalogue: the catalogue in use.
        query: the words are its ``input``; its filters narrow.
        today: ISO date, against which validity dates are held.
    """
    words = _words(query.input or "")
    if not words:
        message = "Aucun mot à chercher."
        return Answer(
            "invalid", query, message=message, next_commands=("reseaux search clause sociale",)
        )
    listed = rules.list_networks(catalogue, query, today)
    positions = [catalogue.ids.index(match.network.id) for match in listed.results]
    facts = catalogue.facts.take(positions)
    ranked = []
    seen: set[str] = set()
    known: dict[str, None] = {}
    for rank, (match, known_facts) in enumerate(zip(listed.results, facts, strict=True)):
        passages = _passages(catalogue, match.network, known_facts)
        hits = _Hits(words, passages)
        known |= dict.fromkeys(hits.vocabulary)
        seen |= hits.best.keys()
        if hits.best:
            order = (-len(hits.best), -hits.together, -hits.score, rank)
            ranked.append((order, match, hits))
    ranked.sort(key=lambda one: one[0])
    if ranked and ranked[0][0][0] == -len(words):
        # Where a network has all the words, the title of a source is no reason to show another.
        ranked = [one for one in ranked if one[0][0] == -len(words) or one[2].is_telling]
    matches = tuple(match.replace(excerpts=hits.excerpts()) for _, match, hits in ranked)
    missed = [word for word in words if word.key not in seen]
    if matches:
        absent = ", ".join(f"« {shortened(word.typed)} »" for word in missed)
        notes = (f"Introuvable dans le catalogue : {absent}.",) if missed else ()
        return Answer(
            "found", query, results=matches, notes=(*notes, *rules.validity_notes(matches, today))
        )
    return _nothing(query, words, list(known))


def _nothing(query: Query, words: list[Word], known: list[str]) -> Answer:
    near = [found for word in words for found in nearest(word.key, known, most=2, cutoff=0.75)]
    suggestions = tuple(dict.fromkeys(near))[:3]
    typed = shortened(" ".join(word.typed for word in words))
    message = f"« {typed} » ne se trouve nulle part dans le catalogue."
    if query.themes or query.kinds or query.audiences:
        message = f"« {typed} » ne se trouve dans aucun réseau qui répond à ces critères."
    command = f"reseaux search {quoted(suggestions[0])}" if suggestions else "reseaux list"
    commands = (command,)
    return Answer("none", query, message=message, next_commands=commands, suggestions=suggestions)


def _words(text: str) -> list[Word]:
    """The words to look for, each once; those that say nothing only if there are no others."""
    tokens, _ = split(text)
    roles = plain_words().roles
    telling = [token for token in tokens if roles.get(token.key, ("", ""))[0] not in _EMPTY]
    found: dict[str, Word] = {}
    for token in telling or tokens:
        found.setdefault(token.key, Word(token.text, token.key, stem(token.key)))
    return list(found.values())[:MOST_WORDS]


_EMPTY = ("article", "liaison", "préposition")


def _passages(catalogue: Catalogue, network: Network, facts: tuple[Fact, ...]) -> list[Passage]:
    """The texts of a network, as a person would name them."""
    labels = {
        name: {word.id: word.label for word in words} for name, words in catalogue.words.items()
    }
    found = [Passage(NAME, "", network.id, False), Passage(NAME, "", network.name, False)]
    found += [Passage(NAME, "Autre nom", alias) for alias in network.aliases]
    used = (("kind", (network.kind,)), ("theme", network.themes), ("audience", network.audiences))
    for name, ids in used:
        found += [Passage(WORD, "", labels[name].get(one, one), False) for one in ids]
    found += [Passage(WORD, "Où", area.name, False) for area in network.covers]
    if network.carrier:
        found.append(Passage(WORD, "Porté par", network.carrier))
    found.append(Passage(SUMMARY, "", network.summary))
    sources = dict.fromkeys(network.sources)
    for fact in facts:
        label = labels["field"].get(fact.field, "")
        found.append(Passage(FACT, label, fact.value))
        if fact.note:
            found.append(Passage(FACT, label, fact.note))
        sources |= dict.fromkeys(fact.sources)
    found += [Passage(SOURCE, "Source", source.title) for source in sources]
    return found


class _Hits:
    """Where the words stand in the texts of one network.

    Attributes:
        best: by word found, what its best place is worth.
        together: how many of the words one text has.
        score: of the places where they stand.
        vocabulary: all the words of the texts, folded.
    """

    def __init__(self, words: list[Word], passages: list[Passage]) -> None:
        self.best: dict[str, int] = {}
        self.vocabulary: list[str] = []
        self.places: list[tuple[int, int, int, Passage, list[bool], list[Token]]] = []
        self.together = 0
        for rank, passage in enumerate(passages):
            tokens, _ = split(passage.text)
            self.vocabulary += [token.key for token in tokens if len(token.key) >= PREFIX_LEAST]
            matched = [False] * len(tokens)
            here = set()
            for word in words:
                for at, token in enumerate(tokens):
                    if how := word.found_in(token):
                        matched[at] = True
                        here.add(word.key)
                        worth = passage.weight * 2 + how
                        self.best[word.key] = max(self.best.get(word.key, 0), worth)
            if here and passage.shown:
                self.places.append((-len(here), -passage.weight, rank, passage, matched, tokens))
            self.together = max(self.together, len(here))
        self.score = sum(self.best.values())

    @property
    def is_telling(self) -> bool:
        """A word stands elsewhere than in the title of a source."""
        return max(self.best.values()) > 2 * SOURCE + 2

    def excerpts(self) -> tuple[Excerpt, ...]:
        """The best passages, cut around their matches."""
        best = sorted(self.places, key=lambda one: one[:3])[:_EXCERPTS]
        return tuple(_excerpt(passage, matched, tokens) for *_, passage, matched, tokens in best)


def _excerpt(passage: Passage, matched: list[bool], tokens: list[Token]) -> Excerpt:
    """A passage around its first match, as (text, is a match) pairs."""
    first = matched.index(True)
    start = end = first
    width = len(tokens[first].text)
    while width < _WIDTH and (start > 0 or end < len(tokens) - 1):
        # Two words after for one before: what follows says more.
        for _ in range(2):
            if end < len(tokens) - 1:
                end += 1
                width += len(tokens[end].before + tokens[end].text)
        if start > 0:
            width += len(tokens[start].before + tokens[start - 1].text)
            start -= 1
    pairs: list[tuple[str, bool]] = [(f"{passage.label} : ", False)] if passage.label else []
    opening = "… " if start else tokens[0].before
    pairs.append((opening, False))
    for at in range(start, end + 1):
        before = tokens[at].before if at > start else ""
        pairs += [(before, False), (tokens[at].text, matched[at])]
    whole = end == len(tokens) - 1
    pairs.append((passage.text[len(passage.text.rstrip(".!?»)” ")) :] if whole else " …", False))
    return _joined(pairs)


def _joined(pairs: list[tuple[str, bool]]) -> Excerpt:
    """Neighbours of one sort together, none empty."""
    joined: list[tuple[str, bool]] = []
    for text, is_match in pairs:
        if not text:
            continue
        if joined and joined[-1][1] == is_match:
            joined[-1] = (joined[-1][0] + text, is_match)
        else:
            joined.append((text, is_match))
    return tuple(joined)
