"""``reseaux search``: full-text search in the catalogue."""

from typing import Annotated

from achats_reseaux.cli import options as opt
from achats_reseaux.model import Answer
from achats_reseaux.questions.search import search_request

EXAMPLES = (
    "reseaux search clauses insertion",
    "reseaux search marché réservé --type plateforme -q",
)


@opt.answering
def search(
    asked: opt.Asked,
    mots: Annotated[list[str], opt.argument("MOTS…", "Accents et pluriels indifférents.")],
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
) -> Answer:
    """Cherche des mots dans tout le catalogue.

    Les réseaux où tous les mots se trouvent viennent d'abord. Un mot de quatre lettres ou plus est
    aussi le début d'un autre.
    """
    return search_request(asked.catalogue, " ".join(mots), theme, type_, public, asked.today)
