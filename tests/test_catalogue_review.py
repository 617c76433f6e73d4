"""What ``catalogue check`` says is to be read again, when there is no fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import build
from achats_reseaux.catalogue.review import warnings
from case_tables import cases
from conftest import Run
from test_catalogue_build import PLAIN

OLDER = "Source plus ancienne que la liste (1er juillet 2025)"
PROMISE = "Promesse dont la date est passée"
HOME = "Page d'accueil pour seule adresse d'une source"
TWICE = "Autre nom écrit deux fois"
ENDED = "Terminé"
SOURCES = [
    {"id": "page", "url": "https://a.fr/page", "read_on": "2026", "title": "Une page"},
    {"id": "livre", "url": "https://b.fr/?p=1", "page_date": "2025", "title": "Un livre"},
    {"id": "vieux", "url": "https://c.fr/d", "page_date": "2024-12", "title": "Un vieux"},
    {
        "id": "demain",
        "url": "https://e.fr/f",
        "page_date": "2026-12",
        "read_on": "2027",
        "title": "X",
    },
    {"id": "accueil", "url": "https://d.fr/", "read_on": "2026-11", "title": "Un accueil"},
]


def told(facts: list[dict[str, Any]], **more: Any) -> dict[str, list[str]]:
    """The warnings on a catalogue of 1 July 2025 whose second network has these facts."""
    facts = [{"field": "cout", "value": "Peu.", "sources": ["page"], **one} for one in facts]
    first, second, third = PLAIN["networks"]
    value = {
        **PLAIN,
        "as_of": "2025-07-01",
        "sources": SOURCES,
        "networks": [{**first, "contact": {}}, {**second, "facts": facts, **more}, third],
    }
    return warnings(build.build(value), "2026-11-27")


@pytest.mark.parametrize(("fact", "said", "why"), cases("catalogue/reviews.tsv"))
def test_what_is_to_be_read_again(fact: str, said: str, why: str) -> None:
    assert told([json.loads(fact)]) == json.loads(said), why


def test_facts_of_one_source_are_one_line_and_an_entry_is_named_by_its_id() -> None:
    """A fact of an organisation or a kind is told once, not for each network that has it."""
    facts: list[dict[str, Any]] = [{"sources": ["vieux"]}, {"value": "Rien.", "sources": ["vieux"]}]
    value = {
        **PLAIN,
        "as_of": "2027-01-01",
        "networks": [
            {**one, "facts": facts if one["id"] == "deux" else one.get("facts", [])}
            for one in PLAIN["networks"]
        ],
    }
    assert told(facts) == {OLDER: ["vieux (2024-12) : deux (cout)"]}
    del value["networks"][1]["facts"]
    assert warnings(build.build(value), "2026-11-27") == {
        "Source plus ancienne que la liste (1er janvier 2027)": [
            "livre (2025-06) : un (summary) ; asso (cout) ; reseau (definition)",
            (
                "page (2026) : un (website, page, email, phone, cout) ; deux (summary) ;"
                " trois (summary) ; reseau (cout) ; mot (definition)"
            ),
        ],
        HOME: [
            "livre (https://b.fr) : un (summary, website) ; asso (cout) ; reseau (definition)",
            (
                "page (https://a.fr) : un (website, page, email, phone, cout) ; deux (summary) ;"
                " trois (summary) ; reseau (cout) ; mot (definition)"
            ),
        ],
    }


def test_what_an_entry_is_in_a_sentence_counts_too() -> None:
    networks = [dict(one) for one in PLAIN["networks"]]
    networks[1]["summary"] = "Prépare un guide pour 2024."
    promised = warnings(build.build({**PLAIN, "networks": networks}), "2026-11-27")
    assert promised["Promesse dont la date est passée"] == [
        "deux : summary : « Prépare un guide pour 2024. »"
    ]


def test_an_alias_is_written_once() -> None:
    aliases = ["Marché vert", "marche-vert", "autre"]
    assert told([], aliases=aliases) == {TWICE: ["deux : « Marché vert », « marche-vert »"]}


OWN = """
networks:
  - id: mien
    name: Le mien
    kind: conseil
    themes: [social]
    audiences: [etat]
    coverage: {departements: ["68"]}
    summary: Aide.
    sources: [vieux]
    checked_on: "2026-11-24"
    facts:
      - {field: cout, value: Gratuit., sources: [vieux]}
sources:
  - {id: vieux, title: Un vieux, url: "https://c.fr/d", page_date: "2019-05"}
"""


def test_the_command_says_it_and_strict_refuses_it(run: Run, tmp_path: Path) -> None:
    """Of a file of one's own, only what it says."""
    file = tmp_path / "moi.yaml"
    file.write_text(OWN, encoding="utf-8")
    lines = (
        f"{file} : aucune faute\n"
        "Source plus ancienne que la liste (18 novembre 2024) :\n"
        "  vieux (2019-05) : mien (summary, cout)\n"
    )
    for options, status in (((), 0), (("--strict",), 4)):
        done = run("catalogue", "check", str(file), *options)
        assert (done.returncode, done.stdout.decode()) == (status, lines)
        assert done.stderr.decode() == "1 à relire.\n"
    file.write_text(OWN.replace("2019-05", "2026-05"), encoding="utf-8")
    done = run("catalogue", "check", str(file), "--strict")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"{file} : aucune faute\n"
