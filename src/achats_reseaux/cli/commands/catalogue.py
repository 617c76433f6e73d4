"""``reseaux catalogue …``: information on the catalogue in use, its validation and its files."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering.matching import validity_note
from achats_reseaux.catalogue import loader
from achats_reseaux.catalogue.review import warnings
from achats_reseaux.cli import french, user_files
from achats_reseaux.cli.commands import catalogue_export, catalogue_import
from achats_reseaux.cli.completion import among
from achats_reseaux.cli.files import written
from achats_reseaux.cli.options import CatalogueFile, Json, NoCache, NoLocal, load_catalogue
from achats_reseaux.cli.streams import write_stderr, write_stdout
from achats_reseaux.cli.today import today
from achats_reseaux.errors import CatalogueError, ExitCode, FileError, UsageError, reason
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import FILTERS, Catalogue
from achats_reseaux.output.json import to_json
from achats_reseaux.output.terminal import describe
from achats_reseaux.text import (
    counted,
    day,
    nearest,
    not_a_value,
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
DIFF_FORMATS = ("json", "atom")


@_command("reseaux catalogue info", "reseaux catalogue info --json")
def info(
    json: Json = False,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> int:
    """Fichiers en service, dates, et ce qui n'a pas été comparé aux sources depuis douze mois."""
    catalogue = load_catalogue(catalogue_file, no_local, no_cache)
    adds = _additions(catalogue, catalogue_file)
    unchecked = _not_checked_since(catalogue, _a_year_before(today()))
    unread = _not_read_on_the_page(catalogue)
    if json:
        content = {
            "version": catalogue.version,
            "as_of": catalogue.as_of,
            "checked_on": catalogue.checked_on,
            "territories_vintage": gazetteer.VINTAGE,
            "reference": {"title": catalogue.reference.title, "url": catalogue.reference.url},
            "networks": len(catalogue.ids),
            "cache": user_files.cache_folder(),
            "files": [{"path": file, "adds": adds.get(file, [])} for file in catalogue.files],
            "not_checked_for_12_months": unchecked,
            "not_read_on_the_page": unread,
        }
        write_stdout(to_json(content) + "\n", machine=True)
    else:
        _write_lines(_info_lines(catalogue, adds, unchecked, unread))
    return ExitCode.FOUND


def _info_lines(
    catalogue: Catalogue, adds: dict[str, list[str]], unchecked: list[str], unread: list[str]
) -> list[str]:
    reference = catalogue.reference
    lines = [
        f"Catalogue {catalogue.version} : {len(catalogue.ids)} réseaux",
        f"Liste de départ : {reference.title}, {day(catalogue.as_of)} ({reference.url})",
        f"Comparé aux sources le {day(catalogue.checked_on)} ; territoires {gazetteer.VINTAGE}",
        "Fichiers en service :",
    ]
    for file in catalogue.files:
        lines += [f"  {file}", *(f"    {one}" for one in adds.get(file, []))]
    if unchecked:
        many = f"Non comparé aux sources depuis douze mois ({len(unchecked)})"
        lines.append(f"{many} : {', '.join(unchecked)}")
    else:
        lines.append("Tout a été comparé aux sources depuis moins de douze mois.")
    if unread:
        natures = ", ".join(word.label for word in catalogue.words.get("nature", ()))
        lines.append(f"Repose sur autre chose que la page même ({natures}) : {len(unread)} faits")
        lines += [f"  {one}" for one in unread]
    if catalogue.checked_on > today():
        lines.append("L'horloge de cette machine est en retard sur le catalogue.")
    return [
        *lines,
        f"Vos compléments : {user_files.config_folder()} (reseaux catalogue init)",
        f"Leur forme compilée : {user_files.cache_folder()} (reseaux catalogue clear-cache)",
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


def _not_read_on_the_page(catalogue: Catalogue) -> list[str]:
    """The facts without a source whose page was read: only code, a copy, or a cited address."""
    facts = [*zip(catalogue.ids, catalogue.facts, strict=True)]
    facts += [(notion.id, notion.facts) for notion in catalogue.notions]
    found = []
    for name, of_it in facts:
        for fact in of_it:
            natures = dict.fromkeys(source.nature for source in fact.sources)
            if "page" not in natures:
                found.append(f"{name} : {fact.field} ({', '.join(natures)})")
    return list(dict.fromkeys(found))


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


def _additions(catalogue: Catalogue, file: str | None) -> dict[str, list[str]]:
    """By overlay, the networks that it adds or changes."""
    from achats_reseaux.catalogue.diff import differences

    base, *overlays = catalogue.files
    before = loader.load(file or user_files.replacement())
    additions: dict[str, list[str]] = {}
    for rank, overlay in enumerate(overlays, start=1):
        after = loader.load(base, tuple(overlays[:rank]))
        changes: dict[str, list[str]] = {}
        for change in differences(before, after):
            changes.setdefault(change.network, []).append(change.field)
        additions[overlay] = [
            f"ajoute {one}" if fields == [""] else f"change {one} ({', '.join(fields)})"
            for one, fields in changes.items()
        ]
        before = after
    return additions


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
    strict: Annotated[
        bool, typer.Option("--strict", help="Rend 4 s'il y a de quoi relire, non 0.")
    ] = False,
) -> int:
    """Vérifie un catalogue : toutes les fautes à la fois, avec fichier, ligne et raison.

    Un fichier qui n'a que des réseaux, des organismes et des sources est un complément : il est
    vérifié posé sur le catalogue, sans les vôtres. Sans faute, ce qui est à relire est dit : ce que
    seules des sources plus anciennes que la liste disent, les promesses et dates passées, ce qui
    serait comparé, lu ou publié après aujourd'hui, les sources réduites à une page d'accueil, les
    autres noms écrits deux fois.
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
    base = loader.load(file) if overlays else None
    try:
        catalogue = loader.load(file, overlays)
    except CatalogueError as error:
        if not error.faults:  # it is no YAML
            raise
        _write_lines([str(fault) for fault in error.faults])
        write_stderr(f"{counted(len(error.faults), 'faute')}.")
        return ExitCode.CATALOGUE
    _write_lines([f"{one} : aucune faute" for one in overlays or (file,)])
    ours = (one for one in catalogue.networks if one.origin == "local")
    write_stderr(*filter(None, (validity_note(one, today()) for one in ours)))
    found = warnings(catalogue, today(), base)
    for heading, lines in found.items():
        _write_lines([f"{heading} :", *(f"  {line}" for line in lines)])
    if found:
        write_stderr(f"{sum(map(len, found.values()))} à relire.")
    return ExitCode.CATALOGUE if strict and found else ExitCode.FOUND


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
def words(
    catalogue_file: CatalogueFile = None, no_local: NoLocal = False, no_cache: NoCache = False
) -> int:
    """Les mots acceptés par --theme, --type et --public, avec leurs autres noms."""
    catalogue = load_catalogue(catalogue_file, no_local, no_cache)
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


@_command(
    "reseaux catalogue diff ancien.yaml nouveau.yaml",
    "reseaux catalogue diff ancien.yaml nouveau.yaml --format atom --url https://example.org/flux",
)
def diff(
    ancien: Annotated[str, typer.Argument(metavar="ANCIEN", help="Fichier YAML, ou dossier.")],
    nouveau: Annotated[str, typer.Argument(metavar="NOUVEAU", help="Fichier YAML, ou dossier.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="json, ou atom : un flux à publier, à l'adresse de --url.",
            autocompletion=among(dict.fromkeys(DIFF_FORMATS, "")),
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Comme --format json.")] = False,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Où sera le flux Atom.")
    ] = None,
) -> int:
    """Ce qui change d'un catalogue à l'autre, pour les notes de version.

    Un fichier qui n'a que des réseaux, des organismes et des sources est un complément : il est
    comparé posé sur le catalogue.
    """
    from achats_reseaux.catalogue.diff import differences
    from achats_reseaux.output.changes import render_atom, render_json, sentence

    if form is not None and form not in DIFF_FORMATS:
        raise UsageError(not_a_value(form, "--format", DIFF_FORMATS))
    if json and form == "atom":
        message = "--json et --format atom se contredisent."
        raise UsageError(message)
    if (form == "atom") != (url is not None):
        message = "--format atom et --url vont ensemble : un flux dit à quelle adresse il est."
        raise UsageError(message)
    if url is not None and not url.startswith(("https://", "http://")):
        message = f"« {shortened(url)} » n'est pas l'adresse d'une page (https://…)."
        raise UsageError(message)
    old, new = map(_compared, (ancien, nouveau))
    found = list(differences(old, new))
    if url is not None:
        write_stdout(render_atom(new, found, url), machine=True)
    elif json or form == "json":
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


@_command(
    "reseaux catalogue clear-cache",
    "reseaux catalogue clear-cache && reseaux list -q",
    name="clear-cache",
)
def clear_cache_command() -> int:
    """Supprime la forme compilée de vos compléments : elle sera refaite au besoin."""
    from achats_reseaux.catalogue.cache import clear_cache

    folder = user_files.cache_folder()
    try:
        removed = clear_cache(folder)
    except OSError as error:
        message = f"Impossible de vider {folder} : {reason(error)}."
        raise FileError(message) from error
    write_stdout("".join(f"{visible(file)}\n" for file in removed), machine=False)
    if not removed:
        write_stderr(f"Rien à supprimer dans {folder}.")
    return ExitCode.FOUND


_command(*catalogue_import.EXAMPLES, name="import")(catalogue_import.import_)
_command(*catalogue_export.EXAMPLES, name="export")(catalogue_export.export)
