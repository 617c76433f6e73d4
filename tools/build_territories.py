"""Build ``data/territories`` from the npm package ``@etalab/decoupage-administratif``.

    python tools/build_territories.py            # fetch both packages with npm, write the tables
    python tools/build_territories.py --check    # rebuild in memory, compare, write nothing

Two editions are read: the current one for the present, and an old one (2019) that carried the
history of the communes since 1943, for the names of those that are gone, and for those of EPCI that
have taken another since. The output depends on nothing else, so it is byte-identical at each run.
The other tables of the folder are written by hand; of these only the names of ``ensembles.tsv`` are
read here.
"""

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from achats_reseaux.gazetteer import departement_of, spaceless
from achats_reseaux.geocoder.codes import is_siren
from achats_reseaux.geocoder.names import without_nature
from achats_reseaux.text import fold, without_article

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "data" / "territories"
PACKAGE = "@etalab/decoupage-administratif"
PRESENT, HISTORY = "6.0.0", "0.7.0"
VINTAGE = "2026"
Row = tuple[str, ...]
Tables = dict[str, str]


def must(condition: object, message: str) -> None:
    """Stop the build: the package is not what this script, or the program, relies on."""
    if not condition:
        sys.exit(message)


# --- the tables ----------------------------------------------------------------------------------


def table(header: str, rows: Sequence[Row], sort_key: Callable[[str], str | bytes] = str) -> str:
    """A TSV, refused rather than quoted if a value would break it."""
    width = header.count("\t")
    keys = [sort_key(row[0]) for row in rows]
    must(keys == sorted(keys), f"not sorted: {header}")
    lines = ["\t".join(row) for row in rows]
    for line in lines:
        must(line.count("\t") == width and "\n" not in line, f"cannot be written: {line!r}")
    return "\n".join([header, *lines, ""])


def build(present: dict[str, Any], past: dict[str, Any]) -> Tables:
    """Every generated file: its name and its text."""
    active = {c["code"]: c for c in present["communes"] if c["type"] == "commune-actuelle"}
    parts = sorted(
        (c for c in present["communes"] if c["type"] != "commune-actuelle"),
        key=lambda c: c["code"],
    )
    check_communes(active, parts)
    gone = formers(active, parts, past["historique-communes"])
    departements_of = defaultdict(list)
    for departement in present["departements"]:
        departements_of[departement["region"]].append(departement["code"])
    tables = {
        "communes.tsv": table("code\tname", [(k, active[k]["nom"]) for k in sorted(active)]),
        "populations.tsv": table(
            "code\tpeople",
            [(k, str(c["population"])) for k, c in sorted(active.items()) if "population" in c],
        ),
        "codes_postaux.tsv": postal_codes(active),
        "sirens.tsv": sirens(active),
        "communes_deleguees.tsv": table(
            "code\tname\tkind\thome",
            [(c["code"], c["nom"], c["type"].removesuffix("-municipal"), parent(c)) for c in parts],
        ),
        "anciennes_communes.tsv": table("code\tname\thome", gone),
        "epci.tsv": groupings(active, present["epci"] + present["ept"]),
        "epci_des_communes.tsv": homes(present["epci"]),
        "departements.tsv": departements(active, present["departements"]),
        "regions.tsv": table(
            "code\tname\twhere\tmembers",
            [
                (
                    r["code"],
                    r["nom"],
                    where("region", r["code"]),
                    " ".join(sorted(departements_of[r["code"]])),
                )
                for r in present["regions"]
                if r["zone"] != "com"
            ],
        ),
        "millesime.txt": f"{VINTAGE}\n",
    }
    tables |= names(tables, former_epci(present["epci"], past["epci"]))
    return tables | {"tailles.tsv": sizes(tables)}


def sizes(tables: Tables) -> str:
    """The size of each file: what one that is cut short is known by."""
    rows = [(name, str(len(tables[name].encode("utf-8")))) for name in sorted(tables)]
    return table("file\tbytes", rows)


def where(kind: str, code: str) -> str:
    """How one says that something lies in an area: grammar alone does not tell ("en Sarthe")."""
    lines = (ROOT / "tools" / "where.tsv").read_text(encoding="utf-8").splitlines()
    said = {(row[0], row[1]): row[2] for row in (line.split("\t") for line in lines)}
    must((kind, code) in said, f"tools/where.tsv has no {kind} {code}")
    return said[kind, code]


def parent(part: dict[str, Any]) -> str:
    """The commune that a déléguée, an associée or an arrondissement belongs to."""
    code: str = part.get("chefLieu") or part["commune"]
    return code


def check_communes(active: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """What the program takes for granted."""
    for code, commune in active.items():
        must(len(code) == 5, f"INSEE code {code}")
        must(commune["departement"] == departement_of(code), f"{code} is not in its département")
    for part in parts:
        home = active.get(parent(part))
        must(home, f"{part['code']} is part of no commune")
        assert home is not None
        must(home["departement"] == part["departement"], f"{part['code']} and its commune differ")


def names(tables: Tables, renamed: list[Row]) -> Tables:
    """Every name of the other tables, as a key, and the kinds and codes of what bears it.

    ``renamed`` are the SIREN and former names of EPCI, which are read as their present ones.

    ``noms_courts.tsv`` has names that begin with an article without it, and EPCI by what their
    nature and link words leave. Both are sorted by their names without spaces, so that names which
    differ by these alone lie together.
    """
    rows = {name: [line.split("\t") for line in tables[name].splitlines()[1:]] for name in tables}
    by_hand = (TARGET / "ensembles.tsv").read_text(encoding="utf-8").splitlines()
    rows["ensembles.tsv"] = [line.split("\t") for line in by_hand[1:]]
    full = [
        (kind, code, fold(name))
        for kind, file in KINDS.items()
        if kind != "epci"
        for code, name, *_ in rows[file]
    ]
    epci = [(code, key) for code, name, *_ in (*rows["epci.tsv"], *renamed) for key in sides(name)]
    short = [
        (kind, code, without_article(key))
        for kind, code, key in full
        if kind != "former" and without_article(key) != key
    ]
    return {
        "noms.tsv": name_table([*full, *(("epci", code, key) for code, key in epci)]),
        "noms_courts.tsv": name_table(
            [*short, *(("epci", code, without_nature(key)) for code, key in epci)]
        ),
    }


def sides(name: str) -> list[str]:
    """The keys of an EPCI's name and of the acronym behind it: "CA Amiens Métropole (CAAM)"."""
    return [fold(side) for side in name.rstrip(")").split(" (")]


def former_epci(present: list[dict[str, Any]], past: list[dict[str, Any]]) -> list[Row]:
    """The SIREN and the former names of EPCI of today, where no other EPCI has that name now.

    Acronyms and names with a number are left out: "4 Rivières" is also written "Quatre Rivières".
    """
    now = {epci["code"]: sides(epci["nom"]) for epci in present}
    taken = {without_nature(key) for keys in now.values() for key in keys}
    named = [(epci["code"], epci["nom"].partition(" (")[0]) for epci in past]
    return [
        (code, name)
        for code, name in named
        if code in now and fold(name) not in now[code]
        if not any(map(str.isdigit, name)) and without_nature(fold(name)) not in taken
    ]


KINDS = {
    "region": "regions.tsv",
    "departement": "departements.tsv",
    "ensemble": "ensembles.tsv",
    "commune": "communes.tsv",
    "part": "communes_deleguees.tsv",
    "former": "anciennes_communes.tsv",
    "epci": "epci.tsv",
}


def name_table(named: list[Row]) -> str:
    """Names with the codes of each kind that bear them, from kinds, codes and names."""
    codes = defaultdict(set)
    for kind, code, key in named:
        must(key, f"{kind} {code} has no name")
        codes[key, kind].add(code)
    rows = [(key, kind, ",".join(sorted(codes[key, kind]))) for key, kind in codes]
    rows.sort(key=lambda row: (spaceless(row[0].encode()), row[0], [*KINDS].index(row[1])))
    return table("nom\tkind\tcodes", rows, lambda key: spaceless(key.encode()))


def postal_codes(active: dict[str, Any]) -> str:
    """Postal code → communes. Those of an arrondissement are its commune's too."""
    communes = defaultdict(list)
    for insee in sorted(active):
        for code in active[insee].get("codesPostaux", ()):
            must(len(code) == 5 and code.isdigit(), f"postal code {code}")
            communes[code].append(insee)
    return table("code_postal\tcommunes", [(k, " ".join(communes[k])) for k in sorted(communes)])


def sirens(active: dict[str, Any]) -> str:
    """SIREN → commune, grouped by the first six digits: 350 KB rather than 560."""
    groups = defaultdict(list)
    seen = set()
    for insee, commune in sorted(active.items(), key=lambda item: item[1].get("siren", "")):
        siren = commune.get("siren")
        if siren is None:
            must(commune["zone"] == "com", f"{insee} has no SIREN")
            continue
        must(is_siren(siren) and siren not in seen, f"SIREN {siren} of {insee}")
        seen.add(siren)
        groups[siren[:6]].append(f"{siren[6:]}:{insee}")
    return table("debut\tsuites", [(k, " ".join(groups[k])) for k in sorted(groups)])


def groupings(active: dict[str, Any], found: list[dict[str, Any]]) -> str:
    """EPCI with own taxes, and the EPT of Grand Paris, with their members."""
    rows = []
    for epci in sorted(found, key=lambda e: e["code"]):
        must(is_siren(epci["code"]), f"SIREN {epci['code']}")
        members = sorted({member["code"] for member in epci["membres"]})
        must(members and active.keys() >= set(members), f"members of {epci['code']}")
        kind = "ept" if epci["type"] == "EPT" else "epci"
        rows.append((epci["code"], epci["nom"], kind, epci["type"], " ".join(members)))
    return table("code\tname\tkind\tnature\tmembers", rows)


def homes(found: list[dict[str, Any]]) -> str:
    """Commune → EPCI with own taxes, grouped by the first three signs of the INSEE code."""
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for epci in sorted(found, key=lambda e: e["code"]):
        for insee in sorted(member["code"] for member in epci["membres"]):
            groups[insee[:3]][epci["code"]].append(insee[3:])
    rows = []
    for start in sorted(groups):
        suites = [f"{siren}:{','.join(ends)}" for siren, ends in groups[start].items()]
        rows.append((start, " ".join(suites)))
    return table("debut\tsuites", rows)


def departements(active: dict[str, Any], found: list[dict[str, Any]]) -> str:
    """Départements, and overseas collectivities with no region."""
    count = Counter(c["departement"] for c in active.values())
    people: Counter[str] = Counter()
    for commune in active.values():
        people[commune["departement"]] += commune.get("population", 0)
    rows = []
    for departement in sorted(found, key=lambda d: d["code"]):
        code, name = departement["code"], departement["nom"]
        overseas = departement["zone"] == "com"
        kind = "collectivite" if overseas else "departement"
        region = "" if overseas else departement["region"]
        lies = where("departement", code)
        rows.append((code, name, kind, region, lies, str(count[code]), str(people[code])))
    return table("code\tname\tkind\thome\twhere\tcommunes\tpeople", rows)


def formers(
    active: dict[str, Any], parts: list[dict[str, Any]], history: list[dict[str, Any]]
) -> list[Row]:
    """Former codes and former names → the commune of today.

    Every former code has a row with its last name first. A name is left out where it leads to the
    same commune anyway: that of the commune itself or of one of its parts.
    """
    heirs = {old: code for code, c in active.items() for old in c.get("anciensCodes", ())}
    must(not heirs.keys() & active.keys(), "a former code is in use")
    homes = {part["code"]: parent(part) for part in parts} | {code: code for code in active}
    living = {(fold(c["nom"]), code) for code, c in active.items()}
    living |= {(fold(part["nom"]), parent(part)) for part in parts}
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in sorted(history, key=lambda e: e.get("dateDebut", ""), reverse=True):
        names[entry["code"]].setdefault(entry["nom"])  # the latest first
    rows: list[Row] = []
    for old in sorted(names.keys() | heirs.keys()):
        must(old in heirs or old in homes, f"{old} leads nowhere")
        home = heirs.get(old) or homes[old]
        must(names[old], f"{old} has no name")
        seen = set()
        for rank, name in enumerate(names[old]):
            needed = (old in heirs and rank == 0) or (fold(name), home) not in living
            if needed and fold(name) not in seen:
                seen.add(fold(name))
                rows.append((old, name, home))
    return rows


def json_files(package: str, *names: str) -> dict[str, Any]:
    """JSON files of ``name@version``, from whatever registry npm is set up for."""
    with tempfile.TemporaryDirectory() as where:
        command = ["npm", "pack", "--silent", package]
        done = subprocess.run(command, cwd=where, check=True, capture_output=True, text=True)  # noqa: S603
        with tarfile.open(Path(where) / done.stdout.split()[-1]) as archive:
            files = {name: archive.extractfile(f"package/data/{name}.json") for name in names}
            return {name: json.load(file) for name, file in files.items() if file is not None}


def main(argv: list[str] | None = None) -> int:
    """Build, or check, the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    options = parser.parse_args(argv)
    files = ("communes", "epci", "ept", "departements", "regions")
    present = json_files(f"{PACKAGE}@{PRESENT}", *files)
    past = json_files(f"{PACKAGE}@{HISTORY}", "historique-communes", "epci")
    tables = build(present, past)
    files_of = {TARGET / name: text.encode("utf-8") for name, text in sorted(tables.items())}
    stale = [file for file in files_of if not file.exists() or file.read_bytes() != files_of[file]]
    for file in stale if not options.check else ():
        file.write_bytes(files_of[file])
    print(f"{len(tables)} files; different: {', '.join(file.name for file in stale) or 'none'}")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
