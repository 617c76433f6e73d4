"""Tables and cards on a terminal. ``TABLE_GOLDEN=write pytest tests/test_table.py`` rewrites them.

The golden files are made from networks invented here, so that a change of the real catalogue does
not touch them; the laws below them hold for the real one too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from achats_reseaux import gazetteer
from achats_reseaux.answering import search
from achats_reseaux.catalogue import store
from achats_reseaux.model import (
    Answer,
    Area,
    Contact,
    Fact,
    GuichetVert,
    Imprint,
    Link,
    Match,
    Network,
    Part,
    Place,
    Query,
    Source,
    Word,
)
from achats_reseaux.output import table
from achats_reseaux.output.terminal import Terminal

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (20, 40, 60, 72, 80, 120, 200)
COLORS = (0, 16, 256, 16777216)

LIST = Source(
    "list", "https://example.org/the-list-of-networks", "2024-11-18", "publié", "La liste"
)
SITE = Source("site", "https://pres.example.org/accueil", "2026-11", "lu", "Site « Près d'ici »")
BOOK = Source("book", "https://example.org/livre", "2013", "publié", "Un livre")
LABELS = {
    "theme": {"environnement": "Environnement", "social": "Social"},
    "kind": {
        "guichet-vert": "Guichet vert",
        "facilitateurs": "Facilitateurs",
        "plateforme": "Plateforme d'échanges",
        "reseau": "Réseau d'acheteurs",
    },
    "audience": {"collectivite": "Collectivités territoriales", "etat": "État"},
    "field": {"cout": "Combien ça coûte", "fait": "Ce qu'il fait", "siren": "SIREN"},
}
IMPRINT = Imprint(
    "1",
    "2024-11-18",
    "2026-11-24",
    LIST,
    "2026",
    {
        name: tuple(Word(one, label, ()) for one, label in labels.items())
        for name, labels in LABELS.items()
    },
)


def network(network_id: str, name: str, kind: str, *themes: str, **fields: object) -> Network:
    plain = {
        "audiences": ("collectivite", "etat"),
        "scope": "national",
        "covers": (),
        "departements": (),
        "communes": (),
        "carrier": None,
        "summary": "Aide à acheter mieux : des conseils, des exemples ; un annuaire.",
        "contact": Contact(),
        "aliases": (),
        "sources": (LIST,),
        "checked_on": "2026-11-24",
    }
    return Network(
        **{**plain, "id": network_id, "name": name, "kind": kind, "themes": themes, **fields}  # type: ignore[arg-type]
    )


SEINE = (Area("departement", "76", "Seine-Maritime"),)
NEAR = network(
    "pres-d-ici",
    "Près d'ici",
    "guichet-vert",
    "environnement",
    scope="local",
    covers=SEINE,
    carrier="Association Près d'ici",
    sources=(LIST, SITE),
    contact=Contact("https://pres.example.org", None, "contact@pres.example.org", "02 00 00 00 00"),
)
MINE = network(
    "clauses",
    "Facilitateur de la clause sociale « insertion »",
    "facilitateurs",
    "social",
    scope="local",
    covers=(*SEINE, Area("region", "93", "Provence-Alpes-Côte d'Azur")),
    contact=Contact(phone="03 00 00 00 00"),
    valid_until="2026-01-31",
    origin="local",
)
FAR = network(
    "plateforme-des-acheteurs-publics",
    "Plateforme",
    "plateforme",
    "environnement",
    "social",
    contact=Contact(
        page="https://plateforme.example.org/une/page/dont/l-adresse/est/longue?id=1234567890"
    ),
)
LOST = network("sans-adresse", "Réseau sans adresse", "reseau", "environnement")
WAYS_IN = (Link("Page du ministère", "https://example.org/the-list-of-networks"),)
PLACE = Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",))
PARTS = (Part("departement", "76", "Seine-Maritime", ("pres-d-ici",)),)
FACTS = (
    Fact("website", "https://pres.example.org", (SITE,), None, None, "2026-11-24"),
    Fact(
        "email", "contact@pres.example.org", (LIST, SITE), "Adresse générale.", None, "2026-11-24"
    ),
    Fact("fait", "Répond en deux jours.", (BOOK,), None, None, "2026-11-24"),
    Fact("fait", "Relit les pièces ; conseille.", (SITE, LIST), "Selon lui.", None, "2026-11-24"),
    Fact("cout", "Gratuit pour l'acheteur.", (LIST,), None, None, "2026-11-24"),
    Fact("siren", "123 456 789", (BOOK,), None, "Association Près d'ici", "2026-11-24"),
)
ANSWERS = {
    "find": Answer(
        "found",
        Query("find", input="Rouen"),
        PLACE,
        GuichetVert("covered", ("pres-d-ici",), ("Près d'ici",), PARTS),
        (
            Match(NEAR, "full"),
            Match(MINE, "partial", expired=True),
            Match(FAR, "full"),
            Match(LOST, "full", WAYS_IN),
        ),
        notes=("Il existe aussi : Rouen, commune déléguée.",),
    ),
    "find-none": Answer(
        "found",
        Query("find", input="Rouen"),
        PLACE,
        GuichetVert("none", (), (), (PARTS[0].replace(networks=()),)),
        (Match(FAR, "full"),),
    ),
    "list": Answer(
        "found", Query("list"), results=(Match(NEAR), Match(LOST, None, WAYS_IN), Match(FAR))
    ),
    "search": Answer(
        "found",
        Query("search", input="aide"),
        results=(Match(NEAR, excerpts=((("Une ", False), ("aide", True), (" rapide.", False)),)),),
    ),
    "card": Answer("found", Query("show"), results=(Match(NEAR, facts=FACTS),)),
    "card-lost": Answer(
        "found", Query("show"), results=(Match(LOST, ways_in=WAYS_IN, facts=(FACTS[4],)),)
    ),
}
CASES = [(name, width, 0) for name in ("find", "card") for width in WIDTHS]
CASES += [(name, 80, 0) for name in ("find-none", "list", "search", "card-lost")]
CASES += [(name, 80, colors) for name in ("find", "card") for colors in COLORS[1:]]


def drawn(answer: Answer, width: int, colors: int = 0, *, unicode: bool = True) -> str:
    return table.render(answer, IMPRINT, Terminal(True, width, 24, colors, unicode))


@pytest.mark.parametrize(("name", "width", "colors"), CASES)
def test_golden(name: str, width: int, colors: int) -> None:
    text = drawn(ANSWERS[name], width, colors)
    file = GOLDEN / f"table_{name}-{width}-{colors}.txt"
    if os.environ.get("TABLE_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


# --- laws -----------------------------------------------------------------------------------------

REAL = store.load()
REAL_IMPRINT = REAL.imprint(gazetteer.VINTAGE)


def real_answers() -> list[Answer]:
    shown = [search.show(REAL, Query("show"), one, "2026-11-24") for one in REAL.ids]
    return [search.list_networks(REAL, Query("list"), "2026-11-24"), *shown]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal_and_no_address_is_cut(width: int) -> None:
    for answer in [*ANSWERS.values(), *real_answers()]:
        imprint = IMPRINT if answer in ANSWERS.values() else REAL_IMPRINT
        text = table.render(answer, imprint, Terminal(True, width, 24, 0, unicode=True))
        assert max(map(cell_len, text.split("\n"))) <= width
        assert "\x1b" not in text
        assert "\ue000" not in text
        assert "…" not in text or any("…" in fact.value for fact in answer.results[0].facts)
        assert text.endswith(f"\n{text.splitlines()[-1]}\n")
        whole = squeezed(text)
        assert whole.endswith(squeezed(imprint.reference.url))  # source and date come last
        for match in answer.results:
            contact = match.network.contact
            if not match.facts and not match.excerpts and width < table.NARROWEST:
                best = (contact.page or contact.website, contact.email, contact.phone)
                assert all(squeezed(one) in whole for one in best if one)
            for fact in match.facts:
                assert all(squeezed(source.url) in whole for source in fact.sources)


def test_the_source_and_the_date_of_the_list_come_last() -> None:
    for answer in ANSWERS.values():
        assert drawn(answer, 120).splitlines()[-2:] == [
            "Source : La liste, liste du 18 novembre 2024 ; fiches vérifiées le 24 novembre 2026.",
            "https://example.org/the-list-of-networks",
        ]


@pytest.mark.parametrize("colors", COLORS[1:])
@pytest.mark.parametrize("name", ANSWERS)
def test_colours_change_no_word(name: str, colors: int) -> None:
    for width in (40, 80, 120):
        text = drawn(ANSWERS[name], width, colors)
        assert "\x1b[" in text
        bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
        lines = [line.rstrip() for line in bare.split("\n")]
        assert lines == drawn(ANSWERS[name], width).split("\n")


def test_the_guichet_vert_stands_out() -> None:
    text = drawn(ANSWERS["find"], 80, 16)
    assert text.count("\x1b[1;32mPrès d'ici\x1b[0m") == 2  # in the sentence, and in the table
    assert "\x1b[1;33maucun guichet vert.\x1b[0m" in drawn(ANSWERS["find-none"], 80, 16)


def test_headings_part_what_is_near_from_what_is_national() -> None:
    lines = [line.strip() for line in drawn(ANSWERS["find"], 80).splitlines()]
    headings = [
        line for line in lines if line in {"Guichet vert", "Aussi sur place", table.NATIONAL}
    ]
    assert headings == ["Guichet vert", "Aussi sur place", "Partout en France"]
    assert "Partout en France" not in drawn(ANSWERS["list"], 80)


def test_punctuation_never_begins_a_line_and_codes_keep_to_their_name() -> None:
    parts = tuple(Part("departement", f"{code:02}", "Nom", ()) for code in range(1, 9))
    split = ANSWERS["find"].replace(
        guichet_vert=GuichetVert("partial", ("pres-d-ici",), ("Près d'ici",), (*PARTS, *parts))
    )
    for answer in (split, *ANSWERS.values()):
        for width in range(40, 121, 4):
            for line in drawn(answer, width).splitlines():
                begin = line.lstrip()
                assert not begin.startswith(("»", ")")), line
                assert not re.match(r"[:;?!](\s|$)", begin), line
                assert not re.match(r"\(\d\d\)", line.lstrip()), line
                assert not line.rstrip().endswith("«"), line


def test_without_box_characters_the_frame_is_ascii() -> None:
    first = drawn(ANSWERS["list"], 80, unicode=False).splitlines()[0]
    assert set(first) == {"+", "-"}
    assert len(first) == 80


# --- hostile text ---------------------------------------------------------------------------------

EVIL = [
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\u202eeliF\u202c \u2066a\u2069",
    "a\u200bb\ufeffc\u00ad",
    "[red]x[/red] [/x] [link=file:///etc/passwd]y[/link] :smile:",
    "un\ndeux\r\ttrois\x0b\x0c\x85\u2028\u2029",
    "\x00\x7f\ud800",
    "\ue000",
    "日本語" * 30,
    "é" * 10,
]


def hostile(text: str) -> list[Answer]:
    fact = Fact("cout", text, (LIST.replace(title=text, url=text),), text, None, "2026-11-24")
    bad = MINE.replace(
        name=text,
        id=text,
        carrier=text,
        summary=text,
        covers=(Area("departement", "76", text),),
        contact=Contact(text, None, text, text),
    )
    listed = ANSWERS["find"].replace(
        results=(Match(bad, "full", (Link(text, text),)),),
        notes=(text,),
        place=PLACE.replace(name=text),
    )
    return [
        listed,
        listed.replace(
            results=(Match(bad.replace(contact=Contact()), "full", (Link(text, text),)),)
        ),
        listed.replace(results=(Match(bad, excerpts=(((text, True),),)),)),
        ANSWERS["card"].replace(results=(Match(bad, facts=(fact, fact.replace(of=text))),)),
    ]


def harmless(text: str, width: int) -> None:
    for line in text.split("\n"):
        assert line.isprintable() or line.replace("\u00a0", "").isprintable(), line
        assert cell_len(line) <= width


@pytest.mark.parametrize("width", [20, 60, 80, 140])
@pytest.mark.parametrize("text", EVIL)
def test_catalogue_text_never_acts_on_the_terminal(text: str, width: int) -> None:
    for answer in hostile(text):
        harmless(drawn(answer, width), width)
        colored = drawn(answer, width, 256)
        harmless(re.sub(r"\x1b\[[0-9;]*m", "", colored), width)


def test_rich_markup_is_text() -> None:
    text = "[bold]x[/bold] [/nothing] :warning:"
    assert drawn(hostile(text)[0], 200).startswith(
        f"{text} (76) : guichet vert Près d'ici, hors de ces critères.\n{text}\n"
    )


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=40), st.integers(20, 150))
def test_any_text_at_any_width(text: str, width: int) -> None:
    for answer in hostile(text):
        harmless(drawn(answer, width), width)


def test_a_megabyte_of_text_is_drawn() -> None:
    text = drawn(
        ANSWERS["card"].replace(
            results=(Match(NEAR.replace(summary="mot " * 250_000), facts=FACTS),)
        ),
        80,
    )
    assert text.count("mot") == 250_000
