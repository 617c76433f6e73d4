"""The columns of a table that ``--columns`` asks for."""

from __future__ import annotations

from achats_reseaux.answering import comma_separated, value_key
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import CONTACT_FIELDS
from achats_reseaux.output.delimited import RESULT_COLUMNS
from achats_reseaux.text import nearest, not_a_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = {way: f"contact_{way}" for way in CONTACT_FIELDS}
"""Columns by the names that people type: ``email`` for ``contact_email``."""


def columns_asked(texts: Iterable[str]) -> tuple[str, ...]:
    """The columns of ``RESULT_COLUMNS`` that texts name, in their order, each once.

    A contact never goes without what is to be known of it: behind the columns asked for
    ``email`` brings its note and the doubt of its network.

    Raises:
        UnknownWordError: there is no such column.
    """
    asked = [_column(text) for text in comma_separated(texts)]
    caveats = []
    for name in asked:
        if name in _SHORT.values():
            caveats.append(name.replace("contact_", "contact_notes_"))
    if caveats:
        caveats.append("doubt")
    return tuple(dict.fromkeys(asked + caveats))


def _column(text: str) -> str:
    """The column that a text names."""
    key = value_key(text).replace(" ", "_")
    name = _SHORT.get(key, key)
    if name in RESULT_COLUMNS:
        return name
    known = [*_SHORT, *RESULT_COLUMNS]
    near = tuple(nearest(text, known))
    raise UnknownWordError(not_a_value(text, "--columns", known), suggestions=near)
