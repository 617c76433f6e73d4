"""Catalogues of a test's own: their entries, each a facilitator but for what is said."""

import json
from collections.abc import Sequence
from typing import Any

from achats_reseaux.catalogue import build
from achats_reseaux.model import Catalogue

PAGES = [
    {"id": f"page-{year}", "url": "https://a.fr", "page_date": year, "title": "Page"}
    for year in ("2011", "2018", "2021", "2024")
]


def network(own_id: str, coverage: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An entry of a network, for the social clause in what it covers."""
    return {
        "id": own_id,
        "name": own_id.upper(),
        "kind": "facilitateurs",
        "themes": ["social"],
        "audiences": ["collectivite"],
        "coverage": coverage,
        "summary": "Aide.",
        "checked_on": "2026-01-01",
        **more,
    }


def trace(own_id: str, coverage: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An entry of a trace."""
    told = {"id": own_id, "label": own_id.upper(), "summary": "Aidait (2021)."}
    return {**told, "coverage": coverage, "checked_on": "2026-01-01", **more}


def own_file(*networks: dict[str, Any], **more: Any) -> str:
    """A file of one's own with these entries: JSON, which is YAML."""
    return json.dumps({"networks": networks, **more})


def catalogue_of(
    *networks: dict[str, Any], traces: Sequence[dict[str, Any]] = (), **more: Any
) -> Catalogue:
    """A catalogue of these entries, which were read on a page of 2021 where they do not say."""
    read = {"sources": ["page-2021"]}
    return build.build(
        {
            "version": "1",
            "as_of": "2026-01-01",
            "checked_on": "2026-01-01",
            "reference": "page-2021",
            "ways_in": [],
            "vocabulary": {"themes": [], "kinds": [], "audiences": [], "fields": []},
            "sources": PAGES,
            "organisations": [],
            "networks": [{**read, **one} for one in networks],
            "traces": [{**read, **one} for one in traces],
            **more,
        }
    )
