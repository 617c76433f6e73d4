"""Read a text: with a code, a name at the code; without, a name, a hint, parts, the end of a name.

A code alone is looked up first (``codes``): one to three characters are a département, never a
region; five a postal code, then an INSEE code, then a known prefix (an approximate answer); nine a
SIREN; fourteen a SIRET; a leading zero lost in a spreadsheet is restored. None of what follows
corrects spelling: a text that nothing reads is a ``NoPlace``, which ``refusals`` explains.

``kind`` keeps only the places of that kind, ``within`` only those in that area, wherever a name is
looked up.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder import text_parts, type_words
from achats_reseaux.geocoder.areas import (
    area_at_end,
    area_of,
    area_of_hint,
    commune_before_area,
    in_area,
    place_at_end,
)
from achats_reseaux.geocoder.codes import is_digits, read_code
from achats_reseaux.geocoder.exact_names import (
    LONGEST,
    WITH_NAMESAKES,
    NameQuery,
    NoPlace,
    Outcome,
    Within,
    clean,
    exact,
)
from achats_reseaux.geocoder.loose_names import going_on, look_up
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import fold, shortened, without_article


def read_within(
    text: str, kind: str | None, options: tuple[tuple[str, str | None], ...]
) -> Outcome:
    """The places of a text in the area of the options (kind, text), each in that of the others."""
    within: Within | None = None
    for option, asked in options:
        if asked is not None:
            found = read(asked, option, within)
            if not isinstance(found, Places):
                return found
            within = area_of(option, found, within)
    return read(text, kind, within)


def read(text: str, kind: str | None = None, within: Within | None = None) -> Outcome:
    """The places of a text as typed, or what is known of why there is none."""
    typed = clean(text)
    key = fold(typed)
    if not key:
        return Malformed(
            "Le lieu est vide : donnez un nom, un code postal, un code INSEE ou un SIREN."
        )
    if len(text) > LONGEST:
        return Malformed(f"« {shortened(text)} » est trop long pour être un lieu.")
    label, colon, rest = typed.partition(":")
    if colon and kind is None and (named := text_parts.kind_of_label(fold(label))):
        return read(rest, named, within)
    query = NameQuery(typed, key, kind, within)
    if (found := read_code(typed, kind)) is not None:
        return in_area(query, found)
    if query.holds_only_a_name() and (exactly := look_up(query, strict=True)):
        return exactly
    if text_parts.is_abroad(typed):
        return Unknown(f"« {shortened(typed)} » est une adresse hors de France.")
    spelt = query.of(text_parts.spelt(typed))
    cedex = "cedex" in key
    outcome = _with_code(spelt, cedex=cedex) or _without_code(spelt, cedex=cedex) or NoPlace(query)
    return _agreeing(spelt, outcome) if isinstance(outcome, Places) else outcome


def _places(outcome: Outcome | None) -> Places | None:
    return outcome if isinstance(outcome, Places) else None


# --- with a code ----------------------------------------------------------------------------------


def _with_code(query: NameQuery, *, cedex: bool = False) -> Outcome | None:
    """``SIRET 217 605 401 00017``, ``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``."""
    if labelled := _labelled_code(query):
        return labelled
    keys, code = text_parts.names_and_code(query.typed)
    names = [query.of(text_parts.as_typed(query.typed, key), key) for key in keys]
    if not names:
        return None
    there = read_code(code, "code-postal" if is_digits(code) else "insee")
    if not isinstance(there, Places):
        found = next(filter(None, map(read_name, names)), None)
        note = f"{code} n'est pas un code postal : seul le nom est lu."
        return found and places.with_note(found, note, partly_read=True)
    place = there.candidates[0]
    if query.within is not None and not query.within.holds(place):
        return None
    last = query.of(query.typed.rpartition(",")[2])
    town = exact(last) if last.key not in keys and code.lower() not in last.key else None
    if town and not any(map(Within(place.departements, (), "").holds, town.candidates)):
        return None  # "69446 Lyon, Chambéry"
    for name in names:
        if outcome := _at_code(query, name, there, code):
            return outcome
    if query.kind not in (None, "commune") or code not in query.key.upper():
        return None  # "1000 Bruxelles": a code that lost its zero is not enough
    if place.approximate and not cedex:  # "28001 Madrid"
        return None
    note = f"« {names[0].typed} » n'est pas un lieu connu : seul le code {code} est lu."
    return places.with_note(there, note, partly_read=True)


def _labelled_code(query: NameQuery) -> Outcome | None:
    """``code INSEE 97133``, ``SIRET 217 605 401 00017``, ``conseil départemental 76``."""
    label, code = text_parts.label_and_code(query.key) or ("", "")
    kind = text_parts.kind_of_label(label)
    if len(code) == 5 and not label:  # 76000 CEDEX
        kind = query.kind
    elif not code or kind is None or query.kind is not None:
        return None
    found = read_code(code, kind)
    return found and in_area(query, found)


def _at_code(query: NameQuery, name: NameQuery, there: Places, code: str) -> Outcome | None:
    """The place of a name at the place of a code, or in the same département."""
    place = there.candidates[0]
    label = f"au code postal {code}"
    exactly = Within(place.departements, place.communes, label)
    if found := read_name(name.replace(within=exactly)):
        communes = tuple(one for one in found.candidates if one.kind == "commune")
        parts = any(one.communes for one in found.candidates) or type_words.has_type(name.key)
        if not parts and query.kind is None and not place.approximate:
            return there  # "Bretagne 35000"
        return found.replace(candidates=communes or found.candidates)  # 19800 Corrèze
    around = Within(place.departements, (), label)
    if place.communes and (found := _places(_strictly(name.replace(within=around)))):
        note = f"{code} est le code d'un autre lieu du même département : {place.name}."
        return places.with_note(found, note)
    elsewhere = read_name(name.replace(within=None))
    if elsewhere is None or not places.is_exact(elsewhere):
        return None
    exact = next(one for one in elsewhere.candidates if not one.approximate)
    return NoPlace(query, contradiction=(exact, place))


def _agreeing(query: NameQuery, found: Places) -> Outcome:
    """The places that agree with the codes in the text; if none does, the two are told.

    "Le bourg - 50670 …" is in Manche, whatever places are called Le Bourg.
    """
    for code in text_parts.codes_of(query.typed):
        communes = gazetteer.communes_of_postal_code(code)
        if not is_digits(code) and gazetteer.commune_name(code):  # digits may be of anything
            communes = (code,)
        homes = {gazetteer.departement_of(insee) for insee in communes}
        kept = tuple(one for one in found.candidates if not homes.isdisjoint(one.departements))
        if homes and not kept and found.candidates[0].code != code:
            there = places.of_postal_code(code, communes)
            return NoPlace(query, contradiction=(found.candidates[0], there))
        found = found.replace(candidates=kept) if kept else found
    return found


# --- a name, alone or beside type words -----------------------------------------------------------


def read_name(query: NameQuery) -> Places | None:
    """A name, beside type words or not, the area that it ends with, or one that it begins."""
    found = _places(_strictly(query, strict=False))
    return found or area_at_end(query) or going_on(query)


def _strictly(query: NameQuery, *, strict: bool = True) -> Outcome | None:
    """A name, beside type words or not, as :func:`look_up` has it."""
    return look_up(query, strict=strict) or _after_type(query)


def _after_type(query: NameQuery) -> Outcome | None:
    """``Ville de Rouen``, ``département du Nord``: the words before the name narrow the kind."""
    first = type_words.find_type(query.key, inside=not text_parts.has_signs(query.typed))
    if first is None:
        return None
    name = query.of(text_parts.as_typed(query.typed, first.name), first.name)
    for kind in first.kinds:
        if query.kind is not None and kind not in (None, query.kind):
            continue
        there = name.replace(kind=kind or query.kind, linked=first.linked, of_body=first.body)
        if not first.body:
            return look_up(there) or area_at_end(there) or going_on(there)
        found = _places(_of_body(there))
        if found is None:
            continue
        if not places.is_big_enough(found, first.least):
            return NoPlace(query)
        every = exact(name) if first.after else None
        if every and len(_sharing(every, found)) < len(every.candidates):
            found = every  # "Vienne Habitat" is of the département, or of the commune in Isère
        note = f"« {shortened(query.typed)} » est lu d'après le lieu que ce nom contient."
        return places.with_note(found, note)
    return None


def _of_body(query: NameQuery) -> Outcome | None:
    """The place in the name of a public body, its type words put aside: exact names only."""
    return (
        look_up(query, strict=True)
        or _hinted(query)
        or area_at_end(query)
        or _one_part(query, told=True)
    )


# --- without a code -------------------------------------------------------------------------------


def _without_code(query: NameQuery, *, cedex: bool) -> Outcome | None:
    """One name, perhaps beside the area that it lies in; else one part of several."""
    hinted = _hinted(query, cedex=cedex)
    if text_parts.has_signs(query.typed) and isinstance(hinted, Places):
        return hinted  # "Dijon (21)" is the commune, before an EPCI that begins so
    return (
        exact(query)
        or commune_before_area(query)
        or _strictly(query, strict=False)
        or hinted
        or area_at_end(query)
        or _one_part(query, told=cedex)
        or going_on(query)
    )


def _hinted(query: NameQuery, *, cedex: bool = False) -> Outcome | None:
    """``38 Vienne``, ``Saint-Denis 974``, or why ``Dijon (69)`` does not exist."""
    name, hint = text_parts.name_and_hint(query.typed)
    where = area_of_hint(hint, query.within) if name else None
    if where is None:
        return None
    signs = text_parts.has_signs(query.typed)
    there = query.of(name).replace(within=where)
    found = read_name(there) or _hinted(there)
    if isinstance(found, Places) and not type_words.has_type(there.key):
        # "Grand Est, Moselle" is Moselle; "Région Grand Est (57)" a body that has its seat there.
        wide = found.candidates[0]
        if wide.kind in WITH_NAMESAKES and {*where.departements} < {*wide.departements}:
            found = _places(read_code(hint, "departement")) or read_name(query.of(hint))
    street = cedex or text_parts.is_street(there.key) or text_parts.holds_address(there.key)
    beside_street = street and signs  # "Quai François Mauriac, Paris"
    return found or (None if beside_street else NoPlace(there))


# --- one part of several --------------------------------------------------------------------------


def _one_part(query: NameQuery, *, told: bool) -> Places | None:
    """``Ville de Marseille - Direction des achats``, ``8 rue des Tanneurs, Mulhouse``.

    Args:
        query: the text.
        told: whether it is known to be an address or the name of a body; else a part must tell.
    """
    parts = text_parts.parts_of(query.typed)
    told = told or any(_tells(query.of(part)) for part in parts)
    return _place_among(query, parts) if told and len(parts) > 1 else None


def _tells(part: NameQuery) -> bool:
    """Whether a part of a text is that of an address or of the name of a body."""
    key = part.key
    if type_words.has_type(key) or text_parts.label_and_code(key) or text_parts.holds_address(key):
        return True
    # "Marsac, Pont-Aven": two places, although "pont" may begin the name of a street
    return text_parts.is_street(key) and _of_street(part) is None


def _of_street(part: NameQuery) -> Places | None:
    """The place whose name begins as a street does: "Pont-Aven", not "Le Bourg"."""
    return exact(part) if " " in without_article(part.key) else None


def _place_among(query: NameQuery, parts: list[str]) -> Places | None:
    """The first part of a text that is a place, if no other part is a place elsewhere.

    Nor may another end with the name of a place elsewhere ("Limoges - site Guéret"). Beside a
    hospital stands no village ("CH des monts du Lyonnais - Chamousset").
    """
    found: Places | None = None
    unread = []
    least = 0
    for text in parts:
        part = query.of(text)
        if type_words.is_only_type(part.key):
            continue
        typed = type_words.find_type(part.key, inside=False)
        least = max(least, typed.least if typed else 0)
        body = type_words.begins_with_body_type(part.key)
        street = text_parts.is_street(part.key) and not body and not text_parts.codes_of(text)
        place = _of_street(part) if street else _places(_part(part))
        if place is None or not places.is_exact(place):
            unread += [] if street else [part]
        elif found is None:
            found = place
        elif kept := _sharing(found, place):
            found = found.replace(candidates=kept)  # "Saint-Joseph - La Réunion"
        else:
            return None
    if found is None or not places.is_big_enough(found, least):
        return None
    elsewhere = (named for named in map(place_at_end, unread) if named)
    return found if all(_sharing(found, named) for named in elsewhere) else None


def _part(query: NameQuery) -> Outcome | None:
    """One part of several: an address, or a name as it is."""
    return read_code(query.typed, query.kind) or _with_code(query) or _strictly(query)


def _sharing(found: Places, other: Places) -> tuple[Place, ...]:
    """The places that have a département in common with a place of the other."""
    homes = {code for place in other.candidates for code in place.departements}
    return tuple(one for one in found.candidates if not homes.isdisjoint(one.departements))
