"""The columns of a table: found by name or number, listed, or proposed by their headings."""

from __future__ import annotations

import re

from achats_reseaux.annotation.headings import words_of_heading
from achats_reseaux.errors import UsageError
from achats_reseaux.geocoder.codes import is_full_code, is_siren, is_siret
from achats_reseaux.tables.blocks import LOWER_HEADER
from achats_reseaux.text import fold, nearest, shell_quoted, shortened

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
_BUYERS = re.compile(r"\S*(?:acheteur|adjudicateur|organisme)\S*")
"""Words of the headings that come first: the place asked for is the buyer's."""
_OF_BUYERS = {
    "id": "siret",
    "identifiant": "siret",
    "nom": "column",
    "libelle": "column",
    "": "column",
}
"""The rest of a buyer's heading that is none of ``_HEADINGS``, and the option for its column."""
_OTHERS = ("execution", "livraison", "titulaire", "fournisseur")
"""Parts of headings of columns whose places are not the buyer's: they are never proposed."""
_NAMES = ("commune", "column")
_FOLLOWING = {"siret": _NAMES, "siren": _NAMES, "insee": _NAMES, "commune": ("code-postal",)}
"""What is read beside a column: the name where the number is missing, the code of a homonym."""


def column_numbers(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The positions of distinct columns: by exact name, else by folded name, else by number from 1.

    Raises:
        UsageError: one is not in the table, there are several of its name, or it is
            named twice.
    """
    positions: list[int] = []
    for name in wanted:
        matching = _positions(names, name)
        if len(matching) > 1:
            numbers = ", ".join([str(position + 1) for position in matching])
            message = f"Plusieurs colonnes s'appellent « {shortened(name)} »."
            raise UsageError(message, f"Donnez son numéro : {numbers}.")
        if not matching:
            message = f"Le fichier n'a pas de colonne « {shortened(name)} »."
            near = tuple(nearest(name, list(names), most=1))
            raise UsageError(message, listed(names), suggestions=near)
        if matching[0] in positions:
            message = f"La colonne « {shortened(names[matching[0]])} » est nommée deux fois."
            raise UsageError(message)
        positions += matching
    return positions


def _positions(names: Sequence[str], wanted: str) -> list[int]:
    """The positions of the columns that a name or a number means."""
    exact = [position for position, name in enumerate(names) if name == wanted]
    if exact:
        return exact
    key = fold(wanted)
    alike = [position for position, name in enumerate(names) if fold(name) == key]
    if key and alike:
        return alike
    return [position for position in range(len(names)) if str(position + 1) == wanted]


def refuse_codes(headings: Sequence[str]) -> None:
    """Refuse (``UsageError``) a heading that is a code: the table has no header, or a lower one."""
    for heading in headings:
        if is_siren(heading) or is_siret(heading) or is_full_code(heading.lower()):
            message = f"L'en-tête contient un code, « {heading} » : ce n'est pas un titre."
            hint = (
                "Sans en-tête : --no-header-row, et les colonnes par leur numéro ; s'il est plus"
                " bas : --header-row N."
            )
            raise UsageError(message, hint)


def listed(names: Sequence[str]) -> str:
    """French sentences on the columns of a file."""
    shown = ", ".join(name or "(sans nom)" for name in names)
    return f"Ses colonnes : {shortened(shown, 2000)}. {LOWER_HEADER}"


def likely_options(names: Sequence[str]) -> str:
    """The option for the column that is likeliest by its heading, the buyer's first.

    With it come those of ``_FOLLOWING``, of the same body.
    """
    likely = []
    for position, name in enumerate(names):
        key = words_of_heading(name)
        is_others = any(part in key for part in _OTHERS)
        rank, option = _meaning(key)
        if option and not is_others:
            likely.append((rank, position, option))
    likely.sort()
    chosen = likely[:1]
    for candidate in likely[1:]:
        (_, first, option), (_, position, other) = chosen[-1], candidate
        if other in _FOLLOWING.get(option, ()):
            if _is_buyers(names[position]) == _is_buyers(names[first]):
                chosen.append(candidate)
    return " ".join(f"--{option} {shell_quoted(names[position])}" for _, position, option in chosen)


def _is_buyers(name: str) -> bool:
    return _BUYERS.search(words_of_heading(name)) is not None


def _meaning(key: str) -> tuple[int, str]:
    """The option that a folded heading calls for, if any, and its rank, the lowest first.

    >>> _meaning("acheteur id")
    (12, 'siret')
    """
    is_buyers = _BUYERS.search(key) is not None
    for rank, (words, option) in enumerate(_HEADINGS.items()):
        if f" {words} " in f" {key} ":
            return (rank if is_buyers else rank + 100), option
    option = ""
    if is_buyers:
        rest = " ".join(_BUYERS.sub("", key).split())
        option = _OF_BUYERS.get(rest, "")
    rank = len(_HEADINGS)
    if option == "column":  # a code is surer than a name
        rank += 200
    return rank, option
