"""``reseaux help``: the help of a command."""

from typing import Annotated

from achats_reseaux.cli import completion
from achats_reseaux.cli.options import Texts, argument
from achats_reseaux.cli.welcome import GROUPS

EXAMPLES = ("reseaux help", "reseaux help find")

_USES = {name: group for group, names in GROUPS.items() for name in names}
_COMMANDE = argument("[COMMANDE]…", "Une commande.", completion.ids(_USES))


def help_(commande: Annotated[Texts, _COMMANDE] = None) -> None:
    """L'aide d'une commande."""
    # Never run: `cli.run` makes `find --help` of `help find`.
