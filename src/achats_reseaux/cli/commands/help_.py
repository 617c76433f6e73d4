"""``reseaux help``: the help of a command."""

from typing import Annotated

import typer

EXAMPLES = ("reseaux help", "reseaux help find")


def help_(
    commande: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMANDE]…", help="Une commande.")
    ] = None,
) -> None:
    """L'aide d'une commande."""
    # Never run: `cli.run` makes `find --help` of `help find`.
