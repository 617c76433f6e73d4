"""The map of the départements, each a link to its answer."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.output.map import outlines
from achats_reseaux.output.page.markup import text, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MARGIN = 8
"""Around the départements, in the units of the outlines."""
_LEGEND = {
    "covered": "un guichet vert",
    "split": "plusieurs guichets verts",
    "partial": "une partie seulement",
    "none": "aucun",
}


def drawing(guichets: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """The map as SVG with its legend, or ``""`` where it reaches nothing of the page.

    Args:
        guichets: for each département of the page, the status and the names of its guichets verts.
    """
    drawn = outlines.outlines()
    boxes = [drawn[code].box for code in guichets if code in drawn]
    if not boxes:
        return ""
    left, top, wide, high = outlines.enclosing(boxes)
    parts = []
    for code, (status, names) in guichets.items():
        if area := code in drawn and gazetteer.departement(code):
            said = value(f"{area.name} ({code}) : {', '.join(names) or 'aucun guichet vert'}")
            path = f'<path class="{status}" d="{drawn[code].path}"/>'
            label = f'data-code="{code}" aria-label="{said}"'
            parts.append(f'<a href="#{code}" {label}><title>{said}</title>{path}</a>')
    held = {status for status, _ in guichets.values()}
    swatches = (
        f'<li><span class="{status}"></span> {text(label)}</li>'
        for status, label in _LEGEND.items()
        if status in held
    )
    frame = (left - _MARGIN, top - _MARGIN, wide + 2 * _MARGIN, high + 2 * _MARGIN)
    box = " ".join(f"{one:.0f}" for one in frame)
    svg = f'<svg viewBox="{box}">{"".join(parts)}<path id="chosen"/></svg>'
    return f'{svg}\n<ul class="legend">{"".join(swatches)}</ul>'
