"""``reseaux mcp``: a server for assistants."""

import sys
from typing import Annotated

import typer

from achats_reseaux.cli.options import CatalogueFile, NoCache, NoLocal, load_catalogue
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.cli.today import today
from achats_reseaux.errors import ExitCode, UsageError

EXAMPLES = ("reseaux mcp", "reseaux mcp --with-local")


def mcp_(
    with_local: Annotated[
        bool,
        typer.Option(
            "--with-local",
            help="Avec vos compléments au catalogue, qui en sont absents sinon : l'assistant peut"
            " les envoyer à un service en ligne.",
        ),
    ] = False,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> int:
    """Répond aux assistants (Model Context Protocol), sur l'entrée et la sortie standard.

    C'est l'assistant qui lance cette commande : docs/assistants.md dit comment la lui donner. Elle
    demande l'extra mcp (pip install 'achats-reseaux[mcp]') et ne fait que lire le catalogue.
    """
    try:
        from achats_reseaux.mcp.server import serve
    except ImportError as error:
        message = "reseaux mcp demande l'extra mcp."
        raise UsageError(message, "pip install 'achats-reseaux[mcp]'") from error
    catalogue = load_catalogue(catalogue_file, no_local or not with_local, no_cache)
    if sys.stdin.isatty():
        write_stderr("Ce serveur attend un assistant sur l'entrée standard ; Ctrl+D le termine.")
    serve(catalogue, today)
    return ExitCode.FOUND
