"""``reseaux list``: the catalogue, filtered."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import typer

from achats_reseaux.answering import Request, answer, today
from achats_reseaux.cli import french
from achats_reseaux.cli.options import (
    Audiences,
    CatalogueFile,
    Color,
    Everything,
    Format,
    Json,
    Kinds,
    NoCache,
    NoLocal,
    Quiet,
    Themes,
    load_catalogue,
    output,
    write_answer,
)


def list_(
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    everything: Everything = False,
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> int:
    """Le catalogue des réseaux, par thème, type ou public."""
    request = Request("list", {}, tuple(theme or ()), tuple(type_ or ()), tuple(public or ()))
    out = output(form, json, quiet, color, everything)
    known = load_catalogue(catalogue, no_local, no_cache)
    return write_answer(answer(known, request, today()), known, out)


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command(
        "list",
        cls=french.Command,
        epilog=french.examples(
            "reseaux list --theme social",
            "reseaux list --type guichet-vert,plateforme --format csv",
        ),
    )(list_)
