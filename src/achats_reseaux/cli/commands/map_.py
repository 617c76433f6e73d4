"""``reseaux map``: the coverage as a picture, in the terminal or as SVG."""

from typing import Annotated

import typer

from achats_reseaux.answering import word
from achats_reseaux.answering.coverage import Coverage, requested_coverage
from achats_reseaux.answering.place_of_command import place_answer
from achats_reseaux.cli import environment, files, responses
from achats_reseaux.cli import options as opt
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.model import Network, Place, departements_served
from achats_reseaux.output.map.picture import Picture
from achats_reseaux.output.messages import source_lines

EXAMPLES = ("reseaux map Normandie", "reseaux map --output carte.svg")
_OUTPUT = "Écrit l'image dans ce fichier SVG ; - pour la sortie standard."


def map_(
    context: typer.Context,
    lieu: opt.Lieu = None,
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
    network: opt.OneNetwork = None,
    output: Annotated[str | None, opt.output_option(_OUTPUT, "--svg")] = None,
    color: opt.Color = "auto",
    catalogue_file: opt.CatalogueFile = None,
    no_local: opt.NoLocal = False,
) -> str | int:
    """La couverture en image : dans le terminal, ou en SVG.

    Par défaut, les guichets verts. Seuls les réseaux locaux sont dessinés.
    """
    files.check_ending(output, ".svg")
    today = environment.today()
    catalogue = environment.load_catalogue(catalogue_file, no_local)
    asked = {"lieu": " ".join(lieu) if lieu else None}
    answered = place_answer(catalogue, today, "map", asked, opt.typed_again(context))
    if answered.reason:
        return responses.write_refusal(answered, catalogue)
    place = answered.place
    shown = None
    if network is not None:
        shown = catalogue.network(word(catalogue, "network", network))
    if shown is not None and shown.scope == "national":
        message = f"{shown.name} sert toute la France : rien n'en ressort sur une carte."
        raise UsageError(message)
    filters = {"theme": theme, "kind": type_, "audience": public}
    counted = requested_coverage(catalogue, filters, today=today)
    responses.write_notes(catalogue, today, counted, answered.notes)
    source, *addresses = source_lines(catalogue, is_listed=bool(counted.listed))
    source = f"{source.removesuffix('.')} ; territoires {catalogue.vintage}."
    picture = Picture(
        counted,
        _title(counted, place, shown),
        (source, *addresses),
        _highlighted(place, shown),
    )
    if output is None:
        from achats_reseaux.output.map import terminal_map

        return terminal_map.render(picture, responses.terminal_of_stdout(color))
    from achats_reseaux.output.map import svg

    with files.written(output) as stream:
        stream.write(svg.render(picture).encode("utf-8"))
    return ExitCode.FOUND


def _title(counted: Coverage, place: Place | None, network: Network | None) -> str:
    """The title of a picture, with the place and the network that stand out."""
    title = f"{counted.subject} : qui est couvert"
    names = [item.name for item in (place, network) if item is not None]
    if names:
        title += f" ({', '.join(names)} en évidence)"
    return title


def _highlighted(place: Place | None, network: Network | None) -> frozenset[str]:
    """The codes of the départements of the place and of the network, in part or whole."""
    codes: set[str] = set()
    if place is not None:
        codes.update(place.departements)
    if network is not None:
        codes.update(departements_served(network))
    return frozenset(codes)
