"""The commands, as Typer knows them. They parse and hand over, nothing else."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import os
import sys
import time
from typing import Annotated

import typer

from achats_reseaux.catalogue.catalogue import Catalogue
from achats_reseaux.cli import complete, french
from achats_reseaux.cli.present import present
from achats_reseaux.cli.request import Request, answer, catalogue_in_use, word
from achats_reseaux.cli.writing import tell, write
from achats_reseaux.errors import ExitCode, FileError, ReseauxError, UsageError
from achats_reseaux.model import Answer, Query
from achats_reseaux.output.records import FORMATS
from achats_reseaux.output.terminal import Terminal, describe
from achats_reseaux.record import Record
from achats_reseaux.territory import gazetteer
from achats_reseaux.text import nearest, shortened

EPILOGUE = (
    "Codes de sortie : 0 trouvé, 1 rien ne correspond, 2 demande non comprise, 3 lieu ambigu,"
    " 4 catalogue invalide, 70 défaut du programme, 74 fichier ou sortie en défaut, 130 interrompu."
)

app = typer.Typer(
    name="reseaux",
    cls=french.Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOGUE,
    help=(
        "Qui peut aider un acheteur public à acheter durable : guichets verts, facilitateurs de la"
        " clause sociale, réseaux et plateformes. Hors ligne, sourcé, daté.\n\n"
        "Exemples : reseaux find 76000 · reseaux find --region Normandie ·"
        " reseaux list --theme social · reseaux show ran-coper"
    ),
)

# --- options that several commands share ---------------------------------------------------------

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
        help="table, json, jsonl, csv, tsv ou md. Sans elle : un tableau sur un terminal, une ligne"
        " par réseau ailleurs.",
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
    if color not in ("auto", "always", "never"):
        message = f"« {shortened(color)} » n'est pas une valeur de --color (auto, always, never)."
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
    presented = present(found, imprint, out.form, out.terminal)
    if presented.text:
        write(presented.text, machine=out.form != "table")
    tell(*presented.messages)
    return presented.exit_code


def today() -> str:
    """The ISO date of today, against which validity is held."""
    return time.strftime("%Y-%m-%d")


# --- commands ------------------------------------------------------------------------------------


def _version(wanted: bool) -> None:
    if wanted:
        from achats_reseaux._version import __version__

        write(f"reseaux {__version__}\n", machine=True)
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Affiche la version."
        ),
    ] = False,
) -> None:
    """The options that need no command."""


@app.command(cls=french.Command, epilog=EPILOGUE)
def find(
    lieu: Annotated[
        str | None,
        typer.Argument(
            metavar="[LIEU]",
            help="Commune, département, région, code postal, EPCI, SIRET… comme sur un courrier.",
            show_default=False,
            autocompletion=complete.regions,
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="REGION",
            help="Région, ancienne région, surnom ou code.",
            autocompletion=complete.regions,
        ),
    ] = None,
    departement: Annotated[
        str | None,
        typer.Option(
            "--departement",
            metavar="DEPARTEMENT",
            help="Département, par nom ou par code ; précise aussi une commune.",
            autocompletion=complete.departements,
        ),
    ] = None,
    epci: Annotated[
        str | None,
        typer.Option("--epci", metavar="EPCI", help="Intercommunalité, par nom ou par SIREN."),
    ] = None,
    commune: Annotated[
        str | None,
        typer.Option("--commune", metavar="COMMUNE", help="Commune, présente ou ancienne."),
    ] = None,
    code_postal: Annotated[
        str | None,
        typer.Option(
            "--code-postal", metavar="CP", help="Code postal ; précise aussi une commune."
        ),
    ] = None,
    insee: Annotated[
        str | None, typer.Option("--insee", metavar="CODE", help="Code INSEE, ancien compris.")
    ] = None,
    siren: Annotated[
        str | None,
        typer.Option("--siren", metavar="N", help="SIREN d'une commune ou d'un EPCI."),
    ] = None,
    siret: Annotated[
        str | None,
        typer.Option("--siret", metavar="N", help="SIRET d'une commune ou d'un EPCI."),
    ] = None,
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Qui peut m'aider ici : le guichet vert d'abord, puis les autres réseaux."""
    given = {
        "lieu": lieu,
        "region": region,
        "departement": departement,
        "epci": epci,
        "commune": commune,
        "code_postal": code_postal,
        "insee": insee,
        "siren": siren,
        "siret": siret,
    }
    place = {name: text for name, text in given.items() if text is not None}
    request = Request("find", place, *_filters(theme, type_, public))
    return _answered(request, output(form, json, quiet, color), catalogue, no_local)


@app.command(name="list", cls=french.Command, epilog=EPILOGUE)
def list_(
    theme: Themes = None,
    type_: Kinds = None,
    public: Audiences = None,
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Le catalogue des réseaux, filtré : « reseaux list --theme social »."""
    request = Request("list", {}, *_filters(theme, type_, public))
    return _answered(request, output(form, json, quiet, color), catalogue, no_local)


def _filters(*options: list[str] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(option or ()) for option in options)


def _answered(request: Request, out: Output, file: str | None, no_local: bool) -> int:
    known = loaded(file, no_local)
    return deliver(answer(known, request, today()), known, out)


def loaded(file: str | None, no_local: bool) -> Catalogue:
    """The catalogue in use, from the options, the environment and the user's folder."""
    from achats_reseaux.cli import userfiles

    return catalogue_in_use(
        file or userfiles.replacement(), () if no_local else userfiles.overlays()
    )


@app.command(cls=french.Command, epilog=EPILOGUE)
def show(
    identifiant: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Identifiant, nom ou autre nom d'un réseau.",
            autocompletion=complete.networks,
        ),
    ],
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Tout ce qui est connu d'un réseau, chaque fait avec sa source et sa date."""
    from achats_reseaux import search
    from achats_reseaux.errors import UnknownWordError

    out = output(form, json, quiet, color)
    known = loaded(catalogue, no_local)
    query = Query("show", input=identifiant)
    try:
        found = search.show(known, query, word(known, "network", identifiant), today())
    except UnknownWordError as error:
        found = Answer(
            "unknown",
            query,
            message=error.message,
            hint=error.hint,
            suggestions=error.suggestions,
        )
    return deliver(found, known, out)


# --- running -------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit status; the error table of the house."""
    try:
        code = app(arguments, prog_name="reseaux", standalone_mode=False)
    except typer.TyperException as error:
        return _mistyped(error)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except ReseauxError as error:
        tell(f"Erreur : {error.message}", *([error.hint] if error.hint else []))
        return error.exit_code
    except BrokenPipeError:
        return ExitCode.FOUND
    except OSError as error:
        from achats_reseaux.catalogue.yamlfile import reason

        tell(f"Erreur : {error.filename or 'fichier'} : {reason(error)}.")
        return FileError.exit_code
    except Exception as error:
        return _bug(error)
    return code if isinstance(code, int) else ExitCode.FOUND


def _mistyped(error: typer.TyperException) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        tell(str(error))
    else:
        said, hint = french.message(error)
        tell(f"Erreur : {said}", *([hint] if hint else []))
    return ExitCode.INVALID


def _bug(error: Exception) -> int:
    if os.environ.get("RESEAUX_DEBUG"):
        import traceback

        tell(traceback.format_exc())
    tell(
        f"Erreur interne ({type(error).__name__}) : un défaut de reseaux, pas de votre demande.",
        "Pour le signaler : la commande tapée, « reseaux --version », et la sortie avec"
        " RESEAUX_DEBUG=1.",
    )
    return ExitCode.BUG
