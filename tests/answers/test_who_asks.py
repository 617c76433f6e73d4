"""Who asks is led to what serves them: a body by its own network, a firm by those for firms."""

from achats_reseaux.answering import RawQuery, answer
from achats_reseaux.card.card import card
from achats_reseaux.catalogue import loader
from helpers.cases import tabled

CATALOGUE = loader.load()
TODAY = "2026-11-24"


def national(found: object) -> list[str]:
    results = found.results  # type: ignore[attr-defined]
    return [one.network.id for one in results if one.network.scope == "national"]


@tabled
def test_a_body_leads_with_its_own_network_and_hides_no_other(
    text: str, first: str, other: str
) -> None:
    found = answer(CATALOGUE, RawQuery("find", {"lieu": text}), TODAY)
    bare = answer(CATALOGUE, RawQuery("find", {"lieu": "Lille"}), TODAY)
    assert (national(found)[0], found.query.audiences) == (first, ())
    assert other in national(found)
    assert {*national(found)} == {*national(bare)}
    panel = card(found.replace(catalogue=CATALOGUE, today=TODAY)).panel
    assert panel is not None
    assert panel.id == first


def test_a_name_that_begins_as_a_body_does_is_none() -> None:
    found = answer(CATALOGUE, RawQuery("find", {"lieu": "Hôpital Camfrout"}), TODAY)
    assert (found.place and found.place.code, found.query.asker) == ("29080", ())


@tabled
def test_a_firm_is_led_to_what_serves_it(themes: tuple[str, ...], leads: list[str]) -> None:
    """Who asks about the social clause sells: buyers look for it where they look for suppliers."""
    raw_query = RawQuery("find", {"lieu": "Rennes"}, {"theme": themes, "audience": ["entreprise"]})
    found = answer(CATALOGUE, raw_query, TODAY)
    assert national(found)[: len(leads)] == leads
    panel = card(found.replace(catalogue=CATALOGUE, today=TODAY)).panel
    assert panel is not None
    assert panel.id == leads[0]


NETWORKS_OF_NETWORKS = ["reseaux-regionaux", "inter-reseaux"]
"""Entries whose only source says neither whom they serve nor where."""


def test_a_network_of_which_no_audience_is_known_leads_nobody() -> None:
    for public in ("sante", "etat", "collectivite"):
        raw_query = RawQuery("find", {"lieu": "Lille"}, {"audience": [public]})
        asked = answer(CATALOGUE, raw_query, TODAY)
        assert not {*national(asked)} & {*NETWORKS_OF_NETWORKS}
    bare = national(answer(CATALOGUE, RawQuery("find", {"lieu": "CHU de Lille"}), TODAY))
    assert [bare.index(network) > 5 for network in NETWORKS_OF_NETWORKS] == [True, True]
