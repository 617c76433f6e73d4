"""Every place of France, by each of its codes and names: all of them, or the test fails.

One loop a test rather than 35,000 tests; a failure shows the first few that went wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import chain
from typing import Any

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import looked_up, resolve
from achats_reseaux.geocoder.query import AreaFilter
from achats_reseaux.geocoder.readings import read as geocode
from achats_reseaux.model import Place, Places
from achats_reseaux.text import fold
from helpers.territories import populations, sirens

COMMUNES = dict(bulk.communes())
steps = pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
"""Some in the usual run, all in the slow one."""


@pytest.fixture(scope="module", autouse=True)
def _indexed() -> None:
    """As for the many rows of a file: a quarter of the time."""
    bulk.index()


def only(text: str, kind: str | None = None, **settled: Any) -> Place | str:
    """The one place that a text means, or what came instead."""
    found = resolve(text, kind, **settled)
    if isinstance(found, Places) and len(found.candidates) == 1:
        return found.candidates[0]
    return repr(found)


def all_right(test: Callable[..., Iterator[object]]) -> Callable[..., None]:
    """A test that nothing goes wrong of what it would tell; else the first few are shown."""

    @wraps(test)
    def check(*arguments: Any, **named: Any) -> None:
        wrong = list(test(*arguments, **named))
        assert not wrong, f"{len(wrong)} wrong, first: {wrong[:5]}"

    return check


def communes_of(found: object) -> list[tuple[str, ...]]:
    """The communes of each place that was found."""
    return [one.communes for one in found.candidates] if isinstance(found, Places) else []


def codes_of(found: object) -> list[str]:
    return [one.code for one in found.candidates] if isinstance(found, Places) else []


TWINS = [["247400666", "247000623"], ["246000772", "249100157"]]
"""Both of each are one name: CC des Quatre Rivières; CC des Deux Vallées, and des 2 Vallées."""


def territory(departement: str) -> AreaFilter:
    return AreaFilter((departement,), (), f"({departement})")


def test_the_counts_of_the_edition() -> None:
    natures = Counter(part.kind for part in gazetteer.every("part"))
    groupings = Counter(epci.nature for epci in gazetteer.every("epci"))
    assert len(COMMUNES) == 34_969
    assert natures == {"commune-deleguee": 2_105, "commune-associee": 471, "arrondissement": 45}
    assert groupings == {"CC": 989, "CA": 230, "METRO": 21, "CU": 14, "MET69": 1, "EPT": 11}
    assert sum(1 for _ in bulk.postal_codes()) == 6_310
    assert sum(1 for _ in sirens()) == 34_875
    assert sum(populations().values()) == 68_952_941
    codes = {one.code for one in gazetteer.every("former") if one.code not in COMMUNES}
    parts = {part.code for part in gazetteer.every("part")}
    assert len(codes | (parts - COMMUNES.keys())) - len(parts - COMMUNES.keys() - codes) == 4_240


@steps
@all_right
def test_every_commune_by_its_insee_code(step: int) -> Iterator[object]:
    for code, name in [*COMMUNES.items()][::step]:
        home = gazetteer.departement_of(code)
        commune = Place("commune", code, name, (home,), gazetteer.regions_of((home,)), (code,))
        found = only(code, "insee")
        if not isinstance(found, Place) or found.replace(notes=()) != commune:
            yield code, found


@steps
@all_right
def test_every_commune_by_its_name_on_the_ground_of_its_departement(step: int) -> Iterator[object]:
    for code, name in [*COMMUNES.items()][::step]:
        found = geocode(name, "commune", territory(gazetteer.departement_of(code)))
        if codes_of(found) != [code]:
            yield code, name, found


@steps
@all_right
def test_every_commune_by_its_siren(step: int) -> Iterator[object]:
    seen = {code for _, code in sirens()}
    for siren, code in [*sirens()][::step]:
        found = only(siren)
        if not isinstance(found, Place) or (found.kind, found.code) != ("commune", code):
            yield siren, found
    overseas = {code for code in COMMUNES if gazetteer.regions_of((code[:3],)) == ()} - seen
    assert {code for code in COMMUNES if code not in seen} == {
        code for code in overseas if code[:3] in ("975", "977", "978") or code[:2] == "98"
    }


@all_right
def test_every_postal_code() -> Iterator[object]:
    spans: dict[int, list[str]] = defaultdict(list)
    across = []
    for code, communes in bulk.postal_codes():
        found = only(code)
        homes = tuple(sorted({gazetteer.departement_of(c) for c in communes}))
        if (
            not isinstance(found, Place)
            or (found.kind, found.code, found.approximate) != ("code-postal", code, False)
            or (found.communes, found.departements) != (communes, homes)
            or found.regions != gazetteer.regions_of(homes)
        ):
            yield code, found
            continue
        spans[len(found.departements)].append(code)
        if len(found.regions) > 1:
            across.append(code)
    assert across == ["01410", "01590", "05700", "37160", "48250"]
    assert len(spans[2]) == 16
    assert set(spans) == {1, 2}


@all_right
def test_every_grouping_by_its_siren_and_by_its_name() -> Iterator[object]:
    across = []
    for epci in gazetteer.every("epci"):
        siren, name = epci.code, epci.name
        kind = "ept" if epci.nature == "EPT" else "epci"
        found = only(siren)
        if not isinstance(found, Place) or (found.kind, found.code) != (kind, siren):
            yield siren, found
            continue
        assert found.communes == epci.members
        if len(found.regions) > 1:
            across.append(siren)
        named = resolve(name, "epci")
        if codes_of(named) != next((twins for twins in TWINS if siren in twins), [siren]):
            yield name, named
        elif isinstance(named, Places) and named.candidates[0].approximate:
            yield name, "only approximate"
    assert len(across) == 26


@all_right
def test_every_former_code_leads_to_the_commune_of_today() -> Iterator[object]:
    parts = {part.code: part.home for part in gazetteer.every("part")}
    for one in gazetteer.every("former"):
        code, home = one.code, one.home
        found = only(code, "insee")
        if not isinstance(found, Place) or found.communes != (parts.get(code, home),):
            if not (code in COMMUNES and isinstance(found, Place) and found.code == code):
                yield code, home, found
        elif code not in COMMUNES and not found.notes:
            yield code, "says nothing"


@steps
@all_right
def test_every_former_name_is_found_unless_a_living_commune_bears_it(step: int) -> Iterator[object]:
    for one in gazetteer.every("former")[::step]:
        code, name, home = one.code, one.name, one.home
        found = geocode(name, "commune", territory(gazetteer.departement_of(home)))
        living = isinstance(found, Places) and fold(found.candidates[0].name) == fold(name)
        if (home,) not in communes_of(found) and not living:
            yield code, name, home, found


@steps
@all_right
def test_every_part_of_a_commune_by_its_code_and_by_its_name(step: int) -> Iterator[object]:
    for part in gazetteer.every("part")[::step]:
        kind, code, name, home = part.kind, part.code, part.name, part.home
        found = only(code, "insee")
        expected = (code, ("commune" if code in COMMUNES else kind))
        if not isinstance(found, Place) or (found.code, found.kind) != expected:
            yield code, found
        named = geocode(name, "commune", territory(gazetteer.departement_of(home)))
        if home not in chain.from_iterable(communes_of(named)):
            yield code, name, named


def test_parts_whose_code_lies_about_their_departement() -> None:
    """The département is the commune's: these five would be sent to the wrong one by their code."""
    homes = {"02285": "59", "39012": "25", "51494": "52", "52210": "70", "79224": "49"}
    for code, departement in homes.items():
        found = only(code, "insee")
        assert isinstance(found, Place)
        assert found.departements == (departement,)


@all_right
def test_every_alias_means_what_its_row_says() -> Iterator[object]:
    members = {one.code: one.members for one in gazetteer.every("ensemble")}
    for alias, kind, code in gazetteer.ALIASES.all():
        found = resolve(alias)
        if not isinstance(found, Places):
            yield alias, found
            continue
        if kind == "commune":
            fits = code in [place.code for place in found.candidates]
        elif kind == "region":
            fits = [(p.kind, p.code) for p in found.candidates] == [("region", code)]
        elif kind == "departement":
            fits = found.candidates[0].departements == (code,)
        elif kind == "epci":
            fits = [p.code for p in found.candidates] == [code]
        elif alias == "corse":  # as a département only; else the region of that name
            fits = found.candidates[0].departements == members[code]
        else:
            fits = [(p.code, p.departements) for p in found.candidates] == [(code, members[code])]
        if not fits:
            yield alias, kind, code, found


def test_every_region_and_departement_by_code_and_by_name() -> None:
    assert len(gazetteer.every("region")) == 18
    assert len(gazetteer.departements()) == 101 + 8
    for region in gazetteer.every("region"):
        for text in (region.code, region.name, f"région {region.name}"):
            found = only(text, "region")
            assert isinstance(found, Place), text
            assert (found.kind, found.code) == ("region", region.code)
            assert found.departements == region.members
    for home in gazetteer.departements():
        behind = (home.where, home.where.replace("dans ", "de "), f"de {home.name}")
        for text in (home.code, home.code.lstrip("0"), home.name, *behind):
            found = only(text, "departement")
            assert isinstance(found, Place), text
            assert (found.kind, found.code) == (home.kind, home.code)
            assert found.departements == (home.code,)
            assert found.regions == ((home.home,) if home.home else ())
        place = only(home.code)
        assert isinstance(place, Place)
        assert place.code == home.code, "a bare code is a département, never a region"


KINDS = ("region", "departement", "epci", "commune", "code-postal", "insee", "siren", "siret")


@all_right
def test_what_is_looked_up_without_the_ladder_is_what_the_ladder_finds() -> Iterator[object]:
    names = [*dict.fromkeys(row[0] for row in gazetteer.NAMES.all()), *COMMUNES.values()]
    codes = [row[0] for table in (gazetteer.POSTAL_CODES, gazetteer.PARTS) for row in table.all()]
    texts = (*names[::39], *codes[::15], *list(COMMUNES)[::39])  # all of them: 14 s
    asked: list[tuple[str, str | None]] = [(text, None) for text in texts]
    asked += [(text, kind) for text in texts[::50] for kind in KINDS]
    for text, kind in asked:
        if (found := looked_up(text, kind)) and found != geocode(text, kind):
            yield text, kind
