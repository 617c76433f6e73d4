"""``reseaux catalogue export``: the catalogue as an open-data package, in a folder."""

import os
from shutil import rmtree
from typing import Annotated

from achats_reseaux.cli.environment import load_published, today
from achats_reseaux.cli.files import cleanup_on_signal, create_directory
from achats_reseaux.cli.options import (
    AllowPersonal,
    CatalogueFile,
    WithLocal,
    argument,
    panel_option,
)
from achats_reseaux.cli.streams import write_messages
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.output import package
from achats_reseaux.text import shortened

EXAMPLES = (
    "reseaux catalogue export reseaux-donnees",
    "reseaux catalogue export donnees-et-complements --with-local",
)


def export(
    dossier: Annotated[str, argument("DOSSIER", "Où l'écrire : un dossier nouveau, ou vide.")],
    with_local: WithLocal = False,
    allow_personal: AllowPersonal = False,
    force: Annotated[
        bool, panel_option(None, "Même parmi d'autres fichiers, qui restent là.", "--force")
    ] = False,
    catalogue_file: CatalogueFile = None,
) -> None:
    """Écrit le catalogue en données ouvertes : neuf tables CSV, une carte GeoJSON.

    Réseaux, avec leurs coordonnées, faits et pistes, avec leurs sources ; et le guichet
    vert de chaque région, département, EPCI, code postal et commune. Un même catalogue
    donne, le même jour, les mêmes octets. Le paquet suit Frictionless
    (datapackage.json) ; son LISEZMOI.md le présente.
    """
    catalogue = load_published(catalogue_file, with_local, allow_personal)
    shown = shortened(dossier, 200)
    with cleanup_on_signal(), create_directory(dossier):
        if not force:
            _check_empty(dossier)
        contents = package.package(catalogue, today())
        if not force:  # it took seconds
            _check_empty(dossier)
        _write(contents, dossier)
    size = f"{sum(map(len, contents.values())) / 1e6:.1f}".replace(".", ",")
    write_messages([f"{shown} : {len(contents)} fichiers, {size} Mo ; LISEZMOI.md les présente."])


def _check_empty(folder: str) -> None:
    """Refuse (``UsageError``) a folder with files."""
    if os.listdir(folder):
        message = f"{shortened(folder, 200)} n'est pas vide."
        raise UsageError(message, "Pour y écrire quand même, ajoutez --force")


def _write(contents: dict[str, bytes], folder: str) -> None:
    """Write the files aside first, then put them in place: a full disk leaves what was there."""
    for name in contents:
        if os.path.isdir(os.path.join(folder, name)):
            message = f"Impossible d'écrire {shortened(folder, 200)} : {name} y est un dossier."
            raise FileError(message)
    beside = os.path.join(folder, f".reseaux-{os.urandom(6).hex()}")
    try:
        # Not by TemporaryDirectory, which a signal may stop before it knows what it has
        # made.
        os.mkdir(beside)
        for name, content in contents.items():
            with open(os.path.join(beside, name), "wb") as stream:
                stream.write(content)
        for name in contents:
            os.replace(os.path.join(beside, name), os.path.join(folder, name))
    finally:
        rmtree(beside, ignore_errors=True)
