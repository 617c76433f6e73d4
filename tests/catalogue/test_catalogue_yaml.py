"""Reading YAML: what PyYAML would corrupt, unfold or hide is refused, with its line."""

import errno
import json
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux.catalogue import yaml_reader
from achats_reseaux.errors import CatalogueError
from achats_reseaux.errors.file_errors import cause_of
from helpers.cases import cases, every_row


def faults(text: str) -> list[str]:
    return [str(fault) for fault in yaml_reader.parse(text, "x.yaml").faults]


@every_row("catalogue/yaml_values.tsv")
def test_a_value_is_what_a_person_meant_or_a_fault(
    written: str, value: str, fault: str, why: str
) -> None:
    document = yaml_reader.parse(f"a: {written}\n", "x.yaml")
    told = [f"{one.line} : {one.reason}" for one in document.faults]
    assert told == ([f"1 : {fault}"] if fault else []), why
    if not fault:
        found, expected = document.value["a"], json.loads(value, strict=False)
        assert repr(found) == repr(expected), why


def test_every_fault_is_told_at_once_with_its_line() -> None:
    text = """\
codes: [01, 02000]
pays: NO
a: 1
a: 2
"""
    quoted = "doit être entre guillemets, sinon YAML le change"
    assert faults(text) == [
        f"x.yaml, ligne 1 : « 01 » {quoted}",
        f"x.yaml, ligne 1 : « 02000 » {quoted}",
        f"x.yaml, ligne 2 : « NO » {quoted}",
        "x.yaml, ligne 4 : la clé « a » est écrite deux fois",
    ]


def test_keys_are_words_whatever_they_look_like() -> None:
    document = yaml_reader.parse("01000: a\nNO: b\nnull: c\n1.5: d\n<<: e\n", "x.yaml")
    assert document.value == {"01000": "a", "NO": "b", "null": "c", "1.5": "d", "<<": "e"}


def test_an_empty_file_holds_nothing() -> None:
    for text in ("", "\n", "# rien\n", "---\n", "---\n...\n"):
        assert yaml_reader.parse(text, "x.yaml").value is None


def test_each_value_knows_its_line_and_a_missing_one_that_of_its_block() -> None:
    value = yaml_reader.parse("a:\n  - b: 1\n    c:\n      - 2\n", "x.yaml").value
    (inner,) = value["a"]
    places = [value.where("a"), inner.where("b"), inner["c"].where(0), inner.where("zz")]
    assert places == [("x.yaml", 2), ("x.yaml", 2), ("x.yaml", 4), ("x.yaml", 2)]


@pytest.mark.parametrize(("text", "line", "why"), cases("catalogue/yaml_refused.tsv"))
@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
def test_what_is_refused_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, parser: str, text: str, line: str, why: str
) -> None:
    """By the parser in C and by the one in Python, which an installation may have alone."""
    monkeypatch.setattr(yaml_reader, "Loader", getattr(yaml, parser, yaml.SafeLoader))
    with pytest.raises(CatalogueError) as caught:
        yaml_reader.parse(text, "x.yaml")
    assert caught.value.message == f"x.yaml, ligne {line} : {why}."
    assert caught.value.hint == (yaml_reader.NO_YAML if "valide" in why else "")


def test_depth_is_bounded() -> None:
    assert yaml_reader.parse("[" * 24 + "]" * 24, "x.yaml").faults == ()
    for deep in ("[", "{a: "):
        with pytest.raises(CatalogueError, match=r"x\.yaml, ligne 1"):
            yaml_reader.parse(deep * 500_000, "x.yaml")


def test_a_fault_cannot_act_on_the_terminal_and_is_short() -> None:
    hostile = '"\\e[2J\\u202e' + "x" * 1000 + '": 1\n'
    found = faults(hostile + hostile)
    assert len(found) == 3  # two forbidden characters, and a key written twice
    assert all(fault.isprintable() and len(fault) < 150 for fault in found)


def unreadable(file: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        yaml_reader.load_yaml(str(file))
    message = caught.value.message
    assert str(file) in message
    return message


def test_any_line_end_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    for mark, end in product((b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n", b"\r", b"")):
        file.write_bytes(mark + b"a: \xc3\xa9" + end)
        assert yaml_reader.load_yaml(str(file)).value == {"a": "é"}


def test_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    for content in (b"a: 1\nb: \xe9\n", b"a: 1\nb: \xed\xa0\x80\n", b"\n\xff\xfea\0"):
        file.write_bytes(content)
        assert unreadable(file) == f"{file}, ligne 2 : le fichier n'est pas en UTF-8."


def test_a_file_of_5_megabytes_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    with file.open("wb") as stream:
        stream.truncate(100 * 2**20)
    assert unreadable(file) == f"{file} dépasse 4 Mio : ce n'est pas un catalogue."


def test_a_fault_without_a_line_names_the_file_alone() -> None:
    assert str(yaml_reader.Fault("x.yaml", 0, "non")) == "x.yaml : non"
    assert str(yaml_reader.Fault("x.yaml", 1, "non")) == "x.yaml, ligne 1 : non"


@every_row("catalogue/reasons.tsv")
def test_every_reason_of_the_system_has_french_words(name: str, file: str, words: str) -> None:
    number = getattr(errno, name, 99999)
    assert cause_of(OSError(number, "what the system said", file or None)) == words
    assert cause_of(OSError("without a number")) == "erreur du système"


YAML_LIKE = st.text(alphabet="ab01\n :-[]{},#&*!|>'\"%@`?~\t\\é\ufeff\0", max_size=60)


@settings(deadline=None, max_examples=150)
@given(st.one_of(YAML_LIKE, st.text(max_size=30)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        yaml_reader.parse(text, "x.yaml")
    except CatalogueError as error:
        assert error.message.startswith("x.yaml")  # noqa: PT017 - most texts raise nothing
