"""``reseaux page``: write the HTML page."""

import os
import re
from typing import Annotated
from urllib.parse import quote, urljoin

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


_EMAIL = re.compile(r"[^@\s:?&<>\"']+@[^@\s:?&<>\"']+\.[a-z]{2,}", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#<>\"']+[^\s?#<>\"']*", re.IGNORECASE)
"""Without a query or a fragment, which are the page's own."""

EXAMPLES = ("reseaux page", "reseaux page --region Normandie --output normandie.html")


def page(
    ctx: typer.Context,
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
        str | None,
        area_option("departement", "Les lieux de ce département seulement.", "--dep", "--dept"),
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
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="ADRESSE",
            help="L'adresse où la page sera publiée : elle est alors dite sur le papier et dans les"
            " liens copiés, et une image pour les liens partagés est écrite à côté de la page.",
        ),
    ] = None,
    feedback: Annotated[
        str | None,
        typer.Option(
            "--feedback",
            metavar="ADRESSE",
            help="Où signaler un contact faux : l'adresse d'une page ou un courriel.",
        ),
    ] = None,
    catalogue_file: CatalogueFile = None,
) -> int:
    """La réponse en une page web, sans terminal.

    Un seul fichier, à héberger, à envoyer ou à ouvrir tel quel : il ne demande rien à personne.

    Dans le cadre d'un autre site : page.html?embed (docs/page.md donne l'extrait à coller).
    """
    from achats_reseaux.cli.files import written
    from achats_reseaux.output.page.document import render
    from achats_reseaux.output.page.picture import picture

    if output is None and os.path.lexists(DEFAULT_FILE):
        message = f"{DEFAULT_FILE} existe déjà dans ce dossier."
        raise UsageError(message, f"Pour le remplacer : reseaux page --output {DEFAULT_FILE}")
    if not title.strip():
        message = "Le titre de la page est vide."
        raise UsageError(message, 'reseaux page --title "Acheter durable en Normandie"')
    address = _address(url, "--url")
    target = DEFAULT_FILE if output is None else output
    image = f"{os.path.splitext(target)[0]}.png" if address and target != "-" else ""
    catalogue = load_catalogue(catalogue_file, not with_local)
    where = ""
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
            again = tuple(
                shell_joined(["reseaux", "page", option, text, *typed_options(ctx)])
                for text in found.suggestions
            )
            write_stderr(*messages(found.replace(next_commands=again), "quiet"))
            return exit_code(found)
        write_stderr(*found.place.notes)
        within = frozenset(found.place.departements)
        area = gazetteer.territory(found.place.kind, found.place.code)
        where = area.where if area and area.where else f"dans « {found.place.name} »"
    text = render(
        catalogue,
        title=title.strip(),
        within=within,
        today=today(),
        version=__version__,
        where=where,
        address=address,
        picture=image and urljoin(address, quote(os.path.basename(image))),
        feedback=_address(feedback, "--feedback", or_email=True),
    )
    content = text.encode()
    if image:
        with written(image) as save:
            save(picture(catalogue, within))
    with written(None if target == "-" else target) as save:
        save(content)
    if target != "-":
        size = f"{len(content) / MEGABYTE:.1f}".replace(".", ",")
        write_stderr(
            f"{shortened(visible(target), 200)} : {size} Mo, à ouvrir dans un navigateur,"
            " à héberger ou à envoyer tel quel."
        )
        if image:
            write_stderr(f"{shortened(visible(image), 200)} : l'image des liens partagés.")
    return ExitCode.FOUND


def _address(typed: str | None, option: str, *, or_email: bool = False) -> str:
    """An address as typed, with ``mailto:`` before an e-mail; ``""`` if there is none.

    Raises:
        UsageError: it is no address of a page, nor an e-mail where one may stand.
    """
    text = (typed or "").strip()
    email = text.removeprefix("mailto:")
    if or_email and _EMAIL.fullmatch(email):
        return f"mailto:{email}"
    if typed is not None and not _WEB.fullmatch(text):
        expected = "l'adresse d'une page, https://…" + ", ou un courriel" * or_email
        message = f"{option} attend {expected} : « {shortened(visible(text))} » n'en est pas une."
        raise UsageError(message, f"reseaux page {option} https://exemple.fr/page.html")
    return text
