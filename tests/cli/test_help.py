"""The help: French, in panels on a terminal, plain text off it, short enough for one screen."""

import re
import shlex
from pathlib import Path

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app, options
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.output.formats import FORMATS
from helpers.checkout import commands
from helpers.golden import check_golden
from helpers.run import run

PATHS = [path for path, _ in commands(app.command_tree(""))]
every = pytest.mark.parametrize("path", PATHS, ids=" ".join)


def test_the_help_and_the_open_data_name_the_words_of_each_filter() -> None:
    """They are written out, for a help reads no catalogue: another word is one more in each."""
    known = loader.load()
    lines = (Path(tsv_table.folder()) / "export" / "colonnes.tsv").read_text("utf-8").splitlines()
    described = [line.split("\t") for line in lines]
    (columns,) = [row[5] for row in described if row[:2] == ["networks", "kind"]]
    for namespace, help_line in (
        ("theme", options._THEMES),
        ("kind", options._KINDS),
        ("kind", columns),
        ("audience", options._AUDIENCES),
    ):
        *first, last = known.labels(namespace)
        written = help_line.partition(" ;")[0].rstrip(".")
        assert written == f"{', '.join(first)} ou {last}", "cli/options.py, export/colonnes.tsv"


def test_a_whole_help() -> None:
    """All but the values of two options: one more of these is no other help."""
    done = run("find", "--help")
    formats = f"{', '.join([*FORMATS][:-1])} ou {[*FORMATS][-1]}."
    kinds = r"\s+".join(map(re.escape, options._KINDS.split()))
    shown = re.sub(kinds, "«kinds»", done.out).replace(formats, "«formats»")
    check_golden(Path(__file__).with_name("help_find.txt"), shown)
    assert (done.code, done.err) == (0, "")


GROUPS = ["Chercher", "Voir où", "Beaucoup de lignes, programmes", "Votre annuaire", "Aide"]


@pytest.mark.parametrize(("width", "groups"), [(0, ["Commandes"]), (80, GROUPS)])
def test_the_commands_are_grouped_by_what_they_are_for(width: int, groups: list[str]) -> None:
    """On a terminal; off it they are in the same order."""
    told = run("--help", width=width, env={"TERM": "dumb"}).out
    headings = re.findall(r"^(?:╭─ )?(\w[^│─:]+?) (?:─+╮|:)$", told, re.MULTILINE)
    assert headings == ["Options", *groups]
    found = re.findall(r"^(?:│|  ?) (\w+) {2,}\w", told.replace("│ ", "  "), re.MULTILINE)
    assert [name for name in found if name in app.COMMANDS] == [*app.COMMANDS]


def test_on_a_terminal_it_stands_in_panels() -> None:
    done = run("find", "--help", width=80, env={"TERM": "dumb"})
    titles = re.findall(r"╭─ ([^─]+) ─", done.out)
    assert titles == ["Arguments", "Le lieu", "Filtres", "Sortie", "Catalogue"]
    assert done.out.rstrip().endswith(" reseaux find Le Havre --theme social")


@every
def test_it_fits_one_screen_and_sixty_columns(path: tuple[str, ...]) -> None:
    wide, narrow = (run(*path, "-h", width=width, env={"TERM": "dumb"}) for width in (80, 60))
    assert (wide.code, wide.err) == (narrow.code, narrow.err) == (0, "")
    assert len(wide.out.strip().splitlines()) <= 44  # of find: every way to name a place
    assert max(len(line) for line in narrow.out.splitlines()) <= 60


@every
def test_every_word_is_french_and_off_a_terminal_it_is_plain(path: tuple[str, ...]) -> None:
    english = r"Usage:|Options:|Commands|COMMAND\b|\[ARGS|<\w+>|default|required|Show"
    for width in (0, 80):
        told = run(*path, "--help", width=width).out
        assert re.findall(english, told) == []
        assert bool(re.search("[│╭─\x1b]", told)) == (width > 0)
        assert "Exemples :\n" in told or width or path == ("catalogue",)


def test_without_a_word_four_examples_then_every_command_are_shown_on_a_screen() -> None:
    told = run().out
    assert len(told.splitlines()) <= 24
    examples = re.findall(r"^  reseaux (.*?)   ", told, re.MULTILINE)
    assert len(examples) == 4
    for example in examples:
        assert run(*shlex.split(example)).code == 0, example
    assert all(f"  {name}" in told for name in app.COMMANDS)
