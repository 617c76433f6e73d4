"""What words may mean that stand where a command, an option's value or a place is expected."""

from __future__ import annotations

from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Places
from achats_reseaux.questions.intents import Intent, understand
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

_DIGITS = str.maketrans("OoIl", "0011")
"""The digits that these letters are mistaken for."""


def meaning(catalogue: Catalogue, text: str, *, notions: bool = False) -> Intent:
    """What a few words may mean: an id alone is that, a place is that, others are a question.

    Args:
        catalogue: the catalogue in use.
        text: the words as typed.
        notions: whether the name of a notion is an id before it is a word of a filter.

    Returns:
        The intent, if all the words are understood: a ``show``, a ``find``, a ``list``, or several
        ``places``; else an intent without command and places.
    """
    for namespace in ("network", "notion")[: 1 + notions]:
        if one := catalogue.lexicon.get(namespace, {}).get(fold(text)):
            return Intent("show", {}, subjects=(one,))
    code = text.translate(_DIGITS)
    for place in (text, code) if code.isdigit() else (text,):
        if is_place(place):
            return Intent("find", {"lieu": place})
    codes = text.replace(",", " ").split()
    if len(codes) > 1 and all(one.isdigit() and is_place(one) for one in codes):
        return Intent("", {}, places=tuple({"lieu": one} for one in codes))
    intent = understand(catalogue, text)
    vague = intent.left or intent.misspelt or intent.refused or intent.vague
    known = intent.command in ("find", "list", "show") and all(map(is_place, intent.place.values()))
    return intent if (known or intent.places) and not vague else Intent("", {})


def is_place(text: str) -> bool:
    """Whether a text is the name or the code of a place, and nothing else."""
    found = resolve(text, suggest=False)
    return isinstance(found, Places) and not (
        found.candidates[0].approximate or found.candidates[0].notes
    )
