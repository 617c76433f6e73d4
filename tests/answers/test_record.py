"""A Record behaves as the frozen dataclass that it stands for."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from achats_reseaux.model import Record


class Point(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = "origin"


@dataclasses.dataclass(frozen=True)
class DataPoint:
    x: int
    y: int = 0


MADE: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1, 2), {}),
    ((1,), {}),
    ((), {"x": 1}),
    ((1,), {"y": 2}),
    ((), {"y": 2, "x": 1}),
]
REFUSED: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    ((), {"y": 2}),
    ((1, 2, 3), {}),
    ((1,), {"x": 1}),
    ((1,), {"z": 3}),
]


@pytest.mark.parametrize(("values", "named"), MADE)
def test_it_is_made_as_a_dataclass_is(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = Point(*values, **named), DataPoint(*values, **named)
    assert (ours.x, ours.y) == (theirs.x, theirs.y)
    assert ours.astuple() == dataclasses.astuple(theirs)
    assert repr(ours) == repr(theirs).replace("DataPoint", "Point")


@pytest.mark.parametrize(("values", "named"), REFUSED)
def test_it_refuses_what_a_dataclass_refuses(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        DataPoint(*values, **named)
    with pytest.raises(TypeError, match="Point"):
        Point(*values, **named)


def test_it_is_frozen() -> None:
    point = Point(1, 2)
    with pytest.raises(AttributeError, match="frozen"):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        point.z = 3
    with pytest.raises((AttributeError, TypeError)):
        del point.x
    assert point == Point(1, 2)


def test_it_is_compared_and_hashed_by_content() -> None:
    assert Point(1, 2) == Point(1, y=2)
    assert hash(Point(1, 2)) == hash(Point(x=1, y=2))
    assert Point(1, 2) != Point(1, 3)
    assert Point(1, 2) != (1, 2)
    assert Point(1) != Named(1), "another class is another value"
    assert {Point(1, 2): "found"}[Point(1, 2)] == "found"
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point([]))  # type: ignore[arg-type]


def test_fields_are_inherited_in_order() -> None:
    assert Named._fields == ("x", "y", "name")
    assert Named(1, 2, "here").astuple() == (1, 2, "here")
    assert Named(1).name == "origin"


def test_a_changed_copy_leaves_the_first_alone() -> None:
    point = Point(1, 2)
    assert point.replace(y=5) == Point(1, 5)
    assert point == Point(1, 2)
    with pytest.raises(TypeError, match="'z'"):
        point.replace(z=1)
