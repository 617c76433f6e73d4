"""``reseaux catalogue import``: convert a spreadsheet of local desks to a user's catalogue file."""

import io
import os
import sys
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from achats_reseaux.answering import with_filters
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import completion, files, user_files
from achats_reseaux.cli.options import Audiences, Sheet, Themes, refuse_sheet
from achats_reseaux.cli.streams import write_stderr, write_stdout
from achats_reseaux.cli.today import today
from achats_reseaux.errors import CatalogueError, ExitCode, FileError, UsageError, reason
from achats_reseaux.model import Query
from achats_reseaux.output.terminal import describe
from achats_reseaux.text import counted, shell_quoted, shortened, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from achats_reseaux.catalogue.directory.spreadsheet import Row

_MOST_SHOWN = 50
"""The most faults to list; the others are counted."""

_MOST_REMOVED = 5
"""The most removed entries to name; they are only counted among the others."""

_MARK = "# Écrit par « reseaux catalogue import » : à refaire par lui, pas à la main. Empreinte : "


EXAMPLES = (
    (
        "reseaux catalogue import liste.csv --kind facilitateurs"
        " --source https://example.org --date 2026-11-24 --dry-run"
    ),
    (
        "reseaux catalogue import liste.csv --kind facilitateurs"
        " --source https://example.org --date 24/11/2026 --output facilitateurs.yaml"
    ),
)


def import_(
    fichier: Annotated[
        str,
        typer.Argument(metavar="FICHIER", help="Tableau CSV ou .xlsx ; « - » : entrée standard."),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            "--type",
            metavar="TYPE",
            help="Ce que sont les lignes : facilitateurs, reseau…",
            autocompletion=completion.vocabulary("kind"),
        ),
    ],
    source: Annotated[str, typer.Option("--source", metavar="URL", help="D'où vient la liste.")],
    date: Annotated[str, typer.Option("--date", metavar="JOUR", help="Quand elle a été vérifiée.")],
    theme: Themes = None,
    public: Audiences = None,
    sheet: Sheet = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Montre ce qui serait écrit, et n'écrit rien.")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FICHIER",
            help="Fichier YAML à écrire ; par défaut, parmi vos compléments.",
        ),
    ] = None,
    allow_personal: Annotated[
        bool, typer.Option("--allow-personal", help="Accepte les adresses et noms de personnes.")
    ] = False,
) -> int:
    """Fait d'un tableau de contacts locaux un complément au catalogue.

    Une ligne par service ; l'en-tête dit nom, structure, département, EPCI, communes, codes
    postaux, territoire, téléphone, mail, site, résumé, coût, qui peut appeler, valable jusqu'au,
    thème, public… Le territoire est la colonne la plus fine qui est remplie ; les plus larges
    départagent les homonymes. Des lignes de même nom sont un seul service, dont les territoires
    s'ajoutent. Un code postal qui n'est qu'une partie d'une commune est refusé, sauf à côté de ses
    autres codes ou de son nom. De plusieurs contacts dans une cellule, le premier qui convient est
    repris, et les autres sont dits. Chaque feuille d'un classeur s'importe à part, dans un fichier
    à elle (--sheet).

    Toute faute est dite, avec sa ligne et sa colonne ; rien n'est écrit s'il y en a une. Réimporter
    remplace ce que le même fichier avait écrit : fiches ajoutées, changées, retirées. Une autre
    liste d'un fichier de même nom est refusée si aucune fiche n'est commune. Un nom qui
    est déjà celui d'un réseau livré ou d'un autre de vos compléments est refusé, de même qu'une
    adresse dont un mot, avant « @ », n'est ni un mot de service (contact, clauses, emploi…) ni
    un mot du domaine, du nom ou du territoire, ou qui n'est que le nom, comme jean.dupont.
    """
    from achats_reseaux.catalogue.directory.contacts import past_day, site_url
    from achats_reseaux.catalogue.directory.entries import read_directory
    from achats_reseaux.catalogue.directory.services import ImportSettings, entry_id
    from achats_reseaux.catalogue.yaml_reader import yaml_text

    stem = entry_id(f"{_stem(fichier)} {sheet or ''}") or "liste"
    target = output or os.path.join(user_files.config_folder(), "networks.d", f"{stem}.yaml")
    others = tuple(one for one in user_files.overlays() if not _is_same(one, target))
    base = loader.load(user_files.replacement(), others)
    words = with_filters(base, Query("list"), theme or (), (kind,), public or ())
    of_sheet = f" ({sheet})" if sheet else ""
    settings = ImportSettings(
        kind=words.kinds[0],
        themes=words.themes,
        audiences=words.audiences,
        source_id=f"liste-{entry_id(_stem(target)) or stem}",  # two lists of one name are two
        source_title=f"Liste {visible(os.path.basename(fichier) + of_sheet)}",
        source_url=_option("--source", source, site_url),
        day=_option("--date", date, partial(past_day, today=today())),
        today=today(),
        allow_personal=allow_personal,
    )
    rows, notes = _rows(fichier, sheet)
    found = read_directory(base, rows, settings)
    before, old_text = _written_before(target)
    body = yaml_text(found.value)
    text = f"{_MARK}{_digest(body)}\n{body}"
    states = _states(before, found.value)
    if output is None and not found.faults:
        _refuse_another_list(before, states, fichier, target)
    if dry_run and not found.faults:
        _show(before, found.value, states)
    write_stderr(*notes, *found.notes)
    faults = [visible(str(fault)) for fault in found.faults]
    if faults := faults or _faults_once_merged(others, target, text, found.lines):
        return _refuse(faults)
    if dry_run:
        write_stderr(f"{_counted(states)}. Essai : rien n'a été écrit.")
        return ExitCode.FOUND
    if text == old_text:
        write_stderr(f"{visible(target)} est déjà à jour : rien n'a changé.")
        return ExitCode.FOUND
    if output is None:
        make_folder(os.path.dirname(target))
    with files.written(target) as save:
        save(text.encode())
    write_stdout(f"{target}\n", machine=False)
    write_stderr(f"{_counted(states)}.")
    if not any(_is_same(one, target) for one in user_files.overlays()):
        place = os.path.join(user_files.config_folder(), "networks.d")
        write_stderr(f"Pour s'en servir : déposer ce fichier, en .yaml, dans {visible(place)}.")
    return ExitCode.FOUND


def _faults_once_merged(
    others: tuple[str, ...], target: str, text: str, lines: "Mapping[str, int]"
) -> list[str]:
    """The faults of rows that are valid by themselves: a second guichet vert of a place."""
    try:
        file = user_files.replacement() or loader.path()
        loader.from_yaml(file, (*others, target), {target: text})
    except CatalogueError as error:
        if not error.faults or any(one.file != target for one in error.faults):
            raise
        entries = [(_entry_at(text, one.line), one.reason) for one in error.faults]
        return [f"ligne {lines.get(entry)} : {reason}" for entry, reason in entries]
    return []


def _refuse(faults: list[str]) -> int:
    """Write the errors of a spreadsheet, and that nothing was written."""
    faults = [fault if fault.endswith(("…", "?", "?)")) else f"{fault}." for fault in faults]
    shown = faults if len(faults) < _MOST_SHOWN + 2 else faults[:_MOST_SHOWN]
    more = len(faults) - len(shown)
    write_stderr(*shown, *([f"… et {more} autres."] if more else []))
    write_stderr(f"{counted(len(faults), 'faute')} : rien n'a été écrit.")
    return ExitCode.INVALID


def _refuse_another_list(
    before: dict[str, Any], states: dict[str, str], name: str, target: str
) -> None:
    """Refuse to replace the entries of a list of the same name with which this one shares none.

    Raises:
        FileError: it shares none.
    """
    if not before or not {"inchangé", "changé"}.isdisjoint(states.values()):
        return
    stem, extension = os.path.splitext(target)
    free = next(
        one for rank in range(2, 10**6) if not os.path.lexists(one := f"{stem}-{rank}{extension}")
    )
    message = (
        f"{visible(target)} vient d'une autre liste : aucun de ses réseaux n'est dans"
        f" {visible(name)}."
    )
    hint = (
        f"Pour garder les deux : --output {shell_quoted(free)} ;"
        f" pour remplacer l'autre : --output {shell_quoted(target)}"
    )
    raise FileError(message, hint)


def _entry_at(text: str, line: int) -> str:
    """The id of the entry of a YAML text that a line belongs to."""
    starts = [one for one in text.splitlines()[:line] if one.startswith("- id: ")]
    return starts[-1].removeprefix("- id: ")


def _stem(file: str) -> str:
    return os.path.splitext(os.path.basename(file))[0]


def _option(name: str, text: str, reader: "Callable[[str], str]") -> str:
    from achats_reseaux.catalogue.directory import CellError

    try:
        return reader(text)
    except CellError as error:
        message = f"« {shortened(text)} » n'est pas une valeur de {name} : attendu {error}."
        raise UsageError(message) from error


# --- reading --------------------------------------------------------------------------------------


def _rows(name: str, sheet: str | None) -> "tuple[list[Row], list[str]]":
    """The rows of a CSV or of a sheet, each with its line; and notes on what is not read."""
    with files.interruptible(), files.opened(name) as read:
        pieces, size = [], 0
        for piece in iter(lambda: read(1 << 16), b""):
            pieces.append(piece)
            size = _refuse_large(size + len(piece))
    content = b"".join(pieces)
    if content.startswith(b"PK\x03\x04"):
        return _sheet(content, sheet)
    refuse_sheet(name, sheet)
    return csv_rows(content), []


def csv_rows(content: bytes) -> "list[Row]":
    """The rows of a CSV, read with the delimiter under which most headings are known.

    Raises:
        UsageError: it is empty.
        FileError: it is not a table.
    """
    from achats_reseaux.annotation.csv_table import DELIMITERS, encoding_of
    from achats_reseaux.catalogue.directory.spreadsheet import LATEST_HEADER, known_headings

    if content.startswith(b"\xff\xfe"):  # the "Unicode text" of Excel
        content = content.decode("utf-16", "replace").encode()
    encoding = encoding_of((content,))

    def headings(delimiter: str) -> int:
        try:
            first = [*islice(_delimited(content, delimiter, encoding), LATEST_HEADER)]
        except FileError:  # a quote is open in another cell than it is with the right one
            return -1
        return known_headings(first)

    return [*_delimited(content, max(DELIMITERS, key=headings), encoding)]


def _delimited(content: bytes, delimiter: str, encoding: str) -> "Iterator[Row]":
    from achats_reseaux.annotation.csv_table import SEP_LINE, CsvTable

    table = CsvTable(io.BytesIO(content).read, delimiter, encoding=encoding)
    header = SEP_LINE.sub("", table.header, count=1)
    line = 1 + (header != table.header)
    yield line, table.heading
    line += 1 + header.count("\n")
    for lines, cells in table.rows():
        yield line, list(map(table.text, cells))
        line += 1 + lines.count("\n")


def _refuse_large(size: int) -> int:
    """A size, which may be that of a catalogue: a hundred times 600 desks.

    Raises:
        FileError: it is larger.
    """
    from achats_reseaux.catalogue.yaml_reader import MOST_BYTES

    if size > MOST_BYTES:
        message = f"Le fichier dépasse {MOST_BYTES // 2**20} Mio : ce n'est pas un annuaire."
        raise FileError(message)
    return size


def _sheet(content: bytes, name: str | None) -> "tuple[list[Row], list[str]]":
    """The rows of a sheet of a workbook, and notes on what is not read."""
    from achats_reseaux.annotation.workbook_reader import SheetReader

    book = SheetReader(io.BytesIO(content), name)
    rows, size = [], 0
    for line, row in enumerate(book.rows(), start=1):
        rows.append((line, list(map(book.text, row))))
        size = _refuse_large(size + sum(map(len, rows[-1][1])) + len(row))
    return rows, book.notes


# --- the earlier import ---------------------------------------------------------------------------


def _is_same(file: str, other: str) -> bool:
    return os.path.realpath(file) == os.path.realpath(other)


def _digest(body: str) -> str:
    import hashlib  # which loads OpenSSL

    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _written_before(target: str) -> tuple[dict[str, Any], str]:
    """The entries, by id, of a file that an earlier import wrote, and its text.

    Raises:
        FileError: the file was not written by an import, or was edited since.
    """
    if not os.path.lexists(target):
        return {}, ""
    from achats_reseaux.catalogue import yaml_reader

    try:
        with open(target, encoding="utf-8", newline="") as stream:
            text = stream.read(yaml_reader.MOST_BYTES)
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        message = f"Impossible de lire {visible(target)} : {reason(error)}."
        raise FileError(message) from error
    first, _, body = text.partition("\n")
    if first != _MARK + _digest(body):
        message = f"{visible(target)} existe, et a été écrit ou changé à la main : rien n'a changé."
        aside = f"{visible(os.path.basename(target))}.bak"
        raise FileError(message, f"Renommez-le, par exemple en {aside}, puis réimportez.")
    value = yaml_reader.parse(text, target).value
    return {one["id"]: one for one in value["networks"]}, text


def _states(before: dict[str, Any], value: dict[str, Any]) -> dict[str, str]:
    """The state of each entry, by id: new, changed, unchanged or removed."""
    after = {one["id"]: one for one in value["networks"]}
    states = {
        name: "inchangé" if before.get(name) == one else "changé" if name in before else "ajouté"
        for name, one in after.items()
    }
    return {**states, **{name: "retiré" for name in before if name not in after}}


def _counted(states: dict[str, str]) -> str:
    counts = [
        counted(many, state)
        for state in ("ajouté", "changé", "inchangé", "retiré")
        if (many := list(states.values()).count(state))
    ]
    removed = [name for name, state in states.items() if state == "retiré"]
    more = ["…"] if len(removed) > _MOST_REMOVED else []
    named = f" ({', '.join([*removed[:_MOST_REMOVED], *more])})" if removed else ""
    return f"{', '.join(counts)}{named}"


def make_folder(folder: str) -> None:
    """Make the folder of a user's own files.

    Raises:
        FileError: it cannot be made.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        message = f"Impossible d'écrire dans {visible(folder)} : {reason(error)}."
        raise FileError(message) from error


def _show(before: dict[str, Any], value: dict[str, Any], states: dict[str, str]) -> None:
    """Show what would be written: a few lines per desk on a terminal, one line elsewhere."""
    from achats_reseaux.catalogue.directory.places import area_names

    by_id = {**before, **{one["id"]: one for one in value["networks"]}}
    rows = []
    for name, state in states.items():
        one = by_id[name]
        ways = [way["value"] for way in one.get("contact", {}).values()]
        rows.append((state, name, one["name"], area_names(one["coverage"]), ways))
    terminal = describe(sys.stdout, os.environ)
    if not terminal.interactive:
        lines = ["\t".join(map(visible, (*cells, ", ".join(ways)))) for *cells, ways in rows]
        write_stdout("".join(f"{line}\n" for line in lines), machine=True)
        return
    from achats_reseaux.output.views.rich_layout import Paragraph, drawn, joined, text

    for state, name, title, areas, ways in rows:
        head = joined(text(f"{state} : ", "dim"), text(title, "bold"), f" ({name})")
        under = (Paragraph(one, indent=2) for one in (areas, *ways))
        write_stdout(drawn([Paragraph(head, indent=0, hang=4), *under], terminal), machine=False)
