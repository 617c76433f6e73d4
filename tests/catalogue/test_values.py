"""Each value of the catalogue has a line in a table: a change of a fact is read as a diff.

``tools/values.py`` writes the tables; nobody edits them. A value, a date, an address or a doubt
that changes alone turns a test red, which names the command to run: the diff that it makes is what
a second person judges.
"""

import pytest

from achats_reseaux.catalogue import loader
from helpers.checkout import ROOT, tool

VALUES = tool("values")
TABLES: dict[str, str] = VALUES.tables()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_each_value_as_the_catalogue_has_it(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == TABLES[name], "run `python tools/docs.py`, then read its diff"


def test_each_source_of_a_fact_has_a_row() -> None:
    catalogue = loader.load()
    facts = [fact for facts in catalogue.facts for fact in facts]
    names = {source.id for fact in facts for source in fact.sources}
    rows = {
        line.partition("\t")[0] for line in TABLES["tests/catalogue/source_values.tsv"].split("\n")
    }
    assert names - rows == set()


def test_a_no_break_space_is_seen_in_a_diff() -> None:
    assert VALUES.text_of([("seuils", "216\u00a0000")]) == "seuils\t216\\u00a0000\n"
