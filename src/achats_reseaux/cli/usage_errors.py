"""Usage errors in French, with what to type instead.

Only for what went wrong, so it may take the time to read the catalogue and to ask the geocoder.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from achats_reseaux.answering import PLACE_FIELDS, Request, answer, option
from achats_reseaux.cli.today import today
from achats_reseaux.errors import ReseauxError
from achats_reseaux.geocoder.name_query import LONGEST
from achats_reseaux.model import FILTERS, Answer, Places, Unknown
from achats_reseaux.output import FORMATS
from achats_reseaux.output.messages import suggestion_line
from achats_reseaux.text import fold, nearest, shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import typer

    from achats_reseaux.model import Catalogue, Query

COMMAND_SYNONYMS = {
    "aide": "help",
    "carte": "map",
    "couverture": "coverage",
    "chercher": "search",
    "rechercher": "search",
    "recherche": "search",
    "demander": "ask",
    "question": "ask",
    "fiche": "show",
    "voir": "show",
    "montrer": "show",
    "afficher": "show",
    "check": "catalogue check",
    "diff": "catalogue diff",
    "import": "catalogue import",
    "importer": "catalogue import",
    "info": "catalogue info",
    "init": "catalogue init",
    "schema": "catalogue schema",
    "words": "catalogue words",
    "ouvrir": "open",
    "trouver": "find",
    "version": "--version",
}
"""Words that people may type instead of a command, and that are not near it."""

OPTION_SYNONYMS = {
    "--audience": "--public",
    "--categorie": "--type",
    "--couleur": "--color",
    "--png": "--svg",
    "--postal-code": "--code-postal",
    "--postcode": "--code-postal",
    "--reseau": "--network",
    "--verbose": "--help",
    "--ville": "--commune",
    "--zip": "--code-postal",
    "-v": "-V",
}
"""Words that people may type instead of an option, and that are not near it."""

_ALIKE_COMMAND = 0.7
"""The least similarity of a word to the command that it is taken for: "ruoen" is not ``open``."""


def explain(
    error: typer.TyperException, arguments: list[str], group: Any
) -> tuple[str, tuple[str, ...]]:
    """A usage error in French: the message, and hints on what to type next.

    Typer's error classes are private, so they are recognised by name; the message of an unknown one
    is not translated.

    Args:
        error: the error of Typer.
        arguments: the command line.
        group: Typer's group of all commands, for their options.
    """
    kind = type(error).__name__
    path, command = _command(arguments, group)
    help_of_command = (f"{path} --help",)
    english = str(getattr(error, "message", error))
    parameter = getattr(error, "param", None)
    if kind == "NoSuchOption":
        name: str = error.option_name  # type: ignore[attr-defined]
        if command is group:
            return _misplaced_option(name, arguments, group)
        hint = _place_hint(name, command, arguments)
        hint = hint or _other_view(name, path, arguments, group)
        hint = hint or _option_hint(name, path, command, group)
        return f"option inconnue : {name}", (hint,)
    if kind == "BadOptionUsage":
        name = error.option_name  # type: ignore[attr-defined]
        takes = "n'attend pas de valeur" if "does not take" in english else "attend une valeur"
        return f"l'option {name} {takes}.", help_of_command
    if kind == "MissingParameter" and parameter is not None:
        options = [one for one in parameter.opts if one.startswith("--")]
        name = options[0] if options else (parameter.metavar or parameter.name).rstrip(".").upper()
        ids = ("Tous les identifiants : reseaux list -q",) if name == "ID" else ()
        return f"il manque {name}.", (*ids, *help_of_command)
    if english.startswith("No such command"):
        return _unknown_command(path, command, arguments)
    if english.startswith("Missing command"):
        return "il manque une commande.", help_of_command
    if english.startswith("Got unexpected extra argument"):
        extra = english.rpartition("(")[2].rstrip(")")
        hint = _argument_hint(path, extra, arguments) or help_of_command[0]
        return f"argument de trop : {shortened(extra)}", (hint,)
    return english, help_of_command


def _is_long(words: Sequence[str]) -> bool:
    """Whether words are longer than a place can be: to ask what they mean would take minutes."""
    return sum(map(len, words)) > LONGEST


def _line(*words: str) -> str:
    """A command line of the program, quoted for a shell."""
    return shell_joined(["reseaux", *words])


def _command(arguments: list[str], group: Any) -> tuple[str, Any]:
    """The command of the first words: its path as typed, and Typer's object."""
    path, command = "reseaux", group
    for argument in arguments:
        below = getattr(command, "commands", {}).get(argument)
        if below is None:
            break
        path, command = f"{path} {argument}", below
    return path, command


def _options(command: Any) -> list[str]:
    """The long options of a command."""
    every = [name for one in command.params for name in one.opts if not getattr(one, "hidden", 0)]
    return [name for name in [*every, "--help"] if name.startswith("--")]


def _misplaced_option(name: str, arguments: list[str], group: Any) -> tuple[str, tuple[str, ...]]:
    """The message and hint for an option before the command, or of no command."""
    for rank, argument in enumerate(arguments):
        command = group.commands.get(argument)
        if command is not None:
            moved = _line(*arguments[rank:], *arguments[:rank])
            return f"l'option {name} s'écrit après la commande.", (moved,)
    synonym = OPTION_SYNONYMS.get(name)
    if synonym in ("-V", "--help"):
        return f"option inconnue : {name}", (suggestion_line((synonym,)),)
    near = nearest(name, _options(group), most=1, cutoff=0.7)
    if near:
        return f"option inconnue : {name}", (suggestion_line(near),)
    message = f"option sans commande : {name}"
    return message, ("Une option s'écrit après une commande ; toutes : reseaux help",)


def _other_view(name: str, path: str, arguments: list[str], group: Any) -> str | None:
    """``reseaux coverage --json`` for ``reseaux map --json``; likewise ``map`` for ``coverage``."""
    other = {"reseaux coverage": "map", "reseaux map": "coverage"}.get(path)
    if other is None:
        return None
    known = {option for one in group.commands[other].params for option in one.opts}
    options = [one.partition("=")[0] for one in arguments if one.startswith("-")]
    values = {one.removeprefix("--format=").lower() for one in arguments}
    if name == "--format" and not values.intersection(FORMATS):
        return PICTURE_HINT if values.intersection(PICTURES) else None
    if name not in known or not known.issuperset(options):
        return None
    return _line(other, *arguments[1:])


def _option_hint(name: str, path: str, command: Any, group: Any) -> str:
    """The hint for an option that a command does not have."""
    options = _options(command)
    meant = OPTION_SYNONYMS.get(name)
    if "--format" in options and name.removeprefix("--") in FORMATS:
        meant = f"--format {name.removeprefix('--')}"
    elif meant not in (*options, "-V"):
        near = nearest(name, options, most=1, cutoff=0.7)
        meant = near[0] if near else None
    if meant is not None:
        return suggestion_line((meant,))
    homes = [one for one, other in group.commands.items() if name in _options(other)]
    if homes:
        return f"{name} est une option de : {', '.join(f'reseaux {one}' for one in homes)}"
    return f"Toutes les options : {path} --help"


def _unknown_command(path: str, group: Any, arguments: list[str]) -> tuple[str, tuple[str, ...]]:
    """The message and hint for an unknown command, which may be a place, an id or a question."""
    first, *rest = arguments[len(path.split()) - 1 :]
    if _is_long([first]):
        return f"commande inconnue : {shortened(first)}", (f"Toutes les commandes : {path} --help",)
    near = nearest(first, list(group.commands), most=1, cutoff=_ALIKE_COMMAND)
    if path == "reseaux":
        text = " ".join([first, *takewhile(lambda one: not one.startswith("-"), rest)])
        hint = _command_hint(text, first, near, rest)
    elif near:
        hint = suggestion_line(near)
    else:
        hint = f"Toutes les commandes : {path} --help"
    return f"commande inconnue : {shortened(first)}", (hint,)


def _command_hint(text: str, first: str, near: list[str], rest: list[str]) -> str:
    """The hint for words that begin with no command.

    Args:
        text: the words up to the first option.
        first: the first of them.
        near: the command that is near it, if any.
        rest: all other words and options.
    """
    synonym = COMMAND_SYNONYMS.get(fold(first))
    if synonym is not None:
        return _line(*synonym.split(), *rest)
    if any(fold(text) in _lexicon(rest).get(name, ()) for name in ("network", "notion")):
        return _line("show", first, *rest)
    if _is_place(text):
        return _line("find", first, *rest)
    if near:
        return _line(near[0], *rest)
    if " " in text:
        return _line("ask", text)
    if place := _only_near_place(text):
        return _line("find", place, *rest)
    return "Toutes les commandes : reseaux help"


def _place_hint(name: str, command: Any, arguments: list[str]) -> str | None:
    """``reseaux coverage Normandie`` for ``reseaux coverage --region Normandie``."""
    takes_place = any(one.name == "lieu" for one in command.params)
    if not takes_place or name not in map(option, PLACE_FIELDS):
        return None
    return _line(*(one.removeprefix(f"{name}=") for one in arguments if one != name))


def _argument_hint(path: str, text: str, arguments: list[str]) -> str | None:
    """``reseaux list --theme social`` for ``reseaux list social``; ``find`` for a place.

    The second argument of ``annotate`` is taken for its column, unless it is a file.
    """
    words = text.split()
    if _is_long([text]):
        return None
    kept = [one for one in arguments[1:] if one not in words]
    if path == "reseaux annotate" and not text.lower().endswith((".csv", ".tsv", ".txt", ".xlsx")):
        return _line("annotate", *kept, "--column", text)
    if path != "reseaux list":
        return None
    lexicon = _lexicon(arguments)
    for parts in ([text], words):
        filters = [_filter_named(lexicon, part) for part in parts]
        if all(filters):
            return _line("list", *sum(filters, ()), *kept)
    return _line("find", *words, *kept) if _is_place(text) else None


def _lexicon(arguments: list[str]) -> Mapping[str, Mapping[str, str]]:
    """The words of the catalogue that a command line uses; none if it cannot be read."""
    from achats_reseaux.cli.options import load_catalogue, option_value

    try:
        file = option_value(arguments, "--catalogue")
        return load_catalogue(file, "--no-local" in arguments).lexicon
    except ReseauxError:
        return {}


def _is_place(text: str) -> bool:
    from achats_reseaux.geocoder import resolve

    found = resolve(text, suggest=False)
    return isinstance(found, Places) and not found.candidates[0].approximate


def _only_near_place(text: str) -> str | None:
    """The name of the one place that a text nearly names."""
    from achats_reseaux.geocoder import resolve

    found = resolve(text)
    if isinstance(found, Unknown) and len(found.suggestions) == 1:
        return found.suggestions[0]
    return None


# --- words that are no place ----------------------------------------------------------------------


def explain_place(
    found: Answer,
    catalogue: Catalogue,
    options: Mapping[str, str],
    words: list[str] | None,
    kept: Sequence[str],
) -> Answer:
    """The answer to words that are no place, with the command for what they may be.

    They may be ``help``, an id, the rest of a name given to an option, several places, a filter, or
    a place with a filter. Any other answer is returned unchanged.

    Args:
        found: the answer; its query has the command.
        catalogue: the catalogue in use.
        options: the place options given, by field of the request.
        words: the words of the argument, as typed.
        kept: the other options of the command line, to be kept.
    """
    if not words or found.status not in ("invalid", "unknown") or _is_long(words):
        return found
    text = " ".join(words)

    def command(*arguments: str) -> str:
        return _line(found.query.command, *arguments, *kept)

    if found.status == "invalid" and (refused := _blank(found, command, words, options)):
        return refused
    for name in ("commune", "departement", "region", "epci"):
        if name in options and _is_place(place := f"{options[name]} {text}"):
            return _with_command(found, command(f"--{name}", place))
    if len(options) > 1:
        return found
    if fold(text) in ("help", "aide"):
        return _with_command(found, f"reseaux help {found.query.command}")
    if fold(text) in catalogue.lexicon["network"]:
        return _with_command(found, _line("show", *words))
    if narrowed := _filter_named(catalogue.lexicon, text):
        return _with_command(found, _line("list", *narrowed, *kept))
    places = [part.strip() for part in text.split(",")] if "," in text else text.split()
    apart = len(words) > 1 or "," in text or text.replace(" ", "").isdigit()
    if len(places) > 1 and apart and all(map(_is_place, places)):
        message = f"Un seul lieu à la fois : {len(places)} ont été donnés."
        note = "Pour un fichier de lieux : reseaux annotate FICHIER --column COLONNE"
        first = command(places[0])
        return Answer(
            "invalid", found.query, message=message, next_commands=(first,), notes=(note,)
        )
    for count in range(1, len(places)):
        name = " ".join(places[:count])
        narrowed = _filter_named(catalogue.lexicon, " ".join(places[count:]))
        if narrowed and _is_place(name):
            return _with_command(found, command(name, *narrowed))
    code = text.translate(_DIGITS)
    if code.isdigit() and _is_place(code):
        return _with_command(found, command(code))
    return _with_help(found, text)


_DIGITS = str.maketrans("OoIl", "0011")
"""The digits that these letters are mistaken for."""


def _with_help(found: Answer, text: str) -> Answer:
    """The answer to words that are near nothing, with what can be typed."""
    if found.suggestions or found.next_commands or found.status == "invalid":
        return found
    if text.isupper() and not text[0].isdigit():
        return found.replace(hint="D'un organisme, donnez la commune, le SIREN ou le SIRET.")
    command = f"reseaux {found.query.command} --help"
    return found.replace(hint="Ce qui est compris :", next_commands=(command,))


def _blank(
    found: Answer, command: Callable[..., str], words: list[str], options: Mapping[str, str]
) -> Answer | None:
    """The answer to ``find -``, or to a blank option, as from an unset variable of a script."""
    if words == ["-"]:
        message = (
            f"{found.query.command} ne lit pas l'entrée standard ; annotate la lit,"
            " ou un fichier de lieux."
        )
        return _with_command(found.replace(message=message), "reseaux annotate - --column lieu")
    blank = [name for name in options if name != "lieu" and not options[name].strip()]
    if not blank or not " ".join(words).strip():
        return None
    kept = {option(name): text for name, text in options.items() if text.strip()}
    kept.pop("--lieu", None)
    rest = [part for pair in kept.items() for part in pair]
    message = f"{option(blank[0])} est vide : donnez-lui une valeur, ou enlevez-la."
    return _with_command(found.replace(message=message), command(*words, *rest))


def find_area(
    catalogue: Catalogue, query: Query, words: list[str], options: Sequence[str]
) -> Answer:
    """The answer of ``find`` to the argument of ``coverage`` or ``map`` (the query's command).

    If it has no place, it is explained as by :func:`explain_place`, with commands for the query's.
    """
    text = " ".join(words)
    found = answer(catalogue, Request("find", {"lieu": text}), today())
    if found.place is not None:
        return found
    from achats_reseaux.geocoder.explain import texts_for
    from achats_reseaux.geocoder.ladder import geocode

    def command(*arguments: str) -> str:
        return _line(query.command, *arguments, *options)

    found = found.replace(query=query)
    if found.status == "ambiguous":
        texts = [texts_for([one.place], geocode)[0] for one in found.candidates]
        return found.replace(next_commands=tuple(map(command, texts)))
    stem, dot, ending = text.rpartition(".")
    if query.command == "map" and dot and ending.lower() in PICTURES:
        return _with_command(found, command("--svg", f"{stem}.svg"))
    network = catalogue.lexicon["network"].get(fold(text))
    if network is not None:
        return _with_command(found, command("--network", network))
    if narrowed := _filter_named(catalogue.lexicon, text):
        return _with_command(found, command(*narrowed))
    explained = explain_place(found, catalogue, {}, words, options)
    if explained is found and found.suggestions:
        return found.replace(next_commands=tuple(map(command, found.suggestions)))
    return explained


def _filter_named(lexicon: Mapping[str, Mapping[str, str]], text: str) -> tuple[str, ...]:
    """The option and the value of a word of a filter; empty for any other word."""
    for namespace, name in FILTERS:
        if (word := lexicon.get(namespace, {}).get(fold(text))) is not None:
            return name, word
    return ()


PICTURES = ("svg", "png", "jpg", "jpeg", "gif", "webp", "pdf", "tif", "tiff")
"""The file name extensions of pictures."""

PICTURE_HINT = "Une image s'écrit dans un fichier : reseaux map --svg FICHIER"


def _with_command(found: Answer, command: str) -> Answer:
    return found.replace(hint="", suggestions=(), next_commands=(command,))
