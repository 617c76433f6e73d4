"""``catalogue diff`` for people: what happened to each entry, counts first, one's own area."""

from __future__ import annotations

from pathlib import Path

from achats_reseaux.catalogue import loader
from achats_reseaux.catalogue.diff import differences, other_differences
from achats_reseaux.output import changes
from helpers.run import run

OLD = loader.load()
FIRST = OLD.networks[0]


def replaced(**values: object) -> str:
    """What a person is told of a first network that has other values."""
    new = OLD.replace(networks=(FIRST.replace(**values), *OLD.networks[1:]))
    return changes.render_table(OLD, new, differences(OLD, new), 80, everything=False)


def test_each_entry_is_told_by_what_happened_to_it() -> None:
    other = FIRST.contact.replace(phone="02 00 00 00 00")
    assert f"numéro changé : {FIRST.name} (téléphone aucun → 02 00 00 00 00)" in replaced(
        contact=other
    )
    assert f"texte changé : {FIRST.name} (résumé)" in replaced(summary="Autre.")
    read_again = replaced(checked_on="2027-01-01")
    assert "sources relues : 1." in read_again
    assert FIRST.name not in read_again, "what was only read again is counted"


def test_the_counts_come_first_and_the_whole_is_asked_for() -> None:
    """An empty catalogue against all: more entries than a person reads."""
    none = OLD.replace(networks=(), facts=(), traces=(), notions=())
    many = list(differences(none, OLD)) * 3
    lines = changes.render_table(none, OLD, many, 80, everything=False).splitlines()
    assert lines[1].startswith("nouveau : ")
    assert len(lines) <= changes.MOST_LINES
    short = changes.MOST_LINES
    try:
        changes.MOST_LINES = 10
        cut = changes.render_table(none, OLD, many, 80, everything=False).splitlines()
    finally:
        changes.MOST_LINES = short
    assert (len(cut), cut[-1]) == (10, f"et {len(lines) - 9} lignes de plus : --tout")


def test_what_only_moved_is_no_difference() -> None:
    facts = tuple(tuple(reversed(some)) for some in OLD.facts)
    aliases = FIRST.replace(sources=tuple(reversed(FIRST.sources)))
    new = OLD.replace(facts=facts, networks=(aliases, *OLD.networks[1:]))
    assert list(differences(OLD, new)) == []
    assert other_differences(OLD, new) == ""


def test_one_s_own_departement_alone(tmp_path: Path) -> None:
    """RAN COPER serves Normandie; what changed elsewhere is not told."""
    file = tmp_path / "a.yaml"
    file.write_text('networks: [{id: ran-coper, summary: "Autre."}]\n', "utf-8")
    asked = ("catalogue", "diff", loader.path(), str(file))
    assert run(*asked, "--departement", "76").out.startswith("ran-coper\tsummary\t")
    assert run(*asked, "--region", "Bretagne") == (0, "", "Aucune différence.\n")
    assert run(*asked, "--departement", "nulle part").code == 2
