"""JSON text: compact for programs, indented for a terminal.

It has its own serialiser, because importing ``json`` (and ``re``) takes half of a lookup's time
budget.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Plain = dict[str, Any]


def render(document: Plain, *, indented: bool = False) -> str:
    """A document as a text that ends its line."""
    return to_json(document, indented=indented) + "\n"


def to_json(value: Any, *, indented: bool = False) -> str:
    """Plain values as JSON text; if indented, lists of scalars are on one line.

    Characters that could act on a terminal are escaped.
    """
    parts: list[str] = []
    if indented:
        _add(parts, value, "\n")
    else:
        _add_compact(parts, value)
    return "".join(parts)


def _add_compact(parts: list[str], value: Any) -> None:
    """Add the JSON of a value to the parts of a text, without a space or a line end."""
    kind = type(value)
    if kind is str or value is None:
        parts.append(_quote(value))
    elif kind is dict:
        mark = "{"
        for name, member in value.items():
            if type(member) is str or member is None:  # most are: spares a call
                parts.append(f"{mark}{_quote(name)}:{_quote(member)}")
            else:
                parts.append(f"{mark}{_quote(name)}:")
                _add_compact(parts, member)
            mark = ","
        parts.append("}" if value else "{}")
    elif kind is list or kind is tuple:
        mark = "["
        for member in value:
            parts.append(mark)
            _add_compact(parts, member)
            mark = ","
        parts.append("]" if value else "[]")
    else:
        parts.append(_scalar(value))


def _add(parts: list[str], value: Any, line: str) -> None:
    """Add the JSON of a value to the parts of a text; ``line`` is a line end and the margin.

    All parts are joined once: to join each object anew would copy the document at every
    level.
    """
    kind = type(value)
    if kind is dict:
        _add_object(parts, value, line)
    elif kind is list or kind is tuple:
        _add_list(parts, value, line)
    else:
        parts.append(_scalar(value))


def _scalar(value: str | bool | int | None) -> str:
    if value is None or isinstance(value, str):
        return _quote(value)
    return str(value).lower()


def _add_object(parts: list[str], value: Plain, line: str) -> None:
    if not value:
        parts.append("{}")
        return
    deeper = line + "  "
    start = "{" + deeper
    for name, member in value.items():
        if type(member) is str or member is None:  # most are: spares two calls
            parts.append(f"{start}{_quote(name)}: {_quote(member)}")
        else:
            parts.append(f"{start}{_quote(name)}: ")
            _add(parts, member, deeper)
        start = "," + deeper
    parts.append(line + "}")


def _add_list(parts: list[str], values: Sequence[Any], line: str) -> None:
    kinds = set(map(type, values))
    if kinds <= _SCALARS:
        parts.append(f"[{', '.join(map(_scalar, values))}]")
        return
    deeper = line + "  "
    start = "[" + deeper
    for value in values:
        parts.append(start)
        _add(parts, value, deeper)
        start = "," + deeper
    parts.append(line + "]")


_SCALARS = {str, bool, int, type(None)}
_MOST_QUOTED = 10_000  # some catalogues; a server for assistants may answer for days
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class _Quoted(dict["str | None", str]):
    """The JSON of texts and of ``None``: names and sources recur in a document."""

    def __missing__(self, text: str) -> str:
        inner = text
        is_plain = text.isprintable() and '"' not in text
        if not is_plain or "\\" in text:
            inner = "".join(map(_escaped, text))
        if len(self) >= _MOST_QUOTED:
            self.clear()
            self[None] = "null"
        quoted = f'"{inner}"'
        self[text] = quoted
        return quoted


_QUOTED = _Quoted({None: "null"})
_quote = _QUOTED.__getitem__


def _escaped(mark: str) -> str:
    """One character as it stands between the quotes of a JSON text."""
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    if mark.isprintable() or mark in "\u00a0\u202f":
        return mark
    units = mark.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
