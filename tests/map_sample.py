"""A coverage of France built by hand, for the tests of the map."""

from __future__ import annotations

from pathlib import Path

from achats_reseaux.answering.coverage import (
    WITHOUT_CONTACT,
    AreaCoverage,
    Coverage,
    RegionCoverage,
)
from achats_reseaux.answering.coverage import _region as region_of
from achats_reseaux.model import Area, Query
from achats_reseaux.output.map.atlas import Atlas, load_atlas
from achats_reseaux.output.terminal import Terminal
from case_tables import cases

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
TITLE = "Les guichets verts des achats publics"
SOURCE = (
    "Source : ministère de la Transition écologique, liste du 18 novembre 2024 ; territoires 2026"
)

GUICHETS = cases("views/guichets.tsv")
NAMES = {network: name for network, name, _ in GUICHETS}
BY_REGION = {code: network for network, _, codes in GUICHETS for code in codes.split()}
"""The ministry's list, but for Relais 2D, which serves the Bas-Rhin alone."""


def atlas() -> Atlas:
    return load_atlas()


def terminal(
    width: int = 80,
    colors: int = 0,
    *,
    height: int = 24,
    interactive: bool = False,
    unicode: bool = True,
) -> Terminal:
    return Terminal(
        interactive=interactive, width=width, height=height, colors=colors, unicode=unicode
    )


def coverage(
    changed: dict[str, tuple[str, tuple[str, ...]]] | None = None,
    names: dict[str, str] | None = None,
) -> Coverage:
    """What the networks cover; ``changed`` gives départements another status and networks.

    ``names`` renames areas, by name.
    """
    names = names or {}
    regions: dict[str, list[AreaCoverage]] = {}
    called = {}
    table = (GOLDEN / "map_departements.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for row in table:
        region, region_name, code, name, communes, people = row.split("\t")
        net = "relais-2d" if code == "67" else BY_REGION.get(region)
        usual: tuple[str, tuple[str, ...]] = ("covered", (net,)) if net else ("none", ())
        status, nets = (changed or {}).get(code, usual)
        share = {"covered": 1.0, "split": 1.0, "partial": 0.5}.get(status, 0.0)
        called[region] = names.get(region_name, region_name)
        regions.setdefault(region, []).append(
            AreaCoverage(
                area=Area("departement", code, names.get(name, name)),
                status=status,
                networks=nets,
                communes=int(communes),
                communes_covered=int(int(communes) * share),
                population=int(people),
                population_covered=int(int(people) * share),
            )
        )
    return Coverage(
        query=Query("map"),
        subject="Guichets verts",
        networks=tuple(NAMES),
        names=tuple(names.get(name, name) for name in NAMES.values()),
        regions=tuple(
            _region(code, called[code], tuple(regions[code]))
            for code in sorted(regions, key=lambda code: called[code].replace("Î", "I"))
        ),
        overseas=tuple(
            AreaCoverage(Area("collectivite", code, name), "none", (), 1, 0, 1000, 0)
            for code, name in (("977", "Saint-Barthélemy"), ("978", "Saint-Martin"))
        ),
    )


def _region(code: str, name: str, deps: tuple[AreaCoverage, ...]) -> RegionCoverage:
    made = region_of(Area("region", code, name), deps)
    statuses = {dep.status for dep in deps}
    if WITHOUT_CONTACT in statuses and statuses <= {WITHOUT_CONTACT, "none"}:
        return made.replace(status=WITHOUT_CONTACT)
    return made.replace(networks=tuple(net for net in NAMES if net in made.networks))
