"""Sessions with networks of one's own, laid over the small catalogue of ``carte.yaml``."""

from pathlib import Path

from helpers.cases import TESTS
from helpers.sessions import check_sessions


def test_sessions_with_networks_of_one_s_own(tmp_path: Path) -> None:
    small = str(TESTS / "answers" / "carte.yaml")
    check_sessions("answers/sessions/own_networks.txt", tmp_path, small)
