"""The directory's own content: every value of a local desk, against its source and the words read.

Three tables are for a second person to judge by: `entries.tsv` (what each network is),
`desk_values.tsv` (each value of the local desks, with the ids of its sources) and `desk_words.tsv`
(the sources read since 28 November 2026: address, dates, and what stood there; « sens » where only
its meaning was noted). A value, address, date or doubt that changes alone turns a test red.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import compiled, loader, yaml_reader
from achats_reseaux.model import WAYS_IN, Fact, Network, Source
from helpers.cases import cases

KNOWN = loader.load()
VALUES = [tuple(row) for row in cases("catalogue/desk_values.tsv")]
WORDS = cases("catalogue/desk_words.tsv")
BEYOND = {"grafie", "adacl-40", "carteco"}
"""Entries beyond the page that are no desks, held whole as the desks are."""


def read_lately(source: Source) -> bool:
    return (source.read_on or "") >= "2026-11-28"


def more(network: Network, fact: Fact) -> str:
    """What stands beside a value: how a contact is known, its note, its end."""
    known = {name: how for name, how, _ in network.contact.known}
    return " | ".join(filter(None, (known.get(fact.field), fact.note, fact.valid_until)))


def told() -> list[tuple[str, ...]]:
    """The rows that the catalogue makes: all that is a desk's own, else what was read lately."""
    rows: list[tuple[str, ...]] = []
    for network, facts in zip(KNOWN.networks, KNOWN.facts, strict=True):
        whole = network.kind == "facilitateurs" or network.id in BEYOND
        if whole:
            coverage = ", ".join(f"{one.kind} {one.code} {one.name}" for one in network.covers)
            traits = {
                "name": network.name,
                "summary": network.summary,
                "coverage": coverage or network.scope,
            }
            sources = " ".join(one.id for one in network.sources)
            rows += [(network.id, field, value, "", sources) for field, value in traits.items()]
        rows += [
            (network.id, fact.field, fact.value, more(network, fact), _ids(fact))
            for fact in facts
            if not fact.of and (whole or any(map(read_lately, fact.sources)))
        ]
    return rows


def _ids(fact: Fact) -> str:
    return " ".join(one.id for one in fact.sources)


def test_each_value_of_a_desk_is_the_one_in_the_table() -> None:
    assert told() == VALUES


def test_each_source_read_lately_is_what_was_read() -> None:
    networks = chain.from_iterable(one.sources for one in KNOWN.networks)
    facts = chain.from_iterable(fact.sources for told in KNOWN.facts for fact in told)
    found = {
        one.id: [one.url, one.page_date or "", one.read_on or ""]
        for one in chain(networks, facts)
        if read_lately(one)
    }
    lately = {name for row in VALUES for name in row[4].split()} & set(found)
    assert {name: found[name] for name in lately} == {row[0]: row[1:4] for row in WORDS}
    assert all(len(row[4]) > 15 for row in WORDS), "the words that were read"


@pytest.mark.parametrize("network", KNOWN.networks, ids=lambda one: one.id)
def test_an_entry_can_be_shown_and_judged(network: Network) -> None:
    facts = KNOWN.facts_of(network.id)
    assert len(network.id) <= 30
    assert network.sources
    assert facts
    assert all(fact.sources and fact.checked_on <= KNOWN.checked_on for fact in facts)
    assert [network.id for entry in cases("catalogue/entries.tsv") if entry[0] == network.id]
    doubts = [fact.value for fact in facts if fact.field == "a-verifier" and not fact.of]
    assert len(doubts) <= 1, "one sentence for the buyer; the rest is research"


def test_fewer_than_a_third_bear_a_doubt_and_what_only_we_need_to_know_is_none() -> None:
    others = [one for one in KNOWN.networks if one.kind != "guichet-vert"]
    doubted = [one for one in others if one.doubt]
    assert 3 * len(doubted) < len(others)
    ours = re.compile(
        r"^(?:La page lue est sans date|Page sans date)|copie|ni téléphone ni courriel"
    )
    assert [one.id for one in doubted if ours.search(one.doubt or "")] == []


def test_the_end_of_the_plan_is_told_once_for_all_guichets_verts() -> None:
    (doubt,) = [one for one in KNOWN.notion("guichet-vert").facts if one.field == "a-verifier"]
    assert "fin 2025" in doubt.value
    guichets = [one for one in KNOWN.networks if one.kind == "guichet-vert"]
    assert [one.id for one in guichets if not one.doubt] == []


def test_each_contact_says_how_it_is_known_and_leads_to_a_page_of_its_own_site() -> None:
    for network, facts in zip(KNOWN.networks, KNOWN.facts, strict=True):
        documented = [name for name in WAYS_IN if getattr(network.contact, name)]
        assert {name for name, _, _ in network.contact.known} == set(documented), network.id
        own = {fact.field: fact for fact in facts if not fact.of}
        for name, how, _ in network.contact.known:
            if how == "cite":
                assert own[name].note, f"{network.id}: shown as if it had been read"
            if how == "propre" and name in own and own[name].value.startswith("http"):
                sites = {_site(one.url) for one in own[name].sources}
                assert _site(own[name].value) in sites, network.id


def _site(url: str) -> str:
    return url.split("/")[2].removeprefix("www.")


def test_no_value_is_told_twice() -> None:
    """A fact may be ``of:`` another entry; a portal is a way in to two services, a form a form."""
    counted: Counter[str] = Counter()
    for document in map(yaml_reader.load_yaml, compiled.files_of(loader.path())):
        for name in ("networks", "notions", "organisations"):
            for entry in document.value.get(name, ()):
                every = [*entry.get("facts", ()), *entry.get("contact", {}).values()]
                counted.update(one["value"] for one in every if "value" in one)
    assert {value for value, times in counted.items() if times > 1} == {
        "Groupement d'intérêt public.",
        "https://achats-durables.gouv.fr",
    }


def test_no_person_and_no_line_or_mailbox_outside_a_contact() -> None:
    for file in compiled.files_of(loader.path()):
        text = Path(file).read_text("utf-8")
        assert not re.search(r"\b(M\.|Mme|Mr|MM\.|Dr|Monsieur|Madame)\s+[A-ZÉ]", text)
        assert _lines(yaml_reader.load_yaml(file).value) == []


def _lines(value: Any, place: str = "") -> list[str]:
    """The telephones and mailboxes below a value, but for those of a contact."""
    if isinstance(value, dict):
        return [one for key, below in value.items() for one in _lines(below, f"{place}/{key}")]
    if isinstance(value, list):
        return [one for below in value for one in _lines(below, place)]
    found = isinstance(value, str) and re.search(r"@\w|\b0\d([ .]?\d\d){4}\b", value)
    return [f"{place}: {value}"] if found and "/contact/" not in place else []
