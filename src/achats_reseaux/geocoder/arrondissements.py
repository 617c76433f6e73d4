"""Arrondissements of Paris, Lyon and Marseille: ``Paris XVe``, ``15e arrondissement de Paris``."""

from __future__ import annotations

from achats_reseaux.geocoder.codes import is_digits

_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINALS = ("ieme", "eme", "er", "e")


def arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in _ORDINALS:
        words.pop()
    if len(words) != 2:
        return None
    for city, number in (words, words[::-1]):
        if rank := _rank_of(number):
            return f"{city} {rank}{'er' if rank == 1 else 'e'} arrondissement"
    return None


def _rank_of(word: str) -> int:
    """The number written as ``15``, ``15e``, ``1er``, ``3eme`` or ``XVe``; 0 for another word."""
    ending = next((end for end in _ORDINALS if word.endswith(end) and word != end), "")
    stem = word.removesuffix(ending)
    if is_digits(stem) and len(stem) <= 2:
        return int(stem)
    if not set(stem) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in stem]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
