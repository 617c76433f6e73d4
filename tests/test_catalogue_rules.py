"""What is wrong with a catalogue: all of it, each fault with its line; and ours has none.

The table edits the real YAML, one slip a row, as a person would.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.catalogue import inputs, loader, parts, rules, yaml_reader
from achats_reseaux.text import fold
from case_tables import cases
from conftest import whole_catalogue

TEXT = whole_catalogue()
SCHEMA = loader.schema_of("catalogue")
CATALOGUE: dict[str, Any] = parts.document_of(loader.path()).value
NETWORKS = {one["id"]: one for one in CATALOGUE["networks"]}


def faults(text: str, *, overlaid: bool = False) -> list[tuple[int, str]]:
    document = parts.document_of("x.yaml", (("x.yaml", text),))
    found = rules.check(document, SCHEMA, overlaid=overlaid)
    assert all(fault.file == "x.yaml" for fault in found)
    return [(fault.line, fault.reason) for fault in found]


def edited(entry: str, old: str, new: str) -> str:
    """The text with one change after the line ``entry`` (``- id: …`` or a heading)."""
    start = TEXT.index(f"\n{entry}\n" if entry else "")
    assert old in TEXT[start:], (entry, old)
    return TEXT[:start] + TEXT[start:].replace(old, new, 1)


VOCABULARY = {
    name: f"(permis : {', '.join(word['id'] for word in words)})"
    for name, words in CATALOGUE["vocabulary"].items()
}


def line_of(text: str, wrong: str, after: int = 0) -> int:
    return text.count("\n", 0, text.index(wrong, after)) + 1


@pytest.mark.parametrize(("entry", "old", "new", "wrong", "reason"), cases("catalogue/slips.tsv"))
def test_one_slip_is_one_fault_at_its_line(
    entry: str, old: str, new: str, wrong: str, reason: str
) -> None:
    text = edited(entry, old, new)
    start = TEXT.index(f"\n{entry}\n") if entry else 0
    # Overlaid: a slip in a guichet vert's coverage would make the list of gaps wrong as well.
    said = [(line_of(text, wrong, start), reason.format(**VOCABULARY))] if reason else []
    assert faults(text, overlaid=True) == said


@pytest.mark.parametrize(("new", "reasons", "why"), cases("catalogue/gaps.tsv"))
def test_the_written_list_of_gaps_is_the_true_one(new: str, reasons: str, why: str) -> None:
    text = edited("", '"08", "10"', new)
    line = line_of(text, "\nwithout_guichet_vert") + 1
    assert faults(text) == [(line, reason) for reason in reasons.split(" | ")], why


def test_what_hangs_on_the_shape_waits_for_the_shape() -> None:
    text = TEXT.replace("schema_version: 1", "schema_version: one", 1)
    text = text.replace("reference: ministere-2024", "reference: ministre", 1)
    (fault,) = faults(text)
    assert fault[1] == "attendu un nombre entier, trouvé « one »"


def test_two_guichets_verts_clash_below_the_departement_whatever_their_order() -> None:
    def with_communes(first: str, second: str) -> list[str]:
        text = TEXT.replace('departements: ["67"]', first, 1)  # relais-2d
        text = text.replace('regions: ["93"]', second, 1)  # arbe, later in the file
        found = yaml_reader.parse(text, "x.yaml").value
        return [said for _, said in rules._guichets_verts(found)]

    clash = ["« 68224 » a déjà un guichet vert : « relais-2d »"]
    assert with_communes('communes: ["68224"]', 'communes: ["68224"]') == clash
    assert with_communes('communes: ["68224"]', 'communes: ["68066"]') == []
    assert with_communes('communes: ["68224"]', 'departements: ["68"]') == clash
    assert with_communes('departements: ["68"]', 'communes: ["68224"]') == clash
    # Mulhouse Alsace Agglomération holds Mulhouse.
    assert with_communes('epci: ["200066009"]', 'communes: ["68224"]') == clash


# --- the bundled catalogue ------------------------------------------------------------------------

ENTRIES = cases("catalogue/entries.tsv")


def test_the_bundled_catalogue_is_without_fault() -> None:
    assert faults(TEXT) == []
    assert loader.load(loader.path()).ids == loader.load().ids


def test_every_network_is_what_a_person_wrote_down() -> None:
    found = []
    for known in loader.load().networks:
        one = NETWORKS[known.id]
        stated = (
            key if codes is True else f"{key} {' '.join(codes)}"
            for key, codes in one["coverage"].items()
        )
        is_guichet = one["kind"] == "guichet-vert"
        departements = " ".join(known.departements) if is_guichet else ""
        words = (" ".join(one["themes"]), " ".join(one["audiences"]), " ".join(stated))
        found.append([known.id, one["kind"], *words, departements])
    assert found == ENTRIES


def test_each_of_the_101_departements_has_one_guichet_vert_or_is_in_the_list_without() -> None:
    dealt = [code for entry in ENTRIES for code in entry[5].split()]
    dealt += CATALOGUE["without_guichet_vert"]
    assert len(dealt) == len(set(dealt)) == 101
    assert set(dealt) == {one.code for one in gazetteer.departements() if one.kind == "departement"}
    without = "08 10 2A 2B 51 52 54 55 57 68 88 971 972 973"
    assert CATALOGUE["without_guichet_vert"] == without.split()


@pytest.mark.parametrize(("namespace", "meant", "typed"), cases("catalogue/words.tsv"))
def test_words_are_known_by_their_other_names(namespace: str, meant: str, typed: str) -> None:
    lexicon = loader.load().lexicon[namespace]
    assert {lexicon[fold(one)] for one in typed.split(", ")} == {meant}


def test_every_fact_has_a_source_and_a_date_that_are_not_of_tomorrow() -> None:
    known = loader.load()
    last = known.checked_on
    everything = known.facts
    assert sum(map(len, everything)) > 200
    for network, facts in zip(known.networks, everything, strict=True):
        assert network.sources
        assert facts
        for fact in facts:
            assert fact.sources, (network.id, fact)
            assert fact.checked_on <= last
            for source in fact.sources:
                assert source.url.startswith(("http://", "https://"))
                assert source.date <= last
    assert date.fromisoformat(last) <= date(2100, 1, 1)


def test_what_a_kind_or_a_text_means_is_told_once() -> None:
    known = loader.load()
    assert list(known.notion_ids) == [
        "guichet-vert",
        "facilitateurs",
        "clause-sociale",
        "spaser",
        "pfra",
        "pnad",
        "obligations-2026",
        *("reseau", "programme", "conseil", "plateforme", "ressource"),
        "egalim",
    ]
    kinds = {word.id for word in known.words["kind"]}
    assert kinds <= set(known.notion_ids), "every kind is told"
    for kind in kinds:
        own = [one.id for one in known.networks if one.kind == kind]
        assert list(known.notion(kind).networks[: len(own)]) == own
    for notion in known.notions:
        assert re.fullmatch(r"[^.]+\. [^.]+\.", notion.definition), f"{notion.id}: two sentences"
        assert notion.sources
        assert notion.facts
        assert all(fact.sources for fact in notion.facts)
        assert set(notion.networks) <= set(known.ids)
        assert known.lexicon["notion"][fold(notion.name)] == notion.id
    guichets = {entry[0] for entry in ENTRIES if entry[1] == "guichet-vert"}
    assert guichets == set(known.notion("guichet-vert").networks)
    facts = {one.id: [fact.value for fact in one.facts] for one in known.notions}
    assert "22 actions." in facts["pnad"]
    assert any("100\u00a0%" in value and "30\u00a0%" in value for value in facts["pnad"])
    assert any("21 août 2026" in value for value in facts["obligations-2026"])
    assert any("22 août 2026" in value for value in facts["obligations-2026"])


def test_no_value_is_told_twice() -> None:
    """A fact may be ``of:`` another entry; a portal is a way in to two services, a form a form."""
    told: Counter[str] = Counter()
    for document in map(yaml_reader.read, inputs.files_of(loader.path())):
        for name in ("networks", "notions", "organisations"):
            for entry in document.value.get(name, ()):
                every = [*entry.get("facts", ()), *entry.get("contact", {}).values()]
                told.update(one["value"] for one in every if "value" in one)
    assert {value for value, times in told.items() if times > 1} == {
        "Groupement d'intérêt public.",
        "https://achats-durables.gouv.fr",
    }


def test_every_contact_says_how_it_is_known_and_when() -> None:
    known = loader.load()
    ways = {word.id for word in known.words["known"]}
    assert ways == {"propre", "ailleurs", "cite"}
    for network in known.networks:
        contact = network.contact
        documented = [
            name for name in ("website", "page", "email", "phone") if getattr(contact, name)
        ]
        assert [name for name, _, _ in contact.known] == documented, network.id
        assert {how for _, how, _ in contact.known} <= ways, network.id
        assert all(date <= known.checked_on for _, _, date in contact.known)
    facts = known.facts
    for network, told in zip(known.networks, facts, strict=True):
        told_by = {fact.field: fact for fact in told if not fact.of}
        for name, how, _ in network.contact.known:
            if how == "propre":  # then the date told is that of a page of its own site
                newest = max(told_by[name].sources, key=lambda one: one.date)
                sites = {urlsplit(url).netloc for url in (newest.url, told_by[name].value)}
                assert newest.nature == "page", (network.id, name)
                assert len({one.removeprefix("www.") for one in sites}) == 1, (network.id, name)
            if how == "cite":  # then it is never shown as if it had been read
                note = next(fact.note for fact in told if fact.field == name and not fact.of)
                assert note, (network.id, name)


def test_what_the_social_clause_s_list_lacks_is_said_where_it_is_asked_for() -> None:
    (notice,) = [text for text, _ in loader.load().notices]
    assert "incomplète" in notice
    assert "reseaux open facilitateurs-sociaux" in notice
    assert notice in achats_reseaux.find("97400", themes=["social"]).notes
    assert notice in achats_reseaux.networks(kinds=["facilitateurs"]).notes
    assert notice not in achats_reseaux.find("97400").notes
    assert notice not in achats_reseaux.networks(themes=["environnement"]).notes


@pytest.mark.parametrize(("place", "desk"), cases("catalogue/desks.tsv"))
def test_a_local_desk_of_the_social_clause_leads(place: str, desk: str) -> None:
    found = [match.network for match in achats_reseaux.find(place, themes=["social"]).results]
    desks = [one.id for one in found if one.kind == "facilitateurs"]
    assert desks == [desk, "facilitateurs-sociaux"]


def test_no_person_and_no_unsourced_address_is_in_the_catalogue() -> None:
    assert not re.search(r"\b(M\.|Mme|Mr|MM\.|Dr|Monsieur|Madame)\s+[A-ZÉ]", TEXT)
    written = yaml_reader.parse(TEXT, "x.yaml")
    contacts = {
        path
        for path in written.marks
        if len(path) > 2 and (path[-3:-1] in {("contact", "email"), ("contact", "phone")})
    }
    telephones = {
        (*path, "value")
        for path in (path[:-1] for path in written.marks if path[-1:] == ("field",))
        if reach(written.value, path)["field"] == "telephone"
    }
    for path in written.marks:
        text = reach(written.value, path)
        if isinstance(text, str) and re.search(r"@\w|\b0\d([ .]?\d\d){4}\b", text):
            assert path in contacts | telephones, (path, text)


def reach(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        value = value[key]
    return value
