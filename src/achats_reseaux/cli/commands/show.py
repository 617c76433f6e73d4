"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

import typer

from achats_reseaux.answering import Request
from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.lookups import answered
from achats_reseaux.model import Answer

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")


def show(
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
            panel=None,
            complete=completion.words("field"),
        ),
    ] = None,
    form: opt.Format = None,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
    everything: opt.Everything = False,
    color: opt.Color = "auto",
    catalogue: opt.CatalogueFile = None,
    no_local: opt.NoLocal = False,
) -> Answer:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
    request = Request("show", {"identifiants": " ".join(identifiants)})
    return answered(request, field, catalogue, no_local)
