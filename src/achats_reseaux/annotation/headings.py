"""The kind of code that the heading of a column tells, as public files write it.

A heading is heeded softly: a cell that does not fit is read as under any other heading.
"""

from __future__ import annotations

import re

from achats_reseaux.geocoder.codes import is_corsican, is_digits
from achats_reseaux.text import counted, fold, shortened

_HUMP = re.compile("(?<=[a-zé])(?=[A-Z])")
"""Where a word begins in ``codeInsee``."""
_HEADINGS = {
    "insee": "insee, code insee, codeinsee, insee com, com insee, insee commune,"
    " code insee commune, code commune insee, code insee de la commune, code commune,"
    " codecommune, code com, com code, codgeo, code geo, com, depcom,"
    " code officiel commune",
    "code-postal": "cp, code postal, codepostal, code post, codpost, postal code",
    "siren": "siren, n siren, numero siren, code siren, epci, code epci, siren epci",
    "siret": "siret, n siret, numero siret, code siret",
    "region": "reg, code reg, reg code, region, code region, insee reg, code insee region",
    "departement": "dep, code dep, dep code, dpt, dept, departement, code departement,"
    " insee dep, code insee departement, num dep",
}
_KINDS: dict[str, str] = {}
for _kind, _headings in _HEADINGS.items():
    _KINDS |= dict.fromkeys(_headings.split(", "), _kind)
_NOUNS = {
    "insee": "codes INSEE de commune",
    "code-postal": "codes postaux",
    "siren": "SIREN",
    "siret": "SIRET",
    "region": "codes de région",
    "departement": "codes de département",
}
_SHORT_WIDTHS = {"region": (1, 2), "departement": (1, 2, 3)}


def words_of_heading(heading: str) -> str:
    """The folded words of a heading: ``code insee`` of ``codeInsee``."""
    return fold(_HUMP.sub(" ", heading))


def kind_of_heading(heading: str) -> str | None:
    """The kind of code that a heading names, if it names one.

    >>> kind_of_heading("code_insee")
    'insee'
    """
    return _KINDS.get(words_of_heading(heading)) or _KINDS.get(fold(heading))


def may_fit(text: str, kind: str) -> bool:
    """Whether a cell has the form of a code, and of a short one where the kind has short codes."""
    code = text.replace(" ", "").removesuffix(".0")
    if not is_digits(code) and not is_corsican(code.lower()):
        return False
    widths = _SHORT_WIDTHS.get(kind)
    return widths is None or len(code) in widths


def heading_note(heading: str, kind: str, unfit: int) -> str:
    """How a column was read by its heading, in French, and how many cells did not fit."""
    note = f"Colonne « {shortened(heading)} » : lue comme {_NOUNS[kind]}, d'après son titre"
    if not unfit:
        return f"{note}."
    lines = counted(unfit, "ligne")
    have, read = ("ont", "lues") if unfit > 1 else ("a", "lue")
    return f"{note} ; {lines} n'en {have} pas, {read} comme un lieu de toute sorte."
