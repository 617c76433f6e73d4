"""The columns of a table: found by name or number, listed, or proposed by their headings."""

from __future__ import annotations

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
_OTHERS = ("execution", "livraison", "titulaire", "fournisseur")
"""Parts of headings of columns whose places are not the buyer's: they are never proposed."""


def column_numbers(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The positions of distinct columns: by exact name, else by folded name, else by number from 1.

    Raises:
        UsageError: one is not in the table, there are several of its name, or it is named twice.
    """
    positions: list[int] = []
    for one in wanted:
        found = [at for at, name in enumerate(names) if name == one]
        found = found or [at for at, name in enumerate(names) if fold(name) == fold(one) != ""]
        found = found or [at for at in range(len(names)) if str(at + 1) == one]
        if len(found) > 1:
            numbers = ", ".join(str(at + 1) for at in found)
            message = f"Plusieurs colonnes s'appellent « {shortened(one)} »."
            raise UsageError(message, f"Donnez son numéro : {numbers}.")
        if not found:
            message = f"Le fichier n'a pas de colonne « {shortened(one)} »."
            title = "L'en-tête doit être la première ligne du fichier."
            raise UsageError(message, f"{listed(names)} {title}")
        if found[0] in positions:
            message = f"La colonne « {shortened(names[found[0]])} » est nommée deux fois."
            raise UsageError(message)
        positions += found
    return positions


def listed(names: Sequence[str]) -> str:
    """A French sentence with the columns of a file."""
    return f"Ses colonnes : {shortened(', '.join(name or '(sans nom)' for name in names), 2000)}."


def likely_option(names: Sequence[str]) -> str | None:
    """The option for the column that is likeliest by its heading, the buyer's first."""
    likely = []
    for at, name in enumerate(names):
        key = f" {fold(name)} "
        buyer, other = (any(part in key for part in parts) for parts in (_BUYERS, _OTHERS))
        ranks = [rank for rank, word in enumerate(_HEADINGS) if f" {word} " in key]
        likely += [] if other else [(not buyer, rank, at) for rank in ranks]
    if not likely:
        return None
    _, rank, at = min(likely)
    return f"--{list(_HEADINGS.values())[rank]} {shell_quoted(names[at])}"
