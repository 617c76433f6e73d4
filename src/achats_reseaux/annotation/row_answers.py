"""The answer to a row: to the first of its cells that has one; the others are compared with it."""

from __future__ import annotations

from achats_reseaux.annotation.text_answers import UNSETTLED, TextAnswer, TextAnswers
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder.blank_cells import why_blank
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class RowAnswers:
    """Answers the cells of rows: texts of some kinds, tried in order until one is settled."""

    def __init__(
        self,
        answers: TextAnswers,
        kinds: Sequence[str | None],
        *,
        headings: Sequence[str | None],
        has_departement: bool,
        noted: bool,
    ) -> None:
        """Know no row yet.

        Args:
            answers: what answers one text.
            kinds: those of the cells, as for ``geocoder.resolve``; ``None`` for any.
            headings: the kinds of code that the headings of cells of any kind name.
            has_departement: whether one more cell, the last, is the département of
                homonyms.
            noted: whether every cell is compared, for a note.
        """
        self._answers = answers
        self._kinds = kinds
        self._headings = headings
        self._has_departement = has_departement
        self._noted = noted

    def of(self, cells: Sequence[str]) -> TextAnswer:
        """The answer to the cells of a row: the first that is settled, else the most telling."""
        texts = list(cells)
        departement = code_postal = None
        if self._has_departement:
            departement = _stated(texts.pop())
        if "code-postal" in self._kinds:
            code_postal = _stated(texts[self._kinds.index("code-postal")])
        passed: list[TextAnswer] = []
        for text, kind, heading in zip(texts, self._kinds, self._headings, strict=True):
            if kind is None and code_postal is None:
                answer = self._answers.under(text, heading, departement)
            else:
                answer = self._answers.of(text, kind, departement, code_postal)
            if answer.status not in UNSETTLED:
                if len(texts) == 1:
                    return answer
                answer = self._more_precise(answer, texts, len(passed), code_postal)
                return self._compared(answer, passed, texts)
            passed.append(answer)
        return min(passed, key=lambda answer: (answer.blank, UNSETTLED.index(answer.status)))

    def _more_precise(
        self, answer: TextAnswer, texts: list[str], position: int, code_postal: str | None
    ) -> TextAnswer:
        """The answer to an undoubted later cell that lies inside that of an approximate code.

        The SIREN of a hospital tells its département alone: a cell with its town settles.
        """
        code = texts[position].replace(" ", "")
        if not answer.doubtful or not is_digits(code):
            return answer
        homes = {*answer.departements}
        for text, kind in zip(texts[position + 1 :], self._kinds[position + 1 :], strict=True):
            other = self._answers.of(text, kind, ";".join(answer.departements), code_postal)
            is_settled = other.status not in UNSETTLED and not other.doubtful
            if is_settled and homes.issuperset(other.departements):
                note = f"{code} ne dit que le département : « {shortened(text.strip())} » précise."
                return other.replace(note=f"{other.note} {note}".strip())
        return answer

    def _compared(
        self, answer: TextAnswer, passed: list[TextAnswer], texts: list[str]
    ) -> TextAnswer:
        """An answer with notes on the cells before its own, and on cells that contradict it."""
        notes = [answer.note]
        is_doubtful = answer.doubtful
        for other in passed:
            if other.note and not other.blank:
                notes.append(f"Cellule passée : {other.note}")
            # A homonym that the answer settles is not passed over.
            if not other.blank and {*other.meant}.isdisjoint(answer.departements):
                is_doubtful = True
        elsewhere = self._elsewhere(answer, texts, len(passed) + 1)
        if elsewhere:
            is_doubtful = True
            own = _located(texts[len(passed)], answer.departements)
            notes.append(f"La ligne se contredit : {', '.join([own, *elsewhere])}.")
        return answer.replace(note=" ".join(filter(None, notes)), doubtful=is_doubtful)

    def _elsewhere(self, answer: TextAnswer, texts: list[str], start: int) -> list[str]:
        """The cells from a position on that lie elsewhere than an answer, with where."""
        elsewhere = []
        for text, kind in zip(texts[start:], self._kinds[start:], strict=True):
            if kind is None and not self._noted:
                continue  # a free text takes ten times as long as a code
            other = self._answers.of(text, kind)
            homes = other.departements or other.meant
            if homes and {*homes}.isdisjoint(answer.departements):
                elsewhere.append(_located(text, homes))
        return elsewhere


def _stated(text: str) -> str | None:
    """A text, or ``None`` for a cell that states nothing."""
    if why_blank(text):
        return None
    return text


def _located(text: str, departements: tuple[str, ...]) -> str:
    """``« Lyon » est dans le Rhône (69)``."""
    return f"« {shortened(text.strip())} » est {places.in_departements(departements)}"
