"""What a question excludes, or says that something lacks.

A negation is never turned round: what it negates is asked for only where a lack is meant.
"""

from __future__ import annotations

from achats_reseaux.questions.words import ASKED_FOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.words import Sentence, Span

_OF = ("de", "d", "du", "des", "of", "any")
_BETWEEN = (
    *_OF,
    "un",
    "une",
    "a",
    "an",
    "ce",
    "qui",
    "est",
    "sont",
    "and",
    "ou",
    "or",
    "ni",
    "nor",
)
_HAVING = {
    *("a", "ai", "avons", "avez", "ont", "existe", "dispose", "disposons", "trouve", "trouvons"),
    *("ya", "have", "has", "got", "is", "are", "isn", "find"),
}
"""The verbs of a lack: "je n'ai pas de guichet vert", "there is no green desk"."""

_ASKING = {
    *("comment", "pk", "pourquoi", "quel", "quels", "quelle", "quelles", "qui", "que", "quoi"),
    *("how", "what", "who", "whom", "why"),
}
"""Words that begin or end a question without a question mark."""

_LINKING = ("préposition", "article", "liaison")
_BEFORE_NOT = ("ne", "n", "is", "isn", "are", "does", "doesn", "do", "don", "can", "won")

_OTHER = ("champ", "définition", "comparaison", "couverture", "hors", "exclusion")
"""Roles of words that a negation is rather about."""


def exclusion(sentence: Sentence, grounds: set[int]) -> tuple[str, range]:
    """What the first word of exclusion does with the known words of its clause, and their range.

    They are ``lacked`` (« communes sans facilitateur »: coverage tells of these), ``missed``
    (« pas de guichet vert à Nancy ? »: they are asked for), or ``excluded`` (« sauf les
    plateformes »).

    Args:
        sentence: the question, its places marked.
        grounds: the ends of the areas that it names.
    """
    words = [one for one in dict.fromkeys(sentence.marks) if one and one.role == "exclusion"]
    for span in words:
        value, after = span.value("exclusion"), sentence.role(span.end)
        end = _end_of_targets(sentence, span)
        if end <= span.end or value in ("après", "autre"):
            continue
        before = [one for one in sentence.marks[: span.start] if one]
        asked = any(one.role in ("kind", "theme") for one in before)
        instead = any(one and one.role in ("kind", "theme") for one in sentence.marks[end:])
        ground = any(one.is_part or one.role == "couverture" for one in before)
        ground = (ground or span.start in grounds) and after not in ("article", "place")
        if value == "manque" and ground and not asked:
            return "lacked", range(span.start, end)
        of = value == "absence" or (value == "négation" and sentence.key(span.end) in _OF[:3])
        lack = _asks(sentence) or (not asked and _states_lack(sentence, span))
        return "missed" if of and lack and not instead else "excluded", range(span.start, end)
    if any(one and one.value("couverture") for one in sentence.marks):
        return "", range(0)
    negated = (_negated(sentence, span) for span in words)
    return next((("excluded", one) for one in negated if one), ("", range(0)))


def _asks(sentence: Sentence) -> bool:
    """Whether a text is a question: "pas de guichet vert chez nous, que faire"."""
    first = {one.key for one in sentence.tokens if one.breaks}
    return sentence.asks or not _ASKING.isdisjoint({*first, sentence.tokens[-1].key})


def _states_lack(sentence: Sentence, span: Span) -> bool:
    """Whether a place is said not to have what a negation is before."""
    clause = sentence.clause(span.start)
    before = range(clause.start, span.start)
    verbs = {sentence.key(at) for at in before if sentence.role(at) != "place"}
    return not verbs.isdisjoint(_HAVING) and "place" in map(sentence.role, clause)


def _end_of_targets(sentence: Sentence, span: Span) -> int:
    """The end of the last known word that a word excludes: not "je ne sais pas qui est …"."""
    value = span.value("exclusion")
    at = end = span.end
    while at < len(sentence.tokens) and not (value and sentence.breaks(at)):
        target = sentence.marks[at]
        if target and target.role in ("place", *ASKED_FOR):
            if target.role == "place" and end > span.end and sentence.role(end - 1) != "place":
                break  # "sauf les plateformes à Rouen"
            at = end = target.end
            continue
        linking = sentence.role(at) in _LINKING
        if not (linking or sentence.key(at) in _BETWEEN) and (value or end > span.end):
            break
        at += 1
    return end


def _negated(sentence: Sentence, span: Span) -> range:
    """From a negation to what it negates from further off."""
    value, clause = span.value("exclusion"), sentence.clause(span.start)
    if value == "autre":  # "je connais RESECO, qui d'autre ?"
        other = (one for one in sentence.marks if one and one.value("network") and not one.filters)
        return next((_between(one, span) for one in other), range(0))
    lone = len(clause) == span.end - span.start  # "clause sociale : non"; not "payant, non ?"
    if value == "manque" or (sentence.asks and (lone or value == "absence")):
        return range(0)
    if lone or value == "après":
        start = sentence.clause(clause.start - 1).start if lone and clause.start else clause.start
        before = (one for one in sentence.marks[start : span.start][::-1] if one)
        if named := next((one for one in before if _is_named(one)), None):
            return _between(named, span)
    return _named_after(sentence, span, clause.stop) or _subject(sentence, span, clause)


def _named_after(sentence: Sentence, span: Span, stop: int) -> range:
    """From a negation to what it negates after it; an audience is rather that of another word."""
    passed = 0
    for at in range(span.end, stop):
        target = sentence.marks[at]
        if target and _is_named(target):
            asker = target.role == "audience" and passed > 1  # "pas payée par la mairie"
            return range(0) if asker else _between(span, target)
        if target and target.role in _OTHER:
            break
        passed += target is None or target.role == "vide"
    return range(0)


def _subject(sentence: Sentence, span: Span, clause: range) -> range:
    """From the kind, theme or network that a negation is said of: "RESECO ne marche pas"."""
    marks = sentence.marks
    if any(one and one.role in _OTHER for one in marks[span.end : clause.stop]):
        return range(0)  # "quels guichets verts n'ont pas d'adresse ?"
    verbs = (at for at in range(clause.start, span.end) if sentence.key(at) in _BEFORE_NOT)
    for one in marks[clause.start : next(verbs, clause.start)][::-1]:
        if one is None or not (_is_named(one) or one.role in _LINKING):
            break
        if one.role not in ("audience", *_LINKING):
            return _between(one, span)
    return range(0)


def _is_named(span: Span) -> bool:
    return bool(span.filters or span.value("network"))


def _between(one: Span, other: Span) -> range:
    return range(min(one.start, other.start), max(one.end, other.end))
