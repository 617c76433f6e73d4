"""Every statement of the ministry's page, and the whole value with which the catalogue tells it.

The page: « Des réseaux nationaux et locaux pour accompagner les acheteurs publics », published on
4 December 2023, updated on 18 November 2024. `ministry_page.tsv` has a row for each statement: the
line of the page's text that it stands in, what the page says there (in our own words), the entry
and the field that carry it, and the whole value, so that a second person can judge one against
the other. A row fails as soon as anything of its value changes, or it no longer cites the page. The
field `entry` is an entry as a whole, but for its contact, which the page does not give.

Not carried: buttons (« Partager »), which state nothing; « accompagnement humain et de proximité »,
praise.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.model import Catalogue

KNOWN = loader.load()
PAGE = "ministere-2024"

TRAITS = ("name", "kind", "audiences", "summary", "coverage")
"""What an `entry` tells first."""

Told = dict[tuple[str, str], set[str]]
"""By entry and field, the values that cite the page."""

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "ministry_page.tsv").read_text("utf-8").splitlines()[1:]
]


def told(catalogue: Catalogue) -> Told:
    """What a catalogue says with the page as a source: facts, and the traits of its entries."""
    found: Told = {
        ("catalogue", "as_of"): {catalogue.as_of},
        (PAGE, "page_date"): {str(catalogue.reference.page_date)},
    }
    subjects = [
        (one.id, facts) for one, facts in zip(catalogue.networks, catalogue.facts, strict=True)
    ]
    subjects += [(one.id, one.facts) for one in catalogue.notions]
    for name, facts in subjects:
        for fact in facts:
            if PAGE in {source.id for source in fact.sources}:
                found.setdefault((name, fact.field), set()).add(fact.value)
    for network in catalogue.networks:
        if PAGE in {source.id for source in network.sources}:
            traits = {
                "name": network.name,
                "kind": network.kind,
                "audiences": " ".join(network.audiences),
                "summary": network.summary,
                "coverage": " ".join(f"{one.kind} {one.code}" for one in network.covers)
                or network.scope,
            }
            more = [" ".join(network.themes), network.cost, network.who]
            traits["entry"] = " | ".join(filter(None, [*traits.values(), *more]))
            found |= {(network.id, name): {value} for name, value in traits.items()}
    for notion in catalogue.notions:
        if PAGE in {source.id for source in notion.sources}:
            found[notion.id, "definition"] = {notion.definition}
    return found


def missed(said: Told) -> list[list[str]]:
    """The rows whose whole value is not among what is said."""
    return [row for row in ROWS if row[4] not in said.get((row[2], row[3]), ())]


def test_the_catalogue_tells_every_statement_of_the_page() -> None:
    assert missed(told(KNOWN)) == [], "to be judged against the page: tests/ministry_page.tsv"


def test_there_is_a_row_for_each_statement() -> None:
    assert len(ROWS) >= 100
    assert all(len(row) == 5 and all(row) for row in ROWS)
    lines = {int(row[0]) for row in ROWS}
    titles = {3, 4, 7, 9, 29, 33, 44, 45, 48, 51, 54, 55, 58}  # headings and buttons
    blank = {5, 14, 37, 42, 49, 52, 56, 59}
    assert lines | titles | blank == set(range(1, 62))


def test_nothing_else_is_told_with_the_page_as_a_source() -> None:
    """An entry that has a row `entry` needs none for each of its traits."""
    held = {(row[3], row[4]) for row in ROWS}
    whole = {(row[2], trait) for row in ROWS if row[3] == "entry" for trait in TRAITS}
    assert [
        (*key, value)
        for key, values in told(KNOWN).items()
        for value in sorted(values)
        if (key[1], value) not in held and key not in whole
    ] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda value: f"Il est faux que : {value}",
        lambda value: f"{value} (abandonné en 2025)",
        lambda value: value[:-1],
        lambda value: re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), value + " 0"),
        lambda value: re.sub(r"\w+", "", value, count=1),
    ],
    ids=["a prefix", "a suffix", "a sign less", "other figures", "a word less"],
)
def test_no_value_changes_unseen(change: Callable[[str], str]) -> None:
    """All values at once are changed: every row fails."""
    changed = {key: {change(value) for value in values} for key, values in told(KNOWN).items()}
    assert missed(changed) == ROWS
