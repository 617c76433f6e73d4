"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")


@opt.lookup
def show(
    identifiants: Annotated[
        list[str],
        opt.argument(
            "ID…", "Identifiants ou noms de réseaux, sans guillemets.", completion.entry_ids
        ),
    ],
) -> None:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
