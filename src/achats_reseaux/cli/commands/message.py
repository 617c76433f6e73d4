"""``reseaux message``: a message ready to send to the first to contact."""

from typing import Annotated

from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt

EXAMPLES = ("reseaux message Caen --theme social", "reseaux message ran-coper Rouen --open")
_LIEU = "Un lieu, ou un réseau et un lieu."
_OPENED = "Le confie à votre logiciel de courriel."


@opt.lookup
def message(
    lieu: Annotated[
        opt.Texts, opt.argument("[ID] [LIEU]…", _LIEU, completion.entries_and_places)
    ] = None,
    opened: Annotated[bool, opt.panel_option(None, _OPENED, "--open")] = False,
) -> None:
    """Un message prêt à envoyer au premier à contacter."""
