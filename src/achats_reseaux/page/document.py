"""The page as one HTML document.

It makes no request: a Content-Security-Policy allows only its own script and style, by
their hashes. Its places and answers are in data blocks, which a browser does not run.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from string import Template

from achats_reseaux.answering.age import newer_copy
from achats_reseaux.card.card import source_dates
from achats_reseaux.card.panel_wording import to_verify
from achats_reseaux.model import GUICHET_VERT, SOCIAL_CLAUSE, Catalogue
from achats_reseaux.output.messages import ISSUES
from achats_reseaux.page.articles import directory
from achats_reseaux.page.drawing import drawing
from achats_reseaux.page.email_templates import letters
from achats_reseaux.page.fragments import SharedAnswers
from achats_reseaux.page.markup import element, escaped, link, paragraph, report_link, value
from achats_reseaux.page.place_index import (
    homonym_choices,
    listed_places,
    packed,
    place_columns,
    places_elsewhere,
    words_behind_also,
    words_of_bodies,
)
from achats_reseaux.page.shared_switchboards import SharedSwitchboards
from achats_reseaux.text import dated_list, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


_FOLDER = Path(__file__).parent

_COMMENT = re.compile(r"^\s*(//[^\n]*|/\*.*?\*/)$", re.MULTILINE | re.DOTALL)


def render(
    catalogue: Catalogue,
    *,
    title: str,
    within: Collection[str],
    today: str,
    version: str,
    where: str = "",
    feedback: str = ISSUES,
    legal: str = "",
    accessibility: str = "",
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
        legal: the address of the publisher's legal notice, or ``""``.
        accessibility: that of the accessibility statement, or ``""``.
    """
    answers = SharedAnswers(catalogue, today)
    blocks = _data_blocks(catalogue, within, answers, title, today)
    style, script = compact(_file("page.css")), compact(_file("page.js"))
    return Template(_file("page.html")).substitute(
        title=escaped(title),
        version=escaped(version),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        dates=escaped(source_dates(catalogue)),
        year_after=f"{int(catalogue.checked_on[:4]) + 1}{catalogue.checked_on[4:]}",
        newer=_linked(newer_copy()),
        feedback=report_link(feedback),
        area=_area(catalogue, where),
        themes=_options(_themes(catalogue)),
        audiences=_options({"": "Acheteur public"} | catalogue.labels("audience")),
        listed=escaped(dated_list(catalogue.as_of)),
        map=drawing(catalogue, within, today),
        notions=_notions(catalogue),
        fragments="\n".join(answers.fragments),
        directory=directory(catalogue, answers.entries, today, feedback),
        links=_links(legal, accessibility),
        source=link(catalogue.reference.url, catalogue.reference.title),
        vintage=escaped(catalogue.vintage),
        **blocks,
    )


def _data_blocks(
    catalogue: Catalogue, within: Collection[str], answers: SharedAnswers, title: str, today: str
) -> dict[str, str]:
    """What ``page.js`` reads: the places in their tables, and all else as ``data``.

    The answers about the places are added to ``answers``.
    """
    places = listed_places(within)
    switchboards = SharedSwitchboards(listed.code for listed in places if listed.kind == "epci")
    known = {}
    for listed in places:
        place = listed.place
        known[listed.key] = (answers.number(place), *switchboards.numbers(place))
    content = {
        "title": visible(title),
        "audiences": answers.audiences,
        "themes": answers.themes,
        "entries": list(answers.entries),
        "orders": list(answers.orders),
        "answers": answers.rows,
        "where": words_behind_also(places),
        "bodies": words_of_bodies(),
        "elsewhere": places_elsewhere(within),
        "homonyms": homonym_choices(places, catalogue, today),
        "switchboards": switchboards.lines,
        "sentences": list(switchboards.sentences),
        "notes": list(switchboards.notes),
        "letters": letters(catalogue, answers.entries, today),
    }
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return {"data": inert(data), "places": packed(place_columns(places, known))}


def _file(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def compact(code: str) -> str:
    r"""A script or a style without indentation, empty lines and lines that are comments.

    >>> compact("  // Adds.\n\n  a += 1;\n")
    'a += 1;'
    """
    lines = [line.strip() for line in _COMMENT.sub("", code).split("\n")]
    return "\n".join(filter(None, lines))


def _linked(sentence: str) -> str:
    """A sentence that ends with an address, as a link."""
    words, _, address = sentence.rpartition(" ")
    return f"{escaped(words)} {link(address, address)}"


def _area(catalogue: Catalogue, where: str) -> str:
    """What a page of one area answers for, and where to go for a place outside it."""
    if not where:
        return ""
    sentence = escaped(f"Cette page répond pour les lieux situés {where}. Pour un autre lieu : ")
    elsewhere = link(catalogue.reference.url, "la page du ministère")
    return f'<p id="area">{sentence}{elsewhere}.</p>'


def _themes(catalogue: Catalogue) -> dict[str, str]:
    """The needs that can be chosen; the social clause by the name that its section has."""
    clause = catalogue.labels("purpose").get(SOCIAL_CLAUSE, "")
    named = {"social": clause} if clause else {}
    return {"": "Tout"} | catalogue.labels("theme") | named


def _options(labels: dict[str, str]) -> str:
    marked = []
    for word, label in labels.items():
        marked.append(f'<option value="{value(word)}">{escaped(label)}</option>')
    return "".join(marked)


def _links(legal: str, accessibility: str) -> str:
    """What who publishes the page has to say of it, in the foot; or nothing."""
    links = []
    for address, words in ((legal, "Mentions légales"), (accessibility, "Accessibilité")):
        if address:
            links.append(link(address, words))
    return element("p", " · ".join(links))


def _notions(catalogue: Catalogue) -> str:
    """The definitions of the words that an answer begins with."""
    content = []
    for notion_id in (GUICHET_VERT, SOCIAL_CLAUSE):
        if notion_id not in catalogue.notion_ids:
            continue
        notion = catalogue.notion(notion_id)
        content.append(f"<h3>{escaped(notion.name)}</h3><p>{escaped(notion.definition)}</p>")
        if notion.doubt:
            content.append(paragraph(to_verify(notion.doubt), "doubt"))
    return "\n".join(content)


def inert(content: str) -> str:
    """The content of a ``<script>`` element that is data: nothing in it ends the element."""
    return content.replace("<", "\\u003c")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
