"""``reseaux page``: write the HTML page."""

import os
import re
from typing import Annotated

from achats_reseaux import __version__, gazetteer
from achats_reseaux.cli import files, streams, surroundings
from achats_reseaux.cli.lookups import place_of
from achats_reseaux.cli.options import CatalogueFile, Departement, Region, WithLocal, panel_option
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.model import Place
from achats_reseaux.output.page.document import ISSUES, render
from achats_reseaux.text import shortened

DEFAULT_FILE = "reseaux.html"
DEFAULT_TITLE = "Acheter durable : qui peut m’aider ?"

_ADDRESS = re.compile(
    r"https?://[^\s<>\"']+|(mailto:)?[^@\s:?&<>\"']+@[^@\s:?&<>\"']+\.[a-z]{2,}", re.IGNORECASE
)

EXAMPLES = ("reseaux page", "reseaux page --region Normandie --output normandie.html")


def page(
    region: Region = None,
    departement: Departement = None,
    output: Annotated[
        str | None,
        panel_option(
            "FICHIER",
            f"Le fichier à écrire ; - pour la sortie standard. Sinon, {DEFAULT_FILE}, s'il"
            " n'existe pas encore.",
            "--output",
            "-o",
        ),
    ] = None,
    title: Annotated[str, panel_option("TITRE", "Le titre de la page.")] = DEFAULT_TITLE,
    feedback: Annotated[
        str,
        panel_option(
            "ADRESSE",
            "Où signaler une erreur : une page ou un courriel. Sinon, le projet.",
        ),
    ] = ISSUES,
    with_local: WithLocal = False,
    catalogue_file: CatalogueFile = None,
) -> int:
    """La réponse en une page web, pour qui n'a pas de terminal.

    Un seul fichier, à héberger, à envoyer ou à ouvrir tel quel ; on y choisit un lieu. Avec
    --region ou --departement, une page plus petite, pour ces lieux seulement.
    """
    if output is None and os.path.lexists(DEFAULT_FILE):
        message = f"{DEFAULT_FILE} existe déjà dans ce dossier."
        raise UsageError(message, f"Pour le remplacer, ajoutez --output {DEFAULT_FILE}")
    files.check_ending(output, ".html", ".htm")
    target = DEFAULT_FILE if output is None else output
    feedback = feedback.strip()
    if not _ADDRESS.fullmatch(feedback):
        message = (
            "--feedback attend l'adresse d'une page, https://…, ou un courriel :"
            f" « {shortened(feedback)} » n'en est pas une."
        )
        raise UsageError(message)
    today = surroundings.today()
    catalogue = surroundings.load_catalogue(catalogue_file, not with_local)
    where, within = "", frozenset(one.code for one in gazetteer.departements())
    asked = {"region": region, "departement": departement}
    if given := {name: text for name, text in asked.items() if text is not None}:
        found = place_of(catalogue, today, f"page --{list(given)[-1]}", given)
        if found.place is None:
            return streams.write_answer(found.replace(catalogue=catalogue))
        where, within = _where(found.place), frozenset(found.place.departements)
    content = render(
        catalogue,
        title=title.strip() or DEFAULT_TITLE,
        within=within,
        today=today,
        version=__version__,
        where=where,
        feedback=feedback if ":" in feedback else f"mailto:{feedback}",
    ).encode()
    with files.written(target) as stream:
        stream.write(content)
    if target != "-":
        size = f"{len(content) / 1_000_000:.1f}".replace(".", ",")
        streams.write_stderr(
            f"{shortened(target, 200)} : {size} Mo, à ouvrir dans un navigateur,"
            " à héberger ou à envoyer tel quel."
        )
    return ExitCode.FOUND


def _where(place: Place) -> str:
    """Where the places of an area lie: ``en Normandie``."""
    area = gazetteer.territory(place.kind, place.code)
    return area.where if area and area.where else f"dans « {place.name} »"
