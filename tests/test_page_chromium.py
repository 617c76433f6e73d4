"""The page in a real browser: every place, the keyboard, what a screen reader is told, paper.

Skipped where there is no Chromium; axe-core is read from the file that ``AXE`` names.
"""

from __future__ import annotations

import json
import os
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import achats_reseaux
import chromium
from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.gazetteer import bulk, places, words
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Places, Query
from achats_reseaux.output.page import decisions
from achats_reseaux.output.page.document import render
from achats_reseaux.output.page.old_card import card
from achats_reseaux.output.page.tables import places_by_departements, with_key
from achats_reseaux.text import day, fold
from card_sample import SAMPLE
from chromium import Chromium, served
from goldens import golden
from test_territory_readings import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from achats_reseaux.model import Answer, Catalogue, Place
    from achats_reseaux.output.page.old_card import Card, Section
    from conftest import Run

pytestmark = chromium.MARKS
started, browser = chromium.started, chromium.browser
TODAY = "2026-11-25"
FRANCE = frozenset(one.code for one in gazetteer.departements())
AXE = os.environ.get("AXE", "")


def all_places(within: frozenset[str] = FRANCE) -> Iterator[Place]:
    return (make() for _, make in places_by_departements(within))


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return achats_reseaux.load()


@pytest.fixture(scope="module")
def address(known: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "page.html"
    text = render(known, title="Qui peut aider ?", within=FRANCE, today=TODAY, version="1.2.3")
    file.write_text(text, encoding="utf-8")
    return file.as_uri()


# --- the same answers ----------------------------------------------------------------------------

SAID = """(() => {
  const { areas, departements, communes, postalCodes, epci } = reseaux.places;
  const answers = new Map();
  const said = (place) => {
    const { guichet, results, notes } = reseaux.answer(place);
    const text = JSON.stringify([guichet.status, guichet.networks, guichet.parts, results]);
    if (!answers.has(text)) answers.set(text, answers.size);
    const { kind, code, name } = place;
    return [kind, code, name, place.departements.join(" "), answers.get(text), notes.join("~")];
  };
  const every = [areas, departements, epci, postalCodes, communes]
    .flatMap((one) => [...one.values()]);
  const lines = every.map((place) => said(place).join("\\t"));
  return { lines, answers: [...answers.keys()].map((one) => JSON.parse(one)) };
})()"""


def said_by_the_page(browser: Chromium) -> dict[tuple[str, str], tuple[Any, ...]]:
    found = browser.evaluate(SAID)
    answers = found["answers"]
    said = {}
    for line in found["lines"]:
        kind, code, name, departements, answer, notes = line.split("\t")
        assert (kind, code) not in said
        said[kind, code] = (name, departements, *answers[int(answer)], notes)
    return said


def said_by_find(answer: Answer) -> tuple[Any, ...]:
    place, guichet = answer.place, answer.guichet_vert
    assert place is not None
    assert guichet is not None
    return (
        place.name,
        " ".join(place.departements),
        guichet.status,
        list(guichet.networks),
        [[part.code, list(part.networks)] for part in guichet.parts],
        [match.network.id for match in answer.results],
        "~".join(answer.notes),
    )


def found(known: Catalogue, place: Place, theme: str = "", audience: str = "") -> Answer:
    query = Query(
        "find", themes=(theme,) if theme else (), audiences=(audience,) if audience else ()
    )
    return matching.find(known, query, Places((place,)), TODAY)


def test_every_place_has_the_answer_of_find(
    browser: Chromium, address: str, known: Catalogue
) -> None:
    browser.open(address)
    said = said_by_the_page(browser)
    expected = {
        (place.kind, place.code): said_by_find(found(known, place)) for place in all_places()
    }
    kinds = [kind for kind, _ in expected]  # the numbers of the vintage 2026
    assert kinds.count("commune") == 34_969
    assert kinds.count("code-postal") == 6_310
    assert (kinds.count("departement"), kinds.count("region")) == (101, 18)
    assert kinds.count("epci") + kinds.count("ept") == 1_266
    differing = {one for one in expected if said.get(one) != expected[one]}
    assert differing == set()
    assert set(said) == set(expected)


def test_find_as_it_is_run_says_so_too(browser: Chromium, address: str, run: Run) -> None:
    browser.open(address)
    said = said_by_the_page(browser)
    for kind, code, asked in (
        ("code-postal", "68100", ("68100",)),
        ("commune", "76540", ("--insee", "76540")),
        ("departement", "976", ("976",)),
        ("region", "44", ("--region", "Grand Est")),
        ("epci", "200023414", ("200023414",)),
        ("code-postal", "37160", ("37160",)),
    ):
        document = json.loads(run("find", *asked, "--json").stdout)
        guichet = document["guichet_vert"]
        assert said[kind, code][2:6] == (
            guichet["status"],
            guichet["networks"],
            [[part["code"], part["networks"]] for part in guichet["parts"]],
            [one["id"] for one in document["results"]],
        )


def test_the_filters_narrow_and_order_as_those_of_find(
    browser: Chromium, address: str, known: Catalogue
) -> None:
    browser.open(address)
    wide = [place for place in all_places() if not place.communes]
    for theme in ("", "environnement", "social"):
        for audience in ("", "collectivite", "etat", "sante", "entreprise"):
            said = browser.evaluate(
                "[...reseaux.places.areas, ...reseaux.places.departements.values()].map((one) =>"
                f" [one.kind, one.code, reseaux.answer(one, '{theme}', '{audience}').results])"
            )
            assert {(kind, code): results for kind, code, results in said} == {
                (place.kind, place.code): [
                    match.network.id for match in found(known, place, theme, audience).results
                ]
                for place in wide
            }


CARDS = """((places) => places.map((one) => {
  const said = reseaux.answer(one, "THEME", "AUDIENCE");
  const ids = (entries) => entries.map(({ id }) => id);
  const named = (groups) =>
    groups.map(({ label, entries, gloss }) => [label, ids(entries), gloss]);
  return [
    [one.kind, one.code],
    [
      reseaux.titleOf(one), reseaux.location(one), said.verdict, said.remark, said.aside,
      said.source, said.shares, named(said.leads), named(said.groups), named(said.audiences),
      ids(said.lost), said.notices, Boolean(said.costs),
    ],
  ];
}))(Object.values(reseaux.places).slice(0, 5).flatMap((one, at) =>
  [...one.values()].filter((place, rank) => at < 2 || rank % 97 === 0)))"""


def said_by_the_card(content: Card, known: Catalogue) -> list[Any]:
    def opened(command: re.Match[str]) -> str:
        return known.network(command[1]).contact.url or ""

    def named(sections: Iterable[Section]) -> list[Any]:
        return [[one.label, [entry.id for entry in one.entries], one.gloss] for one in sections]

    return [
        *(content.title, content.location, content.verdict, content.remark, content.environment),
        *(content.source, [[list(one.names), list(one.parts)] for one in content.shares]),
        *(named(content.leads), named(content.groups), named(content.audiences)),
        [entry.id for entry in content.unreachable],
        [re.sub(r"reseaux open (\S+)", opened, one) for one in content.notices],
        not content.all_priced,
    ]


@pytest.mark.parametrize(
    ("theme", "audience"), [("", ""), ("social", ""), ("environnement", "etat"), ("", "entreprise")]
)
def test_it_says_what_the_card_says(
    browser: Chromium, address: str, known: Catalogue, theme: str, audience: str
) -> None:
    """Whole for every département, region and group; elsewhere for one place in 97."""
    browser.open(address)
    script = CARDS.replace("THEME", theme).replace("AUDIENCE", audience)
    said = {tuple(key): content for key, content in browser.evaluate(script)}
    by_code = {(one.kind, one.code): one for one in all_places()}
    assert len(said) > 500
    for key, content in said.items():
        answer = found(known, by_code[key], theme, audience)
        meant = said_by_the_card(card(answer.replace(catalogue=known, today=TODAY)), known)
        assert content == meant, key


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("CHU de Lille", "phare"),
        ("Centre hospitalier de Mulhouse", "phare"),
        ("Préfecture du Nord", "referents-achats-etat"),
        ("Rectorat de Lyon", "referents-achats-etat"),
        ("Mairie de Lille", ""),  # town halls have no network of their own
        ("Hôpital-Camfrout", ""),  # the name of a town
    ],
)
def test_a_body_is_led_to_its_own_network_first(
    browser: Chromium, address: str, text: str, led: str
) -> None:
    """As ``find`` does; and nobody is left out, or said twice."""
    browser.open(address)
    script = f"""(() => {{
      const place = reseaux.decide({json.dumps(text)});
      const ids = (audience, asker) => {{
        const said = reseaux.answer(place, "", audience, asker);
        const groups = [...said.leads, ...said.groups, ...said.audiences, {{ entries: said.lost }}];
        return groups.flatMap((one) => one.entries.map(({{ id }}) => id));
      }};
      const asker = reseaux.askerOf({json.dumps(text)}, place);
      return {{ plain: ids("", ""), asked: ids("", asker), filtered: ids("etat", asker),
        state: ids("etat", "") }};
    }})()"""
    said = browser.evaluate(script)
    assert sorted(said["asked"]) == sorted(said["plain"])
    found = achats_reseaux.find(text).results
    assert set(said["asked"]) == {match.network.id for match in found}
    assert said["asked"][:1] == ([led] if led else said["plain"][:1])
    assert said["filtered"] == said["state"]  # a filter is what decides


LOCAL = """
schema_version: 1
sources:
  - {id: moi, url: "https://exemple.fr", read_on: "2026-01-01", title: "Ma page"}
networks:
  - id: guichet-de-mulhouse
    name: Guichet de Mulhouse
    kind: guichet-vert
    themes: [environnement]
    audiences: [collectivite, etat, sante]
    summary: "Conseille deux communes."
    coverage: {communes: ["68224", "68297"]}
    sources: [moi]
    checked_on: "2026-01-01"
  - id: guichet-d-illzach
    name: Guichet d'Illzach
    kind: guichet-vert
    themes: [environnement]
    audiences: [collectivite, etat, sante]
    summary: "Conseille une commune."
    coverage: {communes: ["68154"]}
    sources: [moi]
    checked_on: "2026-01-01"
  - id: desk-d-alsace
    name: "</script><script>document.title = 'pris'</script>"
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    summary: "<img src=x onerror='document.title = 1'> « \\"guillemets\\" » & ‹'›"
    coverage: {epci: ["200066009"]}
    contact:
      website: {value: "https://exemple.fr/?a=1&b='\\"><b>", sources: [moi]}
    sources: [moi]
    checked_on: "2026-01-01"
"""


@pytest.fixture(scope="module")
def finer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, str]:
    """A catalogue that covers communes, with texts that would act if they were markup."""
    folder = tmp_path_factory.mktemp("finer")
    overlay = folder / "networks.yaml"
    overlay.write_text(LOCAL, encoding="utf-8")
    known = achats_reseaux.load(None, (str(overlay),))
    file = folder / "page.html"
    within = frozenset(("67", "68", "70"))
    text = render(known, title="Alsace", within=within, today=TODAY, version="1.2.3")
    file.write_text(text, encoding="utf-8")
    return known, file.as_uri()


def test_where_coverage_is_finer_each_commune_has_its_own_answer(
    browser: Chromium, finer: tuple[Catalogue, str]
) -> None:
    known, where = finer
    browser.open(where)
    said = said_by_the_page(browser)
    expected = {
        (place.kind, place.code): said_by_find(found(known, place))
        for place in all_places(frozenset(("67", "68", "70")))
    }
    assert said["commune", "68224"][2] == "covered"
    assert said["commune", "68066"][2] == "none"
    assert {one for one in expected if said.get(one) != expected[one]} == set()


def test_several_guichets_of_one_part_are_named_together(
    browser: Chromium, finer: tuple[Catalogue, str]
) -> None:
    browser.open(f"{finer[1]}#68")
    shares = browser.evaluate("document.querySelector('.shares').innerText")
    assert shares == (
        "Guichet de Mulhouse et Guichet d'Illzach\u00a0: une partie, dans le Haut-Rhin (68)"
    )


def test_a_hostile_entry_is_shown_as_text(browser: Chromium, finer: tuple[Catalogue, str]) -> None:
    _, where = finer
    browser.open(f"{where}#insee:68224&theme=social")
    assert browser.evaluate("document.title") == "Mulhouse – Alsace"
    shown = browser.of("reponse", "innerText")
    assert "</script><script>document.title = 'pris'</script>" in shown
    assert "<img src=x onerror='document.title = 1'>" in shown
    assert (
        browser.evaluate("document.querySelectorAll('#reponse img, #reponse script').length") == 0
    )
    assert browser.requests == [where]


SIRENS = """[...reseaux.bySiren()].filter(([siren]) => siren)
  .map(([siren, place]) => [siren, place.code])"""


def test_parts_former_communes_and_numbers_lead_to_the_places_of_the_tables(
    browser: Chromium, address: str
) -> None:
    browser.open(address)
    said = browser.evaluate(
        "reseaux.places.parts.map((one) =>"
        " [one.kind, one.code, one.name, one.home.code, one.notes[0]])"
    )
    assert said == [
        [one.kind, one.code, one.name, one.home, places.of_territory(one).notes[0]]
        for one in gazetteer.every("part")
    ]
    said = browser.evaluate(
        "reseaux.places.former.map((one) =>"
        " [one.old.code, one.old.name, one.home.code, one.notes[0]])"
    )
    assert said == [
        [one.code, one.name, one.home, places.of_territory(one).notes[0]]
        for one in gazetteer.every("former")
    ]
    assert dict(browser.evaluate(SIRENS)) == dict(bulk.sirens())
    said = browser.evaluate(
        "[...reseaux.places.communes.values()].map((one) => [one.code, one.postal])"
    )
    held: dict[str, list[str]] = {code: [] for code, _ in bulk.communes()}
    for code, members in bulk.postal_codes():
        for insee in members:
            held[insee].append(code)
    assert dict(said) == held


def test_names_are_folded_as_in_the_program(browser: Chromium, address: str) -> None:
    browser.open(address)
    names = [name for _, name in bulk.communes()] + [one.name for one in gazetteer.every("epci")]
    names += ["ŒUILLY", "Œuf Ægæ œ", "Saint‑Étienne", "L’Haÿ", "  St  Lô ", "Ste-Foy", "ÆGIR"]
    names += ["Sts Geosmes", "Stes Maries", "Est", "Estes"]
    names = [name.replace("\n", " ") for name in names]
    script = f"{json.dumps(names)}.map((name) => reseaux.fold(name))"
    assert browser.evaluate(script) == [fold(name) for name in names]


# --- what a text means ---------------------------------------------------------------------------


def test_codes_that_no_table_of_communes_has_are_read_as_in_the_program(
    browser: Chromium, address: str
) -> None:
    """The SIREN of départements and regions, the series of public bodies, CEDEX."""
    codes = [row[0] for row in gazetteer.COLLECTIVITE_SIRENS.all()]
    codes += [
        with_key(f"{series}{home}8765"[:8])
        for series in ("17", "26", "28", "30")
        for home in ("01", "20", "60", "75", "971", "974", "99")
    ]
    codes += [f"{start:03}99" for start in range(0, 1000, 7)] + ["20999", "20299", "98799"]
    browser.open(address)
    said = browser.evaluate(
        f"{json.dumps(codes)}.map((code) => reseaux.read(code)).map(({{ found: [one] }}) =>"
        " one ? [one.code, one.name, one.departements, one.notes ?? []] : null)"
    )
    differing = []
    for code, shown in zip(codes, said, strict=True):
        found = resolve(code, suggest=False)
        meant = None
        if isinstance(found, Places):
            place = found.candidates[0]
            notes = [note for note in place.notes if "outre-mer" not in note]
            meant = [place.code, place.name, list(place.departements), notes]
        if shown != meant:
            differing.append((code, shown, meant))
    assert differing == []


def test_a_body_named_after_a_place_is_read_as_in_the_program(
    browser: Chromium, address: str, known: Catalogue
) -> None:
    """Every word for a body, before an article, a link or nothing: never another place, most often
    the same one. "Lycée Condorcet" is nowhere."""
    towns = ("Rouen", "Le Havre", "Vannes", "Lille", "La Rochelle", "Saint-Denis", "Condorcet")
    areas = ("Seine-Maritime", "Nord", "Bretagne", "Vienne", "La Réunion")
    texts = [
        f"{body}{link}{name}"
        for at, body in enumerate([*words.BODIES, *words.INTITULES])
        for link in (" de ", " du ", " ")
        for name in (towns[at % len(towns)], areas[at % len(areas)])
    ]
    browser.open(address)
    said = decided_in_the_page(browser, texts)
    meant = [decided_by_find(known, text) for text in texts]
    assert [
        row for row in zip(texts, said, meant, strict=True) if row[1] not in (None, row[2])
    ] == []
    assert said.count(None) - meant.count(None) < len(texts) / 10
    browser.ask("CHU de Lille")
    assert browser.of("titre", "textContent").startswith("Lille ")
    assert browser.evaluate("document.querySelector('#reponse .note').innerText") == (
        "« CHU de Lille » est lu d’après le lieu que ce nom contient.".replace(
            "« ", "«\u00a0"
        ).replace(" »", "\u00a0»")
    )


@pytest.mark.parametrize("typed", ["Mulhuose", "Saint-Denis", "Vienne", "Mulh", "Xyzzyville", ""])
def test_nothing_is_guessed(browser: Chromium, address: str, typed: str) -> None:
    """A typo, a homonym, a beginning: Enter alone picks nothing."""
    browser.open(address)
    browser.ask(typed)
    assert browser.of("reponse", "hidden") is True
    assert browser.evaluate("document.activeElement.id") == "place"
    is_unknown = typed in ("Mulhuose", "Xyzzyville", "")  # to choose is no fault
    assert browser.of("place", "ariaInvalid") == str(is_unknown).lower()
    said = browser.of("place-said", "innerText")
    is_offered = not browser.of("options", "hidden")
    assert said.endswith("Par exemple\u00a0: 75001 ou Paris.") is not is_offered
    assert is_offered is (typed not in ("Xyzzyville", ""))
    assert browser.evaluate("document.querySelectorAll('#place-said .icon').length") == is_unknown


def settled_in_the_page(browser: Chromium, texts: list[str]) -> list[list[str] | None]:
    """What the page settles each text on; never another place than the program's first."""
    said: list[list[str] | None] = browser.evaluate(
        f"{json.dumps(texts)}.map((text) => reseaux.decide(text))"
        ".map((place) => place && [place.kind, place.code])"
    )
    wrong = []
    for text, settled in zip(texts, said, strict=True):
        found = resolve(text, suggest=False)
        meant = [[one.kind, one.code] for one in getattr(found, "candidates", ())]
        if settled and settled not in meant[:1]:
            wrong.append((text, settled, meant))
    assert wrong == []
    return said


def test_no_text_is_settled_on_another_place_than_in_the_program(
    browser: Chromium, address: str
) -> None:
    """The cases of the ladder, made for it: one place, the same one, or a list to pick from."""
    browser.open(address)
    said = settled_in_the_page(
        browser, [row[0] for name in ("codes", "texts") for row in rows(name) if not row[1]]
    )
    assert sum(one is not None for one in said) > 120


def decided_in_the_page(browser: Chromium, texts: list[str]) -> list[list[str] | None]:
    """The place that the page answers each text for: its kind and code, of a part its commune's."""
    said: list[list[str] | None] = browser.evaluate(
        f"{json.dumps(texts)}.map((text) => reseaux.decide(text))"
        ".map((place) => place && [(place.home ?? place).kind, (place.home ?? place).code])"
    )
    return said


def decided_by_find(known: Catalogue, text: str) -> list[str] | None:
    """The place that ``find`` answers a text for, likewise."""
    found = resolve(text, suggest=False)
    if not isinstance(found, Places):
        return None
    place = matching.find(known, Query("find", text), found, TODAY).place
    if place is None:
        return None
    parts = ("commune-deleguee", "commune-associee", "arrondissement")
    return ["commune", place.communes[0]] if place.kind in parts else [place.kind, place.code]


def test_every_name_is_decided_as_find_decides_it(
    browser: Chromium, address: str, known: Catalogue
) -> None:
    """As it is spelt, folded, with its département behind it, and areas after other words."""
    old_corsica = "Corse (ancien département 20)"  # the page's own name for it
    names = {name for name, _ in decisions.names(FRANCE)} - {old_corsica}
    homes = [f"{name} ({gazetteer.departement_of(insee)})" for insee, name in bulk.communes()]
    areas = [place.name for place in all_places() if not place.communes and "(" not in place.name]
    texts = sorted({*names, *map(fold, names)}) + homes[::7]
    texts += [
        f"{words_} {name}" for name in areas for words_ in ("le", "la", "région", "département")
    ]
    browser.open(address)
    said = decided_in_the_page(browser, texts)
    differing = [
        (text, one, meant)
        for text, one in zip(texts, said, strict=True)
        if one != (meant := decided_by_find(known, text))
    ]
    assert [row for row in differing if row[1] is not None] == []
    assert len(differing) < len(texts) / 400


READ = """(texts) => texts.map((text) => {
  const { found, why } = reseaux.read(text);
  const shown = found.slice(0, 3).map((one) => {
    const at = one.old ? `${one.old.code} ${one.old.name} → ` : "";
    return `${at}${one.kind} ${one.code} ${one.name}${one.notes ? " *" : ""}`;
  });
  const settled = reseaux.decide(text)?.link ?? "–";
  return `${text}\\n  ${settled} | ${found.length} | ${shown.join(" ; ")} | ${why}\\n`;
}).join("")"""


def test_what_is_read_of_a_text(browser: Chromium, address: str) -> None:
    """What is settled, what is offered and what is said, for texts of all forms.

    The golden file is the table of the texts, each with what is read of it on the next line.
    """
    file = Path(__file__).parent / "golden" / "page_read.txt"
    texts = file.read_text(encoding="utf-8").splitlines()[::2]
    browser.open(address)
    said = browser.evaluate(f"({READ})({json.dumps(texts)})")
    assert said == golden("page_read.txt", said)


# --- what is drawn -------------------------------------------------------------------------------

OUTLINE = """(() => {
  const lines = [document.title];
  const draw = (node, depth) => {
    const indent = "  ".repeat(depth);
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim()) lines.push(`${indent}${JSON.stringify(node.data)}`);
    } else if (!node.matches?.("script, style, .out, #borders") && node.tagName) {
      const said = [...node.attributes].filter(({ name }) => name !== "d")
        .map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`);
      const state = [node.checked && " checked", node.value && ` = ${node.value}`].filter(Boolean);
      lines.push(`${indent}${node.tagName.toLowerCase()}${[...said, ...state].join("")}`);
      node.childNodes.forEach((one) => draw(one, depth + 1));
    }
  };
  document.querySelectorAll("PARTS").forEach((one) => draw(one, 0));
  return [...lines, ""].join("\\n");
})()"""
ANSWER = "#place, #place-said, #options, #themes :checked, #audience, #accueil, #reponse, .here"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of the catalogue that is built by hand: of Normandie, and of a place without one."""
    file = tmp_path_factory.mktemp("sample") / "page.html"
    within = frozenset(("14", "27", "50", "61", "76", "68"))
    text = render(SAMPLE, title="Essai", within=within, today="2026-11-24", version="1.2.3")
    file.write_text(text, encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("start", ""),
        ("covered", "76000"),
        ("split", "200066827"),
        ("partial", "region:normandie"),
        ("bare", "68100"),
        ("bare-social", "68100&theme=social"),
        ("sante", "insee:76540&public=sante"),
        ("entreprise", "76&theme=environnement&public=entreprise"),
        ("former", "ancienne:76020/Anneville-sur-Seine&public=entreprise"),
        ("ambiguous", "Saint-Aubin"),
        ("part", "partie:14002/Acqueville&public=entreprise"),
        ("unknown", "Rouenn"),
    ],
)
def test_the_whole_page_is_drawn(browser: Chromium, sample: str, name: str, asked: str) -> None:
    """All that is seen, told and linked, element by element: at first the page, then what acts."""
    browser.open(f"{sample}#{asked}")
    shown = browser.evaluate(OUTLINE.replace("PARTS", ANSWER if asked else "body"))
    assert shown == golden(f"page_{name}.txt", shown)


# --- the keyboard, and what a screen reader is told ----------------------------------------------


def tree(browser: Chromium) -> list[tuple[str, str, dict[str, Any]]]:
    """Role, name and properties of what assistive technology sees, in order."""
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (
            node.get("role", {}).get("value", ""),
            node.get("name", {}).get("value", "").replace("\xa0", " "),
            {one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        )
        for node in nodes
        if not node.get("ignored")
    ]


AUDIENCE = "Un acheteur public"  # the option that is chosen of the list beside
BOX = ("combobox", "Où achetez-vous ?")


def box(browser: Chromium) -> dict[str, Any]:
    """What is told of the box where one types."""
    return next(has for role, name, has in tree(browser) if (role, name) == BOX)


def test_one_picks_a_place_without_a_mouse(browser: Chromium, address: str) -> None:
    browser.open(address)
    focused = []
    for _ in range(7):
        browser.press("Tab")
        focused.append(
            browser.evaluate(
                "(({ id, name, textContent }) => id || name || textContent)(document.activeElement)"
            )
        )
    assert focused == [
        "skip",
        "Qui peut aider ?",  # which leads back to the start
        "place",
        "go",
        "Affiner\u00a0: Tout, Un acheteur public",
        "theme",
        "audience",
    ]
    browser.of("place", "focus()")
    assert box(browser)["expanded"] is False
    browser.type("mulh")
    assert box(browser)["expanded"] is True
    options = [name for role, name, _ in tree(browser) if role == "option" and "(68)" in name]
    assert options[0] == "Mulhouse 68100, 68200 · Haut-Rhin (68)"
    said = browser.of("place-said", "textContent")
    assert re.fullmatch(r"\d+ lieux\.", said)
    browser.press("ArrowDown")
    active = browser.of("place", "getAttribute('aria-activedescendant')")
    assert active == "option-0"
    selected = [
        name for role, name, has in tree(browser) if role == "option" and has.get("selected")
    ]
    assert selected == [options[0], AUDIENCE]
    browser.press("ArrowUp")  # round to the last
    active = browser.of("place", "getAttribute('aria-activedescendant')")
    count = browser.evaluate("document.querySelectorAll('[role=option]').length")
    assert active == f"option-{count - 1}"
    browser.press("ArrowDown")
    browser.press("Enter")
    assert browser.evaluate("location.hash") == "#insee:68224"
    assert browser.evaluate("document.activeElement.id") == "titre"  # what is read out next
    assert box(browser)["expanded"] is False
    names = [name for role, name, _ in tree(browser) if role == "heading"]
    assert names[:2] == ["Qui peut aider ?", "Mulhouse Haut-Rhin, Grand Est"]


def test_escape_closes_then_clears(browser: Chromium, address: str) -> None:
    browser.open(address)
    browser.ask("mulh", enter=False)
    browser.press("Escape")
    assert box(browser)["expanded"] is False
    assert browser.of("place", "value") == "mulh"
    browser.press("Escape")
    assert browser.of("place", "value") == ""


def test_a_code_needs_only_enter(browser: Chromium, address: str) -> None:
    browser.open(address)
    browser.ask("217 605 401 00017")
    assert browser.evaluate("location.hash") == "#insee:76540"


def test_the_filters_say_that_the_answer_has_changed(browser: Chromium, address: str) -> None:
    browser.open(f"{address}#68100")
    assert browser.of("filters", "open") is False  # the answer first
    browser.evaluate("document.querySelector('#filters summary').click()")
    browser.evaluate("document.querySelector('input[name=theme]:checked').focus()")
    browser.press("ArrowUp")  # round to the last: social
    browser.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert browser.evaluate("location.hash") == "#68100&theme=social"
    assert browser.evaluate("document.activeElement.name") == "theme"
    said = browser.of("place-said", "textContent")
    assert said == "La réponse suit vos choix."


def test_headings_are_in_order_and_landmarks_there(browser: Chromium, address: str) -> None:
    browser.open(f"{address}#76000")
    levels = [has["level"] for role, _, has in tree(browser) if role == "heading"]
    assert levels[:2] == [1, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    roles = {role for role, _, _ in tree(browser)}
    assert {"main", "banner", "contentinfo", "search", "complementary"} <= roles


def test_places_of_one_name_are_told_apart(browser: Chromium, address: str) -> None:
    """By département or kind; an area that is the same ground is no other place."""
    browser.open(f"{address}#86")
    assert browser.seen("#reponse .note") == "Il existe aussi : Vienne (38)."
    browser.open(f"{address}#insee:38544")
    assert browser.seen("#reponse .note") == "Il existe aussi : Vienne (86), département."
    browser.open(f"{address}#971")
    assert "Il existe aussi" not in browser.seen("#reponse")
    browser.open(address)
    browser.ask("Vienne", enter=False)
    assert browser.seen("[role=option]") == "Vienne département (86)"


def test_on_a_phone_the_list_of_departements_opens_closed(browser: Chromium, address: str) -> None:
    for width, is_open in ((360, False), (1280, True)):
        browser.look(width, 740)
        browser.open(address)
        assert browser.of("areas", "open") is is_open
    assert browser.seen("#areas .note").endswith("ou « aucun » (liste de novembre 2024).")


# --- the address ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("68100", "68100 Mulhouse"),
        ("insee:68224", "Mulhouse"),
        ("68224", "Mulhouse"),
        ("Rouen", "Rouen"),
        ("region:grand-est", "Grand Est"),
        ("R%C3%A9gion%20Bretagne", "Bretagne"),
        ("200023414", "Métropole Rouen Normandie"),
        ("76", "Seine-Maritime"),
        ("21760540100017", "Rouen"),
        ("partie:01015/Arbignieu", "Arbignieu"),
        ("ancienne:01018/Arlod", "Valserhône"),
    ],
)
def test_a_link_leads_to_a_place(browser: Chromium, address: str, asked: str, title: str) -> None:
    browser.open(f"{address}#{asked}")
    assert browser.evaluate("document.title") == f"{title} – Qui peut aider ?"


@pytest.mark.parametrize(
    "asked", ["Saint-Denis", "Mulhuose", "%", "a=b&theme=x&public=y", "region:"]
)
def test_a_link_that_names_no_one_place_offers_what_it_may_mean(
    browser: Chromium, address: str, asked: str
) -> None:
    browser.open(f"{address}#{asked}")
    assert browser.evaluate("document.title") == "Qui peut aider ?"
    assert browser.of("reponse", "hidden") is True


def test_every_place_of_the_list_has_a_link_that_leads_back_to_it(
    browser: Chromium, address: str
) -> None:
    browser.open(address)
    lost = browser.evaluate(
        """(() => {
          const every = Object.values(reseaux.places).flatMap((one) => [...one.values()]);
          const once = new Map();
          for (const place of every) once.set(place.link, [...(once.get(place.link) ?? []), place]);
          const settled = every.filter((place, at) => at % 40 === 0 || at < 1600);
          return [
            [...once].filter(([, all]) => all.length > 1).map(([link]) => link),
            settled.map((one) => one.link).filter((link) => reseaux.placeAt(link).link !== link),
          ];
        })()"""
    )
    assert lost == [[], []]


def test_the_title_leads_back_to_the_start(browser: Chromium, address: str) -> None:
    browser.open(f"{address}#76000&theme=social")
    browser.evaluate("document.querySelector('h1 a').click()")
    browser.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert browser.of("reponse", "hidden") is True
    assert browser.of("place", "value") == ""
    assert browser.evaluate("document.querySelector('input[name=theme]:checked').value") == ""


def test_back_and_forth(browser: Chromium, address: str) -> None:
    browser.open(f"{address}#76000")
    browser.evaluate("location.hash = '#68100'; new Promise((done) => setTimeout(done, 50))")
    assert browser.of("titre", "textContent").startswith("68100")
    browser.evaluate("history.back(); new Promise((done) => setTimeout(done, 200))")
    assert browser.of("titre", "textContent").startswith("76000")


def test_a_click_on_the_map_asks_about_the_departement(browser: Chromium, address: str) -> None:
    browser.open(address)
    browser.evaluate(
        "document.querySelector('#carte [data-code=\"68\"]')"
        ".dispatchEvent(new MouseEvent('click', { bubbles: true }))"
    )
    assert browser.evaluate("location.hash") == "#68"
    assert browser.evaluate("document.querySelectorAll('#carte .here').length") == 1


# --- where it stands -----------------------------------------------------------------------------


def test_it_asks_for_nothing_and_keeps_nothing(
    browser: Chromium, address: str, tmp_path: Path
) -> None:
    """Served over HTTP, the page alone is asked for; not even an icon."""
    (tmp_path / "page.html").write_bytes(Path(address.removeprefix("file://")).read_bytes())

    with served(tmp_path) as (where, asked):
        browser.open(f"{where}/page.html#76000")
        browser.evaluate("location.hash = '#68'; new Promise((done) => setTimeout(done, 300))")
        assert browser.evaluate("localStorage.length + sessionStorage.length") == 0
        assert browser.evaluate("document.cookie") == ""
    assert asked == ["/page.html"]


def test_a_frame_tells_its_height(browser: Chromium, address: str, tmp_path: Path) -> None:
    outer = tmp_path / "outer.html"
    outer.write_text(
        f"<iframe src='{address}#76000' width=600 height=100></iframe><script>"
        "addEventListener('message', (event) => { window.told = event.data; });</script>",
        encoding="utf-8",
    )
    browser.open(outer.as_uri())
    browser.evaluate("new Promise((done) => setTimeout(done, 800))")
    told = browser.evaluate("window.told")
    assert told["type"] == "reseaux:height"
    assert told["height"] > 800


@pytest.mark.parametrize("width", [320, 640, 1280])
@pytest.mark.parametrize("asked", ["", "76000", "68100&theme=social", "region:grand-est"])
def test_nothing_is_wider_than_the_window(
    browser: Chromium, address: str, width: int, asked: str
) -> None:
    """At 320 px, and at 200 % of a window of 1280 px, which is one of 640."""
    browser.look(width, 800)
    browser.open(f"{address}#{asked}")
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    browser.of("place", "focus()")
    browser.of("place", "value = ''")
    browser.type("saint")
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1152, 1280, 1920])
def test_the_box_has_two_thirds_of_its_row(browser: Chromium, address: str, width: int) -> None:
    browser.look(width, 800)
    browser.open(address)
    browser.ask("saint", enter=False)
    wide = "((one) => document.querySelector(one).getBoundingClientRect().width)"
    offer, row, listed = (
        browser.evaluate(f"{wide}('{one}')") for one in (".offer", "#search > .wide", "#options")
    )
    assert offer > 0.6 * row
    assert listed > 560


LEFT_EMPTY = """(() => {
  const bottom = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
  return ["76000", "57000", "35000", "region:grand-est", "976", "2A"].flatMap((link) =>
    ["", "&theme=social", "&public=etat", "&public=entreprise"].map((filters) => {
      window.location.hash = link + filters;
      window.dispatchEvent(new Event("hashchange"));
      const isBroad = document.body.classList.contains("broad");
      const beside = isBroad ? "#areas summary" : "#several";
      return [link + filters, Math.round(Math.abs(bottom(".legend") - bottom(beside)))];
    }));
})()"""


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_no_column_is_left_empty(browser: Chromium, address: str, width: int) -> None:
    """The map ends about where what stands beside it ends: a card, or the end of the page."""
    browser.look(width, 800)
    browser.open(f"{address}#76000")
    assert [row for row in browser.evaluate(LEFT_EMPTY) if row[1] > 220] == []


@pytest.mark.parametrize(
    "asked",
    [
        *("76000", "68100", "37160", "region:grand-est", "987", "region:occitanie"),
        *("68100&theme=social", "76000&public=etat", "76000&public=sante", "76&public=entreprise"),
    ],
)
def test_an_answer_prints_on_one_page(browser: Chromium, address: str, asked: str) -> None:
    browser.open(f"{address}#{asked}")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", browser.pdf())) == 1


def test_an_old_page_says_so(browser: Chromium, address: str, known: Catalogue) -> None:
    browser.open(address)
    assert browser.of("stale", "hidden") is True
    with browser.at("2028-02-01"):
        browser.open(address)
        assert browser.of("stale", "hidden") is False
        said = browser.of("stale", "textContent")
        assert said == (
            "Les fiches de cette page ont été comparées aux sources le"
            f" {day(known.checked_on)}, il y a plus d’un an\u00a0: vérifiez chaque adresse, et"
            " demandez une page plus récente."
        )


# --- axe -----------------------------------------------------------------------------------------


def nothing(_browser: Chromium) -> None:
    """As it opens."""


def typing(browser: Chromium) -> None:
    browser.ask("saint-denis", enter=False)
    browser.press("ArrowDown")


def mistyping(browser: Chromium) -> None:
    browser.ask("Mulhuose", enter=False)


def unfolding(browser: Chromium) -> None:
    browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.skipif(not AXE, reason="AXE names no axe.min.js (npm's axe-core)")
@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("asked", "doing"),
    [
        ("", nothing),
        ("", typing),
        ("", mistyping),
        ("", unfolding),
        ("76000", nothing),
        ("76000", unfolding),
        ("68100", nothing),
        ("region:grand-est", nothing),
        ("37160", nothing),
        ("987", nothing),
        ("68100&theme=social", nothing),
        ("76&public=entreprise", unfolding),
        ("Saint-Denis", nothing),
    ],
)
def test_axe_finds_nothing(
    browser: Chromium,
    address: str,
    asked: str,
    doing: Callable[[Chromium], None],
    width: int,
    dark: bool,
) -> None:
    browser.look(width, 900, dark=dark)
    browser.open(f"{address}#{asked}")
    doing(browser)
    browser.evaluate(Path(AXE).read_text(encoding="utf-8"))
    faults = browser.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>"
        " violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"
    )
    assert faults == []
