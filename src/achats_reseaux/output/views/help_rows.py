"""Those who help, one row each, on a terminal: name, contact, what to verify.

Names and sites are wrapped, never cut; a number, an e-mail, an id is never broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.card.contact_methods import ContactMethod, host, trace_method
from achats_reseaux.card.panel_wording import to_verify
from achats_reseaux.card.rows import HelpRow, trace_name
from achats_reseaux.model import GUICHET_VERT, Trace
from achats_reseaux.output.views.styled_lines import ADDRESS, GAP, joined, text, unbroken, warned
from achats_reseaux.output.views.table import RowCells

if TYPE_CHECKING:
    from rich.text import Text

    from achats_reseaux.answering.answers import Match


FORM = "formulaire commun"
"""What leads to a guichet vert without a contact of its own."""

NOBODY = "aucun connu"
"""What stands for a contact that is not known."""

_BEFORE = {"link": "à chercher sur ", "read": "lu sur "}
"""By kind of a contact method what stands before a site that is not one's own."""


def whole_way(way: ContactMethod) -> Text:
    """A number, an e-mail, or an address whole, as a link."""
    address = way.target
    if way.kind in ("phone", "email"):
        address = unbroken(way.text)
    return text(address, ADDRESS, way.target)


def noted_way(*ways: ContactMethod) -> Text:
    """A way in, whole, with what to know of it; or several, of which that is the same."""
    parts = [whole_way(way) for way in ways]
    if ways[0].note:
        parts.append(text(ways[0].note.rstrip(".")))
    return text(" · ").join(parts)


def site_link(address: str) -> Text:
    """The site of an address, as a link to it; it may be broken at its dots."""
    return text(host(address), ADDRESS, address, in_cell=True)


def way_text(way: ContactMethod | None, *, among_switchboards: bool = False) -> Text:
    """A number, an e-mail, else the site of an address, as a link.

    With whose a number is, but for the switchboards of a table that says what they are.
    """
    if way is None:
        return text(NOBODY)
    if way.kind == "email":
        return whole_way(way)
    if way.kind != "phone":
        return joined(_BEFORE.get(way.kind, ""), site_link(way.target))
    whose = ""
    if way.of_body and not among_switchboards:
        whose = " (standard)"
    elif among_switchboards and not way.of_body:
        whose = " (direct)"
    return joined(whole_way(way), whose)


def missing_contact(match: Match) -> str:
    """What stands for the contact of a network that has none; else ``""``."""
    if match.network.contact.has_any:
        return ""
    if match.network.kind == GUICHET_VERT:
        return FORM
    return NOBODY


def has_form(row: HelpRow) -> bool:
    """Whether the contact of a row is the common form of the guichets verts."""
    return row.match is not None and missing_contact(row.match) == FORM


def form_line(way: ContactMethod) -> Text:
    """The address of the common form, which stands once on a screen, for the rows that name it."""
    return joined("Formulaire commun (2022) : ", whole_way(way))


def name_text(name: str) -> Text:
    """A name, which may be broken after a hyphen or a dot."""
    return text(name, "bold", in_cell=True)


def help_cells(row: HelpRow, width: int, *, everything: bool) -> RowCells:
    """A row, the name of a local one bold; where all is shown, the whole caveat below it."""
    name = name_text(row.name)
    if row.is_national:
        name = text(row.name, in_cell=True)
    below = []
    if everything and row.match is not None and row.match.network.doubt:
        below.append(warned(to_verify(row.match.network.doubt)))
    return RowCells(([name], _contact_cell(row, width)), tuple(below))


def _contact_cell(row: HelpRow, width: int) -> list[Text]:
    """The contact of a row, and why it is to be verified: beside it on a wide screen."""
    way = way_text(row.way)
    if has_form(row):
        way = text(FORM)
    if not row.remark:
        return [way]
    together = joined(way, unbroken(" · "), row.remark)
    if together.cell_len <= width // 2 - GAP:
        return [together]
    return [way, text(row.remark)]


def trace_way(trace: Trace) -> Text:
    """The site of a trace itself, else of the page where it was read of, with its year."""
    return joined(way_text(trace_method(trace)), f" ({trace.year})")


def trace_cells(trace: Trace) -> RowCells:
    """The row of a trace."""
    return RowCells(([name_text(trace_name(trace))], [trace_way(trace)]))
