"""From validated plain values to a ``Catalogue``."""

from __future__ import annotations

from typing import Any

from achats_reseaux import gazetteer, model
from achats_reseaux.gazetteer.switchboards import switchboard_of_siren
from achats_reseaux.model import (
    DOUBT,
    FACILITATEURS,
    SIGN,
    Catalogue,
    Contact,
    Fact,
    Network,
    Notion,
    Trace,
)
from achats_reseaux.text import aged, dated_list, day, fold, of_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from achats_reseaux.model import Record

    Built = TypeVar("Built", bound=Record)

Plain = dict[str, Any]

CONTACT_FIELDS = ("website", "page", "email", "phone")

BODY_FIELDS = ("email", "phone")
"""The fields of a contact that the body which carries a network may have for it."""

AREA_KINDS = {
    "regions": "region",
    "departements": "departement",
    "epci": "epci",
    "communes": "commune",
}
"""The keys of a network's ``coverage``, and the kind of territory that each lists."""

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
    known = _Known(value, local, added)
    written, vocabulary = value["networks"], value["vocabulary"]
    facts = tuple(map(known.facts, written))
    networks = tuple(map(known.network, written, facts))
    traces = tuple(map(known.trace, value.get("traces", ())))
    whole = value.get("complete", ())
    return Catalogue(
        version=value["version"],
        as_of=value["as_of"],
        checked_on=value["checked_on"],
        reference=known.sources[value["reference"]],
        ways_in=tuple(known.record(model.Link, one) for one in value["ways_in"]),
        vintage=gazetteer.VINTAGE,
        words={
            name: tuple(known.record(model.Word, one) for one in vocabulary.get(key, ()))
            for name, key in NAMESPACES.items()
        },
        partial_kinds=tuple(
            one["id"]
            for one in vocabulary["kinds"]
            if not one.get("complete", True) and one["id"] not in whole
        ),
        lexicon=_lexicon(value),
        facets=_facets(networks, written, traces),
        networks=networks,
        facts=facts,
        files=files,
        notices=tuple(
            (one["text"], (*one.get("themes", ()), *one.get("kinds", ())))
            for one in value.get("notices", ())
        ),
        notion_ids=tuple(known.notions),
        notions=tuple(known.notion(one, written) for one in known.notions.values()),
        traces=traces,
    )


class _Known:
    """What the entries of a catalogue refer to, by id, and the records of entries."""

    def __init__(self, value: Plain, local: frozenset[str], added: frozenset[str]) -> None:
        vocabulary = value["vocabulary"]
        self.local, self.added, self.as_of = local, added, value["as_of"]
        self.kinds = {one["id"]: one for one in vocabulary["kinds"]}
        self.notions = {one["id"]: one for one in value.get("notions", ())}
        self.organisations = {one["id"]: one for one in value["organisations"]}
        self.sources = {one["id"]: self.record(model.Source, one) for one in value["sources"]}
        self.marks = {one["id"]: one.get("short", "") for one in vocabulary.get("known", ())}

    def record(self, kind: type[Built], value: Plain, **given: Any) -> Built:
        """A record of what a mapping has under the names of its fields; ``given`` goes before."""
        known: Plain = {"aliases": ()} if "aliases" in kind._fields else {}
        for name in kind._fields:
            if name in value:
                one = value[name]
                known[name] = tuple(one) if isinstance(one, list) else one
        if "sources" in known:
            known["sources"] = tuple(self.sources[one] for one in known["sources"])
        return kind(**{**known, **given})

    def carrier(self, network: Plain) -> Plain:
        """The organisation that carries a network, or an empty mapping."""
        found: Plain = self.organisations.get(network.get("organisation", ""), {})
        return found

    def body_contact(self, network: Plain) -> Plain:
        """The telephone and e-mail of the carrier of a network that has none of its own.

        Each is the carrier's own, else that of the official directory, with a note whose it is.
        """
        carrier, own = self.carrier(network), network.get("contact", {})
        documented = {**self.directory_contact(carrier), **carrier.get("contact", {})}
        found: Plain = {}
        for name in BODY_FIELDS:
            if name in documented and name not in own:
                value = documented[name]
                whose = f"standard {of_body(carrier['name'])}"
                note = " ; ".join(filter(None, (whose, value.get("note", "").rstrip("."))))
                found[name] = {**value, "note": note}
        return found

    def directory_contact(self, carrier: Plain) -> Plain:
        """The telephone and e-mail of an organisation in the official directory, by its SIREN."""
        listed = switchboard_of_siren(carrier.get("siren", ""))
        if listed is None:
            return {}
        (source,) = listed.sources
        self.sources[source.id] = source
        values = {name: getattr(listed, name) for name in BODY_FIELDS}
        return {
            name: {"value": value, "sources": [source.id]}
            for name, value in values.items()
            if value
        }

    def facts(self, network: Plain) -> tuple[Fact, ...]:
        """The facts of a network: its contacts, its own, its carrier's, those of its kind.

        What the listed ones of a kind do (free, steered by the ministry) is not known of one's own.
        """
        contact, own = network.get("contact", {}), network.get("facts", ())
        fields = {one["field"] for one in own}
        told = {(one["field"], one["value"]) for one in own}
        carrier, body = self.carrier(network), self.body_contact(network)
        kind = {} if network["id"] in self.added else self.notions.get(network["kind"], {})
        every = [
            *({"field": name, **contact[name]} for name in CONTACT_FIELDS if name in contact),
            *own,
            *({"field": name, **body[name], "of": carrier["name"]} for name in body),
            *(
                {**fact, "of": carrier["name"]}
                for fact in carrier.get("facts", ())
                if (fact["field"], fact["value"]) not in told
            ),
            *(
                {"checked_on": kind["checked_on"], **fact, "of": kind["name"]}
                for fact in kind.get("facts", ())
                if fact["field"] in kind.get("shares", ())
                if fact["field"] == DOUBT or fact["field"] not in fields
            ),
        ]
        day = network["checked_on"]
        return tuple(self.record(Fact, {"checked_on": day, **one}) for one in every)

    def network(self, value: Plain, facts: tuple[Fact, ...]) -> Network:
        """A network; what it does not say is said by its own facts, else by its kind."""
        areas, departements, communes = coverage(value["coverage"])
        kind = self.kinds.get(value["kind"], {})
        of_kind = ("summary", "use", *(() if value["id"] in self.added else ("cost", "who")))
        body = self.body_contact(value)
        contact = self.contact({**value.get("contact", {}), **body})
        return self.record(
            Network,
            {
                **{name: kind[name] for name in of_kind if name in kind},
                **_cost_and_who(value.get("facts", ())),
                **value,
            },
            scope="national" if value["coverage"].get("france") else "local",
            covers=areas,
            departements=departements,
            communes=communes,
            carrier=self.carrier(value).get("name"),
            contact=contact.replace(body_fields=tuple(body)),
            origin="local" if value["id"] in self.local else "bundled",
            doubt=_doubt(facts),
            sign=_sign(facts, self.as_of),
        )

    def trace(self, value: Plain) -> Trace:
        """A trace; if it does not tell its year, that of its newest page that bears a date."""
        areas, departements, communes = coverage(value["coverage"])
        sources = [self.sources[source] for source in value["sources"]]
        newest = max(one.page_date or "" for one in sources) or max(one.date for one in sources)
        return self.record(
            Trace,
            {"kind": FACILITATEURS, "url": None, "year": newest[:4], **value},
            covers=areas,
            departements=departements,
            communes=communes,
        )

    def contact(self, value: Plain) -> Contact:
        """The ways in, each with how it is known, the date of its newest source, and remarks."""
        values, known, remarks = {}, [], []
        for name in (one for one in CONTACT_FIELDS if one in value):
            way = value[name]
            values[name], how = way["value"], way.get("known", "")
            newest = max(self.sources[source].date for source in way["sources"])
            known.append((name, how, newest))
            note, mark, age = way.get("note", ""), self.marks.get(how, ""), aged(newest, self.as_of)
            told = (note.rstrip("."), mark, "" if age[-4:] in note else age)
            if any((note, mark, age)):
                remarks.append((name, " ; ".join(filter(None, told)), bool(mark or age)))
        return Contact(**values, known=tuple(known), remarks=tuple(remarks))

    def notion(self, value: Plain, networks: list[Plain]) -> Notion:
        """A notion, and the networks that it leads to: those of its kinds first."""
        kinds = value.get("kinds", ())
        ids = [one["id"] for kind in kinds for one in networks if one["kind"] == kind]
        day = value["checked_on"]
        given = ({"checked_on": day, **one} for one in value.get("facts", ()))
        facts = tuple(self.record(Fact, one) for one in given)
        return self.record(
            Notion,
            value,
            facts=facts,
            networks=tuple(dict.fromkeys((*ids, *value.get("networks", ())))),
            doubt=_doubt(facts),
        )


def _doubt(facts: tuple[Fact, ...]) -> str | None:
    """What is to be verified: the first fact that says so."""
    return next((one.value for one in facts if one.field == DOUBT), None)


def _sign(facts: tuple[Fact, ...], as_of: str) -> str:
    """When a network was last heard of, in French, from its first fact of field ``signe``.

    ``dernier signe lu : avril 2025``, with the note of the fact, which tells whose sign it is;
    ``aucun signe lu depuis la liste de novembre 2024`` where its newest source is older than the
    list of the catalogue; ``""`` for a network without such a fact.
    """
    signs = [fact for fact in facts if fact.field == SIGN]
    if not signs:
        return ""
    newest = max(source.date for source in signs[0].sources)
    if aged(newest, as_of):
        return f"aucun signe lu depuis la {dated_list(as_of)}"
    month = day(newest[:7])
    note = signs[0].note
    if not note:
        return f"dernier signe lu : {month}"
    return f"dernier signe lu : {month} ({note[0].lower()}{note[1:].rstrip('.')})"


def _cost_and_who(facts: Sequence[Plain]) -> Plain:
    """The cost of a network and who may call, from the first fact of each field that has no end."""
    names = {"cout": "cost", "public-vise": "who"}
    lasting = [one for one in facts if one["field"] in names and "valid_until" not in one]
    return {names[one["field"]]: one["value"] for one in reversed(lasting)}


def _lexicon(value: Plain) -> dict[str, dict[str, str]]:
    """The id of an entry by each folded word for it: its id, its name and its aliases."""
    listed = {
        **{name: value["vocabulary"][NAMESPACES[name]] for name in ("theme", "kind", "audience")},
        **{
            name: value.get(f"{name}s", ())
            for name in ("network", "notion", "organisation", "trace")
        },
    }
    lexicon = {
        name: {
            fold(word): one["id"]
            for one in entries
            for word in (one["id"], one.get("name") or one["label"], *one.get("aliases", ()))
        }
        for name, entries in listed.items()
    }
    shortened = (one for one in value["networks"] if "short_name" in one)
    lexicon["short_name"] = {fold(one["short_name"]): one["id"] for one in shortened}
    return lexicon


def coverage(value: Plain) -> tuple[tuple[model.Area, ...], tuple[str, ...], tuple[str, ...]]:
    """The coverage of a network: areas as stated, whole départements, communes in other ones."""
    areas: list[model.Area] = []
    departements: set[str] = set()
    communes: set[str] = set()
    for key, kind in AREA_KINDS.items():
        for code in value.get(key, ()):
            one = gazetteer.territory(kind, code)
            if one is None:  # an unknown code covers nothing; ``rules.check`` reports it
                continue
            areas.append(model.Area(one.kind, code, one.name))
            below = departements if kind in ("region", "departement") else communes
            below.update(one.members or (code,))
    others = (insee for insee in communes if gazetteer.departement_of(insee) not in departements)
    return tuple(areas), tuple(sorted(departements)), tuple(sorted(others))


def _facets(
    networks: Sequence[Network], written: list[Plain], traces: Sequence[Trace]
) -> dict[str, dict[str, tuple[int, ...]]]:
    """The positions of the networks by each member of a facet, such as a kind or a département."""
    of_networks = ("id", "kind", "theme", "audience", "departement", "scope", "organisation")
    names = (*of_networks, "trace", "trace_kind", "trace_departement")
    facets: dict[str, dict[str, list[int]]] = {name: {} for name in names}
    for position, (network, entry) in enumerate(zip(networks, written, strict=True)):
        below = dict.fromkeys(map(gazetteer.departement_of, network.communes))
        bodies = dict.fromkeys((entry.get("organisation", ""), *entry.get("led_by", ())))
        values = {
            "id": (network.id,),
            "kind": (network.kind,),
            "theme": network.themes,
            "audience": network.audiences,
            "departement": (*network.departements, *below),
            "scope": ("below",) if below else ("national",) * (network.scope == "national"),
            "organisation": filter(None, bodies),
        }
        for name, members in values.items():
            for member in members:
                facets[name].setdefault(member, []).append(position)
    for position, trace in enumerate(traces):
        facets["trace"][trace.id] = [position]
        facets["trace_kind"].setdefault(trace.kind, []).append(position)
        elsewhere = map(gazetteer.departement_of, trace.communes)
        for departement in dict.fromkeys((*trace.departements, *elsewhere)):
            facets["trace_departement"].setdefault(departement, []).append(position)
    return {
        name: {member: tuple(positions) for member, positions in members.items()}
        for name, members in facets.items()
    }
