"""The nouns of the house. Every value here is frozen and knows nothing of files or terminals."""

from __future__ import annotations

from achats_reseaux.record import Record

# --- the catalogue -------------------------------------------------------------------------------


class Source(Record):
    """Where a fact was read.

    Attributes:
        url: the page, ``http(s)://…``.
        date: ISO date, or year and month, or year: of publication if ``dated`` is ``publié``,
            of our reading if it is ``lu``.
        title: what the page is, in French.
    """

    id: str
    url: str
    date: str
    dated: str
    title: str


class Fact(Record):
    """One thing known of a network or an organisation, with its sources.

    Attributes:
        field: a key of the catalogue's ``fields`` vocabulary (``lancement``, ``cout``, …).
        value: the fact, in French.
        sources: never empty.
        note: what to know before relying on it, or ``None``.
    """

    field: str
    value: str
    sources: tuple[Source, ...]
    note: str | None = None


class Contact(Record):
    """The documented ways to reach a network; ``None`` where none is documented."""

    website: str | None = None
    page: str | None = None
    email: str | None = None
    phone: str | None = None


class Area(Record):
    """An official territory: kind (``region``, ``departement``, ``epci``, …), code and name."""

    kind: str
    code: str
    name: str


class Network(Record):
    """One service offered to buyers.

    Attributes:
        kind, themes, audiences: ids of the vocabulary.
        scope: ``national`` or ``local``.
        covers: the territories as the catalogue states them; empty when national.
        departements: codes of the départements that ``covers`` holds whole.
        communes: INSEE codes of what ``covers`` holds below the département (overlays only).
        carrier: the name of the organisation that carries the service, or ``None``.
        facts: everything else known, contacts included, each with its sources.
        sources: of the entry itself (name, kind, themes, audiences, coverage, summary).
        checked_on: ISO date at which the entry was last held against its sources.
        valid_from, valid_until: ISO dates, or ``None``.
        origin: ``bundled`` or ``local``.
    """

    id: str
    name: str
    kind: str
    themes: tuple[str, ...]
    audiences: tuple[str, ...]
    scope: str
    covers: tuple[Area, ...]
    departements: tuple[str, ...]
    communes: tuple[str, ...]
    carrier: str | None
    summary: str
    contact: Contact
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    checked_on: str
    valid_from: str | None = None
    valid_until: str | None = None
    origin: str = "bundled"


class Word(Record):
    """A word of the vocabulary: stable id, French label, aliases in French and English."""

    id: str
    label: str
    aliases: tuple[str, ...]


class Link(Record):
    """A documented way in: a French label and an address."""

    label: str
    url: str


# --- places --------------------------------------------------------------------------------------


class Place(Record):
    """A place as it was understood.

    Attributes:
        kind: ``region``, ``departement``, ``collectivite`` (overseas, outside the regions),
            ``ancienne-region``, ``groupe``, ``epci``, ``ept``, ``commune``, ``commune-deleguee``,
            ``commune-associee``, ``arrondissement`` or ``code-postal``.
        code: the official code; for a ``groupe`` its slug.
        departements: codes of the départements (or overseas collectivities) it lies in, sorted.
        regions: codes of their regions, sorted; empty for an overseas collectivity.
        communes: INSEE codes of the present communes that make it up, sorted, where the place is
            finer than the département; else empty, and the place is its ``departements`` whole.
        approximate: answered from a prefix (CEDEX, 75000), not from the data.
        population: inhabitants, for ranking; 0 where unknown.
        notes: French sentences on how the text was read ("… a fusionné dans …").
    """

    kind: str
    code: str
    name: str
    departements: tuple[str, ...]
    regions: tuple[str, ...]
    communes: tuple[str, ...] = ()
    approximate: bool = False
    population: int = 0
    notes: tuple[str, ...] = ()


class Places(Record):
    """What a text resolved to: one place, or all that fit it equally well, the bigger first.

    ``aside`` names places of the same name that the reading left aside, each worth one line
    ("il existe aussi une commune …").
    """

    candidates: tuple[Place, ...]
    aside: tuple[Place, ...] = ()


class Unknown(Record):
    """Well formed, but no such place: why in one French sentence, and texts to type instead."""

    message: str
    suggestions: tuple[str, ...] = ()


class Malformed(Record):
    """Not the form of what was asked for: why, in one French sentence."""

    message: str


# --- questions and answers -----------------------------------------------------------------------


class Query(Record):
    """What was asked, before any place or word is looked up.

    Attributes:
        command: ``find``, ``list``, ``show``, ``search`` or ``ask``.
        input: the place, id, words or question as typed, or ``None``.
        place_kind: what the text must be (``region``, ``departement``, ``epci``, ``commune``,
            ``code-postal``, ``insee``, ``siren``, ``siret``) or ``None`` for any place.
        departement, code_postal, region: texts that settle a homonym, or ``None``.
        themes, kinds, audiences: ids of the vocabulary, in its order.
    """

    command: str
    input: str | None = None
    place_kind: str | None = None
    departement: str | None = None
    code_postal: str | None = None
    region: str | None = None
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


class Part(Record):
    """A part of a place, with the ids of the guichets verts that serve it."""

    kind: str
    code: str
    name: str
    networks: tuple[str, ...]


class GuichetVert(Record):
    """The main answer.

    Attributes:
        status: ``covered`` (one guichet serves all of the place), ``split`` (several, between them
            all of it), ``partial`` (some of it has none) or ``none``.
        networks: ids, in the order of the catalogue.
        parts: who serves which département of the place.
    """

    status: str
    networks: tuple[str, ...]
    parts: tuple[Part, ...]


class Match(Record):
    """A network in an answer, and how much of the place it covers.

    ``coverage`` is ``full`` or ``partial``, or ``None`` where the query has no place.

    ``excerpts`` are the passages that a full-text search found, with their words marked by the
    search itself as (text, is a match) pairs.
    """

    network: Network
    coverage: str | None = None
    excerpts: tuple[tuple[tuple[str, bool], ...], ...] = ()


class Candidate(Record):
    """One of several places that a text may mean, with its guichets verts."""

    place: Place
    networks: tuple[str, ...]


class Answer(Record):
    """The answer to a query: the one value that every renderer takes.

    Attributes:
        status: ``found``, ``none``, ``invalid``, ``unknown`` or ``ambiguous``.
        place: as understood; ``None`` where the query has none or it was not settled.
        notes: French sentences to be read with the answer.
        message: for every status but ``found``, the one French sentence that says why.
        hint: what to type next, or ``""``.
        command: for ``ask``, the exact command that the question amounts to.
        detailed: every fact of the networks is wanted (``show``).
    """

    status: str
    query: Query
    place: Place | None = None
    guichet_vert: GuichetVert | None = None
    results: tuple[Match, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""
    command: str | None = None
    detailed: bool = False


# --- coverage of France --------------------------------------------------------------------------


class DepartementCoverage(Record):
    """Who covers one département, and how many communes and inhabitants that makes.

    ``status`` is ``covered``, ``split``, ``partial`` or ``none``, as for :class:`GuichetVert`.
    """

    area: Area
    status: str
    networks: tuple[str, ...]
    communes: int
    communes_covered: int
    population: int
    population_covered: int


class RegionCoverage(Record):
    """The same for a region, with its départements in the order of their codes."""

    area: Area
    status: str
    networks: tuple[str, ...]
    communes: int
    communes_covered: int
    population: int
    population_covered: int
    departements: tuple[DepartementCoverage, ...]


class Coverage(Record):
    """Coverage of the 18 regions (in the order of their names) by the networks asked for.

    Attributes:
        networks: the ids of the networks considered, in the order of the catalogue.
        names: their names, in the same order.
        overseas: the overseas collectivities, which are in no region.
        subject: what is counted, in French ("un guichet vert", "le réseau RAN COPER", …).
    """

    query: Query
    subject: str
    networks: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[RegionCoverage, ...]
    overseas: tuple[DepartementCoverage, ...]
    notes: tuple[str, ...] = ()
