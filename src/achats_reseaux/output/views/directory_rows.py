"""A table of a directory: which département, who, how to reach them, when they were seen.

What all rows of a purpose share is said once above them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux import gazetteer
from achats_reseaux.card.contact_methods import VIA, first_method
from achats_reseaux.card.panel_wording import to_verify, whom_to_ask
from achats_reseaux.card.reasons import AREA, EXISTS, LIST_ALONE, PRICE, row_doubt, year_seen
from achats_reseaux.card.rows import (
    NATIONAL,
    area_code,
    areas_served,
    capitalised,
    marks,
    shared_doubt,
    short_name,
    uncapitalised,
    unsure,
)
from achats_reseaux.model import departements_served
from achats_reseaux.output.views.help_rows import (
    FORM,
    NOBODY,
    form_line,
    missing_contact,
    name_text,
    site_link,
    way_text,
)
from achats_reseaux.output.views.panel_box import line_text
from achats_reseaux.output.views.styled_lines import Screen, joined, text, unbroken, warned
from achats_reseaux.output.views.table import RowCells, Table
from achats_reseaux.text import counted, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.answering.answers import Match
    from achats_reseaux.model import Catalogue, Network, Trace

BY_CODE, BY_AREA = ("Dép.", "Qui", "Contact", "Vu en"), ("Où", "Qui", "Contact", "Vu en")

_LEAST_SHARED = 3
_LONGEST_BESIDE = 20
"""The signs of a reason that stands behind a name."""

_TYPE_WORDS = ("CA ", "CC ", "CU ", "Eurométropole ", "du ", "de ", "d'", "la ", "l'")
_LEAST_WORD = 5
"""The letters of a word that may be the name of a place, and that two names have alike."""


class PurposeTable:
    """The networks of a purpose, by number of département if most have one, else by name."""

    def __init__(
        self, screen: Screen, catalogue: Catalogue, matches: Sequence[Match], *, everything: bool
    ) -> None:
        self.screen, self.as_of, self.everything = screen, catalogue.as_of, everything
        codes = [code_shown(match.network) for match in matches]
        are_all_national = set(codes) == {NATIONAL}
        self.has_codes = not are_all_national and codes.count("") * 2 < len(codes)
        key, heads = name_key, BY_AREA
        if self.has_codes:
            key, heads = place_key, BY_CODE
        self.matches = sorted(matches, key=lambda match: key(match.network))
        doubts = [shared_doubt(catalogue, match.network) for match in matches]
        self.shared_doubt = max(doubts, default="")
        aged = [match for match in matches if self._is_aged(match.network)]
        self.are_aged = len(aged) >= _LEAST_SHARED
        self.are_switchboards = sum(map(_has_switchboard, matches)) >= _LEAST_SHARED

        self._table = Table(screen, list(map(self._row, self.matches)), heads)

    def lines(self, label: str, most: int = 0) -> list[Text]:
        """The table with its count, and what all rows share; at most so many lines."""
        lines = self.head(f"{label} : {len(self.matches)}")
        rows = self.rows()
        for rank, row in enumerate(rows):
            if most and len(lines) + len(row) > most:
                lines.append(text(f"Et {counted(len(rows) - rank, 'autre')}."))
                break
            lines += row
        return lines + self.unknown_contacts()

    def rows(self) -> list[list[Text]]:
        """The lines of each row."""
        return list(map(self._table.lines, self._table.rows))

    # --- above and below the rows ----------------------------------------------------------------

    def head(self, title: str) -> list[Text]:
        """The title, what all rows share, the headings of the columns."""
        return self.screen.lines(self._title(title)) + self._shared() + self._table.head()

    def _title(self, words: str) -> Text:
        """A title, then what the columns mean: whose number, of when."""
        title = text(words, "bold")
        if self.are_switchboards:
            title = joined(title, " · numéros de standards")
        for match in self.matches:
            year = year_seen(match.network)
            if year.startswith(LIST_ALONE):
                return joined(title, unbroken(f" · {year} : rien lu depuis"))
        return title

    def _shared(self) -> list[Text]:
        """What is to be verified of all rows, or of those with an old year."""
        sentences = []
        if self.shared_doubt:
            sentences.append(to_verify(self.shared_doubt))
        if self.are_aged:
            year = self.as_of[:4]
            sentences.append(f"Vu avant {year} ou sans date (?) : demandez s'il existe encore.")
        if not sentences:
            return []
        return self.screen.lines(warned(" ".join(sentences)))

    def unknown_contacts(self) -> list[Text]:
        """For who has no contact: the common form, the page that leads on."""
        lines: dict[str, Text] = {}
        for match in self.matches:
            way, missing = first_method(match), missing_contact(match)
            if way is None or not missing or whom_to_ask(match) is not None:
                continue
            line = joined(f"{NOBODY.capitalize()} : {VIA} ", site_link(way.target))
            if missing == FORM:
                line = form_line(way)
            lines.setdefault(missing, line)
        return self.screen.paragraphs(lines.values())

    # --- rows ------------------------------------------------------------------------------------

    def _row(self, match: Match) -> RowCells:
        """The row of a network; where all is shown, what it does and what is to be verified."""
        network = match.network
        where, place = [text(place_shown(network), in_cell=True)], ""
        if self.has_codes:
            where, place = list(map(text, codes_shown(network))), _place_beside(network)
        who = name_text(short_name(network) + marks(match))
        if place:
            who = joined(who, text(f" ({place})", in_cell=True))
        below = []
        if self.everything:
            below = _everything(network)
        else:
            reason = self._reason(match)
            if 0 < len(reason) <= _LONGEST_BESIDE:
                who = joined(who, text(f" · {reason}"))
            elif reason:
                below = [reason]
        lines = list(map(warned, below))
        instead = whom_to_ask(match)
        if instead is not None:
            lines.append(line_text(instead, "", self.screen.width))
        contact = network_way(match, among_switchboards=self.are_switchboards)
        cells = (where, [who], [contact], [text(year_seen(network))])
        return RowCells(cells, tuple(lines))

    def _reason(self, match: Match) -> str:
        """What is to be verified of a network alone: a condition whole, else the reason."""
        network = match.network
        if not network.doubt:
            return unsure(first_method(match))
        is_said_above = self.are_aged and self._is_aged(network)
        if is_said_above or network.doubt == self.shared_doubt:
            return ""
        if network.doubt_reason in (AREA, PRICE):
            return uncapitalised(network.doubt)
        return row_doubt(network, self.as_of)

    def _is_aged(self, network: Network) -> bool:
        """Whether it was seen before the list, or on a page without a date, and never since."""
        year = network.doubt_year or ""
        return network.doubt_reason == EXISTS and year < self.as_of[:4]


def _everything(network: Network) -> list[str]:
    """The id, what a network does, what is to be verified of it, when it was last heard of."""
    sentences = [f"{network.id} · {network.summary}"]
    if network.doubt:
        sentences.append(to_verify(network.doubt))
    if network.sign:
        sentences.append(f"{capitalised(network.sign)}.")
    return sentences


# --- where ---------------------------------------------------------------------------------------


def place_key(entry: Network | Trace) -> tuple[bool, bool, str, str]:
    """What sorts entries: France, then régions, then by code of département and name."""
    code = code_shown(entry)
    name = fold(areas_served(entry))
    return code != NATIONAL, bool(code), code, name


def name_key(entry: Network | Trace) -> tuple[bool, bool, str, str]:
    """What sorts entries of régions: by name, parts of these behind, then France."""
    return not entry.covers, bool(area_code(entry)), fold(areas_served(entry)), ""


def code_shown(entry: Network | Trace) -> str:
    """The code of its département: ``976`` of a région that is one; ``""`` of others."""
    if not entry.covers:
        return NATIONAL
    codes = departements_served(entry)
    if area_code(entry) or len(codes) == 1:
        return codes[0]
    return ""


def codes_shown(entry: Network | Trace) -> list[str]:
    """The code of its département, or of two that a part of each is served."""
    codes = departements_served(entry)
    if len(codes) == 2 and not entry.departements:
        return codes
    return [code_shown(entry)]


def place_shown(network: Network) -> str:
    """The territory behind the number of its département, if it is a part of France."""
    return f"{area_code(network)} {areas_served(network)}".lstrip()


def _place_beside(network: Network) -> str:
    """The territory of a network, where neither its name nor its number says it."""
    if not network.covers:
        return ""
    served = areas_served(network).replace(" territoires", "")
    for word in _TYPE_WORDS:
        served = served.replace(f", {word}", ", ").removeprefix(word)
    served = served.partition(" (")[0]
    departement = gazetteer.departement(code_shown(network))
    if departement is not None and departement.name == areas_served(network):
        return ""
    name = fold(short_name(network))
    for word in fold(served).split():
        if len(word) >= _LEAST_WORD and word[:_LEAST_WORD] in name:
            return ""
    return served


# --- how to reach them ---------------------------------------------------------------------------


def _has_switchboard(match: Match) -> bool:
    """Whether the best contact is the telephone of a body."""
    way = first_method(match)
    return way is not None and way.of_body and way.kind == "phone"


def network_way(match: Match, *, among_switchboards: bool = False) -> Text:
    """The best contact of a network, with whose a number is."""
    missing = missing_contact(match)
    if missing:
        return text(missing)
    return way_text(first_method(match), among_switchboards=among_switchboards)
