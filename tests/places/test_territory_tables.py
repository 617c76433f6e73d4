"""The committed tables: their form, their size, and that the script would write them again."""

import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.errors import FileError
from achats_reseaux.gazetteer import bulk, spaceless, tsv_table
from achats_reseaux.gazetteer.switchboards import switchboard, switchboard_of_siren
from achats_reseaux.gazetteer.tsv_table import TsvTable
from achats_reseaux.gazetteer.words import TYPE_STARTS
from achats_reseaux.geocoder.codes import is_siren
from achats_reseaux.text import fold
from helpers.cases import cases, every_row
from helpers.checkout import ROOT
from helpers.run import process

TABLES = ROOT / "data" / "territories"
FILES = sorted(TABLES.glob("*.tsv"))
SCRIPT = ROOT / "tools" / "build_territories.py"

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="only a checkout has the build script")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_table_is_plain(file: Path) -> None:
    content = file.read_bytes()
    text = content.decode("utf-8")
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    header, *lines = text.removesuffix("\n").split("\n")
    width = header.count("\t")
    assert [line for line in lines if line.count("\t") != width] == []
    assert [line for line in lines if line != line.strip() and not line.endswith("\t")] == []
    keys = [line.partition("\t")[0] for line in lines]
    of_names = file.name in ("noms.tsv", "noms_courts.tsv")
    assert keys == sorted(keys, key=(lambda key: spaceless(key.encode())) if of_names else None)
    several = {"alias.tsv", "anciennes_communes.tsv", "communes_deleguees.tsv"}
    if file.name not in several and not of_names:
        assert len(keys) == len(set(keys)), "a key has one row"


def test_every_name_of_the_tables_is_in_the_table_of_names() -> None:
    expected: dict[tuple[str, str], set[str]] = {}

    def add(kind: str, code: str, name: str) -> None:
        expected.setdefault((fold(name), kind), set()).add(code)

    for area in (*gazetteer.every("region"), *gazetteer.departements()):
        add("region" if area.kind == "region" else "departement", area.code, area.name)
    for ensemble in gazetteer.every("ensemble"):
        add("ensemble", ensemble.code, ensemble.name)
    for code, name in bulk.communes():
        add("commune", code, name)
    for part in gazetteer.every("part"):
        add("part", part.code, part.name)
    for former in gazetteer.every("former"):
        add("former", former.code, former.name)
    for epci in gazetteer.every("epci"):
        for side in epci.name.rstrip(")").split(" ("):
            add("epci", epci.code, side)
    named = {(key, kind): codes.split(",") for key, kind, codes in gazetteer.NAMES.all()}
    written = {where: sorted(codes) for where, codes in expected.items()}
    renamed = {where: codes for where, codes in named.items() if where not in written}
    assert named == {**renamed, **written}
    assert len(renamed) == 49, "names that EPCI had in 2019"
    assert renamed["ca de longwy", "epci"] == ["245400262"]
    assert {(kind, len(codes)) for (_, kind), codes in renamed.items()} == {("epci", 1)}


def test_what_is_written_by_hand_is_folded_and_names_what_exists() -> None:
    for name in ("alias", "intitules", "mots_adresse", "organismes"):
        _, *lines = (TABLES / f"{name}.tsv").read_text("utf-8").splitlines()
        keys = [line.split("\t")[0] for line in lines]
        assert [key for key in keys if key != fold(key)] == []
    first_words = {row[0].partition(" ")[0] for row in gazetteer.NAMES.all()} | TYPE_STARTS
    named = [word for word, _, name in TsvTable("mots_adresse.tsv").all() if name == "oui"]
    assert [word for word in named if word not in first_words] == []
    for siren, kind, code in gazetteer.COLLECTIVITE_SIRENS.all():
        assert is_siren(siren)
        assert gazetteer.territory(kind, code)
    for one in gazetteer.every("ensemble"):
        assert all(map(gazetteer.departement, one.members)), one.code


@pytest.mark.parametrize("size", [-1, 300, 0], ids=["no last line end", "cut short", "empty"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_table_that_is_cut_short_is_told(
    file: Path, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = file.read_bytes()[:size].removesuffix(b"\n")
    (tmp_path / file.name).write_bytes(damaged)
    monkeypatch.setattr(tsv_table, "_FOLDER", f"{tmp_path}/")
    for look_up in (TsvTable.index, TsvTable.columns, lambda table: table.rows("rouen")):
        with pytest.raises(FileError) as told:
            look_up(TsvTable(file.name))
        assert told.value.message.endswith(f"{file.name} est abîmé : la fin de ce fichier manque.")


def test_a_command_over_a_damaged_table_ends_with_one_sentence(tmp_path: Path) -> None:
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    tables = tmp_path / "data" / "territories"
    postal_codes = (tables / "codes_postaux.tsv").read_bytes()
    (tables / "codes_postaux.tsv").write_bytes(postal_codes[:-1])
    told = ["codes_postaux.tsv est abîmé : la fin de ce fichier manque."]
    for needed in ("", "millesime.txt"):  # to start
        if needed:
            (tables / needed).unlink()
            told.append(f"{needed} est abîmé")
        done = process("find", "76000", env={"PYTHONPATH": str(tmp_path / "src")})
        assert (done.code, done.out) == (74, "")
        sentence, hint = done.err.splitlines()
        assert told[-1] in sentence
        assert hint == "Réinstallez reseaux."


SIZES = {name: int(size) for name, size in TsvTable("tailles.tsv").all()}


def test_the_sizes_are_those_of_the_tables() -> None:
    """Made anew by the build; a table that a person edits is not among them."""
    for name, size in SIZES.items():
        assert len((TABLES / name).read_bytes()) == size
    assert {"noms.tsv", "communes.tsv", "codes_postaux.tsv", "sirens.tsv"} <= SIZES.keys()


@pytest.mark.parametrize("name", SIZES)
def test_a_table_that_is_cut_at_a_line_end_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another place was answered."""
    monkeypatch.setattr(tsv_table, "_FOLDER", f"{tmp_path}/")
    shutil.copy(TABLES / "tailles.tsv", tmp_path)
    with pytest.raises(FileError, match=rf"{name} est abîmé : il manque"):
        tsv_table.read_file(name)
    lines = (TABLES / name).read_bytes().splitlines(keepends=True)
    (tmp_path / name).write_bytes(b"".join(lines[:-1]) or b"\n")
    with pytest.raises(FileError, match=rf"{name} est abîmé : il a \d+ octets au lieu de"):
        tsv_table.read_file(name)


def test_the_tables_are_small() -> None:
    contents = [file.read_bytes() for file in TABLES.iterdir()]
    assert sum(map(len, contents)) <= 4_000_000
    assert sum(len(zlib.compress(content, 6)) for content in contents) <= 1_800_000


def test_switchboards_are_of_bodies_and_of_nobody() -> None:
    """Their form, their SIREN, no address of a person: ``tools/build_switchboards.py`` says."""
    command = [sys.executable, str(ROOT / "tools" / "build_switchboards.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@every_row("places/switchboards.tsv")
def test_whom_a_siren_calls(siren: str, name: str, phone: str, date: str) -> None:
    found = switchboard_of_siren(siren)
    said = (found.siren, found.name, found.phone or "", found.date) if found else ()
    assert said == ((siren, name, phone, date) if name else ())
    if found is not None:
        (source,) = found.sources
        assert (source.nature, source.page_date, source.read_on) == ("copie", date, None)
        assert source.url == (found.page or "https://lannuaire.service-public.gouv.fr")


def test_nothing_is_dated_and_everything_is_attributed() -> None:
    readme = (TABLES / "README.md").read_text(encoding="utf-8")
    for word in ("INSEE", "DGCL", "La Poste", "Licence Ouverte 2.0", "6.0.0", "0.7.0"):
        assert word in readme
    for file in FILES:
        columns = ", ".join(file.read_text("utf-8").partition("\n")[0].split("\t"))
        assert f"| {file.name} | {columns} |" in readme or f"`{file.name}`" in readme
    assert gazetteer.VINTAGE == "2026"


@pytest.mark.slow  # npm fetches the packages
def test_the_script_writes_the_same_bytes_again() -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: the tables were not rebuilt")
    command = [sys.executable, str(SCRIPT), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if "CalledProcessError" in done.stderr:
        pytest.skip("npm could not fetch the packages: the tables were not rebuilt")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    ("kind", "code", "_where", "words"), cases("places/switchboard_words.tsv"), ids=str
)
def test_a_switchboard_is_the_one_that_was_read(
    kind: str, code: str, _where: str, words: str
) -> None:
    """Its number and its e-mail are among the words; abroad the first zero is left out."""
    board = switchboard(kind, code)
    assert board is not None
    digits = re.sub(r"\D", "", words)
    assert (board.phone or "").replace(" ", "").removeprefix("0") in digits
    assert (board.email or "") in words
