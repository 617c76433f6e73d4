"""Score public files that no rule was made with: ``tests/buyers/unseen_files.tsv`` lists them.

    python tools/score_unseen.py FOLDER [--wrong]

``FOLDER`` holds them by the names of that table, as ``git show COMMIT:PATH`` prints them. Every
distinct text of a measure (``unseen_measures.tsv``) is answered as by ``annotate --add note``, the
second only where the first is open, and compared to the départements that stand beside it:
``right`` if the answer has one of them, ``wrong`` if it has none of them, ``open`` if there is no
answer. ``--wrong`` lists the wrong ones.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from hashlib import sha256
from io import StringIO
from pathlib import Path

import achats_reseaux
from achats_reseaux.annotation.answers import TextAnswers
from achats_reseaux.gazetteer import bulk, departement_of
from achats_reseaux.text import fold

LISTS = Path(__file__).parent.parent / "tests" / "buyers"
POSTAL = {code: set(map(departement_of, communes)) for code, communes in bulk.postal_codes()}
SEVERAL = {
    "20": ("2A", "2B"),
    "970": ("971", "977", "978"),  # CEDEX of Guadeloupe and of the two islands
    "977": ("977", "974"),  # CEDEX of La Réunion: 97743 Saint-Denis Cedex 9, 97801, 97822
    "978": ("978", "974"),
}
"""Beginnings of postal codes that several départements share."""


def table(raw: bytes, encoding: str = "utf-8", delimiter: str = "\t") -> list[dict[str, str]]:
    """The rows of a table with a header."""
    return list(csv.DictReader(StringIO(raw.decode(encoding), newline=""), delimiter=delimiter))


def homes(kind: str, code: str) -> set[str]:
    """The départements of a postal code: of its communes, and of its digits; or that of a code."""
    if kind == "departement":
        return {code}
    first = set(SEVERAL.get(code[: 3 if code.startswith("97") else 2], [departement_of(code)]))
    return first | POSTAL.get(code, set()) if re.fullmatch(r"\d{5}", code) else set()


def asked(measure: dict[str, str], rows: list[dict[str, str]]) -> dict[tuple[str, ...], set[str]]:
    """The distinct texts of a measure, with their départements."""
    truths: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        cells = {name: row[name].strip() for name in re.findall(r"\{(\w+)\}", measure["texts"])}
        truth = homes(measure["kind"], row[measure["truth"]].strip())
        chosen = re.fullmatch(measure["values"], row[measure["only"]].strip())
        if chosen and truth and not {"", "None"} & {*cells.values()}:
            truths[tuple(one.format_map(cells) for one in measure["texts"].split(" | "))] |= truth
    return truths


def main(folder: Path, *, shown: bool) -> None:
    """Print a line by measure."""
    rows: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for one in table((LISTS / "unseen_files.tsv").read_bytes()):
        raw = (folder / one["file"]).read_bytes()
        if sha256(raw).hexdigest() != one["sha256"]:
            sys.exit(f"{one['file']} is not the file that was written down.")
        rows[one["source"]][one["use"]] += table(raw, one["encoding"], one["delimiter"])
    answers = TextAnswers(achats_reseaux.load(), noted=True)
    for measure in table((LISTS / "unseen_measures.tsv").read_bytes()):
        found_in = rows[measure["source"]]
        known = {fold(row[measure["name"]]) for row in found_in["left out"]}
        scored = [row for row in found_in["scored"] if fold(row[measure["name"]]) not in known]
        truths, score = asked(measure, scored), Counter[str]()
        for texts, truth in truths.items():
            found = next((one for one in map(answers.of, texts) if one.departements), None)
            verdict = "right" if found and truth & {*found.departements} else "wrong"
            score["open" if found is None else verdict] += 1
            if found and verdict == "wrong":
                score["wrong without a note"] += not found.note
                if shown:
                    print(" ", *texts, *sorted(truth), "->", *found.departements, found.note)
        print(f"{measure['measure']}, {len(truths)}:", end="")
        for said in ("right", "open", "wrong", "wrong without a note"):
            print(f" {said} {score[said]} ({score[said] / len(truths):.1%})", end="")
        print()


if __name__ == "__main__":
    main(Path(sys.argv[1]), shown="--wrong" in sys.argv)
