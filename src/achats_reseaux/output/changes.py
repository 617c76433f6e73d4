"""The changes from one catalogue to another: as plain lines and as JSON."""

from __future__ import annotations

from achats_reseaux.output.delimited import plain_cell, rows
from achats_reseaux.output.json import SCHEMA_VERSION, edition, fields, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue, Change


_COLUMNS = ("network", "field", "before", "after")


def render_plain(changes: Iterable[Change]) -> str:
    """One change a line; that of a whole network has no field."""
    body = [list(map(plain_cell, change.astuple())) for change in changes]
    return rows(_COLUMNS, body, "plain")


def render_json(old: Catalogue, new: Catalogue, changes: Iterable[Change]) -> str:
    """The JSON document of the changes, described by ``diff.schema.json``."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "old": edition(old),
        "new": edition(new),
        "changes": [fields(change, _COLUMNS) for change in changes],
    }
    return to_json(content) + "\n"
