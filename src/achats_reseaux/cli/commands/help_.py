"""``reseaux help``: the help of a command."""

from typing import Annotated

from achats_reseaux.cli.options import argument

EXAMPLES = ("reseaux help", "reseaux help find")


def help_(
    commande: Annotated[list[str] | None, argument("[COMMANDE]…", "Une commande.")] = None,
) -> None:
    """L'aide d'une commande."""
    # Never run: `cli.run` makes `find --help` of `help find`.
