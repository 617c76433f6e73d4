"""Folding: what must meet, what must not, and the properties that the gazetteer leans on."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux.text import (
    day,
    fold,
    french_number,
    nearest,
    of_name,
    shell_joined,
    shell_quoted,
    shortened,
    spreadsheet_safe,
    visible,
    without_article,
    without_spaces,
)

QUICK = settings(max_examples=200, deadline=None)

FOLDED = [
    ("Saint-Étienne", "saint etienne", "accent, hyphen, capital"),
    ("SAINT ETIENNE", "saint etienne", "capitals"),
    ("St-Étienne", "saint etienne", "abbreviation"),
    ("Ste Marie", "sainte marie", "abbreviation"),
    ("Sts-Geosmes", "saints geosmes", "abbreviation"),
    ("Stes", "saintes", "abbreviation"),
    ("Stains", "stains", "a word that only begins like one"),
    ("L'Haÿ-les-Roses", "l hay les roses", "apostrophe"),
    ("L’Haÿ‑les‑Roses", "l hay les roses", "curly apostrophe, no-break hyphens"),
    ("Lʼ Haÿ", "l hay", "modifier apostrophe"),
    ("Œuilly", "oeuilly", "ligature"),
    ("Lætitia", "laetitia", "ligature"),
    ("Straße", "strasse", "casefolding makes two letters of one"),
    ("E\u0301vreux", "evreux", "decomposed"),
    ("ﬁn", "fin", "compatibility ligature"),
    ("  Le\u00a0\tHavre\n", "le havre", "every space"),
    ("Bors (Canton de Tude-et-Lavalette)", "bors canton de tude et lavalette", "brackets"),
    ("2A004", "2a004", "a code"),
    ("１３００１", "13001", "full-width digits"),
    ("İstanbul", "istanbul", "a capital that folds to two marks"),
    ("", "", "nothing"),
    ("?!", "", "only signs"),
    ("\ud800", "", "a lone surrogate is no letter"),
]


@pytest.mark.parametrize(("text", "key", "reason"), FOLDED)
def test_fold(text: str, key: str, reason: str) -> None:
    assert fold(text) == key, reason


@QUICK
@given(st.text(alphabet=st.characters()))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@QUICK
@given(st.text(alphabet=st.characters()))
def test_a_key_has_single_spaces_and_no_capital(text: str) -> None:
    key = fold(text)
    assert key == " ".join(key.split())
    assert all(mark.isalnum() or mark == " " for mark in key)


@QUICK
@given(st.text(alphabet="abcéèàùçœ'-_ .ÉÀ", max_size=20))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


def test_compact_and_without_article() -> None:
    assert without_spaces("la garde") == without_spaces("lagarde") == "lagarde"
    assert without_article("le havre") == "havre"
    assert without_article("l hay les roses") == "hay les roses"
    assert without_article("les") == "les", "an article alone is a name"
    assert without_article("lens") == "lens"
    assert without_article("los") == "los", "not a French article"


@pytest.mark.parametrize(
    ("name", "joined", "reason"),
    [
        ("Rouen", "de Rouen", "a consonant"),
        ("Évry", "d'Évry", "a vowel, its accent aside"),
        ("Œuilly", "d'Œuilly", "a ligature"),
        ("Yvetot", "d'Yvetot", "a Y that is a vowel"),
        ("Y", "d'Y", "alone too"),
        ("Yerres", "de Yerres", "a Y that is none"),
        ("Haguenau", "de Haguenau", "an H may be heard or not"),
        ("Le Havre", "du Havre", "an article is joined"),
        ("Les Ulis", "des Ulis", "so is that of a plural"),
        ("La Rochelle", "de La Rochelle", "that is not"),
        ("Lespinasse", "de Lespinasse", "no article, a beginning"),
    ],
)
def test_of_name(name: str, joined: str, reason: str) -> None:
    assert of_name(name) == joined, reason


def test_nearest() -> None:
    words = ["environnement", "social", "collectivite", "entreprise"]
    assert nearest("environement", words) == ["environnement"]
    assert nearest("colectivité", words) == ["collectivite"]
    assert nearest("soc", words) == ["social"]
    assert nearest("zzz", words) == []


VISIBLE = [
    ("Rouen", "Rouen", "as it is"),
    ("a\nb\tc", "a b c", "one line"),
    ("\x1b[31mrouge", "�[31mrouge", "an escape cannot act"),
    ("a\u202eb", "a�b", "nor can a bidirectional override"),
    ("1\u202f000", "1\u202f000", "French spaces stay"),
    ("\ud800", "�", "a lone surrogate can be written nowhere"),
]


@pytest.mark.parametrize(("text", "shown", "reason"), VISIBLE)
def test_visible(text: str, shown: str, reason: str) -> None:
    assert visible(text) == shown, reason


def test_shortened() -> None:
    assert shortened("a" * 60) == "a" * 60
    assert shortened("a" * 61) == "a" * 59 + "…"


def test_day() -> None:
    assert [day(date) for date in ("2024", "2024-11", "2024-11-18", "2025-08-01")] == [
        "2024",
        "novembre 2024",
        "18 novembre 2024",
        "1er août 2025",
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1000, "1\u00a0000"), (68_350_798, "68\u00a0350\u00a0798")],
)
def test_thousands_are_set_apart(number: int, written: str) -> None:
    assert french_number(number) == written


@pytest.mark.parametrize(
    ("cell", "safe", "reason"),
    [
        ("=1+1", "'=1+1", "a formula"),
        ("-2", "'-2", "a number, or a formula"),
        ("＝1+1", "'＝1+1", "a full-width sign"),
        ("＠SUM(A1)", "'＠SUM(A1)", "another"),
        ("a;=1+1", "a;'=1+1", "a cell of its own, where semicolons part them"),
        ("a,@b", "a,'@b", "where commas do"),
        ("a|+b", "a|'+b", "where bars do"),
        ("a=b", "a=b", "inside a cell"),
        ("Rouen - service", "Rouen - service", "a dash between words"),
        ("", "", "nothing"),
    ],
)
def test_no_cell_is_a_formula_whatever_parts_the_cells(cell: str, safe: str, reason: str) -> None:
    assert spreadsheet_safe(cell) == safe, reason


QUOTED = [
    ("Rouen", "/", "Rouen", "nothing to quote"),
    ("Besançon", "/", "Besançon", "letters with accents are letters"),
    ("Le Havre", "/", '"Le Havre"', "double quotes, since cmd.exe knows no others"),
    ("Le Havre", "\\", '"Le Havre"', "the same on Windows"),
    ("L'Haÿ-les-Roses", "/", '"L\'Haÿ-les-Roses"', "an apostrophe would open a text"),
    ("L’Haÿ-les-Roses", "/", '"L’Haÿ-les-Roses"', "PowerShell takes it for an apostrophe"),
    ("", "/", '""', "nothing is a word too"),
    ("a\\b.csv", "/", "'a\\b.csv'", "a backslash is not itself in double quotes"),
    ("C:\\a\\b.csv", "\\", "C:\\a\\b.csv", "but it is on Windows"),
    ("C:\\mes listes\\b.csv", "\\", '"C:\\mes listes\\b.csv"', "beside a space"),
    ("$5", "/", "'$5'", "a variable in double quotes"),
    ("it's $5", "/", "'it'\"'\"'s $5'", "both"),
]


@pytest.mark.parametrize(("word", "separator", "quoted", "reason"), QUOTED)
def test_a_word_is_quoted_as_shells_take_it(
    word: str, separator: str, quoted: str, reason: str
) -> None:
    assert shell_quoted(word, separator) == quoted, reason


@QUICK
@given(st.lists(st.text()))
def test_a_posix_shell_reads_the_words_of_a_command(words: list[str]) -> None:
    assert shlex.split(" ".join(shell_quoted(word, "/") for word in words)) == words


def test_a_command_is_its_words() -> None:
    assert shell_joined(["reseaux", "find", "Le Havre"]) == 'reseaux find "Le Havre"'
