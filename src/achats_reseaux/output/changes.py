"""The changes from one catalogue to another: for people and as JSON."""

from __future__ import annotations

from achats_reseaux.output.json import SCHEMA_VERSION, edition, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue, Change


def sentence(change: Change) -> str:
    """One change on a line."""
    if not change.field:
        what = "nouveau réseau" if change.before is None else "réseau retiré"
        return f"{change.network} : {what} ({change.after or change.before})"
    where = f"{change.network}, {change.field} :"
    if change.before is None:
        return f"{where} + {change.after}"
    if change.after is None:
        return f"{where} - {change.before}"
    return f"{where} {change.before} → {change.after}"


def render_json(old: Catalogue, new: Catalogue, changes: Iterable[Change]) -> str:
    """The JSON document of the changes, described by ``diff.schema.json``."""
    names = ("network", "field", "before", "after")
    content = {
        "schema_version": SCHEMA_VERSION,
        "old": edition(old),
        "new": edition(new),
        "changes": [{name: getattr(one, name) for name in names} for one in changes],
    }
    return to_json(content) + "\n"
