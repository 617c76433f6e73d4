"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

import typer

from achats_reseaux.answering.details import show_request
from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt
from achats_reseaux.model import Answer

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")


@opt.answering
def show(
    asked: opt.Asked,
    identifiants: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…",
            help="Identifiants ou noms de réseaux, sans guillemets.",
            autocompletion=completion.entry_ids,
        ),
    ],
    field: Annotated[
        list[str] | None,
        opt.panel_option(
            "FAIT",
            "Ces faits seulement : cout, lancement, contact… ; plusieurs : des virgules.",
            complete=completion.words("field"),
        ),
    ] = None,
) -> Answer:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
    return show_request(asked.catalogue, [" ".join(identifiants)], field or (), asked.today)
