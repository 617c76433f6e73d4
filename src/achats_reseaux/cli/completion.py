"""What a shell offers for arguments and values: ids and words of the catalogue.

A completion takes the word being typed and gives pairs of a candidate and its
description. Commands, options and choices are offered by Typer itself.
"""

from collections.abc import Callable

from achats_reseaux.catalogue import loader
from achats_reseaux.text import visible

Pairs = list[tuple[str, str]]
Completion = Callable[[str], Pairs]


def words(namespace: str) -> Completion:
    """The completion of the words of a vocabulary, which may be several.

    For ``environnement,so`` the candidate is ``environnement,social``.
    """

    def complete(incomplete: str) -> Pairs:
        before, comma, last = incomplete.rpartition(",")
        pairs = []
        for word, label in loader.load().labels(namespace).items():
            if word.startswith(last):
                pairs.append((before + comma + word, visible(label)))
        return pairs

    return complete


def entry_ids(incomplete: str) -> Pairs:
    """The ids of networks and notions."""
    known = loader.load()
    named = [(network.id, network.name) for network in known.networks]
    named += [(notion.id, notion.name) for notion in known.notions]
    return [(own_id, visible(name)) for own_id, name in named if own_id.startswith(incomplete)]
