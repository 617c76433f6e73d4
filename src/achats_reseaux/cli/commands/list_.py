"""``reseaux list``: the catalogue, filtered."""

from achats_reseaux.answering import Request, answer
from achats_reseaux.cli.options import Audiences, Kinds, Output, Themes, with_output, write_answer
from achats_reseaux.cli.today import today
from achats_reseaux.model import Catalogue

EXAMPLES = (
    "reseaux list --theme social",
    "reseaux list --type guichet-vert,plateforme --format csv",
)


@with_output
def list_(
    catalogue: Catalogue,
    out: Output,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
) -> int:
    """Le catalogue des réseaux, par thème, type ou public."""
    request = Request("list", {}, tuple(theme or ()), tuple(type_ or ()), tuple(public or ()))
    return write_answer(answer(catalogue, request, today()), catalogue, out)
