"""The switchboards of the page, each told once for all places that have it."""

from __future__ import annotations

from achats_reseaux.answering.frame_content import switchboard_lines
from achats_reseaux.answering.switchboard_of_place import switchboard_for
from achats_reseaux.gazetteer.switchboards import switchboard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Place, Switchboard


class Boards:
    """The switchboards of the places of a page, with their numbers.

    The first ones are those of the intercommunalités with these SIREN, in their order.

    Attributes:
        others: the columns of those that follow, with their name first.
        sentences: whom to ask for there, with the source and its date.
        notes: why a place has one of several switchboards; ``""`` first, where there is but one.
    """

    def __init__(self, sirens: Iterable[str]) -> None:
        self.others: list[str] = []
        self.sentences: dict[str, int] = {}
        self.notes: dict[str, int] = {"": 0}
        self._numbers = {code: number for number, code in enumerate(sirens)}

    def number(self, place: Place) -> tuple[int, int] | None:
        """The number of the switchboard of a place and of its note; ``None`` without one."""
        board = switchboard_for(place)
        if board is None:
            return None
        if board.siren not in self._numbers:
            self._numbers[board.siren] = len(self._numbers)
            self.others.append(f"{board.name}\t{self._columns(board)}")
        note = self.notes.setdefault(board.note, len(self.notes))
        return self._numbers[board.siren], note

    def of_epci(self, siren: str) -> str:
        """The columns of the switchboard of an intercommunalité, or ``""``."""
        board = switchboard("epci", siren)
        return self._columns(board) if board else ""

    def _columns(self, board: Switchboard) -> str:
        """Telephone without spaces, e-mail, and the number of its sentence unless it is 0."""
        *_, last = switchboard_lines(board)
        number = self.sentences.setdefault(last.words, len(self.sentences))
        phone = (board.phone or "").replace(" ", "")
        columns = (phone, board.email or "", str(number) if number else "")
        return "\t".join(columns).rstrip("\t")
