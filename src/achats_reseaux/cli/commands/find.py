"""``reseaux find``: the networks that can help at a place."""

from typing import Annotated

from achats_reseaux.answering import Request, answer
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.lookups import PLACES
from achats_reseaux.model import Answer

EXAMPLES = ("reseaux find Le Havre", "reseaux find --departement 68 --theme social --json")


@opt.answering
def find(
    asked: opt.Asked,
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
) -> Answer:
    """Qui peut aider ici : le guichet vert, puis les autres."""
    typed = (region, departement, epci, commune, code_postal, insee, siren, siret)
    place = {"lieu": " ".join(lieu)} if lieu else {}
    for name, text in zip(PLACES, typed, strict=True):
        if text is not None:
            place[name.replace("-", "_")] = text
    filters = (tuple(one or ()) for one in (theme, type_, public))
    return answer(asked.catalogue, Request("find", place, *filters), asked.today)
