"""``reseaux page``: write the HTML page."""

import os
from typing import Annotated

import typer

from achats_reseaux import __version__, gazetteer
from achats_reseaux.answering import Request, answer
from achats_reseaux.cli.options import CatalogueFile, area_option, load_catalogue, typed_options
from achats_reseaux.cli.streams import exit_code, messages, write_stderr
from achats_reseaux.cli.today import today
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.text import shell_joined, shortened, visible

DEFAULT_FILE = "reseaux.html"
DEFAULT_TITLE = "Acheter durable : qui peut m’aider ?"
MEGABYTE = 1_000_000


EXAMPLES = ("reseaux page", "reseaux page --region Normandie --output normandie.html")


def page(
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FICHIER",
            help=f"Le fichier à écrire ; - pour la sortie standard. Par défaut : {DEFAULT_FILE},"
            " s'il n'existe pas encore.",
        ),
    ] = None,
    region: Annotated[
        str | None, area_option("region", "Les lieux de cette région seulement.")
    ] = None,
    departement: Annotated[
        str | None, area_option("departement", "Les lieux de ce département seulement.")
    ] = None,
    title: Annotated[
        str, typer.Option("--title", metavar="TITRE", help="Le titre de la page.")
    ] = DEFAULT_TITLE,
    with_local: Annotated[
        bool,
        typer.Option(
            "--with-local", help="Avec vos compléments au catalogue, qui en sont absents sinon."
        ),
    ] = False,
    catalogue_file: CatalogueFile = None,
) -> int:
    """La réponse en une page web, sans terminal.

    Un seul fichier, à héberger, à envoyer ou à ouvrir tel quel : il ne demande rien à personne.
    """
    from achats_reseaux.cli.files import written
    from achats_reseaux.output.page.document import render

    if output is None and os.path.lexists(DEFAULT_FILE):
        message = f"{DEFAULT_FILE} existe déjà dans ce dossier."
        raise UsageError(message, f"Pour le remplacer : reseaux page --output {DEFAULT_FILE}")
    if not title.strip():
        message = "Le titre de la page est vide."
        raise UsageError(message, 'reseaux page --title "Acheter durable en Normandie"')
    catalogue = load_catalogue(catalogue_file, not with_local)
    within = frozenset(one.code for one in gazetteer.departements())
    if region is not None or departement is not None:
        asked = {"region": region, "departement": departement}
        found = answer(
            catalogue,
            Request("find", {name: text for name, text in asked.items() if text}),
            today(),
        )
        if found.place is None:
            option = "--region" if departement is None else "--departement"
            typed = typed_options({"--output": output, "--with-local": with_local})
            again = tuple(
                shell_joined(["reseaux", "page", option, text, *typed])
                for text in found.suggestions
            )
            write_stderr(*messages(found.replace(next_commands=again), "quiet"))
            return exit_code(found)
        write_stderr(*found.place.notes)
        within = frozenset(found.place.departements)
    text = render(catalogue, title=title.strip(), within=within, today=today(), version=__version__)
    content = text.encode()
    target = DEFAULT_FILE if output is None else output
    with written(None if target == "-" else target) as save:
        save(content)
    if target != "-":
        size = f"{len(content) / MEGABYTE:.1f}".replace(".", ",")
        write_stderr(
            f"{shortened(visible(target), 200)} : {size} Mo, à ouvrir dans un navigateur,"
            " à héberger ou à envoyer tel quel."
        )
    return ExitCode.FOUND
