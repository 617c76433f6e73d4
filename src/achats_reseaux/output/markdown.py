"""Markdown that can be sent: the place and its verdict, the networks with their contacts, facts.

No reader of Markdown interprets a cell.
"""

from __future__ import annotations

from achats_reseaux.answering.age import age_and_newer_copy
from achats_reseaux.card.panel_lines import line_words, switchboard_lines
from achats_reseaux.card.rows import capitalised, ended
from achats_reseaux.model import CONTACT_LABELS, OTHER_CONTACT_FIELDS, TO_VERIFY
from achats_reseaux.output.delimited import markdown, rows
from achats_reseaux.output.messages import guichet_vert_sentence, source_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.model import Fact, Trace

_COLUMNS = (
    *("Réseau", "Identifiant", "Type", "Thèmes", "Adresse"),
    *("Téléphone", "Courriel", "Note", capitalised(TO_VERIFY)),
    *(CONTACT_LABELS[name] for name in OTHER_CONTACT_FIELDS),
)
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
    lines, today = _head(answer), answer.today
    if answer.results:
        lines.append(rows(_COLUMNS, [_row(match) for match in answer.results], "md"))
    lines += [_trace(trace) for trace in traces]
    if answer.switchboard:
        sentences = map(line_words, switchboard_lines(answer.switchboard))
        lines += [f"{markdown(words)}\n" for words in sentences]
    labels = {**CONTACT_LABELS, **catalogue.labels("field")}
    for notion in answer.notions:
        lines.append(_facts(notion.name, notion.definition, notion.facts, labels, today))
    for match in answer.results:
        if match.facts:
            lines.append(
                _facts(match.network.name, match.network.summary, match.facts, labels, today)
            )
    lines.append(f"{markdown(source_line(catalogue, is_listed=True))}\n")
    age = age_and_newer_copy([match.network for match in answer.results], today)
    if age:
        lines.append(f"{markdown(age)}\n")
    return "\n".join(lines)


def _head(answer: Answer) -> list[str]:
    """The place with the verdict on its guichet vert; nothing without a place."""
    if answer.place is None:
        return []
    lines = [f"# {markdown(answer.place.name)}\n"]
    sentence = guichet_vert_sentence(answer)
    if sentence:
        lines.append(f"{markdown(sentence)}\n")
    if answer.status == "none" and answer.message != sentence:
        lines.append(f"{markdown(answer.message)}\n")
    return lines


def _row(match: Match) -> list[str]:
    """One network as the cells of ``_COLUMNS``; a body's number is told as such in the note."""
    network, contact = match.network, match.network.contact
    return [
        network.name,
        network.id,
        network.kind,
        ";".join(network.themes),
        contact.url or "",
        contact.phone or "",
        contact.email or "",
        " ; ".join(dict.fromkeys(contact.notes.values())),
        network.doubt or "",
        *(getattr(contact, name) or "" for name in OTHER_CONTACT_FIELDS),
    ]


def _trace(trace: Trace) -> str:
    """What a body was read to do, with the addresses of the sources."""
    sources = ", ".join(f"{markdown(source.url)}, {source.date}" for source in trace.sources)
    return f"## {markdown(trace.label)}\n\n{markdown(trace.summary)} {sources}\n"


def _facts(
    name: str, summary: str, facts: tuple[Fact, ...], labels: dict[str, str], today: str
) -> str:
    """What a network does, and its facts with their sources; of one that ended, when."""
    body = []
    for fact in facts:
        sources = ", ".join(f"{source.title}, {source.date}" for source in fact.sources)
        text = f"{fact.value} {fact.note}" if fact.note else fact.value
        end = ended(fact, today)
        if end:
            text += f" ({end})"
        body.append([labels.get(fact.field, fact.field), text, sources])
    table = rows(_FACT_COLUMNS, body, "md")
    return f"## {markdown(name)}\n\n{markdown(summary)}\n\n{table}"
