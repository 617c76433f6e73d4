"""The commands that look something up: what they answer, and a short parser that spares Typer.

To import Typer takes four times as long as to start Python; a lookup takes little. So
the plain command lines that people and scripts write are parsed here, all others by
Typer; a test compares the two over thousands. The day that Typer starts in 15 ms,
delete :func:`parsed`.

A new lookup is a function here, a row of ``LOOKUPS``, and a declaration for Typer.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import CHOICES, FILTERS, Answer
from achats_reseaux.model import Catalogue, Record
from achats_reseaux.output.formats import FORMAT_NAMES, described

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from achats_reseaux.answering import RawQuery

    Values = dict[str, list[str]]
    """What was typed: texts by option, without its dashes; those of the argument under ``""``."""

PLACES = ("region", "departement", "epci", "commune", "code-postal", "insee", "siren", "siret")
FILTER_OPTIONS = tuple(FILTERS.values())


class CommandLine(Record):
    """A command line that asks for an answer, as typed."""

    command: str
    values: Values = {}
    columns: tuple[str, ...] = ()  # those of a table that were asked for; () for all
    output_format: str = ""  # a value of ``--format``, ``quiet``, or ``""`` for that of the stream
    everything: bool = False  # whether nothing is to be folded
    color: str = "auto"
    catalogue_file: str | None = None
    no_local: bool = False
    no_headers: bool = False  # whether a table is to be without its first line
    again: str = ""  # the options of output and catalogue as typed, each after a space
    own_again: str = ""  # those of the command itself, likewise


# --- the answers ------------------------------------------------------------------------


def _find(values: Values, catalogue: Catalogue, today: str) -> Answer:
    from achats_reseaux.answering import answer

    return answer(catalogue, _raw_query("find", values), today)


def _list(values: Values, catalogue: Catalogue, today: str) -> Answer:
    from achats_reseaux.answering import answer

    return answer(catalogue, _raw_query("list", values), today)


def _show(values: Values, catalogue: Catalogue, today: str) -> Answer:
    from achats_reseaux.answering.details import show_request

    return show_request(catalogue, [_argument(values)], values.get("field", ()), today)


def _ask(values: Values, catalogue: Catalogue, today: str) -> Answer:
    from achats_reseaux.questions.ask import ask

    return ask(catalogue, _argument(values), today)


def _search(values: Values, catalogue: Catalogue, today: str) -> Answer:
    from achats_reseaux.questions.search import search_request

    return search_request(catalogue, _raw_query("search", values), today)


def _message(values: Values, catalogue: Catalogue, today: str) -> Answer:
    from achats_reseaux.card.email_draft import message_request

    return message_request(catalogue, _raw_query("message", values), today)


def _raw_query(command: str, values: Values) -> RawQuery:
    """The place and the filters that were typed; of an option given twice the last counts."""
    from achats_reseaux.answering import RawQuery

    place = {}
    if "" in values:
        place["lieu"] = _argument(values)
    for option in PLACES:
        if option in values:
            place[option.replace("-", "_")] = values[option][-1]
    options = FILTERS | {name: name for name in CHOICES}
    filters = {name: values.get(option) for name, option in options.items()}
    return RawQuery(command, place, filters)


def _argument(values: Values) -> str:
    return " ".join(values[""])


# --- the command lines ------------------------------------------------------------------


class Lookup(Record):
    """A command that looks something up."""

    answer: Callable[[Values, Catalogue, str], Answer]
    options: tuple[str, ...] = ()  # those with a value, beside ``--format``
    argument: str = "required"  # required, optional or none


LOOKUPS = {
    "find": Lookup(_find, (*PLACES, *FILTER_OPTIONS, *CHOICES), "optional"),
    "list": Lookup(_list, (*FILTER_OPTIONS, *CHOICES), "none"),
    "show": Lookup(_show, ("field",)),
    "ask": Lookup(_ask),
    "search": Lookup(_search, (*FILTER_OPTIONS, *CHOICES)),
    "message": Lookup(_message, PLACES + FILTER_OPTIONS, "optional"),
}

FLAGS = {
    "--json": "json",
    "--quiet": "quiet",
    "-q": "quiet",
    "--tout": "tout",
}
"""The options without a value: a format, or ``tout``, which folds nothing."""


def parsed(arguments: list[str]) -> CommandLine | None:
    """A plain command line, or ``None`` for one that Typer must judge.

    Typer has what is empty or looks like an option where a value should be, what is no
    option of the command, and formats that contradict each other.
    """
    name = arguments[0] if arguments else ""
    if name not in LOOKUPS:
        return None
    lookup = LOOKUPS[name]
    known = set(lookup.options)
    known.add("format")
    if lookup.argument != "none":
        known.add("")
    values: Values = {}
    flags = set()
    words = iter(arguments[1:])
    for word in words:
        if word in FLAGS:
            flags.add(FLAGS[word])
            continue
        option, value = _option_and_value(word, words)
        if option not in known or value[:1] in ("", "-"):
            return None
        values.setdefault(option, []).append(value)
    if lookup.argument == "required" and "" not in values:
        return None
    formats = {*values.pop("format", [])}
    chosen = (formats | flags) - {"tout"}
    if len(chosen) > 1 or not formats.issubset(FORMAT_NAMES):
        return None
    output_format = chosen.pop() if chosen else ""
    if described(output_format).has_cells and "field" in values:
        return None
    options = [f" --format {asked}" for asked in formats]
    options += [f" --{flag}" for flag in sorted(flags)]
    return CommandLine(
        name,
        values,
        output_format=output_format,
        everything="tout" in flags,
        again="".join(options),
    )


def _option_and_value(word: str, following: Iterator[str]) -> tuple[str, str]:
    """A word of a command line as an option and its value; ``""`` for the argument.

    ``--theme=social`` and ``--theme social`` give ``("theme", "social")``.
    """
    option, equals, value = word.removeprefix("--").partition("=")
    if not option or not word.startswith("--"):
        return "", word
    if not equals:
        value = next(following, "")
    return option, value
