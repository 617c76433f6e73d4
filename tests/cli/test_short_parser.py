"""The short parser and Typer are one program: same options, same output, same exit status."""

import os
import random
from pathlib import Path
from unittest import mock

import platformdirs
import pytest
from platformdirs.macos import MacOS

from achats_reseaux.cli import app, environment, short_parser
from achats_reseaux.output.formats import FORMAT_NAMES
from helpers.cases import cases, tabled
from helpers.home import Home
from helpers.lines import without_link_ids
from helpers.made_up import network, own_file
from helpers.run import Ran, run

OWN = own_file(
    network("clause-mulhouse", {"departements": ["68"]}, contact={"email": "clauses@example.org"})
)


@pytest.mark.parametrize("command", short_parser.LOOKUPS)
def test_the_short_parser_has_every_option_that_names_a_place_or_filters(command: str) -> None:
    shown = app.command_tree("").commands[command].params
    options = [one for one in shown if one.param_type_name == "option"]
    typed = {name for one in options for name in one.opts if not one.is_flag}
    flags = {name for one in options for name in one.opts if one.is_flag}
    short = {f"--{name}" for name in short_parser.LOOKUPS[command].options}
    assert short == typed - {"--format", "--columns", "--color", "--catalogue", "--output", "-o"}
    assert {*short_parser.FLAGS} <= flags


@pytest.mark.parametrize("command", short_parser.LOOKUPS)
def test_the_short_parser_knows_which_commands_have_an_argument(command: str) -> None:
    shown = app.command_tree("").commands[command].params
    arguments = [one for one in shown if one.param_type_name == "argument"]
    needed = [("optional", "required")[one.required] for one in arguments]
    assert (needed or ["none"]) == [short_parser.LOOKUPS[command].argument]


PLACES = """Rouen|rouen|76000|76540|01410|Normandie|Alsace|PACA|Corse|68|2A|Vienne|Saint-Denis
Sainte-Colombe|Bouxwiller|217605401|21760540100017|200046977|Outre-mer|rouenn|Île-de-France
67070 STRASBOURG CEDEX|L’Haÿ-les-Roses|12345678901234|| |-|--|[red]""".replace("\n", "|").split("|")
PLACES += ["é" * 300, "\udcff"]
NAMES = ["reseco", "pnad", "place des entreprises", "RES'OCC phare", "3ar", "resecco"]
FIELDS = ["contact", "cout,lancement", "coût", "téléphone", "zzz"]
WORDS = ["social", "clause sociale", "environnement", "guichet-vert", "hôpital", "pme", "xyz", ""]
FORMATS = ["json", "jsonl", "csv", "tsv", "csv-excel", "excel", "table", "md", ""]
PLACE_OPTIONS = [*(f"--{one}" for one in short_parser.PLACES), "--dep", "--dept", "--cp", "--regio"]


QUESTIONS = [row[0] for row in cases("questions/questions.tsv")[::7]]
SOUGHT = ["insertion", "marché réservé", "clauses", "zzz", "!"]
WIDTHS = [0, 0, 0, 60, 80, 100, 140]


def command_line(chance: random.Random) -> list[str]:
    """A command line, good or bad: all options, in both spellings, some twice, some misspelt."""
    commands = ["find"] * 3 + ["list", "list", "show", "show", "ask", "search", "liste", "76", ""]
    arguments = [chance.choice(commands)]
    without_place = arguments[0] in ("show", "ask", "search")
    if arguments == ["show"]:
        arguments += chance.choice(NAMES).split(" ")
        arguments += ["--field", chance.choice(FIELDS)] * chance.choice([0, 0, 1])
    elif arguments == ["ask"]:
        arguments += chance.choice(QUESTIONS).split(" ")
    elif arguments == ["search"]:
        arguments += chance.choice(SOUGHT).split(" ")
    elif chance.random() < 0.4:
        arguments += chance.choice(PLACES).split(" ")
    for _ in range(chance.randrange(2 if without_place else 4)):
        kind = chance.random()
        if kind < 0.5 and arguments[0] not in ("ask", "search"):
            option, value = chance.choice(PLACE_OPTIONS), chance.choice(PLACES)
        elif kind < 0.8:
            option = chance.choice(["--theme", "--type", "--kind", "--public"])
            value = chance.choice(WORDS)
        else:
            option, value = "--format", chance.choice(FORMATS)
        arguments += [f"{option}={value}"] if chance.random() < 0.3 else [option, value]
        if chance.random() < 0.05:
            arguments.pop()
    if chance.random() < 0.5:
        flags = "--json --json -q --quiet --tout --tout -h --no-local --color=never --no-color"
        arguments.append(chance.choice(flags.split()))
    chance.shuffle(arguments) if chance.random() < 0.05 else None
    return arguments


@pytest.mark.parametrize("files", ["none", "an overlay", "a broken overlay", "another catalogue"])
@pytest.mark.parametrize("count", [120, pytest.param(4000, marks=pytest.mark.slow)])
def test_random_command_lines_give_the_same_by_both_parsers(
    files: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"HOME": str(tmp_path)}
    if "overlay" in files:
        Home(tmp_path).writes(OWN if files == "an overlay" else "networks: [{id: 01}]")
    if files == "another catalogue":
        env["RESEAUX_CATALOGUE"] = str(tmp_path / "absent.yaml")
    chance = random.Random(f"{files}, {count}")
    answered = 0
    for _ in range(count if files == "none" else count // 20):
        arguments = command_line(chance)
        if short_parser.parsed(arguments) is None:
            continue  # Typer parses it anyway
        answered += 1
        width = chance.choice(WIDTHS)
        short = run(*arguments, env=env, width=width)
        with monkeypatch.context() as patch:
            patch.setattr(short_parser, "parsed", lambda _: None)
            by_typer = run(*arguments, env=env, width=width)
        told = [one._replace(out=without_link_ids(one.out)) for one in (by_typer, short)]
        assert told[0] == told[1], (arguments, width)
    assert answered > (count if files == "none" else count // 20) / 8


PLAIN_LINES = [line for line, _ in cases("cli/plain_lines.tsv")]
PLAIN_LINES += [f"list --format {form}" for form in FORMAT_NAMES]


@pytest.mark.parametrize("line", PLAIN_LINES)
@pytest.mark.parametrize("width", [0, 80])
def test_a_plain_command_line_is_parsed_without_typer(
    line: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the comparison above would compare nothing."""
    monkeypatch.setattr(app, "run", lambda _: pytest.fail("handed over"))
    assert run(*line.split(), width=width).code in (0, 2)


@tabled
def test_on_a_terminal_the_answer_is_for_people(line: str) -> None:
    drawn = run(*line.split(), width=80, env={"NO_COLOR": "1"}).out
    assert drawn == run(*line.split(), "--color=never", "--format=table", width=80).out
    assert line.startswith("show") or drawn != run(*line.split()).out


@tabled
def test_a_broken_catalogue_is_told_in_the_document_too(
    line: str, why: str, tmp_path: Path
) -> None:
    Home(tmp_path).writes("networks: [{id: 01}]")
    done = run(*line.split(), env={"HOME": str(tmp_path)})
    document = done.document
    assert done.code == 4, why
    assert (document["catalogue"], document["status"]) == (None, "invalid")
    assert str(tmp_path) not in done.out, "where the user's folder lies concerns no one"
    folder = f"{Home(tmp_path).folder}{os.sep}"
    assert done.err.replace(folder, "").startswith(f"Erreur : {document['message']}")


@tabled
@pytest.mark.skipif(os.name == "nt", reason="which asks its registry")
def test_the_users_folder_is_where_platformdirs_says(environ: dict[str, str]) -> None:
    with mock.patch.dict(os.environ, environ, clear=True):
        expected = platformdirs.user_config_dir("reseaux", appauthor=False)
        assert os.path.normpath(environment.config_folder()) == os.path.normpath(expected)


@pytest.mark.skipif(os.name == "nt", reason="which has other paths")
def test_on_a_mac_too() -> None:
    home = mock.patch.dict(os.environ, {"HOME": "/Users/a"}, clear=True)
    with home, mock.patch("sys.platform", "darwin"):
        mac = MacOS("reseaux", appauthor=False)
        assert environment.config_folder() == mac.user_config_dir
        assert environment.cache_folder() == mac.user_cache_dir


def test_the_day_of_today_can_be_pinned() -> None:
    done = run("list", "--json", env={"RESEAUX_AUJOURDHUI": "2026-11-27"})
    assert done == Ran(0, run("list", "--json").out, "")
