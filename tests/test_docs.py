"""The documents cannot drift: what they show is run, what they name is there."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app, options
from achats_reseaux.cli.commands.help_ import STATUS_MEANINGS
from achats_reseaux.errors import ExitCode
from achats_reseaux.output import FORMATS
from achats_reseaux.output.plain_lines import PLAIN_COLUMNS
from achats_reseaux.output.terminal import COLORS
from conftest import ROOT, Run, program_in, whole_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READMES = ["README.md", "README.fr.md"]
GUIDES = ["docs/guide.md"]
PAGES = [
    *READMES,
    *GUIDES,
    "docs/assistants.md",
    "CONTRIBUTING.md",
    "UPDATE.md",
    "docs/house.md",
    "docs/release.md",
]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the examples are run on a pseudo-terminal")
def test_the_generated_documents_are_those_of_the_program() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "docs.py", "--check"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run: python tools/docs.py"


def test_the_reference_tells_what_the_program_has() -> None:
    rows = [line.split("\t") for line in text("tools/reference.tsv").splitlines()[1:]]
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))
    for kind, name, role in rows:
        assert kind == "fichier" or f'"{name}"' in sources, "no code reads it"
        assert role.endswith(".")
    assert {*STATUS_MEANINGS} == {one for name, one in vars(ExitCode).items() if name.isupper()}
    assert [name for kind, name, _ in rows if kind == "format"] == [*FORMATS]


@pytest.mark.parametrize("name", [*READMES, *GUIDES])
def test_the_python_examples_are_true(name: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried > 0


@pytest.mark.parametrize("name", READMES)
def test_a_readme_is_read_in_five_minutes(name: str) -> None:
    assert len(text(name).splitlines()) <= 200, "what is longer belongs in docs/guide.md"


def test_both_readmes_give_the_same_set_up() -> None:
    found = [
        [
            re.search(rf"<!-- {mark} -->\n```sh\n(.+)\n```\n<!-- end -->", text(name))
            for name in READMES
        ]
        for mark in ("install", "tests")
    ]
    for english, french in found:
        assert english is not None
        assert french is not None
        assert english[1] == french[1]
        assert english[1].startswith("python3 -m venv .venv && ")


# --- commands and options that the documents name ------------------------------------------------


def named() -> Iterator[tuple[str, list[str]]]:
    """Every ``reseaux …`` that a document has in a code block or between backquotes."""
    for name in PAGES:
        whole = text(name)
        blocks = re.findall(r"^```(sh|console)\n(.*?)^```", whole, re.DOTALL | re.MULTILINE)
        prose = re.sub(r"^```.*?^```", "", whole, flags=re.DOTALL | re.MULTILINE)
        lines = [
            line
            for language, block in blocks
            for line in block.splitlines()
            if language == "sh" or line.startswith("$ ")
        ]
        lines += [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose)]
        for line in lines:
            for typed in re.findall(r"(?:^|[ /(])reseaux( [^|>&)#]+)", line):
                yield f"{name}: {line}", shlex.split(typed.replace("…", ""))


@pytest.fixture(scope="module")
def tree() -> Any:
    """The commands, as Typer builds them."""
    return app.command_tree("")


def test_every_command_and_option_named_is_one(tree: Any) -> None:
    seen = 0
    for where, words in named():
        command, rest = tree, (["find", *words] if words[0][0].isdigit() else words)
        while rest and rest[0] in getattr(command, "commands", {}):
            command, rest = command.commands[rest[0]], rest[1:]
        if command is tree:
            assert all(word.startswith("-") for word in rest), where
        options = {name for param in command.params for name in param.opts} | {"-h", "--help"}
        given = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}
        assert given <= options, where
        seen += 1
    assert seen > 40


def examples(command: Any, path: str = "reseaux") -> Iterator[tuple[str, list[str]]]:
    """The path of every command that does something, and the examples of its help."""
    if not hasattr(command, "commands"):
        yield path, command.epilog.split("\n")
    for name, below in getattr(command, "commands", {}).items():
        yield from examples(below, f"{path} {name}")


EXAMPLES = dict(examples(app.command_tree("")))


DEAR = ("reseaux page", "reseaux catalogue export")
"""The commands that look all of France up."""


@pytest.mark.parametrize(
    "path", [pytest.param(one, marks=[pytest.mark.slow] * (one in DEAR)) for one in EXAMPLES]
)
def test_the_two_examples_of_each_command_work(path: str, tmp_path: Path, run: Run) -> None:
    if path == "reseaux mcp":
        pytest.importorskip("mcp")
    program = program_in(tmp_path / "bin")
    (tmp_path / "marches.csv").write_text("acheteur.siret;commune\n21760540100017;Rouen\n")
    (tmp_path / "liste.csv").write_text("nom;communes;tél\nPLIE du Havre;Le Havre;0235000000\n")
    for name in ("ancien.yaml", "nouveau.yaml"):
        whole = whole_catalogue().replace("RAN COPER", f"RAN COPER {name}")
        (tmp_path / name).write_text(whole, encoding="utf-8")
    shown = EXAMPLES[path]
    assert len(shown) == 2
    for line in shown:
        assert re.search(rf"\b{path}\b", line)
        if set(line) & set("|<>$&;"):
            if os.name == "nt":  # which has no /bin/sh
                continue
            path_ = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
            shell = ("/bin/sh", "-c", f"cd {shlex.quote(str(tmp_path))}; {line}")
            done = run.program(*shell, PATH=path_)
        else:
            name, *arguments = shlex.split(line)
            assert name == "reseaux"
            done = run(*arguments, cwd=tmp_path)
        nothing_yet = path == "reseaux catalogue check" and "--local" in line
        assert done.returncode == (1 if nothing_yet else 0), (line, done.stderr.decode())
        if path == "reseaux catalogue init":
            shutil.rmtree(run.folder)


@pytest.mark.parametrize("name", [*READMES, *GUIDES])
def test_every_command_is_in_the_readmes_and_the_guides(tree: Any, name: str) -> None:
    whole = text(name)
    missing = [one for one in tree.commands if not re.search(rf"reseaux {one}\b|`{one}`", whole)]
    assert missing == []
    used = {param for one in tree.commands.values() for param in one.params}
    shared = "--theme --type --public --format --json -q --catalogue --no-local".split()
    options = {name for param in used for name in param.opts}
    assert set(shared) <= options
    assert [one for one in shared if one not in whole] == []


def test_the_entry_that_contributing_shows_is_a_valid_one(tmp_path: Path) -> None:
    from achats_reseaux.catalogue import loader

    (entry,) = re.findall(r"```yaml\n(.*?)```", text("CONTRIBUTING.md"), re.DOTALL)
    file = tmp_path / "networks.yaml"
    whole = whole_catalogue()
    file.write_text(whole.replace("\nnetworks:\n", f"\nnetworks:\n{entry}"), encoding="utf-8")
    assert "clause-sociale-exemple" in loader.load(str(file)).ids


# --- links and hygiene ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PAGES, "CHANGELOG.md", "docs/reference.md"])
def test_every_link_inside_the_repository_leads_somewhere(name: str) -> None:
    page: Path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", text(name)):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_map_is_a_picture() -> None:
    import xml.etree.ElementTree as ET

    assert ET.fromstring(text("docs/map.svg")).tag.endswith("svg")


def test_the_manual_has_no_roff_fault() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-K", "utf8", "-man", "-Tutf8", "-ww", "-z", ROOT / "docs" / "man" / "reseaux.1"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("option", "namespace"),
    [(options.Themes, "theme"), (options.Kinds, "kind"), (options.Audiences, "audience")],
)
def test_the_help_of_a_filter_names_the_words_that_it_takes(option: Any, namespace: str) -> None:
    named, _, _ = option.__metadata__[0].help.partition(" ; ")
    assert re.split(", | ou ", named) == [word.id for word in loader.load().words[namespace]]


def test_the_help_of_color_names_what_it_takes() -> None:
    named = options.Color.__metadata__[0].help.rstrip(".")  # type: ignore[attr-defined]
    assert re.split(", | ou ", named) == list(COLORS)


def test_assistants_are_told_of_every_column_and_status() -> None:
    for told in (r"tabulations : (.*?)\. Lis", r"by tabs: (.*?)\. Read"):
        (columns,) = re.findall(told, text("docs/assistants.md"), re.DOTALL)
        assert len(columns.split(",")) == len(PLAIN_COLUMNS)
    statuses = (ExitCode.FOUND, ExitCode.NONE, ExitCode.INVALID, ExitCode.AMBIGUOUS)
    for told in (r"Code de sortie :(.*?)\.", r"Exit status:(.*?)\."):
        (said,) = re.findall(told, text("docs/assistants.md"), re.DOTALL)
        assert [int(one) for one in re.findall(r"\d", said)] == [*statuses]


# --- what the project says of itself -------------------------------------------------------------


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    from achats_reseaux import __version__

    assert f'version: "{__version__}"\n' in text("CITATION.cff")
    assert f'softwareVersion: "{__version__}"\n' in text("publiccode.yml")


def test_the_addresses_of_the_project_are_those_of_one_repository() -> None:
    urls = tomllib.loads(text("pyproject.toml"))["project"]["urls"]
    repository = urls["Repository"]
    inside = [urls[name] for name in ("Documentation", "Issues", "Changelog")]
    assert all(one.startswith(f"{repository}/") for one in inside)
    for name in ("CITATION.cff", "publiccode.yml"):
        assert f'"{repository}"\n' in text(name)


@pytest.mark.parametrize("file", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=str)
def test_actions_are_pinned_by_commit(file: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", file.read_text("utf-8"))
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action}: which version is it?"


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_usage_line_is_the_same_under_every_typer(path: str, run: Run) -> None:
    words = path.split()
    shown = run(*words[1:], "--help").stdout.decode().splitlines()[0]
    assert shown.startswith(f"Usage : {path} [OPTIONS]")
    rest = shown.removeprefix(f"Usage : {path} [OPTIONS]")
    assert re.fullmatch(r"( (\w+|\[\w+(\|\w+)*\])…?)*", rest), rest
