"""``reseaux search``: full-text search in the catalogue."""

from typing import Annotated

from achats_reseaux.cli import options as opt

EXAMPLES = (
    "reseaux search clauses insertion",
    "reseaux search marché réservé --type plateforme -q",
)


@opt.lookup
def search(
    mots: Annotated[list[str], opt.argument("MOTS…", "Accents et pluriels indifférents.")],
) -> None:
    """Cherche des mots dans tout le catalogue.

    Les notions que nomment les mots sont dites d'abord, puis viennent les réseaux où
    tous se trouvent. Un mot de quatre lettres ou plus est aussi le début d'un autre.
    """
