"""Build the tables of switchboards of ``data/territories``, or check those that are there.

    python tools/build_switchboards.py EPCI.tsv DEPARTEMENTS.tsv
    python tools/build_switchboards.py --check

The two files come from copies of the official directory of the administration (DILA, Licence
Ouverte 2.0). EPCI.tsv has the columns siren, phone, email, website, official_page and date,
DEPARTEMENTS.tsv (a copy of September 2019) code, name, phone, email and website; other columns are
passed over. What is of a person, an elected person or a director is left out, and so is a body with
neither a telephone nor an e-mail. ``standards_communes.tsv`` is written by hand and only checked.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

from achats_reseaux import gazetteer
from achats_reseaux.geocoder.codes import is_siren

TARGET = Path(__file__).resolve().parent.parent / "data" / "territories"
EPCI, DEPARTEMENTS, COMMUNES = (
    TARGET / f"standards_{name}.tsv" for name in ("epci", "departements", "communes")
)
LEVEL = "departement"
DEPARTEMENTS_DATE = "2019-09"
"""The date of the copy of the directory that the numbers of Départements come from."""

GONE = ("67", "68")
"""Départements whose conseil départemental gave way to another body in 2021."""

NUMBER = re.compile(r"0[1-59]( [0-9]{2}){4}|[0-9]{2} [0-9]{2}")
"""Ten digits in pairs, of no mobile (06, 07) nor of the 08 that may cost; a town's short number."""

EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
OF_A_PERSON = {"president", "lepresident", "presidente", "maire", "lemaire", "cabinet", "elus"}
OF_A_PERSON |= {"dg", "dgs", "dga", "dgst", "mg"}
"""Words before the @ of an address of an elected person or a director, or its initials."""

PAGE = re.compile(r"https://[a-z0-9.-]+/\S+")
WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")

Row = dict[str, str]


# --- building ------------------------------------------------------------------------------------


def rows_of(file: Path) -> list[Row]:
    """The rows of a TSV file with a header."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def kept(rows: list[Row]) -> list[Row]:
    """The rows that have somebody to call, without the addresses of persons."""
    found = []
    for row in rows:
        if of_a_person(row["email"]):
            row["email"] = ""
        if row["phone"] or row["email"]:
            found.append(row)
    return found


def of_a_person(email: str) -> bool:
    """Whether an address is that of an elected person or of a director."""
    words = re.split("[^a-z]", email.lower().partition("@")[0])
    return any(word in OF_A_PERSON or word.startswith("direct") for word in words)


def body_name(departement: str) -> str:
    """The name of a Département as a body: « Département de l'Ain »."""
    area = gazetteer.departement(departement)
    assert area is not None
    name = area.name
    begins_with_vowel = name[0] in "AEIOUYÉ"
    if area.where.startswith("dans le "):
        return f"Département du {name}"
    if area.where.startswith("dans les "):
        return f"Département des {name}"
    if "-et-" in name:
        return f"Département d'{name}" if begins_with_vowel else f"Département de {name}"
    if begins_with_vowel:
        return f"Département de l'{name}"
    return f"Département de la {name}"


def text_of(rows: list[Row], columns: tuple[str, ...]) -> str:
    """A table: its header, and the rows in the order of their first column."""
    lines = ["\t".join(row[name] for name in columns) for row in rows]
    return "\n".join(["\t".join(columns), *sorted(lines), ""])


def build(epci: Path, departements: Path) -> None:
    """Write the two tables."""
    bodies = [{**row, "page": row["official_page"]} for row in rows_of(epci)]
    values = ("phone", "email", "website", "page", "date")
    EPCI.write_text(text_of(kept(bodies), ("siren", *values)), encoding="utf-8")
    sirens = {
        code: siren for siren, kind, code in gazetteer.COLLECTIVITE_SIRENS.all() if kind == LEVEL
    }
    named = []
    for row in rows_of(departements):
        code = row["code"]
        if code not in GONE:
            known = {"siren": sirens[code], "name": body_name(code), "date": DEPARTEMENTS_DATE}
            named.append({**row, **known})
    columns = ("siren", "name", "phone", "email", "website", "date")
    DEPARTEMENTS.write_text(text_of(kept(named), ("code", *columns)), encoding="utf-8")


# --- checking ------------------------------------------------------------------------------------


def faults() -> list[str]:
    """What is wrong in the tables that are there."""
    found = []
    for row in rows_of(EPCI):
        known = gazetteer.territory("epci", row["siren"])
        if known is None or not is_siren(row["siren"]):
            found.append(f"{row['siren']} is no intercommunalité")
    for row in rows_of(DEPARTEMENTS):
        if gazetteer.departement(row["code"]) is None:
            found.append(f"{row['code']} is no département")
    for row in rows_of(COMMUNES):
        if gazetteer.commune_name(row["code"]) is None:
            found.append(f"{row['code']} is no commune")
    for file in (EPCI, DEPARTEMENTS, COMMUNES):
        for row in rows_of(file):
            key = next(iter(row.values()))
            found += [f"{file.name}, {key}: {fault}" for fault in faults_of(row)]
    return found


def faults_of(row: Row) -> list[str]:
    """What is wrong in the values of a row."""
    forms = {"phone": NUMBER, "email": EMAIL, "website": WEBSITE, "page": PAGE}
    found = []
    for name, form in forms.items():
        value = row.get(name, "")
        if value and not form.fullmatch(value):
            found.append(f"{name} {value}")
    if of_a_person(row["email"]):
        found.append(f"{row['email']} is of a person or a director")
    if not row["phone"] and not row["email"]:
        found.append("nobody to call")
    return found


def main(argv: list[str] | None = None) -> int:
    """Build, or only check; ``1`` if a table has a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="EPCI.tsv and DEPARTEMENTS.tsv")
    parser.add_argument("--check", action="store_true", help="only check the tables")
    options = parser.parse_args(argv)
    if not options.check:
        epci, departements = options.files
        build(epci, departements)
    found = faults()
    print("".join(f"{fault}\n" for fault in found), end="")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
