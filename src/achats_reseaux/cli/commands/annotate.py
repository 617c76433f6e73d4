"""``reseaux annotate``: append the guichets verts to the rows of a table."""

import os
import re
import sys
import time
from contextlib import suppress
from inspect import signature
from typing import Annotated, Any, NamedTuple

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
from achats_reseaux.geocoder.codes import MISSING
from achats_reseaux.output.terminal import is_interactive
from achats_reseaux.text import (
    counted,
    dated_list,
    french_number,
    not_a_value,
    shell_quoted,
    shortened,
    visible,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from achats_reseaux.annotation import Annotation, PlaceColumn
    from achats_reseaux.annotation.csv_table import CsvTable
    from achats_reseaux.annotation.sheet_table import SheetTable
    from achats_reseaux.annotation.workbook_reader import SheetReader
    from achats_reseaux.cli.files import Reader
    from achats_reseaux.model import Catalogue

_REFRESH_S = 0.1
_BAR = 24
_EXAMPLES = 3

TABLE_FORMATS = ("csv", "excel", "xlsx")
_OTHER_FORMATS = (".ods", ".xls", ".xlsm", ".xlsb", ".json", ".parquet", ".html", ".pdf")
"""Endings of formats that cannot be written."""

_WITHIN_ROWS = re.compile(r"[^\t\r\n]+|\r(?!\n|\Z)")
"""All but tabs and the ends of rows."""

EXAMPLES = (
    (
        "reseaux annotate marches.csv --siret acheteur.siret --commune commune"
        " --add name,note -o marches-guichets.csv"
    ),
    "cut -d';' -f1,2 marches.csv | reseaux annotate - --column commune",
)

# --- options -------------------------------------------------------------------------------------

_COLUMNS = "achats_reseaux.columns"


def _columns_of(kind: str | None, what: str, *shorter: str) -> Any:
    """The option that names the columns of a kind of place; of any kind, ``--column``.

    Its callback records them with their kind: Click calls callbacks in the order typed.
    """

    def record(ctx: typer.Context, value: list[str] | None) -> list[str]:
        ctx.meta.setdefault(_COLUMNS, []).extend((kind, column) for column in value or ())
        return value or []

    names = (f"--{kind or 'column'}", *shorter)
    return typer.Option(*names, metavar="COL", help=what, callback=record)


Names = list[str] | None
File = Annotated[
    str,
    typer.Argument(
        metavar="FICHIER",
        help="CSV, TSV ou .xlsx avec une ligne d'en-tête ; - pour l'entrée standard.",
    ),
]
AnyColumn = Annotated[
    Names, _columns_of(None, "Colonne de lieux (SIRET, code, nom, adresse…) : nom, ou numéro.")
]
Siret = Annotated[Names, _columns_of("siret", "Colonne de SIRET.")]
Siren = Annotated[Names, _columns_of("siren", "Colonne de SIREN.")]
Insee = Annotated[Names, _columns_of("insee", "Colonne de codes INSEE de commune.")]
PostalCode = Annotated[Names, _columns_of("code-postal", "Colonne de codes postaux.", "--cp")]
Commune = Annotated[Names, _columns_of("commune", "Colonne de communes.")]
Epci = Annotated[Names, _columns_of("epci", "Colonne d'intercommunalités.")]
Region = Annotated[Names, _columns_of("region", "Colonne de régions.")]
Departement = Annotated[
    str | None,
    typer.Option(
        "--departement",
        "--dep",
        "--dept",
        "--departement-column",
        metavar="COL",
        help="Colonne des départements, qui départage les homonymes.",
    ),
]
Add = Annotated[
    Names,
    typer.Option(
        "--add",
        metavar="COLONNES",
        help="Colonnes de plus : departement_name, region_name, name, website, page, email, phone"
        " (du guichet vert), note, local, local_name… local_phone (des autres réseaux locaux, les"
        " vôtres compris).",
    ),
]
Target = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FICHIER", help="Où écrire ; sinon, sur la sortie standard."
    ),
]
TableFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="csv (comme l'entrée), excel (CSV d'un Excel français) ou xlsx ; "
        "sinon, d'après le nom de --output (ni .ods ni .xls).",
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter", metavar="SIGNE", help="« , », « ; », « | » ou tab ; sinon, deviné."
    ),
]
NumberColumns = Annotated[
    Names,
    typer.Option(
        "--numbers",
        metavar="COL",
        help="Colonne de nombres, pour un classeur ; les autres y restent du texte.",
    ),
]
NoSummary = Annotated[
    bool, typer.Option("--quiet", "-q", help="Ni avancement ni bilan sur la sortie d'erreur.")
]


class Options(NamedTuple):
    """What is typed after ``reseaux annotate``."""

    ctx: typer.Context
    fichier: File
    column: AnyColumn = None
    siret: Siret = None
    siren: Siren = None
    insee: Insee = None
    code_postal: PostalCode = None
    commune: Commune = None
    epci: Epci = None
    region: Region = None
    departement: Departement = None
    add: Add = None
    output: Target = None
    form: TableFormat = None
    delimiter: Delimiter = None
    numbers: NumberColumns = None
    sheet: Sheet = None
    quiet: NoSummary = False
    catalogue_file: CatalogueFile = None
    no_local: NoLocal = False
    no_cache: NoCache = False

    @property
    def columns(self) -> "tuple[PlaceColumn, ...]":
        """The columns of places, in the order typed."""
        return tuple(self.ctx.meta.get(_COLUMNS, ()))


# --- the command ---------------------------------------------------------------------------------


def annotate(**typed: Any) -> int:
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
    options = _checked(Options(**typed))
    if not options.columns:
        raise _no_column(options)
    catalogue = load_catalogue(options.catalogue_file, options.no_local, options.no_cache)
    try:
        messages = _annotated(options, catalogue)
    except BrokenPipeError:
        return ExitCode.FOUND
    except KeyboardInterrupt as interruption:
        target = options.output
        kept = f"{visible(target)} n'a pas été touché" if target else "sortie incomplète"
        write_stderr(f"Interrompu : {kept}.")
        return getattr(interruption, "exit_code", ExitCode.INTERRUPTED)
    if not options.quiet:
        write_stderr(*messages)
    return ExitCode.FOUND


annotate.__signature__ = signature(Options)  # type: ignore[attr-defined]


def _checked(options: Options) -> Options:
    """The options, each with a value that it may have, spelt in one way.

    Raises:
        UsageError: one of them has another value.
    """
    target = None if options.output == "-" else options.output
    departement = options.departement
    if not options.columns and departement is not None:
        options.ctx.meta[_COLUMNS], departement = [("departement", departement)], None
    return options._replace(
        departement=departement,
        add=_more(options.add),
        output=target,
        form=_format(options.form, target, options.numbers),
        delimiter=_delimiter(options.delimiter),
    )


def _annotated(options: Options, catalogue: "Catalogue") -> list[str]:
    """Annotate one file; what there is to tell of it then."""
    from achats_reseaux.annotation import Annotation
    from achats_reseaux.cli import files
    from achats_reseaux.cli.today import today

    with files.interruptible(), files.opened(options.fichier) as read:
        files.refuse_itself(read.source, options.fichier, options.output)
        table, book = _table(read, options)
        annotation = Annotation(
            table,
            catalogue,
            options.columns,
            departement_column=options.departement,
            more=tuple(options.add or ()),
            numbers=tuple(options.numbers or ()),
            today=today(),
        )
        pieces, lost = _pieces(annotation, options.form, book)
        if options.output is None and is_interactive(sys.stdout):
            pieces = map(_shown, pieces)
        # No progress bar if the rows themselves are on the terminal.
        shown = not options.quiet and (options.output is not None or not is_interactive(sys.stdout))
        with files.written(options.output) as write, _Progress(shown=shown) as progress:
            for piece in pieces:
                write(piece)
                progress.show(read.fraction, annotation.rows)
    notes = book.notes if book is not None else []
    dated = dated_list(catalogue.as_of)
    return [*notes, *lost(), *_summary(annotation, dated, options)]


def _table(read: "Reader", options: Options) -> "tuple[CsvTable | SheetTable, SheetReader | None]":
    """The table of a file, and its sheet if that is a workbook."""
    from achats_reseaux.annotation.columns import matching_columns
    from achats_reseaux.annotation.csv_table import CHUNK, CsvTable, encoding_of

    if options.fichier.lower().endswith(".xlsx"):
        from achats_reseaux.annotation.sheet_table import SheetTable
        from achats_reseaux.annotation.workbook_reader import SheetReader

        book = SheetReader(read.source, options.sheet)
        return SheetTable(book), book
    refuse_sheet(options.fichier, options.sheet)
    encoding = None
    if read.size:
        encoding = encoding_of(iter(lambda: read(CHUNK), b""))
        read.rewind()
    wanted = [*(name for _, name in options.columns), *filter(None, [options.departement])]

    def found(names: list[str]) -> int:
        return sum(bool(matching_columns(names, one)) for one in wanted)

    return CsvTable(read, options.delimiter, rank=found, encoding=encoding), None


def _pieces(
    annotation: "Annotation", form: str | None, book: "SheetReader | None"
) -> "tuple[Iterable[bytes], Callable[[], list[str]]]":
    """The table in the form asked for, and what then tells what that form does not hold."""
    if form != "xlsx":
        return annotation.excel() if form == "excel" else annotation.csv(), list
    from achats_reseaux.annotation.workbook_writer import WorkbookWriter

    title, mac = (book.title, book.mac_dates) if book is not None else ("", False)
    writer = WorkbookWriter(title, annotation.numbers, mac=mac)
    formulas = book.formulas if book is not None else 0
    told = f"Formules écrites comme leur valeur : {french_number(formulas)}."
    notes = [told] if formulas else []
    return writer.pieces(annotation.workbook()), lambda: [*writer.notes(), *notes]


def _shown(piece: bytes) -> bytes:
    """Rows for a terminal, on which the control characters of data would act."""
    rows = piece.decode("utf-8-sig", "replace")
    return _WITHIN_ROWS.sub(lambda text: visible(text[0]), rows).encode()


def _no_column(options: Options) -> UsageError:
    """The error for a missing column: it suggests the likeliest one, else lists all."""
    from achats_reseaux.annotation.columns import listed
    from achats_reseaux.annotation.likely_column import likely_option
    from achats_reseaux.cli import files

    message = "Il manque la colonne à lire : --column COL, ou --siret COL, --commune COL…"
    if options.fichier == "-" and is_interactive(sys.stdin):
        return UsageError(message)
    with files.opened(options.fichier) as read:
        table, _ = _table(read, options)
        option = likely_option(table)
    if option is None:
        return UsageError(message, listed(table.names))
    return UsageError(message, f"reseaux annotate {shell_quoted(options.fichier)} {option}")


def _delimiter(typed: str | None) -> str | None:
    from achats_reseaux.annotation.csv_table import DELIMITERS

    if typed is None:
        return None
    mark = {"tab": "\t", "\\t": "\t"}.get(typed.lower(), typed)
    if mark not in DELIMITERS:
        raise UsageError(not_a_value(typed, "--delimiter", ["« , » « ; » « | » tab"]))
    return mark


def _more(add: list[str] | None) -> list[str]:
    """The columns of ``--add``, joined by commas or repeated, each once."""
    from achats_reseaux.annotation import MORE_COLUMNS
    from achats_reseaux.answering import comma_separated

    asked = [name.strip() for name in comma_separated(add or ())]
    for name in asked:
        if name not in MORE_COLUMNS:
            raise UsageError(not_a_value(name, "--add", MORE_COLUMNS))
    return [*dict.fromkeys(asked)]


def _format(typed: str | None, target: str | None, numbers: list[str] | None) -> str:
    suffix = os.path.splitext(target or "")[1].lower()
    if suffix in _OTHER_FORMATS:
        message = f"Un fichier {suffix} ne peut pas être écrit : « {shortened(target or '')} »."
        raise UsageError(message, "Donnez à --output un nom en .csv ou .xlsx.")
    form = typed or ("xlsx" if suffix == ".xlsx" else "csv")
    if form not in TABLE_FORMATS:
        raise UsageError(not_a_value(form, "--format", TABLE_FORMATS))
    if numbers and form != "xlsx":
        message = "--numbers ne va qu'avec un classeur en sortie."
        raise UsageError(message, "Donnez à --output un nom en .xlsx.")
    return form


# --- what is said --------------------------------------------------------------------------------


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


def _summary(annotation: "Annotation", dated: str, options: Options) -> list[str]:
    """The number of rows by status, those without a guichet vert by which list; and advice."""
    statuses = annotation.statuses
    told = {"none": f" ({dated})"}
    shares = ", ".join(
        f"{french_number(many)} {status}{told.get(status, '')}"
        for status, many in statuses.items()
        if many
    )
    lines = [f"{counted(annotation.rows, 'ligne')}{' : ' if shares else ''}{shares}."]
    if annotation.empty_rows:
        many = counted(annotation.empty_rows, "ligne")
        lines.append(f"{many} sans rien dans les colonnes lues.")
    if annotation.missing_rows:
        lines.append(f"{MISSING}.")
    lines += _unsettled(annotation)
    if statuses["ambiguous"] and options.departement is None:
        lines.append("Les noms ambigus se départagent par --departement COL.")
    if annotation.guessed_rows:
        many = counted(annotation.guessed_rows, "ligne")
        verb = "sont lues" if annotation.guessed_rows > 1 else "est lue"
        lines.append(f"{many} {verb} d'après le début d'un code ou d'un nom : à vérifier.")
    if annotation.contradicted_rows:
        many = counted(annotation.contradicted_rows, "ligne")
        verb = "se contredisent" if annotation.contradicted_rows > 1 else "se contredit"
        why = "reseaux_note" if "note" in (options.add or ()) else "--add note"
        lines.append(f"{many} {verb} d'une colonne à l'autre : {why} dit en quoi.")
    if annotation.long_rows:
        many = counted(annotation.long_rows, "ligne")
        verb = "ont" if annotation.long_rows > 1 else "a"
        lines.append(f"{many} {verb} plus de cellules que l'en-tête : la réponse vient après.")
    outdated = list(annotation.outdated)
    lines += outdated[:_EXAMPLES]
    if len(outdated) > _EXAMPLES:
        lines.append(f"{counted(len(outdated), 'fiche')} en tout ne sont pas valables aujourd'hui.")
    return lines


def _unsettled(annotation: "Annotation") -> list[str]:
    """The messages for a few texts that have no answer."""
    from achats_reseaux.geocoder import resolve
    from achats_reseaux.model import Places

    lines = []
    for examples in annotation.examples.values():
        for text, kind in examples:
            found = resolve(text, kind)
            if not isinstance(found, Places):
                lines.append(f"  {found.message}")
    return lines and ["Sans réponse, par exemple :", *lines[:_EXAMPLES]]
