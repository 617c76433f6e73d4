"""``find``, ``list`` and ``show``: what they answer, and the short parser that spares Typer.

To import Typer takes four times as long as to start Python; a lookup takes little. So a plain
command line off a terminal is parsed here; both parsers call :func:`answered`. A test compares the
two over thousands of command lines. The day that Typer starts in 15 ms, delete :func:`parsed`.
"""

from __future__ import annotations

import os
import sys

from achats_reseaux.cli import surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering import Request
    from achats_reseaux.model import Answer, Catalogue

OPTION_ALIASES = {
    "kind": "type",
    "dep": "departement",
    "dept": "departement",
    "departement-column": "departement",
    "cp": "code-postal",
}
"""Other names of options, without their dashes."""

PLACES = ("region", "departement", "epci", "commune", "code-postal", "insee", "siren", "siret")
_FILTERS = {"theme": "theme", "type": "kind", "public": "audience"}
_PLACES = {name: name.replace("-", "_") for name in PLACES}
OPTIONS = {
    "find": {"": "lieu", **_PLACES, **_FILTERS, "format": "form"},
    "list": {**_FILTERS, "format": "form"},
    "show": {"": "identifiants", "field": "field", "format": "form"},
}
"""By command, the options with a value that the short parser reads, and the field of each."""

FLAGS = {"--json": "json", "--quiet": "quiet", "-q": "quiet"}
FORMS = ("json", "jsonl", "csv", "excel", "tsv", "md")


def parsed(arguments: list[str]) -> tuple[Request, list[str], str] | None:
    """A plain command line off a terminal; ``None`` for one that Typer must parse.

    It is a request as typed, the facts that ``show`` is asked for, and the format.
    """
    command, *words = arguments or [""]
    if command not in OPTIONS or "_RESEAUX_COMPLETE" in os.environ:
        return None
    options = OPTIONS[command]
    values: dict[str, list[str]] = {}
    rest = iter(words)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name == "--":
            return None
        if name in FLAGS and not equals:
            values.setdefault("form", []).append(FLAGS[name])
            continue
        if not argument.startswith("-"):
            name, value = "", argument
        elif not equals:
            value = next(rest, "")
        field = options.get(OPTION_ALIASES.get(name[2:], name[2:]))
        # What is a sign of options, empty or no option of the command is for Typer to judge.
        if field is None or value[:1] in ("", "-") or name[:2] not in ("", "--"):
            return None
        if name == "--format" and value not in FORMS:
            return None
        values.setdefault(field, []).append(value)
    form, *others = {*values.get("form", [""])}
    if others or (command == "show" and "identifiants" not in values):
        return None
    if not form and (sys.stdout is None or sys.stdout.closed or sys.stdout.isatty()):
        return None
    from achats_reseaux.answering import Request

    joined = {one: " ".join(values[one]) for one in ("lieu", "identifiants") if one in values}
    places = {one: values[one][-1] for one in _PLACES.values() if one in values}
    filters = (tuple(values.get(one, ())) for one in _FILTERS.values())
    return Request(command, joined | places, *filters), values.get("field", []), form or "plain"


def answered(
    asked: Request, fields: list[str] | None = None, file: str | None = None, no_local: bool = False
) -> Answer:
    """Answer a lookup, from the catalogue of these options; a wrong word makes an answer too.

    Raises:
        CatalogueError: a file of the catalogue is missing, unreadable or invalid.
    """
    known = None if file is not None or no_local else surroundings.compiled_catalogue()
    catalogue = known or surroundings.load_catalogue(file, no_local)
    date = surroundings.today()
    if asked.command == "show":
        from achats_reseaux.answering.details import show_request

        found = show_request(catalogue, [asked.place["identifiants"]], fields or (), date)
    else:
        from achats_reseaux.answering import answer

        found = answer(catalogue, asked, date)
    return found.replace(catalogue=catalogue, today=date)


def place_of(catalogue: Catalogue, command: str, given: dict[str, str]) -> Answer:
    """As ``find`` reads the place of another command; where none is given ``found``, no place.

    Args:
        catalogue: the catalogue in use.
        command: what is typed before the place; so the commands that are offered instead begin.
        given: the place, by field, as a request has it.
    """
    from achats_reseaux.answering import Request, answer
    from achats_reseaux.model import Answer, Query
    from achats_reseaux.text import shell_quoted

    query = Query(command.split(maxsplit=1)[0], input=given.get("lieu"))
    if not given:
        return Answer("found", query, catalogue=catalogue)
    date = surroundings.today()
    found = answer(catalogue, Request("find", given), date)
    found = found.replace(catalogue=catalogue, today=date)
    if found.place is not None:
        return found
    texts = found.suggestions
    if found.status == "ambiguous":
        from achats_reseaux.geocoder.refusals import texts_for

        texts = tuple(texts_for([one.place])[0] for one in found.candidates)
    commands = tuple(f"reseaux {command} {shell_quoted(one)}" for one in texts)
    return found.replace(query=query, next_commands=commands)
