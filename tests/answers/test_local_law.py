"""Where the code binds the State alone, nobody is named as if it bound a commune."""

import shlex

from achats_reseaux import load
from achats_reseaux.gazetteer.tsv_table import TsvTable
from helpers.cases import tabled
from helpers.run import run

NOTE = "ne lie que l'État, pas les communes"


@tabled
def test_what_binds_a_commune_is_told(line: str, law: str, reason: str) -> None:
    """By a message in the notes of its document, and beside its text."""
    words = shlex.split(line)
    document = run(*words, "--json").document
    assert document["status"] == "found", reason
    told = [note for note in document["notes"] if NOTE in note]
    assert len(told) == bool(law), reason
    assert all(law in note for note in told), reason
    if line.startswith("message"):
        beside = run(*words).err
        assert (NOTE in beside) == bool(law), reason
        assert all(note in beside for note in told), reason


@tabled
def test_the_notion_has_the_law_of_each(collectivite: str, words: str) -> None:
    """What the note says stands in the notion, of a source that the notion cites."""
    row = TsvTable("droit_local.tsv").row(collectivite)
    assert row is not None
    _, law, source = row
    assert words in law
    told = [fact for fact in load().notion("outre-mer").facts if words in fact.value]
    assert source in [read.url for fact in told for read in fact.sources]


def test_what_was_not_read_is_said_so_by_both() -> None:
    facts = " ".join(fact.value for fact in load().notion("outre-mer").facts)
    assert "Wallis et Futuna n'a pas été lu" in facts
    assert "n'a pas été lu" in TsvTable("droit_local.tsv").value("986")
