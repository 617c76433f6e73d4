"""``reseaux list``: the catalogue, filtered."""

from achats_reseaux.cli import options as opt

EXAMPLES = (
    "reseaux list --theme social",
    "reseaux list --type guichet-vert,plateforme --format csv",
)


@opt.lookup
def list_() -> None:
    """Le catalogue des réseaux, par thème, type ou public."""
