"""Full text: what is found, in which order, and what is shown of it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux.answering import RawQuery
from achats_reseaux.answering.answers import Answer
from achats_reseaux.catalogue import loader
from achats_reseaux.model import Network
from achats_reseaux.questions.lexicon import stem
from achats_reseaux.questions.search import search_request
from achats_reseaux.text import fold
from helpers.cases import cases, every_row, tabled
from helpers.run import run

TODAY = "2026-11-24"
CATALOGUE = loader.load()


def found(words: str, theme: tuple[str, ...] = (), kind: tuple[str, ...] = ()) -> Answer:
    raw_query = RawQuery("search", {"lieu": words}, {"theme": theme, "kind": kind})
    return search_request(CATALOGUE, raw_query, TODAY)


def ids(answer: Answer) -> list[str]:
    return [match.network.id for match in answer.results]


@tabled
def test_forms_of_a_word_meet_and_other_words_do_not(forms: str, meet: bool) -> None:
    stems = {stem(fold(form)) for form in forms.split()}
    assert len(stems) == (1 if meet else 2)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_a_stem_is_never_empty_nor_longer(word: str) -> None:
    key = fold(word).replace(" ", "")
    assert len(stem(key)) <= len(key) + 1
    assert bool(stem(key)) == bool(key)


def is_desk(network: Network) -> bool:
    """Whether a network is one of the local desks for the social clause."""
    return network.kind == "facilitateurs" and network.scope == "local"


def whole(answer: Answer) -> list[str]:
    """The status, the first three, all that is said, the first one's excerpts.

    Without the local desks, of which the directory has more each month. The words found stand in
    brackets.
    """
    said = [answer.message, *answer.next_commands, *answer.suggestions, *answer.notes]
    kept = [one for one in answer.results if not is_desk(one.network)]
    excerpts = [
        "".join(f"[{text}]" if hit else text for text, hit in one)
        for match in kept[:1]
        for one in match.excerpts
    ]
    return [
        answer.status,
        " ".join(match.network.id for match in kept[:3]),
        " | ".join(one for one in said if one),
        " | ".join(excerpts),
    ]


@every_row("questions/searches.tsv")
def test_whole_answers(words: str, *answer: str) -> None:
    """``…`` in the table stands for anything."""
    for said, wanted in zip(whole(found(words)), answer, strict=True):
        assert said.startswith(wanted[:-1]) if wanted.endswith("…") else said == wanted


@pytest.mark.parametrize("part", ["worked on", "set aside"])
def test_what_is_meant_is_first(part: str) -> None:
    """Of words of public sites; ``@`` is a notion. All were written before the order was seen."""
    rows = [row for row in cases("questions/searches_meant.tsv") if row[2] == part]
    for words, meant, _, is_first in rows:
        answer = found(words)
        first = [f"@{notion.id}" for notion in answer.notions] + ids(answer)
        assert (first[0] in meant.split()) == (is_first == "oui"), words
    assert sum(row[3] == "non" for row in rows) <= len(rows) / 5


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_a_network_is_first_for_its_own_name_and_id(step: int) -> None:
    """Of two whose names are alike, the one that stands before in the catalogue."""
    for network in CATALOGUE.networks[::step]:
        for words in (network.name, network.id):
            assert network.id in ids(found(words))[:2]


def test_all_words_come_before_some() -> None:
    answer = found("clause sociale guichet")
    by_word = [ids(found(word)) for word in ("clause", "sociale", "guichet")]
    counts = [sum(name in alone for alone in by_word) for name in ids(answer)[:3]]
    assert counts == sorted(counts, reverse=True)


def test_accents_case_and_order_of_words_change_nothing() -> None:
    reference = ids(found("clause sociale hôpital"))
    assert ids(found("hôpital, CLAUSE… sociale !")) == reference
    assert ids(found("hopital sociale clause")) == reference
    # Another form of a word is found too; the very form ranks a little higher.
    assert set(ids(found("hôpitaux clauses sociaux"))) == set(reference)


def test_filters_narrow() -> None:
    everything = ids(found("clause"))
    social = found("clause", theme=("social",))
    assert set(ids(social)) < set(everything)
    assert all("social" in match.network.themes for match in social.results)
    assert not social.notions, "networks alone are searched for"
    assert found("normandie", kind=("plateforme",)).status == "none"


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=60))
@example("RH")  # which stands in the name of a trace alone
@example("réparabilité")  # of a notion alone
def test_any_text(text: str) -> None:
    answer = found(text)
    assert answer == found(text)
    assert answer.status in ("found", "none", "invalid")
    has_some = bool(answer.results or answer.traces or answer.notions)
    assert (answer.status == "found") == has_some


@tabled
def test_a_notion_is_found_by_its_own_words(words: str, notion: str) -> None:
    answer = found(words)
    assert [one.id for one in answer.notions[:1]] == ([notion] if notion else [])
    if notion:
        assert f"reseaux show {notion}" in " ".join(answer.notes)


def test_a_notion_is_the_first_of_the_lines() -> None:
    """Standard output was empty, with status 0, where a notion alone is found."""
    first = run("search", "reen").out.splitlines()[0].split("\t")
    assert first[:5] == ["notion", "", "reen", "Loi REEN", ""]
    lines = [one.split("\t") for one in run("search", "clause", "sociale").out.splitlines()]
    quiet = run("search", "clause sociale", "-q").out.split()
    rows = run("search", "clause sociale", "--format", "csv").rows
    assert [one[2] for one in lines] == [row["id"] for row in rows] == quiet
    assert {len(one) for one in lines} == {11}
    assert (rows[0]["record"], rows[0]["id"]) == ("notion", "clause-sociale")
    assert {row["record"] for row in rows[1:]} == {"network"}


@tabled
def test_a_local_facilitator_is_first_if_it_or_its_territory_is_named(
    words: str, is_first: bool
) -> None:
    assert is_desk(found(words).results[0].network) == is_first


def test_a_number_is_found_however_it_is_spaced() -> None:
    for number in ("03 21 08 52 40", "0321085240", "03.21.08.52.40", "032108"):
        assert ids(found(number)) == ["apure"]


def test_a_year_behind_a_number_is_another_one() -> None:
    assert ids(found("article 35 2021")) == ids(found("2021 35 article"))


def test_huge_texts() -> None:
    assert found("clause " * 20_000).status == "found"
    assert found("x" * 100_000).status == "none"


def test_an_excerpt_of_what_ends_says_when() -> None:
    excerpts = found("poste cofinancé").results[0].excerpts
    said = ["".join(text for text, _ in one) for one in excerpts]
    assert any(one.startswith("Qui le finance (jusqu'au 31 décembre 2025) : ") for one in said)
