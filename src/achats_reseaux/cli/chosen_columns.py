"""The columns of a table that ``--columns`` asks for."""

from __future__ import annotations

from achats_reseaux.answering import comma_separated, value_key
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.output.delimited import RESULT_COLUMNS
from achats_reseaux.text import nearest, not_a_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = {name.removeprefix("contact_"): name for name in RESULT_COLUMNS}
"""Columns by the names that people type: ``email`` for ``contact_email``."""


def columns_asked(texts: Iterable[str]) -> tuple[str, ...]:
    """The columns of ``RESULT_COLUMNS`` that texts name, in their order, each once.

    A contact never goes without what is to be known of it: ``email`` brings its note and the doubt
    of its network.

    Raises:
        UnknownWordError: there is no such column.
    """
    columns: dict[str, None] = {}
    has_contact = False
    for text in comma_separated(texts):
        name = _column(text)
        columns[name] = None
        note = name.replace("contact_", "contact_notes_", 1)
        if name != note and note in RESULT_COLUMNS:
            columns[note] = None
            has_contact = True
    if has_contact:
        columns["doubt"] = None
    return tuple(columns)


def _column(text: str) -> str:
    key = value_key(text).replace(" ", "_")
    name = _SHORT.get(key, key)
    if name in RESULT_COLUMNS:
        return name
    near = tuple(nearest(text, list(_SHORT)))
    raise UnknownWordError(not_a_value(text, "--columns", _SHORT), suggestions=near)
