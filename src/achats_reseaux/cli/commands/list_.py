"""``reseaux list``: the catalogue, filtered."""

from achats_reseaux.answering import Request, answer
from achats_reseaux.cli import options as opt
from achats_reseaux.model import Answer

EXAMPLES = (
    "reseaux list --theme social",
    "reseaux list --type guichet-vert,plateforme --format csv",
)


@opt.answering
def list_(
    asked: opt.Asked,
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
) -> Answer:
    """Le catalogue des réseaux, par thème, type ou public."""
    filters = (tuple(one or ()) for one in (theme, type_, public))
    return answer(asked.catalogue, Request("list", {}, *filters), asked.today)
