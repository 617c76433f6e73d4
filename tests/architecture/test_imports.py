"""The architecture holds: who imports whom, who may print, and that a name means one thing."""

import ast
import builtins
import re
import sys
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import achats_reseaux
from helpers.cases import cases, tabled
from helpers.checkout import ROOT

PACKAGE = Path(achats_reseaux.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

# --- the table of docs/architecture.md ------------------------------------------------------------


def rows(head: str) -> dict[str, set[str]]:
    """The first cell of each row of a table, and the names that its last cell has."""
    table = PAGE.partition(head + "\n")[2].partition("\n\n")[0].splitlines()[1:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in table]
    found = {row[0].strip("`"): set(re.findall(r"`([^`]+)`", row[-1])) for row in cells}
    free = {row[0].strip("`") for row in cells if row[-1] == "everything"}
    assert free <= {"cli/"}
    return {name: names for name, names in found.items() if name not in free}


ROOMS = rows("| room | duty | imports |")
PACKAGES = rows("| package | may be imported by |")


def room(parts: tuple[str, ...]) -> str:
    """The room of a module: its folder, or its own name at the top."""
    return f"{parts[0]}/" if (PACKAGE / parts[0]).is_dir() else parts[0]


def module(file: Path) -> tuple[str, ...]:
    return file.relative_to(PACKAGE).with_suffix("").parts


@cache
def imports(file: Path) -> list[str]:
    """Every module that a file imports, anywhere in it: early, late, or for its types."""
    found = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def dotted(file: Path) -> str:
    """``geocoder.codes``; a package is named as its folder."""
    *parents, last = module(file)
    return ".".join(parents if last == "__init__" and parents else [*parents, last])


MODULES = {dotted(file): file for file in FILES}


@cache
def needs(file: Path) -> set[str]:
    """The modules of ours that a file imports: early, late, or for its types."""
    found = set()
    for name in imports(file):
        first, *parts = name.split(".")
        if first == "achats_reseaux":
            of = ".".join(parts)
            found.add(of if of in MODULES else ".".join(parts[:-1]) or "__init__")
    return found - {dotted(file)}


@cache
def neighbours() -> dict[str, set[str]]:
    """The other rooms that the modules of each room import from."""
    found: dict[str, set[str]] = {}
    for file in FILES:
        here = room(module(file))
        others = {room(tuple(need.split("."))) for need in needs(file)}
        found[here] = found.get(here, set()) | (others - {here})
    return found


def test_every_module_has_a_room() -> None:
    assert {*neighbours()} == {*ROOMS, "cli/"}


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_what_the_table_says_and_nothing_else(name: str) -> None:
    assert neighbours()[name] == ROOMS[name], "code, then docs/architecture.md"


def test_there_are_at_most_sixteen_rooms() -> None:
    assert len(neighbours().keys() - {"__init__", "__main__"}) <= 16


def test_no_room_leads_back_to_itself() -> None:
    TopologicalSorter(neighbours()).prepare()


def test_no_module_leads_back_to_itself() -> None:
    TopologicalSorter({name: needs(file) for name, file in MODULES.items()}).prepare()


ONE_MEANING = dict(cases("architecture/one_meaning.tsv"))
"""Public names that more than one module defines, and the one thing that they mean everywhere."""


def public_names(file: Path) -> set[str]:
    """What a module defines for others, at its top level."""
    found = set()
    body = ast.parse(file.read_bytes()).body
    for_types = [one for node in body if isinstance(node, ast.If) for one in node.body]
    for node in (*body, *for_types):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {
                one.id for each in targets for one in ast.walk(each) if isinstance(one, ast.Name)
            }
    return {name for name in found if not name.startswith("_")}


def test_no_public_name_is_defined_twice_in_different_senses() -> None:
    homes: dict[str, list[str]] = {}
    for name, file in MODULES.items():
        for public in public_names(file):
            homes.setdefault(public, []).append(name)
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert {name: twice[name] for name in twice if name not in ONE_MEANING} == {}


def test_no_two_modules_have_one_name() -> None:
    """Packages and commands apart, whose names are those of their subjects and of the commands."""
    names = [name.rpartition("/")[2] for name in map("/".join, map(module, FILES))]
    commands = [file.stem for file in (PACKAGE / "cli" / "commands").glob("*.py")]
    counted = Counter(names) - Counter(commands) - Counter(["__init__"] * len(names))
    assert [name for name, count in counted.items() if count > 1] == []


def test_comments_and_documents_refer_to_modules_that_there_are() -> None:
    """Nor to papers that are not in the repository."""
    tools = [*(ROOT / "tools").glob("*.py")]
    others = [*ROOT.glob("*.py"), *(ROOT / "tests").rglob("*.py")]
    names = {file.name for files in (FILES, tools, others) for file in files}
    for file in (*FILES, *tools, ROOT / "docs" / "architecture.md"):
        text = file.read_text("utf-8")
        assert re.findall(r"contract(?: §|, section)", text) == [], file
        assert set(re.findall(r"\w+\.py\b", text)) <= names, file


def test_no_module_that_holds_commands_leaves_its_annotations_to_typer() -> None:
    """With ``from __future__ import annotations`` Typer evaluates each of them: 10 ms."""
    others = [PACKAGE / "cli/app.py", PACKAGE / "cli/options.py"]
    holders = [*(PACKAGE / "cli" / "commands").glob("*.py"), *others]
    assert [file.name for file in holders if "from __future__" in file.read_text("utf-8")] == []
    assert len(holders) > 10


def test_no_module_takes_the_place_of_a_name_that_its_package_uses() -> None:
    """Once imported, a module is a global of its package: one called ``map`` hides the builtin."""
    for door in PACKAGE.rglob("__init__.py"):
        names = set(compile(door.read_bytes(), door, "exec").co_names) - {"__init__"}
        modules = {file.stem for file in door.parent.glob("*.py")} - {"__init__"}
        assert modules & (names | set(dir(builtins))) == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_imported_where_the_table_says(package: str) -> None:
    users = {
        "/".join(module(file))
        for file in FILES
        if any(name.split(".")[0] == package for name in imports(file))
    }
    assert users
    assert all(user.startswith(tuple(PACKAGES[package])) for user in users), users


def test_no_other_package_is_needed() -> None:
    outside = {name.split(".")[0] for file in FILES for name in imports(file)}
    assert outside - sys.stdlib_module_names - {"achats_reseaux"} == set(PACKAGES)


BAD_MANNERS = re.compile(
    r"(?<![.\w])(?:print|input|exit|quit|breakpoint)\(|\bSystemExit\b"
    r"|\bsys(?:\.|\ import[\w\s,(]*\b)(?:exit|stdout|stderr|stdin|argv)\b"
    r"|\bos(?:\.|\ import[\w\s,(]*\b)(?:environb?|getenv|_exit|putenv)\b"
)


def test_nothing_below_cli_prints_exits_or_reads_the_environment() -> None:
    below = [file for file in FILES if room(module(file)) != "cli/"]
    bad = {file.stem: BAD_MANNERS.findall(file.read_text("utf-8")) for file in below}
    assert {name: manners for name, manners in bad.items() if manners} == {}


@tabled
def test_the_check_of_manners_can_fail(code: str) -> None:
    assert BAD_MANNERS.search(code)
