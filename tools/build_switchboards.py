"""Put what was read of switchboards into the tables of ``data/territories``, or check these.

    python tools/build_switchboards.py READ.tsv
    python tools/build_switchboards.py --check

READ.tsv has a row for each body: kind (epci, ept, departement, region or commune), code (of an
EPCI or EPT its SIREN), siren, name, phone, email, website, page, title, date. ``page`` is where it
was read, if not in the official directory of the administration (DILA, Licence Ouverte 2.0) what
``title`` says. A row takes the place of an older one of its body. What is of a person, an elected
person or a director is left out, and so is a body with neither a telephone nor an e-mail.
"""

import csv
import re
import sys
from pathlib import Path

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.switchboards import TABLES
from achats_reseaux.geocoder.codes import is_siren

TARGET = Path(__file__).resolve().parent.parent / "data" / "territories"
NUMBER = re.compile(r"0[1-59]( [0-9]{2}){4}|[0-9]{2} [0-9]{2}")
"""Ten digits in pairs, of no mobile (06, 07) nor of the 08 that may cost; a town's short number."""

EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
OF_A_PERSON = {"president", "lepresident", "presidente", "maire", "lemaire", "cabinet", "elus"}
OF_A_PERSON |= {"dg", "dgs", "dga", "dgst", "mg"}
"""Words before the @ of an address of an elected person or a director, or its initials."""

PAGE = re.compile(r"https://[a-z0-9.-]+/\S+")
WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")

Row = dict[str, str]


def rows_of(file: Path) -> list[Row]:
    """The rows of a TSV file with a header."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def of_a_person(email: str) -> bool:
    """Whether an address is that of an elected person or of a director."""
    words = re.split("[^a-z]", email.lower().partition("@")[0])
    return any(word in OF_A_PERSON or word.startswith("direct") for word in words)


def build(read: Path) -> None:
    """Put the rows of a file into their tables."""
    read_rows = rows_of(read)
    for kind, table in TABLES.items():
        columns = table.columns()
        known = {row[columns[0]]: row for row in rows_of(TARGET / table.name)}
        for row in read_rows:
            if row["kind"] == kind and is_newer(row, known.get(row["code"])):
                known[row["code"]] = {name: row[name] for name in columns}
        lines = ["\t".join(row.values()) for _, row in sorted(known.items())]
        text = "\n".join(["\t".join(columns), *lines, ""])
        (TARGET / table.name).write_text(text, encoding="utf-8")


def is_newer(row: Row, known: Row | None) -> bool:
    """Whether a row has somebody to call, and none that is known is newer."""
    if of_a_person(row["email"]):
        row["email"] = ""
    is_reachable = bool(row["phone"] or row["email"])
    return is_reachable and (known is None or row["date"] >= known["date"][: len(row["date"])])


def faults() -> list[str]:
    """What is wrong in the tables that are there."""
    found = []
    for kind, table in TABLES.items():
        for row in rows_of(TARGET / table.name):
            code = row[table.columns()[0]]
            if gazetteer.territory(kind, code) is None:
                found.append(f"{table.name}, {code}: no {kind}")
            found += [f"{table.name}, {code}: {fault}" for fault in faults_of(row)]
    return found


def faults_of(row: Row) -> list[str]:
    """What is wrong in the values of a row."""
    forms = {"phone": NUMBER, "email": EMAIL, "website": WEBSITE, "page": PAGE}
    found = []
    if row["siren"] and not is_siren(row["siren"]):
        found.append(f"siren {row['siren']}")
    if row.get("title") and not row["page"]:
        found.append("a title without its page")
    for name, form in forms.items():
        value = row.get(name, "")
        if value and not form.fullmatch(value):
            found.append(f"{name} {value}")
    if of_a_person(row["email"]):
        found.append(f"{row['email']} is of a person or a director")
    if not row["phone"] and not row["email"]:
        found.append("nobody to call")
    return found


def main(arguments: list[str]) -> int:
    """Put in what was read, or only check; ``1`` if a table has a fault."""
    if arguments != ["--check"]:
        build(Path(arguments[0]))
    found = faults()
    print("".join(f"{fault}\n" for fault in found), end="")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
