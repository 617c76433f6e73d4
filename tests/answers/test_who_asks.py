"""Who asks is led to what serves them: a body by its own network, a firm by those for firms."""

from collections.abc import Sequence

from achats_reseaux.answering import RawQuery, answer
from achats_reseaux.answering.answers import Answer
from achats_reseaux.card.card import card
from achats_reseaux.catalogue import loader
from helpers.cases import tabled

CATALOGUE = loader.load()
TODAY = "2026-11-24"


def asked(text: str, **filters: Sequence[str]) -> Answer:
    found = answer(CATALOGUE, RawQuery("find", {"lieu": text}, filters), TODAY)
    return found.replace(catalogue=CATALOGUE, today=TODAY)


def national(found: Answer) -> list[str]:
    return [one.network.id for one in found.results if one.network.scope == "national"]


@tabled
def test_a_body_leads_with_its_own_network_and_hides_no_other(
    text: str, first: str, other: str
) -> None:
    found = asked(text)
    bare = asked("Lille")
    assert (national(found)[0], found.query.audiences) == (first, ())
    assert other in national(found)
    assert {*national(found)} == {*national(bare)}
    panel = card(found).panel
    assert panel is not None
    assert panel.id == first


def test_a_name_that_begins_as_a_body_does_is_none() -> None:
    found = asked("Hôpital Camfrout")
    assert (found.place and found.place.code, found.query.asker) == ("29080", ())


@tabled
def test_a_firm_is_led_to_what_serves_it(themes: tuple[str, ...], leads: list[str]) -> None:
    """Who asks about the social clause sells: buyers look for it where they look for suppliers."""
    found = asked("Rennes", theme=themes, audience=["entreprise"])
    assert national(found)[: len(leads)] == leads
    panel = card(found).panel
    assert panel is not None
    assert panel.id == leads[0]


NETWORKS_OF_NETWORKS = ["reseaux-regionaux", "inter-reseaux"]
"""Entries whose only source says neither whom they serve nor where."""


def test_a_network_of_which_no_audience_is_known_leads_nobody() -> None:
    for public in ("sante", "etat", "collectivite"):
        assert not {*national(asked("Lille", audience=[public]))} & {*NETWORKS_OF_NETWORKS}
    bare = national(asked("CHU de Lille"))
    assert [bare.index(network) > 5 for network in NETWORKS_OF_NETWORKS] == [True, True]
