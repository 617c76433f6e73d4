"""What a question is read as: the command that it amounts to, what is left, what is refused.

Known words are marked (``sentences``), then places (``place_reader``), then exclusions;
the command follows from all three by ``command_rules``. Which networks help where is
decided in ``answering``.
"""

from __future__ import annotations

from achats_reseaux.answering.details import CONTACT
from achats_reseaux.gazetteer import communes_named
from achats_reseaux.model import GUICHET_VERT, Catalogue
from achats_reseaux.questions.command_rules import (
    LAW_OF_THEME,
    THRESHOLDS,
    Question,
    command_of,
    whom_it_binds,
)
from achats_reseaux.questions.exclusions import excluded, with_lacks
from achats_reseaux.questions.lexicon import (
    CENTRAL,
    NO_CENTRAL_BODY,
    SELLERS,
    lexicon_of,
    place_types,
    plain_words,
    with_near,
)
from achats_reseaux.questions.place_lookup import distinct
from achats_reseaux.questions.place_reader import read_places
from achats_reseaux.questions.sentences import SIGNS, Sentence, Span, read_words
from achats_reseaux.text import day, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.parsed_question import ParsedQuestion

_MOST_LEFT = 6
_LENGTH_OF_YEAR = 4
_TELEPHONE = ("numero", "telephone", "tel", "phone")
_OWN = frozenset(
    "notre nos mon ma our my suis sommes est gere gerons dirige dirigeons am are".split()
)
"""The words before what somebody is himself."""


def read_question(catalogue: Catalogue, text: str) -> ParsedQuestion:
    """Read a question; no text makes this raise.

    Args:
        catalogue: provides the words, networks, notions and organisations to recognise.
        text: the question as typed.
    """
    named, sentence = read_places(read_words(text, lexicon_of(catalogue)))
    sentence = with_lacks(sentence, text)
    exclusions = excluded(sentence)
    out: set[int] = set().union(*exclusions)
    spans = [span for index, span in enumerate(sentence.marks) if span and index not in out]
    places = distinct([mention for mention in named if mention.start not in out])
    question = Question(
        catalogue, list(dict.fromkeys(spans)), places, seeks_suppliers=_seeks_suppliers(sentence)
    )
    parsed = command_of(question)
    left, validity = _years_told(catalogue, parsed, _left(sentence, out, parsed, question))
    bodies = [span for span in sentence.spans if span.means(CENTRAL)]
    central = ", ".join(f"« {sentence.text(span.start, span.end)} »" for span in bodies)
    if central and parsed.command:
        parsed = parsed.replace(notes=(*parsed.notes, f"{central} : {NO_CENTRAL_BODY}"))
    is_list = parsed.command == "list" and "liste" not in question.namespaces
    return parsed.replace(
        refused=", ".join(sentence.text(clause.start, clause.stop) for clause in exclusions),
        central=central,
        notes=(*_notes(sentence, left), *validity, *parsed.notes),
        vague=is_list and not parsed.filters,
        asks_telephone=_asks_telephone(question),
    )


def _asks_telephone(question: Question) -> bool:
    """Whether a number to call is asked for: "numéro du guichet vert", not "contact"."""
    keys = [span.key for span in question.spans if span.value("champ") == CONTACT]
    return any(word in key.split() for key in keys for word in _TELEPHONE)


def _seeks_suppliers(sentence: Sentence) -> bool:
    """Whether suppliers are looked for: "un ESAT à Nancy", not "nous sommes une SIAE"."""
    for span in sentence.spans:
        if span.means(SELLERS) and span.role != "notion":
            before = sentence.words(span.start - 2, span.start)
            return _OWN.isdisjoint(before)
    return False


def _notes(sentence: Sentence, left: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of words not understood, of a question that is too long."""
    notes: list[str] = []
    texts = plain_words()["texte"]
    unread = [word for word in left if fold(word) not in texts]
    if unread:
        words = [with_near(word, sentence.lexicon.near(fold(word))) for word in unread]
        notes.append(f"Non compris : {', '.join(words)}.")
    for word in left:
        if fold(word) in texts:
            notes.append(f"« {word} » : reseaux search {texts[fold(word)]}.")
    if sentence.cut:
        notes.append("Question trop longue : seul son début a été lu.")
    return tuple(notes)


# --- what is said of the other words ---


def _left(
    sentence: Sentence, out: set[int], parsed: ParsedQuestion, question: Question
) -> tuple[str, ...]:
    """The words that are unknown, or known but no part of the command, as typed."""
    silent = set(place_types())
    for subject in parsed.subjects:
        silent.update(subject.split("-"))  # "quelles obligations en 2026 ?"
    met = _met(parsed, question)
    words: dict[str, None] = {}
    end = 0
    for start, span in enumerate(sentence.marks):
        if start in out or start < end:
            continue
        end = sentence.end_of_digits(start)  # "06 12 34" is one number
        is_left = sentence.key(start) not in silent
        if span:
            end = span.end
            is_left = _is_unanswered(span, parsed, met)
            if span.role == "unité" and sentence.key(start) not in SIGNS:
                is_left = not sentence.key(start - 1)[:1].isdigit()  # "la loi sur les véhicules"
            if span.role == "vide" and sentence.tokens[start].capital:
                is_left = bool(communes_named(span.key))  # "qui s'appelle Y"
        if is_left:
            words[sentence.text(start, end)] = None
    shown = list(words)
    if len(shown) > _MOST_LEFT:
        shown[_MOST_LEFT:] = ["…"]
    return tuple(shown)


def _years_told(
    catalogue: Catalogue, parsed: ParsedQuestion, left: tuple[str, ...]
) -> tuple[tuple[str, ...], list[str]]:
    """The words left without years, and what is not known, where a notion's facts have an end.

    Example: "seuils 2027", "seuils 2028"
    """
    years = [word for word in left if len(word) == _LENGTH_OF_YEAR and word.isdigit()]
    notes: list[str] = []
    for subject in set(parsed.subjects).intersection(catalogue.notion_ids):
        notion = catalogue.notion(subject)
        until = max((fact.valid_until or "" for fact in notion.facts), default="")
        if until:
            left = tuple(word for word in left if word not in years)
        if until and until < max(years, default=""):
            notes.append(f"{notion.name} : rien n'est connu après le {day(until)}.")
    return left, notes


def _met(parsed: ParsedQuestion, question: Question) -> set[str]:
    """The filters, networks and notions that a command has, or that are true of what it shows."""
    catalogue = question.catalogue
    met = set(parsed.filters + parsed.subjects)
    for theme, notion in LAW_OF_THEME.items():
        if notion in parsed.subjects:
            met |= {theme, THRESHOLDS}  # it says from which amount
    if question.reserves or whom_it_binds(question, parsed.subjects):
        met.update(question.filter("audience"))  # suppliers serve all; a law says whom it binds
    if question.reserves:
        met.add("social")  # an ESAT
    if parsed.about:
        met.add(parsed.about)
    for named in [name for name in met if name in catalogue.ids]:
        network = catalogue.network(named)
        met.add(network.kind)
        met.update(network.themes + network.audiences)
    if parsed.command != "show":
        met |= {"collectivite", GUICHET_VERT}  # whom a guichet vert serves
    elif not question.networks:
        met.update(question.words("organisation"))
    return met


def _is_unanswered(span: Span, parsed: ParsedQuestion, met: set[str]) -> bool:
    """Whether the answer does not reflect a known expression."""
    is_shown = parsed.command == "show"
    if span.role in ("hors", "texte", "lieu", "numéroté", "exclusion"):
        return True
    if span.role == "montant":
        return THRESHOLDS not in met
    if span.role == "champ" and not is_shown:
        if span.value("champ") == "chiffres" and parsed.command != "find":
            return False
        return span.value("champ") != CONTACT
    if span.role == "définition":
        # "c'est quoi un ESAT ?"; not "quels sont les réseaux pour un hôpital ?"
        if parsed.command == "find":
            return not (parsed.kinds or parsed.themes or parsed.about)
        return parsed.command == "list"
    if span.role == "comparaison":
        return is_shown and len(parsed.subjects) < 2
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
    if not named:
        return False
    return named.isdisjoint(met)
