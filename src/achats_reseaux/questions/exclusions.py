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
_AREAS_ASKED = frozenset(("communes", "villes", "departements", "regions", "territoires"))
_NAMED = (*ASKED_FOR, "place")
_JOINING = (*LINKING, "exclusion")
_LACKING = (("couverture", "none"),)


def with_lacks(sentence: Sentence, text: str) -> Sentence:
    """The sentence with what is lacking somewhere read as the coverage of that."""
    if text.rstrip().endswith("?"):
        sentence = _with_absence_asked(sentence)
    return _with_areas_without(sentence)


def _with_absence_asked(sentence: Sentence) -> Sentence:
    """A question that begins with an absence: "aucun guichet en Corse ?", not "pas de souci"."""
    for span in sentence.marks:
        if span is None:
            return sentence
        if span.role not in _BEGINNING:
            is_absence = "absence" in span.value("exclusion").split()
            if is_absence and sentence.role(span.end) in ASKED_FOR:
                return sentence.with_span(span.replace(meanings=_LACKING))
            return sentence
    return sentence


def _with_areas_without(sentence: Sentence) -> Sentence:
    """Areas that are counted or asked for, and lack something: "combien de communes sans …"."""
    for span in sentence.spans:
        if not _may_lack(sentence, span):
            continue
        before = [one for one in sentence.spans if one.start < span.start]
        # "communes" only says whose networks are asked for
        if any(one.role in ASKED_FOR and one.role != "audience" for one in before):
            return sentence
        asks_parts = any("parts" in one.value("couverture").split() for one in before)
        keys = sentence.keys(0, span.start).split()
        if asks_parts or not _AREAS_ASKED.isdisjoint(keys):
            return sentence.with_span(span.replace(meanings=_LACKING))
    return sentence


def _may_lack(sentence: Sentence, span: Span) -> bool:
    """Whether a word may say that something is lacking: "sans guichet vert"."""
    is_lack = span.value("exclusion") in ("manque", "absence", "absence négation")
    return is_lack and sentence.role(span.end) in ("kind", "theme")


def excluded(sentence: Sentence) -> list[range]:
    """From a word of exclusion to the last thing named that it excludes: "sauf les plateformes".

    Else from the thing named before it: "clause sociale : non".
    """
    found: list[range] = []
    for span in sentence.spans:
        is_inside = any(span.start in one for one in found)
        if is_inside or not (span.means("exclusion") or says_no_longer(sentence, span)):
            continue
        what = _range_excluded(sentence, span)
        if what:
            found.append(what)
    return found


def _range_excluded(sentence: Sentence, span: Span) -> range | None:
    """What one word excludes; ``None`` if nothing is named that it may exclude."""
    values = span.value("exclusion").split()
    after = _named_after(sentence, span)
    if after and after.role == "place":
        if values == ["autre"]:
            return range(span.start, span.end)  # "qui d'autre à Nantes ?"
        is_of_before = "après" in values or says_no_longer(sentence, span)
        goes_back = "après" in values
    else:
        is_of_before = "après" in values or (after is None and "négation" in values)
        goes_back = True
    if is_of_before:
        before = _named_before(sentence, span, values, goes_back=goes_back)
        if before:
            return range(before.start, span.end)
    return range(span.start, after.end) if after else None


def says_no_longer(sentence: Sentence, span: Span) -> bool:
    """Whether a word goes on after "ne": "ne passe plus par"; not "n'est-il plus gratuit ?"."""
    if span.key not in ("pas", "plus") or sentence.role(span.end) == "champ":
        return False
    before = sentence.keys(span.start - 3, span.start).split()
    return "n" in before or "ne" in before


def _named_after(sentence: Sentence, span: Span) -> Span | None:
    """The last of the things named one after the other, in the clause after a word: "ni … ni …"."""
    last: Span | None = None
    for at in range(span.end, len(sentence.tokens)):
        if sentence.breaks(at):
            break
        role = sentence.role(at)
        if role in _NAMED:
            if last and role == "place" != last.role:
                break  # "sauf les plateformes à Rouen"
            last = sentence.span(at)
        elif last and role not in _JOINING:
            break
    return last


def _named_before(
    sentence: Sentence, span: Span, values: list[str], *, goes_back: bool
) -> Span | None:
    """The last thing named in the clause before a word, or before an empty clause."""
    named = _NAMED if "lieu" in values else ASKED_FOR
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
