"""What is wrong with a catalogue: all of it, each fault with its line; and ours has none.

The table edits the real YAML, one slip a row, as a person would; without the traces and most of the
desks, which no slip needs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader, rules, yaml_reader
from achats_reseaux.model import DOUBT, TO_VERIFY
from achats_reseaux.text import fold
from helpers.cases import TESTS, cases, every_row, tabled
from helpers.checkout import small_catalogue

SCHEMA = loader.schema_of("catalogue")
CATALOGUE: dict[str, Any] = yaml_reader.document_of(loader.path()).value
NETWORKS = {one["id"]: one for one in CATALOGUE["networks"]}
TEXT = small_catalogue()


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    file = folder / "x.yaml"
    file.write_text(text, "utf-8")
    found = {*rules.check(yaml_reader.document_of(str(file)), SCHEMA)}
    assert all(fault.file == str(file) for fault in found)
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


def test_the_vocabularies_and_the_screens_have_one_word_for_a_doubt() -> None:
    """Another word is an edit of ``model.TO_VERIFY``, of vocabulary.yaml and of sample.yaml.

    Of an address the word is that of ``card.rows.unsure``, behind its noun.
    """
    sample = yaml_reader.document_of(str(TESTS / "answers" / "sample.yaml")).value
    for catalogue in (CATALOGUE, sample):
        words = catalogue["vocabulary"]
        labels = {word["label"] for word in words["fields"] if word["id"] == DOUBT}
        shorts = {word["short"] for word in words["known"] if "short" in word}
        assert (labels, shorts) == ({TO_VERIFY.capitalize()}, {"à confirmer"})


def line_of(text: str, wrong: str, after: int = 0) -> int:
    return text.count("\n", 0, text.index(wrong, after)) + 1


@pytest.mark.parametrize(("entry", "old", "new", "wrong", "reason"), cases("catalogue/slips.tsv"))
def test_one_slip_is_one_fault_at_its_line(
    tmp_path: Path, entry: str, old: str, new: str, wrong: str, reason: str
) -> None:
    text = edited(entry, old, new)
    start = TEXT.index(f"\n{entry}\n") if entry else 0
    said = [(line_of(text, wrong, start), reason.format(**VOCABULARY))] if reason else []
    assert faults(tmp_path, text) == said


def test_what_hangs_on_the_shape_waits_for_the_shape(tmp_path: Path) -> None:
    text = TEXT.replace("schema_version: 1", "schema_version: one", 1)
    text = text.replace("reference: ministere-2024", "reference: ministre", 1)
    (fault,) = faults(tmp_path, text)
    assert fault[1] == "attendu un nombre entier, trouvé « one »"


@tabled
def test_two_guichets_verts_clash_below_the_departement_whatever_their_order(
    first: str, second: str, code: str
) -> None:
    networks = [
        {"id": name, "kind": "guichet-vert", "coverage": json.loads(f"{{{coverage}}}")}
        for name, coverage in (("un", first), ("deux", second))
    ]
    value = yaml_reader.parse(json.dumps({"networks": networks}), "x.yaml").value
    clash = [f"« {code} » a déjà un guichet vert : « un »"]
    assert [one.reason for one in rules._shared_territory(value)] == (clash if code else [])


ENTRIES = cases("catalogue/entries.tsv")


def test_every_network_is_what_a_person_wrote_down() -> None:
    """Of the networks in the table; the directory may have more desks than it."""
    found = []
    written = {entry[0] for entry in ENTRIES}
    for known in (one for one in loader.load().networks if one.id in written):
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
    dealt += [code for code, _ in cases("catalogue/without_guichet_vert.tsv")]
    assert len(dealt) == len(set(dealt)) == 101
    assert set(dealt) == {one.code for one in gazetteer.departements() if one.kind == "departement"}


@every_row("catalogue/words.tsv")
def test_words_are_known_by_their_other_names(namespace: str, meant: str, typed: str) -> None:
    lexicon = loader.load().lexicon[namespace]
    assert {lexicon[fold(one)] for one in typed.split(", ")} == {meant}


def test_what_the_social_clause_s_list_lacks_is_said_where_it_is_asked_for() -> None:
    (notice,) = [text for text, _ in loader.load().notices]
    assert "incomplète" in notice
    assert notice in achats_reseaux.find("97400", themes=["social"]).notes
    assert notice in achats_reseaux.networks(kinds=["facilitateurs"]).notes
    assert notice not in achats_reseaux.find("97400").notes
    assert notice not in achats_reseaux.networks(themes=["environnement"]).notes


@every_row("catalogue/desks.tsv")
def test_a_local_desk_of_the_social_clause_leads(place: str, desk: str) -> None:
    found = [match.network for match in achats_reseaux.find(place, themes=["social"]).results]
    desks = [one.id for one in found if one.kind == "facilitateurs"]
    assert (desks[0], desks[-1]) == (desk, "facilitateurs-sociaux")
