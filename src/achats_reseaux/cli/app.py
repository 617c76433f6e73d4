"""The commands, as Typer's, built from those that a command line needs."""

import os
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer

from achats_reseaux.cli import help_in_french
from achats_reseaux.cli.streams import write_stdout
from achats_reseaux.errors import ExitCode

COMMANDS = (
    "find list show ask search coverage map page open annotate mcp catalogue completion help"
).split()
"""The commands, in the order of the help, each in a module of ``cli.commands``.

The module has a function or a group of its own name, and ``EXAMPLES``, which end its help.
"""

_TAKEN = ("list", "map", "open", "mcp", "help")
"""Names that Python or a package has already: those of module and function end in ``_``."""

_OPTION_ALIASES = {
    "kind": "type",
    "dep": "departement",
    "dept": "departement",
    "departement-column": "departement",
    "cp": "code-postal",
}
"""Other names of options, without their dashes."""

HELP = (
    "Qui peut aider un acheteur public à acheter durable : guichets verts, facilitateurs de la"
    " clause sociale, réseaux et plateformes. Hors ligne, sourcé, daté."
)
EXAMPLES = ("reseaux find 76000", "reseaux list --theme social", "reseaux help find")


@cache
def command_tree(command: str) -> Any:
    """Typer's group of one command, or of all if it is ``""``: to read a signature takes long."""
    app = typer.Typer(
        name="reseaux",
        cls=help_in_french.Group,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        add_completion=False,
        subcommand_metavar="COMMANDE…",
        context_settings={
            "help_option_names": ["-h", "--help"],
            "token_normalize_func": lambda name: _OPTION_ALIASES.get(name, name),
        },
        epilog="\n".join(EXAMPLES),
        help=HELP,
    )
    app.callback()(root)
    for name in [command] if command else COMMANDS:
        own = f"{name}_" if name in _TAKEN else name
        module = import_module(f"achats_reseaux.cli.commands.{own}")
        found = getattr(module, own)
        if isinstance(found, typer.Typer):
            app.add_typer(found)
        else:
            app.command(name, cls=help_in_french.Command, epilog="\n".join(module.EXAMPLES))(found)
    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        from achats_reseaux import __version__

        write_stdout(f"reseaux {__version__}\n", machine=True)
        raise typer.Exit


_VERSION = typer.Option("--version", "-V", callback=_version, help="Affiche la version.")


def root(_version: Annotated[bool, _VERSION] = False) -> None:
    """What stands without a command."""


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status; whatever goes wrong is raised."""
    arguments = ["--color=never" if one == "--no-color" else one for one in arguments]
    command = arguments[0] if arguments[0] in COMMANDS else ""
    if completing := "_RESEAUX_COMPLETE" in os.environ:  # by a script of `reseaux completion`
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
        command = ""
        os.environ.setdefault("COMP_CWORD", "0")
        os.environ.setdefault("COMP_WORDS", "")
    try:
        code = command_tree(command)(arguments, prog_name="reseaux", standalone_mode=False)
    except SystemExit as left:  # after a completion, or a closed pipe
        return int(left.code or 0) if completing else ExitCode.FOUND
    return code if isinstance(code, int) else ExitCode.FOUND
