"""``reseaux coverage``, ``map`` and ``open``: all of France at once, and a network's site."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import os
import sys
from typing import Annotated

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering import Request, answer, refusal, today, with_filters, word
from achats_reseaux.answering.coverage import Coverage
from achats_reseaux.answering.coverage import coverage as surveyed
from achats_reseaux.answering.search import GUICHET_VERT
from achats_reseaux.cli import complete, french
from achats_reseaux.cli.options import (
    EPILOGUE,
    Audiences,
    CatalogueFile,
    Color,
    Format,
    Json,
    Kinds,
    NoLocal,
    Themes,
    deliver,
    loaded,
    output,
)
from achats_reseaux.cli.writing import exit_code, messages, tell, write
from achats_reseaux.errors import ExitCode, UnknownWordError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Catalogue, Place, Query
from achats_reseaux.output.messages import source_line
from achats_reseaux.output.terminal import describe
from achats_reseaux.text import visible

Network = Annotated[
    str | None,
    typer.Option(
        "--network",
        metavar="ID",
        help="Ce réseau seul.",
        autocompletion=complete.networks,
    ),
]


def _covered(
    known: Catalogue,
    theme: list[str] | None,
    type_: list[str] | None,
    public: list[str] | None,
    network: str | None,
) -> Coverage:
    """The coverage asked for; by default that of the guichets verts.

    Raises:
        UnknownWordError: a word or a network that the catalogue does not have.
    """
    query = with_filters(known, Query("coverage"), theme, type_, public)
    only = None if network is None else word(known, "network", network)
    if only is None and not (query.themes or query.kinds or query.audiences):
        query = query.replace(kinds=(GUICHET_VERT,))
    return surveyed(known, query, _subject(known, query, only), only)


def _subject(known: Catalogue, query: Query, network: str | None) -> str:
    if network is not None:
        return known.network(network).name
    if query.kinds == (GUICHET_VERT,) and not (query.themes or query.audiences):
        return "Guichets verts"
    labels = known.imprint(gazetteer.VINTAGE).labels
    asked = (("kind", query.kinds), ("theme", query.themes), ("audience", query.audiences))
    return ", ".join(labels(namespace)[word_id] for namespace, ids in asked for word_id in ids)


def coverage(
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    network: Network = None,
    form: Format = None,
    json: Json = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", help="Codes des départements qui ne sont pas couverts, un par ligne."
        ),
    ] = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Qui est couvert, région par région.

    Par défaut, par un guichet vert ; les filtres comptent d'autres réseaux.
    """
    from achats_reseaux.output.coverage import render

    out = output(form, json, quiet, color)
    known = loaded(catalogue, no_local)
    try:
        found = _covered(known, theme, type_, public, network)
    except UnknownWordError as error:
        return deliver(refusal(Query("coverage"), error), known, out)
    imprint = known.imprint(gazetteer.VINTAGE)
    write(render(found, imprint, out.form, out.terminal), machine=out.form != "table")
    return ExitCode.FOUND


def map_(
    lieu: Annotated[
        str | None,
        typer.Argument(
            metavar="[LIEU]", help="Un lieu à faire ressortir.", autocompletion=complete.regions
        ),
    ] = None,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    network: Annotated[
        str | None,
        typer.Option(
            "--network",
            metavar="ID",
            help="Un réseau à faire ressortir.",
            autocompletion=complete.networks,
        ),
    ] = None,
    tiles: Annotated[bool, typer.Option("--tiles", help="Une case par département.")] = False,
    svg: Annotated[
        str | None,
        typer.Option(
            "--svg",
            metavar="FICHIER",
            help="Écrit l'image dans ce fichier SVG ; - pour la sortie standard.",
        ),
    ] = None,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """La même chose en image : terminal ou SVG."""
    from achats_reseaux.output.map import terminal as drawn
    from achats_reseaux.output.map.atlas import load

    out = output(None, False, False, color)
    known = loaded(catalogue, no_local)
    place = None
    if lieu is not None:
        answered = answer(known, Request("find", {"lieu": lieu}), today())
        if answered.place is None:
            tell(*messages(answered, "quiet"))
            return exit_code(answered)
        place = answered.place
        tell(*answered.notes)
    highlight = _highlight(known, place, network)
    found = _covered(known, theme, type_, public, None)
    imprint = known.imprint(gazetteer.VINTAGE)
    atlas = load(f"{tsv_table.folder()}/map")
    title = f"{found.subject} : qui est couvert"
    source = f"{source_line(imprint)[:-1]} ; territoires {imprint.vintage}."
    if svg is not None:
        from achats_reseaux.cli.files import written
        from achats_reseaux.output.map import svg as picture

        text = picture.render(found, atlas, title=title, source=source, highlight=highlight)
        with written(None if svg == "-" else svg) as save:
            save(text.encode("utf-8"))
        return ExitCode.FOUND
    text = drawn.render(
        found, out.terminal, atlas, title=title, source=source, tiles=tiles, highlight=highlight
    )
    write(text, machine=False)
    return ExitCode.FOUND


def _highlight(known: Catalogue, place: Place | None, network: str | None) -> frozenset[str]:
    """The départements that stand out: a network's, and those of a place.

    Raises:
        UnknownWordError: the network is not one.
    """
    chosen: set[str] = set()
    if network is not None:
        one = known.network(word(known, "network", network))
        chosen.update(one.departements)
        chosen.update(gazetteer.departement_of(insee) for insee in one.communes)
    if place is not None:
        chosen.update(place.departements)
    return frozenset(chosen)


def open_(
    identifiant: Annotated[
        str, typer.Argument(metavar="ID", help="Un réseau.", autocompletion=complete.networks)
    ],
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Ouvre le site d'un réseau, ou donne son adresse.

    Hors d'un terminal, aucun navigateur ne s'ouvre.
    """
    known = loaded(catalogue, no_local)
    network = known.network(word(known, "network", identifiant))
    address = network.contact.url
    if address is None:
        ways = [one for one in known.ways_in if not one.kinds or network.kind in one.kinds]
        tell(f"{visible(network.name)} : adresse non documentée. Passer par :")
        write("".join(f"{visible(one.url)}\n" for one in ways), machine=False)
        return ExitCode.NONE
    # A browser may be one of texts, which draws on stdout.
    if describe(sys.stdout, os.environ).interactive and not _browsed(address):
        tell("Aucun navigateur ne s'est ouvert ; l'adresse :")
    write(visible(address) + "\n", machine=False)
    return ExitCode.FOUND


def _browsed(address: str) -> bool:
    """Open a browser, if there is one."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, ValueError, IndexError):  # the last two: BROWSER is not sensible
        return False


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    app.command(cls=french.Command, epilog=EPILOGUE)(coverage)
    app.command("map", cls=french.Command, epilog=EPILOGUE)(map_)
    app.command("open", cls=french.Command, epilog=EPILOGUE)(open_)
