"""The ladder: functions that resolve a text to places, tried in order from strictest to loosest.

A code is read first (``codes``): one to three characters are a département, never a region; five a
postal code, then an INSEE code, then a known prefix (an approximate answer); nine a SIREN; fourteen
a SIRET; a leading zero lost in a spreadsheet is restored. Every other text is passed to each of
``RUNGS`` until one of them answers; some rungs pass a part of the text down the ladder again. No
rung corrects spelling: a text that none resolves is :class:`~achats_reseaux.model.Unknown`, with
suggestions.

``kind`` keeps only the places of that kind, ``within`` only those in that area. Both apply to each
rung, so that a lower rung answers where a higher one has no such place. Modules that codes and
exact names do not need are imported by the rungs that need them, and as a whole: once they are
loaded, that takes half of the time of importing their functions.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.geocoder.name_query import (
    BARE,
    BODY,
    LONGEST,
    MOVED,
    ONLY_NAME,
    PART,
    TEXT,
    TYPED,
    NameQuery,
    NoPlace,
    clean,
    exact,
    has_signs,
)
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import ARTICLES, cached, fold, shortened, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.geocoder.name_query import Within

    Outcome = Places | Unknown | Malformed | NoPlace
    Rung = Callable[[NameQuery], Outcome | None]

_DIGITS = frozenset("0123456789")
_CODE_KINDS = ("code-postal", "insee", "siren", "siret")

LABELS = {
    "insee": "insee",
    "code insee": "insee",
    "cp": "code-postal",
    "code postal": "code-postal",
    "siren": "siren",
    "n siren": "siren",
    "numero siren": "siren",
    "siret": "siret",
    "n siret": "siret",
    "numero siret": "siret",
    "region": "region",
    "departement": "departement",
    "dep": "departement",
    "dept": "departement",
    "dpt": "departement",
    "epci": "epci",
    "commune": "commune",
}
"""Labels that may precede a code or a name, folded, and the kind that each requires."""


def resolve(
    text: str,
    kind: str | None = None,
    *,
    departement: str | None = None,
    code_postal: str | None = None,
    region: str | None = None,
    suggest: bool = True,
    explain: bool | None = None,
) -> Places | Unknown | Malformed:
    """Resolve a text to the places that fit it equally well, or to the reason why there is none.

    Args:
        text: as typed; no text makes this raise.
        kind: the kind required (``region``, ``departement``, ``epci``, ``commune``,
            ``code-postal``, ``insee``, ``siren``, ``siret``), or ``None`` for any.
        departement: name or code of the département (or several) that the place must lie in.
        code_postal: postal code that the place must have.
        region: name of the region that the place must lie in.
        suggest: look for near names if the text is unknown; slower than the rest of the look-up.
        explain: say why a text is unknown; by default, if ``suggest``.
    """
    within: Within | None = None
    outcome: Outcome | Within
    if departement is None and code_postal is None and region is None:
        outcome = geocode(text, kind)
    else:
        outcome = required_area(departement, region, code_postal)
        if not isinstance(outcome, (Unknown, Malformed, NoPlace)):
            within = outcome
            outcome = geocode(text, kind, within)
    if not isinstance(outcome, NoPlace):
        return outcome
    if not (suggest if explain is None else explain):
        return Unknown("")
    from achats_reseaux.geocoder.explain import explained

    return explained(outcome, geocode, _places, suggest=suggest)


def geocode(text: str, kind: str | None = None, within: Within | None = None) -> Outcome:
    """As :func:`resolve`, for an area that is resolved already, and without an explanation."""
    typed = clean(text)
    if not typed or len(text) > LONGEST:
        from achats_reseaux.geocoder import messages

        return messages.too_long(text) if typed else messages.empty()
    label, colon, rest = typed.partition(":")
    if colon and kind is None and (named := LABELS.get(fold(label))):
        return geocode(rest, named, within)
    query = NameQuery(typed, fold(typed), kind, within)
    if typed[0] in "0123456789" or kind in _CODE_KINDS:
        from achats_reseaux.geocoder import codes

        found = codes.read_code(typed, kind)
        if found is not None:
            return _in_required_area(query, found)
    return _read_name(query)


def _read_name(query: NameQuery) -> Outcome:
    if not query.key:
        from achats_reseaux.geocoder import messages

        return messages.empty()
    if query.holds_only_a_name():
        return _first_match(query) or NoPlace(query)
    from achats_reseaux.geocoder import normalise, type_words

    spelt = query.with_text(
        type_words.without_type_bracket(normalise.expand_abbreviations(query.typed)), TEXT
    ).replace(cedex="cedex" in query.key)
    found = _first_match(spelt)
    return _agreeing(query, found) if isinstance(found, Places) else found or NoPlace(query)


def _agreeing(query: NameQuery, found: Places) -> Outcome:
    """The places that agree with the codes in the text; if none does, the two are told.

    "Le bourg - 50670 …" is in Manche, whatever places are called Le Bourg.
    """
    if _DIGITS.isdisjoint(query.key):
        return found
    from achats_reseaux.geocoder import addresses

    coded = {
        code: gazetteer.communes_of_postal_code(code) for code in addresses.codes_of(query.typed)
    }
    homes = {gazetteer.departement_of(insee) for communes in coded.values() for insee in communes}
    kept = tuple(one for one in found.candidates if not homes.isdisjoint(one.departements))
    if kept or not homes or found.candidates[0].code in coded:  # "code INSEE 97133"
        return found.replace(candidates=kept or found.candidates)
    there = geocode(next(code for code, communes in coded.items() if communes), "code-postal")
    assert isinstance(there, Places)
    return NoPlace(query, contradiction=(found.candidates[0], there.candidates[0]))


def _first_match(query: NameQuery) -> Outcome | None:
    """The result of the first of the ``RUNGS`` that has one, for what the text may hold."""
    coded, signs = not _DIGITS.isdisjoint(query.key), has_signs(query.typed)
    shown = {
        "": True,
        "code": coded,
        "sign": signs,
        "code or sign": coded or signs,
        "name": query.kind == "epci" or _may_be_name(query.key),
    }
    for rung, ability, evidence in RUNGS:
        if ability in query.may_hold and shown[evidence] and (found := rung(query)):
            return found
    return None


@cached
def _may_be_name(key: str) -> bool:
    """Whether a whole text may be a name, or the beginning of one."""
    if name_searches.begins_name(key):
        return True
    from achats_reseaux.geocoder import normalise

    if normalise.nature_of(key) is not None or normalise.arrondissement(key):
        return True
    return name_searches.begins_name(normalise.without_nature(key))  # and without articles


# --- the rungs, in order --------------------------------------------------------------------------


def _labelled_code(query: NameQuery) -> Outcome | None:
    """``code INSEE 97133``, ``SIRET 217 605 401 00017``, ``conseil départemental 76``."""
    from achats_reseaux.gazetteer.words import INTITULES
    from achats_reseaux.geocoder import addresses, codes

    label, code = addresses.labelled_code(query.key) or ("", "")
    kind = query.kind
    if label or len(code) != 5:  # else 76000 CEDEX
        kind = LABELS.get(label) or INTITULES.get(label) or _kind_of_body(label)
        if not code or kind is None or query.kind is not None:
            return None
    found = codes.read_code(code, kind)
    return found and _in_required_area(query, found)


def _kind_of_body(label: str) -> str | None:
    from achats_reseaux.gazetteer.words import BODIES

    body = BODIES.get(label)
    return body.kinds[0] if body is not None and body.kinds else None


def _article_last(query: NameQuery) -> Outcome | None:
    """``Perchay (Le)``, ``Vey, Le``: read again with the article before the name."""
    if "(" not in query.typed and query.key.rpartition(" ")[2] not in ARTICLES:
        return None
    from achats_reseaux.geocoder import normalise

    moved = normalise.article_moved(query.typed)
    found = _first_match(query.with_text(moved, MOVED)) if moved is not None else None
    return found if isinstance(found, Places) else None


def _address(query: NameQuery) -> Outcome | None:
    """``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``: name and code must be consistent."""
    from achats_reseaux.geocoder import addresses, type_words

    if addresses.is_abroad(query.typed):
        from achats_reseaux.geocoder import messages

        return messages.abroad(query.typed)
    key, code = addresses.name_and_code(query.typed) or ("", "")
    if not code:
        return None
    name = query.with_text(type_words.as_typed(query.typed, key), BARE, key)
    return _name_at_code(query, name, code)


def _name_at_code(query: NameQuery, name: NameQuery, code: str) -> Outcome | None:
    """The place that has both a name and a code; that of the code if the name is no place."""
    from achats_reseaux.geocoder import codes, name_query

    there = geocode(code, "code-postal" if codes.is_digits(code) else "insee")
    if not isinstance(there, Places):
        found = _places(name)
        return found and _with_note(found, f"{code} n'est pas un code postal : seul le nom est lu.")
    place = there.candidates[0]
    if query.within is not None and not query.within.holds(place):
        return None
    label = f"au code postal {code}"
    exactly = name_query.Within(place.departements, place.communes, label)
    around = name_query.Within(place.departements, (), label)
    kinds = ("commune", None) if query.kind is None else (query.kind,)
    for kind in kinds:
        may_hold = BARE | {"beginning", "longer"} if kind == kinds[-1] else BARE
        if found := _places(name.replace(within=exactly, kind=kind, may_hold=may_hold)):
            return found
    for kind in kinds:
        if near := _places(name.replace(within=around, kind=kind, may_hold=ONLY_NAME)):
            return _with_note(
                near, f"{code} est le code d'un autre lieu du même département : {place.name}."
            )
    elsewhere = _places(name.replace(within=None))
    if elsewhere is not None and (exact := _not_approximate(elsewhere)):
        return NoPlace(query, contradiction=(exact[0], place))
    if query.kind not in (None, "commune") or code not in query.key.upper():
        return None  # "1000 Bruxelles": a code that lost its zero is not enough
    if place.approximate and not query.cedex:  # "28001 Madrid"
        return None
    return _with_note(
        there, f"« {name.typed} » n'est pas un lieu connu : seul le code {code} est lu."
    )


def _bracketed_area(query: NameQuery) -> Outcome | None:
    """``Dijon (21)`` is the commune, before an EPCI that begins so; ``Saint-Denis, Réunion``."""
    found = _hinted(query)
    return found if isinstance(found, Places) else None


def _name(query: NameQuery) -> Outcome | None:
    """``Rouen``, ``Paris 15e``, ``CC de Nozay``, ``Lagarde`` for La Garde, ``Havre``."""
    from achats_reseaux.geocoder import names

    return names.look_up(query)


def _hinted(query: NameQuery) -> Outcome | None:
    """``38 Vienne``, ``Saint-Denis 974``, or why ``Dijon (Rhône)`` does not exist."""
    from achats_reseaux.geocoder import addresses, type_words

    name, hint = addresses.name_and_hint(query.typed) or ("", "")
    where = _area_of_hint(hint) if hint else None
    if where is None:
        return None
    if query.within is not None:
        where = where.cut(query.within.departements)
    # "Pont 14" may be any bridge: that a name goes on must be told by a sign.
    may_hold = BARE | {"longer"} if has_signs(query.typed) else BARE
    there = query.with_text(name, may_hold).replace(within=where)
    found = _places(there)
    if found is None:
        lower = _hinted(there) or _departement_of_body(query, there, hint)
        return lower or (None if type_words.begins_with_body_type(fold(hint)) else NoPlace(there))
    if _not_approximate(found) or not exact(there.replace(within=None)):
        return found
    # "Lagor (17)" is no Lagord: there is a Lagor, elsewhere. "Aix (13)" is Aix-en-Provence.
    start = f"{without_article(there.key)} "
    goes_on = [without_article(fold(one.name)).startswith(start) for one in found.candidates]
    return found if all(goes_on) else NoPlace(there)


def _beside_area(query: NameQuery) -> Outcome | None:
    """``Caen Normandie``: a commune followed, without punctuation, by the area it lies in."""
    from achats_reseaux.geocoder import addresses

    name, area = addresses.name_and_area(query.typed) or ("", "")
    where = _area_of_hint(area) if area and query.kind in (None, "commune") else None
    if where is None:
        return None
    if query.within is not None:
        where = where.cut(query.within.departements)
    return exact(query.with_text(name, ONLY_NAME).replace(within=where, kind="commune"))


def _departement_of_body(query: NameQuery, name: NameQuery, hint: str) -> Places | None:
    """``Syndicat mixte du Pic du Midi (65)``: the département of a body whose name is no place.

    Without punctuation the number may be anything ("Syndicat des eaux n° 12"), unless it follows
    the type of body directly ("SDIS 76") or the type comes last ("Mon Logement 27").
    """
    from achats_reseaux.geocoder import type_words

    body = type_words.find_type(name.key, inside=False)
    home = places.of("departement", hint.upper())
    if body is None or not body.body or home is None:
        return None
    told = (
        has_signs(query.typed)
        or type_words.is_only_type(name.key)
        or not type_words.begins_with_body_type(name.key)
    )
    if not told:
        return None
    note = f"« {shortened(name.typed)} » n'est pas un lieu connu : seul ({hint}) est lu."
    return _with_note(Places((home,)), note)


def _name_after_type(query: NameQuery) -> Outcome | None:
    """``Ville de Rouen``, ``département du Nord``: the words before the name narrow the kind."""
    from achats_reseaux.geocoder import type_words

    first = type_words.find_type(query.key, inside=not has_signs(query.typed))
    first = first or type_words.with_article(query.typed)
    if first is None:
        return None
    name = type_words.as_typed(query.typed, first.name)
    for kind in first.kinds:
        if query.kind is not None and kind not in (None, query.kind):
            continue
        there = query.with_text(name, BODY if first.body else TYPED, first.name, kind)
        there = there.replace(linked=first.linked, of_body=first.body)
        if not first.body:
            return _first_match(there)
        found = _numbered(there) or _first_match(there)
        if isinstance(found, Places) and not _is_big_enough(found, first.least):
            return NoPlace(query)
        if isinstance(found, Places):
            note = f"« {shortened(query.typed)} » est lu d'après le lieu que ce nom contient."
            if first.after:
                found = _with_homonyms_elsewhere(
                    query.with_text(name, ONLY_NAME, first.name), found
                )
            return _with_note(found, note)
    return None


def _numbered(name: NameQuery) -> Outcome | None:
    """``Rennes 2``, ``Lyon 3`` after the words of a body: a number of its own, no arrondissement.

    Paris 8 is not in Paris: where a town is all of its département, the number tells nothing.
    """
    town, _, number = name.typed.rpartition(" ")
    if not town or not _DIGITS.issuperset(number) or name.kind == "commune":
        return None
    found = exact(name.with_text(town, ONLY_NAME))
    if found is None or found.candidates[0].kind != "commune":
        return None
    home = gazetteer.departement(found.candidates[0].departements[0])
    return NoPlace(name) if home is None or home.communes == 1 else found


def _is_big_enough(found: Places, least: int) -> bool:
    """Whether one of the places is no commune, or has so many inhabitants."""
    return any(
        one.kind != "commune" or places.inhabitants(one) >= least for one in found.candidates
    )


def _with_homonyms_elsewhere(name: NameQuery, found: Places) -> Places:
    """``Vienne Habitat``: the body of the département, or of the commune of that name (38).

    In ``Mayenne Habitat`` the town of Mayenne, which lies in Mayenne, adds nothing.
    """
    homes = {code for place in found.candidates for code in place.departements}
    every = exact(name)
    elsewhere = every and any(homes.isdisjoint(place.departements) for place in every.candidates)
    return every if every and elsewhere else found


def _ignoring_bracket(query: NameQuery) -> Outcome | None:
    """``COMMUNE DE ROUEN (SIEGE)``: a bracket that is no area is ignored.

    Only where words such as "commune de" precede the name: in "Lyon (Canada)" it may matter.
    """
    from achats_reseaux.geocoder import type_words

    outside, _, inside = query.typed.rstrip(" )").rpartition("(")
    if type_words.find_type(fold(outside)) is None or _area_of_hint(inside) is not None:
        return None
    return _first_match(query.with_text(outside, MOVED))


def _one_part(query: NameQuery) -> Outcome | None:
    """``Ville de Marseille - Direction des achats``, ``8 rue des Tanneurs, Mulhouse``."""
    from achats_reseaux.geocoder import addresses

    def tells(part: str) -> bool:
        key = fold(part)
        if _has_type(key) or addresses.labelled_code(key):
            return True
        # "Marsac, Pont-Aven": two places, although "pont" may begin the name of a street
        return addresses.is_street(key) and exact(query.with_text(part, ONLY_NAME)) is None

    parts = addresses.parts_of(query.typed)
    return _place_among(query, parts) if len(parts) > 1 and any(map(tells, parts)) else None


def _area_of_body(query: NameQuery) -> Outcome | None:
    """``Syndicat des énergies de la Haute-Savoie``: the area at the end of the name of a body."""
    from achats_reseaux.geocoder import names

    return names.by_size(names.area_of_body(query))


def _part_of_body(query: NameQuery) -> Outcome | None:
    """``Haute-Saône - Vesoul``, ``Pau et des Pays de l'Adour`` after the words of a public body."""
    from achats_reseaux.geocoder import addresses

    parts = (
        addresses.parts_of(query.typed)
        if has_signs(query.typed)
        else addresses.joined_by_et(query.key)
    )
    return _place_among(query, parts)


def _has_type(key: str) -> bool:
    from achats_reseaux.geocoder import type_words

    return type_words.is_only_type(key) or bool(
        type_words.find_type(key) or type_words.begins_with_body_type(key)
    )


def _place_among(query: NameQuery, parts: list[str]) -> Places | None:
    """The first part of a text that is a place, if no other part is a place elsewhere.

    Nor may another end with the name of a town elsewhere ("Limoges - site Guéret"), and a
    département named beside anything is a river ("Erdre et Loire").
    """
    from achats_reseaux.geocoder import addresses, type_words

    found: Places | None = None
    unread = []
    for text in parts:
        part = query.with_text(text, PART)
        if type_words.is_only_type(part.key):
            continue
        centre = type_words.begins_with_body_type(part.key)  # hospitalier
        street = addresses.is_street(part.key) and not centre
        read = exact(part) if street else _first_match(part)
        if not isinstance(read, Places) or not _not_approximate(read):
            unread += [] if street else [part]
        elif found is None:
            found = read
        elif not _share_departement(found, read):
            return None
    if found is None or len(parts) < 2:
        return None
    if unread and not has_signs(query.typed) and found.candidates[0].kind == "departement":
        return None
    for town in filter(None, map(_town_at_end, unread)):
        if not _share_departement(found, town):
            return None
    return found


def _town_at_end(part: NameQuery) -> Places | None:
    """The town that a text ends with ("site Guéret"), without an article before it.

    Right after the type of a body, it may be as small as one that has such a body: "SIVOM Perrou".
    """
    from achats_reseaux.gazetteer.words import BODIES
    from achats_reseaux.geocoder import type_words

    words = part.key.split()
    for at in range(1, len(words)):
        name = part.with_text(" ".join(words[at:]), ONLY_NAME).replace(kind="commune", linked=True)
        if words[at - 1] not in _ARTICLES and (town := exact(name)):
            before = " ".join(words[:at])
            body = BODIES.get(before)
            least = body.least if body else 0 if type_words.is_only_type(before) else _TOWN
            return town if _is_big_enough(town, least) else None
    return None


_ARTICLES = (*ARTICLES, "du", "des", "au", "aux")
_TOWN = 5_000


def _share_departement(one: Places, other: Places) -> bool:
    """Whether both have places in a common département."""
    departements = [
        {code for place in found.candidates for code in place.departements}
        for found in (one, other)
    ]
    return not departements[0].isdisjoint(departements[1])


def _beginning(query: NameQuery) -> Outcome | None:
    """``Châlons-en-Champ``: most of a name; ``Perreux`` where the département is settled."""
    from achats_reseaux.geocoder import names

    return names.begun_names(query)


RUNGS: tuple[tuple[Rung, str, str], ...] = (
    (_labelled_code, "label", "code"),
    (_article_last, "article", ""),
    (_address, "code", "code"),
    (_bracketed_area, "area", "sign"),
    (_name, "name", "name"),
    (_name_after_type, "type", ""),
    (_hinted, "area", "code or sign"),
    (_beside_area, "area", ""),
    (_part_of_body, "part of body", ""),
    (_ignoring_bracket, "part", "sign"),
    (_one_part, "part", ""),
    (_area_of_body, "end", ""),
    (_beginning, "beginning", "name"),
)
"""The readers of a text that is no code, in the order in which they are tried: each with what the
text must be able to hold (``NameQuery.may_hold``), and the evidence of it that it must show."""


def _places(query: NameQuery) -> Places | None:
    found = _first_match(query)
    return found if isinstance(found, Places) else None


def _not_approximate(found: Places) -> list[Place]:
    return [one for one in found.candidates if not one.approximate]


def _with_note(found: Places, note: str) -> Places:
    """The same places, each with one more note."""
    noted = tuple(place.replace(notes=(*place.notes, note)) for place in found.candidates)
    return found.replace(candidates=noted)


# --- the area that a place must lie in ------------------------------------------------------------


def _in_required_area(query: NameQuery, found: Outcome) -> Outcome:
    """The places of a code that lie in the area required, if any is."""
    if query.within is None or not isinstance(found, Places):
        return found
    for places_read in (found.candidates, found.aside):  # aside: the code as an INSEE code
        if kept := tuple(place for place in places_read if query.within.holds(place)):
            return Places(kept)
    return NoPlace(query, elsewhere=found.candidates)


def required_area(
    departement: str | None = None,
    region: str | None = None,
    code_postal: str | None = None,
) -> Within | Unknown | Malformed | NoPlace:
    """The area that the options for homonyms require: the intersection of those given."""
    from achats_reseaux.geocoder import name_query

    asked = (("departement", departement), ("region", region), ("code-postal", code_postal))
    within: Within | None = None
    for kind, text in asked:
        if text is None:
            continue
        found = geocode(text, kind)
        if not isinstance(found, Places):
            return found
        held = [place for place in found.candidates if within is None or within.holds(place)]
        if not held and within is not None:
            first = found.candidates[0]
            return Unknown(f"{first.name} n'est pas {within.label} : ces lieux se contredisent.")
        departements = {code for place in held for code in place.departements}
        communes = {code for place in held for code in place.communes}
        asked_for = name_query.Within(
            tuple(sorted(departements)), tuple(sorted(communes)), _label(kind, held[0])
        )
        within = asked_for if within is None else asked_for.cut(within.departements)
    return within or Malformed("Aucun lieu n'est donné pour départager les homonymes.")


def _label(kind: str, place: Place) -> str:
    if kind == "code-postal":
        return f"au code postal {place.code}"
    if place.kind == "region":
        found = gazetteer.region(place.code)
        return found.where if found else place.name
    return places.where(place)


@cached
def _area_of_hint(hint: str) -> Within | None:
    """The area of a hint: a département, a region or a postal code."""
    for option in ("departement", "region", "code_postal"):
        where = required_area(**{option: hint})
        if not isinstance(where, (Unknown, Malformed, NoPlace)):
            return where
    return None
