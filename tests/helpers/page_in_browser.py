"""Fixtures of the tests of the page: the browser, and a page of all of France.

A module takes them by ``pytest_plugins = ("helpers.page_in_browser",)``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.page.document import render
from helpers.page import Page

TODAY = "2026-11-25"


@pytest.fixture(scope="session")
def france(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a page of all of France."""
    within = frozenset(one.code for one in gazetteer.departements())
    known = achats_reseaux.load(None)
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    text = render(known, title="Qui aide ?", within=within, today=TODAY, version="1.2.3")
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def started() -> Iterator[Page]:
    """The browser of a module."""
    with Page() as browser:
        yield browser


@pytest.fixture
def browser(started: Page, france: Path) -> Iterator[Page]:
    """The browser, as wide as a small laptop; whatever the page complains of fails the test."""
    started.address = france.as_uri()
    started.look(1280, 800)
    yield started
    assert started.complaints == []
