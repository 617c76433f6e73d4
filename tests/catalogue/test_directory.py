"""The directory's own content: every value of it, against its source and the words read.

Tables for a second person to judge by: `entries.tsv` (what each network is), those of the values,
which `tools/values.py` writes and nobody edits, and `desk_words.tsv` (the sources read since
28 November 2026: address, dates, and what stood there; « sens » where only its meaning was noted);
`notion_words.tsv`, likewise, the sources of the law read since 30 November.
What holds for every entry is in `tools/review_catalogue.py`.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.model import Network
from helpers.cases import cases, every_row
from helpers.checkout import ROOT, tool

KNOWN = loader.load()
VALUES = [*cases("catalogue/desk_values.tsv"), *cases("catalogue/network_values.tsv")]
WORDS = cases("catalogue/desk_words.tsv")
LAW = cases("catalogue/notion_words.tsv")


def read_since(day: str, entries: Iterable[Any]) -> dict[str, list[str]]:
    """Address and dates of the sources of some entries that were read since a day."""
    return {
        one.id: [one.url, one.page_date or "", one.read_on or ""]
        for one in chain.from_iterable(entry.sources for entry in entries)
        if (one.read_on or "") >= day
    }


def test_each_source_read_lately_is_what_was_read() -> None:
    entries = chain(KNOWN.networks, chain.from_iterable(KNOWN.facts), KNOWN.traces)
    found = read_since("2026-11-28", entries)
    lately = {name for row in VALUES for name in row[4].split()} & set(found)
    quoted = {row[0]: row[1:4] for row in WORDS}
    assert quoted == {name: found[name] for name in lately}, "by hand: desk_words.tsv"
    assert all(len(row[4]) > 15 for row in WORDS), "the words that were read"


@pytest.mark.parametrize("network", [*KNOWN.networks], ids=lambda one: one.id)
def test_an_entry_can_be_shown_and_judged(network: Network) -> None:
    facts = KNOWN.facts_of(network.id)
    assert network.sources
    assert facts
    assert all(fact.sources and fact.checked_on <= KNOWN.checked_on for fact in facts)
    judged = [entry[0] for entry in cases("catalogue/entries.tsv")]
    assert network.id in judged, "by hand: entries.tsv"
    doubts = [fact.value for fact in facts if fact.field == "a-verifier" and not fact.of]
    assert len(doubts) <= 1, "one sentence for the buyer; the rest is research"
    has_switchboard = network.contact.notes.get("phone", "").startswith("Standard")
    assert not has_switchboard or "phone" in network.contact.body_fields


DOUBTED = [one for one in KNOWN.networks if one.doubt]


@pytest.mark.parametrize("network", DOUBTED, ids=lambda one: one.id)
def test_a_doubt_is_one_sentence_that_changes_what_a_buyer_does(network: Network) -> None:
    """« fact ; what to ask », on one line of a card; nothing of our search."""
    doubt = network.doubt or ""
    assert re.fullmatch(r"[^.;]+ ; [^.;]+\.", doubt), "one sentence of two halves"
    assert len(doubt) <= 74
    assert re.search(r"\b(?:demandez|vérifiez|passez par)\b", doubt)
    assert not re.search(r"copie|nous|n'a pas été (?:lu|trouvé)|ni téléphone|ni courriel", doubt)


def test_the_end_of_the_plan_is_told_once_for_all_guichets_verts() -> None:
    (doubt,) = [one for one in KNOWN.notion("guichet-vert").facts if one.field == "a-verifier"]
    assert "fin 2025" in doubt.value
    guichets = [one for one in KNOWN.networks if one.kind == "guichet-vert"]
    assert [one.id for one in guichets if not one.doubt] == []


def test_each_guichet_vert_has_a_sign_of_life_of_its_own() -> None:
    """Its month, or that nothing newer than the list was read; whose it is where not its own."""
    signs = {one.id: one.sign for one in KNOWN.networks if one.sign}
    written = [row[:2] for row in cases("catalogue/signs.tsv")]
    assert [[name, sign] for name, sign in signs.items()] == written
    assert set(signs) == {one.id for one in KNOWN.networks if one.kind == "guichet-vert"}


def test_each_source_of_the_law_is_what_was_read() -> None:
    facts = chain.from_iterable(notion.facts for notion in KNOWN.notions)
    found = read_since("2026-11-30", chain(KNOWN.notions, facts))
    assert found == {row[0]: row[1:4] for row in LAW}
    assert all(len(row[4]) > 15 for row in LAW), "the words that were read"


@every_row("catalogue/superseded.tsv")
def test_what_was_wrong_of_the_law_is_told_no_more(notion: str, wrong: str, reason: str) -> None:
    one = KNOWN.notion(notion)
    now = [one.definition, *(fact.value for fact in one.facts if fact.field != "historique")]
    assert not [value for value in now if wrong in value], reason


TOOL = tool("values")
TABLES: dict[str, str] = TOOL.tables()
"""Each value of the catalogue has a line: a change of a fact is read as a diff of them."""


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_each_value_as_the_catalogue_has_it(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == TABLES[name], "run `python tools/docs.py`, then read its diff"


def test_each_source_of_a_fact_has_a_row() -> None:
    facts = chain.from_iterable(KNOWN.facts)
    names = {source.id for fact in facts for source in fact.sources}
    lines = TABLES["tests/catalogue/source_values.tsv"].split("\n")
    assert names <= {line.partition("\t")[0] for line in lines}


def test_a_no_break_space_is_seen_in_a_diff() -> None:
    assert TOOL.text_of([("seuils", "216\u00a0000")]) == "seuils\t216\\u00a0000\n"
