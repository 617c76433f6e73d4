"""From a text to the places that it names, or to the reason why it names none.

Here: what is nothing but a code or an exact name is looked up. ``ladder`` resolves every other
text; to load it takes longer than to look up a code or a name.
"""

from __future__ import annotations

from achats_reseaux.model import Malformed, Places, Unknown
from achats_reseaux.text import fold


def resolve(
    text: str,
    kind: str | None = None,
    *,
    departement: str | None = None,
    code_postal: str | None = None,
    region: str | None = None,
    suggest: bool = True,
) -> Places | Unknown | Malformed:
    """As ``ladder.resolve``, which is loaded only if it is needed."""
    if departement is None and code_postal is None and region is None:
        found = _looked_up(text, kind)
        if found is not None:
            return found
    from achats_reseaux.geocoder import ladder

    return ladder.resolve(
        text,
        kind,
        departement=departement,
        code_postal=code_postal,
        region=region,
        suggest=suggest,
    )


def _looked_up(text: str, kind: str | None) -> Places | None:
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
