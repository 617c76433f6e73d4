"""``--column`` heeds a heading that names a kind of code, softly; other headings name nothing."""

from achats_reseaux.annotation.headings import kind_of_heading
from helpers.cases import tabled
from helpers.run import run


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


def test_the_summary_says_how_the_column_was_read_and_what_did_not_fit() -> None:
    table = b"code_insee\n76540\nRouen\n\n76000\n"
    told = run("annotate", "-", "--column", "code_insee", stdin=table).err
    assert "lue comme codes INSEE de commune" in told
    assert "2 lignes n'en ont pas" in told


def test_under_a_neutral_heading_a_code_of_two_readings_is_to_be_looked_at() -> None:
    table = b"lieu\n97133\n"
    ran = run("annotate", "-", "--column", "lieu", "--add", "note", stdin=table)
    assert "insee:97133" in ran.out
    assert "1 ligne à relire" in ran.err


def test_two_readings_with_another_switchboard_are_to_be_looked_at() -> None:
    """76540 is Rouen's INSEE code; as a postal code the row had Fécamp's number, without a word."""
    table = b"code\n76540\n"
    ran = run("annotate", "-", "--column", "code", "--add", "switchboard", stdin=table)
    assert "insee:76540" in ran.out
    assert "1 ligne à relire" in ran.err


@tabled
def test_a_departement_s_code_that_is_a_region_s_is_told_under_a_neutral_heading(
    heading: str, told: list[str]
) -> None:
    table = f"{heading}\n94\n01\n13\n2A\n".encode()
    ran = run("annotate", "-", "--column", heading, "--add", "note", stdin=table)
    assert [code for code in ("94", "01", "13") if f"region:{code}." in ran.out] == told
    assert ("2 lignes à relire (n° 2, 3)" in ran.err) is bool(told)


def test_a_compressed_file_is_told_to_be_one() -> None:
    import gzip

    ran = run("annotate", "-", "--column", "lieu", stdin=gzip.compress(b"lieu\n76000\n"))
    assert "compressé" in ran.err
    assert ran.code == 74


def test_a_header_that_is_a_code_is_refused_with_both_ways_out() -> None:
    ran = run("annotate", "-", "--column", "1", stdin=b"76000,a\n68100,b\n")
    assert ran.code == 2
    assert "--no-header-row" in ran.err
    assert "--header-row N" in ran.err


def test_a_table_without_header_comes_out_without_one() -> None:
    table = b"76000,a\n68100,b\n"
    rows = run("annotate", "-", "--no-header-row", "--column", "1", stdin=table).out.splitlines()
    assert rows == ["76000,a,covered,76,28,ran-coper", "68100,b,none,68,44,"]


def test_a_suggested_command_keeps_the_row_of_the_header() -> None:
    ran = run("annotate", "-", "--header-row", "2", stdin=b"titre\nsiret\n21760540100017\n")
    assert "--siret siret --header-row 2" in ran.err


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


def test_a_table_without_header_is_told_so_at_once() -> None:
    typed = ("--type", "facilitateurs", "--theme", "clauses sociales", "-o", "x.csv", "--quiet")
    ran = run("annotate", "-", *typed, stdin=b"a,76000\nb,68100\n")
    assert ran.code == 2
    assert ran.err.endswith(
        'sans en-tête : reseaux annotate - --type facilitateurs --theme "clauses sociales"'
        " --output x.csv --quiet --no-header-row --column 2\n"
    )


def test_a_suggested_command_keeps_every_option() -> None:
    typed = ("--add", "name,page", "--add", "note", "--type", "guichet-vert", "--format", "excel")
    ran = run("annotate", "-", *typed, "--no-local", stdin=b"siret\n21760540100017\n")
    assert ran.err.endswith(
        "reseaux annotate - --siret siret --type guichet-vert --add name,page --add note"
        " --format excel --no-local\n"
    )


def test_the_first_rows_to_be_looked_at_are_named_as_they_come_out() -> None:
    lines = ["lieu", "97133", "", "76000", "Rouen", *["97133"] * 6]
    table = "\n".join(lines).encode()
    ran = run("annotate", "-", "--column", "lieu", stdin=table)
    assert "7 lignes à relire (n° 2, 6, 7, 8, 9…)" in ran.err
    assert ran.out.splitlines()[5].startswith("97133,"), "the sixth row of the output, from 1"
