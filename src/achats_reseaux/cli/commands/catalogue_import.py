"""``reseaux catalogue import``: a table of local desks becomes a file of one's own."""

import io
import os
from typing import TYPE_CHECKING, Annotated

import typer

from achats_reseaux.answering import with_filters
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import completion, files, surroundings
from achats_reseaux.cli.options import Sheet, Themes
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.cli.surroundings import today
from achats_reseaux.errors import CatalogueError, ExitCode, FileError, UsageError, reason
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Query
from achats_reseaux.text import counted, shortened, visible

if TYPE_CHECKING:
    from achats_reseaux.catalogue.import_ import Row
    from achats_reseaux.catalogue.yaml_reader import Document

_MARK = "# Écrit par « reseaux catalogue import » : à refaire par lui, pas à la main. Empreinte : "

EXAMPLES = (
    "reseaux catalogue import --template > liste.csv",
    "reseaux catalogue import liste.csv --source https://example.org/liste --date 2026-11-24",
)


def import_(
    fichier: Annotated[
        str | None,
        typer.Argument(metavar="FICHIER", help="Tableau CSV ou .xlsx ; « - » : entrée standard."),
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Écrit un modèle : les colonnes, et un exemple.")
    ] = False,
    source: Annotated[
        str, typer.Option("--source", metavar="URL", help="D'où vient la liste.")
    ] = "",
    date: Annotated[
        str, typer.Option("--date", metavar="JOUR", help="Quand elle a été vérifiée : 2026-11-24.")
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="Ce que sont les lignes : facilitateurs, reseau…",
            autocompletion=completion.words("kind"),
        ),
    ] = "facilitateurs",
    theme: Themes = None,
    sheet: Sheet = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FICHIER",
            help="Fichier YAML à écrire, « - » pour le voir ; par défaut, parmi vos compléments.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Remplace un fichier changé à la main.")
    ] = False,
    allow_personal: Annotated[
        bool, typer.Option("--allow-personal", help="Accepte les adresses et noms de personnes.")
    ] = False,
) -> str | bytes:
    """Fait d'un tableau de contacts locaux un complément au catalogue.

    Une ligne par service, sous les colonnes du modèle (--template) : nom, territoires et un moyen
    de contact au moins. Les territoires sont des noms, avec leur département (« Saint-Denis
    (93) »), ou des codes, séparés par « ; ». Toutes les fautes sont dites avec leur ligne, et rien
    n'est écrit s'il y en a une. Réimporter une liste remplace ce qu'elle avait écrit.
    """
    if template:
        with open(f"{tsv_table.folder()}/import/modele.csv", "rb") as stream:
            return stream.read()
    given = {"FICHIER": fichier, "--source": source, "--date": date}
    if fichier is None or not all(given.values()):
        missing = ", ".join(name for name, one in given.items() if not one)
        message = f"il manque {missing}."
        raise UsageError(message, next_commands=("reseaux catalogue import --help",))
    from achats_reseaux.catalogue.import_ import ImportSettings, entry_id, imported
    from achats_reseaux.catalogue.yaml_reader import yaml_text

    source, day = _source_and_day(source, date)
    stem = entry_id(f"{os.path.splitext(os.path.basename(fichier))[0]} {sheet or ''}") or "liste"
    target = os.path.join(surroundings.config_folder(), "networks.d", f"{stem}.yaml")
    if output is not None and output != "-":
        target = output
    others = tuple(one for one in surroundings.overlays() if not _is_same(one, target))
    base = loader.load(surroundings.replacement(), others)
    words = with_filters(base, Query("list"), theme or (), (kind,), ())
    title = f"Liste {visible(os.path.basename(fichier))}{f' ({sheet})' if sheet else ''}"
    settings = ImportSettings(
        kind=words.kinds[0],
        themes=words.themes,
        source=(f"liste-{stem}", title, source),
        day=day,
        allow_personal=allow_personal,
    )
    found = imported(base, target, fichier, _rows(fichier, sheet), settings)
    if faults := _faults(found, fichier, others):
        write_stderr(*faults, f"{counted(len(faults), 'faute')} : rien n'a été écrit.")
        raise typer.Exit(ExitCode.INVALID)
    body = yaml_text(found.value)
    if output == "-":
        return body.encode()
    if not force:
        _refuse_edited(target, source)
    if output is None:
        make_folder(os.path.dirname(target))
    with files.written(target) as save:
        save(f"{_MARK}{_digest(body)}\n{body}".encode())
    write_stderr(f"{counted(len(found.value['networks']), 'fiche')}.")
    if not any(_is_same(one, target) for one in surroundings.overlays()):
        place = os.path.join(surroundings.config_folder(), "networks.d")
        write_stderr(f"Pour s'en servir : déposer ce fichier, en .yaml, dans {visible(place)}.")
    return f"{target}\n"


def _source_and_day(source: str, date: str) -> tuple[str, str]:
    """The address of a list and the day of its verification, which has taken place."""
    from datetime import date as calendar

    from achats_reseaux.catalogue.import_ import iso_day, site_url

    try:
        day = calendar.fromisoformat(iso_day(date)).isoformat()
    except ValueError:
        day = ""
    if not day or day > today():
        message = f"--date : « {shortened(date)} » n'est pas une date passée, comme 2026-11-24."
        raise UsageError(message)
    if not site_url(source).startswith(("http://", "https://")):
        message = f"--source : « {shortened(source)} » n'est pas une adresse, comme https://a.fr/x."
        raise UsageError(message)
    return site_url(source), day


def _rows(name: str, sheet: str | None) -> "list[Row]":
    """The rows of a CSV or of a sheet, each with the line where it begins."""
    from achats_reseaux.annotation.tables import read_table

    with files.interruptible(), files.opened(name) as read:
        content = io.BytesIO(b"".join(iter(lambda: read(1 << 16), b"")))
        table = read_table(content, sheet)
        rows = [(1, [*table.header]), *((table.line, [*row]) for row in table.rows)]
    write_stderr(*table.notes)
    return rows


def _faults(found: "Document", table: str, others: tuple[str, ...]) -> list[str]:
    """What is wrong with a table, by itself and laid over the rest."""
    try:
        loader.from_yaml(surroundings.replacement() or loader.path(), (*others, found))
    except CatalogueError as error:
        if not error.faults or any(one.file != table for one in error.faults):
            raise
        return [str(one) for one in error.faults]
    return []


def _is_same(file: str, other: str) -> bool:
    return os.path.realpath(file) == os.path.realpath(other)


def _digest(body: str) -> str:
    import hashlib  # which loads OpenSSL

    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _refuse_edited(target: str, source: str) -> None:
    """Refuse to replace a file that no import wrote, or that was edited since.

    Raises:
        FileError: it is such a file, or that of a list from elsewhere.
    """
    try:
        with open(target, encoding="utf-8", errors="replace", newline="") as stream:
            first, _, body = stream.read().partition("\n")
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"Impossible de lire {visible(target)} : {reason(error)}."
        raise FileError(message) from error
    if first != _MARK + _digest(body):
        message = f"{visible(target)} existe, et a été écrit ou changé à la main : rien n'a changé."
        raise FileError(message, "Pour le remplacer : --force")
    if f"url: {source}\n" not in body:
        message = f"{visible(target)} vient d'une autre liste que {source}."
        raise FileError(message, "Pour la remplacer : --force ; pour garder les deux : --output")


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
