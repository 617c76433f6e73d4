"""The words before a name that say what kind of place it is (``ville de``, ``CC du``)."""

from __future__ import annotations

from achats_reseaux.gazetteer import intitules
from achats_reseaux.text import fold

_LINKS = (("de ", ""), ("d ", ""), ("du ", "le "), ("des ", "les "), ("", ""))


def parted(key: str) -> tuple[str, str] | None:
    """The kind that the first words of a key announce, and the name after them with its article."""
    found = [words for words in intitules() if key.startswith(f"{words} ")]
    if not found:
        return None
    longest = max(found, key=len)
    rest = key[len(longest) + 1 :]
    link, article = next(pair for pair in _LINKS if rest.startswith(pair[0]))
    return intitules()[longest], article + rest[len(link) :]


def as_typed(typed: str, key: str) -> str:
    """The words of a text that a key was cut from, with their accents."""
    wanted = key.split()
    words = [word for word in typed.replace(",", " ").split() if fold(word)]
    name = " ".join(word for word in words if set(fold(word).split()) <= set(wanted))
    return name if fold(name) == key else key
