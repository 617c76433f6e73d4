"""Nothing below ``data/`` is there for nobody: files, roles and ids that no code or entry names."""

import ast
import csv
import itertools
import re
from functools import cache
from typing import Any

import pytest

from achats_reseaux.catalogue import compiled, loader, yaml_reader
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.questions import lexicon
from helpers.cases import TESTS
from helpers.checkout import ROOT

pytestmark = pytest.mark.skipif(not tsv_table.is_checkout(), reason="needs the checkout's files")

DATA = ROOT / "data"
CODE = [file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py")]


@cache
def texts_of_code() -> set[str]:
    """Every text between quotes in the program."""
    found = set()
    for node in itertools.chain(*(ast.walk(ast.parse(text)) for text in CODE)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def texts(value: Any) -> set[str]:
    """Every text of a plain value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {value} if isinstance(value, str) else {one for each in inner for one in texts(each)}


def test_each_file_is_named_by_the_program_or_put_into_the_wheel() -> None:
    named = " ".join([*CODE, (ROOT / "pyproject.toml").read_text("utf-8")])
    files = {one.name for one in DATA.rglob("*") if one.is_file() and one.suffix != ".md"}
    schemas = {one for one in files if one.removesuffix(".schema.json") in texts_of_code()}
    assert [one for one in files - {*compiled.CATALOGUE_FILES} - schemas if one not in named] == []


def test_each_word_of_questions_has_a_role_that_is_read_and_its_meaning() -> None:
    meanings = lexicon.lexicon_of(loader.load()).meanings
    for role, known in lexicon.plain_words().items():
        assert role in texts_of_code()
        name = "network" if role == "réseau" else role
        for key, value in (
            {} if role in (*lexicon.BESIDE, "droit", lexicon.RESERVED) else known.items()
        ):
            assert (name, value) in meanings[key], "another word of the same letters hides it"


def test_each_id_of_the_vocabulary_is_that_of_an_entry_or_read_by_the_program() -> None:
    entries = dict(yaml_reader.document_of(loader.path()).value)
    vocabulary = entries.pop("vocabulary")
    used = texts([entries, [list(one.values())[1:] for one in vocabulary["kinds"]]])
    for name, words in vocabulary.items():
        assert {one["id"] for one in words} <= used | texts_of_code(), name


@pytest.mark.parametrize("file", sorted((DATA / "territories").glob("*.tsv")), ids=lambda f: f.name)
def test_each_kind_and_role_of_a_table_is_read(file: Any) -> None:
    rows = csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t")
    named = {row[name] for row in rows for name in ("kind", "role") if name in row}
    assert named <= texts_of_code()


def test_each_table_of_cases_has_its_test() -> None:
    """That of a test that went stood there for months, and held nothing."""
    for file in TESTS.rglob("tables.tsv"):
        tests = "".join(one.read_text("utf-8") for one in file.parent.glob("*.py"))
        names = re.findall(r"^## (\w+)$", file.read_text("utf-8"), re.MULTILINE)
        assert [name for name in names if f"def {name}(" not in tests] == []
