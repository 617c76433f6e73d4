"""``reseaux find``: the networks that can help at a place."""

from typing import Annotated

import typer

from achats_reseaux.answering import Request, answer
from achats_reseaux.cli.options import (
    Audiences,
    Kinds,
    Output,
    Themes,
    area_option,
    place_argument,
    typed_options,
    with_output,
    write_answer,
)
from achats_reseaux.cli.today import today
from achats_reseaux.cli.usage_errors import explain_place
from achats_reseaux.model import Catalogue

EXAMPLES = ("reseaux find Le Havre", "reseaux find --departement 68 --theme social --json")


@with_output
def find(
    catalogue: Catalogue,
    out: Output,
    ctx: typer.Context,
    lieu: Annotated[
        list[str] | None,
        place_argument(
            "Commune, département, région, code postal, EPCI, SIRET… comme sur un courrier."
        ),
    ] = None,
    region: Annotated[
        str | None, area_option("region", "Région, ancienne région, surnom ou code.")
    ] = None,
    departement: Annotated[
        str | None,
        area_option(
            "departement",
            "Département, par nom ou par code ; précise aussi une commune.",
            "--dep",
            "--dept",
        ),
    ] = None,
    epci: Annotated[
        str | None, area_option("epci", "Intercommunalité, par nom ou par SIREN.")
    ] = None,
    commune: Annotated[str | None, area_option("commune", "Commune, présente ou ancienne.")] = None,
    code_postal: Annotated[
        str | None,
        typer.Option(
            "--code-postal", "--cp", metavar="CP", help="Code postal ; précise aussi une commune."
        ),
    ] = None,
    insee: Annotated[
        str | None, typer.Option("--insee", metavar="CODE", help="Code INSEE, ancien compris.")
    ] = None,
    siren: Annotated[
        str | None, typer.Option("--siren", metavar="N", help="SIREN d'une commune ou d'un EPCI.")
    ] = None,
    siret: Annotated[
        str | None, typer.Option("--siret", metavar="N", help="SIRET d'une commune ou d'un EPCI.")
    ] = None,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
) -> int:
    """Qui peut aider ici : le guichet vert, puis les autres."""
    given = {
        "lieu": " ".join(lieu) if lieu else None,
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
    request = Request("find", place, tuple(theme or ()), tuple(type_ or ()), tuple(public or ()))
    found = answer(catalogue, request, today())
    explained = explain_place(found, catalogue, place, lieu, typed_options(ctx))
    return write_answer(explained, catalogue, out)
