"""All answers of the page, computed by ``answering.matching`` when the page is made.

Places with the same answer share a signature (:class:`Signatures`), for which the answer is
computed once. Values that answers share are stored once in ``pool`` and referred to by index.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.model import Query
from achats_reseaux.output.page.old_card import NO_COST, NO_OTHER_COST, card
from achats_reseaux.output.page.tables import places_by_departements
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any

    from achats_reseaux.model import Answer, Catalogue, GuichetVert, Network, Place
    from achats_reseaux.output.page.old_card import Entry, Section, WayIn

PLACE = "{lieu}"
"""The placeholder for the name of the place in sentences that places share."""

WHOLE_LETTER = "w"
"""The prefix of the name of a place that consists of whole départements."""
PLACE_LETTERS = {"commune": "c", "code-postal": "p", "epci": "e", "ept": "e"}
"""The prefix of the name of a place that is smaller than a département."""


class Pool:
    """A list of distinct values, made from a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.values: list[object] = []
        self._ranks: dict[str, int] = {}

    def rank(self, value: object) -> int:
        """The index of a value, which is made of lists, texts, numbers and booleans."""
        key = repr(value)
        if key not in self._ranks:
            self._ranks[key] = len(self.values)
            self.values.append(value)
        return self._ranks[key]


class Signatures:
    """Signatures of places, as texts: places with equal signatures have equal answers.

    A signature is the départements of the place and, if networks cover communes of these, which
    cover the place (``~`` a part of it). If one of these is a guichet vert, the place has a
    signature of its own.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        below = catalogue.facets["scope"].get("below", ())
        self._by_commune: dict[str, list[Network]] = {}
        for network in catalogue.networks_at(below):
            for insee in network.communes:
                self._by_commune.setdefault(insee, []).append(network)
        self._by_departement: dict[str, dict[str, Network]] = {}
        for insee, networks in self._by_commune.items():
            here = self._by_departement.setdefault(gazetteer.departement_of(insee), {})
            here.update((one.id, one) for one in networks)

    def are_plain(self, departements: Iterable[str]) -> bool:
        """Whether no network covers communes of these départements."""
        return self._by_departement.keys().isdisjoint(departements)

    def of(self, place: Place) -> str:
        """The signature of a place."""
        near: dict[str, Network] = {}
        for insee in place.communes:
            near.update((one.id, one) for one in self._by_commune.get(insee, ()))
        if not place.communes:
            for code in place.departements:
                near.update(self._by_departement.get(code, {}))
        said = list(place.departements)
        for name in sorted(near):
            if share := matching.coverage_of(near[name], place):
                said.append(name + ("~" if share == "partial" else ""))
        if any(one.kind == matching.GUICHET_VERT for one in near.values()):
            said.append(name_of(place))
        return " ".join(said)


def name_of(place: Place) -> str:
    """A unique word for a place; places that consist of the same départements share it."""
    if place.communes:
        return PLACE_LETTERS[place.kind] + place.code
    return WHOLE_LETTER + " ".join(place.departements)


def answers(catalogue: Catalogue, within: Collection[str], today: str) -> dict[str, Any]:
    """The answers about every place, for each theme and audience of the page.

    Args:
        catalogue: the catalogue in use.
        within: codes of the départements that the page covers.
        today: ISO date, to which validity dates are compared.

    Returns:
        ``filters``: the themes and audiences (ids and labels); ``pool``: the values; ``answers``:
        for each signature the indexes in ``pool`` of the guichets verts and, for each theme of each
        audience, of a card; ``finer``: for each signature with more than départements, the names of
        its places, separated by ``|``.
    """
    signatures = Signatures(catalogue)
    filters = {
        name: [["", ""], *([word.id, visible(word.label)] for word in catalogue.words[name])]
        for name in ("theme", "audience")
    }
    queries = [
        Query("find", themes=(theme,) if theme else (), audiences=(audience,) if audience else ())
        for audience, _ in filters["audience"]
        for theme, _ in filters["theme"]
    ]
    pool = Pool(catalogue)
    found: dict[str, list[int]] = {}
    finer: dict[str, dict[str, None]] = {}
    for departements, make in places_by_departements(within):
        plain = " ".join(departements)
        if plain in found and signatures.are_plain(departements):
            continue
        place = make()
        signature = signatures.of(place)
        if signature != plain:
            finer.setdefault(signature, {})[name_of(place)] = None
        if signature in found:
            continue
        generic = place.replace(kind="commune", name=PLACE, notes=())
        guichet = matching.guichet_vert_at(catalogue, generic)
        each = (matching.find_at(catalogue, query, generic, today, guichet) for query in queries)
        whole = (one.replace(catalogue=catalogue, today=today) for one in each)
        found[signature] = [
            pool.rank(_guichet(guichet)),
            *(pool.rank(_card(pool, one)) for one in whole),
        ]
    return {
        "filters": filters,
        "pool": pool.values,
        "answers": found,
        "finer": {signature: "|".join(names) for signature, names in finer.items()},
    }


def _guichet(guichet: GuichetVert) -> list[Any]:
    parts = [[part.code, list(part.networks)] for part in guichet.parts]
    return [guichet.status, list(guichet.networks), parts]


def _card(pool: Pool, answer: Answer) -> list[int]:
    """The parts of a card that do not depend on the place itself, as indexes."""
    content = card(answer)
    return [
        pool.rank([pool.rank(match.network.id) for match in answer.results]),
        pool.rank(visible(content.verdict)),
        pool.rank(visible(content.remark)),
        pool.rank(visible(content.environment)),
        pool.rank([[_texts(one.names), _texts(one.parts)] for one in content.shares]),
        pool.rank(_sections(pool, content.leads)),
        pool.rank([_notice(pool.catalogue, one) for one in content.notices]),
        pool.rank(_sections(pool, content.groups)),
        pool.rank("" if content.all_priced else NO_OTHER_COST),
        pool.rank(_sections(pool, content.audiences)),
        pool.rank([_entry(pool, one) for one in content.unreachable]),
        pool.rank(_texts(content.notes)),
        pool.rank(visible(content.source)),
    ]


def _notice(catalogue: Catalogue, text: str) -> str:
    """A notice for those without a terminal: ``reseaux open ID`` is the address that it opens."""
    said, _, known = text.rpartition("reseaux open ")
    address = catalogue.network(known).contact.url if said else ""
    return visible(said + address if address else text)


def _sections(pool: Pool, sections: Iterable[Section]) -> list[Any]:
    return [
        [visible(one.label), [_entry(pool, each) for each in one.entries], visible(one.gloss)]
        for one in sections
    ]


def _entry(pool: Pool, entry: Entry) -> int:
    network = pool.catalogue.network(entry.id)
    ends = {fact.value: fact.valid_until for fact in pool.catalogue.facts_of(entry.id)}
    said = {
        "id": entry.id,
        "name": visible(entry.name),
        "label": visible(entry.label) if entry.label != entry.name else "",
        "summary": visible(entry.summary),
        "cost": visible(entry.cost),
        "terms": _texts(one for one in (entry.cost or NO_COST, entry.who) if one),
        "access": [
            [_with_caveat(how, caveat), *([ends[how]] if ends[how] else [])]
            for how, caveat in entry.access
        ],
        "partial": entry.partial,
        "local": entry.is_local,
        "expired": entry.expired,
        "doubt": visible(entry.doubt),
        "until": network.valid_until or "",
        "ways": [_way(one) for one in entry.ways_in],
        "missing": _only_a_site(network),
    }
    return pool.rank({name: value for name, value in said.items() if value})


def _only_a_site(network: Network) -> str:
    """What is said of a guichet vert that can be reached by its site alone, else ``""``."""
    contact = network.contact
    is_alone = contact.url and not (contact.email or contact.phone)
    if network.kind != matching.GUICHET_VERT or not is_alone:
        return ""
    return f"{contact.undocumented.capitalize()} ; reste le site."


def _with_caveat(how: str, caveat: str) -> str:
    return visible(f"{how.rstrip('.')} · {caveat}" if caveat else how)


def _way(way: WayIn) -> list[str]:
    """A way in: kind, text, target, caveat with the year of an old source, and mark."""
    caveat = " ; ".join(one for one in (way.caveat.rstrip("."), way.age) if one)
    return _texts((way.kind, way.text, way.target, caveat, way.mark))


def _texts(texts: Iterable[str]) -> list[str]:
    return [visible(one) for one in texts]
