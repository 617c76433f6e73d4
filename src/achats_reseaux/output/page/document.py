"""The page as one HTML document.

It makes no request: a Content-Security-Policy allows only its own script and style, by their
hashes. Its places and answers are in data blocks, which a browser does not run.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from string import Template

from achats_reseaux.answering.matching import SOCIAL_CLAUSE
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.output.messages import ISSUES
from achats_reseaux.output.page.answers import SharedAnswers
from achats_reseaux.output.page.articles import directory
from achats_reseaux.output.page.drawing import drawing
from achats_reseaux.output.page.markup import doubt, escaped, link, value
from achats_reseaux.output.page.place_tables import decided, offered, tables
from achats_reseaux.text import dated_list, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from achats_reseaux.model import Catalogue

_FOLDER = Path(__file__).parent


def render(
    catalogue: Catalogue,
    *,
    title: str,
    within: Collection[str],
    today: str,
    version: str,
    where: str = "",
    feedback: str = ISSUES,
) -> str:
    """The page.

    Args:
        catalogue: the catalogue in use.
        title: of the page, as text.
        within: codes of the départements that it covers.
        today: ISO date, to which validity dates are compared.
        version: of the program.
        where: where the places of a page of one area lie (``en Normandie``), or ``""``.
        feedback: where to tell of an error (``https:`` or ``mailto:``).
    """
    places = offered(within)
    answers = SharedAnswers(catalogue, today)
    numbers = [answers.number(one.place) for one in places]
    frame, style, script = (
        (_FOLDER / f"page.{ending}").read_text("utf-8") for ending in ("html", "css", "js")
    )
    inlined = {"style": style, "script": script}
    return Template(frame).substitute(
        title=escaped(title),
        version=escaped(version),
        **inlined,
        **{f"{name}_hash": _hash(one) for name, one in inlined.items()},
        checked=escaped(day(catalogue.checked_on)),
        year_after=f"{int(catalogue.checked_on[:4]) + 1}{catalogue.checked_on[4:]}",
        feedback=link(feedback, "Signaler une erreur"),
        area=_area(catalogue, where),
        audiences=_audiences(catalogue),
        listed=escaped(dated_list(catalogue.as_of)),
        map=drawing(catalogue, within, today),
        notions=_notions(catalogue),
        pieces="\n".join(
            f'<template id="piece-{at}">{one}</template>' for one, at in answers.pieces.items()
        ),
        directory=directory(catalogue, answers.networks, today),
        source=link(catalogue.reference.url, catalogue.reference.title),
        vintage=escaped(catalogue.vintage),
        data=inert(_data(title, answers, decided(places, catalogue, today))),
        **{name: inert(each) for name, each in tables(places, numbers).items()},
    )


def _data(title: str, answers: SharedAnswers, decisions: dict[str, str]) -> str:
    """What ``page.js`` looks up, as JSON."""
    found = {
        "title": title,
        "audiences": answers.audiences,
        "networks": list(answers.networks),
        "orders": list(answers.orders),
        "answers": answers.found,
        "decided": decisions,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _area(catalogue: Catalogue, where: str) -> str:
    """What a page of one area answers for, and where to go for a place outside it."""
    said = escaped(f"Cette page répond pour les lieux situés {where}. Pour un autre lieu : ")
    elsewhere = link(catalogue.reference.url, "la page du ministère")
    return f'<p id="area">{said}{elsewhere}.</p>' if where else ""


def _audiences(catalogue: Catalogue) -> str:
    options = [
        ("", "Acheteur public"),
        *((word.id, word.label) for word in catalogue.words["audience"]),
    ]
    return "".join(
        f'<option value="{value(one)}">{escaped(label)}</option>' for one, label in options
    )


def _notions(catalogue: Catalogue) -> str:
    ids = [one for one in (GUICHET_VERT, SOCIAL_CLAUSE) if one in catalogue.notion_ids]
    return "\n".join(
        f"<h3>{escaped(one.name)}</h3><p>{escaped(one.definition)}</p>"
        + (doubt(one.doubt) if one.doubt else "")
        for one in map(catalogue.notion, ids)
    )


def inert(content: str) -> str:
    """The content of a ``<script>`` element that is data: nothing in it ends the element."""
    return content.replace("<", "\\u003c")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
