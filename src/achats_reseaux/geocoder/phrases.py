"""Names with something beside them: a code, a hint in brackets, an article that comes after.

Each function takes the reading apart and climbs again with what is left, on narrower ground.
``addresses`` reads codes beside a name, ``announced`` the words before one.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.loosened import ARTICLES
from achats_reseaux.geocoder.addresses import address, coded, is_full_code, spelt_out
from achats_reseaux.geocoder.announced import announced, read_bare
from achats_reseaux.geocoder.names import LOOSE, SURE, climb
from achats_reseaux.geocoder.reading import Within, exact
from achats_reseaux.model import Places
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.reading import Reading
    from achats_reseaux.model import Malformed, Unknown

    Outcome = Places | Unknown | Malformed


def read_name(reading: Reading, *, tried: bool = False) -> Outcome | None:
    """Rungs 3 to 7 of the ladder; ``tried`` where the exact name was looked for already."""
    if not tried:
        reading = spelt_out(reading)
        if found := coded(reading):
            return found
    if (moved := _article_first(reading)) and isinstance(found := _read(moved), Places):
        return found
    return _read(reading, tried=tried)


def _read(reading: Reading, *, tried: bool = False) -> Outcome | None:
    if not tried and (found := address(reading)):
        return found
    signs = _has_signs(reading.typed)
    hinted = _hinted(reading) if signs else None
    if isinstance(hinted, Places):  # "Dijon (21)" is the commune, before an EPCI that begins so
        return hinted
    found = None if tried else exact(reading)
    if found := found or climb(reading, SURE):
        return found
    hinted = hinted if signs else _hinted(reading)
    return hinted or announced(reading) or climb(reading, LOOSE)


def _article_first(reading: Reading) -> Reading | None:
    """``Perchay (Le)``, ``Vey, Le`` and ``69890 Tour-de-Salvagny (La)``: the article before."""
    typed = reading.typed
    before, bracket, rest = typed.partition("(")
    while bracket:
        inside, closed, after = rest.partition(")")
        if closed and fold(inside) in ARTICLES:
            return reading.named(_with_article(before, inside.strip()) + after)
        more, bracket, rest = rest.partition("(")
        before += "(" + more
    for sign in (",", " ", "-"):
        before, sign_found, last = typed.rpartition(sign)
        sure = sign == "," or fold(last) != "l"  # "Villeneuve-sur-L" was cut
        if sign_found and sure and fold(last) in ARTICLES and fold(before):
            return reading.named(_with_article(before, last.strip()))
    return None


def _with_article(before: str, article: str) -> str:
    """A text with the article in front of its name, after a code or ``mairie de``."""
    words = before.replace(",", " ").split()
    at = 1 if len(words) > 1 and is_full_code(fold(words[0])) else 0
    for end in range(len(words) - 1, 1, -1):
        intitule = fold(" ".join(words[at : end - 1]))
        if fold(words[end - 1]) in ("de", "d", "du", "des") and intitule in gazetteer.intitules():
            at = end
    return " ".join([*words[:at], article, *words[at:]])


def _hinted(reading: Reading) -> Outcome | None:
    """``Saint-Denis (974)``, ``Saint-Denis, Réunion``, ``Perchay (Le)``, ``38 Vienne``."""
    typed = reading.typed.strip()
    outside, bracket, inside = typed.rstrip(") ").rpartition("(")
    if not bracket:
        outside, bracket, inside = typed.rpartition(",")
    if not bracket:
        outside, bracket, inside = typed.rpartition(" - ")
    if bracket and _is_departement(outside.strip()):
        outside, inside = inside, outside  # 01 - Ambérieu-en-Bugey
    if not bracket:
        words = typed.split()
        if len(words) > 1 and _is_departement(words[-1]):
            outside, inside = " ".join(words[:-1]), words[-1]
        elif len(words) > 1 and _is_departement(words[0]):
            outside, inside = " ".join(words[1:]), words[0]
    if not fold(outside) or not fold(inside):
        return None
    return _there(reading, outside.strip(), inside.strip())


def _has_signs(typed: str) -> bool:
    """Whether something may stand beside the name, in brackets or after a comma or a dash."""
    return "(" in typed or "," in typed or " - " in typed


def _is_departement(word: str) -> bool:
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None


def _there(reading: Reading, name: str, hint: str) -> Outcome | None:
    """A name on the ground that a hint gives, if the hint is a place at all."""
    from achats_reseaux.geocoder import ground
    from achats_reseaux.geocoder.messages import unknown

    for option in ("departement", "region", "code_postal"):
        where = ground(**{option: hint}, suggest=False)
        if isinstance(where, Within):
            break
    else:
        return None
    if reading.within is not None:
        where = where.cut(reading.within.departements)
    named = reading.named(name).replace(within=where)
    found = read_bare(named)
    if found is None:
        return _hinted(named) or unknown(named)
    # "Lagor (17)" is no Lagord: there is a Lagor, elsewhere.
    anywhere = named.replace(within=None)
    return unknown(named) if found.candidates[0].approximate and exact(anywhere) else found
