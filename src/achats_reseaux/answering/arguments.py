"""What the public functions take: texts, lists of texts and paths; all else raises."""

from __future__ import annotations

from achats_reseaux.errors import ArgumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


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
