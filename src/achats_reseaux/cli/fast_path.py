"""The fast path: ``find`` and ``list`` in formats for programs, without Typer.

Importing Typer takes four times as long as starting Python; a lookup takes little. Both ways call
the same functions; ``tests/test_entry.py`` compares them over thousands of command lines, and
``OPTIONS`` with Typer's parameters. Delete this module the day that Typer starts in 15 ms.
"""

from __future__ import annotations

import os
import sys

from achats_reseaux.cli.user_files import known_cache_folder, known_folder, overlays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

PLACE_OPTIONS = {
    "--region": "region",
    "--departement": "departement",
    "--epci": "epci",
    "--commune": "commune",
    "--dep": "departement",
    "--dept": "departement",
    "--code-postal": "code_postal",
    "--cp": "code_postal",
    "--insee": "insee",
    "--siren": "siren",
    "--siret": "siret",
}
FILTER_OPTIONS = {"--theme": "theme", "--type": "kind", "--kind": "kind", "--public": "audience"}
OPTIONS = {"find": PLACE_OPTIONS | FILTER_OPTIONS, "list": FILTER_OPTIONS}
"""By command, the options with a value that the fast path reads, and their request fields."""

MACHINE_FORMATS = ("json", "jsonl", "csv", "tsv", "md")
FLAGS = {"--json": "json", "--quiet": "quiet", "-q": "quiet"}


def answered(arguments: list[str]) -> int | None:
    """Answer a simple command line; ``None`` for one that ``app`` must run."""
    parsed = _parse(arguments)
    if parsed is None or "RESEAUX_CATALOGUE" in os.environ or "_RESEAUX_COMPLETE" in os.environ:
        return None
    command, place, filters, form = parsed
    if form == "":
        if sys.stdout is None or sys.stdout.closed or sys.stdout.isatty():
            return None
        form = "plain"
    try:
        from achats_reseaux.answering import Request, answer
        from achats_reseaux.cli import streams
        from achats_reseaux.cli.today import today

        known = _compiled_catalogue()
        if known is None:
            return None
        date = today()
        found = answer(known, Request(command, place, **filters), date, suggest=False)
        if found.status != "found":  # app answers it again, with suggestions
            return None
        text, messages = streams.render(found.replace(catalogue=known, today=date), form)
    except Exception:  # app will raise the same error, and report it
        return None
    try:
        streams.write_stdout(text, machine=True)
    except Exception as error:
        from achats_reseaux.cli import app

        return app.report(error)
    streams.write_stderr(*messages)
    return streams.exit_code(found)


Parsed = tuple[str, dict[str, str], dict[str, tuple[str, ...]], str]


def _parse(arguments: list[str]) -> Parsed | None:
    """Command, place options, filters and format (``""`` for none); ``None`` for other lines."""
    command, *words = arguments or [""]
    options = OPTIONS.get(command)
    if options is None:
        return None
    place: dict[str, str] = {}
    filters: dict[str, tuple[str, ...]] = {}
    form = ""
    rest = iter(words)
    for argument in rest:
        name, has_value, value = argument.partition("=")
        if name in FLAGS and not has_value and not form:
            form = FLAGS[name]
            continue
        if not argument.startswith("-"):
            name, value = "", argument
        elif not has_value:
            value = next(rest, "-")
        if value.startswith("-") or not value:
            return None
        if name == "--format" and value in MACHINE_FORMATS and not form:
            form = value
        elif name in FILTER_OPTIONS:
            filters[FILTER_OPTIONS[name]] = (*filters.get(FILTER_OPTIONS[name], ()), value)
        else:
            field = "lieu" if not name and command == "find" else options.get(name)
            if not name and "lieu" in place:
                value = f"{place.pop('lieu')} {value}"
            if field is None or field in place:
                return None
            place[field] = value
    return command, place, filters, form


def _compiled_catalogue() -> Catalogue | None:
    """The catalogue in use from its compiled form; ``None`` if YAML may have to be read."""
    from achats_reseaux.catalogue import compiled

    bundled = compiled.bundled()
    if bundled is None or known_folder(os.environ, sys.platform) is None:
        return None
    files = overlays()
    if not files:
        return bundled
    cache = known_cache_folder(os.environ, sys.platform)
    if cache is None:
        return None
    from achats_reseaux import __version__
    from achats_reseaux.catalogue.cache import read_cached

    return read_cached((cache, __version__), None, files)
