"""The catalogue and the places: frozen values, independent of files and terminals."""

from __future__ import annotations

from achats_reseaux.model.contact import ADDRESSES as ADDRESSES
from achats_reseaux.model.contact import CONTACT_FIELDS as CONTACT_FIELDS
from achats_reseaux.model.contact import CONTACT_LABELS as CONTACT_LABELS
from achats_reseaux.model.contact import OTHER_CONTACT_FIELDS as OTHER_CONTACT_FIELDS
from achats_reseaux.model.contact import WAYS_IN as WAYS_IN
from achats_reseaux.model.contact import Contact as Contact  # noqa: TC001 - for all to import
from achats_reseaux.model.record import Record as Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

# --- the catalogue -----------------------------------------------------------------------

GUICHET_VERT = "guichet-vert"  # the kind of those that the ministry lists; a notion too
FACILITATEURS = "facilitateurs"  # the kind of those who help with the social clause
SOCIAL_CLAUSE = "clause-sociale"  # the purpose of all that helps with it
DOUBT = "a-verifier"  # the field whose first fact is the ``doubt`` of its subject
TO_VERIFY = "à vérifier"  # what is said of all that has a doubt; its labels in vocabulary.yaml too
SIGN = "signe"  # the field of the newest dated sign of life of a network, its ``sign``


DESK = "desk"
"""What a trace shows of a body that serves others."""


def dated(title: str, page_date: str | None) -> str:
    """Whether a source was published, brought up to date as its title says, or only read by us."""
    if page_date and "mise à jour le" in title:
        return "mis à jour"
    return "publié" if page_date else "lu"


class Source(Record):
    """The source of a fact. At least one of its two dates is known."""

    id: str
    url: str  # the page, http(s)://…
    title: str  # a French description of the page
    # what was read, an id of the vocabulary: page, code, copie, adresse
    nature: str = "page"
    # that the page bears, of code the file: ISO date, month or year
    page_date: str | None = None
    read_on: str | None = None  # the date of the copy that was read, likewise
    path: str | None = None  # of source code, the file that was read

    @property
    def date(self) -> str:
        """The date of the page, else of the copy that was read."""
        return self.page_date or self.read_on or ""

    @property
    def dated(self) -> str:
        """What happened on ``date``, in French: see ``dated``."""
        return dated(self.title, self.page_date)


class Fact(Record):
    """One fact about a network, an organisation or a notion, with its sources."""

    field: str  # a key of the catalogue's fields vocabulary (lancement, cout, …)
    value: str  # the fact, in French
    sources: tuple[Source, ...]  # never empty
    note: str | None = None  # a caveat, or None
    # the name of its organisation or notion; None for the network itself
    of: str | None = None
    checked_on: str = ""  # ISO date of its last comparison with its sources
    valid_until: str | None = None  # ISO date after which it is no longer true, or None

    @property
    def with_note(self) -> str:
        """The fact with its caveat behind it."""
        return f"{self.value} {self.note or ''}".rstrip()

    def has_ended(self, today: str) -> bool:
        """Whether it is no longer true on a day."""
        return self.valid_until is not None and self.valid_until < today


class Area(Record):
    """An official territory: its kind, code and name."""

    kind: str  # one of those of data/territories/genres.tsv
    code: str
    name: str

    @property
    def ask(self) -> str:
        """A text that asks for it alone, by every way in: ``commune:76540``."""
        return f"{self.kind}:{self.code}"


class Network(Record):
    """One service offered to buyers; its facts are stored apart, in ``Catalogue.facts``."""

    id: str
    name: str
    kind: str  # ids of the vocabulary
    themes: tuple[str, ...]
    audiences: tuple[str, ...]
    scope: str  # national or local
    # the territories as the catalogue states them; empty when national
    covers: tuple[Area, ...]
    departements: tuple[str, ...]  # codes of the départements covered whole
    communes: tuple[str, ...]  # INSEE codes of the communes covered in other départements
    carrier: str | None  # the name of the organisation that carries the service, or None
    summary: str
    contact: Contact
    aliases: tuple[str, ...]
    sources: tuple[Source, ...]  # of the entry itself: name, kind, coverage, summary…
    checked_on: str  # ISO date of the last comparison of the entry with its sources
    valid_from: str | None = None  # ISO dates, or None
    valid_until: str | None = None
    origin: str = "bundled"  # bundled or local
    purpose: str = ""  # an id; published as ``use``, by which cards group networks
    short_name: str = ""  # a shorter name for narrow layouts, or "" for name itself
    # for a buyer, in a few French words; None if no source tells it
    cost: str | None = None
    who: str | None = None  # who may call, likewise
    # to be verified: the first of its facts, or its kind's, that says so
    doubt: str | None = None
    doubt_reason: str | None = None  # existe, perimetre, prix, contenu or adresse
    doubt_year: str | None = None  # the year in which the service was seen
    doubt_question: str | None = None  # to the one addressed, in French
    sign: str = ""  # « dernier signe lu : avril 2025 », to stand beside the doubt; or ""

    @property
    def label(self) -> str:
        """Its short name, else its name."""
        return self.short_name or self.name

    @property
    def helps_with_clause(self) -> bool:
        """Whether it helps buyers with the social clause: the one definition, by kind or purpose.

        Example: the regional « guichet des clauses sociales », which is no facilitator by kind.
        """
        return self.kind == FACILITATEURS or self.purpose == SOCIAL_CLAUSE

    @property
    def is_local_desk(self) -> bool:
        """Whether it is a desk for the social clause of some territory."""
        return self.scope == "local" and self.helps_with_clause

    def has_ended(self, today: str) -> bool:
        """Whether its entry is no longer valid on a day: it covers nothing then."""
        return self.valid_until is not None and self.valid_until < today

    def is_valid(self, today: str) -> bool:
        """Whether its entry is valid on a day: it has begun and has not ended."""
        return (self.valid_from or "") <= today <= (self.valid_until or today)

    def caveat(self, ways: Sequence[str]) -> str:
        """French sentences on what to know before it is reached in these ways: notes, its doubt."""
        notes = dict.fromkeys(note for way, note, _ in self.contact.remarks if way in ways)
        sentences = []
        if notes:
            sentences.append(f"{' ; '.join(notes)}.")
        if self.doubt:
            sentences.append(self.doubt)
        if not sentences:
            return ""
        return f"{self.name} : {' '.join(sentences)}"


NETWORK_FIELDS = tuple(
    "id name kind themes audiences scope carrier summary cost who checked_on valid_from valid_until"
    " origin doubt doubt_reason doubt_year doubt_question sign".split()
)
"""The fields of a network that JSON, CSV and the export publish by their own names."""


class Trace(Record):
    """A « piste »: a local network of which less is known than an entry needs."""

    id: str  # begins with its place; no id of a network
    label: str  # the name of the body, in French
    kind: str  # id of the vocabulary
    covers: tuple[Area, ...]  # its territory, as of a Network
    departements: tuple[str, ...]
    communes: tuple[str, ...]
    # what it was read to do: one French sentence, in the past or with its year
    summary: str
    year: str  # of its newest source
    url: str | None  # an address of the body itself, or None
    sources: tuple[Source, ...]
    checked_on: str  # ISO date of its last comparison with its sources
    shows: str = DESK  # what was read: desk, one-work, one-buyer or own-contracts

    @property
    def is_of_a_desk(self) -> bool:
        """Whether it was read to serve others: the rest gives an area no status, and no share."""
        return self.shows == DESK


class Word(Record):
    """A word of the vocabulary: stable id, French label, aliases in French and English."""

    id: str
    label: str
    aliases: tuple[str, ...]
    short: str = ""  # a shorter label for narrow layouts, or "" for label itself


class Notion(Record):
    """The definition of a term of public buying (``guichet-vert``, ``pnad``, …)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    definition: str  # two French sentences
    sources: tuple[Source, ...]  # of the definition
    facts: tuple[Fact, ...]  # if its id is that of a kind, all networks of it share them
    networks: tuple[str, ...]  # ids of the networks that it refers to, in order
    doubt: str | None = None  # as of a network; kept where only some facts are asked for


class Link(Record):
    """A documented page that leads to networks whose own address is not documented."""

    label: str
    url: str
    kinds: tuple[str, ...] = ()  # the kinds of network that it leads to; all if empty
    note: str | None = None  # a caveat, or None


class Catalogue(Record):
    """The networks, in the order of the YAML, and the vocabulary to ask for them."""

    version: str  # of the catalogue
    as_of: str  # ISO date of the list of the ministry that it starts from
    checked_on: str  # ISO date of its last comparison with its sources
    reference: Source  # the source of the list
    vintage: str  # the edition of the territory tables that it was built with
    # by namespace: theme, kind, audience, purpose, field, known (contact), nature (source)
    words: Mapping[str, tuple[Word, ...]]
    # whose networks are but a part of all: no national figure
    partial_kinds: tuple[str, ...]
    ways_in: tuple[Link, ...]  # links to networks whose own address is not documented
    # by namespace (as above, and network, short_name, notion, …), folded word → id
    lexicon: Mapping[str, Mapping[str, str]]
    # the positions of networks by id, kind, theme, audience, scope, departement (whole or
    # in part) and organisation (carrier, pilot or leader); of traces by trace (id),
    # trace_kind and trace_departement
    facets: Mapping[str, Mapping[str, tuple[int, ...]]]
    networks: Sequence[Network]  # in a compiled catalogue, each is read at its first use
    facts: Sequence[tuple[Fact, ...]]
    # sentences, each with the themes and kinds whose answers must show it
    notices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # by position, in the order of the catalogue; read likewise
    notion_ids: tuple[str, ...] = ()
    notions: Sequence[Notion] = ()
    traces: Sequence[Trace] = ()  # read likewise

    def __eq__(self, other: object) -> bool:
        """Whether it is the same edition; its thousands of values are not read.

        What was edited since bears the same name: compare with ``diff``.
        """
        if not isinstance(other, Catalogue):
            return False
        return self._edition() == other._edition()

    def __hash__(self) -> int:
        return hash(self._edition())

    def _edition(self) -> tuple[Any, ...]:
        dates = self.as_of, self.checked_on, self.vintage
        return (self.version, dates, self.ids)

    def labels(self, namespace: str) -> dict[str, str]:
        """The French label of each id of a namespace."""
        return {word.id: word.label for word in self.words.get(namespace, ())}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the networks, by position."""
        return tuple(self.facets["id"])

    def network(self, network_id: str) -> Network:
        """The network that has this id; ``KeyError`` if none has."""
        return self.networks[self.facets["id"][network_id][0]]

    def positions(self, facet: str, members: Iterable[str]) -> set[int]:
        """The positions of the networks or traces that are of some members of a facet."""
        known = self.facets.get(facet, {})
        positions: set[int] = set()
        for member in members:
            positions.update(known.get(member, ()))
        return positions

    def networks_at(self, positions: Iterable[int]) -> tuple[Network, ...]:
        """The networks at these positions, in their order."""
        return tuple(self.networks[position] for position in positions)

    def facts_of(self, network_id: str) -> tuple[Fact, ...]:
        """What is known of the network that has this id; ``KeyError`` if none has."""
        return self.facts[self.facets["id"][network_id][0]]

    def trace(self, trace_id: str) -> Trace:
        """The trace that has this id; ``KeyError`` if none has."""
        return self.traces[self.facets["trace"][trace_id][0]]

    def notion(self, notion_id: str) -> Notion:
        """The notion that has this id; ``ValueError`` if none has."""
        return self.notions[self.notion_ids.index(notion_id)]

    def __repr__(self) -> str:
        return f"<Catalogue {self.version}: {len(self.networks)} networks>"


class Change(Record):
    """A difference of two catalogues."""

    id: str  # of a network, a trace or a notion
    field: str  # "" if a whole network was added or removed
    before: str | None  # None if it is new
    after: str | None  # None if it is gone


def departement_of(insee: str) -> str:
    """The code of the département of a present commune: its first digits, as the build checks."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


def departements_served(entry: Network | Trace) -> list[str]:
    """The codes of the départements that an entry serves: those whole, then those in part."""
    in_part = map(departement_of, entry.communes)
    return list(dict.fromkeys([*entry.departements, *in_part]))


INTERCOMMUNALITES = ("epci", "ept")
PARTS_OF_COMMUNES = ("commune-deleguee", "commune-associee", "arrondissement")
COMMUNAL = ("commune", *PARTS_OF_COMMUNES)
"""Kinds of place that are told of together."""


class Place(Area):
    """A place of France, as the geocoder understood it; a groupe has a slug for its code."""

    # codes of its départements (or overseas collectivities), sorted
    departements: tuple[str, ...]
    # codes of their regions, sorted; empty for an overseas collectivity
    regions: tuple[str, ...]
    communes: tuple[str, ...] = ()  # INSEE codes, sorted; empty if whole départements
    # From a prefix (CEDEX, 75000), the best known of its name, or of a name begun.
    approximate: bool = False
    notes: tuple[str, ...] = ()  # sentences on how it was read
    partly_read: bool = False  # a part of the text is neither a place nor a known code


class Places(Record):
    """The places that a text may mean."""

    # one place, or several that match equally well, the bigger first
    candidates: tuple[Place, ...]
    # of the same name but not chosen, to be mentioned in a note
    aside: tuple[Place, ...] = ()
    other: Place | None = None  # what a bare code is too, as a code of another kind


class Unknown(Record):
    """A well-formed text that names no place."""

    message: str  # a French sentence on why
    suggestions: tuple[str, ...] = ()  # texts to try


class Malformed(Record):
    """A text of the wrong form for what was asked: a French sentence on why."""

    message: str
