"""A catalogue as an open-data package: tables with their schemas, a map, a description of all.

What the tables and their columns mean is in ``data/export``. The files depend on the catalogue
alone: the same one gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage import COUNTS, requested_coverage
from achats_reseaux.answering.fine_coverage import coverage_by_communes, fine_areas
from achats_reseaux.gazetteer import bulk, tsv_table
from achats_reseaux.output.delimited import plain_cell, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from achats_reseaux.answering.coverage import AreaCoverage
    from achats_reseaux.model import Catalogue, Network, Source

    Plain = dict[str, Any]

PACKAGE_NAME = "achats-reseaux"
"""What the description of a package of ours is called."""
DESCRIPTION = "datapackage.json"
MAP = "departements.geojson"
README = "LISEZMOI.md"
_OWN_FILE = {"url": None, "title": "Fichier local"}
"""What is told of a source that is a file of one's own: not where it lies."""
_FRANCE = {"kind": "pays", "code": "FR", "name": "France"}


def package(catalogue: Catalogue) -> dict[str, bytes]:
    """Every file of the package by its path in it; the description, which names them, is last."""
    described = json.loads(_text("datapackage.json"))
    contents = _contents(catalogue)
    files: dict[str, bytes] = {}
    resources: list[Plain] = []
    for table in _rows_of("tables.tsv"):
        name = table["name"]
        columns = _columns(catalogue, name)
        heads = [one["name"] for one in columns]
        body = ([plain_cell(row[head]) for head in heads] for row in contents[name])
        files[f"{name}.csv"] = rows(heads, body, "csv").encode()
        files[f"schemas/{name}.json"] = _json(_schema(catalogue, described, table, columns))
        texts = {"title": table["title"], "description": table["description"]}
        resource = {"name": name.replace("_", "-"), "path": f"{name}.csv", **texts}
        resources.append({**resource, **described["table"], "schema": f"schemas/{name}.json"})
    files[MAP] = _map(catalogue, described["map"], contents["departements"])
    resources.append({"path": MAP, **described.pop("map")})
    for one in resources:
        content = files[one["path"]]
        one |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    files[README] = _text("lisezmoi.md").format(**_known(catalogue, described)).encode()
    files[DESCRIPTION] = _json(_description(catalogue, described, resources))
    return files


def _text(name: str) -> str:
    """The content of a file of ``data/export``."""
    with open(os.path.join(tsv_table.folder(), "export", name), encoding="utf-8") as stream:
        return stream.read()


def _rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of ``data/export``, each by its columns."""
    head, *rows = (line.split("\t") for line in _text(name).splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def _columns(catalogue: Catalogue, table: str) -> list[dict[str, str]]:
    """The columns of a table; ``theme_*`` is one for each word of the vocabulary."""
    found = []
    for column in _rows_of("colonnes.tsv"):
        if column["table"] != table:
            continue
        stem, star, _ = column["name"].partition("_*")
        if not star:
            found.append(column)
            continue
        for word in catalogue.words[stem]:
            own = {"name": f"{stem}_{word.id}", "title": f"{column['title']} : {word.label}"}
            found.append({**column, **own})
    return found


# --- rows ----------------------------------------------------------------------------------------


def _contents(catalogue: Catalogue) -> dict[str, list[Plain]]:
    """The rows of each table."""
    facts = dict(zip(catalogue.ids, catalogue.facts, strict=True))
    labels = catalogue.labels("field")
    sources: dict[str, Source] = {}
    found: dict[str, list[Plain]] = {
        name: [] for name in ("networks", "contacts", "coverage", "facts", "citations")
    }
    for network in catalogue.networks:
        found["networks"].append(_network(catalogue, network))
        found["contacts"] += _contacts(network)
        areas = [{"kind": one.kind, "code": one.code, "name": one.name} for one in network.covers]
        if network.scope == "national":
            areas = [_FRANCE]
        found["coverage"] += [{"network": network.id, **one} for one in areas]
        cited = [(0, network.sources)]
        for rank, fact in enumerate(facts[network.id], 1):
            first = fact.sources[0]
            found["facts"].append(
                {
                    "network": network.id,
                    "rank": rank,
                    "about": fact.of,
                    "field": fact.field,
                    "label": labels.get(fact.field, fact.field),
                    "value": fact.value,
                    "note": fact.note,
                    "valid_until": fact.valid_until,
                    "checked_on": fact.checked_on,
                    "source": first.id,
                    "source_date": first.date,
                }
            )
            cited.append((rank, fact.sources))
        for rank, of_it in cited:
            for one in dict.fromkeys(of_it):
                sources.setdefault(one.id, one)
                found["citations"].append({"network": network.id, "rank": rank, "source": one.id})
    names = ("id", "url", "title", "nature", "page_date", "read_on", "path", "commit")
    found["sources"] = [
        {name: getattr(one, name) for name in names}
        | (_OWN_FILE if one.url.startswith("file:") else {})
        for _, one in sorted(sources.items())
    ]
    return found | _territories(catalogue)


def _network(catalogue: Catalogue, network: Network) -> Plain:
    names = (
        "id name kind scope carrier summary cost who doubt valid_from valid_until checked_on origin"
    )
    made = {name: getattr(network, name) for name in names.split()}
    for word in catalogue.words["theme"]:
        made[f"theme_{word.id}"] = word.id in network.themes
    for word in catalogue.words["audience"]:
        made[f"audience_{word.id}"] = word.id in network.audiences
    return made


def _contacts(network: Network) -> Iterator[Plain]:
    known = {name: (how, date) for name, how, date in network.contact.known}
    notes = network.contact.notes
    for way in ("website", "page", "email", "phone"):
        if value := getattr(network.contact, way):
            how, date = known.get(way, ("", ""))
            made = {"network": network.id, "way": way, "value": value, "known": how, "date": date}
            yield {**made, "note": notes.get(way)}


def _territories(catalogue: Catalogue) -> dict[str, list[Plain]]:
    """Who covers each région, département, EPCI, postal code and commune.

    The communes are those of the totals; of the overseas collectivities, which are in no région,
    only each as a whole has a row, with its kind.
    """
    found = requested_coverage(catalogue, (), (), (), None)
    counted = tuple(one for one in catalogue.networks if one.id in found.networks)
    postal = dict(bulk.postal_codes())
    epci = {one.code: one.members for one in gazetteer.every("epci")}
    codes: dict[str, list[str]] = {}
    for code, communes in postal.items():
        for insee in communes:
            codes.setdefault(insee, []).append(code)
    siren_of = {insee: siren for siren, members in epci.items() for insee in members}
    siren_of |= {
        insee: one.code
        for one in gazetteer.every("epci")
        if one.kind == "epci"
        for insee in one.members
    }

    def of_level(level: str, communes_of: Callable[[str], tuple[str, ...]]) -> Iterator[Plain]:
        for one in coverage_by_communes(counted, fine_areas(level)):
            communes = communes_of(one.area.code)
            departements = tuple(dict.fromkeys(map(gazetteer.departement_of, communes)))
            if regions := gazetteer.regions_of(departements):
                epcis = tuple(dict.fromkeys(siren_of[one] for one in communes if one in siren_of))
                yield _area(catalogue, one) | {
                    "departements": departements,
                    "regions": regions,
                    "departement": departements[0],
                    "region": regions[0],
                    "epci": epcis,
                    "postal_codes": codes.get(one.area.code, []),
                }

    below = (one for region in found.regions for one in region.departements)
    wide = sorted((*below, *found.overseas), key=_code)
    return {
        "regions": [
            _area(catalogue, one) for one in sorted((*found.regions, *found.overseas), key=_code)
        ],
        "departements": [
            _area(catalogue, one) | {"region": gazetteer.regions_of((one.area.code,))}
            for one in wide
        ],
        "epci": list(of_level("epci", epci.__getitem__)),
        "postal_codes": list(of_level("code-postal", postal.__getitem__)),
        "communes": list(of_level("commune", lambda code: (code,))),
    }


def _code(one: AreaCoverage) -> str:
    return one.area.code


def _area(catalogue: Catalogue, one: AreaCoverage) -> Plain:
    networks = [catalogue.network(network_id) for network_id in one.networks]
    notes: list[str | None] = []
    for network in networks:
        notes.append(network.contact_note(["page" if network.contact.page else "website"]))
        notes.append(network.doubt and f"{network.name} : {network.doubt}")
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


# --- the descriptions ----------------------------------------------------------------------------


def _json(content: Plain) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _schema(
    catalogue: Catalogue, described: Plain, table: dict[str, str], columns: list[dict[str, str]]
) -> Plain:
    """The Table Schema of a table, with what schema.data.gouv.fr asks for."""
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
    content = {
        "name": f"{PACKAGE_NAME}-{table['name'].replace('_', '-')}",
        "title": table["title"],
        "description": table["description"],
        "created": catalogue.as_of,
        "lastModified": catalogue.checked_on,
        **described["schema"],
        "homepage": described["homepage"],
        "contributors": described["contributors"],
        "fields": fields,
        "primaryKey": key,
    }
    return content | ({"foreignKeys": references} if references else {})


def _description(catalogue: Catalogue, described: Plain, resources: list[Plain]) -> Plain:
    reference = {"title": catalogue.reference.title, "path": catalogue.reference.url}
    shown = {
        name: one for name, one in described.items() if name not in ("table", "schema", "rule")
    }
    return {
        **shown,
        "description": described["description"].format(**_known(catalogue, described)),
        "version": catalogue.version,
        "created": f"{catalogue.checked_on}T00:00:00Z",
        "sources": [reference, *described["sources"]],
        "resources": resources,
    }


def _known(catalogue: Catalogue, described: Plain) -> dict[str, str]:
    """What the texts of ``data/export`` leave open."""
    listed = (
        f"| [{one['name']}.csv]({one['name']}.csv) | {one['description']} |"
        for one in _rows_of("tables.tsv")
    )
    return {
        "version": catalogue.version,
        "as_of": catalogue.as_of,
        "checked_on": catalogue.checked_on,
        "vintage": catalogue.vintage,
        "reference": catalogue.reference.url,
        "schema": described["schema"]["version"],
        "rule": described["rule"],
        "homepage": described["homepage"],
        "tables": "\n".join(listed),
    }


def _map(catalogue: Catalogue, described: Plain, departements: list[Plain]) -> bytes:
    """The outlines of the départements as GeoJSON, one a line, with who covers each."""
    with open(os.path.join(tsv_table.folder(), "map", MAP), encoding="utf-8") as stream:
        shapes = json.load(stream)["features"]
    by_code = {one["code"]: one for one in departements}
    names = "code name region status guichet_vert guichet_vert_name guichet_vert_url"
    lines = []
    for shape in shapes:
        row = by_code[shape["id"]]
        shown = (*names.split(), "guichet_vert_note")
        shape["properties"] = {one: plain_cell(row[one]) for one in shown}
        lines.append(json.dumps(shape, ensure_ascii=False, separators=(",", ":")))
    attribution = described["sources"][0]["title"]
    head = {"type": "FeatureCollection", "attribution": attribution, "as_of": catalogue.as_of}
    opened = json.dumps(head, ensure_ascii=False).removesuffix("}")
    every = ",\n".join(lines)
    return f'{opened}, "features": [\n{every}\n]}}\n'.encode()
