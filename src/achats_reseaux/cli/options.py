"""The options that several commands share, each declared once, and what those of output mean."""

from collections.abc import Callable, Collection
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Literal

import typer

from achats_reseaux.answering.answers import CHOICES, Answer
from achats_reseaux.cli import completion, files, responses
from achats_reseaux.cli.chosen_columns import columns_asked
from achats_reseaux.cli.completion import Completion
from achats_reseaux.cli.short_parser import LOOKUPS, CommandLine
from achats_reseaux.errors import UsageError
from achats_reseaux.model import Catalogue
from achats_reseaux.output.formats import FORMAT_NAMES, FORMATS, described, format_of_file
from achats_reseaux.output.row_table import ROW_COLUMNS
from achats_reseaux.text import shell_quoted

# The panels of the help.
PLACE, FILTER, OUTPUT, CATALOGUE = "Le lieu", "Filtres", "Sortie", "Catalogue"


def panel_option(
    metavar: str | None,
    what: str,
    *names: str,
    panel: str = OUTPUT,
    complete: Completion | None = None,
    is_eager: bool = False,
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
        is_eager=is_eager,
    )


def argument(metavar: str, what: str, complete: Completion | None = None) -> Any:
    """An argument as the help shows it."""
    return typer.Argument(metavar=metavar, help=what, autocompletion=complete, show_default=False)


def _place(metavar: str, what: str, complete: Completion | None = None) -> Any:
    """An option that names a place."""
    return panel_option(metavar, what, panel=PLACE, complete=complete)


def output_option(what: str, *more: str) -> Any:
    """The option that names the file to write."""
    return panel_option("FICHIER", what, "--output", "-o", *more)


def filter_option(namespace: str, metavar: str, what: str, panel: str = FILTER) -> Any:
    """An option whose values are words of the catalogue."""
    name = f"--{metavar.lower()}"
    return panel_option(metavar, what, name, panel=panel, complete=completion.words(namespace))


Text = str | None
Texts = list[str] | None
Lieu = Annotated[
    Texts,
    argument(
        "[LIEU]…", "Commune, département, région, code postal, EPCI, SIRET…", completion.place_names
    ),
]
Region = Annotated[
    Text, _place("NOM", "Région, ancienne région, surnom ou code.", completion.region_names)
]
Departement = Annotated[
    Text,
    _place("NOM", "Département, nom ou code ; précise une commune.", completion.departement_names),
]
_THEMES = "environnement ou social ; plusieurs : des virgules."
_KINDS = (
    "guichet-vert, reseau, facilitateurs, programme,"  # as the vocabulary has them
    " conseil, plateforme ou ressource."
)
_AUDIENCES = "collectivite, etat, sante ou entreprise."
Themes = Annotated[Texts, filter_option("theme", "THEME", _THEMES)]
Kinds = Annotated[Texts, filter_option("kind", "TYPE", _KINDS)]
Audiences = Annotated[Texts, filter_option("audience", "PUBLIC", _AUDIENCES)]

OPTIONS = {
    "region": Region,
    "departement": Departement,
    "epci": Annotated[Text, _place("NOM", "Intercommunalité, nom ou SIREN.")],
    "commune": Annotated[Text, _place("NOM", "Commune, présente ou ancienne.")],
    "code-postal": Annotated[Text, _place("CODE", "Code postal ; précise une commune.")],
    "insee": Annotated[Text, _place("CODE", "Code INSEE, ancien compris.")],
    "siren": Annotated[Text, _place("N", "SIREN d'une commune ou d'un EPCI.")],
    "siret": Annotated[Text, _place("N", "SIRET d'une commune ou d'un EPCI.")],
    "theme": Themes,
    "type": Kinds,
    "public": Audiences,
    "scope": Annotated[
        Text,
        panel_option(
            "PORTÉE",
            "local ou national : ces réseaux seuls.",
            panel=FILTER,
            complete=completion.ids(CHOICES["scope"]),
        ),
    ],
    "field": Annotated[
        Texts,
        panel_option(
            "FAIT",
            "Ces faits seulement : cout, lancement, contact… ; plusieurs : des virgules.",
            complete=completion.words("field", contact="Contact"),
        ),
    ],
}
"""The options of the lookups, by the names that ``LOOKUPS`` has for them."""

OneNetwork = Annotated[
    Text,
    panel_option("ID", "Ce réseau seul.", "--network", panel=FILTER, complete=completion.entry_ids),
]
Color = Annotated[
    Literal["auto", "always", "never"], panel_option("QUAND", "Couleurs : auto, always ou never.")
]
Json = Annotated[bool, panel_option(None, "Le document JSON.", "--json")]
Columns = Annotated[
    Texts,
    panel_option(
        "NOMS",
        "Ces colonnes seulement : id,name,phone…",
        "--columns",
        complete=completion.several(completion.ids(dict.fromkeys(ROW_COLUMNS, ""))),
    ),
]
AllowPersonal = Annotated[
    bool, panel_option(None, "Accepte les adresses de personnes.", "--allow-personal")
]
Quiet = Annotated[bool, panel_option(None, "Identifiants seuls, un par ligne.", "--quiet", "-q")]
Sheet = Annotated[str | None, panel_option("NOM", "Feuille d'un .xlsx ; sinon, la première.")]


Output = Annotated[Text, output_option("Où écrire ; sinon, la sortie standard.")]
_EVERYTHING = "Sans rien abréger, identifiants compris."
_HEADERS = "De csv ou tsv : sans l'en-tête."
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
    bool, panel_option(None, "Avec vos compléments ; sinon sans.", "--with-local", panel=CATALOGUE)
]


def with_output_options(command: Callable[..., Answer | int]) -> Callable[..., int]:
    """Add the options of output and of the catalogue to a command, and write the answer it returns.

    The command takes a :class:`CommandLine`, the catalogue and today's ISO date first.
    """
    parameters = list(signature(command).parameters.values())
    return _with_output(command, parameters[3:], command, has_columns=False)


def lookup(declared: Callable[..., None]) -> Callable[..., int]:
    """Make a command of the declaration of a lookup, which ``LOOKUPS`` answers.

    The function that is given only tells Typer the argument, and the options that
    ``LOOKUPS`` does not name; it is never run.
    """
    known = LOOKUPS[declared.__name__.strip("_")]
    option_of = {option.replace("-", "_"): option for option in known.options}

    def answer(
        line: CommandLine,
        catalogue: Catalogue,
        today: str,
        opened: bool = False,
        **typed: str | Texts,
    ) -> Answer:
        values = {}
        for name, value in typed.items():
            texts = [value] if isinstance(value, str) else value
            if texts:
                values[option_of.get(name, "")] = texts  # "" for the argument, whatever its name
        result = known.answer(values, catalogue, today)
        if opened and result.email_draft is not None:
            from achats_reseaux.cli.browser import open_draft

            open_draft(result.email_draft)
        return result.replace(query=result.query.replace(columns=line.columns))

    parameters = list(signature(declared).parameters.values())
    options = []
    for name, option in option_of.items():
        kind = Parameter.POSITIONAL_OR_KEYWORD
        options.append(Parameter(name, kind, default=None, annotation=OPTIONS[option]))
    after_argument = 0 if known.argument == "none" else 1
    parameters[after_argument:after_argument] = options
    return _with_output(declared, parameters, answer)


def _with_output(
    declared: Callable[..., Any],
    parameters: list[Parameter],
    answer: Callable[..., Answer | int],
    *,
    has_columns: bool = True,
) -> Callable[..., int]:
    """A command with some parameters and the shared ones, which writes its answer."""
    name = declared.__name__.strip("_")
    shared = _shared_parameters(has_columns=has_columns)

    def run(**own: Any) -> int:
        typed = {parameter.name: own.pop(parameter.name) for parameter in shared}
        line, contradiction = _command_line(name, own, **typed)

        def answer_of(catalogue: Catalogue, today: str) -> Answer | int:
            if contradiction:
                raise UsageError(contradiction)
            return answer(line, catalogue, today, **own)

        return files.written_by(lambda: responses.reply(line, answer_of), typed["output"])

    run.__doc__ = declared.__doc__
    # Typer reads this signature.
    run.__signature__ = Signature(parameters + shared)  # type: ignore[attr-defined]
    return run


def _shared_parameters(*, has_columns: bool) -> list[Parameter]:
    """The options that :func:`_command_line` declares; ``--columns`` where rows are entries."""
    formats = tuple(FORMATS)
    choices: Any = Literal
    what = f"{', '.join(formats[:-1])} ou {formats[-1]}."
    output_format = Annotated[
        choices[FORMAT_NAMES] | None, panel_option("FORMAT", what, "--format")
    ]
    options = dict(signature(_command_line).parameters)
    options["output_format"] = options["output_format"].replace(annotation=output_format)
    left_out = ["name", "own"]
    if not has_columns:
        left_out.append("columns")
    return [option for name, option in options.items() if name not in left_out]


def _command_line(
    name: str,
    own: dict[str, Any],
    *,
    context: typer.Context,
    columns: Columns = None,
    output_format: str | None = None,
    json: Json = False,
    quiet: Quiet = False,
    output: Output = None,
    no_headers: Annotated[bool, panel_option(None, _HEADERS, "--no-headers")] = False,
    everything: Annotated[bool, panel_option(None, _EVERYTHING, "--tout")] = False,
    color: Color = "auto",
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
) -> tuple[CommandLine, str]:
    """The line of a command with its own options, and how its options contradict each other."""
    if output is not None and not (output_format or json or quiet):
        output_format = format_of_file(output) or None
    chosen = _chosen_format(output_format, json, quiet, is_of_tables=no_headers)
    known = described(chosen)
    contradictions = {
        f"--json et --format {output_format} se contredisent.": output_format not in (None, chosen),
        "-q/--quiet ne va pas avec un format.": quiet and chosen != "quiet",
        "--no-headers va avec --format csv ou tsv.": no_headers and not known.has_header,
        f"--columns ne va pas avec {chosen}, qui n'a pas de colonnes.": columns
        and chosen
        and not known.is_rows,
        f"--field ne va pas avec --format {chosen}, qui n'a pas les faits.": own.get("field")
        and known.has_cells,
    }
    contradiction = next((told for told, is_so in contradictions.items() if is_so), "")
    if output is not None:
        endings = [described.ending for described in FORMATS.values()]
        if chosen in FORMAT_NAMES:
            endings = [known.ending]
        endings.append(".txt")
        files.check_ending(output, *dict.fromkeys(endings))
    if contradiction and not known.is_document:  # which says so itself
        raise UsageError(contradiction)
    shown: tuple[str, ...] = ()
    if columns and not contradiction:
        shown = columns_asked(columns)
    of_output = context.params.keys() - own.keys()
    line = CommandLine(
        name,
        columns=shown,
        output_format=chosen,
        everything=everything,
        color=color,
        catalogue_file=catalogue_file,
        no_local=no_local,
        no_headers=no_headers,
        again=typed_again(context, of_output | {"opened"}),  # --open too: what is done with it
        own_again=typed_again(context, own.keys()),
    )
    return line, contradiction


def _chosen_format(asked: str | None, json: bool, quiet: bool, *, is_of_tables: bool) -> str:
    """The format to write; ``""`` for that of the stream."""
    if json:
        return "json"
    if asked:
        return asked
    if quiet:
        return "quiet"
    return "csv" if is_of_tables else ""


def typed_again(context: typer.Context, names: Collection[str] | None = None) -> str:
    """The options that were typed, each after a space, for a command that an error suggests.

    Each by its long name, with its values: `` --theme social --no-local``. All of them, or
    those of some parameters.
    """
    words = []
    for option in context.command.params:
        name = str(option.name)
        source = context.get_parameter_source(name)
        is_typed = source is not None and source.name == "COMMANDLINE"
        is_wanted = names is None or name in names
        if not (is_typed and is_wanted) or option.param_type_name != "option":
            continue
        value = context.params[name]
        if isinstance(value, bool):
            words.append(option.opts[0])
            continue
        for each in value if isinstance(value, (list, tuple)) else [value]:
            words += [option.opts[0], shell_quoted(str(each))]
    return "".join(f" {word}" for word in words)
