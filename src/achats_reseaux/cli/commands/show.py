"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

from achats_reseaux.answering.details import show_request
from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt
from achats_reseaux.model import Answer

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")
_IDS = "Identifiants ou noms de réseaux, sans guillemets."
_FIELDS = "Ces faits seulement : cout, lancement, contact… ; plusieurs : des virgules."
_FIELD_NAMES = completion.words("field")


@opt.answering
def show(
    asked: opt.Asked,
    identifiants: Annotated[list[str], opt.argument("ID…", _IDS, completion.entry_ids)],
    field: Annotated[opt.Texts, opt.panel_option("FAIT", _FIELDS, complete=_FIELD_NAMES)] = None,
) -> Answer:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
    return show_request(asked.catalogue, [" ".join(identifiants)], field or (), asked.today)
