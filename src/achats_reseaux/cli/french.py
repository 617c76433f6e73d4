"""Typer's commands and groups, with help in French and with what becomes of what they return.

On a terminal Rich draws the help in panels; off it the same stands as plain text, without Rich,
which costs as much as Typer. Typer has no means of translating the words of its own.
"""

import inspect
import io
import re
import sys
from contextlib import redirect_stdout
from copy import copy
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from achats_reseaux.cli import streams
from achats_reseaux.cli.options import OUTPUT, chosen_form
from achats_reseaux.output.terminal import is_interactive

_WORDS = {
    "Usage: ": "Usage : ",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]…",
    "Commands:\n": "Commandes :\n",
    "[default:": "[par défaut :",
    "[required]": "[obligatoire]",
    "\\[": "[",  # which escapes Rich's markup
    "{": "",  # some versions of Typer put required arguments in braces
    "}": "",
}
"""The words of Typer's own in a plain help."""


class _Help:
    """The help of a command or of a group, in French."""

    def get_help(self, ctx: Any) -> str:
        """The help; a paragraph of a docstring is one line, the examples stand below a title."""
        shown: Any = copy(self)
        paragraphs = inspect.cleandoc(shown.help or "").split("\n\n")
        shown.help = "\n\n".join(one.replace("\n", " ") for one in paragraphs)
        if is_interactive(sys.stdout):
            shown.epilog = f"Exemples :\n{shown.epilog}" if shown.epilog else None
            return _drawn(super(_Help, shown).get_help, ctx)  # type: ignore[misc]
        shown.rich_markup_mode = None
        examples = (shown.epilog or "").replace("\n", "\n  ")
        shown.epilog = f"\b\nExemples :\n  {examples}" if examples else None
        return _french(super(_Help, shown).get_help(ctx))  # type: ignore[misc]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options as plain text, by panel."""
        panels: dict[str, list[Any]] = {}
        for one in self.get_params(ctx):  # type: ignore[attr-defined]
            if record := one.get_help_record(ctx):
                default = "Arguments" if one.param_type_name == "argument" else "Options"
                panels.setdefault(one.rich_help_panel or default, []).append(record)
        for title, rows in panels.items():
            with formatter.section(f"{title} "):
                formatter.write_dl(rows)
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """The line that shows what to type."""
        return _french(super().get_usage(ctx))  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, written by :mod:`streams`: Typer ignores a closed stdout."""

        def show(ctx: Any, _option: Any, wanted: bool) -> None:
            if wanted and not ctx.resilient_parsing:
                streams.write_stdout(f"{ctx.get_help()}\n", machine=False)
                raise typer.Exit

        option = super().get_help_option(ctx)  # type: ignore[misc]
        option.callback = show
        option.help = "Affiche cette aide."
        panels = {one.rich_help_panel for one in self.params}  # type: ignore[attr-defined]
        option.rich_help_panel = OUTPUT if OUTPUT in panels else None
        return option


class Command(_Help, TyperCommand):
    """A command, and what becomes of what it returns."""

    def invoke(self, ctx: Any) -> int:
        """Run the command, and write the answer, the text or the bytes that it returns.

        The options of output are read here; an answer ends with the exit status of its own.
        """
        form = chosen_form(ctx.params)
        result = super().invoke(ctx)
        if isinstance(result, (str, bytes)):
            text = result if isinstance(result, str) else result.decode()
            streams.write_stdout(text, machine=isinstance(result, bytes))
            return 0
        if isinstance(result, int) or result is None:
            return result or 0
        everything = ctx.params.get("everything", False)
        return streams.write_answer(
            result, form, ctx.params.get("color", "auto"), everything=everything
        )


class Group(_Help, TyperGroup):
    """A group of commands."""


def _french(text: str) -> str:
    for english, french in _WORDS.items():
        text = text.replace(english, french)
    return text


class _Drawing(io.StringIO):
    """What Rich takes for the terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def _drawn(write_help: Any, ctx: Any) -> str:
    """A help as Typer writes it by Rich, with its words in French."""
    from typer import rich_utils

    rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
    rich_utils.DEFAULT_STRING = "[par défaut : {}]"
    rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
    for one in ctx.command.params:
        if one.param_type_name == "argument":
            one.type.get_metavar = lambda *_, **__: ""  # else it has "<str>" too
    drawing = _Drawing()
    drawing.encoding = sys.stdout.encoding or drawing.encoding
    with redirect_stdout(drawing):
        write_help(ctx)
    # The first and the last line of Rich's padding are blank.
    return re.sub(r"\A(\x1b\[[\d;]*m| )*\n", "", drawing.getvalue()).rstrip(" \n")
