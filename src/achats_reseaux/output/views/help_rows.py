"""Those who help, one row each, on a terminal: where, name, contact, what to verify.

Names and sites are wrapped, never cut; a number, an e-mail, an id is never broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.card.contact_methods import host
from achats_reseaux.card.panel_lines import to_verify
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.output.views.styled_lines import ADDRESS, GAP, joined, text, unbroken, warned

if TYPE_CHECKING:
    from rich.text import Text

    from achats_reseaux.card.contact_methods import ContactMethod
    from achats_reseaux.card.rows import HelpRow

FORM = "formulaire commun"
"""What leads to a guichet vert without a contact of its own."""

NOT_DOCUMENTED = "numéro non documenté"
FORM_LEAD = "Formulaire commun (2022) : "
"""Before the address of that form, which stands once on a screen."""

_BEFORE = {"link": "à chercher sur ", "read": "lu sur "}
"""By kind of a way in what stands before a site that is not one's own."""


def whole_way(way: ContactMethod) -> Text:
    """A number, an e-mail, or an address whole, as a link."""
    address = way.target
    if way.kind in ("phone", "email"):
        address = unbroken(way.text)
    return text(address, ADDRESS, way.target)


def has_form(row: HelpRow) -> bool:
    """Whether the way in of a row is the common form of the guichets verts."""
    is_guichet = row.match is not None and row.match.network.kind == GUICHET_VERT
    return is_guichet and row.way is not None and row.way.kind == "link"


def form_line(way: ContactMethod) -> Text:
    """The address of the common form, for the rows that name it."""
    return joined(FORM_LEAD, text(way.target, ADDRESS, way.target))


def way_text(row: HelpRow) -> Text:
    """The way in of a row: a number, an e-mail, else the site of an address, as a link."""
    way = row.way
    if way is None:
        return text(NOT_DOCUMENTED)
    if way.kind == "phone" and way.of_body:
        return joined(whole_way(way), " (standard)")
    if way.kind in ("phone", "email"):
        return whole_way(way)
    if has_form(row):
        return text(FORM)
    site = text(host(way.target), ADDRESS, way.target, in_cell=True)
    site = joined(_BEFORE.get(way.kind, ""), site)
    if row.trace:
        site.append_text(text(f" ({row.trace.year})"))
    return site


def name_text(name: str, style: str = "bold") -> Text:
    """A name, which may be broken after a hyphen or a dot."""
    return text(name, style, in_cell=True)


def contact_cell(row: HelpRow, width: int) -> list[Text]:
    """The way in of a row, and why it is to be verified: beside it on a wide screen."""
    way = way_text(row)
    if not row.remarks:
        return [way]
    why = ", ".join(row.remarks)
    together = joined(way, unbroken(" · "), why)
    if together.cell_len <= width // 2 - GAP:
        return [together]
    return [way, text(why)]


def row_below(row: HelpRow) -> list[Text]:
    """What to verify of who a row is of, whole."""
    doubts = filter(None, (row.doubt, row.shared_doubt))
    return [warned(to_verify(doubt)) for doubt in doubts]
