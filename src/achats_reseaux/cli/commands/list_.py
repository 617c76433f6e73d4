"""``reseaux list``: the catalogue, filtered."""

from achats_reseaux.cli.lookups import Lookup, look_up
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
from achats_reseaux.model import Answer

EXAMPLES = (
    "reseaux list --theme social",
    "reseaux list --type guichet-vert,plateforme --format csv",
)


def list_(
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
    """Le catalogue des réseaux, par thème, type ou public."""
    filters = tuple(theme or ()), tuple(type_ or ()), tuple(public or ())
    return look_up(Lookup("list", {}, *filters), catalogue, no_local)
