"""``reseaux find``: the networks that can help at a place."""

from achats_reseaux.cli import options as opt

EXAMPLES = ("reseaux find Le Havre --theme social",)


@opt.lookup
def find(lieu: opt.Lieu = None) -> None:
    """Qui peut aider ici : le guichet vert, puis les autres."""
