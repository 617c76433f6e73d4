"""The fast path: ``find``, ``list`` and ``show`` off a terminal, without Typer.

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
    from achats_reseaux.model import Answer, Catalogue

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
FACT_OPTIONS = {"--field": "field"}
OPTIONS = {
    "find": PLACE_OPTIONS | FILTER_OPTIONS,
    "list": FILTER_OPTIONS,
    "show": FACT_OPTIONS,
}
"""By command, the options with a value that the fast path reads, and their request fields."""
_REPEATED = FILTER_OPTIONS | FACT_OPTIONS
_ARGUMENT = {"find": "lieu", "show": "identifiants"}
"""By command, the request field of the words without an option."""

MACHINE_FORMATS = ("json", "jsonl", "csv", "tsv", "md")
FLAGS = {"--json": "json", "--quiet": "quiet", "-q": "quiet"}


def answered(arguments: list[str]) -> int | None:
    """Answer a simple command line; ``None`` for one that ``app`` must run."""
    parsed = _parse(arguments)
    if parsed is None or "RESEAUX_CATALOGUE" in os.environ or "_RESEAUX_COMPLETE" in os.environ:
        return None
    command, texts, repeated, form = parsed
    if form == "":
        if sys.stdout is None or sys.stdout.closed or sys.stdout.isatty():
            return None
        form = "plain"
    try:
        from achats_reseaux.cli import streams
        from achats_reseaux.cli.today import today

        known = _compiled_catalogue()
        if known is None:
            return None
        date = today()
        found = _answer(known, command, texts, repeated, date)
        if found.status != "found":  # app answers it again, with suggestions
            return None
        terminal = None
        if command == "show" and form == "plain":
            from achats_reseaux.output.terminal import describe

            terminal = describe(sys.stdout, os.environ)
        text, messages = streams.render(found.replace(catalogue=known, today=date), form, terminal)
    except Exception:  # app will raise the same error, and report it
        return None
    try:
        streams.write_stdout(text, machine=True)
    except Exception as error:
        from achats_reseaux.cli import app

        return app.report(error)
    streams.write_stderr(*messages)
    return streams.exit_code(found)


def _answer(
    catalogue: Catalogue,
    command: str,
    texts: dict[str, str],
    repeated: dict[str, tuple[str, ...]],
    today: str,
) -> Answer:
    if command == "show":
        from achats_reseaux.answering.details import show_request

        return show_request(catalogue, [texts["identifiants"]], repeated.get("field", ()), today)
    from achats_reseaux.answering import Request, answer

    return answer(catalogue, Request(command, texts, **repeated), today, suggest=False)


Parsed = tuple[str, dict[str, str], dict[str, tuple[str, ...]], str]


def _parse(arguments: list[str]) -> Parsed | None:
    """Command, texts by field, repeatable options, and format (``""`` for none); else ``None``."""
    command, *words = arguments or [""]
    options = OPTIONS.get(command)
    if options is None:
        return None
    texts: dict[str, str] = {}
    repeated: dict[str, tuple[str, ...]] = {}
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
            continue
        field = options.get(name) if name else _ARGUMENT.get(command)
        if field is None:
            return None
        if name in _REPEATED:
            repeated[field] = (*repeated.get(field, ()), value)
        elif not name and field in texts:
            texts[field] += f" {value}"
        elif field in texts:
            return None
        else:
            texts[field] = value
    return command, texts, repeated, form


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
