"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

import typer

from achats_reseaux.cli import completion
from achats_reseaux.cli.lookups import Lookup, look_up
from achats_reseaux.cli.options import (
    CatalogueFile,
    Color,
    Everything,
    Format,
    Json,
    NoLocal,
    Quiet,
    When,
)
from achats_reseaux.model import Answer

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")


def show(
    identifiants: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…",
            help="Identifiants ou noms de réseaux, sans guillemets.",
            autocompletion=completion.entries,
        ),
    ],
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="FAIT",
            help="Ces faits seulement : cout, lancement, contact… ; plusieurs : des virgules.",
            autocompletion=completion.words("field"),
        ),
    ] = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    everything: Everything = False,
    color: Color = When.AUTO,
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> Answer:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
    named = {"identifiants": " ".join(identifiants)}
    return look_up(Lookup("show", named, field=tuple(field or ())), catalogue, no_local)
