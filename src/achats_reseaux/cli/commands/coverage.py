"""``reseaux coverage``: the coverage by region."""

from typing import Annotated

import typer

from achats_reseaux.answering import refusal
from achats_reseaux.answering.coverage import (
    COVERAGE_LEVELS,
    COVERAGE_STATUSES,
    requested_coverage,
)
from achats_reseaux.cli import streams
from achats_reseaux.cli.completion import among
from achats_reseaux.cli.lookups import place_of
from achats_reseaux.cli.options import (
    Audiences,
    CatalogueFile,
    Color,
    Drawing,
    Format,
    Json,
    Kinds,
    NoLocal,
    Themes,
    When,
    load_catalogue,
    network_option,
    place_argument,
    validated_output,
    write_notes,
)
from achats_reseaux.errors import ExitCode, UnknownWordError
from achats_reseaux.model import Answer, Catalogue
from achats_reseaux.output.coverage import render, render_refusal, shown_areas

EXAMPLES = (
    "reseaux coverage Normandie",
    "reseaux coverage --by departement --format csv > departements.csv",
)


def coverage(
    lieu: Annotated[
        list[str] | None, place_argument("Ce lieu seul : région, département, EPCI, commune…")
    ] = None,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    network: Annotated[str | None, network_option("Ce réseau seul.")] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="ÉTAT",
            help="Ce qui est dans cet état : covered, split, partial ou none (ou couvert, partagé,"
            " partiel, aucun) ; plusieurs : des virgules.",
            autocompletion=among(COVERAGE_STATUSES),
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="MAILLE",
            help="region ou departement : une ligne chacun. Plus fin : reseaux catalogue export.",
            autocompletion=among(dict.fromkeys(COVERAGE_LEVELS, "")),
        ),
    ] = None,
    form: Format = None,
    json: Json = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", help="Codes des départements qui ne sont pas couverts, un par ligne."
        ),
    ] = False,
    color: Color = When.AUTO,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Qui est couvert, région par région.

    Par défaut, par un guichet vert ; les filtres comptent d'autres réseaux, locaux seulement. Le
    compte est celui des 18 régions, ou du lieu demandé ; les collectivités d'outre-mer sont à part.
    """
    out = validated_output(form, json, quiet, color)
    catalogue = load_catalogue(catalogue_file, no_local, False)
    answered = place_of(catalogue, "coverage", lieu)
    if answered.status not in ("found", "none"):
        return _write_refusal(answered, catalogue, out)
    place = answered.place
    try:
        found = requested_coverage(
            catalogue, theme, type_, public, network, place=place, statuses=status
        )
        areas = shown_areas(found, by)
    except UnknownWordError as error:
        return _write_refusal(refusal(answered.query, error), catalogue, out)
    streams.write_stdout(
        render(found, catalogue, out.form, out.terminal, by), machine=out.form != "table"
    )
    if out.form != "quiet":
        write_notes(catalogue, found.networks, answered.notes)
        if not areas:
            where = found.place.name if found.place else "France"
            said = ", ".join(found.statuses)
            said = f"dans cet état ({said})" if said else f"entier à cette maille ({by})"
            streams.write_stderr(f"{where} : rien n'y est {said}.")
    return ExitCode.FOUND if areas else ExitCode.NONE


def _write_refusal(answer: Answer, catalogue: Catalogue, out: Drawing) -> int:
    """Write why there is no coverage to stderr, and a format's empty form to stdout."""
    text = render_refusal(answer.replace(catalogue=catalogue), out.form)
    streams.write_stdout(text, machine=True)
    streams.write_stderr(*streams.messages(answer, out.form))
    return streams.exit_code(answer)
