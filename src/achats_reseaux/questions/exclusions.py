"""What a question excludes, and which of its negations ask for coverage instead.

What is lacking somewhere is told by coverage ("communes sans guichet vert"); what is
excluded is refused. A negation is never turned round.
"""

from __future__ import annotations

from achats_reseaux.questions.lexicon import ASKED_FOR, LINKING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.sentences import Sentence, Span

SAYING_NOTHING = (*LINKING, "vide", "déterminant")
"""The roles of words that ask for nothing."""

_AREAS_ASKED = frozenset(("parts", "communes", "villes", "departements", "regions", "territoires"))
_NAMED = (*ASKED_FOR, "place")
_JOINING = (*LINKING, "exclusion")
_LACKING = (("couverture", "none"),)


def with_lacks(sentence: Sentence, text: str) -> Sentence:
    """The sentence with what is lacking somewhere read as the coverage of that."""
    for span in sentence.spans:
        is_lack = "manque" in span.value("exclusion")
        is_absence = "absence" in span.value("exclusion")
        if is_absence and _is_asked_first(sentence, span, text):
            return sentence.with_span(span.replace(meanings=_LACKING))
        if not (is_lack or is_absence) or sentence.role(span.end) not in ("kind", "theme"):
            continue
        if _asks_areas(sentence, span):
            return sentence.with_span(span.replace(meanings=_LACKING))
    return sentence


def _is_asked_first(sentence: Sentence, span: Span, text: str) -> bool:
    """A question that begins with an absence: "aucun guichet en Corse ?", not "pas de souci"."""
    before = {sentence.role(index) for index in range(span.start)}
    is_first = before.issubset((*SAYING_NOTHING, "place"))
    is_question = text.rstrip().endswith("?")
    return is_first and is_question and sentence.role(span.end) in ASKED_FOR


def _asks_areas(sentence: Sentence, span: Span) -> bool:
    """Whether areas are counted or asked for that lack it: "combien de communes sans …"."""
    words = sentence.words(0, span.start)
    for other in sentence.spans:
        if other.start >= span.start:
            break
        words += other.value("couverture").split()
    return not _AREAS_ASKED.isdisjoint(words)


def excluded(sentence: Sentence) -> list[range]:
    """From a word of exclusion to the last thing named that it excludes: "sauf les plateformes".

    Else from the thing named before it: "clause sociale : non".
    """
    ranges: list[range] = []
    for span in sentence.spans:
        is_inside = any(span.start in what for what in ranges)
        if is_inside or not (span.means("exclusion") or says_no_longer(sentence, span)):
            continue
        what = _range_excluded(sentence, span)
        if what:
            ranges.append(what)
    return ranges


def _range_excluded(sentence: Sentence, span: Span) -> range | None:
    """What one word excludes; ``None`` if nothing is named that it may exclude."""
    values = span.value("exclusion").split()
    after = _named_after(sentence, span)
    is_after_place = after is not None and after.role == "place"
    if is_after_place and values == ["autre"]:
        return range(span.start, span.end)  # "qui d'autre à Nantes ?"
    is_of_before = "après" in values or (after is None and "négation" in values)
    if is_after_place and says_no_longer(sentence, span):
        is_of_before = True
    if is_of_before:
        before = _named_before(sentence, span)
        if before:
            return range(before.start, span.end)
    return range(span.start, after.end) if after else None


def says_no_longer(sentence: Sentence, span: Span) -> bool:
    """Whether a word goes on after "ne": "ne passe plus par"; not "n'est-il plus gratuit ?"."""
    if span.key not in ("pas", "plus") or sentence.role(span.end) == "champ":
        return False
    before = sentence.words(span.start - 3, span.start)
    return not {"n", "ne"}.isdisjoint(before)


def _named_after(sentence: Sentence, span: Span) -> Span | None:
    """The last of the things named one after the other, in the clause after a word: "ni … ni …"."""
    last: Span | None = None
    for index in range(span.end, len(sentence.tokens)):
        if sentence.breaks(index):
            break
        role = sentence.role(index)
        if role in _NAMED:
            is_place = role == "place"
            if last and is_place and last.role != "place":
                break  # "sauf les plateformes à Rouen"
            last = sentence.span(index)
        elif last and role not in _JOINING:
            break
    return last


def _named_before(sentence: Sentence, span: Span) -> Span | None:
    """The last thing named in the clause before a word, or before an empty clause."""
    named = _NAMED if "lieu" in span.value("exclusion").split() else ASKED_FOR
    start = span.start
    while not sentence.breaks(start):
        start -= 1
    is_empty = all(sentence.role(index) in SAYING_NOTHING for index in range(start, span.start))
    if is_empty:
        start = 0
    for other in reversed(sentence.marks[start : span.start]):
        if other and other.role in named:
            return other
    return None
