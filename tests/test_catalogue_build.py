"""From plain values to a catalogue, and from one catalogue to the next: whole values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import build, compiled, diff, loader, overlay, yaml_reader
from achats_reseaux.catalogue.yaml_reader import Document
from achats_reseaux.errors import CatalogueError
from achats_reseaux.model import (
    Catalogue,
    Change,
    Contact,
    Fact,
    Record,
    Source,
)
from achats_reseaux.output.changes import sentence
from achats_reseaux.text import shell_quoted
from case_tables import cases
from conftest import ROOT

PAGE = Source("page", "https://a.fr", "Une page", read_on="2026")
BOOK = Source("livre", "https://b.fr", "Un livre", page_date="2025-06")
PLAIN: dict[str, Any] = yaml_reader.read(f"{ROOT}/tests/catalogue/small.yaml").value
KNOWN = "(connues : schema_version, sources, organisations, networks, complete)"


def whole(catalogue: Catalogue) -> dict[str, Any]:
    """All that a catalogue says, as plain comparable values, wherever it lies."""
    return {
        "version": (catalogue.version, catalogue.as_of, catalogue.checked_on),
        "reference": catalogue.reference,
        "ways_in": catalogue.ways_in,
        "words": catalogue.words,
        "lexicon": catalogue.lexicon,
        "ids": catalogue.ids,
        "facets": catalogue.facets,
        "networks": tuple(catalogue.networks),
        "facts": tuple(catalogue.facts),
        "notions": {name: catalogue.notion(name) for name in catalogue.notion_ids},
        "notices": catalogue.notices,
        "partial": catalogue.partial_kinds,
    }


def written(value: Any) -> Any:
    """What a value says, as YAML has it; of a source its id, of a record what is not empty."""
    if isinstance(value, Source):
        return value.id
    if isinstance(value, Record):
        return written({name: getattr(value, name) for name in value._fields})
    if isinstance(value, dict):
        return {name: written(one) for name, one in value.items() if one not in (None, "", ())}
    return [written(one) for one in value] if isinstance(value, list | tuple) else value


def test_a_whole_catalogue() -> None:
    found = build.build(PLAIN, ("a.yaml",), frozenset({"un"}))
    expected = yaml_reader.read(f"{ROOT}/tests/catalogue/small_built.yaml")
    assert (written(whole(found)), expected.faults) == (expected.value, ())
    assert {one for network in found.networks for one in network.sources} == {PAGE, BOOK}
    assert found.files == ("a.yaml",)
    assert build.build(PLAIN).files == ()
    assert {one.origin for one in build.build(PLAIN).networks} == {"bundled"}


def test_the_compiled_form_says_the_same() -> None:
    built = build.build(PLAIN, (), frozenset({"un"}))
    found = compiled.decoded(compiled.compiled_form(built, ()))
    assert found is not None
    assert whole(found) == whole(built)


@pytest.mark.parametrize(
    ("coverage", "departements", "communes", "why"), cases("catalogue/covers.tsv")
)
def test_what_a_network_covers(coverage: str, departements: str, communes: str, why: str) -> None:
    _, whole_ones, below = build.coverage(json.loads(coverage))
    assert (" ".join(whole_ones), " ".join(below)) == (departements, communes), why


@pytest.mark.parametrize(("entry", "kind", "shares", "cost", "why"), cases("catalogue/costs.tsv"))
def test_what_a_network_costs_is_what_a_source_says(
    entry: str, kind: str, shares: str, cost: str, why: str
) -> None:
    vocabulary = PLAIN["vocabulary"]
    first, *others = vocabulary["kinds"]
    value = {
        **PLAIN,
        "vocabulary": {**vocabulary, "kinds": [{**first, **json.loads(kind)}, *others]},
        "notions": [{**PLAIN["notions"][0], "shares": shares.split()}],
        "networks": [{**PLAIN["networks"][2], **json.loads(entry)}],
    }
    assert (build.build(value).networks[0].cost or "") == cost, why


def test_who_may_call_is_the_first_fact_that_says_so() -> None:
    facts = [{"field": "public-vise", "value": one, "sources": ["page"]} for one in "AB"]
    assert changed(facts=facts).networks[0].who == "A"


@pytest.mark.parametrize(
    ("own", "carried", "shared", "doubt"),
    [
        ((), (), (), None),
        (("A ?", "B ?"), ("C ?",), ("D ?",), "A ?"),
        ((), ("C ?",), ("D ?",), "C ?"),
        ((), (), ("D ?",), "D ?"),
    ],
)
def test_the_doubt_of_a_network_is_the_first_thing_to_verify(
    own: tuple[str, ...], carried: tuple[str, ...], shared: tuple[str, ...], doubt: str | None
) -> None:
    def facts(values: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{"field": "a-verifier", "value": one, "sources": ["page"]} for one in values]

    first, *others = PLAIN["networks"]
    notion = {**PLAIN["notions"][0], "facts": facts(shared), "shares": ["a-verifier"]}
    value = {
        **PLAIN,
        "notions": [notion],
        "organisations": [{**PLAIN["organisations"][0], "facts": facts(carried)}],
        "networks": [{**first, "facts": facts(own)}, *others],
    }
    assert build.build(value).networks[0].doubt == doubt


def test_what_is_told_elsewhere_is_told_as_if_it_were_written_here() -> None:
    contact = {"website": {"value": "https://asso.fr", "sources": ["livre"], "known": "ailleurs"}}
    value = {**PLAIN, "organisations": [{**PLAIN["organisations"][0], "contact": contact}]}
    network = {
        **PLAIN["networks"][1],
        "facts": [{"field": "cout", "of": "reseau"}, {"field": "cout", "of": "asso", "note": "N."}],
        "contact": {"website": {"of": "asso", "note": "Son site."}},
    }
    found = build.build({**value, "networks": [network]})
    assert found.facts == (
        (
            Fact("website", "https://asso.fr", (BOOK,), "Son site.", None, "2026-05-05"),
            Fact("cout", "Rien.", (PAGE,), "Presque.", None, "2026-05-05"),
            Fact("cout", "Peu.", (PAGE,), None, None, "2026-01-02"),
            Fact("cout", "Adhésion.", (BOOK,), "N.", None, "2026-05-05"),
        ),
    )
    known = (("website", "ailleurs", "2025-06"),)
    assert found.networks[0].contact == Contact("https://asso.fr", known=known)
    assert found.networks[0].cost == "Rien."


def test_the_two_forms_of_the_dates_of_a_source_say_the_same() -> None:
    sources = [
        {"id": "page", "url": "https://a.fr", "title": "Une page", "read_on": "2026"},
        {"id": "livre", "url": "https://b.fr", "title": "Un livre", "page_date": "2025-06"},
    ]
    assert whole(build.build({**PLAIN, "sources": sources})) == whole(build.build(PLAIN))
    both = Source("a", "https://a.fr", "A", page_date="2021", read_on="2026-11-24")
    assert (both.date, both.dated) == ("2021", "publié")
    assert [(one.date, one.dated) for one in (PAGE, BOOK)] == [
        ("2026", "lu"),
        ("2025-06", "publié"),
    ]


NOT = {"complete": False}


@pytest.mark.parametrize(
    ("reseau", "conseil", "declared", "partial"),
    [({}, {}, [], []), ({}, NOT, [], ["conseil"]), (NOT, NOT, ["reseau"], ["conseil"])],
)
def test_a_kind_is_partial_unless_the_file_has_all_of_it(
    reseau: dict[str, bool], conseil: dict[str, bool], declared: list[str], partial: list[str]
) -> None:
    first, second = PLAIN["vocabulary"]["kinds"]
    vocabulary = {**PLAIN["vocabulary"], "kinds": [{**first, **reseau}, {**second, **conseil}]}
    found = build.build({**PLAIN, "vocabulary": vocabulary, "complete": declared})
    assert found.partial_kinds == tuple(partial)


def test_a_fact_may_end() -> None:
    fact = {"field": "cout", "value": "Peu.", "sources": ["page"], "valid_until": "2027-12-31"}
    found = changed(facts=[fact]).facts_of("un")
    assert [one.valid_until for one in found if one.field == "cout"] == ["2027-12-31", None]


# --- what changed ---------------------------------------------------------------------------------


def changed(**fields: Any) -> Catalogue:
    """The catalogue with some fields of its first network changed."""
    first = {**PLAIN["networks"][0], **fields}
    return build.build({**PLAIN, "networks": [first, *PLAIN["networks"][1:]]})


@pytest.mark.parametrize(("fields", "changes", "why"), cases("catalogue/changes.tsv"))
def test_each_change_of_a_network_is_told(fields: str, changes: str, why: str) -> None:
    found = diff.differences(build.build(PLAIN), changed(**json.loads(fields)))
    assert " | ".join(map(sentence, found)) == changes, why


def test_each_change_of_a_notion_is_told() -> None:
    first, second = PLAIN["notions"]
    changed_one = {**first, "definition": "Autre. Chose.", "facts": first["facts"][:1]}
    added = {**second, "id": "neuf", "name": "Neuf"}
    after = build.build({**PLAIN, "notions": [changed_one, added]})
    of_notions = [
        one
        for one in diff.differences(build.build(PLAIN), after)
        if one.network in ("reseau", "neuf", "mot")
    ]
    assert of_notions == [
        Change("reseau", "definition", first["definition"], "Autre. Chose."),
        Change("reseau", "cout", "Peu.", None),
        Change("neuf", "definition", None, second["definition"]),
        Change("mot", "definition", second["definition"], None),
    ]


def test_networks_that_come_and_go_are_told_in_the_order_of_the_new_list_losses_last() -> None:
    _, second, third = PLAIN["networks"]
    new = {**third, "id": "quatre", "name": "Quatre"}
    renamed = {**second, "name": "Second"}
    after = build.build({**PLAIN, "networks": [new, renamed]})
    assert list(diff.differences(build.build(PLAIN), after)) == [
        Change("quatre", "", None, "Quatre"),
        Change("deux", "name", "Deux", "Second"),
        Change("un", "", "Réseau un", None),
        Change("trois", "", "Trois", None),
    ]


# --- overlays, as plain values --------------------------------------------------------------------


def prepared(text: str) -> Document:
    return overlay.prepare(yaml_reader.parse(text, "moi.yaml"), "local-1")


def test_the_shorthands_of_an_overlay_are_written_out() -> None:
    found = prepared(
        """\
networks:
  - id: un
    contact: {phone: "3939", email: {value: a@b.fr}, page: {value: "https://a", sources: [page]}}
    facts: [{field: cout, value: Gratuit.}, {field: cout, value: Payant., sources: [page]}]
  - {id: deux, contact: {page: 1, fax: "12"}, facts: [non]}
organisations: [{id: asso, facts: [{field: cout}]}]
"""
    )
    assert found.faults == ()
    expected = yaml_reader.parse(
        """\
networks:
  - id: un
    contact:
      phone: {value: "3939", sources: [local-1]}
      email: {value: a@b.fr, sources: [local-1]}
      page: {value: "https://a", sources: [page]}
    facts:
      - {field: cout, value: Gratuit., sources: [local-1]}
      - {field: cout, value: Payant., sources: [page]}
  - {id: deux, contact: {page: 1, fax: "12"}, facts: [non]}
organisations: [{id: asso, facts: [{field: cout, sources: [local-1]}]}]
""",
        "",
    )
    assert found.value == expected.value


def test_an_overlay_adds_entries_and_changes_fields_and_each_keeps_its_line() -> None:
    base = yaml_reader.parse(
        """\
sources: [{id: page}]
organisations: [{id: asso, name: A}, {id: autre, name: B}]
networks:
  - {id: un, contact: {phone: 1, email: 2}, themes: [1], coverage: {regions: ["11"]}}
  - {id: deux, organisation: asso}
  - {id: trois, organisation: autre}
""",
        "base.yaml",
    )
    over = yaml_reader.parse(
        """\
networks:
  - {id: quatre, name: Q}
  - {id: un, contact: {phone: 3}, themes: [2], coverage: {departements: ["68"]}}
  - id: deux
    contact: {page: 4}
organisations: [{id: autre, name: C}, {id: neuve, sources: [x]}]
sources: [{id: nouvelle}]
""",
        "/moi.yaml",
    )
    before = repr(base)
    found, local = overlay.merge(base, over, "local-1")
    assert repr(base) == before, "the base is left as it was"
    itself = found.value["sources"].pop()
    assert itself == {
        "id": "local-1",
        "title": "Fichier local /moi.yaml",
        "url": Path("/moi.yaml").absolute().as_uri(),
        "read_on": "1970-01-01",
    }
    expected = yaml_reader.parse(
        """\
sources: [{id: page}, {id: nouvelle}]
organisations: [{id: asso, name: A}, {id: autre, name: C}, {id: neuve, sources: [x]}]
networks:
  # served instead of what was, not besides
  - {id: un, contact: {phone: 3, email: 2}, themes: [2], coverage: {departements: ["68"]}}
  - {id: deux, organisation: asso, contact: {page: 4}}
  - {id: trois, organisation: autre}
  - {id: quatre, sources: [local-1], name: Q}
""",
        "",
    )
    assert found.value == expected.value
    assert local == {"un", "deux", "quatre", "trois"}
    for path, mark in (
        (("networks", 0, "contact", "email"), ("base.yaml", 4)),
        (("networks", 0, "contact", "phone"), ("/moi.yaml", 3)),
        (("networks", 1, "contact"), ("/moi.yaml", 5)),
        (("networks", 3), ("/moi.yaml", 2)),
        (("organisations", 2, "sources"), ("/moi.yaml", 6)),
    ):
        assert found.marks[path] == mark


@pytest.mark.parametrize(
    ("base", "entry", "merged"),
    [
        ({"page_date": "2024"}, {"date": "2025"}, {"date": "2025", "dated": "publié"}),
        ({"read_on": "2024"}, {"date": "2025"}, {"date": "2025", "dated": "lu"}),
        (
            {"page_date": "2024", "read_on": "2026"},
            {"dated": "lu"},
            {"date": "2024", "dated": "lu"},
        ),
        ({"date": "2024", "dated": "lu"}, {"page_date": "2025"}, {"page_date": "2025"}),
        ({"read_on": "2024"}, {"page_date": "2025"}, {"read_on": "2024", "page_date": "2025"}),
        ({"read_on": "2024"}, {"title": "A"}, {"read_on": "2024", "title": "A"}),
    ],
)
def test_an_overlay_may_date_a_source_in_either_form(
    base: dict[str, str], entry: dict[str, str], merged: dict[str, str]
) -> None:
    listed = {"sources": [{"id": "s", **base}], "organisations": [], "networks": []}
    over = Document("moi.yaml", {"sources": [{"id": "s", **entry}]}, {})
    found, _ = overlay.merge(Document("base.yaml", listed, {}), over, "local-1")
    assert found.value["sources"][0] == {"id": "s", **merged}


def test_a_file_of_ones_own_declares_a_kind_complete(tmp_path: Path) -> None:
    own = tmp_path / "moi.yaml"
    own.write_text("complete: [facilitateurs]\n", encoding="utf-8")
    assert loader.load().partial_kinds == ("facilitateurs",)
    assert loader.load(None, (str(own),)).partial_kinds == ()


def test_overlays_declare_kinds_complete_together() -> None:
    document = Document("base.yaml", {"sources": [], "organisations": [], "networks": []}, {})
    for rank, kinds in enumerate((["a"], ["b", "a"])):
        over = Document("moi.yaml", {"complete": kinds}, {})
        document, _ = overlay.merge(document, over, f"local-{rank}")
    assert document.value["complete"] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "is_one", "reason"),
    [
        ("networks: []\n", True, "one of its keys"),
        ("schema_version: 1\nsources: []\norganisations: []\nnetworks: []\n", True, "all of them"),
        ("complete: [facilitateurs]\nnetworks: []\n", True, "a kind that it declares complete"),
        ("networks: []\nnotices: []\n", False, "the notices are those of a whole catalogue"),
        ("{}\n", False, "no key: it may be either, and is checked for all that a catalogue needs"),
        ("", False, "nothing at all: likewise"),
        ("- networks\n", False, "a list"),
    ],
)
def test_a_file_is_an_overlay_by_its_keys(
    tmp_path: Path, text: str, is_one: bool, reason: str
) -> None:
    file = tmp_path / "moi.yaml"
    file.write_text(text, encoding="utf-8")
    assert loader.is_overlay(str(file)) is is_one, reason


# --- what is refused, and how it is told ----------------------------------------------------------


@pytest.mark.parametrize(("count", "end"), [(1, []), (20, []), (22, ["… et 2 autres fautes"])])
def test_twenty_faults_are_told_and_the_others_counted(
    tmp_path: Path, count: int, end: list[str]
) -> None:
    file = tmp_path / "moi.yaml"
    file.write_text("".join(f"x{n}: 1\n" for n in range(count)), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        loader.load(None, (str(file),))
    told = [f"{file}, ligne {n + 1} : clé inconnue « x{n} » {KNOWN}" for n in range(min(count, 20))]
    assert caught.value.message == "\n  ".join(["Catalogue refusé :", *told, *end])
    assert caught.value.hint == "Sans vos compléments : --no-local. Toutes leurs fautes :"
    assert caught.value.next_commands == ("reseaux catalogue check --local",)
    assert len(caught.value.faults) == count


def test_a_faulty_catalogue_is_checked_by_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "liste.yaml"
    file.write_text("version: '1'\n", encoding="utf-8")
    own = tmp_path / "moi.yaml"
    own.write_text("networks: []\n", encoding="utf-8")
    for overlays in ((), (str(own),)):
        with pytest.raises(CatalogueError) as caught:
            loader.load(str(file), overlays)
        assert caught.value.hint == ""
        assert caught.value.next_commands == (f"reseaux catalogue check {shell_quoted(str(file))}",)
        assert str(own) not in caught.value.message


def test_what_is_in_use_says_which_files_it_was_read_from(tmp_path: Path) -> None:
    own = tmp_path / "moi.yaml"
    own.write_text("networks: [{id: reseco, name: Autre nom}]\n", encoding="utf-8")
    found = loader.load(None, (str(own),))
    assert found.files == (loader.path(), str(own))
    assert [one.id for one in found.networks if one.origin == "local"] == ["reseco"]
    assert loader.load(loader.path()).files == (loader.path(),)
