"""The answers to many texts: those of ``find``, fast. A test compares them.

What repeats is looked up once: a text, the code and town of an address, the area of a place. Many
codes are worth an index of all, many names the tables in memory.
"""

from __future__ import annotations

from functools import lru_cache

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.disambiguation import homonym_notes, place_label
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import address_with_code, resolve
from achats_reseaux.geocoder.codes import MISSING, is_missing, luhn
from achats_reseaux.geocoder.names import LONGEST
from achats_reseaux.model import Malformed, Place, Record, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue, Network

STATUSES = ("covered", "split", "partial", "none", "ambiguous", "unknown", "invalid")
UNSETTLED = ("ambiguous", "unknown", "invalid")
"""The statuses of texts without an answer, the most informative first."""

_KEPT = 2**15
"""The number of texts whose answers are kept."""
_SIREN, _SIRET = 9, 14
_MANY_CODES, _MANY_NAMES = 1000, 50
"""So many are worth an index of all codes (0.1 s), or the tables of names in memory (0.1 s)."""


class TextAnswer(Record):
    """The columns that ``annotate`` appends to a row, as a value.

    Attributes:
        status: ``covered``, ``split``, ``partial``, ``none``, ``ambiguous``, ``unknown`` or
            ``invalid``.
        departements, regions: codes.
        guichets_verts: ids.
        note: how the text was read, or why there is no answer; or ``""``.
        local: the ids of the other local networks of all of the place, if they are asked for.
        approximate: whether only the beginning of a code or a name was read.
        outdated: notes on the networks that are not valid today.
        meant: codes of the départements of the places that an ambiguous text may mean.
        contradicted: whether another cell of the row names a place elsewhere.
        blank: whether the cell holds nothing, or the mark of a missing value.
    """

    status: str
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    guichets_verts: tuple[str, ...] = ()
    note: str = ""
    local: tuple[str, ...] = ()
    approximate: bool = False
    outdated: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    contradicted: bool = False
    blank: bool = False


class Answers:
    """Answers texts; equal answers without a note are the same object."""

    def __init__(
        self, catalogue: Catalogue, *, noted: bool = False, local: bool = False, today: str = ""
    ) -> None:
        """Know no text yet.

        Args:
            catalogue: the catalogue in use.
            noted: whether the answers have notes.
            local: whether they have the other local networks.
            today: ISO date; local networks that are not valid then are left out, and told in the
                note, as are guichets verts that are not.
        """
        self._catalogue = catalogue
        self._noted = noted
        self._local = local
        self._today = today
        self._listed = self._networks_by_commune()
        self._finer = {gazetteer.departement_of(insee) for insee in self._listed}
        self._shared: dict[object, TextAnswer] = {}
        self._codes: dict[str, dict[str, TextAnswer]] = {}
        self._codes_met = self._names_met = 0
        self.empty, self.missing = (
            TextAnswer("invalid", note=note if noted else "", blank=True)
            for note in ("cellule vide", f"{MISSING}.")
        )
        self._kept = lru_cache(_KEPT)(self._resolved)

    def of(self, text: str, kind: str | None = None, departement: str | None = None) -> TextAnswer:
        """The answer to a text.

        Args:
            text: as typed.
            kind: the kind required, as for ``geocoder.resolve``.
            departement: name or code of the département of the place, or ``None`` for any.
        """
        if not text.strip():
            return self.empty
        if not self._noted:  # notes quote the text as typed
            coded = self._coded(text, kind)
            if coded is not None and departement in (None, *coded.departements):
                return coded
        self._names_met += not text[-1].isdigit()  # a code of another kind
        if self._names_met == _MANY_NAMES:
            bulk.index()
        if not self._noted and kind is None and departement is None:
            town = address_with_code(text)
            if town is not None:
                return self._at(town.departements, town.communes)
        return self._kept(text[: LONGEST + 1], kind, departement)  # no place is longer

    def _resolved(self, text: str, kind: str | None, departement: str | None) -> TextAnswer:
        if is_missing(text):
            return self.missing
        outcome = resolve(text, kind, departement=departement, suggest=False, explain=self._noted)
        if isinstance(outcome, Malformed):
            return self.one(TextAnswer("invalid"), outcome.message)
        if isinstance(outcome, Unknown):
            return self.one(TextAnswer("unknown"), outcome.message)
        first, *others = outcome.candidates
        homes = tuple(sorted({code for one in outcome.candidates for code in one.departements}))
        if others and self._differ(outcome.candidates):
            labels = ", ".join(map(place_label, outcome.candidates[:5]))
            return self.one(TextAnswer("ambiguous", meant=homes), f"Plusieurs lieux : {labels}.")
        note = ""
        if self._noted:
            notes = [*first.notes, *homonym_notes(outcome)]
            if not matching.guichet_vert_at(self._catalogue, first).networks:
                notes.insert(0, f"{matching.no_guichet_vert(self._catalogue, first)}.")
            note = " ".join(notes)
        if not others:
            homes = first.departements
            if not first.approximate and not note:
                return self._at(homes, first.communes)
        return self._at_place(first, homes, approximate=first.approximate, note=note)

    def _differ(self, candidates: tuple[Place, ...]) -> bool:
        """Whether places have different guichets verts, or other local networks that are told."""
        answers = (self._at(one.departements, one.communes) for one in candidates)
        return len({(one.status, one.guichets_verts, one.local) for one in answers}) > 1

    def _at(self, departements: tuple[str, ...], communes: tuple[str, ...]) -> TextAnswer:
        """The answer for an area.

        Communes matter only in départements where a network lists communes, and of them only the
        networks that list them.
        """
        if self._finer.isdisjoint(departements):
            communes = ()
        key = departements, frozenset(self._listed.get(insee, ()) for insee in communes)
        answer = self._shared.get(key)
        if answer is None:
            place = Place("commune", "", "", departements, (), communes)
            answer = self._shared[key] = self._at_place(place, departements)
        return answer

    def _at_place(
        self, place: Place, homes: tuple[str, ...], *, approximate: bool = False, note: str = ""
    ) -> TextAnswer:
        """The answer for a place; ``homes`` are the départements to give for it."""
        guichet = matching.guichet_vert_at(self._catalogue, place)
        local: tuple[Network, ...] = ()
        if self._local:
            local = matching.local_networks_at(self._catalogue, place, self._today)
        guichets = map(self._catalogue.network, guichet.networks)
        outdated = tuple(filter(None, map(self._validity, (*guichets, *local))))
        answer = TextAnswer(
            guichet.status,
            homes,
            gazetteer.regions_of(homes),
            guichet.networks,
            local=tuple(one.id for one in local if not self._validity(one)),
            approximate=approximate,
            outdated=outdated,
        )
        return self.one(answer, " ".join(filter(None, (note, *outdated))))

    def _validity(self, network: Network) -> str:
        return matching.validity_note(network, self._today)

    def one(self, answer: TextAnswer, note: str = "") -> TextAnswer:
        """The one object of an answer without a note; with its note, one of its own."""
        answer = self._shared.setdefault(answer, answer)
        return answer.replace(note=note) if note and self._noted else answer

    def _networks_by_commune(self) -> dict[str, tuple[int, ...]]:
        """By commune, the positions of the networks that list it and that an answer may name."""
        facets = self._catalogue.facets
        below = set(facets["scope"].get("below", ()))
        if not self._local:
            below.intersection_update(facets["kind"].get(matching.GUICHET_VERT, ()))
        listed: dict[str, tuple[int, ...]] = {}
        for position, network in zip(below, self._catalogue.networks_at(below), strict=True):
            for insee in network.communes:
                listed[insee] = (*listed.get(insee, ()), position)
        return listed

    # --- codes ------------------------------------------------------------------------------------

    def _coded(self, text: str, kind: str | None) -> TextAnswer | None:
        """The answer to a code of the tables, once so many were met that all are indexed."""
        code = text if text.isdigit() else text.strip().replace(" ", "").upper()
        if code is not text and not (code[:1].isdigit() and code[2:].isdigit()):
            return None
        if self._codes_met < _MANY_CODES:
            self._codes_met += 1
            return None
        if not self._codes:
            self._index_codes()
        if len(code) == _SIRET and kind in (None, "siret"):
            answer = self._codes["siren"].get(code[:_SIREN])
            return answer if answer is not None and luhn(code) else None
        for table, answers in self._codes.items():
            if kind in (None, table) and (answer := answers.get(code)):
                return answer
        return None

    def _index_codes(self) -> None:
        """Know every code of the tables; of one text, a postal code comes first."""
        homes = {one.code: self._at((one.code,), ()) for one in gazetteer.departements()}
        communes = {}
        for insee, _ in bulk.communes():
            home = gazetteer.departement_of(insee)
            communes[insee] = (
                homes[home] if home not in self._finer else self._at((home,), (insee,))
            )
        for one in (*gazetteer.every("part"), *gazetteer.every("former")):
            communes.setdefault(one.code, communes[one.home])
        sirens = {siren: communes[insee] for siren, insee in bulk.sirens()}
        for one in gazetteer.every("epci"):
            sirens[one.code] = self._together(communes, one.members)
        self._codes = {
            "code-postal": {
                code: self._together(communes, held) for code, held in bulk.postal_codes()
            },
            "insee": communes,
            "siren": sirens,
        }

    def _together(self, answers: dict[str, TextAnswer], communes: tuple[str, ...]) -> TextAnswer:
        """The answer for several communes: their common answer, else that of their union."""
        found = {id(answers[insee]): answers[insee] for insee in communes}
        if len(found) == 1:
            return found.popitem()[1]
        departements = {gazetteer.departement_of(insee) for insee in communes}
        return self._at(tuple(sorted(departements)), communes)


def answer_texts(catalogue: Catalogue, texts: Iterable[str]) -> Iterator[TextAnswer]:
    """An answer for each text, in order; equal answers without a note are the same object."""
    answers = Answers(catalogue, noted=True)
    return (answers.of(" ".join(text.split())) for text in texts)
