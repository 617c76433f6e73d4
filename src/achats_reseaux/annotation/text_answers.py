"""The answers to many texts: those of ``find``, each looked up once. A test compares them."""

from __future__ import annotations

import re
from functools import lru_cache

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.disambiguation import homonym_notes, place_label
from achats_reseaux.answering.guichet_verdict import no_guichet_vert
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import address_with_code, resolve
from achats_reseaux.geocoder.codes import MISSING, is_digits, is_missing, is_siren, is_siret
from achats_reseaux.model import GUICHET_VERT, Malformed, Place, Places, Record, Unknown
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue, Network

    Outcome = Places | Unknown | Malformed

UNSETTLED = ("ambiguous", "unknown", "invalid")
"""The statuses of texts without an answer, the most informative first."""
MOST_IN_REGION = 13
"""No région has more départements."""
_KEPT = 2**12
"""The number of places, and of texts that ``answer_texts`` meets, whose answers are kept."""
_CODE_AND_MORE = re.compile(r"\d{5}\D")
_HOLDS_POSTAL_CODE = re.compile(r"(?<!\d)\d\d ?\d{3}(?!\d)")

_MARKS = ("n a", "n c", "n d", "nc", "nd")
"""What people write into a cell that has no value, folded: « n/a », « N.C. », « ND »."""
_LONGEST_MARK = 10
"""Characters: folding a longer cell would tell nothing more."""


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

    @property
    def vast(self) -> bool:
        """Whether the place is larger than any région: it is hardly that of a buyer."""
        return len(self.departements) > MOST_IN_REGION


EMPTY = TextAnswer("invalid", note="cellule vide", blank=True)


def blank_answer(text: str) -> TextAnswer | None:
    """The answer to a cell that holds nothing or the mark of a missing value; else ``None``."""
    if not text or text.isspace():
        return EMPTY
    if len(text) > _LONGEST_MARK:
        return None
    if is_missing(text):
        return TextAnswer("invalid", note=f"{MISSING}.", blank=True)
    key = fold(text)
    if not key or key in _MARKS:  # signs alone: « - », « … »
        note = f"« {shortened(text.strip())} » marque une valeur absente."
        return TextAnswer("invalid", note=note, blank=True)
    return None


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

        A postal code beside the text settles its homonyms.
        """
        blank = blank_answer(text)
        if blank is not None:
            return blank
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
        if isinstance(outcome, Places) and len(outcome.candidates) > 1 and code_postal:
            there = self._resolved(text, kind, departement, _bare(code_postal))
            if isinstance(there, Places):
                outcome = there
        return self._answered(outcome)

    def _resolved(
        self, text: str, kind: str | None, departement: str | None, code_postal: str | None = None
    ) -> Outcome:
        """The places of a text; a column may hold a little more than its kind says."""
        kinds: tuple[str | None, ...] = (kind,)
        if kind == "siret":
            kinds = (kind, "siren")
        elif kind == "code-postal" and _HOLDS_POSTAL_CODE.search(text):
            kinds = (kind, None)  # « F-76000 », « 76037 CEDEX »
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
            if not isinstance(outcome, Malformed):
                return outcome
            outcomes.append(outcome)
        return outcomes[0]

    def _answered(self, outcome: Outcome) -> TextAnswer:
        """The answer for the places of a text, or why it has none."""
        if isinstance(outcome, Malformed):
            return TextAnswer("invalid", note=outcome.message)
        if isinstance(outcome, Unknown):
            return TextAnswer("unknown", note=outcome.message)
        first, *others = outcome.candidates
        if not others and not self._noted:
            return self._at(first)
        answers = [self._at(place) for place in outcome.candidates]
        found = set()
        homes_found: set[str] = set()
        for answer in answers:
            found.add((answer.status, answer.guichets_verts, answer.local))
            homes_found.update(answer.departements)
        homes = tuple(sorted(homes_found))
        if len(found) > 1:
            labels = ", ".join(map(place_label, outcome.candidates[:5]))
            return TextAnswer("ambiguous", meant=homes, note=f"Plusieurs lieux : {labels}.")
        answer = answers[0]
        if others:
            answer = answer.replace(departements=homes, regions=gazetteer.regions_of(homes))
        if not self._noted:
            return answer
        notes = list(first.notes)
        notes += homonym_notes(outcome)
        if answer.note:
            notes.append(answer.note)
        if not answer.guichets_verts:
            notes.insert(0, f"{no_guichet_vert(self._catalogue, first)}.")
        return answer.replace(note=" ".join(notes))

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
        guichets = tuple(map(self._catalogue.network, guichet.networks))
        ended = {}
        for network in guichets + local:
            ended[network.id] = matching.validity_note(network, self._today)
        return TextAnswer(
            guichet.status,
            departements,
            regions,
            guichet.networks,
            note=" ".join(filter(None, ended.values())),
            local=tuple(network.id for network in local if not ended[network.id]),
            partly_read=partly,
        )


def _bare(code_postal: str) -> str:
    """A postal code without what is around it: 76000 of ``F-76000``."""
    found = _HOLDS_POSTAL_CODE.search(code_postal)
    if found is None:
        return code_postal
    return found[0].replace(" ", "")


def _by_commune(catalogue: Catalogue, *, local: bool) -> frozenset[str]:
    """The départements in which a guichet vert, or any local network, lists its communes."""
    found: set[str] = set()
    for network in catalogue.networks:
        if local or network.kind == GUICHET_VERT:
            found.update(map(gazetteer.departement_of, network.communes))
    return frozenset(found)


def _communes_of_code(text: str, kind: str | None) -> tuple[str, ...]:
    """The communes of a code alone, as ``resolve`` has them, in a quarter of its time.

    Of a postal code, else of an INSEE code; of the SIREN or SIRET of a commune. Nothing for any
    other text, nor for a code that wants a second look: ``resolve`` tells what it is.
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
    is_full = len(text) == 14 and kind != "siren"
    if (is_full and is_siret(text)) or is_siren(text):
        named, code = gazetteer.of_siren(text[:9])
        if named == "commune":
            return (code,)
    return ()


def answer_texts(
    catalogue: Catalogue, texts: Iterable[str], today: str = ""
) -> Iterator[TextAnswer]:
    """An answer for each text, in order; ``today`` as of ``TextAnswers``."""
    answer = lru_cache(_KEPT)(TextAnswers(catalogue, noted=True, today=today).of)
    return (answer(" ".join(text.split())) for text in texts)
