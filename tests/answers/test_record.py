"""A Record behaves as the frozen dataclass that it stands for."""

from __future__ import annotations

from typing import Any

import pytest

from achats_reseaux.model import Record


class Point(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = "origin"


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((), {"y": 2}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 3})],
)
def test_wrong_fields_are_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Point takes x, y; got"):
        Point(*values, **named)


def test_it_is_frozen_and_compared_by_content() -> None:
    point = Point(1, 2)
    with pytest.raises(AttributeError, match="frozen"):
        point.z = 3
    assert point == Point(1, y=2) == Point(y=2, x=1)
    assert {point: "found"}[Point(x=1, y=2)] == "found"
    assert point not in (Point(1), Point(1, 3), (1, 2), Named(1, 2))
    assert (Named(1, 2).astuple(), Named(1).replace(y=5)) == ((1, 2, "origin"), Named(1, 5))
