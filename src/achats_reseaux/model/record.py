"""The frozen record that every value of this program is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Self, dataclass_transform
else:
    dataclass_transform = lambda **_options: lambda cls: cls  # noqa: E731


# ``dataclasses`` imports ``inspect``, ``ast`` and ``re``: 13 ms, more than the start of
# the interpreter. For a type checker a Record is a frozen dataclass.
@dataclass_transform(frozen_default=True)
class Record:
    """A frozen value, compared by its annotated fields; a class attribute is a field's default."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *cls.__annotations__)
        cls._names = frozenset(cls._fields)

    if not TYPE_CHECKING:

        def __init__(self, *values: object, **named: object) -> None:
            # The type checker counts the values; here that would take a sixth more.
            if named and not self._names.issuperset(named):
                unknown = ", ".join(named.keys() - self._names)
                message = f"{type(self).__name__} has no field {unknown}"
                raise TypeError(message)
            self.__dict__.update(zip(self._fields, values), **named)  # noqa: B905 - a fifth slower

    def __setattr__(self, name: str, value: object) -> None:
        message = f"{type(self).__name__} is frozen"
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return False
        return self.astuple() == other.astuple()

    def __hash__(self) -> int:
        return hash((type(self), *self.astuple()))

    def __repr__(self) -> str:
        content = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({content})"

    def astuple(self) -> tuple[Any, ...]:
        """The values of the fields, in the order of their declaration."""
        return tuple(getattr(self, name) for name in self._fields)

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)
