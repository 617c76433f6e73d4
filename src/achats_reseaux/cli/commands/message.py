"""``reseaux message``: a message ready to send to the first to contact."""

from typing import Annotated

from achats_reseaux.cli import completion
from achats_reseaux.cli import options as opt

EXAMPLES = ("reseaux message Caen --theme social", "reseaux message ran-coper Rouen --open")


@opt.lookup
def message(
    lieu: Annotated[
        opt.Texts,
        opt.argument(
            "[ID] [LIEU]…", "Un lieu, ou un réseau et un lieu.", completion.entries_and_places
        ),
    ] = None,
    opened: Annotated[
        bool, opt.panel_option(None, "Le confie à votre logiciel de courriel.", "--open")
    ] = False,
) -> None:
    """Un message prêt à envoyer au premier à contacter."""
