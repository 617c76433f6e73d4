"""The law and the words of the field: every value of a notion, and the words that were read.

`notion_values.tsv` has each name, definition and fact of a notion with the ids of its sources;
`notion_words.tsv` the sources of the law read since 30 November 2026: address, dates, what stood
there. A second person can judge one against the other; a value that changes alone turns a test red.
`source_values.tsv` has the sources themselves: how each was read, its dates, address and title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from achats_reseaux.catalogue import loader
from helpers.cases import cases

if TYPE_CHECKING:
    from achats_reseaux.model import Notion, Source

KNOWN = loader.load()
VALUES = cases("catalogue/notion_values.tsv")
SOURCES = cases("catalogue/source_values.tsv")
WORDS = cases("catalogue/notion_words.tsv")
SUPERSEDED = cases("catalogue/superseded.tsv")


def ids(sources: tuple[Source, ...]) -> str:
    return " ".join(one.id for one in sources)


def told_of(notion: Notion) -> list[list[str]]:
    """The rows of a notion: its name, definition, networks and facts."""
    rows = [
        [notion.id, "name", notion.name, "", ids(notion.sources)],
        [notion.id, "definition", notion.definition, "", ids(notion.sources)],
        [notion.id, "networks", " ".join(notion.networks), "", ids(notion.sources)],
    ]
    for fact in notion.facts:
        more = " | ".join(filter(None, (fact.note, fact.valid_until)))
        rows.append([notion.id, fact.field, fact.value, more, ids(fact.sources)])
    return rows


def test_each_value_of_a_notion_is_the_one_in_the_table() -> None:
    told = [row for notion in KNOWN.notions for row in told_of(notion)]
    assert told == VALUES


def test_each_source_of_the_law_is_what_was_read() -> None:
    found: dict[str, list[str]] = {}
    for notion in KNOWN.notions:
        for fact in notion.facts:
            for one in (*notion.sources, *fact.sources):
                if (one.read_on or "") >= "2026-11-30":
                    found[one.id] = [one.url, one.page_date or "", one.read_on or ""]
    assert found == {row[0]: row[1:4] for row in WORDS}
    assert all(len(row[4]) > 15 for row in WORDS), "the words that were read"


def sources_used(with_desks: bool) -> dict[str, Source]:
    """By id, the sources of the notions and of the networks; of the desks and traces if asked."""
    used: list[Source] = []
    for network in KNOWN.networks:
        if with_desks or network.kind != "facilitateurs":
            used += network.sources
            for fact in KNOWN.facts_of(network.id):
                used += fact.sources
    for notion in KNOWN.notions:
        used += notion.sources
        for fact in notion.facts:
            used += fact.sources
    if with_desks:
        for trace in KNOWN.traces:
            used += trace.sources
    return {one.id: one for one in used}


def told_of_source(one: Source) -> list[str]:
    """The row of a source: how it was read, its dates, its address and title."""
    read = (one.nature, one.path or "", one.page_date or "", one.read_on or "")
    return [one.id, *read, one.url, one.title]


def test_each_source_is_the_one_in_the_table() -> None:
    found = sources_used(with_desks=True)
    assert [told_of_source(found[row[0]]) for row in SOURCES if row[0] in found] == [
        row for row in SOURCES if row[0] in found
    ]


def test_each_source_of_what_is_no_desk_has_a_row() -> None:
    """The desks change more often: a source of theirs has its words in `desk_words.tsv` first."""
    rows = {row[0] for row in SOURCES}
    assert sorted(set(sources_used(with_desks=False)) - rows) == []


@pytest.mark.parametrize(("notion", "wrong", "reason"), SUPERSEDED)
def test_what_was_wrong_of_the_law_is_told_no_more(notion: str, wrong: str, reason: str) -> None:
    one = KNOWN.notion(notion)
    now = [one.definition, *(fact.value for fact in one.facts if fact.field != "historique")]
    assert not [value for value in now if wrong in value], reason
