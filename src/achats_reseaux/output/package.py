"""A catalogue as an open-data package: tables with their schemas, a map, a description of all.

What the tables and their columns mean is in ``data/export``. The files depend on the catalogue
alone, and on the day by which an entry has ended: the same two give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from operator import attrgetter

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage import COUNTS, Counted, area_coverage, requested_coverage
from achats_reseaux.gazetteer import bulk, places, tsv_table
from achats_reseaux.model import FACILITATEURS, WAYS_IN, departement_of
from achats_reseaux.output.delimited import plain_cell, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from achats_reseaux.answering.coverage import AreaCoverage
    from achats_reseaux.model import Area, Catalogue, Fact, Network, Place, Source, Trace

    Plain = dict[str, Any]

_DESCRIPTION = "datapackage.json"
_MAP = "departements.geojson"


def package(catalogue: Catalogue, today: str) -> dict[str, bytes]:
    """Every file of the package by its name; the description, which names them, is last.

    What has ended before ``today``, an ISO date, covers nothing.
    """
    described = json.loads(_text(_DESCRIPTION))
    common, schema = described.pop("table"), described.pop("schema")
    contents, every = _contents(catalogue, today), _rows_of("colonnes.tsv")
    files: dict[str, bytes] = {}
    resources: list[Plain] = []
    for table in _rows_of("tables.tsv"):
        name, file = table["name"], f"{table['name']}.csv"
        columns = [one for one in every if name in one["tables"].split(",")]
        heads = [one["name"] for one in columns]
        body = ([plain_cell(row.get(head)) for head in heads] for row in contents[name])
        files[file] = rows(heads, body, "csv").encode()
        told = {"title": table["title"], "description": table["description"]}
        resource = {"name": name.replace("_", "-"), "path": file, **told, **common}
        resources.append({**resource, "schema": schema | _schema(table, columns)})
    files[_MAP] = _map(catalogue, described["map"], contents["departements"])
    resources.append({"path": _MAP, **described.pop("map")})
    for one in resources:
        content = files[one["path"]]
        one |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    listed = (f"| [{one['path']}]({one['path']}) | {one['description']} |" for one in resources)
    known = {
        "catalogue": catalogue,
        "files": "\n".join(listed),
        "rule": described.pop("rule"),
        "homepage": described["homepage"],
    }
    files["LISEZMOI.md"] = _text("lisezmoi.md").format(**known).encode()
    described["description"] = described["description"].format(**known)
    described["version"] = catalogue.version
    described["created"] = f"{catalogue.checked_on}T00:00:00Z"
    described["sources"].insert(
        0, {"title": catalogue.reference.title, "path": catalogue.reference.url}
    )
    described["resources"] = resources
    files[_DESCRIPTION] = (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def _text(name: str) -> str:
    """The content of a file of ``data/export``."""
    with open(os.path.join(tsv_table.folder(), "export", name), encoding="utf-8") as stream:
        return stream.read()


def _rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of ``data/export``, each by its columns."""
    head, *rows = (line.split("\t") for line in _text(name).splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def _schema(table: dict[str, str], columns: list[dict[str, str]]) -> Plain:
    """The Table Schema of a table."""
    key = table["key"].split(",")
    fields, references = [], []
    for one in columns:
        field: Plain = {name: one[name] for name in ("name", "title", "type")}
        field["description"] = one["description"] or f"{one['title']}."
        field["example"] = one["example"]
        if one["name"] in key:
            field["constraints"] = {"required": True}
        fields.append(field)
        target, _, column = one["reference"].partition(".")
        if target:
            reference = {"resource": target.replace("_", "-"), "fields": column}
            references.append({"fields": one["name"], "reference": reference})
    return {"fields": fields, "primaryKey": key, "foreignKeys": references}


# --- rows ----------------------------------------------------------------------------------------


def _contents(catalogue: Catalogue, today: str) -> dict[str, list[Plain]]:
    """The rows of each table."""
    labels = catalogue.labels("field")
    facts = [
        _fact(network, rank, fact, labels.get(fact.field, fact.field))
        for network, known in zip(catalogue.networks, catalogue.facts, strict=True)
        for rank, fact in enumerate(known, 1)
    ]
    networks = [_network(catalogue, network) for network in catalogue.networks]
    traces = [_trace(one) for one in catalogue.traces]
    territories = _territories(catalogue, today)
    return {"networks": networks, "facts": facts, "traces": traces, **territories}


def _network(catalogue: Catalogue, network: Network) -> Plain:
    names = "id name kind scope carrier summary cost who doubt checked_on valid_from valid_until"
    made = {name: getattr(network, name) for name in (*names.split(), "origin", "sign")}
    for kind, known in (("theme", network.themes), ("audience", network.audiences)):
        for word in catalogue.words[kind]:
            made[f"{kind}_{word.id}"] = word.id in known
    for way in WAYS_IN:
        made[way] = getattr(network.contact, way)
        made[f"{way}_note"] = network.contact.notes.get(way)
    made["coverage"] = ["pays:FR"] if network.scope == "national" else _codes(network.covers)
    made["sources"] = _addresses(network.sources)
    return made


def _trace(trace: Trace) -> Plain:
    names = ("id", "label", "kind", "summary", "year", "url", "checked_on")
    return {name: getattr(trace, name) for name in names} | {
        "coverage": _codes(trace.covers),
        "sources": _addresses(trace.sources),
    }


def _codes(areas: Iterable[Area]) -> list[str]:
    """Areas, each by its kind and code."""
    return [f"{one.kind}:{one.code}" for one in areas]


def _fact(network: Network, rank: int, fact: Fact, label: str) -> Plain:
    first, *others = fact.sources
    names = ("field", "value", "note", "valid_until", "checked_on")
    return {name: getattr(fact, name) for name in names} | {
        "network": network.id,
        "rank": rank,
        "about": fact.of,
        "label": label,
        "source": first.id,
        "source_date": first.date,
        "source_title": first.title if _addresses([first]) else "Fichier local",
        "source_url": _addresses([first]),
        "source_nature": first.nature,
        "other_sources": _addresses(others),
    }


def _addresses(sources: Iterable[Source]) -> list[str]:
    """The addresses of sources, but of a file of one's own: not where it lies."""
    return [one.url for one in dict.fromkeys(sources) if not one.url.startswith("file:")]


def _territories(catalogue: Catalogue, today: str) -> dict[str, list[Plain]]:
    """Who covers each région, département, EPCI, postal code and commune.

    The communes are those of the totals; of the overseas collectivities, which are in no région,
    only each as a whole has a row, with its kind.
    """
    found = requested_coverage(catalogue, (), (), (), None, today=today)
    counted = Counted(tuple(one for one in catalogue.networks if one.id in found.networks))
    desks = _desks(catalogue, today)
    bulk.index()
    codes: dict[str, list[str]] = {}
    for code, communes in bulk.postal_codes():
        for insee in communes:
            codes.setdefault(insee, []).append(code)
    siren_of: dict[str, str] = {}
    for one in sorted(
        gazetteer.every("epci"), key=lambda one: one.kind == "epci"
    ):  # after those of Paris
        siren_of.update(dict.fromkeys(one.members, one.code))

    def told(found: Iterable[Place]) -> Iterator[Plain]:
        for place in found:
            if place.regions:
                epci = dict.fromkeys(siren_of[one] for one in place.communes if one in siren_of)
                yield _area(catalogue, area_coverage(place, counted)) | {
                    "departements": place.departements,
                    "regions": place.regions,
                    "departement": place.departements[0],
                    "region": place.regions[0],
                    "epci": tuple(epci),
                    "postal_codes": codes.get(place.code, []),
                    "facilitateurs": _desks_at(desks, place),
                }

    by_code = attrgetter("area.code")
    below = (one for region in found.regions for one in region.departements)
    return {
        "regions": [
            _area(catalogue, one) for one in sorted((*found.regions, *found.overseas), key=by_code)
        ],
        "departements": [
            _area(catalogue, one) | {"region": gazetteer.regions_of((one.area.code,))}
            for one in sorted((*below, *found.overseas), key=by_code)
        ],
        "epci": list(told(map(places.of_territory, gazetteer.every("epci")))),
        "postal_codes": list(told(places.of_postal_code(*one) for one in bulk.postal_codes())),
        "communes": list(told(places.of_commune(insee) for insee, _ in bulk.communes())),
    }


def _desks(catalogue: Catalogue, today: str) -> dict[str, list[str]]:
    """The ids of the desks of the social clause by the code of each département and commune."""
    found: dict[str, list[str]] = {}
    for one in catalogue.networks:
        if one.kind == FACILITATEURS and not one.has_ended(today):
            for code in (*one.departements, *one.communes):
                found.setdefault(code, []).append(one.id)
    return found


def _desks_at(desks: dict[str, list[str]], commune: Place) -> list[str]:
    """The ids of the desks of a commune: its own, then those of its département."""
    departement = departement_of(commune.code) if commune.kind == "commune" else ""
    return [*desks.get(commune.code, ()), *desks.get(departement, ())]


def _area(catalogue: Catalogue, one: AreaCoverage) -> Plain:
    networks = [catalogue.network(network_id) for network_id in one.networks]
    notes = (one.caveat(["page" if one.contact.page else "website"]) for one in networks)
    return {
        "kind": one.area.kind,
        "code": one.area.code,
        "name": one.area.name,
        "status": one.status,
        "guichet_vert": one.networks,
        "guichet_vert_name": [network.name for network in networks],
        "guichet_vert_url": [network.contact.url or "" for network in networks],
        **{name: getattr(one, name) for name in COUNTS},
        "guichet_vert_note": " ".join(filter(None, notes)),
    }


def _map(catalogue: Catalogue, described: Plain, departements: list[Plain]) -> bytes:
    """The outlines of the départements as GeoJSON, one a line, with who covers each."""
    with open(os.path.join(tsv_table.folder(), "map", _MAP), encoding="utf-8") as stream:
        shapes = json.load(stream)["features"]
    rows = {one["code"]: one for one in departements}
    names = "code name region status guichet_vert guichet_vert_name guichet_vert_url"
    for shape in shapes:
        row = rows[shape["id"]]
        shown = (*names.split(), "guichet_vert_note")
        shape["properties"] = {one: plain_cell(row[one]) for one in shown}
    drawn = {
        "type": "FeatureCollection",
        "attribution": described["sources"][0]["title"],
        "as_of": catalogue.as_of,
        "features": shapes,
    }
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
