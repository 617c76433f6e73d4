"""``reseaux show``: everything known of one network."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

from typing import Annotated

import typer

from achats_reseaux.answering import refusal, search, today, word
from achats_reseaux.cli import completion, french
from achats_reseaux.cli.options import (
    CatalogueFile,
    Color,
    Everything,
    Format,
    Json,
    NoLocal,
    Quiet,
    load_catalogue,
    output,
    write_answer,
)
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import Query


def show(
    identifiant: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Identifiant, nom ou autre nom d'un réseau.",
            autocompletion=completion.network_candidates,
        ),
    ],
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    everything: Everything = False,
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Tout ce qui est connu d'un réseau, avec sources et dates."""
    out = output(form, json, quiet, color, everything)
    known = load_catalogue(catalogue, no_local)
    query = Query("show", input=identifiant)
    try:
        found = search.show(known, query, word(known, "network", identifiant), today())
    except UnknownWordError as error:
        found = refusal(query, error)
    return write_answer(found, known, out)


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command(
        cls=french.Command,
        epilog=french.examples("reseaux show ran-coper", "reseaux show phare --json"),
    )(show)
