"""Markdown that can be sent: the place and its verdict, the networks with their contacts, facts.

No reader of Markdown interprets a cell.
"""

from __future__ import annotations

from achats_reseaux.card.panel_wording import line_words, switchboard_lines
from achats_reseaux.card.rows import capitalised, ended
from achats_reseaux.model import CONTACT_LABELS, OTHER_CONTACT_FIELDS, TO_VERIFY, Fact, Trace
from achats_reseaux.output.delimited import cells, flat_result, markdown, rows
from achats_reseaux.output.json import age
from achats_reseaux.output.messages import guichet_vert_sentence, source_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Answer, Match

_COLUMNS = {
    "Réseau": "name",
    "Identifiant": "id",
    "Type": "kind",
    "Thèmes": "themes",
    "Adresse": "url",
    "Téléphone": "contact_phone",
    "Courriel": "contact_email",
    "Note": "notes",
    capitalised(TO_VERIFY): "doubt",
}
"""The name of each column by its title; a body's number is told as such in the note."""

for _name in OTHER_CONTACT_FIELDS:
    _COLUMNS[CONTACT_LABELS[_name]] = f"contact_{_name}"

_FACT_COLUMNS = ("Fait", "Ce que l'on en sait", "Sources")


def render(answer: Answer, _output_format: str = "md") -> str:
    """The networks of an answer as a table; those of ``show`` each with its facts below.

    Nothing where nothing was answered: a document that has only its source would be no
    answer.
    """
    traces: Sequence[Trace] = ()
    if answer.query.command == "show":
        traces = answer.traces
    if answer.place is None and not (answer.results or answer.notions or traces):
        return ""
    catalogue = answer.catalogue
    assert catalogue is not None
    lines = _head(answer)
    if answer.results:
        body = [_row(match) for match in answer.results]
        lines.append(rows(tuple(_COLUMNS), body, "md"))
    lines += map(_trace, traces)
    if answer.switchboard:
        for line in switchboard_lines(answer.switchboard):
            lines.append(_paragraph(line_words(line)))
    labels = CONTACT_LABELS | catalogue.labels("field")
    for notion in answer.notions:
        lines.append(_section(notion.name, notion.definition))
        lines.append(_facts(notion.facts, labels, answer.today))
    for match in answer.results:
        if match.facts:
            lines.append(_section(match.network.name, match.network.summary))
            lines.append(_facts(match.facts, labels, answer.today))
    lines.append(_paragraph(" ".join(source_lines(catalogue, is_listed=True))))
    lines += map(_paragraph, filter(None, [age(answer)]))
    return "\n".join(lines)


def _paragraph(sentence: str) -> str:
    return f"{markdown(sentence)}\n"


def _section(name: str, text: str) -> str:
    return f"## {markdown(name)}\n\n{markdown(text)}\n"


def _head(answer: Answer) -> list[str]:
    """The place with the verdict on its guichet vert; nothing without a place."""
    if answer.place is None:
        return []
    verdict = guichet_vert_sentence(answer)
    sentences = [verdict]
    if answer.status == "none" and answer.message != verdict:
        sentences.append(answer.message)
    heading = f"# {markdown(answer.place.name)}\n"
    return [heading, *map(_paragraph, filter(None, sentences))]


def _row(match: Match) -> list[str]:
    """One network as the cells of ``_COLUMNS``."""
    contact = match.network.contact
    known = {"url": contact.url, "notes": contact.all_notes}
    return cells(flat_result(match) | known, _COLUMNS.values())


def _trace(trace: Trace) -> str:
    """What a body was read to do, with the addresses of the sources."""
    sources = ", ".join(f"{markdown(source.url)}, {source.date}" for source in trace.sources)
    return f"{_section(trace.label, trace.summary).rstrip()} {sources}\n"


def _facts(facts: tuple[Fact, ...], labels: dict[str, str], today: str) -> str:
    """Facts with their sources; of one that ended, when."""
    body = []
    for fact in facts:
        sources = ", ".join(f"{source.title}, {source.date}" for source in fact.sources)
        text = fact.with_note
        end = ended(fact, today)
        if end:
            text += f" ({end})"
        body.append([labels.get(fact.field, fact.field), text, sources])
    return rows(_FACT_COLUMNS, body, "md")
