"""``kind:code``: a code with the word for what it is, read as that and as nothing else.

``commune:76540`` is Rouen, ``cp:76540`` the postal code of Valmont. A code that is none of
its kind is refused. What has more than a code behind its colon (``commune : 76000 Rouen``)
is not read here.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.kinds import NOUNS
from achats_reseaux.geocoder.address_parser import SHORT_LABELS
from achats_reseaux.geocoder.codes import CodeOutcome, is_corsican, is_digits, read_code
from achats_reseaux.geocoder.query import ADMITTED_KINDS, Outcome
from achats_reseaux.model import PARTS_OF_COMMUNES, Place, Places, Unknown
from achats_reseaux.text import fold, shortened

_SLUGS = ("ancienne-region", "groupe")
"""The kinds whose codes need not be digits."""
_ANY_PLACE = ("insee", "siren", "siret", "code-postal")
"""The kinds of code that places of several kinds have."""
_AROUND_CODES = " ;,./#'\"«»()[]"
"""What a cell or a sentence leaves around a code."""
_CODE_AND_NAME = 2
"""Words of a code and a name: more are an address."""
_LOOKED_UP_AS = {"collectivite": "departement", "ept": "epci", "commune": "insee"}


def read_kind_and_code(typed: str, kind: str | None) -> CodeOutcome | None:
    """The place of ``kind:code``, or why there is none; ``None`` for any other text.

    Args:
        typed: a text as ``query.clean`` leaves it.
        kind: the kind that an option requires, which the place must be of.
    """
    label, _, rest = typed.partition(":")
    named = _kind_named(label)
    code = rest.strip(_AROUND_CODES).replace(" ", "").upper()
    if named is None or not _is_code(code, named):
        return None
    if kind in _ANY_PLACE and kind != named:
        return None
    outcome = _looked_up(code, named)
    if not isinstance(outcome, Places):
        return outcome
    place = outcome.candidates[0]
    if not _is_of(place, named):
        return _refusal(code, named)
    if not _is_of(place, kind):
        return _refusal(typed, kind)
    return outcome


def of_named_kind(typed: str, outcome: Outcome) -> Outcome:
    """What a text is read as, or a refusal if a code with a kind is none of this kind.

    ``reg:76540 Rouen`` is no region. ``Commune : 76000 Rouen`` is a commune, and more words
    are an address.
    """
    label, _, rest = typed.partition(":")
    named = _kind_named(label)
    if named is None or not isinstance(outcome, Places):
        return outcome
    has_digits = any(map(is_digits, rest))
    if not has_digits or len(rest.split()) > _CODE_AND_NAME:
        return outcome
    if all(_is_of(place, named) for place in outcome.candidates):
        return outcome
    return _refusal(rest.strip(), named)


def _kind_named(label: str) -> str | None:
    """The kind of code that the words before the colon ask for: of the JSON document, or short."""
    word = fold(label).replace(" ", "-")
    kind = SHORT_LABELS.get(word, word)
    if kind in NOUNS or kind in _ANY_PLACE:
        return kind
    return None


def _is_code(code: str, kind: str) -> bool:
    """Whether a text has the form of some code: ``76540``, ``2A004``, ``corse-ancienne``."""
    if is_digits(code) or is_corsican(code.lower()):
        return True
    return kind in _SLUGS and gazetteer.territory(kind, code.lower()) is not None


def _looked_up(code: str, kind: str) -> CodeOutcome:
    """The place of a code in the tables of a kind."""
    if kind in _SLUGS or kind in PARTS_OF_COMMUNES:
        for table, key in ((kind, code.lower()), ("part", code)):
            for area in gazetteer.territories(table, key):
                if area.kind == kind:
                    return Places((places.of_territory(area),))
        return _refusal(code, kind)
    looked_up_as = _LOOKED_UP_AS.get(kind, kind)
    if kind == "commune" and len(code) > 5:
        looked_up_as = "siren"
    return read_code(code, looked_up_as) or _refusal(code, kind)


def _is_of(place: Place, kind: str | None) -> bool:
    """Whether a place is of the kind that was named or required."""
    if kind is None or kind in _ANY_PLACE:
        return True
    if kind == "departement" and place.kind == "groupe":  # 20 was Corsica
        return True
    return place.kind in ADMITTED_KINDS.get(kind, (kind,))


def _refusal(code: str, kind: str | None) -> Unknown:
    """Refuse a code that is none of its kind; alone it may be read as another one."""
    noun = NOUNS.get(str(kind), "une commune")
    suggestions = (code,) if isinstance(read_code(code, None), Places) else ()
    return Unknown(f"« {shortened(code)} » n'est pas le code d'{noun}.", suggestions)
