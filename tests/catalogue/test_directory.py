"""The directory's own content: every value of it, against its source and the words read.

Four tables are for a second person to judge by: `entries.tsv` (what each network is),
`desk_values.tsv` (each value of the local desks, with the ids of its sources), `network_values.tsv`
(each value of the other networks, of the ways in and of the notices) and `desk_words.tsv` (the
sources read since 28 November 2026: address, dates, and what stood there; « sens » where only its
meaning was noted). A value, address, date or doubt that changes alone turns a test red.
What holds for every entry is in `tools/review_catalogue.py`.
"""

from __future__ import annotations

import re
from itertools import chain

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.model import Fact, Network, Source, Trace
from helpers.cases import cases

KNOWN = loader.load()
VALUES = [tuple(row) for row in cases("catalogue/desk_values.tsv")]
OTHERS = [tuple(row) for row in cases("catalogue/network_values.tsv")]
WORDS = cases("catalogue/desk_words.tsv")


def read_lately(source: Source) -> bool:
    return (source.read_on or "") >= "2026-11-28"


def more(network: Network, fact: Fact) -> str:
    """What stands beside a value: how a contact is known, its note, its end."""
    known = {name: how for name, how, _ in network.contact.known}
    return " | ".join(filter(None, (known.get(fact.field), fact.note, fact.valid_until)))


def told_of_desks() -> list[tuple[str, ...]]:
    """The rows of the facilitators and of the traces."""
    desks = [one for one in KNOWN.networks if one.kind == "facilitateurs"]
    rows = [row for network in desks for row in told_of_network(network)]
    return rows + [row for trace in KNOWN.traces for row in told_of_trace(trace)]


def told_of_others() -> list[tuple[str, ...]]:
    """The rows of the other networks and of their bodies, then of the ways in and the notices."""
    rows: list[tuple[str, ...]] = []
    for network in KNOWN.networks:
        if network.kind != "facilitateurs":
            rows += [*told_of_network(network), *told_of_service(network), *told_of_body(network)]
    for link in KNOWN.ways_in:
        told = f"{link.label} : {link.url}"
        rows.append(("ways_in", " ".join(link.kinds), told, link.note or "", ""))
    for text, asked in KNOWN.notices:
        rows.append(("notices", " ".join(asked), text, "", ""))
    return rows


def told_of_service(network: Network) -> list[tuple[str, ...]]:
    """The rows of what views say of a network in short, and of its other names."""
    traits = {
        "use": network.use,
        "cost": network.cost,
        "who": network.who,
        "short_name": network.short_name,
        "aliases": " ; ".join(network.aliases),
    }
    return [(network.id, field, value, "", "") for field, value in traits.items() if value]


def told_of_body(network: Network) -> list[tuple[str, ...]]:
    """The rows of the facts of the body that carries a network."""
    rows: list[tuple[str, ...]] = [(network.id, "carrier", network.carrier or "", "", "")]
    for fact in KNOWN.facts_of(network.id):
        if fact.of and fact.of == network.carrier:
            beside = " | ".join(filter(None, (fact.note, fact.valid_until)))
            rows.append((network.id, f"carrier/{fact.field}", fact.value, beside, _ids(fact)))
    return rows


def told_of_network(network: Network) -> list[tuple[str, ...]]:
    """The rows of a network: its traits, its contacts and its own facts; a desk's carrier's too."""
    coverage = ", ".join(f"{one.kind} {one.code} {one.name}" for one in network.covers)
    traits = {
        "name": network.name,
        "summary": network.summary,
        "coverage": coverage or network.scope,
    }
    if network.short_name:
        traits["short_name"] = network.short_name
    bodies = [None, network.carrier] if network.kind == "facilitateurs" else [None]
    sources = " ".join(one.id for one in network.sources)
    rows: list[tuple[str, ...]] = []
    for field, value in traits.items():
        rows.append((network.id, field, value, "", sources))
    for fact in KNOWN.facts_of(network.id):
        if fact.of in bodies:
            rows.append((network.id, fact.field, fact.value, more(network, fact), _ids(fact)))
    return rows


def told_of_trace(trace: Trace) -> list[tuple[str, ...]]:
    """The rows of a trace: all that it says."""
    values = {
        "label": trace.label,
        "summary": trace.summary,
        "coverage": ", ".join(f"{one.kind} {one.code} {one.name}" for one in trace.covers),
        "year": trace.year,
    }
    if trace.url:
        values["url"] = trace.url
    sources = " ".join(one.id for one in trace.sources)
    return [(trace.id, field, value, "", sources) for field, value in values.items()]


def _ids(fact: Fact) -> str:
    return " ".join(one.id for one in fact.sources)


def test_each_value_of_a_desk_is_the_one_in_the_table() -> None:
    assert told_of_desks() == VALUES


def test_each_value_of_another_network_is_the_one_in_the_table() -> None:
    assert told_of_others() == OTHERS


def test_each_source_read_lately_is_what_was_read() -> None:
    networks = chain.from_iterable(one.sources for one in KNOWN.networks)
    facts = chain.from_iterable(fact.sources for told in KNOWN.facts for fact in told)
    traces = chain.from_iterable(one.sources for one in KNOWN.traces)
    found = {
        one.id: [one.url, one.page_date or "", one.read_on or ""]
        for one in chain(networks, facts, traces)
        if read_lately(one)
    }
    lately = {name for row in (*VALUES, *OTHERS) for name in row[4].split()} & set(found)
    assert {name: found[name] for name in lately} == {row[0]: row[1:4] for row in WORDS}
    assert all(len(row[4]) > 15 for row in WORDS), "the words that were read"


@pytest.mark.parametrize("network", [*KNOWN.networks], ids=lambda one: one.id)
def test_an_entry_can_be_shown_and_judged(network: Network) -> None:
    facts = KNOWN.facts_of(network.id)
    assert network.sources
    assert facts
    assert all(fact.sources and fact.checked_on <= KNOWN.checked_on for fact in facts)
    assert [network.id for entry in cases("catalogue/entries.tsv") if entry[0] == network.id]
    doubts = [fact.value for fact in facts if fact.field == "a-verifier" and not fact.of]
    assert len(doubts) <= 1, "one sentence for the buyer; the rest is research"


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
    assert [[name, sign] for name, sign in signs.items()] == [
        row[:2] for row in cases("catalogue/signs.tsv")
    ]
    assert set(signs) == {one.id for one in KNOWN.networks if one.kind == "guichet-vert"}
