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
    view = "listing"
    if answer.place is not None and answer.guichet_vert is not None:
        view = "place_card"
    elif answer.tells_facts:
        view = "fact_sheet"
    elif answer.query.command == "search":
        view = "search_results"
    module = __import__(f"achats_reseaux.output.views.{view}", fromlist=["render"])
    text: str = module.render(answer, terminal, everything=everything)
    return text
