"""What is told once a table is annotated: how many rows have which answer, what to look at."""

from __future__ import annotations

from achats_reseaux.annotation.text_answers import UNSETTLED
from achats_reseaux.answering.coverage import COVERAGE_STATUSES
from achats_reseaux.text import counted, dated_list, french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    **COVERAGE_STATUSES,
    "ambiguous": "ambigu",
    "unknown": "inconnu",
    "invalid": "invalide",
}
"""The statuses in French."""

_TO_LOOK_AT = {
    "blank": "sans rien, ou « NA », dans les colonnes lues",
    "partly_read": "dont une partie seulement est lue",
    "contradicted": "dont les colonnes se contredisent",
}


def summary(counts: Mapping[str, int], as_of: str) -> list[str]:
    """The number of rows by status, those without a guichet vert by which list; what to look at."""
    shares = []
    for status, word in _WORDS.items():
        if many := counts[status]:
            dated = f" ({dated_list(as_of)})" if status == "none" else ""
            plural = "s" * (many > 1 and status != "none")
            shares.append(f"{french_number(many)} {word}{plural}{dated}")
    rows = counted(sum(map(counts.__getitem__, _WORDS)), "ligne")
    lines = [f"{rows}{' : ' if shares else ''}{', '.join(shares)}."]
    for what, sentence in _TO_LOOK_AT.items():
        if many := counts[what]:
            lines.append(f"{counted(many, 'ligne')} {sentence}.")
    if any(map(counts.__getitem__, (*UNSETTLED, "partly_read", "contradicted"))):
        lines.append("Pourquoi, ligne par ligne : --add note.")
    return lines
