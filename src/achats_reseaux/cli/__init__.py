"""The command line: the only room that prints, exits and reads the environment. Its way in.

Importing Typer costs four times the interpreter's own start; a lookup costs next to nothing. So the
plain forms, for a program to read, are answered from here: the short way. Everything else goes to
``app``: help, completion, tables, a user's catalogue, an option that is not in ``OPTIONS``, every
error and every doubt. Both ways call the same functions; ``tests/test_entry.py`` compares them over
thousands of command lines, and checks ``OPTIONS`` against Typer's parameters. Delete ``_short`` the
day that Typer starts in 15 ms.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

PLACES = {
    "--region": "region",
    "--departement": "departement",
    "--epci": "epci",
    "--commune": "commune",
    "--code-postal": "code_postal",
    "--insee": "insee",
    "--siren": "siren",
    "--siret": "siret",
}
FILTERS = {"--theme": "theme", "--type": "kind", "--public": "audience"}
OPTIONS = {"find": PLACES | FILTERS, "list": FILTERS}
"""The options that take a value on the short way, and what each fills in."""

FORMATS = ("json", "jsonl", "csv", "tsv", "md")
FLAGS = {"--json": "json", "--quiet": "quiet", "-q": "quiet"}


def main() -> NoReturn:
    """Run ``reseaux`` and exit with one of ``errors.ExitCode``."""
    # Start-up makes no garbage worth collecting: this spares a sixth of the time of a command.
    gc.disable()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # whoever wrote to it has said so
            continue
    # Nothing is left to do: taking the interpreter apart would cost a twelfth of the command.
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line; never raises but ``KeyboardInterrupt``."""
    try:
        code = _short(arguments)
        if code is None:
            from achats_reseaux.cli import app

            code = app.run(arguments)
    except Exception as error:  # of the rest of the program, which says all others itself
        return _unloaded(error)
    return code


def _unloaded(error: Exception) -> int:
    """Say why the rest of the program cannot be loaded, with nothing that needs a file."""
    # Ctrl-C, while Python 3.11 makes a class that has descriptors.
    if isinstance(error.__cause__, KeyboardInterrupt):
        raise error.__cause__
    if os.environ.get("RESEAUX_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    code, why = 70, f"erreur interne ({type(error).__name__})"
    if isinstance(error, OSError):
        import errno

        code, why = 74, errno.errorcode.get(error.errno or 0, "erreur du système")
    name = getattr(error, "filename", None) or getattr(error, "name", None) or "son programme"
    if sys.stderr is not None:  # print would take stdout instead
        try:
            print(f"Erreur : reseaux ne peut pas charger {name} : {why}.", file=sys.stderr)
        except OSError:  # nobody hears it
            return code
    return code


def _short(arguments: list[str]) -> int | None:
    """Answer a plain ``find`` or ``list``, or ``None`` to leave it to Typer."""
    read = _read(arguments)
    if read is None or _has_own_files():
        return None
    command, place, filters, form = read
    if form == "":
        if sys.stdout is None or sys.stdout.closed or sys.stdout.isatty():
            return None
        form = "plain"
    try:
        from achats_reseaux import catalogue, gazetteer
        from achats_reseaux.answering import Request, answer, today
        from achats_reseaux.cli import writing

        known = catalogue.bundled()
        if known is None:
            return None
        found = answer(known, Request(command, place, **filters), today())
        if found.status != "found":
            return None
        text, messages = writing.present(found, known.imprint(gazetteer.VINTAGE), form, None)
    except Exception:  # whatever it is, Typer's way meets it too, and says it
        return None
    try:
        writing.write(text, machine=True)
    except Exception as error:
        from achats_reseaux.cli import app

        return app.failed(error)
    writing.tell(*messages)
    return writing.exit_code(found)


Read = tuple[str, dict[str, str], dict[str, tuple[str, ...]], str]


def _read(arguments: list[str]) -> Read | None:
    """Command, place options, filters and format (``""`` for none), or ``None`` at any doubt."""
    command = arguments[0] if arguments else ""
    options = OPTIONS.get(command)
    if options is None:
        return None
    place: dict[str, str] = {}
    filters: dict[str, tuple[str, ...]] = {}
    form = ""
    rest = iter(arguments[1:])
    for argument in rest:
        name, given, value = argument.partition("=")
        if name in FLAGS and not given and not form:
            form = FLAGS[name]
            continue
        if not argument.startswith("-"):
            name, value = "", argument
        elif not given:
            value = next(rest, "-")
        if value.startswith("-") or not value:
            return None
        if name == "--format" and value in FORMATS and not form:
            form = value
        elif name in FILTERS:
            filters[FILTERS[name]] = (*filters.get(FILTERS[name], ()), value)
        else:
            slot = "lieu" if not name and command == "find" else options.get(name)
            if slot is None or slot in place:
                return None
            place[slot] = value
    return command, place, filters, form


def _has_own_files() -> bool:
    """The user has, or may have, a catalogue of their own, or their shell asks for completions."""
    if "RESEAUX_CATALOGUE" in os.environ or "_RESEAUX_COMPLETE" in os.environ:
        return True
    folder = user_folder(os.environ, sys.platform)
    return folder is None or os.path.lexists(folder)


def user_folder(environ: os._Environ[str] | dict[str, str], platform: str) -> str | None:
    """Where platformdirs puts the user's files, or ``None`` where only it can tell.

    Importing platformdirs costs more than the interpreter; a test holds this to what it says.
    """
    home = environ.get("HOME", "")
    if platform == "win32" or not home.startswith("/"):
        return None
    if platform == "darwin":
        return (
            None if "XDG_CONFIG_HOME" in environ else f"{home}/Library/Application Support/reseaux"
        )
    given = environ.get("XDG_CONFIG_HOME", "")
    if given.strip() and not given.startswith("/"):
        return None
    return f"{given if given.strip() else home + '/.config'}/reseaux"
