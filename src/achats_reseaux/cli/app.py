"""The Typer app, built of the commands that a command line needs, and the error table."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import os
from importlib import import_module
from typing import Annotated

import typer

from achats_reseaux.cli import french
from achats_reseaux.cli.options import EPILOGUE
from achats_reseaux.cli.writing import advice, tell, told, write
from achats_reseaux.errors import ExitCode, FileError, ReseauxError, reason

COMMANDS = {
    "find": "lookup",
    "list": "lookup",
    "show": "lookup",
    "search": "ask",
    "ask": "ask",
    "coverage": "coverage",
    "map": "coverage",
    "open": "coverage",
    "annotate": "annotate",
    "catalogue": "catalogue",
    "completion": "completion",
}
"""The commands, in the order of the help, and the module of ``cli`` that registers each."""

HELP = (
    "Qui peut aider un acheteur public à acheter durable : guichets verts, facilitateurs de la"
    " clause sociale, réseaux et plateformes. Hors ligne, sourcé, daté.\n\n"
    "Exemples : reseaux find 76000 · reseaux find --region Normandie ·"
    " reseaux list --theme social · reseaux show ran-coper"
)


def build(command: str = "") -> typer.Typer:
    """The app with the commands of one command's module, or with all where it is none of ours.

    Typer looks at the signature of every command that it is given: giving it what a command line
    names is what makes a command as quick with a dozen others as alone.
    """
    app = typer.Typer(
        name="reseaux",
        cls=french.Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=EPILOGUE,
        help=HELP,
    )
    app.callback()(root)
    modules = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"achats_reseaux.cli.{module}").register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from achats_reseaux import __version__

        write(f"reseaux {__version__}\n", machine=True)
        raise typer.Exit


def root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Affiche la version."
        ),
    ] = False,
) -> None:
    """The options that need no command."""


# --- running -------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit status; the error table of the house."""
    command = arguments[0] if arguments else ""
    if "_RESEAUX_COMPLETE" in os.environ:  # a shell asks, through a file of `completion`
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
        command = ""
        os.environ.setdefault(
            "COMP_WORDS", ""
        )  # no shell forgets them, and Typer cannot do without
        if not os.environ.get("COMP_CWORD", "").isdecimal():
            os.environ["COMP_CWORD"] = "0"
    try:
        code = build(command)(arguments, prog_name="reseaux", standalone_mode=False)
    except typer.TyperException as error:
        return _mistyped(error)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except SystemExit:
        # So Typer ends a completion, and whatever meets a pipe that its reader closed.
        return ExitCode.FOUND
    except Exception as error:
        return failed(error)
    return code if isinstance(code, int) else ExitCode.FOUND


def failed(error: Exception) -> int:
    """Say an error, whatever it is, and give the exit status that it ends with."""
    if isinstance(error.__cause__, KeyboardInterrupt):  # see cli._unloaded
        return ExitCode.INTERRUPTED
    if isinstance(error, ReseauxError):
        return told(error)
    if isinstance(error, BrokenPipeError):
        return ExitCode.FOUND
    if isinstance(error, OSError):
        tell(f"Erreur : {error.filename or 'la sortie standard'} : {reason(error)}.")
        return FileError.exit_code
    return _bug(error)


def _mistyped(error: typer.TyperException) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        tell(str(error))
    else:
        said, hint = french.message(error)
        tell(f"Erreur : {said}", *([advice(hint)] if hint else []))
    return ExitCode.INVALID


def _bug(error: Exception) -> int:
    if os.environ.get("RESEAUX_DEBUG"):
        import traceback

        tell(traceback.format_exc())
    tell(
        f"Erreur interne ({type(error).__name__}) : un défaut de reseaux, pas de votre demande.",
        "Pour le signaler : la commande tapée, « reseaux --version », et la sortie avec"
        " RESEAUX_DEBUG=1.",
    )
    return ExitCode.BUG
