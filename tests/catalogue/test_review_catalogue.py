"""The review of the catalogue of a careful maintainer, ``tools/review_catalogue.py``."""

import json
import subprocess
import sys
from typing import Any

from helpers.cases import every_row
from helpers.checkout import ROOT, tool
from helpers.run import environment

REVIEW = tool("review_catalogue")
DAY = "2026-11-27"
SOURCES: dict[str, Any] = {
    "page": {"title": "De 2024, 2025 et 2026", "url": "https://reseau.fr/page", "read_on": "2026"},
    "copie": {"title": "D", "url": "https://b.fr/d", "page_date": "2024-12", "nature": "copie"},
    "code": {"title": "C", "url": "https://b.fr/c", "page_date": "2025-04", "nature": "code"},
    "vieille": {"title": "Vers 2020", "url": "https://reseau.fr/v", "page_date": "2021-11-26"},
}


@every_row("catalogue/reviews.tsv")
def test_what_nobody_should_publish_of_an_entry(entry: str, said: str, why: str) -> None:
    one = {"id": "essai", "kind": "reseau", "sources": ["page"], **json.loads(entry)}
    assert " | ".join(REVIEW.of_entry(one, SOURCES, DAY)) == said, why


def test_a_source_stands_beside_the_one_entry_that_uses_it() -> None:
    networks = [
        {"id": "a", "sources": ["un", "deux"], "own_sources": [{"id": "un"}]},
        {"id": "b", "sources": ["deux", "trois"], "own_sources": [{"id": "quatre"}]},
    ]
    empty: dict[str, Any] = {"ways_in": [], "notices": [], "notions": [], "organisations": []}
    documents = {**empty, "networks": networks, "reference": "cinq"}
    dates = {"un": "2026-12", "deux": "2026", "trois": "2026", "quatre": "2026", "cinq": "2026"}
    sources = {name: {"read_on": date} for name, date in dates.items()}
    assert [*REVIEW.of_sources(documents, sources, DAY)] == [
        "source un: read_on is after 2026-11-27",
        "source trois is used by networks b: it belongs beside it",
        "source quatre is beside networks b, and used by nobody",
    ]


def test_a_date_is_that_of_the_page_and_not_of_a_copy_of_it() -> None:
    article = {"url": "https://a.fr/actualite-90005", "title": "Article", "page_date": "2022-02"}
    assert not REVIEW.has_dated_page(article), "as the crawler's of an article of before 2015"
    for seen in ({"url": "https://a.fr/2022/1"}, {"title": "Bilan de 2022"}, {"dated_by": "page"}):
        assert REVIEW.has_dated_page(article | seen)
    assert REVIEW.has_dated_page(article | {"nature": "code"}), "the date of the file"


def test_a_body_has_one_number() -> None:
    networks: list[dict[str, Any]] = [
        {"id": "guichet", "organisation": "cress", "contact": {"phone": {"value": "01"}}},
        {"id": "clause", "organisation": "cress", "contact": {"phone": {"value": "02"}}},
        {"id": "autre", "organisation": "cress", "contact": {"email": {"value": "a@b.fr"}}},
        {"id": "seul", "contact": {"phone": {"value": "03"}}},
    ]
    board = {"id": "ville", "contact": {"phone": {"value": "04"}}}
    document = {"networks": networks, "organisations": [board]}
    assert [*REVIEW.of_numbers(document)] == ["cress has two numbers: 01 (guichet), 02 (clause)"]
    networks[1]["contact"]["phone"]["value"] = "01"
    assert [*REVIEW.of_numbers(document)] == []


def test_the_bundled_catalogue_passes() -> None:
    command = [sys.executable, f"{ROOT}/tools/review_catalogue.py"]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(), timeout=120, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
