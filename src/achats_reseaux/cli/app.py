"""The Typer app, built from the commands that a command line needs, and the report of errors."""

import os
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer

from achats_reseaux.cli import french
from achats_reseaux.cli.options import write_refusal
from achats_reseaux.cli.streams import is_closed_pipe, report_error, write_stderr, write_stdout
from achats_reseaux.errors import ExitCode, FileError, ReseauxError, UsageError, reason

COMMANDS = {
    "find": "find",
    "list": "list_",
    "show": "show",
    "ask": "ask",
    "search": "search",
    "coverage": "coverage",
    "map": "map_",
    "page": "page",
    "open": "open_",
    "annotate": "annotate",
    "mcp": "mcp_",
    "catalogue": "catalogue",
    "completion": "completion",
    "help": "help_",
}
"""The commands, in the order of the help, and the module of each in ``cli.commands``.

The module has a function of its own name, or a group of commands, and ``EXAMPLES``, which end its
help; ``tests/test_docs.py`` runs them.
"""

MORE = (
    "Pour lire la suite : reseaux help COMMANDE, reseaux help codes, man reseaux. Pour signaler un"
    " contact faux ou un défaut : un ticket dans le dépôt du projet, dont CONTRIBUTING.md dit"
    " comment faire."
)

HELP = (
    "Qui peut aider un acheteur public à acheter durable : guichets verts, facilitateurs de la"
    " clause sociale, réseaux et plateformes. Hors ligne, sourcé, daté.\n\n"
    "Exemples : reseaux find 76000 · reseaux find --region Normandie ·"
    " reseaux list --theme social · reseaux show ran-coper"
)


@cache
def command_tree(command: str) -> Any:
    """Typer's group of one command, or of all if it is ``""``; cached.

    Typer inspects the signature of every command it is given, so it is given only the one of the
    command line. For an unknown command the group of all is needed twice: to run and to suggest.
    """
    app = typer.Typer(
        name="reseaux",
        cls=french.Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=MORE,
        help=HELP,
    )
    app.callback()(root)
    for name in [command] if command else COMMANDS:
        module = import_module(f"achats_reseaux.cli.commands.{COMMANDS[name]}")
        found = getattr(module, COMMANDS[name])
        if isinstance(found, typer.Typer):
            app.add_typer(found)
        else:
            app.command(name, cls=french.Command, epilog="\n".join(module.EXAMPLES))(found)
    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        from achats_reseaux import __version__

        write_stdout(f"reseaux {__version__}\n", machine=True)
        raise typer.Exit


def root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Affiche la version."
        ),
    ] = False,
) -> None:
    """The options without a command."""


# --- running -------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status, whatever goes wrong."""
    first = arguments[0] if arguments else ""
    if "_RESEAUX_COMPLETE" in os.environ:  # called by a script of `reseaux completion`
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
        # Typer needs both variables, which a shell always sets.
        os.environ.setdefault("COMP_WORDS", "")
        if not os.environ.get("COMP_CWORD", "").isdecimal():
            os.environ["COMP_CWORD"] = "0"
        words = os.environ["COMP_WORDS"].split()[1 : int(os.environ["COMP_CWORD"])]
        first = words[0] if words else ""
    command = first if first in COMMANDS and first != "help" else ""  # help needs all commands
    try:
        try:
            code = command_tree(command)(arguments, prog_name="reseaux", standalone_mode=False)
        except typer.TyperException as error:
            return _report_usage_error(error, arguments)
        except UsageError as error:
            write_refusal(error, arguments)
            return report_error(error)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except SystemExit:
        # Raised by Typer after a completion, and after a closed pipe.
        return ExitCode.FOUND
    except Exception as error:
        return report(error)
    return code if isinstance(code, int) else ExitCode.FOUND


def report(error: Exception) -> int:
    """Report any error on stderr, and return its exit status."""
    if isinstance(error.__cause__, KeyboardInterrupt):  # see cli._report_load_failure
        return ExitCode.INTERRUPTED
    if isinstance(error, ReseauxError):
        return report_error(error)
    if is_closed_pipe(error):
        return ExitCode.FOUND
    if isinstance(error, OSError):
        write_stderr(f"Erreur : {error.filename or 'la sortie standard'} : {reason(error)}.")
        return FileError.exit_code
    return _report_bug(error)


def _report_usage_error(error: typer.TyperException, arguments: list[str]) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        write_stderr(str(error))
        return ExitCode.INVALID
    from achats_reseaux.cli.usage_errors import explain

    refused = explain(error, arguments, command_tree(""))
    if type(error).__name__ != "NoSuchOption":
        write_refusal(refused, arguments)
    return report_error(refused)


def _report_bug(error: Exception) -> int:
    if os.environ.get("RESEAUX_DEBUG"):
        import traceback

        write_stderr(traceback.format_exc())
    write_stderr(
        f"Erreur interne ({type(error).__name__}) : un défaut de reseaux, pas de votre demande.",
        "Pour le signaler : la commande tapée, « reseaux --version », et la sortie avec"
        " RESEAUX_DEBUG=1.",
    )
    return ExitCode.BUG
