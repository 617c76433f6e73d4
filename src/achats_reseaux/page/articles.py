"""The directory of the page: one ``<article>`` a network or trace, made of the card's values.

It is read as it stands without JavaScript; an answer shows copies of its articles.
"""

from __future__ import annotations

from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Match, Query
from achats_reseaux.card.card import matches_by_purpose
from achats_reseaux.card.contact_methods import (
    ContactMethod,
    best_methods,
    host,
    newest_source,
    trace_method,
)
from achats_reseaux.card.panel_wording import NO_PRICE, UNKNOWN, Line, network_panel
from achats_reseaux.card.rows import RESEARCH, TRACE_TAGS, TRACES, access, areas_served, capitalised
from achats_reseaux.model import CONTACT_LABELS, WAYS_IN, Catalogue, Network, Trace
from achats_reseaux.page.markup import element, escaped, link, paragraph, report_link, tag, value
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence


def directory(catalogue: Catalogue, ids: Container[str], today: str, feedback: str) -> str:
    """Networks by purpose, then traces, one article each: those that have these ids.

    ``feedback`` is where to tell of an error in one of them.
    """
    matches = matching.list_networks(catalogue, Query("list"), today).results
    shown = [match for match in matches if match.network.id in ids]
    sections = {}
    for label, some in matches_by_purpose(catalogue, shown).items():
        sections[label] = [_network(catalogue, match, today, feedback) for match in some]
    sections[TRACES] = [_trace(trace, feedback) for trace in catalogue.traces if trace.id in ids]
    content = []
    for label, articles in sections.items():
        if articles:
            content += [f"<h3>{escaped(label)}</h3>", *articles]
    return "\n".join(content)


# --- a network -----------------------------------------------------------------------------------


def _network(catalogue: Catalogue, match: Match, today: str, feedback: str) -> str:
    network = match.network
    panel = network_panel(match, "")
    price = panel.price
    if price == NO_PRICE:
        price = ""  # which is said once, above
    parts = [f"<h4>{escaped(network.name)}{tag(price)}</h4>"]
    parts += _lines(panel.lines)
    parts += _other_contacts(network)
    report = report_link(feedback, network.name)
    parts.append(
        f'<div class="terms">{_terms(network)} {_details(catalogue, match, today)} {report}</div>'
    )
    dates = f' data-checked="{network.checked_on}"'  # page.js tells how old it is
    if network.valid_from and network.valid_from > today:
        begins = escaped(f"Fiche valable à partir du {day(network.valid_from)} seulement.")
        parts.append(f'<p class="mark">{begins}</p>')
    if network.valid_until:  # page.js shows it when the day has come
        dates += f' data-until="{network.valid_until}"'
        ended = escaped(f"Fiche terminée le {day(network.valid_until)}.")
        hidden = "" if match.expired else " hidden"
        parts.append(f'<p class="mark" data-after="{network.valid_until}"{hidden}>{ended}</p>')
    return f'<article id="reseau:{value(network.id)}"{dates}>{"".join(parts)}</article>'


def _lines(lines: Iterable[Line]) -> list[str]:
    """The lines of a panel: the ways in first, each under its heading with its notes."""
    ways = []
    sentences = []
    notes: set[str] = set()  # of the ways in, which a panel has as lines of their own
    for line in lines:
        if line.ways:
            notes.update(_note(method.note) for method in line.ways)
            ways += [_way(method) for method in line.ways]
            if line.note:
                ways.append(_beside_ways(_note(capitalised(line.note))))
        elif line.words.startswith(UNKNOWN):  # the link that follows has the name of its page
            ways.append(_beside_ways(UNKNOWN))
        elif line.words in notes:
            ways.append(_beside_ways(line.words))
        else:
            sentences.append(paragraph(line.words, "doubt" if line.is_doubt else ""))
    return [element("dl", "".join(ways)), *sentences]


def _note(text: str) -> str:
    return f"{text.rstrip('.')}."


def _beside_ways(sentence: str) -> str:
    return f"<div><dd>{escaped(sentence)}</dd></div>"


def _other_contacts(network: Network) -> list[str]:
    """What a contact has beside the ways in, under its label."""
    parts = []
    for name, content in network.contact.others.items():
        term = f"<dt>{CONTACT_LABELS[name]}</dt><dd>{escaped(content)}</dd>"
        parts.append(f"<dl><div>{term}</div></dl>")
    return parts


def _way(method: ContactMethod) -> str:
    """A way to reach a network; on paper, ``page.css`` writes its whole address."""
    label = WAYS_IN.get(method.kind, "Passer par")
    general = " (standard)" if method.of_body and method.kind == "phone" else ""
    address = link(method.target, host(method.text))
    named = ' class="named"' if method.kind == "link" else ""  # on paper, its name stays
    return f"<div><dt>{label}</dt><dd{named}>{address}{general}</dd></div>"


def _terms(network: Network) -> str:
    """Who may call, where, and whether the entry is one's own."""
    terms = []
    if network.who:
        terms.append(network.who.rstrip("."))
    if network.covers:
        terms.append(areas_served(network).rstrip("."))
    if network.origin == "local":
        terms.append("fiche locale")
    return " · ".join(map(escaped, terms))


def _details(catalogue: Catalogue, match: Match, today: str) -> str:
    """How to get access, other ways in, sources; and apart what our research notes."""
    network = match.network
    lines = [escaped(fact.with_note) for fact in access(catalogue, network, today)]
    links = [method for method in best_methods(match) if method.kind == "link"]
    lines += [f"Ou par {link(method.target, method.text)}" for method in links[1:]]
    for source in network.sources:
        if source != catalogue.reference:
            read = escaped(f" ({source.dated} : {day(source.date)})")
            lines.append(f"{escaped('Source : ')}{link(source.url, source.title)}{read}")
    lines.append(escaped(f"Fiche comparée aux sources le {day(network.checked_on)}"))
    research = []
    for fact in catalogue.facts_of(network.id):
        if fact.field == RESEARCH:
            research.append(escaped(fact.with_note))
    return _folded("Précisions", lines, _folded("Notes de recherche", research))


def _folded(summary: str, lines: Sequence[str], more: str = "") -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{summary}</summary><ul>{items}</ul>{more}</details>"


# --- a trace -------------------------------------------------------------------------------------


def _trace(trace: Trace, feedback: str) -> str:
    """What is known of a desk: its own address if any, what was read, and where."""
    method = trace_method(trace)
    parts = [f"<h4>{escaped(trace.label)}{tag(TRACE_TAGS[trace.shows])}</h4>"]
    if method.is_contact:
        parts.append(f"<dl>{_way(method)}</dl>")
    parts.append(f"<p>{escaped(trace.summary)}</p>")
    source = newest_source(trace.sources)
    site = link(source.url, host(source.url))
    parts.append(f'<p class="gloss">Lu sur {site} ({trace.year}).</p>')
    report = report_link(feedback, trace.label)
    parts.append(f'<p class="terms">{escaped(areas_served(trace))} {report}</p>')
    own_id, content = value(trace.id), "".join(parts)
    return f'<article id="reseau:{own_id}" data-checked="{trace.checked_on}">{content}</article>'
