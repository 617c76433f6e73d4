"""The changes from one catalogue to another: for people, as JSON, and as an Atom feed."""

from __future__ import annotations

from achats_reseaux.output.html_escape import escape_markup
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


def render_atom(new: Catalogue, changes: Iterable[Change], url: str) -> str:
    """An Atom feed (RFC 4287) of the changes, one entry a network, dated as the new catalogue.

    Args:
        new: the newer catalogue.
        changes: from the older one.
        url: where the feed will be, from which its ids are made.
    """
    updated = f"{new.checked_on}T00:00:00Z"
    newline = "\n"
    by_network: dict[str, list[str]] = {}
    for one in changes:
        by_network.setdefault(one.network, []).append(escape_markup(sentence(one)))
    entries = "".join(
        f"  <entry>\n"
        f"    <id>{escape_markup(f'{url}#{new.version}-{network}')}</id>\n"
        f"    <title>{escape_markup(network)}</title>\n"
        f"    <updated>{updated}</updated>\n"
        f'    <content type="text">{newline.join(lines)}</content>\n'
        f"  </entry>\n"
        for network, lines in by_network.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        f"  <id>{escape_markup(url)}</id>\n"
        f"  <title>Catalogue de reseaux : ce qui change ({escape_markup(new.version)})</title>\n"
        f"  <updated>{updated}</updated>\n"
        f'  <link rel="self" href="{escape_markup(url)}"/>\n'
        "  <author><name>achats-reseaux</name></author>\n"
        f"{entries}</feed>\n"
    )
