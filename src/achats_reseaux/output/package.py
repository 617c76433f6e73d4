"""A catalogue as an open-data package: tables with their schemas, a map, a description of all.

What the tables and their columns mean is in ``data/export``. The files depend on the
catalogue and on the day by which its entries are valid: the same two give the same
bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from operator import itemgetter

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage import (
    COUNTS,
    AreaCoverage,
    Counted,
    area_coverage,
    coverage_by,
    requested_coverage,
)
from achats_reseaux.answering.switchboard_of_place import switchboard_for
from achats_reseaux.gazetteer import bulk, places, tsv_table
from achats_reseaux.model import (
    CONTACT_FIELDS,
    CONTACT_LABELS,
    FACILITATEURS,
    NETWORK_FIELDS,
    OTHER_CONTACT_FIELDS,
    Catalogue,
    Fact,
    Network,
    Place,
    Record,
    Source,
    Trace,
    departement_of,
)
from achats_reseaux.output.delimited import cells, rows
from achats_reseaux.output.documents import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Plain = dict[str, Any]

_DESCRIPTION = "datapackage.json"
_MAP = "departements.geojson"


def package(catalogue: Catalogue, today: str) -> dict[str, bytes]:
    """Every file of the package by its name; the description, which names them, is last.

    What is not valid on ``today``, an ISO date, covers nothing; the description has the day.
    """
    described = json.loads(_text(_DESCRIPTION))
    common, schema = described.pop("table"), described.pop("schema")
    map_resource, rule = described.pop("map"), described.pop("rule")
    contents = _contents(catalogue, today)
    all_columns = _rows_of("colonnes.tsv")
    files = {}
    resources = []
    for table in _rows_of("tables.tsv"):
        name = table["name"]
        path = f"{name}.csv"
        columns = [column for column in all_columns if name in column["tables"].split(",")]
        if name == "networks":
            columns += _other_contact_columns()
        files[path] = _csv(columns, contents[name])
        resource: Plain = {"name": name.replace("_", "-"), "path": path}
        resource |= {"title": table["title"], "description": table["description"]} | common
        resources.append(resource | {"schema": schema | _schema(table, columns)})
    files[_MAP] = _map(catalogue, map_resource, contents["departements"])
    resources.append({"path": _MAP} | map_resource)
    lines = []
    for resource in resources:
        path = resource["path"]
        digest = hashlib.sha256(files[path]).hexdigest()
        resource |= {"bytes": len(files[path]), "hash": f"sha256:{digest}"}
        lines.append(f"| [{path}]({path}) | {resource['description']} |")
    known = {"catalogue": catalogue, "files": "\n".join(lines), "rule": rule, "today": today}
    known["homepage"] = described["homepage"]
    files["LISEZMOI.md"] = _text("lisezmoi.md").format(**known).encode()
    described["description"] = described["description"].format(**known)
    described["version"] = catalogue.version
    described["valid_on"] = today
    described["created"] = f"{catalogue.checked_on}T00:00:00Z"
    reference = {"title": catalogue.reference.title, "path": catalogue.reference.url}
    described["sources"].insert(0, reference)
    described["resources"] = resources
    files[_DESCRIPTION] = (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def _text(name: str) -> str:
    """The content of a file of ``data/export``."""
    with open(os.path.join(tsv_table.folder(), "export", name), encoding="utf-8") as stream:
        return stream.read()


def _rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of ``data/export``, each by its columns."""
    lines = _text(name).splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _other_contact_columns() -> list[dict[str, str]]:
    """The columns of what a contact has beside the ways in: each field, and its note."""
    columns = []
    for name in OTHER_CONTACT_FIELDS:
        label = CONTACT_LABELS[name]
        what = f"{label} du réseau ; vide si rien n'en est documenté."
        note = f"Ce qu'il faut savoir de la colonne {name} ; à dire avec elle."
        known = ((name, label, what), (f"{name}_note", f"{label} : à savoir", note))
        for own_name, title, description in known:
            described = {"name": own_name, "title": title, "type": "string"}
            columns.append(described | {"description": description, "example": "", "reference": ""})
    return columns


def _csv(columns: list[dict[str, str]], content: list[Plain]) -> bytes:
    """A table as CSV."""
    heads = [column["name"] for column in columns]
    return rows(heads, [cells(row, heads) for row in content], "csv").encode()


def _schema(table: dict[str, str], columns: list[dict[str, str]]) -> Plain:
    """The Table Schema of a table."""
    key = table["key"].split(",")
    columns_schema, references = [], []
    for column in columns:
        field: Plain = {name: column[name] for name in ("name", "title", "type")}
        field["description"] = column["description"] or f"{column['title']}."
        field["example"] = column["example"]
        if column["name"] in key:
            field["constraints"] = {"required": True}
        columns_schema.append(field)
        target, _, target_column = column["reference"].partition(".")
        if target:
            reference = {"resource": target.replace("_", "-"), "fields": target_column}
            references.append({"fields": column["name"], "reference": reference})
    return {"fields": columns_schema, "primaryKey": key, "foreignKeys": references}


# --- rows ----------------------------------------------------------------------------------------


def _contents(catalogue: Catalogue, today: str) -> dict[str, list[Plain]]:
    """The rows of each table."""
    labels = catalogue.labels("field")
    facts = []
    for network in catalogue.networks:
        for row in _facts(catalogue.facts_of(network.id), labels):
            facts.append(row | {"network": network.id})
    notions = []
    for notion in catalogue.notions:
        known = fields(notion, ("id", "name", "definition", "doubt", "networks"))
        for row in _facts(notion.facts, labels) or [{"rank": 1}]:  # one of a notion without facts
            notions.append(known | row)
    return {
        "networks": [_network(catalogue, network) for network in catalogue.networks],
        "facts": facts,
        "traces": list(map(_trace, catalogue.traces)),
        "notions": notions,
    } | _territories(catalogue, today)


def _network(catalogue: Catalogue, network: Network) -> Plain:
    row = fields(network, NETWORK_FIELDS)
    for word in catalogue.words["theme"]:
        row[f"theme_{word.id}"] = word.id in network.themes
    for word in catalogue.words["audience"]:
        row[f"audience_{word.id}"] = word.id in network.audiences
    for field in CONTACT_FIELDS:
        row[field] = getattr(network.contact, field)
        row[f"{field}_note"] = network.contact.notes.get(field)
    row["coverage"] = [area.ask for area in network.covers]
    if network.scope == "national":
        row["coverage"] = ["pays:FR"]
    row["sources"] = _addresses(network.sources)
    return row


def _trace(trace: Trace) -> Plain:
    row = fields(trace, ("id", "label", "kind", "summary", "year", "url", "checked_on", "shows"))
    row["coverage"] = [area.ask for area in trace.covers]
    row["sources"] = _addresses(trace.sources)
    return row


def _facts(facts: Iterable[Fact], labels: dict[str, str]) -> list[Plain]:
    """A row for each fact of a network or a notion."""
    table = []
    for rank, fact in enumerate(facts, 1):
        first, *others = fact.sources
        url = _addresses([first])
        row = fields(fact, ("field", "value", "note", "valid_until", "checked_on"))
        row |= {
            "rank": rank,
            "label": labels.get(fact.field, fact.field),
            "about": fact.of,
            "source": first.id,
            "source_date": first.date,
            "source_title": first.title if url else "Fichier local",
            "source_url": url,
            "source_nature": first.nature,
            "other_sources": _addresses(others),
        }
        table.append(row)
    return table


def _addresses(sources: Iterable[Source]) -> list[str]:
    """The addresses of sources, but of a file of one's own: not where it lies."""
    return [source.url for source in dict.fromkeys(sources) if not source.url.startswith("file:")]


# --- territories ---------------------------------------------------------------------------------


class _Known(Record):
    """What the rows of places are made of, collected once for all of them."""

    catalogue: Catalogue
    guichets: Counted
    desks: dict[str, list[str]]  # ids by the code of a département or commune
    traces: dict[str, list[str]]  # likewise
    postal_codes: dict[str, list[str]]  # by INSEE code

    def row(self, place: Place) -> Plain:
        """Who covers an EPCI, a postal code or a commune."""
        sirens = dict.fromkeys(map(gazetteer.epci_of_commune, place.communes))
        desks, traces = self.desks.get(place.code, []), self.traces.get(place.code, [])
        switchboard = ""
        if place.kind == "commune":  # the code of no other place begins with its département's
            departement = departement_of(place.code)
            desks = desks + self.desks.get(departement, [])
            traces = traces + self.traces.get(departement, [])
            board = switchboard_for(place)
            if board is not None:
                switchboard = f"{board.name} : {board.phone or board.email}"
        to_call = []
        for desk in desks:
            if self.catalogue.network(desk).contact.can_be_called:
                to_call.append(desk)
        return _area(self.catalogue, area_coverage(place, self.guichets)) | {
            "departements": place.departements,
            "regions": place.regions,
            "departement": place.departements[0],
            "region": place.regions[0],
            "epci": list(filter(None, sirens)),
            "postal_codes": self.postal_codes.get(place.code, []),
            "facilitateurs": desks,
            "facilitateurs_to_call": to_call,
            "desk_traces": traces,
            "switchboard": switchboard,
        }


def _territories(catalogue: Catalogue, today: str) -> dict[str, list[Plain]]:
    """Who covers each région, département, EPCI, postal code and commune.

    The communes are those of the totals; of the overseas collectivities, which are in no
    région, only each as a whole has a row, with its kind.
    """
    bulk.index()
    codes: dict[str, list[str]] = {}
    for code, communes in bulk.postal_codes():
        for insee in communes:
            codes.setdefault(insee, []).append(code)
    coverage = requested_coverage(catalogue, {}, today=today)
    guichets = Counted(tuple(map(catalogue.network, coverage.networks)))
    traces = _by_code(trace for trace in catalogue.traces if trace.is_of_a_desk)
    known = _Known(catalogue, guichets, _desks(catalogue, today), traces, codes)
    departements = []
    for area in coverage_by(coverage, "departement"):
        region = {"region": gazetteer.regions_of((area.code,))}
        departements.append(_area(catalogue, area) | region)
    regions = [_area(catalogue, area) for area in coverage_by(coverage, "region")]
    by_code = itemgetter("code")
    epci = map(places.of_territory, gazetteer.every("epci"))
    postal_codes = [places.of_postal_code(*row) for row in bulk.postal_codes()]
    present = [places.of_commune(insee) for insee, _ in bulk.communes()]
    return {
        "regions": sorted(regions, key=by_code),
        "departements": sorted(departements, key=by_code),
        "epci": list(map(known.row, epci)),
        "postal_codes": [known.row(place) for place in postal_codes if place.regions],
        "communes": [known.row(place) for place in present if place.regions],
    }


def _desks(catalogue: Catalogue, today: str) -> dict[str, list[str]]:
    """The ids of the desks of the social clause by the code of each département and commune."""
    valid = [network for network in catalogue.networks if network.is_valid(today)]
    return _by_code(network for network in valid if network.kind == FACILITATEURS)


def _by_code(entries: Iterable[Network | Trace]) -> dict[str, list[str]]:
    """The ids of networks or traces by the code of each département and commune."""
    ids: dict[str, list[str]] = {}
    for entry in entries:
        for code in (*entry.departements, *entry.communes):
            ids.setdefault(code, []).append(entry.id)
    return ids


def _area(catalogue: Catalogue, coverage: AreaCoverage) -> Plain:
    networks = list(map(catalogue.network, coverage.networks))
    urls, notes = [], []
    for network in networks:
        urls.append(network.contact.url or "")
        notes.append(network.caveat(["page" if network.contact.page else "website"]))
    row = fields(coverage, ("kind", "code", "name", "status", *COUNTS))
    return row | {
        "guichet_vert": coverage.networks,
        "guichet_vert_name": [network.name for network in networks],
        "guichet_vert_url": urls,
        "guichet_vert_note": " ".join(filter(None, notes)),
    }


_OF_SHAPES = tuple(
    "code name region status guichet_vert guichet_vert_name guichet_vert_url"
    " guichet_vert_note".split()
)


def _map(catalogue: Catalogue, described: Plain, departements: list[Plain]) -> bytes:
    """The outlines of the départements as GeoJSON, one a line, with who covers each."""
    with open(os.path.join(tsv_table.folder(), "map", _MAP), encoding="utf-8") as stream:
        shapes = json.load(stream)["features"]
    rows_by_code = {row["code"]: row for row in departements}
    for shape in shapes:
        values = cells(rows_by_code[shape["id"]], _OF_SHAPES)
        shape["properties"] = dict(zip(_OF_SHAPES, values, strict=True))
    drawn = {
        "type": "FeatureCollection",
        "attribution": described["sources"][0]["title"],
        "as_of": catalogue.as_of,
        "features": shapes,
    }
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
