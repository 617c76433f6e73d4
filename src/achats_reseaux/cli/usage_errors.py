"""The errors of Typer's parser in French: one sentence, and one hint of what to type."""

from __future__ import annotations

from achats_reseaux.answering.answers import FILTERS
from achats_reseaux.cli.environment import load_catalogue
from achats_reseaux.cli.options import OPTIONS
from achats_reseaux.cli.short_parser import PLACES
from achats_reseaux.errors import UsageError
from achats_reseaux.text import fold, nearest, not_a_value, shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def usage_error(error: Any, arguments: list[str]) -> UsageError:
    """Typer's error in French. Its classes are private, so they are known by name."""
    kind, english = type(error).__name__, str(getattr(error, "message", error))
    context = getattr(error, "ctx", None)
    if english.startswith("No such command"):
        return _unknown_command(context, arguments)
    if kind == "NoSuchOption":
        return _unknown_option(error, context, arguments)
    if kind == "BadParameter":
        return _not_a_choice(error, english)
    if english.startswith("Got unexpected"):
        return _too_many(english, context, arguments)
    message = english
    if english.startswith("Missing command"):
        message = "il manque une commande."
    elif kind == "MissingParameter":
        message = f"il manque {_name(error.param)}."
    elif "not take" in english:
        message = f"l'option {error.option_name} n'attend pas de valeur."
    elif kind == "BadOptionUsage":
        message = f"l'option {error.option_name} attend une valeur."
    return _see_help(message, context, arguments)


def _not_a_choice(error: Any, english: str) -> UsageError:
    """A value that is none of those of an option, with the nearest; or no number."""
    name = _name(error.param)
    choices = [str(choice) for choice in getattr(error.param.type, "choices", ())]
    value = english.partition(" is not ")[0].strip("'\"")
    message = not_a_value(value, name, choices)
    if not choices:
        message = f"{name} attend un nombre : « {shortened(value)} » n'en est pas un."
    return UsageError(message, suggestions=tuple(nearest(value, choices, most=1)))


def _too_many(english: str, context: Any, arguments: list[str]) -> UsageError:
    """Words that the command does not take; ``list Rouen`` means ``find Rouen``."""
    words = english.rpartition("(")[2].rstrip(")")
    message = f"argument de trop : {shortened(words)}"
    if arguments[:1] != ["list"]:
        return _see_help(message, context, arguments)
    option = _filter_of(words)
    if option:
        others = [text for text in arguments[1:] if text not in (words, *words.split())]
        command = shell_joined(["reseaux", "list", option, words, *others])
        return _to_type(message, "À taper :", command)
    return _to_type(message, "Pour un lieu :", _as_find(arguments))


def _filter_of(words: str) -> str:
    """The option of the filter that has these words as a value, or ``""``."""
    lexicon = load_catalogue().lexicon
    for namespace, option in FILTERS.items():
        if fold(words) in lexicon[namespace]:
            return f"--{option}"
    return ""


def _see_help(message: str, context: Any, arguments: list[str]) -> UsageError:
    """A message that points to the help of the command."""
    if context is None:  # an option that lacks its value has none
        path = shell_joined(["reseaux", *arguments[:1]])
    else:
        path = context.command_path
    return _to_type(message, "L'aide :", f"{path} --help")


def _to_type(message: str, lead: str, command: str) -> UsageError:
    return UsageError(message, lead, next_commands=(shortened(command, 200),))


def _as_find(arguments: list[str]) -> str:
    """The words of a command line after the first, asked of ``find``."""
    return shell_joined(["reseaux", "find", *arguments[1:]])


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    name = str(parameter.opts[0])
    if not name.startswith("--"):
        name = parameter.metavar.strip("[]…")
    return name


def _unknown_command(context: Any, arguments: list[str]) -> UsageError:
    """The nearest command, with the rest of the line; at the root, any other word is a place."""
    path = context.command_path.split()
    rest = arguments[len(path) - 1 :]
    first = rest.pop(0)
    message = f"commande inconnue : {shortened(first)}"
    # "ruoen" is not ``open``.
    near = nearest(first.lower(), list(context.command.commands), most=1, cutoff=0.75)
    if near:
        return _to_type(message, "À taper :", shell_joined(path + near + rest))
    if len(path) > 1:
        return _see_help(message, context, arguments)
    of_place = [word for word in rest if word not in ("--help", "-h")]
    return _to_type(message, "Pour un lieu :", _as_find(["", first, *of_place]))


def _unknown_option(error: Any, context: Any, arguments: list[str]) -> UsageError:
    """The nearest option of the command; before the command, that options come after it.

    ``list --region Bretagne`` means ``find --region Bretagne``.
    """
    option = error.option_name
    message = f"option inconnue : {shortened(option)}"
    if context.parent is None:
        lead = "Les options s'écrivent après la commande :"
        return _to_type(message, lead, f"{context.command_path} --help")
    if arguments[0] == "list" and option.removeprefix("--") in PLACES:
        return _to_type(message, "Pour un lieu :", _as_find(arguments))
    if option.removeprefix("--") in OPTIONS:  # of another command, and no slip
        message = f"{context.command_path} n'a pas d'option {option}"
        return _see_help(message, context, arguments)
    near = nearest(option, error.possibilities or [], most=1)
    if near:
        return UsageError(message, suggestions=tuple(near))
    return _see_help(message, context, arguments)
