"""What ``annotate`` writes, byte for byte: the user's rows as they came, each with its answer."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import random
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux import annotation, gazetteer
from achats_reseaux.annotation import ADDED_COLUMNS, Annotation, csv_table
from achats_reseaux.annotation.answers import STATUSES, Answers, TextAnswer
from achats_reseaux.annotation.columns import matching_columns
from achats_reseaux.annotation.csv_table import CHUNK, LONGEST_ROW, CsvTable
from achats_reseaux.answering import matching
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder.codes import is_siret, luhn
from achats_reseaux.geocoder.ladder import resolve
from achats_reseaux.model import Places, Query
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from achats_reseaux.annotation import PlaceColumn
    from achats_reseaux.model import Catalogue

KNOWN = loader.load()
NAMES = b"reseaux_status,reseaux_departement,reseaux_region,reseaux_guichet_vert"
ROUEN = b"covered,76,28,ran-coper"


@cache
def answers_of(noted: bool = False, local: bool = False, today: str = "") -> Answers:
    """Answers that tables share: to learn every code for each would be most of a test."""
    answers = Answers(KNOWN, noted=noted, local=local, today=today)
    return answers if noted else indexed(answers)


def indexed(answers: Answers) -> Answers:
    """Answers that have met so many codes that all are indexed; before, the ladder reads each."""
    for code, _ in itertools.islice(bulk.communes(), 1001):
        answers.of(code)
    assert "76540" in answers._codes["insee"]
    return answers


ANSWERS = answers_of()


def annotation_of(
    table: bytes,
    column: str = "lieu",
    *,
    most: int = CHUNK,
    delimiter: str | None = None,
    encoding: str | None = None,
    **options: object,
) -> Annotation:
    """The annotation of a table of which at most so many bytes are read at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotation, "Answers", lambda _, **asked: answers_of(**asked))
        return annotation_by(
            KNOWN,
            table,
            ((None, column),),
            most=most,
            delimiter=delimiter,
            encoding=encoding,
            **options,
        )


def annotation_by(
    catalogue: Catalogue,
    table: bytes,
    columns: tuple[PlaceColumn, ...],
    *,
    most: int = CHUNK,
    delimiter: str | None = None,
    encoding: str | None = None,
    **options: Any,
) -> Annotation:
    """The annotation of a table by a catalogue."""
    stream = io.BytesIO(table)
    wanted = [name for _, name in columns]

    def found(names: list[str]) -> int:
        return sum(bool(matching_columns(names, one)) for one in wanted)

    read = CsvTable(
        lambda size: stream.read(min(size, most)), delimiter, rank=found, encoding=encoding
    )
    return Annotation(read, catalogue, columns, **options)


def annotated(table: bytes, column: str = "lieu", **options: object) -> bytes:
    return b"".join(annotation_of(table, column, **options).csv())  # type: ignore[arg-type]


def cells(answer: TextAnswer) -> bytes:
    """The cells of an answer."""
    codes = (answer.departements, answer.regions, answer.guichets_verts)
    return ",".join([answer.status, *map(";".join, codes)]).encode()


def said(answer: TextAnswer) -> tuple[str, str]:
    """Status and guichets verts."""
    return answer.status, ";".join(answer.guichets_verts)


def read(cell: bytes) -> str:
    """The text of a cell of a table."""
    return CsvTable(io.BytesIO(b"a,b\n").read).text(cell.decode("latin-1"))


def headed(mark: bytes) -> bytes:
    return NAMES.replace(b",", mark)


# --- whole outputs -------------------------------------------------------------------------------

OUTPUTS = {
    "csv": (
        b"id,lieu\n1,76000\n2,Rouen\n",
        b"id,lieu,%b\n1,76000,%b\n2,Rouen,%b\n" % (NAMES, ROUEN, ROUEN),
    ),
    "semicolons, several codes quoted": (
        b"lieu;id\n05700;1\n76000;2\n",
        b'lieu;id;%b\n05700;1;split;"05;26";"84;93";"aura-ee;arbe"\n76000;2;%b\n'
        % (headed(b";"), ROUEN.replace(b",", b";")),
    ),
    "several codes unquoted under commas": (
        b"lieu,id\n05700,1\n",
        b"lieu,id,%b\n05700,1,split,05;26,84;93,aura-ee;arbe\n" % NAMES,
    ),
    "tabs": (b"a\tlieu\n,\t68000\n", b"a\tlieu\t%b\n,\t68000\tnone\t68\t44\t\n" % headed(b"\t")),
    "bars": (
        b"a|lieu\nx|76000\n",
        b"a|lieu|%b\nx|76000|%b\n" % (headed(b"|"), ROUEN.replace(b",", b"|")),
    ),
    "byte order mark, quoted header, CRLF": (
        b'\xef\xbb\xbf"id";"lieu"\r\n"1";"76000"\r\n',
        b'\xef\xbb\xbf"id";"lieu";%b\r\n"1";"76000";%b\r\n'
        % (headed(b";"), ROUEN.replace(b",", b";")),
    ),
    "byte order mark before the very column": (
        b"\xef\xbb\xbflieu,a\n76000,1\n",
        b"\xef\xbb\xbflieu,a,%b\n76000,1,%b\n" % (NAMES, ROUEN),
    ),
    "delimiters, quotes and line ends within quotes": (
        b'a,lieu\n"x, ""y""\n\nz",76000\n"1\n2","Ro""uen"\n',
        b'a,lieu,%b\n"x, ""y""\n\nz",76000,%b\n"1\n2","Ro""uen",%b\n' % (NAMES, ROUEN, ROUEN),
    ),
    "a header over two lines": (
        b'"a\nb",lieu\n1,76000\n',
        b'"a\nb",lieu,%b\n1,76000,%b\n' % (NAMES, ROUEN),
    ),
    "a quote in the middle of a cell is a letter": (
        b'a,lieu\n5" x 3",76000\n',
        b'a,lieu,%b\n5" x 3",76000,%b\n' % (NAMES, ROUEN),
    ),
    "a short row and a long one, with as many cells as two": (
        b"lieu,a\n76000\n76000,1,2\n",
        b"lieu,a,%b\n76000,,%b\n76000,1,2,%b\n" % (NAMES, ROUEN, ROUEN),
    ),
    "no end after the last row": (b"lieu,a\n76000,1", b"lieu,a,%b\n76000,1,%b" % (NAMES, ROUEN)),
    "no end after the last row, CRLF": (
        b"a,lieu\r\n1,76000",
        b"a,lieu,%b\r\n1,76000,%b" % (NAMES, ROUEN),
    ),
    "half an end after the last row": (
        b"a,lieu\r\n1,76000\r",
        b"a,lieu,%b\r\n1,76000,%b\r" % (NAMES, ROUEN),
    ),
    "header alone": (b"a,lieu\n", b"a,lieu,%b\n" % NAMES),
    "header alone, no end": (b"a,lieu", b"a,lieu,%b" % NAMES),
    "short rows are filled up, to stand under the names": (
        b"lieu,b,c\n76000\n76000,1\n",
        b"lieu,b,c,%b\n76000,,,%b\n76000,1,,%b\n" % (NAMES, ROUEN, ROUEN),
    ),
    "a row too short to have the place": (
        b"a,b,lieu\n1\n",
        b"a,b,lieu,%b\n1,,,invalid,,,\n" % NAMES,
    ),
    "long rows keep all their cells": (
        b"lieu,b\n76000,1,2,3\n",
        b"lieu,b,%b\n76000,1,2,3,%b\n" % (NAMES, ROUEN),
    ),
    "blank lines stay blank": (
        b"a,lieu\n\n1,76000\n\n\n",
        b"a,lieu,%b\n\n1,76000,%b\n\n\n" % (NAMES, ROUEN),
    ),
    "blank lines of a single column too": (
        b"lieu\n\n76000\n\n",
        b"lieu,%b\n\n76000,%b\n\n" % (NAMES, ROUEN),
    ),
    "an empty cell of a single column": (b'lieu\n""\n', b'lieu,%b\n"",invalid,,,\n' % NAMES),
    "other columns in any encoding": (
        b"a,lieu\n\xff\xfe\x00\x80\xe9,76000\n",
        b"a,lieu,%b\n\xff\xfe\x00\x80\xe9,76000,%b\n" % (NAMES, ROUEN),
    ),
    "the place in UTF-8, then in Windows-1252": (
        "lieu\nIsère\n".encode() + "Isère\n".encode("cp1252"),
        b"lieu,%b\nIs\xc3\xa8re,covered,38,84,aura-ee\nIs\xe8re,covered,38,84,aura-ee\n" % NAMES,
    ),
    "line ends of both kinds": (
        b"a,lieu\n1,76000\r\n2,76000\n",
        b"a,lieu,%b\n1,76000,%b\r\n2,76000,%b\n" % (NAMES, ROUEN, ROUEN),
    ),
    "old Macintosh line ends": (
        b"a,lieu\r1,76000\r",
        b"a,lieu,%b\r1,76000,%b\r" % (NAMES, ROUEN),
    ),
    "old Macintosh line ends, line feeds within quotes": (
        b'note,lieu,id\r"a\nb",Rouen,1\rx,68100,2\r"""\r\n",76000,3\r',
        b'note,lieu,id,%b\r"a\nb",Rouen,1,%b\rx,68100,2,none,68,44,\r"""\r\n",76000,3,%b\r'
        % (NAMES, ROUEN, ROUEN),
    ),
    "old Macintosh line ends, line feeds within a quoted header": (
        b'\xef\xbb\xbf"a\n""b""";lieu\r1;76000\r',
        b'\xef\xbb\xbf"a\n""b""";lieu;%b\r1;76000;%b\r' % (headed(b";"), ROUEN.replace(b",", b";")),
    ),
    "a carriage return within a row is a letter": (
        b"a,lieu\n1\r2,76000\n",
        b"a,lieu,%b\n1\r2,76000,%b\n" % (NAMES, ROUEN),
    ),
    "an open quote does not take the rows after it": (
        b'a,lieu\n1,"76000\n2,76000\n3,76000\n',
        b'a,lieu,%b\n1,"76000,%b\n2,76000,%b\n3,76000,%b\n' % (NAMES, ROUEN, ROUEN, ROUEN),
    ),
    "one column whose values hold commas": (
        "lieu\nSaint-Denis, Réunion\n".encode(),
        "lieu;{}\nSaint-Denis, Réunion;covered;974;04;".format(headed(b";").decode()).encode()
        + matching.guichet_vert_at(KNOWN, resolve("974").candidates[0]).networks[0].encode()  # type: ignore[union-attr]
        + b"\n",
    ),
    "Excel's line that tells the delimiter": (
        b"sep=;\nlieu;a,b,c,d\n76000;1\n",
        b"sep=;\nlieu;a,b,c,d;%b\n76000;1;%b\n" % (headed(b";"), ROUEN.replace(b",", b";")),
    ),
    "the same after a byte order mark, CRLF, a single column that holds it": (
        b"\xef\xbb\xbfSEP=,\r\nlieu\r\n76000,x\r\n",
        b"\xef\xbb\xbfSEP=,\r\nlieu,%b\r\n76000,x,%b\r\n" % (NAMES, ROUEN),
    ),
    "the same with old Macintosh line ends": (
        b"sep=\t\rlieu\ta\r76000\t1\r",
        b"sep=\t\rlieu\ta\t%b\r76000\t1\t%b\r" % (headed(b"\t"), ROUEN.replace(b",", b"\t")),
    ),
    "the same telling what no table here is written with: guessed as ever": (
        b"sep=:\nlieu;a\n76000;1\n",
        b"sep=:\nlieu;a;%b\n76000;1;%b\n" % (headed(b";"), ROUEN.replace(b",", b";")),
    ),
    "a second such line is the header": (
        b"sep=;\nsep=;lieu\n1;76000\n",
        b"sep=;\nsep=;lieu;%b\n1;76000;%b\n" % (headed(b";"), ROUEN.replace(b",", b";")),
    ),
    "a heading that begins so is none": (
        b"sep=x,lieu\n1,76000\n",
        b"sep=x,lieu,%b\n1,76000,%b\n" % (NAMES, ROUEN),
    ),
    "spaces, formulas and trailing cells untouched": (
        b"a,lieu,b\n =1+1 , 76000 ,\n",
        b"a,lieu,b,%b\n =1+1 , 76000 ,,%b\n" % (NAMES, ROUEN),
    ),
}


@pytest.mark.parametrize(("given_", "expected"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_the_table_comes_out_as_it_came_in(given_: bytes, expected: bytes) -> None:
    assert annotated(given_) == expected


@pytest.mark.parametrize(("given_", "expected"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_however_the_reads_fall(given_: bytes, expected: bytes) -> None:
    """A pipe gives what it has: a row may be cut anywhere, a line end in two."""
    if expected.startswith(b"lieu;"):
        return  # the rows tell the delimiter of one column
    rows = 3 + len(given_) - len(given_.split(b"lieu", 1)[-1].lstrip(b'",;\t|abcdn\r\n'))
    for size in range(rows, len(given_), 2):
        for most in (1, size):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(csv_table, "CHUNK", size)
                assert annotated(given_, most=most, encoding="utf-8") == expected


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize("row", [b"x,76000\n", b'"x,\n""",76000\n', b"x,76000\r\n"])
def test_rows_cut_between_two_reads(size: int, row: bytes) -> None:
    end = b"\r\n" if row.endswith(b"\r\n") else b"\n"
    many = size // len(row) + 2
    out = annotated(b"a,lieu" + end + row * many)
    assert out == b"a,lieu," + NAMES + end + (row[: -len(end)] + b"," + ROUEN + end) * many


# --- what a cell may say -------------------------------------------------------------------------

CELLS = {
    b"76000": (ROUEN, "a postal code"),
    b"76540": (ROUEN, "an INSEE code, once no postal code fits better"),
    b"insee:76540": (ROUEN, "an explicit form"),
    b"217605401": (ROUEN, "a SIREN"),
    b"21760540100017": (ROUEN, "a SIRET"),
    b"217 605 401 00017": (ROUEN, "a SIRET with spaces"),
    b"21760540100019": (b"invalid,,,", "a SIRET with a wrong key"),
    b"217605402": (b"invalid,,,", "a SIREN with a wrong key"),
    b"1000": (b"covered,01,84,aura-ee", "a zero that a spreadsheet lost"),
    b"76000.0": (ROUEN, "a number that a spreadsheet took for a decimal"),
    b'"=""76000"""': (ROUEN, "a text that a spreadsheet was told to keep"),
    b"2a004": (None, "Corsica, in small letters"),
    b"Rouen": (ROUEN, "a name"),
    b"ROUEN CEDEX": (ROUEN, "an address"),
    b"76000 Rouen": (ROUEN, "a line of a letterhead"),
    "L’Isle-Adam".encode("cp1252"): (b"covered,95,11,maximilien", "an apostrophe of Windows"),
    b"67070 STRASBOURG CEDEX": (b"covered,67,44,relais-2d", "a code that is not in the data"),
    b"68": (b"none,68,44,", "a d\xc3\xa9partement without a guichet vert"),
    b"Saint-Denis": (b"ambiguous,,,", "homonyms with different answers"),
    b"Vienne": (b"ambiguous,,,", "a commune and a d\xc3\xa9partement"),
    b"05700": (b"split,05;26,84;93,aura-ee;arbe", "a postal code over two regions"),
    b"Ruoen": (b"unknown,,,", "a typo is never acted on"),
    b"Q9X7W": (b"unknown,,,", "no name begins so"),
    b"99999": (b"unknown,,,", "no such code"),
    b"": (b"invalid,,,", "nothing"),
    b"   ": (b"invalid,,,", "nothing to be seen"),
    b"123456": (b"invalid,,,", "a width that no code has"),
    b"x" * 600: (b"invalid,,,", "a text too long for a place"),
}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(cell, cells) for cell, (cells, _) in CELLS.items() if cells is not None],
    ids=[why if isinstance(why, str) else str(why) for cells, why in CELLS.values() if cells],
)
def test_values(cell: bytes, expected: bytes) -> None:
    if cell.startswith(b'"'):  # as csv gives it
        cell = cell[1:-1].replace(b'""', b'"')
    assert cells(ANSWERS.of(read(cell))) == expected


def test_every_status_is_met() -> None:
    """``partial`` needs a grouping, some of whose communes have no guichet vert."""
    texts = ["76000", "05700", "68", "Vienne", "Ruoen", "1" * 6]
    texts += [epci.code for epci in bulk.all_epci()]
    assert {ANSWERS.of(text).status for text in texts} == set(STATUSES)


def test_homonyms_with_one_answer_name_all_their_departements() -> None:
    """The row may mean any of them; the guichet vert is the same for all."""
    for _, name in bulk.communes():
        outcome = resolve(name)
        if isinstance(outcome, Places) and len({p.departements for p in outcome.candidates}) > 1:
            answer = ANSWERS.of(name)
            if answer.status in ("covered", "none"):
                homes = sorted({d for p in outcome.candidates for d in p.departements})
                assert answer.departements == tuple(homes)
                return
    pytest.fail("no such homonym")


def test_a_departement_settles_names() -> None:
    table = "lieu,dep\nSaint-Denis,93\nSaint-Denis,La Réunion\nSaint-Denis,\nSaint-Denis,zz\n"
    rows = annotated(table.encode(), departement_column="dep").decode().splitlines()[1:]
    assert [row.split(",")[2:4] for row in rows] == [
        ["covered", "93"],
        ["covered", "974"],
        ["ambiguous", ""],
        ["unknown", ""],
    ]


def test_the_departement_may_come_first_or_last_and_be_quoted() -> None:
    out = annotated(b'dep,x,lieu\n"93",",",Saint-Denis\n75,"",76000\n', departement_column="dep")
    assert out == (
        b"dep,x,lieu,%b\n"
        b'"93",",",Saint-Denis,covered,93,11,maximilien\n75,"",76000,unknown,,,\n' % NAMES
    )
    out = annotated(b'lieu,x,dep\n"Saint-Denis",",","93"\n', departement_column="dep")
    assert out == b'lieu,x,dep,%b\n"Saint-Denis",",","93",covered,93,11,maximilien\n' % NAMES


# --- the header ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted", ["Code Postal", "code postal", "CODE-POSTAL", "2", "côde postal"]
)
def test_a_column_by_name_or_number(wanted: str) -> None:
    assert annotated(b"id;Code Postal\n1;76000\n", wanted).endswith(
        b"76000;covered;76;28;ran-coper\n"
    )


def test_an_exact_name_comes_before_one_that_folds_alike_and_before_a_number() -> None:
    out = annotated(b"1,A,a\n68000,Lyon,76000\n", "a").splitlines()[1]
    assert out.endswith(ROUEN)
    assert annotated(b"x,1\n68000,76000\n", "1").splitlines()[1].endswith(ROUEN)


TITLE = "L'en-tête doit être la première ligne du fichier."
ORIGIN = "Partez du fichier d'origine, ou renommez cette colonne."
EMPTY = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
LETTERS_24 = "abcdefghijklmnopqrstuvwx"

REFUSED = [
    (
        b"siret,nom\n",
        "acheteur siret",
        "Le fichier n'a pas de colonne « acheteur siret ».",
        "Vouliez-vous dire : siret ? Ses colonnes : siret, nom.",
    ),
    (
        b"siret_a,siret_b,siret_c,siret_d\n",
        "siret_",
        "Le fichier n'a pas de colonne « siret_ ».",
        (
            "Vouliez-vous dire : siret_a, siret_b, siret_c ? Ses colonnes : siret_a, siret_b,"
            " siret_c, siret_d."
        ),
    ),
    (
        b"xyz,,nom\n",
        "lieu",
        "Le fichier n'a pas de colonne « lieu ».",
        f"Ses colonnes : xyz, (sans nom), nom. {TITLE}",
    ),
    (
        "Marchés de 2026\nid;lieu\n".encode(),
        "lieu",
        "Le fichier n'a pas de colonne « lieu ».",
        f"Ses colonnes : Marchés de 2026. {TITLE}",
    ),
    (
        ",".join(LETTERS_24).encode() + b"\n",
        "lieu",
        "Le fichier n'a pas de colonne « lieu ».",
        f"Ses colonnes : {', '.join(LETTERS_24[:20])} et 4 autres. {TITLE}",
    ),
    (b"siret\n", "2", "Le fichier n'a pas de colonne « 2 ».", f"Ses colonnes : siret. {TITLE}"),
    (b"siret\n", "0", "Le fichier n'a pas de colonne « 0 ».", f"Ses colonnes : siret. {TITLE}"),
    (b"siret\n", "²", "Le fichier n'a pas de colonne « ² ».", f"Ses colonnes : siret. {TITLE}"),
    (b"siret\n", "?", "Le fichier n'a pas de colonne « ? ».", f"Ses colonnes : siret. {TITLE}"),
    (
        b"lieu,x,Lieu\n",
        "LIEU",
        "Plusieurs colonnes s'appellent « LIEU ».",
        "Donnez son numéro : 1, 3.",
    ),
    (
        b"lieu,Reseaux Status\n",
        "lieu",
        "Le fichier a déjà une colonne reseaux_status : il est déjà annoté.",
        ORIGIN,
    ),
    (
        b"lieu,reseaux_note\n",
        "lieu",
        "Le fichier a déjà une colonne reseaux_note : il est déjà annoté.",
        ORIGIN,
    ),
    (b"dep;dep ;lieu\n", "1", "La colonne « dep » est nommée deux fois.", ""),
    (b"", "lieu", EMPTY, ""),
    (b"\xef\xbb\xbf\n\n", "lieu", EMPTY, ""),
]


@pytest.mark.parametrize(("table", "column", "message", "hint"), REFUSED)
def test_a_header_that_will_not_do(table: bytes, column: str, message: str, hint: str) -> None:
    home = "1" if b"dep" in table else None
    with pytest.raises(UsageError) as caught:
        annotated(table, column, departement_column=home, more=("note",))
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"\xff\xfel\0", "est en UTF-16, pas en UTF-8"),
        (b"\xfe\xff\0l", "est en UTF-16, pas en UTF-8"),
        ("lieu\n76000\n".encode("utf-16-le"), "est en UTF-16, pas en UTF-8"),
        ("lieu\n76000\n".encode("utf-16-be"), "est en UTF-16, pas en UTF-8"),
        ("lieu\n76000\n".encode("utf-32"), "est en UTF-32, pas en UTF-8"),
        ("lieu\n76000\n".encode("utf-32-le"), "est en UTF-32, pas en UTF-8"),
        ("lieu\n76000\n".encode("utf-32-be"), "est en UTF-32, pas en UTF-8"),
        (b"\0\0\xfe\xff\0\0\0l", "est en UTF-32, pas en UTF-8"),
        (b"PK\x03\x04....", "est un classeur ou une archive, pas un CSV"),
        (b"\xd0\xcf\x11\xe0", "est un classeur, pas un CSV"),
        (b"\x1f\x8b....", "est compressé"),
    ],
)
def test_what_is_no_csv_is_said_to_be_so(start: bytes, told: str) -> None:
    with pytest.raises(FileError) as caught:
        annotated(start)
    assert (caught.value.message, caught.value.hint) == (
        f"Le fichier {told}.",
        "Enregistrez-le en CSV UTF-8.",
    )


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ("lieu,é\n98818,à\n".encode(), "utf-8"),
        ("lieu,é\n98818,à\n".encode("cp1252"), "cp1252"),
        (b"lieu,a\n98818,\n,\xe9", "cp1252"),  # in UTF-8 a letter would go on
        (b"lieu,a\r98818,\r,\xe9\r", "cp1252"),
        (b"lieu,a\n98818,\n" + b"x" * (CHUNK - 16) + "é\n".encode(), "utf-8"),
    ],
    ids=["UTF-8", "Windows", "at the very end", "old Macintosh", "a letter cut between two reads"],
)
def test_a_note_is_written_as_the_file_is(table: bytes, encoding: str) -> None:
    note = (
        "Aucun guichet vert en Nouvelle-Calédonie (liste de novembre 2024). Kouaoua relève d'une"
        " collectivité d'outre-mer, qui n'est dans aucune région."
    )
    out = annotated(table, more=("note",))
    assert f",none,988,,,{note}".encode(encoding) in out.replace(b'"', b"")


def test_the_delimiter_that_is_typed_comes_before_the_one_that_is_told() -> None:
    out = annotated(b"sep=,\nlieu;a,b\n76000;1\n", delimiter=";")
    assert out == b"sep=,\nlieu;a,b;%b\n76000;1;%b\n" % (
        headed(b";"),
        ROUEN.replace(b",", b";"),
    )


@pytest.mark.parametrize(
    "table",
    [
        b"lieu,a\rb\n76000,1\n",
        b"lieu,a\r76000,1\n2\r",
        b'"x\n",lieu\r1,76000\n',
        b"lieu\r\r\n76000",
    ],
    ids=[
        "in its last cell",
        "a line feed later",
        "after a quoted cell",
        "a line end written twice",
    ],
)
def test_a_first_line_that_may_end_in_two_places_is_refused(table: bytes) -> None:
    """Else our names stand in a cell of the first row, or of the second."""
    with pytest.raises(FileError, match="Les fins de ligne sont de deux sortes"):
        annotated(table)


def test_the_delimiter_is_the_one_that_shows_the_column() -> None:
    out = annotated(b"lieu;a, b, c, d\n76000;1, 2, 3, 4\n")
    assert out.splitlines()[1] == b"76000;1, 2, 3, 4;covered;76;28;ran-coper"


def test_a_delimiter_may_be_given() -> None:
    out = annotated(b"a,b;c\n76000;1\n", "1", delimiter=";")
    assert out.splitlines()[1] == b"76000;1;covered;76;28;ran-coper"


def test_counts() -> None:
    table = annotation_of(b"lieu,b\n76000,1\n\n68,1\n76000,1,2\n76000\n")
    list(table.csv())
    assert (table.rows, table.long_rows) == (4, 1)
    assert {k: v for k, v in table.statuses.items() if v} == {"covered": 3, "none": 1}


def test_examples_of_what_has_no_answer() -> None:
    """The first three texts of each status, each once; of several cells the most telling one."""
    texts = "Vienne Xyzzy Xyzzy Qwxzy 123456 Zzyzx Wwqqx Mulhouse".split()
    rows = ["lieu,n", ",1", *(f"{one},1" for one in texts)]
    table = annotation_by(KNOWN, "\n".join(rows).encode(), ((None, "lieu"),))
    list(table.csv())
    assert table.examples == {
        "ambiguous": [("Vienne", None)],
        "unknown": [("Xyzzy", None), ("Qwxzy", None), ("Zzyzx", None)],
        "invalid": [("123456", None)],
    }
    rows = ["siret,lieu", "12,Vienne", "12,Xyzzy", "21760540100018,", "13,14 15 16", ","]
    columns = (("siret", "siret"), (None, "lieu"))
    table = annotation_by(KNOWN, "\n".join(rows).encode(), columns)
    list(table.csv())
    assert table.empty_rows == 1
    assert table.examples == {
        "ambiguous": [("Vienne", None)],
        "unknown": [("Xyzzy", None)],
        "invalid": [("21760540100018", "siret"), ("13", "siret")],
    }


@pytest.mark.parametrize(
    "table",
    [
        b'"lieu',
        b'"lieu\n76000\n',
        b'"lieu\n' + b"76000\n" * (LONGEST_ROW // 6 + CHUNK),
        b"x" * (LONGEST_ROW + 2 * CHUNK),
    ],
    ids=["open quote", "open quote and a row", "open quote in a long file", "no line end"],
)
def test_a_header_without_end_is_no_table(table: bytes) -> None:
    """In a row an open quote costs that row; in the header, nothing would stand under its name."""
    with pytest.raises(FileError, match="La première ligne ne finit pas : guillemet resté ouvert"):
        annotated(table)


def test_a_line_without_end_is_no_table() -> None:
    with pytest.raises(FileError, match="1 Mio"):
        annotated(b"lieu\n" + b"x" * (LONGEST_ROW + 2 * CHUNK))


def test_an_open_quote_in_a_long_file() -> None:
    row = b"x,76000\n"
    many = (LONGEST_ROW + 3 * CHUNK) // len(row)
    out = annotated(b'a,lieu\n"open,76000\n' + row * many)
    body = (b"x,76000,%b\n" % ROUEN) * many
    assert out == b'a,lieu,%b\n"open,76000,%b\n' % (NAMES, ROUEN) + body


# --- annotate and find never disagree ------------------------------------------------------------


def same(
    text: str, ours: tuple[str, str], theirs: tuple[str, str], departement: str | None = None
) -> bool:
    """Whether ``annotate`` says what ``find`` says; or parts no homonyms of one guichet vert."""
    if ours == theirs or theirs[0] != "ambiguous":
        return ours == theirs
    outcome = resolve(text, departement=departement)
    assert isinstance(outcome, Places)
    guichets = [matching.guichet_vert_at(KNOWN, place) for place in outcome.candidates]
    return {(one.status, ";".join(one.networks)) for one in guichets} == {ours}


def found(
    catalogue: Catalogue, text: str, departement: str | None = None, kind: str | None = None
) -> tuple[str, str]:
    """Status and guichets verts, as ``find`` without filters gives them; not what it suggests."""
    outcome = resolve(text, kind, departement=departement, suggest=False)
    answer = matching.find(catalogue, Query("find", input=text), outcome, "2026-01-01")
    if answer.guichet_vert is None:
        return answer.status, ""
    return answer.guichet_vert.status, ";".join(answer.guichet_vert.networks)


def test_every_code_of_the_tables() -> None:
    """Postal codes, INSEE codes of all ages, SIREN of communes and groupings."""
    every = [code for code, _ in bulk.postal_codes()]
    every += [part.code for part in bulk.parts()]
    every += [former.code for former in bulk.formers()]
    every += [epci.code for epci in bulk.all_epci()]
    rng = random.Random(0)
    for codes in (bulk.communes(), bulk.sirens()):
        every += [code for code, _ in codes]
    # All of them are in the dictionary; of the numerous kinds a part is held against find.
    rng.shuffle(every)
    indexed = set().union(*ANSWERS._codes.values())
    assert not [code for code in every if code not in indexed]
    for code in every[:6000]:
        assert said(ANSWERS.of(code)) == found(KNOWN, code), code


@pytest.mark.parametrize(
    "kind", ["siret", "siren", "insee", "code-postal", "commune", "epci", "departement"]
)
def test_a_column_of_one_kind_takes_no_code_of_another(kind: str) -> None:
    codes = "76 76000 76540 2A004 217605401 21760540100017 200023414 20002341400014 50129 76095"
    for code in (*codes.split(), "217 605 401", "2a 004", "Rouen", "X1234"):
        assert said(ANSWERS.of(code, kind)) == found(KNOWN, code, kind=kind), code


@pytest.mark.parametrize("kind", ["siret", "wrong key"])
def test_random_sirets(kind: str) -> None:
    rng = random.Random(0)
    sirens = [siren for siren, _ in bulk.sirens()] + ["356000000", "110000015", "000000000"]
    for _ in range(1500):
        text = f"{rng.choice(sirens)}{rng.randrange(100_000):05}"
        if kind == "siret":
            text = next(t for t in (f"{text[:-1]}{k}" for k in range(10)) if luhn(t))
            assert is_siret(text) == luhn(text[:9])
        assert said(ANSWERS.of(text)) == found(KNOWN, text), text


def noted(table: bytes, *columns: PlaceColumn, departement: str | None = None) -> str:
    """A table annotated with notes, its header aside."""
    annotation = annotation_by(
        KNOWN, table, columns, departement_column=departement, more=("note",)
    )
    return b"".join(annotation.csv()).partition(b"\n")[2].decode()


NOTED = answers_of(noted=True)


def test_a_note_says_what_find_says() -> None:
    rng = random.Random(0)
    texts = ["Drom", "Bretagne", "Loire", "Chalon", "La Réunion", "2A", "975", "98846"]
    texts += [row[0] for row in gazetteer.ALIASES.all()][::7]
    texts += rng.sample([name for _, name in bulk.communes()], 300)
    texts += [one.name for one in bulk.parts()][::40] + [one.name for one in bulk.formers()][::90]
    codes = [code for table in (bulk.communes(), bulk.postal_codes()) for code, _ in table]
    texts += rng.sample(codes, 1500)
    texts += [siren for siren, _ in bulk.sirens()][::500]
    texts += [one.code for one in bulk.parts()][::9] + [one.code for one in bulk.formers()][::15]
    texts += [one.code for one in bulk.all_epci()][::50]
    told = 0
    for text in texts:
        answer = matching.find(KNOWN, Query("find", input=text), resolve(text), "2026-01-01")
        if answer.guichet_vert is not None and not answer.candidates:  # those it has a command for
            one = NOTED.of(text)
            message = (answer.message,) if answer.guichet_vert.status == "none" else ()
            told_by_find = (answer.guichet_vert.status, " ".join((*message, *answer.notes)))
            assert (one.status, one.note) == told_by_find, text
            told += bool(answer.notes)
    assert told > 500


def test_what_else_a_name_may_be_is_noted() -> None:
    table = "lieu\nDrom\nBretagne\n78093\n98818\nRouen\n"
    assert noted(table.encode(), (None, "lieu")) == (
        "Drom,partial,971;972;973;974;976,01;02;03;04;06,cress-mayotte;mden,"
        '"Il existe aussi : Drom (01), commune."\n'
        "Bretagne,covered,22;29;35;56,53,reseco,"
        '"Il existe aussi : Bretagne (90), commune ; Bretagne (36), commune."\n'
        "78093,covered,91,11,maximilien,"
        "\"78093 est un ancien code de la commune, aujourd'hui 91093 (Boullay-les-Troux)."
        ' 78093 peut être aussi un CEDEX, le plus souvent de Versailles (78)."\n'
        "98818,none,988,,,"
        '"Aucun guichet vert en Nouvelle-Calédonie (liste de novembre 2024).'
        " Kouaoua relève d'une collectivité d'outre-mer, qui n'est dans aucune région.\"\n"
        "Rouen,covered,76,28,ran-coper,\n"
    )


def notes(table: str, *columns: PlaceColumn, departement: str | None = None) -> list[str]:
    """The note of each row."""
    text = noted(table.encode(), *columns, departement=departement)
    delimiter = ";" if ";" in table else ","
    return [row[-1] for row in csv.reader(text.splitlines(), delimiter=delimiter)]


ANOTHER_KEY = "« 21760540100018 » n'est pas un SIRET valide : sa clé de contrôle est fausse."


def test_a_cell_that_says_another_departement_is_noted() -> None:
    """The answer is that of the first column, as ever: the note lets a person look."""
    table = "ville;cp;siret\n"
    table += "Lyon;67000;\nVienne;86000;\nRouen;76100;\nLyon;;\n"
    table += "Lyon;67000;21760540100017\nLyon;zz;21760540100017\nBretagne;35000;\n"
    columns = (("commune", "ville"), ("code-postal", "cp"), ("siret", "siret"))
    lyon, bas_rhin = "« Lyon » est dans le Rhône (69)", "« 67000 » est dans le Bas-Rhin (67)"
    rouen = "« 21760540100017 » est en Seine-Maritime (76)"
    assert notes(table, *columns) == [
        f"La ligne se contredit : {lyon}, {bas_rhin}.",
        "La ligne se contredit : « Vienne » est en Isère (38), « 86000 » est dans la Vienne (86).",
        "",
        "",
        f"La ligne se contredit : {lyon}, {bas_rhin}, {rouen}.",
        f"La ligne se contredit : {lyon}, {rouen}.",
        "Cellule passée : Plusieurs lieux : Bretagne (90), Bretagne (36).",
    ]
    assert noted(b"ville;cp\nLyon;67000\n", *columns[:2]) == (
        f"Lyon;67000;covered;69;84;aura-ee;La ligne se contredit : {lyon}, {bas_rhin}.\n"
    )
    quiet = annotation_by(KNOWN, b"ville;cp\nLyon;67000\n", columns[:2])
    assert b"".join(quiet.csv()).splitlines()[1] == b"Lyon;67000;covered;69;84;aura-ee"


def test_a_name_of_several_places_all_elsewhere_is_noted() -> None:
    """Not one that may be where the answer is, nor what the département's column settles there."""
    table = "siret,ville,dep\n21760540100017,Vienne,\n21760540100017,Vienne,76\n"
    table += "92993941100005,Saint-Denis,93\n92993941100005,Saint-Denis,\n,Saint-Denis,93\n"
    columns = (("siret", "siret"), (None, "ville"))
    told = (
        "La ligne se contredit : « 21760540100017 » est en Seine-Maritime (76), « Vienne » est en"
        " Isère (38), dans la Vienne (86)."
    )
    assert notes(table, *columns, departement="dep") == [told, told, "", "", ""]
    assert notes(table, *columns)[:4] == [told, told, "", ""]


def test_a_cell_that_was_passed_over_is_noted() -> None:
    table = "siret;ville;dep\n21760540100017;Mulhouse;68\n21760540100018;Mulhouse;68\n"
    table += ";Mulhouse;68\n21760540100018;;\n21760540100018;67000 Paris;\n"
    columns = (("siret", "siret"), (None, "ville"))
    none = "Aucun guichet vert dans le Haut-Rhin (liste de novembre 2024)."
    elsewhere = (
        "Aucun lieu « 21760540100017 » dans le Haut-Rhin (68) ; Rouen est en Seine-Maritime (76)."
    )
    assert notes(table, *columns, departement="dep") == [
        f"{none} Cellule passée : {elsewhere}",
        f"{none} Cellule passée : {ANOTHER_KEY}",
        none,
        ANOTHER_KEY,
        "« 67000 Paris » se contredit : 67000 est dans le Bas-Rhin (67), Paris est à Paris (75).",
    ]


def test_of_two_cells_without_an_answer_the_first_is_told() -> None:
    columns = ((None, "ville"), (None, "lieu"))
    assert notes("ville;lieu\nZzyzx;Aaabx\n", *columns) == ["Aucun lieu ne s'appelle « Zzyzx »."]


def test_what_a_cell_says_besides_stays_in_a_note() -> None:
    table = "siret,ville,cp\n21760540100018,Loire,67000\n"
    told = (
        f"Il existe aussi : Loiré (49), commune. Cellule passée : {ANOTHER_KEY}",
        "La ligne se contredit : « Loire » est dans la Loire (42), « 67000 » est dans le Bas-Rhin",
        "(67).",
    )
    columns = (("siret", "siret"), (None, "ville"), ("code-postal", "cp"))
    assert notes(table, *columns) == [" ".join(told)]


def test_rows_with_notes_count_as_the_others() -> None:
    table = b"ville;cp\nLyon;67000\nLyon;69001\n67999;\n67999;69001\n"
    columns = ((None, "ville"), ("code-postal", "cp"))
    annotation = annotation_by(KNOWN, table, columns, more=("note",))
    list(annotation.csv())
    assert (annotation.rows, annotation.guessed_rows) == (4, 2)
    assert annotation.statuses["covered"] == 4


PIECES = st.sampled_from(
    "Saint- Rouen 76000 76 Vienne Le La Havre CEDEX , ( ) - ' st mairie de / : x1 Q9 é œ"
    ' 21760540100017 Métropole Normandie PACA 2A 2a004 le mans . " = insee: 0 12'.split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=25),
    st.lists(PIECES, min_size=1, max_size=5).map(" ".join),
    st.lists(PIECES, min_size=1, max_size=3).map("".join),
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'"Ro""uen"', 'Ro"uen'),
        (b'"Rouen" 76', "Rouen 76"),
        (b'"Rouen', "Rouen"),
        (b'5" x 3"', '5" x 3"'),
        (b'""', ""),
        (b'"', ""),
    ],
)
def test_quotes_are_read_as_csv_reads_them(cell: bytes, text: str) -> None:
    table = CsvTable(io.BytesIO(b"lieu,b\n%b" % cell).read)
    assert [texts[0] for texts, _ in table.rows("texts")] == [text]
    assert next(csv.reader([cell.decode()])) == [text]


@settings(max_examples=200, deadline=None)
@example("A01000 <")  # no postal code, for it does not begin where a word does
@example("Rouen 76000 <")  # no town after the code
@example("0;01001 CEDEX")
@example("2A000;01000 A")  # two codes
@example("ROUEN 76 76")  # a département twice
@given(TEXTS)
def test_any_text(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert same(text, said(ANSWERS.of(text)), found(KNOWN, text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Longwy-sur-le-Doubs 39176", "a name, and a code that is none"),
        ("lot 39176 Longwy-sur-le-Doubs", "the words after the code"),
        ("lot 39176 fournitures et Lilas", "the words after the code are no name"),
        ("MON LOGEMENT 27", "a body, and its département alone"),
        ("XVe arrondissement de Paris", "a rank"),
        ("region 61670 prefecture de region Le Kremlin-Bicêtre", "a word before the code"),
        ("CC du Val 86999 communaute Saint-Christophe", "two groups"),
        ("X" + "1" * 500, "longer than any address"),
    ],
)
def test_one_text_as_find_reads_it(text: str, reason: str) -> None:
    for at in range(60):  # then the index of names is there
        ANSWERS.of(f"zzyzx {at} x")
    assert said(ANSWERS.of(text)) == found(KNOWN, text), reason


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(["", " ", "76", "93", "974", "Isère", "zz", "1", "01", "76000"]))
def test_any_text_beside_a_departement(text: str, home: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    asked = home if home.strip() else None
    if text.strip():  # an empty cell is said to be so, wherever it is
        assert same(text, said(ANSWERS.of(text, None, asked)), found(KNOWN, text, asked), asked)


ADDRESSES = st.builds(
    lambda street, box, code, town, end: f"{street}{box}{code}{town}{end}",
    st.sampled_from(
        ["12 rue de Paris", "1250 route X", "Place Y", "ZI", "3, rue A", "", "A-1 rue"]
    ),
    st.sampled_from(["", " BP 12345", ", CS 30120", " - BP 9", ", 8130, ", " 01044"]),
    st.sampled_from([", 76000 ", " 68100 ", ", 67070 ", " 20704 ", ", 14570 ", " 99999 "]),
    st.sampled_from(["Rouen", "Mulhouse", "STRASBOURG CEDEX 9", "Ajaccio", "Vey Le", "Nulle-Part"]),
    st.sampled_from(["", " FRANCE", " (76)", ", France", " CEDEX"]),
)


@settings(max_examples=300, deadline=None)
@given(ADDRESSES)
def test_an_address_is_read_as_find_reads_it(address: str) -> None:
    """Only its code and its town, where that is all that the ladder reads of it."""
    assert said(ANSWERS.of(address)) == found(KNOWN, address)


def test_every_town_at_its_code_is_read_as_find_reads_it() -> None:
    names = dict(bulk.communes())
    towns = [f"{code} {names[insee]}" for code, held in bulk.postal_codes() for insee in held]
    assert len(set(map(fold, towns))) == len(towns)  # no two of one name at one code
    for town in (*towns[::9], *(town.upper() for town in towns[::97])):
        assert said(ANSWERS.of(f"12 rue Y {town}")) == found(KNOWN, town), town


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Boissy-lès-Perche 28340 France", "a country is no town"),
        ("Marseille 13e Arrondissement arr", "such words are read through"),
        ("A-1 rue 20704 Ajaccio", "a code that the data do not have"),
        ("Paris 15 eme", "a rank in two words"),
        ("CC INTERCOM DE LA VIRE AU NOIREAU du", "link words at the end of an EPCI's name"),
        ("EHPAD de Pau et zzyzx", "a name that ends before et"),
        ("zzyzx Haute-Savoie", "an area at the end, beside no town"),
        ("Caen Normandie", "an area at the end, beside its town"),
        ("COMMUNE DE VALENCE (MAIRIE)", "homonyms with different guichets"),
        ("COMMUNE DE SAINTE-COLOMBE (MAIRIE)", "many homonyms"),
        ("Montels", "homonyms with one guichet vert, of which one has a desk of its own"),
    ],
)
def test_these_too_are_read_as_find_reads_them(text: str, reason: str) -> None:
    for at in range(60):  # so many that the gazetteer is held in memory
        ANSWERS.of(f"zzyzx {at} qqq")
    assert same(text, said(ANSWERS.of(text)), found(KNOWN, text)), reason


def test_the_names_of_areas_stand_beside_their_codes() -> None:
    out = annotated(b"lieu;n\n05700;1\n68;2\nVienne;3\n", more=("departement_name", "region_name"))
    rows = list(csv.reader(io.StringIO(out.decode()), delimiter=";"))
    assert [row[-2:] for row in rows] == [
        ["reseaux_departement_name", "reseaux_region_name"],
        ["Hautes-Alpes;Drôme", "Auvergne-Rhône-Alpes;Provence-Alpes-Côte d'Azur"],
        ["Haut-Rhin", "Grand Est"],
        ["", ""],
    ]


@pytest.mark.parametrize(
    ("text", "departement", "expected", "why"),
    [
        ("Mayenne", "53", b"covered,53,52,{}", "a commune and its département"),
        ("Mayenne", None, b"covered,53,52,{}", "which no other has the name of"),
        ("Montels", None, b"covered,09;34;81,76,resocc", "communes, one of which has a desk"),
        ("Vienne", None, b"ambiguous,,,", "a commune of another region than its département's"),
    ],
)
def test_places_with_one_answer_in_all_columns_are_one(
    text: str, departement: str | None, expected: bytes, why: str
) -> None:
    """``find`` asks which, since their other local networks differ; a column may tell those."""
    guichet = cells(ANSWERS.of("53")).rpartition(b",")[2]
    answer = ANSWERS.of(text, None, departement)
    assert cells(answer) == expected.replace(b"{}", guichet), why
    if text == "Montels":
        assert answers_of(local=True).of(text).status == "ambiguous"


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is forgotten is looked up again."""
    monkeypatch.setattr(annotation, "_ROOM", 50_000)
    kept: list[int] = []
    known = annotation._Known

    class Watched(known):  # type: ignore[misc, valid-type]
        def __missing__(self, key: Any) -> Any:
            kept.append(len(self))
            return super().__missing__(key)

    monkeypatch.setattr(annotation, "_Known", Watched)
    rows = b"".join(b"76000%b,76\n" % (b" " * (at % 900)) for at in range(3000))
    for home in (None, "dep"):
        out = annotated(b"lieu,dep\n" + rows, departement_column=home)
        assert out.count(ROUEN) == 3000
        assert 20 < max(kept) < 400


def test_what_was_met_before_changes_nothing() -> None:
    """A name without its spaces, or a bad SIREN, must not answer for what looks like it."""
    texts = ["LePin", "Le Pin", "L e Pin", "V i r e", "Vire", "217605402", "356000000", "110000015"]
    texts += ["21760540200016", "35600000000048", "35600000000049", "11000001500013", "2A 004"]
    texts += [
        "2 A004",
        "LesMées",
        "Les Mées",
        "LeTampon9",
        "Le Tampon",
        "LeTampon",
        "1x004",
        "1x 004",
        "HauteYutz",
        "Haute Yutz",  # as long as a SIREN
        "2AOta",
        "2A Ota",  # as long as a code of Corsica
        "217605401000171",  # a SIRET and one digit
    ]
    for order in (texts, texts[::-1]):
        answers = indexed(Answers(KNOWN))
        for text in order:
            answers.of(text)
        for text in order:
            assert said(answers.of(text)) == found(KNOWN, text), text


def test_a_catalogue_that_covers_communes() -> None:
    """An overlay may cover some communes alone; then the tables are read commune by commune."""
    first = KNOWN.facets["kind"]["guichet-vert"][0]
    networks = list(KNOWN.networks)
    networks[first] = networks[first].replace(communes=("68224",))
    homes = KNOWN.facets["departement"]
    facets = {
        **KNOWN.facets,
        "scope": {**KNOWN.facets["scope"], "below": (first,)},
        "departement": {**homes, "68": (*homes.get("68", ()), first)},
    }
    local = KNOWN.replace(networks=networks, facets=facets)
    answers = indexed(Answers(local))
    for code in ("68224", "68100", "68110", "68000", "68", "Mulhouse", "200066009", "76000"):
        assert said(answers.of(code)) == found(local, code), code
    assert answers.of("68224").status == "covered"


def own_desk(rank: int, coverage: str, more: str = "") -> str:
    return f"""  - id: relais-{rank}
    name: "Relais {rank}"
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {{{coverage}}}
    summary: Aide à rédiger la clause sociale.
    checked_on: "2026-11-24"
    contact: {{phone: "03 00 00 00 0{rank}"}}
{more}"""


@pytest.fixture(scope="module")
def with_desks(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Desks of a département, of an EPCI, of communes, and two that are not valid now."""
    desks = [
        own_desk(1, 'departements: ["68"]'),
        own_desk(2, 'epci: ["200066009"]'),
        own_desk(3, 'communes: ["68224", "68331"]'),
        own_desk(4, 'communes: ["68224", "76540"]')
        .replace("    contact: {phone", "    contact: {page")
        .replace('"03 00 00 00 04"', "https://www.example.org"),
        own_desk(5, 'departements: ["68"]', '    valid_until: "2026-01-01"\n'),
        own_desk(6, 'departements: ["68"]', '    valid_from: "2027-01-01"\n'),
    ]
    file = tmp_path_factory.mktemp("own") / "networks.yaml"
    file.write_text("networks:\n" + "".join(desks), encoding="utf-8")
    return loader.load(None, (str(file),))


def test_desks_of_ones_own_are_added_where_they_serve_all_of_the_place(
    with_desks: Catalogue,
) -> None:
    """The smaller ground first; a cell has the ranks of the others; none that is not valid."""
    table = b"lieu\n68224\n68331\n68\n200066009\n76540\n76000\nVienne\nxx\n"
    more = ("local", "local_name", "local_phone", "local_page")
    columns: tuple[tuple[str | None, str], ...] = ((None, "lieu"),)
    annotation = annotation_by(with_desks, table, columns, more=more, today="2026-11-24")
    rows = list(csv.reader(io.StringIO(b"".join(annotation.csv()).decode())))
    assert rows[0][5:] == [f"reseaux_{name}" for name in more]
    phones = [f"03 00 00 00 0{rank}" for rank in range(7)]
    page = "https://www.example.org"
    east = ("commande-publique-grand-est", "Commande publique Grand Est")
    both = (
        f"relais-2;relais-1;{east[0]}",
        f"Relais 2;Relais 1;{east[1]}",
        f"{phones[2]};{phones[1]};",
        "",
    )
    normandy = ("acheteurs-normands", "Réseau des acheteurs normands")
    assert {row[0]: tuple(row[5:]) for row in rows[1:]} == {
        "68224": (
            f"relais-3;relais-4;relais-2;relais-1;{east[0]}",
            f"Relais 3;Relais 4;Relais 2;Relais 1;{east[1]}",
            f"{phones[3]};;{phones[2]};{phones[1]};",
            f";{page};;;",
        ),
        "68331": (
            f"relais-3;relais-1;{east[0]}",
            f"Relais 3;Relais 1;{east[1]}",
            f"{phones[3]};{phones[1]};",
            "",
        ),
        "200066009": both,
        "68": (f"relais-1;{east[0]}", f"Relais 1;{east[1]}", f"{phones[1]};", ""),
        "76540": (*normandy, "", ""),  # a postal code first, that of Valmont
        "76000": (f"relais-4;{normandy[0]}", f"Relais 4;{normandy[1]}", "", f"{page};"),
        "Vienne": ("", "", "", ""),
        "xx": ("", "", "", ""),
    }


def test_the_names_and_addresses_of_the_guichets_verts(tmp_path: Path) -> None:
    """Those of several in their order, so that each stands beside its own; no cell is a formula."""
    file = tmp_path / "networks.yaml"
    file.write_text("""networks:
  - {id: ran-coper, name: '=1+1 "x"', contact: {email: contact@a.example}}
  - {id: reseco, name: '"R" co'}
  - {id: arbe, contact: {phone: "04 00 00 00 00", page: "https://www.example.org/p"}}
""")
    mine = loader.load(None, (str(file),))
    more = ("name", "website", "page", "email", "phone")
    columns: tuple[tuple[str | None, str], ...] = ((None, "lieu"),)
    table = b"lieu,n\n05700,1\n76000,2\n68,3\nVienne,4\n35000,5\n"
    out = b"".join(annotation_by(mine, table, columns, more=more).csv()).decode()

    def fields(*ids: str) -> list[str]:
        networks = [mine.network(one) for one in ids]
        contacts = [[getattr(one.contact, name) or "" for one in networks] for name in more[1:]]
        names = [one.name for one in networks]
        return [";".join(each) if any(each) else "" for each in (names, *contacts)]

    rouen, rennes = fields("ran-coper"), fields("reseco")
    assert {row[0]: row[6:] for row in csv.reader(out.splitlines())} == {
        "lieu": [f"reseaux_{name}" for name in more],
        "05700": fields("aura-ee", "arbe"),
        "76000": ['\'=1+1 "x"', *rouen[1:]],
        "35000": ['"R" co', *rennes[1:]],
        "68": [""] * 5,
        "Vienne": [""] * 5,
    }
    assert (rouen[3], fields("arbe")[2]) == ("contact@a.example", "https://www.example.org/p")


def test_what_is_not_valid_today_is_told_in_the_note(tmp_path: Path) -> None:
    """As ``find`` tells it; a desk that is not valid is not in the cells of the local networks."""
    desks = [
        own_desk(1, 'departements: ["76"]'),
        own_desk(5, 'departements: ["76"]', '    valid_until: "2026-01-01"\n'),
        own_desk(6, 'communes: ["76540"]', '    valid_from: "2027-01-01"\n'),
        '  - {id: ran-coper, valid_until: "2025-01-01"}\n',
    ]
    file = tmp_path / "networks.yaml"
    file.write_text("networks:\n" + "".join(desks), encoding="utf-8")
    mine = loader.load(None, (str(file),))
    columns: tuple[tuple[str | None, str], ...] = ((None, "lieu"),)
    gone = (
        f"{mine.network('ran-coper').name} : fiche valable jusqu'au 1er janvier 2025, à vérifier."
    )
    old = "Relais 5 : fiche valable jusqu'au 1er janvier 2026, à vérifier."
    later = "Relais 6 : fiche valable à partir du 1er janvier 2027 seulement."
    normandy, paris = "acheteurs-normands", "maximilien-clauses-sociales"
    told: dict[tuple[str, ...], list[tuple[str, ...]]] = {
        ("local", "note"): [
            ("76", f"relais-1;{normandy}", f"{gone} {old}"),
            ("Yvetot", f"relais-1;{normandy}", f"{gone} {old}"),
            ("76000", f"relais-1;{normandy}", f"{gone} {later} {old}"),
            ("75056", paris, ""),
        ],
        ("note",): [("76", gone), ("Yvetot", gone), ("76000", gone), ("75056", "")],
        ("local",): [
            *((text, f"relais-1;{normandy}") for text in ("76", "Yvetot", "76000")),
            ("75056", paris),
        ],
    }
    table = b"lieu\n76\nYvetot\n76000\n75056\n"
    for more, expected in told.items():
        annotation = annotation_by(mine, table, columns, more=more, today="2026-11-24")
        rows = list(csv.reader(io.StringIO(b"".join(annotation.csv()).decode())))
        assert [(row[0], *row[5:]) for row in rows[1:]] == expected
        covered = {status: many for status, many in annotation.statuses.items() if many}
        assert covered == {"covered": 4}
        # The summary tells them of the rows there are, with or without a column of notes.
        outdated = [gone, *([] if more == ("note",) else [old, later])]
        assert sorted(annotation.outdated) == sorted(outdated)
    annotation = annotation_by(mine, b"lieu\n75056\n", columns, today="2026-11-24")
    assert b"".join(annotation.csv()).endswith(b"75056,covered,75,11,maximilien\n")
    assert not annotation.outdated
    # Nor of a cell that was read only to compare it with the one that is answered.
    both, row = (*columns, ("code-postal", "cp")), b"lieu,cp\n75056,76000\n"
    annotation = annotation_by(mine, row, both, more=("note",), today="2026-11-24")
    assert b"La ligne se contredit" in b"".join(annotation.csv())
    assert not annotation.outdated
    for text, _, note in told["local", "note"][1:]:  # "76" has a part that relais-6 serves
        found = matching.find(mine, Query("find"), resolve(text), "2026-11-24")
        assert " ".join(found.notes) == note


def test_the_same_local_networks_as_find(with_desks: Catalogue) -> None:
    answers = indexed(Answers(with_desks, local=True, today="2026-11-24"))
    places = random.Random(7).sample([one for one, _ in bulk.communes()], 300)
    places += [code for code, _ in bulk.communes() if code.startswith("68")]
    places += [one.code for one in gazetteer.departements()]
    places += [one.code for one in bulk.all_epci()][::9]
    places += ["Mulhouse", "68100", "67999", "Saint-Denis", "Alsace", "44"]
    for text in places:
        outcome = resolve(text)
        assert isinstance(outcome, Places)
        told = matching.find(with_desks, Query("find"), outcome, "2026-11-24")
        here = [
            one.network.id
            for one in told.results
            if one.network.scope == "local"
            and one.network.kind != "guichet-vert"
            and one.coverage == "full"
            and one.network.id not in ("relais-5", "relais-6")
        ]
        assert list(answers.of(text).local) == here, text


# --- whatever the bytes --------------------------------------------------------------------------

SOUP = st.lists(
    st.sampled_from(
        [b",", b"\n", b"\r\n", b"\r", b'"', b'""', b"76000", b"x", b"\xff", b"\x00", b";", b" "]
    ),
    max_size=40,
).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(SOUP, st.integers(1, 3), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_nothing_of_the_rows_changes(body: bytes, width: int, newline: bytes) -> None:
    """Without its answers, and what fills short rows up to them, the output is the input."""
    names = b",".join(b"lieu%d" % at for at in range(width))
    if newline == b"\r" and b"\n" in body:
        return  # which would be the end of rows
    out = annotated(names + newline + body, f"lieu{width - 1}", delimiter=",")
    rest = out.removeprefix(names + b"," + NAMES + newline)
    at = 0
    for piece in re.split(rb",(?:covered|unknown|invalid|none)(?:,[^,\r\n]*){3}", rest):
        same = next(
            (n for n in range(len(piece)) if piece[n : n + 1] != body[at + n : at + n + 1]),
            len(piece),
        )
        assert not piece[same:].strip(b",")
        assert width > 1 or same == len(piece)
        at += same
    assert at == len(body)


@settings(max_examples=300, deadline=None)
@given(SOUP, st.integers(1, 3))
def test_the_rows_are_those_of_csv(body: bytes, width: int) -> None:
    """Where ``csv`` can read it: rows end at line feeds, quotes are closed, cells are whole."""
    body = body.replace(b"\r", b"")
    if body.count(b'"') % 2:
        body += b'"'
    if b'"' in body and re.search(rb'(^|[,\n])"(?:[^"]|"")*$', body):
        return  # a quote that nothing closes: csv takes all that follows for one cell
    names = ",".join(f"lieu{at}" for at in range(width)).encode()
    table = annotation_of(names + b"\n" + body, "lieu0", delimiter=",")
    list(table.csv())
    read = csv.reader(io.StringIO(body.decode("latin-1"), newline=""))
    expected = [row for row in read if row]
    assert table.rows == len(expected)
    assert table.long_rows == sum(len(row) > width for row in expected)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise(body: bytes) -> None:
    out = annotated(b"lieu;b\n" + body)
    assert out.count(b"\n") >= body.count(b"\n")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
@example(b',"')  # under the comma, a quote that stays open
def test_no_header_whatever_breaks(first: bytes) -> None:
    with contextlib.suppress(UsageError, FileError):
        annotated(first, "1")


# csv itself writes a carriage return without quotes, and does not read it back.
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(LETTERS, st.sampled_from(["76000", "Vienne", "68", "x,y", ""])),
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_csv_writes_csv_reads_back(
    table: list[tuple[str, str]], mark: str, end: str, quoting: int
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("a", "lieu"), *table])
    out = annotated(text.getvalue().encode()).decode()
    read = list(csv.reader(io.StringIO(out, newline=""), delimiter=mark))
    assert read[0] == ["a", "lieu", *ADDED_COLUMNS]
    assert [tuple(row[:2]) for row in read[1:]] == table
    assert [row[2] for row in read[1:]] == [ANSWERS.of(b).status for _, b in table]
