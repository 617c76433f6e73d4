"""The directory of the page: one ``<article>`` a network, made of the card's values.

It is read as it stands without JavaScript; an answer shows copies of its articles.
"""

from __future__ import annotations

import re

from achats_reseaux.answering import matching, rows
from achats_reseaux.answering.card import matches_by_use
from achats_reseaux.model import WAYS_IN, Query
from achats_reseaux.output.page.markup import doubt, escaped, link, value
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from achats_reseaux.answering.rows import WayIn
    from achats_reseaux.model import Catalogue, Match, Network


def directory(catalogue: Catalogue, shown: Container[str], today: str) -> str:
    """The networks of a page by use, one article each."""
    matches = matching.list_networks(catalogue, Query("list"), today).results
    found = [one for one in matches if one.network.id in shown]
    sections = matches_by_use(catalogue, found).items()
    return "\n".join(
        f"<h3>{escaped(label)}</h3>\n"
        + "\n".join(_article(catalogue, match, today) for match in some)
        for label, some in sections
        if some
    )


def _article(catalogue: Catalogue, match: Match, today: str) -> str:
    network, ways = match.network, rows.best_ways(match)
    shown = ways if network.contact.first else ways[:1]
    cost = (network.cost or "").rstrip(".")
    free = f' <span class="tag">{escaped(cost)}</span>' if cost.startswith("Gratuit") else ""
    area = rows.areas_served(network) if network.covers else ""
    own = "fiche locale" if network.origin == "local" else ""
    said = ("" if free else cost, network.who, area, own)
    terms = " · ".join(escaped(one.rstrip(".")) for one in said if one)
    details = _details(catalogue, network, today, [one for one in ways if one.kind == "link"])
    parts = [
        f"<h4>{escaped(network.name)}{free}</h4>",
        f"<p>{escaped(network.summary)}</p>",
        f"<dl>{''.join(map(_way, shown))}</dl>" if shown else "",
        *map(doubt, rows.doubts(catalogue, network)),
        f'<div class="terms">{terms} {details}</div>',
    ]
    if network.valid_until:  # page.js shows it when the day has come
        told = escaped(f"Fiche valable jusqu'au {day(network.valid_until)}, à vérifier.")
        hidden = "" if match.expired else " hidden"
        parts.append(f'<p class="mark" data-after="{network.valid_until}"{hidden}>{told}</p>')
    return f'<article id="reseau:{value(network.id)}">{"".join(parts)}</article>'


def _way(way: WayIn) -> str:
    """A way to reach a network; on paper, ``page.css`` writes its whole address."""
    # Where it may go on in the next line: behind the @, or where three labels are left.
    words = re.sub(r"(?<=@)|(?=(\.[^.]+){3}$)", "<wbr>", escaped(rows.host(way.text)))
    label, to = WAYS_IN.get(way.kind, "Passer par"), f'<a href="{value(way.target)}">{words}</a>'
    note = "" if way.kind == "link" else way.note.rstrip(".")  # which tells where a link was read
    below = f"<dd>{escaped(note[0].upper() + note[1:])}</dd>" if note else ""
    return f"<div><dt>{label}</dt><dd>{to}</dd>{below}</div>"


def _details(catalogue: Catalogue, network: Network, today: str, links: list[WayIn]) -> str:
    """How to get access, what our research notes, other ways in, and where all this was read."""
    research = (one for one in catalogue.facts_of(network.id) if one.field == rows.RESEARCH)
    notes = [*rows.access(catalogue, network, today), *research]
    lines = [escaped(f"{one.value} {one.note or ''}".rstrip()) for one in notes]
    lines += (escaped(one.note) for one in links[:1] if one.note)
    lines += (f"Ou par {link(one.target, one.text)}" for one in links[1:])
    for source in (one for one in network.sources if one != catalogue.reference):
        read = f", {source.dated} le {day(source.date)}" if source.date else ""
        lines.append(f"{escaped('Source : ')}{link(source.url, source.title)}{escaped(read)}")
    lines.append(escaped(f"Fiche comparée aux sources le {day(network.checked_on)}"))
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>Précisions</summary><ul>{items}</ul></details>"
