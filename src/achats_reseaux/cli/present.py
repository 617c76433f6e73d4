"""From an answer to what stdout and stderr get, and the exit status."""

from __future__ import annotations

from achats_reseaux.errors import ExitCode
from achats_reseaux.output import records
from achats_reseaux.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer, Imprint
    from achats_reseaux.output.terminal import Terminal

EXIT_CODES = {
    "found": ExitCode.FOUND,
    "none": ExitCode.NONE,
    "invalid": ExitCode.INVALID,
    "unknown": ExitCode.INVALID,
    "ambiguous": ExitCode.AMBIGUOUS,
}


class Presented(Record):
    """The text for stdout, the lines for stderr, and the exit status."""

    text: str
    messages: tuple[str, ...]
    exit_code: int


def present(answer: Answer, imprint: Imprint, form: str, terminal: Terminal | None) -> Presented:
    """Present an answer.

    Args:
        answer: what was found, or why nothing was.
        imprint: what may be said of the catalogue.
        form: a format of ``records.FORMATS``, ``plain`` or ``quiet``.
        terminal: what stdout is; needed for ``table`` alone.
    """
    exit_code = EXIT_CODES[answer.status]
    if form == "table" and answer.status == "found":
        from achats_reseaux.output import table

        assert terminal is not None
        return Presented(table.render(answer, imprint, terminal), (), exit_code)
    # A table of nothing says nothing; every other format keeps its form when it is empty.
    text = "" if form == "table" else records.render(answer, imprint, form)
    return Presented(text, tuple(_messages(answer, form)), exit_code)


def _messages(answer: Answer, form: str) -> list[str]:
    if answer.status == "found":
        if form == "json":  # the document holds them
            return []
        if answer.guichet_vert is None or answer.guichet_vert.status == "covered":
            return [*answer.notes]
    from achats_reseaux.output import phrases

    if answer.status == "found":
        return phrases.remarks(answer)
    if answer.status == "none":
        lines = [*phrases.remarks(answer), answer.message]
    else:
        lines = [f"Erreur : {answer.message}"]
        lines += [f"  {one}" for one in phrases.candidates(answer)]
        lines += answer.notes
        if answer.suggestions:
            lines.append(f"Vouliez-vous dire : {', '.join(answer.suggestions)} ?")
    if answer.hint:
        lines.append(
            f"À taper : {answer.hint}" if answer.hint.startswith("reseaux") else answer.hint
        )
    return lines
