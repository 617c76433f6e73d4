"""Typer's commands and groups, with their help in French; Typer has no means of translating it.

On a terminal Rich draws the help in panels. Off it the help is Typer's plain text,
without Rich, which takes as long to import as Typer.
"""

import inspect
from copy import copy
from typing import Any

from typer.core import TyperCommand, TyperGroup

from achats_reseaux.cli import streams
from achats_reseaux.cli.options import OUTPUT
from achats_reseaux.output.terminal import is_interactive

_OTHERS = "Commandes"
"""The heading of commands that are in no panel of their own."""

_WORDS = {
    "Usage: ": "Usage : ",
    "Arguments:\n": "Arguments :\n",
    "Options:\n": "Options :\n",
    "Commands:\n": "Commandes :\n",
    "[required]": "[obligatoire]",
    "{": "",  # around required arguments
    "}": "",
}
"""Typer's own words in a plain help."""


def _in_french(text: str) -> str:
    for english, french in _WORDS.items():
        text = text.replace(english, french)
    return text


def _no_metavar(*_: Any, **_named: Any) -> str:
    """What stands for ``<str>`` behind the name of an argument."""
    return ""


class _Help:
    """The help of a command or of a group, in French."""

    def get_help(self, ctx: Any) -> str:
        """The plain text, examples last; nothing on a terminal, where Rich has written it."""
        stdout = streams.stdout()
        stdout.reconfigure(errors="replace")  # type: ignore[attr-defined]  # it may lack accents
        shown: Any = copy(self)
        paragraphs = inspect.cleandoc(shown.help or "").split("\n\n")
        shown.help = "\n\n".join(" ".join(text.split("\n")) for text in paragraphs)
        if shown.epilog:
            shown.epilog = f"Exemples :\n{shown.epilog}".replace("\n", "\n  ")
        if is_interactive(stdout):
            from typer import rich_utils

            rich_utils.COMMANDS_PANEL_TITLE = _OTHERS
            rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
            # Of types that commands share: the help ends the program, and each is to be
            # changed.
            for parameter in shown.params:
                if parameter.param_type_name == "argument":
                    parameter.type.get_metavar = _no_metavar
        else:
            shown.rich_markup_mode = None
            if shown.epilog:
                shown.epilog = f"\b\n{shown.epilog}"  # else its lines are joined
        return _in_french(super(_Help, shown).get_help(ctx))  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        """The line that shows what to type."""
        return _in_french(super().get_usage(ctx))  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        option.help = "Affiche cette aide."
        return option


class Group(_Help, TyperGroup):
    """A group of commands."""


class Command(_Help, TyperCommand):
    """A command: it returns an exit status, a text for people, or bytes for programs."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, with the others on what is written."""
        option = super().get_help_option(ctx)
        option.rich_help_panel = OUTPUT
        return option

    def invoke(self, ctx: Any) -> int:
        """Run the command, write what it returns, and return its exit status."""
        return write_result(super().invoke(ctx))


def write_result(result: object) -> int:
    """Write what a command returns, and return its exit status."""
    if isinstance(result, str):
        streams.write_stdout(result, machine=False)
    elif isinstance(result, bytes):
        streams.write_stdout(result.decode(), machine=True)
    return result if isinstance(result, int) else 0
