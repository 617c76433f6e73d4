"""``reseaux open``: the site of a network, in the browser."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from achats_reseaux.answering import word
from achats_reseaux.cli import completion
from achats_reseaux.cli.options import CatalogueFile, NoLocal, argument
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.cli.surroundings import load_catalogue
from achats_reseaux.output.terminal import is_interactive
from achats_reseaux.text import visible

EXAMPLES = ("reseaux open ran-coper", "reseaux open place des entreprises")


def open_(
    identifiant: Annotated[list[str], argument("ID…", "Un réseau.", completion.entry_ids)],
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> str:
    """Ouvre le site d'un réseau, ou donne son adresse.

    Hors d'un terminal, aucun navigateur ne s'ouvre.
    """
    known = load_catalogue(catalogue, no_local)
    network = known.network(word(known, "network", " ".join(identifiant)))
    address = network.contact.url
    if address is None:
        ways = [one for one in known.ways_in if not one.kinds or network.kind in one.kinds]
        through = f" ; passez par {ways[0].label} : {ways[0].url}" if ways else ""
        write_stderr(visible(f"{network.name} n'a pas d'adresse documentée{through}"))
        raise typer.Exit(1)
    if note := network.caveat(["page" if network.contact.page else "website"]):
        write_stderr(note)
    if is_interactive(sys.stdout):  # a text browser needs the terminal
        import webbrowser

        # Where none opens, the address below is the answer; BROWSER may not be sensible.
        with suppress(webbrowser.Error, ValueError, IndexError):
            webbrowser.open(address)
    return visible(address) + "\n"
