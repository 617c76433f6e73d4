"""What a person reads: cards, lists and network pages on a terminal, as plain text and in colour.

The golden files are made from a catalogue built by hand; the laws and the proof for every place
hold for the real one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len as columns

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching, word
from achats_reseaux.answering.card import Card, card, where
from achats_reseaux.answering.card import entry as entry_of
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
    Source,
)
from achats_reseaux.output import views
from achats_reseaux.output.terminal import Terminal
from achats_reseaux.output.views import place_card
from achats_reseaux.output.views.rich_layout import to_ascii
from achats_reseaux.text import no_break
from card_sample import FACTS, LIST, NETWORKS, SAMPLE, WAYS_IN
from card_sample import catalogue as catalogue_of
from goldens import golden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.model import Catalogue

TERMINAL = Terminal(True, 80, 24, 0, True)
TODAY = "2026-11-24"
WIDTHS = (40, 80, 120, 200)
COLORS = (0, 16, 256, 16777216)

ROUEN = Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",))
NORMANDIE = Place("region", "28", "Normandie", ("14", "27", "50", "61", "76"), ("28",))
BOTH = Place("epci", "1", "Deux Rives", ("14", "76"), ("28",), ("14118", "76540"))
MULHOUSE = Place("code-postal", "68100", "Mulhouse", ("68",), ("44",), ("68224",))


def found(place: Place, catalogue: Catalogue = SAMPLE, **filters: Any) -> Answer:
    answer = matching.find_at(catalogue, Query("find", **filters), place, TODAY)
    return answer.replace(catalogue=catalogue)


def shown(*networks: Network, facts: tuple[Fact, ...] = FACTS, **more: Any) -> Answer:
    """The first of these networks with facts, the others with the pages that lead to them."""
    first, *others = networks
    results = (Match(first, facts=facts), *(Match(one, ways_in=WAYS_IN) for one in others))
    return Answer(
        "found", Query("show", fields=more.pop("fields", ())), None, None, results, **more
    )


FIRST, NO_WAY_IN = NETWORKS[:2]
MORE_FIRMS = catalogue_of(*NETWORKS, NETWORKS[-1].replace(id="aide", name="Aide"))
DOUBTFUL = catalogue_of(*(one.replace(doubt="Rien trouvé sur la suite.") for one in NETWORKS))
DOUBTED = catalogue_of(FIRST.replace(doubt="Fermé ?"), *NETWORKS[1:])
PRICED = catalogue_of(*(one.replace(cost="Gratuit.") for one in NETWORKS))
UNEXPLAINED = SAMPLE.replace(notion_ids=())
READ = Source("read", "https://example.org/read", "Un rapport", read_on="2020-05")
LONG = Link("la page des réseaux", f"https://example.org/{'a' * 80}", (), None)
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
    "sante": found(ROUEN, audiences=("sante",)),
    "etat": found(ROUEN, audiences=("etat",)),
    "etat-sante": found(ROUEN, audiences=("etat", "sante")),
    "entreprise": found(ROUEN, audiences=("entreprise",)),
    "entreprises": found(ROUEN, MORE_FIRMS, audiences=("entreprise",)),
    "none": found(MULHOUSE, kinds=("guichet-vert",)),
    "no-such": found(MULHOUSE, kinds=("reseau",)),
    "served-in-part": found(BOTH.replace(departements=("27", "76"), communes=("27229", "76540"))),
    "no-way-in": found(BOTH).replace(results=(Match(NO_WAY_IN, "full"),)),
    "long-way-in": found(BOTH).replace(results=(Match(NO_WAY_IN, "full", (LONG,)),)),
    "desks": SOCIAL.replace(
        results=(*SOCIAL.results, DESK.replace(network=OTHER_DESK, expired=True))
    ),
    "bare-kind": found(MULHOUSE, kinds=("plateforme",)),
    "bare-more": found(MULHOUSE, catalogue_of(*NETWORKS, NETWORKS[8].replace(id="autre"))),
    "unexplained": found(MULHOUSE, UNEXPLAINED),
    "priced": found(ROUEN, PRICED),
    "doubtful": found(ROUEN, DOUBTFUL),
    "doubtful-split": found(BOTH, DOUBTFUL),
    "doubtful-show": shown(*DOUBTFUL.networks[:2], catalogue=DOUBTFUL),
    "doubtful-field": shown(DOUBTFUL.networks[0], fields=("fait",), catalogue=DOUBTFUL),
    "doubtful-list": matching.list_networks(DOUBTFUL, Query("list"), TODAY).replace(
        catalogue=DOUBTFUL
    ),
    "doubted": found(BOTH, DOUBTED),
    "list": matching.list_networks(SAMPLE, Query("list"), TODAY),
    "show": shown(FIRST),
    "valid": shown(
        FIRST.replace(
            valid_until="2027-01-31",
            sources=(*FIRST.sources, READ),
            contact=FIRST.contact.replace(
                known=(("website", "propre", "2026-11"), ("phone", "propre", "2024-11-18"))
            ),
        )
    ),
    "field": shown(
        FIRST,
        NO_WAY_IN,
        facts=FACTS[4:6],
        fields=("fait", "contact"),
        notes=("Sans Porte : « Ce qu'il fait » n'est pas documenté.",),
    ),
    "notion": shown(FIRST, NO_WAY_IN, facts=(), notions=(NOTION,)),
    "search": Answer("found", Query("search"), results=(Match(FIRST, excerpts=(EXCERPT,)),)),
}
PLACES = ("covered", "split", "partial", "bare")
VIEWS = [*PLACES, *"social entreprise none desks doubtful list valid field notion search".split()]
"""One answer of each shape: what holds at many widths is tried on these."""
CASES = [f"{name}-80-0" for name in ANSWERS]
CASES += "covered-40-0 list-40-0 list-60-0 list-120-0 search-120-0".split()
CASES += "covered-80-16 search-80-16 covered-high-80-0 social-high-80-0".split()
CASES += "covered-tout-80-0 search-tout-80-0 show-tout-80-0 valid-tout-120-0".split()
CASES += "bare-links-80-16 split-links-80-16 show-links-80-16".split()


def drawn(
    answer: Answer,
    width: int = 80,
    colors: int = 0,
    *,
    catalogue: Catalogue | None = None,
    everything: bool = False,
    **terminal: Any,
) -> str:
    kind = Terminal(True, width, terminal.pop("height", 24), colors, True).replace(**terminal)
    return views.render(whole(answer, catalogue), kind, everything=everything)


def whole(answer: Answer, catalogue: Catalogue | None = None) -> Answer:
    return answer.replace(today=TODAY, catalogue=catalogue or answer.catalogue or SAMPLE)


def card_of(answer: Answer, catalogue: Catalogue | None = None) -> Card:
    return card(whole(answer, catalogue))


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str) -> None:
    """An answer on a terminal of so many columns and colours.

    ``tout`` shows all of it, ``links`` its links, ``high`` has 60 lines.
    """
    answer, width, colors = name.rsplit("-", 2)
    options: dict[str, Any] = {}
    for mark, option in (
        ("tout", {"everything": True}),
        ("links", {"hyperlinks": True}),
        ("high", {"height": 60}),
    ):
        if answer.endswith(f"-{mark}"):
            answer, options = answer.removesuffix(f"-{mark}"), option
    text = drawn(ANSWERS[answer], int(width), int(colors), **options)
    assert text == golden(f"card_{name}.txt", text)


# --- every place of France -----------------------------------------------------------------------

REAL = loader.load()


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
    shares = tuple(matching.coverage_of(one, place) for one in near)
    return place.departements, bool(place.communes), shares


def test_a_card_fits_80_columns_by_23_lines_for_every_place_of_france() -> None:
    """Of the places whose cards are alike, those with the longest first lines and notes."""
    longest: dict[tuple[object, ...], tuple[tuple[int, int], Place]] = {}
    for place in every_place():
        size = (sum(map(len, place.notes)), len(place.name))
        key = alike(place)
        if key not in longest or longest[key][0] < size:
            longest[key] = size, place
    assert len(longest) > 300
    for _, place in longest.values():
        answer = matching.find_at(REAL, Query("find"), place, TODAY)
        lines = drawn(answer, catalogue=REAL).splitlines()
        assert len(lines) <= place_card.LINES, place
        assert max(map(columns, lines)) <= 80, place


# --- laws ----------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """A text without its styles and links."""
    text = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", text)
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def real_answers() -> list[Answer]:
    shown = [matching.show(REAL, Query("show"), one, TODAY) for one in REAL.ids]
    places = (ROUEN, BOTH, MULHOUSE, NORMANDIE)
    cards = [matching.find_at(REAL, Query("find"), place, TODAY) for place in places]
    for facet, name in (("kind", "kinds"), ("theme", "themes"), ("audience", "audiences")):
        cards += [found(ROUEN, REAL, **{name: (word.id,)}) for word in REAL.words[facet]]
    every = [matching.list_networks(REAL, Query("list"), TODAY), *shown, *cards]
    return [answer.replace(catalogue=REAL) for answer in every]


@pytest.mark.parametrize("width", [40, 59, 60, 80, 111, 112, 200])
def test_a_line_that_is_wider_than_the_terminal_is_an_address_or_command_alone(width: int) -> None:
    real = real_answers() if width in (40, 80, 112) else []
    for answer in (*(ANSWERS[name] for name in VIEWS), *real):
        for everything in (False, True):
            text = drawn(answer, width, everything=everything)
            assert "\x1b" not in text
            assert "\n\n\n" not in text
            for line in text.splitlines():
                assert line == line.rstrip()
                unbroken = no_break(re.sub(r"^ *(\[\d+\] )?", "", line))
                assert columns(line) <= width or " " not in unbroken, line


@cache
def plainly_drawn(name: str, width: int) -> str:
    return drawn(ANSWERS[name], width)


@pytest.mark.parametrize("colors", COLORS[1:])
@pytest.mark.parametrize("name", VIEWS)
def test_neither_colours_nor_links_change_a_word(name: str, colors: int) -> None:
    for width in WIDTHS:
        plain = plainly_drawn(name, width)
        assert bare(drawn(ANSWERS[name], width, colors)) == plain
        linked = drawn(ANSWERS[name], width, colors, hyperlinks=True)
        assert bare(linked) == plain
        assert linked.count("\x1b]8;;\x1b\\") * 2 == linked.count("\x1b]8;;")


def test_no_line_parts_what_belongs_together() -> None:
    """Punctuation and what it follows, a code and its name, an address, a command and its name."""
    addresses = ("https://pres.example.org", "https://clauses.example.fr")
    for name in VIEWS:
        for width in range(40, 121, 4):
            text = drawn(ANSWERS[name], width)
            for line in text.splitlines():
                begin = line.lstrip()
                assert not begin.startswith(("»", ")", ",")), line
                assert not re.match(r"[:;?!](\s|$)|\(\d\d\)", begin), line
                assert not line.endswith(("«", "reseaux", "reseaux open", "reseaux show")), line
            assert width < 60 or all(one in text for one in addresses if one[8:20] in text)


def test_where_there_is_only_ascii_the_card_is_ascii() -> None:
    assert drawn(ANSWERS["covered"], unicode=False).isascii()
    said = "L’œuvre d‘Œdipe : « à Évry – Corbeil — 5 m² … »\u00a0中"
    assert to_ascii(said) == "L'oeuvre d'OEdipe : \" a Evry - Corbeil - 5 m2 ... \" ?"


def test_a_code_stays_beside_its_name_and_other_brackets_do_not() -> None:
    said = no_break(
        "Ain (01), Corse (2A), Réunion (974), clause (RH), Orne (AAP), prix (5), loi (2021)"
    )
    glued = "Ain (01), Corse (2A), Réunion (974)".replace(" (", "\u00a0(")
    assert said == f"{glued}, clause (RH), Orne (AAP), prix (5), loi (2021)"


def test_a_unit_stays_beside_its_number() -> None:
    assert no_break("30 % de bio, 40 000 € de plus") == "30\u00a0% de bio, 40 000\u00a0€ de plus"


# --- what is said --------------------------------------------------------------------------------


def test_whom_to_contact_says_what_it_costs_or_that_no_source_does() -> None:
    """Never that it is free without a source: for each place, theme and audience."""
    for place in (ROUEN, BOTH, MULHOUSE, NORMANDIE):
        for themes in ((), ("social",), ("environnement",)):
            for audiences in ((), ("etat",), ("sante",), ("entreprise",)):
                query = Query("find", themes=themes, audiences=audiences)
                answer = matching.find_at(REAL, query, place, TODAY)
                text = drawn(answer, 200, catalogue=REAL, everything=True)
                for entry in (one for each in card_of(answer, REAL).leads for one in each.entries):
                    said = entry.cost.rstrip(".") if entry.cost else "Coût non documenté"
                    assert said.lower() in text.lower(), (place, query, entry.network.id)


def test_a_cost_of_the_catalogue_is_that_of_a_fact() -> None:
    for network, facts in ((one, REAL.facts_of(one.id)) for one in REAL.networks):
        told = {fact.field for fact in facts if not fact.of or fact.of != network.carrier}
        assert ("cout" in told) == (network.cost is not None), network.id
        assert network.who is None or "public-vise" in told, network.id


@pytest.mark.parametrize(
    "filters",
    [
        {"kinds": ("programme",), "audiences": ("etat",)},
        {"kinds": ("conseil",), "audiences": ("sante",)},
        {"kinds": ("programme",), "themes": ("environnement",), "audiences": ("entreprise",)},
    ],
)
def test_where_nothing_fits_the_filters_the_card_is_the_one_without_them(
    filters: dict[str, Any],
) -> None:
    remark = "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
    expected = card_of(found(ROUEN)).replace(remark=remark)
    assert card_of(found(ROUEN, **filters)) == expected


# --- what is not known, and how old it is ---------------------------------------------------------


def of_fact(fact: Fact, **fields: Any) -> tuple[Catalogue, Network]:
    """A catalogue whose first network has this fact alone."""
    network = NETWORKS[0].replace(**fields)
    known = catalogue_of(network, *NETWORKS[1:])
    return known.replace(facts=((fact,), *known.facts[1:])), network


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2024-11-18",), ""),
        (("2024-11-17",), "source de 2024"),
        (("2013", "2019-05"), "source de 2019"),
        (("2013", "2025"), ""),
    ],
)
def test_a_fact_whose_newest_source_is_older_than_the_list_bears_its_year(
    dates: tuple[str, ...], told: str
) -> None:
    """That of an address, which cards show: ``catalogue/builds.tsv``."""
    sources = tuple(Source(one, "https://example.org", "Une page", page_date=one) for one in dates)
    fact = Fact("fait", "Répond.", sources)
    answer = Answer("found", Query("show"), results=(Match(FIRST, facts=(fact,)),))
    (line,) = (one for one in drawn(answer, height=99).splitlines() if "Ce qu'il fait" in one)
    cited = ", ".join(map(str, range(1, len(dates) + 1)))
    assert line.endswith(f"Répond. [{cited}]{f' ({told})' if told else ''}")


@pytest.mark.parametrize(
    ("valid_until", "told"),
    [(None, ""), (TODAY, ""), ("2026-11-23", " (terminé en novembre 2026)")],
)
def test_what_has_ended_says_so_and_leaves_the_card(valid_until: str | None, told: str) -> None:
    fact = Fact("acces", "Sur rendez-vous.", (LIST,), valid_until=valid_until)
    known, network = of_fact(fact)
    assert bool(entry_of(known, Match(network), TODAY).access) is not bool(told)
    answer = Answer("found", Query("show"), results=(Match(network, facts=(fact,)),))
    assert f"Sur rendez-vous. [1]{told}\n" in drawn(answer, 120)


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "France"), (1, "A"), (2, "A, B"), (3, "A, B, C"), (4, "A, B et 2 autres territoires")],
)
def test_of_more_than_three_territories_two_are_named(count: int, told: str) -> None:
    covers = tuple(Area("commune", f"7600{rank}", "ABCD"[rank]) for rank in range(count))
    assert where(NETWORKS[0].replace(covers=covers)) == told


@pytest.mark.parametrize(
    ("kind", "code", "where", "reason"),
    [
        ("region", "94", "en Corse", "the whole region"),
        ("departement", "2A", "en Corse-du-Sud", "a whole département"),
        ("commune", "68224", "dans le Haut-Rhin", "in a département that has none"),
        ("departement", "988", "en Nouvelle-Calédonie", "in no region"),
        ("epci", "200071066", "ici", "over two départements, neither of which it is in"),
    ],
)
def test_where_there_is_no_guichet_vert_is_the_widest_area_that_holds_the_place(
    kind: str, code: str, where: str, reason: str
) -> None:
    place = places.of(kind, code)
    assert place is not None
    answer = matching.find_at(REAL, Query("find"), place, TODAY)
    assert (
        card_of(answer, REAL).verdict == f"Aucun guichet vert {where} (liste de novembre 2024)."
    ), reason


@pytest.mark.parametrize(
    ("count", "number"), [(2, "Deux"), (3, "Trois"), (4, "Quatre"), (5, "5"), (12, "12")]
)
def test_the_guichets_verts_of_a_place_are_counted_in_letters_up_to_four(
    count: int, number: str
) -> None:
    answer = found(BOTH)
    assert answer.guichet_vert is not None
    names = tuple(f"Guichet {rank}" for rank in range(count))
    ids = (*answer.guichet_vert.networks, *names[len(answer.guichet_vert.networks) :])
    several = answer.guichet_vert.replace(networks=ids, names=names, parts=())
    for status, told in (
        ("split", "guichets verts se partagent ce lieu."),
        ("partial", "guichets verts ne couvrent qu'une partie de ce lieu."),
    ):
        shown = answer.replace(guichet_vert=several.replace(status=status))
        assert card_of(shown).verdict == f"{number} {told}"


def test_more_parts_than_are_read_are_counted_those_without_a_guichet_vert_too() -> None:
    france = places.of("groupe", "france")
    assert france is not None
    answer = matching.find_at(REAL, Query("find"), france, TODAY)
    lines = drawn(answer, catalogue=REAL).splitlines()
    assert lines[3:6] == [
        " Par nombre de départements (liste de novembre 2024) : RESECO (15), Maximilien",
        " (8), AURA-EE (12), 3AR (12), RAN COPER (5), APuRe (5), RES'OCC (13), Relais 2D",
        " (1), CRESS Mayotte (1), MDEN (1), ARBE (6), ARNia (8), aucun (14).",
    ]
    assert "   → reseaux show reseco · et 10 autres : --tout" in lines
    whole = drawn(answer, catalogue=REAL, everything=True).splitlines()
    assert "   Relais 2D : Bas-Rhin (67)" in whole
    assert not [line for line in whole if "Par nombre" in line or line.endswith("--tout")]


def test_a_place_that_lies_in_nothing_of_another_name_is_named_alone() -> None:
    island = places.of("departement", "974")
    assert island is not None
    text = drawn(matching.find_at(REAL, Query("find"), island, TODAY), catalogue=REAL)
    assert text.splitlines()[0] == "La Réunion"


def test_a_caveat_stands_beside_its_address_wherever_it_fits() -> None:
    whole = "   02 00 00 00 00 · standard, pas la ligne du guichet"
    for width in range(len(whole) - 2, len(whole) + 3):
        lines = drawn(ANSWERS["covered"], width).splitlines()
        assert (whole in lines) == (len(whole) <= width)


def test_a_higher_terminal_shows_more_and_a_pipe_has_no_height() -> None:
    """What a terminal of 24 lines has no room for is shown on one of 60."""
    for name in PLACES:
        usual, high, pipe = (
            drawn(ANSWERS[name], height=height, interactive=interactive)
            for interactive, height in ((True, 24), (True, 60), (False, 60))
        )
        assert usual == pipe
        assert len(usual.splitlines()) <= 23 < len(high.splitlines()) <= 59


# --- tables of networks, and names ---------------------------------------------------------------


@pytest.mark.parametrize("network", REAL.networks, ids=REAL.ids)
def test_every_name_that_a_view_prints_is_one_that_show_and_open_take(network: Network) -> None:
    """And it shows that entry alone: names and short names, and the ids of lists."""
    content = entry_of(REAL, Match(network), TODAY)
    for shown in (network.id, network.name, content.label):
        asked = show_request(REAL, [shown], (), TODAY)
        assert ([one.network.id for one in asked.results], asked.notions) == ([network.id], ())
        assert show_request(REAL, shown.split(), (), TODAY).results == asked.results
        assert word(REAL, "network", shown) == network.id


@pytest.mark.parametrize("width", [40, 59, 60, 73, 80, 99, 100, 119, 120, 139, 160, 200])
def test_a_list_has_every_id_whole_beside_an_address_or_a_command(width: int) -> None:
    for query in (Query("list"), Query("list", kinds=("guichet-vert",))):
        answer = matching.list_networks(REAL, query, TODAY)
        said = drawn(answer, width, catalogue=REAL)
        words = said.split()
        flat = " ".join(words)
        for match in answer.results:
            network = match.network
            assert network.id in words
            contact = network.contact.first
            assert (contact and contact in said) or f"reseaux open {network.id}" in flat, network.id


def test_show_repeats_the_contact_where_it_is_longer_than_the_terminal() -> None:
    """On a terminal alone: in a pipe there is nothing to scroll."""
    contact = [
        " Près d'ici",
        "   https://pres.example.org/une-page-dont-l-adresse-est-bien-longue.html?id=1234567",
        "     · citée dans un code public ; non relue",
        "   https://pres.example.org",
        "   contact@pres.example.org · adresse générale",
        "   02 00 00 00 00 · standard, pas la ligne du guichet",
    ]
    whole = drawn(ANSWERS["show"], height=99)
    lines = whole.splitlines()
    for height, repeated in (
        (len(lines) + 1, []),
        (len(lines), ["", *contact]),
        (24, ["", *contact]),
    ):
        assert drawn(ANSWERS["show"], height=height).splitlines() == [*lines, *repeated]
    assert drawn(ANSWERS["show"], interactive=False) == whole


def test_what_folds_first_are_other_audiences_then_guides_then_suppliers_and_names_stay() -> None:
    """At each lower height; the networks to contact, doubt and dates are whole at any."""
    stages = []
    for height in range(60, 20, -1):
        text = drawn(ANSWERS["bare"], height=height)
        listed = [
            label
            for label in ("Pour l'État", "Clauses et guides", "Fournisseurs", "Clause sociale")
            if re.search(rf"^ {label}( \(.*\))?$", text, re.MULTILINE)
        ]
        stages += [listed] if listed not in stages else []
        assert all(name in text for name in ("Référents", "guides.example.org", "Le Marché"))
        assert "Aucun guichet vert dans le Haut-Rhin (liste de novembre 2024)." in text
        assert "Liste du 18 novembre 2024" in text
    assert stages == sorted(stages, key=len, reverse=True)
    assert stages[0] == ["Pour l'État", "Clauses et guides", "Fournisseurs", "Clause sociale"]
    assert stages[1] == ["Clauses et guides", "Fournisseurs", "Clause sociale"]


# --- hostile text --------------------------------------------------------------------------------

EVIL = [
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "\u202eeliF\u202c \u2066a\u2069",
    "a\u200bb\ufeffc\u00ad",
    "[red]x[/red] [/x] [link=file:///etc/passwd]y[/link] :smile:",
    "un\ndeux\r\ttrois\x0b\x0c\x85\u2028\u2029",
    "\x00\x7f\ud800",
    "日本語" * 30,
    "é" * 10,
    "",
]


def hostile(text: str) -> list[Answer]:
    bad = NETWORKS[2].replace(
        name=text,
        short_name=text,
        id=text,
        carrier=text,
        summary=text,
        cost=text,
        who=text,
        covers=(Area("departement", "76", text),),
        contact=Contact(text, None, text, text),
    )
    link = (Link(text, text, (), text),)
    fact = Fact("cout", text, (LIST.replace(title=text, url=text),), text, None, TODAY)
    listed = ANSWERS["social"].replace(
        results=(Match(bad, "partial"),), notes=(text,), place=ROUEN.replace(name=text)
    )
    unreached = bad.replace(contact=Contact())
    return [
        listed,
        listed.replace(results=(Match(unreached, "full", link),)),
        listed.replace(place=None, results=(Match(bad, excerpts=(((text, True),),)),)),
        listed.replace(place=None, results=(Match(bad), Match(unreached, None, link))),
        ANSWERS["show"].replace(results=(Match(bad, facts=(fact, fact.replace(of=text))),)),
    ]


def shown_hostile(answer: Answer, width: int, colors: int = 0, **options: Any) -> str:
    """An answer drawn from a catalogue that knows its networks, whatever their ids."""
    ids = tuple(match.network.id for match in answer.results)
    known = SAMPLE.replace(
        facets={**SAMPLE.facets, "id": {one: (at,) for at, one in enumerate(ids)}},
        facts=tuple(() for _ in ids),
    )
    return drawn(answer, width, colors, catalogue=known, **options)


def harmless(text: str) -> None:
    for line in bare(text).split("\n"):
        assert line.isprintable() or line.replace("\u00a0", "").isprintable(), line


@pytest.mark.parametrize("width", [20, 60, 80, 140])
@pytest.mark.parametrize("text", EVIL)
def test_catalogue_text_never_acts_on_the_terminal(text: str, width: int) -> None:
    for answer in hostile(text):
        for everything in (False, True):
            assert "\x1b" not in shown_hostile(answer, width, everything=everything)
            options = {"hyperlinks": True, "everything": everything}
            harmless(shown_hostile(answer, width, 256, **options))


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=40), st.integers(20, 150))
def test_any_text_at_any_width(text: str, width: int) -> None:
    for answer in hostile(text):
        harmless(shown_hostile(answer, width, 16, hyperlinks=True))


def test_a_megabyte_of_text_is_drawn() -> None:
    long = NETWORKS[0].replace(summary="mot " * 250_000)
    assert (
        drawn(ANSWERS["show"].replace(results=(Match(long, facts=FACTS),))).count("mot") == 250_000
    )
