"""``catalogue diff`` for people: what happened to each entry, counts first, one's own area."""

from pathlib import Path

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.catalogue.diff import differences
from achats_reseaux.model import Catalogue
from achats_reseaux.output import changes
from helpers.cases import tabled
from helpers.run import run

OLD = loader.load()
FIRST = OLD.networks[0]
TODAY = "2026-12-02"


def other(**values: object) -> Catalogue:
    """A catalogue whose first network has other values."""
    return OLD.replace(networks=(FIRST.replace(**values), *OLD.networks[1:]))


def replaced(**values: object) -> str:
    """What a person is told of it."""
    new = other(**values)
    return changes.render_table(OLD, new, differences(OLD, new)[0], TODAY, 80, everything=False)


def test_each_entry_is_told_by_what_happened_to_it() -> None:
    told = replaced(contact=FIRST.contact.replace(phone="02 00 00 00 00"))
    assert f"numéro changé : {FIRST.name} (téléphone aucun → 02 00 00 00 00)" in told
    assert f"texte changé : {FIRST.name} (résumé)" in replaced(summary="Autre.")


def test_where_a_new_desk_helps_is_told_and_how_to_reach_it() -> None:
    rank = OLD.ids.index("clauses-sociales-gers")
    old = OLD.replace(
        networks=(*OLD.networks[:rank], *OLD.networks[rank + 1 :]),
        facts=(*OLD.facts[:rank], *OLD.facts[rank + 1 :]),
    )
    told, _ = differences(old, OLD)
    line = changes.render_table(old, OLD, told, TODAY, 500, everything=False).splitlines()[-1]
    assert line.startswith("nouveau : Clauses sociales du Département du Gers (Gers (32), https://")
    assert line.endswith(", 05 62 67 40 40)")


@tabled
def test_an_end_that_is_past_is_told_as_such(valid_until: str, event: str) -> None:
    assert replaced(valid_until=valid_until).endswith(event.format(FIRST.name))


def test_another_address_of_a_source_is_told_in_a_sentence() -> None:
    moved = FIRST.sources[0].replace(url="https://ailleurs.fr")
    told, others = differences(OLD, other(sources=(moved, *FIRST.sources[1:])))
    assert told == []
    assert "des sources" in others


@tabled
def test_a_number_is_the_same_however_it_is_written(before: str, after: str, is_same: bool) -> None:
    old, new = (other(contact=FIRST.contact.replace(phone=one)) for one in (before, after))
    told = [(change.before, change.after) for change in differences(old, new)[0]]
    assert told == ([] if is_same else [(before, after)])


def test_the_counts_come_first_and_the_whole_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty catalogue against all: more entries than a person reads."""
    none = OLD.replace(networks=(), facts=(), traces=(), notions=())
    many = differences(none, OLD)[0] * 3
    lines = changes.render_table(none, OLD, many, TODAY, 500, everything=False).splitlines()
    assert lines[1].startswith("nouveau : ")
    assert len(lines) <= changes.MOST_LINES
    monkeypatch.setattr(changes, "MOST_LINES", 10)
    cut = changes.render_table(none, OLD, many, TODAY, 500, everything=False).splitlines()
    assert (len(cut), cut[-1]) == (10, f"et {len(lines) - 9} lignes de plus : --tout")


def test_what_only_moved_is_no_difference() -> None:
    facts = tuple(tuple(reversed(some)) for some in OLD.facts)
    new = other(sources=tuple(reversed(FIRST.sources))).replace(facts=facts)
    assert differences(OLD, new) == ([], "")


def test_one_s_own_departement_alone(tmp_path: Path) -> None:
    """RAN COPER serves Normandie; what changed elsewhere is not told."""
    file = tmp_path / "a.yaml"
    file.write_text('networks: [{id: ran-coper, summary: "Autre."}]\n', "utf-8")
    asked = ("catalogue", "diff", loader.path(), str(file))
    assert run(*asked, "--departement", "76").out.startswith("ran-coper\tsummary\t")
    assert run(*asked, "--region", "Bretagne") == (0, "", "Aucune différence.\n")
    assert run(*asked, "--departement", "nulle part").code == 2
    assert run(*asked, "--departement", "68", "--region", "Bretagne").code == 2
    near = run(*asked, "--region", "Bretange").err
    assert near.endswith(f" : reseaux catalogue diff {loader.path()} {file} --region Bretagne\n")


@tabled
def test_a_file_has_what_a_pipe_gets(tmp_path: Path, line: str, name: str) -> None:
    command, *options = line.split()
    files = []
    if command == "diff":
        other = tmp_path / "a.yaml"
        other.write_text('networks: [{id: ran-coper, summary: "Autre."}]\n', "utf-8")
        files = [loader.path(), str(other)]
    asked = ("catalogue", command, *files, *options)
    piped = run(*asked)
    file = tmp_path / name
    assert run(*asked, "-o", str(file)) == (piped.code, "", piped.err)
    assert file.read_text("utf-8") == piped.out
    refused = run(*asked, "-o", str(tmp_path / "o.csv"))
    assert (refused.code, refused.out) == (2, "")


def test_a_catalogue_that_is_refused_writes_no_file(tmp_path: Path) -> None:
    """Its document goes to stdout, as that of any refusal."""
    file = tmp_path / "o.json"
    asked = ("catalogue", "info", "--json", "--catalogue", str(tmp_path / "none.yaml"))
    piped = run(*asked)
    assert '"status": "invalid"' in piped.out
    assert run(*asked, "-o", str(file)) == piped
    assert not file.exists()
