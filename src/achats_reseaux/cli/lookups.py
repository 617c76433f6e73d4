"""``find``, ``list`` and ``show``: what they answer, and the short parser that spares Typer.

To import Typer takes four times as long as to start Python; a lookup takes little. So the plain
command lines that scripts write are parsed here, all others by Typer; a test compares the two over
thousands. The day that Typer starts in 15 ms, delete :func:`parsed`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering import Request
    from achats_reseaux.model import Answer, Catalogue

PLACES = ("region", "departement", "epci", "commune", "code-postal", "insee", "siren", "siret")
_FILTERS = ("theme", "type", "public")
OPTIONS = {
    "find": ("", *PLACES, *_FILTERS, "format"),
    "list": (*_FILTERS, "format"),
    "show": ("", "field", "format"),
}
"""By command, the options with a value; ``""`` for its argument."""

FLAGS = {"--json": "json", "--quiet": "quiet", "-q": "quiet"}
FORMS = ("json", "jsonl", "csv", "excel", "tsv", "md")


def parsed(arguments: list[str]) -> tuple[Request, list[str], str] | None:
    """A plain command line off a terminal: a request, the fields of ``show``, the format.

    ``None`` for one that Typer must parse.
    """
    command, *words = arguments or [""]
    if command not in OPTIONS:
        return None
    values: dict[str, list[str]] = {}
    rest = iter(words)
    for word in rest:
        name, value = "", word
        if word in FLAGS:
            name, value = "format", FLAGS[word]
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            value = value if equals else next(rest, "")
            if not name or (name == "format" and value not in FORMS):
                return None
        # What is empty, a sign of options or no option of the command is for Typer to judge.
        if name not in OPTIONS[command] or value[:1] in ("", "-"):
            return None
        values.setdefault(name, []).append(value)
    form, *others = {*values.get("format", ["plain"])}
    if others or (command == "show" and "" not in values):
        return None
    if form == "plain" and (sys.stdout is None or sys.stdout.closed or sys.stdout.isatty()):
        return None
    from achats_reseaux.answering import Request

    place = {"lieu": " ".join(values[""])} if "" in values else {}
    place |= {one.replace("-", "_"): values[one][-1] for one in PLACES if one in values}
    filters = (tuple(values.get(one, ())) for one in _FILTERS)
    return Request(command, place, *filters), values.get("field", []), form


def answered(catalogue: Catalogue, today: str, asked: Request, fields: list[str]) -> Answer:
    """Answer a lookup; a wrong word makes an answer too. ``show`` has its words as ``lieu``."""
    if asked.command == "show":
        from achats_reseaux.answering.details import show_request

        return show_request(catalogue, [asked.place["lieu"]], fields, today)
    from achats_reseaux.answering import answer

    return answer(catalogue, asked, today)


def place_answer(catalogue: Catalogue, today: str, command: str, given: dict[str, str]) -> Answer:
    """As ``find`` reads the place of another command; where none is given ``found``, no place.

    ``given`` is the place by field, as a request has it; the commands that are offered instead
    begin with ``command``.
    """
    from achats_reseaux.answering import Request, answer
    from achats_reseaux.model import Answer, Query
    from achats_reseaux.text import shell_quoted

    query = Query(command.split(maxsplit=1)[0], input=given.get("lieu"))
    if not given:
        return Answer("found", query)
    found = answer(catalogue, Request("find", given), today)
    if found.place is not None:
        return found
    texts = found.suggestions
    if found.status == "ambiguous":
        from achats_reseaux.geocoder.refusals import texts_for

        texts = tuple(texts_for([one.place])[0] for one in found.candidates)
    commands = tuple(f"reseaux {command} {shell_quoted(one)}" for one in texts)
    return found.replace(query=query, next_commands=commands)
