"""Typer's own sentences in French: its help headings and its errors.

Typer 0.26 and later words most of them as plain English text, with no way to translate them.
"""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from achats_reseaux.text import shortened

_HEADINGS = {
    "Usage: ": "Usage : ",
    "[OPTIONS]": "[OPTIONS]",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "\nArguments:\n": "\nArguments :\n",
    "\nOptions:\n": "\nOptions :\n",
    "\nCommands:\n": "\nCommandes :\n",
    "Show this message and exit.": "Affiche cette aide.",
    "[default: ": "[par défaut : ",
    "[required]": "[obligatoire]",
}


class Command(TyperCommand):
    """A command whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translated(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands, listed in the order of their declaration, whose help is in French."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translated(super().get_help(ctx))


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
