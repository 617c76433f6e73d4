"""``reseaux page``: what the file holds, whatever reads it. ``test_page_chromium`` opens it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import itertools
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.output.page.document import inert, render

if TYPE_CHECKING:
    from conftest import Run

TODAY = "2026-11-25"
NORMANDIE = frozenset(("14", "27", "50", "61", "76"))
SEINE_MARITIME = frozenset(("76",))


@cache
def page(
    within: frozenset[str] = NORMANDIE, title: str = "Qui peut aider ?", overlay: str = ""
) -> str:
    known = achats_reseaux.load(None, (overlay,) if overlay else ())
    return render(known, title=title, within=within, today=TODAY, version="1.2.3")


class Elements(HTMLParser):
    """What a browser would find in the markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.contents: dict[str, str] = {}
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = f"{tag} {dict(attrs).get('type') or ''}".strip()

    def handle_data(self, data: str) -> None:
        self.contents[self._inside] = self.contents.get(self._inside, "") + data
        if self._inside == "script":
            self.scripts.append(data)

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""


def data_of(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Elements(text).contents["script application/json"])
    return found


@pytest.mark.slow
def test_the_same_catalogue_gives_the_same_bytes() -> None:
    assert page.__wrapped__() == page()


def test_it_asks_nothing_of_anyone() -> None:
    """Nothing is loaded: addresses stand in links alone, and the policy forbids the rest."""
    found = Elements(page())
    assert [
        tag for tag, said in found.tags if {"src", "srcset", "style", "onclick"} & set(said)
    ] == []
    assert {tag for tag, said in found.tags if "href" in said} == {"a", "link"}
    (icon,) = (said for tag, said in found.tags if tag == "link")
    assert icon["rel"] == "icon"
    assert (icon["href"] or "").startswith("data:image/svg+xml,")
    assert {tag for tag, _ in found.tags} & {"img", "iframe", "object", "embed"} == set()
    assert "@import" not in found.contents["style"]
    assert "url(" not in found.contents["style"]
    script = "".join(found.scripts)
    for way in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "import(", "innerHTML"):
        assert way not in script
    for store in ("localStorage", "sessionStorage", "indexedDB", "cookie"):
        assert store not in script


def test_only_its_own_script_and_style_may_act() -> None:
    found = Elements(page())
    policy = next(
        said["content"]
        for tag, said in found.tags
        if tag == "meta" and said.get("http-equiv") == "Content-Security-Policy"
    )

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    (script,) = found.scripts
    assert policy == (
        f"default-src 'none'; script-src {digest(script)};"
        f" style-src {digest(found.contents['style'])}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )


def test_its_title_is_text() -> None:
    known = achats_reseaux.load(None).replace(notion_ids=(), notions=())
    title = '</title><script>alert("1")</script>&'
    text = render(known, title=title, within=SEINE_MARITIME, today=TODAY, version="1.2.3")
    shown = "&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;"
    assert text.count(shown) == 2
    assert data_of(text)["title"] == title
    empty = '<h2 id="accueil-titre">Les mots à connaître</h2>\n\n</section>'
    assert empty in text  # no notion of one's own


def test_what_it_explains_has_its_doubt_beside_it() -> None:
    known = achats_reseaux.load(None)
    shown = Elements(page()).contents["p"]
    for notion in map(known.notion, ("guichet-vert", "clause-sociale")):
        assert f"{notion.definition}À vérifier : {notion.doubt}" in shown


HOSTILE = """
schema_version: 1
sources:
  - id: moi
    url: "https://exemple.fr/?<b>\\"'"
    read_on: "2026-01-01"
    title: "Une </script> page"
networks:
  - id: pieges
    name: "</script><script>document.title='pris'</script>"
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    summary: "<img src=x onerror=alert(1)> \\"guillemets\\" 'simples' <!-- --> & ]]>"
    coverage: {departements: ["76"]}
    sources: [moi]
    checked_on: "2026-01-01"
"""


def test_nothing_from_a_catalogue_is_markup(tmp_path: Path) -> None:
    overlay = tmp_path / "networks.yaml"
    overlay.write_text(HOSTILE, encoding="utf-8")
    hostile, plain = map(
        Elements, (page(SEINE_MARITIME, overlay=str(overlay)), page(SEINE_MARITIME))
    )
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    assert hostile.scripts == plain.scripts
    texts = json.dumps(data_of(page(SEINE_MARITIME, overlay=str(overlay))), ensure_ascii=False)
    assert "</script><script>document.title='pris'</script>" in texts


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "<script", "\u2028", "\u2029", "é\"'\\&", "\ud7ff", "\x00"]
)
def test_a_text_in_the_data_block_comes_out_as_it_went_in(text: str) -> None:
    written = inert([text])
    assert "<" not in written
    assert not set(written) & {"\u2028", "\u2029", "\x00"}
    assert json.loads(written) == [text]


def test_what_hides_or_turns_text_is_shown_as_unknown(tmp_path: Path) -> None:
    overlay = tmp_path / "networks.yaml"
    turned = HOSTILE.replace("& ]]>", "\u202e txet \u200b")
    overlay.write_text(turned, encoding="utf-8")
    try:
        text = page(SEINE_MARITIME, overlay=str(overlay))
    except achats_reseaux.errors.CatalogueError:  # then it never comes so far
        return
    assert not set(text) & {"\u202e", "\u200b"}


def test_it_holds_the_places_it_is_asked_for_and_no_others() -> None:
    text = page()
    communes = data_of(text)["communes"]
    assert isinstance(communes, dict)
    assert set(communes) == NORMANDIE
    assert "Rouen" in communes["76"]["names"].split("|")
    assert len(text) < 340_000


def test_it_tells_nobody_to_type_a_command() -> None:
    """Those who read it have no terminal: a notice bears the address that ``open`` opens."""
    text = json.dumps([data_of(page())[name] for name in ("pool", "stale")], ensure_ascii=False)
    assert "Pour trouver le vôtre : https://achats-durables.gouv.fr" in text
    assert "reseaux " not in text.replace("réseaux", "")
    assert "--" not in text


SOME = frozenset(("05", "68", "69", "76", "974", "975", "2A"))
"""Two guichets verts, none, parts of towns, a desk of some communes, one overseas, islands."""
FRANCE = Path(__file__).parents[1] / "docs" / "page.html"


def test_it_says_of_a_place_what_the_page_of_all_of_france_says() -> None:
    """That one is in docs, where each change of it shows."""
    text = page(SOME, "Acheter durable : qui peut m’aider ?")
    some, france = about(SOME, text), about(SOME, FRANCE.read_text("utf-8"))
    for name in some | france:
        assert some[name] == france[name], name
    data: dict[str, Any] = data_of(text)
    for name in ("departements", "areas", "communes", "answers", "finer"):  # and of no others
        assert len(some[name]) == len(data[name])
    for name in ("parts", "former", "epci"):
        assert len(some[name]) == len(data[name]["codes"].split())


def about(within: frozenset[str], text: str) -> dict[str, Any]:
    """What a page says of some départements, without the numbers that stand for values."""

    def meant(value: Any) -> Any:
        if isinstance(value, list):
            return [meant(one) for one in value]
        if isinstance(value, dict):
            return {key: meant(one) for key, one in value.items()}
        return meant(pool[value]) if type(value) is int else value

    data: dict[str, Any] = data_of(text)
    pool = data.pop("pool")
    for name in ("decided", "outside", "example"):  # what depends on all of the page
        data.pop(name)
    data["epci"].pop("over")
    codes_of = data["epci"]["codes"].split()
    for columns in data["communes"].values():
        columns["groups"] = [codes_of[int(rank)] for rank in columns["groups"].split()]
    for name, homes in (("departements", 0), ("areas", 3)):
        data[name] = [row for row in data[name] if within & set(row[homes].split())]
    data["communes"] = {code: one for code, one in data["communes"].items() if code in within}
    for name in ("parts", "former", "epci"):
        rows = zip(*(cut(column) for column in data[name].values()), strict=True)
        homes_of = (lambda row: row[3].split()) if name == "epci" else home_of
        data[name] = [row for row in rows if within & set(homes_of(row))]
    here = {key for key in data["answers"] if within & set(key.split())}
    data["answers"] = {key: meant(one) for key, one in data["answers"].items() if key in here}
    data["finer"] = {key: set(one.split("|")) for key, one in data["finer"].items() if key in here}
    codes = "|".join(sorted(within))
    for name, part in (
        ("links", f'<a href="#(?:{codes})">[^<]*</a>'),
        ("map", f'<path (class="[^"]*" data-code="(?:{codes})")'),
    ):
        data[name] = re.findall(part, text)
    whole = re.compile(
        r"<svg id.*?</svg>|<ul class=.legend.*?</ul>|<ul><li><strong>.*?</ul>"
        r"|<script type.*?</script>",
        re.DOTALL,
    )
    return {**data, "markup": re.sub(r"reseaux( |&nbsp;)\d+\.\d+\.\d+", "", whole.sub("", text))}


def home_of(row: tuple[str, ...]) -> list[str]:
    """The département of a part of a commune, or of a former one."""
    return [gazetteer.departement_of(row[-1] or row[0])]


def cut(column: str) -> list[str]:
    """The values of a column of the tables."""
    if "|" in column:
        return column.split("|")
    return column.split(" ") if " " in column else list(column)


@pytest.mark.slow
def test_the_whole_of_france_is_within_the_budget() -> None:
    text = page(frozenset(one.code for one in gazetteer.departements())).encode()
    assert len(text) <= 1_450_000
    assert len(gzip.compress(text, 9, mtime=0)) <= 550_000


def corners(path: str) -> list[tuple[int, int]]:
    """The points of a path: where each loop begins, and the steps from there."""
    found: list[tuple[int, int]] = []
    for loop in path.split("M")[1:]:
        numbers = [int(one) for one in re.findall(r"-?\d+", loop)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        found += itertools.accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]))
    return found


def drawn(within: frozenset[str]) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
    """The points of each département on the map of a page, and its frame."""
    tags = Elements(page(within)).tags
    points = {
        said["data-code"] or "": corners(said["d"] or "")
        for tag, said in tags
        if tag == "path" and "data-code" in said
    }
    (frame,) = [said["viewbox"] for tag, said in tags if tag == "svg"]
    return points, [int(one) for one in (frame or "").split()]


@pytest.mark.parametrize("within", [NORMANDIE, frozenset(("2A", "2B")), frozenset(("974",))])
def test_the_map_is_framed_by_what_the_page_is_about(within: frozenset[str]) -> None:
    """With a margin of six units on every side, as large as can be: of 300 units."""
    points, (left, top, width, height) = drawn(within)
    assert set(points) == within
    columns, rows = zip(*itertools.chain(*points.values()), strict=True)
    assert (left, top) == (min(columns) - 6, min(rows) - 6)
    assert (width, height) == (max(columns) - min(columns) + 12, max(rows) - min(rows) + 12)
    assert 290 <= max(width, height) <= 312


def test_what_lies_outside_is_drawn_as_far_as_it_is_seen() -> None:
    outs = [said for tag, said in Elements(page(NORMANDIE)).tags if said.get("class") == "out"]
    assert 6 <= len(outs) <= 20


def test_borders_are_the_same_from_both_sides() -> None:
    """Each side of a département is a coast, or a side of its neighbour, the other way round."""
    points, _ = drawn(NORMANDIE)
    sides = {
        code: set(zip(loop, [*loop[1:], loop[0]], strict=True)) for code, loop in points.items()
    }
    eure, seine = sides["27"], sides["76"]
    shared = {(start, end) for start, end in eure if (end, start) in seine}
    assert len(shared) > 5
    assert not sides["50"] & {(end, start) for start, end in seine}  # they are not neighbours


def test_the_map_is_whole_where_the_page_is_about_what_is_not_on_it() -> None:
    points, frame = drawn(frozenset(("987",)))
    assert points == {}
    assert frame[2:] > [300, 290]


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_writes_one_file_and_says_so(run: Run, tmp_path: Path) -> None:
    done = run("page", "--region", "Normandie", "-o", "ici.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert re.fullmatch(
        r"ici\.html : 0,\d Mo, à ouvrir dans un navigateur, à héberger ou à envoyer tel quel\.\n",
        done.stderr.decode(),
    )
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["ici.html"]
    written = (tmp_path / "ici.html").read_bytes()
    assert written.startswith(b'<!DOCTYPE html>\n<html lang="fr">')
    assert written.endswith(b"</html>\n")
    piped = run("page", "--region", "Normandie", "--output", "-", cwd=tmp_path)
    assert (piped.returncode, piped.stdout, piped.stderr) == (0, written, b"")


def test_it_has_a_usual_name(run: Run, tmp_path: Path) -> None:
    done = run("page", "--departement", "76", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("reseaux.html : 0,")
    assert (tmp_path / "reseaux.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.slow
def test_with_its_address_a_page_is_canonical_and_has_a_picture_beside_it(
    run: Run, tmp_path: Path
) -> None:
    address = "https://exemple.fr/achats/ici.html"
    asked = ("page", "--departement", "76", "--title", "Acheter & durer", "-o", "ici.html")
    done = run(*asked, "--url", address, "--feedback", "dire@exemple.fr", cwd=tmp_path)
    assert done.returncode == 0
    assert b"ici.png : l'image des liens partag" in done.stderr
    assert (tmp_path / "ici.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    tags = Elements((tmp_path / "ici.html").read_text(encoding="utf-8")).tags
    found = {said.get("property") or said.get("name") or said.get("rel"): said for _, said in tags}
    assert found["canonical"]["href"] == address
    about = found["description"]["content"] or ""
    assert about.endswith("Cette page répond pour les lieux situés en Seine-Maritime.")
    assert {name: found[f"og:{name}"]["content"] for name in ("title", "url", "image")} == {
        "title": "Acheter & durer",
        "url": address,
        "image": "https://exemple.fr/achats/ici.png",
    }
    assert found["og:description"]["content"] == about
    assert found["twitter:card"]["content"] == "summary_large_image"
    plain = run("page", "--departement", "76", "-o", "-", cwd=tmp_path).stdout.decode()
    assert "canonical" not in plain
    assert "og:" not in plain


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--url", "javascript:alert(1)"),
        ("--url", "https://exemple.fr/page.html#76000"),  # the fragment is the place
        ("--url", "https://exemple.fr/page.html?embed"),
        ("--url", "exemple.fr"),
        ("--url", 'https://exemple.fr/"><script>'),
        ("--feedback", "javascript:alert(1)"),
        ("--feedback", "mailto:a@exemple.fr?cc=b@exemple.fr"),
        ("--feedback", "dire@exemple"),
        ("--feedback", ""),
    ],
)
def test_what_is_no_address_is_refused(run: Run, tmp_path: Path, option: str, text: str) -> None:
    done = run("page", "--departement", "76", "-o", "ici.html", option, text, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(
        f"Erreur : {option} attend l'adresse d'une page, https://…"
    )
    assert not (tmp_path / "ici.html").exists()


@pytest.mark.slow
def test_local_contacts_are_left_out_unless_asked_for(run: Run, tmp_path: Path) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text(HOSTILE, encoding="utf-8")
    asked = ("page", "--departement", "76", "--output", "-")
    assert b'"pieges"' not in run(*asked).stdout
    assert b'"pieges"' in run(*asked, "--with-local").stdout
