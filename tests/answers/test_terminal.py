"""What stdout is said to be: a person or not, how wide; its colours are what Rich finds."""

import io
import re

import pytest

import achats_reseaux
from achats_reseaux import load
from achats_reseaux.card.rows import TRACES
from achats_reseaux.output import views
from achats_reseaux.output.terminal import Terminal, describe
from achats_reseaux.output.views.styled_lines import console_of
from helpers.cases import tabled
from helpers.run import run

XTERM = {"TERM": "xterm-256color"}


class Stream(io.TextIOWrapper):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@tabled
def test_colours_are_those_that_were_asked_for_or_that_the_terminal_has(
    environ: dict[str, str], color: str, on_a_terminal: str | None, on_a_pipe: str | None
) -> None:
    for stream, expected in (
        (Stream(io.BytesIO()), on_a_terminal),
        (io.TextIOWrapper(io.BytesIO()), on_a_pipe),
    ):
        assert console_of(describe(stream, environ, color)).color_system == expected


@pytest.mark.parametrize(
    ("columns", "lines", "size"),
    [("70", "9", (70, 9)), ("3", "1", (20, 5)), ("8" * 5000, "²", (80, 24))],
)
def test_the_environment_gives_the_size_of_a_terminal_and_of_a_table_in_a_pipe(
    columns: str, lines: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "33")  # the environment is the one that is handed in
    for stream in (Stream(io.BytesIO()), None):
        found = describe(stream, {"COLUMNS": columns, "LINES": lines})
        assert (found.width, found.height) == size


def test_a_list_says_of_how_many_each_need_is_that_its_command_lists() -> None:
    """« Entre acheteurs : 10 » stood before a command that lists 17."""
    shown = run("list", "--color", "never", width=160).out
    counted = re.findall(r"^(.+) : reseaux list --type (\S+)$", shown, re.MULTILINE)
    assert counted
    for told, kinds in counted:
        listed = len(run("list", "--type", kinds, "-q").out.split())
        needs, _, of_all = told.partition(" parmi ")
        here = sum(map(int, re.findall(r" : (\d+)", needs)))
        assert int(of_all or here) == listed >= here
        assert bool(of_all) == (listed > here)


def test_where_the_needs_are_all_that_the_command_lists_their_number_stands_alone() -> None:
    every = achats_reseaux.networks()
    kept = tuple(match for match in every.results if match.network.kind != "conseil")
    terminal = Terminal(width=100, interactive=True, color="never")
    shown = views.render(every.replace(matches=kept), terminal)
    assert "Clauses, guides : 4 · Appui : 1 : reseaux list --type ressource\n" in shown


def test_a_list_counts_the_traces_and_its_command_shows_them_by_code() -> None:
    traces = load().traces
    shown = run("list", "--color", "never", width=160).out
    assert f", et {len(traces)} pistes : reseaux list --theme social\n" in shown
    everything = run("list", "--theme", "social", "--tout", "--color", "never", width=160).out
    table = everything.partition(f"\n{TRACES} : ")[2]
    codes = re.findall(r"^(\d[\dAB]\d?) ", table, re.MULTILINE)
    assert len(codes) > len(traces) / 2
    assert codes == sorted(codes)


@tabled
def test_all_is_offered_of_more_than_one_entry(line: str, count: int) -> None:
    assert len(run("list", *line.split(), "-q").out.split()) == count
    shown = run("list", *line.split(), "--color", "never", width=100).out
    assert (f"Tout : reseaux list {line} --tout" in shown) == (count > 1)
