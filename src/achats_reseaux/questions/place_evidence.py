"""A place named in a question, with its evidence; and the reduction of several such places.

Duplicates are dropped; an area that contains another place named tells it from its homonyms.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places, Record
from achats_reseaux.questions.place_by_preposition import DEPARTMENTAL, REGIONAL

WEIGHTS = {
    # the words before the name
    "titled": 4,  # "ville de", "région", "département du"
    "commune": 3,  # "à", "au", "aux"
    "territoire": 3,  # "dans", "en"
    "body": 3,  # "hôpital de", "maire de"
    # the name itself
    "capital": 2,
    "compound": 2,  # two words or more that are the whole name of a place
    "area": 1,  # a région or a département
    "big": 2,  # 20,000 inhabitants or more
    "town": 1,  # 2,000 or more
    "initial": 2,  # a capital that the beginning of the sentence may explain
    "located": 5,  # before the name of its département: "die drôme"
    "unread": 2,  # the words are nothing else
    "alone": 2,  # all the other words are known
    # counter-evidence
    "common": -4,  # a plain word, without a capital
    "demonym": -3,  # "cidre breton"
    "known": -5,  # a word of the filters, or a plain one
    "determined": -6,  # "une fontaine", "quel sens"
    "cut": -4,  # a part of a known expression
    "inside": -9,  # a part of the name of a network
    "partial": -6,  # only the beginning of a name, or a name without its article
    "street": -6,  # "rue de", "avenue de"
    "landscape": -6,  # "Val de Loire", "pays de Caux": not the département, nor the village
    "patron": -3,  # "hôpital Saint-X", "lycée X"
    "near": -6,  # a village whose name is nearly a word of the filters: "guiché vert"
    "misspelt": -2,  # only near the name of a place
    "surname": 0,  # "Florence Brest, mairie de Laval"
}
"""The weight of each kind of evidence, tuned by hand on ``tests/questions.tsv``. Each changes an
answer there, and another in questions that it was not tuned on or in generated ones."""

ACCEPTED = 2
"""The least score of a place."""

DOUBTS = ("patron", "surname")
"""Evidence that makes a place doubtful: it is dropped if the question names another place."""


_OPTIONS = {
    **dict.fromkeys(REGIONAL, "region"),
    **dict.fromkeys(DEPARTMENTAL, "departement"),
    "code-postal": "code_postal",
}
"""The option of ``find`` for each kind of area that narrows the homonyms of another place."""


class Mention(Record):
    """A place that a question names.

    Attributes:
        start, end: range of its tokens, the end excluded.
        options: the place options of ``find`` (``lieu`` is the bare argument).
        found: the places they resolve to, or ``None``.
        evidence: keys of ``WEIGHTS``.
    """

    start: int
    end: int
    options: dict[str, str]
    found: Places | None
    evidence: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """The sum of the weights of its evidence."""
        return sum(WEIGHTS.get(one, 0) for one in self.evidence)

    @property
    def doubtful(self) -> bool:
        """Whether it has evidence of ``DOUBTS``."""
        return any(one in DOUBTS for one in self.evidence)


def settled(mentions: list[Mention]) -> list[Mention]:
    """The distinct places of a question, homonyms narrowed: "Vienne en Isère" is one place."""
    kept: list[Mention] = []
    # The longest first: its notes tell of all its words.
    for mention in sorted(mentions, key=lambda one: one.start - one.end):
        if not any(_identity(mention) == _identity(other) for other in kept):
            kept.append(mention)
    kept.sort(key=lambda one: one.start)
    for ground in tuple(kept):
        if ground not in kept:  # already narrowed by another: "la Vienne, Vienne"
            continue
        for rank, mention in enumerate(kept):
            if mention is not ground and (narrowed := within(mention, ground)):
                kept[rank] = narrowed
                kept.remove(ground)
                break
    return kept


def _identity(mention: Mention) -> object:
    """What two mentions of the same places have in common."""
    if mention.found is None:
        return mention.options
    return [(place.kind, place.code) for place in mention.found.candidates]


def within(mention: Mention, ground: Mention) -> Mention | None:
    """A place narrowed to an area of the same question; ``None`` if it does not lie there."""
    if mention.found is None or ground.found is None:
        return None
    area = ground.found.candidates[0]
    if area.kind not in _OPTIONS:
        return None
    lying = [place for place in mention.found.candidates if _lies_in(place, area)]
    if not lying:
        return None
    if len(mention.found.candidates) == 1:
        return mention
    where, text = next(iter(ground.options.items()))
    where = _OPTIONS[area.kind] if where == "lieu" else where
    return mention.replace(options={**mention.options, where: text}, found=Places(tuple(lying)))


def _lies_in(place: Place, area: Place) -> bool:
    if area.communes:
        return bool(place.communes) and set(place.communes) <= set(area.communes)
    return set(place.departements) <= set(area.departements)
