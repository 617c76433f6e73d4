"""What command lines must say, and must not: ``lines.tsv``."""

from helpers.lines import check_lines


def test_lines() -> None:
    check_lines("answers/lines.tsv")
