"""The options that several commands share, each declared once, and what those of output mean."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from achats_reseaux.cli import completion, surroundings
from achats_reseaux.errors import UsageError
from achats_reseaux.model import Catalogue, Record
from achats_reseaux.text import visible

# The panels of the help.
PLACE, FILTERS, OUTPUT, CATALOGUE = "Le lieu", "Filtres", "Sortie", "Catalogue"

# --- place ---------------------------------------------------------------------------------------

Region = Annotated[
    str | None,
    typer.Option(
        metavar="NOM",
        help="Région, ancienne région, surnom ou code.",
        autocompletion=completion.regions,
        rich_help_panel=PLACE,
    ),
]
Departement = Annotated[
    str | None,
    typer.Option(
        metavar="NOM",
        help="Département, nom ou code ; précise une commune.",
        autocompletion=completion.departements,
        rich_help_panel=PLACE,
    ),
]


def place_argument(what: str) -> Any:
    """The argument ``[LIEU]``, of one or more words."""
    return typer.Argument(metavar="[LIEU]…", help=what, autocompletion=completion.places)


def place_option(metavar: str, what: str) -> Any:
    """An option that names a place and has no completion."""
    return typer.Option(metavar=metavar, help=what, rich_help_panel=PLACE)


# --- filters -------------------------------------------------------------------------------------

Themes = Annotated[
    list[str] | None,
    typer.Option(
        "--theme",
        metavar="THEME",
        help="environnement ou social ; plusieurs : des virgules.",
        autocompletion=completion.words("theme"),
        rich_help_panel=FILTERS,
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help="guichet-vert, reseau, facilitateurs, programme, conseil, plateforme ou ressource.",
        autocompletion=completion.words("kind"),
        rich_help_panel=FILTERS,
    ),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        "--public",
        metavar="PUBLIC",
        help="collectivite, etat, sante ou entreprise.",
        autocompletion=completion.words("audience"),
        rich_help_panel=FILTERS,
    ),
]


def network_option(what: str) -> Any:
    """The option ``--network``."""
    return typer.Option(
        "--network",
        metavar="ID",
        help=what,
        autocompletion=completion.networks,
        rich_help_panel=FILTERS,
    )


# --- output --------------------------------------------------------------------------------------


class Form(StrEnum):
    """The values of ``--format``."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    EXCEL = "excel"
    TSV = "tsv"
    MD = "md"


class When(StrEnum):
    """The values of ``--color``."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Format = Annotated[
    Form | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        case_sensitive=False,
        help="table, json, jsonl, csv, excel, tsv ou md.",
        rich_help_panel=OUTPUT,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Le document JSON.", rich_help_panel=OUTPUT)]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Identifiants seuls, un par ligne.", rich_help_panel=OUTPUT),
]
Everything = Annotated[bool, typer.Option("--tout", help="Ne replie rien.", rich_help_panel=OUTPUT)]
Color = Annotated[
    When,
    typer.Option(
        metavar="QUAND",
        help="Couleurs : auto, always ou never.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


class Output(Record):
    """What the options of output ask for.

    Attributes:
        form: a format of ``output.FORMATS``, ``quiet``, or ``""`` for that of the stream.
        color: a value of ``--color``.
        everything: whether ``--tout`` is given.
    """

    form: str
    color: str = "auto"
    everything: bool = False

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Output":
        """What the values of a command's parameters ask for; those that it lacks, for nothing.

        Raises:
            UsageError: they contradict each other.
        """
        form = values.get("form") if "json" in values else None  # annotate has formats of its own
        json, quiet = values.get("json", False), values.get("quiet", False)
        if json and form not in (None, "json"):
            message = f"--json et --format {form} se contredisent."
            raise UsageError(message)
        if quiet and (json or form):
            message = "-q/--quiet ne va pas avec un format."
            raise UsageError(message)
        chosen = "json" if json else "quiet" if quiet else str(form or "")
        return cls(chosen, str(values.get("color", "auto")), values.get("everything", False))


# --- catalogue -----------------------------------------------------------------------------------

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
    bool,
    typer.Option(
        "--no-local", help="Ignore vos compléments au catalogue.", rich_help_panel=CATALOGUE
    ),
]
WithLocal = Annotated[
    bool,
    typer.Option(
        "--with-local",
        help="Avec vos compléments, qui en sont absents sinon.",
        rich_help_panel=CATALOGUE,
    ),
]

# --- files ---------------------------------------------------------------------------------------

Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NOM", help="Feuille d'un .xlsx à lire ; sinon, la première visible."
    ),
]


def refuse_sheet(name: str, sheet: str | None) -> None:
    """Refuse ``--sheet`` for a file that is no workbook.

    Raises:
        UsageError: the option is given.
    """
    if sheet is not None:
        message = f"--sheet ne va qu'avec un classeur .xlsx : {visible(name)} n'en est pas un."
        raise UsageError(message)


# --- until every command is written with the above -----------------------------------------------

NoCache = Annotated[bool, typer.Option("--no-cache", hidden=True)]


def load_catalogue(file: str | None, no_local: bool, no_cache: bool = False) -> Catalogue:
    """See ``surroundings``."""
    return surroundings.load_catalogue(file, no_local)


def area_option(kind: str, what: str, *shorter: str) -> Any:
    """See ``Region`` and ``Departement``."""
    return typer.Option(f"--{kind}", metavar="NOM", help=what, rich_help_panel=PLACE)


def typed_options(_ctx: typer.Context) -> list[str]:
    """Nothing: what was typed is not told again."""
    return []
