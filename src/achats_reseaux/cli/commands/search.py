"""``reseaux search``: full-text search in the catalogue."""

from typing import Annotated

import typer

from achats_reseaux.cli import options as opt
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
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
    form: opt.Format = None,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
    everything: opt.Everything = False,
    color: opt.Color = "auto",
    catalogue: opt.CatalogueFile = None,
    no_local: opt.NoLocal = False,
) -> Answer:
    """Cherche des mots dans tout le catalogue.

    Les réseaux où tous les mots se trouvent viennent d'abord. Un mot de quatre lettres ou plus est
    aussi le début d'un autre.
    """
    from achats_reseaux.questions.search import search_request

    known, date = load_catalogue(catalogue, no_local), today()
    found = search_request(known, " ".join(mots), theme, type_, public, date)
    return found.replace(catalogue=known, today=date)
