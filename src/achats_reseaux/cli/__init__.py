"""The command line (the only package that prints, exits and reads the environment): entry point.

A plain ``find``, ``list`` or ``show`` is parsed by ``lookups``, everything else by Typer (``app``).
Every error of either ends in ``boundary``.
"""

from __future__ import annotations

import gc
import os
import sys

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

    A first word that begins with a digit is a place (``reseaux 76000``), and ``reseaux help find``
    is ``reseaux find --help``.
    """
    if arguments and "0" <= arguments[0][:1] <= "9":
        arguments = ["find", *arguments]
    if arguments[:1] == ["help"] and arguments[1:2] not in ([], ["codes"]):
        arguments = [*arguments[1:], "--help"]
    try:
        from achats_reseaux.cli import lookups, streams

        if plain := lookups.parsed(arguments):
            asked, fields, form = plain
            return streams.write_answer(lookups.answered(asked, fields), form)
        from achats_reseaux.cli import app

        return app.run(arguments)
    except Exception as error:
        # Ctrl-C while Python 3.11 creates a class with descriptors.
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise error.__cause__ from None
        try:
            from achats_reseaux.cli import boundary

            return boundary.report(error, arguments)
        except (ImportError, OSError, SyntaxError):
            return _report_load_failure(error)


def _report_load_failure(error: Exception) -> int:
    """Report that a part of the program cannot be loaded, without loading another part."""
    if os.environ.get("RESEAUX_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    if sys.stderr is not None:  # else print would write to stdout
        try:
            said = f"reseaux ne peut pas charger son programme ({type(error).__name__})"
            print(f"Erreur : {said}.", file=sys.stderr)
        except OSError:  # stderr is closed or full
            pass
    return 74 if isinstance(error, OSError) else 70
