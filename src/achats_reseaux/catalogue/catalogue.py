"""What a catalogue is once it is checked and frozen, wherever it was read from."""

from __future__ import annotations

from achats_reseaux.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol, TypeVar

    from achats_reseaux.model import Fact, Imprint, Link, Network, Source, Word

    Item_co = TypeVar("Item_co", covariant=True)

    class Shelf(Protocol[Item_co]):
        """Items at positions, read only when taken."""

        def __len__(self) -> int: ...

        def take(self, positions: Iterable[int]) -> tuple[Item_co, ...]:
            """The items at these positions, in their order."""

    Networks = Shelf[Network]
    Facts = Shelf[tuple[Fact, ...]]
else:
    Networks = Facts = object


class InMemory:
    """A shelf of items that are already there."""

    def __init__(self, items: tuple[Any, ...]) -> None:
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def take(self, positions: Iterable[int]) -> tuple[Any, ...]:
        """The items at these positions, in their order."""
        return tuple(self.items[position] for position in positions)


class Catalogue(Record):
    """A list of networks, in the order in which people wrote them, and the words to ask for them.

    Attributes:
        version, as_of, checked_on: of the catalogue, of the list it starts from (ISO date), of the
            last time it was held against its sources (ISO date).
        reference: the source of the list.
        ways_in: where to go when a network's own address is not documented.
        without_guichet_vert: codes of the départements that no guichet vert covers.
        words: by ``theme``, ``kind``, ``audience`` and ``field``.
        lexicon: by ``theme``, ``kind``, ``audience`` and ``network``, the id of each folded word.
        ids: of the networks, by position.
        facets: positions by ``kind``, ``theme``, ``audience`` and ``departement`` and their values;
            and under ``scope``, of the ``national`` networks and of those ``below`` the
            département, which cover communes.
        networks, facts: by position. Only what a question needs is read.
        files: the files it was read from, the overlay's last.
    """

    version: str
    as_of: str
    checked_on: str
    reference: Source
    ways_in: tuple[Link, ...]
    without_guichet_vert: tuple[str, ...]
    words: dict[str, tuple[Word, ...]]
    lexicon: dict[str, dict[str, str]]
    ids: tuple[str, ...]
    facets: dict[str, dict[str, tuple[int, ...]]]
    networks: Networks
    facts: Facts
    files: tuple[str, ...] = ()

    def all(self) -> tuple[Network, ...]:
        """Every network, in order."""
        return self.networks.take(range(len(self.ids)))

    def imprint(self, vintage: str) -> Imprint:
        """What a rendering may say of this catalogue and of territories of this vintage."""
        from achats_reseaux.model import Imprint

        return Imprint(
            self.version,
            self.as_of,
            self.checked_on,
            self.reference,
            vintage,
            {name: {one.id: one.label for one in words} for name, words in self.words.items()},
        )
