"""From a text to the places that it names, or to the reason why it names none.

Here: what is nothing but a code or an exact name is looked up. ``reader`` reads every other text;
to load it takes longer than to look up a code or a name.

Other rooms use: ``resolve``; ``address_with_code``, its short way for tables of addresses;
``codes.is_missing``, the mark of a missing value; ``refusals.texts_for``, what to type for a place;
``questions`` also ``type_words.find_type`` and ``edit_distance.distance``.
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
    options = (("departement", departement), ("region", region), ("code-postal", code_postal))
    settled = any(asked is not None for _, asked in options)
    is_loaded = f"{__name__}.reader" in sys.modules  # then it is as fast
    if not is_loaded and not settled and (found := looked_up(text, kind)):
        return found
    from achats_reseaux.geocoder.exact_names import NoPlace
    from achats_reseaux.geocoder.reader import read, read_within

    outcome = read_within(text, kind, options) if settled else read(text, kind)
    if not isinstance(outcome, NoPlace):
        return outcome
    if not (suggest if explain is None else explain):
        return Unknown("")
    from achats_reseaux.geocoder.refusals import explained

    return explained(outcome, suggest=suggest)


def address_with_code(text: str) -> Place | None:
    """The commune of an address that ends with its postal code and its name, without a note.

    ``12 rue de la Gare, 76000 Rouen``: what ``resolve`` answers, in a quarter of its time. ``None``
    for any other text, of which ``resolve`` tells what it is.
    """
    from achats_reseaux.geocoder import exact_names, text_parts

    if len(text) > exact_names.LONGEST:
        return None
    typed = text_parts.spelt(exact_names.clean(text))
    keys, code = text_parts.names_and_code(typed)
    several = len(text_parts.codes_of(typed)) > 1  # which may contradict each other
    if not keys or several or ":" in typed or text_parts.is_abroad(typed):
        return None
    return text_parts.town_at_code((code, keys[0]))


def looked_up(text: str, kind: str | None) -> Places | None:
    """The places of a code or of an exact name, which the reader tries first; else ``None``."""
    typed = text.strip()
    if typed.isascii() and typed[:1].isdigit():
        from achats_reseaux.geocoder import codes

        read = codes.read_code(typed, kind)
        return read if isinstance(read, Places) else None
    from achats_reseaux.geocoder import exact_names

    typed = exact_names.clean(text)
    if len(text) > exact_names.LONGEST or ":" in typed:
        return None
    query = exact_names.NameQuery(typed, fold(typed), kind)
    if not query.key or not query.holds_only_a_name():
        return None
    if kind is not None:
        return exact_names.exact(query) if kind in exact_names.ADMITTED_KINDS else None
    found = exact_names.exact(query)
    return found if found and found.candidates[0].kind not in exact_names.WITH_NAMESAKES else None
