"""``reseaux page``: write the HTML page."""

import os
import re
import sys
from typing import Annotated

import typer

from achats_reseaux import __version__, gazetteer
from achats_reseaux.answering.place_of_command import place_answer
from achats_reseaux.cli import environment, files, responses, streams
from achats_reseaux.cli import options as opt
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.model import Place
from achats_reseaux.output.messages import ISSUES
from achats_reseaux.page.document import render
from achats_reseaux.text import shortened

DEFAULT_FILE = "reseaux.html"
DEFAULT_TITLE = "Acheter durable : qui peut m’aider ?"

_ADDRESS = re.compile(
    r"https?://[^\s<>\"']+|(mailto:)?[^@\s:?&<>\"']+@[^@\s:?&<>\"']+\.[a-z]{2,}", re.IGNORECASE
)
_OUTPUT = f"Le fichier à écrire ; - : la sortie standard. Sinon, {DEFAULT_FILE}, s'il n'existe pas."
_FEEDBACK = "Où signaler une erreur : une page ou un courriel. Sinon, le projet."
_LEGAL = "La page de vos mentions légales, en pied de page."
_ACCESSIBILITY = "La page de votre déclaration d'accessibilité, en pied de page."

EXAMPLES = ("reseaux page", "reseaux page --region Normandie --output normandie.html")


def page(
    context: typer.Context,
    region: opt.Region = None,
    departement: opt.Departement = None,
    output: Annotated[str | None, opt.output_option(_OUTPUT)] = None,
    title: Annotated[str, opt.panel_option("TITRE", "Le titre de la page.")] = DEFAULT_TITLE,
    feedback: Annotated[str, opt.panel_option("ADRESSE", _FEEDBACK)] = ISSUES,
    legal: Annotated[str, opt.panel_option("ADRESSE", _LEGAL)] = "",
    accessibility: Annotated[str, opt.panel_option("ADRESSE", _ACCESSIBILITY)] = "",
    with_local: opt.WithLocal = False,
    allow_personal: opt.AllowPersonal = False,
    catalogue_file: opt.CatalogueFile = None,
) -> int:
    """La réponse en une page web, pour qui n'a pas de terminal.

    Un seul fichier, à héberger, à envoyer ou à ouvrir tel quel ; on y choisit un lieu.
    Avec --region ou --departement, une page plus petite, pour ces lieux seulement.
    """
    if output is None and os.path.lexists(DEFAULT_FILE):
        message = f"{DEFAULT_FILE} existe déjà dans ce dossier."
        raise UsageError(message, f"Pour le remplacer, ajoutez --output {DEFAULT_FILE}")
    files.check_ending(output, ".html", ".htm")
    feedback = _checked_address("--feedback", feedback)
    legal = legal and _checked_address("--legal", legal)
    accessibility = accessibility and _checked_address("--accessibility", accessibility)
    target = DEFAULT_FILE if output is None else output
    today = environment.today()
    catalogue = environment.load_published(catalogue_file, with_local, allow_personal)
    where, within = "", frozenset(area.code for area in gazetteer.departements())
    asked = {"region": region, "departement": departement}
    others = opt.typed_again(context, context.params.keys() - asked.keys())
    answer = place_answer(catalogue, today, "page", asked, others)
    if answer.reason:
        return responses.write_refusal(answer, catalogue)
    if answer.place is not None:
        within = frozenset(answer.place.departements)
        where = _where(answer.place)
    if sys.stderr is not None and sys.stderr.isatty():
        streams.write_messages(["La page se prépare : quelques secondes…"])
    text = render(
        catalogue,
        title=title.strip() or DEFAULT_TITLE,
        within=within,
        today=today,
        version=__version__,
        where=where,
        feedback=feedback,
        legal=legal,
        accessibility=accessibility,
    )
    content = text.encode()
    with files.written(target, is_new=output is None) as stream:
        stream.write(content)
    if target != "-":
        size = f"{len(content) / 1_000_000:.1f}".replace(".", ",")
        advice = f"{size} Mo, à ouvrir dans un navigateur, à héberger ou à envoyer tel quel."
        if not with_local and environment.overlays():
            advice += " Vos compléments n'y sont pas : --with-local"
        streams.write_messages([f"{shortened(target, 200)} : {advice}"])
    return ExitCode.FOUND


def _checked_address(option: str, text: str) -> str:
    """The address of a page or an e-mail; ``UsageError`` if it is none."""
    address = text.strip()
    if not _ADDRESS.fullmatch(address):
        wanted = "l'adresse d'une page, https://…, ou un courriel"
        shown = shortened(address)
        message = f"{option} attend {wanted} : « {shown} » n'en est pas une."
        raise UsageError(message)
    return address if ":" in address else f"mailto:{address}"


def _where(place: Place) -> str:
    """``en Normandie``, ``dans le Calvados``."""
    area = gazetteer.territory(place.kind, place.code)
    if area is not None and area.where:
        return area.where
    return f"dans « {place.name} »"
