"""What a shell offers for arguments and values: ids, words, régions, départements.

Every function takes the word being typed and gives pairs of a candidate and its description.
"""

from collections.abc import Callable, Iterable, Iterator

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import ReseauxError
from achats_reseaux.model import Catalogue
from achats_reseaux.text import fold, visible

Pairs = list[tuple[str, str]]


def candidates(described: Iterable[tuple[str, str]], incomplete: str) -> Pairs:
    """The words that begin with the one being typed, ignoring accents and case, as easy to type.

    A shell drops a candidate that does not begin with exactly the letters typed, so these are kept:
    for ``Île-de`` the candidate is ``Île-de-france``.
    """
    typed = _slug(incomplete)
    if incomplete.endswith(("-", "'", "’")):
        typed += "-"
    return [
        (incomplete + slug[len(typed) :], visible(description))
        for word, description in described
        if (slug := _slug(word)).startswith(typed)
    ]


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def _catalogue() -> Catalogue | None:
    """The bundled catalogue, or ``None``: completion reports no error."""
    try:
        return loader.load()
    except ReseauxError:
        return None


def words(namespace: str) -> Callable[[str], Pairs]:
    """The completion of the last of the words of a vocabulary, which commas separate."""

    def complete(incomplete: str) -> Pairs:
        catalogue = _catalogue()
        known = catalogue.labels(namespace).items() if catalogue else ()
        before, comma, last = incomplete.rpartition(",")
        return [(before + comma + word, label) for word, label in candidates(known, last)]

    return complete


def networks(incomplete: str) -> Pairs:
    """The ids of the networks."""
    catalogue = _catalogue()
    known = [(one.id, one.name) for one in catalogue.networks] if catalogue else []
    return candidates(known, incomplete)


def entries(incomplete: str) -> Pairs:
    """The ids of networks and notions."""
    catalogue = _catalogue()
    notions = [(one.id, one.name) for one in catalogue.notions] if catalogue else []
    return [*networks(incomplete), *candidates(notions, incomplete)]


def regions(incomplete: str) -> Pairs:
    """The régions, and the former ones and other groups that have a name."""
    return candidates([*_regions()], incomplete)


def departements(incomplete: str) -> Pairs:
    """The départements and the overseas collectivities."""
    return candidates([(one.name, one.code) for one in gazetteer.departements()], incomplete)


def places(incomplete: str) -> Pairs:
    """The régions and the départements."""
    return [*regions(incomplete), *departements(incomplete)]


def _regions() -> Iterator[tuple[str, str]]:
    for one in gazetteer.every("region"):
        yield one.name, "région"
    for one in gazetteer.every("ensemble"):
        yield one.name, "ancienne région" if one.kind == "ancienne-region" else "groupe"


def among(descriptions: Iterable[str]) -> Callable[[str], Pairs]:
    """The completion of fixed words, until they are enums."""
    return lambda incomplete: candidates([(one, "") for one in descriptions], incomplete)


vocabulary = words
