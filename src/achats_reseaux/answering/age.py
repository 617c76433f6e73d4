"""How old entries are: when they were compared with their sources, and which have ended."""

from __future__ import annotations

from achats_reseaux.text import day, is_old, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.model import Network

_PROJECT = "https://github.com/achats-reseaux/achats-reseaux"
_NEWER = "Une copie plus récente ?"

NEWER_COPY = f"{_NEWER} {_PROJECT}"
"""How to get what was read since: the project's address, true of every installation."""

_MOST_NAMES = 5
"""More networks are counted."""


def newer_copy() -> str:
    """Likewise, with the address that this installation came from where that is on the web.

    ``pip`` keeps it (PEP 610) of what is installed from an address. A folder of this
    machine is not told, nor an address with a name, a password or a token.
    """
    import json
    from importlib import metadata

    try:
        known = metadata.distribution("achats-reseaux").read_text("direct_url.json")
        address = str(json.loads(known or "{}")["url"])
    except (metadata.PackageNotFoundError, OSError, ValueError, LookupError, TypeError):
        return NEWER_COPY
    has_secret = "@" in address or "?" in address
    if has_secret or not address.startswith("https://"):
        return NEWER_COPY
    return f"{_NEWER} {visible(address)}"


def months_since(date: str, today: str) -> int:
    """The whole months from one day to another, both ISO dates."""
    years, months = int(today[:4]) - int(date[:4]), int(today[5:7]) - int(date[5:7])
    return 12 * years + months - (today[8:] < date[8:])


def age_of_entry(network: Network, today: str) -> str:
    """« fiche relue il y a 18 mois », or nothing of an entry that was compared within a year."""
    if not is_old(network.checked_on, today):
        return ""
    return f"fiche relue il y a {months_since(network.checked_on, today)} mois"


def age_of_all(networks: Sequence[Network], today: str) -> str:
    """One sentence on the age of entries: of all where each is old, else of those that are."""
    old = [network for network in networks if is_old(network.checked_on, today)]
    if not old:
        return ""
    ages = [months_since(network.checked_on, today) for network in old]
    if len(old) < len(networks):
        named = [
            f"{network.label} ({months} mois)" for network, months in zip(old, ages, strict=True)
        ]
        if len(old) > _MOST_NAMES:
            named[_MOST_NAMES:] = [f"{len(old) - _MOST_NAMES} autres"]
        return f"Fiches relues il y a plus d'un an : {', '.join(named)}."
    span = " à ".join(map(str, sorted({min(ages), max(ages)})))
    plural = "s" * (len(old) > 1)
    return f"Fiche{plural} relue{plural} il y a {span} mois."


def age_and_newer_copy(networks: Sequence[Network], today: str) -> str:
    """The sentence on the age of entries, and where a newer copy may be; or nothing."""
    age = age_of_all(networks, today)
    return f"{age} {newer_copy()}" if age else ""


def ended_entries(networks: Iterable[Network], today: str) -> str:
    """One sentence on the entries that have ended, and so cover nothing; or nothing."""
    ended = [network for network in networks if network.has_ended(today)]
    if not ended:
        return ""
    named = [f"{network.id} ({day(network.valid_until or '')})" for network in ended]
    return f"Terminé, ne couvre plus rien : {', '.join(named)}."
