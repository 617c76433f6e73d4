"""Photograph ``docs/page.html`` for the READMEs: ``python tools/page_picture.py``.

Needs Chromium. The bytes depend on its fonts, so ``docs.py --check`` does not look at the picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from helpers.chromium import Chromium  # noqa: E402 - after its folder

WIDTH, HEIGHT, ASKED = 1100, 760, "76000"


def main() -> None:
    """Write ``docs/page.png``."""
    with Chromium() as browser:
        browser.look(WIDTH, HEIGHT)
        browser.open(f"{(ROOT / 'docs' / 'page.html').as_uri()}#{ASKED}")
        browser.picture(ROOT / "docs" / "page.png")


if __name__ == "__main__":
    main()
