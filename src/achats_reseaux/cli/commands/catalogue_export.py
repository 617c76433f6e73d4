"""``reseaux catalogue export``: the catalogue as an open-data package, in a folder."""

import os
from typing import Annotated

import typer

from achats_reseaux.cli.options import CatalogueFile, NoCache, load_catalogue
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.errors import ExitCode, FileError, UsageError, reason
from achats_reseaux.text import counted, shell_joined, shortened, visible

EXAMPLES = (
    "reseaux catalogue export reseaux-donnees",
    "reseaux catalogue export reseaux-donnees --with-local",
)

_MOST_NAMED = 3
_BESIDE = ".reseaux-"
"""How the name of a folder begins in which files are written before they have their own names."""


def export(
    dossier: Annotated[
        str,
        typer.Argument(metavar="DOSSIER", help="Où l'écrire : un dossier nouveau, vide, ou à lui."),
    ],
    with_local: Annotated[
        bool,
        typer.Option("--with-local", help="Avec vos compléments, qui en sont absents sinon."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Même parmi d'autres fichiers, qui restent là.")
    ] = False,
    catalogue_file: CatalogueFile = None,
    no_cache: NoCache = False,
) -> int:
    """Écrit le catalogue en données ouvertes : tables CSV, schémas, carte GeoJSON.

    Réseaux, coordonnées, faits et sources ; et le guichet vert de chaque région, département, EPCI,
    code postal et commune. Un même catalogue donne les mêmes octets. Le paquet suit Frictionless
    (datapackage.json) ; son LISEZMOI.md le présente.
    """
    from achats_reseaux.output.package import package

    target = os.path.realpath(dossier)
    if not dossier.strip():
        message = "Le nom du dossier à écrire est vide."
        raise UsageError(message)
    shown = shortened(visible(dossier), 200)
    if os.path.lexists(target) and not os.path.isdir(target):
        message = f"{shown} n'est pas un dossier."
        raise UsageError(message, "Donnez le nom d'un dossier nouveau.")
    own = _own_files(target)
    others = sorted(set(_files(target)) - own)
    if others and not force:
        named = ", ".join(visible(one) for one in others[:_MOST_NAMED])
        more = len(others) - _MOST_NAMED
        rest = f" et {counted(more, 'autre')}" if more > 0 else ""
        message = f"{shown} contient autre chose qu'un tel paquet : {named}{rest}."
        again = shell_joined(["reseaux", "catalogue", "export", dossier, "--force"])
        raise UsageError(message, "Pour écrire parmi ces fichiers :", next_commands=(again,))
    contents = package(load_catalogue(catalogue_file, not with_local, no_cache))
    try:
        _write(target, contents)
        for name in own - set(contents):  # of an older package
            os.unlink(os.path.join(target, name))
    except OSError as error:
        message = f"Impossible d'écrire {shown} : {reason(error)}."
        raise FileError(message) from error
    size = f"{sum(map(len, contents.values())) / 1e6:.1f}".replace(".", ",")
    write_stderr(f"{shown} : {len(contents)} fichiers, {size} Mo ; LISEZMOI.md les présente.")
    return ExitCode.FOUND


def _files(folder: str) -> list[str]:
    """Every file below a folder, by its path in it, with ``/``; none if it does not exist.

    What an export that was killed left beside is none.
    """
    found = []
    for parent, _, names in os.walk(folder):
        inside = os.path.relpath(parent, folder)
        for name in () if inside.startswith(_BESIDE) else names:
            found.append(os.path.normpath(os.path.join(inside, name)).replace(os.sep, "/"))
    return found


def _own_files(folder: str) -> set[str]:
    """The files of the package that a folder holds, as its description names them."""
    import json

    from achats_reseaux.output.package import DESCRIPTION, PACKAGE_NAME, README

    try:
        with open(os.path.join(folder, DESCRIPTION), encoding="utf-8") as stream:
            described = json.load(stream)
        if described["name"] != PACKAGE_NAME:
            return set()
        resources = described["resources"]
        named = {one["path"] for one in resources} | {one.get("schema") for one in resources}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return set()
    return {DESCRIPTION, README, *filter(None, named)} & set(_files(folder))


def _write(folder: str, contents: dict[str, bytes]) -> None:
    """Write files beside, then rename them, or the folder of them if it is new.

    A folder that is there may be a disk of its own, to which nothing can be renamed from outside.
    """
    import shutil

    is_new = not os.path.isdir(folder)
    parent = os.path.dirname(folder) if is_new else folder
    left = [] if is_new else [one for one in os.listdir(folder) if one.startswith(_BESIDE)]
    beside = os.path.join(parent, f"{_BESIDE}{os.urandom(6).hex()}.tmp")
    os.mkdir(beside)
    try:
        for name, content in contents.items():
            path = os.path.join(beside, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        if is_new:
            os.rename(beside, folder)
            return
        for name in contents:
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.replace(os.path.join(beside, name), path)
    finally:
        for one in (beside, *(os.path.join(folder, name) for name in left)):
            shutil.rmtree(one, ignore_errors=True)
