"""The state of the page alone: every sequence of up to four actions, where there is Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.output.page import document

NODE = shutil.which("node")
STATE = Path(document.__file__).with_name("state.js")
CHECKS = Path(__file__).with_name("page_state.js")

pytestmark = pytest.mark.skipif(not NODE, reason="node is not installed")


def explored(state: Path, longest: int) -> dict[str, Any]:
    """What ``page_state.js`` finds: how many states, and those that break a rule."""
    command = [str(NODE), str(CHECKS), str(state), str(longest)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_whatever_is_done_text_place_filters_and_address_agree() -> None:
    found = explored(STATE, 4)
    assert found["faults"] == []
    assert found["count"] > 300_000
    assert found["states"] > 100


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ('text: value,\n          link: "",', "text: value,"),
        (
            "const settled = state.text.trim() ? settle(state, look) : state;",
            "const settled = state;",
        ),
        ("const isAsked = Boolean(state.text.trim());", "const isAsked = false;"),
        ("active: count ? (at + count) % count : -1", "active: at"),
        ("theme && `theme=${theme}`,", ""),
    ],
)
def test_each_rule_is_held(rule: str, broken: str, tmp_path: Path) -> None:
    text = STATE.read_text(encoding="utf-8")
    assert text.count(rule) == 1
    mutant = tmp_path / "state.js"
    mutant.write_text(text.replace(rule, broken), encoding="utf-8")
    assert explored(mutant, 2)["bad"] > 0
