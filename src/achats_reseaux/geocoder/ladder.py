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
from achats_reseaux.geocoder.name_query import LONGEST, WITH_NAMESAKES, clean, has_signs
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import ARTICLES, cached, fold, shortened, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.geocoder.name_query import NameQuery, Within

    Outcome = Places | Unknown | Malformed
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
    within = None
    if departement is not None or code_postal is not None or region is not None:
        settled = required_area(departement, region, code_postal)
        if isinstance(settled, (Unknown, Malformed)):
            return settled
        within = settled
    return geocode(text, kind, within, suggest=suggest, explain=explain)


def geocode(
    text: str,
    kind: str | None = None,
    within: Within | None = None,
    *,
    suggest: bool = True,
    explain: bool | None = None,
) -> Outcome:
    """As :func:`resolve`, for an area that is resolved already."""
    typed = clean(text)
    if not typed or len(text) > LONGEST:
        from achats_reseaux.geocoder import messages

        return messages.too_long(text) if typed else messages.empty()
    label, colon, rest = typed.partition(":")
    if colon and kind is None and (named := LABELS.get(fold(label))):
        return geocode(rest, named, within, suggest=suggest, explain=explain)
    if typed[0] in "0123456789" or kind in _CODE_KINDS:
        from achats_reseaux.geocoder import codes

        found = codes.read_code(typed, kind)
        if isinstance(found, Places):
            return _in_required_area(typed, found, within)
        if found is not None:
            return found
    from achats_reseaux.geocoder import name_query

    explain = suggest if explain is None else explain
    return _read_name(name_query.NameQuery(typed, fold(typed), kind, within, suggest, explain))


def _read_name(query: NameQuery) -> Outcome:
    if not query.key:
        from achats_reseaux.geocoder import messages

        return messages.empty()
    if query.holds_only_a_name():
        found = _first_match(query, _PLAIN)
        return _unknown(query) if not found or found == Unknown("") else found
    from achats_reseaux.geocoder import normalise, type_words

    spelt = query.with_text(
        type_words.without_type_bracket(normalise.expand_abbreviations(query.typed))
    ).replace(cedex="cedex" in query.key)
    rungs = _PLAIN if spelt.holds_only_a_name() else RUNGS
    found = _first_match(spelt, rungs)
    if not found or found == Unknown(""):
        found = _unknown(query)
    return _agreeing(query, found) if isinstance(found, Places) else found


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
    return _contradiction(query, found.candidates[0], there.candidates[0])


def _first_match(query: NameQuery, rungs: tuple[Rung, ...]) -> Outcome | None:
    """The result of the first rung that has one."""
    whole = query.kind == "epci" or _may_be_name(query.key)
    passed = () if whole else _OF_NAMES
    for rung in rungs:
        if rung not in passed and (found := rung(query)):
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


def _exact_name(query: NameQuery) -> Places | None:
    """``Normandie``, ``PACA``, ``Calvados``, ``Rouen``."""
    from achats_reseaux.geocoder import name_query

    found = name_query.exact(query)
    if found and not query.kind and found.candidates[0].kind in WITH_NAMESAKES:
        from achats_reseaux.geocoder import names

        return Places(found.candidates, names.namesakes(query))
    return found


def _labelled_code(query: NameQuery) -> Outcome | None:
    """``code INSEE 97133``, ``SIRET 217 605 401 00017``, ``conseil départemental 76``."""
    if _DIGITS.isdisjoint(query.key):
        return None
    from achats_reseaux.gazetteer.words import INTITULES
    from achats_reseaux.geocoder import addresses, codes

    label, code = addresses.labelled_code(query.key) or ("", "")
    kind = query.kind
    if label or len(code) != 5:  # else 76000 CEDEX
        kind = LABELS.get(label) or INTITULES.get(label) or _kind_of_body(label)
        if not code or kind is None or query.kind is not None:
            return None
    found = codes.read_code(code, kind)
    return (
        _in_required_area(query.typed, found, query.within) if isinstance(found, Places) else found
    )


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
    found = _first_match(query.with_text(moved), _WITHOUT_CODES) if moved is not None else None
    return found if isinstance(found, Places) else None


def _address(query: NameQuery) -> Outcome | None:
    """``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``: name and code must be consistent."""
    if _DIGITS.isdisjoint(query.key):
        return None
    from achats_reseaux.geocoder import addresses, type_words

    if addresses.is_abroad(query.typed):
        from achats_reseaux.geocoder import messages

        return messages.abroad(query.typed)
    key, code = addresses.name_and_code(query.typed) or ("", "")
    if not code:
        return None
    return _name_at_code(query, query.with_text(type_words.as_typed(query.typed, key), key), code)


def _name_at_code(query: NameQuery, name: NameQuery, code: str) -> Outcome | None:
    """The place that has both a name and a code; that of the code if the name is no place."""
    from achats_reseaux.geocoder import codes, name_query

    there = geocode(code, "code-postal" if codes.is_digits(code) else "insee")
    if not isinstance(there, Places):
        found = _resolve_name(name)
        return found and _with_note(found, f"{code} n'est pas un code postal : seul le nom est lu.")
    place = there.candidates[0]
    if query.within is not None and not query.within.holds(place):
        return None
    label = f"au code postal {code}"
    exactly = name_query.Within(place.departements, place.communes, label)
    around = name_query.Within(place.departements, (), label)
    kinds = ("commune", None) if query.kind is None else (query.kind,)
    for kind in kinds:
        if found := _resolve_name(name.replace(within=exactly, kind=kind)):
            return found
    if found := _going_on(name.replace(within=exactly)):
        return found
    for kind in kinds:
        near = _first_match(name.replace(within=around, kind=kind), _EXACT)
        if isinstance(near, Places):
            return _with_note(
                near, f"{code} est le code d'un autre lieu du même département : {place.name}."
            )
    elsewhere = _resolve_name(name.replace(within=None))
    if elsewhere is not None and (exact := _not_approximate(elsewhere)):
        return _contradiction(query, exact[0], place)
    if query.kind not in (None, "commune") or code not in query.key.upper():
        return None  # "1000 Bruxelles": a code that lost its zero is not enough
    if place.approximate and not query.cedex:  # "28001 Madrid"
        return None
    return _with_note(
        there, f"« {name.typed} » n'est pas un lieu connu : seul le code {code} est lu."
    )


def _bracketed_area(query: NameQuery) -> Outcome | None:
    """``Dijon (21)`` is the commune, before an EPCI that begins so; ``Saint-Denis, Réunion``."""
    found = _hinted(query.silent()) if has_signs(query.typed) else None
    return found if isinstance(found, Places) else None


def _part(query: NameQuery) -> Outcome | None:
    """``Paris 15e``, a commune déléguée or associée."""
    from achats_reseaux.geocoder import names

    return _ranked(names.commune_part(query))


def _epci(query: NameQuery) -> Outcome | None:
    """``Métropole Rouen Normandie``, ``CC de Nozay``."""
    from achats_reseaux.geocoder import names

    return _ranked(names.epci_by_name(query))


def _full_epci(query: NameQuery) -> Outcome | None:
    """``Toulouse Métropole``: an EPCI by its full name, or by a name that ends as only EPCI do."""
    from achats_reseaux.geocoder import normalise

    if query.kind == "epci" or query.key.endswith(normalise.EPCI_ENDS):
        return _epci(query)
    return _ranked(query.admitted(map(places.of_territory, name_searches.epci_named(query.key))))


def _former(query: NameQuery) -> Outcome | None:
    """A former commune, or the former name of a present one."""
    from achats_reseaux.geocoder import names

    return _ranked(names.former_commune(query))


def _hinted(query: NameQuery) -> Outcome | None:
    """``38 Vienne``, ``Saint-Denis 974``, or why ``Dijon (Rhône)`` does not exist."""
    from achats_reseaux.geocoder import addresses, name_query, type_words

    name, hint = addresses.name_and_hint(query.typed) or ("", "")
    where = _area_of_hint(hint) if hint else None
    if where is None:
        return None
    if query.within is not None:
        where = where.cut(query.within.departements)
    there = query.with_text(name).replace(within=where)
    found = _resolve_name(there) or (_going_on(there) if has_signs(query.typed) else None)
    if found is None:
        lower = _hinted(there) or _departement_of_body(query, there, hint)
        return lower or (None if type_words.begins_with_body_type(fold(hint)) else _unknown(there))
    if _not_approximate(found) or not name_query.exact(there.replace(within=None)):
        return found
    # "Lagor (17)" is no Lagord: there is a Lagor, elsewhere. "Aix (13)" is Aix-en-Provence.
    start = f"{without_article(there.key)} "
    goes_on = [without_article(fold(one.name)).startswith(start) for one in found.candidates]
    return found if all(goes_on) else _unknown(there)


def _beside_area(query: NameQuery) -> Outcome | None:
    """``Caen Normandie``: a commune followed, without punctuation, by the area it lies in."""
    from achats_reseaux.geocoder import addresses

    name, area = addresses.name_and_area(query.typed) or ("", "")
    where = _area_of_hint(area) if area and query.kind in (None, "commune") else None
    if where is None:
        return None
    if query.within is not None:
        where = where.cut(query.within.departements)
    return _exact_name(query.with_text(name).replace(within=where, kind="commune"))


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
    wanted = query.silent() if first.body else query
    name = type_words.as_typed(query.typed, first.name)
    for kind in first.kinds:
        if query.kind is not None and kind not in (None, query.kind):
            continue
        there = wanted.with_text(name, first.name, kind)
        there = there.replace(linked=first.linked, of_body=first.body)
        if not first.body:
            return _first_match(there, _NAMES)
        found = _numbered(there) or _first_match(there, _OF_BODIES)
        if isinstance(found, Places) and not _is_big_enough(found, first.least):
            return Unknown("")
        if isinstance(found, Places):
            note = f"« {shortened(query.typed)} » est lu d'après le lieu que ce nom contient."
            if first.after:
                found = _with_homonyms_elsewhere(wanted.with_text(name, first.name), found)
            return _with_note(found, note)
    return None


def _numbered(name: NameQuery) -> Outcome | None:
    """``Rennes 2``, ``Lyon 3`` after the words of a body: a number of its own, no arrondissement.

    Paris 8 is not in Paris: where a town is all of its département, the number tells nothing.
    """
    town, _, number = name.typed.rpartition(" ")
    if not town or not _DIGITS.issuperset(number) or name.kind == "commune":
        return None
    found = _exact_name(name.with_text(town))
    if found is None or found.candidates[0].kind != "commune":
        return None
    home = gazetteer.departement(found.candidates[0].departements[0])
    return Unknown("") if home is None or home.communes == 1 else found


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
    every = _exact_name(name)
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
    return _first_match(query.with_text(outside), _WITHOUT_CODES)


def _one_part(query: NameQuery) -> Outcome | None:
    """``Ville de Marseille - Direction des achats``, ``8 rue des Tanneurs, Mulhouse``."""
    from achats_reseaux.geocoder import addresses

    def tells(part: str) -> bool:
        key = fold(part)
        if _has_type(key) or addresses.labelled_code(key):
            return True
        # "Marsac, Pont-Aven": two places, although "pont" may begin the name of a street
        return addresses.is_street(key) and _exact_name(query.with_text(part)) is None

    parts = addresses.parts_of(query.typed)
    return _place_among(query, parts) if len(parts) > 1 and any(map(tells, parts)) else None


def _area_of_body(query: NameQuery) -> Outcome | None:
    """``Syndicat des énergies de la Haute-Savoie``: the area at the end of the name of a body."""
    from achats_reseaux.geocoder import names

    return _ranked(names.area_of_body(query))


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

    wanted = query.silent()
    found: Places | None = None
    unread = []
    for part in map(wanted.with_text, parts):
        if type_words.is_only_type(part.key):
            continue
        centre = type_words.begins_with_body_type(part.key)  # hospitalier
        street = addresses.is_street(part.key) and not centre
        read = _first_match(part, (_exact_name,) if street else _OF_PARTS)
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
    """The town that a text ends with ("site Guéret"), without an article before it."""
    words = part.key.split()
    for at in range(1, len(words)):
        name = part.with_text(" ".join(words[at:])).replace(kind="commune", linked=True)
        if words[at - 1] not in _ARTICLES and (town := _exact_name(name)):
            return town if _is_big_enough(town, _TOWN) else None
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


def _without_spaces(query: NameQuery) -> Outcome | None:
    """``Lagarde`` for La Garde."""
    from achats_reseaux.geocoder import names

    return _ranked(names.ignoring_spaces(query))


def _without_article(query: NameQuery) -> Outcome | None:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret."""
    from achats_reseaux.geocoder import names

    return _ranked(names.ignoring_article(query))


def _beginning(query: NameQuery) -> Outcome | None:
    """``Châlons-en-Champ``: most of a name, said to be approximate."""
    from achats_reseaux.geocoder import names

    return _ranked(names.beginning(query))


def _going_on(query: NameQuery) -> Places | None:
    """``Perreux`` where the département is settled: the first words of Le Perreux-sur-Marne."""
    from achats_reseaux.geocoder import names

    return _ranked(names.going_on(query))


RUNGS: tuple[Rung, ...] = (
    _labelled_code,
    _article_last,
    _address,
    _bracketed_area,
    _exact_name,
    _part,
    _epci,
    _former,
    _name_after_type,
    _hinted,
    _beside_area,
    _ignoring_bracket,
    _one_part,
    _area_of_body,
    _without_spaces,
    _without_article,
    _beginning,
    _going_on,
)
"""The rungs for a text that is no code, in the order in which they are tried."""

_OF_SIGNS = (_labelled_code, _address, _bracketed_area, _hinted, _ignoring_bracket)
"""The rungs that only match texts with a code, a bracket, a comma or a dash."""

_OTHERS = frozenset(RUNGS).difference(_OF_SIGNS, (_exact_name,))
_PLAIN = (_exact_name, *filter(_OTHERS.__contains__, RUNGS))
"""For a text that holds a name only; most are exact."""

_OF_NAMES = frozenset(
    (
        *(_exact_name, _part, _epci, _full_epci, _former),
        *(_without_spaces, _without_article, _beginning, _going_on),
    )
)
"""The rungs that only match a text that is a name as a whole, or the beginning of one."""

_EXACT = (_exact_name, _part, _former)
"""For a name whose area is known."""

_WITHOUT_CODES = RUNGS[RUNGS.index(_article_last) + 1 :]
"""For a text whose article was moved to its front."""

_BESIDE = (
    *(_address, _bracketed_area, _hinted, _beside_area, _ignoring_bracket, _one_part),
    _going_on,  # "Pont 14" may be any bridge: a sign must part the name from what settles it
)
_BARE = tuple(rung for rung in _WITHOUT_CODES if rung not in _BESIDE)
"""For a name, perhaps with its type before it ("ville de")."""

_NAMES = (*(rung for rung in _BARE if rung is not _name_after_type), _going_on)
"""For a name alone."""

_OF_BODIES = (
    _bracketed_area,
    _exact_name,
    _part,
    _full_epci,
    _former,
    _hinted,
    _beside_area,
    _part_of_body,
)
"""For the name after the type of a public body: exact matches only."""

_OF_PARTS = (_labelled_code, _exact_name, _part, _epci, _former, _name_after_type)
"""For one part of a text."""


def _resolve_name(query: NameQuery) -> Places | None:
    found = _first_match(query, _BARE)
    return found if isinstance(found, Places) else None


def _ranked(found: list[Place]) -> Places | None:
    return Places(places.ranked(found)) if found else None


def _not_approximate(found: Places) -> list[Place]:
    return [one for one in found.candidates if not one.approximate]


def _with_note(found: Places, note: str) -> Places:
    """The same places, each with one more note."""
    noted = tuple(place.replace(notes=(*place.notes, note)) for place in found.candidates)
    return found.replace(candidates=noted)


# --- the area that a place must lie in ------------------------------------------------------------


def _in_required_area(typed: str, found: Places, within: Within | None) -> Outcome:
    """The places of a code that lie in the area required, or an ``Unknown`` if none does."""
    if within is None:
        return found
    for places_read in (found.candidates, found.aside):  # aside: the code as an INSEE code
        if kept := tuple(place for place in places_read if within.holds(place)):
            return Places(kept)
    return _elsewhere(typed, list(found.candidates), within)


def required_area(
    departement: str | None = None,
    region: str | None = None,
    code_postal: str | None = None,
    *,
    suggest: bool = True,
) -> Within | Unknown | Malformed:
    """The area that the options for homonyms require: the intersection of those given."""
    from achats_reseaux.geocoder import name_query

    asked = (("departement", departement), ("region", region), ("code-postal", code_postal))
    within: Within | None = None
    for kind, text in asked:
        if text is None:
            continue
        found = geocode(text, kind, suggest=suggest)
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
        where = required_area(**{option: hint}, suggest=False)
        if not isinstance(where, (Unknown, Malformed)):
            return where
    return None


# --- what is no place -----------------------------------------------------------------------------


def _unknown(query: NameQuery) -> Unknown:
    """The answer if no rung matched: another kind or area that has the name, else near names."""
    if not query.explain:
        return Unknown("")
    from achats_reseaux.geocoder import messages

    if query.kind is not None or query.within is not None:
        found = _resolve_name(query.replace(kind=None, within=None))
        if found is not None and not found.candidates[0].approximate:
            anywhere = query.replace(within=None)
            same = [place for place in found.candidates if anywhere.admits(place)]
            if same and query.within is not None:
                return _elsewhere(query.typed, same, query.within)
            if not same and query.kind is not None:
                return messages.another_kind(query.kind, found.candidates[0])
    if not query.suggest:
        return messages.unknown(query, ())
    from achats_reseaux.geocoder import suggest

    return messages.unknown(query, suggest.suggestions(query, geocode))


def _elsewhere(typed: str, found: list[Place], within: Within) -> Unknown:
    """The name or code exists, but outside the area required."""
    from achats_reseaux.geocoder import messages, suggest

    return messages.elsewhere(typed, found, within, suggest.texts_for(found[:3], geocode))


def _contradiction(query: NameQuery, named: Place, coded: Place) -> Unknown:
    """A name and a code of different places: neither is preferred."""
    if not query.explain:
        return Unknown("")
    from achats_reseaux.geocoder import messages

    if not query.suggest:
        return messages.contradiction(query.typed, named, coded, ())
    from achats_reseaux.geocoder import suggest

    return messages.contradiction(
        query.typed, named, coded, (*suggest.texts_for([named], geocode), coded.code)
    )
