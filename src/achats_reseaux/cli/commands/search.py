"""``reseaux search``: full-text search in the catalogue."""

from typing import Annotated

import typer

from achats_reseaux.cli.options import Audiences, Kinds, Output, Themes, with_output, write_answer
from achats_reseaux.cli.today import today
from achats_reseaux.model import Catalogue

EXAMPLES = (
    "reseaux search clauses insertion",
    "reseaux search marché réservé --type plateforme -q",
)


@with_output
def search(
    catalogue: Catalogue,
    out: Output,
    mots: Annotated[
        list[str],
        typer.Argument(metavar="MOTS", help="Les mots cherchés, accents et pluriels indifférents."),
    ],
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
) -> int:
    """Cherche des mots dans tout le catalogue.

    Les réseaux où tous les mots se trouvent viennent d'abord. Un mot de quatre lettres ou plus est
    aussi le début d'un autre.

    """
    from achats_reseaux.questions.search import search_request

    found = search_request(catalogue, " ".join(mots), theme, type_, public, today())
    return write_answer(found, catalogue, out)
