"""From a text to the places that it names, or to the reason why it names none.

Here: what is nothing but a code or an exact name is looked up. ``ladder`` resolves every other
text; to load it takes longer than to look up a code or a name.

Other rooms use: ``resolve``; ``address_with_code``, its short way for tables of addresses;
``missing_values``, the marks that stand for no place; ``codes``, for the forms of codes.
"""

from __future__ import annotations

import sys

from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import fold


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
    options = (departement, region, code_postal)
    is_loaded = f"{__name__}.ladder" in sys.modules  # then it is as fast
    if not is_loaded and options == (None, None, None) and (found := looked_up(text, kind)):
        return found
    from achats_reseaux.geocoder.ladder import geocode
    from achats_reseaux.geocoder.name_query import NoPlace, Within
    from achats_reseaux.geocoder.required_area import required_area

    area = required_area(geocode, *options)
    outcome = geocode(text, kind, area) if area is None or isinstance(area, Within) else area
    if not isinstance(outcome, NoPlace):
        return outcome
    if not (suggest if explain is None else explain):
        return Unknown("")
    from achats_reseaux.geocoder.explain import explained

    return explained(outcome, suggest=suggest)


def address_with_code(text: str) -> Place | None:
    """The commune of an address that ends with its postal code and its name, without a note.

    ``12 rue de la Gare, 76000 Rouen``: what ``resolve`` answers, in a quarter of its time. ``None``
    for any other text, of which ``resolve`` tells what it is.
    """
    from achats_reseaux.geocoder import addresses, name_query, spellings

    if len(text) > name_query.LONGEST:
        return None
    typed = spellings.expand_abbreviations(name_query.clean(text))
    names, code = addresses.names_and_code(typed)
    if not names or ":" in typed or addresses.is_abroad(typed):
        return None
    return addresses.town_at_code((code, names[0]))


def looked_up(text: str, kind: str | None) -> Places | None:
    """The places of a code or of an exact name, which the ladder tries first; else ``None``."""
    typed = text.strip()
    if typed.isascii() and typed[:1].isdigit():
        from achats_reseaux.geocoder import codes

        read = codes.read_code(typed, kind)
        return read if isinstance(read, Places) else None
    from achats_reseaux.geocoder import name_query

    typed = name_query.clean(text)
    if len(text) > name_query.LONGEST or ":" in typed:
        return None
    query = name_query.NameQuery(typed, fold(typed), kind)
    if not query.key or not query.holds_only_a_name():
        return None
    if kind is not None:
        return name_query.exact(query) if kind in name_query.ADMITTED_KINDS else None
    found = name_query.exact(query)
    return found if found and found.candidates[0].kind not in name_query.WITH_NAMESAKES else None
