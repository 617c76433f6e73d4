"""Rows of the rarer tables. Apart from the gazetteer's door, since to make a class takes time."""

from __future__ import annotations

from achats_reseaux.model import Area, Record


class Ensemble(Area):
    """A former region, a former département or a group: some départements.

    Attributes:
        departements: their codes, in the order of the table.
        asked_as: the kinds of question that it may answer (``region``, ``departement``).
    """

    departements: tuple[str, ...]
    asked_as: tuple[str, ...]


class CommunePart(Area):
    """A commune déléguée or associée, or an arrondissement; ``commune`` is what it is part of."""

    commune: str


class FormerCommune(Record):
    """A code or a name that is gone, and the commune of today that it leads to."""

    code: str
    name: str
    commune: str


class Epci(Area):
    """An EPCI with own taxes, or an EPT of Grand Paris (kind ``epci`` or ``ept``).

    Attributes:
        nature: ``CC``, ``CA``, ``CU``, ``METRO``, ``MET69`` or ``EPT``.
    """

    nature: str


class Homonym(Record):
    """What else a name may mean than what bears it today.

    Attributes:
        nature: the kind of a part of a commune; ``commune`` for a bigger town whose name begins
            so; ``""`` for what is gone.
        code, name: its own.
        commune: the commune of today that it leads to.
    """

    nature: str
    code: str
    name: str
    commune: str


class Body(Record):
    """Words for a public body that is no place, beside the name of one ("centre hospitalier").

    Attributes:
        kinds: of the place, in the order in which they are tried; ``None`` is any.
        bears_article: whether its name may stand without a link word, or with an article:
            "SIVOM du Val" is not at Le Val, nor "Lycée Condorcet" at Condorcet.
        before, after: where the words may stand: "CHU de Rouen", "Sarthe Habitat".
    """

    kinds: tuple[str | None, ...]
    bears_article: bool
    before: bool
    after: bool
