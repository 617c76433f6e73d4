"""What ``annotate`` makes of a table: the user's values as they came, each row with its answer."""

import contextlib
import csv
import gzip
import io
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import achats_reseaux
from achats_reseaux import annotation, gazetteer
from achats_reseaux.annotation import Annotation
from achats_reseaux.annotation.appended import ADDED_COLUMNS, AppendedColumns
from achats_reseaux.annotation.columns import likely_options
from achats_reseaux.annotation.headings import kind_of_heading
from achats_reseaux.annotation.text_answers import TextAnswer, TextAnswers
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Query
from achats_reseaux.answering.guichet_verdict import NO_GUICHET
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Catalogue, Places
from achats_reseaux.tables.csv_reader import read_table
from achats_reseaux.tables.csv_writer import CsvWriter
from achats_reseaux.text import french_number
from helpers.cases import every_row, tabled
from helpers.made_up import network, own_file
from helpers.run import run
from helpers.territories import sirens

KNOWN = loader.load()
ROUEN = "covered,76,28,ran-coper"
COLUMNS = ((None, "lieu"),)


@cache
def answers_of(noted: bool = False, local: bool = False) -> TextAnswers:
    """TextAnswers that tests share."""
    return TextAnswers(KNOWN, noted=noted, local=local)


def annotation_of(
    table: bytes,
    columns: tuple[tuple[str | None, str], ...] = COLUMNS,
    catalogue: Catalogue = KNOWN,
    form: str = "csv",
    to: str | None = None,
    header_row: str = "1",
    departement: str | None = None,
    **asked: Any,
) -> tuple[Annotation, CsvWriter]:
    """``asked`` is what ``AppendedColumns`` takes."""
    read = read_table(io.BytesIO(table), header_row=int(header_row))
    made = Annotation(
        read,
        catalogue,
        columns,
        AppendedColumns(catalogue, **asked),
        departement_column=departement,
        today="2026-11-30",
    )
    return made, CsvWriter(read, excel=form == "excel", encoding=to)


def rows_of(*arguments: Any, **options: Any) -> list[list[str]]:
    """The header and the rows that are written."""
    made, _ = annotation_of(*arguments, **options)
    return [row for rows in made.blocks() for row in rows]


def annotated(table: bytes, column: str = "lieu", **options: Any) -> bytes:
    made, writer = annotation_of(table, ((None, column),), **options)
    texts = [writer.start, *map(writer.text, made.blocks())]
    return b"".join(map(writer.encoded, texts))


def cells(answer: TextAnswer) -> str:
    """The cells of an answer."""
    codes = (answer.departements, answer.regions, answer.guichets_verts)
    return ",".join([answer.status, *map(";".join, codes)])


def spelt(cell: str) -> str:
    """``«;»`` is the names of our columns, ``«;R»`` Rouen's cells, after a semicolon each."""
    for mark in (",", ";", "\t", "|"):
        for sign, added in ((b"", ",".join(ADDED_COLUMNS)), (b"R", ROUEN)):
            short = f"«{mark}{sign.decode()}»"
            cell = cell.replace(short, mark + added.replace(",", mark))
    return cell


@every_row("annotate/outputs.tsv")
def test_the_table_comes_out_as_it_came_in(
    reason: str, options: str, given: str, expected: str
) -> None:
    asked: dict[str, Any] = dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", options))
    encoding = asked.pop("encoding", "utf-8")
    for name in {"more", "kinds", "themes"} & asked.keys():
        asked[name] = tuple(asked[name].split(","))
    out = spelt(expected).encode(asked.get("to", encoding))
    assert annotated(given.encode(encoding), **asked) == out, reason


@every_row("annotate/cells.tsv")
def test_values(cell: str, expected: str, reason: str) -> None:
    assert cells(answers_of().of(cell)) == expected, reason


@every_row("annotate/typed.tsv")
def test_values_of_a_kind(
    kind: str, cell: str, code_postal: str, expected: str, reason: str
) -> None:
    """In a row as well, where a postal code stands beside a commune."""
    assert cells(answers_of().of(cell, kind, None, code_postal)) == expected, reason
    if code_postal and expected[:7] == "covered":
        columns = (("commune", "a"), ("code-postal", "b"))
        found = rows_of(f"a,b\n{cell},{code_postal}\n".encode(), columns)[1][2:]
        assert ",".join(found) == expected, reason


def test_a_code_alone_is_read_as_any_text() -> None:
    """By a short way, which an answer with a note does not take."""
    rng = random.Random(5)
    codes = [code for table in (bulk.communes(), bulk.postal_codes()) for code, _ in table]
    codes += [siren for siren, _ in sirens()]
    for code in (*rng.sample(codes, 500), *(f"{rng.randrange(10**5):05}" for _ in range(100))):
        for kind in (None, "code-postal", "insee", "siren", "siret"):
            short, long = answers_of().of(code, kind), answers_of(noted=True).of(code, kind)
            assert short.replace(note="") == long.replace(note=""), (code, kind)


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2000, 2001])
def test_rows_are_answered_whatever_their_number(count: int) -> None:
    """A block has a thousand; nothing is lost nor added where one ends."""
    row = b"76000;x\n"
    expected = [["76000", "x", *ROUEN.split(",")]] * count
    assert rows_of(b"lieu;n\n" + row * count)[1:] == expected
    assert rows_of(b"lieu;n\n" + row * count + b"\n")[1:] == [*expected, []]
    for more in (b'76000;"x\n', b"76000\n", b"7\r6;x\n"):
        with pytest.raises(FileError, match=f"^La ligne {french_number(count + 2)} "):
            rows_of(b"lieu;n\n" + row * count + more)


def test_answers_that_are_forgotten_are_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [code for code, _ in bulk.postal_codes()][::2]
    table = "lieu\n" + "\n".join(codes + codes[::-1])
    before = rows_of(table.encode())
    monkeypatch.setattr(annotation, "_KEPT_CHARACTERS", 1)
    assert rows_of(table.encode()) == before


def test_a_wide_table_is_read_in_smaller_blocks() -> None:
    wide = b"lieu" + b",x" * 3000 + b"\n" + (b"76000" + b",y" * 3000 + b"\n") * 20
    made, _ = annotation_of(wide)
    assert [len(rows) for rows in made.blocks()] == [7, 6, 6, 2]


@every_row("annotate/refused.tsv")
def test_a_table_that_will_not_do(
    column: str, given: str, status: str, message: str, hint: str
) -> None:
    home = "1" if given.startswith("dep") else None
    with pytest.raises((UsageError, FileError)) as caught:
        annotated(given.encode("latin-1"), column, departement=home, more=("note",))
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.type is {"2": UsageError, "74": FileError}[status]


@pytest.mark.parametrize("cell", [b"a,", b"76000 ", "é;".encode()])
def test_a_line_that_is_longer_than_any_of_a_table_is_refused(cell: bytes) -> None:
    """It took forty times its length, and its number is told before a row is read."""
    table = b"lieu,a\n76000,1\n" + cell * (2**22 // len(cell))
    with pytest.raises(FileError) as caught:
        read_table(io.BytesIO(table))
    assert caught.value.message == "La ligne 3 dépasse 2 Mo : ce n'est pas un tableau."
    allowed = read_table(io.BytesIO(b"lieu,a\n76000," + b"1" * 2**20 + b"\n"))
    assert len(next(allowed.blocks())) == 1


@every_row("annotate/columns.tsv")
def test_the_likely_column_is_proposed(header: str, option: str, reason: str) -> None:
    table = read_table(io.BytesIO(header.encode()))
    assert likely_options(table.header) == option, reason


# --- annotate and find never disagree ------------------------------------------------------------


def found(catalogue: Catalogue, text: str) -> tuple[str, str]:
    """Status and guichets verts, as ``find`` without filters gives them; not what it suggests."""
    outcome = resolve(text, suggest=False)
    answer = matching.find(catalogue, Query("find", input=text), outcome, "2026-01-01")
    if answer.guichet_vert is None:
        return answer.status, ""
    return answer.guichet_vert.status, ";".join(answer.guichet_vert.networks)


def said(answer: TextAnswer) -> tuple[str, str]:
    """Status and guichets verts."""
    return answer.status, ";".join(answer.guichets_verts)


def same(text: str) -> bool:
    """Whether ``annotate`` says what ``find`` says.

    It keeps a well-known town ambiguous, and does not tell homonyms of one guichet vert apart.
    """
    ours, theirs = said(answers_of().of(text)), found(KNOWN, text)
    if ours == theirs or "ambiguous" not in (ours[0], theirs[0]):
        return ours == theirs
    outcome = resolve(text)
    assert isinstance(outcome, Places)
    guichets = [
        matching.guichet_vert_at(KNOWN, place, "2026-11-24") for place in outcome.candidates
    ]
    told = {(one.status, ";".join(one.networks)) for one in guichets}
    return told == {ours} if ours[0] != "ambiguous" else len(told) > 1


@every_row("annotate/like_find.tsv")
def test_a_text_is_read_as_find_reads_it(text: str, reason: str) -> None:
    assert same(text), reason


def test_every_town_at_its_code_is_read_as_find_reads_it() -> None:
    names = dict(bulk.communes())
    towns = [f"{code} {names[insee]}" for code, held in bulk.postal_codes() for insee in held]
    for town in (*towns[::83], *(f"{town.upper()} CEDEX" for town in towns[::797])):
        assert same(f"12 rue Y, BP 9, {town}"), town


@pytest.mark.parametrize("place", ["insee:59350", "76000", "epci:200023414", "dep:62"])
def test_the_function_tells_whom_to_call_as_find_does(place: str) -> None:
    (found,) = achats_reseaux.annotate([place], catalogue=KNOWN)
    answer = achats_reseaux.find(place, catalogue=KNOWN)
    assert (found.switchboard, found.traces) == (answer.switchboard, answer.traces)
    assert found.switchboard or found.traces or answer.desk


def test_a_note_says_what_find_says() -> None:
    rng, told = random.Random(0), 0
    texts = ["Drom", "Bretagne", "Loire", "Chalon", "La Réunion", "2A", "975", "98846"]
    texts += rng.sample([name for _, name in bulk.communes()], 60)
    texts += [one.name for one in (*gazetteer.every("part"), *gazetteer.every("former"))][::180]
    codes = [code for table in (bulk.communes(), bulk.postal_codes()) for code, _ in table]
    texts += rng.sample(codes, 80) + [siren for siren, _ in sirens()][::900]
    texts += [one.code for one in gazetteer.every("former")][::45]
    for text in texts:  # of the guichets verts alone: a switchboard is in no column
        query = Query("find", input=text, themes=("environnement",))
        answer = matching.find(KNOWN, query, resolve(text), "2026-01-01")
        if answer.guichet_vert is not None and not answer.candidates:  # those it has a command for
            one = answers_of(noted=True).of(text)
            message = (answer.message,) if answer.guichet_vert.status == "none" else ()
            told_by_find = (answer.guichet_vert.status, " ".join((*message, *answer.notes)))
            assert (one.status, one.note) == told_by_find, text
            told += bool(answer.notes)
    assert told > 50


@every_row("annotate/notes.tsv")
def test_the_note_of_a_row(
    columns: str, departement: str, row: str, note: str, reason: str
) -> None:
    named = [one.rpartition(":") for one in columns.split(" ")]
    asked = tuple((None if kind == "(any)" else kind, name) for kind, _, name in named)
    header = [*(name for _, name in asked), *filter(None, [departement])]
    table = f"{';'.join(header)};n\n{row};1\n".encode()
    options: dict[str, Any] = {"departement": departement or None}
    noted = rows_of(table, asked, **options, more=("note",))[1]
    assert noted[-1] == note, reason
    bare = rows_of(table, asked, **options)[1]  # the same but for it
    assert bare == noted[:-1]


def laid_over(folder: Path, *networks: dict[str, Any]) -> Catalogue:
    """The bundled catalogue with networks of one's own."""
    file = folder / "networks.yaml"
    file.write_text(own_file(*networks), encoding="utf-8")
    return loader.load(None, (str(file),))


ALL, PART = {"departements": ["68"]}, {"communes": ["68224"]}


def own_desk(rank: int, coverage: dict[str, Any] = ALL, **more: Any) -> dict[str, Any]:
    return network(f"relais-{rank}", coverage, **{"name": f"Relais {rank}", **more})


GUICHET: dict[str, Any] = {"kind": "guichet-vert", "themes": ["environnement"]}
ENDED: dict[str, Any] = {"valid_until": "2026-01-01"}


def test_no_address_stands_without_its_caveat(tmp_path: Path) -> None:
    contact = {"page": {"value": "https://example.org", "note": "pas du guichet"}}
    doubt = [{"field": "a-verifier", "value": "Peut être fermé."}]
    mine = laid_over(tmp_path, own_desk(1, contact=contact, facts=doubt))
    for more, names, caveat in (
        ("local_page", ["local_page", "note"], " Relais 1 : pas du guichet. Peut être fermé."),
        ("note,local_page", ["note", "local_page"], " Relais 1 : pas du guichet. Peut être fermé."),
        ("local_phone", ["local_phone", "note"], " Relais 1 : Peut être fermé."),
        ("local_name,note", ["local_name", "note"], " Relais 1 : Peut être fermé."),
        ("local_name", ["local_name"], ""),
        ("local,note", ["local", "note"], ""),
    ):
        head, row = rows_of(b"lieu\n68\n", catalogue=mine, more=tuple(more.split(",")))
        assert head[5:] == [f"reseaux_{one}" for one in names]
        told = dict(zip(head, row, strict=True))
        answer = f"{NO_GUICHET.capitalize()} dans le Haut-Rhin (liste de novembre 2024)."
        assert told.get("reseaux_note", answer) == answer + caveat


@pytest.mark.parametrize("theme", ["", "social", "environnement"])
def test_the_same_switchboard_and_traces_as_find(theme: str) -> None:
    more = ("switchboard", "switchboard_phone", "switchboard_email", "traces")
    themes = (theme,) if theme else ()
    texts = ["67000", "Mulhouse", "Corse", "69", "Dieppe", "Bretagne", "200066009", "Paris"]
    texts += random.Random(3).sample([code for code, _ in bulk.postal_codes()], 60)
    boards = traces = 0
    table = "lieu\n{}\n".format("\n".join(texts)).encode()
    for row in rows_of(table, more=more, themes=themes)[1:]:
        outcome = resolve(row[0])
        assert isinstance(outcome, Places)
        told = matching.find(KNOWN, Query("find", themes=themes), outcome, "2026-11-30")
        board = told.switchboard
        cells = ["", "", ""]
        if board is not None:
            boards += 1
            cells = [board.name, board.phone or "", board.email or ""]
            assert f"Standard : {board.name} ({board.date[:4]}" in row[-1]
        ids = [trace.id for trace in told.traces]
        traces += len(ids)
        assert row[-5:-1] == [*cells, ";".join(ids)], row[0]
        assert all(f"({trace.year})" in row[-1] for trace in told.traces)
    assert (boards > 10, traces > 1) == (theme != "environnement",) * 2


def test_letters_that_the_encoding_lacks_are_counted(tmp_path: Path) -> None:
    mine = laid_over(tmp_path, own_desk(1, name="Relais Ōsakā"))
    table = "lieu;é\n68;1\n67;2\n68;3\n".encode("cp1252")
    made, writer = annotation_of(table, catalogue=mine, more=("local_name",))
    out = b"".join(writer.encoded(writer.text(rows)) for rows in made.blocks())
    assert out.decode("cp1252").count("Relais ?sak?") == 2
    lost = "4 lettres que Windows-1252 n'a pas : « ? » à la place ; --encoding utf-8."
    assert writer.notes[1:] == [lost]


def test_the_desks_of_a_type_or_a_theme_have_a_column(tmp_path: Path) -> None:
    """Of each kind its own; ``local…`` are those alone; of a part of a place none."""
    mine = laid_over(
        tmp_path,
        own_desk(1),
        own_desk(2, PART),
        own_desk(3, kind="reseau", themes=["environnement"]),
        own_desk(4, **ENDED),
    )
    table = b"lieu\n68224\n68\n76000\nzz\n"

    def added(**asked: Any) -> list[list[str]]:
        return [row[5:] for row in rows_of(table, catalogue=mine, **asked)]

    header, *places = added(kinds=("facilitateurs",), more=("local",))
    assert header == ["reseaux_facilitateurs", "reseaux_local"]
    assert [cells[0] for cells in places] == [cells[1] for cells in places]
    ours = [[one for one in cell.split(";") if one[:7] == "relais-"] for cell, _ in places]
    assert [sorted(names) for names in ours] == [["relais-1", "relais-2"], ["relais-1"], [], []]
    assert places[3] == ["", ""]
    by_theme = added(themes=("environnement",))
    assert "reseaux_guichet_vert" not in by_theme[0]  # it has one anyway
    assert "relais-3" in by_theme[2][by_theme[0].index("reseaux_reseau")].split(";")
    assert added(kinds=("guichet-vert",)) == [[]] * 5
    with pytest.raises(UsageError, match="Aucun réseau local"):
        added(kinds=("plateforme",), themes=("environnement",))


def test_what_has_ended_covers_nothing(tmp_path: Path) -> None:
    for more, status in ({}, "covered"), (ENDED, "none"):
        mine = laid_over(tmp_path, own_desk(1, **GUICHET, **more))
        assert rows_of(b"lieu\n68\n", catalogue=mine)[1][1] == status


def test_the_same_local_networks_as_find(tmp_path: Path) -> None:
    """But for those that are not valid today."""
    mine = laid_over(
        tmp_path,
        own_desk(1),
        own_desk(2, {"epci": ["200066009"]}),
        own_desk(3, {"communes": ["68224", "68331"]}),
        own_desk(4, **ENDED),
        own_desk(5, valid_from="2027-01-01"),
    )
    answers = TextAnswers(mine, local=True, today="2026-11-24")
    places = random.Random(7).sample([one for one, _ in bulk.communes()], 150)
    places += [code for code, _ in bulk.communes() if code.startswith("68")][::5]
    places += [one.code for one in gazetteer.departements()][::3]
    places += ["Mulhouse", "68100", "67999", "Saint-Denis", "Alsace", "44", "200066009"]
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
            and one.network.id not in ("relais-4", "relais-5")
        ]
        assert list(answers.of(text).local) == here, text


def test_a_catalogue_that_covers_communes(tmp_path: Path) -> None:
    """One's own guichet may cover some communes alone; then they are told apart."""
    local = laid_over(tmp_path, own_desk(1, PART, **GUICHET))
    answers = TextAnswers(local)
    for code in ("68224", "68100", "68110", "68000", "68", "Mulhouse", "200066009", "76000"):
        assert said(answers.of(code)) == found(local, code), code
    assert answers.of("68224").status == "covered"


@tabled
def test_a_heading_names_a_kind_of_code_or_none(heading: str, kind: str | None) -> None:
    assert kind_of_heading(heading) == kind


@tabled
def test_a_cell_is_read_by_its_heading(
    heading: str, cell: str, departements: str, reason: str
) -> None:
    table = f"{heading}\n{cell}\n".encode()
    row = run("annotate", "-", "--column", heading, stdin=table).out.splitlines()[1]
    assert row.split(",")[2] == departements, reason


@tabled
def test_a_departement_s_code_that_is_a_region_s_is_told_under_a_neutral_heading(
    heading: str, told: list[str]
) -> None:
    table = f"{heading}\n94\n01\n13\n2A\n".encode()
    ran = run("annotate", "-", "--column", heading, "--add", "note", stdin=table)
    assert [code for code in ("94", "01", "13") if f"region:{code}." in ran.out] == told
    assert ("2 lignes à relire (n° 2, 3)" in ran.err) is bool(told)


def test_a_compressed_file_is_told_to_be_one() -> None:
    ran = run("annotate", "-", "--column", "lieu", stdin=gzip.compress(b"lieu\n76000\n"))
    assert "compressé" in ran.err
    assert ran.code == 74


def test_a_town_inside_it_settles_an_approximate_code() -> None:
    # The SIREN of a hospital tells Ille-et-Vilaine alone; Rennes has a desk of its own.
    table = b"siret,ville\n26350007600017,Rennes\n26350007600017,Rouen\n"
    options = ("--siret", "siret", "--commune", "ville", "--type", "facilitateurs")
    alone = run("annotate", "-", "--commune", "ville", "--type", "facilitateurs", stdin=table)
    both = run("annotate", "-", *options, "--add", "note", stdin=table)
    rennes, rouen = both.out.splitlines()[1:]
    assert rennes.startswith(alone.out.splitlines()[1])
    assert "ne dit que le département" in rennes
    assert ",35," in rouen, "elsewhere: it settles nothing"


# --- whatever the values -------------------------------------------------------------------------

LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
HOSTILE = st.sampled_from(
    ["=1+1", '"', '""', "a\rb", "a\r\nb", "\n", "\ufeff", "'x", " x ", "\u2028", "01", ";"]
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(LETTERS | HOSTILE, st.sampled_from(["76000", "x,y", ""])), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_no_value_changes(table: list[tuple[str, str]], mark: str, end: str, signed: bool) -> None:
    """Whatever the cells hold, what csv reads of the output is what csv wrote of the input."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "lieu"), *table])
    given_ = text.getvalue().encode("utf-8-sig" if signed else "utf-8")
    out = annotated(given_)
    assert out.startswith(b"\xef\xbb\xbf") == signed
    stream = io.StringIO(out.decode("utf-8-sig" if signed else "utf-8"), newline="")
    read = list(csv.reader(stream, delimiter=mark))
    assert read[0] == ["a", "lieu", *ADDED_COLUMNS]
    assert [tuple(row[:2]) for row in read[1:]] == table
    assert [row[2] for row in read[1:]] == [answers_of().of(b).status for _, b in table]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.binary(max_size=200))
@example(b',"', b"")  # under the comma, a quote that stays open
def test_no_bytes_whatever_raise(first: bytes, body: bytes) -> None:
    """They are a table, or are refused in a sentence."""
    for table in (first, b"lieu;b\n" + body):
        with contextlib.suppress(UsageError, FileError):
            assert annotated(table, "1")
