"""The domain model: frozen values, independent of files and terminals."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_options: object):  # noqa: D103
        return lambda cls: cls


# --- frozen records ------------------------------------------------------------------------------

# ``dataclasses`` imports ``inspect``, ``ast`` and ``re``: 13 ms, more than the start of the
# interpreter. For a type checker a Record is a frozen dataclass; ``tests/test_record.py`` compares
# the two.


@dataclass_transform(frozen_default=True)
class Record:
    """A frozen value with annotated fields, compared by content.

    Fields are given by position or by name; a class attribute is the default of a field. Other
    content of an instance is derived from its fields; comparisons and copies ignore it.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *cls.__annotations__)

    if not TYPE_CHECKING:

        def __init__(self, *values: object, **named: object) -> None:
            # A field that is not given is found as the class attribute. `strict` would make this a
            # fifth slower.
            fields = self._fields
            self.__dict__.update(zip(fields, values))  # noqa: B905
            if named or len(values) != len(fields):
                self._complete(values, named)

        def _complete(self, values: tuple[object, ...], named: dict[str, object]) -> None:
            """Set the fields given by name; a missing, repeated or unknown one raises."""
            content, fields = self.__dict__, self._fields
            if not named and len(values) < len(fields) and hasattr(self, fields[len(values)]):
                return  # the fields that have a default come last
            content.update(named)
            missing = [name for name in fields if name not in content and not hasattr(self, name)]
            if (
                missing
                or len(values) + len(named) != len(content)
                or not content.keys() <= {*fields}
            ):
                got = ", ".join([f"{len(values)} by position", *map(repr, named)])
                message = f"{type(self).__name__} takes {', '.join(fields)}; got {got}"
                raise TypeError(message)

    @classmethod
    def from_values(cls, values: Iterable[Any]) -> Self:
        """A record of the values of all fields: a sixth faster, since they are not counted."""
        record = cls.__new__(cls)
        record.__dict__.update(zip(cls._fields, values))  # noqa: B905
        return record

    def __setattr__(self, name: str, value: object) -> None:
        message = f"{type(self).__name__} is frozen"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return False
        return self.astuple() == other.astuple()

    def __hash__(self) -> int:
        return hash((type(self), *self.astuple()))

    def __repr__(self) -> str:
        content = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({content})"

    def astuple(self) -> tuple[Any, ...]:
        """The values of the fields, in the order of their declaration."""
        return tuple(getattr(self, name) for name in self._fields)

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        content = {name: getattr(self, name) for name in self._fields} | changes
        if len(content) > len(self._fields):
            return type(self)(**content)  # raises the TypeError
        copy = object.__new__(type(self))
        copy.__dict__.update(content)
        return copy


# --- the catalogue -------------------------------------------------------------------------------


class Source(Record):
    """The source of a fact. At least one of its two dates is known.

    Attributes:
        url: the page, ``http(s)://…``.
        title: a French description of the page.
        nature: what was read: the ``page`` itself, source ``code``, a ``copie`` of the page, or
            only its ``adresse``, cited elsewhere (ids of the vocabulary).
        page_date: the date that the page bears, or of the last change of the file of code: ISO
            date, or year and month, or year; or ``None``.
        read_on: the date of the copy that was read, likewise.
        path, commit: of source code, the file that was read and its revision, or ``None``.
    """

    id: str
    url: str
    title: str
    nature: str = "page"
    page_date: str | None = None
    read_on: str | None = None
    path: str | None = None
    commit: str | None = None

    @property
    def date(self) -> str:
        """The date of the page, else of the copy that was read."""
        return self.page_date or self.read_on or ""

    @property
    def dated(self) -> str:
        """Whether ``date`` is that of the page (``publié``) or of our reading (``lu``)."""
        return "publié" if self.page_date else "lu"


class Fact(Record):
    """One fact about a network, an organisation or a notion, with its sources.

    Attributes:
        field: a key of the catalogue's ``fields`` vocabulary (``lancement``, ``cout``, …).
        value: the fact, in French.
        sources: never empty.
        note: a caveat, or ``None``.
        of: the name of the organisation or the notion that the fact is about, or ``None`` for the
            network itself.
        checked_on: ISO date of its last comparison with its sources.
        valid_until: ISO date after which it is no longer true, or ``None``.
    """

    field: str
    value: str
    sources: tuple[Source, ...]
    note: str | None = None
    of: str | None = None
    checked_on: str = ""
    valid_until: str | None = None


class Contact(Record):
    """The documented contacts of a network; ``None`` for a field that is not documented.

    Attributes:
        known: a triple for each documented field: its name; how it is known: read on the network's
            own page (``propre``), read elsewhere (``ailleurs``), cited but unread (``cite``), or
            ``""``; and the newest date of its sources.
        remarks: for each field to be used with care, its name; French words on its limits (whose it
            is); one or two on how it is known (``à vérifier``); and the year of its newest source
            if this is older than the list (``source de 2019``). One of the three is not ``""``.
    """

    website: str | None = None
    page: str | None = None
    email: str | None = None
    phone: str | None = None
    known: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def notes(self) -> dict[str, str]:
        """By field, its remarks as one text, to be told wherever it is given."""
        return {
            field: " ; ".join(
                filter(None, (caveat.rstrip("."), mark, age if age[-4:] not in caveat else ""))
            )
            for field, caveat, mark, age in self.remarks
        }

    @property
    def first_note(self) -> str:
        """The note of the ``first`` contact, or ``""``."""
        return next((self.notes.get(one, "") for one in WAYS_IN if getattr(self, one)), "")

    @property
    def url(self) -> str | None:
        """The address on the web: the page of the service, else the site of the network."""
        return self.page or self.website

    @property
    def first(self) -> str | None:
        """The first documented contact: web, e-mail, telephone."""
        return self.url or self.email or self.phone

    @property
    def undocumented(self) -> str:
        """Which of e-mail and telephone are not documented, in French, or ``""``."""
        ways = {"courriel": self.email, "téléphone": self.phone}
        missing = [way for way, value in ways.items() if not value]
        if len(missing) == len(ways):
            return f"ni {' ni '.join(missing)} documentés"
        return f"aucun {missing[0]} documenté" if missing else ""


WAYS_IN = ("page", "website", "email", "phone")
"""The fields of a contact, in the order in which they are recommended."""


class Area(Record):
    """An official territory: kind (``region``, ``departement``, ``epci``, …), code and name."""

    kind: str
    code: str
    name: str


class Network(Record):
    """One service offered to buyers; its facts are stored apart, in ``Catalogue.facts``.

    Attributes:
        kind, themes, audiences: ids of the vocabulary.
        scope: ``national`` or ``local``.
        covers: the territories as the catalogue states them; empty when national.
        departements: codes of the départements covered whole.
        communes: INSEE codes of the communes covered in other départements.
        carrier: the name of the organisation that carries the service, or ``None``.
        sources: of the entry itself (name, kind, themes, audiences, coverage, summary).
        checked_on: ISO date of the last comparison of the entry with its sources.
        valid_from, valid_until: ISO dates, or ``None``.
        origin: ``bundled`` or ``local``.
        use: id of its purpose, by which cards group networks.
        short_name: a shorter name for narrow layouts, or ``""`` for ``name`` itself.
        cost: the cost for a buyer in a few French words, or ``None`` if no source tells it.
        who: who may call, in a few French words, or ``None``.
        doubt: what is to be verified, in French: the value of the first of its facts of the field
            ``a-verifier``, its carrier's and those of its kind among them; or ``None``.
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
    sources: tuple[Source, ...]
    checked_on: str
    valid_from: str | None = None
    valid_until: str | None = None
    origin: str = "bundled"
    use: str = ""
    short_name: str = ""
    cost: str | None = None
    who: str | None = None
    doubt: str | None = None

    def contact_note(self, fields: Iterable[str]) -> str:
        """A French sentence with the notes of some fields of its contact, or ``""``."""
        notes = self.contact.notes
        told = dict.fromkeys(notes[one] for one in fields if one in notes)
        return f"{self.name} : {' ; '.join(told)}." if told else ""

    def __repr__(self) -> str:
        return f"<Network {self.id}: {self.name}>"


class Word(Record):
    """A word of the vocabulary: stable id, French label, aliases in French and English.

    Attributes:
        short: a shorter label for narrow layouts, or ``""`` for ``label`` itself.
        summary: of a kind, the summary of its networks that have none; else ``""``.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    short: str = ""
    summary: str = ""


class Notion(Record):
    """The definition of a term of public buying (``guichet-vert``, ``pnad``, …).

    Attributes:
        definition: two French sentences.
        sources: of the definition.
        facts: facts about it; if its id is that of a kind, facts that all networks of it share.
        networks: ids of the networks that it refers to, in order.
        gloss: a definition of half a line, shown beside the term; or ``""``.
        doubt: what is to be verified, as of a network; kept where only some facts are asked for.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    definition: str
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    networks: tuple[str, ...]
    gloss: str = ""
    doubt: str | None = None


class Link(Record):
    """A documented page that leads to networks whose own address is not documented.

    Attributes:
        kinds: the kinds of network that it leads to; all if empty.
        note: a caveat, or ``None``.
    """

    label: str
    url: str
    kinds: tuple[str, ...] = ()
    note: str | None = None


class Imprint(Record):
    """The description of a catalogue that every renderer may show.

    Attributes:
        version: of the catalogue.
        as_of: ISO date of the list of the ministry that it starts from.
        checked_on: ISO date of its last comparison with its sources.
        reference: the source of the list.
        vintage: the edition of the territory tables that it was built with.
        words: by namespace: ``theme``, ``kind``, ``audience``, ``use``, ``field``, ``known`` (how a
            contact is known) and ``nature`` (what was read of a source).
        partial_kinds: ids of the kinds whose networks are known to be only a part of those that
            there are: no national figure may be drawn from them.
    """

    version: str
    as_of: str
    checked_on: str
    reference: Source
    vintage: str
    words: Mapping[str, tuple[Word, ...]]
    partial_kinds: tuple[str, ...]

    def labels(self, namespace: str) -> dict[str, str]:
        """The French label of each id of a namespace."""
        return {word.id: word.label for word in self.words.get(namespace, ())}


class Catalogue(Imprint):
    """The networks, in the order of the YAML, and the vocabulary to ask for them.

    Attributes:
        ways_in: links to networks whose own address is not documented.
        lexicon: by ``theme``, ``kind``, ``audience``, ``network``, ``short_name`` (of a network),
            ``notion`` and ``organisation``, the id of each folded word.
        facets: the positions of networks by ``id``, ``kind``, ``theme``, ``audience``,
            ``departement`` (covered whole or in part), ``organisation`` (which carries, pilots or
            leads them) and ``scope`` (``national``, or ``below`` for those that cover communes).
        networks, facts: by position. In a compiled catalogue, each is read at its first use.
        notices: French sentences, each with the themes and kinds whose answers must show it.
        notion_ids, notions: by position, in the order of the catalogue; read likewise.
        files: the files it was read from, overlays last.
    """

    ways_in: tuple[Link, ...]
    lexicon: Mapping[str, Mapping[str, str]]
    facets: Mapping[str, Mapping[str, tuple[int, ...]]]
    networks: Sequence[Network]
    facts: Sequence[tuple[Fact, ...]]
    notices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notion_ids: tuple[str, ...] = ()
    notions: Sequence[Notion] = ()
    files: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the networks, by position."""
        return tuple(self.facets["id"])

    def _position(self, network_id: str) -> int:
        if network_id not in self.facets["id"]:
            message = f"no network has the id {network_id!r}"
            raise ValueError(message)
        return self.facets["id"][network_id][0]

    def network(self, network_id: str) -> Network:
        """The network that has this id.

        Raises:
            ValueError: none has.
        """
        return self.networks[self._position(network_id)]

    def networks_at(self, positions: Iterable[int]) -> tuple[Network, ...]:
        """The networks at these positions, in their order."""
        return tuple(self.networks[position] for position in positions)

    def facts_of(self, network_id: str) -> tuple[Fact, ...]:
        """What is known of the network that has this id.

        Raises:
            ValueError: none has.
        """
        return self.facts[self._position(network_id)]

    def notion(self, notion_id: str) -> Notion:
        """The notion that has this id.

        Raises:
            ValueError: none has.
        """
        return self.notions[self.notion_ids.index(notion_id)]

    def __repr__(self) -> str:
        return f"<Catalogue {self.version}: {len(self.networks)} networks>"


class Change(Record):
    """A difference of two catalogues: ``before`` is ``None`` if it is new, ``after`` if it is gone.

    ``field`` is ``""`` if a whole network was added or removed.
    """

    network: str
    field: str
    before: str | None
    after: str | None


# --- places --------------------------------------------------------------------------------------


def departement_of(insee: str) -> str:
    """The code of the département of a present commune: its first digits, as the build checks."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


class Place(Record):
    """A place of France, as the geocoder understood it.

    Attributes:
        kind: ``region``, ``departement``, ``collectivite`` (overseas, outside the regions),
            ``ancienne-region``, ``groupe``, ``epci``, ``ept``, ``commune``, ``commune-deleguee``,
            ``commune-associee``, ``arrondissement`` or ``code-postal``.
        code: the official code; for a ``groupe`` its slug.
        departements: codes of its départements (or overseas collectivities), sorted.
        regions: codes of their regions, sorted; empty for an overseas collectivity.
        communes: INSEE codes of its present communes, sorted; empty if it consists of whole
            ``departements``.
        approximate: whether it was derived from a prefix (CEDEX, 75000), not found in the tables.
        notes: French sentences on how the text was read ("… fait aujourd'hui partie de …").
    """

    kind: str
    code: str
    name: str
    departements: tuple[str, ...]
    regions: tuple[str, ...]
    communes: tuple[str, ...] = ()
    approximate: bool = False
    notes: tuple[str, ...] = ()


class Places(Record):
    """The places that a text may mean.

    Attributes:
        candidates: one place, or several that match equally well, the bigger first.
        aside: other places of the same name that were not chosen, to be mentioned in a note
            ("il existe aussi une commune …").
    """

    candidates: tuple[Place, ...]
    aside: tuple[Place, ...] = ()


class Unknown(Record):
    """A well-formed text that names no place: a French sentence on why, and texts to try."""

    message: str
    suggestions: tuple[str, ...] = ()


class Malformed(Record):
    """A text of the wrong form for what was asked: a French sentence on why."""

    message: str


# --- questions and answers -----------------------------------------------------------------------


FILTERS = (("theme", "--theme"), ("kind", "--type"), ("audience", "--public"))
"""The namespaces of the vocabulary, and the option that takes each."""


class Query(Record):
    """A request with the words of its filters as ids, and its place as typed.

    Attributes:
        command: ``find``, ``list``, ``show``, ``search``, ``ask``, ``coverage`` or ``map``.
        input: the place, id, words or question as typed, or ``None``.
        place_kind: the kind that the place must have (``region``, ``departement``, ``epci``,
            ``commune``, ``code-postal``, ``insee``, ``siren``, ``siret``) or ``None`` for any.
        departement, code_postal, region: texts that choose between homonyms, or ``None``.
        themes, kinds, audiences: ids of the vocabulary, in its order.
        fields: for ``show``, the ids of the fields asked for, or ``contact``; all if empty.
        asker: the audience of the body that the place is typed after ("CHU de Lille").
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
    fields: tuple[str, ...] = ()
    asker: tuple[str, ...] = ()

    @property
    def askers(self) -> tuple[str, ...]:
        """Who asks, for the order of an answer: the audiences asked for, else the body typed."""
        return self.audiences or self.asker


class Part(Record):
    """One département of a place.

    Attributes:
        networks: the ids of the guichets verts that serve the place there.
        partial: whether they leave out a part of the place there.
    """

    kind: str
    code: str
    name: str
    networks: tuple[str, ...]
    partial: bool = False


class GuichetVert(Record):
    """The guichets verts of a place.

    Attributes:
        status: ``covered`` (one guichet serves all of the place), ``split`` (several together serve
            all of it), ``partial`` (a part of it has none) or ``none``.
        networks, names: their ids and names, in the order of the catalogue.
        parts: the départements of the place, each with its guichets.
        as_of: ISO date of the list that this is said by.
    """

    status: str
    networks: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[Part, ...]
    as_of: str = ""


class Match(Record):
    """A network in an answer, and how much of the place it covers.

    Attributes:
        coverage: ``full`` or ``partial``, or ``None`` if the query has no place.
        ways_in: links to the network if its own address is not documented.
        facts: for ``show``, the facts of the network.
        expired: whether the validity of the entry has ended.
        excerpts: the passages that a full-text search found, as (text, is a match) pairs.
    """

    network: Network
    coverage: str | None = None
    ways_in: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    expired: bool = False
    excerpts: tuple[tuple[tuple[str, bool], ...], ...] = ()

    def __repr__(self) -> str:
        return f"<Match {self.network.id}: {self.coverage or self.network.scope}>"


class Candidate(Record):
    """One of several places that a text may mean, with its guichets verts (ids and names)."""

    place: Place
    networks: tuple[str, ...]
    names: tuple[str, ...]


class Answer(Record):
    """The answer to a query, which every renderer takes.

    Attributes:
        status: ``found``, ``none``, ``invalid``, ``unknown`` or ``ambiguous``.
        place: ``None`` if the query has none, or it names no place or several.
        notes: French sentences to show with the answer.
        message: one French sentence on why: for every status but ``found``, and for ``found`` where
            there is no guichet vert.
        hint: the French words before ``next_commands``, or a sentence alone, or ``""``.
        next_commands: commands to type next, quoted for a shell.
        command: for ``ask``, the command equivalent to the question.
        reading: for ``ask``, French sentences on how it was read, to be told before the answer.
        notions: the notions that ``show`` was asked for.
        catalogue: the catalogue that it is from, or ``None`` before it is handed to a renderer.
        today: ISO date of the day that it is given, or ``""`` likewise.
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
    next_commands: tuple[str, ...] = ()
    command: str | None = None
    reading: tuple[str, ...] = ()
    notions: tuple[Notion, ...] = ()
    catalogue: Catalogue | None = None
    today: str = ""

    def __repr__(self) -> str:
        place, guichet = self.place, self.guichet_vert
        parts = [
            f"{place.name} ({place.kind} {place.code})" if place else "",
            f"guichet vert {guichet.status} {' '.join(guichet.networks)}".rstrip()
            if guichet
            else "",
            f"{len(self.results)} results" if self.results else "",
            f"{len(self.candidates)} candidates" if self.candidates else "",
            self.message,
        ]
        return f"<Answer {self.status}: {'; '.join(part for part in parts if part)}>"
