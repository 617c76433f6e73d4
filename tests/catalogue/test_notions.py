"""The law and the words of the field, and the words that were read.

`notion_words.tsv` has the sources of the law read since 30 November 2026: address, dates, what
stood there. A second person can judge `notion_values.tsv` against it (`test_values.py`).
"""

import pytest

from achats_reseaux.catalogue import loader
from helpers.cases import cases

KNOWN = loader.load()
WORDS = cases("catalogue/notion_words.tsv")
SUPERSEDED = cases("catalogue/superseded.tsv")


def test_each_source_of_the_law_is_what_was_read() -> None:
    found: dict[str, list[str]] = {}
    for notion in KNOWN.notions:
        for fact in notion.facts:
            for one in (*notion.sources, *fact.sources):
                if (one.read_on or "") >= "2026-11-30":
                    found[one.id] = [one.url, one.page_date or "", one.read_on or ""]
    assert found == {row[0]: row[1:4] for row in WORDS}
    assert all(len(row[4]) > 15 for row in WORDS), "the words that were read"


@pytest.mark.parametrize(("notion", "wrong", "reason"), SUPERSEDED)
def test_what_was_wrong_of_the_law_is_told_no_more(notion: str, wrong: str, reason: str) -> None:
    one = KNOWN.notion(notion)
    now = [one.definition, *(fact.value for fact in one.facts if fact.field != "historique")]
    assert not [value for value in now if wrong in value], reason
