"""A user's home with files of their own, for commands that are run in it."""

import os
from pathlib import Path
from unittest import mock

from achats_reseaux.cli import environment as cli_environment
from helpers.run import environment


class Home:
    """A home.

    Attributes:
        folder: where the user's own files lie.
        cache: where their compiled form is kept.
        env: the variables of a command that is run there, on 28 November 2026.
    """

    def __init__(self, home: Path) -> None:
        self.env = {"HOME": str(home), "RESEAUX_AUJOURDHUI": "2026-11-28"}
        with mock.patch.dict(os.environ, environment(self.env), clear=True):
            self.folder = Path(cli_environment.config_folder())
            self.cache = Path(cli_environment.cache_folder())

    def writes(self, text: str, name: str = "networks.yaml") -> Path:
        """Write a file of the user's own."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file
