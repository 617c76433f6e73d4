"""Numbers for what the page tells once."""

from typing import Any


class Numbering(dict[Any, int]):
    """Values with their numbers, in the order in which they were first asked for.

    >>> numbers = Numbering()
    >>> numbers["Rouen"], numbers["Caen"], numbers["Rouen"]
    (0, 1, 0)
    """

    def __missing__(self, value: object) -> int:
        self[value] = len(self)
        return self[value]
