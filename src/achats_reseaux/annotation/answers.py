"""The answers to many texts: those of ``find``, each looked up once. A test compares them."""

from __future__ import annotations

import re
from functools import lru_cache

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.disambiguation import homonym_notes, place_label
from achats_reseaux.answering.verdict import no_guichet_vert
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import address_with_code, resolve
from achats_reseaux.geocoder.codes import MISSING, is_missing
from achats_reseaux.model import Malformed, Place, Record, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue, Network

UNSETTLED = ("ambiguous", "unknown", "invalid")
"""The statuses of texts without an answer, the most informative first."""
_KEPT = 2**12
"""The number of places, and of texts that ``answer_texts`` meets, whose answers are kept."""
_CODE_AND_MORE = re.compile(r"\d{5}\D")


class TextAnswer(Record):
    """The columns that ``annotate`` appends to a row, as a value; areas by code, networks by id."""

    status: str  # covered, split, partial or none; or one of UNSETTLED
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    guichets_verts: tuple[str, ...] = ()
    note: str = ""  # how the text was read, or why there is no answer
    local: tuple[str, ...] = ()  # the other local networks of all of the place, if asked for
    partly_read: bool = False  # only a part of the text was, or a cell before it was passed over
    meant: tuple[str, ...] = ()  # the départements that an ambiguous text may mean
    contradicted: bool = False  # another cell of the row names a place elsewhere
    blank: bool = False  # the cell holds nothing, or the mark of a missing value


EMPTY = TextAnswer("invalid", note="cellule vide", blank=True)


class TextAnswers:
    """Answers texts."""

    def __init__(
        self, catalogue: Catalogue, *, noted: bool = False, local: bool = False, today: str = ""
    ) -> None:
        """Know no text yet.

        Args:
            catalogue: the catalogue in use.
            noted: whether the answers have notes.
            local: whether they have the other local networks.
            today: ISO date; a network that is not valid then is told, and none of the local ones.
        """
        self._catalogue = catalogue
        self._noted = noted
        self._local = local
        self._today = today
        self._in_area = lru_cache(_KEPT)(self._answer_in)
        listed = (insee for network in catalogue.networks for insee in network.communes)
        self._finer = frozenset(map(gazetteer.departement_of, listed))
        bulk.index()

    def of(self, text: str, kind: str | None = None, departement: str | None = None) -> TextAnswer:
        """The answer to a text of a kind in a département, as for ``geocoder.resolve``."""
        if not text.strip():
            return EMPTY
        if is_missing(text):
            return TextAnswer("invalid", note=f"{MISSING}.", blank=True)
        if not (self._noted or kind or departement) and _CODE_AND_MORE.search(text):
            town = address_with_code(text)
            if town is not None:
                return self._at(town)
        outcome = resolve(text, kind, departement=departement, suggest=False, explain=self._noted)
        if isinstance(outcome, Malformed):
            return TextAnswer("invalid", note=outcome.message)
        if isinstance(outcome, Unknown):
            return TextAnswer("unknown", note=outcome.message)
        first, *others = outcome.candidates
        if not (others or self._noted):
            return self._at(first)
        answers = [self._at(one) for one in outcome.candidates]
        homes = tuple(sorted({code for one in answers for code in one.departements}))
        if len({(one.status, one.guichets_verts, one.local) for one in answers}) > 1:
            labels = ", ".join(map(place_label, outcome.candidates[:5]))
            return TextAnswer("ambiguous", meant=homes, note=f"Plusieurs lieux : {labels}.")
        answer = answers[0]
        if others:
            answer = answer.replace(departements=homes, regions=gazetteer.regions_of(homes))
        if not self._noted:
            return answer
        notes = [*first.notes, *homonym_notes(outcome), *filter(None, [answer.note])]
        if not answer.guichets_verts:
            notes.insert(0, f"{no_guichet_vert(self._catalogue, first)}.")
        return answer.replace(note=" ".join(notes))

    def _at(self, place: Place) -> TextAnswer:
        """The answer for a place; its communes matter only where a network lists some."""
        communes = () if self._finer.isdisjoint(place.departements) else place.communes
        partly = place.approximate or place.partly_read
        return self._in_area(place.departements, communes, partly)

    def _answer_in(
        self, departements: tuple[str, ...], communes: tuple[str, ...], partly: bool
    ) -> TextAnswer:
        regions = gazetteer.regions_of(departements)
        place = Place("commune", "", "", departements, regions, communes)
        guichet = matching.guichet_vert_at(self._catalogue, place, self._today)
        local: tuple[Network, ...] = ()
        if self._local:
            local = matching.local_networks_at(self._catalogue, place, self._today)
        guichets = map(self._catalogue.network, guichet.networks)
        ended = {one.id: matching.validity_note(one, self._today) for one in (*guichets, *local)}
        return TextAnswer(
            guichet.status,
            departements,
            regions,
            guichet.networks,
            note=" ".join(filter(None, ended.values())),
            local=tuple(one.id for one in local if not ended[one.id]),
            partly_read=partly,
        )


def answer_texts(catalogue: Catalogue, texts: Iterable[str]) -> Iterator[TextAnswer]:
    """An answer for each text, in order."""
    answer = lru_cache(_KEPT)(TextAnswers(catalogue, noted=True).of)
    return (answer(" ".join(text.split())) for text in texts)
