"""The index of full-text search: every word of the networks' texts, with its places.

It is compiled into the bundled catalogue, for it takes ten times as long to make as to ask.
"""

from __future__ import annotations

from functools import lru_cache

from achats_reseaux.model import Record
from achats_reseaux.questions.tokens import split
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue, Network
    from achats_reseaux.questions.tokens import Token

NAME, WORD, SUMMARY, ALIAS, FACT, SOURCE = 16, 8, 6, 4, 3, 1
"""The weight of a match by field: name or alias of the network, word of a filter, summary, alias of
a word of a filter, fact, source."""


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


Index = dict[str, dict[str, tuple[int, ...]]]
"""By their first two letters the words of the networks' texts, and the places of each: the position
of a network and the rank of one of its passages, as one number."""
RANKS = 1 << 16


def index_of(catalogue: Catalogue) -> Index:
    """The index of the texts of the networks."""
    index: dict[str, dict[str, list[int]]] = {}
    for position, network in enumerate(catalogue.networks):
        for rank, passage in enumerate(passages_of(catalogue, network)):
            for key in dict.fromkeys(token.key for token in number_tokens(passage.text)):
                places = index.setdefault(key[:2], {}).setdefault(key, [])
                places.append(position * RANKS + rank)
    return {
        start: {key: tuple(places) for key, places in keys.items()} for start, keys in index.items()
    }


def values_of(network: Network) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values that a network has of each filter."""
    return ("kind", (network.kind,)), ("theme", network.themes), ("audience", network.audiences)


def passages_of(catalogue: Catalogue, network: Network) -> list[Passage]:
    """The texts of a network, with the labels of their excerpts."""
    labels = {
        name: {word.id: word.label for word in words} for name, words in catalogue.words.items()
    }
    found = [Passage(NAME, "", network.id, False), Passage(NAME, "", network.name, False)]
    found += [Passage(NAME, "Autre nom", alias) for alias in network.aliases]
    for name, ids in values_of(network):
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
        found.append(Passage(FACT, label, fact.value))
        if fact.note:
            found.append(Passage(FACT, label, fact.note))
        sources |= dict.fromkeys(fact.sources)
    found += [Passage(SOURCE, "Source", source.title) for source in sources]
    return found


# The catalogue has some 1,200 different texts, most of which occur several times.
@lru_cache(maxsize=4096)
def number_tokens(text: str) -> tuple[Token, ...]:
    """Tokens, the groups of a number or telephone joined: "8 600", "03 21 08 52 40"."""
    tokens: list[Token] = []
    for token in split(text)[0]:
        if tokens and token.before in _SPACES and _is_one_number(tokens[-1].text, token.key):
            joined = tokens[-1]
            text = joined.text + token.before + token.text
            tokens[-1] = joined.replace(text=text, key=joined.key + token.key)
        else:
            tokens.append(token)
    return tuple(tokens)


_SPACES = (" ", "\u00a0", "\u202f", ".")


def _is_one_number(before: str, after: str) -> bool:
    """Whether a group of digits continues a number: thousands by three, telephones by two."""
    groups = "".join(mark if mark.isalnum() else " " for mark in f"{before} {after}").split()
    first, *others = map(len, groups)
    if not (before[0].isdigit() and before[-1].isdigit() and after.isdigit()):
        return False
    return (set(others) == {3} and first <= 3) or {first, *others} == {2}
