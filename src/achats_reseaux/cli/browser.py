"""Hand an address to the user's browser or mail program, where someone looks."""

from __future__ import annotations

import sys
from contextlib import suppress

from achats_reseaux.cli.streams import write_messages
from achats_reseaux.output.terminal import is_interactive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import EmailDraft


def open_address(address: str) -> None:
    """Open an address; nothing off a terminal, which a text browser needs.

    Where none opens, what is printed is the answer.
    """
    if is_interactive(sys.stdout):
        import webbrowser

        with suppress(webbrowser.Error, ValueError, IndexError):  # BROWSER may not be sensible
            webbrowser.open(address)


def open_draft(draft: EmailDraft) -> None:
    """Hand a message to the mail program; it is said if no e-mail is documented."""
    from achats_reseaux.output.draft import mailto

    address = mailto(draft)
    if address is None:
        write_messages(["Aucun courriel n'est documenté : le message est à coller."])
    else:
        open_address(address)
