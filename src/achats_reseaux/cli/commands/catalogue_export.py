"""``reseaux catalogue export``: the catalogue as an open-data package, in a folder."""

import os
from typing import Annotated

import typer

from achats_reseaux.cli import files
from achats_reseaux.cli.options import CatalogueFile, WithLocal, panel_option
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.cli.surroundings import load_catalogue
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.text import shortened

EXAMPLES = (
    "reseaux catalogue export reseaux-donnees",
    "reseaux catalogue export donnees-et-complements --with-local",
)


def export(
    dossier: Annotated[
        str, typer.Argument(metavar="DOSSIER", help="Où l'écrire : un dossier nouveau, ou vide.")
    ],
    with_local: WithLocal = False,
    force: Annotated[
        bool, panel_option(None, "Même parmi d'autres fichiers, qui restent là.", "--force")
    ] = False,
    catalogue_file: CatalogueFile = None,
) -> int:
    """Écrit le catalogue en données ouvertes : sept tables CSV, une carte GeoJSON.

    Réseaux, avec leurs coordonnées, et faits, avec leurs sources ; et le guichet vert de chaque
    région, département, EPCI, code postal et commune. Un même catalogue donne les mêmes octets. Le
    paquet suit Frictionless (datapackage.json) ; son LISEZMOI.md le présente.
    """
    from achats_reseaux.output.package import package

    catalogue = load_catalogue(catalogue_file, not with_local)
    shown = shortened(dossier, 200)
    os.makedirs(dossier, exist_ok=True)
    if os.listdir(dossier) and not force:
        message = f"{shown} n'est pas vide."
        raise UsageError(message, "Pour y écrire quand même, ajoutez --force")
    contents = {os.path.join(dossier, name): one for name, one in package(catalogue).items()}
    new = [path for path in contents if not os.path.lexists(path)]
    try:
        for path, content in contents.items():
            with files.written(path) as stream:
                stream.write(content)
    except BaseException:  # a part of the package would look like the whole
        for path in filter(os.path.lexists, new):
            os.unlink(path)
        raise
    size = f"{sum(map(len, contents.values())) / 1e6:.1f}".replace(".", ",")
    write_stderr(f"{shown} : {len(contents)} fichiers, {size} Mo ; LISEZMOI.md les présente.")
    return ExitCode.FOUND
