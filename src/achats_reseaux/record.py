"""Frozen records that cost nothing to import.

``dataclasses`` pulls in ``inspect``, ``ast`` and ``re``: 13 ms, more than the interpreter's own
start. A lookup takes microseconds, so this file gives the little of it that the house needs. For a
type checker a :class:`Record` is a frozen dataclass; ``tests/test_record.py`` holds it to that.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_options: object):  # noqa: D103
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class Record:
    """A value: annotated fields, set once, compared by content.

    Fields are given by position or by name; a class attribute is a field's default. What else an
    instance may hold follows from its fields: it has no part in comparisons and copies.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *cls.__annotations__)

    if not TYPE_CHECKING:

        def __init__(self, *values: object, **named: object) -> None:
            fields = self._fields
            self.__dict__.update(zip(fields, values, strict=False))
            if named or len(values) != len(fields):
                self._complete(values, named)

        def _complete(self, values: tuple[object, ...], named: dict[str, object]) -> None:
            content, fields = self.__dict__, self._fields
            content.update(named)
            given = len(values) + len(named)
            for name in fields[len(values) :]:
                if name not in content and hasattr(type(self), name):
                    content[name] = getattr(type(self), name)
                    given += 1
            if not given == len(content) == len(fields) or not content.keys() <= set(fields):
                got = ", ".join([f"{len(values)} by position", *map(repr, named)])
                message = f"{type(self).__name__} takes {', '.join(fields)}; got {got}"
                raise TypeError(message)

    def __setattr__(self, name: str, value: object) -> None:
        message = f"{type(self).__name__} is frozen"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return False
        return self.astuple() == other.astuple()

    def __hash__(self) -> int:
        return hash((type(self), *self.astuple()))

    def __repr__(self) -> str:
        content = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._fields)
        return f"{type(self).__name__}({content})"

    def astuple(self) -> tuple[Any, ...]:
        """The values of the fields, in the order of their declaration."""
        return tuple(self.__dict__[name] for name in self._fields)

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        content = dict(zip(self._fields, self.astuple(), strict=True)) | changes
        if len(content) > len(self._fields):
            return type(self)(**content)  # which says what is wrong
        copy = object.__new__(type(self))
        copy.__dict__.update(content)
        return copy
