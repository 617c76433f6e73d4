"""What a shell is offered for an option's value: slugs without accents, no rich, no yaml."""

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import store
from achats_reseaux.errors import ReseauxError
from achats_reseaux.output import FORMATS
from achats_reseaux.output.terminal import COLORS
from achats_reseaux.text import fold


def _starting(words: list[str], incomplete: str) -> list[str]:
    """The slugs that begin like what was typed, accents or not.

    A shell drops a candidate that does not begin with the very letters typed, so these are put
    back in front: ``Île-de`` is offered ``Île-de-france``.
    """
    typed = slug(incomplete)
    found = sorted({one for one in (slug(word) for word in words) if one.startswith(typed)})
    return [incomplete + one[len(typed) :] for one in found]


def slug(text: str) -> str:
    """A name as one types it most easily: ``ile-de-france``."""
    return fold(text).replace(" ", "-")


def _words(namespace: str) -> list[str]:
    try:
        return [word.id for word in store.load().words[namespace]]
    except ReseauxError:
        return []


def themes(incomplete: str) -> list[str]:
    """The themes."""
    return _starting(_words("theme"), incomplete)


def kinds(incomplete: str) -> list[str]:
    """The kinds of network."""
    return _starting(_words("kind"), incomplete)


def audiences(incomplete: str) -> list[str]:
    """The audiences."""
    return _starting(_words("audience"), incomplete)


def networks(incomplete: str) -> list[str]:
    """The ids of the networks."""
    try:
        return _starting(list(store.load().ids), incomplete)
    except ReseauxError:
        return []


def regions(incomplete: str) -> list[str]:
    """The names of the regions, old ones too."""
    names = [area.name for area in gazetteer.regions()]
    return _starting([*names, *(row[2] for row in gazetteer.ensembles())], incomplete)


def departements(incomplete: str) -> list[str]:
    """The names of the départements."""
    return _starting([area.name for area in gazetteer.departements()], incomplete)


def formats(incomplete: str) -> list[str]:
    """The output formats."""
    return _starting(list(FORMATS), incomplete)


SCHEMAS = ("catalogue", "answer")


def schemas(incomplete: str) -> list[str]:
    """The published JSON Schemas."""
    return _starting(list(SCHEMAS), incomplete)


def shells(incomplete: str) -> list[str]:
    """The shells that ``reseaux completion`` knows."""
    from achats_reseaux.cli.completion import SCRIPTS

    return _starting(list(SCRIPTS), incomplete)


def colors(incomplete: str) -> list[str]:
    """When to colour."""
    return _starting(list(COLORS), incomplete)
