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
    from collections.abc import Iterable, Sequence
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


FILTER_NAMESPACES = ("theme", "kind", "audience")


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
    written = value["networks"]
    facts = tuple(map(known.facts, written))
    networks = tuple(map(known.network, written, facts))
    traces = tuple(map(known.trace, value.get("traces", ())))
    return Catalogue(
        version=value["version"],
        as_of=value["as_of"],
        checked_on=value["checked_on"],
        reference=known.sources[value["reference"]],
        ways_in=tuple(known.record(model.Link, link) for link in value["ways_in"]),
        vintage=gazetteer.VINTAGE,
        words=known.words(value["vocabulary"]),
        partial_kinds=_partial_kinds(value),
        lexicon=_lexicon(value),
        facets=_facets(networks, written, traces),
        networks=networks,
        facts=facts,
        files=files,
        notices=_notices(value),
        notion_ids=tuple(known.notions),
        notions=tuple(known.notion(notion, written) for notion in known.notions.values()),
        traces=traces,
    )


def _partial_kinds(value: Plain) -> tuple[str, ...]:
    """The kinds of which the catalogue has but a part, unless the file says that it has all."""
    whole = value.get("complete", ())
    partial = [
        kind["id"] for kind in value["vocabulary"]["kinds"] if not kind.get("complete", True)
    ]
    return tuple(kind for kind in partial if kind not in whole)


def _notices(value: Plain) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The notices, each with the ids of the themes and kinds whose answers must show it."""
    found = []
    for notice in value.get("notices", ()):
        ids = [*notice.get("themes", ())]
        ids += notice.get("kinds", ())
        found.append((notice["text"], tuple(ids)))
    return tuple(found)


class _Known:
    """What the entries of a catalogue refer to, by id, and the records of entries."""

    def __init__(self, value: Plain, local: frozenset[str], added: frozenset[str]) -> None:
        vocabulary = value["vocabulary"]
        self.local = local
        self.added = added
        self.as_of = value["as_of"]
        self.kinds = _by_id(vocabulary["kinds"])
        self.notions = _by_id(value.get("notions", ()))
        self.organisations = _by_id(value["organisations"])
        self.marks = {known["id"]: known.get("short", "") for known in vocabulary.get("known", ())}
        self.sources = {
            source["id"]: self.record(model.Source, source) for source in value["sources"]
        }

    def record(self, kind: type[Built], value: Plain, **given: Any) -> Built:
        """A record of what a mapping has under the names of its fields; ``given`` goes before."""
        known: Plain = {}
        if "aliases" in kind._fields:
            known["aliases"] = ()
        for name in kind._fields:
            if name in value:
                content = value[name]
                known[name] = tuple(content) if isinstance(content, list) else content
        if "sources" in known:
            known["sources"] = tuple(self.sources[source] for source in known["sources"])
        known |= given
        return kind(**known)

    def words(self, vocabulary: Plain) -> dict[str, tuple[model.Word, ...]]:
        """The words of each namespace."""
        found = {}
        for namespace, key in NAMESPACES.items():
            entries = vocabulary.get(key, ())
            found[namespace] = tuple(self.record(model.Word, word) for word in entries)
        return found

    def carrier(self, network: Plain) -> Plain:
        """The organisation that carries a network, or an empty mapping."""
        found: Plain = self.organisations.get(network.get("organisation", ""), {})
        return found

    def body_contact(self, network: Plain) -> Plain:
        """The telephone and e-mail of the carrier of a network that has none of its own.

        Each is the carrier's own, else that of the official directory, with a note whose it is.
        """
        carrier = self.carrier(network)
        own = network.get("contact", {})
        documented = self.directory_contact(carrier) | carrier.get("contact", {})
        found: Plain = {}
        for way in BODY_FIELDS:
            if way in documented and way not in own:
                contact = documented[way]
                note = f"standard {of_body(carrier['name'])}"
                if "note" in contact:
                    note += f" ; {contact['note'].rstrip('.')}"
                found[way] = contact | {"note": note}
        return found

    def directory_contact(self, carrier: Plain) -> Plain:
        """The telephone and e-mail of an organisation in the official directory, by its SIREN."""
        listed = switchboard_of_siren(carrier.get("siren", ""))
        if listed is None:
            return {}
        (source,) = listed.sources
        self.sources[source.id] = source
        found: Plain = {}
        for way in BODY_FIELDS:
            value = getattr(listed, way)
            if value:
                found[way] = {"value": value, "sources": [source.id]}
        return found

    def facts(self, network: Plain) -> tuple[Fact, ...]:
        """The facts of a network: its contacts, its own, its carrier's, those of its kind.

        What the listed ones of a kind do (free, steered by the ministry) is not known of one's own.
        """
        own = network.get("facts", ())
        every = _facts_of_contact(network.get("contact", {}))
        every += own
        every += self._facts_of_carrier(network, own)
        if network["id"] not in self.added:
            every += self._facts_of_kind(network["kind"], own)
        day = network["checked_on"]
        return tuple(self.record(Fact, {"checked_on": day} | fact) for fact in every)

    def _facts_of_carrier(self, network: Plain, own: Sequence[Plain]) -> list[Plain]:
        """The contacts of the carrier that serve a network, and what else is known of it."""
        carrier = self.carrier(network)
        told = {(fact["field"], fact["value"]) for fact in own}
        found = _facts_of_contact(self.body_contact(network))
        found += [
            fact for fact in carrier.get("facts", ()) if (fact["field"], fact["value"]) not in told
        ]
        return [fact | {"of": carrier["name"]} for fact in found]

    def _facts_of_kind(self, kind: str, own: Sequence[Plain]) -> list[Plain]:
        """The facts that all networks of a kind share, but for what an entry tells of itself.

        A doubt of the kind stands beside that of the entry.
        """
        notion = self.notions.get(kind)
        if notion is None:
            return []
        fields = {fact["field"] for fact in own} - {DOUBT}
        common = {"checked_on": notion["checked_on"]}
        found = []
        for fact in notion.get("facts", ()):
            is_shared = fact["field"] in notion.get("shares", ())
            if is_shared and fact["field"] not in fields:
                found.append(common | fact | {"of": notion["name"]})
        return found

    def network(self, value: Plain, facts: tuple[Fact, ...]) -> Network:
        """A network; what it does not say is said by its own facts, else by its kind."""
        areas, departements, communes = coverage(value["coverage"])
        body = self.body_contact(value)
        contact = self.contact(value.get("contact", {}) | body)
        return self.record(
            Network,
            self._common(value) | _cost_and_who(value.get("facts", ())) | value,
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

    def _common(self, network: Plain) -> Plain:
        """What the kind of a network says of all of them; less of one's own, which may cost."""
        kind = self.kinds.get(network["kind"], {})
        names = ["summary", "use"]
        if network["id"] not in self.added:
            names += ["cost", "who"]
        return {name: kind[name] for name in names if name in kind}

    def trace(self, value: Plain) -> Trace:
        """A trace; if it does not tell its year, that of its newest page that bears a date."""
        areas, departements, communes = coverage(value["coverage"])
        sources = [self.sources[source] for source in value["sources"]]
        dates = [source.page_date for source in sources if source.page_date]
        newest = max(dates or [source.date for source in sources])
        default = {"kind": FACILITATEURS, "url": None, "year": newest[:4]}
        return self.record(
            Trace,
            default | value,
            covers=areas,
            departements=departements,
            communes=communes,
        )

    def contact(self, value: Plain) -> Contact:
        """The ways in, each with how it is known, the date of its newest source, and remarks."""
        values: Plain = {}
        known, remarks = [], []
        for way in CONTACT_FIELDS:
            if way in value:
                contact = value[way]
                values[way] = contact["value"]
                newest = max(self.sources[source].date for source in contact["sources"])
                how = contact.get("known", "")
                known.append((way, how, newest))
                told, is_doubtful = self._remark(contact.get("note", ""), how, newest)
                if told:
                    remarks.append((way, told, is_doubtful))
        return Contact(**values, known=tuple(known), remarks=tuple(remarks))

    def _remark(self, note: str, how: str, newest: str) -> tuple[str, bool]:
        """What is told of a contact: its note, how it is known, its age; whether it is doubtful.

        A year that the note tells is not told again.
        """
        mark = self.marks.get(how, "")
        age = aged(newest, self.as_of)
        told = [note.rstrip("."), mark]
        if age[-4:] not in note:
            told.append(age)
        return " ; ".join(filter(None, told)), bool(mark or age)

    def notion(self, value: Plain, networks: list[Plain]) -> Notion:
        """A notion, and the networks that it leads to: those of its kinds first."""
        ids: list[str] = []
        for kind in value.get("kinds", ()):
            ids += [network["id"] for network in networks if network["kind"] == kind]
        ids += value.get("networks", ())
        common = {"checked_on": value["checked_on"]}
        facts = tuple(self.record(Fact, common | fact) for fact in value.get("facts", ()))
        return self.record(
            Notion,
            value,
            facts=facts,
            networks=tuple(dict.fromkeys(ids)),
            doubt=_doubt(facts),
        )


def _by_id(entries: Sequence[Plain]) -> dict[str, Plain]:
    return {entry["id"]: entry for entry in entries}


def _facts_of_contact(contact: Plain) -> list[Plain]:
    """Each way in as a fact, in the order of ``CONTACT_FIELDS``."""
    return [contact[way] | {"field": way} for way in CONTACT_FIELDS if way in contact]


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
    found: Plain = {}
    for fact in facts:
        name = names.get(fact["field"])
        if name and "valid_until" not in fact:
            found.setdefault(name, fact["value"])
    return found


def _lexicon(value: Plain) -> dict[str, dict[str, str]]:
    """The id of an entry by each folded word for it: its id, its name and its aliases."""
    listed = {name: value["vocabulary"][NAMESPACES[name]] for name in FILTER_NAMESPACES}
    for name in ("network", "notion", "organisation", "trace"):
        listed[name] = value.get(f"{name}s", ())
    lexicon = {name: _ids_by_word(entries) for name, entries in listed.items()}
    shortened = [network for network in value["networks"] if "short_name" in network]
    lexicon["short_name"] = {fold(network["short_name"]): network["id"] for network in shortened}
    return lexicon


def _ids_by_word(entries: Sequence[Plain]) -> dict[str, str]:
    found = {}
    for entry in entries:
        words = [entry["id"], entry.get("name") or entry["label"]]
        words += entry.get("aliases", ())
        for word in words:
            found[fold(word)] = entry["id"]
    return found


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
    of_traces = ("trace", "trace_kind", "trace_departement")
    facets: dict[str, dict[str, list[int]]] = {name: {} for name in (*of_networks, *of_traces)}

    def add(name: str, members: Iterable[str], position: int) -> None:
        for member in dict.fromkeys(members):
            facets[name].setdefault(member, []).append(position)

    for position, (network, entry) in enumerate(zip(networks, written, strict=True)):
        bodies = [entry.get("organisation", "")]
        bodies += entry.get("led_by", ())
        add("id", [network.id], position)
        add("kind", [network.kind], position)
        add("theme", network.themes, position)
        add("audience", network.audiences, position)
        add("departement", _ground(network), position)
        add("scope", _scopes(network), position)
        add("organisation", filter(None, bodies), position)
    for position, trace in enumerate(traces):
        add("trace", [trace.id], position)
        add("trace_kind", [trace.kind], position)
        add("trace_departement", _ground(trace), position)
    found = {}
    for name, members in facets.items():
        found[name] = {member: tuple(positions) for member, positions in members.items()}
    return found


def _ground(one: Network | Trace) -> list[str]:
    """The départements that it covers whole or in part."""
    below = map(gazetteer.departement_of, one.communes)
    return [*one.departements, *below]


def _scopes(network: Network) -> list[str]:
    """``below`` of a network that covers communes, ``national``, or nothing."""
    if network.communes:
        return ["below"]
    return ["national"] if network.scope == "national" else []
