"""The switchboards of EPCI, Départements, régions and towns, mostly of the official directory."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.tsv_table import TsvTable
from achats_reseaux.model import Record, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TABLES = {
    "epci": TsvTable("standards_epci.tsv"),
    "ept": TsvTable("standards_ept.tsv"),
    "departement": TsvTable("standards_departements.tsv"),
    "region": TsvTable("standards_regions.tsv"),
    "commune": TsvTable("standards_communes.tsv"),
}

DIRECTORY = "Annuaire de l'administration (DILA)"
DIRECTORY_URL = "https://lannuaire.service-public.gouv.fr"


class Switchboard(Record):
    """The body to call where no desk has a telephone or an e-mail."""

    kind: str  # epci, ept, departement, region or commune
    siren: str | None  # not documented of two overseas collectivities
    name: str
    phone: str | None
    email: str | None
    website: str | None
    page: str | None  # where it was read: its page in the official directory, or another
    date: str  # that its page or the copy of the directory bears: ISO date, month or year
    sources: tuple[Source, ...]
    reason: str = ""  # French: why this one, where the place has several; or ""
    other: Switchboard | None = None  # another body that may be called about the place
    whose: str = ""  # French: what the number of this other is

    @property
    def note(self) -> str:
        """Why this one, and the number of the other; or ``""``."""
        number = ""
        if self.other is not None:
            number = f"{self.whose} : {self.other.phone or self.other.email}"
        return " ; ".join(filter(None, (self.reason, number)))


def switchboard(kind: str, code: str) -> Switchboard | None:
    """The documented switchboard of a territory.

    Args:
        kind: epci, ept, departement (an overseas collectivity too), region or commune.
        code: its official code; of an EPCI or EPT its SIREN.
    """
    table = TABLES[kind]
    row = table.row(code)
    if row is None:
        return None
    cells = zip(table.columns(), row, strict=True)
    given: dict[str, Any] = {column: cell or None for column, cell in cells}
    name = given.get("name")
    if name is None:
        area = gazetteer.territory(kind, code)
        assert area is not None  # ``tools/build_switchboards.py --check`` makes sure
        name = area.name
    siren, page, date = given["siren"], given["page"], given["date"]
    title = f"{DIRECTORY}, {name}"
    if given.get("title"):
        title = f"{name}, {given['title']}"
    url = page or DIRECTORY_URL
    source = Source(f"standard-{siren or code}", url, title, "copie", page_date=date)
    phone, email, website = given["phone"], given["email"], given["website"]
    return Switchboard(kind, siren, name, phone, email, website, page, date, (source,))


def switchboard_of_siren(siren: str) -> Switchboard | None:
    """The documented switchboard of the body that has this SIREN."""
    kind, code = gazetteer.of_siren(siren)
    return switchboard(kind, code) if kind in TABLES else None
