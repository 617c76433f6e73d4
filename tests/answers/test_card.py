"""What a person reads: cards, tables and network pages on a terminal, plain and in colour.

The golden files are made from a catalogue built by hand; the laws hold for the real one too.
"""

import re
from typing import Any

import pytest
from rich.cells import cell_len as columns

from achats_reseaux.answering import matching, word
from achats_reseaux.answering.answers import Answer, Match, Query
from achats_reseaux.answering.details import show_request
from achats_reseaux.answering.guichet_verdict import NO_GUICHET
from achats_reseaux.card.card import card
from achats_reseaux.card.contact_methods import best_methods, first_method, host
from achats_reseaux.card.rows import access, areas_served
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer.switchboards import Switchboard
from achats_reseaux.model import (
    TO_VERIFY,
    Area,
    Catalogue,
    Contact,
    Fact,
    Link,
    Network,
    Notion,
    Place,
)
from achats_reseaux.output import views
from achats_reseaux.output.terminal import Terminal
from helpers.card_sample import LIST, NETWORKS, SAMPLE
from helpers.cases import tabled
from helpers.golden import check_screens
from helpers.lines import shown as shown_of
from helpers.lines import without_link_ids
from helpers.made_up import PAGES, catalogue_of, trace

TODAY = "2026-11-24"
REAL = loader.load()

ROUEN = Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",))
NORMANDIE = Place("region", "28", "Normandie", ("14", "27", "50", "61", "76"), ("28",))
BOTH = Place("epci", "1", "Deux Rives", ("14", "76"), ("28",), ("14118", "76540"))
MULHOUSE = Place("code-postal", "68100", "Mulhouse", ("68",), ("44",), ("68224",))


def found(place: Place, catalogue: Catalogue = SAMPLE, **filters: Any) -> Answer:
    answer = matching.find_at(catalogue, Query("find", **filters), place, TODAY)
    return answer.replace(catalogue=catalogue)


def listed(catalogue: Catalogue = SAMPLE, **filters: Any) -> Answer:
    answer = matching.list_networks(catalogue, Query("list", **filters), TODAY)
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
OLD_DESK = DESK.network.replace(id="ancien", short_name="Ancien relais", valid_until="2026-01-01")
BODY = DESK.network.replace(
    contact=Contact(
        phone="02 35 00 00 00",
        remarks=(("phone", "Standard de la Ville de Rouen.", False),),
        body_fields=("phone",),
    ),
    doubt="Lu en 2018 ; demandez si la ville aide encore d'autres acheteurs.",
)
ARTICLE = {"id": "article", "url": "https://www.journal.example/article/12", "title": "Article"}
HERE = {"communes": ["76540"]}
CLAUSE = "Mettait en œuvre la clause sociale (2018)."
PLIE = {"label": "PLIE de Rouen", "url": "https://plie.example/clause", "year": "2019"}
TRACE, OWN_PAGE = catalogue_of(
    traces=[
        trace("rouen-relais", HERE, label="Relais rouennais", summary=CLAUSE, sources=["article"]),
        trace("rouen-plie", HERE, **PLIE, summary=CLAUSE, sources=["article"]),
    ],
    sources=[*PAGES, {**ARTICLE, "page_date": "2018-05-02"}],
).traces
DIRECTORY = LIST.replace(url="https://lannuaire.service-public.gouv.fr/normandie")
BOARD = Switchboard(
    *("epci", "200023414", "Métropole Rouen Normandie"),
    phone="02 35 52 68 10",
    email="contact@metropole.example",
    website=None,
    page=None,
    date="2026-02-01",
    sources=(DIRECTORY,),
)
NO_DESK = found(MULHOUSE, themes=("social",)).replace(traces=(TRACE, OWN_PAGE), switchboard=BOARD)
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
    "no-way-in": found(BOTH).replace(matches=(Match(NO_WAY_IN, "full"),)),
    "body": SOCIAL.replace(matches=(Match(BODY, "full"),)),
    "board": SOCIAL.replace(switchboard=BOARD),
    "no-desk": NO_DESK,
    "near": found(MULHOUSE).replace(traces=(TRACE, OWN_PAGE), switchboard=BOARD),
    "area": found(NORMANDIE, themes=("social",)).replace(traces=(TRACE,), switchboard=BOARD),
    "ended": SOCIAL.replace(matches=(*SOCIAL.results, Match(OLD_DESK, "full", expired=True))),
    "doubted": found(BOTH, DOUBTED),
    "shared": found(ROUEN, SHARED),
    "list": listed(),
    "doubted-list": listed(DOUBTED),
    "show": SHOWN,
    "field": SHOWN.replace(query=Query("show", fields=("fait",)), notes=("Non documenté.",)),
    "notion": Answer(
        "found", Query("show"), matches=(Match(FIRST),), notions=(NOTION,), tells_facts=True
    ),
    "search": Answer(
        "found", Query("search"), matches=(Match(FIRST, excerpts=(EXCERPT,)),), traces=(TRACE,)
    ),
    "traces": listed(themes=("social",)).replace(traces=(TRACE, OWN_PAGE)),
}
CASES = [f"{name}-80" for name in ANSWERS]
CASES += [
    f"{name}-{width}"
    for name in ("covered", "no-desk", "area", "list", "traces", "show")
    for width in (60, 100, 140)
]
CASES += ["covered-40", "covered-tout-80", "search-tout-80", "show-tout-80", "show-pipe-80"]
CASES += ["covered-color-80", "show-color-80", "covered-dumb-80"]


def drawn(
    answer: Answer, width: int = 80, *, catalogue: Catalogue | None = None, **options: Any
) -> str:
    everything = options.pop("everything", False)
    environ = {"TERM": "xterm-256color"} | options.pop("environ", {})
    options = {"interactive": True, "color": "never", "environ": environ, **options}
    return views.render(
        whole(answer, catalogue), Terminal(width=width, **options), everything=everything
    )


def whole(answer: Answer, catalogue: Catalogue | None = None) -> Answer:
    return answer.replace(today=TODAY, catalogue=catalogue or answer.catalogue or SAMPLE)


OPTIONS: dict[str, dict[str, Any]] = {
    "tout": {"everything": True},
    "pipe": {"interactive": False},
    "color": {"color": "always"},
    "dumb": {"environ": {"TERM": "dumb"}},
}


def screen(name: str) -> str:
    """An answer on a terminal of so many columns; ``tout`` shows all of it."""
    answer, width = name.rsplit("-", 1)
    mark = answer.rpartition("-")[2]
    options = OPTIONS.get(mark, {})
    shown = ANSWERS[answer.removesuffix(f"-{mark}") if options else answer]
    return without_link_ids(drawn(shown, int(width), **options))


def test_golden() -> None:
    check_screens("card", {f"{name}.txt": screen(name) for name in CASES})


@pytest.mark.parametrize(
    "width",
    [40, 80, *(pytest.param(width, marks=pytest.mark.slow) for width in (60, 100, 140, 200))],
)
def test_no_line_is_wider_than_the_terminal_and_no_colour_changes_a_word(width: int) -> None:
    shows = (show_request(REAL, [one], (), TODAY) for one in REAL.ids[::9])
    real = (one.replace(catalogue=REAL) for one in (*shows, listed(REAL)))
    for answer in (*ANSWERS.values(), *real):
        for everything in (False, True):
            plain = drawn(answer, width, everything=everything)
            assert "\x1b" not in plain
            assert all(columns(line) <= width for line in plain.splitlines())
            assert all(line == line.rstrip() for line in plain.splitlines())
        colored = drawn(answer, width, everything=True, color="always")
        bare = shown_of(colored)
        assert bare.split() == plain.split()


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_list_breaks_no_number_no_e_mail_and_no_id(width: int) -> None:
    """Every network has its name, the best way to reach it and, where all is shown, its id."""
    for answer in (listed(REAL), listed(REAL, kinds=("guichet-vert",))):
        shown = drawn(answer, width, everything=True)
        unbroken = re.sub(r"\s+", "", shown)
        for match in answer.results:
            assert f" {match.network.id} · " in shown
            way = first_method(match)
            assert way is not None
            if not way.is_contact:
                assert "formulaire commun" in shown
                assert way.text not in shown
            elif way.kind in ("phone", "email"):
                assert way.text in shown
            else:
                assert all(one in unbroken for one in re.split(r"(?<=[.-])", host(way.target)))
            assert match.network.doubt is None or TO_VERIFY in shown.lower()


@pytest.mark.parametrize("width", [60, 140])
def test_a_frame_breaks_no_number_and_no_e_mail(width: int) -> None:
    for network in REAL.networks:
        if network.purpose == "clause-sociale" and network.scope == "local":
            answer = found(ROUEN, REAL, themes=("social",))
            answer = answer.replace(matches=(Match(network, "full"),))
            shown = drawn(answer, width, catalogue=REAL)
            for way in (network.contact.phone, network.contact.email):
                assert way is None or way in shown, network.id


@pytest.mark.parametrize("width", [60, 80, 100])
def test_where_something_was_only_read_is_no_contact(width: int) -> None:
    for name in ("near", "area", "traces", "search"):
        shown = drawn(ANSWERS[name], width, everything=True)
        words = " ".join(shown.replace("│", "").split()).replace(". ", ".")
        assert re.search(r"[Ll]u sur journal\.example", words), name
        assert "https://www.journal.example" not in shown


def test_a_dumb_terminal_has_no_panel() -> None:
    for answer in ANSWERS.values():
        shown = drawn(answer, environ={"TERM": "dumb"})
        assert set("─│╭╰|+").isdisjoint(shown.replace("+33", ""))


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_without_box_characters_there_is_no_panel(encoding: str) -> None:
    shown = drawn(ANSWERS["covered"], encoding=encoding)
    assert "Environnement - guichet vert Près d'ici" in shown
    assert set("─│╭·").isdisjoint(shown)


def test_whom_to_call_first_says_what_it_costs_or_to_ask() -> None:
    """Never that it is free without a source: for each place, theme and audience."""
    for place in (ROUEN, BOTH, MULHOUSE, NORMANDIE):
        for themes in ((), ("social",), ("environnement",)):
            for audiences in ((), ("etat",), ("sante",), ("entreprise",)):
                query = Query("find", themes=themes, audiences=audiences)
                answer = whole(matching.find_at(REAL, query, place, TODAY), REAL)
                panel = card(answer).panel
                if panel is None or len(panel.matches) != 1 or "aucun" in panel.who:
                    continue
                shown = " ".join(drawn(answer, 200).lower().split())
                cost = panel.matches[0].network.cost or "prix non indiqué"
                assert cost.rstrip(".").lower() in shown


def test_everything_advises_no_more_than_itself() -> None:
    answer = found(ROUEN)
    assert "--tout" in drawn(answer, 80)
    assert "--tout" not in drawn(answer, 80, everything=True)


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
    shown = Answer("found", Query("show"), matches=(Match(FIRST, facts=(fact,)),), tells_facts=True)
    page = drawn(shown, 120, everything=True)
    assert ("terminé en novembre 2026" in page) is not told


@tabled
def test_of_more_than_three_territories_one_is_named(count: int, told: str) -> None:
    covers = tuple(Area("commune", f"7600{rank}", "ABCD"[rank]) for rank in range(count))
    network = NETWORKS[0].replace(covers=covers)
    assert areas_served(network) == told


@tabled
def test_of_ways_in_to_one_site_the_deep_page_is_shown(website: str, page: str, shown: str) -> None:
    contact = Contact(website, page, "x@a.fr")
    ways = best_methods(Match(FIRST.replace(contact=contact)))
    assert [one.text for one in ways] == ["x@a.fr", shown]


def test_of_pages_that_lead_to_a_network_the_deep_one_stands_for_its_site() -> None:
    links = (Link("le portail", "https://a.fr"), Link("la page", "https://a.fr/reseaux"))
    ways = best_methods(Match(NO_WAY_IN.replace(contact=Contact()), None, links))
    assert [one.text for one in ways] == ["la page"]


@tabled
def test_the_telephone_comes_first_but_for_what_is_a_site(kind: str, first: str) -> None:
    contact = Contact("https://a.fr", None, "x@a.fr", "02 00 00 00 00")
    way = first_method(Match(FIRST.replace(kind=kind, contact=contact)))
    assert way is not None
    assert way.kind == first


@tabled
def test_what_was_asked_for_leads(filters: dict[str, Any], purpose: str) -> None:
    """The desk and its switchboard only where desks pass all filters."""
    asked: dict[str, Any] = {name: tuple(values) for name, values in filters.items()}
    panel = card(whole(found(MULHOUSE, **asked))).panel
    assert panel is not None
    assert panel.purpose == purpose
    assert panel.tells_switchboard == (purpose == "Clause sociale")


def test_a_higher_terminal_shows_more_and_a_pipe_has_no_height() -> None:
    for name in ("covered", "split", "partial", "bare", "near"):
        usual, high, pipe = (
            drawn(ANSWERS[name], height=height, interactive=interactive)
            for interactive, height in ((True, 24), (True, 60), (False, 60))
        )
        assert usual == pipe
        assert len(usual.splitlines()) <= 23
        assert len(usual.splitlines()) <= len(high.splitlines()) <= 59


def test_what_has_no_room_is_counted() -> None:
    """Of others with a purpose, those that are not named; never the panel, a doubt or the foot."""
    every = ANSWERS["near"].results
    for height in range(60, 20, -1):
        shown = drawn(ANSWERS["near"], height=height)
        rows = sum(map(int, re.findall(r"Et (\d+) autres?\b", shown)))
        names = [one for one in every if one.network.label in " ".join(shown.split())]
        assert len(names) + rows + shown.count("(standard)") >= len(every) + 1
        assert f"{NO_GUICHET} dans le Haut-Rhin" in shown
        assert "Liste du ministère du 18 novembre 2024" in shown


@pytest.mark.parametrize("network", [*REAL.networks], ids=REAL.ids)
def test_every_name_that_a_view_prints_is_one_that_show_takes(network: Network) -> None:
    for shown in (network.id, network.name, network.label):
        asked = show_request(REAL, [shown], (), TODAY)
        assert ([one.network.id for one in asked.results], asked.notions) == ([network.id], ())
        assert word(REAL, "network", shown) == network.id


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
        matches=(Match(bad, "partial"),), notes=(t,), place=ROUEN.replace(name=t)
    )
    unreached = bad.replace(contact=Contact())
    answers = [
        listed,
        listed.replace(matches=(Match(unreached, "full", link),)),
        listed.replace(place=None, matches=(Match(bad, excerpts=(((t, True),),)),)),
        listed.replace(place=None, matches=(Match(bad), Match(unreached, None, link))),
        SHOWN.replace(matches=(Match(bad, facts=(fact, fact.replace(of=t))),)),
    ]
    known = SAMPLE.replace(facets={**SAMPLE.facets, "id": {**SAMPLE.facets["id"], t: (0,)}})
    return [one.replace(catalogue=known) for one in answers]


def harmless(shown: str) -> None:
    bare = shown_of(shown)
    for line in bare.split("\n"):
        assert line.replace("\u00a0", "").isprintable(), line


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("given_text", EVIL)
def test_catalogue_text_never_acts_on_the_terminal(given_text: str, width: int) -> None:
    for answer in hostile(given_text):
        for everything in (False, True):
            assert "\x1b" not in drawn(answer, width, everything=everything)
            harmless(drawn(answer, width, color="always", everything=everything))
