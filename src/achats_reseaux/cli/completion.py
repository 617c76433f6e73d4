"""Completion candidates for arguments and options; imports neither Rich nor YAML.

A candidate is ``word<TAB>description``. Typer's protocol for bash, which all our scripts use, has
no descriptions; the scripts of shells that show them split at the tab.
"""

from typing import Any

import typer

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import ReseauxError
from achats_reseaux.output.terminal import COLORS
from achats_reseaux.text import fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Described = Iterable[tuple[str, str]]
    """Words with their descriptions, which may be ``""``."""

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


# --- words of the catalogue -----------------------------------------------------------------------


def _vocabulary(namespace: str, incomplete: str) -> list[str]:
    *earlier, last = incomplete.split(",")
    try:
        words = [(word.id, word.label) for word in loader.load().words[namespace]]
    except ReseauxError:
        return []
    return [",".join([*earlier, one]) for one in candidates(words, last)]


def theme_candidates(incomplete: str) -> list[str]:
    """The themes, for the last one of a comma-separated list."""
    return _vocabulary("theme", incomplete)


def kind_candidates(incomplete: str) -> list[str]:
    """The kinds of network, likewise."""
    return _vocabulary("kind", incomplete)


def audience_candidates(incomplete: str) -> list[str]:
    """The audiences, likewise."""
    return _vocabulary("audience", incomplete)


def network_candidates(incomplete: str) -> list[str]:
    """The ids of the networks, with their names."""
    try:
        return candidates([(one.id, one.name) for one in loader.load().all()], incomplete)
    except ReseauxError:
        return []


def show_candidates(incomplete: str) -> list[str]:
    """The ids for ``show``: networks and notions, with their names."""
    try:
        catalogue = loader.load()
    except ReseauxError:
        return []
    networks = [(one.id, one.name) for one in catalogue.all()]
    notions = [(one.id, one.name) for one in catalogue.notions]
    return candidates([*networks, *notions], incomplete)


def field_candidates(incomplete: str) -> list[str]:
    """The fields of facts."""
    return _vocabulary("field", incomplete)


# --- places ---------------------------------------------------------------------------------------


def place_candidates(ctx: typer.Context, incomplete: str) -> list[str]:
    """Any named place; of a name of several words, the last ones."""
    before = " ".join(ctx.params.get("lieu") or ())
    named = ("commune", "epci") if _is_long_enough(before + incomplete) else ()
    words = [*_regions(), *_departements(), *_named(f"{before} {incomplete}", named)]
    return candidates(words, incomplete, before)


def region_candidates(incomplete: str) -> list[str]:
    """The regions, former ones too."""
    return candidates(_regions(), incomplete)


def departement_candidates(incomplete: str) -> list[str]:
    """The départements and the overseas collectivities."""
    return candidates(_departements(), incomplete)


def commune_candidates(incomplete: str) -> list[str]:
    """The communes, from two letters on."""
    named = ("commune",) if _is_long_enough(incomplete) else ()
    return candidates(_named(incomplete, named), incomplete)


def epci_candidates(incomplete: str) -> list[str]:
    """The EPCI, from two letters on."""
    named = ("epci",) if _is_long_enough(incomplete) else ()
    return candidates(_named(incomplete, named), incomplete)


def _is_long_enough(typed: str) -> bool:
    return len(slug(typed)) >= FEWEST_LETTERS


def _regions() -> "Described":
    for region in gazetteer.regions():
        yield region.name, "région"
    for ensemble in gazetteer.ensembles():
        yield ensemble.name, "ancienne région" if ensemble.kind == "ancienne-region" else "groupe"


def _departements() -> "Described":
    for one in gazetteer.departements():
        noun = "département" if one.kind == "departement" else "collectivité d'outre-mer"
        yield one.name, f"{noun} ({one.code})"


def _named(typed: str, kinds: tuple[str, ...]) -> "Described":
    """The communes and EPCI whose name begins with the text typed."""
    if not kinds:
        return
    nouns = {"commune": "commune", "epci": "intercommunalité"}
    for name, kind, codes in gazetteer.names_beginning(fold(typed)):
        if kind in kinds:
            where = ""
            if kind == "commune":
                found = dict.fromkeys(map(gazetteer.departement_of, codes))
                where = f" ({', '.join(found)})" if len(found) <= 3 else f" ({len(codes)} lieux)"
            yield name, nouns[kind] + where


# --- options of output ----------------------------------------------------------------------------


def format_candidates(incomplete: str) -> list[str]:
    """The output formats."""
    return candidates(FORMAT_DESCRIPTIONS.items(), incomplete)


def color_candidates(incomplete: str) -> list[str]:
    """The values of ``--color``."""
    return candidates([(one, "") for one in COLORS], incomplete)


def described(items: list[Any]) -> list[Any]:
    """Typer's candidates for commands and options, each with its help behind a tab."""
    return [
        type(item)(f"{item.value}\t{visible(item.help)}" if item.help else item.value)
        for item in items
    ]
