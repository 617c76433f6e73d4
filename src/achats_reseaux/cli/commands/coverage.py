"""``reseaux coverage``: the coverage by region."""

from typing import Annotated, Literal

from achats_reseaux.answering.answers import Answer
from achats_reseaux.answering.coverage import STATUS_NAMES, requested_coverage, shown_areas
from achats_reseaux.answering.coverage_totals import nothing_shown
from achats_reseaux.answering.place_of_command import place_answer
from achats_reseaux.cli import completion, responses, streams
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.short_parser import CommandLine
from achats_reseaux.errors import ExitCode
from achats_reseaux.model import Catalogue
from achats_reseaux.output.coverage_formats import render

EXAMPLES = (
    "reseaux coverage Normandie",
    "reseaux coverage --by departement --format csv > departements.csv",
)


@opt.with_output_options
def coverage(
    line: CommandLine,
    catalogue: Catalogue,
    today: str,
    lieu: opt.Lieu = None,
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
    network: opt.OneNetwork = None,
    status: Annotated[
        list[str] | None,
        opt.panel_option(
            "ÉTAT",
            "couvert, partagé, partiel, piste, aucun ; plusieurs : des virgules.",
            panel=opt.FILTER,
            complete=completion.several(completion.ids(STATUS_NAMES)),
        ),
    ] = None,
    by: Annotated[
        Literal["region", "departement"] | None,
        opt.panel_option(
            "MAILLE", "region ou departement : une ligne chacun. Plus fin : catalogue export."
        ),
    ] = None,
) -> Answer | int:
    """Qui est couvert par un réseau local, région par région.

    Par défaut, par un guichet vert ; les filtres comptent d'autres réseaux. Le compte
    est celui des 18 régions, ou du lieu demandé ; les collectivités d'outre-mer sont à
    part. Avec -q, les codes des départements non couverts.
    """
    asked = {"lieu": " ".join(lieu) if lieu else None}
    answered = place_answer(catalogue, today, "coverage", asked, line.own_again)
    if answered.reason:
        return answered
    counted = requested_coverage(
        catalogue,
        {"theme": theme, "kind": type_, "audience": public},
        today=today,
        network=network,
        place=answered.place,
        statuses=status,
        by=by,
    )
    output_format = line.output_format or responses.format_of_stdout()
    terminal = responses.terminal_of_stdout(line.color)
    counted = counted.replace(input=asked["lieu"])
    indented = responses.is_indented()
    text = render(counted, catalogue, output_format, terminal, indented=indented)
    if line.no_headers:
        text = responses.without_header(text)
    streams.write_stdout(text, machine=output_format != "table")
    areas = shown_areas(counted)
    if output_format != "quiet":
        responses.write_notes(catalogue, today, counted, answered.notes)
        if not areas:
            streams.write_messages([nothing_shown(counted)])
    return ExitCode.FOUND if areas else ExitCode.NONE
