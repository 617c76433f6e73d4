"""The rows of an answer, one table of columns for every format that has rows.

A row is a network, a notion or a switchboard. A new column is a row of ``ROW_COLUMNS``.
"""

from __future__ import annotations

from achats_reseaux.model import ADDRESSES
from achats_reseaux.output import delimited

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from achats_reseaux.answering.answers import Answer, Match

    Plain = dict[str, Any]

_KNOWN = ("note", "certainty", "as_of", "of", "doubtful")

ROW_COLUMNS = {
    "record": "record",
    "first": "first",
    "id": "id",
    "name": "name",
    "kind": "kind",
    "themes": "themes",
    "scope": "scope",
    "phone": "contact.phone",
    "email": "contact.email",
    "website": "contact.website contact.page contact.form",
    "doubt": "doubt.text",
    # Plain lines end here.
    "coverage": "coverage",
    "audiences": "audiences",
    "covers_kind": "covers.kind",
    "covers_code": "covers.code",
    "covers_name": "covers.name",
    "carrier": "carrier",
    "summary": "summary",
    "definition": "definition",
    "use": "use",
    "cost": "cost",
    "who": "who",
    "sign": "sign",
    "doubt_reason": "doubt.reason",
    "doubt_year": "doubt.year",
    "doubt_question": "doubt.question",
    "contact_best": "contact.best",
    "contact_page": "contact.page",
    "contact_form": "contact.form",
    "contact_of": "contact.of",
    **{
        f"contact_known_{address}_{name}": f"contact.known.{address}.{name}"
        for address in ADDRESSES
        for name in _KNOWN
    },
    "ways_in_url": "ways_in.url",
    "note": "note",
    "date": "date",
    "sources_url": "sources.url",
    "sources_date": "sources.date",
    "sources_page_date": "sources.page_date",
    "sources_read_on": "sources.read_on",
    "checked_on": "checked_on",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
    "expired": "expired",
    "origin": "origin",
}
"""The columns by name, each with its path in the object of a row: the first of several that is
filled. A path through a list has the values of all its members."""

PLAIN_COLUMNS = tuple(ROW_COLUMNS)[:11]
"""The columns of plain lines."""

FRENCH_COLUMNS = {
    "Réseau": "name",
    "Type": "kind_label",
    "Où": "where",
    "Téléphone": "phone",
    "Courriel": "email",
    "Page": "website",
    "À savoir": "to_know",
    "À vérifier": "doubt",
    "Prix": "cost",
    "Pour qui": "who",
    "Fiche relue le": "read_on",
    "Identifiant": "id",
}
"""The columns of ``csv-excel``, which a person reads, by their titles: columns of ``ROW_COLUMNS``,
and those of ``french_cells``."""


def render(answer: Answer, output_format: str) -> str:
    """The rows of an answer in a format; ``quiet`` has the ids of networks and notions."""
    if output_format == "quiet":
        return "".join(f"{own_id}\n" for own_id in _ids(answer))
    if answer.status not in ("found", "none"):
        return ""  # not even a header: what is refused has no rows
    columns = answer.query.columns
    is_short = output_format == "plain" and set(columns).issubset(PLAIN_COLUMNS)
    objects = row_objects(answer, is_short=is_short)
    if output_format == "jsonl":
        from achats_reseaux.output import jsonl

        if columns:
            return jsonl.render(
                {name: value_of(row, name) for name in columns} for row, _ in objects
            )
        return jsonl.render(row for row, _ in objects)
    if output_format in ("csv-excel", "excel") and not columns:
        return _in_french(answer, objects)
    if not columns:
        columns = PLAIN_COLUMNS if output_format == "plain" else tuple(ROW_COLUMNS)
    paths = [_paths(name) for name in columns]
    body = []
    for row, _ in objects:
        body.append([delimited.plain_cell(_first_at(row, some)) for some in paths])
    return delimited.rows(columns, body, output_format)


def _ids(answer: Answer) -> list[str]:
    if answer.email_draft is not None:
        return list(filter(None, [answer.email_draft.network]))
    ids = [known.id for known in answer.notions]
    return ids + [match.network.id for match in answer.results]


def row_objects(answer: Answer, *, is_short: bool = False) -> list[tuple[Plain, Match | None]]:
    """The rows of an answer in their order, each with its network; the first contact is the first.

    Behind it come the notions, the networks, and the switchboard. Short ones have the keys of
    ``PLAIN_COLUMNS`` only.
    """

    def network_row(match: Match, first: int | None = None) -> tuple[Plain, Match]:
        if is_short:
            return _row("network", _short_result(match), first), match
        from achats_reseaux.output.documents import result

        return _row("network", result(match, answer.today), first), match

    rows: list[tuple[Plain, Match | None]] = []
    leader = None
    if answer.place is not None:
        from achats_reseaux.card.first_contact import first_contact

        leader = first_contact(answer)
    leading = leader and leader.match and leader.match.network.id
    if leader is not None and leader.match is not None:
        rows.append(network_row(leader.match, 1))
    board = None
    if answer.switchboard is not None:
        from achats_reseaux.output.documents import plain_switchboard

        board = plain_switchboard(answer.switchboard)
    if leader is not None and board and leader.match is None:
        rows.append((_row("switchboard", board | {"id": board["siren"]}, 1), None))
        board = None
    if answer.notions:
        from achats_reseaux.output.documents import notion

        rows += [(_row("notion", notion(known, answer.today)), None) for known in answer.notions]
    for match in answer.results:
        if match.network.id != leading:
            rows.append(network_row(match))
    if board:
        rows.append((_row("switchboard", board | {"id": board["siren"]}), None))
    return rows


_IN_SHORT = ("id", "name", "kind", "themes", "scope")


def _short_result(match: Match) -> Plain:
    """A network in the few keys of a line: half of the time of a lookup were the others."""
    doubt = match.network.doubt
    return {name: getattr(match.network, name) for name in _IN_SHORT} | {
        "contact": _addresses(match),
        "doubt": doubt and {"text": doubt},
    }


def _addresses(match: Match) -> Plain:
    """The addresses of a network, without what is known of each."""
    documented = match.network.contact
    content = {field: getattr(documented, field) for field in ADDRESSES[:-1]}
    form = None
    if not documented.has_any:
        from achats_reseaux.card.contact_methods import first_method

        method = first_method(match)
        form = method.target if method is not None and method.is_form else None
    return content | {"form": form}


def _row(record: str, content: Plain, first: int | None = None) -> Plain:
    return {"record": record, "first": first} | content


def value_of(row: Plain, column: str) -> Any:
    """The value of a column in a row; ``None`` of what the row does not have."""
    return _first_at(row, _paths(column))


def _paths(column: str) -> list[list[str]]:
    """The paths of a column, each as its keys."""
    return [path.split(".") for path in ROW_COLUMNS[column].split(" ")]


def _first_at(row: Plain, paths: Iterable[Sequence[str]]) -> Any:
    """The value at the first of some paths that has one."""
    value = None
    for path in paths:
        value = value or _at(row, path)
    return value


def _at(value: Any, names: Sequence[str]) -> Any:
    """What is at a path of keys; of a list what each of its members has there, empty for none."""
    for position, name in enumerate(names):
        if isinstance(value, (list, tuple)):
            return [_at(member, names[position:]) or "" for member in value]
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _in_french(answer: Answer, objects: Sequence[tuple[Plain, Match | None]]) -> str:
    from achats_reseaux.output.french_cells import french_cells

    assert answer.catalogue is not None
    body = []
    for row, match in objects:
        cells = french_cells(row, match, answer.catalogue)
        line = []
        for name in FRENCH_COLUMNS.values():
            value = cells[name] if name in cells else value_of(row, name)
            line.append(delimited.plain_cell(value))
        body.append(line)
    return delimited.rows(tuple(FRENCH_COLUMNS), body, "csv-excel")


_CONTACT_COLUMNS = ("phone", "email", "website", "contact_page", "contact_form")
"""The columns that lead to somebody."""


def hides_a_doubt(answer: Answer) -> bool:
    """Whether the columns asked for give a contact without the doubt that an entry has."""
    columns = answer.query.columns
    if "doubt" in columns or set(columns).isdisjoint(_CONTACT_COLUMNS):
        return False
    return any(value_of(row, "doubt") for row, _ in row_objects(answer))
