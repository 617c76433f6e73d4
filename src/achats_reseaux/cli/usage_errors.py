"""Usage errors in French, with what to type instead.

Only for what went wrong, so it may take the time to read the catalogue and to ask the geocoder.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from achats_reseaux.answering import PLACE_FIELDS, Request, answer, option
from achats_reseaux.cli.today import today
from achats_reseaux.errors import ReseauxError, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.geocoder.name_query import LONGEST
from achats_reseaux.model import Answer, Query
from achats_reseaux.output import FORMATS
from achats_reseaux.output.messages import suggestion_line
from achats_reseaux.text import fold, nearest, shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import typer

    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.intents import Intent

_ALIKE_COMMAND = 0.7
"""The least similarity of a word to the command that it is taken for: "ruoen" is not ``open``."""

PICTURES = ("svg", "png", "jpg", "jpeg", "gif", "webp", "pdf", "tif", "tiff")
"""The file name extensions of pictures."""


def explain(error: typer.TyperException, arguments: list[str], group: Any) -> UsageError:
    """A usage error in French, with what to type next.

    Typer's error classes are private, so they are recognised by name; the message of an unknown one
    is not translated.

    Args:
        error: the error of Typer.
        arguments: the command line.
        group: Typer's group of all commands, for their options.
    """
    message, *hints = _explained(error, arguments, group)
    commands = tuple(one for one in hints if one.startswith("reseaux "))
    (lead,) = [one for one in hints if one not in commands] or [""]
    return UsageError(message, lead, next_commands=commands)


def _explained(error: typer.TyperException, arguments: list[str], group: Any) -> tuple[str, ...]:
    """The message, and what to type next: a sentence, or commands after a lead or without."""
    kind = type(error).__name__
    path, command = "reseaux", group
    for argument in arguments:
        if argument not in getattr(command, "commands", {}):
            break
        path, command = f"{path} {argument}", command.commands[argument]
    help_of_command = f"{path} --help"
    english = str(getattr(error, "message", error))
    parameter = getattr(error, "param", None)
    name: str = getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        return _unknown_option(name, path, command, arguments, group)
    if kind == "BadOptionUsage":
        takes = "n'attend pas de valeur" if "does not take" in english else "attend une valeur"
        return f"l'option {name} {takes}.", help_of_command
    if kind == "MissingParameter" and parameter is not None:
        options = [one for one in parameter.opts if one.startswith("--")]
        name = options[0] if options else (parameter.metavar or parameter.name).rstrip(".").upper()
        ids = ("Tous les identifiants, et l'aide :", "reseaux list -q") if name == "ID" else ()
        return f"il manque {name}.", *ids, help_of_command
    if english.startswith("No such command"):
        first, *rest = arguments[len(path.split()) - 1 :]
        hint = _command_hint(path, command, first, rest)
        return f"commande inconnue : {shortened(first)}", hint
    if english.startswith("Missing command"):
        return "il manque une commande.", help_of_command
    if english.startswith("Got unexpected extra argument"):
        extra = english.rpartition("(")[2].rstrip(")")
        hint = _argument_hint(path, extra, arguments) or help_of_command
        return f"argument de trop : {shortened(extra)}", hint
    return english, help_of_command


def _synonyms() -> dict[str, str]:
    """Words that people type instead of a command or an option that they are not near."""
    with open(f"{tsv_table.folder()}/cli/synonymes.tsv", encoding="utf-8") as file:
        return dict(line.rstrip("\n").split("\t", 1) for line in [*file][1:])


def _is_long(words: Sequence[str]) -> bool:
    """Whether words are longer than a place can be: to ask what they mean would take minutes."""
    return sum(map(len, words)) > LONGEST


def _line(*words: str) -> str:
    """A command line of the program, quoted for a shell."""
    return shell_joined(["reseaux", *words])


# --- options and commands that are unknown --------------------------------------------------------


def _unknown_option(
    name: str, path: str, command: Any, arguments: list[str], group: Any
) -> tuple[str, str]:
    """The message and the hint for an option that the command of the first words does not have."""
    if command is group:
        for rank, argument in enumerate(arguments):
            if argument in group.commands:
                moved = _line(*arguments[rank:], *arguments[:rank])
                return f"l'option {name} s'écrit après la commande.", moved
    if hint := _other_view(name, path, command, arguments, group):
        return f"option inconnue : {name}", hint
    options = _options(command)
    meant = _synonyms().get(name)
    if "--format" in options and name.removeprefix("--") in FORMATS:
        meant = f"--format {name.removeprefix('--')}"
    elif meant not in (*options, "-V"):
        meant = next(iter(nearest(name, options, most=1, cutoff=_ALIKE_COMMAND)), None)
    homes = [one for one, other in group.commands.items() if name in _options(other)]
    if meant is not None:
        hint = suggestion_line((meant,))
    elif command is group:
        hint = "Une option s'écrit après une commande ; toutes : reseaux help"
        return f"option sans commande : {name}", hint
    elif homes:
        hint = f"{name} est une option de : {', '.join(f'reseaux {one}' for one in homes)}"
    else:
        hint = f"Toutes les options : {path} --help"
    return f"option inconnue : {name}", hint


def _options(command: Any) -> list[str]:
    """The long options of a command."""
    every = [name for one in command.params for name in one.opts]
    return [name for name in [*every, "--help"] if name.startswith("--")]


def _other_view(name: str, path: str, command: Any, arguments: list[str], group: Any) -> str | None:
    """``coverage Normandie`` for ``coverage --region Normandie``, ``map --tiles`` for its table."""
    other = {"reseaux coverage": "map", "reseaux map": "coverage"}.get(path)
    if other is None:
        return None
    if name in map(option, PLACE_FIELDS):
        return _line(*(one.removeprefix(f"{name}=") for one in arguments if one != name))
    values = {one.removeprefix("--format=").lower() for one in arguments}
    if name == "--format" and not values.intersection(FORMATS):
        drawn = "Une image s'écrit dans un fichier : reseaux map --svg FICHIER"
        return drawn if values.intersection(PICTURES) else None
    known = {option for one in group.commands[other].params for option in one.opts}
    typed = {name, *(one.partition("=")[0] for one in arguments if one.startswith("-"))}
    return _line(other, *arguments[1:]) if typed <= known else None


def _command_hint(path: str, group: Any, first: str, rest: list[str]) -> str:
    """The hint for words that begin with no command: a place, an id or a question, perhaps."""
    typed = [first, *takewhile(lambda one: not one.startswith("-"), rest)]
    text, options = " ".join(typed), rest[len(typed) - 1 :]
    near = (
        []
        if _is_long([first])
        else nearest(first, list(group.commands), most=1, cutoff=_ALIKE_COMMAND)
    )
    if path != "reseaux" or _is_long([text]):
        return suggestion_line(near) if near else f"Toutes les commandes : {path} --help"
    if synonym := _synonyms().get(fold(first)):
        return _line(*synonym.split(), *rest)
    meant = _meaning(text, rest, notions=True)
    if meant and meant.command:
        return _line(*meant.words, *options)
    if near:
        return _line(near[0], *rest)
    if " " in text:
        return _line("ask", text)
    from achats_reseaux.geocoder import resolve

    suggested = getattr(resolve(text), "suggestions", ())
    if len(suggested) == 1:
        return _line("find", *suggested, *rest)
    return "Toutes les commandes : reseaux help"


def _argument_hint(path: str, text: str, arguments: list[str]) -> str | None:
    """``reseaux list --theme social`` for ``reseaux list social``; ``find`` for a place.

    The second argument of ``annotate`` is taken for its column, unless it is a file.
    """
    if _is_long([text]):
        return None
    kept = [one for one in arguments[1:] if one not in text.split()]
    if path == "reseaux annotate" and not text.lower().endswith((".csv", ".tsv", ".txt", ".xlsx")):
        return _line("annotate", *kept, "--column", text)
    meant = _meaning(text, arguments) if path == "reseaux list" else None
    return _line(*meant.words, *kept) if meant and meant.command else None


def _meaning(text: str, arguments: list[str], *, notions: bool = False) -> Intent | None:
    """What words may mean, in the catalogue of a command line; ``None`` if it cannot be read."""
    from achats_reseaux.cli.options import load_catalogue, option_value
    from achats_reseaux.questions.misplaced import meaning

    try:
        file = option_value(arguments, "--catalogue")
        return meaning(load_catalogue(file, "--no-local" in arguments), text, notions=notions)
    except ReseauxError:
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
    if found.status == "unknown" and found.hint:  # it is a word of a filter that is unknown
        return found
    from achats_reseaux.questions.misplaced import is_place, meaning

    text, command = " ".join(words), found.query.command
    if found.status == "invalid" and (refused := _blank(found, words, options, kept)):
        return refused
    for name in ("commune", "departement", "region", "epci"):
        if name in options and is_place(place := f"{options[name]} {text}"):
            return _with_command(found, command, f"--{name}", place, *kept)
    if len(options) > 1:
        return found
    if fold(text) in ("help", "aide"):
        return _with_command(found, "help", command)
    meant = meaning(catalogue, text)
    named = [*meant.place.values(), *(one for place in meant.places for one in place.values())]
    more = meant.places or meant.filters
    if named and (found.suggestions or (more and not fold(text).startswith(fold(named[0])))):
        return _with_help(found, text)  # of bodies, and of places that differ, the geocoder tells
    if meant.places:
        message = f"Un seul lieu à la fois : {len(meant.places)} ont été donnés."
        note = "Pour un fichier de lieux : reseaux annotate FICHIER --column COLONNE"
        first = _line(command, *meant.places[0].values(), *kept)
        return Answer(
            "invalid", found.query, message=message, next_commands=(first,), notes=(note,)
        )
    if command != "find" and meant.command and {*meant.subjects} <= {*catalogue.ids}:
        lieu = {"lieu": " ".join(meant.place.values())} if meant.place else {}
        meant = meant.replace(command=command, place=lieu)
    if meant.command:
        return _with_command(found, *meant.words, *(() if meant.command == "show" else kept))
    return _with_help(found, text)


def _with_help(found: Answer, text: str) -> Answer:
    """The answer to words that are near nothing, with what can be typed."""
    if found.suggestions or found.next_commands or found.status == "invalid":
        return found
    if text.isupper() and not text[0].isdigit():
        return found.replace(hint="D'un organisme, donnez la commune, le SIREN ou le SIRET.")
    command = f"reseaux {found.query.command} --help"
    return found.replace(hint="Ce qui est compris :", next_commands=(command,))


def _blank(
    found: Answer, words: list[str], options: Mapping[str, str], kept: Sequence[str]
) -> Answer | None:
    """The answer to ``find -``, or to a blank option, as from an unset variable of a script."""
    command = found.query.command
    if words == ["-"]:
        message = (
            f"{command} ne lit pas l'entrée standard ; annotate la lit, ou un fichier de lieux."
        )
        return _with_command(found.replace(message=message), "annotate", "-", "--column", "lieu")
    blank = [name for name in options if name != "lieu" and not options[name].strip()]
    if not blank or not " ".join(words).strip():
        return None
    places = {option(name): text for name, text in options.items() if text.strip()}
    places.pop("--lieu", None)
    rest = [part for pair in places.items() for part in pair]
    message = f"{option(blank[0])} est vide : donnez-lui une valeur, ou enlevez-la."
    return _with_command(found.replace(message=message), command, *words, *rest, *kept)


def find_area(
    catalogue: Catalogue, command: str, words: list[str] | None, options: Sequence[str]
) -> Answer:
    """The answer of ``find`` to the argument of ``coverage`` or ``map``; without one, no place.

    If it names none, it is explained as by :func:`explain_place`, with commands for this command.
    """
    text = " ".join(words or ())
    query = Query(command, input=text or None)
    if not words:
        return Answer("found", query)
    found = answer(catalogue, Request("find", {"lieu": text}), today())
    if found.place is not None:
        return found
    found = found.replace(query=query)
    texts = found.suggestions
    if found.status == "ambiguous":
        from achats_reseaux.geocoder.explain import texts_for

        texts = tuple(texts_for([one.place])[0] for one in found.candidates)
    stem, dot, ending = text.rpartition(".")
    if query.command == "map" and dot and ending.lower() in PICTURES:
        return _with_command(found, "map", "--svg", f"{stem}.svg", *options)
    explained = explain_place(found, catalogue, {}, words, options)
    if explained is found and texts:
        commands = tuple(_line(query.command, one, *options) for one in texts)
        return found.replace(next_commands=commands)
    return explained


def _with_command(found: Answer, *words: str) -> Answer:
    return found.replace(hint="", suggestions=(), next_commands=(_line(*words),))
