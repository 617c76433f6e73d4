"""The results of one scope alone: the local networks, or the national ones."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer


def of_scope(answer: Answer) -> Answer:
    """An answer with its results of the scope asked for; what it says of the guichet vert stays.

    Traces and a switchboard are local. An answer that has nothing left is ``none``.
    """
    if answer.status not in ("found", "none"):
        return answer
    asked = answer.query.scope
    results = tuple(match for match in answer.results if match.network.scope == asked)
    kept = answer.replace(results=results)
    if asked == "national":
        kept = kept.replace(traces=(), switchboard=None)
    is_found = bool(results or kept.traces or kept.notions)
    if answer.status == "found" and not is_found:
        message = answer.message or f"Aucun réseau {asked} ne correspond."
        return kept.replace(status="none", message=message)
    return kept
