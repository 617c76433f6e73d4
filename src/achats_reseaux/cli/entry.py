"""The entry point: the one place where a process begins and its exit status is decided."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run ``reseaux`` and exit with one of ``errors.ExitCode``."""
    # Start-up makes no garbage worth collecting: this spares a sixth of the time of a command.
    gc.disable()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line; never raises but ``KeyboardInterrupt``."""
    from achats_reseaux.cli import app

    return app.run(arguments)
