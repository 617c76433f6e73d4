"""The ladder: the readers of a text, tried in order from the strictest to the loosest.

A code is read first (``codes``): one to three characters are a département, never a region; five a
postal code, then an INSEE code, then a known prefix (an approximate answer); nine a SIREN; fourteen
a SIRET; a leading zero lost in a spreadsheet is restored. Every other text is passed to each of
``RUNGS`` until one of them answers; some pass a part of the text down the ladder again, with less
that it may hold. None corrects spelling: a text that none reads is
:class:`~achats_reseaux.model.Unknown`, with suggestions.

``kind`` keeps only the places of that kind, ``within`` only those in that area. Both apply to each
rung, so that a lower rung answers where a higher one has no such place.
"""

from __future__ import annotations

from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.words import TYPE_STARTS
from achats_reseaux.geocoder import addresses, bodies, codes, name_beside_area, text_parts
from achats_reseaux.geocoder.epci_names import nature_of, without_nature
from achats_reseaux.geocoder.name_beginnings import begun_names
from achats_reseaux.geocoder.name_query import LONGEST, NameQuery, NoPlace, clean
from achats_reseaux.geocoder.name_ranks import arrondissement, look_up
from achats_reseaux.geocoder.required_area import in_required_area
from achats_reseaux.geocoder.spellings import article_last, expand_abbreviations
from achats_reseaux.geocoder.type_words import without_type_bracket
from achats_reseaux.model import Places
from achats_reseaux.text import cached, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.geocoder.name_query import Outcome, Read, Within

    Rung = Callable[[NameQuery, Read], Outcome | None]

_DIGITS = frozenset("0123456789")


def geocode(text: str, kind: str | None = None, within: Within | None = None) -> Outcome:
    """The places of a text as typed, or what is known of why there is none."""
    typed = clean(text)
    key = fold(typed)
    if not key or len(text) > LONGEST:
        from achats_reseaux.geocoder import messages

        return messages.too_long(text) if key else messages.empty()
    label, colon, rest = typed.partition(":")
    if colon and kind is None and (named := addresses.kind_of_label(fold(label))):
        return geocode(rest, named, within)
    query = NameQuery(typed, key, kind, within)
    if (found := codes.read_code(typed, kind)) is not None:
        return in_required_area(query, found)
    if query.holds_only_a_name():
        return read_query(query) or NoPlace(query)
    spelt = query.with_text(without_type_bracket(expand_abbreviations(typed)), "text")
    outcome = read_query(spelt.replace(cedex="cedex" in query.key)) or NoPlace(query)
    return addresses.agreeing(query, outcome) if isinstance(outcome, Places) else outcome


def read_query(query: NameQuery) -> Outcome | None:
    """The answer of the first of the ``RUNGS`` that has one."""
    for rung, ability, evidence in RUNGS:
        if query.may_hold(ability) and any(_shows(query, what) for what in evidence):
            found = rung(query, read_places)
            if found is not None:
                return found
    return None


def read_places(query: NameQuery) -> Places | None:
    """The places of :func:`read_query`, if it has some."""
    found = read_query(query)
    return found if isinstance(found, Places) else None


def _shows(query: NameQuery, what: str) -> bool:
    """Whether a text shows that it may hold something: most texts that are no place do not."""
    if what == "sign":
        return query.has_signs()
    return (
        what == "text" or (what == "name" and query.kind == "epci") or _key_shows((query.key, what))
    )


@cached
def _key_shows(asked: tuple[str, str]) -> bool:
    key, what = asked
    if what == "code":
        return not _DIGITS.isdisjoint(key)
    if what == "type":
        return not TYPE_STARTS.isdisjoint(key.split())
    if what == "area":
        return key.rpartition(" ")[2] in name_searches.area_ends()
    return _may_be_name(key)


def _may_be_name(key: str) -> bool:
    """Whether a whole text may be a name, or the beginning of one."""
    if name_searches.begins_name(key) or nature_of(key) is not None or arrondissement(key):
        return True
    return name_searches.begins_name(without_nature(key))  # and without articles


RUNGS: tuple[tuple[Rung, str, tuple[str, ...]], ...] = (
    (addresses.labelled_code, "label", ("code",)),
    (article_last, "article", ("text",)),
    (addresses.name_and_code, "code", ("code",)),
    (name_beside_area.bracketed_area, "area", ("sign",)),
    (look_up, "name", ("name",)),
    (bodies.name_after_type, "type", ("type",)),
    (name_beside_area.hinted, "area", ("code", "sign")),
    (name_beside_area.beside_area, "area", ("area",)),
    (text_parts.part_of_body, "body-part", ("text",)),
    (text_parts.ignoring_bracket, "one-part", ("sign",)),
    (text_parts.one_part, "one-part", ("text",)),
    (bodies.area_of_body, "end", ("area", "type")),
    (begun_names, "beginning", ("name",)),
)
"""The readers of a text that is no code, in the order in which they are tried.

Each with what the text must be able to hold (``NameQuery.may_hold``), and what of it the text must
show (:func:`_shows`), of which one is enough. A rule for what people write goes into the module
of its reader; its words go into the tables of ``data/territories``.
"""
