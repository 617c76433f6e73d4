"""What is told once a table is annotated: how many rows have which answer, what to look at."""

from __future__ import annotations

from achats_reseaux.answering.coverage import COVERAGE_STATUSES
from achats_reseaux.text import counted, dated_list, french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

MOST_NAMED_ROWS = 5
"""The number of rows that are named to be looked at."""
_DOUBTFUL = (
    "texte lu en partie, colonnes qui se contredisent, lieu trop vaste, ou code à deux lectures"
)
_EXPLAINED = ("ambiguous", "unknown", "invalid", "doubtful")
"""What a note explains."""


def summary(
    counts: Mapping[str, int],
    as_of: str,
    *,
    doubtful_rows: Sequence[int] = (),
    has_note: bool = False,
) -> list[str]:
    """The number of rows by status, those without a guichet vert by which list; what to look at."""
    blank = counts.get("blank", 0)
    shares = []
    total = 0
    for status, word in _WORDS.items():
        count = counts.get(status, 0)
        total += count
        if status == "none" and count:
            shares.append(f"{french_number(count)} {word} ({dated_list(as_of)})")
        elif status == "invalid" and blank:
            shares.append(f"{counted(count, word)} (dont {counted(blank, 'vide')} ou « NA »)")
        elif count:
            shares.append(counted(count, word))
    rows = counted(total, "ligne")
    if shares:
        rows += f" : {', '.join(shares)}"
    lines = [f"{rows}."]
    if "doubtful" in counts:
        count = counts["doubtful"]
        numbers = ", ".join(map(french_number, doubtful_rows))
        more = "…" if count > len(doubtful_rows) else ""
        lines.append(f"{counted(count, 'ligne')} à relire (n° {numbers}{more}) : {_DOUBTFUL}.")
    if any(status in counts for status in _EXPLAINED):
        where = "--add note"
        if has_note:
            where = "colonne reseaux_note"
        lines.append(f"Pourquoi, ligne par ligne : {where}.")
    return lines
