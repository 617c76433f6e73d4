"""A query and its answer: frozen values, which ``matching`` makes and every renderer takes."""

from __future__ import annotations

from achats_reseaux.model import (
    FACILITATEURS,
    Area,
    Catalogue,
    Fact,
    Link,
    Network,
    Notion,
    Place,
    Record,
    Trace,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    from achats_reseaux.gazetteer.switchboards import Switchboard

    Status = Literal["found", "none", "invalid", "unknown", "ambiguous"]
    CoverageStatus = Literal["covered", "split", "partial", "none", "trace", "unknown"]
    Reason = Literal["", "place", "word", "option", "question", "catalogue"]

FIRM = "entreprise"
"""The audience of those that sell."""

FILTERS = {"theme": "theme", "kind": "type", "audience": "public"}
"""The filters by words of the vocabulary: their namespace and option."""

FILTER_FIELDS = ("themes", "kinds", "audiences")
"""The fields of a query that hold the words of each, likewise."""

CHOICES = {"scope": {"local": "local", "national": "national"}}
"""The filters by one of a few values, each with its French name: their field, also the option."""


class Query(Record):
    """A request with the words of its filters as ids, and its place as typed."""

    command: str  # find, list, show, search, ask, message, coverage or map
    input: str | None = None  # the place, id, words or question as typed, or None
    themes: tuple[str, ...] = ()  # ids of the vocabulary, in its order
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # for show, those asked for, or contact; all if empty
    # the audience of the hospital or State service typed before a place: "CHU de Lille"
    asker: tuple[str, ...] = ()
    # the words of the place as it was typed, to be typed again: ("--siren", "200023414")
    arguments: tuple[str, ...] = ()

    # of a table for spreadsheets, those asked for; all if empty
    columns: tuple[str, ...] = ()
    scope: str = ""  # local or national, if the results are to be these only

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The ids of each filter that is asked for, by its namespace of the vocabulary."""
        asked = {"theme": self.themes, "kind": self.kinds, "audience": self.audiences}
        return {name: ids for name, ids in asked.items() if ids}

    @property
    def askers(self) -> tuple[str, ...]:
        """Who asks, for the order of an answer: the audiences asked for, else the body typed."""
        return self.audiences or self.asker

    @property
    def asks_for_desks(self) -> bool:
        """Whether the desks for the social clause, which are local, are what a buyer asked for."""
        if FIRM in self.askers:
            return False
        if self.kinds:
            return self.kinds == (FACILITATEURS,)
        return self.themes == ("social",)


class Part(Area):
    """One département of a place."""

    networks: tuple[str, ...]  # the ids of the guichets verts that serve the place there
    partial: bool = False  # whether they leave out a part of the place there


class GuichetVert(Record):
    """The guichets verts of a place."""

    # covered: one serves all of it; split: several do; partial: a part has none; none
    status: CoverageStatus
    networks: tuple[str, ...]  # their ids and names, in the order of the catalogue
    names: tuple[str, ...]
    parts: tuple[Part, ...]  # the départements of the place, each with its guichets
    as_of: str = ""  # ISO date of the list that this is said by


class Match(Record):
    """A network in an answer, and how much of the place it covers."""

    network: Network
    coverage: str | None = None  # full or partial, or None if the query has no place
    # links to the network if its own address is not documented
    ways_in: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()  # for show, the facts of the network
    expired: bool = False  # whether the validity of the entry has ended
    # the passages that a search found, as (text, is a match) pairs
    excerpts: tuple[tuple[tuple[str, bool], ...], ...] = ()
    # whether the validity of the entry has begun, and has not ended
    is_valid: bool = True

    @property
    def serves_all(self) -> bool:
        """Whether it serves all of the place today."""
        return self.is_valid and self.coverage == "full"

    @property
    def is_whole_desk(self) -> bool:
        """Whether it is a desk for the social clause that serves all of the place today."""
        return self.serves_all and self.network.is_local_desk


class Fallback(Record):
    """Whom to write to where the network itself has no e-mail."""

    name: str  # in French
    phone: str | None
    email: str | None
    page: str | None
    about: str = ""  # what it helps with, in French, with its article
    note: str = ""  # what is known of the e-mail, else of the telephone: whose, how old
    of: str = "organisation"  # whose its addresses are: network or organisation


class EmailDraft(Record):
    """A message ready to send."""

    name: str  # of whom it is to, in French; or ""
    to: str | None  # an e-mail, or None if none is documented
    page: str | None  # an address on the web, for a form or to read
    phone: str | None
    subject: str
    # in French, its paragraphs apart by a blank line; brackets are to be filled in
    body: str
    network: str | None = None  # the id of the network that is meant, or None
    instead: Fallback | None = None  # with an e-mail, else a telephone, that it lacks
    # by contact (to, page, phone), what is told of it wherever it is given, in French
    caveats: tuple[tuple[str, str], ...] = ()
    page_is_form: bool = False  # whether the page is a form to be filled in


class Candidate(Record):
    """One of several places that a text may mean, with its guichets verts (ids and names)."""

    place: Place
    networks: tuple[str, ...]
    names: tuple[str, ...]
    desk: str = ""  # whom to call for the social clause, in French, if that was asked for


def extent(network: Network) -> tuple[int, int]:
    """How many départements and other communes a network covers, to compare territories."""
    return len(network.departements), len(network.communes)


class Answer(Record):
    """The answer to a query, which every renderer takes."""

    status: Status
    query: Query
    # None if the query has none, or it names no place or several
    place: Place | None = None
    guichet_vert: GuichetVert | None = None
    # the networks that pass the filters, whatever the scope asked for
    matches: tuple[Match, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    suggestions: tuple[str, ...] = ()
    # French sentences to show with the answer: how it was read, what has ended
    notes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # those of the catalogue on what was asked for
    # why: for every status but found, and for found without a guichet vert
    message: str = ""
    # what is wrong of a request that was not answered: place (unknown, malformed or
    # ambiguous), word, option, question or catalogue; "" where something was answered
    reason: Reason = ""
    hint: str = ""  # the French words before next_commands, or a sentence alone, or ""
    next_commands: tuple[str, ...] = ()  # commands to type next, quoted for a shell
    command: str | None = None  # for ask, the command equivalent to the question
    # for ask, how it was read, to be told before the answer
    reading: tuple[str, ...] = ()
    # for ask: it names neither a place nor a filter, so that we ask back
    is_vague: bool = False
    tells_facts: bool = False  # it is that of show, which a question may amount to
    # for ask: its notes are the answer, its results only bear it out
    in_sentences: bool = False
    # of ask: the AreaCoverage of an absence that was asked for
    areas: tuple[Any, ...] = ()
    notions: tuple[Notion, ...] = ()  # the notions that show was asked for
    # of local networks near the place, or that were asked for
    traces: Sequence[Trace] = ()
    switchboard: Switchboard | None = None  # whom to call if no desk can be reached
    email_draft: EmailDraft | None = None  # of message
    # that it is from; None of what is about no place, before it goes to a renderer
    catalogue: Catalogue | None = None
    today: str = ""  # ISO date of the day that it is given, or "" likewise
    # what a bare code also is, where its answer differs
    other_reading: Place | None = None

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, then the notices."""
        return self.notes + self.notices

    @property
    def results(self) -> tuple[Match, ...]:
        """The networks to show: those of the scope asked for, else all that pass the filters."""
        if not self.query.scope:
            return self.matches
        return tuple(match for match in self.matches if match.network.scope == self.query.scope)

    @property
    def desk(self) -> Match | None:
        """The smallest desk of all of the place, which is called first; ``None`` if none is."""
        desks = [match for match in self.matches if match.is_whole_desk]
        return min(desks, key=lambda match: extent(match.network), default=None)

    def __repr__(self) -> str:
        content = self.place.name if self.place else self.message
        return f"<Answer {self.status}: {content}; {len(self.results)} results>"
