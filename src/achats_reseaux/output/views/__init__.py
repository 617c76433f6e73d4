"""What a person reads on a terminal, drawn by Rich: one module per command.

An answer about a place is drawn as a card, networks with their facts as by ``show``, the
results of a search with excerpts, and all others as a list by purpose.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.output.terminal import Terminal


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """An answer with results, or about one place, as text for a terminal.

    ``everything`` folds nothing, and shows the notes of research.
    """
    if answer.place is not None and answer.guichet_vert is not None:
        from achats_reseaux.output.views import place_card

        return place_card.render(answer, terminal, everything=everything)
    if answer.tells_facts:
        from achats_reseaux.output.views import fact_sheet

        return fact_sheet.render(answer, terminal, everything=everything)
    if answer.query.command == "search":
        from achats_reseaux.output.views import search_results

        return search_results.render(answer, terminal, everything=everything)
    from achats_reseaux.output.views import listing

    return listing.render(answer, terminal, everything=everything)
