"""What tables of any kind have in common: rows come in blocks, and some are refused."""

from __future__ import annotations

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import counted, french_number

TableRows = list[list[str]]
"""The texts of the cells of some rows; an empty row stays empty."""
MOST_CELLS = 20_000
MOST_ROWS = 1000
"""Cells and rows of a block."""


LOWER_HEADER = "Si l'en-tête est plus bas : --header-row N."
"""What to try where the first row has no names of columns."""


def without_openpyxl() -> UsageError:
    """The error where the package that reads and writes workbooks is not installed."""
    message = "Les classeurs .xlsx demandent openpyxl (l'extra xlsx)."
    return UsageError(message, "pip install openpyxl, dans l'environnement de reseaux.")


def no_header(row: int) -> UsageError:
    """The error for a table that ends above its header, or has none."""
    message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
    if row > 1:
        message = f"Le fichier n'a pas d'en-tête à la ligne {french_number(row)} (--header-row)."
    return UsageError(message)


def numbered_columns(width: int) -> list[str]:
    """What the columns of a table without header are called: ``1``, ``2`` and so on."""
    return [str(number) for number in range(1, width + 1)]


def header_notes(row: int) -> list[str]:
    """What there is to tell where the header is not the first row, in French."""
    if row == 1:
        return []
    return [f"En-tête à la ligne {french_number(row)} : ce qui est au-dessus est laissé."]


def ragged(line: int, cells: int, width: int, hint: str) -> FileError:
    """The error for a row that does not fit its header: its cells stand in no known column."""
    message = (
        f"La ligne {french_number(line)} a {counted(cells, 'cellule')}, l'en-tête en a"
        f" {french_number(width)} : ses valeurs ne sont pas sous leurs colonnes."
    )
    return FileError(message, hint)
