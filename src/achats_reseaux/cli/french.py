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
from achats_reseaux.cli.options import OUTPUT, Output
from achats_reseaux.output.terminal import is_interactive

_WORDS = {
    "Usage: ": "Usage : ",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]…",
    "Commands:\n": "Commandes :\n",
    "[default:": "[par défaut :",
    "[required]": "[obligatoire]",
}
"""The words of Typer's own that a plain help has."""


class _Help:
    """The help of a command or of a group, in French."""

    def get_help(self, ctx: Any) -> str:
        """The help; a paragraph of a docstring is one line, the examples stand below a title."""
        shown: Any = copy(self)
        paragraphs = inspect.cleandoc(shown.help or "").split("\n\n")
        shown.help = "\n\n".join(one.replace("\n", " ") for one in paragraphs)
        shown.epilog = f"Exemples :\n{shown.epilog}" if shown.epilog else None
        if is_interactive(sys.stdout):
            return _drawn(super(_Help, shown).get_help, ctx)  # type: ignore[misc]
        shown.rich_markup_mode = None
        text: str = super(_Help, shown).get_help(ctx)  # type: ignore[misc]
        for english, french in _WORDS.items():
            text = text.replace(english, french)
        return text.replace("\\[", "[")  # which escapes Rich's markup

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

    def format_epilog(self, _ctx: Any, formatter: Any) -> None:
        """Write the examples, one a line."""
        if self.epilog:  # type: ignore[attr-defined]
            formatter.write_paragraph()
            formatter.write(self.epilog.replace("\n", "\n  ") + "\n")  # type: ignore[attr-defined]

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words after the name: what may be left out in brackets, ``…`` where they repeat.

        Versions of Typer bracket them in their own ways.
        """
        pieces = ["[OPTIONS]"]
        for one in self.params:  # type: ignore[attr-defined]
            if one.param_type_name == "argument":
                name = (one.metavar or one.name).strip("[]…")
                pieces.append((name if one.required else f"[{name}]") + "…" * (one.nargs == -1))
        return [*pieces, "COMMAND [ARGS]..."] if isinstance(self, TyperGroup) else pieces

    def get_usage(self, ctx: Any) -> str:
        """The line that shows what to type."""
        text: str = super().get_usage(ctx)  # type: ignore[misc]
        for english in [*_WORDS][:2]:
            text = text.replace(english, _WORDS[english])
        return text

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, written by :mod:`streams`: Typer ignores a closed stdout."""

        def show(ctx: Any, _option: Any, wanted: bool) -> None:
            if wanted and not ctx.resilient_parsing:
                streams.write_stdout(f"{ctx.get_help()}\n", machine=False)
                raise typer.Exit

        option = super().get_help_option(ctx)  # type: ignore[misc]
        option.callback = show
        option.help = "Affiche cette aide."
        panels = {getattr(one, "rich_help_panel", None) for one in self.params}  # type: ignore[attr-defined]
        option.rich_help_panel = OUTPUT if OUTPUT in panels else None
        return option


class Command(_Help, TyperCommand):
    """A command, and what becomes of what it returns."""

    def invoke(self, ctx: Any) -> int:
        """Run the command, and write the answer, the text or the bytes that it returns.

        The options of output are read here; an answer ends with the exit status of its own.
        """
        out = Output.of(ctx.params)
        result = super().invoke(ctx)
        if isinstance(result, (str, bytes)):
            text = result if isinstance(result, str) else result.decode()
            streams.write_stdout(text, machine=isinstance(result, bytes))
            return 0
        if isinstance(result, int) or result is None:
            return result or 0
        return streams.write_answer(result, out.form, out.color, everything=out.everything)


class Group(_Help, TyperGroup):
    """A group of commands."""


class _Drawing(io.StringIO):
    """What Rich takes for a stream, to draw for the same terminal."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return getattr(self._stream, "encoding", None) or "utf-8"

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
    drawing = _Drawing(sys.stdout)
    with redirect_stdout(drawing):
        write_help(ctx)
    # The first and the last line of Rich's padding are blank.
    return re.sub(r"\A(\x1b\[[\d;]*m| )*\n", "", drawing.getvalue()).rstrip(" \n")
