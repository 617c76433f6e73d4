"""The exclusions of a question: ``sauf les plateformes``, ``hors Bretagne``, ``pas un hôpital``."""

from __future__ import annotations

from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.model import FILTERS, Record
from achats_reseaux.questions.place_by_preposition import area_text
from achats_reseaux.questions.words import ASKED_FOR, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.place_evidence import Mention
    from achats_reseaux.questions.place_finder import PlaceFinder

_ONE = ("un", "une", "a", "an")
_THOSE = ("ce", "qui", "est", "sont", "reseau", "reseaux", "sites")
_OF = ("de", "d", "du", "des", "of")
_LINKING = ("préposition", "article", "liaison")


class Excluded(Record):
    """What a question excludes.

    Attributes:
        values: ids by namespace of the filters.
        mentions: places.
        words: the first words that exclude something, as typed; ``""`` if none do.
        refused: the first that exclude a place or a network, which no command can express.
    """

    values: dict[str, set[str]]
    mentions: tuple[Mention, ...] = ()
    words: str = ""
    refused: str = ""


def exclusions(finder: PlaceFinder, mentions: list[Mention]) -> Excluded:
    """Find the exclusions of a question, and mark their words as meaningless for later steps."""
    values: dict[str, set[str]] = {}
    out: list[Mention] = []
    words = refused = ""
    for at in range(len(finder.tokens)):
        targets = _targets(finder, at)
        if not targets:
            continue
        start, end = at, targets[-1].end
        ground = any(one.end == at and area_text(one.found) for one in mentions)
        ground = ground or end - start == len(finder.tokens)
        filtered = targets[0].role != "place"  # "la Normandie sans l'Eure" lacks no network
        if filtered and _is_lacked(finder, start, ground=ground):
            lacks = Span(start, targets[0].start, "", (("couverture", "none parts"),))
            finder.marks[start : lacks.end] = [lacks] * (lacks.end - start)
            continue
        words = words or finder.text(start, end)
        filters = [pair for span in targets for pair in span.meanings if pair[0] in _FILTERED]
        whole = all(any(name in _FILTERED for name, _ in span.meanings) for span in targets)
        # What is not a platform of the State is one thing or the other: no filter says so.
        whole = whole and not any(_narrows(finder, span.end) for span in targets)
        for name, value in filters if whole else []:
            values.setdefault(name, set()).add(value)
        if not whole:
            refused = refused or finder.text(start, end)
            out += [mention for mention in mentions if start <= mention.start < end]
        finder.marks[start:end] = [Span(start, end, "", (("vide", ""),))] * (end - start)
    return Excluded(values, tuple(out), words, refused)


def _is_lacked(finder: PlaceFinder, at: int, *, ground: bool) -> bool:
    """Whether places are asked for that lack something: "communes sans facilitateur".

    Not "sans les plateformes", nor where something else is asked for before.
    """
    span = finder.marks[at]
    if span is None or span.value("exclusion") != "manque" or finder.role(span.end) == "article":
        return False
    before = [mark for mark in finder.marks[:at] if mark]
    ground = ground or names_parts(before) or "couverture" in [one.role for one in before]
    return ground and not any(map(_is_asked_for, before))


def _is_asked_for(span: Span) -> bool:
    return span.role in ("kind", "theme")


def names_parts(spans: list[Span]) -> bool:
    """Whether "communes", "endroits" are named: parts of a place, or local authorities."""
    return any(
        one.value("audience") == "collectivite" or one.value("vide") == "parts" for one in spans
    )


_FILTERED = tuple(name for name, _ in FILTERS)


def _targets(finder: PlaceFinder, at: int) -> list[Span]:
    """The known words that a word excludes: ``pas en Bretagne``, but not ``je ne sais pas``."""
    span = finder.marks[at]
    if span is None or span.role != "exclusion":
        return []
    value, start = span.value("exclusion"), at
    negates = value in ("absence", "négation")
    found: list[Span] = []
    at = span.end
    of = value == "absence"
    while at < len(finder.tokens) and not (negates and finder.breaks(at)):
        target = finder.marks[at]
        if target and target.role in ("place", *ASKED_FOR):
            found.append(target)
            at = target.end
            if _joins(finder, at):
                at += 1
            elif not _narrows(finder, at):
                break
        elif not (
            _links(finder, at)
            or (not negates and finder.key(at) in _THOSE)
            or (value == "" and target is None)  # "sauf ceux du sud de la Loire"
        ):
            break  # "sauf ce qui est pour l'État"; not "je ne sais pas qui est le guichet vert"
        else:
            of = of or finder.key(at) in _OF
            at += 1
    # "aucun facilitateur dans le Cantal" misses one; "Lyon, pas de plateformes" excludes them.
    other = any(map(_is_asked_for, filter(None, finder.marks[:start])))
    alone = _clause_has_place(finder, start) and not other
    asked = finder.asks or alone or all(one.value("kind") == GUICHET_VERT for one in found)
    instead = any(
        mark.value("kind") not in (None, GUICHET_VERT) for mark in finder.marks[at:] if mark
    )
    if negates and of and asked and not instead:
        return []  # "pas de guichet vert à Nancy ?"; not "pas de guichet, un facilitateur"
    return found


def _clause_has_place(finder: PlaceFinder, at: int) -> bool:
    """Whether a place is named between the breaks around a word."""
    first, last = at, at + 1
    while not finder.breaks(first):
        first -= 1
    while not finder.breaks(last):
        last += 1
    return "place" in map(finder.role, range(first, last))


def _joins(finder: PlaceFinder, at: int) -> bool:
    """Whether a word continues an exclusion: "sauf Rouen et Lyon", "ni A ni B"."""
    return finder.role(at) == "liaison" or finder.key(at) in ("and", "ou", "or", "ni", "nor")


def _narrows(finder: PlaceFinder, at: int) -> bool:
    """Whether a filter narrows the one before it: "les plateformes de l'État"."""
    if finder.key(at) not in _OF:
        return False
    while at < len(finder.tokens) and _links(finder, at):
        at += 1
    return finder.role(at) in ("theme", "audience")


def _links(finder: PlaceFinder, at: int) -> bool:
    """Whether a word may occur between an excluding word and the excluded one."""
    span = finder.marks[at]
    linking = span and (span.role in _LINKING or span.value("champ") == "public-vise")
    return bool(linking) or finder.key(at) in _ONE
