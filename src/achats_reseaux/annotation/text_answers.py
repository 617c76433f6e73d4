"""The answers to many texts, each looked up once: those of ``find``, as a test ensures.

But ``find`` answers a name of several communes for its best-known bearer, and says so:
here it is ``ambiguous``, since nobody reads a note beside each of a thousand rows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Query
from achats_reseaux.answering.guichet_verdict import no_guichet_vert
from achats_reseaux.answering.homonyms import exact_first, homonym_notes, place_label
from achats_reseaux.answering.local_law import local_law_note
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import address_with_code, resolve
from achats_reseaux.geocoder.blank_cells import why_blank
from achats_reseaux.geocoder.codes import is_digits, is_siren, is_siret
from achats_reseaux.model import (
    GUICHET_VERT,
    Catalogue,
    Malformed,
    Place,
    Places,
    Record,
    Trace,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.gazetteer.switchboards import Switchboard

UNSETTLED = ("ambiguous", "unknown", "invalid")
"""The statuses of texts without an answer, the most informative first."""
_MOST_IN_REGION = 13
"""No région has more départements: a larger place is hardly that of a buyer."""
_OF_ANYBODY = Query("annotate")
_KEPT = 2**12
"""The number of places, and of texts that ``answer_texts`` meets, whose answers are kept."""
_CODE_AND_MORE = re.compile(r"\d{5}\D")
_POSTAL_CODE = re.compile(r"(?<!\d)(\d\d) ?(\d{3})(?!\d)")


class TextAnswer(Record):
    """The columns that ``annotate`` appends to a row, as a value; areas by code, networks by id."""

    status: str  # covered, split, partial or none; or one of UNSETTLED
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    guichets_verts: tuple[str, ...] = ()
    note: str = ""  # how the text was read, or why there is no answer
    local: tuple[str, ...] = ()  # the other local networks of all of the place, if asked for
    switchboard: Switchboard | None = None  # where no desk can be called; of rows if asked for
    traces: tuple[Trace, ...] = ()  # of desks near the place; of rows if asked for
    meant: tuple[str, ...] = ()  # the départements that an ambiguous text may mean
    doubtful: bool = False  # a person should look: read in part, contradicted, or a vast place
    blank: bool = False  # the cell holds nothing, or the mark of a missing value
    unfit: bool = False  # the cell is no code of the kind that its heading names


class TextAnswers:
    """Answers texts."""

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        noted: bool = False,
        local: bool = False,
        desks: Query | None = None,
        today: str = "",
    ) -> None:
        """Know no text yet.

        Args:
            catalogue: the catalogue in use.
            noted: whether the answers have notes.
            local: whether they have the other local networks.
            desks: the filters by which ``find`` gives a switchboard and traces, of noted
                answers alone; ``None`` for neither.
            today: ISO date; a network that is not valid then is told, and none of the
                local ones.
        """
        self._catalogue = catalogue
        self._noted = noted
        self._local = local
        self._desks = desks
        self._today = today
        self._in_area = lru_cache(_KEPT)(self._answer_in)
        self._finer = _by_commune(catalogue, local=local)
        self._reads_names = False
        bulk.index_codes()

    def of(
        self,
        text: str,
        kind: str | None = None,
        departement: str | None = None,
        code_postal: str | None = None,
    ) -> TextAnswer:
        """The answer to a text of a kind in a département, as for ``geocoder.resolve``.

        A postal code beside the text settles its homonyms. A code alone, and an address
        that ends with its code, have short ways that make no notes: where notes are
        asked for, they are read as any text.
        """
        reason = why_blank(text)
        if reason:
            return TextAnswer("invalid", note=reason, blank=True)
        if not self._noted and departement is None:
            communes = _communes_of_code(text, kind)
            if communes:
                return self._in_communes(communes)
        if not self._reads_names:  # a text that is no code alone
            self._reads_names = True
            bulk.index()
        is_free = kind is None and departement is None
        if is_free and not self._noted and _CODE_AND_MORE.search(text):
            town = address_with_code(text)
            if town is not None:
                return self._at(town)
        outcome = self._resolved(text, kind, departement)
        if isinstance(outcome, Malformed):
            return TextAnswer("invalid", note=outcome.message)
        if isinstance(outcome, Unknown):
            return TextAnswer("unknown", note=outcome.message)
        if code_postal and len(outcome.candidates) > 1:
            code = _POSTAL_CODE.search(code_postal)
            if code:  # 76000 of « F-76000 »
                code_postal = code[1] + code[2]
            there = self._resolved(text, kind, departement, code_postal)
            if isinstance(there, Places):
                outcome = there
        return self._answered(outcome)

    def under(self, text: str, heading: str | None, departement: str | None) -> TextAnswer:
        """The answer to a text of any kind, under a heading that names a kind of code or none.

        A text that is no code of that kind is read as under no heading. Without one, a
        postal code that is also another place's INSEE code, or a département's that is
        also a region's, is doubtful where the answers differ.
        """
        from achats_reseaux.annotation.headings import may_fit

        if heading is not None and may_fit(text, heading):
            answer = self.of(text, heading, departement)
            is_guess = heading == "code-postal" and answer.doubtful  # by its first digits
            if answer.status not in UNSETTLED and not is_guess:
                return answer
        answer = self.of(text, None, departement)
        if heading is not None:
            return answer.replace(unfit=not answer.blank)
        twin = _twin(text)
        if twin is None:
            return answer
        kind, name, reading = twin
        if _is_like(answer, self.of(text, kind, departement)):
            return answer
        note = f"Lu comme {reading} : {name}, {kind}:{text}."
        return answer.replace(note=f"{answer.note} {note}".strip(), doubtful=True)

    def _resolved(
        self, text: str, kind: str | None, departement: str | None, code_postal: str | None = None
    ) -> Places | Unknown | Malformed:
        """The places of a text; a column may hold a little more than its kind says."""
        kinds = [kind]
        if kind == "siret":
            kinds.append("siren")
        elif kind == "code-postal" and _POSTAL_CODE.search(text):
            kinds.append(None)  # « F-76000 », « 76037 CEDEX »
        outcomes = []
        for each in kinds:
            outcome = resolve(
                text,
                each,
                departement=departement,
                code_postal=code_postal,
                suggest=False,
                explain=self._noted,
            )
            if isinstance(outcome, Places):
                return exact_first(outcome, text)
            if not isinstance(outcome, Malformed):
                return outcome
            outcomes.append(outcome)
        if kind == "siret" and len(text.replace(" ", "")) == 9:
            return outcomes[-1]  # what is wrong with a SIREN
        return outcomes[0]

    def _answered(self, outcome: Places) -> TextAnswer:
        """The answer for the places of a text."""
        first, *others = outcome.candidates
        answer = self._called_at(first)
        calls_differ = False
        if others:
            answers = [self._called_at(place) for place in outcome.candidates]
            answer = _common(answers, outcome)
            calls_differ = any(_calls(other) != _calls(answers[0]) for other in answers)
            if calls_differ:
                answer = answer.replace(switchboard=None, traces=())
        if self._noted and answer.status != "ambiguous":
            notes = []
            if not answer.guichets_verts:
                notes.append(f"{no_guichet_vert(self._catalogue, first)}.")
            notes += first.notes
            notes.append(local_law_note(first, _OF_ANYBODY))
            notes += homonym_notes(outcome, calls_differ=calls_differ)
            notes.append(answer.note)
            answer = answer.replace(note=" ".join(filter(None, notes)))
        return answer

    def _in_communes(self, communes: tuple[str, ...]) -> TextAnswer:
        """The answer for some communes."""
        departements = tuple(sorted({gazetteer.departement_of(insee) for insee in communes}))
        if self._finer.isdisjoint(departements):
            communes = ()
        return self._in_area(departements, communes, False)

    def _at(self, place: Place) -> TextAnswer:
        """The answer for a place; its communes matter only where a network lists some."""
        communes = place.communes
        if self._finer.isdisjoint(place.departements):
            communes = ()
        is_partly_read = place.approximate or place.partly_read
        return self._in_area(place.departements, communes, is_partly_read)

    def _called_at(self, place: Place) -> TextAnswer:
        """The answer for a place with its switchboard and traces, as ``find`` has them."""
        answer = self._at(place)
        if self._desks is None:
            return answer
        complete = matching.find_at(self._catalogue, self._desks, place, self._today)
        return answer.replace(switchboard=complete.switchboard, traces=tuple(complete.traces))

    def _answer_in(
        self, departements: tuple[str, ...], communes: tuple[str, ...], is_partly_read: bool
    ) -> TextAnswer:
        regions = gazetteer.regions_of(departements)
        place = Place("commune", "", "", departements, regions, communes)
        guichet = matching.guichet_vert_at(self._catalogue, place, self._today)
        notes, local = [], []
        if self._local:
            for network in matching.local_networks_at(self._catalogue, place, self._today):
                note = matching.validity_note(network, self._today)
                notes.append(note)
                if not note:
                    local.append(network.id)
        is_vast = len(departements) > _MOST_IN_REGION
        if is_vast:
            notes.append(f"Ce lieu a {len(departements)} départements.")
        return TextAnswer(
            guichet.status,
            departements,
            regions,
            guichet.networks,
            note=" ".join(filter(None, notes)),
            local=tuple(local),
            doubtful=is_partly_read or is_vast,
        )


def _twin(text: str) -> tuple[str, str, str] | None:
    """The kind and the name of the place that a bare code also is, and how both are told.

    >>> _twin("94")
    ('region', 'Corse', 'code de département ; comme code de région')
    """
    if not is_digits(text):
        return None
    name = gazetteer.commune_name(text) if len(text) == 5 else None
    if name is not None:
        return "insee", name, "code postal ; comme code INSEE"
    region = gazetteer.territory("region", text) if len(text) == 2 else None
    if region is not None:
        return "region", region.name, "code de département ; comme code de région"
    return None


def _calls(answer: TextAnswer) -> tuple[object, ...]:
    """Whom to call where no desk can be: equal for places that have the same."""
    return answer.switchboard, answer.traces


def _is_like(answer: TextAnswer, other: TextAnswer) -> bool:
    """Whether two readings of a code have the same networks, départements and whom to call."""
    same_networks = (answer.guichets_verts, answer.local) == (other.guichets_verts, other.local)
    same_calls = _calls(answer) == _calls(other)
    return same_networks and same_calls and answer.departements == other.departements


def _common(answers: list[TextAnswer], outcome: Places) -> TextAnswer:
    """The one answer that places of a name have in common, else that they are ambiguous."""
    distinct = {(answer.status, answer.guichets_verts, answer.local) for answer in answers}
    homes: set[str] = set()
    for answer in answers:
        homes.update(answer.departements)
    departements = tuple(sorted(homes))
    if len(distinct) > 1:
        labels = ", ".join(map(place_label, outcome.candidates[:5]))
        return TextAnswer("ambiguous", meant=departements, note=f"Plusieurs lieux : {labels}.")
    regions = gazetteer.regions_of(departements)
    return answers[0].replace(departements=departements, regions=regions)


def _by_commune(catalogue: Catalogue, *, local: bool) -> frozenset[str]:
    """The départements in which a guichet vert, or any local network, lists its communes."""
    departements: set[str] = set()
    for network in catalogue.networks:
        if local or network.kind == GUICHET_VERT:
            departements.update(map(gazetteer.departement_of, network.communes))
    return frozenset(departements)


def _communes_of_code(text: str, kind: str | None) -> tuple[str, ...]:
    """The communes of a code alone, as ``resolve`` has them, in a quarter of its time.

    Of a postal code, else of an INSEE code; of the SIREN or SIRET of a commune. Nothing
    for any other text, nor for a code that wants a second look: ``resolve`` tells what
    it is.
    """
    if not is_digits(text):
        return ()
    if len(text) == 5 and kind in (None, "code-postal", "insee"):
        communes: tuple[str, ...] = ()
        if kind != "insee":
            communes = gazetteer.communes_of_postal_code(text)
        if not communes and kind != "code-postal" and gazetteer.commune_name(text):
            communes = (text,)
        return communes
    if kind not in (None, "siren", "siret"):
        return ()
    is_full = len(text) == 14 and kind != "siren" and is_siret(text)
    if is_full or is_siren(text):
        named, code = gazetteer.of_siren(text[:9])
        if named == "commune":
            return (code,)
    return ()


def answer_texts(
    catalogue: Catalogue, texts: Iterable[str], today: str = "", kind: str | None = None
) -> Iterator[TextAnswer]:
    """An answer for each text of a kind, in order; ``today`` as of ``TextAnswers``.

    With switchboard and traces as ``find`` gives them without filters.
    """
    answers = TextAnswers(catalogue, noted=True, desks=_OF_ANYBODY, today=today)
    answer = lru_cache(_KEPT)(answers.of)
    return (answer(" ".join(text.split()), kind) for text in texts)
