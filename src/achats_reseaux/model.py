"""The nouns of the house. Every value here is frozen and knows nothing of files or terminals."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_options: object):  # noqa: D103
        return lambda cls: cls


# --- frozen records ------------------------------------------------------------------------------

# ``dataclasses`` imports ``inspect``, ``ast`` and ``re``: 13 ms, more than the interpreter's own
# start. For a type checker a Record is a frozen dataclass; ``tests/test_record.py``
# holds it to that.


@dataclass_transform(frozen_default=True)
class Record:
    """A value: annotated fields, set once, compared by content.

    Fields are given by position or by name; a class attribute is a field's default. What else an
    instance may hold follows from its fields: it has no part in comparisons and copies.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _required: ClassVar[int] = 0  # how many of them have no default

    def __init_subclass__(cls) -> None:
        own = cls.__annotations__
        cls._fields = (*cls._fields, *own)
        cls._required += len(own) - sum(map(cls.__dict__.__contains__, own))

    if not TYPE_CHECKING:

        def __init__(self, *values: object, **named: object) -> None:
            # A field that is not given is the class attribute: nothing to copy. Without `strict`,
            # which would cost a fifth of making a record.
            fields = self._fields
            self.__dict__.update(zip(fields, values))  # noqa: B905
            if named or len(values) != len(fields):
                self._complete(values, named)

        def _complete(self, values: tuple[object, ...], named: dict[str, object]) -> None:
            """Set the fields that are given by name, each of them once, and none too few."""
            if not named and self._required <= len(values) <= len(self._fields):
                return
            content, fields = self.__dict__, self._fields
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
            return type(self)(**content)  # which says what is wrong
        copy = object.__new__(type(self))
        copy.__dict__.update(content)
        return copy


# --- the catalogue -------------------------------------------------------------------------------


class Source(Record):
    """Where a fact was read.

    Attributes:
        url: the page, ``http(s)://…``.
        date: ISO date, or year and month, or year: of publication if ``dated`` is ``publié``,
            of our reading if it is ``lu``.
        title: what the page is, in French.
        nature: how it was seen: the ``page`` itself, or else a ``code``, a ``copie`` of it, or its
            bare ``adresse``, cited elsewhere (ids of the vocabulary).
    """

    id: str
    url: str
    date: str
    dated: str
    title: str
    nature: str = "page"


class Fact(Record):
    """One thing known of a network or an organisation, with its sources.

    Attributes:
        field: a key of the catalogue's ``fields`` vocabulary (``lancement``, ``cout``, …).
        value: the fact, in French.
        sources: never empty.
        note: what to know before relying on it, or ``None``.
        of: the organisation or the notion that the fact is about, or ``None`` for the network
            itself.
        checked_on: ISO date at which it was last held against its sources.
    """

    field: str
    value: str
    sources: tuple[Source, ...]
    note: str | None = None
    of: str | None = None
    checked_on: str = ""


class Contact(Record):
    """The documented ways to reach a network; ``None`` where none is documented.

    Attributes:
        known: for each that is, its field, how it is known and its date: read on the network's own
            page (``propre``), read elsewhere (``ailleurs``) or cited but unread (``cite``), or
            ``""``; the newest date of its sources.
    """

    website: str | None = None
    page: str | None = None
    email: str | None = None
    phone: str | None = None
    known: tuple[tuple[str, str, str], ...] = ()

    @property
    def url(self) -> str | None:
        """Its address on the web: the page of the service itself before the site that it is on."""
        return self.page or self.website

    @property
    def first(self) -> str | None:
        """The first that is documented."""
        return self.url or self.email or self.phone


class Area(Record):
    """An official territory: kind (``region``, ``departement``, ``epci``, …), code and name."""

    kind: str
    code: str
    name: str


class Network(Record):
    """One service offered to buyers. Its facts are a file of their own (``Catalogue.facts``).

    Attributes:
        kind, themes, audiences: ids of the vocabulary.
        scope: ``national`` or ``local``.
        covers: the territories as the catalogue states them; empty when national.
        departements: codes of the départements that ``covers`` holds whole.
        communes: INSEE codes of what ``covers`` holds below the département (overlays only).
        carrier: the name of the organisation that carries the service, or ``None``.
        sources: of the entry itself (name, kind, themes, audiences, coverage, summary).
        checked_on: ISO date at which the entry was last held against its sources.
        valid_from, valid_until: ISO dates, or ``None``.
        origin: ``bundled`` or ``local``.
        use: id of what it is good for, by which people's answers are grouped.
        short_name: its name where there is little room, or ``""`` for ``name`` itself.
        cost: what it costs a buyer, a few French words, or ``None`` if no source says.
        who: who may call, a few French words, or ``None``.
        prepared: no field, for it follows from them: the JSON that ``output.json.prepared`` makes
            of it, if it comes from a compiled catalogue; else empty.
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

    prepared = ()

    def __repr__(self) -> str:
        return f"<Network {self.id}: {self.name}>"


class Word(Record):
    """A word of the vocabulary: stable id, French label, aliases in French and English.

    Attributes:
        short: the label where there is little room; ``""`` is the label itself.
        summary: what networks of a kind that do not say it do for a buyer; else ``""``.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    short: str = ""
    summary: str = ""


class Notion(Record):
    """What a word of the field means, told once (``guichet-vert``, ``pnad``, …).

    Attributes:
        definition: two French sentences.
        sources: of the definition.
        facts: what is known of it; a notion that bears the id of a kind says what all networks of
            that kind share.
        networks: ids of those that it leads to, in order.
        gloss: what it means in half a line, to stand beside the word; or ``""``.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    definition: str
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    networks: tuple[str, ...]
    gloss: str = ""


class Link(Record):
    """A documented way in for networks whose own address is not documented.

    ``kinds`` are the kinds of network that it leads to; empty means all. ``note`` is its caveat.
    """

    label: str
    url: str
    kinds: tuple[str, ...] = ()
    note: str | None = None


class Imprint(Record):
    """What every rendering may say of the catalogue it draws on.

    Attributes:
        version, as_of, checked_on: of the catalogue, of the list it starts from (ISO date), of the
            last time it was held against its sources (ISO date).
        reference: the source of the list.
        vintage: the edition of the territories that it was made with.
        words: by ``theme``, ``kind``, ``audience``, ``use`` and ``field``; by ``known`` and
            ``nature``, how a contact is known and how a source was seen.
    """

    version: str
    as_of: str
    checked_on: str
    reference: Source
    vintage: str
    words: Mapping[str, tuple[Word, ...]]

    def labels(self, namespace: str) -> dict[str, str]:
        """The French label of each id of a namespace."""
        return {word.id: word.label for word in self.words.get(namespace, ())}


class Catalogue(Imprint):
    """A list of networks, in the order in which people wrote them, and the words to ask for them.

    Attributes:
        ways_in: where to go when a network's own address is not documented.
        lexicon: by ``theme``, ``kind``, ``audience``, ``network``, ``notion`` and ``organisation``,
            the id of each folded word.
        facets: positions by ``id``, ``kind``, ``theme``, ``audience`` and ``departement`` (any part
            of it); by ``organisation``, of the networks that it carries, pilots or leads; and under
            ``scope``, of the ``national`` networks and of those ``below`` the département, which
            cover communes.
        networks, facts: by position. Of a compiled catalogue, each is read when it is taken.
        notices: French sentences to be read with every answer that was asked for one of the themes
            or kinds beside it.
        notion_ids, notions: by position, in the order of the catalogue; read likewise.
        files: the files it was read from, the overlay's last.
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

    def all(self) -> tuple[Network, ...]:
        """Every network, in order, read once."""
        return tuple(self.networks)

    def __repr__(self) -> str:
        return f"<Catalogue {self.version}: {len(self.networks)} networks>"


# --- places --------------------------------------------------------------------------------------


def departement_of(insee: str) -> str:
    """The département in the code of a present commune: so for all of them, the build checks it."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


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


FILTERS = (("theme", "--theme"), ("kind", "--type"), ("audience", "--public"))
"""The namespaces of the vocabulary, and the option that takes each."""


class Query(Record):
    """What was asked: the place as typed, not looked up yet; the words of the filters as ids.

    Attributes:
        command: ``find``, ``list``, ``show``, ``search``, ``ask`` or ``coverage``.
        input: the place, id, words or question as typed, or ``None``.
        place_kind: what the text must be (``region``, ``departement``, ``epci``, ``commune``,
            ``code-postal``, ``insee``, ``siren``, ``siret``) or ``None`` for any place.
        departement, code_postal, region: texts that settle a homonym, or ``None``.
        themes, kinds, audiences: ids of the vocabulary, in its order.
        fields: for ``show``, the facts asked for: ids of fields, or ``contact``; all if empty.
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
        networks, names: their ids and names, in the order of the catalogue.
        parts: who serves which département of the place.
    """

    status: str
    networks: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[Part, ...]


class Match(Record):
    """A network in an answer, and how much of the place it covers.

    Attributes:
        coverage: ``full`` or ``partial``, or ``None`` where the query has no place.
        ways_in: where to go when the network's own address is not documented.
        facts: all that is known, where the query asks for it (``show``).
        expired: the entry's validity has ended.
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
    """The answer to a query: the one value that every renderer takes.

    Attributes:
        status: ``found``, ``none``, ``invalid``, ``unknown`` or ``ambiguous``.
        place: as understood; ``None`` where the query has none or it was not settled.
        notes: French sentences to be read with the answer.
        message: for every status but ``found``, the one French sentence that says why.
        hint: the French words that lead to ``next_commands``, or a sentence alone, or ``""``.
        next_commands: what to type next, each a command that a shell takes.
        command: for ``ask``, the exact command that the question amounts to.
        notions: those that ``show`` was asked for.
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
    notions: tuple[Notion, ...] = ()

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
