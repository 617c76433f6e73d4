"""A coverage in French sentences: its totals, what is covered, why nothing is shown."""

from __future__ import annotations

from achats_reseaux.answering.coverage import (
    KNOWN_ONLY,
    STATUS_NAMES,
    AreaCoverage,
    Coverage,
    national_sentence,
)
from achats_reseaux.text import french_number, percentage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.model import Area

_FEW = 20
"""A sentence names no more areas."""

WITHOUT_NETWORK = "Hors de ce compte, sans réseau"


def nothing_shown(coverage: Coverage) -> str:
    """What is said where no area has a status asked for, or a part of one is no area of a level."""
    where = coverage.place.name if coverage.place else "France"
    wanted = f"entier ({coverage.by})"
    if coverage.statuses:
        names = [f"« {STATUS_NAMES[status]} »" for status in coverage.statuses]
        wanted = ", ".join(names)
    return f"{where} : aucun territoire {wanted}."


def totals(coverage: Coverage) -> tuple[str, ...]:
    """The totals of a coverage in French sentences; of a partial directory, that it is one."""
    sentences = []
    if coverage.known_only:
        sentences.append(KNOWN_ONLY)
    else:
        sentences += _counts_in_words(coverage)
    if coverage.national:
        sentences.append(f"Hors de ce compte : {national_sentence(coverage.national)}.")
    return tuple(sentences)


def _counts_in_words(coverage: Coverage) -> list[str]:
    """How many communes and inhabitants are covered; the overseas collectivities without one."""
    communes, covered, people, served = coverage.totals().values()
    sentences = []
    if communes:
        sentences.append(
            f"Couverts : {french_number(covered)} communes sur {french_number(communes)},"
            f" {french_number(served)} habitants sur {french_number(people)}"
            f" ({percentage(served, people)})."
        )
    islands = filter(coverage.is_shown, coverage.overseas)
    bare = [island.name for island in islands if island.status == "none"]
    if bare:
        sentences.append(f"{WITHOUT_NETWORK} : {', '.join(bare)}.")
    return sentences


def coverage_sentences(coverage: Coverage) -> tuple[str, ...]:
    """The totals of a coverage, and which départements and régions are covered, if they are few.

    Of one level only the areas of that are told.
    """
    subject = coverage.subject
    if coverage.place:
        subject = f"{subject}, {coverage.place.name}"
    if coverage.listed:
        subject = f"{subject} ({coverage.listed})"
    sentences = [f"{subject}."]
    sentences += totals(coverage)
    regions = [region for region in coverage.regions if region.whole]
    if coverage.by != "region":
        sentences += _by_status("Départements", coverage.departements(), coverage)
    if coverage.by != "departement":
        sentences += _by_status("Régions", regions, coverage)
    return tuple(sentences)


def _by_status(noun: str, areas: Sequence[AreaCoverage], coverage: Coverage) -> list[str]:
    """How many areas have each status asked for, and which if they are few; not of one alone."""
    sentences = []
    for status in filter(coverage.wants, STATUS_NAMES):
        having = [area for area in areas if area.status == status]
        if having and len(areas) > 1:
            count = f"{len(having)} sur {len(areas)}"
            if len(having) <= _FEW:
                count = f"{count} : {', '.join(map(_with_code, having))}"
            sentences.append(f"{noun}, « {STATUS_NAMES[status]} » : {count}.")
    return sentences


def _with_code(area: Area) -> str:
    if area.kind == "departement":
        return f"{area.name} ({area.code})"
    return area.name
