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
    panel: str = OUTPUT,
    complete: Completion | None = None,
) -> Any:
    """An option as the help shows it, in a panel; without ``metavar`` it has no value."""
    return typer.Option(
        *names,
        metavar=metavar,
        help=what,
        autocompletion=complete,
        rich_help_panel=panel,
        case_sensitive=False,
        show_default=False,
    )


def argument(metavar: str, what: str, complete: Completion | None = None) -> Any:
    """An argument as the help shows it."""
    return typer.Argument(metavar=metavar, help=what, autocompletion=complete, show_default=False)


def place_option(metavar: str, what: str, complete: Completion | None = None) -> Any:
    """An option that names a place."""
    return panel_option(metavar, what, panel=PLACE, complete=complete)


def output_option(what: str, *more: str) -> Any:
    """The option that names the file to write."""
    return panel_option("FICHIER", what, "--output", "-o", *more)


def _filter(namespace: str, metavar: str, what: str) -> Any:
    """An option whose values are words of the catalogue."""
    name = f"--{metavar.lower()}"
    return panel_option(metavar, what, name, panel=FILTER, complete=completion.words(namespace))


_REGION = "Région, ancienne région, surnom ou code."
_DEPARTEMENT = "Département, nom ou code ; précise une commune."
_KINDS = "guichet-vert, reseau, facilitateurs, programme, conseil, plateforme ou ressource."

_LIEU = "Commune, département, région, code postal, EPCI, SIRET…"

Texts = list[str] | None
Lieu = Annotated[Texts, argument("[LIEU]…", _LIEU, completion.place_names)]
Region = Annotated[str | None, place_option("NOM", _REGION, completion.region_names)]
Departement = Annotated[str | None, place_option("NOM", _DEPARTEMENT, completion.departement_names)]
Themes = Annotated[
    Texts, _filter("theme", "THEME", "environnement ou social ; plusieurs : des virgules.")
]
Kinds = Annotated[Texts, _filter("kind", "TYPE", _KINDS)]
Audiences = Annotated[
    Texts, _filter("audience", "PUBLIC", "collectivite, etat, sante ou entreprise.")
]
OneNetwork = Annotated[
    str | None,
    panel_option("ID", "Ce réseau seul.", "--network", panel=FILTER, complete=completion.entry_ids),
]
Color = Annotated[
    Literal["auto", "always", "never"], panel_option("QUAND", "Couleurs : auto, always ou never.")
]
Json = Annotated[bool, panel_option(None, "Le document JSON.", "--json")]
Sheet = Annotated[str | None, panel_option("NOM", "Feuille d'un .xlsx ; sinon, la première.")]


def _catalogue(metavar: str | None, what: str, name: str) -> Any:
    return panel_option(metavar, what, name, panel=CATALOGUE)


CatalogueFile = Annotated[
    str | None,
    _catalogue("FICHIER", "Remplace le catalogue (ou RESEAUX_CATALOGUE).", "--catalogue"),
]
NoLocal = Annotated[bool, _catalogue(None, "Ignore vos compléments au catalogue.", "--no-local")]
WithLocal = Annotated[bool, _catalogue(None, "Avec vos compléments ; sinon sans.", "--with-local")]


class Asked(NamedTuple):
    """What the options of a command with an answer ask for."""

    catalogue: Catalogue
    today: str  # an ISO date
    form: str  # a value of ``--format``, ``quiet``, or ``""`` for that of the stream
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
        date = surroundings.today()
        catalogue = surroundings.load_catalogue(catalogue_file, no_local)
        try:
            found = command(Asked(catalogue, date, chosen, color), **own)
        except (UnknownWordError, UsageError) as error:
            found = refusal(Query(command.__name__.strip("_")), error)
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
    """The format that is asked for; ``UsageError`` if the options contradict each other."""
    message = ""
    if json and form not in (None, "json"):
        message = f"--json et --format {form} se contredisent."
    elif quiet and (json or form):
        message = "-q/--quiet ne va pas avec un format."
    if message:
        raise UsageError(message)
    return "json" if json else "quiet" if quiet else form or ""
