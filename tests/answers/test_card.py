"""What a person reads: cards, tables and network pages on a terminal, plain and in colour.

The golden files are made from a catalogue built by hand; the laws and the proof for every place
hold for the real one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len as columns

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching, shares, word
from achats_reseaux.answering.card import access, areas_served, best_ways, card, host
from achats_reseaux.answering.details import show_request
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.model import (
    Answer,
    Area,
    Contact,
    Fact,
    Link,
    Match,
    Network,
    Notion,
    Place,
    Query,
)
from achats_reseaux.output import views
from achats_reseaux.output.terminal import Terminal
from achats_reseaux.output.views import place_card, screen
from achats_reseaux.output.views.screen import table, text
from helpers.card_sample import LIST, NETWORKS, SAMPLE
from helpers.cases import TESTS
from helpers.golden import golden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.model import Catalogue

TODAY = "2026-11-24"
REAL = loader.load()

ROUEN = Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",))
NORMANDIE = Place("region", "28", "Normandie", ("14", "27", "50", "61", "76"), ("28",))
BOTH = Place("epci", "1", "Deux Rives", ("14", "76"), ("28",), ("14118", "76540"))
MULHOUSE = Place("code-postal", "68100", "Mulhouse", ("68",), ("44",), ("68224",))


def found(place: Place, catalogue: Catalogue = SAMPLE, **filters: Any) -> Answer:
    answer = matching.find_at(catalogue, Query("find", **filters), place, TODAY)
    return answer.replace(catalogue=catalogue)


FIRST, NO_WAY_IN = NETWORKS[:2]
SHOWN = show_request(SAMPLE, [FIRST.id], (), TODAY)
FACTS = SHOWN.results[0].facts
DOUBT = "Rien trouvé sur la suite."
KIND_DOUBT = Fact("a-verifier", "Plan terminé ; répond-on encore ?", (LIST,), None, "guichet-vert")
DOUBTED = SAMPLE.replace(networks=tuple(one.replace(doubt=DOUBT) for one in NETWORKS))
SHARED = SAMPLE.replace(
    networks=(FIRST.replace(doubt=KIND_DOUBT.value), *NETWORKS[1:]),
    facts=((*SAMPLE.facts[0], KIND_DOUBT), *SAMPLE.facts[1:]),
    notions=tuple(
        one.replace(doubt=KIND_DOUBT.value if one.id == "guichet-vert" else None)
        for one in SAMPLE.notions
    ),
)
SOCIAL = found(ROUEN, themes=("social",))
DESK = next(one for one in SOCIAL.results if one.network.origin == "local")
OTHER_DESK = DESK.network.replace(id="perdu", short_name="Autre relais")
NOTION = Notion(
    *("guichet", "Guichet", (), "Ce que c'est.", (LIST,), FACTS[4:9], ("pres-d-ici",)),
    doubt=FACTS[7].value,
)
EXCERPT = (("Une ", False), ("aide", True), (" rapide.", False))
ANSWERS = {
    "covered": found(ROUEN.replace(notes=("« Rouenn » est lu comme le début d'un nom.",))),
    "split": found(BOTH),
    "partial": found(NORMANDIE),
    "bare": found(MULHOUSE),
    "social": SOCIAL,
    "bare-social": found(MULHOUSE, themes=("social",)),
    "etat": found(ROUEN, audiences=("etat",)),
    "entreprise": found(ROUEN, audiences=("entreprise",)),
    "no-such": found(MULHOUSE, kinds=("reseau",)),
    "no-way-in": found(BOTH).replace(results=(Match(NO_WAY_IN, "full"),)),
    "desks": SOCIAL.replace(
        results=(*SOCIAL.results, DESK.replace(network=OTHER_DESK, expired=True))
    ),
    "doubted": found(BOTH, DOUBTED),
    "shared": found(ROUEN, SHARED),
    "list": matching.list_networks(SAMPLE, Query("list"), TODAY),
    "doubted-list": matching.list_networks(DOUBTED, Query("list"), TODAY).replace(
        catalogue=DOUBTED
    ),
    "show": SHOWN,
    "field": SHOWN.replace(query=Query("show", fields=("fait",)), notes=("Non documenté.",)),
    "notion": Answer("found", Query("show"), results=(Match(FIRST),), notions=(NOTION,)),
    "search": Answer("found", Query("search"), results=(Match(FIRST, excerpts=(EXCERPT,)),)),
}
CASES = [f"{name}-80" for name in ANSWERS]
CASES += ["covered-40", "list-60", "list-100", "list-140", "bare-140"]
CASES += ["covered-tout-80", "search-tout-80", "show-tout-80", "show-pipe-80"]
CASES += ["covered-color-80", "show-color-80"]


def drawn(
    answer: Answer, width: int = 80, *, catalogue: Catalogue | None = None, **options: Any
) -> str:
    everything = options.pop("everything", False)
    environ = {"TERM": "xterm-256color"}
    options = {"interactive": True, "color": "never", "environ": environ, **options}
    return views.render(
        whole(answer, catalogue), Terminal(width=width, **options), everything=everything
    )


def whole(answer: Answer, catalogue: Catalogue | None = None) -> Answer:
    return answer.replace(today=TODAY, catalogue=catalogue or answer.catalogue or SAMPLE)


def without_link_ids(shown: str) -> str:
    return re.sub(r"(?<=\x1b\]8;)id=[^;\x1b]*(?=;)", "", shown)  # random numbers of Rich's


OPTIONS: dict[str, dict[str, Any]] = {
    "tout": {"everything": True},
    "pipe": {"interactive": False},
    "color": {"color": "always"},
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str) -> None:
    """An answer on a terminal of so many columns; ``tout`` shows all of it."""
    answer, width = name.rsplit("-", 1)
    mark = answer.rpartition("-")[2]
    options = OPTIONS.get(mark, {})
    shown = drawn(
        ANSWERS[answer.removesuffix(f"-{mark}") if options else answer], int(width), **options
    )
    shown = without_link_ids(shown)
    assert shown == golden(TESTS / "answers" / "golden" / f"card_{name}.txt", shown)


# --- every place of France -----------------------------------------------------------------------


def every_place() -> Iterator[Place]:
    """All communes, parts of communes, postal codes, EPCI, départements, regions and groups."""
    yield from (places.of_commune(insee) for insee, _ in bulk.communes())
    yield from (places.of_postal_code(code, members) for code, members in bulk.postal_codes())
    areas = (*gazetteer.departements(), *gazetteer.every("region"), *gazetteer.every("ensemble"))
    yield from map(
        places.of_territory, (*gazetteer.every("part"), *gazetteer.every("epci"), *areas)
    )


BELOW = [
    (one, {gazetteer.departement_of(insee) for insee in one.communes})
    for one in REAL.networks
    if one.communes
]
"""Who covers less than a département, and the départements where it does."""


def alike(place: Place) -> tuple[object, ...]:
    """What a card depends on but for its first lines: where the place lies, and who covers it."""
    near = [one for one, home in BELOW if not home.isdisjoint(place.departements)]
    covered = tuple(shares.coverage_of(one, place) for one in near)
    return place.departements, bool(place.communes), covered


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_card_fits_23_lines_for_every_place_of_france(width: int) -> None:
    """Of the places whose cards are alike, those with the longest first lines and notes."""
    longest: dict[tuple[object, ...], tuple[tuple[int, int], Place]] = {}
    for place in every_place():
        size = (sum(map(len, place.notes)), len(place.name))
        key = alike(place)
        if key not in longest or longest[key][0] < size:
            longest[key] = size, place
    assert len(longest) > 300
    for _, place in longest.values():
        fits(place, width)


@pytest.mark.parametrize(
    "code", ["75", "67", "57", "76", "974", "2A", "region 24", "groupe france"]
)
def test_a_card_fits_23_lines(code: str) -> None:
    place = places.of(*(code if " " in code else f"departement {code}").split())
    assert place is not None
    for width in (40, 60, 80, 140):
        fits(place, width)
        fits(place, width, themes=("social",))
        fits(place, width, themes=("social",), audiences=("entreprise",))


def fits(place: Place, width: int, **filters: Any) -> None:
    answer = matching.find_at(REAL, Query("find", **filters), place, TODAY)
    lines = drawn(answer, width, catalogue=REAL).splitlines()
    assert len(lines) <= place_card.LINES * 80 // min(width, 80), place
    assert max(map(columns, lines)) <= width, place


# --- laws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_no_line_is_wider_than_the_terminal_and_no_colour_changes_a_word(width: int) -> None:
    shows = (show_request(REAL, [one], (), TODAY) for one in REAL.ids[::9])
    listed = matching.list_networks(REAL, Query("list"), TODAY)
    real = (one.replace(catalogue=REAL) for one in (*shows, listed))
    for answer in (*ANSWERS.values(), *real):
        for everything in (False, True):
            plain = drawn(answer, width, everything=everything)
            assert "\x1b" not in plain
            assert all(columns(line) <= width for line in plain.splitlines())
            assert all(line == line.rstrip() for line in plain.splitlines())
        colored = drawn(answer, width, everything=True, color="always")
        bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", colored)
        assert bare.split() == plain.split()


@pytest.mark.parametrize("width", [40, 60, 79, 80, 99, 100, 120, 140, 200])
def test_a_list_has_every_id_whole_its_contact_and_no_command_for_an_address(width: int) -> None:
    for query in (Query("list"), Query("list", kinds=("guichet-vert",))):
        answer = matching.list_networks(REAL, query, TODAY)
        shown = drawn(answer, width, catalogue=REAL)
        assert "reseaux open" not in shown
        unbroken = re.sub(r"([.-])\n\s+", r"\1", shown)
        for match in answer.results:
            assert re.search(rf"^{match.network.id}(\s|$)", shown, re.MULTILINE)
            first = match.network.contact.first
            parts = re.split(r"(?<=[.-])", host(first)) if first else ["sans adresse"]
            assert all(one in unbroken for one in parts)


def test_a_table_is_broken_at_spaces_hyphens_and_dots_alone_or_is_none() -> None:
    cells = ("un-tres-long-identifiant", "rapidd.exemple-long.gouv.fr")
    rows = [[text(one, in_cell=True) for one in cells]]
    for width in range(15, 40):  # 12 columns of "identifiant", 2 between, 8 of "exemple-"
        assert bool(table(["Id", "Contact"], rows, width)) == (width >= 21), width
    made = table(["Id", "Contact"], rows, 26)
    assert made is not None
    assert screen.drawn([made], Terminal(False, 26)).splitlines()[2:] == [
        "un-tres-long-     rapidd.",
        "identifiant       exemple-",
        "                  long.",
        "                  gouv.fr",
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_without_box_characters_frames_and_rules_are_letters(encoding: str) -> None:
    shown = drawn(ANSWERS["covered"], encoding=encoding)
    assert "+- Guichet vert" in shown
    assert "-+-" in shown.partition("Contact\n")[2]
    assert set("─│╭·").isdisjoint(shown)


def test_whom_to_contact_says_what_it_costs_or_that_no_source_does() -> None:
    """Never that it is free without a source: for each place, theme and audience."""
    for place in (ROUEN, BOTH, MULHOUSE, NORMANDIE):
        for themes in ((), ("social",), ("environnement",)):
            for audiences in ((), ("etat",), ("sante",), ("entreprise",)):
                query = Query("find", themes=themes, audiences=audiences)
                answer = whole(matching.find_at(REAL, query, place, TODAY), REAL)
                shown = drawn(answer, 200, everything=True).lower()
                for lead in card(answer).leads:
                    for one in lead.matches if len(lead.matches) == 1 else ():
                        said = (one.network.cost or "coût non documenté").rstrip(".")
                        assert said.lower() in shown or lead.label.startswith("À contacter")


def test_a_cost_of_the_catalogue_is_that_of_a_fact() -> None:
    for network, facts in ((one, REAL.facts_of(one.id)) for one in REAL.networks):
        told = {fact.field for fact in facts if not fact.of or fact.of != network.carrier}
        assert ("cout" in told) == (network.cost is not None), network.id
        assert network.who is None or "public-vise" in told, network.id


@pytest.mark.parametrize(
    ("until", "told"), [(None, True), ("2026-11-24", True), ("2026-11-23", False)]
)
def test_how_to_get_to_a_network_is_told_until_it_ends(until: str | None, *, told: bool) -> None:
    fact = Fact("acces", "Sur rendez-vous.", (LIST,), valid_until=until)
    known = SAMPLE.replace(facts=((fact,), *SAMPLE.facts[1:]))
    assert bool(access(known, FIRST, TODAY)) is told
    page = drawn(Answer("found", Query("show"), results=(Match(FIRST, facts=(fact,)),)), 120)
    assert ("terminé en novembre 2026" in page) is not told


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "France"), (1, "A"), (3, "A, B, C"), (4, "A et 3 autres territoires")],
)
def test_of_more_than_three_territories_one_is_named(count: int, told: str) -> None:
    covers = tuple(Area("commune", f"7600{rank}", "ABCD"[rank]) for rank in range(count))
    assert areas_served(NETWORKS[0].replace(covers=covers)) == told


def test_of_ways_in_to_one_site_the_best_is_shown() -> None:
    contact = Contact("https://www.a.fr", "https://a.fr/page", "x@a.fr")
    shown = best_ways(Match(FIRST.replace(contact=contact)))
    assert [one.text for one in shown] == ["https://a.fr/page", "x@a.fr"]


def test_a_higher_terminal_shows_more_and_a_pipe_has_no_height() -> None:
    for name in ("covered", "split", "partial", "bare"):
        usual, high, pipe = (
            drawn(ANSWERS[name], height=height, interactive=interactive)
            for interactive, height in ((True, 24), (True, 60), (False, 60))
        )
        assert usual == pipe
        assert len(usual.splitlines()) <= 23
        assert len(usual.splitlines()) <= len(high.splitlines()) <= 59
        assert usual.count("\n") == high.count("\n") or "Pour l'État :" not in high


def test_what_has_no_room_in_the_table_is_named_under_its_use() -> None:
    names = {one.network.short_name for one in ANSWERS["bare"].results}
    for height in range(60, 20, -1):
        shown = " ".join(re.sub(r"[│\n]", " ", drawn(ANSWERS["bare"], height=height)).split())
        ids = {one.network.id for one in ANSWERS["bare"].results if one.network.id in shown}
        assert len(names) <= len(ids) + sum(name in shown for name in names)
        assert "Aucun guichet vert dans le Haut-Rhin (liste de novembre 2024)." in shown
        assert "Liste du 18 novembre 2024" in shown


@pytest.mark.parametrize("network", [*REAL.networks], ids=REAL.ids)
def test_every_name_that_a_view_prints_is_one_that_show_takes(network: Network) -> None:
    for shown in (network.id, network.name, network.label):
        asked = show_request(REAL, [shown], (), TODAY)
        assert ([one.network.id for one in asked.results], asked.notions) == ([network.id], ())
        assert word(REAL, "network", shown) == network.id


# --- hostile text --------------------------------------------------------------------------------

EVIL = [
    "\x1b[2J\x1b]0;owned\x07",
    "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "\u202eeliF\u202c \u2066a\u2069",
    "a\u200bb\ufeffc\u00ad",
    "[red]x[/red] [/x] [link=file:///etc/passwd]y[/link] :smile:",
    "un\ndeux\r\ttrois\x0b\x0c\x85\u2028\u2029",
    "\x00\x7f\ud800\x9b31m",
    "日本語" * 30,
    "é" * 10,
    "",
]


def hostile(given_text: str) -> list[Answer]:
    t = given_text
    bad = NETWORKS[2].replace(
        name=t, short_name=t, id=t, carrier=t, summary=t, cost=t, who=t, doubt=t,
        covers=(Area("departement", "76", t),), contact=Contact(t, None, t, t),
    )  # fmt: skip
    link = (Link(t, t, (), t),)
    fact = Fact("cout", t, (LIST.replace(title=t, url=t),), t, None, TODAY)
    listed = ANSWERS["social"].replace(
        results=(Match(bad, "partial"),), notes=(t,), place=ROUEN.replace(name=t)
    )
    unreached = bad.replace(contact=Contact())
    answers = [
        listed,
        listed.replace(results=(Match(unreached, "full", link),)),
        listed.replace(place=None, results=(Match(bad, excerpts=(((t, True),),)),)),
        listed.replace(place=None, results=(Match(bad), Match(unreached, None, link))),
        SHOWN.replace(results=(Match(bad, facts=(fact, fact.replace(of=t))),)),
    ]
    known = SAMPLE.replace(facets={**SAMPLE.facets, "id": {t: (0,)}}, facts=((),))
    return [one.replace(catalogue=known) for one in answers]


def harmless(shown: str) -> None:
    bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)
    for line in bare.split("\n"):
        assert line.replace("\u00a0", "").isprintable(), line


@pytest.mark.parametrize("width", [20, 60, 80, 140])
@pytest.mark.parametrize("given_text", EVIL)
def test_catalogue_text_never_acts_on_the_terminal(given_text: str, width: int) -> None:
    for answer in hostile(given_text):
        for everything in (False, True):
            assert "\x1b" not in drawn(answer, width, everything=everything)
            harmless(drawn(answer, width, color="always", everything=everything))
