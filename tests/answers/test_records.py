"""What programs read: JSON held to its schema and to ``json``, rows to ``csv``; whole texts."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux.answering.answers import Answer, Candidate, Match, Query
from achats_reseaux.model import Area, Contact, Fact, Link, Place
from achats_reseaux.output import delimited, formats
from achats_reseaux.output import json as ours
from achats_reseaux.text import spreadsheet_safe, visible
from helpers.card_sample import LIST, NETWORKS, SAMPLE
from helpers.cases import tabled
from helpers.golden import check_screens

NEAR = NETWORKS[0].replace(
    id="near",
    covers=(Area("departement", "76", "Seine-Maritime"), Area("commune", "27229", "Évreux")),
    contact=NETWORKS[0].contact.replace(
        page=None,
        phone=None,
        body_fields=(),
        known=(("website", "propre", "2026"), ("email", "", "2025-03")),
        remarks=(
            ("website", "Ancien | site ; adresse à confirmer ; source de 2019", True),
            ("email", "D'après un livre de 2019", True),
        ),
    ),
    aliases=("proche",),
    valid_until="2026-12-31",
    origin="local",
    doubt="Adresse à vérifier.",
)
FAR = NETWORKS[5].replace(
    id="far", name="Au | loin `x` <b> [y]", themes=("social", "environnement"), audiences=("etat",)
)
WAYS_IN = (Link("La page", "https://example.org/way?a=1|2", (), "Non relue."),)
FACT = Fact("cout", "Gratuit.", (LIST,), "Sauf frais.", "L'organisme", "2026-01-01", "2027-12-31")
EVREUX = Place("commune", "27229", "Évreux", ("27",), ("28",), ("27229",))
FOUND = Answer(
    "found",
    Query("find", input="76"),
    matches=(
        Match(NEAR, "partial", facts=(FACT,), excerpts=((("a ", False), ("b", True)),)),
        Match(FAR, "full", WAYS_IN, expired=True),
    ),
    candidates=(Candidate(EVREUX, ("near",), ("N",)),),
    catalogue=SAMPLE,
)
NOTHING = Answer("none", Query("list"), message="Rien.", catalogue=SAMPLE)


FORMS = ("json", "jsonl", "csv", "csv-excel", "tsv", "plain", "quiet")


def test_whole() -> None:
    """An answer with all that one may have, then one without results."""
    screens = {}
    for form in FORMS:
        found, nothing = (formats.render(one, form, indented=True) for one in (FOUND, NOTHING))
        text = f"{found}---\n{nothing}"
        screens[f"{form}.txt"] = text.replace("\r", "<CR>")
    check_screens("records", screens)


@pytest.mark.parametrize("form", FORMS)
def test_an_address_never_stands_without_its_note_and_the_doubt(form: str) -> None:
    """Plain lines have the doubt alone: eleven columns (contract 4)."""
    told = formats.render(FOUND, form)
    if form not in ("quiet", "plain"):
        assert "Ancien | site ; adresse à confirmer ; source de 2019" in told
    if form != "quiet":
        assert "Adresse à vérifier." in told


@tabled
def test_a_line_has_an_address_on_the_web_if_one_is_documented(
    contact: dict[str, Any], address: str
) -> None:
    """The site, else the page; never a page that only leads to networks."""
    network = NEAR.replace(contact=Contact(**contact))
    answer = FOUND.replace(matches=(Match(network, ways_in=WAYS_IN),))
    (line,) = formats.render(answer, "plain").splitlines()
    assert line.split("\t")[9] == address


def test_the_csv_of_a_french_excel_whole() -> None:
    """Codes and telephones are formulas whose value is their text; what a quote ends is not."""
    head, *rows = [
        ["code", "name", "phone"],
        ["01", "Ain ; Bresse", "02 00 00 00 00"],
        ["", "=1+1", '"02"'],
        ["2A", "Deux\nlignes", ""],
    ]
    assert delimited.rows(head, rows, "csv-excel") == (
        "\ufeffcode;name;phone\r\n"
        '"=""01""";"Ain ; Bresse";"=""02 00 00 00 00"""\r\n'
        """;'=1+1;\"""02""\"\r\n"""
        '"=""2A""";Deux lignes;\r\n'
    )


SCALARS = st.none() | st.booleans() | st.integers() | st.text(st.characters())
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, max_examples=60)
@given(PLAIN)
def test_our_json_is_json(value: Any) -> None:
    whole, compact = ours.to_json(value, indented=True), ours.to_json(value)
    for written in (whole, compact):
        assert json.loads(written) == value
        assert all(mark.isprintable() or mark in "\n\u00a0\u202f" for mark in written)
    assert "\n" not in compact


ANY = st.characters(exclude_categories=()) | st.sampled_from("\ud800\0\x1b\u202e\t\n\r=+-@'")


@settings(deadline=None, max_examples=60)
@given(st.text(ANY))
@example("a\\b")
@example('a"b')
@example('\\"\n\r\t\b\0\x7f\u2028\u00a0\u202f\U0001f600\U000e0001\ud800')
def test_any_text_survives_json_lone_surrogates_too(text: str) -> None:
    written = ours.to_json(text)
    assert json.loads(written) == json.loads(json.dumps(text))
    written.encode("utf-8")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(ANY), min_size=2, max_size=5))
def test_csv_reads_back_as_the_cells_made_harmless(cells: list[str]) -> None:
    line = delimited.rows(cells, (), "csv")
    (row,) = csv.reader(io.StringIO(line))
    assert line.count("\n") == 1
    for cell, back in zip(cells, row, strict=True):
        assert back == spreadsheet_safe(visible(cell))
        assert not back.startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(ANY), min_size=1, max_size=5))
def test_tsv_has_no_tab_or_line_end_but_its_own(cells: list[str]) -> None:
    line = delimited.tsv_line(cells)
    assert line.removesuffix("\n").split("\t") == [visible(cell) for cell in cells]
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("start", list("=+-@"))
def test_a_spreadsheet_takes_no_cell_for_a_formula(form: str, start: str) -> None:
    evil = f"{start}cmd|' /C calc'!A0"
    network = NEAR.replace(name=evil, summary=evil, carrier=evil, contact=Contact(phone=evil))
    text = formats.render(FOUND.replace(matches=(Match(network),)), form)
    row = next(csv.DictReader(io.StringIO(text), delimiter="," if form == "csv" else "\t"))
    for column in ("name", "summary", "carrier", "phone"):
        assert row[column] == "'" + evil


def test_a_record_refuses_a_field_that_it_does_not_have() -> None:
    make: Any = Place
    with pytest.raises(TypeError, match="Place has no field nope"):
        make("commune", nope=3)
    place = make("commune", "76540", "Rouen", ("76",), ("28",))
    with pytest.raises(TypeError, match="Place has no field nope"):
        place.replace(nope=3)
