"""The options that several commands share, each declared once, and what those of output mean."""

from typing import Annotated, Any, Literal

import typer

from achats_reseaux.cli import completion
from achats_reseaux.cli.completion import Completion
from achats_reseaux.errors import UsageError

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


def place_option(metavar: str, what: str, complete: Completion | None = None) -> Any:
    """An option that names a place."""
    return panel_option(metavar, what, panel=PLACE, complete=complete)


def place_argument(what: str) -> Any:
    """The argument ``[LIEU]``, of one or more words."""
    return typer.Argument(metavar="[LIEU]…", help=what, autocompletion=completion.place_names)


# --- place and filters ---------------------------------------------------------------------------

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


def filters(*typed: list[str] | None) -> list[tuple[str, ...]]:
    """The words of the filters, as a request has them."""
    return [tuple(words or ()) for words in typed]


# --- output and catalogue ------------------------------------------------------------------------

Format = Annotated[
    Literal["table", "json", "jsonl", "csv", "excel", "tsv", "md"] | None,
    panel_option("FORMAT", "table, json, jsonl, csv, excel, tsv ou md.", "--format"),
]
Json = Annotated[bool, panel_option(None, "Le document JSON.", "--json")]
Quiet = Annotated[bool, panel_option(None, "Identifiants seuls, un par ligne.", "--quiet", "-q")]
Everything = Annotated[bool, panel_option(None, "Ne replie rien.", "--tout")]
Color = Annotated[
    Literal["auto", "always", "never"], panel_option("QUAND", "Couleurs : auto, always ou never.")
]
CatalogueFile = Annotated[
    str | None,
    panel_option(
        "FICHIER",
        "Remplace le catalogue (ou RESEAUX_CATALOGUE).",
        "--catalogue",
        panel=CATALOGUE,
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
Sheet = Annotated[str | None, panel_option("NOM", "Feuille d'un .xlsx ; sinon, la première.")]


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
