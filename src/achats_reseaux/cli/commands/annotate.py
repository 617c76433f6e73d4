"""``reseaux annotate``: append the guichets verts to the rows of a table."""

import os
import sys
import time
from contextlib import suppress
from typing import Annotated, Any

import typer

from achats_reseaux.cli.options import (
    CatalogueFile,
    NoCache,
    NoLocal,
    Sheet,
    load_catalogue,
    refuse_sheet,
)
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.output.terminal import is_interactive
from achats_reseaux.text import (
    counted,
    french_number,
    not_a_value,
    shell_quoted,
    shortened,
    visible,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import RawIOBase

    from achats_reseaux.annotation import Annotation
    from achats_reseaux.annotation.excel import WorkbookReader
    from achats_reseaux.annotation.workbook_writer import WorkbookWriter

_REFRESH_S = 0.1
_BAR = 24
_EXAMPLES = 3


TABLE_FORMATS = ("csv", "excel", "xlsx")
_OTHER_FORMATS = (".ods", ".xls", ".xlsm", ".xlsb", ".json", ".parquet", ".html", ".pdf")
"""Endings of formats that cannot be written."""


ColumnNames = list[str] | None

_COLUMNS = "achats_reseaux.columns"


def _column_option(name: str, what: str) -> Any:
    """The option that names the columns of a kind of place; ``--column``, of any kind.

    Its callback records them with their kind: Click calls callbacks in the order typed.
    """
    kind = None if name == "column" else name

    def record(ctx: typer.Context, value: ColumnNames) -> list[str]:
        found = ctx.meta.setdefault(_COLUMNS, [])
        found += [(kind, column) for column in value or []]
        return value or []

    return typer.Option(f"--{name}", metavar="COL", help=what, callback=record)


EXAMPLES = (
    (
        "reseaux annotate marches.csv --siret acheteur.siret --commune commune"
        " --add name,note -o marches-guichets.csv"
    ),
    "cut -d';' -f1,2 marches.csv | reseaux annotate - --column commune",
)


def annotate(
    ctx: typer.Context,
    fichier: Annotated[
        str,
        typer.Argument(
            metavar="FICHIER",
            help="CSV, TSV ou .xlsx avec une ligne d'en-tête ; - pour l'entrée standard.",
        ),
    ],
    column: Annotated[
        ColumnNames,
        _column_option("column", "Colonne de lieux (SIRET, code, nom, adresse…) : nom, ou numéro."),
    ] = None,
    siret: Annotated[ColumnNames, _column_option("siret", "Colonne de SIRET.")] = None,
    siren: Annotated[ColumnNames, _column_option("siren", "Colonne de SIREN.")] = None,
    insee: Annotated[
        ColumnNames, _column_option("insee", "Colonne de codes INSEE de commune.")
    ] = None,
    code_postal: Annotated[
        ColumnNames, _column_option("code-postal", "Colonne de codes postaux.")
    ] = None,
    commune: Annotated[ColumnNames, _column_option("commune", "Colonne de communes.")] = None,
    epci: Annotated[ColumnNames, _column_option("epci", "Colonne d'intercommunalités.")] = None,
    region: Annotated[ColumnNames, _column_option("region", "Colonne de régions.")] = None,
    departement: Annotated[
        str | None,
        typer.Option(
            "--departement",
            "--departement-column",
            metavar="COL",
            help="Colonne des départements, qui départage les homonymes.",
        ),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            metavar="COLONNES",
            help="Colonnes de plus : name, website, page, email, phone (du guichet vert), note,"
            " local, local_name… local_phone (des autres réseaux locaux, les vôtres compris).",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FICHIER", help="Où écrire ; sinon, sur la sortie standard."
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv (comme l'entrée), excel (CSV d'un Excel français) ou xlsx ; "
            "sinon, d'après le nom de --output (ni .ods ni .xls).",
        ),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--delimiter", metavar="SIGNE", help="« , », « ; », « | » ou tab ; sinon, deviné."
        ),
    ] = None,
    numbers: Annotated[
        list[str] | None,
        typer.Option(
            "--numbers",
            metavar="COL",
            help="Colonne de nombres, pour un classeur ; les autres y restent du texte.",
        ),
    ] = None,
    sheet: Sheet = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Ni avancement ni bilan sur la sortie d'erreur.")
    ] = False,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> int:
    """Ajoute à chaque ligne d'un tableau son guichet vert.

    Le tableau ressort tel quel, avec quatre colonnes de plus : reseaux_status (covered, split,
    partial, none, ambiguous, unknown ou invalid), reseaux_departement, reseaux_region et
    reseaux_guichet_vert. Plusieurs codes sont joints par « ; ». Une ligne plus courte que l'en-tête
    est complétée ; une ligne vide le reste. Aucune ligne n'arrête les autres, sauf une de plus de
    1 Mio. L'en-tête est la première ligne ; une ligne « sep=; » peut la précéder, comme pour Excel.

    Si plusieurs colonnes sont nommées, chaque ligne les essaie dans l'ordre où elles sont données,
    jusqu'à la première qui donne un lieu. Sans colonne, rien n'est lu : celle qui a l'air d'en dire
    un est proposée. --add ajoute les noms et coordonnées des guichets verts, et note : ce qui est
    lu par approximation, ce que le nom désigne aussi, quelle cellule est passée ou contredit la
    réponse et pourquoi, ou pourquoi une ligne est sans réponse. local et local_name, local_website,
    local_page, local_email, local_phone : les identifiants, noms et coordonnées des autres réseaux
    locaux qui servent tout le lieu, ceux de votre annuaire compris, le plus proche d'abord ; une
    fiche qui n'est pas valable aujourd'hui n'y est pas : le bilan la nomme.
    """
    from achats_reseaux.annotation import Annotation
    from achats_reseaux.annotation.csv_dialect import encoding_of_all
    from achats_reseaux.cli import files
    from achats_reseaux.cli.today import today

    mark = _delimiter(delimiter)
    more = _more(add)
    columns = tuple(ctx.meta.get(_COLUMNS, []))
    if not columns and departement is not None:
        columns, departement = (("departement", departement),), None
    if not columns:
        raise _no_column(fichier, mark, sheet)
    catalogue = load_catalogue(catalogue_file, no_local, no_cache)
    target = None if output == "-" else output
    written_as = _format(form, target)
    if numbers and written_as != "xlsx":
        message = "--numbers ne va qu'avec un classeur en sortie."
        raise UsageError(message, "Donnez à --output un nom en .xlsx.")
    try:
        with files.interruptible(), files.opened(fichier) as (source, size):
            files.refuse_itself(source, fichier, target)
            read = files.Reader(source, fichier, size)
            book = _workbook(source, fichier, sheet, keep=written_as == "xlsx")
            encoding = "utf-8" if book is not None else None
            if size and book is None:
                encoding = encoding_of_all(read)
                read.rewound()
            table = Annotation(
                book.read if book is not None else read,
                catalogue,
                columns,
                departement_column=departement,
                delimiter=b"," if book is not None else mark,
                more=more,
                numbers=tuple(numbers or ()),
                encoding=encoding,
                today=today(),
            )
            writer = _workbook_writer(table, book) if written_as == "xlsx" else None
            # No progress bar if the rows themselves are on the terminal.
            shown = not quiet and (target is not None or not is_interactive(sys.stdout))
            progress = _Progress(shown=shown)
            with files.written(target) as write, progress:
                for piece in _converted(table, written_as, book, writer, len(more)):
                    write(piece)
                    progress.show(read.fraction, table.rows)
    except BrokenPipeError:
        return ExitCode.FOUND
    except KeyboardInterrupt as interruption:
        kept = f"{visible(target)} n'a pas été touché" if target else "sortie incomplète"
        write_stderr(f"Interrompu : {kept}.")
        return getattr(interruption, "exit_code", ExitCode.INTERRUPTED)
    if not quiet:
        notes = [
            *(book.notes if book is not None else ()),
            *_lost(writer, book),
            *_summary(table, departement is not None),
        ]
        write_stderr(*notes)
    return ExitCode.FOUND


def _no_column(name: str, mark: bytes | None, sheet: str | None) -> UsageError:
    """The error for a missing column: it suggests the likeliest one, else lists all."""
    from achats_reseaux.annotation.header import listed, read_header
    from achats_reseaux.annotation.likely_column import likely_option
    from achats_reseaux.cli import files

    message = "Il manque la colonne à lire : --column COL, ou --siret COL, --commune COL…"
    if name == "-" and is_interactive(sys.stdin):
        return UsageError(message)
    with files.opened(name) as (source, size):
        book = _workbook(source, name, sheet)
        read = files.Reader(source, name, size) if book is None else book.read
        header = read_header(read, (), mark if book is None else b",")
    option = likely_option(header)
    if option is None:
        return UsageError(message, listed(header.names))
    return UsageError(message, f"reseaux annotate {shell_quoted(name)} {option}")


def _delimiter(typed: str | None) -> bytes | None:
    from achats_reseaux.annotation import DELIMITERS

    if typed is None:
        return None
    mark = {"tab": b"\t", "\\t": b"\t"}.get(typed.lower(), typed.encode("utf-8", "replace"))
    if mark not in DELIMITERS:
        raise UsageError(not_a_value(typed, "--delimiter", ["« , » « ; » « | » tab"]))
    return mark


def _more(add: list[str] | None) -> tuple[str, ...]:
    """The columns of ``--add``, joined by commas or repeated, each once."""
    from achats_reseaux.annotation import MORE_COLUMNS
    from achats_reseaux.answering import comma_separated

    asked = [name.strip() for name in comma_separated(add or ())]
    for name in asked:
        if name not in MORE_COLUMNS:
            raise UsageError(not_a_value(name, "--add", MORE_COLUMNS))
    return tuple(dict.fromkeys(asked))


def _format(typed: str | None, target: str | None) -> str:
    suffix = os.path.splitext(target or "")[1].lower()
    if suffix in _OTHER_FORMATS:
        message = f"Un fichier {suffix} ne peut pas être écrit : « {shortened(target or '')} »."
        raise UsageError(message, "Donnez à --output un nom en .csv ou .xlsx.")
    if typed is None:
        return "xlsx" if suffix == ".xlsx" else "csv"
    if typed not in TABLE_FORMATS:
        raise UsageError(not_a_value(typed, "--format", TABLE_FORMATS))
    return typed


def _workbook(
    source: "RawIOBase", name: str, sheet: str | None, *, keep: bool = False
) -> "WorkbookReader | None":
    if not name.lower().endswith(".xlsx"):
        refuse_sheet(name, sheet)
        return None
    from achats_reseaux.annotation.excel import WorkbookReader

    return WorkbookReader(source, sheet, keep=keep)


def _workbook_writer(table: "Annotation", book: "WorkbookReader | None") -> "WorkbookWriter":
    from achats_reseaux.annotation.workbook_writer import WorkbookWriter

    if book is None:
        return WorkbookWriter(numbers=table.numbers)
    return WorkbookWriter(book.title, table.numbers, mac=book.mac_dates)


def _lost(writer: "WorkbookWriter | None", book: "WorkbookReader | None") -> list[str]:
    """What a workbook does not hold of what was read."""
    if writer is None:
        return []
    formulas = book.formulas if book is not None else 0
    note = f"Formules écrites comme leur valeur : {french_number(formulas)}."
    return [*writer.notes(), *([note] if formulas else [])]


def _converted(
    table: "Annotation",
    form: str,
    book: "WorkbookReader | None",
    writer: "WorkbookWriter | None",
    more: int,
) -> "Iterable[bytes]":
    """The annotated table in the form asked for."""
    if form == "csv":
        return table
    from achats_reseaux.annotation import ADDED_COLUMNS, excel

    rows = excel.table_rows(table.table(), table.delimiter, table.newline)
    if writer is None:
        return excel.excel_pieces(rows)
    values = book.values if book is not None else None
    if values and table.has_separator_line:
        values.popleft()
    return writer.pieces(excel.workbook_rows(rows, values, len(ADDED_COLUMNS) + more))


class _Progress:
    """A progress line on stderr, if it is a terminal; erased at the end."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and is_interactive(sys.stderr)
        self._start = time.monotonic()
        self._next = self._start + _REFRESH_S
        self._width = 0

    def show(self, fraction: float | None, rows: int) -> None:
        """Update the line, at most ten times a second."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + _REFRESH_S
        passed = now - self._start
        text = f"{counted(rows, 'ligne')}, {french_number(round(rows / passed))} par seconde"
        if fraction:
            left = round(passed / fraction - passed)
            text += f", encore {left // 60} min {left % 60:02} s"
        if fraction is not None:
            bar = ("#" * round(fraction * _BAR)).ljust(_BAR, ".")
            text = f"[{bar}] {fraction * 100:3.0f} %  {text}"
        self._line(text.ljust(self._width))
        self._width = len(text)

    def _line(self, text: str) -> None:
        with suppress(OSError, ValueError):  # the terminal is gone
            sys.stderr.write(f"\r{text}")
            sys.stderr.flush()

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._width:
            self._line(" " * self._width + "\r")


def _summary(table: "Annotation", settled: bool) -> list[str]:
    """The number of rows by status, and advice on some of them."""
    statuses = table.statuses()
    shares = ", ".join(
        f"{french_number(many)} {status}" for status, many in statuses.items() if many
    )
    lines = [f"{counted(table.rows, 'ligne')}{' : ' if shares else ''}{shares}."]
    if table.empty_rows:
        many = counted(table.empty_rows, "ligne")
        lines.append(f"{many} sans rien dans les colonnes lues.")
    lines += _unsettled(table)
    if statuses["ambiguous"] and not settled:
        lines.append("Les noms ambigus se départagent par --departement COL.")
    if table.guessed_rows:
        many = counted(table.guessed_rows, "ligne")
        verb = "sont lues" if table.guessed_rows > 1 else "est lue"
        lines.append(f"{many} {verb} d'après le début d'un code ou d'un nom : à vérifier.")
    if table.long_rows:
        many = counted(table.long_rows, "ligne")
        verb = "ont" if table.long_rows > 1 else "a"
        lines.append(f"{many} {verb} plus de cellules que l'en-tête : la réponse vient après.")
    outdated = table.outdated
    lines += outdated[:_EXAMPLES]
    if len(outdated) > _EXAMPLES:
        lines.append(f"{counted(len(outdated), 'fiche')} en tout ne sont pas valables aujourd'hui.")
    return lines


def _unsettled(table: "Annotation") -> list[str]:
    """The messages for a few texts that have no answer."""
    from achats_reseaux.geocoder import resolve
    from achats_reseaux.model import Places

    lines = []
    for examples in table.examples().values():
        for text, kind in examples:
            found = resolve(text, kind)
            if not isinstance(found, Places):
                lines.append(f"  {found.message}")
    return lines and ["Sans réponse, par exemple :", *lines[:_EXAMPLES]]
