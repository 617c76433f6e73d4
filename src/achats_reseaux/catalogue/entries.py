"""The records of the entries of a catalogue: networks and their facts, traces, notions."""

from __future__ import annotations

from achats_reseaux.catalogue.contacts import Contacts, facts_of_contact
from achats_reseaux.catalogue.covered_areas import covered
from achats_reseaux.model import (
    DOUBT,
    FACILITATEURS,
    SIGN,
    Fact,
    Network,
    Notion,
    Record,
    Source,
    Trace,
)
from achats_reseaux.text import aged, dated_list, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeVar

    Built = TypeVar("Built", bound=Record)
    Plain = dict[str, Any]


class Entries:
    """Makes the records of entries, which refer by id to sources, organisations and notions.

    Attributes:
        sources: the records of sources, by id.
        notions: the plain notions, by id.
    """

    def __init__(self, value: Plain, local: frozenset[str], added: frozenset[str]) -> None:
        """See ``build.build`` for the arguments."""
        vocabulary = value["vocabulary"]
        self._local = local
        self._added = added
        self._as_of = value["as_of"]
        self._kinds = _by_id(vocabulary["kinds"])
        self._organisations = _by_id(value["organisations"])
        self.notions = _by_id(value.get("notions", ()))
        self.sources: dict[str, Source] = {}
        for source in value["sources"]:
            self.sources[source["id"]] = self.record(Source, source)
        marks = {known["id"]: known.get("short", "") for known in vocabulary.get("known", ())}
        self._contacts = Contacts(self.sources, marks, self._as_of)

    def record(self, kind: type[Built], value: Plain, **given: Any) -> Built:
        """A record of what a mapping has under the names of its fields; ``given`` goes before."""
        fields: Plain = {}
        if "aliases" in kind._fields:
            fields["aliases"] = ()
        for name in kind._fields:
            content = value.get(name)
            if isinstance(content, list):
                content = tuple(content)
            if name in value:
                fields[name] = content
        if "sources" in fields:
            fields["sources"] = tuple(self.sources[source] for source in fields["sources"])
        return kind(**fields | given)

    # --- networks ---------------------------------------------------------------------------------

    def network(self, value: Plain, facts: tuple[Fact, ...]) -> Network:
        """A network; what it does not say is said by its own facts, else by its kind."""
        values = {"summary": ""} | self._common(value)
        values |= _cost_and_who(value.get("facts", ())) | value
        scope, origin = "local", "bundled"
        if value["coverage"].get("france"):
            scope = "national"
        if value["id"] in self._local:
            origin = "local"
        own = value.get("contact", {})
        return self.record(
            Network,
            values,
            **covered(value["coverage"]),
            scope=scope,
            origin=origin,
            carrier=self._carrier(value).get("name"),
            contact=self._contacts.record(own, self._body_contact(value)),
            **_doubt_with_its_question(self._plain_facts(value), _last_seen(facts)),
            purpose=values.get("use", ""),
            sign=_confirmed(value, facts) or _sign(facts, self._as_of),
        )

    def _common(self, network: Plain) -> Plain:
        """What the kind of a network says of all of them; of one's own only its use."""
        kind = self._kinds.get(network["kind"], {})
        names = ["use"]
        if network["id"] not in self._added:
            names += ["summary", "cost", "who"]
        return {name: kind[name] for name in names if name in kind}

    def _carrier(self, network: Plain) -> Plain:
        """The organisation that carries a network, or an empty mapping."""
        carrier: Plain = self._organisations.get(network.get("organisation", ""), {})
        return carrier

    def _body_contact(self, network: Plain) -> Plain:
        """The contact that a network has of its carrier."""
        return self._contacts.of_body(self._carrier(network), network.get("contact", {}))

    # --- facts ------------------------------------------------------------------------------------

    def facts(self, network: Plain) -> tuple[Fact, ...]:
        """The facts of a network: its contacts, its own, its carrier's, those of its kind.

        What the listed ones of a kind do (free, steered by the ministry) is not known
        of one's own.
        """
        return self._dated(self._plain_facts(network), network)

    def _plain_facts(self, network: Plain) -> list[Plain]:
        own = network.get("facts", ())
        facts = facts_of_contact(network.get("contact", {}))
        facts += own
        facts += self._facts_of_carrier(network)
        if network["id"] not in self._added:
            facts += self._facts_of_kind(network["kind"], own)
        if "confirmed_on" in network:
            facts = [fact for fact in facts if not self._is_lifted(fact, network["confirmed_on"])]
        return facts

    def _is_lifted(self, fact: Plain, confirmed_on: str) -> bool:
        """Whether a fact is a doubt that a day lifts: what was read later is doubtful still."""
        newest = max(self.sources[source].date for source in fact["sources"])
        return fact["field"] == DOUBT and newest <= confirmed_on

    def _dated(self, facts: Sequence[Plain], entry: Plain) -> tuple[Fact, ...]:
        """The records of facts; one that has no date was compared when its entry was."""
        default = {"checked_on": entry["checked_on"]}
        return tuple(self.record(Fact, default | fact) for fact in facts)

    def _facts_of_carrier(self, network: Plain) -> list[Plain]:
        """The contacts of the carrier that serve a network, and what else is known of it."""
        carrier = self._carrier(network)
        facts = facts_of_contact(self._body_contact(network))
        facts += carrier.get("facts", ())
        return [fact | {"of": carrier["name"]} for fact in facts]

    def _facts_of_kind(self, kind: str, own: Sequence[Plain]) -> list[Plain]:
        """The facts that all networks of a kind share, but for what an entry tells of itself.

        A doubt of the kind stands beside that of the entry.
        """
        notion = self.notions.get(kind)
        if notion is None:
            return []
        fields = {fact["field"] for fact in own} - {DOUBT}
        common = {"checked_on": notion["checked_on"]}
        facts = []
        for fact in notion.get("facts", ()):
            is_shared = fact["field"] in notion.get("shares", ())
            if is_shared and fact["field"] not in fields:
                facts.append(common | fact | {"of": notion["name"]})
        return facts

    # --- traces and notions -----------------------------------------------------------------------

    def trace(self, value: Plain) -> Trace:
        """A trace; if it does not tell its year, that of its newest page that bears a date."""
        sources = [self.sources[source] for source in value["sources"]]
        dates = [source.page_date for source in sources if source.page_date]
        newest = max(dates or [source.date for source in sources])
        default = {"kind": FACILITATEURS, "url": None, "year": newest[:4]}
        return self.record(Trace, default | value, **covered(value["coverage"]))

    def notion(self, value: Plain, networks: list[Plain]) -> Notion:
        """A notion, and the networks that it leads to: those of its kinds first."""
        ids: list[str] = []
        for kind in value.get("kinds", ()):
            ids += [network["id"] for network in networks if network["kind"] == kind]
        ids += value.get("networks", ())
        facts = self._dated(value.get("facts", ()), value)
        unique = tuple(dict.fromkeys(ids))
        return self.record(Notion, value, facts=facts, networks=unique, doubt=_doubt(facts))


def _by_id(entries: Sequence[Plain]) -> dict[str, Plain]:
    return {entry["id"]: entry for entry in entries}


def _doubt(facts: tuple[Fact, ...]) -> str | None:
    """What is to be verified: the first fact that says so."""
    for fact in facts:
        if fact.field == DOUBT:
            return fact.value
    return None


def _doubt_with_its_question(facts: Sequence[Plain], last_seen: str) -> Plain:
    """What is to be verified of a network; why, since which year, and what to ask.

    ``last_seen`` is the date of its newest sign of life, or ``""``: a guichet vert was
    seen later than the list, of which the doubt of all guichets verts is.
    """
    for fact in facts:
        if fact["field"] == DOUBT:
            return {
                "doubt": fact["value"],
                "doubt_reason": fact.get("reason"),
                "doubt_year": max(fact.get("year", ""), last_seen[:4]) or None,
                "doubt_question": fact.get("question"),
            }
    return {"doubt": None}


def _confirmed(network: Plain, facts: tuple[Fact, ...]) -> str:
    """That somebody had an entry confirmed, by their own file; ``""`` where a doubt is newer."""
    if "confirmed_on" not in network or _doubt(facts):
        return ""
    return f"confirmé le {day(network['confirmed_on'])}, d'après vos compléments"


def _sign(facts: tuple[Fact, ...], as_of: str) -> str:
    """When a network was last heard of, in French, from its first fact of field ``signe``.

    ``dernier signe lu : avril 2025``, with the note of the fact, which tells whose sign
    it is; ``aucun signe lu depuis la liste de novembre 2024`` where its newest source
    is older than the list of the catalogue; ``""`` for a network without such a fact.
    """
    newest = _last_seen(facts)
    if not newest:
        return ""
    if aged(newest, as_of):
        return f"aucun signe lu depuis la {dated_list(as_of)}"
    sign = f"dernier signe lu : {day(newest[:7])}"
    note = next(fact.note for fact in facts if fact.field == SIGN)
    if note:
        sign += f" ({note[0].lower()}{note[1:].rstrip('.')})"
    return sign


def _last_seen(facts: tuple[Fact, ...]) -> str:
    """The newest date of the sources of the first fact of field ``signe``, or ``""``."""
    for fact in facts:
        if fact.field == SIGN:
            return max(source.date for source in fact.sources)
    return ""


def _cost_and_who(facts: Sequence[Plain]) -> Plain:
    """The cost of a network and who may call, from the first fact of each field that has no end."""
    names = {"cout": "cost", "public-vise": "who"}
    values: Plain = {}
    for fact in facts:
        name = names.get(fact["field"])
        if name and "valid_until" not in fact:
            values.setdefault(name, fact["value"])
    return values
