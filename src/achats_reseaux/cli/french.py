"""Typer's own sentences in French: its help headings and its errors.

Typer 0.26 and later words most of them as plain English text, with no way to translate them.
"""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from achats_reseaux.cli.options import refuse
from achats_reseaux.cli.writing import write
from achats_reseaux.errors import UsageError
from achats_reseaux.text import shortened

_HEADINGS = {
    "Usage: ": "Usage : ",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "\nArguments:\n": "\nArguments :\n",
    "\nOptions:\n": "\nOptions :\n",
    "\nCommands:\n": "\nCommandes :\n",
    "Show this message and exit.": "Affiche cette aide.",
    "[default: ": "[par défaut : ",
    "[required]": "[obligatoire]",
}


class Command(TyperCommand):
    """A command whose help is in French, and that takes no option twice."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translated(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows it."""
        return _written(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; of an option's two values Typer would silently take the last.

        Raises:
            UsageError: an option of one value has two, and the command gives no answers.
            Exit: it has, and the command's answer said so.
        """
        typed = list(args)
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            order: list[Any] = self.make_parser(ctx).parse_args(typed)[2]
            for one in order:
                if order.count(one) > 1 and not (one.multiple or one.is_flag):
                    message = f"L'option {one.opts[0]} est donnée plusieurs fois."
                    error = UsageError(message, f"{ctx.command_path} --help")
                    if "form" not in ctx.params:
                        raise error
                    raise typer.Exit(refuse(ctx.info_name, error, ctx.params))
        return rest


class Group(TyperGroup):
    """A group of commands, listed in the order of their declaration, whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translated(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows it."""
        return _written(super().get_help_option(ctx))


def _written(option: Any) -> Any:
    """The option of the help, which is written as all else is: Typer minds no closed stdout."""

    def show(ctx: Any, _option: Any, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            write(f"{ctx.get_help()}\n", machine=False)
            raise typer.Exit

    option.callback = show
    return option


def translated(text: str) -> str:
    """A help text with French headings."""
    for english, french in _HEADINGS.items():
        text = text.replace(english, french)
    return text


def message(error: typer.TyperException) -> tuple[str, str]:
    """An error of Typer's in French: what is wrong, and what to type next.

    The classes are private since Typer 0.26, so they are told apart by name; a class that is not
    known here keeps Typer's own sentence.
    """
    kind = type(error).__name__
    command = _command(error)
    said = str(getattr(error, "message", error))
    parameter = getattr(error, "param", None)
    if kind == "NoSuchOption":
        near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
        hint = f"Vouliez-vous dire : {near} ?" if near else f"Toutes les options : {command} --help"
        return f"option inconnue : {error.option_name}", hint  # type: ignore[attr-defined]
    if kind == "BadOptionUsage":
        name = error.option_name  # type: ignore[attr-defined]
        takes = "n'attend pas de valeur" if "does not take" in said else "attend une valeur"
        return f"l'option {name} {takes}.", f"{command} --help"
    if kind == "MissingParameter" and parameter is not None:
        options = [one for one in parameter.opts if one.startswith("--")]
        name = options[0] if options else parameter.human_readable_name.upper()
        return f"il manque {name}.", f"{command} --help"
    if said.startswith("No such command"):
        wrong = said.split("'")[1] if "'" in said else said
        near = said.partition("Did you mean ")[2].rstrip("?").replace("'", "")
        hint = (
            f"Vouliez-vous dire : {near} ?" if near else f"Toutes les commandes : {command} --help"
        )
        return f"commande inconnue : {wrong}", hint
    if said.startswith("Missing command"):
        return "il manque une commande.", f"{command} --help"
    if said.startswith("Got unexpected extra argument"):
        extra = shortened(said.rpartition("(")[2].rstrip(")"))
        hint = "Un nom de plusieurs mots s'écrit entre guillemets."
        return f"argument de trop : {extra}", hint
    return said, f"{command} --help"


def _command(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "reseaux"
