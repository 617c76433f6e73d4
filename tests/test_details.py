"""``show`` of several networks, and of the facts that are asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from achats_reseaux.answering.details import show_request
from achats_reseaux.catalogue import loader
from achats_reseaux.model import Answer
from case_tables import cases
from conftest import Run

TODAY = "2026-11-24"
CATALOGUE = loader.load()


def shown(words: str, *fields: str) -> Answer:
    return show_request(CATALOGUE, words.split(), fields, TODAY)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("reseco", ["reseco"]),
        ("place des entreprises", ["place-des-entreprises"]),
        ("reseco maximilien", ["reseco", "maximilien"]),
        (
            "place des entreprises RAN COPER rapidd",
            ["place-des-entreprises", "ran-coper", "rapidd"],
        ),
        ("reseco reseco", ["reseco"]),
        ("marché de l'inclusion 3AR", ["marche-inclusion", "3ar"]),
    ],
)
def test_names_of_several_words_need_no_quotes(words: str, ids: list[str]) -> None:
    assert [match.network.id for match in shown(words).results] == ids


def test_fields_keep_their_facts_alone() -> None:
    answer = shown("rapidd osmose", "acces")
    assert answer.query.fields == ("acces",)
    assert [{fact.field for fact in match.facts} for match in answer.results] == [{"acces"}] * 2
    assert not answer.notes


def test_a_field_is_known_by_its_label_too() -> None:
    assert shown("rapidd", "Comment y accéder").query.fields == ("acces",)


def test_an_undocumented_fact_is_said_and_the_nearest_shown() -> None:
    answer = shown("rapidd", "animation")
    assert answer.notes == (
        "Rapidd : « Qui l'anime » n'est pas documenté ; voici « Qui le porte ».",
    )
    assert {fact.field for fact in answer.results[0].facts} == {"portage"}
    answer = shown("rapidd", "ecart")
    assert answer.notes == ("Rapidd : « Écart entre sources » n'est pas documenté.",)
    assert not answer.results[0].facts
    answer = shown("reseco", "contact")
    assert answer.notes == ("RESECO : aucune adresse n'est documentée.",)
    assert not answer.results[0].facts


@pytest.mark.parametrize(("network", "field", "nearest"), cases("views/nearest_fields.tsv"))
def test_each_field_has_a_nearest_one(network: str, field: str, nearest: str) -> None:
    (note,) = shown(network, field).notes
    assert note.endswith(f"n'est pas documenté ; voici « {nearest} ».")


@pytest.mark.parametrize(
    ("network", "field", "fields"),
    [
        ("relais-2d", "lancement", {"lancement", "historique"}),  # desks since 2022, it since 2019
        ("apure", "portage", {"portage", "animation"}),  # carried as all, run by these two bodies
        ("aura-ee", "lancement", {"lancement"}),  # has its own
        ("ran-coper", "acces", {"acces"}),  # has nothing close
    ],
)
def test_what_all_of_a_kind_share_stands_beside_the_closest_own_fact(
    network: str, field: str, fields: set[str]
) -> None:
    answer = shown(network, field)
    assert {fact.field for fact in answer.results[0].facts} == fields
    assert answer.notes == ()


@pytest.mark.parametrize("word", ["contact", "site", "courriel", "mail", "tel", "email", "phone"])
def test_a_contact_is_asked_for_by_its_words(word: str) -> None:
    answer = shown("arbe", word)
    assert answer.query.fields == ("contact",)
    assert {fact.field for fact in answer.results[0].facts} == {"email", "page", "phone", "website"}


@pytest.mark.parametrize(
    ("network", "note"),
    [
        ("arnia", "ARNia : ni courriel ni téléphone documentés."),
        ("place-des-entreprises", "aucun téléphone documenté."),
        # none at all: said once
        ("reseco", "RESECO : aucune adresse n'est documentée."),
    ],
)
def test_a_contact_without_mail_or_telephone_says_so(network: str, note: str) -> None:
    (said,) = shown(network, "contact").notes
    assert said.endswith(note)


def test_a_whole_contact_has_no_note() -> None:
    assert shown("arbe", "contact").notes == ()


def test_another_telephone_is_never_shown_without_the_first(tmp_path: Path) -> None:
    file = tmp_path / "networks.yaml"
    other = '{field: telephone, value: "04 00 00 00 00", sources: [arbe-guichet]}'
    file.write_text(f"networks:\n  - {{id: arbe, facts: [{other}]}}\n", encoding="utf-8")
    mine = loader.load(None, (str(file),))
    (found,) = show_request(mine, ["arbe"], ("telephone",), TODAY).results
    assert {fact.field for fact in found.facts} == {
        "email",
        "page",
        "phone",
        "telephone",
        "website",
    }
    (found,) = shown("arbe", "telephone").results  # which has none but its contact's
    assert {fact.field for fact in found.facts} == {"email", "page", "phone", "website"}


@pytest.mark.parametrize(
    ("words", "fields", "message", "suggestions"),
    [
        (
            "resec",  # of five near ones three
            (),
            "« resec » n'est l'identifiant d'aucun réseau.",
            ("reseco", "resocc", "respae"),
        ),
        (
            "reseco rapid",
            (),
            "« rapid » n'est l'identifiant d'aucun réseau.",
            ("rapidd", "relais-2d"),
        ),
        (
            "place des entreprise",
            (),
            "« place des entreprise » n'est l'identifiant d'aucun réseau.",
            ("place-des-entreprises",),
        ),
        ("reseco", ("couts",), None, ("cout", "outils")),
    ],
)
def test_a_wrong_word_is_suggested_for(
    words: str, fields: tuple[str, ...], message: str | None, suggestions: tuple[str, ...]
) -> None:
    answer = shown(words, *fields)
    assert answer.status == "unknown"
    assert message is None or answer.message == message
    assert answer.suggestions == suggestions


@pytest.mark.parametrize(
    ("words", "notions", "networks"),
    [
        ("guichet-vert", ["guichet-vert"], 12),
        ("un guichet vert", ["guichet-vert"], 12),
        ("pnad spaser", ["pnad", "spaser"], None),
        ("facilitateurs rapidd", ["facilitateurs"], 1),
        ("obligations-2026", ["obligations-2026"], None),
    ],
)
def test_notions_lead_to_networks(words: str, notions: list[str], networks: int | None) -> None:
    answer = shown(words)
    assert [one.id for one in answer.notions] == notions
    assert all(one.definition and one.facts for one in answer.notions)
    leads = {one for notion in answer.notions for one in notion.networks}
    if networks is None:
        assert {match.network.id for match in answer.results} == leads
    else:
        assert len(answer.results) == networks


def test_a_fact_of_a_notion() -> None:
    answer = shown("guichet-vert", "cout")
    (notion,) = answer.notions
    assert [fact.field for fact in notion.facts] == ["cout"]
    answer = shown("facilitateurs", "cout")
    assert answer.notes[0].endswith(" : « Combien ça coûte » n'est pas documenté.")


def test_what_is_told_of_a_kind_is_told_of_its_networks() -> None:
    """The twelve guichets share facts that are told once, in the notion."""
    answer = shown("arbe", "base-juridique")
    assert {fact.field for fact in answer.results[0].facts} == {"base-juridique"}
    assert not answer.notes


def test_a_notion_in_json(run: Run) -> None:
    document = json.loads(run("show", "guichet-vert", "spaser", "--field", "fait", "--json").stdout)
    assert document["query"]["fields"] == ["fait"]
    assert document["notion"]["id"] == "guichet-vert"
    assert {fact["field"] for fact in document["notion"]["facts"]} == {"fait"}
    assert [one["id"] for one in document["other_notions"]] == ["spaser"]


def test_the_command(run: Run) -> None:
    done = run("show", "place", "des", "entreprises", "maximilien", "--field", "cout", "--json")
    document = json.loads(done.stdout)
    assert [one["id"] for one in document["results"]] == ["place-des-entreprises", "maximilien"]
    assert {fact["field"] for one in document["results"] for fact in one["facts"]} == {"cout"}
