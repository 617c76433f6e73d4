"""Answers for Python users, which can be converted to their JSON document."""

from __future__ import annotations

from achats_reseaux.answering.answers import Answer
from achats_reseaux.answering.coverage import (
    AreaCoverage,
    Coverage,
    shown_areas,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.card.first_contact import FirstContact
    from achats_reseaux.model import Catalogue


class PythonAnswer(Answer):
    """An :class:`Answer` with its JSON document; it always has a catalogue."""

    @property
    def first(self) -> FirstContact | None:
        """Whom to contact first about its place; ``None`` without one, and where nobody leads."""
        from achats_reseaux.card.first_contact import first_contact

        return first_contact(self)

    def to_dict(self) -> dict[str, Any]:
        """The JSON document that ``--json`` prints; its schema: ``catalogue schema answer``."""
        from achats_reseaux.output.documents import answer_document

        return _plain(answer_document(self))


class PythonCoverage(Coverage):
    """A :class:`Coverage` with its JSON document.

    Attributes:
        refusal: the answer to a place or a word that is none, with its status, message,
            suggestions and candidates; ``None`` where there is a coverage.
    """

    catalogue: Catalogue | None = None
    refusal: Answer | None = None

    @classmethod
    def refused(cls, answer: Answer, catalogue: Catalogue) -> PythonCoverage:
        """The coverage of nothing, for what was typed is refused."""
        known = answer.replace(catalogue=catalogue)
        return cls(answer.query, "", (), (), (), (), catalogue=catalogue, refusal=known)

    @property
    def status(self) -> str:
        """That of the document: ``found``, ``none``, or that of the refusal."""
        if self.refusal is not None:
            return self.refusal.status
        return "found" if shown_areas(self) else "none"

    @property
    def areas(self) -> tuple[AreaCoverage, ...]:
        """Of a level, each area that has one of the statuses asked for; else none."""
        return () if self.by is None else tuple(shown_areas(self))

    def to_dict(self) -> dict[str, Any]:
        """The JSON document that ``reseaux coverage --json`` prints, as plain values."""
        from achats_reseaux.output.coverage_formats import coverage_document, refused_document

        assert self.catalogue is not None
        if self.refusal is not None:
            return _plain(refused_document(self.refusal))
        return _plain(coverage_document(self, self.catalogue))


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    """A document with lists, as it is read back from its text."""
    import json

    plain: dict[str, Any] = json.loads(json.dumps(document))
    return plain
