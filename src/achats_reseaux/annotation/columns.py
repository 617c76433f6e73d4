"""The columns of a table: found by name or number, and listed where there is no such column."""

from __future__ import annotations

from achats_reseaux.errors import UsageError
from achats_reseaux.text import fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def matching_columns(names: Sequence[str], wanted: str) -> list[int]:
    """The positions of a column: by exact name, else by folded name, else by number from 1."""
    exact = [at for at, name in enumerate(names) if name == wanted]
    if exact:
        return exact
    key = fold(wanted)
    alike = [at for at, name in enumerate(names) if key and fold(name) == key]
    if alike:
        return alike
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    return [number - 1] if 1 <= number <= len(names) else []


def column(names: Sequence[str], wanted: str) -> int:
    """The position of a column.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = matching_columns(names, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(str(at + 1) for at in found)
        message = f"Plusieurs colonnes s'appellent « {shortened(wanted)} »."
        raise UsageError(message, f"Donnez son numéro : {numbers}.")
    message = f"Le fichier n'a pas de colonne « {shortened(wanted)} »."
    near = nearest(wanted, list(names), cutoff=0.5)
    hint = f"Vouliez-vous dire : {', '.join(map(shortened, near))} ? " if near else ""
    title = "" if near else " L'en-tête doit être la première ligne du fichier."
    raise UsageError(message, hint + listed(names) + title)


def place_columns(names: Sequence[str], wanted: Sequence[str]) -> tuple[int, ...]:
    """The positions of distinct columns.

    Raises:
        UsageError: one is not in the table, is ambiguous, or is named twice.
    """
    positions = tuple(column(names, one) for one in wanted)
    twice = next((one for one in positions if positions.count(one) > 1), None)
    if twice is not None:
        message = f"La colonne « {shortened(names[twice])} » est nommée deux fois."
        raise UsageError(message)
    return positions


def number_columns(
    names: Sequence[str], wanted: Sequence[str], places: Sequence[int]
) -> tuple[int, ...]:
    """The positions of columns of numbers, whose names may be joined by commas.

    Raises:
        UsageError: one is not in the table, or holds places.
    """
    each = ([one] if matching_columns(names, one) else one.split(",") for one in wanted)
    positions = tuple(column(names, name) for group in each for name in group)
    clash = next((at for at in positions if at in places), None)
    if clash is not None:
        message = f"La colonne « {shortened(names[clash])} » est lue comme un lieu."
        raise UsageError(message, "Un code reste un texte : --numbers ne la prend pas.")
    return positions


def listed(names: Sequence[str]) -> str:
    """A French sentence with the columns of a file."""
    shown = ", ".join(shortened(name) or "(sans nom)" for name in names[:20])
    more = f" et {len(names) - 20} autres" if len(names) > 20 else ""
    return f"Ses colonnes : {shown}{more}."


def refuse_annotated(names: Sequence[str], ours: Sequence[str]) -> None:
    """Refuse a table that has a column with one of the names to append.

    Raises:
        UsageError: it has one.
    """
    keys = {fold(name) for name in names}
    for name in ours:
        if fold(name) in keys:
            message = f"Le fichier a déjà une colonne {name} : il est déjà annoté."
            raise UsageError(message, "Partez du fichier d'origine, ou renommez cette colonne.")
