"""Answers for Python users, which can be converted to their JSON document."""

from __future__ import annotations

from achats_reseaux.answering.coverage import AreaCoverage, Coverage, coverage_by
from achats_reseaux.model import Answer, Catalogue, Imprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class PythonAnswer(Answer):
    """An :class:`Answer` with its JSON document; it always has a catalogue."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON document that ``--json`` prints; its schema: ``catalogue schema answer``."""
        from achats_reseaux.output.json import answer_document

        return _plain(answer_document(self))


class PythonCoverage(Coverage):
    """A :class:`Coverage` with its JSON document.

    Attributes:
        by: the level of ``areas``, or ``None``.
        areas: of a level, each area that has one of the statuses asked for; else none.
    """

    imprint: Imprint | None = None
    by: str | None = None
    areas: tuple[AreaCoverage, ...] = ()

    @classmethod
    def of(cls, found: Coverage, catalogue: Catalogue, by: str | None) -> PythonCoverage:
        """The same coverage, with the areas of a level if one is asked for."""
        areas = () if by is None else tuple(coverage_by(found, by))
        fields = dict(zip(found._fields, found.astuple(), strict=True))
        return cls(**fields, imprint=catalogue, by=by, areas=areas)

    def to_dict(self) -> dict[str, Any]:
        """The JSON document that ``reseaux coverage --json`` prints, as plain values."""
        from achats_reseaux.output.coverage import coverage_document

        assert self.imprint is not None
        return _plain(coverage_document(self, self.imprint, self.by))


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """The same document without the tuples that only our writer knows."""
    import json

    from achats_reseaux.output.json import to_json

    plain: dict[str, Any] = json.loads(to_json(content))
    return plain
