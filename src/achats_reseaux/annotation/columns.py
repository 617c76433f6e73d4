"""The columns of a table: found by name or number, listed, or proposed by their headings."""

from __future__ import annotations

import re

from achats_reseaux.errors import UsageError
from achats_reseaux.text import fold, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADINGS = {
    "siret": "siret",
    "siren": "siren",
    "insee": "insee",
    "code commune": "insee",
    "commune": "commune",
    "ville": "commune",
    "code postal": "code-postal",
    "cp": "code-postal",
    "epci": "epci",
    "region": "region",
    "lieu": "column",
    "adresse": "column",
}
"""Folded words of a heading, and the option for their column; the most reliable first."""
_BUYERS = ("acheteur", "adjudicateur", "organisme")
"""Parts of the headings that come first: the place asked for is the buyer's."""
_IDS, _NAMES = ("id", "identifiant"), ("nom", "libelle", "")
"""What headings have beside a buyer: ``acheteur.id`` is a SIRET, ``nomAcheteur`` any text."""
_BUYERS_OWN, _ANYBODYS, _BUYERS_NAME = range(3)
"""What is proposed first, second and last."""
_OTHERS = ("execution", "livraison", "titulaire", "fournisseur")
"""Parts of headings of columns whose places are not the buyer's: they are never proposed."""
_HUMP = re.compile("(?<=[a-zé])(?=[A-Z])")
"""Where a word begins in ``acheteurId``."""


def column_numbers(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The positions of distinct columns: by exact name, else by folded name, else by number from 1.

    Raises:
        UsageError: one is not in the table, there are several of its name, or it is named twice.
    """
    positions: list[int] = []
    for name in wanted:
        found = _positions(names, name)
        if len(found) > 1:
            numbers = ", ".join(str(position + 1) for position in found)
            message = f"Plusieurs colonnes s'appellent « {shortened(name)} »."
            raise UsageError(message, f"Donnez son numéro : {numbers}.")
        if not found:
            message = f"Le fichier n'a pas de colonne « {shortened(name)} »."
            lower = "Si l'en-tête est plus bas : --header-row N."
            raise UsageError(message, f"{listed(names)} {lower}")
        if found[0] in positions:
            message = f"La colonne « {shortened(names[found[0]])} » est nommée deux fois."
            raise UsageError(message)
        positions += found
    return positions


def _positions(names: Sequence[str], wanted: str) -> list[int]:
    """The positions of the columns that a name or a number means."""
    numbered = list(enumerate(names))
    exact = [position for position, name in numbered if name == wanted]
    if exact:
        return exact
    key = fold(wanted)
    alike = [position for position, name in numbered if key and fold(name) == key]
    if alike:
        return alike
    return [position for position, _ in numbered if str(position + 1) == wanted]


def listed(names: Sequence[str]) -> str:
    """A French sentence with the columns of a file."""
    shown = ", ".join(name or "(sans nom)" for name in names)
    return f"Ses colonnes : {shortened(shown, 2000)}."


def likely_option(names: Sequence[str]) -> str | None:
    """The option for the column that is likeliest by its heading, the buyer's first."""
    likely = []
    for position, name in enumerate(names):
        key = fold(_HUMP.sub(" ", name))
        if not _holds(key, _OTHERS):
            likely += [(rank, position, option) for rank, option in _meanings(key)]
    if not likely:
        return None
    _, position, option = min(likely)
    return f"--{option} {shell_quoted(names[position])}"


def _meanings(key: str) -> list[tuple[tuple[int, int], str]]:
    """The options that a folded heading may call for, each with its rank, the lowest first."""
    is_buyer = _holds(key, _BUYERS)
    whose = _BUYERS_OWN if is_buyer else _ANYBODYS
    found = []
    for rank, (words, option) in enumerate(_HEADINGS.items()):
        if f" {words} " in f" {key} ":
            found.append(((whose, rank), option))
    if is_buyer and not found:
        rest = " ".join(word for word in key.split() if not _holds(word, _BUYERS))
        if rest in _IDS:
            found.append(((_BUYERS_OWN, len(_HEADINGS)), "siret"))
        elif rest in _NAMES:
            found.append(((_BUYERS_NAME, 0), "column"))
    return found


def _holds(text: str, parts: Sequence[str]) -> bool:
    return any(part in text for part in parts)
