"""``reseaux open``: the site of a network, in the browser."""

from typing import Annotated

from achats_reseaux.answering import word
from achats_reseaux.answering.matching import matches_of
from achats_reseaux.card.contact_methods import VIA, best_methods, is_home, trace_method
from achats_reseaux.card.rows import TRACE_TAGS
from achats_reseaux.cli import completion
from achats_reseaux.cli.browser import open_address
from achats_reseaux.cli.environment import load_catalogue
from achats_reseaux.cli.options import CatalogueFile, NoLocal, argument
from achats_reseaux.cli.streams import write_messages
from achats_reseaux.errors import ExitCode
from achats_reseaux.model import TO_VERIFY, Catalogue, Link, Network, Trace
from achats_reseaux.text import fold, visible

EXAMPLES = ("reseaux open ran-coper", "reseaux open place des entreprises")


def open_(
    identifiant: Annotated[list[str], argument("ID…", "Un réseau.", completion.entry_ids)],
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> str | int:
    """Ouvre le site d'un réseau, ou donne son adresse.

    Hors d'un terminal, aucun navigateur ne s'ouvre.
    """
    known = load_catalogue(catalogue, no_local)
    asked = " ".join(identifiant)
    trace_id = known.lexicon["trace"].get(fold(asked))
    if trace_id:
        address, note = _of_trace(known.trace(trace_id))
    else:
        network_id = word(known, "network", asked)
        address, note = _of_network(known, known.network(network_id))
    if note:
        write_messages([visible(note)])
    if not address:
        return ExitCode.NONE
    open_address(address)
    return f"{visible(address)}\n"


def _of_network(known: Catalogue, network: Network) -> tuple[str, str]:
    """The deepest page of a network, and its caveat; without a page, which way leads there."""
    (match,) = matches_of(known, (network,), "")
    ways = best_methods(match)
    pages = [way for way in ways if way.kind in ("page", "website")]
    links = [f"{way.text} : {way.target}" for way in ways if way.kind == "link"]
    if not pages:
        note = f"{network.name} n'a pas d'adresse documentée"
        if links:
            note += f" ; {VIA} {links[0]}"
        return "", note
    page = min(pages, key=lambda way: is_home(way.target))
    if is_home(page.target):
        directory = _directory(known, network)
        if directory is not None:
            note = directory.note or ""
            return directory.url, f"{network.name} : {directory.label}. {note}".rstrip()
    return page.target, network.caveat([page.kind])


def _directory(known: Catalogue, network: Network) -> Link | None:
    """The directory of those that a national network brings together, if its kind has one."""
    for link in known.ways_in:
        if network.kind in link.kinds and not network.covers and not is_home(link.url):
            return link
    return None


def _of_trace(trace: Trace) -> tuple[str, str]:
    """The own address of a trace, and that it is one; without one, where it was read of."""
    way = trace_method(trace)
    if not way.is_contact:
        read = f"{trace.label} n'a pas d'adresse connue ; lu sur {way.target} ({trace.year})"
        return "", read
    return way.target, f"{trace.label} : {TRACE_TAGS[trace.shows]}, {TO_VERIFY} ({trace.year})."
