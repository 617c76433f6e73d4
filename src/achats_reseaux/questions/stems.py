"""Stemming of French and English words."""

from __future__ import annotations

from achats_reseaux.text import cached

_ENDINGS = (
    ("ation", ""), ("tion", "t"), ("ement", ""), ("ment", ""), ("trice", "teur"), ("euse", "eur"),
    ("iere", "i"), ("ere", ""), ("ing", ""), ("er", ""), ("ez", ""), ("ee", ""), ("e", ""),
    ("y", "i"),
)  # fmt: skip
STEM_LEAST = 4


@cached
def stem(key: str) -> str:
    """The approximate stem of a folded French or English word.

    Plurals (``-s``, ``-x``, ``-aux``), feminines, ``-ation`` and ``-er`` are removed; a stem has at
    least four letters, so that short words do not change.
    """
    if len(key) <= STEM_LEAST - 1:
        return key
    if key.endswith("aux") and not key.endswith("eaux"):
        key = key[:-2] + "l"
    elif key[-1] in "sx" and key[-2] != "s":
        key = key[:-1]
    for ending, instead in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) + len(instead) >= STEM_LEAST:
            return key[: len(key) - len(ending)] + instead
    return key
