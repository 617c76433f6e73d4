"""What a shell offers for arguments and values: ids, words, régions, départements.

A completion takes the word being typed and gives pairs of a candidate and its
description.
"""

from collections.abc import Callable, Iterable, Mapping

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.text import fold, visible

Pairs = list[tuple[str, str]]
Completion = Callable[[str], Pairs]


def _candidates(described: Iterable[tuple[str, str]], incomplete: str) -> Pairs:
    """The words that begin with the one being typed, ignoring accents and case, as easy to type.

    A shell drops a candidate that does not begin with exactly the letters typed, so
    these are kept: for ``Île-de`` the candidate is ``Île-de-france``.
    """
    typed = _slug(incomplete)
    if incomplete.endswith(("-", "'", "’")):
        typed += "-"
    candidates = []
    for word, description in described:
        slug = _slug(word)
        if slug.startswith(typed):
            candidate = incomplete + slug[len(typed) :]
            candidates.append((candidate, visible(description)))
    return candidates


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def words(namespace: str, **more: str) -> Completion:
    """The completion of the words of a vocabulary, and of some more."""

    def complete(incomplete: str) -> Pairs:
        labels = loader.load().labels(namespace) | more
        return _candidates(labels.items(), incomplete)

    return several(complete)


def several(of_one: Completion) -> Completion:
    """The completion of an option that takes several values, separated by commas.

    For ``environnement,so`` the candidate is ``environnement,social``; none stands twice.
    """

    def complete(incomplete: str) -> Pairs:
        before, comma, last = incomplete.rpartition(",")
        taken = before.split(",")
        pairs = [pair for pair in of_one(last) if pair[0] not in taken]
        return [(before + comma + word, description) for word, description in pairs]

    return complete


def ids(described: Mapping[str, str]) -> Completion:
    """The completion of ids with their descriptions, which are typed as they are."""

    def complete(incomplete: str) -> Pairs:
        return [pair for pair in described.items() if pair[0].startswith(incomplete)]

    return complete


def entry_ids(incomplete: str) -> Pairs:
    """The ids of networks and notions."""
    known = loader.load()
    named = [(network.id, network.name) for network in known.networks]
    named += [(notion.id, notion.name) for notion in known.notions]
    return _candidates(named, incomplete)


def entries_and_places(incomplete: str) -> Pairs:
    """Whom ``message`` may be for: the ids of entries, the régions and the départements."""
    return entry_ids(incomplete) + place_names(incomplete)


def region_names(incomplete: str) -> Pairs:
    """The régions, the former ones, and the other groups that have a name."""
    named = [(region.name, "région") for region in gazetteer.every("region")]
    groups = gazetteer.every("ensemble")
    named += [(group.name, "ancienne région ou groupe") for group in groups]
    return _candidates(named, incomplete)


def departement_names(incomplete: str) -> Pairs:
    """The départements and the overseas collectivities."""
    named = [(departement.name, departement.code) for departement in gazetteer.departements()]
    return _candidates(named, incomplete)


def place_names(incomplete: str) -> Pairs:
    """The régions and the départements."""
    return region_names(incomplete) + departement_names(incomplete)
