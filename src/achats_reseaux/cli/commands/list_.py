"""``reseaux list``: the catalogue, filtered."""

from achats_reseaux.answering import Request
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.lookups import answered
from achats_reseaux.model import Answer

EXAMPLES = (
    "reseaux list --theme social",
    "reseaux list --type guichet-vert,plateforme --format csv",
)


def list_(
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
    """Le catalogue des réseaux, par thème, type ou public."""
    request = Request("list", {}, *opt.filters(theme, type_, public))
    return answered(request, None, catalogue, no_local)
