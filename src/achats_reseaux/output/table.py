"""Answers for a person: which page each kind of answer is drawn as.

A settled place is a card, networks with their facts are shown whole, the passages of a search are
listed with their networks, and the rest is a list by use.
"""

from __future__ import annotations

from achats_reseaux.answering.card import by_use, card, entry, source_dates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer, Catalogue
    from achats_reseaux.output.terminal import Terminal


def render(
    answer: Answer,
    catalogue: Catalogue,
    terminal: Terminal,
    *,
    today: str,
    everything: bool = False,
) -> str:
    """An answer as text for a terminal of this width and these colours.

    Args:
        answer: with results, or about a settled place.
        catalogue: the one that it was found in.
        terminal: what stdout is.
        today: ISO date, against which validity is held.
        everything: fold nothing, and show the notes of research.
    """
    if answer.place is not None and answer.guichet_vert is not None:
        from achats_reseaux.output import card as drawn

        return drawn.render(card(catalogue, answer, today), terminal, everything=everything)
    found = [(entry(catalogue, match), match) for match in answer.results]
    if answer.notions or answer.query.fields or any(match.facts for match in answer.results):
        from achats_reseaux.output import show

        return show.render(found, answer, catalogue, terminal, everything=everything)
    from achats_reseaux.output import listing

    dates = source_dates(catalogue, [match.network for match in answer.results])
    if any(match.excerpts for match in answer.results):
        return listing.render_found(found, answer.notes, dates, terminal)
    groups = by_use(catalogue, answer.results)
    return listing.render(groups, answer.notes, dates, terminal, everything=everything)
