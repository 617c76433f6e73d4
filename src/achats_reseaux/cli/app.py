"""The commands, as Typer's, built from those that a command line needs."""

import os
from functools import cache
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer

from achats_reseaux.cli import help_in_french
from achats_reseaux.cli.streams import write_stdout
from achats_reseaux.cli.welcome import GROUPS
from achats_reseaux.errors import ExitCode, ReseauxError

_GROUP_OF: dict[str, str] = {}
"""The group of each command, which is in a module of ``cli.commands``.

The module has a function or a group of the name of the command, and ``EXAMPLES``, which
end its help.
"""

for _group, _commands in GROUPS.items():
    _GROUP_OF |= dict.fromkeys(_commands, _group)

COMMANDS = tuple(_GROUP_OF)

_TAKEN = ("list", "map", "open", "mcp", "help")
"""Names that Python or a package has already: those of module and function end in ``_``."""

_OPTION_ALIASES = {
    "all": "tout",
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
    names = [name for name in COMMANDS if command in ("", name)]
    for name in names:
        _add(app, name)
    tree: Any = typer.main.get_command(app)
    tree.commands = {name: tree.commands[name] for name in names}  # Typer has groups last
    return tree


def _add(app: typer.Typer, name: str) -> None:
    """Add a command, or the group that it is."""
    own = name
    if name in _TAKEN:
        own = f"{name}_"
    module = import_module(f"achats_reseaux.cli.commands.{own}")
    command = getattr(module, own)
    panel = _GROUP_OF[name]
    if isinstance(command, typer.Typer):
        app.add_typer(command, rich_help_panel=panel)
        return
    examples = "\n".join(module.EXAMPLES)
    described: dict[str, Any] = {"help": command.__doc__, "epilog": examples}
    app.command(name, cls=help_in_french.Command, rich_help_panel=panel, **described)(command)


def _version(wanted: bool) -> None:
    if wanted:
        from achats_reseaux import __version__

        write_stdout(f"reseaux {__version__}{_edition()}\n", machine=True)
        raise typer.Exit


def _edition() -> str:
    """The version and the date of the catalogue that was delivered; nothing of a damaged one."""
    from achats_reseaux.catalogue import loader
    from achats_reseaux.text import day

    try:
        known = loader.load()
    except ReseauxError:
        return ""
    return f", catalogue {known.version}, relu le {day(known.checked_on)}"


_VERSION = typer.Option("--version", "-V", callback=_version, help="Affiche la version.")


def root(_version: Annotated[bool, _VERSION] = False) -> None:
    """What stands without a command."""


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status; whatever goes wrong is raised."""
    is_completion = "_RESEAUX_COMPLETE" in os.environ  # by a script of `reseaux completion`
    command = ""
    if is_completion:
        _prepare_completion()
    elif arguments[0] in COMMANDS:
        command = arguments[0]
    # Not one of Typer's aliases, which may stand for a name, but not for a name and a
    # value.
    words = ["--color=never" if word == "--no-color" else word for word in arguments]
    try:
        code = command_tree(command)(words, prog_name="reseaux", standalone_mode=False)
    except SystemExit as left:  # after a completion, or a closed pipe
        return int(left.code or 0) if is_completion else ExitCode.FOUND
    except typer.TyperException as error:
        return _refuse(error, arguments)
    return code if isinstance(code, int) else ExitCode.FOUND


def _prepare_completion() -> None:
    from typer.completion import completion_init  # type: ignore[attr-defined]

    completion_init()
    if not os.environ.get("COMP_CWORD", "").isdecimal():
        os.environ["COMP_CWORD"] = "0"
    os.environ.setdefault("COMP_WORDS", "")


def _refuse(error: Exception, arguments: list[str]) -> int:
    """Refuse what Typer cannot parse; where JSON was asked for, with the document."""
    from achats_reseaux.cli import responses
    from achats_reseaux.cli.short_parser import LOOKUPS, CommandLine
    from achats_reseaux.cli.usage_errors import usage_error

    refusal = usage_error(error, arguments)
    is_of_documents = arguments[0] in (*LOOKUPS, "coverage")
    if type(error).__name__ == "NoSuchOption" or not (is_of_documents and _asks_json(arguments)):
        raise refusal from error

    def refuse(_catalogue: Any, _today: str) -> NoReturn:
        raise refusal from error

    line = CommandLine(arguments[0], output_format="json", no_local="--no-local" in arguments)
    return responses.reply(line, refuse)


def _asks_json(arguments: list[str]) -> bool:
    """Whether a command line that has faults asks for a document."""
    options = " ".join(arguments).partition(" -- ")[0]
    words = f"{options} ".lower().replace("--format=", "--format ")
    return " --json " in words or " --format json " in words
