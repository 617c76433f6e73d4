"""A name beside the area that it lies in: ``Dijon (21)``, ``38 Vienne``, ``Caen Normandie``.

The readers take the query and the ladder, which reads the name again, in the area.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.geocoder import type_words
from achats_reseaux.geocoder.addresses import holds_address, is_numbered_street, is_street
from achats_reseaux.geocoder.codes import read_code
from achats_reseaux.geocoder.name_query import WITH_NAMESAKES, NoPlace, exact
from achats_reseaux.geocoder.required_area import area_of_hint
from achats_reseaux.model import Places
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Outcome, Read


def bracketed_area(query: NameQuery, read: Read) -> Outcome | None:
    """``Dijon (21)`` is the commune, before an EPCI that begins so; ``Saint-Denis, Réunion``."""
    found = hinted(query, read)
    return found if isinstance(found, Places) else None


def hinted(query: NameQuery, read: Read) -> Outcome | None:
    """``38 Vienne``, ``Saint-Denis 974``, or why ``Dijon (Rhône)`` does not exist."""
    name, hint = _name_and_hint(query.typed) or ("", "")
    where = area_of_hint(query, hint, read)
    if where is None:
        return None
    # "Pont 14" may be any bridge: that a name goes on must be told by a sign.
    there = query.with_text(name, "told" if query.has_signs() else "bare").replace(within=where)
    found = read(there) or hinted(there, read) or _departement_of_body(query, there, hint)
    if isinstance(found, Places) and not type_words.has_type(there.key):
        # "Grand Est, Moselle" is Moselle; "Région Grand Est (57)" a body that has its seat there.
        wide = found.candidates[0]
        if wide.kind in WITH_NAMESAKES and {*where.departements} < {*wide.departements}:
            found = read_code(hint, "departement") or read(query.with_text(hint, "bare"))
    street = query.cedex or is_street(there.key) or holds_address(there.key)
    town = street and query.has_signs()  # "Quai François Mauriac, Paris"
    read_on = town or type_words.begins_with_body_type(fold(hint))
    return found or (None if read_on else NoPlace(there))


def beside_area(query: NameQuery, read: Read) -> Outcome | None:
    """``Caen Normandie``: a commune followed, without punctuation, by the area it lies in."""
    words = query.key.split()
    at, _ = name_searches.area_at_end(words)
    where = area_of_hint(query, " ".join(words[at:]), read)
    if where is None or query.kind not in (None, "commune"):
        return None
    name = type_words.as_typed(query.typed, " ".join(words[:at]))
    return exact(query.with_text(name, "name").replace(within=where, kind="commune"))


def _name_and_hint(typed: str) -> tuple[str, str] | None:
    """The name and the hint of ``Saint-Denis (974)``, ``Saint-Denis, Réunion`` or ``38 Vienne``."""
    outside, sign, inside = typed.rstrip(") ").rpartition("(")
    for other in (",", " - "):
        if not sign or (other == "," and other in inside.partition(")")[2]):  # "(DFA) - 7 av. X, Y"
            outside, sign, inside = typed.rpartition(other)
    if sign and _is_departement_code(outside.strip()):
        outside, inside = inside, outside  # 01 - Ambérieu-en-Bugey
    if is_numbered_street(fold(outside or typed)):
        return None
    if not sign:
        words = typed.split()
        if _is_departement_code(words[-1]):
            outside, inside = " ".join(words[:-1]), words[-1]
        elif _is_departement_code(words[0]):
            outside, inside = " ".join(words[1:]), words[0]
        elif _is_departement_code(typed.partition("-")[0]):
            inside, _, outside = typed.partition("-")  # 76-Rouen
    return (outside.strip(), inside.strip()) if fold(outside) and fold(inside) else None


def _is_departement_code(word: str) -> bool:
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None


def _departement_of_body(query: NameQuery, name: NameQuery, hint: str) -> Places | None:
    """``Syndicat mixte du Pic du Midi (65)``: the département of a body whose name is no place.

    Without punctuation the number may be anything ("Syndicat des eaux n° 12"), unless it follows
    the type of body directly ("SDIS 76") or the type comes last ("Mon Logement 27").
    """
    body = type_words.find_type(name.key, inside=False)
    home = places.of("departement", hint.upper())
    if body is None or not body.body or home is None:
        return None
    told = (
        query.has_signs()
        or type_words.is_only_type(name.key)
        or not type_words.begins_with_body_type(name.key)
    )
    if not told:
        return None
    note = f"« {shortened(name.typed)} » n'est pas un lieu connu : seul ({hint}) est lu."
    return places.with_note(Places((home,)), note)
