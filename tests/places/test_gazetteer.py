"""What the tables say, by whole values: each kind of place, and what there is none of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.errors import FileError
from achats_reseaux.gazetteer import Territory, name_searches, places, spaceless, tsv_table
from achats_reseaux.gazetteer.tsv_table import TsvTable
from achats_reseaux.model import Place
from helpers.cases import tabled


def told(record: Territory | Place | None) -> dict[str, Any]:
    """What a record says, without what is empty; nothing of none."""
    fields = record._fields if record else ()
    values = {name: getattr(record, name) for name in fields}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value
    }


def territory(kind: str, code: str) -> Territory:
    found = gazetteer.territory(kind, code)
    assert found is not None
    return found


@tabled
def test_a_territory_is_what_its_row_says(kind: str, code: str, expected: dict[str, Any]) -> None:
    assert told(gazetteer.territory(kind, code)) == expected


@tabled
def test_areas_by_their_folded_name(key: str, meant: list[list[str]], reason: str) -> None:
    assert [*map(list, gazetteer.areas_named(key))] == meant, reason


def test_a_code_finds_what_it_is_of_and_nothing_else() -> None:
    assert gazetteer.commune_name("76540") == "Rouen"
    assert (gazetteer.population("01001"), gazetteer.population("98401")) == (860, 0)
    assert gazetteer.communes_of_postal_code("01000") == ("01053", "01344")
    assert gazetteer.communes_of_postal_code("00000") == ()
    assert gazetteer.communes_named("saint denis") == ["11339", "30247", "93066", "97411"]
    assert gazetteer.of_siren("217605401") == ("commune", "76540")
    assert gazetteer.epci_of_commune("92002") == "200054781", "the Métropole, not its EPT"
    assert gazetteer.of_siren("200052264") == ("region", "44")
    assert gazetteer.of_siren("217605409") == ("epci", "217605409"), "or nothing's"
    assert gazetteer.regions_of(("14", "01", "76", "977", "no")) == ("28", "84")
    homes = [gazetteer.departement_of(insee) for insee in ("76540", "2A004", "97411", "98818")]
    assert homes == ["76", "2A", "974", "988"]


@tabled
def test_a_whole_place_of_each_kind(kind: str, code: str, expected: dict[str, Any]) -> None:
    assert told(places.of(kind, code)) == expected


@tabled
def test_a_postal_code_is_named_by_its_biggest_communes(
    communes: tuple[str, ...], name: str
) -> None:
    homes = tuple(sorted({insee[:2] for insee in communes}))
    assert places.of_postal_code("00000", communes, ("Lu.",)) == Place(
        "code-postal", "00000", name, homes, ("28",), communes, notes=("Lu.",)
    )


def test_places_are_ranked_by_size_then_code_and_doubles_dropped() -> None:
    nobody, rouen, village = (places.of_commune(insee) for insee in ("98414", "76540", "01001"))
    as_few, double = places.of_commune("98413"), nobody.replace(name="Le même")
    calvados = places.of_territory(territory("departement", "14"))
    given = [nobody, rouen, village, as_few, double, calvados]
    assert places.ranked(iter(given)) == (calvados, rouen, village, as_few, nobody)
    assert places.ranked([]) == ()
    glieres = places.of_territory(territory("epci", "200000172"))
    counts = [places.inhabitants(one) for one in (rouen, calvados, glieres)]
    assert counts == [117_662, 709_441, 28_561]
    part = places.of_territory(territory("part", "02285"))
    assert places.inhabitants(part) == 0, "it is not counted"


def test_where_a_place_lies_names_three_departements_at_most() -> None:
    assert places.where(places.of_territory(territory("region", "28"))) == (
        "dans le Calvados (14), dans l'Eure (27), dans la Manche (50)"
    )
    assert places.where(places.of_commune("97411")) == "à La Réunion (974)"


def test_what_was_read_is_noted_before_what_a_place_is() -> None:
    read, overseas = places.of_commune("98818", ("Lu.",)).notes
    assert (read, overseas.partition(" relève ")[0]) == ("Lu.", "Nouméa")


ALL = [*gazetteer.NAMES.all()]
KEYS = {row[0] for row in ALL[::5999]} | {"", "n", "zz", "é", "\x00", "\ud800", "a\tb"}


def read_on_disk() -> TsvTable:
    return TsvTable("noms.tsv", spaceless)


def indexed() -> TsvTable:
    table = read_on_disk()
    table.index()
    return table


@pytest.mark.parametrize("opened", [read_on_disk, indexed])
def test_every_row_is_found_by_its_key_without_its_spaces_and_by_its_beginning(
    opened: Callable[[], TsvTable],
) -> None:
    table = opened()
    bare = [(spaceless(row[0].encode()), row) for row in ALL]
    begun_keys = {key[: 1 + rank % 7] for rank, key in enumerate(sorted(KEYS))}
    for key in KEYS | begun_keys:
        joined = spaceless(key.encode("utf-8", "replace"))
        alike = [row for name, row in bare if name == joined]
        begun = [row for name, row in bare if name.startswith(joined)]
        assert table.rows(key) == [row for row in alike if row[0] == key]
        assert table.rows_alike(key) == alike
        assert list(table.rows_beginning(key)) == begun
        assert table.begins(key) == bool(begun)
        communes = sorted((r[0], code) for r in begun if r[1] == "commune" and r[0].startswith(key)
                          for code in r[2].split(","))  # fmt: skip
        assert name_searches.communes_beginning(key) == [code for _, code in communes]


@pytest.mark.parametrize("opened", [read_on_disk, indexed])
def test_a_file_that_ends_within_a_line_is_told_and_one_that_lacks_lines_is_searched(
    opened: Callable[[], TsvTable], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [b"nom\tkind\tcodes\n", *gazetteer.NAMES.lines()[:199]]
    last, before = (line.partition(b"\t")[0].decode() for line in (lines[-1], lines[-2]))
    monkeypatch.setattr(tsv_table, "_FOLDER", f"{tmp_path}/")
    (tmp_path / "noms.tsv").write_bytes(b"".join(lines[:-1]))
    table = opened()
    assert table.rows(before)[0][0] == before
    assert [len(row) for row in table.rows("zzz")] == []
    assert table.rows(last) == []
    for size in range(1, len(lines[-1])):
        (tmp_path / "noms.tsv").write_bytes(b"".join(lines[:-1]) + lines[-1][:size])
        with pytest.raises(FileError):
            opened().rows(before)
