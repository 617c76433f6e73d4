"""``reseaux coverage``: the coverage by region."""

from typing import Annotated, Literal

from achats_reseaux.answering.coverage import COVERAGE_STATUSES, Coverage, requested_coverage
from achats_reseaux.cli import options as opt
from achats_reseaux.cli import replies, streams
from achats_reseaux.cli.lookups import place_answer
from achats_reseaux.errors import ExitCode
from achats_reseaux.model import Answer
from achats_reseaux.output.coverage import render, shown_areas

EXAMPLES = (
    "reseaux coverage Normandie",
    "reseaux coverage --by departement --format csv > departements.csv",
)
_STATUS = "couvert, partagé, partiel ou aucun ; plusieurs : des virgules."
_BY = "region ou departement : une ligne chacun. Plus fin : catalogue export."


@opt.answering
def coverage(
    asked: opt.Asked,
    lieu: opt.Lieu = None,
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
    network: opt.OneNetwork = None,
    status: Annotated[list[str] | None, opt.panel_option("ÉTAT", _STATUS, panel=opt.FILTER)] = None,
    by: Annotated[Literal["region", "departement"] | None, opt.panel_option("MAILLE", _BY)] = None,
) -> Answer | int:
    """Qui est couvert par un réseau local, région par région.

    Par défaut, par un guichet vert ; les filtres comptent d'autres réseaux. Le compte est celui des
    18 régions, ou du lieu demandé ; les collectivités d'outre-mer sont à part. Avec -q, les codes
    des départements non couverts.
    """
    catalogue = asked.catalogue
    given = {"lieu": " ".join(lieu)} if lieu else {}
    answered = place_answer(catalogue, asked.today, "coverage", given)
    if lieu and answered.place is None:
        return answered
    found = requested_coverage(
        catalogue, theme, type_, public, network, place=answered.place, statuses=status
    )
    form, terminal = replies.form_and_terminal(asked.form, asked.color)
    text = render(found, catalogue, form, terminal, by)
    streams.write_stdout(text, machine=form != "table")
    areas = shown_areas(found, by)
    if form != "quiet":
        replies.write_notes(catalogue, asked.today, found.networks, answered.notes)
        if not areas:
            streams.write_stderr(_nothing(found, by))
    return ExitCode.FOUND if areas else ExitCode.NONE


def _nothing(found: Coverage, by: str | None) -> str:
    """That no area has one of the statuses asked for, or is whole at the level asked for."""
    where = found.place.name if found.place else "France"
    statuses = [COVERAGE_STATUSES[status] for status in found.statuses]
    wanted = ", ".join(statuses)
    if not wanted:
        wanted = f"entier ({by})"
    return f"{where} : rien n'y est {wanted}."
