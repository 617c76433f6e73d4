"""Completion candidates for arguments and options; imports neither Rich nor YAML.

A candidate is ``word<TAB>description``. Typer's protocol for bash, which all our scripts use, has
no descriptions; the scripts of shells that show them split at the tab.
"""

from typing import Any

import typer

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import ReseauxError
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.text import fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from achats_reseaux.model import Catalogue

    Described = Iterable[tuple[str, str]]
    """Words with their descriptions, which may be ``""``."""

    Completion = Callable[[str], list[str]]
    """From the word being typed to the candidates for it."""

FORMAT_DESCRIPTIONS = {
    "table": "Tableau pour un terminal.",
    "json": "Le document JSON, un seul par commande, même refusée ; aucun si une option ou la"
    " commande est inconnue.",
    "jsonl": "Un résultat du document JSON par ligne, sans ce qui l'entoure.",
    "csv": "Une ligne par résultat, une ligne d'en-tête.",
    "excel": "Le CSV qu'un Excel français ouvre bien : points-virgules, UTF-8, codes en texte.",
    "tsv": "Comme csv, les colonnes séparées par des tabulations.",
    "md": "Tableau Markdown, avec la source.",
}
"""The French description of each format, for completion and for ``tools/docs.py``."""

FEWEST_LETTERS = 2
"""The letters to type before the 36,000 communes and EPCI are offered."""


def candidates(words: "Described", incomplete: str, before: str = "") -> list[str]:
    """The distinct candidates that begin with the word typed, ignoring accents, sorted.

    A shell drops a candidate that does not begin with exactly the letters typed, so these are kept:
    for ``Île-de`` the candidate is ``Île-de-france``.

    Args:
        words: the possible words.
        incomplete: the word being typed.
        before: the preceding words of the same name (``Le`` in ``find Le Ha``).
    """
    text = f"{before} {incomplete}".lstrip()
    typed = slug(text)
    if text.endswith((" ", "-", "'", "’")):  # not part of the last word
        typed += "-"
    found: dict[str, str] = {}
    for word, description in words:
        key = slug(word)
        if key.startswith(typed):
            found.setdefault(incomplete + key[len(typed) :], visible(description))
    return [f"{word}\t{found[word]}" if found[word] else word for word in sorted(found)]


def slug(text: str) -> str:
    """A name in a form that is easy to type: ``ile-de-france``."""
    return fold(text).replace(" ", "-")


def among(descriptions: "Mapping[str, str]") -> "Completion":
    """The completion of fixed words, each with its description or ``""``."""
    return lambda incomplete: candidates(descriptions.items(), incomplete)


def described(items: list[Any]) -> list[Any]:
    """Typer's candidates for commands and options, each with its help behind a tab."""
    return [
        type(item)(f"{item.value}\t{visible(item.help)}" if item.help else item.value)
        for item in items
    ]


# --- words of the catalogue -----------------------------------------------------------------------


def _catalogue() -> "Catalogue | None":
    """The bundled catalogue, or ``None``: completion reports no error."""
    try:
        return loader.load()
    except ReseauxError:
        return None


def vocabulary(namespace: str) -> "Completion":
    """The completion of the last of the words of a namespace, which commas separate."""

    def complete(incomplete: str) -> list[str]:
        catalogue = _catalogue()
        words = catalogue.labels(namespace).items() if catalogue else ()
        *earlier, last = incomplete.split(",")
        return [",".join([*earlier, one]) for one in candidates(words, last)]

    return complete


def network_candidates(incomplete: str) -> list[str]:
    """The ids of the networks, with their names."""
    catalogue = _catalogue()
    networks = catalogue.networks if catalogue else ()
    return candidates([(one.id, one.name) for one in networks], incomplete)


def show_candidates(incomplete: str) -> list[str]:
    """The ids for ``show``: networks and notions, with their names."""
    catalogue = _catalogue()
    shown: list[Any] = [*catalogue.networks, *catalogue.notions] if catalogue else []
    return candidates([(one.id, one.name) for one in shown], incomplete)


# --- places ---------------------------------------------------------------------------------------


def place_candidates(ctx: typer.Context, incomplete: str) -> list[str]:
    """Any named place; of a name of several words, the last ones."""
    before = " ".join(ctx.params.get("lieu") or ())
    named = _named(f"{before} {incomplete}", ("commune", "epci"))
    return candidates([*_regions(), *_departements(), *named], incomplete, before)


AREA_CANDIDATES: "dict[str, Completion]" = {
    "region": lambda incomplete: candidates(_regions(), incomplete),
    "departement": lambda incomplete: candidates(_departements(), incomplete),
    "epci": lambda incomplete: candidates(_named(incomplete, ("epci",)), incomplete),
    "commune": lambda incomplete: candidates(_named(incomplete, ("commune",)), incomplete),
}
"""The completion of each kind of area that an option names."""


def _regions() -> "Described":
    for region in gazetteer.every("region"):
        yield region.name, "région"
    for ensemble in gazetteer.every("ensemble"):
        yield ensemble.name, "ancienne région" if ensemble.kind == "ancienne-region" else "groupe"


def _departements() -> "Described":
    for one in gazetteer.departements():
        noun = "département" if one.kind == "departement" else "collectivité d'outre-mer"
        yield one.name, f"{noun} ({one.code})"


def _named(typed: str, kinds: tuple[str, ...]) -> "Described":
    """The communes and EPCI whose name begins with the text typed, if it is long enough."""
    if len(slug(typed)) < FEWEST_LETTERS:
        return
    nouns = {"commune": "commune", "epci": "intercommunalité"}
    for name, kind, codes in name_searches.names_beginning(fold(typed)):
        if kind in kinds:
            where = ""
            if kind == "commune":
                found = dict.fromkeys(map(gazetteer.departement_of, codes))
                where = f" ({', '.join(found)})" if len(found) <= 3 else f" ({len(codes)} lieux)"
            yield name, nouns[kind] + where
