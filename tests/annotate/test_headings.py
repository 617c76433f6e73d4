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
