"""The switchboards of the page, each told once for all places that have it."""

from __future__ import annotations

from achats_reseaux.answering.switchboard_of_place import switchboard_for
from achats_reseaux.card.panel_wording import switchboard_lines
from achats_reseaux.gazetteer.switchboards import Switchboard, switchboard
from achats_reseaux.page.numbering import Numbering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Place


class SharedSwitchboards:
    """The switchboards of the places of a page, with their numbers.

    Attributes:
        lines: the columns of each: name, telephone, e-mail, number of its sentence. The first are
            those of the intercommunalités with these SIREN, in their order; they have no name.
        sentences: whom to ask for there, with the source and its date.
        notes: why a place has one of several switchboards; ``""`` first, where there is but one.
    """

    def __init__(self, sirens: Iterable[str]) -> None:
        self.lines: list[str] = []
        self.sentences = Numbering()
        self.notes = Numbering({"": 0})
        self._numbers: dict[str, int] = {}
        for number, siren in enumerate(sirens):
            self._numbers[siren] = number
            board = switchboard("epci", siren)
            self.lines.append(self._columns(board, "") if board else "")

    def numbers(self, place: Place) -> tuple[int | None, int | None]:
        """The number of the switchboard of a place and of its note, ``None`` without one."""
        board = switchboard_for(place)
        if board is None:
            return None, None
        key = board.siren or board.name
        if key not in self._numbers:
            self._numbers[key] = len(self.lines)
            self.lines.append(self._columns(board, board.name))
        # Behind that of an intercommunalité ``page.js`` puts its own number.
        note = board.reason if place.kind == "epci" else board.note
        return self._numbers[key], self.notes[note] or None

    def _columns(self, board: Switchboard, name: str) -> str:
        _, whom, *_ = switchboard_lines(board)
        sentence = self.sentences[whom.words]
        phone = (board.phone or "").replace(" ", "")
        return f"{name}\t{phone}\t{board.email or ''}\t{sentence or ''}".rstrip("\t")
