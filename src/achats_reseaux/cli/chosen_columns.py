"""The columns of a table that ``--columns`` asks for."""

from __future__ import annotations

from achats_reseaux.answering import comma_separated, value_key
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.output.row_table import PLAIN_COLUMNS, ROW_COLUMNS
from achats_reseaux.text import nearest, not_a_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def columns_asked(texts: Iterable[str]) -> tuple[str, ...]:
    """The columns that texts name, in their order, each once.

    Raises:
        UnknownWordError: there is no such column.
    """
    return tuple(dict.fromkeys(map(_column, comma_separated(texts))))


def _column(text: str) -> str:
    """The column that a text names."""
    name = value_key(text).replace(" ", "_")
    if name in ROW_COLUMNS:
        return name
    near = tuple(nearest(text, list(ROW_COLUMNS)))
    raise UnknownWordError(not_a_value(text, "--columns", PLAIN_COLUMNS), suggestions=near)
