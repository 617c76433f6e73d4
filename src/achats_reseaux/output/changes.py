"""The changes from one catalogue to another: by network for people, as plain lines, as JSON."""

from __future__ import annotations

from achats_reseaux.model import CONTACT_LABELS, Catalogue, Change, Record
from achats_reseaux.output.delimited import plain_cell, rows
from achats_reseaux.output.json import SCHEMA_VERSION, edition, fields, to_json
from achats_reseaux.text import counted, visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


_COLUMNS = ("network", "field", "before", "after")


def render_plain(changes: Iterable[Change]) -> str:
    """One change a line; that of a whole network has no field."""
    body = [map(plain_cell, change.astuple()) for change in changes]
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


# --- for people ----------------------------------------------------------------------------------

NEW, ENDED, NUMBER, TEXT = "nouveau", "terminé", "numéro changé", "texte changé"
_EVENTS = (NEW, ENDED, NUMBER, TEXT)
"""What may happen to an entry, in the order in which it is told."""

_LABELS = {
    "name": "nom",
    "kind": "type",
    "themes": "thèmes",
    "audiences": "publics",
    "scope": "portée",
    "covers": "territoires",
    "carrier": "structure",
    "summary": "résumé",
    "aliases": "autres noms",
    "valid_from": "début",
    "valid_until": "fin",
    "use": "utilité",
    "short_name": "nom court",
    "cost": "prix",
    "who": "pour qui",
    "definition": "définition",
    "networks": "réseaux",
    **{name: label.lower() for name, label in CONTACT_LABELS.items()},
}
"""The fields of an entry in French; those of facts are in the vocabulary."""

_WHOLE = ("", "definition")
"""The fields that are told of an entry that comes or goes."""

MOST_LINES = 300


class _Entry(Record):
    """What happened to an entry: one of ``NEW`` and so on, and its changes."""

    event: str
    name: str
    changes: tuple[Change, ...]


def render_table(
    old: Catalogue,
    new: Catalogue,
    changes: Iterable[Change],
    today: str,
    width: int,
    *,
    everything: bool,
) -> str:
    """The changes by entry: the counts first, then a line each; ``everything`` has the texts too.

    Without it at most ``MOST_LINES``.
    """
    entries = _entries(old, new, changes, today)
    labels = {**new.labels("field"), **_LABELS}
    counts = []
    for event in _EVENTS:
        number = sum(entry.event == event for entry in entries)
        if number:
            counts.append(f"{event} : {number}")
    head = f"De {old.version} à {new.version} : {counted(len(entries), 'entrée changée')}."
    lines = wrapped(head, width) + wrapped(f"{' · '.join(counts)}.", width, 2) + [""]
    for entry in entries:
        lines += _lines_of(entry, labels, width, everything=everything)
    if not everything and len(lines) > MOST_LINES:
        rest = len(lines) - MOST_LINES + 1
        lines[MOST_LINES - 1 :] = [f"et {counted(rest, 'ligne')} de plus : --tout"]
    return "".join(f"{line}\n" for line in lines)


def _entries(old: Catalogue, new: Catalogue, changes: Iterable[Change], today: str) -> list[_Entry]:
    """The entries that changed, by what happened to them."""
    names = _names(old) | _names(new)
    by_id: dict[str, list[Change]] = {}
    for change in changes:
        by_id.setdefault(change.network, []).append(change)
    entries = []
    for own_id, some in by_id.items():
        entries.append(_Entry(_event(some, today), names[own_id], tuple(some)))
    return sorted(entries, key=lambda entry: _EVENTS.index(entry.event))


def _has_ended(changes: list[Change], today: str) -> bool:
    """Whether an entry is given an end that is past."""
    ends = [change.after for change in changes if change.field == "valid_until"]
    return any(end and end < today for end in ends)


def _event(changes: list[Change], today: str) -> str:
    """The greatest of what happened to an entry."""
    fields = {change.field for change in changes}
    whole = [change for change in changes if change.field in _WHOLE]
    if any(change.before is None for change in whole):
        return NEW
    if any(change.after is None for change in whole) or _has_ended(changes, today):
        return ENDED
    if not fields.isdisjoint(CONTACT_LABELS):
        return NUMBER
    return TEXT


def _names(catalogue: Catalogue) -> dict[str, str]:
    """The entries of a catalogue by id, as a person knows them."""
    names = {network.id: network.name for network in catalogue.networks}
    names |= {trace.id: f"{trace.label} (piste)" for trace in catalogue.traces}
    return names | {notion.id: notion.name for notion in catalogue.notions}


def _happened(entry: _Entry, labels: dict[str, str]) -> list[str]:
    """Its numbers, and the names of the texts that changed; where a new one helps, its contacts."""
    if entry.event == ENDED:
        return []
    if entry.event == NEW:
        return [change.after or "" for change in entry.changes if change.field not in _WHOLE]
    happened = []
    fields: dict[str, None] = {}
    for change in entry.changes:
        if change.field in CONTACT_LABELS:
            values = f"{change.before or 'aucun'} → {change.after or 'aucun'}"
            happened.append(f"{labels[change.field]} {values}")
        else:
            fields[labels.get(change.field, change.field).lower()] = None
    return [*happened, *fields]


def _lines_of(entry: _Entry, labels: dict[str, str], width: int, *, everything: bool) -> list[str]:
    """An entry with what happened to it; ``everything`` has the texts too."""
    line = f"{entry.event} : {entry.name}"
    happened = _happened(entry, labels)
    if happened:
        line += f" ({', '.join(happened)})"
    lines = wrapped(visible(line), width, 2)
    if everything:
        for change in entry.changes:
            for mark, text in (("-", change.before), ("+", change.after)):
                if text and change.field not in CONTACT_LABELS:
                    lines += wrapped(f"  {mark} {visible(text)}", width, 2)
    return lines
