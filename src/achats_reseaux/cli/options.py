"""The options that several commands share, and their evaluation: catalogue, format, terminal."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Signature, signature
from typing import Annotated, Any

import typer

from achats_reseaux import __version__
from achats_reseaux.answering import PLACE_FIELDS, refusal
from achats_reseaux.answering.matching import validity_note
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import completion, streams, user_files
from achats_reseaux.cli.today import today
from achats_reseaux.errors import CatalogueError, UsageError
from achats_reseaux.model import Answer, Catalogue, Query, Record
from achats_reseaux.output import FORMATS, render
from achats_reseaux.output.terminal import COLORS, Terminal, describe
from achats_reseaux.text import nearest, not_a_value, shortened, visible

Themes = Annotated[
    list[str] | None,
    typer.Option(
        "--theme",
        metavar="THEME",
        help="environnement ou social ; plusieurs : des virgules, ou l'option répétée.",
        autocompletion=completion.vocabulary("theme"),
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        "--kind",
        metavar="TYPE",
        help="guichet-vert, reseau, facilitateurs, programme, conseil, plateforme, ressource ;"
        " plusieurs de même.",
        autocompletion=completion.vocabulary("kind"),
    ),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        "--public",
        metavar="PUBLIC",
        help="collectivite, etat, sante ou entreprise ; plusieurs de même.",
        autocompletion=completion.vocabulary("audience"),
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, json, jsonl, csv, excel, tsv ou md. Par défaut : un tableau sur un terminal,"
        " une ligne par réseau ailleurs.",
        autocompletion=completion.among(completion.FORMAT_DESCRIPTIONS),
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NOM", help="Feuille d'un .xlsx à lire ; sinon, la première visible."
    ),
]
Json = Annotated[
    bool,
    typer.Option(
        "--json", help="Comme --format json ; rien si une option ou la commande est inconnue."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Identifiants seuls, un par ligne.")]
Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="QUAND",
        help="auto, always ou never.",
        autocompletion=completion.among(dict.fromkeys(COLORS, "")),
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
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Relit vos compléments, sans leur forme compilée.")
]

Everything = Annotated[bool, typer.Option("--tout", help="Montre tout, sans rien replier.")]


def place_argument(what: str) -> Any:
    """The argument ``[LIEU]``, of one or more words."""
    return typer.Argument(metavar="[LIEU]", help=what, autocompletion=completion.place_candidates)


def area_option(kind: str, what: str, *shorter: str) -> Any:
    """The option that names an area of one of the kinds of ``AREA_CANDIDATES``."""
    return typer.Option(
        f"--{kind}",
        *shorter,
        metavar=kind.upper(),
        help=what,
        autocompletion=completion.AREA_CANDIDATES[kind],
    )


def network_option(what: str) -> Any:
    """The option ``--network``."""
    return typer.Option(
        "--network", metavar="ID", help=what, autocompletion=completion.network_candidates
    )


class Output(Record):
    """The format of an answer, the properties of stdout, and whether ``--tout`` is given."""

    form: str
    terminal: Terminal
    everything: bool = False


def validated_output(
    form: str | None, json: bool, quiet: bool, color: str, everything: bool = False
) -> Output:
    """Validate the output options, and apply their defaults.

    Raises:
        UsageError: options contradict each other, or a value is invalid.
    """
    if color not in COLORS:
        raise UsageError(not_a_value(color, "--color", COLORS))
    form = form.lower() if form is not None else None
    if form is not None and form not in FORMATS:
        message = f"« {shortened(form)} » n'est pas un format ({', '.join(FORMATS)})."
        near = nearest(form, list(FORMATS), most=1) if "xls" not in form else ["excel"]
        raise UsageError(message, f"Vouliez-vous dire : --format {near[0]} ?" if near else "")
    if json and form not in (None, "json"):
        message = f"--json et --format {form} se contredisent."
        raise UsageError(message)
    if quiet and (json or form):
        message = "-q/--quiet ne va pas avec un format."
        raise UsageError(message)
    terminal = describe(sys.stdout, os.environ, color)
    chosen = "json" if json else "quiet" if quiet else form
    return Output(chosen or ("table" if terminal.interactive else "plain"), terminal, everything)


def load_catalogue(file: str | None, no_local: bool, no_cache: bool = False) -> Catalogue:
    """The catalogue in use, from the options, the environment and the user's folder.

    Raises:
        CatalogueError: a file is missing, unreadable or invalid.
    """
    file = user_files.replacement() if file is None else file
    cache = None if no_cache else (user_files.cache_folder(), __version__)
    return loader.load(file, () if no_local else user_files.overlays(), cache)


def _catalogue_and_output(
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    everything: Everything = False,
    catalogue_file: CatalogueFile = None,
    no_local: NoLocal = False,
    no_cache: NoCache = False,
) -> tuple[Catalogue, Output]:
    out = validated_output(form, json, quiet, color, everything)
    return load_catalogue(catalogue_file, no_local, no_cache), out


_NOT_REPEATED = {*PLACE_FIELDS, *signature(_catalogue_and_output).parameters}


def typed_options(ctx: typer.Context) -> list[str]:
    """The options that a command was given, as words to be typed again.

    Those of place, output and catalogue are not among them.
    """
    words: list[str] = []
    for one in ctx.command.params:
        value = ctx.params[one.name or ""]
        if one.param_type_name != "option" or one.name in _NOT_REPEATED or value == one.default:
            continue
        if isinstance(value, bool):
            words += one.opts[:1] * value
        elif value is not None:
            texts = [value] if isinstance(value, str) else value
            words += [word for text in texts for word in (one.opts[0], text)]
    return words


def with_output(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of output and catalogue, after its own.

    The command takes the catalogue in use and the ``Output`` as its first two parameters, which
    are computed from these options.
    """
    shared = signature(_catalogue_and_output).parameters
    own = [*signature(command).parameters.values()][2:]

    @wraps(command)
    def run(**values: Any) -> int:
        given = {name: values.pop(name) for name in shared}
        return command(*_catalogue_and_output(**given), **values)

    run.__signature__ = Signature([*own, *shared.values()])  # type: ignore[attr-defined]
    return run


def write_answer(answer: Answer, catalogue: Catalogue, out: Output) -> int:
    """Write an answer to stdout and its messages to stderr; return its exit status."""
    answer = answer.replace(catalogue=catalogue, today=today())
    text, messages = streams.render(answer, out.form, out.terminal, everything=out.everything)
    if text:
        streams.write_stdout(text, machine=out.form != "table")
    streams.write_stderr(*messages)
    return streams.exit_code(answer)


def write_notes(catalogue: Catalogue, network_ids: Iterable[str], notes: Iterable[str]) -> None:
    """Write notes to stderr, and one on each of these networks that is not valid today."""
    outdated = (validity_note(catalogue.network(one), today()) for one in network_ids)
    streams.write_stderr(*dict.fromkeys(filter(None, (*notes, *outdated))))


ANSWERING = ("find", "list", "show", "search", "ask", "coverage")
"""The commands that have a JSON document."""


def write_refusal(error: UsageError, arguments: list[str]) -> None:
    """Write the JSON document of a usage error, if the command line asks for JSON.

    The catalogue is that of the command; if it cannot be read, nothing is written.
    """
    words = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if not words or words[0] not in ANSWERING:
        return
    if "--json" not in words and (option_value(words, "--format") or "").lower() != "json":
        return
    try:
        file = option_value(words, "--catalogue")
        catalogue = load_catalogue(file, "--no-local" in words, "--no-cache" in words)
    except CatalogueError:
        return
    refused = refusal(Query(words[0]), error).replace(catalogue=catalogue)
    if words[0] == "coverage":
        from achats_reseaux.output import coverage

        text = coverage.render_refusal(refused, "json")
    else:
        text = render(refused, "json")
    streams.write_stdout(text, machine=True)


def option_value(words: list[str], option: str) -> str | None:
    """The last value of an option on a command line."""
    found = None
    for word, after in zip(words, [*words[1:], ""], strict=False):
        name, sign, value = word.partition("=")
        if name == option:
            found = value if sign else after
    return found


def refuse_sheet(name: str, sheet: str | None) -> None:
    """Refuse ``--sheet`` for a file that is no workbook.

    Raises:
        UsageError: the option is given.
    """
    if sheet is not None:
        message = f"--sheet ne va qu'avec un classeur .xlsx : {visible(name)} n'en est pas un."
        raise UsageError(message)
