"""What is told once a table is annotated: how many rows have which answer, what to look at."""

from __future__ import annotations

from achats_reseaux.answering.coverage import COVERAGE_STATUSES
from achats_reseaux.text import counted, dated_list, french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "covered": COVERAGE_STATUSES["covered"],
    "split": COVERAGE_STATUSES["split"],
    "partial": COVERAGE_STATUSES["partial"],
    "none": COVERAGE_STATUSES["none"],
    "ambiguous": "ambigu",
    "unknown": "inconnu",
    "invalid": "invalide",
}
"""The statuses in French."""

_TO_LOOK_AT = {
    "blank": "sans rien, ou « NA », dans les colonnes lues",
    "doubtful": "à relire : texte lu en partie, colonnes qui se contredisent, ou lieu trop vaste",
}
_EXPLAINED = ("ambiguous", "unknown", "invalid", "doubtful")
"""What a note explains."""


def summary(counts: Mapping[str, int], as_of: str) -> list[str]:
    """The number of rows by status, those without a guichet vert by which list; what to look at."""
    shares = []
    total = 0
    for status, word in _WORDS.items():
        count = counts.get(status, 0)
        total += count
        if status == "none" and count:
            shares.append(f"{french_number(count)} {word} ({dated_list(as_of)})")
        elif count:
            shares.append(counted(count, word))
    rows = counted(total, "ligne")
    if shares:
        rows += f" : {', '.join(shares)}"
    lines = [f"{rows}."]
    for flag, sentence in _TO_LOOK_AT.items():
        if flag in counts:
            lines.append(f"{counted(counts[flag], 'ligne')} {sentence}.")
    if any(status in counts for status in _EXPLAINED):
        lines.append("Pourquoi, ligne par ligne : --add note.")
    return lines
