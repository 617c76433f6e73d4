"""``reseaux annotate``: append the guichets verts to the rows of a table."""

import os
import re
import sys
from collections.abc import Iterator
from itertools import chain, islice
from typing import Annotated, Any, Literal

from achats_reseaux import text
from achats_reseaux.annotation import MORE_COLUMNS, Annotation
from achats_reseaux.annotation.columns import column_numbers, likely_option, listed
from achats_reseaux.annotation.summary import summary
from achats_reseaux.annotation.tables import CsvWriter, read_table
from achats_reseaux.answering import comma_separated
from achats_reseaux.cli import files
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.cli.surroundings import load_catalogue, today
from achats_reseaux.errors import UsageError
from achats_reseaux.output.terminal import is_interactive

EXAMPLES = (
    "reseaux annotate marches.csv --siret acheteur.siret --add name -o sortie.csv",
    "cut -d';' -f1,2 marches.csv | reseaux annotate - --column commune",
)

_ORDER = ("siret", "siren", "insee", "commune", "code-postal", "epci", "region", None)
"""The kinds of columns, the surest first."""
_BLOCK = 1000
"""Rows that are written at once."""
_ADDED = "De plus : name, website, page, email, phone, note, departement_name, local_name…"
_NUMBERS = "Colonnes qui sont des nombres dans un classeur."
_FORMS = "csv, excel (CSV d'un Excel français) ou xlsx."

Column = str | None
_Form = Literal["csv", "excel", "xlsx"]


def _column(what: str) -> Any:
    return opt.panel_option("COL", what, panel="Colonnes de lieux")


def annotate(
    fichier: Annotated[str, opt.argument("FICHIER", "CSV, TSV ou .xlsx ; - : l'entrée standard.")],
    column: Annotated[Column, _column("Lieux de toute sorte ; nom, ou numéro.")] = None,
    siret: Annotated[Column, _column("SIRET.")] = None,
    siren: Annotated[Column, _column("SIREN.")] = None,
    insee: Annotated[Column, _column("Codes INSEE de commune.")] = None,
    commune: Annotated[Column, _column("Communes.")] = None,
    code_postal: Annotated[Column, _column("Codes postaux.")] = None,
    epci: Annotated[Column, _column("Intercommunalités.")] = None,
    region: Annotated[Column, _column("Régions.")] = None,
    departement: Annotated[Column, _column("Départements, pour les homonymes.")] = None,
    add: Annotated[opt.Texts, opt.panel_option("COLONNES", _ADDED)] = None,
    numbers: Annotated[opt.Texts, opt.panel_option("COL", _NUMBERS)] = None,
    output: Annotated[Column, opt.output_option("Où écrire ; sinon, la sortie standard.")] = None,
    form: Annotated[_Form | None, opt.panel_option("FORMAT", _FORMS, "--format")] = None,
    quiet: Annotated[bool, opt.panel_option(None, "Sans bilan.", "--quiet", "-q")] = False,
    sheet: opt.Sheet = None,
    catalogue_file: opt.CatalogueFile = None,
    no_local: opt.NoLocal = False,
) -> None:
    """Ajoute à chaque ligne d'un tableau son guichet vert.

    Quatre colonnes de plus : reseaux_status (covered, split, partial, none, ambiguous, unknown ou
    invalid), reseaux_departement, reseaux_region et reseaux_guichet_vert. La première colonne de
    lieu qui en donne un répond.
    """
    typed = (siret, siren, insee, commune, code_postal, epci, region, column)
    columns = tuple((kind, name) for kind, name in zip(_ORDER, typed, strict=True) if name)
    if not columns and departement is not None:
        columns, departement = (("departement", departement),), None
    more, of_numbers = _listed(add), _listed(numbers)
    for name in more:
        if name not in MORE_COLUMNS:
            raise UsageError(text.not_a_value(name, "--add", MORE_COLUMNS))
    target = None if output == "-" else output
    chosen = _form(form, target, of_numbers)
    with files.opened(fichier) as source:
        files.refuse_itself(source, fichier, target)
        table = read_table(source, sheet)
        if not columns:
            raise _no_column(table.header, fichier)
        catalogue = load_catalogue(catalogue_file, no_local)
        annotation = Annotation(
            table, catalogue, columns, departement_column=departement, more=more, today=today()
        )
        rows = annotation.annotated()
        on_terminal = target is None and is_interactive(sys.stdout)
        if not (quiet or on_terminal) and is_interactive(sys.stderr):
            rows = _with_progress(rows)
        with files.written(target) as stream:
            if chosen == "xlsx":
                from achats_reseaux.annotation.workbooks import WorkbookWriter

                book = WorkbookWriter(table, column_numbers(table.header, of_numbers))
                book.write(rows, stream)
                notes = book.notes
            else:
                writer, notes = CsvWriter(table, excel=chosen == "excel"), []
                blocks = iter(lambda: list(islice(rows, _BLOCK)), [])
                for piece in chain([writer.start], map(writer.encoded, blocks)):
                    stream.write(_defused(piece) if on_terminal else piece)
    if not quiet:
        write_stderr(*table.notes, *notes, *summary(annotation.counts, catalogue.as_of))


def _defused(piece: bytes) -> bytes:
    """Rows for a terminal, on which the control characters of data would act."""
    cells_and_ends = re.split(r"(\t|\r?\n)", piece.decode("utf-8-sig", "replace"))
    return "".join(one if one.isspace() else text.visible(one) for one in cells_and_ends).encode()


def _with_progress(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows, and on stderr that they go on."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(track(rows, "Lignes", console=console, transient=True, show_speed=False))


def _no_column(names: list[str], name: str) -> UsageError:
    """The error for a missing column: it proposes the likeliest one, else lists all."""
    message = "Il manque la colonne à lire : --column COL, ou --siret COL, --commune COL…"
    option = likely_option(names)
    if option is None:
        return UsageError(message, listed(names))
    command = f"reseaux annotate {text.shell_quoted(name)} {option}"
    return UsageError(message, next_commands=(command,))


def _listed(values: list[str] | None) -> tuple[str, ...]:
    """The values of an option, joined by commas or repeated, each once."""
    return tuple(dict.fromkeys(one.strip() for one in comma_separated(values or ())))


def _form(form: str | None, target: str | None, numbers: tuple[str, ...]) -> str:
    """The format asked for, or that of the name of the output; ``UsageError`` if it cannot be."""
    ending = os.path.splitext(target or "")[1].lower()
    chosen = form or ("xlsx" if ending == ".xlsx" else "csv")
    texts = (".csv", ".tsv", ".txt")
    endings = {None: (*texts, ".xlsx"), "xlsx": (".xlsx",)}.get(form, texts)
    files.check_ending(target, *endings)
    message = ""
    if chosen == "xlsx" and target is None and is_interactive(sys.stdout):
        message = "Un classeur ne se lit pas dans un terminal."
    if numbers and chosen != "xlsx":
        message = "--numbers ne va qu'avec un classeur en sortie."
    if message:
        raise UsageError(message, "Donnez à --output un nom en .xlsx.")
    return chosen
