"""The commands, as Typer knows them. They parse and hand over, nothing else."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import os
from typing import Annotated

import typer

from achats_reseaux.cli import annotate, ask, complete, completion, coverage, french
from achats_reseaux.cli.catalogue import catalogue
from achats_reseaux.cli.options import (
    EPILOGUE,
    Audiences,
    CatalogueFile,
    Color,
    Format,
    Json,
    Kinds,
    NoLocal,
    Output,
    Quiet,
    Themes,
    deliver,
    loaded,
    output,
)
from achats_reseaux.cli.writing import tell, told, write
from achats_reseaux.errors import ExitCode, FileError, ReseauxError
from achats_reseaux.model import Query
from achats_reseaux.request import Request, answer, refused, today, word

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
        found = refused(query, error)
    return deliver(found, known, out)


coverage.register(app)
annotate.register(app)
ask.register(app)
app.add_typer(catalogue)
completion.register(app)

# --- running -------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit status; the error table of the house."""
    if "_RESEAUX_COMPLETE" in os.environ:  # a shell asks, through a file of `completion`
        from typer.completion import completion_init

        completion_init()
    try:
        code = app(arguments, prog_name="reseaux", standalone_mode=False)
    except typer.TyperException as error:
        return _mistyped(error)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except ReseauxError as error:
        return told(error)
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
