"""Why somebody is to be verified, in the few words of a row, and when they were last seen.

A doubt has one of five reasons, as data; a panel and ``show`` have its whole sentence.
"""

from __future__ import annotations

import re

from achats_reseaux.model import GUICHET_VERT, Network

EXISTS, AREA, PRICE, CONTENT, _ADDRESS = "existe", "perimetre", "prix", "contenu", "adresse"

_WORDS = {
    AREA: "demandez s'il vous sert",
    PRICE: "prix à demander",
    _ADDRESS: "adresse à confirmer",
}
_SEEN, _UNSEEN = "dernier signe lu : ", "aucun signe lu"
_SEEN_OF = re.compile(r"\((?:du |de la |de l')([^,)]+)")
"""Whose a sign of life is, where it is not the guichet's: ``(du réseau, pas du guichet)``."""

_ENDED = re.compile(r"(Plan|Poste)(?: national)? (terminé .+|financé jusqu'à .+)")
"""The end of the plan that a service was part of, or of its funds, at the beginning of a doubt."""

UNDATED, LIST_ALONE = "?", "liste, "
"""In the column of years: a page without a date; one of which the list alone was read."""


def row_doubt(network: Network, as_of: str) -> str:
    """Why a network is to be verified: ``signalé en 2018 : existe-t-il encore ?``; or ``""``.

    Of a doubt without a reason, as one's own may be, what it says to do.

    Args:
        network: it.
        as_of: the date of the list, from which on somebody was seen of late.
    """
    if not network.doubt:
        return ""
    year = network.doubt_year
    fact, _, to_do = network.doubt.rstrip(".").rpartition(" ; ")
    if network.doubt_reason == EXISTS:
        ended = _ENDED.match(fact)
        if ended:
            question = "existe-t-il"
            if network.kind == GUICHET_VERT:
                question = "répond-il"
            return f"{ended[1].lower()} {ended[2]} : {question} encore ?"
        if not year:
            return "page sans date : existe-t-il encore ?"
        if year >= as_of[:4]:
            return f"vu en {year} : répond-il encore ?"
        return f"signalé en {year} : existe-t-il encore ?"
    has_old_price = bool(network.cost and year) and str(year) < as_of[:4]
    if network.doubt_reason == PRICE and has_old_price:
        return f"prix de {year} à confirmer"
    if network.doubt_reason == CONTENT and year:
        return f"contenu de {year}"
    if network.doubt_reason == CONTENT:
        return f"{fact[:1].lower()}{fact[1:]}"
    return _WORDS.get(str(network.doubt_reason), to_do)


def year_seen(network: Network) -> str:
    """The year in which a network was seen: ``2018``, ``réseau, 2025``, or ``?``.

    ``liste, 2024`` of one of which the list alone was read. The day on which we read a
    page without a date dates nothing, but of one's own entry.
    """
    if network.doubt:
        year = network.doubt_year or UNDATED
    else:
        year = max(source.page_date or "" for source in network.sources)[:4]
        if not year and network.origin == "local":
            year = network.checked_on[:4]
        year = year or UNDATED
    if network.sign.startswith(_UNSEEN):
        return f"{LIST_ALONE}{year}"
    whose = _SEEN_OF.search(network.sign)
    if whose:
        return f"{whose[1]}, {year}"
    return year


def last_seen(network: Network) -> str:
    """When a network was last heard of: ``vu actif en octobre 2026``; or ``""``."""
    sign = network.sign
    if sign.startswith(_UNSEEN):
        return sign.replace(_UNSEEN, "rien de neuf lu", 1)
    if sign.startswith(_SEEN):
        return f"vu actif en {sign.removeprefix(_SEEN)}"
    return sign
