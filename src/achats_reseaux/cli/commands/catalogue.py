"""``reseaux catalogue …``: information on the catalogue in use, its validation and its files."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering.matching import validity_note
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import french, user_files
from achats_reseaux.cli.commands import catalogue_export, catalogue_import
from achats_reseaux.cli.completion import among
from achats_reseaux.cli.files import written
from achats_reseaux.cli.options import CatalogueFile, Json, NoLocal, load_catalogue
from achats_reseaux.cli.streams import write_stderr, write_stdout
from achats_reseaux.cli.today import today
from achats_reseaux.errors import CatalogueError, ExitCode, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import FILTERS, Catalogue
from achats_reseaux.output.json import to_json
from achats_reseaux.output.terminal import describe
from achats_reseaux.text import (
    counted,
    day,
    nearest,
    shell_quoted,
    shortened,
    visible,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Callable

catalogue = typer.Typer(
    name="catalogue",
    cls=french.Group,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Le catalogue : date, validité, fichiers, vos compléments.",
)


def _command(*examples: str, name: str | None = None) -> "Callable[..., Any]":
    """Add the decorated function to the group, with examples at the end of its help."""
    return catalogue.command(name, cls=french.Command, epilog="\n".join(examples))


SCHEMAS = ("catalogue", "answer", "coverage", "info", "diff")


@_command("reseaux catalogue info", "reseaux catalogue info --json")
def info(
    json: Json = False, catalogue_file: CatalogueFile = None, no_local: NoLocal = False
) -> int:
    """Fichiers en service, dates, et ce qui n'a pas été comparé aux sources depuis douze mois."""
    catalogue = load_catalogue(catalogue_file, no_local)
    unchecked = _not_checked_since(catalogue, _a_year_before(today()))
    if not json:
        _write_lines(_info_lines(catalogue, unchecked))
        return ExitCode.FOUND
    content = {
        "version": catalogue.version,
        "as_of": catalogue.as_of,
        "checked_on": catalogue.checked_on,
        "territories_vintage": gazetteer.VINTAGE,
        "reference": {"title": catalogue.reference.title, "url": catalogue.reference.url},
        "networks": len(catalogue.ids),
        "cache": user_files.cache_folder(),
        "files": [{"path": file} for file in catalogue.files],
        "not_checked_for_12_months": unchecked,
    }
    write_stdout(to_json(content) + "\n", machine=True)
    return ExitCode.FOUND


def _info_lines(catalogue: Catalogue, unchecked: list[str]) -> list[str]:
    reference = catalogue.reference
    lines = [
        f"Catalogue {catalogue.version} : {len(catalogue.ids)} réseaux",
        f"Liste de départ : {reference.title}, {day(catalogue.as_of)} ({reference.url})",
        f"Comparé aux sources le {day(catalogue.checked_on)} ; territoires {gazetteer.VINTAGE}",
        "Fichiers en service :",
        *(f"  {file}" for file in catalogue.files),
    ]
    if unchecked:
        many = f"Non comparé aux sources depuis douze mois ({len(unchecked)})"
        lines.append(f"{many} : {', '.join(unchecked)}")
    else:
        lines.append("Tout a été comparé aux sources depuis moins de douze mois.")
    if catalogue.checked_on > today():
        lines.append("L'horloge de cette machine est en retard sur le catalogue.")
    return [
        *lines,
        f"Vos compléments : {user_files.config_folder()} (reseaux catalogue init)",
        f"Leur forme compilée : {user_files.cache_folder()}",
    ]


def _not_checked_since(catalogue: Catalogue, limit: str) -> list[str]:
    """The networks, then facts of other networks, compared with their sources before a date."""
    old = [one.id for one in catalogue.networks if one.checked_on < limit]
    old_facts = [
        f"{network_id} : {fact.field}"
        for network_id, facts in zip(catalogue.ids, catalogue.facts, strict=True)
        for fact in facts
        if fact.checked_on < limit and network_id not in old
    ]
    return [*old, *old_facts]


def _write_lines(lines: list[str]) -> None:
    """Write lines, wrapped at spaces on a terminal."""
    lines = [visible(line) for line in lines]
    terminal = describe(sys.stdout, os.environ)
    if terminal.interactive:
        lines = [part for line in lines for part in wrapped(line, terminal.width)]
    write_stdout("".join(f"{line}\n" for line in lines), machine=False)


def _a_year_before(day: str) -> str:
    """The ISO date twelve months earlier, for comparison; 29 February may not exist that year."""
    return f"{int(day[:4]) - 1:04}{day[4:]}"


@_command("reseaux catalogue check", "reseaux catalogue check --local")
def check(
    fichier: Annotated[
        str | None,
        typer.Argument(
            metavar="[FICHIER]",
            help="Catalogue entier (fichier, ou dossier de ses fichiers), ou complément ;"
            " par défaut, celui livré.",
        ),
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="Vérifie vos compléments, posés sur le catalogue.")
    ] = False,
) -> int:
    """Vérifie un catalogue : toutes les fautes à la fois, avec fichier, ligne et raison.

    Un fichier qui n'a que des réseaux, des organismes et des sources est un complément : il est
    vérifié posé sur le catalogue, sans les vôtres. Sans faute, ce qui y est terminé est dit.
    """
    if local and fichier is not None:
        message = "--local vérifie vos compléments : ne nommez pas de fichier."
        raise UsageError(message)
    file, overlays = (
        user_files.replacement() or loader.path(),
        user_files.overlays() if local else (),
    )
    if local and not overlays:
        write_stderr(
            f"Aucun complément dans {user_files.config_folder()}.",
            "À taper : reseaux catalogue init",
        )
        return ExitCode.NONE
    if fichier is not None and loader.is_overlay(fichier):
        overlays = (fichier,)
    elif fichier is not None:
        file = fichier
    try:
        catalogue = loader.load(file, overlays)
    except CatalogueError as error:
        if not error.faults:  # it is no YAML
            raise
        _write_lines([str(fault) for fault in error.faults])
        write_stderr(f"{counted(len(error.faults), 'faute')}.")
        return ExitCode.CATALOGUE
    _write_lines([f"{one} : aucune faute" for one in overlays or (file,)])
    write_stderr(*_ended(catalogue))
    return ExitCode.FOUND


def _ended(catalogue: Catalogue) -> list[str]:
    """What is not valid today of the user's own entries, a sentence each."""
    lines: list[str] = []
    for network, facts in zip(catalogue.networks, catalogue.facts, strict=True):
        if network.origin == "local":
            lines += filter(None, [validity_note(network, today())])
            lines += [
                f"{network.name}, {one.field} : terminé le {day(one.valid_until)}."
                for one in facts
                if one.valid_until and one.valid_until < today()
            ]
    return lines


@_command("reseaux catalogue path", "reseaux catalogue check $(reseaux catalogue path)")
def path() -> int:
    """Où est le catalogue en service.

    C'est le dossier de ses fichiers, ou ce qui le remplace.
    """
    write_stdout((user_files.replacement() or loader.path()) + "\n", machine=False)
    return ExitCode.FOUND


@_command("reseaux catalogue schema", "reseaux catalogue schema answer > answer.schema.json")
def schema(
    nom: Annotated[
        str,
        typer.Argument(
            metavar=f"[{'|'.join(SCHEMAS)}]",
            help="catalogue (le YAML), answer (les réponses), coverage, info ou diff.",
            autocompletion=among(dict.fromkeys(SCHEMAS, "")),
        ),
    ] = "catalogue",
) -> int:
    """Le JSON Schema du catalogue, ou celui d'un document écrit par --json."""
    if nom not in SCHEMAS:
        near = nearest(nom, list(SCHEMAS), most=1, cutoff=0.4)
        message = f"« {shortened(nom)} » n'est pas un schéma ({', '.join(SCHEMAS)})."
        raise UsageError(message, suggestions=tuple(near))
    with open(loader.schema_path(nom), encoding="utf-8") as stream:
        write_stdout(stream.read(), machine=True)
    return ExitCode.FOUND


@_command("reseaux catalogue words", "reseaux catalogue words | grep public")
def words(catalogue_file: CatalogueFile = None, no_local: NoLocal = False) -> int:
    """Les mots acceptés par --theme, --type et --public, avec leurs autres noms."""
    catalogue = load_catalogue(catalogue_file, no_local)
    lines = []
    for namespace, option in FILTERS:
        lines += [
            f"{option} {word.id} : {', '.join((word.label, *word.aliases))}"
            for word in catalogue.words[namespace]
        ]
    _write_lines(lines)
    return ExitCode.FOUND


@_command("reseaux catalogue init", "reseaux catalogue init && reseaux catalogue check --local")
def init() -> int:
    """Écrit un exemple commenté de vos propres compléments, là où ils sont lus."""
    folder = user_files.config_folder()
    file = os.path.join(folder, "networks.yaml")
    with open(os.path.join(tsv_table.folder(), "exemple-local.yaml"), encoding="utf-8") as stream:
        example = stream.read()
    if os.path.lexists(file):
        write_stderr(f"{file} existe déjà : rien n'a été changé.")
        return ExitCode.INVALID
    catalogue_import.make_folder(folder)
    with written(file) as save:
        save(example.encode("utf-8"))
    write_stdout(file + "\n", machine=False)
    return ExitCode.FOUND


@_command("reseaux catalogue diff ancien.yaml nouveau.yaml")
def diff(
    ancien: Annotated[str, typer.Argument(metavar="ANCIEN", help="Fichier YAML, ou dossier.")],
    nouveau: Annotated[str, typer.Argument(metavar="NOUVEAU", help="Fichier YAML, ou dossier.")],
    json: Annotated[bool, typer.Option("--json", help="En un document JSON.")] = False,
) -> int:
    """Ce qui change d'un catalogue à l'autre, pour les notes de version.

    Un fichier qui n'a que des réseaux, des organismes et des sources est un complément : il est
    comparé posé sur le catalogue.
    """
    from achats_reseaux.catalogue.diff import differences
    from achats_reseaux.output.changes import render_json, sentence

    old, new = map(_compared, (ancien, nouveau))
    found = list(differences(old, new))
    if json:
        write_stdout(render_json(old, new, found), machine=True)
    else:
        _write_lines([sentence(one) for one in found])
    if not found:
        write_stderr("Aucune différence.")
    return ExitCode.FOUND if found else ExitCode.NONE


def _compared(file: str) -> Catalogue:
    """A whole catalogue file, or an overlay on the catalogue in use."""
    if not loader.is_overlay(file):
        return loader.load(file)
    try:
        return loader.load(user_files.replacement(), (file,))
    except CatalogueError as error:
        command = f"reseaux catalogue check {shell_quoted(file)}"
        raise CatalogueError(error.message, next_commands=(command,)) from error


_command(*catalogue_import.EXAMPLES, name="import")(catalogue_import.import_)
_command(*catalogue_export.EXAMPLES, name="export")(catalogue_export.export)
