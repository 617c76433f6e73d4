"""What command lines must say, and must not: ``lines.tsv`` of each room."""

import pytest

from helpers.lines import check_lines


@pytest.mark.parametrize("room", ["answers", "annotate", "cli", "questions"])
def test_lines(room: str) -> None:
    check_lines(f"{room}/lines.tsv")
