"""Records of the rarer tables, in a module of their own: defining a class takes start-up time."""

from __future__ import annotations

from achats_reseaux.model import Area, Record


class Ensemble(Area):
    """A former region, a former département or a group: a named set of départements.

    Attributes:
        departements: codes, in the order of the table.
        asked_as: the kinds under which it may be asked for (``region``, ``departement``).
    """

    departements: tuple[str, ...]
    asked_as: tuple[str, ...]


class CommunePart(Area):
    """A commune déléguée or associée, or an arrondissement; ``commune`` is that of its commune."""

    commune: str


class FormerCommune(Record):
    """A former code or name, and the present commune that succeeds it."""

    code: str
    name: str
    commune: str


class Epci(Area):
    """An EPCI à fiscalité propre, or an EPT of Grand Paris (kind ``epci`` or ``ept``).

    Attributes:
        nature: ``CC``, ``CA``, ``CU``, ``METRO``, ``MET69`` or ``EPT``.
    """

    nature: str


class Homonym(Record):
    """Another meaning of the name of a present commune or part of a commune.

    Attributes:
        nature: the kind of a part of a commune; ``commune`` for a bigger town whose name begins
            with that name; ``""`` for a former commune.
        code, name: its own.
        commune: INSEE code of the present commune that contains or succeeds it.
    """

    nature: str
    code: str
    name: str
    commune: str


class Body(Record):
    """Words for a type of public body ("centre hospitalier"), used beside the name of a place.

    Attributes:
        kinds: the kinds of place to try, in order; ``None`` is any.
        bears_article: whether the place's name may follow without a link word, or with an article:
            "SIVOM du Val" is not at Le Val, nor "Lycée Condorcet" at Condorcet.
        before, after: where the words may stand: "CHU de Rouen", "Sarthe Habitat".
    """

    kinds: tuple[str | None, ...]
    bears_article: bool
    before: bool
    after: bool
