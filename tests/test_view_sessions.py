"""What commands say on both streams, session by session: tests/views/*.txt."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from test_overlay import User, user  # noqa: F401 - a fixture
from transcripts import played, sessions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="paths as Linux writes them")
FILES = ("annotate", "own_networks", "questions")
SESSIONS = {shown: one for name in FILES for shown, one in sessions(f"views/{name}.txt").items()}


@pytest.mark.parametrize("shown", SESSIONS)
def test_a_session_goes_as_it_is_written(
    shown: str,
    user: User,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    user.patch.setenv("RESEAUX_AUJOURDHUI", "2026-11-28")
    assert played(SESSIONS[shown], user, tmp_path) == SESSIONS[shown]
