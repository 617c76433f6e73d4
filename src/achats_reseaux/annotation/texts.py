"""Bulk answers for Python users: an iterator of texts → an iterator of answers."""

from __future__ import annotations

from achats_reseaux.annotation.cells import Added, Answers
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue


class TextAnswer(Record):
    """The columns that ``annotate`` appends to a row, as a value.

    Attributes:
        status: ``covered``, ``split``, ``partial``, ``none``, ``ambiguous``, ``unknown`` or
            ``invalid``.
        departements, regions: codes.
        guichets_verts: ids.
        note: how the text was read, or why there is no answer; or ``""``.
    """

    status: str
    departements: tuple[str, ...]
    regions: tuple[str, ...]
    guichets_verts: tuple[str, ...]
    note: str


def answer_texts(catalogue: Catalogue, texts: Iterable[str]) -> Iterator[TextAnswer]:
    """An answer for each text, in order; equal answers are the same object."""
    answers = Answers(catalogue, Added(b"\t", more=("note",)))
    made: dict[bytes, TextAnswer] = {}
    for text in texts:
        # Tabs and quotes have a meaning in cells; in a text they only separate words.
        cells = answers[" ".join(text.replace('"', " ").split()).encode("utf-8", "replace")]
        if cells not in made:
            if len(made) > 10_000:  # notes quote the text, so the answers may all differ
                made.clear()
            status, departements, regions, guichets, note = cells.decode()[1:].split("\t")
            made[cells] = TextAnswer(
                status, _codes(departements), _codes(regions), _codes(guichets), note
            )
        yield made[cells]


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
