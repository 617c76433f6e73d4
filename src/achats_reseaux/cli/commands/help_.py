"""``reseaux help``: the help of a command."""

from typing import Annotated, Any

import typer

EXAMPLES = ("reseaux help", "reseaux help find")


def _command_names(context: typer.Context, incomplete: str) -> list[str]:
    """The commands that begin with the word being typed."""
    root: Any = context.find_root().command
    return [name for name in root.commands if name.startswith(incomplete)]


_COMMANDE = typer.Argument(
    metavar="[COMMANDE]…",
    help="Une commande.",
    autocompletion=_command_names,
    show_default=False,
)


def help_(commande: Annotated[list[str] | None, _COMMANDE] = None) -> None:
    """L'aide d'une commande."""
    # Never run: `cli.run` makes `find --help` of `help find`.
