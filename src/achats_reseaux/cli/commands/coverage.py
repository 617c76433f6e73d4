"""``reseaux coverage``: who is covered, region by region."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

from typing import Annotated

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering import refusal
from achats_reseaux.answering.coverage import requested_coverage, with_status
from achats_reseaux.cli import completion, french, streams
from achats_reseaux.cli.options import (
    Audiences,
    CatalogueFile,
    Color,
    Format,
    Json,
    Kinds,
    NoLocal,
    Themes,
    load_catalogue,
    output,
    write_answer,
)
from achats_reseaux.errors import ExitCode, UnknownWordError
from achats_reseaux.model import Query
from achats_reseaux.output.coverage import render


def coverage(
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    network: Annotated[
        str | None,
        typer.Option(
            "--network",
            metavar="ID",
            help="Ce réseau seul.",
            autocompletion=completion.network_candidates,
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="ÉTAT",
            help="Les départements dans cet état : none, partial, split, covered (répétable).",
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
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Qui est couvert, région par région.

    Par défaut, par un guichet vert ; les filtres comptent d'autres réseaux.
    """
    out = output(form, json, quiet, color)
    known = load_catalogue(catalogue, no_local)
    try:
        found = requested_coverage(known, theme, type_, public, network)
        found = with_status(found, status or ())
    except UnknownWordError as error:
        return write_answer(refusal(Query("coverage"), error), known, out)
    imprint = known.imprint(gazetteer.VINTAGE)
    text = render(found, imprint, out.form, out.terminal)
    streams.write_stdout(text, machine=out.form != "table")
    return ExitCode.FOUND


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command(
        cls=french.Command,
        epilog=french.examples("reseaux coverage", "reseaux coverage --theme social --format csv"),
    )(coverage)
