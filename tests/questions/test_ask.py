"""Questions in plain words: what each amounts to, what is said, what holds for any text at all."""

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux import gazetteer
from achats_reseaux.answering.answers import Answer
from achats_reseaux.answering.details import CONTACT
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import short_parser
from achats_reseaux.gazetteer.words import PLACE_TYPES
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Network, Places
from achats_reseaux.questions.ask import EXAMPLES, WHERE, ask
from achats_reseaux.questions.lexicon import BESIDE, plain_words
from achats_reseaux.questions.question_reader import read_question
from achats_reseaux.questions.sentences import MOST_TOKENS, split
from achats_reseaux.text import fold
from helpers.cases import cases, check_all, every_row, tabled
from helpers.checkout import ROOT
from helpers.lines import without_link_ids
from helpers.run import run

TODAY = "2026-11-24"
CATALOGUE = loader.load()


def said_besides(answer: Answer) -> str:
    """What is said of the question; where no command is equivalent, all that is said."""
    said = list(answer.reading)
    if answer.command is None:
        said += [answer.message, *answer.next_commands, *answer.suggestions]
    return " | ".join(said)


def typed_out(command: str) -> Answer:
    """The answer of a command line, by the road that it takes when it is typed."""
    line = short_parser.parsed(shlex.split(command)[1:])
    assert line is not None, command
    return short_parser.LOOKUPS[line.command].answer(line.values, CATALOGUE, TODAY)


def answer_that_holds_together(text: str) -> Answer:
    """The answer to any text, of which this is true: its command gives the same answer."""
    found = ask(CATALOGUE, text, TODAY)
    assert found == ask(CATALOGUE, text, TODAY)
    assert found.query.command == "ask"
    if found.command is None:
        assert found.status in ("unknown", "ambiguous")
        assert found.message
        assert found.suggestions or found.candidates or found.next_commands
    elif not found.command.startswith("reseaux coverage"):
        same = typed_out(found.command)
        assert found.notes == same.notes
        if found.status == "found" and not found.place:  # without a filter, it asks where
            found = found.replace(message="", hint="", is_vague=False)
        if found.status == "unknown" and found.reason == "question":  # it proposes commands
            assert 1 <= len(found.next_commands) <= 3
            assert all(typed_out(line).status == "found" for line in found.next_commands)
            found = found.replace(reason=same.reason, hint=same.hint)
        elif found.status == "unknown":  # it asks where
            assert found.message == f"{same.message} {WHERE}"
            found = found.replace(message=same.message)
        alike = {"query": same.query, "command": None, "reading": ()}
        assert found.replace(**alike, next_commands=same.next_commands) == same
        names = {"command": same.query.command, "input": same.query.input}
        assert found.query.replace(**names) == same.query
    return found


@pytest.mark.parametrize("part", [0, 1, pytest.param(2, marks=pytest.mark.slow)])
def test_table(part: int) -> None:
    check_all(cases("questions/questions.tsv")[part::3], check_question)


def check_question(typed: str, command: str, status: str, said: str) -> None:
    """``…`` in the table stands for anything."""
    found = ask(CATALOGUE, typed, TODAY)
    assert (found.command or "", found.status) == (command, status)
    told = said_besides(found)
    assert told.startswith(said[:-1]) if said.endswith("…") else told == said


@every_row("questions/views.tsv")
def test_a_question_is_shown_as_its_command(question: str, command: str, reason: str) -> None:
    """On a terminal and in a pipe; Rich gives a link a number at random."""
    for width in (100, 0):
        asked = run("ask", question, width=width)
        typed = run(*shlex.split(command)[1:], width=width)
        assert asked.err.splitlines()[0] == f"Compris : {command}"
        assert asked.code == typed.code
        found, expected = (without_link_ids(one.out) for one in (asked, typed))
        assert found == expected, reason


@tabled
def test_a_name_of_another_kind_gets_commands_that_answer(question: str, proposed: str) -> None:
    found = ask(CATALOGUE, question, TODAY)
    assert (found.status, found.reason) == ("unknown", "question")
    assert " | ".join(found.next_commands) == proposed
    for line in found.next_commands:
        assert typed_out(line).status == "found"


@tabled
def test_a_misspelt_town_is_suggested_for_beside_a_filter_too(question: str, town: str) -> None:
    found = ask(CATALOGUE, question, TODAY)
    assert found.status == "unknown"
    assert town in found.suggestions
    assert any(town in command for command in found.next_commands)


@tabled
def test_find_and_ask_say_the_same_of_the_same_words(text: str) -> None:
    read = resolve(text)
    found = ask(CATALOGUE, text, TODAY)
    assert isinstance(read, Places)
    if found.place:
        assert found.place in read.candidates
    else:
        assert {one.place for one in found.candidates} <= {*read.candidates}


@tabled
def test_an_absence_has_its_areas_as_coverage_has_them(question: str, levels: str) -> None:
    asked = run("ask", question, "--json").document
    counted = run("coverage", "--status", "none", "--json").document
    assert {area["level"] for area in asked["areas"]} == set(levels.split())
    assert [area for area in asked["areas"] if area not in counted["areas"]] == []


DOCUMENTS = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]
TOLD = {
    question
    for page in DOCUMENTS
    for question in re.findall(r'reseaux ask "([^"]+)"', page.read_text("utf-8"))
}
FOR_ASSISTANTS = re.findall(
    r"^- reseaux (.+?)(?:  |$)", (ROOT / "docs" / "assistants.md").read_text("utf-8"), re.MULTILINE
)
STANDS_FOR = {"LIEU": "Rouen", "PLACE": "Rouen", "MOTS": "insertion", "WORDS": "insertion"}
STANDS_FOR["ID"] = "ran-coper"


@pytest.mark.parametrize("question", sorted(TOLD))
def test_a_question_that_a_document_tells_is_answered_whole(question: str) -> None:
    found = ask(CATALOGUE, question, TODAY)
    assert found.command is not None
    assert found.status in ("found", "none")
    assert not any(note.startswith("Non compris") for note in found.reading)


@pytest.mark.parametrize("line", FOR_ASSISTANTS)
def test_what_assistants_are_told_to_type_is_answered(line: str) -> None:
    command = line.partition(" | ")[0]  # what jq takes of it is run by the tests of the guide
    done = run(*[STANDS_FOR.get(word, word) for word in shlex.split(command)])
    assert done.code == 0
    assert done.out


WORDS = [
    *("guichet vert", "clause sociale", "PME", "hôpital", "RAN COPER", "list", "qui", "contact de"),
    *("à", "dans la", "dans le", "en", "du", "d'", "aux", "pour", "near", "in the", "région", "et"),
    *("Vienne", "Rouen", "Normandie", "Saint-Denis", "76000", "(974)", "Loire", "Vert", "le Port"),
    *("Rouenn", "xyz", "de", ",", "?", "-", "'", "2A", "217605401", "mairie de", "Île", "Y", "Lô"),
    *("sauf", "pas de", "sans", "aucun"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=80))
@example("in the Vienne Vienne")
@example("Achat")  # it names neither a place nor a filter
@example("Resah")  # which the catalogue does not have
def test_any_text(text: str) -> None:
    answer_that_holds_together(text)


NUMBERS = st.sampled_from(["1", "7", "12", "44", "99", "974", "2026", "1000", "34000", "3ab", "2B"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*WORDS[:6], "svp", "questions"]), NUMBERS), max_size=3))
@example([("guichet vert ds le", "44"), ("svp", "7")])
@example([("mairie de Rouen", "76")])
@example([("guichet vert", "34000"), ("clause sociale", "34000"), ("PME", "1")])
@example([("guichet vert", "34000"), ("RAN COPER", "34000"), ("PME", "1")])
def test_no_number_is_dropped_in_silence(parts: list[tuple[str, str]]) -> None:
    """A number is in the place, or it is not understood."""
    found = ask(CATALOGUE, " ".join(f"{words} {number}" for words, number in parts), TODAY)
    places = [found.place] if found.place else [one.place for one in found.candidates]
    codes = [code for place in places for code in place.departements]
    said = [found.command or "", *found.next_commands, *found.reading, *codes]
    words = fold(" ".join(said)).split()
    missing = [number for _, number in parts if fold(number) not in words]
    assert found.status == "unknown" or missing == [], said


def test_huge_texts_are_cut_and_answered() -> None:
    for part in ("guichet vert ", "à Rouenn ", "xyzt ", "Saint-", "((((", "1 ", "a", "é", "🌱"):
        answer_that_holds_together(part * (50_000 // len(part)))
    answer_that_holds_together("\n" * 50_000 + "Rouen")


def test_a_text_that_is_cut_says_so() -> None:
    found = ask(CATALOGUE, "guichet vert " + "mot " * 600, TODAY)
    assert any("trop longue" in note for note in found.reading)
    tokens, cut = split("mot " * 600)
    assert (len(tokens), cut) == (MOST_TOKENS, True)
    # Unicode counts the Greek numeral sign among the letters; no name can be made of it.
    assert [token.text for token in split("à \u0374 Rouen")[0]] == ["à", "Rouen"]


def test_nothing_known_gives_examples() -> None:
    found = ask(CATALOGUE, "asdfgh qwerty", TODAY)
    assert found.status == "unknown"
    assert found.next_commands == EXAMPLES
    assert all(run(*shlex.split(example)[1:]).code == 0 for example in EXAMPLES)


def test_every_word_of_the_vocabulary_is_understood() -> None:
    """But those that a question uses for something else, which the data say."""
    plain = plain_words()
    taken = {key for role, words in plain.items() if role not in BESIDE for key in words}
    for name in ("theme", "kind", "audience"):
        for key, value in CATALOGUE.lexicon[name].items():
            # "AP-HP" is a place too.
            if key not in {*taken, *plain["titre"], *PLACE_TYPES} and not gazetteer.aliases(key):
                asked = read_question(CATALOGUE, key)
                assert value in getattr(asked, f"{name}s") or asked.subjects, key


@pytest.mark.parametrize("network", [*CATALOGUE.networks][::3], ids=lambda network: network.id)
def test_every_network_is_shown_by_its_id_and_its_name(network: Network) -> None:
    for text in (network.id, network.name):
        asked = read_question(CATALOGUE, f"qu'est-ce que {text} ?")
        assert (asked.command, asked.subjects) == ("show", (network.id,)), text


def test_the_plain_words_are_folded_and_each_stands_once() -> None:
    lines = (Path(loader.path()) / "mots.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 3 for row in rows)
    assert [row[0] for row in rows] == [fold(row[0]) for row in rows]
    # The word of an establishment ("hôpital") or of a code ("siren") has another part besides.
    plain = [row[0] for row in rows if row[1] != "titre"]
    assert len(set(plain)) == len(plain)
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
    fields = {word.id for word in CATALOGUE.words["field"]} | {CONTACT}
    asked = {one for _, role, value in rows if role == "champ" for one in value.split()}
    assert asked <= fields
    assert {value for _, role, value in rows if role == "network"} <= {*CATALOGUE.ids}
