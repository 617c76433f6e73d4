"""A place that a question names, what speaks for it, and the places of a question together.

Together: without doubles; an area that holds another place says where.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places, Record
from achats_reseaux.questions.names import DEPARTMENTAL, REGIONAL

WEIGHTS = {
    # what stands before it
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
    "alone": 2,  # all the other words are known
    # what speaks against it
    "common": -4,  # a plain word, without a capital
    "known": -5,  # a word of the filters, or a plain one
    "cut": -4,  # a part of a known expression
    "partial": -6,  # only the beginning of a name, or a name without its article
    "street": -6,  # "rue de", "avenue de"
    "patron": -3,  # "hôpital Saint-X", "lycée X"
    "surname": 0,  # "Florence Brest, mairie de Laval"
}
"""What each piece of evidence is worth. Tuned by hand on ``tests/questions.tsv``; each one changes
an answer there and in questions that it was not made for, or in the generated ones."""

ACCEPTED = 2
"""The least score of a place."""

DOUBTS = ("patron", "surname")
"""Evidence of a name that is no place where the question names another place."""


class Site(Record):
    """A place that a question names.

    Attributes:
        start, end: of its tokens, the end left out.
        options: as ``find`` takes them (``lieu`` the bare argument).
        found: what they resolve to, or ``None`` if to nothing.
        evidence: keys of ``WEIGHTS``.
    """

    start: int
    end: int
    options: dict[str, str]
    found: Places | None
    evidence: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """The sum of its evidence."""
        return sum(WEIGHTS.get(one, 0) for one in self.evidence)

    @property
    def doubtful(self) -> bool:
        """It may well be no place at all, where another one is named."""
        return any(one in DOUBTS for one in self.evidence)


def settled(sites: list[Site]) -> list[Site]:
    """The places that a question is about: "Vienne en Isère" names one."""
    kept: list[Site] = []
    for site in sites:
        if not any(_same(site, other) for other in kept):
            kept.append(site)
    for ground in tuple(kept):
        if ground not in kept:  # narrowed by another: "la Vienne, Vienne"
            continue
        for rank, site in enumerate(kept):
            if site is not ground and (narrowed := within(site, ground)):
                kept[rank] = narrowed
                kept.remove(ground)
                break
    return kept


def _same(one: Site, other: Site) -> bool:
    if one.found is None or other.found is None:
        return one.options == other.options
    return _codes(one.found) == _codes(other.found)


def _codes(found: Places) -> list[tuple[str, str]]:
    return [(place.kind, place.code) for place in found.candidates]


def within(site: Site, ground: Site) -> Site | None:
    """A place, settled by an area of the same question; ``None`` if it does not lie there."""
    if site.found is None or ground.found is None:
        return None
    area = ground.found.candidates[0]
    if area.kind not in (*REGIONAL, *DEPARTMENTAL, "code-postal"):
        return None
    lying = [place for place in site.found.candidates if _lies_in(place, area)]
    if not lying:
        return None
    if len(site.found.candidates) == 1:
        return site
    where, text = next(iter(ground.options.items()))
    if where == "lieu":
        where = "code_postal" if area.kind == "code-postal" else "departement"
        where = "region" if area.kind in REGIONAL else where
    return site.replace(options={**site.options, where: text}, found=Places(tuple(lying)))


def _lies_in(place: Place, area: Place) -> bool:
    if area.communes:
        return bool(place.communes) and set(place.communes) <= set(area.communes)
    return set(place.departements) <= set(area.departements)
