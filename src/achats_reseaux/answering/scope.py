"""The results of one scope alone: the local networks, or the national ones."""

from __future__ import annotations

from achats_reseaux.text import fold, not_a_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer

SCOPES = {"local": "local", "national": "national"}
"""The scopes of networks, with their French names."""


def of_scope(answer: Answer, scope: str) -> Answer:
    """An answer with its results of a scope; what it says of the guichet vert stays.

    Traces and a switchboard are local. An answer that has nothing left is ``none``.

    Raises:
        UsageError: there is no such scope.
    """
    asked = fold(scope)
    if asked not in SCOPES:
        from achats_reseaux.errors import UsageError

        raise UsageError(not_a_value(scope, "--scope", SCOPES))
    answer = answer.replace(query=answer.query.replace(scope=asked))
    if answer.status not in ("found", "none"):
        return _with_scope_in_commands(answer)
    results = tuple(match for match in answer.results if match.network.scope == asked)
    kept = answer.replace(results=results)
    if asked == "national":
        kept = kept.replace(traces=(), switchboard=None)
    is_found = bool(results or kept.traces or kept.notions)
    if answer.status == "found" and not is_found:
        message = answer.message or f"Aucun réseau {SCOPES[asked]} ne correspond."
        return kept.replace(status="none", message=message)
    return kept


def _with_scope_in_commands(answer: Answer) -> Answer:
    """A refusal of a place, whose commands ask for the same networks."""
    commands = []
    for command in answer.next_commands:
        is_of_place = command.startswith("reseaux find ")
        commands.append(f"{command} --scope {answer.query.scope}" if is_of_place else command)
    return answer.replace(next_commands=tuple(commands))


def of_scope_or_refusal(answer: Answer, scope: str) -> Answer:
    """The same; a word that is no scope is refused by an answer, which Python's functions give."""
    from achats_reseaux.answering import refusal
    from achats_reseaux.errors import UsageError

    try:
        return of_scope(answer, scope)
    except UsageError as error:
        return refusal(answer.query, error)
