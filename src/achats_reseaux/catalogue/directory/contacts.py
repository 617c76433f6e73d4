"""Read contacts, names and dates of the cells of a directory; raise ``CellError`` for others."""

from __future__ import annotations

import re
from datetime import date

from achats_reseaux.catalogue.directory import CellError, import_table
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
ADDRESS_SEPARATORS = re.compile(r"[;|,\s]+(?:(?:/|ou|et)\s+)?|(?=\()")
NUMBER_SEPARATORS = re.compile(r"[;|,/\n]|(?<=\s)(?:ou|et|puis)(?=\s)|(?=\()")
"""Separators of web and e-mail addresses, and of telephone numbers."""
_SITE = re.compile(
    r"(https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?::([1-9]\d{0,4}))?(?:/\S*)?)", re.IGNORECASE
)
_LAST_PORT = 65535
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?")
_LABEL = re.compile(
    r"(?:t[ée]l(?:\.|[ée]phone)?|standard|fixe|portable|mobile)\s*:?\s*", re.IGNORECASE
)
_PERSON = re.compile(r"(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\S", re.IGNORECASE)


def first_of(
    text: str, reader: Callable[[str], str], separators: re.Pattern[str]
) -> tuple[str, str]:
    """The first valid value of a cell that may list several, and the rest of the cell.

    Raises:
        CellError: there is none.
    """
    try:
        return reader(text), ""
    except CellError as error:
        refused = error
    parts = [part.strip() for part in separators.split(text) if part.strip()]
    for rank, part in enumerate(parts):
        try:
            return reader(part), " ; ".join(parts[:rank] + parts[rank + 1 :])
        except CellError as error:
            refused = error if "@" in part else refused
    raise refused


def phone(text: str) -> str:
    """A French telephone number, as pairs of digits.

    Raises:
        CellError: it is not a French telephone number.
    """
    number = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    digits = re.sub(r"[\s.()/-]|^'", "", number)
    local = re.fullmatch(r"(?:(?:\+|00)330?|0)?([1-9]\d{8})", digits)
    if not local:
        message = "un seul numéro à dix chiffres, comme 02 35 00 00 00"
        raise CellError(message)
    whole = f"0{local[1]}"
    return " ".join(whole[at : at + 2] for at in range(0, 10, 2))


def site_url(text: str) -> str:
    """A URL; ``https://`` is put before a bare host name.

    Raises:
        CellError: it is not a URL.
    """
    found = _SITE.fullmatch(text)
    if not found or int(found[4] or 1) > _LAST_PORT:
        message = "une adresse de site, comme https://www.example.org"
        raise CellError(message)
    return (found[1] or "https://").lower() + found[2].lower() + found[3]


def iso_day(text: str) -> str:
    """An ISO date.

    Raises:
        CellError: it is not a date.
    """
    found = _DAY.fullmatch(text)
    try:
        if not found:
            raise ValueError
        numbers = (found[3], found[2], found[1]) if found[1] else found.groups()[3:]
        return date(*map(int, numbers)).isoformat()
    except ValueError:
        message = "une date, comme 31/12/2027 ou 2027-12-31"
        raise CellError(message) from None


def past_day(text: str, today: str) -> str:
    """An ISO date of a verification, which has taken place.

    Raises:
        CellError: it is not a date, or is after today.
    """
    found = iso_day(text)
    if found > today:
        message = f"une date passée, au plus tard {today}"
        raise CellError(message)
    return found


def email(text: str, names: Iterable[str], area: str, *, allow_personal: bool) -> str:
    """An e-mail address, by default of a service only.

    It is that of a service if each word before the ``@`` is made of words of
    ``data/import/mots-de-service.tsv``, or is a word of the domain, the area or the names of the
    service. Any other may name a person; and so may one that is such a name and no more, if that
    is several words with capitals, none of which is also one of the other words: ``jean.dupont``.

    Raises:
        CellError: it is not an e-mail address, or may name a person.
    """
    address = text.strip("<>.").removeprefix("mailto:")
    if not EMAIL.fullmatch(address):
        message = "une seule adresse, comme contact@example.org"
        raise CellError(message)
    local, _, domain = address.partition("@")
    words = {word for (word,) in import_table("mots-de-service")}
    of_service = words | {*fold(domain).split(), *fold(area).split()}
    near = {word for name in names for word in fold(name).split()}
    joined = re.compile(f"(?:{'|'.join(word for word in sorted(words) if len(word) > 3)})+")
    parts = re.findall(r"[a-z]+", local.lower())
    named = [one for one in parts if one not in of_service and not joined.fullmatch(one)]
    with_capitals = (name for name in names if all(one[0].isupper() for one in name.split()))
    is_name = len(named) > 1 and any(
        sorted(fold(one).split()) == sorted(named) for one in with_capitals
    )
    if (not near.issuperset(named) or is_name or not parts) and not allow_personal:
        message = "une adresse de service : celle-ci peut nommer une personne (--allow-personal)"
        raise CellError(message)
    return address


def service_name(text: str, *, allow_personal: bool) -> str:
    """A name; by default none with a courtesy title, which shows it to be a person's.

    Raises:
        CellError: it has a courtesy title.
    """
    if _PERSON.match(text) and not allow_personal:
        message = "le nom d'un service, pas celui d'une personne (--allow-personal)"
        raise CellError(message)
    return text
