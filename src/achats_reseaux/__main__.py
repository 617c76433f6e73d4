"""``python -m achats_reseaux``: the command ``reseaux``."""

from achats_reseaux.cli import main

main()
