"""Why somebody is to be verified, in the few words of a row, and when they were last seen."""

from achats_reseaux.card.email_wording import OURS
from achats_reseaux.card.reasons import last_seen, row_doubt, year_seen
from achats_reseaux.catalogue import loader
from helpers.cases import tabled

KNOWN = loader.load()


@tabled
def test_each_reason_has_its_words_and_the_year_of_the_service(
    network: str, words: str, year: str
) -> None:
    found = KNOWN.network(network)
    assert (row_doubt(found, KNOWN.as_of), year_seen(found)) == (words, year)


def test_a_doubt_without_a_reason_says_what_to_do() -> None:
    """One's own catalogue needs none."""
    own = KNOWN.network("mmie-lyon").replace(doubt_reason=None)
    assert row_doubt(own, KNOWN.as_of) == "vérifiez que la vôtre en est"


@tabled
def test_when_a_guichet_vert_was_last_seen(network: str, words: str) -> None:
    assert last_seen(KNOWN.network(network)) == words


def test_every_doubt_has_a_reason_and_a_question() -> None:
    for network in KNOWN.networks:
        has_all = bool(network.doubt_reason and network.doubt_question)
        assert has_all == bool(network.doubt), network.id


def test_a_question_calls_who_asks_as_message_replaces_it() -> None:
    """« Notre commune », with a capital, stayed in the message of a hospital."""
    for network in KNOWN.networks:
        assert OURS.capitalize() not in (network.doubt_question or ""), network.id


def test_one_s_own_entry_without_a_dated_page_is_as_old_as_its_last_check() -> None:
    (page, *_) = KNOWN.network("mmie-lyon").sources
    undated = KNOWN.network("mmie-lyon").replace(
        doubt=None, sources=(page.replace(page_date=None),)
    )
    assert year_seen(undated) == "?"
    assert year_seen(undated.replace(origin="local", checked_on="2026-11-30")) == "2026"
