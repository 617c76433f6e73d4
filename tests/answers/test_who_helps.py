"""Who helps where: every region, former region, nickname, département and code."""

import shlex

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.output.messages import candidate_lines
from helpers.cases import every_row, tabled
from helpers.checkout import ROOT
from helpers.run import run

CATALOGUE = achats_reseaux.load()
GUICHET: dict[str, str | None] = dict.fromkeys(one.code for one in gazetteer.departements())
for network in achats_reseaux.networks(kinds=["guichet-vert"]).results:
    for area in network.network.covers:
        codes = [area.code]
        if area.kind == "region":
            codes = [one.code for one in gazetteer.departements() if one.home == area.code]
        GUICHET.update(dict.fromkeys(codes, network.network.id))


def expected(departements: tuple[str, ...]) -> tuple[str, set[str]]:
    """The status and the guichets verts of a set of whole départements."""
    found = {GUICHET[code] for code in departements}
    some = {one for one in found if one}
    if None in found:
        return ("partial" if some else "none"), some
    return ("covered" if len(some) == 1 else "split"), some


def tables(name: str) -> list[list[str]]:
    text = (ROOT / "data" / "territories" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def test_every_departement_by_code_and_by_name_and_every_region() -> None:
    wrong = {}
    asked = {one.name: one.members for one in gazetteer.every("region")}
    for area in gazetteer.departements():
        asked[area.code] = (area.code,)
    for area in gazetteer.departements()[::5]:
        asked[f"département {area.name}"] = (area.code,)
    for text, departements in asked.items():
        guichet = achats_reseaux.find(text).guichet_vert
        told = guichet and (guichet.status, set(guichet.networks))
        parts = tuple(one.code for one in guichet.parts) if guichet else ()
        if told != expected(departements) or parts != departements:
            wrong[text] = told
    assert wrong == {}


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_every_alias_of_every_territory(step: int) -> None:
    """Former regions, nicknames, groups, ISO and NUTS codes answer for what they stand for."""
    wrong = {}
    sets = {row[0]: tuple(row[-1].split(" ")) for row in tables("ensembles.tsv")}
    regions = {one.code: one.members for one in gazetteer.every("region")}
    for alias, kind, code in [*tables("alias.tsv")][::step]:
        if kind in ("region", "departement", "collectivite"):
            whole = regions[code] if kind == "region" else (code,)
        elif code in sets:
            whole = sets[code]
        else:
            continue
        guichet = achats_reseaux.find(alias).guichet_vert
        if guichet is None or (guichet.status, set(guichet.networks)) != expected(whole):
            wrong[alias] = guichet and guichet.status
    assert wrong == {}


@every_row("places/others_get_wrong.tsv")
def test_places_that_others_get_wrong(place: str, expected_: str, reason: str) -> None:
    guichet = achats_reseaux.find(place).guichet_vert
    assert guichet is not None, reason
    assert " ".join([guichet.status, *guichet.networks]) == expected_, reason


@tabled
def test_the_exact_spelling_comes_first_and_each_candidate_has_its_command(
    name: str, first: str
) -> None:
    document = run("find", name, "--json").document
    assert document["candidates"][0]["name"] == first
    assert len(document["hints"]) == len(document["candidates"])
    for candidate, hint in zip(document["candidates"], document["hints"], strict=True):
        again = run(*shlex.split(hint)[1:], "--json").document
        assert again["status"] == "found"
        assert again["guichet_vert"]["networks"] == candidate["networks"]


@tabled
def test_more_candidates_than_eight_are_counted(name: str, rest: str | None) -> None:
    lines = candidate_lines(achats_reseaux.find(name))
    told = f"  et {rest} : précisez par --departement ou --code-postal."
    assert lines[8:] == ([told] if rest else [])


@pytest.mark.parametrize("name", ["Saint-Martin", "Sainte-Marie", "Mairie du Perreux"])
@pytest.mark.parametrize("width", [60, 80])
def test_on_a_terminal_only_a_command_is_longer_than_a_line(name: str, width: int) -> None:
    lines = run("find", name, "--theme", "social", width=width).err.splitlines()
    assert lines[0].startswith("Quel «")
    for line in lines:
        assert len(line) <= width or line.startswith("    reseaux find ")


def scopes(*words: str) -> set[str]:
    results = run(*words, "--json").document["results"]
    return {result["scope"] for result in results}


@pytest.mark.parametrize("line", ["find Rouen", "list --theme social", "search clause"])
def test_the_results_of_one_scope_alone(line: str) -> None:
    words = line.split()
    assert scopes(*words) == {"local", "national"}
    for scope in ("local", "national"):
        assert scopes(*words, "--scope", scope) == {scope}
        assert run(*words, f"--scope={scope}", "-q") == run(*words, "--scope", scope, "-q")
