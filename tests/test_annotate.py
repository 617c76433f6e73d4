"""What ``annotate`` writes, byte for byte: the user's rows as they came, each with its answer."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import re
from functools import cache
from itertools import islice
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux import annotation, gazetteer
from achats_reseaux.annotation import ADDED_COLUMNS, Annotation, csv_table
from achats_reseaux.annotation.answers import STATUSES, Answers, TextAnswer
from achats_reseaux.annotation.columns import matching_columns
from achats_reseaux.annotation.csv_table import CHUNK, LONGEST_ROW, CsvTable
from achats_reseaux.annotation.likely_column import likely_option
from achats_reseaux.answering import matching
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import is_missing, is_siret, luhn
from achats_reseaux.model import Places, Query
from annotate_tables import NAMES, ROUEN, cases, content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from achats_reseaux.annotation import PlaceColumn
    from achats_reseaux.model import Catalogue

KNOWN = loader.load()
LIEU: tuple[PlaceColumn, ...] = ((None, "lieu"),)


@cache
def answers_of(noted: bool = False, local: bool = False, today: str = "") -> Answers:
    """Answers that tables share: to learn every code for each would be most of a test."""
    return warm(Answers(KNOWN, noted=noted, local=local, today=today))


def warm(answers: Answers) -> Answers:
    """Answers that have met so many codes and names that all are at hand; before, none is."""
    for code, _ in islice(bulk.communes(), 1001):
        answers.of(code)
    for at in range(60):
        answers.of(f"zzyzx {at} x")
    return answers


ANSWERS = answers_of()


def annotation_by(
    catalogue: Catalogue,
    table: bytes,
    columns: tuple[PlaceColumn, ...] = LIEU,
    *,
    most: int = CHUNK,
    delimiter: str | None = None,
    encoding: str | None = None,
    **options: Any,
) -> Annotation:
    """The annotation of a table of which at most so many bytes are read at once."""
    stream = io.BytesIO(table)

    def found(names: list[str]) -> int:
        return sum(bool(matching_columns(names, one)) for _, one in columns)

    read = CsvTable(
        lambda size: stream.read(min(size, most)), delimiter, rank=found, encoding=encoding
    )
    return Annotation(read, catalogue, columns, **options)


def annotation_of(table: bytes, column: str = "lieu", **options: Any) -> Annotation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotation, "Answers", lambda _, **asked: answers_of(**asked))
        return annotation_by(KNOWN, table, ((None, column),), **options)


def annotated(table: bytes, column: str = "lieu", **options: Any) -> bytes:
    return b"".join(annotation_of(table, column, **options).csv())


def rows_of(annotation: Annotation) -> list[list[str]]:
    """The rows of a table that is annotated, its header first."""
    text = b"".join(annotation.csv()).decode()
    mark = ";" if ";" in text.partition("\n")[0] else ","
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def cells(answer: TextAnswer) -> str:
    """The cells of an answer."""
    codes = (answer.departements, answer.regions, answer.guichets_verts)
    return ",".join([answer.status, *map(";".join, codes)])


def said(answer: TextAnswer) -> tuple[str, str]:
    """Status and guichets verts."""
    return answer.status, ";".join(answer.guichets_verts)


# --- whole outputs -------------------------------------------------------------------------------

OUTPUTS = cases("outputs")


def asked(options: str) -> dict[str, Any]:
    """The options of a row: ``column=Code Postal``, ``more=note,name``."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r"(\w+)=(.*?)(?= \w+=|$)", options):
        key = "departement_column" if name == "departement" else name
        found[key] = tuple(value.split(",")) if name == "more" else value
    return found


@pytest.mark.parametrize("case", OUTPUTS, ids=[one["reason"] for one in OUTPUTS])
def test_the_table_comes_out_as_it_came_in(case: dict[str, str]) -> None:
    table, expected = content(case["given"]), content(case["expected"])
    options = asked(case["options"])
    assert annotated(table, **options) == expected
    for most in range(1, len(table), 5):  # a pipe gives what it has
        assert annotated(table, most=most, **options) == expected


@pytest.mark.parametrize("row", [b"x,76000\n", b'"x,\n""",76000\n', b"x,76000\r\n", b"x,76000\r"])
def test_rows_cut_between_two_reads(row: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row, a line end, a letter may be cut anywhere."""
    end = row[len(row.rstrip(b"\r\n")) :]
    for size in range(len(row), 2 * len(row)):
        monkeypatch.setattr(csv_table, "CHUNK", size)
        out = annotated(b"a,lieu" + end + row * 9)
        assert out == b"a,lieu," + NAMES + end + (row.removesuffix(end) + b"," + ROUEN + end) * 9


CELLS = cases("cells")


@pytest.mark.parametrize("case", CELLS, ids=[one["reason"] for one in CELLS])
def test_values(case: dict[str, str]) -> None:
    table = CsvTable(io.BytesIO(b"a,b\n").read)
    text = table.text(content(case["cell"]).decode("latin-1"))
    assert cells(ANSWERS.of(text)) == case["expected"]
    assert {one["expected"].partition(",")[0] for one in CELLS} == set(STATUSES)


REFUSED = cases("refused")


@pytest.mark.parametrize("case", REFUSED, ids=[one["given"][:30] for one in REFUSED])
def test_a_header_that_will_not_do(case: dict[str, str]) -> None:
    table = content(case["given"])
    home = "1" if b"dep" in table else None
    with pytest.raises((UsageError, FileError)) as caught:
        annotated(table, case["column"], departement_column=home, more=("note",))
    assert (caught.value.message, caught.value.hint) == (case["message"], case["hint"])
    refused = UsageError if "colonne" in case["message"] or "vide" in case["message"] else FileError
    assert caught.type is refused


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b'"lieu\n' + b"76000\n" * (LONGEST_ROW // 6 + CHUNK), "La première ligne ne finit pas"),
        (b"x" * (LONGEST_ROW + 2 * CHUNK), "La première ligne ne finit pas"),
        (b"lieu\n" + b"x" * (LONGEST_ROW + 2 * CHUNK), "Plus de 1 Mio sans fin de ligne"),
    ],
    ids=["an open quote in a long header", "no line end", "a line without end"],
)
def test_what_does_not_end_is_no_table(table: bytes, told: str) -> None:
    """In a row an open quote costs that row; in the header, nothing would stand under its name."""
    with pytest.raises(FileError, match=told):
        annotated(table)


def test_an_open_quote_in_a_long_file() -> None:
    row = b"x,76000\n"
    many = (LONGEST_ROW + 3 * CHUNK) // len(row)
    out = annotated(b'a,lieu\n"open,76000\n' + row * many)
    body = (b"x,76000,%b\n" % ROUEN) * many
    assert out == b'a,lieu,%b\n"open,76000,%b\n' % (NAMES, ROUEN) + body


@pytest.mark.parametrize("case", cases("columns"), ids=lambda case: str(case["reason"]))
def test_the_likely_column_is_proposed(case: dict[str, str]) -> None:
    table = CsvTable(io.BytesIO(content(case["given"])).read)
    assert (likely_option(table) or "") == case["option"]


def test_the_likely_column_is_that_of_the_first_twenty_rows() -> None:
    table = CsvTable(io.BytesIO(b"lieu\n" + b"Rouen\n" * 20 + b"zzyzx\n" * 30).read)
    assert likely_option(table) == "--column lieu"


# --- annotate and find never disagree ------------------------------------------------------------


def found(
    catalogue: Catalogue, text: str, departement: str | None = None, kind: str | None = None
) -> tuple[str, str]:
    """Status and guichets verts, as ``find`` without filters gives them; not what it suggests."""
    outcome = resolve(text, kind, departement=departement, suggest=False)
    answer = matching.find(catalogue, Query("find", input=text), outcome, "2026-01-01")
    if answer.guichet_vert is None:
        return answer.status, ""
    return answer.guichet_vert.status, ";".join(answer.guichet_vert.networks)


def same(text: str, departement: str | None = None) -> bool:
    """Whether ``annotate`` says what ``find`` says; or parts no homonyms of one guichet vert."""
    ours = said(ANSWERS.of(text, None, departement))
    theirs = found(KNOWN, text, departement)
    if ours == theirs or theirs[0] != "ambiguous":
        return ours == theirs
    outcome = resolve(text, departement=departement)
    assert isinstance(outcome, Places)
    guichets = [matching.guichet_vert_at(KNOWN, place) for place in outcome.candidates]
    return {(one.status, ";".join(one.networks)) for one in guichets} == {ours}


def test_every_kind_of_code_of_the_tables() -> None:
    """Postal codes, INSEE codes of all ages, SIREN of communes and groupings."""
    tables = (bulk.postal_codes(), bulk.communes(), bulk.sirens())
    every = [code for table in tables for code, _ in table]
    territories = (*gazetteer.every("part"), *gazetteer.every("former"), *gazetteer.every("epci"))
    every += [one.code for one in territories]
    rng = random.Random(0)
    for code in rng.sample(every, 2500):
        assert said(ANSWERS.of(code)) == found(KNOWN, code), code
    sirens = [siren for siren, _ in bulk.sirens()] + ["356000000", "110000015", "000000000"]
    for _ in range(700):
        stem = f"{rng.choice(sirens)}{rng.randrange(100_000):05}"
        valid = next(text for text in (f"{stem[:-1]}{key}" for key in range(10)) if luhn(text))
        assert is_siret(valid) == luhn(stem[:9])
        for text in (stem, valid):
            assert said(ANSWERS.of(text)) == found(KNOWN, text), text


KINDS = ["siret", "siren", "insee", "code-postal", "commune", "epci", "departement"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_one_kind_takes_no_code_of_another(kind: str) -> None:
    codes = "76 76000 76540 2A004 217605401 21760540100017 200023414 20002341400014 50129 76095"
    for code in (*codes.split(), "217 605 401", "2a 004", "Rouen", "X1234"):
        assert said(ANSWERS.of(code, kind)) == found(KNOWN, code, kind=kind), code


@pytest.mark.parametrize("case", cases("like_find"), ids=lambda case: str(case["reason"]))
def test_a_text_is_read_as_find_reads_it(case: dict[str, str]) -> None:
    assert same(case["text"])


PIECES = st.sampled_from(
    "Saint- Rouen 76000 76 Vienne Le La Havre CEDEX , ( ) - ' st mairie de / : x1 Q9 é œ"
    ' 21760540100017 Métropole Normandie PACA 2A 2a004 le mans . " = insee: 0 12'.split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=25),
    st.lists(PIECES, min_size=1, max_size=5).map(" ".join),
    st.lists(PIECES, min_size=1, max_size=3).map("".join),
)
HOMES = st.sampled_from([None, " ", "76", "93", "974", "Isère", "zz", "1", "01", "76000"])


@settings(max_examples=200, deadline=None)
@example("A01000 <", None)  # no postal code, for it does not begin where a word does
@example("Rouen 76000 <", None)  # no town after the code
@example("0;01001 CEDEX", None)
@example("2A000;01000 A", None)  # two codes
@example("ROUEN 76 76", None)  # a département twice
@example("X" + "1" * 500, None)  # longer than any address
@given(TEXTS, HOMES)
def test_any_text_beside_any_departement(text: str, home: str | None) -> None:
    text = text.encode("utf-8", "replace").decode()
    if text.strip():  # an empty cell is said to be so, wherever it is
        assert same(text, home if home and home.strip() else None)


ADDRESSES = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(
        ["12 rue de Paris", "1250 route X", "Place Y", "ZI", "3, rue A", "", "A-1 rue"]
    ),
    st.sampled_from(["", " BP 12345", ", CS 30120", " - BP 9", ", 8130, ", " 01044", " DE"]),
    st.sampled_from(
        [", 76000 ", " 68100 ", ", 67070 ", " 20704 ", ", 14570 ", " 99999 ", "-68100 "]
    ),
    st.sampled_from(["Rouen", "Mulhouse", "STRASBOURG CEDEX 9", "Ajaccio", "Vey Le", "Nulle-Part"]),
    st.sampled_from(["", " FRANCE", " (76)", ", France", " CEDEX"]),
)


@settings(max_examples=200, deadline=None)
@given(ADDRESSES)
def test_an_address_is_read_as_find_reads_it(address: str) -> None:
    assert same(address)


def test_every_town_at_its_code_is_read_as_find_reads_it() -> None:
    names = dict(bulk.communes())
    towns = [f"{code} {names[insee]}" for code, held in bulk.postal_codes() for insee in held]
    for town in (*towns[::31], *(town.upper() for town in towns[::297])):
        assert same(f"12 rue Y {town}"), town


def test_what_was_met_before_changes_nothing() -> None:
    """A name without its spaces, or a bad SIREN, must not answer for what looks like it."""
    texts = (
        "LePin|Le Pin|L e Pin|V i r e|Vire|217605402|356000000|110000015|21760540200016|2A 004"
        "|35600000000048|35600000000049|11000001500013|2 A004|LesMées|Les Mées|LeTampon9|Le Tampon"
        "|LeTampon|1x004|1x 004|HauteYutz|Haute Yutz|2AOta|2A Ota|217605401000171"
    ).split("|")
    for order in (texts, texts[::-1]):
        answers = warm(Answers(KNOWN))
        for text in (*order, *order):
            assert said(answers.of(text)) == found(KNOWN, text), text


def test_a_note_says_what_find_says() -> None:
    rng, noted = random.Random(0), answers_of(noted=True)
    texts = ["Drom", "Bretagne", "Loire", "Chalon", "La Réunion", "2A", "975", "98846"]
    aliases = [row[0] for row in gazetteer.ALIASES.all()]
    texts += [one for one in aliases if not is_missing(one)][::7]  # "na" is a mark in a table
    texts += rng.sample([name for _, name in bulk.communes()], 150)
    texts += [one.name for one in gazetteer.every("part")][::80] + [
        one.name for one in gazetteer.every("former")
    ][::180]
    codes = [code for table in (bulk.communes(), bulk.postal_codes()) for code, _ in table]
    texts += rng.sample(codes, 500)
    texts += [siren for siren, _ in bulk.sirens()][::500]
    texts += [one.code for one in gazetteer.every("part")][::27] + [
        one.code for one in gazetteer.every("former")
    ][::45]
    texts += [one.code for one in gazetteer.every("epci")][::50]
    told = 0
    for text in texts:
        answer = matching.find(KNOWN, Query("find", input=text), resolve(text), "2026-01-01")
        if answer.guichet_vert is not None and not answer.candidates:  # those it has a command for
            one = noted.of(text)
            message = (answer.message,) if answer.guichet_vert.status == "none" else ()
            told_by_find = (answer.guichet_vert.status, " ".join((*message, *answer.notes)))
            assert (one.status, one.note) == told_by_find, text
            told += bool(answer.notes)
    assert told > 150


@pytest.mark.parametrize("case", cases("notes"), ids=lambda case: str(case["reason"]))
def test_the_note_of_a_row(case: dict[str, str]) -> None:
    named = [one.rpartition(":") for one in case["columns"].split(" ")]
    columns = tuple((None if kind == "(any)" else kind, name) for kind, _, name in named)
    header = [*(name for _, name in columns), *filter(None, [case["departement"]])]
    table = f"{';'.join(header)};n\n{case['row']};1\n".encode()
    home = case["departement"] or None
    noted = annotation_by(KNOWN, table, columns, departement_column=home, more=("note",))
    row = rows_of(noted)[1]
    assert row[-1] == case["note"]
    bare = annotation_by(KNOWN, table, columns, departement_column=home)  # the same but for it
    assert rows_of(bare)[1] == row[:-1]


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ("website,note", "ARNia : Ancien site (actualité d'avril 2024), pas celui du guichet."),
        ("note,email", ""),
        ("note,local_website", ""),
    ],
)
def test_the_note_tells_whose_the_contacts_are_that_stand_beside_it(more: str, note: str) -> None:
    head, row = rows_of(annotation_of(b"lieu\nDijon\n", more=tuple(more.split(","))))
    assert dict(zip(head, row, strict=True))["reseaux_note"] == note


def test_homonyms_whose_local_networks_differ_are_one_only_where_none_is_told() -> None:
    assert ANSWERS.of("Montels").status == "covered"
    assert answers_of(local=True).of("Montels").status == "ambiguous"
    assert cells(ANSWERS.of("Mayenne", None, "53")) == cells(ANSWERS.of("53"))
    assert cells(ANSWERS.of("Mayenne")) == cells(ANSWERS.of("53"))  # a commune and its département


# --- catalogues of one's own ----------------------------------------------------------------------


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


PAST, FUTURE = '    valid_until: "2026-01-01"\n', '    valid_from: "2027-01-01"\n'
PAGE = "https://www.example.org"
DESKS = [
    own_desk(1, 'departements: ["68"]'),
    own_desk(2, 'epci: ["200066009"]'),
    own_desk(3, 'communes: ["68224", "68331"]'),
    own_desk(4, 'communes: ["68224", "76540"]').replace('phone: "03 00 00 00 04"', f"page: {PAGE}"),
    own_desk(5, 'departements: ["68"]', PAST),
    own_desk(6, 'departements: ["68"]', FUTURE),
]


@pytest.fixture
def with_networks(tmp_path: Path) -> Callable[..., Catalogue]:
    """A function that lays networks over the bundled ones."""

    def laid_over(*networks: str) -> Catalogue:
        file = tmp_path / "networks.yaml"
        file.write_text("networks:\n" + "".join(networks), encoding="utf-8")
        return loader.load(None, (str(file),))

    return laid_over


def test_the_same_local_networks_as_find(with_networks: Callable[..., Catalogue]) -> None:
    mine = with_networks(*DESKS)
    answers = warm(Answers(mine, local=True, today="2026-11-24"))
    places = random.Random(7).sample([one for one, _ in bulk.communes()], 300)
    places += [code for code, _ in bulk.communes() if code.startswith("68")][::3]
    places += [one.code for one in gazetteer.departements()]
    places += [one.code for one in gazetteer.every("epci")][::9]
    places += ["Mulhouse", "68100", "67999", "Saint-Denis", "Alsace", "44"]
    for text in places:
        outcome = resolve(text)
        assert isinstance(outcome, Places)
        told = matching.find(mine, Query("find"), outcome, "2026-11-24")
        here = [
            one.network.id
            for one in told.results
            if one.network.scope == "local"
            and one.network.kind != "guichet-vert"
            and one.coverage == "full"
            and one.network.id not in ("relais-5", "relais-6")
        ]
        assert list(answers.of(text).local) == here, text


def test_a_catalogue_that_covers_communes(with_networks: Callable[..., Catalogue]) -> None:
    """One's own may cover some communes alone; then the tables are read commune by commune."""
    desk = own_desk(1, 'communes: ["68224"]').replace("social", "environnement")
    local = with_networks(desk.replace("facilitateurs", "guichet-vert"))
    answers = warm(Answers(local))
    for code in ("68224", "68100", "68110", "68000", "68", "Mulhouse", "200066009", "76000"):
        assert said(answers.of(code)) == found(local, code), code
    assert answers.of("68224").status == "covered"


# --- whatever the bytes --------------------------------------------------------------------------

SOUP = st.lists(
    st.sampled_from(
        [b",", b"\n", b"\r\n", b"\r", b'"', b'""', b"76000", b"x", b"\xff", b"\x00", b";", b" "]
    ),
    max_size=40,
).map(b"".join)


@settings(max_examples=200, deadline=None)
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


@settings(max_examples=200, deadline=None)
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
@given(st.binary(max_size=60), st.binary(max_size=200))
@example(b',"', b"")  # under the comma, a quote that stays open
def test_no_bytes_whatever_raise(first: bytes, body: bytes) -> None:
    with contextlib.suppress(UsageError, FileError):
        annotated(first, "1")
    assert annotated(b"lieu;b\n" + body).count(b"\n") >= body.count(b"\n")


# csv itself writes a carriage return without quotes, and does not read it back.
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
PLACES = st.sampled_from(["76000", "Vienne", "68", "x,y", ""])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(LETTERS, PLACES), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_csv_writes_csv_reads_back(
    table: list[tuple[str, str]], mark: str, end: str, quoted: bool
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, lineterminator=end, quoting=int(quoted))  # type: ignore[arg-type]
    writer.writerows([("a", "lieu"), *table])
    out = annotated(text.getvalue().encode()).decode()
    read = list(csv.reader(io.StringIO(out, newline=""), delimiter=mark))
    assert read[0] == ["a", "lieu", *ADDED_COLUMNS]
    assert [tuple(row[:2]) for row in read[1:]] == table
    assert [row[2] for row in read[1:]] == [ANSWERS.of(b).status for _, b in table]
