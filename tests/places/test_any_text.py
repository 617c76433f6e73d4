"""What holds whatever is typed: no input raises, and spelling never changes the place."""

from unicodedata import normalize

from hypothesis import example, given, settings
from hypothesis import strategies as st

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.near_names import distance
from achats_reseaux.geocoder.query import ADMITTED_KINDS
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import fold

ASKED = [None, *ADMITTED_KINDS, "code-postal", "insee", "siren", "siret"]
NAMES = sorted({name for _, name in bulk.communes()})
# Pieces that people and files put around names and codes, in any order.
PIECES = st.lists(
    st.one_of(
        st.sampled_from(NAMES),
        st.sampled_from(
            "76000 2A004 974 01 20 cedex CEDEX ( ) , - / s/ ss/ ' ’ : insee: cp: siren: ville de "
            "région département du des CC BP CS 1er XVe \x00 \ud800 \u200b \ufeff ß İ ".split(" ")
        ),
        st.text(max_size=5),
    ),
    max_size=6,
)
QUICK = settings(max_examples=40, deadline=None)


def sound(found: object) -> bool:
    """An outcome that the search can use and a terminal can show."""
    if isinstance(found, Malformed | Unknown):
        assert found.message.isprintable()
        assert 10 < len(found.message) < 300
        return True
    assert isinstance(found, Places)
    assert found.candidates
    for place in (*found.candidates, *found.aside):
        assert isinstance(place, Place)
        assert place.departements == tuple(sorted(set(place.departements)))
        assert place.departements
        assert place.regions == gazetteer.regions_of(place.departements)
        assert place.communes == tuple(sorted(set(place.communes)))
        homes = {gazetteer.departement_of(insee) for insee in place.communes}
        assert not homes or homes == set(place.departements)
    exact = [one for one in found.candidates if not one.approximate]
    order = [(-places.inhabitants(one), one.code) for one in exact]
    assert order == sorted(order)
    return True


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(alphabet=st.characters(), max_size=40)
    | PIECES.map("".join)
    | PIECES.map(" ".join)
    | st.sampled_from(NAMES),
    kind=st.sampled_from(ASKED),
    settled=st.fixed_dictionaries(
        {},
        optional={
            "departement": st.text(max_size=8) | st.sampled_from(["76", "Gironde", "20"]),
            "region": st.text(max_size=8) | st.sampled_from(["28", "PACA", "Alsace"]),
            "code_postal": st.text(max_size=8) | st.sampled_from(["76000", "75000"]),
        },
    ),
)
@example(text="\ud800", settled={}, kind=None)
@example(text="\x00", settled={}, kind="commune")
@example(text="76000\ud800", settled={}, kind="code-postal")
@example(text="(", settled={}, kind=None)
@example(text=":", settled={}, kind=None)
@example(text="insee:insee:insee:", settled={}, kind=None)
@example(text="é" * 1_000_000, settled={}, kind=None)
@example(text="7" * 1_000_000, settled={}, kind="siret")
@example(text="²", settled={}, kind=None)
@example(text="٣", settled={}, kind="insee")
def test_no_text_raises(text: str, kind: str | None, settled: dict[str, str]) -> None:
    assert sound(resolve(text, kind, **settled))  # type: ignore[arg-type]


def codes(found: object) -> list[tuple[str, str]]:
    assert isinstance(found, Places), found
    return [(place.kind, place.code) for place in found.candidates]


def retyped(name: str, number: int) -> str:
    """The name as somebody else would type it; nothing that removes an accent."""
    swaps = (("'", "’"), ("'", "ʼ"), ("-", "‑"), ("-", " "), ("-", "  "), ("Saint-", "St-"))
    old, new = swaps[number % len(swaps)]
    text = name.replace(old, new)
    form = (str.upper, str.lower, str.title, str.swapcase)[number % 4]
    text = form(text) if number % 3 else text
    text = normalize(("NFC", "NFD", "NFKC", "NFKD")[number % 4], text)
    return f"  {text}\t" if number % 2 else text


@QUICK
@given(name=st.sampled_from(NAMES), number=st.integers(0, 1_000))
def test_case_apostrophes_hyphens_and_unicode_forms_never_change_the_place(
    name: str, number: int
) -> None:
    assert codes(resolve(retyped(name, number))) == codes(resolve(name))


@QUICK
@given(name=st.sampled_from(NAMES))
def test_without_its_accents_a_name_still_finds_its_commune(name: str) -> None:
    found = resolve(fold(name))
    assert isinstance(found, Places)
    wanted = {code for _, code in codes(resolve(name))}
    assert wanted <= {place.code for place in (*found.candidates, *found.aside)}


@QUICK
@given(name=st.sampled_from([name for name in NAMES if len(fold(name)) > 5]), data=st.data())
def test_a_letter_less_is_suggested_for_or_is_another_name(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    found = resolve(name[:at] + name[at + 1 :])
    if isinstance(found, Unknown):
        for suggestion in found.suggestions:
            assert len(codes(resolve(suggestion))) == 1, suggestion
    else:
        assert sound(found)


@QUICK
@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_the_distance_is_one(one: str, other: str) -> None:
    far = distance(one, other, 6)
    assert far == distance(other, one, 6)
    assert (far == 0) == (one == other)
    assert abs(len(one) - len(other)) <= far <= max(len(one), len(other))
    assert distance(one, other, 1) == min(far, 2)
    swapped = one[1:2] + one[:1] + one[2:]
    assert distance(one, swapped, 6) == (one != swapped), "neighbours that change places"
