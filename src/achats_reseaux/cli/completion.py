"""What a shell offers for arguments and values: ids, words, régions, départements.

A completion takes the word being typed and gives pairs of a candidate and its description.
"""

from collections.abc import Callable, Iterable

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import ReseauxError
from achats_reseaux.model import Catalogue
from achats_reseaux.text import fold, visible

Pairs = list[tuple[str, str]]
Completion = Callable[[str], Pairs]


def _candidates(described: Iterable[tuple[str, str]], incomplete: str) -> Pairs:
    """The words that begin with the one being typed, ignoring accents and case, as easy to type.

    A shell drops a candidate that does not begin with exactly the letters typed, so these are kept:
    for ``Île-de`` the candidate is ``Île-de-france``.
    """
    typed = _slug(incomplete) + "-" * incomplete.endswith(("-", "'", "’"))
    return [
        (incomplete + slug[len(typed) :], visible(description))
        for word, description in described
        if (slug := _slug(word)).startswith(typed)
    ]


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def _of_catalogue(described: Callable[[Catalogue], Iterable[tuple[str, str]]]) -> Completion:
    """The completion of words of the bundled catalogue."""

    def complete(incomplete: str) -> Pairs:
        try:
            return _candidates(described(loader.load()), incomplete)
        except ReseauxError:  # completion reports no error
            return []

    return complete


def words(namespace: str) -> Completion:
    """The completion of the words of a vocabulary."""
    return _of_catalogue(lambda known: known.labels(namespace).items())


def _networks(known: Catalogue) -> Pairs:
    return [(one.id, one.name) for one in known.networks]


network_ids = _of_catalogue(_networks)
entry_ids = _of_catalogue(
    lambda known: [*_networks(known), *((one.id, one.name) for one in known.notions)]
)


def region_names(incomplete: str) -> Pairs:
    """The régions, the former ones, and the other groups that have a name."""
    named = [(one.name, "région") for one in gazetteer.every("region")]
    named += [(one.name, "ancienne région ou groupe") for one in gazetteer.every("ensemble")]
    return _candidates(named, incomplete)


def departement_names(incomplete: str) -> Pairs:
    """The départements and the overseas collectivities."""
    return _candidates([(one.name, one.code) for one in gazetteer.departements()], incomplete)


def place_names(incomplete: str) -> Pairs:
    """The régions and the départements."""
    return [*region_names(incomplete), *departement_names(incomplete)]
