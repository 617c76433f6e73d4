"""Subclasses of Typer's commands with help in French.

Typer has no means of translating the headings of its help.
"""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from achats_reseaux.cli.completion import described
from achats_reseaux.cli.streams import write_stdout
from achats_reseaux.errors import UsageError

_HEADINGS = {
    "Usage: ": "Usage : ",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "\nArguments:\n": "\nArguments :\n",
    "\nOptions:\n": "\nOptions :\n",
    "\nCommands:\n": "\nCommandes :\n",
    "[default:": "[par défaut :",
    "[required]": "[obligatoire]",
}


_MAX_DESCRIPTION = 90  # characters of the help beside a command in a shell's completion


class _FrenchHelp:
    """The help of a command or of a group, in French."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translate_help(super().get_help(ctx))  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        return _help_option(super().get_help_option(ctx))  # type: ignore[misc]


class Command(_FrenchHelp, TyperCommand):
    """A command with help in French, which refuses an option of a single value given twice."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The options, each with its help."""
        return described(super().shell_complete(ctx, incomplete))

    def collect_usage_pieces(self, _ctx: Any) -> list[str]:
        """The words after the command's name, which versions of Typer bracket in their own ways.

        What may be left out is in brackets; ``…`` follows what may be repeated.
        """
        pieces = ["[OPTIONS]"]
        for one in self.params:
            if one.param_type_name == "argument":
                name = (one.metavar or one.name or "").strip("[].")
                pieces.append((name if one.required else f"[{name}]") + "…" * (one.nargs == -1))
        return pieces

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, one per line."""
        if self.epilog:
            with formatter.section("Exemples "):
                formatter.write("".join(f"  {line}\n" for line in self.epilog.split("\n")))

    def make_parser(self, ctx: Any) -> Any:
        """Typer's parser, with ``--no-color`` for ``--color never``."""
        parser = super().make_parser(ctx)
        params: list[Any] = self.params
        for one in params:
            if one.name == "color":
                parser.add_option(one, ["--no-color"], "color", "store_const", const="never")
        return parser

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; Typer would silently keep the last value of an option given twice.

        Raises:
            UsageError: an option of a single value is given twice.
        """
        typed = list(args)
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            order: list[Any] = self.make_parser(ctx).parse_args(typed)[2]
            for one in order:
                if order.count(one) > 1 and not (one.multiple or one.is_flag):
                    message = f"L'option {one.opts[0]} est donnée plusieurs fois."
                    raise UsageError(message, next_commands=(f"{ctx.command_path} --help",))
        return rest


class Group(_FrenchHelp, TyperGroup):
    """A group of commands with help in French."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands and options, each with its help."""
        items = super().shell_complete(ctx, incomplete)
        for item in items:
            if item.value in self.commands:
                item.help = self.commands[item.value].get_short_help_str(_MAX_DESCRIPTION)
        return described(items)


def _help_option(option: Any) -> Any:
    """``--help`` in French, written by :func:`write_stdout`: Typer ignores a closed stdout."""

    def show(ctx: Any, _option: Any, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            write_stdout(f"{ctx.get_help()}\n", machine=False)
            raise typer.Exit

    option.callback = show
    option.help = "Affiche cette aide."
    return option


def translate_help(text: str) -> str:
    """A help text with French headings."""
    for english, french in _HEADINGS.items():
        text = text.replace(english, french)
    return text
