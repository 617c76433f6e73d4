"""What ``reseaux catalogue`` writes for people breaks at spaces on a terminal, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import ROOT, Run, whole_catalogue


def test_info_at_two_widths_and_off_a_terminal(run: Run) -> None:
    """An address or a path that is wider than the terminal stays whole, to be copied."""
    file, folder = ROOT / "data", run.folder
    address = (
        "https://achats-durables.gouv.fr/reseaux-nationaux-locaux-accompagner-acheteurs-publics-11"
    )
    whole = run("catalogue", "info").stdout.decode()
    assert run.on_a_terminal("catalogue", "info", width=500).stdout.decode() == whole
    version, _, checked, *_ = whole.splitlines()
    narrow = run.on_a_terminal("catalogue", "info", width=60).stdout.decode()
    assert narrow.startswith(
        f"{version}\n"
        "Liste de départ : Page du ministère de la Transition\n"
        "  écologique « Des réseaux nationaux et locaux pour\n"
        "  accompagner les acheteurs publics », 18 novembre 2024\n"
        f"  ({address})\n"
        f"{checked}\n"
        "Fichiers en service :\n"
        f"  {file}\n"
    )
    assert str(folder) in narrow


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("command", ["info", "words"])
def test_nothing_is_lost_and_lines_are_as_wide_as_they_may_be(
    run: Run, command: str, width: int
) -> None:
    whole = run("catalogue", command).stdout.decode()
    seen = run.on_a_terminal("catalogue", command, width=width).stdout.decode()
    assert seen.split() == whole.split()
    for line in seen.splitlines():
        assert len(line) <= width or " " not in line.strip().replace(" :", "").replace(" »", "")
    lines = [line for line in seen.splitlines() if not line.startswith("  ")]
    assert len(lines) == sum(not line.startswith(" ") for line in whole.splitlines())


@pytest.mark.skipif(os.name == "nt", reason="no name of Windows has control characters")
def test_the_name_of_a_file_never_acts_on_the_terminal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31m.yaml"
    file.write_text("networks: []\n", encoding="utf-8")
    done = run("catalogue", "check", str(file))
    assert done.stdout.decode() == f"{tmp_path}/\ufffd[31m.yaml : aucune faute\n"


def test_differences_break_too(run: Run, tmp_path: Path) -> None:
    file = ROOT / "data"
    text = whole_catalogue().replace("summary: >-\n", "summary: >-\n      Un autre résumé.\n", 1)
    other = tmp_path / "other.yaml"
    other.write_text(text, encoding="utf-8")
    whole = run("catalogue", "diff", str(file), str(other)).stdout.decode()
    seen = run.on_a_terminal("catalogue", "diff", str(file), str(other)).stdout.decode()
    assert whole.count("\n") == 1
    first, *others = seen.splitlines()
    assert whole.startswith(first)
    assert others
    assert all(line.startswith("  ") and len(line) <= 80 for line in others)
    assert " ".join(seen.split()) == " ".join(whole.split())
