"""What several commands share: their options, where an answer goes, which catalogue is in use."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import os
import sys
from typing import Annotated, Any

import typer

from achats_reseaux import gazetteer
from achats_reseaux.answering import refusal
from achats_reseaux.catalogue import store
from achats_reseaux.cli import complete
from achats_reseaux.cli.writing import exit_code, present, tell, write
from achats_reseaux.errors import UsageError
from achats_reseaux.model import Answer, Catalogue, Query, Record
from achats_reseaux.output import FORMATS
from achats_reseaux.output.terminal import COLORS, Terminal, describe
from achats_reseaux.text import nearest, shortened

EPILOGUE = (
    "Codes de sortie : 0 trouvé, 1 rien ne correspond, 2 demande non comprise, 3 lieu ambigu,"
    " 4 catalogue invalide, 70 défaut du programme, 74 fichier ou sortie en défaut, 130 interrompu."
)

Themes = Annotated[
    list[str] | None,
    typer.Option(
        "--theme",
        metavar="THEME",
        help="environnement ou social ; répétable.",
        autocompletion=complete.themes,
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help="guichet-vert, reseau, facilitateurs, programme, conseil, plateforme, ressource ;"
        " répétable.",
        autocompletion=complete.kinds,
    ),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        "--public",
        metavar="PUBLIC",
        help="collectivite, etat, sante ou entreprise ; répétable.",
        autocompletion=complete.audiences,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, json, jsonl, csv, tsv ou md. Par défaut : un tableau sur un terminal, une"
        " ligne par réseau ailleurs.",
        autocompletion=complete.formats,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Comme --format json.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Identifiants seuls, un par ligne.")]
Color = Annotated[
    str,
    typer.Option(
        "--color", metavar="QUAND", help="auto, always ou never.", autocompletion=complete.colors
    ),
]
CatalogueFile = Annotated[
    str | None,
    typer.Option(
        "--catalogue",
        metavar="FICHIER",
        help="Remplace tout le catalogue (ou variable RESEAUX_CATALOGUE).",
    ),
]
NoLocal = Annotated[bool, typer.Option("--no-local", help="Ignore vos compléments au catalogue.")]


class Output(Record):
    """Where an answer goes: in which format, to what kind of stdout."""

    form: str
    terminal: Terminal


def output(form: str | None, json: bool, quiet: bool, color: str) -> Output:
    """Settle the output options.

    Raises:
        UsageError: options that contradict each other, or a value that is not one.
    """
    if color not in COLORS:
        known = ", ".join(COLORS)
        message = f"« {shortened(color)} » n'est pas une valeur de --color ({known})."
        raise UsageError(message)
    if form is not None and form not in FORMATS:
        message = f"« {shortened(form)} » n'est pas un format ({', '.join(FORMATS)})."
        near = nearest(form, list(FORMATS), most=1)
        raise UsageError(message, f"Vouliez-vous dire : --format {near[0]} ?" if near else "")
    if json and form not in (None, "json"):
        message = f"--json et --format {form} se contredisent."
        raise UsageError(message)
    if quiet and (json or form):
        message = "-q/--quiet ne va pas avec un format."
        raise UsageError(message)
    terminal = describe(sys.stdout, os.environ, color)
    chosen = "json" if json else "quiet" if quiet else form
    return Output(chosen or ("table" if terminal.interactive else "plain"), terminal)


def deliver(found: Answer, catalogue: Catalogue, out: Output) -> int:
    """Write an answer where it goes, and give the exit status."""
    imprint = catalogue.imprint(gazetteer.VINTAGE)
    text, messages = present(found, imprint, out.form, out.terminal)
    if text:
        write(text, machine=out.form != "table")
    tell(*messages)
    return exit_code(found)


def refuse(command: str, error: UsageError, options: dict[str, Any]) -> int:
    """Deliver what stands in the way of a command, from its options, and give the exit status."""
    out = output(*(options[name] for name in ("form", "json", "quiet", "color")))
    known = loaded(options["catalogue"], options["no_local"])
    return deliver(refusal(Query(command), error), known, out)


def loaded(file: str | None, no_local: bool) -> Catalogue:
    """The catalogue in use, from the options, the environment and the user's folder."""
    from achats_reseaux.cli import userfiles

    catalogue = userfiles.replacement() if file is None else file
    return store.load(catalogue, () if no_local else userfiles.overlays())
