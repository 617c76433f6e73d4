"""``reseaux annotate``: append the guichets verts to the rows of a table."""

import os
import re
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Annotated, Any, Literal

import typer

from achats_reseaux.answering.coverage import COVERAGE_STATUSES
from achats_reseaux.cli import files
from achats_reseaux.cli.options import CatalogueFile, NoLocal, Sheet, panel_option
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.cli.surroundings import load_catalogue, today
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.output.terminal import is_interactive
from achats_reseaux.text import (
    counted,
    dated_list,
    french_number,
    not_a_value,
    shell_quoted,
    visible,
)

if TYPE_CHECKING:
    from achats_reseaux.annotation import Annotation
    from achats_reseaux.annotation.tables import CsvTable
    from achats_reseaux.annotation.workbooks import SheetTable

EXAMPLES = (
    "reseaux annotate marches.csv --siret acheteur.siret --add name -o sortie.csv",
    "cut -d';' -f1,2 marches.csv | reseaux annotate - --column commune",
)

_ORDER = ("siret", "siren", "insee", "commune", "code-postal", "epci", "region", None)
"""The kinds of columns, the surest first."""
_OTHER_FORMATS = (".ods", ".xls", ".xlsm", ".xlsb", ".json", ".pdf")
"""Endings of formats that cannot be written."""
_WITHIN_ROWS = re.compile(r"[^\t\r\n]+|\r(?!\n|\Z)")
"""All but tabs and the ends of rows."""
_BLOCK = 1000
"""Rows that are written at once."""
_WORDS = {
    **COVERAGE_STATUSES,
    "ambiguous": "ambigu",
    "unknown": "inconnu",
    "invalid": "invalide",
}
"""The statuses in French."""


_ADDED = "De plus : name, website, page, email, phone, note, departement_name, local_name…"


def _column(what: str) -> Any:
    return panel_option("COL", what, panel="Colonnes de lieux")


Column = str | None


def annotate(
    fichier: Annotated[
        str, typer.Argument(metavar="FICHIER", help="CSV, TSV ou .xlsx ; - : l'entrée standard.")
    ],
    column: Annotated[Column, _column("Lieux de toute sorte ; nom, ou numéro.")] = None,
    siret: Annotated[Column, _column("SIRET.")] = None,
    siren: Annotated[Column, _column("SIREN.")] = None,
    insee: Annotated[Column, _column("Codes INSEE de commune.")] = None,
    commune: Annotated[Column, _column("Communes.")] = None,
    code_postal: Annotated[Column, _column("Codes postaux.")] = None,
    epci: Annotated[Column, _column("Intercommunalités.")] = None,
    region: Annotated[Column, _column("Régions.")] = None,
    departement: Annotated[Column, _column("Départements, pour les homonymes.")] = None,
    add: Annotated[list[str] | None, panel_option("COLONNES", _ADDED)] = None,
    numbers: Annotated[
        list[str] | None, panel_option("COL", "Colonnes qui sont des nombres dans un classeur.")
    ] = None,
    output: Annotated[
        str | None,
        panel_option("FICHIER", "Où écrire ; sinon, la sortie standard.", "--output", "-o"),
    ] = None,
    form: Annotated[
        Literal["csv", "excel", "xlsx"] | None,
        panel_option("FORMAT", "csv, excel (CSV d'un Excel français) ou xlsx.", "--format"),
    ] = None,
    quiet: Annotated[bool, panel_option(None, "Sans bilan.", "--quiet", "-q")] = False,
    sheet: Sheet = None,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Ajoute à chaque ligne d'un tableau son guichet vert.

    Quatre colonnes de plus : reseaux_status (covered, split, partial, none, ambiguous, unknown ou
    invalid), reseaux_departement, reseaux_region et reseaux_guichet_vert. La première colonne de
    lieu qui en donne un répond.
    """
    typed = (siret, siren, insee, commune, code_postal, epci, region, column)
    columns = tuple((kind, name) for kind, name in zip(_ORDER, typed, strict=True) if name)
    if not columns and departement is not None:
        columns, departement = (("departement", departement),), None
    target = None if output == "-" else output
    more, of_numbers = _added(add), _listed(numbers)
    chosen = _form(form, target, of_numbers)
    from achats_reseaux.annotation import Annotation
    from achats_reseaux.annotation.tables import read_table

    with files.opened(fichier) as source:
        files.refuse_itself(source, fichier, target)
        table = read_table(source, sheet)
        if not columns:
            raise _no_column(table, fichier)
        catalogue = load_catalogue(catalogue_file, no_local)
        annotation = Annotation(
            table,
            catalogue,
            columns,
            departement_column=departement,
            more=more,
            today=today(),
        )
        rows = annotation.annotated()
        on_terminal = target is None and is_interactive(sys.stdout)
        if not (quiet or on_terminal) and is_interactive(sys.stderr):
            rows = _with_progress(rows, source)
        notes = _write(rows, table, chosen, target, of_numbers)
    if not quiet:
        write_stderr(*table.notes, *notes, *_summary(annotation, catalogue.as_of, departement))
    return ExitCode.FOUND


def _write(
    rows: Iterator[list[str]],
    table: "CsvTable | SheetTable",
    form: str,
    target: str | None,
    numbers: tuple[str, ...],
) -> list[str]:
    """Write the rows in a form; what there is to tell of it then."""
    with files.written(target) as stream:
        if form == "xlsx":
            from achats_reseaux.annotation.workbooks import WorkbookWriter

            book = WorkbookWriter(table, numbers)
            book.write(rows, stream)
            return book.notes
        from achats_reseaux.annotation.tables import CsvWriter

        writer = CsvWriter(table, excel=form == "excel")
        blocks = iter(lambda: list(islice(rows, _BLOCK)), [])
        on_terminal = target is None and is_interactive(sys.stdout)
        for piece in chain([writer.start], map(writer.encoded, blocks)):
            stream.write(_defused(piece) if on_terminal else piece)
    return []


def _defused(piece: bytes) -> bytes:
    """Rows for a terminal, on which the control characters of data would act."""
    rows = piece.decode("utf-8-sig", "replace")
    return _WITHIN_ROWS.sub(lambda text: visible(text[0]), rows).encode()


def _with_progress(rows: Iterator[list[str]], source: IO[bytes]) -> Iterator[list[str]]:
    """The rows, and on stderr how far they are."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=os.fstat(source.fileno()).st_size)
        for number, row in enumerate(rows):
            if number % _BLOCK == 0:
                told = counted(number, "ligne")
                progress.update(task, description=told, completed=source.tell())
            yield row


# --- options -------------------------------------------------------------------------------------

_NO_COLUMN = "Il manque la colonne à lire : --column COL, ou --siret COL, --commune COL…"


def _no_column(table: "CsvTable | SheetTable", name: str) -> UsageError:
    """The error for a missing column: it proposes the likeliest one, else lists all."""
    from achats_reseaux.annotation.columns import likely_option, listed

    option = likely_option(table.header)
    if option is None:
        return UsageError(_NO_COLUMN, listed(table.header))
    return UsageError(_NO_COLUMN, f"reseaux annotate {shell_quoted(name)} {option}")


def _listed(values: list[str] | None) -> tuple[str, ...]:
    """The values of an option, joined by commas or repeated, each once."""
    from achats_reseaux.answering import comma_separated

    return tuple(dict.fromkeys(one.strip() for one in comma_separated(values or ())))


def _added(add: list[str] | None) -> tuple[str, ...]:
    from achats_reseaux.annotation import MORE_COLUMNS

    asked = _listed(add)
    for name in asked:
        if name not in MORE_COLUMNS:
            raise UsageError(not_a_value(name, "--add", MORE_COLUMNS))
    return asked


def _form(form: str | None, target: str | None, numbers: tuple[str, ...]) -> str:
    """The format asked for, or that of the name of the output.

    Raises:
        UsageError: it cannot be written there, contradicts the name, or has no numbers.
    """
    files.refuse_endings(target, _OTHER_FORMATS, ".csv ou .xlsx")
    ending = os.path.splitext(target or "")[1].lower()
    chosen = form or ("xlsx" if ending == ".xlsx" else "csv")
    if ending in ((".csv", ".tsv", ".txt") if chosen == "xlsx" else (".xlsx",)):
        message = f"--format {form} et --output {visible(target or '')} se contredisent."
        raise UsageError(message, "Donnez l'un ou l'autre.")
    if chosen == "xlsx" and target is None and is_interactive(sys.stdout):
        message = "Un classeur ne se lit pas dans un terminal."
        raise UsageError(message, "Donnez à --output un nom en .xlsx.")
    if numbers and chosen != "xlsx":
        message = "--numbers ne va qu'avec un classeur en sortie."
        raise UsageError(message, "Donnez à --output un nom en .xlsx.")
    return chosen


# --- what is said --------------------------------------------------------------------------------


def _summary(annotation: "Annotation", as_of: str, departement: str | None) -> list[str]:
    """The number of rows by status, those without a guichet vert by which list; and advice."""
    counts, shares = annotation.counts, []
    for status, word in _WORDS.items():
        if many := counts[status]:
            dated = f" ({dated_list(as_of)})" if status == "none" else ""
            plural = "s" * (many > 1 and status != "none")
            shares.append(f"{french_number(many)} {word}{plural}{dated}")
    rows = counted(sum(map(counts.__getitem__, _WORDS)), "ligne")
    lines = [f"{rows}{' : ' if shares else ''}{', '.join(shares)}."]
    if counts["blank"]:
        empty = counted(counts["blank"], "ligne")
        lines.append(f"{empty} sans rien, ou « NA », dans les colonnes lues.")
    lines += _unsettled(annotation)
    if counts["ambiguous"] and departement is None:
        lines.append("Les noms ambigus se départagent par --departement COL.")
    said = {
        "partly_read": "à vérifier, dont une partie seulement est lue : --add note dit laquelle",
        "contradicted": "dont les colonnes se contredisent : --add note dit en quoi",
        "long": "avec plus de cellules que l'en-tête : la réponse vient après",
    }
    told = ((counts[what], sentence) for what, sentence in said.items())
    return [*lines, *(f"{counted(many, 'ligne')} {sentence}." for many, sentence in told if many)]


def _unsettled(annotation: "Annotation") -> list[str]:
    """The messages for a few texts that have no answer."""
    from achats_reseaux.geocoder import resolve

    found = (resolve(text, kind) for text, kind in annotation.examples)
    lines = [f"  {message}" for one in found if (message := getattr(one, "message", ""))]
    return lines and ["Sans réponse, par exemple :", *lines]
