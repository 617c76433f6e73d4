"""``message``: whom it is to, what it asks, how it is written out and handed on."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.card.email_wording import ANYWHERE, question_of_doubt
from achats_reseaux.catalogue import loader
from achats_reseaux.model import TO_VERIFY, Network
from achats_reseaux.output import draft_formats as letters
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
    document = json.loads(run("message", "Rouen", "--json").out)
    address = urlsplit(document["mailto"])
    said = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", document["to"])
    assert said["subject"] == [document["subject"]]
    assert said["body"] == [document["body"].replace("\n", "\r\n")]


def test_without_an_e_mail_the_page_and_the_number_are_told() -> None:
    answer = achats_reseaux.message("Alençon", themes=["social"], today=TODAY)
    assert answer.email_draft is not None
    lines = letters.addresses(answer.email_draft)
    assert lines[0] == "Pas de courriel connu pour CU d'Alençon."
    assert lines[1] == "Page : https://www.cu-alencon.fr/"
    assert lines[2] == "Téléphone : 02 33 32 40 00 (annuaire officiel, février 2026)"
    assert letters.mailto(answer.email_draft) is None
    done = run("message", "Alençon", "--theme", "social", "--open")
    assert done.err.startswith("Aucun courriel n'est documenté : le message est à coller.\n")


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


@pytest.mark.parametrize(("place", "where"), [("Rouen", ", Rouen (76)"), ("76", "")])
def test_a_hospital_asks_and_not_the_commune_where_it_lies(place: str, where: str) -> None:
    letter = achats_reseaux.message(place, audiences=["sante"], today=TODAY).email_draft
    assert letter is not None
    assert letter.subject.endswith(f" : [objet de l'achat], notre établissement{where}")
    assert f" pour notre établissement{where}, et voulons " in letter.body


def test_a_switchboard_is_asked_for_the_desk_that_has_no_way_in() -> None:
    """The desk that the card shows; by its name, and about a place, the same message."""
    about = achats_reseaux.message("Lyon", themes=["social"], today=TODAY)
    assert about.email_draft is not None
    assert (about.email_draft.name, about.email_draft.network) == ("Métropole de Lyon", "mmie-lyon")
    assert "\n- Nous cherchons à joindre « MMI'e » : qui y suit " in about.email_draft.body
    assert [one.network.id for one in about.results] == ["mmie-lyon"]
    assert achats_reseaux.message("mmie-lyon Lyon", today=TODAY).email_draft == about.email_draft
    elsewhere = achats_reseaux.message("mmie-lyon Caen", today=TODAY).email_draft
    assert elsewhere is not None
    assert (elsewhere.name, elsewhere.network) == ("MMI'e", "mmie-lyon")


def test_a_switchboard_stands_in_for_a_desk_alone() -> None:
    """That of a town knows nothing of a network of hospitals: the guichet vert has an e-mail."""
    letter = achats_reseaux.message("Caen", audiences=["sante"], today=TODAY).email_draft
    assert letter is not None
    assert letter.network == "phare"
    assert letter.instead is not None
    assert (letter.instead.name, letter.instead.email) == ("RAN COPER", "guichetvert@ran-coper.fr")


def test_a_network_without_an_e_mail_has_the_switchboard_instead() -> None:
    letter = achats_reseaux.message("Caen", themes=["social"], today=TODAY).email_draft
    assert letter is not None
    assert (letter.to, letter.network) == (None, "clauses-insertion-caen")
    assert letters.addresses(letter)[-1] == (
        "À défaut, pour la clause sociale : CU Caen la Mer (standard), caenlamer@caenlamer.fr "
        "(annuaire officiel, février 2026)"
    )


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
