"""``reseaux mcp``: a server for assistants."""

import gc
import signal

from achats_reseaux.cli.environment import load_catalogue, today
from achats_reseaux.cli.options import CatalogueFile, WithLocal
from achats_reseaux.cli.streams import stdin, stdout, write_messages
from achats_reseaux.errors import UsageError

# The package of the extra, not the extra: whoever has reseaux from its sources finds no
# `achats-reseaux` in a registry, and anyone may publish one of that name.
INSTALL = "À taper, dans l'environnement de reseaux : pip install 'mcp>=2.3,<3'"

EXAMPLES = ("reseaux mcp", "reseaux mcp --with-local")


def mcp_(with_local: WithLocal = False, catalogue: CatalogueFile = None) -> None:
    """Répond aux assistants (Model Context Protocol).

    L'assistant lance lui-même cette commande, sur l'entrée et la sortie standard ;
    docs/assistants.md dit comment la lui donner.
    """
    try:
        from achats_reseaux.mcp.server import serve
    except ImportError as error:
        message = "reseaux mcp demande l'extra mcp."
        raise UsageError(message, INSTALL) from error
    requests, answers = stdin(), stdout()  # a server without one of them is refused
    known = load_catalogue(catalogue, not with_local)
    gc.enable()  # which a command, that soon ends, does without
    if requests.isatty():
        write_messages(
            ["Ce serveur attend un assistant sur l'entrée standard ; Ctrl+D le termine."]
        )
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        # The SDK would go on waiting for a line of its input.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve(known, today, requests.buffer, answers.buffer)
