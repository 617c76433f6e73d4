"""The changes from one catalogue to another: a line each, and their document."""

from __future__ import annotations

from collections import Counter

from achats_reseaux.output.delimited import plain_cell, rows
from achats_reseaux.output.documents import SCHEMA_VERSION, edition, fields
from achats_reseaux.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from achats_reseaux.model import Catalogue, Change

_COLUMNS = ("id", "field", "before", "after")

NO_CHANGES: dict[str, Any] = {
    "document": "diff",
    "schema_version": SCHEMA_VERSION,
    "status": "none",
    "reason": None,
    "message": None,
    "old": None,
    "new": None,
    "changes": [],
}
"""The document where nothing differs, with its keys in their order."""


def changes_document(
    old: Catalogue, new: Catalogue, changes: Sequence[Change], *, differs: bool
) -> dict[str, Any]:
    """The document of the changes, which ``diff.schema.json`` describes.

    ``differs``: whether anything does, as the date of the list, which is no change of an entry.
    """
    return NO_CHANGES | {
        "status": "found" if differs else "none",
        "old": edition(old),
        "new": edition(new),
        "changes": [fields(change, _COLUMNS) for change in changes],
    }


def render_plain(changes: Sequence[Change]) -> str:
    """One change a line; that of a whole entry has no field."""
    body = [map(plain_cell, change.astuple()) for change in changes]
    return rows(_COLUMNS, body, "plain")


def counts(old: Catalogue, new: Catalogue, changes: Sequence[Change]) -> str:
    """How much changed: ``De 2026.1 à 2026.2 : 3 entrées changées, dont 1 nouvelle``.

    ``""`` where no entry did.
    """
    if not changes:
        return ""
    entries = Counter(change.id for change in changes)
    number = counted(len(entries), "entrée changée")
    whole = [change for change in changes if not change.field]
    added = sum(change.before is None for change in whole)
    details = []
    if added:
        details.append(counted(added, "nouvelle"))
    if len(whole) > added:
        details.append(counted(len(whole) - added, "disparue"))
    more = f", dont {' et '.join(details)}" if details else ""
    return f"De {old.version} à {new.version} : {number}{more}."
