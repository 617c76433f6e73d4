"""The columns that are appended to a table: their names, and the cells of an answer."""

from __future__ import annotations

from functools import lru_cache

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching, with_filters
from achats_reseaux.answering.answers import Query
from achats_reseaux.card.rows import ASK_FOR, traces_sentence
from achats_reseaux.errors import UsageError
from achats_reseaux.model import CONTACT_FIELDS, GUICHET_VERT, Catalogue, Network
from achats_reseaux.text import not_a_value, spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.annotation.text_answers import TextAnswer
    from achats_reseaux.gazetteer.switchboards import Switchboard

ADDED_COLUMNS = (
    "reseaux_status",
    "reseaux_departement",
    "reseaux_region",
    "reseaux_guichet_vert",
)
_OF_NETWORKS = ("name", *CONTACT_FIELDS)
_LOCAL = ("local", *map("local_{}".format, _OF_NETWORKS))
_OF_DESKS = ("switchboard", "switchboard_phone", "switchboard_email", "traces")
MORE_COLUMNS = ("departement_name", "region_name") + _OF_NETWORKS + ("note",) + _LOCAL + _OF_DESKS
"""Optional columns: names of the départements and regions; names and addresses of the
guichets verts; ``note``, how a cell was read or why it was not, and what to know of the
addresses that are appended; ``local…``, ids, names and addresses of the other local
networks of the whole place; ``switchboard…``, name and numbers of whom to call where no
desk can be; ``traces``, ids of those near."""

_FLAGS = ("doubtful", "blank", "unfit")
_KEPT = 2**13
"""The number of answers whose cells are kept: rows of one answer share them."""


class Appended:
    """What is appended to rows of one answer.

    Attributes:
        cells: the texts of the cells.
        characters: how many they have.
        counted: what such a row counts as: its status, and the names of its flags that
            are set.
    """

    __slots__ = ("cells", "characters", "counted")

    def __init__(self, cells: tuple[str, ...], counted: tuple[str, ...]) -> None:
        self.cells = cells
        self.characters = sum(map(len, cells))
        self.counted = counted


class AppendedColumns:
    """The columns that are appended.

    Attributes:
        names: those of the columns.
        has_note, has_local: whether a column needs notes, or the other local networks.
        desks: the filters of switchboard and traces; ``None`` if no column needs them.
        notices: French sentences of the catalogue on the networks asked for.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        more: Sequence[str] = (),
        themes: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> None:
        """Choose the columns.

        Args:
            catalogue: the catalogue in use.
            more: names of ``MORE_COLUMNS``; with any address, switchboard or trace, also
                the note.
            themes: words of the catalogue; the local networks are those of these alone.
            kinds: likewise. Each kind of these networks has a column; the guichets
                verts have one anyway.

        Raises:
            UnknownWordError: a word is none of the catalogue.
            UsageError: there is no such column, or no local network of these themes and
                kinds.
        """
        self._catalogue = catalogue
        self._more = _with_note(more)
        self._kinds: list[str] = []
        self._asked: set[str] = set()  # ids of local networks; all if it is empty
        self.notices: tuple[str, ...] = ()
        query = with_filters(catalogue, Query("annotate"), {"theme": themes, "kind": kinds})
        if themes or kinds:
            self._choose(query)
        self.names = list(ADDED_COLUMNS)
        for name in self._kinds + self._more:
            self.names.append(f"reseaux_{name.replace('-', '_')}")
        self.has_note = "note" in self._more
        self.has_local = bool(self._kinds) or not set(_LOCAL).isdisjoint(self._more)
        self.desks = None if set(_OF_DESKS).isdisjoint(self._more) else query
        self.of = lru_cache(_KEPT)(self._appended)

    def _choose(self, query: Query) -> None:
        """Find the local networks that pass the filters of a query, and their kinds."""
        selected = matching.selected(self._catalogue, query)
        local = [network for network in selected if network.scope == "local"]
        if not local:
            message = (
                "Aucun réseau local n'est de ce type et de ce thème : rien à ajouter aux lignes."
            )
            raise UsageError(message, "Les types et thèmes : reseaux catalogue words.")
        kinds = {network.kind for network in local} - {GUICHET_VERT}
        self._kinds = [word.id for word in self._catalogue.words["kind"] if word.id in kinds]
        self._asked = {network.id for network in local}
        self.notices = matching.notices(self._catalogue, query)

    def _appended(self, answer: TextAnswer) -> Appended:
        """What is appended to a row of an answer."""
        counted = [answer.status]
        counted += [flag for flag in _FLAGS if getattr(answer, flag)]
        cells = [answer.status]
        for codes in (answer.departements, answer.regions, answer.guichets_verts):
            cells.append(";".join(codes))
        local = [self._catalogue.network(name) for name in answer.local]
        if self._asked:
            local = [network for network in local if network.id in self._asked]
        for kind in self._kinds:
            cells.append(_ids([network for network in local if network.kind == kind]))
        if self._more:
            values = self._values(answer, local)
            cells += [values[name] for name in self._more]
        safe = [spreadsheet_safe(visible(cell)) for cell in cells]
        return Appended(tuple(safe), tuple(counted))

    def _values(self, answer: TextAnswer, local: list[Network]) -> dict[str, str]:
        """The texts of ``MORE_COLUMNS``."""
        values = {
            "departement_name": _names_of("departement", answer.departements),
            "region_name": _names_of("region", answer.regions),
            "local": _ids(local),
        }
        notes = [answer.note]
        guichets = [self._catalogue.network(name) for name in answer.guichets_verts]
        for prefix, networks in (("", guichets), ("local_", local)):
            asked = [name for name in _OF_NETWORKS if prefix + name in self._more]
            for name in asked:
                values[prefix + name] = _of_each(networks, name)
            if asked:
                notes += [network.caveat(asked) for network in networks]
        if self.desks is not None:
            values |= _of_desks(answer)
            notes += self._notes_of_desks(answer)
        values["note"] = " ".join(filter(None, notes))
        return values

    def _notes_of_desks(self, answer: TextAnswer) -> list[str]:
        """What to know of a switchboard and of traces, of those that have a column."""
        notes = []
        asks_for_switchboard = any(name.startswith("switchboard") for name in self._more)
        if asks_for_switchboard and answer.switchboard is not None:
            notes.append(_switchboard_note(answer.switchboard))
        if "traces" in self._more:
            notes.append(traces_sentence(answer.traces, len(answer.traces)))
        return notes


def _of_desks(answer: TextAnswer) -> dict[str, str]:
    """The texts of the switchboard's columns, empty where it has none, and of the traces'."""
    values = dict.fromkeys(_OF_DESKS, "")
    values["traces"] = ";".join([trace.id for trace in answer.traces])
    switchboard = answer.switchboard
    if switchboard is not None:
        values["switchboard"] = switchboard.name
        values["switchboard_phone"] = switchboard.phone or ""
        values["switchboard_email"] = switchboard.email or ""
    return values


def _switchboard_note(switchboard: Switchboard) -> str:
    """``Standard : CA X (2026) ;``, whom to ask for, and why this one."""
    parts = [f"Standard : {switchboard.name} ({switchboard.date[:4]})"]
    if not switchboard.phone:
        parts.append("numéro non documenté")
    parts.append(ASK_FOR)
    if switchboard.note:
        parts.append(switchboard.note)
    return f"{' ; '.join(parts)}."


def _with_note(more: Sequence[str]) -> list[str]:
    """The names of ``MORE_COLUMNS`` asked for; with an address, switchboard or trace, the note."""
    names = list(more)
    for name in more:
        if name not in MORE_COLUMNS:
            raise UsageError(not_a_value(name, "--add", MORE_COLUMNS))
        is_contact = name.removeprefix("local_") in CONTACT_FIELDS
        needs_note = is_contact or name in _OF_DESKS
        if needs_note and "note" not in names:
            names.append("note")
    return names


def _ids(networks: list[Network]) -> str:
    return ";".join([network.id for network in networks])


def _names_of(kind: str, codes: Sequence[str]) -> str:
    """The names of some départements or regions."""
    names = []
    for code in codes:
        area = gazetteer.territory(kind, code)
        if area is not None:
            names.append(area.name)
    return ";".join(names)


def _of_each(networks: list[Network], field: str) -> str:
    """The name or a contact of networks, joined; an unknown one is empty, so that they correspond.

    Nothing if all are unknown.
    """
    texts = []
    for network in networks:
        holder = network if field == "name" else network.contact
        texts.append(getattr(holder, field) or "")
    if not any(texts):
        return ""
    return ";".join(texts)
