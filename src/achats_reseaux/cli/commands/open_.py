"""``reseaux open``: the site of a network, in the browser."""

import os
import sys
from typing import Annotated

import typer

from achats_reseaux.answering import word
from achats_reseaux.cli import completion
from achats_reseaux.cli.options import CatalogueFile, NoCache, NoLocal, load_catalogue
from achats_reseaux.cli.streams import write_stderr, write_stdout
from achats_reseaux.errors import ExitCode
from achats_reseaux.output.terminal import describe
from achats_reseaux.text import visible

EXAMPLES = ("reseaux open ran-coper", "reseaux open place des entreprises")


def open_(
    identifiant: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help="Un réseau.", autocompletion=completion.network_candidates
        ),
    ],
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> int:
    """Ouvre le site d'un réseau, ou donne son adresse.

    Hors d'un terminal, aucun navigateur ne s'ouvre.
    """
    catalogue = load_catalogue(catalogue_file, no_local, no_cache)
    network = catalogue.network(word(catalogue, "network", " ".join(identifiant)))
    address = network.contact.url
    if address is None:
        ways = [one for one in catalogue.ways_in if not one.kinds or network.kind in one.kinds]
        write_stderr(f"{visible(network.name)} : adresse non documentée. Passer par :")
        write_stdout("".join(f"{visible(one.url)}\n" for one in ways), machine=False)
        return ExitCode.NONE
    if note := network.contact_note(["page" if network.contact.page else "website"]):
        write_stderr(visible(note))
    # A text browser needs the terminal.
    if describe(sys.stdout, os.environ).interactive and not _open_browser(address):
        write_stderr("Aucun navigateur ne s'est ouvert ; l'adresse :")
    write_stdout(visible(address) + "\n", machine=False)
    return ExitCode.FOUND


def _open_browser(address: str) -> bool:
    """Open a browser, if there is one."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, ValueError, IndexError):  # the last two: BROWSER is not sensible
        return False
