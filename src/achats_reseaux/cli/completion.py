"""The words that a shell is offered for an argument or an option; loads neither Rich nor YAML."""

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import store
from achats_reseaux.errors import ReseauxError
from achats_reseaux.output import FORMATS
from achats_reseaux.output.terminal import COLORS
from achats_reseaux.text import fold


def matching(words: list[str], incomplete: str) -> list[str]:
    """The slugs of the words that begin with what was typed, accents apart.

    A shell drops a word that does not begin with the very letters typed, so these are put back in
    front: ``Île-de`` is offered ``Île-de-france``.
    """
    typed = slug(incomplete)
    found = sorted({one for one in (slug(word) for word in words) if one.startswith(typed)})
    return [incomplete + one[len(typed) :] for one in found]


def slug(text: str) -> str:
    """A name as it is easiest to type: ``ile-de-france``."""
    return fold(text).replace(" ", "-")


def _word_ids(namespace: str) -> list[str]:
    try:
        return [word.id for word in store.load().words[namespace]]
    except ReseauxError:
        return []


def themes(incomplete: str) -> list[str]:
    """The themes."""
    return matching(_word_ids("theme"), incomplete)


def kinds(incomplete: str) -> list[str]:
    """The kinds of network."""
    return matching(_word_ids("kind"), incomplete)


def audiences(incomplete: str) -> list[str]:
    """The audiences."""
    return matching(_word_ids("audience"), incomplete)


def networks(incomplete: str) -> list[str]:
    """The ids of the networks."""
    try:
        return matching(list(store.load().ids), incomplete)
    except ReseauxError:
        return []


def regions(incomplete: str) -> list[str]:
    """The names of the regions, former ones too."""
    names = [area.name for area in gazetteer.regions()]
    return matching([*names, *(one.name for one in gazetteer.ensembles())], incomplete)


def departements(incomplete: str) -> list[str]:
    """The names of the départements."""
    return matching([area.name for area in gazetteer.departements()], incomplete)


def formats(incomplete: str) -> list[str]:
    """The output formats."""
    return matching(list(FORMATS), incomplete)


def colors(incomplete: str) -> list[str]:
    """When to colour."""
    return matching(list(COLORS), incomplete)
