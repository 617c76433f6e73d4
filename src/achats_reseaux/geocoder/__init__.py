"""From a text to the places that it names, or to the reason why it names none.

Here: what is nothing but a code or an exact name is looked up, before the table of
``readings`` is loaded, which takes longer than that look-up.

Other rooms use: ``resolve``; ``address_with_code``, its short way for tables of
addresses; ``blank_cells``, the marks of a missing value; ``codes.is_digits``,
``is_siren`` and ``is_siret``, the form of a code; ``near_names.texts_for``, what to type
for a place; ``questions`` also ``place_types.find_type`` and ``near_names.distance``.
"""

from __future__ import annotations

from achats_reseaux.model import Malformed, Place, Places, Unknown


def resolve(
    text: str,
    kind: str | None = None,
    *,
    departement: str | None = None,
    code_postal: str | None = None,
    region: str | None = None,
    suggest: bool = True,
    explain: bool = True,
) -> Places | Unknown | Malformed:
    """Resolve a text to the places that fit it equally well, or to the reason why there is none.

    Args:
        text: as typed; no text makes this raise.
        kind: the kind required (``region``, ``departement``, ``epci``, ``commune``,
            ``code-postal``, ``insee``, ``siren``, ``siret``), or ``None`` for any.
        departement: name or code of the département (or several) that the place must
            lie in.
        code_postal: postal code that the place must have.
        region: name of the region that the place must lie in.
        suggest: look for near names if the text is unknown; slower than the rest of the
            look-up.
        explain: say why a text is unknown; else its message is empty.
    """
    options = {"departement": departement, "region": region, "code-postal": code_postal}
    asked = {option: value for option, value in options.items() if value is not None}
    if not asked:
        resolved = looked_up(text, kind)
        if resolved is not None:
            return resolved
    from achats_reseaux.geocoder.query import Refusal
    from achats_reseaux.geocoder.readings import read_within

    outcome = read_within(text, kind, asked)
    if not isinstance(outcome, Refusal):
        return outcome
    if not explain:
        return Unknown("")
    from achats_reseaux.geocoder.refusals import explained

    return explained(outcome, suggest=suggest)


def address_with_code(text: str) -> Place | None:
    """The commune of an address that ends with its postal code and its name, without a note.

    ``12 rue de la Gare, 76000 Rouen``: what ``resolve`` answers, in a quarter of its
    time. ``None`` for any other text, of which ``resolve`` tells what it is.
    """
    from achats_reseaux.geocoder import address_parser, query

    if len(text) > query.LONGEST:
        return None
    typed = address_parser.spelt_out(query.clean(text))
    keys, code = address_parser.names_and_code(typed)
    if not keys or len(address_parser.codes_of(typed)) > 1:  # which may contradict each other
        return None
    if ":" in typed or address_parser.is_abroad(typed):
        return None
    return address_parser.town_at_code((code, keys[0]))


def looked_up(text: str, kind: str | None) -> Places | None:
    """The places of a code or of an exact name alone; ``None`` for any other text."""
    typed = text.strip()
    if typed.isascii() and typed[:1].isdigit():
        from achats_reseaux.geocoder.codes import read_code

        code = read_code(typed, kind)
        if not isinstance(code, Places):
            return None
        return code
    from achats_reseaux.geocoder.exact_names import exact_alone

    return exact_alone(text, kind)
