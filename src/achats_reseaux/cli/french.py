"""Typer's commands and help, in French: Rich's panels on a terminal, the same without boxes off it.

Typer has no means of translating the words of its own, so they are replaced where it keeps them.
"""

from __future__ import annotations

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


class _Help:
    """The help of a command or of a group, in French."""

    def get_help(self, ctx: Any) -> str:
        """The help, drawn by Rich; off a terminal without its boxes."""
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
        rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
        rich_utils.DEFAULT_STRING = "[par défaut : {}]"
        rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
        shown: Any = copy(self)
        shown.rich_markup_mode = "rich"
        paragraphs = inspect.cleandoc(shown.help or "").split("\n\n")
        shown.help = "\n\n".join(one.replace("\n", " ") for one in paragraphs)
        shown.epilog = f"Exemples :\n{shown.epilog}" if shown.epilog else None
        for one in shown.params:
            if one.param_type_name == "argument":
                one.type.get_metavar = lambda *_, **__: ""  # else it has "<str>" too
        drawn = _Drawn(sys.stdout)
        with redirect_stdout(drawn):
            super(_Help, shown).get_help(ctx)  # type: ignore[misc]
        text = drawn.getvalue().strip("\n")
        return text if drawn.isatty() or "\x1b" in text else _without_boxes(text)

    def get_usage(self, ctx: Any) -> str:
        """The line that shows what to type."""
        text: str = super().get_usage(ctx)  # type: ignore[misc]
        text = text.replace("Usage:", "Usage :", 1).replace(
            "COMMAND [ARGS]", "COMMANDE [ARGUMENTS]"
        )
        return re.sub(r"[{}]", "", text)

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


class _Drawn(io.StringIO):
    """What Rich writes where it takes this for a stream."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return getattr(self._stream, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        return is_interactive(self._stream)


def _without_boxes(text: str) -> str:
    """A help with the titles of its panels as headings."""
    lines = []
    for line in text.split("\n"):
        first, inner = line[:1], line.strip(" ╭╮╰╯│─|+-")
        if first in {"╭", "+"} and inner:
            lines += ["", f" {inner} :"]
        elif first in {"│", "|"}:
            lines.append(f" {line[1:-1].rstrip()}")
        elif first not in {"╰", "+"}:
            lines.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
