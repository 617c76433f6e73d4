"""A user with files of their own, for the tests that do not yet stand on ``helpers.run``."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import cli
from conftest import home_variables, own_folder

MULHOUSE = """\
networks:
  - id: clause-mulhouse
    name: Facilitateur de Mulhouse
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {departements: ["68"]}
    summary: Aide à rédiger la clause sociale.
    checked_on: "2026-11-24"
    contact: {phone: "03 00 00 00 00", email: clauses@example.org}
"""


class User:
    """A user with a configuration folder, who runs commands (here in one process, for speed)."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = own_folder(home)
        self.patch = monkeypatch
        for name in ("RESEAUX_CATALOGUE", "XDG_CONFIG_HOME", "COLUMNS", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in home_variables(home).items():
            monkeypatch.setenv(name, value)

    def writes(self, text: str, name: str = "networks.yaml") -> str:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return str(file)

    def types(self, *arguments: str, **environ: str) -> tuple[int, str, str]:
        written = io.BytesIO(), io.BytesIO()
        with self.patch.context() as patch:
            for name, stream in zip(("stdout", "stderr"), written, strict=True):
                patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8"))
            for name, value in environ.items():
                patch.setenv(name, value)
            code = cli.run(list(arguments))
            out, err = (stream.getvalue().decode() for stream in written)
        return code, out, err

    def gets(self, *arguments: str, **environ: str) -> dict[str, Any]:
        code, out, _ = self.types(*arguments, "--json", **environ)
        document: dict[str, Any] = json.loads(out)
        assert (code == 0) == (document["status"] == "found")
        return document


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    return User(tmp_path, monkeypatch)
