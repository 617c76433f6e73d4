"""``reseaux show``: all facts of networks and notions."""

from typing import Annotated

from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt

EXAMPLES = ("reseaux show ran-coper", "reseaux show phare --json")
_IDS = "Identifiants ou noms de réseaux, sans guillemets."
_FIELDS = "Ces faits seulement : cout, lancement, contact… ; plusieurs : des virgules."
_FIELD_NAMES = completion.words("field")


@opt.lookup
def show(
    identifiants: Annotated[list[str], opt.argument("ID…", _IDS, completion.entry_ids)],
    field: Annotated[opt.Texts, opt.panel_option("FAIT", _FIELDS, complete=_FIELD_NAMES)] = None,
) -> None:
    """Tout ce qui est connu de réseaux, avec sources et dates."""
