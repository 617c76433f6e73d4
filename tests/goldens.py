"""The golden files of ``tests/golden``: ``GOLDEN=write pytest tests/test_card.py`` writes anew."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"


def golden(name: str, text: str) -> str:
    """What a file holds; if it is to be written, the text is, with ``<CR>`` for a return."""
    file = _FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        file.write_text(text.replace("\r", "<CR>"), encoding="utf-8", newline="\n")
    return file.read_text(encoding="utf-8").replace("<CR>", "\r")
