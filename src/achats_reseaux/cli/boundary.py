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


def report(error: Exception, arguments: list[str]) -> int:
    """Report any error of a command line on stderr, and return its exit status."""
    kind = type(error).__name__
    if kind == "Abort":  # Typer's, for Ctrl-C
        return ExitCode.INTERRUPTED
    if streams.is_closed_pipe(error):
        return ExitCode.FOUND
    told = _told(error, arguments)
    if isinstance(told, UsageError) and kind != "NoSuchOption":
        try:
            _write_document(told, arguments)
        except (ReseauxError, OSError) as other:  # stdout is full, the catalogue is broken
            told = _told(other, arguments)
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
        if error.filename is None:
            return FileError(f"Impossible d'écrire sur la sortie standard : {reason(error)}.")
        return FileError(f"{visible(str(error.filename))} : {reason(error)}.")
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
    # An option that lacks its value has no context.
    path = context.command_path if context else shell_joined(["reseaux", *arguments[:1]])
    kind, english = type(error).__name__, str(getattr(error, "message", error))
    if kind == "NoSuchOption":
        return _unknown_option(error.option_name, context)
    if english.startswith("No such command"):
        return _unknown_command(context, arguments)
    name = _name(getattr(error, "param", None))
    if kind == "BadParameter":
        choices = [str(one) for one in getattr(error.param.type, "choices", ())]
        value = english.partition(" is not one of ")[0].strip("'\"")
        near = nearest(value, choices, most=1)
        return UsageError(not_a_value(value, name, choices), suggestions=tuple(near))
    option = getattr(error, "option_name", "")
    extra = shortened(english.rpartition("(")[2].rstrip(")"))
    said = {
        "MissingParameter": f"il manque {name}.",
        "Missing command": "il manque une commande.",
        "Got unexpected": f"argument de trop : {extra}",
        "Option": f"l'option {option} attend une valeur.",
    }
    begun = (text for key, text in said.items() if (english or kind).startswith(key))
    message = next(begun, english)
    if "does not take a value" in english:
        message = f"l'option {option} n'attend pas de valeur."
    if name == "ID":
        return _to_type(message, "Tous les identifiants :", "reseaux list -q")
    return _to_type(message, "L'aide :", f"{path} --help")


def _to_type(message: str, lead: str, command: str) -> UsageError:
    return UsageError(message, lead, next_commands=(shortened(command, 200),))


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    if parameter is None:
        return ""
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
        return _to_type(message, "Toutes les commandes :", f"{' '.join(path)} --help")
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


# --- the JSON document ---------------------------------------------------------------------------


def _write_document(error: UsageError, arguments: list[str]) -> None:
    """Write a usage error as the JSON document that the command line asks for, if it does.

    Raises:
        CatalogueError: the catalogue in use, which the document names, cannot be read.
    """
    typed = arguments[: arguments.index("--")] if "--" in arguments else arguments
    line = f"{' '.join(typed)} ".replace("=", " ").lower()
    if not ("--json" in typed or "--format json " in line) or typed[0] not in WITH_JSON:
        return
    from achats_reseaux.answering import refusal
    from achats_reseaux.cli.surroundings import load_catalogue
    from achats_reseaux.model import Query

    known = load_catalogue(no_local="--no-local" in typed)
    refused = refusal(Query(typed[0]), error).replace(catalogue=known)
    streams.write_stdout(streams.rendered(refused, "json"), machine=True)
