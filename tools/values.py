"""Write the tables of ``tests`` that have each value of the catalogue, one a line.

    python tools/values.py

``desk_values.tsv`` has the local desks and the traces, ``network_values.tsv`` the other networks,
the ways in and the notices, ``notion_values.tsv`` the notions, ``source_values.tsv`` the sources;
``tests/places/switchboard_sums.tsv`` a checksum of each table of numbers and of local law.
A corrected word is one edit of ``data``, this command, and a diff of the lines that say otherwise
now: whoever reviews the diff reviews the fact. ``tools/docs.py`` writes them too.
"""

import zlib
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from achats_reseaux.catalogue import loader
from achats_reseaux.model import (
    FACILITATEURS,
    Area,
    Catalogue,
    Fact,
    Network,
    Notion,
    Source,
    Trace,
)

Row = tuple[str, ...]

ROOT = Path(__file__).resolve().parent.parent
TERRITORIES = ROOT / "data" / "territories"
COLUMNS = ("field", "value", "more", "sources")
TRAITS = ("id", "nature", "path", "page_date", "read_on", "url", "title")
"""What is told of a source."""

HEAD = "Written by `python tools/values.py` from the catalogue: read its diff, edit `data`."


def rows_of_desks(catalogue: Catalogue) -> list[Row]:
    """The rows of the facilitators, with the facts of their bodies, and of the traces."""
    rows: list[Row] = []
    for network in catalogue.networks:
        if network.kind == FACILITATEURS:
            rows += rows_of_network(catalogue, network)
    for trace in catalogue.traces:
        traits = {"label": trace.label, "summary": trace.summary}
        traits |= {"coverage": areas(trace.covers), "year": trace.year, "url": trace.url or ""}
        traits |= {"shows": trace.shows, "checked_on": trace.checked_on}
        rows += rows_of_traits(trace.id, traits, trace.sources)
    return rows


def rows_of_others(catalogue: Catalogue) -> list[Row]:
    """The rows of the other networks and of their bodies, then of the ways in and the notices."""
    rows: list[Row] = []
    for network in catalogue.networks:
        if network.kind != FACILITATEURS:
            rows += rows_of_network(catalogue, network)
    for link in catalogue.ways_in:
        value = f"{link.label} : {link.url}"
        rows.append(("ways_in", " ".join(link.kinds), value, link.note or "", ""))
    for text, subjects in catalogue.notices:
        rows.append(("notices", " ".join(subjects), text, "", ""))
    return rows


def rows_of_network(catalogue: Catalogue, network: Network) -> list[Row]:
    """The rows of a network: its traits, and its facts with those of its body, not of its kind."""
    traits: dict[str, str | None] = {"name": network.name, "summary": network.summary}
    traits |= {"coverage": areas(network.covers) or network.scope}
    traits |= {"audiences": " ".join(network.audiences), "themes": " ".join(network.themes)}
    traits |= {"short_name": network.short_name, "aliases": " ; ".join(network.aliases)}
    traits |= {"use": network.purpose, "cost": network.cost, "who": network.who}
    traits |= {"doubt_reason": network.doubt_reason, "doubt_year": network.doubt_year}
    traits |= {"doubt_question": network.doubt_question, "carrier": network.carrier}
    traits |= {"checked_on": network.checked_on}
    rows = rows_of_traits(network.id, traits, network.sources)
    ways = {name: how for name, how, _ in network.contact.known}
    for fact in catalogue.facts_of(network.id):
        if fact.of in (None, network.carrier):
            rows.append(row_of_fact(network.id, fact, fact.field, ways.get(fact.field, "")))
    return rows


def rows_of_notions(catalogue: Catalogue) -> list[Row]:
    """The rows of the notions: their traits and facts."""
    rows: list[Row] = []
    for notion in catalogue.notions:
        traits: dict[str, str | None] = {"name": notion.name, "definition": notion.definition}
        traits |= {"networks": " ".join(notion.networks)}
        traits |= {"aliases": " ; ".join(notion.aliases)}
        traits |= {"checked_on": max((fact.checked_on for fact in notion.facts), default="")}
        rows += rows_of_traits(notion.id, traits, notion.sources)
        rows += [row_of_fact(notion.id, fact, fact.field) for fact in notion.facts]
    return rows


def rows_of_sources(catalogue: Catalogue) -> list[Row]:
    """The rows of the sources, in the order of their ids; those of switchboards of bodies too."""
    entries: list[Network | Notion | Trace] = [*catalogue.networks, *catalogue.notions]
    entries += catalogue.traces
    sources = {catalogue.reference, *chain.from_iterable(entry.sources for entry in entries)}
    facts = [*catalogue.facts, *(notion.facts for notion in catalogue.notions)]
    for fact in chain.from_iterable(facts):
        sources.update(fact.sources)
    return sorted(tuple(getattr(source, name) or "" for name in TRAITS) for source in sources)


def rows_of_tables() -> list[Row]:
    """How many lines each table of switchboards and of local law has, and its checksum."""
    files = [*sorted(TERRITORIES.glob("standards_*.tsv")), TERRITORIES / "droit_local.tsv"]
    rows: list[Row] = []
    for file in files:
        content = file.read_bytes()
        rows.append((file.name, str(content.count(b"\n")), f"{zlib.crc32(content):08x}"))
    return rows


def rows_of_traits(
    entry: str, traits: Mapping[str, str | None], sources: tuple[Source, ...]
) -> list[Row]:
    """The rows of the traits that an entry has."""
    return [(entry, field, value, "", ids(sources)) for field, value in traits.items() if value]


def row_of_fact(entry: str, fact: Fact, field: str, way: str = "") -> Row:
    """The row of a fact; beside it how a contact is known, its note, its end."""
    beside = " | ".join(filter(None, (way, fact.note, fact.valid_until)))
    return (entry, field, fact.value, beside, ids(fact.sources))


def areas(covers: tuple[Area, ...]) -> str:
    """A territory in words: ``departement 28 Eure-et-Loir``."""
    return ", ".join(f"{area.kind} {area.code} {area.name}" for area in covers)


def ids(sources: tuple[Source, ...]) -> str:
    """The ids of sources."""
    return " ".join(source.id for source in sources)


def text_of(rows: list[Row]) -> str:
    """A table as ``helpers.cases`` reads it: a no-break space is written as its escape."""
    return "".join("\t".join(row).replace("\u00a0", r"\u00a0") + "\n" for row in rows)


def tables() -> dict[str, str]:
    """The five tables, by their path in the repository."""
    catalogue = loader.load()
    made = {
        "desk": [("entry", *COLUMNS), *rows_of_desks(catalogue)],
        "network": [("entry", *COLUMNS), *rows_of_others(catalogue)],
        "notion": [("notion", *COLUMNS), *rows_of_notions(catalogue)],
        "source": [("source", *TRAITS[1:]), *rows_of_sources(catalogue)],
    }
    written = {f"tests/catalogue/{name}_values.tsv": rows for name, rows in made.items()}
    sums = [("table", "lines", "crc32"), *rows_of_tables()]
    written["tests/places/switchboard_sums.tsv"] = sums
    return {name: f"# {HEAD}\n{text_of(rows)}" for name, rows in written.items()}


def main() -> None:
    """Write the tables that differ, and name them."""
    for name, text in tables().items():
        file = ROOT / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name} written")


if __name__ == "__main__":
    main()
