"""Why somebody is to be verified, in the few words of a row, and when they were last seen."""

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
