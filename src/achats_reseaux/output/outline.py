"""Plain values as an outline: one line a property, and one for each object of a list."""

from __future__ import annotations

from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


def compact(value: Any) -> Any:
    """A value without empty properties, and without characters that act on a terminal."""
    if isinstance(value, dict):
        made = {name: compact(one) for name, one in value.items()}
        return {name: one for name, one in made.items() if one or type(one) is int}
    if isinstance(value, (list, tuple)):
        return [compact(one) for one in value]
    return visible(value) if isinstance(value, str) else value


def outline(content: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """An object, in the order of its properties.

    ``labels`` has the words for their names; ``""`` is for what speaks for itself.
    """
    return "\n".join(_lines(content, labels, ""))


def _lines(content: Mapping[str, Any], labels: Mapping[str, str], indent: str) -> Iterator[str]:
    for name, value in content.items():
        label = labels.get(name, name)
        if not _is_nested(value):
            yield indent + _said(label, value)
            continue
        yield f"{indent}{label} :"
        for one in value if isinstance(value, list) else [value]:
            flat = [
                _said(labels.get(key, key), part)
                for key, part in one.items()
                if not _is_nested(part)
            ]
            yield f"{indent}- {' ; '.join(flat)}"
            rest = {key: part for key, part in one.items() if _is_nested(part)}
            yield from _lines(rest, labels, indent + "  ")


def _is_nested(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict)


def _said(label: str, value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = "oui" if value is True else text
    return f"{label} : {text}" if label else text
