"""The command line (the only package that prints, exits and reads the environment): entry point.

A simple ``find``, ``list`` or ``show`` is answered by ``fast_path``, without Typer; everything else
by ``app``: help, completion, tables, other options, and all errors and unclear cases.
"""

from __future__ import annotations

import gc
import os
import sys

from achats_reseaux.cli.fast_path import answered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run ``reseaux`` and exit with one of ``errors.ExitCode``."""
    # A command makes little garbage: without collection it takes a sixth less time.
    gc.disable()
    # Ctrl-C may land in a callback of Python's own import, which would print a traceback.
    sys.unraisablehook = lambda _: None
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # reported by the function that wrote to it
            continue
    # Nothing is left to do: finalizing the interpreter would take a twelfth of the time.
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status; only ``KeyboardInterrupt`` is raised.

    A first word that begins with a digit is a place: ``reseaux 76000``.
    """
    if arguments and "0" <= arguments[0][:1] <= "9":
        arguments = ["find", *arguments]
    try:
        code = answered(arguments)
        if code is None:
            from achats_reseaux.cli import app

            code = app.run(arguments)
    except Exception as error:  # only loading the rest of the program can fail here
        return _report_load_failure(error)
    return code


def _report_load_failure(error: Exception) -> int:
    """Report that a part of the program cannot be loaded, without loading another part."""
    # Ctrl-C while Python 3.11 creates a class with descriptors.
    if isinstance(error.__cause__, KeyboardInterrupt):
        raise error.__cause__
    if os.environ.get("RESEAUX_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    code, why = 70, f"erreur interne ({type(error).__name__})"
    if isinstance(error, OSError):
        import errno

        code, why = 74, errno.errorcode.get(error.errno or 0, "erreur du système")
    name = getattr(error, "filename", None) or getattr(error, "name", None) or "son programme"
    if sys.stderr is not None:  # else print would write to stdout
        try:
            print(f"Erreur : reseaux ne peut pas charger {name} : {why}.", file=sys.stderr)
        except OSError:  # stderr is closed or full
            return code
    return code
