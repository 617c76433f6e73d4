"""The errors of Typer's parser in French: one sentence, and one hint of what to type."""

from __future__ import annotations

from achats_reseaux.errors import UsageError
from achats_reseaux.text import nearest, not_a_value, shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def usage_error(error: Any, arguments: list[str]) -> UsageError:
    """Typer's error in French. Its classes are private, so they are known by name."""
    context, option = getattr(error, "ctx", None), getattr(error, "option_name", "")
    kind, english = type(error).__name__, str(getattr(error, "message", error))
    name = _name(error.param) if hasattr(error, "param") else ""
    if english.startswith("No such command"):
        return _unknown_command(context, arguments)
    if kind == "NoSuchOption":
        return _unknown_option(option, context)
    if kind == "BadParameter":
        choices = [str(one) for one in getattr(error.param.type, "choices", ())]
        value = english.partition(" is not one of ")[0].strip("'\"")
        near = nearest(value, choices, most=1)
        return UsageError(not_a_value(value, name, choices), suggestions=tuple(near))
    message = english
    if kind == "MissingParameter":
        message = f"il manque {name}."
    elif english.startswith("Missing command"):
        message = "il manque une commande."
    elif english.startswith("Got unexpected"):
        message = f"argument de trop : {shortened(english.rpartition('(')[2].rstrip(')'))}"
    elif kind == "BadOptionUsage":
        wants = "n'attend pas de valeur" if "not take" in english else "attend une valeur"
        message = f"l'option {option} {wants}."
    if name == "ID":
        return _to_type(message, "Tous les identifiants :", "reseaux list -q")
    # An option that lacks its value has no context.
    path = context.command_path if context else shell_joined(["reseaux", *arguments[:1]])
    return _to_type(message, "L'aide :", f"{path} --help")


def _to_type(message: str, lead: str, command: str) -> UsageError:
    return UsageError(message, lead, next_commands=(shortened(command, 200),))


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    long = [str(one) for one in parameter.opts if one.startswith("--")]
    return (*long, str(parameter.metavar or parameter.name).strip("[]…").upper())[0]


def _unknown_command(context: Any, arguments: list[str]) -> UsageError:
    """The nearest command, with the rest of the line; at the root, any other word is a place."""
    path = context.command_path.split()
    first, *rest = arguments[len(path) - 1 :]
    message = f"commande inconnue : {shortened(first)}"
    # "ruoen" is not ``open``.
    if near := nearest(first.lower(), list(context.command.commands), most=1, cutoff=0.75):
        return _to_type(message, "À taper :", shell_joined([*path, *near, *rest]))
    if len(path) > 1:
        return _to_type(message, "L'aide :", f"{context.command_path} --help")
    return _to_type(message, "Pour un lieu :", shell_joined(["reseaux", "find", first, *rest]))


def _unknown_option(option: str, context: Any) -> UsageError:
    """The nearest option of the command; before the command, that options come after it."""
    message, help_ = f"option inconnue : {shortened(option)}", f"{context.command_path} --help"
    if context.parent is None:
        return _to_type(message, "Les options s'écrivent après la commande :", help_)
    known = [name for one in context.command.params for name in one.opts if name[:1] == "-"]
    if near := nearest(option.lower(), known, most=1):
        return UsageError(message, suggestions=tuple(near))
    return _to_type(message, "Toutes les options :", help_)
