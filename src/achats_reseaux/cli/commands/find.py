"""``reseaux find``: the networks that can help at a place."""

from typing import Annotated

from achats_reseaux.cli import options as opt

EXAMPLES = ("reseaux find Le Havre --theme social",)


@opt.lookup
def find(
    lieu: opt.Lieu = None,
    region: opt.Region = None,
    departement: opt.Departement = None,
    epci: Annotated[str | None, opt.place_option("NOM", "Intercommunalité, nom ou SIREN.")] = None,
    commune: Annotated[
        str | None, opt.place_option("NOM", "Commune, présente ou ancienne.")
    ] = None,
    code_postal: Annotated[
        str | None, opt.place_option("CODE", "Code postal ; précise une commune.")
    ] = None,
    insee: Annotated[str | None, opt.place_option("CODE", "Code INSEE, ancien compris.")] = None,
    siren: Annotated[str | None, opt.place_option("N", "SIREN d'une commune ou d'un EPCI.")] = None,
    siret: Annotated[str | None, opt.place_option("N", "SIRET de même.")] = None,
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
) -> None:
    """Qui peut aider ici : le guichet vert, puis les autres."""
