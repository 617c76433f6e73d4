"""``reseaux find``, ``list`` and ``show``: who helps here, who there is, what is known of one."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

from typing import Annotated

import typer

from achats_reseaux.answering import Request, answer, refusal, today, word
from achats_reseaux.cli import complete, french
from achats_reseaux.cli.options import (
    EPILOGUE,
    Audiences,
    CatalogueFile,
    Color,
    Format,
    Json,
    Kinds,
    NoLocal,
    Output,
    Quiet,
    Themes,
    deliver,
    loaded,
    output,
)
from achats_reseaux.model import Query


def find(
    lieu: Annotated[
        str | None,
        typer.Argument(
            metavar="[LIEU]",
            help="Commune, département, région, code postal, EPCI, SIRET… comme sur un courrier.",
            show_default=False,
            autocompletion=complete.regions,
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="REGION",
            help="Région, ancienne région, surnom ou code.",
            autocompletion=complete.regions,
        ),
    ] = None,
    departement: Annotated[
        str | None,
        typer.Option(
            "--departement",
            metavar="DEPARTEMENT",
            help="Département, par nom ou par code ; précise aussi une commune.",
            autocompletion=complete.departements,
        ),
    ] = None,
    epci: Annotated[
        str | None,
        typer.Option("--epci", metavar="EPCI", help="Intercommunalité, par nom ou par SIREN."),
    ] = None,
    commune: Annotated[
        str | None,
        typer.Option("--commune", metavar="COMMUNE", help="Commune, présente ou ancienne."),
    ] = None,
    code_postal: Annotated[
        str | None,
        typer.Option(
            "--code-postal", metavar="CP", help="Code postal ; précise aussi une commune."
        ),
    ] = None,
    insee: Annotated[
        str | None, typer.Option("--insee", metavar="CODE", help="Code INSEE, ancien compris.")
    ] = None,
    siren: Annotated[
        str | None,
        typer.Option("--siren", metavar="N", help="SIREN d'une commune ou d'un EPCI."),
    ] = None,
    siret: Annotated[
        str | None,
        typer.Option("--siret", metavar="N", help="SIRET d'une commune ou d'un EPCI."),
    ] = None,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Qui peut aider ici : le guichet vert, puis les autres."""
    given = {
        "lieu": lieu,
        "region": region,
        "departement": departement,
        "epci": epci,
        "commune": commune,
        "code_postal": code_postal,
        "insee": insee,
        "siren": siren,
        "siret": siret,
    }
    place = {name: text for name, text in given.items() if text is not None}
    request = Request("find", place, *_filters(theme, type_, public))
    return _answered(request, output(form, json, quiet, color), catalogue, no_local)


def list_(
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Le catalogue des réseaux, par thème, type ou public."""
    request = Request("list", {}, *_filters(theme, type_, public))
    return _answered(request, output(form, json, quiet, color), catalogue, no_local)


def _filters(*options: list[str] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(option or ()) for option in options)


def _answered(request: Request, out: Output, file: str | None, no_local: bool) -> int:
    known = loaded(file, no_local)
    return deliver(answer(known, request, today()), known, out)


def show(
    identifiant: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Identifiant, nom ou autre nom d'un réseau.",
            autocompletion=complete.networks,
        ),
    ],
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Tout ce qui est connu d'un réseau, avec sources et dates."""
    from achats_reseaux.answering import search
    from achats_reseaux.errors import UnknownWordError

    out = output(form, json, quiet, color)
    known = loaded(catalogue, no_local)
    query = Query("show", input=identifiant)
    try:
        found = search.show(known, query, word(known, "network", identifiant), today())
    except UnknownWordError as error:
        found = refusal(query, error)
    return deliver(found, known, out)


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    app.command(cls=french.Command, epilog=EPILOGUE)(find)
    app.command("list", cls=french.Command, epilog=EPILOGUE)(list_)
    app.command(cls=french.Command, epilog=EPILOGUE)(show)
