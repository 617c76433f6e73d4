"""CEDEX: postal codes of public bodies' mail, which no table has, and the word behind a town.

``67070 STRASBOURG CEDEX 2``: the name says the town, the first digits of the code the département.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place

_CORSICAN = {"0": "2A", "1": "2A", "2": "2B", "6": "2B"}
"""The département of a postal code of Corsica, by its third digit; 203xx, 205xx and 207xx are of
either."""
_WORDS = ("cedex", "cedx", "cx", "sp")


def place_of(code: str) -> Place | None:
    """The département of a postal code that the data lack, by its first digits (approximate)."""
    home = code[:2] if code.isdigit() else ""
    if home in ("97", "98"):
        # The 977xx and 978xx that the data lack are of La Réunion: 97717 is Saint-Denis.
        home = "974" if code[:3] in ("977", "978") else code[:3]
    if home == "20":
        home = _CORSICAN.get(code[2], home)
    found = places.of_departement(home)
    if found is None:
        return None
    note = f"{code} n'est pas dans les données : d'après son début, il est {places.where(found)}."
    return places.guessed(found.replace(kind="code-postal", code=code), note)


def notes(code: str, place: Place) -> tuple[str, ...]:
    """That an INSEE code may be a CEDEX of the first town of the département, where it looks so.

    Of 335 addresses of public bodies with such a CEDEX, 326 are in that town (``tests/buyers``).
    """
    first = gazetteer.communes_of_postal_code(f"{code[:2]}000")
    if code[2] != "0" or not first or not set(first).isdisjoint(place.communes):
        return ()
    town = gazetteer.commune_name(max(first, key=gazetteer.population))
    return (f"{code} peut être aussi un CEDEX, le plus souvent de {town} ({code[:2]}).",)


def without(text: str) -> str:
    """A text without the word and its number; a comma behind them stays."""
    kept: list[str] = []
    after = False
    for word in text.split():
        key = fold(word)
        said = key.rstrip("0123456789") in _WORDS
        number = after and key.isdigit() and len(key) < 3
        kept += [","] * word.endswith(",") if said or number else [word]
        after = said
    return " ".join(kept)
