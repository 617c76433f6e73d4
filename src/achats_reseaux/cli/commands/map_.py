"""``reseaux map``: the coverage as a picture, in the terminal or as SVG."""

from typing import Annotated

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering import word
from achats_reseaux.answering.coverage import reachable_coverage, requested_coverage
from achats_reseaux.cli.options import (
    Audiences,
    CatalogueFile,
    Color,
    Kinds,
    NoCache,
    NoLocal,
    Themes,
    load_catalogue,
    network_option,
    place_argument,
    typed_options,
    validated_output,
    write_notes,
)
from achats_reseaux.cli.streams import exit_code, messages, write_stderr, write_stdout
from achats_reseaux.cli.usage_errors import PICTURES, find_area
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.model import Network, Place
from achats_reseaux.output.messages import source_line
from achats_reseaux.text import shell_quoted

EXAMPLES = ("reseaux map Normandie", "reseaux map --slide --svg carte.svg")


def map_(
    ctx: typer.Context,
    lieu: Annotated[list[str] | None, place_argument("Un lieu à faire ressortir.")] = None,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    network: Annotated[str | None, network_option("Un réseau à faire ressortir.")] = None,
    tiles: Annotated[bool, typer.Option("--tiles", help="Une case par département.")] = False,
    svg: Annotated[
        str | None,
        typer.Option(
            "--svg",
            "--output",
            "-o",
            metavar="FICHIER",
            help="Écrit l'image dans ce fichier SVG ; - pour la sortie standard.",
        ),
    ] = None,
    reach: Annotated[
        bool,
        typer.Option(
            "--reachable", help="Qui peut être joint : les réseaux dont une adresse est documentée."
        ),
    ] = False,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TITRE", help="Le titre, au vôtre.")
    ] = None,
    no_legend: Annotated[
        bool, typer.Option("--no-legend", help="La carte seule, avec titre et source.")
    ] = False,
    slide: Annotated[
        bool, typer.Option("--slide", help="Avec --svg : au format 16:9 d'une diapositive.")
    ] = False,
    color: Color = "auto",
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> int:
    """La même chose en image : terminal ou SVG.

    Par défaut, les guichets verts. Les réseaux nationaux, qui servent toute la France, ne sont pas
    dessinés.
    """
    from achats_reseaux.output.map import terminal_map
    from achats_reseaux.output.map.atlas import Picture, load_atlas

    _check_picture(svg, slide)
    out = validated_output(None, False, False, color)
    catalogue = load_catalogue(catalogue_file, no_local, no_cache)
    answered = find_area(catalogue, "map", lieu, typed_options(ctx))
    place = answered.place
    if answered.status not in ("found", "none"):
        write_stderr(*messages(answered, "plain"))
        return exit_code(answered)
    shown = None if network is None else catalogue.network(word(catalogue, "network", network))
    found = requested_coverage(catalogue, theme, type_, public, None, local=True)
    if reach:
        found = reachable_coverage(catalogue, found)
    atlas = load_atlas()
    write_notes(catalogue, found.networks, answered.notes)
    if title is None:
        title = f"{found.subject} : {'qui peut être joint' if reach else 'qui est couvert'}"
        outstanding = [one.name for one in (place, shown) if one is not None]
        if outstanding:
            title += f" ({', '.join(outstanding)} en évidence)"
    source = f"{source_line(catalogue, found.sources)[:-1]} ; territoires {catalogue.vintage}."
    picture = Picture(found, atlas, title, source, _highlight(place, shown), not no_legend)
    if svg is not None:
        from achats_reseaux.cli.files import written
        from achats_reseaux.output.map import svg as drawn

        with written(None if svg == "-" else svg) as save:
            save(drawn.render(picture, slide=slide).encode("utf-8"))
        return ExitCode.FOUND
    write_stdout(terminal_map.render(picture, out.terminal, tiles=tiles), machine=False)
    return ExitCode.FOUND


def _check_picture(svg: str | None, slide: bool) -> None:
    """Refuse what would not be the picture that was asked for.

    Raises:
        UsageError: the name of a file of another format, or an option of pictures without one.
    """
    if svg is None:
        if slide:
            message = "--slide met une image au format 16:9 : il y faut --svg."
            raise UsageError(message, next_commands=("reseaux map --slide --svg carte.svg",))
        return
    stem, dot, ending = svg.rpartition(".")
    if dot and ending.lower() in PICTURES and ending.lower() != "svg":
        drawing = shell_quoted(f"{stem}.svg")
        message = f"reseaux dessine en SVG, pas en {ending.upper()}."
        hint = "Le SVG s'ouvre dans un navigateur, et se convertit :"
        kind = "pdf" if ending.lower() == "pdf" else "png"  # rsvg-convert writes no other picture
        commands = (
            f"reseaux map --svg {drawing}",
            f"rsvg-convert --format {kind} --output {shell_quoted(f'{stem}.{kind}')} {drawing}",
        )
        raise UsageError(message, hint, next_commands=commands)


def _highlight(place: Place | None, network: Network | None) -> frozenset[str]:
    """The départements to highlight: those of a place and of a network."""
    chosen = set(place.departements) if place is not None else set()
    if network is not None:
        chosen.update(network.departements)
        chosen.update(map(gazetteer.departement_of, network.communes))
    return frozenset(chosen)
