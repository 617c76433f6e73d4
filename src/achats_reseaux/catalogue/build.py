"""From validated plain values to a ``Catalogue``."""

from __future__ import annotations

from typing import Any

from achats_reseaux import gazetteer
from achats_reseaux.model import Area, Catalogue, Contact, Fact, Link, Network, Notion, Source, Word
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from achats_reseaux.model import Record

    Built = TypeVar("Built", bound=Record)

Plain = dict[str, Any]

CONTACT_FIELDS = ("website", "page", "email", "phone")

AREA_KINDS = {
    "regions": "region",
    "departements": "departement",
    "epci": "epci",
    "communes": "commune",
}
"""The keys of a network's ``coverage``, and the kind of territory that each lists."""

DOUBT = "a-verifier"
"""The field of the facts on what is to be verified; the first of a network is its ``doubt``."""

NAMESPACES = {
    "theme": "themes",
    "kind": "kinds",
    "audience": "audiences",
    "use": "uses",
    "field": "fields",
    "known": "known",
    "nature": "natures",
}
"""The namespaces of ``Catalogue.words``, and the key of ``vocabulary`` that lists each."""


def build(
    value: Plain,
    files: tuple[str, ...] = (),
    local: frozenset[str] = frozenset(),
    added: frozenset[str] = frozenset(),
) -> Catalogue:
    """Build a catalogue of plain values in which ``rules.check`` found no fault.

    Args:
        value: the content of the YAML, merged with the overlays.
        files: the files that it was read from.
        local: ids of the networks that an overlay added or changed.
        added: ids of the networks that an overlay added.
    """
    sources = {one["id"]: _source(one) for one in value["sources"]}
    organisations = {one["id"]: one for one in value["organisations"]}
    vocabulary = value["vocabulary"]
    kinds = {one["id"]: one for one in vocabulary["kinds"]}
    notions = {one["id"]: one for one in value.get("notions", ())}
    subjects = {**notions, **organisations}
    networks, facts = [], []
    for written in value["networks"]:
        one = _with_references(written, subjects)
        is_added = one["id"] in added
        # What the listed networks of a kind share (free, steered by the ministry) is not known of
        # those of one's own.
        notion = {} if is_added else notions.get(one["kind"], {})
        network = _with_defaults(one, kinds.get(one["kind"], {}), notion, is_added=is_added)
        known = _facts(one, sources, organisations, notion)
        networks.append(_network(network, sources, organisations, local, known))
        facts.append(known)
    return Catalogue(
        version=value["version"],
        as_of=value["as_of"],
        checked_on=value["checked_on"],
        reference=sources[value["reference"]],
        ways_in=tuple(map(_link, value["ways_in"])),
        vintage=gazetteer.VINTAGE,
        words={
            name: tuple(_record(Word, {"aliases": [], **one}) for one in vocabulary.get(key, ()))
            for name, key in NAMESPACES.items()
        },
        partial_kinds=tuple(
            name
            for name, kind in kinds.items()
            if not (kind.get("complete", True) or name in value.get("complete", ()))
        ),
        lexicon=_lexicon(value),
        facets={**_facets(networks), "organisation": _organisations(value["networks"])},
        networks=tuple(networks),
        facts=tuple(facts),
        files=files,
        notices=tuple(
            (one["text"], (*one.get("themes", ()), *one.get("kinds", ())))
            for one in value.get("notices", ())
        ),
        notion_ids=tuple(notions),
        notions=tuple(_notion(one, value["networks"], sources) for one in notions.values()),
    )


def _record(kind: type[Built], value: Plain, **given: Any) -> Built:
    """A record of the values that a mapping has under the names of its fields, and of others."""
    known = {name: value[name] for name in kind._fields if name in value}
    plain = {name: tuple(one) if isinstance(one, list) else one for name, one in known.items()}
    return kind(**{**plain, **given})


def _source(value: Plain) -> Source:
    """A source; ``date`` and ``dated``, which files of version 0.1.0 have, are one of its dates."""
    if "dated" not in value:
        return _record(Source, value)
    name = "page_date" if value["dated"] == "publié" else "read_on"
    return _record(Source, value, **{name: value["date"]})


def _listed(ids: Iterable[str], sources: dict[str, Source]) -> tuple[Source, ...]:
    return tuple(sources[one] for one in ids)


def _with_references(network: Plain, subjects: dict[str, Plain]) -> Plain:
    """A network with the facts and contacts that an organisation or a notion tells (``of``)."""

    def told(one: Plain, field: str) -> list[Plain]:
        own = {name: value for name, value in one.items() if name != "of"}
        return [{**fact, **own} for fact in told_of(subjects[one["of"]], field)]

    facts: list[Plain] = []
    for one in network.get("facts", ()):
        facts += told(one, one["field"]) if "of" in one else [one]
    contact = {
        name: told(one, name)[0] if "of" in one else one
        for name, one in network.get("contact", {}).items()
    }
    return {**network, "facts": facts, "contact": contact}


def told_of(subject: Plain, field: str) -> list[Plain]:
    """The facts of a field that an organisation or a notion tells, or its contact of that name."""
    contact = subject.get("contact", {})
    facts = [one for one in subject.get("facts", ()) if one["field"] == field]
    return [contact[field]] if field in contact else facts


def _link(value: Plain) -> Link:
    return _record(Link, value, kinds=() if value["for"] == ["all"] else tuple(value["for"]))


def _lexicon(value: Plain) -> dict[str, dict[str, str]]:
    lexicon = {
        name: ids_by_word(value["vocabulary"][NAMESPACES[name]], "label")
        for name in ("theme", "kind", "audience")
    }
    for name in ("networks", "notions", "organisations"):
        lexicon[name.removesuffix("s")] = ids_by_word(value.get(name, ()))
    shortened = (one for one in value["networks"] if "short_name" in one)
    lexicon["short_name"] = {fold(one["short_name"]): one["id"] for one in shortened}
    return lexicon


def _notion(value: Plain, networks: list[Plain], sources: dict[str, Source]) -> Notion:
    ids = [one["id"] for kind in value.get("kinds", ()) for one in networks if one["kind"] == kind]
    facts = [{"checked_on": value["checked_on"], **one} for one in value.get("facts", ())]
    return _record(
        Notion,
        {"aliases": [], **value},
        sources=_listed(value["sources"], sources),
        facts=tuple(_fact(one, sources) for one in facts),
        networks=tuple(dict.fromkeys((*ids, *value.get("networks", ())))),
    )


def _organisations(networks: list[Plain]) -> dict[str, tuple[int, ...]]:
    """The positions of the networks that each organisation carries, pilots or leads."""
    found: dict[str, list[int]] = {}
    for position, network in enumerate(networks):
        for one in dict.fromkeys((network.get("organisation"), *network.get("led_by", ()))):
            if one:
                found.setdefault(one, []).append(position)
    return {name: tuple(positions) for name, positions in found.items()}


def _with_defaults(network: Plain, kind: Plain, notion: Plain, *, is_added: bool) -> Plain:
    """A network with its defaults: those of its notion, of its kind, then of its own facts.

    An added one takes neither cost nor who may call from its kind.
    """
    of_kind = ("summary", "use") if is_added else ("summary", "use", "cost", "who")
    return {
        **_cost_and_who(_shared_facts(notion)),
        **{name: kind[name] for name in of_kind if name in kind},
        **_cost_and_who(network.get("facts", ())),
        **network,
    }


def _cost_and_who(facts: Iterable[Plain]) -> Plain:
    """The cost of a network and who may call, from the first fact of each field."""
    names = {"cout": "cost", "public-vise": "who"}
    found: Plain = {}
    for fact in facts:
        if fact["field"] in names:
            found.setdefault(names[fact["field"]], fact["value"])
    return found


def _shared_facts(notion: Plain) -> list[Plain]:
    """The facts of a kind's notion that all networks of the kind share."""
    return [one for one in notion.get("facts", ()) if one["field"] in notion.get("shares", ())]


def ids_by_word(entries: Sequence[Plain], name: str = "name") -> dict[str, str]:
    """The id of an entry by each folded word for it: its id, its name and its aliases."""
    return {
        fold(word): one["id"]
        for one in entries
        for word in (one["id"], one[name], *one.get("aliases", ()))
    }


def _network(
    value: Plain,
    sources: dict[str, Source],
    organisations: dict[str, Plain],
    local: frozenset[str],
    facts: tuple[Fact, ...],
) -> Network:
    areas, departements, communes = coverage(value["coverage"])
    carrier = organisations.get(value.get("organisation", ""))
    return _record(
        Network,
        {"aliases": [], **value},
        scope="national" if value["coverage"].get("france") else "local",
        covers=areas,
        departements=departements,
        communes=communes,
        carrier=carrier["name"] if carrier else None,
        contact=_contact(value.get("contact", {}), sources),
        sources=_listed(value["sources"], sources),
        origin="local" if value["id"] in local else "bundled",
        doubt=next((fact.value for fact in facts if fact.field == DOUBT), None),
    )


def _contact(value: Plain, sources: dict[str, Source]) -> Contact:
    given = {name: value[name] for name in CONTACT_FIELDS if name in value}
    known = tuple(
        (name, one.get("known", ""), max(sources[source].date for source in one["sources"]))
        for name, one in given.items()
    )
    return Contact(**{name: one["value"] for name, one in given.items()}, known=known)


def coverage(value: Plain) -> tuple[tuple[Area, ...], tuple[str, ...], tuple[str, ...]]:
    """The coverage of a network: areas as stated, whole départements, communes in other ones."""
    areas: list[Area] = []
    departements: set[str] = set()
    communes: set[str] = set()
    for key, kind in AREA_KINDS.items():
        for code in value.get(key, ()):
            area = gazetteer.area(kind, code)
            if area is None:  # an unknown code covers nothing; ``rules.check`` reports it
                continue
            areas.append(area)
            if kind == "region":
                departements.update(gazetteer.departements_of_region(code))
            elif kind == "departement":
                departements.add(code)
            elif kind == "epci":
                communes.update(gazetteer.epci_members(code))
            else:
                communes.add(code)
    below = (insee for insee in communes if gazetteer.departement_of(insee) not in departements)
    return tuple(areas), tuple(sorted(departements)), tuple(sorted(below))


def _facts(
    value: Plain, sources: dict[str, Source], organisations: dict[str, Plain], notion: Plain
) -> tuple[Fact, ...]:
    """The facts of a network: its contacts, its own, its carrier's, those shared by its kind."""
    contact = value.get("contact", {})
    carrier = organisations.get(value.get("organisation", ""), {})
    entries = [
        *({"field": name, **contact[name]} for name in CONTACT_FIELDS if name in contact),
        *value.get("facts", ()),
        *({**fact, "of": carrier["name"]} for fact in carrier.get("facts", ())),
    ]
    own = {one["field"] for one in value.get("facts", ())}
    entries += [
        {"checked_on": notion["checked_on"], **fact, "of": notion["name"]}
        for fact in _shared_facts(notion)
        if fact["field"] not in own
    ]
    return tuple(_fact({"checked_on": value["checked_on"], **one}, sources) for one in entries)


def _fact(value: Plain, sources: dict[str, Source]) -> Fact:
    return _record(Fact, value, sources=_listed(value["sources"], sources))


def _facets(networks: Sequence[Network]) -> dict[str, dict[str, tuple[int, ...]]]:
    facets: dict[str, dict[str, list[int]]] = {
        name: {} for name in ("id", "kind", "theme", "audience", "departement", "scope")
    }
    for position, network in enumerate(networks):
        departements = dict.fromkeys(map(gazetteer.departement_of, network.communes))
        values = {
            "id": (network.id,),
            "kind": (network.kind,),
            "theme": network.themes,
            "audience": network.audiences,
            "departement": (*network.departements, *departements),
            "scope": ("national",) if network.scope == "national" else (),
        }
        if network.communes:
            values["scope"] = ("below",)
        for name, members in values.items():
            for member in members:
                facets[name].setdefault(member, []).append(position)
    return {
        name: {member: tuple(positions) for member, positions in members.items()}
        for name, members in facets.items()
    }
