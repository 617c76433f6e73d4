"""What a question excludes, and which of its negations ask for coverage instead.

What is lacking somewhere is told by coverage ("communes sans guichet vert"); what is excluded is
refused. A negation is never turned round.
"""

from __future__ import annotations

from achats_reseaux.questions.context import LINKING
from achats_reseaux.questions.lexicon import ASKED_FOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.sentences import Sentence, Span

SAYING_NOTHING = (*LINKING, "vide", "déterminant", "ici", "existence")
"""The roles of words that ask for nothing."""

_BEGINNING = (*SAYING_NOTHING, "place")
_LACKING = (("couverture", "none"),)


def with_lacks(sentence: Sentence, text: str) -> Sentence:
    """The sentence with what is lacking somewhere read as the coverage of that."""
    if text.rstrip().endswith("?"):
        sentence = _with_absence_asked(sentence)
    return _with_areas_without(sentence)


def _with_absence_asked(sentence: Sentence) -> Sentence:
    """A question that begins with an absence: "aucun guichet en Corse ?", not "pas de souci"."""
    for span in sentence.marks:
        if span and span.role in _BEGINNING:
            continue
        is_asked = span is not None and "absence" in (span.value("exclusion") or "")
        if span and is_asked and sentence.role(span.end) in ASKED_FOR:
            return sentence.with_span(span.replace(meanings=_LACKING))
        return sentence
    return sentence


def _with_areas_without(sentence: Sentence) -> Sentence:
    """Areas that are counted or asked for, and lack something: "combien de communes sans …"."""
    for span in sentence.spans:
        value = span.value("exclusion") or ""
        if value not in ("manque", "absence", "absence négation"):
            continue
        before = [one for one in sentence.marks[: span.start] if one]
        asks_areas = any("parts" in (one.value("couverture") or "").split() for one in before)
        has_subject = any(one.role in ASKED_FOR and not _is_asker(one) for one in before)
        if asks_areas and not has_subject and sentence.role(span.end) in ("kind", "theme"):
            return sentence.with_span(span.replace(meanings=_LACKING))
    return sentence


def _is_asker(span: Span) -> bool:
    """Whether an expression only says whose networks are asked for: "communes"."""
    return span.role == "audience"


def excluded(sentence: Sentence) -> list[range]:
    """From a word of exclusion to the last thing named that it excludes: "sauf les plateformes".

    Else from the thing named before it: "clause sociale : non".
    """
    found: list[range] = []
    for span in sentence.spans:
        value = _exclusion(sentence, span)
        if value is not None and not any(span.start in one for one in found):
            what = _range_excluded(sentence, span, value)
            if what:
                found.append(what)
    return found


def _range_excluded(sentence: Sentence, span: Span, value: str) -> range | None:
    """What one word excludes; ``None`` if nothing is named that it may exclude."""
    after = _named_after(sentence, span)
    is_place = after is not None and after.role == "place"
    if is_place and value == "autre":
        return range(span.start, span.end)  # "qui d'autre à Nantes ?"
    values = value.split()
    rather_before = "après" in values or (is_place and "ne" in values)
    if rather_before or (after is None and "négation" in values):
        goes_back = not is_place or "après" in values
        before = _named_before(sentence, span, values, goes_back=goes_back)
        if before:
            return range(before.start, span.end)
    return range(span.start, after.end) if after else None


def _exclusion(sentence: Sentence, span: Span) -> str | None:
    """The value of a word of exclusion, and ``ne`` after "ne": "ne passe plus par"."""
    value = span.value("exclusion")
    if span.key not in ("pas", "plus"):
        return value
    before = sentence.keys(span.start - 3, span.start).split()
    asks_a_fact = sentence.role(span.end) == "champ"  # "n'est-il plus gratuit ?"
    if asks_a_fact or not {"n", "ne"} & {*before}:
        return value
    return f"{value or ''} ne"


def says_no_longer(sentence: Sentence, span: Span) -> bool:
    """Whether a word is the "plus" of "n'existant plus"."""
    return span.key == "plus" and bool(_exclusion(sentence, span))


def _named_after(sentence: Sentence, span: Span) -> Span | None:
    """The last of the things named one after the other, in the clause after a word: "ni … ni …"."""
    last: Span | None = None
    for at in range(span.end, len(sentence.tokens)):
        if sentence.breaks(at):
            break
        role = sentence.role(at)
        is_named = role in ("place", *ASKED_FOR)
        if last and role == "place" and last.role != "place":
            break  # "sauf les plateformes à Rouen"
        if last and not is_named and role not in (*LINKING, "exclusion"):
            break
        if is_named:
            last = sentence.span(at)
    return last


def _named_before(
    sentence: Sentence, span: Span, values: list[str], *, goes_back: bool
) -> Span | None:
    """The last thing named in the clause before a word, or before an empty clause."""
    named = (*ASKED_FOR, "place") if "lieu" in values else ASKED_FOR
    start = span.start
    while not sentence.breaks(start):
        start -= 1
    before = [one for one in sentence.marks[start : span.start] if one]
    is_empty = all(one.role in SAYING_NOTHING for one in before)
    if goes_back and is_empty:
        before = [one for one in sentence.marks[: span.start] if one]
    for one in reversed(before):
        if one.role in named:
            return one
    return None
