"""The map of the page: the départements, each a link to its answer."""

from __future__ import annotations

from achats_reseaux.answering.guichet_verdict import NO_GUICHET
from achats_reseaux.answering.matching import guichet_vert_at
from achats_reseaux.gazetteer import places
from achats_reseaux.output.map.picture import outlines
from achats_reseaux.page.markup import escaped, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from achats_reseaux.model import Catalogue

_MARGIN = 8
"""Around the départements, in the units of the outlines."""
_LEGEND = {
    "covered": "un guichet vert",
    "split": "plusieurs guichets verts",
    "partial": "une partie seulement",
    "none": "aucun",
    "chosen": "le lieu choisi",
}


def drawing(catalogue: Catalogue, within: Collection[str], today: str) -> str:
    """The map of some départements as SVG with its legend; ``""`` where it has none of them."""
    drawn = {code: outline for code, outline in outlines().items() if code in within}
    if not drawn:
        return ""
    parts, held = [], {"chosen"}
    for code, outline in drawn.items():
        place = places.of("departement", code)
        assert place is not None
        guichet = guichet_vert_at(catalogue, place, today)
        held.add(guichet.status)
        text = value(f"{place.name} ({code}) : {', '.join(guichet.names) or NO_GUICHET}")
        path = f'<path class="{guichet.status}" d="{outline.path}"/>'
        label = f'data-code="{code}" aria-label="{text}"'
        parts.append(f'<a href="#{code}" {label}><title>{text}</title>{path}</a>')
    swatches = (
        f'<li><span class="{status}"></span> {escaped(label)}</li>'
        for status, label in _LEGEND.items()
        if status in held
    )
    boxes = [outline.box for outline in drawn.values()]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(lefts) - _MARGIN, min(tops) - _MARGIN
    box = f"{left} {top} {max(rights) + _MARGIN - left} {max(bottoms) + _MARGIN - top}"
    svg = f'<svg viewBox="{box}">{"".join(parts)}</svg>'
    return f'{svg}\n<ul class="legend">{"".join(swatches)}</ul>'
