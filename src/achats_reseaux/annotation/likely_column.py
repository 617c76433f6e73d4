"""Guess which column of a table holds places, to suggest it where no column was named.

A column with a known heading is accepted if most of its first cells resolve to places. Under any
other heading the cells must be names of places or SIRET, since numbers of two to five digits are
too often valid codes.
"""

from __future__ import annotations

from itertools import islice

from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import is_missing
from achats_reseaux.model import Places
from achats_reseaux.text import fold, shell_quoted, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.annotation.csv_table import CsvTable
    from achats_reseaux.annotation.sheet_table import SheetTable

_HEADINGS = {
    "siret": "siret",
    "siren": "siren",
    "insee": "insee",
    "code commune": "insee",
    "commune": "commune",
    "ville": "commune",
    "code postal": "code-postal",
    "codepostal": "code-postal",
    "cp": "code-postal",
    "epci": "epci",
    "intercommunalite": "epci",
    "region": "region",
    "lieu": None,
    "adresse": None,
    "localite": None,
    "territoire": None,
}
"""Folded words of a heading, and the option for their column; the most reliable first."""

_BUYERS = ("acheteur", "adjudicateur", "adjudicatrice", "organisme", "beneficiaire")
"""Parts of the headings that come first: the place asked for is the buyer's."""
_OTHERS = ("execution", "livraison", "chantier", "titulaire", "attributaire", "fournisseur")
"""Parts of headings of columns whose places are not the buyer's: they are never proposed."""

_LOOKED_AT = 20
"""The number of rows to examine."""
_SMALL = 3
"""Numbers of at most so many digits are usually ranks or counts, not départements."""
_SIRET = 14


def likely_option(table: CsvTable | SheetTable) -> str | None:
    """The command-line option for the likeliest column, or ``None`` if none is likely."""
    columns = _columns(table)
    likely = []
    for at, name in enumerate(table.names):
        rank, kind = _heading(name)
        key = fold(name).replace(" ", "")
        if any(word in key for word in _OTHERS):
            continue
        cells = [cell for cell in columns[at] if cell and not is_missing(cell)]
        known = rank < len(_HEADINGS)
        found = sum(_is_place(cell, kind, known=known) for cell in cells)
        if 2 * found > len(cells) or (known and not cells):
            is_buyer = any(word in key for word in _BUYERS)
            likely.append((not is_buyer, rank, at, kind or "column"))
    if not likely:
        return None
    *_, at, option = min(likely)
    return f"--{option} {_named(table.names, at)}"


def _heading(name: str) -> tuple[int, str | None]:
    words = f" {fold(name)} "
    for rank, (heading, kind) in enumerate(_HEADINGS.items()):
        if f" {heading} " in words:
            return rank, kind
    return len(_HEADINGS), None


def _columns(table: CsvTable | SheetTable) -> list[list[str]]:
    """The first cells of each column."""
    columns: list[list[str]] = [[] for _ in table.names]
    for cells, _ in islice(table.rows("texts"), _LOOKED_AT):
        for column, value in zip(columns, cells, strict=False):
            column.append(value.strip())
    return columns


def _is_place(cell: str, kind: str | None, *, known: bool) -> bool:
    digits = cell.replace(" ", "")
    if digits.isdigit() and len(digits) <= _SMALL and kind != "region":
        return False
    if not known and not (cell[0].isalpha() or (digits.isdigit() and len(digits) == _SIRET)):
        return False
    return isinstance(resolve(cell, kind, suggest=False), Places)


def _named(names: tuple[str, ...], at: int) -> str:
    """A column as an argument: its name, or its number if the name is ambiguous or unusual."""
    name = names[at]
    alike = [one for one in names if fold(one) == fold(name)]
    if len(alike) > 1 or name.startswith("-") or visible(name) != name or not fold(name):
        return str(at + 1)
    return shell_quoted(name)
