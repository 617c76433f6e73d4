"""Typer in French: the headings of its help, and its usage errors.

Typer has them in English, with no way to translate them.
"""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from achats_reseaux.cli.options import write_refusal
from achats_reseaux.cli.streams import write_stdout
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
    """A command whose help is in French, and that refuses an option of one value given twice."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translate_help(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows it."""
        return _help_option(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; of an option given twice Typer would silently keep the last value.

        Raises:
            UsageError: an option of one value is given twice, to a command without answers.
            Exit: it is given twice, and the command has written an answer that says so.
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
                    raise typer.Exit(write_refusal(ctx.info_name, error, ctx.params))
        return rest


class Group(TyperGroup):
    """A group of commands, listed in the order of their declaration, whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translate_help(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows it."""
        return _help_option(super().get_help_option(ctx))


def _help_option(option: Any) -> Any:
    """``--help``, made to write like everything else: Typer would ignore a closed stdout."""

    def show(ctx: Any, _option: Any, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            write_stdout(f"{ctx.get_help()}\n", machine=False)
            raise typer.Exit

    option.callback = show
    return option


def translate_help(text: str) -> str:
    """A help text with French headings."""
    for english, french in _HEADINGS.items():
        text = text.replace(english, french)
    return text


def translate_error(error: typer.TyperException) -> tuple[str, str]:
    """A usage error of Typer's in French: the message, and the hint of what to type next.

    Typer's classes of errors are private, so they are recognised by name; one that is not known
    here keeps Typer's own sentence.
    """
    kind = type(error).__name__
    command = _command(error)
    english = str(getattr(error, "message", error))
    parameter = getattr(error, "param", None)
    if kind == "NoSuchOption":
        near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
        hint = f"Vouliez-vous dire : {near} ?" if near else f"Toutes les options : {command} --help"
        return f"option inconnue : {error.option_name}", hint  # type: ignore[attr-defined]
    if kind == "BadOptionUsage":
        name = error.option_name  # type: ignore[attr-defined]
        takes = "n'attend pas de valeur" if "does not take" in english else "attend une valeur"
        return f"l'option {name} {takes}.", f"{command} --help"
    if kind == "MissingParameter" and parameter is not None:
        options = [one for one in parameter.opts if one.startswith("--")]
        name = options[0] if options else parameter.human_readable_name.upper()
        return f"il manque {name}.", f"{command} --help"
    if english.startswith("No such command"):
        wrong = english.split("'")[1] if "'" in english else english
        near = english.partition("Did you mean ")[2].rstrip("?").replace("'", "")
        hint = (
            f"Vouliez-vous dire : {near} ?" if near else f"Toutes les commandes : {command} --help"
        )
        return f"commande inconnue : {wrong}", hint
    if english.startswith("Missing command"):
        return "il manque une commande.", f"{command} --help"
    if english.startswith("Got unexpected extra argument"):
        extra = shortened(english.rpartition("(")[2].rstrip(")"))
        hint = "Un nom de plusieurs mots s'écrit entre guillemets."
        return f"argument de trop : {extra}", hint
    return english, f"{command} --help"


def _command(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "reseaux"
