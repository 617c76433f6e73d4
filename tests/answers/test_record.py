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


DataPoint = dataclasses.make_dataclass("Point", [("x", int), ("y", int, 0)], frozen=True)

CALLS: list[tuple[tuple[int, ...], dict[str, int]]] = [
    *(((1, 2), {}), ((1,), {}), ((), {"x": 1}), ((1,), {"y": 2}), ((), {"y": 2, "x": 1})),
    *(((), {}), ((), {"y": 2}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 3})),
]


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_it_is_made_or_refused_as_a_dataclass_is(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    try:
        expected = repr(DataPoint(*values, **named))
    except TypeError:
        with pytest.raises(TypeError, match="Point takes x, y; got"):
            Point(*values, **named)
    else:
        assert repr(Point(*values, **named)) == expected


def test_it_is_frozen_and_compared_by_content() -> None:
    point = Point(1, 2)
    with pytest.raises(AttributeError, match="frozen"):
        point.z = 3
    assert point == Point(1, y=2)
    assert {point: "found"}[Point(x=1, y=2)] == "found"
    assert point not in (Point(1, 3), (1, 2), Named(1, 2))


def test_fields_are_inherited_and_a_changed_copy_leaves_the_first_alone() -> None:
    named = Named(1, 2)
    assert named.astuple() == (1, 2, "origin")
    assert (named.replace(y=5), named) == (Named(1, 5), Named(1, 2))
    with pytest.raises(TypeError, match="'z'"):
        named.replace(z=1)
