"""Read a text: the ordered table of readings; the first that knows the form of a text ends it.

What is nothing but a code is looked up before (``codes``): one to three characters are
a département, never a region; five a postal code, then an INSEE code, then a known
prefix (an approximate answer); nine a SIREN; fourteen a SIRET; a leading zero lost in a
spreadsheet is restored. No reading corrects spelling: a text that nothing reads is a
``Refusal``, of which ``refusals`` makes a sentence.

``kind`` and ``within`` (an area) hold wherever a name is looked up.
"""

from __future__ import annotations

from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder import address_parser, place_types
from achats_reseaux.geocoder.areas import (
    area_at_end,
    area_of,
    area_of_hint,
    in_area,
    place_at_end,
)
from achats_reseaux.geocoder.codes import is_digits, read_code
from achats_reseaux.geocoder.exact_names import exact
from achats_reseaux.geocoder.kind_and_code import of_named_kind, read_kind_and_code
from achats_reseaux.geocoder.names import (
    AS_IT_IS,
    LOOSELY,
    alike,
    area_behind_links,
    article_behind,
    begun_name,
    exact_name,
    own_name,
)
from achats_reseaux.geocoder.query import (
    LONGEST,
    WITH_NAMESAKES,
    AreaFilter,
    NameQuery,
    Outcome,
    Refusal,
    clean,
    first_outcome,
    first_places,
    places_only,
    without_letters,
)
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import fold, shortened, without_article


def read_within(text: str, kind: str | None, options: dict[str, str]) -> Outcome:
    """The places of a text in the area of the options (kind → text), each in that of the others."""
    within: AreaFilter | None = None
    for option, asked in options.items():
        outcome = read(asked, option, within)
        if not isinstance(outcome, Places):
            return outcome
        within = area_of(option, outcome).cut(within)
    return read(text, kind, within)


def read(text: str, kind: str | None = None, within: AreaFilter | None = None) -> Outcome:
    """The places of a text as typed, or what is known of why there is none."""
    typed = clean(text)
    key = fold(typed)
    if not key:
        return without_letters(typed)
    if len(text) > LONGEST:
        return Malformed(f"« {shortened(text)} » est trop long pour être un lieu.")
    label, colon, rest = typed.partition(":")
    if colon:
        coded = read_kind_and_code(typed, kind)
        if coded is not None:
            return in_area(NameQuery(typed, key, kind, within), coded)
    if colon and kind is None:
        named = address_parser.kind_of_label(fold(label))
        if named is not None:
            return of_named_kind(typed, read(rest, named, within))
    query = NameQuery(typed, key, kind, within)
    code = read_code(typed, kind)
    if code is not None:
        return in_area(query, code)
    spelt_out = query.of(address_parser.spelt_out(typed)).replace(cedex="cedex" in key)
    outcome = first_outcome(READINGS, spelt_out) or Refusal(query)
    return of_named_kind(typed, outcome) if colon else outcome


# --- with a code ------------------------------------------------------------------------


def abroad(query: NameQuery) -> Outcome | None:
    """``I-33100 Udine``: an address of another country, told by the letters before its code."""
    if address_parser.is_abroad(query.typed):
        return Unknown(f"« {shortened(query.typed)} » est une adresse hors de France.")
    return None


def labelled_code(query: NameQuery) -> Outcome | None:
    """``CD 76``, ``SIRET 217 605 401 00017``, ``76000 CEDEX``: a code and what it is of."""
    label, code = address_parser.label_and_code(query.key)
    if not code:
        return None
    if query.typed.endswith(")") and beside_hint(query) is not None:
        return None  # "Ville (60)", "Ars (16)": communes
    kind = query.kind
    if label or len(code) != 5:
        kind = address_parser.kind_of_label(label)
        if kind is None or query.kind is not None:
            return None
    if kind == "commune" and len(code) in (4, 5):  # « Mairie 76000 »: an address
        kind = None
    if kind is None and query.cedex and len(code) in (4, 5):
        kind = "code-postal"  # no INSEE code has a CEDEX
    outcome = read_code(code, kind)
    if outcome is None:
        return None
    return in_area(query, outcome)


def name_at_code(query: NameQuery) -> Outcome | None:
    """``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``: a name at the place of a code."""
    keys, code = address_parser.names_and_code(query.typed)
    if not keys:
        return None
    names = [query.of(address_parser.as_typed(query.typed, key), key) for key in keys]
    kind = "code-postal" if is_digits(code) else "insee"  # of Corsica
    there = places_only(read_code(code, kind))
    if there is None:
        return None
    place = there.candidates[0]
    if query.within is not None and not query.within.holds(place):
        return None
    if _ends_elsewhere(query, place, code):
        return None
    for name in names:
        outcome = _at_place(query, name, there, code)
        if outcome is not None:
            return outcome
    if query.kind not in (None, "commune") or code not in query.key.upper():
        return None  # "1000 Bruxelles": a code that lost its zero is not enough
    if place.approximate and not query.cedex:  # "28001 Madrid"
        return None
    if len(set(address_parser.codes_of(query.typed))) > 1:
        return None
    note = f"« {names[0].typed} » n'est pas un lieu connu : seul le code {code} est lu."
    return places.with_note(there, note, partly_read=True)


def _ends_elsewhere(query: NameQuery, place: Place, code: str) -> bool:
    """Whether a text ends with a town of another département: ``69446 Lyon, Chambéry``.

    What stands right behind the code is the code's own town: ``62170, Montreuil``.
    """
    before, _, last = query.typed.rpartition(",")
    if before.rstrip().endswith(code):
        return False
    town = exact(query.of(last))
    return town is not None and not _sharing(town, Places((place,)))


def _at_place(query: NameQuery, name: NameQuery, there: Places, code: str) -> Outcome | None:
    """The place of a name at the place of a code, or in the same département."""
    place = there.candidates[0]
    label = f"au code postal {code}"
    exactly = AreaFilter(place.departements, place.communes, label)
    outcome = first_places(ANY_NAME, name.replace(within=exactly))
    if outcome is not None:
        return _at_code(query, name, there, outcome)
    around = AreaFilter(place.departements, (), label)
    if place.communes:
        nearby = first_places(ANY_NAME, name.replace(within=around))
        if nearby is not None:
            note = f"{code} est le code d'un autre lieu du même département : {place.name}."
            return places.with_note(nearby, note)
    elsewhere = first_places(ANY_NAME, name.replace(within=None))
    if elsewhere is None or not places.is_exact(elsewhere):
        return None
    named = [candidate for candidate in elsewhere.candidates if not candidate.approximate]
    return Refusal(query, several=(named[0], place))


def _at_code(query: NameQuery, name: NameQuery, there: Places, outcome: Places) -> Places:
    """The places of a name at a code; the code, where the name is only of a wider area."""
    has_communes = any(place.communes for place in outcome.candidates)
    is_only_area = not has_communes and not place_types.has_type(name.key)
    if is_only_area and query.kind is None and places.is_exact(there):
        return there  # "Bretagne 35000"
    return outcome


# --- a name and its hint ----------------------------------------------------------------


def beside_hint(query: NameQuery) -> Places | None:
    """``Saint-Laurent (Bretagne)``: a name and, after a sign, the area that it lies in."""
    if not query.has_signs():
        return None
    return places_only(hinted_name(query))  # "Dijon (21)", before an EPCI


def hinted_name(query: NameQuery) -> Outcome | None:
    """``38 Vienne``, ``Saint-Denis 974``, or why ``Dijon (69)`` does not exist."""
    name, hint = address_parser.name_and_hint(query.typed)
    where = area_of_hint(hint, query.within)
    if not name or where is None:
        return None
    there = query.of(name).replace(within=where)
    outcome: Outcome | None = first_places(ANY_NAME, there)
    if outcome is None:  # "Rouen, Seine-Maritime, Normandie"
        outcome = hinted_name(there)
    if isinstance(outcome, Places) and not place_types.has_type(there.key):
        # "Grand Est, Moselle" is Moselle; "Région Grand Est (57)" a body that has its
        # seat there.
        wide = outcome.candidates[0]
        if wide.kind in WITH_NAMESAKES and set(where.departements) < set(wide.departements):
            code = places_only(read_code(hint, "departement"))
            outcome = code or first_places(ANY_NAME, query.of(hint))
    if outcome is not None:
        return outcome
    is_address = address_parser.is_street(there.key) or address_parser.holds_address(there.key)
    if query.has_signs() and (is_address or query.cedex):
        return None  # "Quai François Mauriac, Paris"
    return Refusal(there)


# --- type words beside a name -----------------------------------------------------------


def name_with_type(query: NameQuery) -> Outcome | None:
    """``Ville de Rouen``, ``CHU de Dijon``: the words before the name narrow the kind."""
    first = place_types.find_type(query.key, inside=not query.has_signs())
    if first is None:
        return None
    name = query.of(address_parser.as_typed(query.typed, first.name), first.name)
    for kind in first.kinds:
        if kind is not None and query.kind not in (None, kind):
            continue
        of_kind = name.replace(kind=kind or query.kind, linked=first.linked, of_body=first.body)
        if not first.body:
            return first_places(ANY_NAME, of_kind)
        outcome = first_places(OF_A_BODY, of_kind)
        if outcome is not None:
            return _of_body(query, first, name, outcome)
    return None


def _of_body(
    query: NameQuery, first: place_types.NameWithType, name: NameQuery, outcome: Places
) -> Outcome:
    """The place in the name of a public body, if it is big enough to have one, with a note."""
    if not places.is_big_enough(outcome, first.least):
        return Refusal(query)
    every = exact(name)
    if first.after and every is not None:
        has_elsewhere = _sharing(every, outcome) != every.candidates
        if has_elsewhere:  # "Vienne Habitat": of the département, or of the commune in Isère
            outcome = every
    note = f"« {shortened(query.typed)} » est lu d'après le lieu que ce nom contient."
    return places.with_note(outcome, note)


# --- one part of several ----------------------------------------------------------------


def one_part(query: NameQuery) -> Places | None:
    """``Ville de Marseille - Direction des achats``, ``8 rue des Tanneurs, Mulhouse``."""
    parts = address_parser.parts_of(query.typed)
    if len(parts) < 2:
        return None
    if query.cedex or query.of_body:  # known to be an address or the name of a body
        return _place_among(query, parts)
    tells = any(_tells(query.of(part)) for part in parts)
    return _place_among(query, parts) if tells else None


def _tells(part: NameQuery) -> bool:
    """Whether a part of a text is that of an address or of the name of a body."""
    if place_types.has_type(part.key) or address_parser.holds_address(part.key):
        return True
    _, code = address_parser.label_and_code(part.key)
    if code:
        return True
    return address_parser.is_street(part.key) and _of_street(part) is None


def _of_street(part: NameQuery) -> Places | None:
    """The place whose name begins as a street does: "Pont-Aven", not "Le Bourg"."""
    if " " not in without_article(part.key):
        return None
    return exact(part)


def _place_among(query: NameQuery, parts: list[str]) -> Places | None:
    """The first part of a text that is a place, if no other part is a place elsewhere.

    Nor may another end with the name of a place elsewhere ("Limoges - site Guéret").
    Beside a hospital stands no village ("CH des monts du Lyonnais - Chamousset").
    """
    outcome: Places | None = None
    unread: list[NameQuery] = []
    least = 0
    for text in parts:
        part = query.of(text)
        if place_types.is_only_type(part.key):
            continue
        body = place_types.find_type(part.key, inside=False)
        if body is not None:
            least = max(least, body.least)
        is_street = _is_street_alone(part)
        place = _of_street(part) if is_street else first_places(A_PART, part)
        if place is None:
            if not is_street:
                unread.append(part)
        elif outcome is None:
            outcome = place
        else:
            kept = _sharing(outcome, place)
            if not kept:
                return None
            outcome = outcome.replace(candidates=kept)  # "Saint-Joseph - La Réunion"
    if outcome is None or not places.is_big_enough(outcome, least):
        return None
    is_code = outcome.candidates[0].kind == "code-postal"
    for part in unread:
        if is_code and address_parser.codes_of(part.typed):
            return None  # "SC 30120, Saint-Fargeol 37270"
        named = place_at_end(part)
        if named is not None and not _sharing(outcome, named):
            return None
    return outcome


def _is_street_alone(part: NameQuery) -> bool:
    """Whether a part of a text is a street without a code, and no body ("Port de Sète")."""
    if place_types.begins_with_body_type(part.key) or address_parser.codes_of(part.typed):
        return False
    return address_parser.is_street(part.key)


def _sharing(outcome: Places, other: Places) -> tuple[Place, ...]:
    """The places that have a département in common with a place of the other."""
    homes = places.departements_in(other.candidates)
    return tuple(
        candidate
        for candidate in outcome.candidates
        if not homes.isdisjoint(candidate.departements)
    )


# --- the tables -------------------------------------------------------------------------

READINGS = (
    abroad,
    labelled_code,
    name_at_code,
    beside_hint,
    exact_name,
    area_behind_links,
    article_behind,
    own_name,
    alike,
    name_with_type,
    hinted_name,
    area_at_end,
    one_part,
    begun_name,
)
"""All readings, in their order; each says in its first line what it reads, with an example."""

ANY_NAME = (*LOOSELY, name_with_type, area_at_end, begun_name)
"""Those of a name, beside type words or not, the area that it ends with, or one that it begins."""
OF_A_BODY = (*AS_IT_IS, hinted_name, one_part)
"""Those of a name behind the type of a public body."""
A_PART = (labelled_code, name_at_code, *AS_IT_IS, name_with_type)
"""Those of one part of several: an address, or a name as it is."""
