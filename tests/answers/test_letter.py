"""``message``: whom it is to, what it asks, how it is written out and handed on."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.card.email_wording import ANYWHERE, question_of_doubt
from achats_reseaux.catalogue import loader
from achats_reseaux.model import TO_VERIFY, Network
from helpers.cases import every_row, tabled
from helpers.home import Home
from helpers.made_up import network, own_file
from helpers.run import run

TODAY = "2026-11-24"
CATALOGUE = loader.load()
PHARE = CATALOGUE.network("phare").contact.page
AREAS = [one.name for one in gazetteer.every("region")]
AREAS += [one.code for one in gazetteer.departements()]


@every_row("answers/letters.tsv")
def test_a_message_is_to_the_first_to_contact_and_asks_what_is_open(
    place: str, theme: str, to: str, name: str, needle: str, reason: str
) -> None:
    themes = () if theme == "-" else (theme,)
    letter = achats_reseaux.message(place, themes=themes, today=TODAY).email_draft
    assert letter is not None, reason
    assert (str(letter.to), letter.name) == (to, name), reason
    assert needle in letter.body, reason
    assert letter.body.startswith("Bonjour,\n\n")
    assert letter.body.endswith("\n\n[Nom, fonction, organisme]")


@pytest.mark.parametrize("network", [one for one in CATALOGUE.networks if one.doubt])
def test_every_doubt_of_the_catalogue_makes_one_question(network: Network) -> None:
    """Its own; of one's own entry, whose doubt has none, what was read and how that is today."""
    question = question_of_doubt(network)
    assert question == network.doubt_question
    plain = question_of_doubt(network.replace(doubt_question=None))
    assert plain.endswith(" ». Qu'en est-il aujourd'hui ?")
    assert "demandez" not in plain.lower()
    assert "« »" not in plain


def test_every_network_and_every_departement_has_a_message() -> None:
    """To an e-mail, else with a page or a number; never to an address of a network that ended."""
    for place in [*CATALOGUE.ids, "14", "59", "2A", "974", "Normandie", "Grand Est"]:
        letter = achats_reseaux.message(place, today=TODAY).email_draft
        assert letter is not None, place
        assert letter.to or letter.page or letter.phone, place


def test_off_a_terminal_no_line_is_broken_and_on_one_all_fit() -> None:
    whole = run("message", "Rouen").out
    assert "\n- Que vous faut-il pour commencer, et dans quel délai répondez-vous ?\n" in whole
    narrow = run("message", "Rouen", width=60).out
    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.split() == whole.split()


def test_the_document_opens_in_a_mail_program() -> None:
    document = run("message", "Rouen", "--json").document
    draft, first = document["draft"], document["first"]
    address = urlsplit(draft["mailto"])
    said = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", draft["to"])
    assert said["subject"] == [draft["subject"]]
    assert said["body"] == [draft["body"].replace("\n", "\r\n")]
    assert first == run("find", "Rouen", "--json").document["first"]
    assert (first["contact"]["email"], document["fallback"]) == (draft["to"], None)


@tabled
def test_a_contact_has_its_caveat_with_it(line: str, expected: str, reason: str) -> None:
    assert expected.format(phare=PHARE) in run("message", *line.split()).out.splitlines(), reason


@pytest.mark.parametrize("place", AREAS)
def test_a_message_about_an_area_is_to_whom_find_puts_first(place: str) -> None:
    """Every région and département: the smallest desk of all of it, or its way round.

    A Région without a documented e-mail is only called. Another address stands in only for an
    e-mail that is lacking, another number only for a telephone.
    """
    found = achats_reseaux.find(place, themes=["social"], today=TODAY)
    letter = achats_reseaux.message(place, themes=["social"], today=TODAY).email_draft
    assert letter is not None
    desks = [one for one in found.results if one.network.purpose == "clause-sociale"]
    whole = [one.network for one in desks if one.coverage == "full"]
    local = [one for one in whole if one.scope == "local"]
    local.sort(key=lambda one: (len(one.departements), len(one.communes)))
    board = found.switchboard
    if local:
        assert letter.network == local[0].id
    elif board is not None and (board.email or board.kind != "region"):
        assert (letter.network, letter.name) == (None, board.name)
    else:
        assert letter.network == "facilitateurs-sociaux"
        assert "- Qui aide pour tout ce territoire, ou " in letter.body
    if letter.instead is not None:
        assert letter.to is None
        assert letter.instead.email or not letter.phone


@tabled
def test_the_subject_is_the_theme_that_was_asked_for(
    place: str, themes: list[str], subject: str
) -> None:
    letter = achats_reseaux.message(place, themes=themes, today=TODAY).email_draft
    assert letter is not None
    assert letter.subject == f"Question sur {subject.format(anywhere=ANYWHERE)}"


OWN = own_file(
    network("relais-28", {"departements": ["28"]}, name="Chartres", valid_until="2026-11-15")
)


def test_a_message_to_a_network_tells_how_its_place_was_read_and_that_it_has_ended(
    tmp_path: Path,
) -> None:
    env = Home(tmp_path).env
    Home(tmp_path).writes(OWN)
    said = run("message", "ran-coper", "76099", env=env).err
    assert said == run("message", "76099", env=env).err
    assert "CEDEX" in said
    ended = f"Chartres : fiche valable jusqu'au 15 novembre 2026, {TO_VERIFY}.\n"
    elsewhere = "Chartres ne sert pas Mende (48), d'après ce catalogue.\n"
    assert run("message", "relais-28", "Mende", env=env).err == ended + elsewhere
    # The name of a place is that place.
    assert run("message", "Chartres", "-q", env=env).out == "reseco\n"
