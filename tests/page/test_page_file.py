"""``reseaux page``: what the file holds, and the command that writes it."""

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from itertools import accumulate, product
from pathlib import Path

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Query
from achats_reseaux.card.contact_methods import best_methods
from achats_reseaux.card.panel_wording import to_verify
from achats_reseaux.card.rows import RESEARCH
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Catalogue
from achats_reseaux.output.messages import ISSUES
from achats_reseaux.page.document import render
from achats_reseaux.page.email_templates import letters
from achats_reseaux.page.fragments import SharedAnswers
from achats_reseaux.page.markup import escaped, value
from helpers.cases import cases, tabled
from helpers.golden import check_golden
from helpers.home import Home
from helpers.made_up import network, own_file
from helpers.run import process, run

TODAY = "2026-11-25"
HERE = Path(__file__).parent
SEINE_MARITIME = frozenset(("76",))


@cache
def known(file: str = "") -> Catalogue:
    return achats_reseaux.load(file or None)


@cache
def page(within: frozenset[str] = SEINE_MARITIME, title: str = "Qui aide ?", file: str = "") -> str:
    return render(known(file), title=title, within=within, today=TODAY, version="1.2.3")


class Elements(HTMLParser):
    """What a browser would find in the markup: elements with their attributes, and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(f"{tag} {dict(attrs).get('id') or ''}".strip())

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._open[-1] if self._open else "", []).append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().partition(" ")[0] != tag:
            pass


def test_it_asks_nothing_of_anyone() -> None:
    """Nothing is loaded: addresses stand in links alone, and the policy forbids the rest."""
    found = Elements(page())
    loading = {"src", "srcset", "style", "onclick", "action", "data", "background"}
    assert [tag for tag, said in found.tags if loading & set(said)] == []
    assert {tag for tag, said in found.tags if "href" in said} == {"a", "link"}
    assert [said["href"] for tag, said in found.tags if tag == "link"] == ["data:,"]
    assert {tag for tag, _ in found.tags} & {"img", "iframe", "object", "embed", "form"} == set()
    (style,), (script,) = found.texts["style"], found.texts["script"]
    assert "@import" not in style
    assert "url(" not in style
    for way in ("fetch", "XMLHttpRequest", "WebSocket", "sendBeacon", "import(", "HTML"):
        assert way not in script
    for store in ("localStorage", "sessionStorage", "indexedDB", "cookie"):
        assert store not in script


def test_only_its_own_script_and_style_may_act() -> None:
    found = Elements(page())
    policies = [said["content"] for _, said in found.tags if "http-equiv" in said]

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    expected = (
        f"default-src 'none'; script-src {digest(found.texts['script'][0])};"
        f" style-src {digest(found.texts['style'][0])}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )
    assert policies == [expected]


def test_its_title_is_text() -> None:
    title = '</title><script>alert("1")</script>&'
    found = Elements(page(SEINE_MARITIME, title))
    assert [found.texts["title"][0], found.texts["a"][1]] == [title, title]  # behind the skip link
    assert len(found.texts["script"]) == 1
    assert "\u202e" not in page(title="\u202eabc")  # nor in what the script makes the title of


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    """Whatever the order of a set is in a process."""
    words = ("page", "--departement", "976", "-o", "-")
    assert process(*words, env={"PYTHONHASHSEED": "1"}) == run(*words)


def test_the_directory_has_each_network_once_with_its_way_in_before_its_doubt() -> None:
    """Those of the places of the page alone; of each its doubts in full."""
    text = page()
    found = re.findall(r'<article id="reseau:([^"]*)"[^>]*>(.*?)</article>', text)
    catalogue = known()
    articles = {one: content for one, content in found if one in catalogue.ids}
    listed = matching.list_networks(catalogue, Query("list"), TODAY).results
    ways_in = {match.network.id: best_methods(match) for match in listed}
    everywhere = {one.id for one in catalogue.networks if not one.covers}
    assert everywhere < set(articles)
    assert "ran-coper" in articles
    assert "arnia" not in articles
    for known_one in map(catalogue.network, articles):
        article = articles[known_one.id].replace("\xa0", " ")
        assert article.count("<summary>Précisions") == 1
        told, _, folded = article.partition("<details>")
        assert told.index("<dl>") < told.index("<p>")  # how to reach it, then what it does
        for way in ways_in[known_one.id][:1]:
            assert value(way.target) in told
        for fact in catalogue.facts_of(known_one.id):
            if fact.field == RESEARCH:
                assert escaped(fact.value).replace("\xa0", " ") in folded
        if known_one.doubt:
            assert told.count(escaped(to_verify(known_one.doubt)).replace("\xa0", " ")) == 1


def test_no_sentence_waits_for_a_link_that_stands_elsewhere() -> None:
    """What ends with a colon has the article of whom it names behind it, or is no sentence."""
    brittany = frozenset(("35",))
    text = page(brittany).replace("\xa0", " ")
    (reseco,) = re.findall('<article id="reseau:reseco".*</article>', text)
    ways, sentences = re.findall(r"<dl>(.*?)</dl>(.*?)<div", reseco)[0]
    assert re.findall(r">([^<>]+)<", ways) == [
        "Ni téléphone ni courriel connus.",
        "Passer par",
        "le formulaire commun aux guichets verts",
        "Dit commun à toutes les régions en 2022 ; hébergé par Maximilien.",
    ]
    assert sentences.startswith("<p>Répond à vos premières questions")
    assert " :</p></article>" not in text
    assert not re.search(r" :</p>(?!<article)", text)
    panels = re.findall('<section class="lead covered">.*?</section>', text)
    asked_last = r"</h3><article>\d+</article><p>Sans réponse, posez la question sur Rapidd :</p>"
    assert any(re.search(asked_last + r"<article>\d+</article>", panel) for panel in panels)


def test_the_map_is_of_the_departements_of_the_page_each_a_link() -> None:
    found = Elements(page())
    links = {said["data-code"]: said for _, said in found.tags if "data-code" in said}
    assert set(links) == SEINE_MARITIME
    assert links["76"]["href"] == "#76"
    assert links["76"]["aria-label"] == "Seine-Maritime (76) : RAN COPER"
    assert "<svg" not in page(frozenset(("987",)))  # the drawing does not reach so far


def test_each_answer_is_drawn_of_shared_fragments(tmp_path: Path) -> None:
    """As a browser would put them together, for places of each status in a small catalogue."""
    file = HERE.parent / "answers" / "carte.yaml"
    within = frozenset(("2A", "2B", "67", "68", "75"))
    text = page(within, file=str(file))
    data = json.loads(re.findall(r'id="data">(.*)</script>', text)[0])
    (together,) = re.findall('<template id="fragments">(.*?)</template>', text, re.DOTALL)
    fragments = together.split("\n")
    drawn = []
    for codes, lies, status, guichets, *each in data["answers"]:
        drawn.append(f"# {codes} · {lies} · {status} · {guichets}")
        asked = product(data["themes"], data["audiences"])
        for (theme, audience), (order, *numbers) in zip(asked, each, strict=True):
            ids = " ".join(data["entries"][one] for one in data["orders"][order])
            drawn.append(f"## {theme or 'tout'} · {audience or 'tous'} · {ids}")
            drawn += [fragments[one] for one in numbers]
    articles = re.findall("<article id=.*</article>", text)
    content = "\n".join(["# Répertoire", *articles, *drawn]).replace("\xa0", "~") + "\n"
    check_golden(HERE / "fragments.html", content)


def test_an_answer_has_no_command_and_no_price_that_its_articles_tell() -> None:
    answers = SharedAnswers(known(), TODAY)
    for place in (places.of("groupe", "france"), places.of("departement", "76")):
        assert place is not None
        answers.number(place)
    together = " ".join(answers.fragments)
    assert "reseaux " not in together.lower()
    assert "gratuit" not in together


@pytest.mark.slow
def test_the_whole_of_france_is_within_the_budget() -> None:
    text = page(frozenset(one.code for one in gazetteer.departements())).encode()
    assert len(text) <= 1_450_000
    assert len(gzip.compress(text, 9, mtime=0)) <= 500_000


@tabled
def test_who_is_written_to_and_asked_whether_all_of_the_place_is_served(
    network: str, is_written: bool, is_asked: bool
) -> None:
    """The latter of what serves a part of France; ``page.js`` leaves it out where all is served."""
    made = letters(known(), [network], TODAY)
    questions = " ".join(made["questions"][number] for number in made["to"].get(network, [0])[1:])
    assert (network in made["to"]) == is_written
    assert ("Servez-vous tout ce lieu" in questions) == is_asked


def test_what_lies_across_the_border_of_the_page_has_its_whole_answer() -> None:
    """An EPCI of two départements is on the page of each."""
    text = page()
    epci = next(one for one in gazetteer.every("epci") if one.code == "200069722")
    across = places.of_territory(epci)
    assert set(across.departements) - SEINE_MARITIME
    data = json.loads(re.findall(r'id="data">(.*)</script>', text)[0])
    packed = base64.b64decode(re.findall(r'id="places">(.*?)</script>', text)[0])
    (table,) = [one for one in json.loads(gzip.decompress(packed)) if one["kind"] == "epci"]
    codes_of = accumulate(
        table["codes"], lambda code, step: step if isinstance(step, str) else str(int(code) + step)
    )
    number = table["answer"][list(codes_of).index(epci.code)]
    codes, _, status, _, (order, *_), *_ = data["answers"][number]
    answer = matching.find_at(known(), Query("find"), across, TODAY)
    assert answer.guichet_vert is not None
    assert (codes.split(), status) == ([*across.departements], answer.guichet_vert.status)
    ids = [data["entries"][one] for one in data["orders"][order]]
    assert ids == [match.network.id for match in answer.results]


def test_the_command_writes_one_file_and_says_so(tmp_path: Path) -> None:
    done = run("page", "--departement", "76", "-o", "ici.html", cwd=tmp_path)
    said = r"ici\.html : 0,\d Mo, à ouvrir dans un navigateur, à héberger ou à envoyer tel quel\.\n"
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(said, done.err)
    assert [file.name for file in tmp_path.iterdir()] == ["ici.html"]
    written = (tmp_path / "ici.html").read_text("utf-8")
    assert written.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert f'<a class="report" href="{ISSUES}">Signaler une erreur</a>' in written
    area = re.sub("<[^>]*>", "", re.findall('<p id="area">.*</p>', written)[0]).replace("\xa0", " ")
    told = "Cette page répond pour les lieux situés en Seine-Maritime. Pour un autre lieu : la page"
    assert area == f"{told} du ministère."
    assert "Le Havre" in written
    assert '"Toulouse (31)"' in written  # it knows that this one lies elsewhere
    year, _, rest = known().checked_on.partition("-")
    assert f'data-after="{int(year) + 1}-{rest}" hidden>Cette page a plus d’un an' in written
    piped = run("page", "--departement", "76", "--output", "-", cwd=tmp_path)
    assert (piped.code, piped.out, piped.err) == (0, written, "")


OWN = [network(own_id, {"departements": ["976"]}) for own_id in ("bureau", "bureau-2")]


@pytest.mark.parametrize(
    ("own", "code"),
    [("networks: [", 4), (own_file(*OWN), 0)],  # the page does without what cannot be read
)
def test_it_says_that_entries_of_ones_own_are_left_out(tmp_path: Path, own: str, code: int) -> None:
    home = Home(tmp_path)
    asked = ("page", "--departement", "976", "-o", str(tmp_path / "ici.html"))
    assert run(*asked, env=home.env).err.endswith("tel quel.\n")
    home.writes(own)
    done = run(*asked, env=home.env)
    told = " Vos compléments n'y sont pas : --with-local\n"
    assert (done.code, done.err.partition("tel quel.")[2]) == (0, told)
    done = run(*asked, "--with-local", env=home.env)
    assert (done.code, "n'y sont pas" in done.err) == (code, False)


def test_it_has_a_usual_name_and_replaces_nothing_unasked(tmp_path: Path) -> None:
    assert run("page", "--departement", "976", cwd=tmp_path).err.startswith("reseaux.html : 0,")
    done = run("page", "--departement", "976", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "Erreur : reseaux.html existe déjà dans ce dossier.",
        "Pour le remplacer, ajoutez --output reseaux.html",
    ]


@pytest.mark.parametrize(("options", "code", "said"), cases("page/refused.tsv"))
def test_what_cannot_be_written_is_refused(
    tmp_path: Path, options: str, code: str, said: str
) -> None:
    done = run("page", *options.split("|"), cwd=tmp_path)
    assert (str(done.code), done.out) == (code, "")
    assert done.err.replace("\n", " / ").rstrip(" /") == said
    assert list(tmp_path.iterdir()) == []


@tabled
def test_an_error_is_told_of_where_the_publisher_says(
    tmp_path: Path, typed: str, written: str
) -> None:
    asked = ("page", "--departement", "976", "--title", "Ici & là", "--feedback", typed)
    done = run(*asked, "-o", "-", cwd=tmp_path)
    assert f'<a class="report" href="{written}">Signaler une erreur</a>' in done.out
    assert "<title>Ici &amp; là</title>" in done.out


def test_the_foot_has_the_legal_notice_and_the_accessibility_statement(tmp_path: Path) -> None:
    asked = ("page", "--departement", "976", "-o", "-", "--legal", "https://exemple.fr/mentions")
    assert '<p><a href="https://exemple.fr/mentions">Mentions légales</a></p>' in run(*asked).out
    both = run(*asked, "--accessibility", "https://exemple.fr/a").out
    assert '</a> · <a href="https://exemple.fr/a">Accessibilité</a></p>' in both
    assert run(*asked, "--accessibility", "javascript:alert(1)").code == 2


def test_an_entry_that_is_to_come_says_from_when_it_is_valid(tmp_path: Path) -> None:
    """It stood there as any other, with its telephone."""
    file = tmp_path / "networks.yaml"
    entry = network("futur", {"departements": ["76"]}, valid_from="2027-06-01")
    file.write_text(own_file(entry), "utf-8")
    own = achats_reseaux.load(None, [file])
    said = "Fiche valable à partir du 1er juin 2027 seulement."
    for today, is_told in ((TODAY, True), ("2027-06-01", False)):
        drawn = render(own, title="x", within=SEINE_MARITIME, today=today, version="1")
        article = drawn.partition('<article id="reseau:futur"')[2].partition("</article>")[0]
        assert (said in article) is is_told
