"""Texts in, answers out, at the speed of bulk: what Python users have instead of a table."""

from __future__ import annotations

from achats_reseaux.annotation.cells import Added, Answers
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue


class TextAnswer(Record):
    """What ``annotate`` adds to a row, as a value.

    Attributes:
        status: ``covered``, ``split``, ``partial``, ``none``, ``ambiguous``, ``unknown`` or
            ``invalid``.
        departements, regions: codes.
        guichets_verts: ids.
        note: how the text was read, or why it was not; ``""`` where there is nothing to say.
    """

    status: str
    departements: tuple[str, ...]
    regions: tuple[str, ...]
    guichets_verts: tuple[str, ...]
    note: str


def answer_texts(catalogue: Catalogue, texts: Iterable[str]) -> Iterator[TextAnswer]:
    """An answer for each text, in order; the same answer is the same object."""
    answers = Answers(catalogue, Added(b"\t", more=("note",)))
    made: dict[bytes, TextAnswer] = {}
    for text in texts:
        # A tab or a quote would end a cell: in a text it separates words, as a space does.
        cells = answers[" ".join(text.replace('"', " ").split()).encode("utf-8", "replace")]
        if cells not in made:
            if len(made) > 10_000:  # notes quote what was typed: there may be any number of them
                made.clear()
            status, departements, regions, guichets, note = cells.decode()[1:].split("\t")
            made[cells] = TextAnswer(
                status, _codes(departements), _codes(regions), _codes(guichets), note
            )
        yield made[cells]


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
