"""The date of today, with which validity dates are compared: it enters the program here alone."""

from __future__ import annotations

import os
import time


def today() -> str:
    """The ISO date of today, or that of ``RESEAUX_AUJOURDHUI``, which pins it for tests.

    Raises:
        UsageError: the variable holds no date.
    """
    pinned = os.environ.get("RESEAUX_AUJOURDHUI")
    if not pinned:
        return time.strftime("%Y-%m-%d")
    try:
        time.strptime(pinned, "%Y-%m-%d")
    except ValueError as error:
        from achats_reseaux.errors import UsageError
        from achats_reseaux.text import shortened

        message = f"RESEAUX_AUJOURDHUI : « {shortened(pinned)} » n'est pas une date."
        raise UsageError(message, "Une date s'écrit 2026-11-27.") from error
    return pinned
