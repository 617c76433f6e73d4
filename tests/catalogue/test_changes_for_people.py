"""``catalogue diff`` for people: one change a line, the counts last, one's own area."""

from pathlib import Path

from achats_reseaux.catalogue import loader
from achats_reseaux.catalogue.diff import differences
from achats_reseaux.model import Catalogue
from achats_reseaux.output import changes
from helpers.cases import tabled
from helpers.checkout import small_catalogue
from helpers.run import Ran, run

OLD = loader.load()
FIRST = OLD.networks[0]


def other(**values: object) -> Catalogue:
    """A catalogue whose first network has other values."""
    return OLD.replace(networks=(FIRST.replace(**values), *OLD.networks[1:]))


def without(own_id: str) -> Catalogue:
    """The catalogue without one of its networks."""
    rank = OLD.ids.index(own_id)
    return OLD.replace(
        networks=(*OLD.networks[:rank], *OLD.networks[rank + 1 :]),
        facts=(*OLD.facts[:rank], *OLD.facts[rank + 1 :]),
    )


def lines(old: Catalogue, new: Catalogue) -> list[str]:
    """What is written of the changes of entries."""
    return changes.render_plain(differences(old, new)[0]).splitlines()


def counted(old: Catalogue, new: Catalogue) -> str:
    """What is said of their number, behind the versions."""
    return changes.counts(old, new, differences(old, new)[0]).partition(" : ")[2]


def test_a_change_is_a_line_with_what_was_and_what_is() -> None:
    moved = other(contact=FIRST.contact.replace(phone="02 00 00 00 00"), summary="Autre.")
    assert lines(OLD, moved) == [
        f"{FIRST.id}\tsummary\t{FIRST.summary}\tAutre.",
        f"{FIRST.id}\tphone\t\t02 00 00 00 00",
    ]
    assert lines(OLD, other(valid_until="2026-12-01")) == [f"{FIRST.id}\tvalid_until\t\t2026-12-01"]


def test_where_a_new_desk_helps_is_told_and_how_to_reach_it() -> None:
    desk = OLD.network("clauses-sociales-gers")
    assert lines(without(desk.id), OLD) == [
        f"{desk.id}\t\t\tClauses sociales du Département du Gers",
        f"{desk.id}\tcovers\t\tGers (32)",
        f"{desk.id}\tpage\t\t{desk.contact.page}",
        f"{desk.id}\tphone\t\t05 62 67 40 40",
    ]
    assert lines(OLD, without(desk.id)) == [f"{desk.id}\t\t{desk.name}\t"]


def test_the_counts_are_of_entries_and_name_those_that_came_or_went() -> None:
    changed = other(summary="Autre.", valid_until="2027-01-01")
    assert counted(OLD, changed) == "1 entrée changée."
    assert counted(without("phare"), OLD) == "1 entrée changée, dont 1 nouvelle."
    assert counted(OLD, without("phare")) == "1 entrée changée, dont 1 disparue."
    assert counted(without("phare"), without("rapidd")) == (
        "2 entrées changées, dont 1 nouvelle et 1 disparue."
    )
    assert counted(OLD, OLD) == ""


def test_lines_go_to_stdout_and_the_counts_to_stderr_on_a_terminal_too(tmp_path: Path) -> None:
    """A reader of lines sees nothing else; there is no screen of its own."""
    file = tmp_path / "a.yaml"
    file.write_text('networks: [{id: ran-coper, summary: "Autre."}]\n', "utf-8")
    asked = ("catalogue", "diff", loader.path(), str(file))
    summary = OLD.network("ran-coper").summary
    said = f"De {OLD.version} à {OLD.version} : 1 entrée changée.\n"
    expected = Ran(1, f"ran-coper\tsummary\t{summary}\tAutre.\n", said)
    assert run(*asked) == expected
    assert run(*asked, width=80) == expected


def test_what_differs_beside_the_entries_is_a_difference_in_the_document_too(
    tmp_path: Path,
) -> None:
    """Its status said that nothing differs, and the exit status that something does."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(small_catalogue(), "utf-8")
    new.write_text(small_catalogue().replace('version: "', 'version: "9', 1), "utf-8")
    done = run("catalogue", "diff", str(old), str(new), "--json")
    assert (done.code, done.err) == (1, "Diffèrent aussi : la version.\n")
    assert (done.document["status"], done.document["changes"]) == ("found", [])


def test_another_address_of_a_source_is_told_in_a_sentence() -> None:
    moved = FIRST.sources[0].replace(url="https://ailleurs.fr")
    told, others = differences(OLD, other(sources=(moved, *FIRST.sources[1:])))
    assert told == []
    assert "des sources" in others


@tabled
def test_a_number_is_the_same_however_it_is_written(before: str, after: str, is_same: bool) -> None:
    old, new = (other(contact=FIRST.contact.replace(phone=one)) for one in (before, after))
    told = [(change.before, change.after) for change in differences(old, new)[0]]
    assert told == ([] if is_same else [(before, after)])


def test_what_only_moved_is_no_difference() -> None:
    facts = tuple(tuple(reversed(some)) for some in OLD.facts)
    new = other(sources=tuple(reversed(FIRST.sources))).replace(facts=facts)
    assert differences(OLD, new) == ([], "")


def test_one_s_own_departement_alone(tmp_path: Path) -> None:
    """RAN COPER serves Normandie; what changed elsewhere is not told."""
    file = tmp_path / "a.yaml"
    file.write_text('networks: [{id: ran-coper, summary: "Autre."}]\n', "utf-8")
    asked = ("catalogue", "diff", loader.path(), str(file))
    assert run(*asked, "--departement", "76").out.startswith("ran-coper\tsummary\t")
    assert run(*asked, "--region", "Bretagne") == (0, "", "Aucune différence.\n")
    assert run(*asked, "--departement", "nulle part").code == 2
    assert run(*asked, "--departement", "68", "--region", "Bretagne").code == 2
    near = run(*asked, "--region", "Bretange").err
    assert near.endswith(f" : reseaux catalogue diff {loader.path()} {file} --region Bretagne\n")


@tabled
def test_a_file_has_what_a_pipe_gets(tmp_path: Path, line: str, name: str) -> None:
    command, *options = line.split()
    files = []
    if command == "diff":
        other = tmp_path / "a.yaml"
        other.write_text('networks: [{id: ran-coper, summary: "Autre."}]\n', "utf-8")
        files = [loader.path(), str(other)]
    asked = ("catalogue", command, *files, *options)
    piped = run(*asked)
    file = tmp_path / name
    assert run(*asked, "-o", str(file)) == (piped.code, "", piped.err)
    assert file.read_text("utf-8") == piped.out
    refused = run(*asked, "-o", str(tmp_path / "o.csv"))
    assert (refused.code, refused.out) == (2, "")


def test_a_catalogue_that_is_refused_writes_no_file(tmp_path: Path) -> None:
    """Its document goes to stdout, as that of any refusal."""
    file = tmp_path / "o.json"
    asked = ("catalogue", "info", "--json", "--catalogue", str(tmp_path / "none.yaml"))
    piped = run(*asked)
    assert piped.document["status"] == "invalid"
    assert run(*asked, "-o", str(file)) == piped
    assert not file.exists()
