"""``reseaux open``: the site of a network, in the browser."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from achats_reseaux.answering import word
from achats_reseaux.answering.matching import matches_of
from achats_reseaux.answering.rows import best_ways, is_home, trace_way
from achats_reseaux.cli import completion
from achats_reseaux.cli.options import CatalogueFile, NoLocal, argument
from achats_reseaux.cli.streams import write_messages
from achats_reseaux.cli.surroundings import load_catalogue
from achats_reseaux.model import Catalogue, Link, Network, Trace
from achats_reseaux.output.terminal import is_interactive
from achats_reseaux.text import fold, visible

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
    asked = " ".join(identifiant)
    trace_id = known.lexicon.get("trace", {}).get(fold(asked))
    address = _address_of_trace(known.trace(trace_id)) if trace_id else _address(known, asked)
    if is_interactive(sys.stdout):  # a text browser needs the terminal
        import webbrowser

        # Where none opens, the address below is the answer; BROWSER may not be sensible.
        with suppress(webbrowser.Error, ValueError, IndexError):
            webbrowser.open(address)
    return visible(address) + "\n"


def _address(known: Catalogue, asked: str) -> str:
    """The deepest page of a network; refused with the page of passage if it has none."""
    (match,) = matches_of(known, (known.network(word(known, "network", asked)),), "")
    network = match.network
    pages = [way for way in best_ways(match) if way.kind in ("page", "website")]
    if not pages:
        links = [way for way in best_ways(match) if way.kind == "link"]
        through = f" ; passez par {links[0].text} : {links[0].target}" if links else ""
        write_messages([visible(f"{network.name} n'a pas d'adresse documentée{through}")])
        raise typer.Exit(1)
    pages.sort(key=lambda way: is_home(way.target))
    directory = _directory(known, network)
    if directory is not None and is_home(pages[0].target):
        note = directory.note or ""
        write_messages([f"{network.name} : {directory.label}. {note}".rstrip()])
        return directory.url
    note = network.caveat([pages[0].kind])
    if note:
        write_messages([note])
    return pages[0].target


def _directory(known: Catalogue, network: Network) -> Link | None:
    """The directory of those that a national network brings together, if its kind has one."""
    for link in known.ways_in:
        if network.kind in link.kinds and not network.covers and not is_home(link.url):
            return link
    return None


def _address_of_trace(trace: Trace) -> str:
    """The own address of a trace; refused with where it was read of if it has none."""
    way = trace_way(trace)
    if not way.is_contact:
        read = f"{trace.label} n'a pas d'adresse connue ; lu sur {way.target} ({trace.year})"
        write_messages([visible(read)])
        raise typer.Exit(1)
    write_messages([f"{trace.label} est une piste, à vérifier ({trace.year})."])
    return way.target
