"""What a question is read as: the command that it amounts to, what is left, what is refused.

Known words are marked (``sentences``), then places (``place_reader``), then exclusions;
the command follows from all three by ``command_rules``. Which networks help where is
decided in ``answering``.
"""

from __future__ import annotations

from achats_reseaux.answering.details import CONTACT
from achats_reseaux.gazetteer import communes_named
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.questions.command_rules import THRESHOLDS, Question, command_of
from achats_reseaux.questions.exclusions import excluded, with_lacks
from achats_reseaux.questions.lexicon import ASKED_FOR, SELLERS, lexicon_of, type_words
from achats_reseaux.questions.place_lookup import distinct
from achats_reseaux.questions.place_reader import read_places
from achats_reseaux.questions.sentences import read_words
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.reading import Reading
    from achats_reseaux.questions.sentences import Sentence, Span

_MOST_LEFT = 6
_OWN = frozenset(
    "notre nos mon ma our my suis sommes est gere gerons dirige dirigeons am are".split()
)
"""The words before what somebody is himself."""


def read_question(catalogue: Catalogue, text: str) -> Reading:
    """Read a question; no text makes this raise.

    Args:
        catalogue: provides the words, networks, notions and organisations to recognise.
        text: the question as typed.
    """
    named, sentence = read_places(read_words(text, lexicon_of(catalogue)))
    sentence = with_lacks(sentence, text)
    exclusions = excluded(sentence)
    out = _tokens_excluded(sentence, exclusions)
    spans = [span for at, span in enumerate(sentence.marks) if span and at not in out]
    places = distinct([mention for mention in named if mention.start not in out])
    question = Question(
        catalogue, list(dict.fromkeys(spans)), places, seeks_suppliers=_seeks_suppliers(sentence)
    )
    reading = command_of(question)
    left = _left(sentence, out, reading, question)
    is_list = reading.command == "list" and "liste" not in question.namespaces
    return reading.replace(
        refused=", ".join(sentence.text(one.start, one.stop) for one in exclusions),
        notes=_notes(sentence, left) + reading.notes,
        vague=is_list and not reading.filters,
    )


def _seeks_suppliers(sentence: Sentence) -> bool:
    """Whether suppliers are looked for: "un ESAT à Nancy", not "nous sommes une SIAE"."""
    for span in sentence.spans:
        if span.means(SELLERS):
            before = sentence.words(span.start - 2, span.start)
            return _OWN.isdisjoint(before)
    return False


def _tokens_excluded(sentence: Sentence, exclusions: list[range]) -> set[int]:
    """The tokens of exclusions, but for the place of what is said not to do."""
    out: set[int] = set()
    for one in exclusions:
        tokens = set(one)
        if sentence.role(one.start) in ASKED_FOR:  # "le guichet vert de Rouen ne répond pas"
            tokens -= {at for at in one if sentence.role(at) == "place"}
        out |= tokens
    return out


def _notes(sentence: Sentence, left: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of misspelt words, of those not understood, of a question that is too long."""
    notes: list[str] = []
    if left:
        words = [f"« {shortened(word)} »{_guess(sentence, word)}" for word in left]
        notes.append(f"Non compris : {', '.join(words)}.")
    for typed, word in sentence.mended:
        notes.append(f"« {shortened(typed)} » est lu « {word} ».")
    if sentence.cut:
        notes.append("Question trop longue : seul son début a été lu.")
    return tuple(notes)


def _guess(sentence: Sentence, word: str) -> str:
    near = sentence.lexicon.near(fold(word))
    return f" (« {near} » ?)" if near else ""


# --- what is said of the other words ---


def _left(
    sentence: Sentence, out: set[int], reading: Reading, question: Question
) -> tuple[str, ...]:
    """The words that are unknown, or known but no part of the command, as typed."""
    silent = set(type_words())
    for subject in reading.subjects:
        silent.update(subject.split("-"))  # "quelles obligations en 2026 ?"
    met = _met(reading, question)
    words: dict[str, None] = {}
    end = 0
    for start, span in enumerate(sentence.marks):
        if start in out or start < end:
            continue
        end = sentence.end_of_digits(start)  # "06 12 34" is one number
        is_left = sentence.key(start) not in silent
        if span:
            end = span.end
            is_left = _is_unanswered(span, reading, met)
            if span.role == "vide" and sentence.tokens[start].capital:
                is_left = bool(communes_named(span.key))  # "qui s'appelle Y"
        if is_left:
            words[sentence.text(start, end)] = None
    shown = list(words)
    if len(shown) > _MOST_LEFT:
        shown[_MOST_LEFT:] = ["…"]
    return tuple(shown)


def _met(reading: Reading, question: Question) -> set[str]:
    """The filters, networks and notions that a command has, or that are true of what it shows."""
    catalogue = question.catalogue
    met = set(reading.filters + reading.subjects)
    if reading.about:
        met.add(reading.about)
    for one in [one for one in met if one in catalogue.ids]:
        network = catalogue.network(one)
        met.add(network.kind)
        met.update(network.themes + network.audiences)
    if reading.command != "show":
        met |= {"collectivite", GUICHET_VERT}  # whom a guichet vert serves
    elif not question.networks:
        met.update(question.words("organisation"))
    return met


def _is_unanswered(span: Span, reading: Reading, met: set[str]) -> bool:
    """Whether the answer does not reflect a known expression."""
    is_shown = reading.command == "show"
    if span.role in ("hors", "lieu", "numéroté", "exclusion"):
        return True
    if span.role == "montant":
        return THRESHOLDS not in met
    if span.role == "champ" and not is_shown:
        is_told = span.value("champ") == "chiffres" and reading.command != "find"
        return not is_told and span.value("champ") != CONTACT
    if span.role == "définition":
        # "c'est quoi un ESAT ?"; not "quels sont les réseaux pour un hôpital ?"
        if reading.command == "find":
            return not (reading.kinds or reading.themes or reading.about)
        return reading.command == "list"
    if span.role == "comparaison":
        return is_shown and len(reading.subjects) < 2
    if is_shown and span.value("champ"):
        return False
    return _is_dropped(span, is_shown, met)


def _is_dropped(span: Span, is_shown: bool, met: set[str]) -> bool:
    """Whether none of what an expression names is met."""
    named = set(span.filters)
    namespaces = ["network", "organisation"]
    if is_shown:
        namespaces.append("notion")
    for namespace in namespaces:
        if span.means(namespace):
            named.add(span.value(namespace))
    return named.isdisjoint(met) if named else False
