"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

import typer

from achats_reseaux.answering.details import show_request
from achats_reseaux.cli import completion
from achats_reseaux.cli.options import Output, with_output, write_answer
from achats_reseaux.cli.today import today
from achats_reseaux.model import Catalogue

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")


@with_output
def show(
    catalogue: Catalogue,
    out: Output,
    identifiants: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Identifiants, noms ou autres noms de réseaux, sans guillemets.",
            autocompletion=completion.show_candidates,
        ),
    ],
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="FAIT",
            help="Ces faits seulement : cout, lancement, contact… ; plusieurs : des virgules.",
            autocompletion=completion.vocabulary("field"),
        ),
    ] = None,
) -> int:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
    return write_answer(show_request(catalogue, identifiants, field or (), today()), catalogue, out)
