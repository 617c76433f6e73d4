"""From plain values to a catalogue, and from one catalogue to the next: whole values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import catalogue, gazetteer
from achats_reseaux.catalogue import build, diff, loader, overlay, rules, yaml_reader
from achats_reseaux.catalogue.yaml_reader import Document, Fault
from achats_reseaux.errors import CatalogueError
from achats_reseaux.model import (
    Area,
    Catalogue,
    Change,
    Contact,
    Fact,
    Link,
    Network,
    Notion,
    Source,
    Word,
)
from achats_reseaux.text import shell_quoted

PAGE = Source("page", "https://a.fr", "Une page", read_on="2026")
BOOK = Source("livre", "https://b.fr", "Un livre", page_date="2025-06")
PLAIN: dict[str, Any] = {
    "schema_version": 1,
    "version": "3",
    "as_of": "2026-01-01",
    "checked_on": "2026-02-02",
    "reference": "livre",
    "ways_in": [
        {"label": "Tous", "url": "https://c.fr", "for": ["all"], "sources": ["page"]},
        {"label": "Deux", "url": "https://d.fr", "for": ["reseau", "conseil"], "sources": ["page"]},
    ],
    "notices": [
        {"text": "À savoir.", "themes": ["social"], "kinds": ["conseil"], "sources": ["page"]},
    ],
    "without_guichet_vert": ["08", "10"],
    "vocabulary": {
        "themes": [{"id": "social", "label": "Le Social", "aliases": ["Insertion", "à côté"]}],
        "kinds": [{"id": "reseau", "label": "Réseau"}, {"id": "conseil", "label": "Conseil"}],
        "audiences": [{"id": "etat", "label": "État"}],
        "fields": [{"id": "cout", "label": "Coût"}],
    },
    "sources": [
        {"id": "page", "url": "https://a.fr", "date": "2026", "dated": "lu", "title": "Une page"},
        {
            "id": "livre",
            "url": "https://b.fr",
            "date": "2025-06",
            "dated": "publié",
            "title": "Un livre",
        },
    ],
    "notions": [
        {
            "id": "reseau",
            "name": "Le réseau",
            "aliases": ["Réseaux"],
            "definition": "Ce que c'est. Ce que ce n'est pas.",
            "gloss": "en bref",
            "sources": ["livre"],
            "facts": [
                {"field": "cout", "value": "Rien.", "sources": ["page"], "note": "Presque."},
                {"field": "cout", "value": "Peu.", "sources": ["page"], "checked_on": "2026-01-02"},
            ],
            "shares": ["cout"],
            "kinds": ["reseau"],
            "networks": ["deux", "un"],
            "checked_on": "2026-02-03",
        },
        {
            "id": "mot",
            "name": "Un mot",
            "definition": "Il ne mène nulle part.",
            "sources": ["page"],
            "checked_on": "2026-02-03",
        },
    ],
    "organisations": [
        {
            "id": "asso",
            "name": "L'Association",
            "aliases": ["ASSO"],
            "facts": [{"field": "cout", "value": "Adhésion.", "sources": ["livre"]}],
            "sources": ["page"],
        }
    ],
    "networks": [
        {
            "id": "un",
            "name": "Réseau un",
            "kind": "reseau",
            "themes": ["social"],
            "audiences": ["etat"],
            "coverage": {"regions": ["28"], "epci": ["200030526"], "communes": ["76540", "68066"]},
            "organisation": "asso",
            "summary": "Aide.",
            "contact": {
                "phone": {"value": "3939", "sources": ["page"], "checked_on": "2026-03-03"},
                "website": {"value": "https://un.fr", "sources": ["livre", "page"]},
                "email": {"value": "a@un.fr", "sources": ["page"], "known": "propre"},
                "page": {"value": "https://un.fr/aide", "sources": ["page"]},
            },
            "facts": [
                {"field": "cout", "value": "Gratuit.", "sources": ["page"], "note": "Sauf un cas."}
            ],
            "aliases": ["Le Premier"],
            "sources": ["livre"],
            "checked_on": "2026-04-04",
            "valid_from": "2026-01-01",
            "valid_until": "2027-01-01",
        },
        {
            "id": "deux",
            "name": "Deux",
            "kind": "conseil",
            "themes": ["social"],
            "audiences": ["etat"],
            "coverage": {"france": True},
            "summary": "Conseil.",
            "led_by": ["asso"],
            "sources": ["page"],
            "checked_on": "2026-05-05",
        },
        {
            "id": "trois",
            "name": "Trois",
            "kind": "reseau",
            "themes": [],
            "audiences": ["etat"],
            "coverage": {"departements": ["67", "76"], "communes": ["67482", "no"]},
            "summary": "Autre.",
            "sources": ["page"],
            "checked_on": "2026-05-05",
        },
    ],
}  # fmt: skip
KNOWN = "(connues : schema_version, sources, organisations, networks, complete)"

EPCI = gazetteer.epci_members("200030526")
UN = Network(
    id="un",
    name="Réseau un",
    kind="reseau",
    themes=("social",),
    audiences=("etat",),
    scope="local",
    covers=(
        Area("region", "28", "Normandie"),
        Area("epci", "200030526", "CC du Ried de Marckolsheim"),
        Area("commune", "76540", "Rouen"),
        Area("commune", "68066", "Colmar"),
    ),
    departements=("14", "27", "50", "61", "76"),
    communes=tuple(sorted({*EPCI, "68066"})),
    carrier="L'Association",
    summary="Aide.",
    contact=Contact(
        "https://un.fr",
        "https://un.fr/aide",
        "a@un.fr",
        "3939",
        (
            ("website", "", "2026"),
            ("page", "", "2026"),
            ("email", "propre", "2026"),
            ("phone", "", "2026"),
        ),
    ),
    aliases=("Le Premier",),
    sources=(BOOK,),
    checked_on="2026-04-04",
    valid_from="2026-01-01",
    valid_until="2027-01-01",
    origin="local",
    cost="Gratuit.",
)
DEUX = Network(
    id="deux",
    name="Deux",
    kind="conseil",
    themes=("social",),
    audiences=("etat",),
    scope="national",
    covers=(),
    departements=(),
    communes=(),
    carrier=None,
    summary="Conseil.",
    contact=Contact(),
    aliases=(),
    sources=(PAGE,),
    checked_on="2026-05-05",
)
TROIS = DEUX.replace(
    id="trois",
    name="Trois",
    kind="reseau",
    themes=(),
    scope="local",
    covers=(
        Area("departement", "67", "Bas-Rhin"),
        Area("departement", "76", "Seine-Maritime"),
        Area("commune", "67482", "Strasbourg"),
    ),
    departements=("67", "76"),
    summary="Autre.",
    cost="Rien.",
)
OWN_FACTS = (
    Fact("website", "https://un.fr", (BOOK, PAGE), checked_on="2026-04-04"),
    Fact("page", "https://un.fr/aide", (PAGE,), checked_on="2026-04-04"),
    Fact("email", "a@un.fr", (PAGE,), checked_on="2026-04-04"),
    Fact("phone", "3939", (PAGE,), checked_on="2026-03-03"),
    Fact("cout", "Gratuit.", (PAGE,), "Sauf un cas.", checked_on="2026-04-04"),
    Fact("cout", "Adhésion.", (BOOK,), of="L'Association", checked_on="2026-04-04"),
)
SHARED_FACTS = (
    Fact("cout", "Rien.", (PAGE,), "Presque.", "Le réseau", "2026-02-03"),
    Fact("cout", "Peu.", (PAGE,), None, "Le réseau", "2026-01-02"),
)
"""Of the notion of its kind, for an entry that does not tell that field itself."""


def whole(catalogue: Catalogue) -> dict[str, Any]:
    """All that a catalogue says, as plain comparable values, wherever it lies."""
    return {
        "version": (catalogue.version, catalogue.as_of, catalogue.checked_on),
        "reference": catalogue.reference,
        "ways_in": catalogue.ways_in,
        "words": catalogue.words,
        "lexicon": catalogue.lexicon,
        "ids": catalogue.ids,
        "facets": catalogue.facets,
        "networks": tuple(catalogue.networks),
        "facts": tuple(catalogue.facts),
        "notions": {name: catalogue.notion(name) for name in catalogue.notion_ids},
        "notices": catalogue.notices,
        "partial": catalogue.partial_kinds,
    }


EXPECTED = {
    "version": ("3", "2026-01-01", "2026-02-02"),
    "reference": BOOK,
    "ways_in": (
        Link("Tous", "https://c.fr"),
        Link("Deux", "https://d.fr", ("reseau", "conseil")),
    ),
    "words": {
        "theme": (Word("social", "Le Social", ("Insertion", "à côté")),),
        "kind": (Word("reseau", "Réseau", ()), Word("conseil", "Conseil", ())),
        "audience": (Word("etat", "État", ()),),
        "use": (),
        "field": (Word("cout", "Coût", ()),),
        "known": (),
        "nature": (),
    },
    "lexicon": {
        "theme": dict.fromkeys(("social", "le social", "insertion", "a cote"), "social"),
        "kind": {"reseau": "reseau", "conseil": "conseil"},
        "audience": {"etat": "etat"},
        "network": {
            "un": "un",
            "reseau un": "un",
            "le premier": "un",
            "deux": "deux",
            "trois": "trois",
        },
        "notion": {
            "reseau": "reseau",
            "le reseau": "reseau",
            "reseaux": "reseau",
            "mot": "mot",
            "un mot": "mot",
        },
        "organisation": {"asso": "asso", "l association": "asso"},
        "short_name": {},
    },
    "ids": ("un", "deux", "trois"),
    "facets": {
        "id": {"un": (0,), "deux": (1,), "trois": (2,)},
        "kind": {"reseau": (0, 2), "conseil": (1,)},
        "theme": {"social": (0, 1)},
        "audience": {"etat": (0, 1, 2)},
        "departement": {
            **dict.fromkeys(("14", "27", "50", "61"), (0,)),
            "76": (0, 2),
            "67": (0, 2),  # some of it, for the first
            "68": (0,),
        },
        "scope": {"below": (0,), "national": (1,)},
        "organisation": {"asso": (0, 1)},
    },
    "networks": (UN, DEUX, TROIS),
    "facts": (OWN_FACTS, (), SHARED_FACTS),
    "notices": (("À savoir.", ("social", "conseil")),),
    "partial": (),
    "notions": {
        "reseau": Notion(
            "reseau",
            "Le réseau",
            ("Réseaux",),
            "Ce que c'est. Ce que ce n'est pas.",
            (BOOK,),
            (
                Fact("cout", "Rien.", (PAGE,), "Presque.", checked_on="2026-02-03"),
                Fact("cout", "Peu.", (PAGE,), checked_on="2026-01-02"),
            ),
            ("un", "trois", "deux"),
            "en bref",
        ),
        "mot": Notion("mot", "Un mot", (), "Il ne mène nulle part.", (PAGE,), (), ()),
    },
}


def test_a_whole_catalogue() -> None:
    found = build.build(PLAIN, ("a.yaml",), frozenset({"un"}))
    assert whole(found) == EXPECTED
    assert found.files == ("a.yaml",)
    assert build.build(PLAIN).files == ()
    assert {one.origin for one in build.build(PLAIN).networks} == {"bundled"}


def test_the_compiled_form_says_the_same() -> None:
    built = build.build(PLAIN, (), frozenset({"un"}))
    found = catalogue.decoded(catalogue.compiled_form(built, ()))
    assert found is not None
    assert whole(found) == whole(built)


@pytest.mark.parametrize(
    ("stated", "departements", "communes", "reason"),
    [
        ({"france": True}, (), (), "all of it is none of its parts"),
        ({"regions": ["06"]}, ("976",), (), "a region of one département"),
        ({"regions": ["28"], "departements": ["14", "08"]}, ("08", "14", "27", "50", "61", "76"),
         (), "sorted, each once"),
        ({"departements": ["977"]}, ("977",), (), "a collectivité"),
        ({"communes": ["76540", "14118"]}, (), ("14118", "76540"), "sorted"),
        ({"departements": ["76"], "communes": ["76540", "14118"]}, ("76",), ("14118",),
         "what the département holds is not told twice"),
        ({"regions": ["99"], "departements": ["99"], "epci": ["1"], "communes": ["75115"]}, (), (),
         "unknown codes cover nothing"),
    ],
)  # fmt: skip
def test_what_a_network_covers(
    stated: dict[str, Any],
    departements: tuple[str, ...],
    communes: tuple[str, ...],
    reason: str,
) -> None:
    _, whole_ones, below = build.coverage(stated)
    assert (whole_ones, below) == (departements, communes), reason


FREE = {"field": "cout", "value": "Gratuit.", "sources": ["page"]}
DEAR = {"field": "cout", "value": "Payant.", "sources": ["page"]}


@pytest.mark.parametrize(
    ("entry", "kind", "shares", "cost", "reason"),
    [
        ({}, {}, [], None, "no source says"),
        ({}, {}, ["cout"], "Rien.", "a fact that all of the kind share"),
        ({}, {"cost": "Peu."}, ["cout"], "Peu.", "the kind says it in fewer words"),
        ({"facts": [DEAR, FREE]}, {"cost": "Peu."}, ["cout"], "Payant.", "its own first fact"),
        ({"facts": [DEAR], "cost": "Cher."}, {"cost": "Peu."}, ["cout"], "Cher.", "its own words"),
    ],
)
def test_what_a_network_costs_is_what_a_source_says(
    entry: dict[str, Any], kind: dict[str, Any], shares: list[str], cost: str | None, reason: str
) -> None:
    network = {**PLAIN["networks"][2], **entry}
    notion = {**PLAIN["notions"][0], "shares": shares}
    kinds = [{**PLAIN["vocabulary"]["kinds"][0], **kind}, PLAIN["vocabulary"]["kinds"][1]]
    value = {
        **PLAIN,
        "vocabulary": {**PLAIN["vocabulary"], "kinds": kinds},
        "notions": [notion],
        "networks": [network],
    }
    assert build.build(value).networks[0].cost == cost, reason


def test_who_may_call_is_the_first_fact_that_says_so() -> None:
    facts = [{"field": "public-vise", "value": one, "sources": ["page"]} for one in "AB"]
    assert changed(facts=facts).networks[0].who == "A"


@pytest.mark.parametrize(
    ("own", "carried", "shared", "doubt"),
    [
        ((), (), (), None),
        (("A ?", "B ?"), ("C ?",), ("D ?",), "A ?"),
        ((), ("C ?",), ("D ?",), "C ?"),
        ((), (), ("D ?",), "D ?"),
    ],
)
def test_the_doubt_of_a_network_is_the_first_thing_to_verify(
    own: tuple[str, ...], carried: tuple[str, ...], shared: tuple[str, ...], doubt: str | None
) -> None:
    def facts(values: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{"field": "a-verifier", "value": one, "sources": ["page"]} for one in values]

    first, *others = PLAIN["networks"]
    notion = {**PLAIN["notions"][0], "facts": facts(shared), "shares": ["a-verifier"]}
    value = {
        **PLAIN,
        "notions": [notion],
        "organisations": [{**PLAIN["organisations"][0], "facts": facts(carried)}],
        "networks": [{**first, "facts": facts(own)}, *others],
    }
    assert build.build(value).networks[0].doubt == doubt


def test_what_is_told_elsewhere_is_told_as_if_it_were_written_here() -> None:
    contact = {"website": {"value": "https://asso.fr", "sources": ["livre"], "known": "ailleurs"}}
    value = {**PLAIN, "organisations": [{**PLAIN["organisations"][0], "contact": contact}]}
    network = {
        **PLAIN["networks"][1],
        "facts": [{"field": "cout", "of": "reseau"}, {"field": "cout", "of": "asso", "note": "N."}],
        "contact": {"website": {"of": "asso", "note": "Son site."}},
    }
    found = build.build({**value, "networks": [network]})
    assert found.facts == (
        (
            Fact("website", "https://asso.fr", (BOOK,), "Son site.", None, "2026-05-05"),
            Fact("cout", "Rien.", (PAGE,), "Presque.", None, "2026-05-05"),
            Fact("cout", "Peu.", (PAGE,), None, None, "2026-01-02"),
            Fact("cout", "Adhésion.", (BOOK,), "N.", None, "2026-05-05"),
        ),
    )
    known = (("website", "ailleurs", "2025-06"),)
    assert found.networks[0].contact == Contact("https://asso.fr", known=known)
    assert found.networks[0].cost == "Rien."


def test_the_two_forms_of_the_dates_of_a_source_say_the_same() -> None:
    sources = [
        {"id": "page", "url": "https://a.fr", "title": "Une page", "read_on": "2026"},
        {"id": "livre", "url": "https://b.fr", "title": "Un livre", "page_date": "2025-06"},
    ]
    assert whole(build.build({**PLAIN, "sources": sources})) == whole(build.build(PLAIN))
    both = Source("a", "https://a.fr", "A", page_date="2021", read_on="2026-11-24")
    assert (both.date, both.dated) == ("2021", "publié")
    assert [(one.date, one.dated) for one in (PAGE, BOOK)] == [
        ("2026", "lu"),
        ("2025-06", "publié"),
    ]


@pytest.mark.parametrize(
    ("complete", "declared", "partial"),
    [
        ((None, None), (), ()),
        ((True, False), (), ("conseil",)),
        ((False, False), (), ("reseau", "conseil")),
        ((False, False), ("reseau",), ("conseil",)),
    ],
)
def test_a_kind_is_partial_unless_the_file_has_all_of_it(
    complete: tuple[bool | None, bool | None], declared: tuple[str, ...], partial: tuple[str, ...]
) -> None:
    kinds = [
        one if said is None else {**one, "complete": said}
        for one, said in zip(PLAIN["vocabulary"]["kinds"], complete, strict=True)
    ]
    value = {**PLAIN, "vocabulary": {**PLAIN["vocabulary"], "kinds": kinds}}
    assert build.build({**value, "complete": [*declared]}).partial_kinds == partial


def test_a_fact_may_end() -> None:
    fact = {"field": "cout", "value": "Peu.", "sources": ["page"], "valid_until": "2027-12-31"}
    found = changed(facts=[fact]).facts_of("un")
    assert [one.valid_until for one in found if one.field == "cout"] == ["2027-12-31", None]


# --- what changed ---------------------------------------------------------------------------------


def changed(**fields: Any) -> Catalogue:
    """The catalogue with some fields of its first network changed."""
    first = {**PLAIN["networks"][0], **fields}
    return build.build({**PLAIN, "networks": [first, *PLAIN["networks"][1:]]})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"name": "Autre"}, [Change("un", "name", "Réseau un", "Autre")]),
        ({"organisation": ""}, [
            Change("un", "carrier", "L'Association", None),
            Change("un", "cout", "Adhésion.", None),
        ]),
        ({"aliases": []}, [Change("un", "aliases", "Le Premier", "")]),
        ({"themes": ["social", "x"]}, [Change("un", "themes", "social", "social, x")]),
        ({"sources": ["page", "livre"]}, [
            Change("un", "sources", "https://b.fr", "https://a.fr, https://b.fr"),
        ]),
        ({"valid_until": None}, [Change("un", "valid_until", "2027-01-01", None)]),
        ({"coverage": {"france": True}}, [
            Change("un", "scope", "local", "national"),
            Change("un", "covers", "28, 200030526, 76540, 68066", ""),
        ]),
        ({"contact": {
            "email": {"value": "b@un.fr", "sources": ["page"]},
            "phone": {"value": "3939", "sources": ["livre"]},
        }}, [
            Change("un", "website", "https://un.fr", None),
            Change("un", "page", "https://un.fr/aide", None),
            Change("un", "email", "a@un.fr", "b@un.fr"),
        ]),
        ({"facts": [{"field": "cout", "value": "Payant.", "sources": ["page"]}]}, [
            Change("un", "cout", None, "Payant."),
            Change("un", "cout", "Gratuit.", None),
        ]),
        # What no fact says is told as what the entry says.
        ({"cost": "Payant."}, [Change("un", "cost", "Gratuit.", "Payant.")]),
        ({"who": "Les mairies."}, [Change("un", "who", None, "Les mairies.")]),
    ],
)  # fmt: skip
def test_each_change_of_a_network_is_told(fields: dict[str, Any], expected: list[Change]) -> None:
    assert list(diff.differences(build.build(PLAIN), changed(**fields))) == expected


def test_each_change_of_a_notion_is_told() -> None:
    first, second = PLAIN["notions"]
    changed_one = {**first, "definition": "Autre. Chose.", "facts": first["facts"][:1]}
    added = {**second, "id": "neuf", "name": "Neuf"}
    after = build.build({**PLAIN, "notions": [changed_one, added]})
    of_notions = [
        one
        for one in diff.differences(build.build(PLAIN), after)
        if one.network in ("reseau", "neuf", "mot")
    ]
    assert of_notions == [
        Change("reseau", "definition", first["definition"], "Autre. Chose."),
        Change("reseau", "cout", "Peu.", None),
        Change("neuf", "definition", None, second["definition"]),
        Change("mot", "definition", second["definition"], None),
    ]


def test_networks_that_come_and_go_are_told_in_the_order_of_the_new_list_losses_last() -> None:
    _, second, third = PLAIN["networks"]
    new = {**third, "id": "quatre", "name": "Quatre"}
    renamed = {**second, "name": "Second"}
    after = build.build({**PLAIN, "networks": [new, renamed]})
    assert list(diff.differences(build.build(PLAIN), after)) == [
        Change("quatre", "", None, "Quatre"),
        Change("deux", "name", "Deux", "Second"),
        Change("un", "", "Réseau un", None),
        Change("trois", "", "Trois", None),
    ]


# --- overlays, as plain values --------------------------------------------------------------------


def prepared(text: str) -> Document:
    return overlay.prepare(yaml_reader.parse(text, "moi.yaml"), "local-1")


def test_the_shorthands_of_an_overlay_are_written_out() -> None:
    found = prepared(
        """\
schema_version: 1
networks:
  - id: un
    contact: {phone: "3939", email: {value: a@b.fr}, page: {value: "https://a", sources: [page]}}
    facts: [{field: cout, value: Gratuit.}, {field: cout, value: Payant., sources: [page]}]
  - {id: deux, contact: {page: 1, fax: "12"}, facts: [non]}
organisations: [{id: asso, facts: [{field: cout}]}]
sources: [{id: page}]
"""
    )
    assert found.faults == ()
    assert found.value == {
        "schema_version": 1,
        "sources": [{"id": "page"}],
        "organisations": [{"id": "asso", "facts": [{"field": "cout", "sources": ["local-1"]}]}],
        "networks": [
            {
                "id": "un",
                "contact": {
                    "phone": {"value": "3939", "sources": ["local-1"]},
                    "email": {"value": "a@b.fr", "sources": ["local-1"]},
                    "page": {"value": "https://a", "sources": ["page"]},
                },
                "facts": [
                    {"field": "cout", "value": "Gratuit.", "sources": ["local-1"]},
                    {"field": "cout", "value": "Payant.", "sources": ["page"]},
                ],
            },
            {"id": "deux", "contact": {"page": 1, "fax": "12"}, "facts": ["non"]},
        ],
    }


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", []),
        ("networks: []\n", []),
        ("networks: {id: a}\n", [(1, "attendu une liste, trouvé un bloc")]),
        ("- a\n", [(1, "attendu un bloc « clé : valeur », trouvé une liste")]),
        ("\nversion: '1'\nx: 1\n", [
            (2, f"clé inconnue « version » {KNOWN}"),
            (3, f"clé inconnue « x » {KNOWN}"),
        ]),
        ("networks:\n  - {id: a}\n  - {name: b}\n  - c\n  - {id: 1}\n", [
            (3, "la clé « id » manque"),
            (4, "attendu un bloc « clé : valeur », trouvé « c »"),
            (5, "attendu un texte (entre guillemets s'il ressemble à un nombre), trouvé 1"),
        ]),
        ("sources:\n  - id: a\n  -\n    id: a\nnetworks:\n  - id: a\n", [
            (4, "l'identifiant « a » est déjà pris"),
        ]),
        ("organisations:\n  - id: a\n  - id: a\n  - id: a\n", [
            (3, "l'identifiant « a » est déjà pris"), (4, "l'identifiant « a » est déjà pris"),
        ]),
    ],
)  # fmt: skip
def test_every_fault_of_an_overlay_has_its_line(text: str, faults: list[tuple[int, str]]) -> None:
    found = rules.check_overlay(prepared(text), loader.schema_of("catalogue"))
    assert list(found) == [Fault("moi.yaml", *fault) for fault in faults]


def test_an_overlay_adds_entries_and_changes_fields_and_each_keeps_its_line() -> None:
    base = Document(
        "base.yaml",
        {
            "version": "1",
            "sources": [{"id": "page"}],
            "organisations": [{"id": "asso", "name": "A"}, {"id": "autre", "name": "B"}],
            "networks": [
                {
                    "id": "un",
                    "contact": {"phone": 1, "email": 2},
                    "themes": [1],
                    "sources": [0],
                    "coverage": {"regions": ["11"]},
                },
                {"id": "deux", "organisation": "asso"},
                {"id": "trois", "organisation": "autre"},
            ],
        },
        {(): ("base.yaml", 1), ("networks", 0, "contact"): ("base.yaml", 9)},
        (Fault("base.yaml", 2, "a"),),
    )
    before = repr(base)
    over = Document(
        "/moi.yaml",
        {
            "networks": [
                {"id": "quatre", "name": "Q"},
                {
                    "id": "un",
                    "contact": {"phone": 3},
                    "themes": [2],
                    "coverage": {"departements": ["68"]},
                },
                {"id": "deux", "contact": {"page": 4}},
            ],
            "organisations": [{"id": "autre", "name": "C"}, {"id": "neuve", "sources": ["x"]}],
            "sources": [{"id": "nouvelle"}],
        },
        {
            ("networks", 1, "contact", "phone"): ("/moi.yaml", 5),
            ("networks", 0): ("/moi.yaml", 3),
            ("networks",): ("/moi.yaml", 1),
            ("organisations", 1, "sources"): ("/moi.yaml", 7),
        },
        (Fault("/moi.yaml", 4, "b"),),
    )
    found, local = overlay.merge(base, over, "local-1")
    assert repr(base) == before, "the base is left as it was"
    *sources, itself = found.value["sources"]
    assert sources == [{"id": "page"}, {"id": "nouvelle"}]
    assert itself == {
        "id": "local-1",
        "title": "Fichier local /moi.yaml",
        "url": Path("/moi.yaml").absolute().as_uri(),
        "read_on": "1970-01-01",
    }
    assert {name: part for name, part in found.value.items() if name != "sources"} == {
        "version": "1",
        "organisations": [
            {"id": "asso", "name": "A"},
            {"id": "autre", "name": "C"},
            {"id": "neuve", "sources": ["x"]},
        ],
        "networks": [
            {
                "id": "un",
                "contact": {"phone": 3, "email": 2},
                "themes": [2],
                "sources": [0],
                "coverage": {"departements": ["68"]},  # served instead of what was, not besides
            },
            {"id": "deux", "organisation": "asso", "contact": {"page": 4}},
            {"id": "trois", "organisation": "autre"},
            {"id": "quatre", "name": "Q", "sources": ["local-1"]},
        ],
    }
    assert found.file == "base.yaml"
    assert found.marks == {
        (): ("base.yaml", 1),
        ("networks", 0, "contact"): ("base.yaml", 9),
        ("networks", 0, "contact", "phone"): ("/moi.yaml", 5),
        ("networks", 3): ("/moi.yaml", 3),
        ("organisations", 2, "sources"): ("/moi.yaml", 7),
    }
    assert found.faults == (Fault("base.yaml", 2, "a"), Fault("/moi.yaml", 4, "b"))
    assert local == {"un", "deux", "quatre", "trois"}


@pytest.mark.parametrize(
    ("base", "entry", "merged"),
    [
        ({"page_date": "2024"}, {"date": "2025"}, {"date": "2025", "dated": "publié"}),
        ({"read_on": "2024"}, {"date": "2025"}, {"date": "2025", "dated": "lu"}),
        (
            {"page_date": "2024", "read_on": "2026"},
            {"dated": "lu"},
            {"date": "2024", "dated": "lu"},
        ),
        ({"date": "2024", "dated": "lu"}, {"page_date": "2025"}, {"page_date": "2025"}),
        ({"read_on": "2024"}, {"page_date": "2025"}, {"read_on": "2024", "page_date": "2025"}),
        ({"read_on": "2024"}, {"title": "A"}, {"read_on": "2024", "title": "A"}),
    ],
)
def test_an_overlay_may_date_a_source_in_either_form(
    base: dict[str, str], entry: dict[str, str], merged: dict[str, str]
) -> None:
    listed = {"sources": [{"id": "s", **base}], "organisations": [], "networks": []}
    over = Document("moi.yaml", {"sources": [{"id": "s", **entry}]}, {})
    found, _ = overlay.merge(Document("base.yaml", listed, {}), over, "local-1")
    assert found.value["sources"][0] == {"id": "s", **merged}


def test_a_file_of_ones_own_declares_a_kind_complete(tmp_path: Path) -> None:
    own = tmp_path / "moi.yaml"
    own.write_text("complete: [facilitateurs]\n", encoding="utf-8")
    assert loader.load().partial_kinds == ("facilitateurs",)
    assert loader.load(None, (str(own),)).partial_kinds == ()


def test_overlays_declare_kinds_complete_together() -> None:
    document = Document("base.yaml", {"sources": [], "organisations": [], "networks": []}, {})
    for rank, kinds in enumerate((["a"], ["b", "a"])):
        over = Document("moi.yaml", {"complete": kinds}, {})
        document, _ = overlay.merge(document, over, f"local-{rank}")
    assert document.value["complete"] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "is_one", "reason"),
    [
        ("networks: []\n", True, "one of its keys"),
        ("schema_version: 1\nsources: []\norganisations: []\nnetworks: []\n", True, "all of them"),
        ("complete: [facilitateurs]\nnetworks: []\n", True, "a kind that it declares complete"),
        ("networks: []\nnotices: []\n", False, "the notices are those of a whole catalogue"),
        ("{}\n", False, "no key: it may be either, and is checked for all that a catalogue needs"),
        ("", False, "nothing at all: likewise"),
        ("- networks\n", False, "a list"),
    ],
)
def test_a_file_is_an_overlay_by_its_keys(
    tmp_path: Path, text: str, is_one: bool, reason: str
) -> None:
    file = tmp_path / "moi.yaml"
    file.write_text(text, encoding="utf-8")
    assert loader.is_overlay(str(file)) is is_one, reason


# --- what is refused, and how it is told ----------------------------------------------------------


@pytest.mark.parametrize(("count", "end"), [(1, []), (20, []), (22, ["… et 2 autres fautes"])])
def test_twenty_faults_are_told_and_the_others_counted(
    tmp_path: Path, count: int, end: list[str]
) -> None:
    file = tmp_path / "moi.yaml"
    file.write_text("".join(f"x{n}: 1\n" for n in range(count)), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        loader.load(None, (str(file),))
    told = [f"{file}, ligne {n + 1} : clé inconnue « x{n} » {KNOWN}" for n in range(min(count, 20))]
    assert caught.value.message == "\n  ".join(["Catalogue refusé :", *told, *end])
    assert caught.value.hint == "Sans vos compléments : --no-local. Toutes leurs fautes :"
    assert caught.value.next_commands == ("reseaux catalogue check --local",)
    assert len(caught.value.faults) == count


def test_a_faulty_catalogue_is_checked_by_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "liste.yaml"
    file.write_text("version: '1'\n", encoding="utf-8")
    own = tmp_path / "moi.yaml"
    own.write_text("networks: []\n", encoding="utf-8")
    for overlays in ((), (str(own),)):
        with pytest.raises(CatalogueError) as caught:
            loader.load(str(file), overlays)
        assert caught.value.hint == ""
        assert caught.value.next_commands == (f"reseaux catalogue check {shell_quoted(str(file))}",)
        assert str(own) not in caught.value.message


def test_what_is_in_use_says_which_files_it_was_read_from(tmp_path: Path) -> None:
    own = tmp_path / "moi.yaml"
    own.write_text("networks: [{id: reseco, name: Autre nom}]\n", encoding="utf-8")
    found = loader.load(None, (str(own),))
    assert found.files == (loader.path(), str(own))
    assert [one.id for one in found.networks if one.origin == "local"] == ["reseco"]
    assert loader.load(loader.path()).files == (loader.path(),)
