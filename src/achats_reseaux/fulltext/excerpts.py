"""Excerpts of the texts in which a search found its words."""

from __future__ import annotations

from itertools import groupby

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.fulltext.index import Passage
    from achats_reseaux.questions.tokens import Token

    Excerpt = tuple[tuple[str, bool], ...]

_WIDTH = 120


def excerpt(passage: Passage, matched: list[bool], tokens: tuple[Token, ...]) -> Excerpt:
    """The part of a passage around its first match, as (text, is a match) pairs."""
    first = matched.index(True)
    start = end = first
    width = len(tokens[first].text)
    while width < _WIDTH and (start > 0 or end < len(tokens) - 1):
        # Two words after the match for one before: what follows is more informative.
        for _ in range(2):
            if end < len(tokens) - 1:
                end += 1
                width += len(tokens[end].before + tokens[end].text)
        if start > 0:
            width += len(tokens[start].before + tokens[start - 1].text)
            start -= 1
    pairs: list[tuple[str, bool]] = [(f"{passage.label} : ", False)] if passage.label else []
    opening = "… " if start else tokens[0].before
    pairs.append((opening, False))
    for at in range(start, end + 1):
        before = tokens[at].before if at > start else ""
        pairs += [(before, False), (tokens[at].text, matched[at])]
    whole = end == len(tokens) - 1
    pairs.append(
        (
            passage.text[len(passage.text.rstrip(".!?»)”€% \u00a0\u202f")) :] if whole else " …",
            False,
        )
    )
    runs = groupby((pair for pair in pairs if pair[0]), key=lambda pair: pair[1])
    return tuple(("".join(text for text, _ in run), is_match) for is_match, run in runs)
