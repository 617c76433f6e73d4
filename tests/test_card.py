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
from achats_reseaux.answering.card import Card, card
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


def found(place: Place, **filters: Any) -> Answer:
    return matching.find_at(SAMPLE, Query("find", **filters), place, TODAY)


ANSWERS = {
    "covered": found(ROUEN.replace(notes=("« Rouenn » est lu comme le début d'un nom.",))),
    "split": found(BOTH),
    "partial": found(NORMANDIE),
    "bare": found(MULHOUSE),
    "social": found(ROUEN, themes=("social",)),
    "bare-social": found(MULHOUSE, themes=("social",)),
    "sante": found(ROUEN, audiences=("sante",)),
    "etat": found(ROUEN, audiences=("etat",)),
    "entreprise": found(ROUEN, audiences=("entreprise",)),
    "none": found(MULHOUSE, kinds=("guichet-vert",)),
    "list": matching.list_networks(SAMPLE, Query("list"), TODAY),
    "show": Answer("found", Query("show"), results=(Match(NETWORKS[0], facts=FACTS),)),
    "field": Answer(
        "found",
        Query("show", fields=("fait", "contact")),
        results=(Match(NETWORKS[0], facts=FACTS[4:6]), Match(NETWORKS[1], ways_in=WAYS_IN)),
        notes=("Sans Porte : « Ce qu'il fait » n'est pas documenté.",),
    ),
    "notion": Answer(
        "found",
        Query("show"),
        results=(Match(NETWORKS[0]), Match(NETWORKS[1], ways_in=WAYS_IN)),
        notions=(
            Notion("guichet", "Guichet", (), "Ce que c'est.", (LIST,), FACTS[4:8], ("pres-d-ici",)),
        ),
    ),
    "search": Answer(
        "found",
        Query("search", input="aide"),
        results=(
            Match(NETWORKS[0], excerpts=((("Une ", False), ("aide", True), (" rapide.", False)),)),
        ),
    ),
}
PLACES = ("covered", "split", "partial", "bare")
CASES = [(name, 80, 0, False) for name in ANSWERS]
CASES += [("covered", 40, 0, False), ("list", 40, 0, False), ("covered", 80, 16, False)]
CASES += [("list", 60, 0, False), ("list", 120, 0, False), ("search", 120, 0, False)]
CASES += [("covered", 80, 0, True), ("show", 80, 0, True)]


def drawn(
    answer: Answer,
    width: int = 80,
    colors: int = 0,
    *,
    catalogue: Catalogue = SAMPLE,
    everything: bool = False,
    **terminal: Any,
) -> str:
    kind = Terminal(True, width, terminal.pop("height", 24), colors, True).replace(**terminal)
    whole = answer.replace(today=TODAY, catalogue=catalogue)
    return views.render(whole, kind, everything=everything)


def card_of(answer: Answer, catalogue: Catalogue = SAMPLE) -> Card:
    return card(answer.replace(today=TODAY, catalogue=catalogue))


@pytest.mark.parametrize(("name", "width", "colors", "everything"), CASES)
def test_golden(name: str, width: int, colors: int, everything: bool) -> None:
    text = drawn(ANSWERS[name], width, colors, everything=everything)
    whole = "-tout" if everything else ""
    assert text == golden(f"card_{name}{whole}-{width}-{colors}.txt", text)


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
    return [matching.list_networks(REAL, Query("list"), TODAY), *shown, *cards]


@pytest.mark.parametrize("width", [40, 59, 60, 80, 111, 112, 200])
def test_a_line_that_is_wider_than_the_terminal_is_an_address_or_command_alone(width: int) -> None:
    real = real_answers() if width in (40, 80, 112) else []
    for catalogue, answers in ((SAMPLE, list(ANSWERS.values())), (REAL, real)):
        for answer in answers:
            for everything in (False, True):
                text = drawn(answer, width, catalogue=catalogue, everything=everything)
                assert "\x1b" not in text
                for line in text.splitlines():
                    assert line == line.rstrip()
                    unbroken = no_break(re.sub(r"^ *(\[\d+\] )?", "", line))
                    assert columns(line) <= width or " " not in unbroken, line


@cache
def plainly_drawn(name: str, width: int) -> str:
    return drawn(ANSWERS[name], width)


@pytest.mark.parametrize("colors", COLORS[1:])
@pytest.mark.parametrize("name", ANSWERS)
def test_neither_colours_nor_links_change_a_word(name: str, colors: int) -> None:
    for width in WIDTHS:
        plain = plainly_drawn(name, width)
        assert bare(drawn(ANSWERS[name], width, colors)) == plain
        linked = drawn(ANSWERS[name], width, colors, hyperlinks=True)
        assert bare(linked) == plain
        assert linked.count("\x1b]8;;\x1b\\") * 2 == linked.count("\x1b]8;;")


def test_a_name_leads_where_the_terminal_knows_links() -> None:
    text = drawn(ANSWERS["bare"], 80, 16, hyperlinks=True)
    assert "\x1b]8;;https://clauses.example.fr\x1b\\\x1b[1mLes clauses\x1b[0m\x1b]8;;\x1b\\" in text
    assert "mailto:contact@pres.example.org" in drawn(ANSWERS["covered"], 80, 16, hyperlinks=True)
    assert "tel:0200000000" in drawn(ANSWERS["covered"], 80, 16, hyperlinks=True)


def test_an_address_that_fits_is_never_cut() -> None:
    for width in range(60, 130, 7):
        for name in ("covered", "bare", "show"):
            text = drawn(ANSWERS[name], width)
            for address in ("https://pres.example.org", "https://clauses.example.fr"):
                if address[8:20] in text:
                    assert address in text


def test_punctuation_never_begins_a_line_and_codes_keep_to_their_name() -> None:
    for answer in ANSWERS.values():
        for width in range(40, 121, 9):
            for line in drawn(answer, width).splitlines():
                begin = line.lstrip()
                assert not begin.startswith(("»", ")", ",")), line
                assert not re.match(r"[:;?!](\s|$)", begin), line
                assert not re.match(r"\(\d\d\)", begin), line
                assert not line.endswith("«"), line


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


def test_a_network_without_an_address_is_said_to_be_so_once() -> None:
    for name in ("covered", "bare"):
        content = card_of(ANSWERS[name])
        assert [entry.id for entry in content.unreachable] == ["perdu"]
        assert drawn(ANSWERS[name]).count("Réseau sans adresse") <= 1
        assert drawn(ANSWERS[name], everything=True).count("Réseau sans adresse") == 1
        assert drawn(ANSWERS[name]).count("SOIN (sans adresse)") == 1


def test_several_desks_of_the_social_clause_have_its_heading_and_their_marks() -> None:
    social = ANSWERS["social"]
    (desk,) = [one for one in social.results if one.network.origin == "local"]
    other = desk.network.replace(id="perdu", short_name="Autre relais")
    second = desk.replace(network=other, expired=True)
    text = drawn(social.replace(results=(*social.results, second)))
    assert text.split("\n\n")[1].splitlines() == [
        " Clause sociale :",
        " (faire travailler des gens)",
        " Aide à acheter mieux : des conseils, des exemples ; un annuaire.",
        " Adhésion",
        " Clause sociale 76 [local]      03 00 00 00 00",
        " Autre relais [local] [périmé]  03 00 00 00 00",
        "   → reseaux show clauses-76 perdu",
    ]


def test_a_network_without_an_address_comes_with_the_command_that_leads_on() -> None:
    linked = drawn(ANSWERS["split"], 80, 16, hyperlinks=True)
    assert f"\x1b]8;;{LIST.url}\x1b\\\x1b[36mreseaux open sans-porte" in linked


def test_whom_to_contact_says_what_it_costs_or_that_no_source_does() -> None:
    """Never that it is free without a source: for each place, theme and audience."""
    for place in (ROUEN, BOTH, MULHOUSE, NORMANDIE):
        for themes in ((), ("social",), ("environnement",)):
            for audiences in ((), ("etat",), ("sante",), ("entreprise",)):
                query = Query("find", themes=themes, audiences=audiences)
                answer = matching.find_at(REAL, query, place, TODAY)
                content = card_of(answer, REAL)
                text = drawn(answer, 200, catalogue=REAL, everything=True)
                for group in content.leads:
                    for entry in group.entries:
                        said = entry.cost.rstrip(".") if entry.cost else "Coût non documenté"
                        assert said.lower() in text.lower(), (place, query, entry.id)


def test_a_cost_of_the_catalogue_is_that_of_a_fact() -> None:
    for network, facts in ((one, REAL.facts_of(one.id)) for one in REAL.networks):
        told = {fact.field for fact in facts if not fact.of or fact.of != network.carrier}
        assert ("cout" in told) == (network.cost is not None), network.id
        assert network.who is None or "public-vise" in told, network.id


def test_the_cost_of_the_others_is_told_beside_their_names_and_what_is_unknown_once() -> None:
    text = drawn(ANSWERS["covered"], height=60)
    assert "   Les clauses                https://clauses.example.fr · gratuit\n" in text
    assert "   Le portail                 https://portail.example.gouv.fr\n" in text
    assert text.count("Coût non documenté, sauf mention : demandez-le.\n") == 1
    priced = [one.replace(cost="Gratuit.") for one in NETWORKS]
    free = catalogue_of(*priced)
    assert "non documenté" not in drawn(
        matching.find_at(free, Query("find"), ROUEN, TODAY), catalogue=free
    )


def test_no_blank_line_is_doubled() -> None:
    known = loader.load()
    barentin = places.of("commune", "76057")
    assert barentin is not None
    queries = [Query("find", kinds=(word.id,)) for word in known.words["kind"]]
    queries += [Query("find", themes=(word.id,)) for word in known.words["theme"]]
    queries += [Query("find", audiences=(word.id,)) for word in known.words["audience"]]
    for query in queries:
        answer = matching.find_at(known, query, barentin, TODAY)
        for everything in (False, True):
            text = drawn(answer, catalogue=known, everything=everything)
            assert "\n\n\n" not in text, query


def test_a_command_in_a_sentence_is_not_broken() -> None:
    for width in range(40, 90):
        lines = [line.strip() for line in drawn(ANSWERS["social"], width).splitlines()]
        assert any(line.endswith("reseaux open facilitateurs") for line in lines), width


def test_a_word_that_a_reader_may_not_know_is_explained_where_it_is_met_first() -> None:
    assert drawn(ANSWERS["bare"]).splitlines()[2:5] == [
        " Aucun guichet vert dans le Haut-Rhin (liste de novembre 2024).",
        " Guichet vert : conseil gratuit.",
        " À contacter à la place :",
    ]
    for name, column in (("covered", 16), ("social", 1)):
        lines = drawn(ANSWERS[name], height=60).splitlines()
        (at,) = (rank for rank, line in enumerate(lines) if "(faire travailler des gens)" in line)
        assert lines[at].index("(") == column
    assert " Clause sociale (faire travailler des gens)\n" in drawn(ANSWERS["list"])
    plain = SAMPLE.replace(notion_ids=())
    assert "Guichet vert :" not in drawn(ANSWERS["bare"], catalogue=plain)
    assert "travailler" not in drawn(ANSWERS["covered"], catalogue=plain)


@pytest.mark.parametrize(
    "filters",
    [
        {"kinds": ("programme",), "audiences": ("etat",)},
        {"kinds": ("conseil",), "audiences": ("sante",)},
        {"kinds": ("programme",), "themes": ("environnement",), "audiences": ("entreprise",)},
    ],
)
def test_where_nothing_fits_the_filters_the_card_is_the_one_without_them(
    filters: dict[str, tuple[str, ...]],
) -> None:
    remark = "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
    expected = card_of(found(ROUEN)).replace(remark=remark)
    assert card_of(found(ROUEN, **filters)) == expected


def test_a_remark_is_not_lost_to_the_explanation() -> None:
    answer = found(MULHOUSE, kinds=("reseau",))
    content = card_of(answer)
    assert content.remark == (
        "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
        " Guichet vert : conseil gratuit."
    )


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
    """An address on cards, a fact in ``show``."""
    sources = tuple(Source(one, "https://example.org", "Une page", page_date=one) for one in dates)
    known, network = of_fact(Fact("phone", "02 00 00 00 00", sources))
    (phone,) = (
        way for way in entry_of(known, Match(network), TODAY).ways_in if way.kind == "phone"
    )
    assert phone.age == told
    fact = Fact("fait", "Répond.", sources)
    answer = Answer("found", Query("show"), results=(Match(network, facts=(fact,)),))
    (line,) = (one for one in drawn(answer, height=99).splitlines() if "Ce qu'il fait" in one)
    assert line.endswith(f"Répond. [1]{f' ({told})' if told else ''}")


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


def test_doubt_is_shown_where_the_network_is_without_being_asked_for() -> None:
    """In a sentence where it is presented, by a badge where it is listed."""
    doubt = "Rien n'a été trouvé sur la suite."
    sentence = " À vérifier : rien n'a été trouvé sur la suite.\n"
    networks = [one.replace(doubt=doubt) for one in NETWORKS]
    known = catalogue_of(*networks)
    assert sentence in drawn(matching.find_at(known, Query("find"), ROUEN, TODAY), catalogue=known)
    both = drawn(matching.find_at(known, Query("find"), BOTH, TODAY), catalogue=known)
    assert both.count(sentence) == 1
    for fields in ((), ("fait",)):
        shown = Answer(
            "found", Query("show", fields=fields), results=(Match(networks[0], facts=FACTS),)
        )
        assert sentence in drawn(shown, catalogue=known)
    listed = drawn(matching.list_networks(known, Query("list"), TODAY), catalogue=known)
    assert listed.count("(à vérifier)") == sum(bool(one.contact.first) for one in networks)


def test_of_several_guichets_each_doubt_has_its_name() -> None:
    known = catalogue_of(NETWORKS[0].replace(doubt="Fermé ?"), *NETWORKS[1:])
    answer = matching.find_at(known, Query("find"), BOTH, TODAY)
    assert " Près d'ici, à vérifier : fermé ?\n" in drawn(answer, catalogue=known)


def test_a_copy_that_was_read_is_not_the_page_on_that_day() -> None:
    text = drawn(ANSWERS["show"], 120, height=99)
    assert "Site « Près d'ici » (lue sur une copie de novembre 2026)" in text
    assert "La liste (publiée le 18 novembre 2024)" in text
    for network in REAL.networks:
        shown = drawn(matching.show(REAL, Query("show"), network.id, TODAY), 100, catalogue=REAL)
        assert not re.search(r"lu sur sa propre page, \d+ novembre 2026", " ".join(shown.split()))


def test_an_address_that_no_page_read_confirms_says_so_where_it_is_shown() -> None:
    assert "  reseaux open facilitateurs (à vérifier)\n" in drawn(ANSWERS["covered"], height=60)
    assert "   reseaux open facilitateurs · à vérifier\n" in drawn(ANSWERS["bare-social"])
    for network in REAL.networks:
        for name, how, _ in network.contact.known:
            content = entry_of(REAL, Match(network), TODAY)
            (way,) = (way for way in content.ways_in if way.kind == name)
            assert bool(way.mark) == (how == "cite"), network.id


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, ""), (1, "A"), (2, "A, B"), (3, "A, B, C"), (4, "A, B et 2 autres territoires")],
)
def test_of_more_than_three_territories_two_are_named(count: int, told: str) -> None:
    covers = tuple(Area("commune", f"7600{rank}", "ABCD"[rank]) for rank in range(count))
    assert entry_of(SAMPLE, Match(NETWORKS[0].replace(covers=covers)), TODAY).where == told


def test_a_firm_meets_what_is_made_for_firms_before_what_it_shares_with_buyers() -> None:
    content = card_of(ANSWERS["entreprise"])
    shared = [(group.label, [one.id for one in group.entries]) for group in content.groups]
    assert shared == [("Ouverts aussi", ["fournisseurs", "facilitateurs", "portail"])]
    more = catalogue_of(*NETWORKS, NETWORKS[-1].replace(id="aide", name="Aide"))
    answer = matching.find_at(more, Query("find", audiences=("entreprise",)), ROUEN, TODAY)
    groups = card_of(answer, more).groups
    assert [(group.label, len(group.entries)) for group in groups] == [
        ("Appui", 1),
        ("Ouverts aussi", 3),
    ]


def test_a_guichet_vert_of_a_part_is_named_with_that_part() -> None:
    """Who may call is documented for the ground that it serves alone."""
    assert " Guichet vert : Près d'ici (Département 76)\n" in drawn(
        found(BOTH.replace(departements=("27", "76"), communes=("27229", "76540")))
    )


def test_of_two_audiences_that_ask_the_networks_are_among_the_others_and_none_is_folded() -> None:
    content = card_of(found(ROUEN, audiences=("etat", "sante")))
    shown = [entry.id for group in content.groups for entry in group.entries]
    assert {"soin", "referents"}.intersection(shown) == {"referents"}  # the other has no address
    assert "soin" in [entry.id for entry in content.unreachable]
    assert content.audiences == ()


def test_what_stands_in_for_a_guichet_vert_is_named_and_numbered() -> None:
    content = card_of(ANSWERS["bare"])
    assert content.verdict == "Aucun guichet vert dans le Haut-Rhin (liste de novembre 2024)."
    assert [entry.id for entry in content.leads[0].entries] == ["echanges", "clauses", "portail"]
    assert card_of(ANSWERS["none"]).leads == content.leads


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


def test_where_no_way_in_is_documented_at_all_only_that_is_said() -> None:
    answer = ANSWERS["split"].replace(results=(Match(NETWORKS[1], "full"),))
    assert "   Aucune adresse documentée.\n     Par la maison dont il est issu\n" in drawn(answer)


def test_a_page_of_a_long_address_is_text_with_the_command_that_opens_it() -> None:
    link = Link("la page des réseaux", f"https://example.org/{'a' * 80}", (), None)
    answer = ANSWERS["split"].replace(results=(Match(NETWORKS[1], "full", (link,)),))
    said = bare(drawn(answer, 80, 16))
    assert "     la page des réseaux : reseaux open sans-porte\n" in said


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


def test_only_an_address_of_the_web_is_a_link_among_facts() -> None:
    linked = drawn(ANSWERS["show"], 80, 16, hyperlinks=True, height=99)
    assert set(re.findall(r"\x1b]8;;([^\x1b]+)\x1b", linked)) == {
        "https://pres.example.org",
        "https://pres.example.org/une-page-dont-l-adresse-est-bien-longue.html?id=1234567",
        *(one.url for fact in FACTS for one in fact.sources),
    }


def test_what_a_search_found_is_set_off_in_colour() -> None:
    assert " Une \x1b[1;4maide\x1b[0m rapide.\n" in drawn(ANSWERS["search"], 80, 16)


def test_show_tells_how_long_an_entry_is_valid_and_every_source_once_everything_is_shown() -> None:
    read = Source("read", "https://example.org/read", "Un rapport", read_on="2020-05")
    network = NETWORKS[0].replace(valid_until="2027-01-31", sources=(*NETWORKS[0].sources, read))
    answer = Answer("found", Query("show"), results=(Match(network, facts=FACTS),))
    assert drawn(answer, height=99).splitlines()[-2:] == [
        " Fiche comparée aux sources le 24 novembre 2026. Valable jusqu'au 31 janvier",
        " 2027. Notes de recherche : --tout.",
    ]
    assert "Un rapport" not in drawn(answer)
    whole = drawn(answer, 120, everything=True)
    assert re.findall(r"^   \[(\d)\] (\w+ \S+)", whole, re.MULTILINE) == [
        ("1", "Site «"),
        ("2", "La liste"),
        ("3", "Un livre"),
        ("4", "Un rapport"),
    ]


# --- tables of networks, and names ---------------------------------------------------------------


@pytest.mark.parametrize("network", REAL.networks, ids=REAL.ids)
def test_every_name_that_a_view_prints_is_one_that_show_and_open_take(network: Network) -> None:
    """And it shows that entry alone: names and short names, and the ids of lists."""
    content = entry_of(REAL, Match(network), TODAY)
    for shown in (content.id, content.name, content.label):
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


def test_a_list_has_the_names_of_its_columns_where_a_network_is_one_line() -> None:
    head = drawn(ANSWERS["list"], 120).splitlines()[0]
    assert re.split(" {2,}", head)[1:] == ["Identifiant", "Nom", "Où, à quel coût", "Contact"]
    assert "Identifiant" not in drawn(ANSWERS["list"], 99)
    every = matching.list_networks(REAL, Query("list"), TODAY)
    assert "Identifiant" in drawn(every, 120, catalogue=REAL)


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
