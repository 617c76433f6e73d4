"""Questions in plain words: what each amounts to, and what holds for any text at all."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux.answering import Request, answer
from achats_reseaux.answering.details import CONTACT, show_request
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer.words import INTITULES
from achats_reseaux.model import Answer, Catalogue
from achats_reseaux.questions.answers import EXAMPLES, ask
from achats_reseaux.questions.intents import understand
from achats_reseaux.questions.tokens import MOST_TOKENS, split
from achats_reseaux.questions.words import plain_words
from achats_reseaux.text import fold
from case_tables import cases

TODAY = "2026-11-24"
PLAIN_WORDS = [
    line.split("\t")
    for line in (Path(loader.path()) / "mots.tsv").read_text(encoding="utf-8").splitlines()[1:]
]

COVERAGE_SENTENCE = r"couvert|aucun total n'en est tiré|est connu"


def said_besides(answer: Answer) -> str:
    """What an answer says besides that of its command; without one, all that it says."""
    if answer.command is None:
        parts = [answer.message, *answer.next_commands, *answer.suggestions, *answer.notes]
    elif answer.command.startswith("reseaux coverage"):
        parts = [note for note in answer.notes if not re.search(COVERAGE_SENTENCE, note)]
    else:
        parts = [*answer.notes[len(typed_out(answer.command).notes) :]]
    return " | ".join(part for part in parts if part)


CATALOGUE = loader.load()


@pytest.fixture(name="catalogue")
def _catalogue() -> Catalogue:
    return CATALOGUE


def typed_out(command: str) -> Answer:
    """The answer of a command line, by the road that ``find``, ``list`` and ``show`` take."""
    program, name, *words = shlex.split(command)
    assert program == "reseaux"
    options = {"--theme": "theme", "--type": "kind", "--public": "audience"}
    place: dict[str, str] = {}
    filters: dict[str, list[str]] = {"theme": [], "kind": [], "audience": []}
    if name == "show":
        at = words.index("--field") if "--field" in words else len(words)
        return show_request(CATALOGUE, words[:at], words[at + 1 :: 2], TODAY)
    while words:
        word = words.pop(0)
        if word in options:
            filters[options[word]].append(words.pop(0))
        elif word.startswith("--"):
            place[word[2:].replace("-", "_")] = words.pop(0)
        else:
            place["lieu"] = word
    request = Request(name, place, *(tuple(one) for one in filters.values()))
    return answer(CATALOGUE, request, TODAY)


def answer_that_holds_together(text: str) -> Answer:
    """The answer to any text, of which this is true: its command gives the same answer."""
    found = ask(CATALOGUE, text, TODAY)
    assert found == ask(CATALOGUE, text, TODAY)
    assert found.query.command == "ask"
    if found.command is None:
        assert found.status in ("unknown", "ambiguous")
        assert found.message
        assert found.suggestions or found.candidates or found.next_commands
        return found
    if found.command.startswith("reseaux coverage"):
        assert found.notes[0].endswith(("\u00a0%).", "aucun total n'en est tiré."))
        return found
    same = typed_out(found.command)
    # What was not understood is said after what the command says.
    assert found.notes[: len(same.notes)] == same.notes
    if found.status == "found" and not found.place:  # without a filter, it asks where
        found = found.replace(message="", hint="")
    assert (
        found.replace(
            query=same.query, command=None, notes=same.notes, next_commands=same.next_commands
        )
        == same
    )
    assert found.query.replace(command=same.query.command, input=same.query.input) == same.query
    return found


@pytest.mark.parametrize(("typed", "command", "status", "said"), cases("questions.tsv"))
def test_table(typed: str, command: str, status: str, said: str) -> None:
    found = answer_that_holds_together(typed)
    assert (found.command or "", found.status, said_besides(found)) == (command, status, said)


WORDS = [
    *("guichet vert", "clause sociale", "PME", "hôpital", "RAN COPER", "list", "qui", "contact de"),
    *("à", "dans la", "dans le", "en", "du", "d'", "aux", "pour", "near", "in the", "région", "et"),
    *("Vienne", "Rouen", "Normandie", "Saint-Denis", "76000", "(974)", "Loire", "Vert", "le Port"),
    *("Rouenn", "xyz", "de", ",", "?", "-", "'", "2A", "217605401", "mairie de", "Île", "Y", "Lô"),
]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
@example("in the Vienne Vienne")
def test_any_sentence(text: str) -> None:
    answer_that_holds_together(text)


NUMBERS = st.sampled_from(["1", "7", "12", "44", "99", "974", "2026", "1000", "34000", "3ab", "2B"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*WORDS[:6], "svp", "questions"]), NUMBERS), max_size=3))
@example([("guichet vert ds le", "44"), ("svp", "7")])
@example([("mairie de Rouen", "76")])
@example([("guichet vert", "34000"), ("clause sociale", "34000"), ("PME", "1")])
@example([("guichet vert", "34000"), ("RAN COPER", "34000"), ("PME", "1")])
def test_no_number_is_dropped_in_silence(parts: list[tuple[str, str]]) -> None:
    """A number that no rule reads as an amount is in the place, or it is not understood."""
    found = ask(CATALOGUE, " ".join(f"{words} {number}" for words, number in parts), TODAY)
    if found.status == "unknown" or any("la même réponse" in note for note in found.notes):
        return  # nothing is answered, or each of the places is named
    places = [found.place] if found.place else [one.place for one in found.candidates]
    codes = [code for place in places for code in place.departements]
    said = [found.command or "", *found.next_commands, *found.notes, *codes]
    words = fold(" ".join(said)).split()
    assert [number for _, number in parts if fold(number) not in words] == [], said


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    answer_that_holds_together(text)


@pytest.mark.parametrize(
    "text",
    [
        "guichet vert " * 2000,
        "a" * 100_000,
        "à Rouenn " * 1000,
        "xyzt " * 3000,
        "Saint-" * 5000,
        "((((" * 5000,
        "1 " * 5000,
        "é" * 50_000,
        "🌱" * 50_000,
        "\n" * 50_000 + "Rouen",
    ],
)
def test_huge_texts_are_cut_and_answered(text: str) -> None:
    answer_that_holds_together(text)


def test_a_text_that_is_cut_says_so(catalogue: Catalogue) -> None:
    found = ask(catalogue, "guichet vert " + "mot " * 600, TODAY)
    assert any("trop longue" in note for note in found.notes)
    tokens, cut = split("mot " * 600)
    assert (len(tokens), cut) == (MOST_TOKENS, True)


def test_a_sign_that_no_reader_sees_as_a_letter_is_no_word() -> None:
    """Unicode counts the Greek numeral sign among the letters; no name can be made of it."""
    assert [token.text for token in split("à \u0374 Rouen")[0]] == ["à", "Rouen"]


def test_nothing_known_gives_examples(catalogue: Catalogue) -> None:
    found = ask(catalogue, "asdfgh qwerty", TODAY)
    assert found.status == "unknown"
    assert set(EXAMPLES) <= set(found.suggestions)
    assert all(ask(catalogue, one, TODAY).status == "found" for one in EXAMPLES)


def test_an_everyday_word_is_no_misspelt_one(catalogue: Catalogue) -> None:
    """Of the most frequent words of French, those that look like a word of the catalogue."""
    words = "sport portables verres carton matière écoles solaire vente documents source univers"
    for word in f"{words} opéra plate technologie faciliter".split():
        assert ask(catalogue, f"achat : {word} à Rouen", TODAY).status == "found", word


def test_every_word_of_the_vocabulary_is_understood(catalogue: Catalogue) -> None:
    """But those that a question uses for something else, which the data say."""
    taken = plain_words()
    for name in ("theme", "kind", "audience"):
        for key, value in catalogue.lexicon[name].items():
            if key in taken.roles or key in {**taken.titles, **INTITULES}:
                continue
            asked = understand(catalogue, key)
            assert value in getattr(asked, name) or asked.subjects, key


@pytest.mark.parametrize("network", CATALOGUE.networks, ids=lambda network: network.id)
def test_every_network_is_shown_by_its_id_and_its_name(network: object) -> None:
    for text in (network.id, network.name):  # type: ignore[attr-defined]
        asked = understand(CATALOGUE, f"qu'est-ce que {text} ?")
        assert (asked.command, asked.subjects) == ("show", (network.id,)), text  # type: ignore[attr-defined]


def test_the_plain_words_are_folded_and_each_stands_once() -> None:
    rows = PLAIN_WORDS
    keys = [row[0] for row in rows]
    assert keys == [fold(key) for key in keys]
    # The word of an establishment ("hôpital"), of a code ("siren") or before a number ("depuis")
    # has another part besides.
    plain = [row[0] for row in rows if row[1] not in ("patron", "titre", "borne")]
    assert len(set(plain)) == len(plain)
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
    roles = set(
        "préposition article déterminant liaison titre patron voie numéroté unité liste métier"
        " objet définition comparaison champ couverture ici lieu gentilé exclusion étranger"
        " limite vide courant usuel borne contrée réseau vendeur".split()
    )
    fields = {word.id for word in CATALOGUE.words["field"]}
    asked = {field for row in rows if row[1] == "champ" for field in row[2].split()}
    assert asked <= {*fields, CONTACT}
    assert {row[1] for row in rows} == roles
    assert {row[2] for row in rows if row[1] == "réseau"} <= {*CATALOGUE.ids}
    assert all(len(row) == 3 for row in rows)


def test_every_name_of_inhabitants_is_read_as_its_place() -> None:
    named = [(key, place) for key, role, place in PLAIN_WORDS if role == "gentilé"]
    assert len(named) > 300
    for key, place in named:
        asked = understand(CATALOGUE, f"un guichet vert pour une commune {key}")
        assert (asked.command, asked.kind) == ("find", ("guichet-vert",)), key
        assert list(asked.place.values()) == [place], key
