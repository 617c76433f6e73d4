"""What the public functions take: texts, lists of texts and paths; all else raises."""

from __future__ import annotations

from achats_reseaux.errors import ArgumentError
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from achats_reseaux.answering import Filters


def path_of(name: str, value: object) -> str:
    """A path as text; a number would be taken for an open file, and closed."""
    from os import PathLike, fspath

    if isinstance(value, PathLike):
        value = fspath(value)
    return text_of(name, value)


def text_of(name: str, value: object) -> str:
    """A text, as it is."""
    if isinstance(value, str):
        return value
    message = f'{name} takes a text such as "76000", not {type(value).__name__}'
    raise ArgumentError(message)


def texts_of(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """A list of texts."""
    refuse_a_text(name, values)
    return tuple(text_of(f"each of {name}", value) for value in values)


def refuse_a_text(name: str, values: object) -> None:
    """Refuse what is no list of texts: a single text too, since its letters are not the values."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        message = f"{name} takes a list of texts, not {type(values).__name__}"
        raise ArgumentError(message)


PLACE_OPTIONS = ("commune", "epci", "insee", "region", "siren", "siret")
"""The options that name a place by its kind."""


def text_or_none(name: str, value: object) -> str | None:
    """A text, or ``None`` as it is."""
    return None if value is None else text_of(name, value)


def iso_date(today: object) -> str:
    """The ISO text of a day, or of this one."""
    import time

    if today is None:
        return time.strftime("%Y-%m-%d")
    from datetime import date, datetime

    if isinstance(today, datetime):
        return today.date().isoformat()
    if isinstance(today, date):
        return today.isoformat()
    try:
        return date.fromisoformat(text_of("today", today)).isoformat()
    except ValueError:
        message = f'today takes a date such as "2026-11-30", not {shortened(str(today))!r}'
        raise ArgumentError(message) from None


def asked_place(
    place: str | None,
    departement: str | None,
    code_postal: str | None,
    options: Mapping[str, object],
) -> dict[str, str]:
    """A place as asked for, with what tells homonyms apart, as far as it is given."""
    asked: dict[str, object] = {
        "lieu": place,
        "departement": departement,
        "code_postal": code_postal,
    }
    for name, value in options.items():
        if name not in PLACE_OPTIONS:
            message = f"no such place option: {name}"
            raise TypeError(message)
        asked[name] = value
    if not any(value is not None for value in asked.values()):
        text_of("place", place)  # which raises
    where = {}
    for name, text in asked.items():
        if text is not None:
            where[name] = text_of("place" if name == "lieu" else name, text)
    return where


def asked_filters(
    themes: Iterable[str],
    kinds: Iterable[str],
    audiences: Iterable[str],
    scope: str | None = None,
) -> Filters:
    """The filters of a request; of each its words."""
    return {
        "theme": texts_of("themes", themes),
        "kind": texts_of("kinds", kinds),
        "audience": texts_of("audiences", audiences),
        "scope": (text_or_none("scope", scope) or "",),
    }
