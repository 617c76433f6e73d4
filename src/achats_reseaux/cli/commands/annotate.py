"""``reseaux annotate``: append the guichets verts to the rows of a table."""

import os
import re
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from achats_reseaux import text
from achats_reseaux.annotation import Annotation
from achats_reseaux.annotation.appended import MORE_COLUMNS, AppendedColumns
from achats_reseaux.annotation.columns import (
    column_numbers,
    likely_options,
    listed,
    refuse_codes,
)
from achats_reseaux.annotation.summary import summary
from achats_reseaux.answering import comma_separated
from achats_reseaux.answering.age import age_and_newer_copy
from achats_reseaux.cli import completion, files
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.environment import load_catalogue, today
from achats_reseaux.cli.streams import write_messages
from achats_reseaux.errors import UsageError
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.output.terminal import is_interactive
from achats_reseaux.tables.blocks import TableRows
from achats_reseaux.tables.csv_reader import CsvTable, read_table
from achats_reseaux.tables.csv_writer import CsvWriter, known_encoding

EXAMPLES = ("reseaux annotate marches.csv --siret acheteur.siret --add name -o sortie.csv",)

_ORDER = ("siret", "siren", "insee", "commune", "code-postal", "epci", "region", None)
"""The kinds of columns, the surest first."""
_KINDS = "Ajoute reseaux_facilitateurs, par exemple."
_THEMES = "De même : les réseaux locaux d'un thème."
_ADDED = (
    "name, email… du guichet vert ; local_name… des autres réseaux locaux ; switchboard, traces…"
)
_MORE = completion.ids(dict.fromkeys(MORE_COLUMNS, ""))
_NUMBERS = "Colonnes de nombres d'un classeur."
_FORMS = "csv, excel ou xlsx."
_ENCODING = "Encodage : utf-8… ; sinon, le même."
_NO_HEADER = "Sans en-tête : colonnes par numéro."
_HEADER_ROW = "Ligne de l'en-tête ; sinon, la première."

if TYPE_CHECKING:
    from achats_reseaux.tables.workbook_reader import SheetTable
    from achats_reseaux.tables.workbook_writer import WorkbookWriter

_Table: TypeAlias = "CsvTable | SheetTable"
_Form = Literal["csv", "excel", "xlsx"]


def _column(what: str) -> Any:
    return opt.panel_option("COL", what, panel="Colonnes de lieux")


def annotate(
    context: typer.Context,
    fichier: Annotated[str, opt.argument("FICHIER", "CSV, TSV ou .xlsx ; - : l'entrée standard.")],
    column: Annotated[opt.Text, _column("Des lieux : noms ou codes.")] = None,
    siret: Annotated[opt.Text, _column("SIRET, ou SIREN.")] = None,
    siren: Annotated[opt.Text, _column("SIREN.")] = None,
    insee: Annotated[opt.Text, _column("Codes INSEE de commune.")] = None,
    commune: Annotated[opt.Text, _column("Communes ; le code postal les précise.")] = None,
    code_postal: Annotated[opt.Text, _column("Codes postaux.")] = None,
    epci: Annotated[opt.Text, _column("Intercommunalités.")] = None,
    region: Annotated[opt.Text, _column("Régions.")] = None,
    departement: Annotated[opt.Text, _column("Départements, pour les homonymes.")] = None,
    kind: Annotated[opt.Texts, opt.filter_option("kind", "TYPE", _KINDS, opt.OUTPUT)] = None,
    theme: Annotated[opt.Texts, opt.filter_option("theme", "THEME", _THEMES, opt.OUTPUT)] = None,
    add: Annotated[
        opt.Texts, opt.panel_option("COLONNES", _ADDED, complete=completion.several(_MORE))
    ] = None,
    numbers: Annotated[opt.Texts, opt.panel_option("COL", _NUMBERS)] = None,
    header_row: Annotated[int, opt.panel_option("N", _HEADER_ROW)] = 1,
    no_header_row: Annotated[bool, opt.panel_option(None, _NO_HEADER, "--no-header-row")] = False,
    output: Annotated[opt.Text, opt.output_option("Où écrire ; sinon, la sortie standard.")] = None,
    output_format: Annotated[_Form | None, opt.panel_option("FORMAT", _FORMS, "--format")] = None,
    encoding: Annotated[opt.Text, opt.panel_option("NOM", _ENCODING)] = None,
    quiet: Annotated[bool, opt.panel_option(None, "Sans bilan.", "--quiet", "-q")] = False,
    sheet: opt.Sheet = None,
    catalogue_file: opt.CatalogueFile = None,
    no_local: opt.NoLocal = False,
) -> None:
    """Ajoute à chaque ligne d'un tableau son guichet vert.

    Quatre colonnes de plus, dont reseaux_status : covered, split, partial, none…
    """
    texts = (siret, siren, insee, commune, code_postal, epci, region, column)
    columns = tuple((kind, name) for kind, name in zip(_ORDER, texts, strict=True) if name)
    if not columns and departement is not None:
        columns, departement = (("departement", departement),), None
    target = None if output == "-" else output
    numbers = _listed(numbers)
    chosen = _output_format(output_format, target, numbers)
    encoding = _encoding(encoding, chosen)
    if header_row < 1:
        message = "--header-row attend le numéro d'une ligne : 1 est la première."
        raise UsageError(message)
    with files.opened(fichier) as source:
        files.refuse_itself(source, fichier, target)
        table = read_table(source, sheet, 0 if no_header_row else header_row)
        if not columns:
            raise _no_column(table, fichier, opt.typed_again(context))
        catalogue = load_catalogue(catalogue_file, no_local)
        appended = AppendedColumns(catalogue, _listed(add), theme or (), kind or ())
        annotation = Annotation(
            table, catalogue, columns, appended, departement_column=departement, today=today()
        )
        writer = _writer(table, chosen, _ending(target), numbers, encoding)
        blocks = annotation.blocks()
        on_terminal = target is None and is_interactive(sys.stdout)
        if not (quiet or on_terminal) and is_interactive(sys.stderr):
            blocks = _with_progress(blocks)
        with files.written(target) as stream:
            if on_terminal and isinstance(writer, CsvWriter):
                _write_to_terminal(writer, blocks, stream)
            else:
                writer.write(blocks, stream)
    if quiet:
        return
    notes = table.notes + annotation.notes
    if not on_terminal:
        notes += writer.notes
    notes += summary(
        annotation.counts,
        catalogue.as_of,
        doubtful_rows=annotation.doubtful_rows,
        has_note=appended.has_note,
    )
    notes += appended.notices
    guichets_verts = catalogue.networks_at(catalogue.facets["kind"][GUICHET_VERT])
    notes.append(age_and_newer_copy(guichets_verts, today()))
    write_messages(filter(None, notes))


def _writer(
    table: _Table, output_format: str, ending: str, numbers: list[str], encoding: str | None
) -> "CsvWriter | WorkbookWriter":
    """What writes the rows of a table in a format, to a file whose name ends so."""
    if output_format != "xlsx":
        is_excel = output_format == "excel"
        return CsvWriter(table, excel=is_excel, tabs=ending == ".tsv", encoding=encoding)
    from achats_reseaux.tables.workbook_writer import WorkbookWriter

    return WorkbookWriter(table, column_numbers(table.header, numbers))


def _write_to_terminal(writer: CsvWriter, blocks: Iterator[TableRows], stream: IO[bytes]) -> None:
    """Write blocks of rows in its encoding; the control characters of data do not act."""
    encoding = sys.stdout.encoding or "utf-8"
    for rows in blocks:
        stream.write(_defused(writer.text(rows)).encode(encoding, "replace"))


def _defused(rows: str) -> str:
    """Rows as text for a terminal, on which the control characters of data would act."""
    cells_and_ends = re.split(r"(\t|\r?\n)", rows)
    return "".join(part if part.isspace() else text.visible(part) for part in cells_and_ends)


def _with_progress(blocks: Iterator[TableRows]) -> Iterator[TableRows]:
    """The blocks, and on stderr that they go on."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(track(blocks, "Lignes", console=console, transient=True, show_speed=False))


def _no_column(table: _Table, name: str, typed: str) -> UsageError:
    """The error for a missing column: it proposes the likeliest one, else lists all.

    A table whose header is a code has none; its columns are called by numbers.
    """
    message = "Il manque la colonne à lire : --column COL, ou --siret COL, --commune COL…"
    options = likely_options(table.header)
    start = text.shell_joined(["reseaux", "annotate", name])
    if not options:
        if table.has_header:
            refuse_codes(table.header)
        return UsageError(message, listed(table.header))
    return UsageError(message, next_commands=(f"{start} {options}{typed}",))


def _encoding(encoding: str | None, output_format: str) -> str | None:
    """The encoding asked for, by its usual name; ``UsageError`` if the format has its own."""
    if encoding is None:
        return None
    if output_format != "csv":
        message = f"--encoding ne va pas avec --format {output_format}, qui a le sien."
        raise UsageError(message)
    return known_encoding(encoding)


def _listed(values: list[str] | None) -> list[str]:
    """The values of an option, joined by commas or repeated, each once."""
    return list(dict.fromkeys(map(str.strip, comma_separated(values or ()))))


_ENDINGS = {"csv": (".csv", ".tsv", ".txt"), "excel": (".csv", ".txt"), "xlsx": (".xlsx",)}
"""How the name of an output may end, by format."""


def _ending(target: str | None) -> str:
    return os.path.splitext(target or "")[1].lower()


def _output_format(output_format: str | None, target: str | None, numbers: list[str]) -> str:
    """The format asked for, or that of the name of the output; ``UsageError`` if it cannot be."""
    if output_format is None:
        files.check_ending(target, *_ENDINGS["csv"], *_ENDINGS["xlsx"])
        output_format = "xlsx" if _ending(target) == ".xlsx" else "csv"
    files.check_ending(target, *_ENDINGS[output_format])
    message = ""
    if output_format == "xlsx" and target is None and is_interactive(sys.stdout):
        message = "Un classeur ne se lit pas dans un terminal."
    if numbers and output_format != "xlsx":
        message = "--numbers ne va qu'avec un classeur en sortie."
    if message:
        raise UsageError(message, "Donnez à --output un nom en .xlsx.")
    return output_format
