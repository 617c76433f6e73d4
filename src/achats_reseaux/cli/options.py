"""The options that several commands share, each declared once, and what those of output mean."""

from collections.abc import Callable
from inspect import Signature, signature
from typing import Annotated, Any, Literal, NamedTuple

import typer

from achats_reseaux.answering import refusal
from achats_reseaux.cli import completion, streams, surroundings
from achats_reseaux.cli.completion import Completion
from achats_reseaux.errors import UnknownWordError, UsageError
from achats_reseaux.model import Answer, Catalogue, Query

# The panels of the help.
PLACE, FILTER, OUTPUT, CATALOGUE = "Le lieu", "Filtres", "Sortie", "Catalogue"


def panel_option(
    metavar: str | None,
    what: str,
    *names: str,
    panel: str | None = OUTPUT,
    complete: Completion | None = None,
) -> Any:
    """An option as the help shows it.

    Args:
        metavar: what stands for its value; ``None`` if it has none.
        what: what it does.
        names: as it is typed; by default that of its parameter.
        panel: where the help shows it.
        complete: what a shell offers for its value.
    """
    return typer.Option(
        *names,
        metavar=metavar,
        help=what,
        autocompletion=complete,
        rich_help_panel=panel,
        case_sensitive=False,
        show_default=False,
    )


def place_argument(what: str) -> Any:
    """The argument ``[LIEU]``, of one or more words."""
    return typer.Argument(metavar="[LIEU]…", help=what, autocompletion=completion.place_names)


# --- place, filters, catalogue -------------------------------------------------------------------

Region = Annotated[
    str | None,
    panel_option(
        "NOM",
        "Région, ancienne région, surnom ou code.",
        panel=PLACE,
        complete=completion.region_names,
    ),
]
Departement = Annotated[
    str | None,
    panel_option(
        "NOM",
        "Département, nom ou code ; précise une commune.",
        panel=PLACE,
        complete=completion.departement_names,
    ),
]
Themes = Annotated[
    list[str] | None,
    panel_option(
        "THEME",
        "environnement ou social ; plusieurs : des virgules.",
        panel=FILTER,
        complete=completion.words("theme"),
    ),
]
Kinds = Annotated[
    list[str] | None,
    panel_option(
        "TYPE",
        "guichet-vert, reseau, facilitateurs, programme, conseil, plateforme ou ressource.",
        "--type",
        panel=FILTER,
        complete=completion.words("kind"),
    ),
]
Audiences = Annotated[
    list[str] | None,
    panel_option(
        "PUBLIC",
        "collectivite, etat, sante ou entreprise.",
        panel=FILTER,
        complete=completion.words("audience"),
    ),
]
Color = Annotated[
    Literal["auto", "always", "never"], panel_option("QUAND", "Couleurs : auto, always ou never.")
]
CatalogueFile = Annotated[
    str | None,
    panel_option(
        "FICHIER", "Remplace le catalogue (ou RESEAUX_CATALOGUE).", "--catalogue", panel=CATALOGUE
    ),
]
NoLocal = Annotated[
    bool, panel_option(None, "Ignore vos compléments au catalogue.", "--no-local", panel=CATALOGUE)
]
WithLocal = Annotated[
    bool,
    panel_option(
        None, "Avec vos compléments, qui en sont absents sinon.", "--with-local", panel=CATALOGUE
    ),
]
Json = Annotated[bool, panel_option(None, "Le document JSON.", "--json")]
Sheet = Annotated[str | None, panel_option("NOM", "Feuille d'un .xlsx ; sinon, la première.")]


# --- output --------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """What the options of a command with an answer ask for."""

    catalogue: Catalogue
    today: str  # an ISO date
    form: str  # of ``output.FORMATS``, ``quiet``, or ``""`` for that of the stream
    color: str


def answering(command: Callable[..., Answer | int]) -> Callable[..., int]:
    """Add the options of output and of the catalogue to a command, and write the answer it returns.

    The command takes :class:`Asked` first. Typer reads the signature that is made here.
    """

    def run(
        form: Annotated[
            Literal["table", "json", "jsonl", "csv", "excel", "tsv", "md"] | None,
            panel_option("FORMAT", "table, json, jsonl, csv, excel, tsv ou md.", "--format"),
        ] = None,
        json: Json = False,
        quiet: Annotated[
            bool, panel_option(None, "Identifiants seuls, un par ligne.", "--quiet", "-q")
        ] = False,
        everything: Annotated[bool, panel_option(None, "Ne replie rien.", "--tout")] = False,
        color: Color = "auto",
        catalogue_file: CatalogueFile = None,
        no_local: NoLocal = False,
        **own: Any,
    ) -> int:
        chosen = _form(form, json=json, quiet=quiet)
        date, catalogue = (
            surroundings.today(),
            surroundings.load_catalogue(catalogue_file, no_local),
        )
        try:
            found = command(Asked(catalogue, date, chosen, color), **own)
        except (UnknownWordError, UsageError) as error:
            found = refusal(Query(command.__name__), error)
        if isinstance(found, int):
            return found
        found = found.replace(catalogue=catalogue, today=date)
        return streams.write_answer(found, chosen, color, everything=everything)

    own = list(signature(command).parameters.values())[1:]
    shared = list(signature(run).parameters.values())[:-1]
    run.__doc__ = command.__doc__
    run.__signature__ = Signature([*own, *shared])  # type: ignore[attr-defined]
    return run


def _form(form: str | None, *, json: bool, quiet: bool) -> str:
    """The format that is asked for.

    Raises:
        UsageError: the options contradict each other.
    """
    if json and form not in (None, "json"):
        message = f"--json et --format {form} se contredisent."
        raise UsageError(message)
    if quiet and (json or form):
        message = "-q/--quiet ne va pas avec un format."
        raise UsageError(message)
    return "json" if json else "quiet" if quiet else form or ""
