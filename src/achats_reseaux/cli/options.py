"""The options that several commands share, each declared once, and what those of output mean."""

from typing import Annotated, Any, Literal

import typer

from achats_reseaux.cli import completion
from achats_reseaux.cli.completion import Completion
from achats_reseaux.errors import UsageError

# The panels of the help.
PLACE, FILTER, OUTPUT, CATALOGUE = "Le lieu", "Filtres", "Sortie", "Catalogue"

# --- place and filters ---------------------------------------------------------------------------


def place_argument(what: str) -> Any:
    """The argument ``[LIEU]``, of one or more words."""
    return typer.Argument(metavar="[LIEU]…", help=what, autocompletion=completion.place_names)


def place_option(metavar: str, what: str, complete: Completion | None = None) -> Any:
    """An option that names a place, by its parameter's name."""
    return typer.Option(metavar=metavar, help=what, autocompletion=complete, rich_help_panel=PLACE)


def filter_option(name: str, metavar: str, what: str, complete: Completion) -> Any:
    """An option that narrows what is shown."""
    return typer.Option(
        name, metavar=metavar, help=what, autocompletion=complete, rich_help_panel=FILTER
    )


def network_option(what: str) -> Any:
    """The option ``--network``."""
    return filter_option("--network", "ID", what, completion.network_ids)


Region = Annotated[
    str | None,
    place_option("NOM", "Région, ancienne région, surnom ou code.", completion.region_names),
]
Departement = Annotated[
    str | None,
    place_option(
        "NOM", "Département, nom ou code ; précise une commune.", completion.departement_names
    ),
]
Themes = Annotated[
    list[str] | None,
    filter_option(
        "--theme",
        "THEME",
        "environnement ou social ; plusieurs : des virgules.",
        completion.words("theme"),
    ),
]
Kinds = Annotated[
    list[str] | None,
    filter_option(
        "--type",
        "TYPE",
        "guichet-vert, reseau, facilitateurs, programme, conseil, plateforme ou ressource.",
        completion.words("kind"),
    ),
]
Audiences = Annotated[
    list[str] | None,
    filter_option(
        "--public",
        "PUBLIC",
        "collectivite, etat, sante ou entreprise.",
        completion.words("audience"),
    ),
]


def filters(*typed: list[str] | None) -> list[tuple[str, ...]]:
    """The words of the filters, as a request has them."""
    return [tuple(words or ()) for words in typed]


# --- output and catalogue ------------------------------------------------------------------------


def flag(*names: str, what: str, panel: str | None = None) -> Any:
    """An option without a value."""
    return typer.Option(*names, help=what, rich_help_panel=panel)


Format = Annotated[
    Literal["table", "json", "jsonl", "csv", "excel", "tsv", "md"] | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        case_sensitive=False,
        help="table, json, jsonl, csv, excel, tsv ou md.",
        rich_help_panel=OUTPUT,
    ),
]
Json = Annotated[bool, flag("--json", what="Le document JSON.", panel=OUTPUT)]
Quiet = Annotated[
    bool, flag("--quiet", "-q", what="Identifiants seuls, un par ligne.", panel=OUTPUT)
]
Everything = Annotated[bool, flag("--tout", what="Ne replie rien.", panel=OUTPUT)]
Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option(
        metavar="QUAND",
        help="Couleurs : auto, always ou never.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
CatalogueFile = Annotated[
    str | None,
    typer.Option(
        "--catalogue",
        metavar="FICHIER",
        help="Remplace le catalogue (ou RESEAUX_CATALOGUE).",
        rich_help_panel=CATALOGUE,
    ),
]
NoLocal = Annotated[
    bool, flag("--no-local", what="Ignore vos compléments au catalogue.", panel=CATALOGUE)
]
WithLocal = Annotated[
    bool,
    flag("--with-local", what="Avec vos compléments, qui en sont absents sinon.", panel=CATALOGUE),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        metavar="NOM",
        help="Feuille d'un .xlsx ; sinon, la première.",
        rich_help_panel=OUTPUT,
    ),
]


def chosen_form(values: dict[str, Any]) -> str:
    """The format that the values of a command's parameters ask for; ``""``: that of the stream.

    Raises:
        UsageError: they contradict each other.
    """
    form = values.get("form") if "json" in values else None  # annotate has formats of its own
    json, quiet = values.get("json"), values.get("quiet")
    if json and form not in (None, "json"):
        message = f"--json et --format {form} se contredisent."
        raise UsageError(message)
    if quiet and (json or form):
        message = "-q/--quiet ne va pas avec un format."
        raise UsageError(message)
    return "json" if json else "quiet" if quiet else form or ""
