"""The command line (the only package that prints, exits and reads the environment): entry point.

A plain lookup is parsed by ``short_parser``, everything else by Typer (``app``). Every
error of either ends in ``error_handler``.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


_DIGITS = 4
"""Those of the widest terminal. Lines are filled to its width: a wrong one takes all memory."""


def main() -> NoReturn:
    """Run ``reseaux`` and exit with one of ``errors.ExitCode``."""
    # A command makes little garbage: without collection it takes a sixth less time.
    gc.disable()
    # Ctrl-C may land in a callback of Python's own import, which would print a traceback.
    sys.unraisablehook = lambda _: None
    _buffer_stdout()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # not even the module that reports errors can be loaded
        code = getattr(error, "exit_code", 70)
        if code == 70:
            sys.excepthook(*sys.exc_info())
        else:
            hint = getattr(error, "hint", "")
            sys.stderr.write(f"Erreur : {error}\n{hint}\n")
    # All is written and flushed; finalizing the interpreter would take a twelfth of the
    # time.
    os._exit(code)


def _buffer_stdout() -> None:
    """Give stdout the buffer that ``python -u`` and PYTHONUNBUFFERED take from it.

    Without one a write may write a part of its bytes only, and says so to nobody.
    """
    stream: Any = sys.stdout
    if stream is None or hasattr(stream.buffer, "raw"):
        return
    import io

    # Not detached: ``shutil`` asks the first stdout for the size of the terminal.
    buffered = io.BufferedWriter(stream.buffer)
    sys.stdout = io.TextIOWrapper(buffered, stream.encoding, stream.errors)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status; only ``KeyboardInterrupt`` is raised."""
    if len(os.environ.get("COLUMNS", "")) > _DIGITS:
        del os.environ["COLUMNS"]
    first = arguments[0] if arguments else "help"
    if "0" <= first[:1] <= "9":  # a place
        arguments = ["find"] + arguments
    elif first == "help" and arguments:
        arguments = arguments[1:] + ["--help"]
    try:
        if not arguments and "_RESEAUX_COMPLETE" not in os.environ:
            from achats_reseaux.cli import streams, welcome

            streams.write_stdout(welcome.welcome(), machine=False)
            return 0
        from achats_reseaux.cli import short_parser

        line = short_parser.parsed(arguments)
        if line is not None:
            from achats_reseaux.cli import responses

            return responses.reply_to(line)
        from achats_reseaux.cli import app

        return app.run(arguments)
    except Exception as error:
        from achats_reseaux.cli import error_handler

        return error_handler.report(error)
