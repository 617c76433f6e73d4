"""From plain values to a catalogue, and from one catalogue to the next: whole values."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import build, compiled, diff, loader, overlay, yaml_reader
from achats_reseaux.catalogue.covered_areas import covered
from achats_reseaux.catalogue.yaml_reader import Document, YamlMapping, YamlSequence
from achats_reseaux.errors import CatalogueError
from achats_reseaux.model import Catalogue, Record, Source
from helpers.cases import cases, every_row, tabled
from helpers.checkout import ROOT, small_catalogue, whole_catalogue
from helpers.run import run

PAGE = Source("page", "https://a.fr", "Une page", read_on="2026")
BOOK = Source("livre", "https://b.fr", "Un livre", page_date="2025-06")
PLAIN: dict[str, Any] = yaml_reader.load_yaml(f"{ROOT}/tests/catalogue/small.yaml").value


def whole(catalogue: Catalogue) -> tuple[Any, ...]:
    """All that a catalogue says, wherever it lies: two of one edition are equal by themselves."""
    return catalogue.astuple()


def written(value: Any) -> Any:
    """What a value says, as YAML has it; of a source its id, of a record what is not empty."""
    if isinstance(value, Source):
        return value.id
    if isinstance(value, Record):
        return written({name: getattr(value, name) for name in value._fields})
    if isinstance(value, dict):
        return {name: written(one) for name, one in value.items() if one not in (None, "", ())}
    return [written(one) for one in value] if isinstance(value, list | tuple) else value


def edited(edits: str) -> Catalogue:
    """The small catalogue with the value of each path replaced, or taken away for null."""
    value = copy.deepcopy(PLAIN)
    for path, new in reversed(json.loads(edits).items()):
        *above, last = (int(key) if key.isdigit() else key for key in path.split("/"))
        inner: Any = value
        for key in above:
            inner = inner.setdefault(key, {}) if isinstance(inner, dict) else inner[key]
        if new is None:
            del inner[last]
        else:
            inner[last] = new
    return build.build(value)


def test_a_whole_catalogue() -> None:
    found = build.build(PLAIN, frozenset({"un"}))
    expected = yaml_reader.load_yaml(f"{ROOT}/tests/catalogue/small_built.yaml")
    assert expected.faults == ()
    assert written(found.replace(vintage="")) == expected.value
    assert found.ids == ("un", "deux", "trois")
    assert [found.notion(name) for name in found.notion_ids] == [*found.notions]
    assert {one for network in found.networks for one in network.sources} == {PAGE, BOOK}
    assert {one.origin for one in build.build(PLAIN).networks} == {"bundled"}


@every_row("catalogue/covers.tsv")
def test_what_a_network_covers(coverage: str, departements: str, communes: str, why: str) -> None:
    territory = covered(json.loads(coverage))
    found = (" ".join(territory["departements"]), " ".join(territory["communes"]))
    assert found == (departements, communes), why


@every_row("catalogue/builds.tsv")
def test_what_is_built(edits: str, asked: str, value: str, why: str) -> None:
    found: Any = edited(edits)
    for step in asked.split("/"):
        found = found[int(step)] if step.isdigit() else getattr(found, step)
    assert written(found) == json.loads(value), why


def test_the_date_of_a_source_is_that_of_its_page_else_of_its_reading() -> None:
    both = Source("a", "https://a.fr", "A", page_date="2021", read_on="2026-11-24")
    told = [(one.date, one.dated) for one in (PAGE, BOOK, both)]
    assert told == [("2026", "lu"), ("2025-06", "publié"), ("2021", "publié")]


@every_row("catalogue/changes.tsv")
def test_each_change_is_told(edits: str, changes: str, why: str) -> None:
    old, new = build.build(PLAIN), edited(edits)
    found, others = diff.differences(old, new)
    told = [f"{one.id}, {one.field} : {one.before} → {one.after}" for one in found]
    assert " | ".join(told + [others][: len(others)]) == changes, why


MERGES = yaml_reader.load_yaml(f"{ROOT}/tests/catalogue/merges.yaml")


@pytest.mark.parametrize("case", MERGES.value, ids=lambda case: case["why"])
def test_what_a_file_of_ones_own_makes_of_a_catalogue(case: dict[str, Any]) -> None:
    at = ("base.yaml", 1)
    empty = {key: YamlSequence(at) for key in overlay.SECTIONS}
    base = Document(at[0], YamlMapping(at, empty | case["base"]))
    over = overlay.expanded(Document("/moi.yaml", case["over"]), "local-1")
    made = over.value["sources"][-1]
    before = repr(base)
    found = overlay.laid_over(base, over, "local-1")
    assert repr(base) == before, "the base is left as it was"
    named = {"id": "local-1", "title": "Fichier local moi.yaml", "url": "file:moi.yaml"}
    assert made == {**named, "read_on": "1970-01-01"}
    assert found.value["sources"].pop() == made
    assert {name: one for name, one in found.value.items() if one} == case["merged"]


@pytest.mark.parametrize(("text", "is_one", "why"), cases("catalogue/whole_or_not.tsv"))
def test_a_file_is_an_overlay_by_its_keys(tmp_path: Path, text: str, is_one: str, why: str) -> None:
    file = tmp_path / "moi.yaml"
    file.write_text(text, encoding="utf-8")
    assert overlay.is_overlay(yaml_reader.document_of(str(file))) is (is_one == "oui"), why


def test_a_file_of_ones_own_declares_a_kind_complete(tmp_path: Path) -> None:
    own = tmp_path / "moi.yaml"
    own.write_text("complete: [facilitateurs]\n", encoding="utf-8")
    assert loader.load().partial_kinds == ("facilitateurs",)
    assert loader.load(None, (str(own),)).partial_kinds == ()


def in_folder(folder: Path, **texts: str) -> str:
    """A folder of files by their names without the ending."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_one_file_of_all_the_sections_is_the_same_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "un.yaml"
    file.write_text(whole_catalogue(), encoding="utf-8")
    assert whole(loader.load(str(file))) == whole(loader.load(loader.path()))


def test_the_sources_of_an_entry_join_the_others_and_keep_their_lines(tmp_path: Path) -> None:
    folder = in_folder(
        tmp_path,
        sources="sources:\n  - id: a\n",
        notions="notions:\n  - id: n\n    own_sources:\n      - id: b\n",
        networks="networks:\n  - id: x\n    own_sources: [{id: c}, {id: d, title: D}]\n  - id: y\n",
    )
    found = yaml_reader.document_of(folder).value
    assert found == {
        "sources": [{"id": "a"}, {"id": "c"}, {"id": "d", "title": "D"}, {"id": "b"}],
        "notions": [{"id": "n"}],
        "networks": [{"id": "x"}, {"id": "y"}],
    }
    first, _, second, third = found["sources"]
    assert first.where("id") == (f"{folder}/sources.yaml", 2)
    assert second.where("title") == (f"{folder}/networks.yaml", 3)
    assert third.where("id") == (f"{folder}/notions.yaml", 4)


@tabled
def test_the_fault_of_a_part_has_its_file(tmp_path: Path, text: str, fault: str) -> None:
    folder = in_folder(tmp_path, sources="sources: []\n", networks=text)
    told = [str(one) for one in yaml_reader.document_of(folder).faults]
    assert told == [f"{folder}/networks.yaml, {fault.format(folder=folder)}"]


@tabled
def test_sources_of_another_shape_are_refused(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "un.yaml"
    text = small_catalogue().replace("\nnetworks:\n", f"\nnetworks:\n  - id: a\n    {entry}\n")
    file.write_text(text, encoding="utf-8")
    line = text[: text.index(entry)].count("\n") + 1
    with pytest.raises(CatalogueError) as caught:
        loader.load(str(file))
    assert any(one.line == line for one in caught.value.faults)


def test_a_folder_without_networks_is_no_catalogue(tmp_path: Path) -> None:
    for file in compiled.files_of(loader.path()):
        (tmp_path / Path(file).name).write_bytes(Path(file).read_bytes())
    assert run("catalogue", "check", str(tmp_path)).code == 0
    networks = tmp_path / "networks.yaml"
    networks.write_text("- a\n", encoding="utf-8")
    said = f"{networks}, ligne 1 : attendu un bloc « clé : valeur », trouvé une liste\n"
    assert said in run("catalogue", "check", str(tmp_path)).err
    networks.unlink()
    assert "fichier introuvable" in run("catalogue", "check", str(tmp_path)).err
