"""Where the data lie: beside the package once installed, else at the root of the checkout."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_PACKAGED = os.path.join(_PACKAGE, "data")
_INSTALLED = os.path.isdir(_PACKAGED)
_CHECKOUT = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "data")


def data() -> str:
    """The data folder: a wheel carries it inside the package, a checkout has it beside ``src``."""
    return _PACKAGED if _INSTALLED else _CHECKOUT


def is_checkout() -> bool:
    """The data are those of a checkout, which a person may have changed since it was compiled."""
    return not _INSTALLED
