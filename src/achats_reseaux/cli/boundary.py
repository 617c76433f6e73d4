"""Where every error ends: one French sentence, at most one hint, the exit status of its kind.

Where JSON was asked for, a refusal is a document on stdout too.
"""

from __future__ import annotations

import os

from achats_reseaux.cli import streams
from achats_reseaux.errors import ExitCode, FileError, ReseauxError, UsageError, reason
from achats_reseaux.text import nearest, not_a_value, shell_joined, shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WITH_JSON = ("find", "list", "show", "search", "ask", "coverage")
"""The commands that have a JSON document."""

_ALIKE = 0.75
"""The least similarity of a word to the command that it is taken for: "ruoen" is not ``open``."""


def report(error: Exception, arguments: list[str]) -> int:
    """Report any error of a command line on stderr, and return its exit status."""
    kind = type(error).__name__
    if kind == "Abort":
        return ExitCode.INTERRUPTED
    if streams.is_closed_pipe(error):
        return ExitCode.FOUND
    if kind == "NoArgsIsHelpError":
        streams.write_stderr(str(error))
        return ExitCode.INVALID
    told = _told(error, arguments)
    if isinstance(told, UsageError) and kind != "NoSuchOption":
        try:
            _write_document(told, arguments)
        except FileError as unwritten:  # stdout is full or closed
            told = unwritten
    if told.exit_code == ExitCode.BUG and os.environ.get("RESEAUX_DEBUG"):
        import traceback

        streams.write_stderr("".join(traceback.format_exception(error)))
    streams.write_stderr(f"Erreur : {told.message}", *streams.hint_lines(told))
    return told.exit_code


def _told(error: Exception, arguments: list[str]) -> ReseauxError:
    """The error that people are told of."""
    if isinstance(error, ReseauxError):
        return error
    if type(error).__module__.partition(".")[0] == "typer":
        return _usage_error(error, arguments)
    if isinstance(error, OSError):
        name = visible(str(error.filename or "la sortie standard"))
        return FileError(f"{name} : {reason(error)}.")
    fault = ReseauxError(
        f"défaut de reseaux ({type(error).__name__}), pas de votre demande.",
        "Pour le signaler : la commande tapée, « reseaux --version », et la sortie avec"
        " RESEAUX_DEBUG=1.",
    )
    if isinstance(error, ImportError):
        said = f"reseaux ne peut pas charger {error.name or 'son programme'}."
        fault = ReseauxError(said, "Pour réparer : réinstallez achats-reseaux.")
    fault.exit_code = ExitCode.BUG
    return fault


# --- errors of Typer -----------------------------------------------------------------------------


def _usage_error(error: Any, arguments: list[str]) -> UsageError:
    """Typer's error in French. Its classes are private, so they are known by name."""
    context = getattr(error, "ctx", None)
    # Some errors have no context.
    path = context.command_path if context else shell_joined(["reseaux", *arguments[:1]])
    kind, english = type(error).__name__, str(getattr(error, "message", error))
    if english.startswith("No such command"):
        return _unknown_command(context, arguments)
    if kind == "NoSuchOption":
        return _unknown_option(error.option_name, context, arguments)
    option, name = getattr(error, "option_name", ""), _name(getattr(error, "param", None))
    if kind == "BadParameter":
        return _bad_value(error.param, english)
    extra = shortened(english.rpartition("(")[2].rstrip(")"))
    said = {
        "No value": f"l'option {option} n'attend pas de valeur.",
        "BadOptionUsage": f"l'option {option} attend une valeur.",
        "MissingParameter": f"il manque {name}.",
        "Missing command": "il manque une commande.",
        "Got unexpected": f"argument de trop : {extra}",
    }
    begun = (one for one in said if english.startswith(one))
    found = "No value" if "does not take" in english else next(begun, kind)
    if name == "ID":
        return _to_type(said[found], "Tous les identifiants :", "reseaux list -q")
    return _to_type(said.get(found, english), "L'aide :", f"{path} --help")


def _to_type(message: str, lead: str, command: str) -> UsageError:
    return UsageError(message, lead, next_commands=(shortened(command, 200),))


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    if parameter is None:
        return ""
    long = [str(one) for one in parameter.opts if one.startswith("--")]
    return (*long, str(parameter.metavar or parameter.name).strip("[]…").upper())[0]


def _bad_value(parameter: Any, english: str) -> UsageError:
    """A value that is none of the choices of an option, or of an argument."""
    choices = [str(one) for one in getattr(parameter.type, "choices", ())]
    value = english.partition(" is not one of ")[0].strip("'\"")
    near = nearest(value, choices, most=1)
    return UsageError(not_a_value(value, _name(parameter), choices), suggestions=tuple(near))


def _unknown_command(context: Any, arguments: list[str]) -> UsageError:
    """A near command is offered with the rest of the line; at the root, any other word is a place.

    ``find`` then says whether it is one.
    """
    path = context.command_path.split()
    first, *rest = arguments[len(path) - 1 :]
    message = f"commande inconnue : {shortened(first)}"
    near = nearest(first.lower(), list(context.command.commands), most=1, cutoff=_ALIKE)
    if near:
        return _to_type(message, "À taper :", shell_joined([*path, *near, *rest]))
    if len(path) > 1:
        return _to_type(message, "Toutes les commandes :", f"{' '.join(path)} --help")
    return _to_type(message, "Pour un lieu :", shell_joined(["reseaux", "find", first, *rest]))


def _unknown_option(option: str, context: Any, arguments: list[str]) -> UsageError:
    """The nearest option of the command; before the command, that options come after it."""
    shown, path = shortened(option), context.command_path
    parameters = context.command.get_params(context)
    known = [name for one in parameters for name in one.opts if name.startswith("-")]
    one_dash = [name for name in known if name[1:] in arguments]
    if near := one_dash or nearest(option.lower(), known, most=1):
        return UsageError(f"option inconnue : {shown}", suggestions=(near[0],))
    if path == "reseaux":
        return _to_type(f"l'option {shown} s'écrit après la commande.", "L'aide :", "reseaux help")
    return _to_type(f"option inconnue : {shown}", "Toutes les options :", f"{path} --help")


# --- the JSON document ---------------------------------------------------------------------------


def _write_document(error: UsageError, arguments: list[str]) -> None:
    """Write a usage error as the JSON document that the command line asks for, if it does.

    If the catalogue in use cannot be read, nothing is written.
    """
    from itertools import pairwise

    typed = arguments[: arguments.index("--")] if "--" in arguments else arguments
    words = " ".join(typed).replace("=", " ").lower().split()
    wanted = "--json" in typed or ("--format", "json") in pairwise(words)
    if not wanted or words[0] not in WITH_JSON:
        return
    from achats_reseaux.answering import refusal
    from achats_reseaux.cli.surroundings import load_catalogue
    from achats_reseaux.model import Query

    try:
        catalogue = load_catalogue(no_local="--no-local" in words)
    except ReseauxError:
        return
    refused = refusal(Query(words[0]), error).replace(catalogue=catalogue)
    streams.write_stdout(streams.rendered(refused, "json"), machine=True)
