"""``reseaux search``: full-text search in the catalogue."""

from typing import Annotated

import typer

from achats_reseaux.cli.options import (
    Audiences,
    CatalogueFile,
    Color,
    Everything,
    Format,
    Json,
    Kinds,
    NoLocal,
    Quiet,
    Themes,
    When,
)
from achats_reseaux.cli.surroundings import load_catalogue, today
from achats_reseaux.model import Answer

EXAMPLES = (
    "reseaux search clauses insertion",
    "reseaux search marché réservé --type plateforme -q",
)


def search(
    mots: Annotated[
        list[str],
        typer.Argument(metavar="MOTS…", help="Accents et pluriels indifférents."),
    ],
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    everything: Everything = False,
    color: Color = When.AUTO,
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> Answer:
    """Cherche des mots dans tout le catalogue.

    Les réseaux où tous les mots se trouvent viennent d'abord. Un mot de quatre lettres ou plus est
    aussi le début d'un autre.
    """
    from achats_reseaux.questions.search import search_request

    known, date = load_catalogue(catalogue, no_local), today()
    found = search_request(known, " ".join(mots), theme, type_, public, date)
    return found.replace(catalogue=known, today=date)
