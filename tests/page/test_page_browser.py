"""What people do with the page, in a real browser."""

import itertools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

import achats_reseaux
from achats_reseaux.answering import age
from achats_reseaux.answering.guichet_verdict import NO_GUICHET
from achats_reseaux.card.card import source_dates
from achats_reseaux.card.rows import ASK_FOR, capitalised, traces_sentence
from achats_reseaux.page.document import render
from helpers.cases import cases, tabled
from helpers.chromium import MARKS, served
from helpers.page import Page
from helpers.run import run

pytest_plugins = ("helpers.page_in_browser",)
pytestmark = MARKS


def answered(browser: Page) -> str:
    """The place of the answer; the status and networks are there if it is."""
    said = browser.evaluate("({ ...document.getElementById('answer').dataset })")
    assert bool(said["place"]) == bool(said["status"]) == bool(said["networks"])
    assert bool(said["place"]) != browser.of("answer", "hidden")
    return str(said["place"])


def options(browser: Page) -> list[str]:
    if browser.of("options", "hidden"):
        return []
    shown: list[str] = browser.each("[role=option]", "one.innerText")
    return [one.replace("\n", " | ").replace("\xa0", " ") for one in shown]


@pytest.mark.parametrize(("typed", "place", "said"), cases("page/typed.tsv"))
def test_enter_takes_an_exact_name_or_code(
    browser: Page, typed: str, place: str, said: str
) -> None:
    """Of several bearers the one that ``find`` answers; else the list, or what may be typed."""
    browser.show()
    browser.enter(typed)
    told = re.sub(r"sur \d+", "sur N", browser.seen("#said"))
    assert (answered(browser), told) == (place, said)
    is_wrong = bool(said) and not said.startswith("Lieux")
    assert browser.of("place", "getAttribute('aria-invalid')") == str(is_wrong).lower()
    assert bool(browser.of("hint", "offsetHeight")) != bool(place)  # which says what to type


@pytest.mark.parametrize(("typed", "suggestions"), cases("page/suggestions.tsv"))
def test_each_word_begins_a_word_of_the_name_the_departement_or_the_code(
    browser: Page, typed: str, suggestions: str
) -> None:
    """The first options: namesakes, what begins as typed, what has the words, by size; or near."""
    browser.show()
    browser.fill(typed)
    expected = suggestions.split(" / ")
    assert options(browser)[: len(expected)] == expected


@pytest.mark.parametrize(("typed", "place", "also", "hash_"), cases("page/also_meant.tsv"))
def test_what_a_text_may_mean_as_well_is_told_and_kept_in_the_address(
    browser: Page, typed: str, place: str, also: str, hash_: str
) -> None:
    """Other bearers of a name, and the commune whose INSEE code is a postal code elsewhere."""
    browser.show()
    browser.enter(typed)
    told = (answered(browser), browser.seen("#also"), browser.evaluate("location.hash"))
    assert told == (place, also, f"#{hash_}")
    browser.show(hash_)
    assert (answered(browser), browser.seen("#also")) == (place, also)
    if also:
        browser.click("#also a")
        assert answered(browser) not in ("", place)
        assert browser.seen("#also") == ""


def test_one_picks_a_place_with_the_keyboard_or_by_a_click(browser: Page) -> None:
    browser.show()
    browser.fill("saint-denis")
    expanded = "getAttribute('aria-expanded')"
    active = "getAttribute('aria-activedescendant')"
    assert (browser.of("place", expanded), browser.of("place", active)) == ("true", None)
    browser.press("ArrowDown", 2)
    assert browser.of("place", active) == "option-1"
    chosen = browser.evaluate("document.querySelector('[aria-selected=true]').innerText")
    browser.press("ArrowUp", 2)  # round by the end
    assert browser.of("place", active) == "option-9"
    browser.press("ArrowDown", 2)
    browser.press("Enter")
    assert browser.seen("#name") == chosen.split("\n")[0]
    assert browser.seen("#lies") == chosen.split("\n")[1]
    assert browser.evaluate("document.activeElement.id") == "name"  # it is read next
    assert browser.of("place", expanded) == "false"
    browser.fill("rouen")
    browser.press("Escape")
    assert (options(browser), browser.of("place", "value")) == ([], "rouen")
    browser.press("ArrowDown")
    browser.click("#option-0")
    assert answered(browser) == "commune:76540"


def test_what_is_typed_and_not_chosen_takes_the_old_answer_away(browser: Page) -> None:
    browser.show("76000&public=sante")
    assert answered(browser) == "code-postal:76000"
    browser.fill("Ro")
    assert answered(browser) == ""
    assert browser.evaluate("location.hash") == "#&public=sante"
    assert len(options(browser)) == 10  # the list stays, though the address has changed
    browser.wait(50)
    assert (len(options(browser)), browser.of("place", "value")) == (10, "Ro")


@pytest.mark.parametrize(("hash_", "place", "shown"), cases("page/links.tsv"))
def test_an_address_is_all_the_state(browser: Page, hash_: str, place: str, shown: str) -> None:
    browser.show(hash_)
    assert answered(browser) == place
    assert browser.of("audience", "value") == ("sante" if "public=sante" in hash_ else "")
    if place:
        assert " | ".join((browser.seen("#name"), browser.seen("#lies"))) == shown
    else:
        assert browser.of("place", "value") == shown


def test_back_and_forth(browser: Page) -> None:
    browser.show()
    for typed in ("76540", "Mulhouse"):
        browser.enter(typed)
    assert answered(browser) == "commune:68224"
    # What was typed and not yet chosen is a state of its own.
    for step, place in ((-1, ""), (-1, "code-postal:76540"), (-1, ""), (3, "commune:68224")):
        browser.evaluate(
            "new Promise((done) => { addEventListener('hashchange', done, { once: true });"
            f" history.go({step}); }})"
        )
        assert answered(browser) == place


def test_who_asks_is_kept_from_place_to_place(browser: Page) -> None:
    browser.show("76000")
    browser.click("#directory > summary")
    everyone = browser.of("answer", "dataset.networks")
    browser.of("audience", "value = 'sante'")
    browser.of("audience", "dispatchEvent(new Event('change'))")
    browser.wait()
    assert browser.evaluate("location.hash") == "#code-postal:76000&public=sante"
    assert browser.of("answer", "dataset.networks") != everyone
    assert browser.seen("#answer h3") == "Pour l'hôpital : PHARE prix non indiqué"
    assert browser.of("directory", "open")  # as it was left
    browser.click("#map [data-code='68']")
    assert browser.evaluate("location.hash") == "#departement:68&public=sante"
    assert answered(browser) == "departement:68"
    assert browser.each("[aria-current]", "one.dataset.code") == ["68"]
    browser.click("h1 a")
    assert (answered(browser), browser.of("place", "value")) == ("", "")


def test_the_need_is_chosen_kept_in_the_address_and_told_first(browser: Page) -> None:
    """The same first as ``find --theme``, from place to place; each need has one button."""
    browser.show("59000")
    assert browser.each("#theme option", "one.text") == ["Tout", "Environnement", "Clause sociale"]
    browser.of("theme", "value = 'social'")
    browser.of("theme", "dispatchEvent(new Event('change'))")
    browser.wait()
    assert browser.evaluate("location.hash") == "#code-postal:59000&theme=social"
    first = run("find", "59000", "--theme", "social", "--json").document["first"]
    assert browser.seen("#found .lead article h4") == first["name"]
    needs = browser.each("#needs button", "one.innerText")
    assert needs[0] == "Clause sociale"
    assert len(needs) == len({*needs})
    browser.enter("Caen")
    assert browser.evaluate("location.hash") == "#commune:14118&theme=social"
    first = run("find", "Caen", "--theme", "social", "--json").document["first"]
    assert browser.each("#found .lead article", "one.dataset.network")[0] == first["id"]
    browser.show("Caen&theme=environnement&public=sante")
    first = run("find", "Caen", "--theme", "environnement", "--public", "sante", "--json").document
    led = browser.each("#found .lead article", "one.dataset.network")[0]
    assert led == first["first"]["id"]


def test_a_page_of_one_region_says_what_lies_elsewhere(browser: Page, tmp_path: Path) -> None:
    """By Enter and by an address; a mail program is given the place and the entry."""
    within, file = frozenset(("14", "27", "50", "61", "76")), tmp_path / "page.html"
    drawn = render(
        achats_reseaux.load(None),
        title="Ici",
        within=within,
        today="2026-11-25",
        version="1",
        where="en Normandie",
        feedback="mailto:dire@exemple.fr",
    )
    file.write_text(drawn, encoding="utf-8")
    browser.address = file.as_uri()
    for typed, lies in (("vitré", "Vitré (35)"), ("Mairie de Brest", "Brest (29)")):
        told = f"{lies} n’est pas dans cette page : voyez la page du ministère."
        browser.show()
        browser.enter(typed)
        assert (answered(browser), browser.seen("#said")) == ("", told)
        browser.show(typed)
        assert (answered(browser), browser.seen("#said")) == ("", told)
    browser.show("Rouen")
    browser.each("#found .lead .report", "one.click()")
    href = unquote(browser.evaluate("document.querySelector('#found .lead .report').href"))
    subject = "Erreur – Rouen (76) (commune:76540) – ran-coper"
    assert href == f"mailto:dire@exemple.fr?subject={subject}"


def test_the_first_key_skips_to_the_box_or_to_the_answer(browser: Page) -> None:
    for state, focused in (("", "place"), ("76000", "name")):
        browser.show(state)
        browser.press("Tab")
        assert browser.evaluate("document.activeElement.innerText").startswith("Aller à la")
        browser.press("Enter")
        assert browser.evaluate("document.activeElement.id") == focused
        assert answered(browser) == (f"code-postal:{state}" if state else "")


def test_an_answer_is_copies_of_the_directory(browser: Page) -> None:
    """Once each, in the card's order, under headings in order; no id stands twice."""
    browser.show("region:grand-est")
    ids = browser.of("answer", "dataset.networks").split()
    told = "[one.dataset.network, one.querySelector('h4 .part')?.innerText]"
    copies = browser.each("#answer article", told)
    traces = [network for network, _ in copies if network not in ids]
    assert traces == [trace.id for trace in achats_reseaux.find("Grand Est").traces]
    assert sorted(network for network, _ in copies if network in ids) == sorted(ids)
    assert dict(copies)["relais-2d"] == "une partie du lieu"
    assert browser.of("answer", "dataset.status") == "partial"
    headings = browser.each("h1, h2, h3, h4", "Number(one.tagName[1])")
    assert all(low + 1 >= high for low, high in itertools.pairwise(headings))
    every_id = browser.each("[id]", "one.id")
    assert len(every_id) == len({*every_id})


@pytest.mark.parametrize(("hash_", "number"), [("76000", "tel:"), ("59000", "tel:0320212223")])
def test_once_a_need_is_chosen_the_number_to_call_is_in_sight(
    browser: Page, hash_: str, number: str
) -> None:
    """On a telephone, behind the button of the need under the name of the place."""
    browser.look(390, 844)
    browser.show(hash_)
    needs = "[...document.querySelectorAll('#needs button')]"
    words = browser.each("#needs button", "one.innerText")
    assert words[:3] == ["Environnement", "Clause sociale", "Entre acheteurs"]
    assert browser.evaluate(f"{needs}[4].getBoundingClientRect().bottom") < 844
    browser.evaluate(f"{needs}[1].click()")
    assert browser.evaluate("document.activeElement.innerText") == "Clause sociale"
    link = f"""document.activeElement.closest("section").querySelector("a[href^='{number}']")"""
    assert 0 < browser.evaluate(f"{link}.getBoundingClientRect().bottom") < 844


def test_the_heading_of_the_first_names_it_once(browser: Page) -> None:
    browser.show("76000")
    shown = browser.seen("#found .lead")
    assert shown.startswith("Environnement : guichet vert RAN COPER gratuit\n")
    assert browser.each("#found .lead h4", "one.innerText") == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("hash_", "guichet"), [("35000", "RESECO"), ("31000", "RES'OCC")])
def test_a_guichet_without_a_number_is_told_before_its_form_and_who_else_is_asked(
    browser: Page, hash_: str, guichet: str, width: int
) -> None:
    """As read from the top, each sentence whole; the copied text has the addresses."""
    browser.look(width, 844)
    browser.show(hash_)
    shown = browser.seen("#found .lead")
    copied = browser.copied("#copy-answer").replace("\xa0", " ")
    rapidd = "https://rapidd.developpement-durable.gouv.fr/"
    form = "le formulaire commun aux guichets verts"
    address_of_form = "https://gipmaximilien.limesurvey.net/353211?lang=fr"
    for text, ways in (
        (shown, (form, "rapidd.developpement-durable.gouv.fr")),
        (copied, (f"Passer par {form} : {address_of_form}\n", f"Site {rapidd}\n")),
    ):
        expected = (
            f"Environnement : guichet vert {guichet}\n",
            f"{guichet} gratuit\n",
            "Ni téléphone ni courriel connus.\n",
            ways[0],
            "Dit commun à toutes les régions en 2022 ; hébergé par Maximilien.\n",
            "Sans réponse, posez la question sur Rapidd :\n",
            "Rapidd\n",
            ways[1],
        )
        at = 0
        for part in expected:
            assert part in text[at:], (part, text)
            at = text.index(part, at) + len(part)


def test_the_ring_of_the_box_leaves_the_help_above_it_in_sight(browser: Page) -> None:
    browser.show()
    browser.of("place", "focus()")
    style = "(({ outlineWidth, outlineOffset }) => [outlineWidth, outlineOffset])"
    ring = browser.evaluate(f"{style}(getComputedStyle(document.activeElement)).map(parseFloat)")
    box, hint = (browser.of(one, "getBoundingClientRect().toJSON()") for one in ("place", "hint"))
    assert ring[0] > 0
    assert box["top"] - sum(ring) >= hint["bottom"] - 2


def test_traces_are_a_sentence_behind_the_switchboard(browser: Page) -> None:
    browser.show("59000")
    said = browser.seen("#found .traces > summary")
    assert said == traces_sentence(achats_reseaux.find("59000").traces, 2)
    shown = browser.seen("#found .use")
    assert shown.index("03 20 21 22 23") < shown.index("Pistes, non confirmées")


def test_a_message_is_for_who_reads_it(browser: Page) -> None:
    """Not for a site of guides or a directory of suppliers without an e-mail."""
    browser.show("76000")
    written_to = {*browser.each("#found .acts", "one.closest('[data-network]').dataset.network")}
    assert written_to >= {"ran-coper", "rapidd", "marche-inclusion"}
    sites = {"clause-verte", "socialement-responsable"}
    assert written_to.isdisjoint(sites)


@tabled
def test_where_no_desk_can_be_called_the_switchboard_is(
    browser: Page, hash_: str, name: str, phone: str
) -> None:
    browser.show(hash_)
    shown = browser.seen("#answer article[data-network='']")
    assert shown.startswith(name)
    assert phone in shown
    source = "mairie20.paris.fr" if name == "Ville de Paris" else "annuaire officiel"
    assert f"{capitalised(ASK_FOR)} ({source}, " in shown


@tabled
def test_the_first_message_is_that_of_the_command(browser: Page, hash_: str, typed: str) -> None:
    """As text to copy, and by the mail program if an e-mail is documented."""
    browser.show(hash_)
    letter = run("message", typed, "--json").document["draft"]
    copied = browser.copied("#found .lead .acts button")
    assert copied == f"Objet : {letter['subject']}\n\n{letter['body']}"
    href = browser.evaluate("document.querySelector('#found .lead .acts a')?.href ?? null")
    assert (href and unquote(href)) == (letter["mailto"] and unquote(letter["mailto"]))


def test_another_place_can_be_picked_once_a_message_is_copied(browser: Page) -> None:
    browser.show("76000")
    browser.copied("#found .acts button")
    browser.wait(50)
    assert "Message copié." in browser.seen("#found")
    browser.enter("Mulhouse")
    assert browser.evaluate("document.title") == "Mulhouse – Qui aide ?"
    assert browser.seen("#found .lead")
    assert "Message copié." not in browser.seen("body")


def test_the_answer_can_be_copied_as_text(browser: Page) -> None:
    browser.show("76000")
    copied = browser.copied("#copy-answer").replace("\xa0", " ")
    assert copied.startswith("76000 Rouen\ncode postal, Seine-Maritime, Normandie\n\nEnvironnement")
    assert "Courriel guichetvert@ran-coper.fr" in copied
    assert "Page https://ran-coper.fr/" in copied
    assert copied.endswith(source_dates(achats_reseaux.load(None)))


def test_an_entry_that_is_old_says_so_and_the_foot_where_all_are(browser: Page) -> None:
    with browser.at("2027-11-28"):
        browser.show()
        marks = browser.each("#directory .mark", "one.textContent")
        assert {*marks} == {"Fiche relue il y a plus d’un an."}
        assert "plus d’un an" not in browser.seen("header")


def test_the_answer_is_copied_and_nothing_is_asked_or_kept(browser: Page, france: Path) -> None:
    with served(france.parent) as (site, asked):
        granted = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        browser.send("Browser.grantPermissions", permissions=granted, origin=site)
        browser.open(f"{site}/page.html#76000")
        browser.wait_until_ready()
        browser.click("#copy-answer")
        browser.wait(100)
        assert browser.seen("#copied") == "Réponse copiée."
        assert [path for path in asked if "favicon" not in path] == ["/page.html"]
        stored = "[document.cookie, localStorage.length, sessionStorage.length]"
        assert browser.evaluate(stored) == ["", 0, 0]
    assert {one.partition("#")[0] for one in browser.requests} == {f"{site}/page.html"}


def test_an_old_page_says_so(browser: Page) -> None:
    old = "Cette page a plus d’un an"
    browser.show()
    assert old not in browser.seen("header")
    with browser.at("2029-01-01"):
        browser.show()
        shown = browser.seen("header")
        assert old in shown
        assert age.NEWER_COPY in shown


LOCAL = """
schema_version: 1
sources:
- {id: moi, url: "https://exemple.fr/?<b>", page_date: "2026-01-01", title: "Une </script> page"}
networks:
- id: pieges
  name: "</script><script>document.title='pris'</script>"
  kind: facilitateurs
  themes: [social]
  audiences: [collectivite]
  summary: "<img src=x onerror=alert(1)> & <!-- ]]>"
  coverage: {communes: ["76540"]}
  contact: {phone: {value: "02 00 00 00 00", sources: [moi]}}
  valid_until: "2026-12-31"
  sources: [moi]
  checked_on: "2026-01-01"
"""


def test_an_entry_of_ones_own_is_text_for_its_commune_until_its_day(
    browser: Page, tmp_path: Path
) -> None:
    overlay, file = tmp_path / "networks.yaml", tmp_path / "page.html"
    overlay.write_text(LOCAL, encoding="utf-8")
    known = achats_reseaux.load(None, (str(overlay),))
    within = frozenset({"76"})
    file.write_text(render(known, title="<i>", within=within, today="2026-11-25", version="1"))
    browser.address = file.as_uri()
    browser.show("insee:76540")
    assert "pieges" in browser.of("answer", "dataset.networks").split()
    shown = browser.seen("#answer [data-network=pieges]")
    assert "</script><script>document.title='pris'</script>" in shown
    assert "<img src=x onerror=alert(1)> & <!-- ]]>" in shown
    assert "fiche locale" in shown
    assert "Fiche terminée" not in shown
    assert browser.evaluate("document.title") == "Rouen – <i>"
    browser.show("insee:76351")
    assert "pieges" not in browser.of("answer", "dataset.networks").split()
    with browser.at("2027-01-01"):
        browser.show("insee:76540")
        shown = browser.seen("#answer [data-network=pieges]")
        assert "Fiche terminée le 31 décembre 2026." in shown
        last = "document.querySelector('#found > :last-child').dataset.network"
        assert browser.evaluate(last) == "pieges"  # what has ended is told last


def test_without_javascript_the_directory_is_read(browser: Page) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(browser.address)
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)
    shown = browser.seen("body")
    assert browser.of("search", "hidden")  # no field that does nothing
    assert "Sans lui, tous les réseaux sont plus bas" in shown
    for network in achats_reseaux.load(None).networks:
        assert network.name in shown


@pytest.mark.parametrize("sandbox", ["allow-scripts", "allow-scripts allow-popups"])
def test_a_frame_answers_and_tells_its_height(
    browser: Page, france: Path, tmp_path: Path, sandbox: str
) -> None:
    (tmp_path / "page.html").write_bytes(france.read_bytes())
    (tmp_path / "host.html").write_text(
        '<link rel="icon" href="data:,">'
        "<script>said = []; addEventListener('message', (one) => said.push(one.data))</script>"
        f'<iframe sandbox="{sandbox}" src="page.html#76000" width="400" height="900"></iframe>'
    )
    with served(tmp_path) as (site, _):
        browser.open(f"{site}/host.html")
        heights = heard(browser, 1)
        assert heights[-1] > 3000
        browser.press("Tab", 4)  # the skip link, the title, the link to tell of an error, the box
        browser.type("lyon")
        browser.press("Enter")
        assert heard(browser, len(heights) + 1) != heights


def heard(browser: Page, count: int) -> list[int]:
    """The heights that the frame has told, once there are so many."""
    wait = f"while (said.length < {count}) await new Promise((done) => setTimeout(done, 20));"
    said = browser.evaluate(f"(async () => {{ {wait} return said; }})()")
    assert {one["type"] for one in said} == {"reseaux:height"}
    return [one["height"] for one in said]


@pytest.mark.parametrize("hash_", ["76000", "68100", "region:grand-est&public=sante"])
def test_an_answer_prints_on_two_pages_with_addresses_to_type(
    browser: Page, tmp_path: Path, hash_: str
) -> None:
    browser.show(hash_)
    links = browser.each("#answer dd a:not(details a)", "one.href")
    printed = browser.pdf()
    assert 1 <= len(re.findall(rb"/Type /Page\b", printed)) <= 2
    if shutil.which("pdftotext"):
        file = tmp_path / "page.pdf"
        file.write_bytes(printed)
        shown = subprocess.check_output(["pdftotext", str(file), "-"], timeout=60).decode()
        text = re.sub(r"[\s-]", "", shown)  # a hyphen at a line's end is lost
        for target in links:
            bare = target.removeprefix("tel:").removeprefix("mailto:").replace("-", "")
            assert bare.rstrip("/") in text, target


STATES = (
    "",
    "59000&theme=social",
    "76000",
    "68100",
    "region:grand-est",
    "saint-denis",
    "76000&public=sante",
)


@pytest.mark.parametrize("hash_", STATES)
@pytest.mark.parametrize(
    ("width", "dark"),
    [(320, True), (390, False), (390, True), (640, False), (1280, False), (1280, True)],
)
def test_nothing_is_wider_than_the_window_and_axe_finds_nothing(
    browser: Page, hash_: str, width: int, dark: bool
) -> None:
    """Everything unfolded too. At 320 px, at 200 % of 1280 px, and wide."""
    browser.look(width, 800, dark=dark)
    browser.show(hash_)
    for unfolded in (False, True):
        if unfolded:
            browser.each("details", "one.open = true")
        assert browser.evaluate("document.documentElement.scrollWidth") <= width
        if file := os.environ.get("AXE"):
            browser.evaluate(Path(file).read_text("utf-8"))
            asked = "axe.run({ rules: { 'target-size': { enabled: true } } })"
            found = browser.evaluate(f"{asked}.then(({{ violations }}) => violations)")
            told = [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found]
            assert told == [], json.dumps(told, indent=1)


def test_what_a_screen_reader_is_told(browser: Page) -> None:
    """The names and roles of what can be acted on, up to the map."""
    browser.show()
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    named = [one for one in nodes if "name" in one]
    told = [f"{one['role']['value']}: {one['name']['value']}".replace("\xa0", " ") for one in named]
    map_ = "Les guichets verts par département (liste de novembre 2024)"
    for expected in (
        "link: Qui aide ?",
        "link: Signaler une erreur",
        "combobox: Où achetez-vous ?",
        "combobox: Vous êtes",
        "region: Les mots à connaître",
        f"region: {map_}",
        f"heading: {map_}",
        f"link: Moselle (57) : {NO_GUICHET}",
    ):
        assert told.count(expected) == 1, expected
    browser.fill("rouen")
    browser.press("ArrowDown")
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    (box, *_) = [one for one in nodes if one["role"]["value"] == "combobox"]
    said = {one["name"]: one["value"].get("value") for one in box["properties"]}
    assert (said["expanded"], said["autocomplete"], said["invalid"]) == (True, "list", "false")
    options_ = [one["name"]["value"] for one in nodes if one["role"]["value"] == "option"]
    assert options_[0] == "Rouen Seine-Maritime, Normandie"
