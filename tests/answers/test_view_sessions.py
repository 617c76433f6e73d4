"""Sessions with networks of one's own, laid over the small catalogue of ``carte.yaml``."""

import sys
from pathlib import Path

import pytest

from helpers.cases import TESTS
from helpers.sessions import kept, played, sessions

SESSIONS = "answers/sessions/own_networks.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="paths as Linux writes them")
@pytest.mark.parametrize("shown", sessions(SESSIONS))
def test_a_session_with_networks_of_one_s_own(shown: str, tmp_path: Path) -> None:
    small = str(TESTS / "answers" / "carte.yaml")
    today = played(sessions(SESSIONS)[shown], tmp_path, small)
    assert today == kept(SESSIONS, shown, today)
