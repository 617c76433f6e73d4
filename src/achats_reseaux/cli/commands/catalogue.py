"""``reseaux catalogue …``: information on the catalogue in use, its validation and its files."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering.age import ended_entries, newer_copy
from achats_reseaux.answering.answers import FILTERS
from achats_reseaux.answering.place_of_command import place_answer
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import environment, files, help_in_french, responses, streams
from achats_reseaux.cli.commands import catalogue_export, catalogue_import
from achats_reseaux.cli.environment import load_catalogue, today
from achats_reseaux.cli.options import (
    AllowPersonal,
    CatalogueFile,
    Departement,
    Json,
    NoLocal,
    Output,
    Region,
    argument,
    panel_option,
)
from achats_reseaux.errors import CatalogueError, ExitCode, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Catalogue, Network, Trace, departements_served
from achats_reseaux.output.changes import NO_CHANGES, changes_document, counts, render_plain
from achats_reseaux.output.documents import SCHEMA_VERSION
from achats_reseaux.output.json import render as render_json
from achats_reseaux.text import day, is_old, shell_joined

if TYPE_CHECKING:  # the reader of YAML is loaded by what reads some
    from achats_reseaux.catalogue.yaml_reader import Document, Fault

catalogue = typer.Typer(
    name="catalogue",
    cls=help_in_french.Group,
    subcommand_metavar="COMMANDE…",
    help="Le catalogue : date, validité, fichiers, vos compléments.",
)


class _WithOutput(help_in_french.Command):
    """A command whose parameter ``output`` names the file that gets what a pipe would."""

    def invoke(self, ctx: Any) -> int:
        """Run the command; the name of the file must be one of what is written."""
        output = ctx.params.pop("output")
        endings = (".json", ".txt") if ctx.params.get("json") else (".txt",)
        files.check_ending(output, *endings)
        return files.written_by(lambda: super(_WithOutput, self).invoke(ctx), output)


def _command(
    *examples: str, name: str | None = None, cls: type[Any] = help_in_french.Command
) -> Callable[..., Any]:
    """Add the decorated function to the group, with examples at the end of its help."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        described: dict[str, Any] = {"help": function.__doc__, "epilog": "\n".join(examples)}
        return catalogue.command(name, cls=cls, **described)(function)

    return add


@_command("reseaux catalogue info", "reseaux catalogue info --json", cls=_WithOutput)
def info(
    json: Json = False,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    output: Output = None,
) -> str | bytes:
    """Fichiers en service, dates, et ce qui n'a pas été comparé aux sources depuis douze mois."""
    with _refused_in_json(_NO_INFORMATION, catalogue_file or "", wanted=json):
        known = load_catalogue(catalogue_file, no_local)
    in_service = [catalogue_file or _in_use()]
    if not no_local:
        in_service += environment.overlays()
    if json:
        return _json(_information(known, in_service)).encode()
    reference = known.reference
    unchecked = ", ".join(_not_checked_for_a_year(known))
    lines = [
        f"Catalogue {known.version} : {len(known.ids)} réseaux",
        f"Liste de départ : {reference.title}, {day(known.as_of)} ({reference.url})",
        f"Comparé aux sources le {day(known.checked_on)} ; territoires {gazetteer.VINTAGE}",
        "Fichiers en service :",
    ]
    lines += [f"  {file}" for file in in_service]
    lines += [
        f"Non comparé aux sources depuis douze mois : {unchecked or 'rien'}",
        f"Vos compléments : {environment.config_folder()} (reseaux catalogue init)",
        f"Leur forme compilée : {environment.cache_folder()}",
        newer_copy(),
    ]
    return streams.fitted(lines, streams.stdout())


def _in_use() -> str:
    """The catalogue that is in use, whatever lies over it: its file or folder."""
    return environment.replacement() or loader.path()


def _name(file: str) -> str:
    """The name of a file in use, below the user's folder or its own: not where it lies."""
    folder = os.path.join(environment.config_folder(), "")
    if file.startswith(folder):
        return file.removeprefix(folder)
    return os.path.basename(os.path.abspath(file))


def _information(known: Catalogue, in_service: list[str]) -> dict[str, Any]:
    """The JSON document of ``info``."""
    return _NO_INFORMATION | {
        "version": known.version,
        "as_of": known.as_of,
        "checked_on": known.checked_on,
        "reference": {"title": known.reference.title, "url": known.reference.url},
        "counts": {
            "networks": len(known.ids),
            "traces": len(known.traces),
            "notions": len(known.notion_ids),
        },
        "files": [{"path": _name(file)} for file in in_service],
        "not_checked_for_12_months": _not_checked_for_a_year(known),
    }


def _not_checked_for_a_year(known: Catalogue) -> list[str]:
    """The networks of which something was last compared so long ago."""
    date, old = today(), []
    for network, facts in zip(known.networks, known.facts, strict=True):
        dates = [fact.checked_on for fact in facts]
        dates.append(network.checked_on)
        if is_old(min(dates), date):
            old.append(network.id)
    return old


_CHECKED = "Catalogue entier (fichier ou dossier), ou complément ; par défaut, celui livré."


@_command("reseaux catalogue check", "reseaux catalogue check --local")
def check(
    fichier: Annotated[str | None, argument("[FICHIER]", _CHECKED)] = None,
    local: Annotated[
        bool, panel_option(None, "Vérifie vos compléments, posés sur le catalogue.", "--local")
    ] = False,
    allow_personal: AllowPersonal = False,
) -> str:
    """Vérifie un catalogue : sa forme, puis ce qu'il dit ; chaque faute a sa ligne et sa raison.

    Un fichier qui n'a que des réseaux, des organismes et des sources est un complément
    : il est vérifié posé sur le catalogue, sans les vôtres.
    """
    from achats_reseaux.catalogue.overlay import own_faults
    from achats_reseaux.catalogue.yaml_reader import document_of

    if local and fichier is not None:
        message = "--local vérifie vos compléments : ne nommez pas de fichier."
        raise UsageError(message)
    with _without_advice():
        if local:
            documents = [loader.own_document(file) for file in _own_files()]
            known = loader.from_yaml(_in_use(), tuple(documents))
        else:
            file = _in_use()
            if fichier is not None:
                file = fichier
            documents = [document_of(file)]
            known = _loaded(documents[0])
    faults: list[Fault] = []
    for document in documents:
        faults += own_faults(document, known, today(), allow_personal=allow_personal)
    loader.refuse(faults)
    ended = ended_entries(known.networks, today())
    if ended:
        streams.write_messages([ended])
    lines = [f"{document.file} : aucune faute" for document in documents]
    return streams.fitted(lines, streams.stdout())


@contextmanager
def _without_advice() -> Iterator[None]:
    """Let no error of the block advise ``--no-local``, which ``check`` and ``diff`` do not have."""
    try:
        yield
    except CatalogueError as error:
        error.hint = error.hint.removesuffix(loader.WITHOUT_OVERLAYS).strip()
        raise


_NO_INFORMATION: dict[str, Any] = {
    "document": "info",
    "schema_version": SCHEMA_VERSION,
    "status": "found",
    "reason": None,
    "message": None,
    "version": None,
    "as_of": None,
    "checked_on": None,
    "territories_vintage": gazetteer.VINTAGE,
    "reference": None,
    "counts": {"networks": 0, "traces": 0, "notions": 0},
    "files": [],
    "not_checked_for_12_months": [],
}


def _json(document: dict[str, Any]) -> str:
    """A document as text, indented on a terminal."""
    return render_json(document, indented=responses.is_indented())


@contextmanager
def _refused_in_json(document: dict[str, Any], *files: str, wanted: bool) -> Iterator[None]:
    """Print a document with the usual keys where one of some catalogues is refused in the block."""
    try:
        yield
    except CatalogueError as error:
        if wanted:
            message = responses.without_folders(error.message, *files)
            refusal = {"status": "invalid", "reason": "catalogue", "message": message}
            streams.write_stdout(_json(document | refusal), machine=True)
        raise


def _own_files() -> tuple[str, ...]:
    """The user's own files, of which there is one at least."""
    overlays = environment.overlays()
    if not overlays:
        message = f"Aucun complément dans {environment.config_folder()}."
        streams.write_messages([message, "À taper : reseaux catalogue init"])
        raise typer.Exit(ExitCode.NONE)
    return overlays


def _loaded(document: "Document") -> Catalogue:
    """A whole catalogue, or an overlay on the catalogue in use; nothing compiled."""
    from achats_reseaux.catalogue import overlay

    if overlay.is_overlay(document):
        return loader.from_yaml(_in_use(), (document,))
    return loader.from_yaml(document, ())


@_command("reseaux catalogue path", "reseaux catalogue check $(reseaux catalogue path)")
def path() -> str:
    """Où est le catalogue en service : le dossier de ses fichiers, ou ce qui le remplace."""
    return streams.path_line(_in_use())


@_command("reseaux catalogue schema", "reseaux catalogue schema answer > answer.schema.json")
def schema(
    nom: Annotated[
        Literal["catalogue", "answer", "coverage", "info", "diff"],
        argument("[NOM]", "catalogue, answer, coverage, info ou diff."),
    ] = "catalogue",
) -> bytes:
    """Le JSON Schema du catalogue, ou d'un document de --json."""
    with open(loader.schema_path(nom), "rb") as stream:
        return stream.read()


@_command(
    "reseaux catalogue words",
    "reseaux catalogue words | grep public",
    name="words",
    cls=_WithOutput,
)
def words_(
    catalogue_file: CatalogueFile = None, no_local: NoLocal = False, output: Output = None
) -> str:
    """Les mots acceptés par --theme, --type et --public, avec leurs autres noms."""
    known = load_catalogue(catalogue_file, no_local)
    lines = []
    for namespace, option in FILTERS.items():
        for word in known.words[namespace]:
            names = ", ".join((word.label, *word.aliases))
            lines.append(f"--{option} {word.id} : {names}")
    return streams.fitted(lines, streams.stdout())


@_command("reseaux catalogue init", "reseaux catalogue init && reseaux catalogue check --local")
def init() -> str:
    """Écrit un exemple commenté de vos propres compléments, là où ils sont lus."""
    folder = environment.config_folder()
    file = os.path.join(folder, "networks.yaml")
    if os.path.lexists(file):
        streams.write_messages([f"{file} existe déjà : rien n'a été changé."])
        raise typer.Exit(ExitCode.INVALID)
    with open(f"{tsv_table.folder()}/exemple-local.yaml", "rb") as example:
        content = example.read()
    with files.create_directory(folder), files.written(file, is_new=True) as own:
        own.write(content)
    return streams.path_line(file)


def _serving(departements: set[str], *catalogues: Catalogue) -> set[str]:
    """The ids of the local networks and the traces that serve some départements."""
    ids = set()
    for known in catalogues:
        entries: list[Network | Trace] = [*known.networks, *known.traces]
        for entry in entries:
            if not departements.isdisjoint(departements_served(entry)):
                ids.add(entry.id)
    return ids


@_command(
    "reseaux catalogue diff ancien.yaml nouveau.yaml",
    cls=_WithOutput,
)
def diff(
    ancien: Annotated[str, argument("ANCIEN", "Fichier YAML, ou dossier.")],
    nouveau: Annotated[str, argument("NOUVEAU", "Fichier YAML, ou dossier.")],
    departement: Departement = None,
    region: Region = None,
    json: Json = False,
    output: Output = None,
) -> int:
    """Ce qui change d'un catalogue à l'autre : nouveau, terminé, numéro ou texte changés.

    Un changement par ligne, puis leur compte. Les simples déplacements ne sont pas
    signalés. Avec un lieu, seuls ses réseaux locaux et ses pistes. Un complément est
    comparé posé sur le catalogue. Le statut est celui de diff : 1 si quelque chose
    diffère, 0 sinon.
    """
    from achats_reseaux.catalogue.diff import differences
    from achats_reseaux.catalogue.yaml_reader import document_of

    with _refused_in_json(NO_CHANGES, ancien, nouveau, wanted=json), _without_advice():
        old, new = _loaded(document_of(ancien)), _loaded(document_of(nouveau))
    changes, others = differences(old, new)
    asked = {"departement": departement, "region": region}
    command = shell_joined(["catalogue", "diff", ancien, nouveau])
    answer = place_answer(new, today(), command, asked)
    if answer.reason:
        return responses.write_refusal(answer, new)
    if answer.place is not None:
        kept = _serving({*answer.place.departements}, old, new)
        changes, others = [change for change in changes if change.id in kept], ""
    differs = bool(changes or others)
    if json:
        document = changes_document(old, new, changes, differs=differs)
        streams.write_stdout(_json(document), machine=True)
    else:
        streams.write_stdout(render_plain(changes), machine=False)
    told = [others, counts(old, new, changes)] if differs else ["Aucune différence."]
    streams.write_messages(filter(None, told))
    return 1 if differs else 0


_command(*catalogue_import.EXAMPLES, name="import")(catalogue_import.import_)
_command(*catalogue_export.EXAMPLES, name="export")(catalogue_export.export)
