"""A name with at most a word before it that says what kind of place it is (``ville de``)."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.geocoder.names import LOOSE, SURE, climb
from achats_reseaux.geocoder.reading import exact
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.reading import Reading
    from achats_reseaux.model import Places


def read_bare(reading: Reading) -> Places | None:
    """A name with at most a word before it."""
    return exact(reading) or climb(reading, SURE) or announced(reading) or climb(reading, LOOSE)


_LINKS = (("de ", ""), ("d ", ""), ("du ", "le "), ("des ", "les "), ("", ""))


def parted(key: str) -> tuple[str, str] | None:
    """The kind that the first words of a key announce, and the name after them with its article."""
    found = [i for i in gazetteer.intitules() if key.startswith(f"{i} ")]
    if not found:
        return None
    intitule = max(found, key=len)
    rest = key[len(intitule) + 1 :]
    link, instead = next(pair for pair in _LINKS if rest.startswith(pair[0]))
    return gazetteer.intitules()[intitule], instead + rest[len(link) :]


def announced(reading: Reading) -> Places | None:
    """``Ville de Rouen``, ``département du Nord``, ``CC de Nozay``: the words narrow the kind."""
    kind, name = parted(reading.key) or (None, "")
    if kind is None or reading.kind not in (None, kind):
        return None
    return _plainly(reading.named(as_typed(reading.typed, name)).replace(kind=kind))


def _plainly(reading: Reading) -> Places | None:
    """The rungs for a bare name."""
    return exact(reading) or climb(reading, SURE) or climb(reading, LOOSE)


def as_typed(typed: str, key: str) -> str:
    """The words of a text that a key was cut from, with their accents."""
    wanted = key.split()
    words = [word for word in typed.replace(",", " ").split() if fold(word)]
    name = " ".join(word for word in words if set(fold(word).split()) <= set(wanted))
    return name if fold(name) == key else key
