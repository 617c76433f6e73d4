"""Where every error ends: one French sentence, at most one hint, the exit status of its kind."""

from __future__ import annotations

import os

from achats_reseaux.cli import streams
from achats_reseaux.cli.responses import hint_lines
from achats_reseaux.errors import ExitCode, FileError, ReseauxError
from achats_reseaux.errors.file_errors import cause_of
from achats_reseaux.text import visible


def report(error: Exception) -> int:
    """Report any error of a command line on stderr, and return its exit status."""
    while isinstance(error, ExceptionGroup):  # of the server's tasks
        error = error.exceptions[0]
    # Typer's word for Ctrl-C; Python 3.11 hides one that comes while it makes a class.
    is_abort = type(error).__name__ == "Abort"
    if is_abort or isinstance(error.__cause__, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    if streams.is_closed_pipe(error):
        return ExitCode.FOUND
    shown = _shown(error)
    if shown.exit_code == ExitCode.BUG and os.environ.get("RESEAUX_DEBUG"):
        import traceback

        streams.write_messages(["".join(traceback.format_exception(error))])
    streams.write_messages([f"Erreur : {shown.message}"] + hint_lines(shown))
    return shown.exit_code


def _shown(error: Exception) -> ReseauxError:
    """The error that people are shown."""
    if isinstance(error, ReseauxError):
        return error
    if isinstance(error, OSError):
        if error.filename is None:
            return FileError(f"Impossible d'écrire sur la sortie standard : {cause_of(error)}.")
        return FileError(f"{visible(str(error.filename))} : {cause_of(error)}.")
    message = f"défaut de reseaux ({type(error).__name__}), pas de votre demande."
    hint = "Pour le signaler : la commande tapée, et sa sortie avec RESEAUX_DEBUG=1."
    fault = ReseauxError(message, hint)
    fault.exit_code = ExitCode.BUG
    return fault
