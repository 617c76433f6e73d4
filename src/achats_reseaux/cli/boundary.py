"""Where every error ends: one French sentence, at most one hint, the exit status of its kind.

Where JSON was asked for, a refusal is a document on stdout too.
"""

from __future__ import annotations

import os

from achats_reseaux.cli import streams
from achats_reseaux.errors import ExitCode, FileError, ReseauxError, UsageError, reason
from achats_reseaux.text import visible

WITH_JSON = ("find", "list", "show", "search", "ask", "coverage")


def report(error: Exception, arguments: list[str]) -> int:
    """Report any error of a command line on stderr, and return its exit status."""
    kind = type(error).__name__
    # Typer's word for Ctrl-C; Python 3.11 hides one that comes while it makes a class.
    if kind == "Abort" or isinstance(error.__cause__, KeyboardInterrupt):
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
        from achats_reseaux.cli.usage_errors import usage_error

        return usage_error(error, arguments)
    if isinstance(error, OSError):
        if error.filename is None:
            return FileError(f"Impossible d'écrire sur la sortie standard : {reason(error)}.")
        return FileError(f"{visible(str(error.filename))} : {reason(error)}.")
    said = f"défaut de reseaux ({type(error).__name__}), pas de votre demande."
    hint = "Pour le signaler : la commande tapée, et sa sortie avec RESEAUX_DEBUG=1."
    fault = ReseauxError(said, hint)
    fault.exit_code = ExitCode.BUG
    return fault


def _write_document(error: UsageError, arguments: list[str]) -> None:
    """Write a usage error as the JSON document that the command line asks for, if it does."""
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
