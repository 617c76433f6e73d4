"""What a person sees who keeps a catalogue of one's own, session by session."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from test_overlay import User, user  # noqa: F401 - a fixture
from transcripts import played, sessions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="paths as Linux writes them")
SESSIONS = {**sessions("catalogue/import.txt"), **sessions("catalogue/complements.txt")}


@pytest.mark.parametrize("shown", SESSIONS)
def test_a_session_goes_as_it_is_written(shown: str, user: User, tmp_path: Path) -> None:  # noqa: F811
    assert played(SESSIONS[shown], user, tmp_path) == SESSIONS[shown]
