"""Why somebody is to be verified, in the few words of a row, and when they were last seen."""

import pytest

from achats_reseaux.card.reasons import last_seen, row_doubt, year_seen
from achats_reseaux.catalogue import loader

KNOWN = loader.load()


@pytest.mark.parametrize(
    ("network", "words", "year"),
    [
        ("clause-insertion-rouen", "signalé en 2018 : existe-t-il encore ?", "2018"),
        ("clauses-insertion-laval", "page sans date : existe-t-il encore ?", "?"),
        ("ran-coper", "plan terminé fin 2025 : répond-il encore ?", "2026"),
        ("aura-ee", "plan terminé fin 2025 : répond-il encore ?", "réseau, 2025"),
        ("reseco", "plan terminé fin 2025 : répond-il encore ?", "liste, 2024"),
        (
            "clause-insertion-dieppe",
            "poste financé jusqu'à fin 2025 : existe-t-il encore ?",
            "2024",
        ),
        (
            "clauses-sociales-sud-isere",
            "poste financé jusqu'à fin 2025 : existe-t-il encore ?",
            "2023",
        ),
        ("objectif-insertion-66", "aide aux acheteurs non décrite", "?"),
        ("mmie-lyon", "demandez s'il vous sert", "2022"),
        ("acheteurs-normands", "prix à demander", "2025"),
        ("maximilien-clauses-sociales", "prix de 2022 à confirmer", "2022"),
        ("clause-verte", "contenu de 2021", "2021"),
        ("clause-insertion-cie-84", "adresse à confirmer", "2018"),
        ("rapidd", "", "2024"),
        ("adele-begles", "", "?"),
    ],
)
def test_each_reason_has_its_words_and_the_year_of_the_service(
    network: str, words: str, year: str
) -> None:
    found = KNOWN.network(network)
    assert (row_doubt(found, KNOWN.as_of), year_seen(found)) == (words, year)


def test_a_doubt_without_a_reason_says_what_to_do() -> None:
    """One's own catalogue needs none."""
    own = KNOWN.network("mmie-lyon").replace(doubt_reason=None)
    assert row_doubt(own, KNOWN.as_of) == "vérifiez que la vôtre en est"


@pytest.mark.parametrize(
    ("network", "words"),
    [
        ("ran-coper", "vu actif en octobre 2026"),
        ("reseco", "rien de neuf lu depuis la liste de novembre 2024"),
        ("rapidd", ""),
    ],
)
def test_when_a_guichet_vert_was_last_seen(network: str, words: str) -> None:
    assert last_seen(KNOWN.network(network)) == words


def test_every_doubt_has_a_reason_and_a_question() -> None:
    for network in KNOWN.networks:
        has_all = bool(network.doubt_reason and network.doubt_question)
        assert has_all == bool(network.doubt), network.id
