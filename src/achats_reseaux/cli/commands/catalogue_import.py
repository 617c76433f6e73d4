"""``reseaux catalogue import``: a table of local desks becomes a file of one's own."""

import csv
import datetime as dt
import os
import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from achats_reseaux.answering import with_filters
from achats_reseaux.answering.age import ended_entries
from achats_reseaux.answering.answers import Query
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import environment, files
from achats_reseaux.cli.options import AllowPersonal, Kinds, Sheet, Themes, argument, panel_option
from achats_reseaux.cli.streams import path_line, write_messages
from achats_reseaux.errors import CatalogueError, FileError, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Catalogue
from achats_reseaux.tables.csv_reader import read_table
from achats_reseaux.text import counted, day, shell_quoted, shortened, visible

if TYPE_CHECKING:  # the reader of YAML is loaded by what reads some
    from collections.abc import Sequence

    from achats_reseaux.catalogue.yaml_reader import Document, Fault

EXAMPLES = (
    "reseaux catalogue import --template --output modele.csv",
    "reseaux catalogue import liste.csv --source https://example.org --date 2026-11-24",
)

_LEAST_WORDS = 2
"""Of a source that is no address; a single word is rather an address without its beginning."""
_LONGEST_STEM = 80
"""Characters of the name of a list, which is part of an id."""
_OUTPUT = "Fichier YAML, « - » pour le voir ; du modèle, .csv ou .xlsx."
_FORCE = "Remplace un fichier retouché, d'une autre liste, ou le modèle rempli."


def _template(context: typer.Context, wanted: bool) -> None:
    """Write the template, for Excel: as CSV, or as the workbook that ``--output`` names."""
    if not wanted:
        return
    target = context.params.get("output") or "-"
    is_forced = bool(context.params.get("force"))
    files.check_ending(target, ".csv", ".xlsx")
    if not is_forced and os.path.isfile(target):
        message = f"{shortened(target, 200)} existe déjà."
        raise UsageError(message, "Pour le remplacer, ajoutez --force")
    is_workbook = target.lower().endswith(".xlsx")
    with open(f"{tsv_table.folder()}/import/modele.csv", "rb") as file:
        template = file.read()
    with files.written(target, is_new=not is_forced) as stream:
        if is_workbook:
            from achats_reseaux.tables.workbook_writer import WorkbookWriter

            lines = template.decode("utf-8-sig").splitlines()
            WorkbookWriter(None).write([list(csv.reader(lines, delimiter=";"))], stream)
        else:
            stream.write(template)
    if target != "-":
        write_messages([f"{shortened(target, 200)} : modèle écrit."])
    raise typer.Exit


def import_(
    fichier: Annotated[
        str,
        argument("FICHIER", "Tableau CSV ou .xlsx ; « - » : entrée standard."),
    ],
    source: Annotated[str, panel_option("SOURCE", "D'où elle vient : adresse, ou quelques mots.")],
    date: Annotated[str, panel_option("JOUR", "Quand elle a été vérifiée : 24/11/2026.")],
    kind: Kinds = None,
    theme: Themes = None,
    sheet: Sheet = None,
    output: Annotated[
        str | None,
        # It and --force are read first: the template is written by them too.
        panel_option("FICHIER", _OUTPUT, "--output", "-o", is_eager=True),
    ] = None,
    force: Annotated[bool, panel_option(None, _FORCE, "--force", is_eager=True)] = False,
    allow_personal: AllowPersonal = False,
    _: Annotated[
        bool,
        typer.Option(
            "--template",
            callback=_template,
            help="Écrit un modèle : les colonnes, et un exemple.",
        ),
    ] = False,
) -> str | bytes:
    """Fait d'un tableau de contacts locaux un complément au catalogue.

    Une ligne par service, sous les colonnes du modèle (--template) : nom, territoires
    (noms ou codes, séparés par « ; ») et un moyen de contact au moins. S'il y a des
    fautes, toutes sont dites, et rien n'est écrit. Réimporter remplace. Sans --type, ce
    sont des facilitateurs.
    """
    from achats_reseaux.catalogue import import_ as desks
    from achats_reseaux.catalogue import imported_file
    from achats_reseaux.catalogue.overlay import own_faults
    from achats_reseaux.catalogue.yaml_reader import MOST_BYTES, yaml_text

    date = _past_day(desks.iso_day(date))
    source = _checked_source(visible(source))
    files.check_ending(output, ".yaml", ".yml")
    name = os.path.basename(fichier)
    target, stem = _target(name, sheet, output)
    _check_target(target)
    others = _others(target)
    base = loader.load(environment.replacement())
    taken = desks.taken_names(loader.load(environment.replacement(), others))
    title = f"Liste {visible(name)}"
    if sheet:
        title += f" ({visible(sheet)})"
    listed = {"id": f"liste-{stem}", "title": title, "url": source, "read_on": date}
    if not _is_address(source):
        listed = {"id": f"liste-{stem}", "title": source, "read_on": date}
    common = _common(base, kind, theme) | {"sources": (listed["id"],), "checked_on": date}
    rows = _rows(fichier, sheet, target)
    document = desks.imported(
        base, taken, target, fichier, rows, common, listed, allow_personal=allow_personal
    )
    content = imported_file.own_file(yaml_text(document.value)).encode()
    if len(content) > MOST_BYTES:
        message = f"Rien n'a été écrit : {shortened(name)} est trop long pour une liste."
        raise UsageError(message)
    known = _laid_over(document, fichier, others, rows)  # its shorthands are expanded now
    faults = own_faults(document, known, environment.today(), allow_personal=allow_personal)
    if faults:
        raise UsageError(_nothing_written(faults))
    if output == "-":
        return content
    before = ""
    if not force and os.path.exists(target):
        before = imported_file.refuse_other(target, document)
    folder = nullcontext() if output else files.create_directory(os.path.dirname(target))
    with folder, files.written(target) as stream:
        stream.write(content)
    made = [known.network(entry["id"]) for entry in document.value["networks"]]
    write_messages(desks.readings(rows))
    write_messages([f"{counted(len(made), 'fiche')}."])
    if before:
        write_messages([f"La source change : c'était {before}."])
    ended = ended_entries(made, environment.today())
    if ended:
        write_messages([ended])
    return path_line(target)


def _checked_source(source: str) -> str:
    """The source; ``UsageError`` if it is neither an address nor words."""
    if not _is_address(source) and len(source.split()) < _LEAST_WORDS:
        message = (
            f"--source : « {shortened(source)} » n'est ni une adresse, comme https://a.fr/x, ni"
            " quelques mots, comme « carnet du service, mars 2026 »."
        )
        raise UsageError(message)
    return source


def _is_address(source: str) -> bool:
    return bool(re.match("https?://", source))


def _past_day(text: str) -> str:
    """A day that is no later than today; ``UsageError`` if it is none."""
    try:
        date = dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        message = f"--date : « {shortened(text)} » n'est pas une date écrite comme 2026-11-24."
        raise UsageError(message) from error
    if date > environment.today():
        message = f"--date : le {day(date)} n'est pas encore passé."
        raise UsageError(message)
    return date


def _target(table: str, sheet: str | None, output: str | None) -> tuple[str, str]:
    """The file to write, and the name in its ids, which is its own: no other file has these."""
    from achats_reseaux.catalogue.import_ import entry_id

    file = "" if output in (None, "-") else str(output)
    words = os.path.basename(file) or f"{os.path.splitext(table)[0]} {sheet or ''}"
    stem = entry_id(words.removesuffix(".yaml")[:_LONGEST_STEM]) or "liste"
    return file or os.path.join(environment.config_folder(), "networks.d", f"{stem}.yaml"), stem


def _check_target(target: str) -> None:
    """Refuse (``FileError``) a pipe, a device or a folder: what is there would be read."""
    if os.path.exists(target) and not os.path.isfile(target):
        cause = "ce n'est pas un fichier ordinaire"
        if os.path.isdir(target):
            cause = "c'est un dossier"
        message = f"Impossible d'écrire {visible(target)} : {cause}."
        raise FileError(message, "Pour le voir, ou le rediriger : --output -")


def _others(target: str) -> tuple[str, ...]:
    """The user's own files beside the one to write, if that will be one of them."""
    written, home = os.path.realpath(target), os.path.realpath(environment.config_folder())
    if not written.startswith(os.path.join(home, "")):
        return ()  # it is for somebody who does not have these files
    own = environment.overlays()
    return tuple(file for file in own if os.path.realpath(file) != written)


def _common(base: Catalogue, kind: list[str] | None, theme: list[str] | None) -> dict[str, Any]:
    """What all entries of a list have in common."""
    asked = {"theme": theme, "kind": kind or ["facilitateurs"]}
    words = with_filters(base, Query("list"), asked)
    themes = words.themes
    if not themes and words.kinds == ("facilitateurs",):
        themes = ("social",)
    if len(words.kinds) > 1 or not themes:
        message = "Il faut un seul --type, et le --theme d'un autre que facilitateurs."
        raise UsageError(message)
    buyers = ("collectivite", "etat", "sante")  # by the public code
    return {"kind": words.kinds[0], "themes": themes, "audiences": buyers}


def _rows(file: str, sheet: str | None, target: str) -> list[tuple[int, list[str]]]:
    """The header and the rows of a table, each with its line."""
    with files.opened(file) as opened:
        files.refuse_itself(opened, file, target)
        table = read_table(opened, sheet)
        rows = [(1, table.header), *table.numbered_rows()]
    write_messages(table.notes)
    return rows


def _laid_over(
    document: "Document", table: str, others: tuple[str, ...], rows: list[tuple[int, list[str]]]
) -> Catalogue:
    """The catalogue with what was imported; ``UsageError`` with all faults of the table."""
    try:
        return loader.from_yaml(environment.replacement() or loader.path(), (*others, document))
    except CatalogueError as error:
        if {fault.file for fault in error.faults} != {table}:
            raise
        from achats_reseaux.catalogue import import_ as desks
        from achats_reseaux.catalogue import imported_file

        message = _nothing_written(error.faults)
        replaced = imported_file.file_with(others, desks.ids_of(rows))
        hint = ""
        if replaced:
            hint = (
                f"Ces noms sont dans {visible(replaced)} : pour que cette liste le remplace,"
                f" ajoutez --output {shell_quoted(replaced)}"
            )
        raise UsageError(message, hint) from error


def _nothing_written(faults: "Sequence[Fault]") -> str:
    """The message of all faults of a table."""
    lead = f"{counted(len(faults), 'faute')}, rien n'a été écrit :"
    return loader.message_of(lead, faults)
