"""The documents cannot drift: what they show is run, what they name is there."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import __version__
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app
from achats_reseaux.output.formats import FORMATS
from helpers.cases import cases
from helpers.checkout import ROOT, commands, small_catalogue, whole_catalogue
from helpers.run import bash, run

READMES = ["README.md", "README.fr.md"]
SHOWN = [*READMES, "docs/guide.md"]
"""The documents whose examples are run."""
OTHERS = (f"docs/{one}.md" for one in ("assistants", "analyst", "page", "architecture", "release"))
PAGES = [*SHOWN, *OTHERS, "CONTRIBUTING.md", "UPDATE.md"]


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


@pytest.mark.parametrize("name", SHOWN)
def test_the_python_examples_are_true(name: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried > 0


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_lines_with_jq_tell_what_they_say() -> None:
    lines = re.findall(r"^reseaux .*\| jq .*$", text("docs/guide.md"), re.MULTILINE)
    for line, (part, expected) in zip(lines, cases("architecture/jq.tsv"), strict=True):
        assert part in line
        done = bash(line, shell="/bin/sh")
        assert (done.code, done.err) == (0, ""), line
        assert expected in done.out, line


def test_the_map_is_a_picture() -> None:
    assert ET.fromstring(text("docs/map.svg")).tag.endswith("svg")


@pytest.mark.parametrize("name", READMES)
def test_a_readme_is_read_in_five_minutes(name: str) -> None:
    assert len(text(name).splitlines()) <= 180, "what is longer belongs in docs/guide.md"


def test_both_readmes_give_the_same_set_up() -> None:
    for mark in ("install", "tests"):
        block = rf"<!-- {mark} -->\n```sh\n(.+)\n```\n<!-- end -->"
        found = [re.findall(block, text(name)) for name in READMES]
        assert found[0] == found[1]
        assert found[0][0].startswith("python3 -m venv .venv && ")


@pytest.fixture(scope="module")
def tree() -> Any:
    """The commands, as Typer builds them."""
    return app.command_tree("")


def named() -> Iterator[tuple[str, list[str]]]:
    """Every ``reseaux …`` that a document has in a code block or between backquotes."""
    for name in PAGES:
        whole = text(name)
        blocks = re.findall(r"^```(sh|console)\n(.*?)^```", whole, re.DOTALL | re.MULTILINE)
        prose = re.sub(r"^```.*?^```", "", whole, flags=re.DOTALL | re.MULTILINE)
        lines = [
            line
            for language, block in blocks
            for line in block.replace("\\\n", " ").splitlines()
            if language == "sh" or line.startswith("$ ")
        ]
        lines += [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose)]
        for line in lines:
            for typed in re.findall(r"(?:^|[ /(])reseaux( [^|>&)#]+)", line):
                yield f"{name}: {line}", shlex.split(typed.replace("…", ""))


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


@pytest.mark.parametrize("name", SHOWN)
def test_every_command_is_in_the_readmes_and_the_guide(tree: Any, name: str) -> None:
    whole = text(name)
    missing = [one for one in tree.commands if not re.search(rf"reseaux {one}\b|`{one}`", whole)]
    assert missing == []
    shared = "--theme --type --public --format --json -q --catalogue --no-local".split()
    assert [one for one in shared if one not in whole] == []


EXAMPLES = {
    " ".join(("reseaux", *path)): command.epilog.split("\n")
    for path, command in commands(app.command_tree(""))
    if not hasattr(command, "commands")
}
DEAR = ("reseaux page", "reseaux catalogue export")
"""The commands that look all of France up."""


@pytest.mark.parametrize(
    "path", [pytest.param(one, marks=[pytest.mark.slow] * (one in DEAR)) for one in EXAMPLES]
)
def test_the_examples_of_each_command_work(path: str, tmp_path: Path) -> None:
    if path == "reseaux mcp":
        pytest.importorskip("mcp.client")
    (tmp_path / "marches.csv").write_text("acheteur.siret;commune\n21760540100017;Rouen\n")
    (tmp_path / "liste.csv").write_text(
        "nom;territoires;telephone\nPLIE du Havre;Le Havre (76);0235000000\n"
    )
    for name in ("ancien.yaml", "nouveau.yaml"):
        whole = small_catalogue().replace("RAN COPER", f"RAN COPER {name}")
        (tmp_path / name).write_text(whole, encoding="utf-8")
    home = {"HOME": str(tmp_path / "home")}
    for line in EXAMPLES[path]:
        assert re.search(rf"\b{path}\b", line)
        if set(line) & set("|<>$&;"):
            if os.name == "nt":  # which has no /bin/sh
                continue
            code, _, said = bash(line, tmp_path, home, shell="/bin/sh")
        else:
            name, *arguments = shlex.split(line)
            assert name == "reseaux"
            code, _, said = run(*arguments, env=home, cwd=tmp_path)
        nothing_yet = path == "reseaux catalogue check" and "--local" in line
        differs = path == "reseaux catalogue diff"
        assert code == (1 if nothing_yet or differs else 0), (line, said)
        if path == "reseaux catalogue init":
            shutil.rmtree(tmp_path / "home", ignore_errors=True)


def test_the_entry_that_contributing_shows_is_a_valid_one(tmp_path: Path) -> None:
    (entry,) = re.findall(r"```yaml\n(.*?)```", text("CONTRIBUTING.md"), re.DOTALL)
    entry = entry.replace("xemple", "ssai")  # who adds one may have kept its id
    file = tmp_path / "networks.yaml"
    whole = whole_catalogue()
    file.write_text(whole.replace("\nnetworks:\n", f"\nnetworks:\n{entry}"), encoding="utf-8")
    assert "clause-sociale-essai" in loader.load(str(file)).ids


def test_the_documents_name_every_format() -> None:
    """A new format is told in four files: the roles of the reference, and three in prose."""
    rows = [line.split("\t") for line in text("tools/reference.tsv").splitlines()]
    assert [row[1] for row in rows if row[0] == "format"] == [*FORMATS], "tools/reference.tsv"
    for name in SHOWN:
        named = re.findall(r"`(?:--)?([\w-]+)`", text(name))
        assert {*FORMATS} - {"table", *named} == set(), name  # of a terminal, without an option


@pytest.mark.parametrize("name", [*PAGES, "CHANGELOG.md", "docs/reference.md", "docs/speed.md"])
def test_every_link_inside_the_repository_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text(name)):
        if "://" not in target:
            assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", [*PAGES, "data/territories/README.md", "tests/buyers/README.md"])
def test_every_file_of_the_repository_that_is_named_is_there(name: str) -> None:
    named = " ".join(re.findall(r"`([^`\n]+)`", text(name))).split()
    paths = [one for one in named if re.fullmatch(r"(data|docs|src|tests|tools)/[\w./-]+", one)]
    assert [one for one in paths if not (ROOT / one).exists()] == []


def test_version_and_date_of_the_release_are_the_same_wherever_they_are_written() -> None:
    heading = rf"^## \[{re.escape(__version__)}\] - (\S+)$"
    (date,) = re.findall(heading, text("CHANGELOG.md"), re.MULTILINE)
    citation, publiccode = text("CITATION.cff"), text("publiccode.yml")
    assert f'version: "{__version__}"\n' in citation
    assert f'date-released: "{date}"\n' in citation
    assert f'softwareVersion: "{__version__}"\n' in publiccode
    assert f'releaseDate: "{date}"\n' in publiccode


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
