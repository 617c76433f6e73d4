"""Addresses that may be a person's: a catalogue has those of services."""

from __future__ import annotations

import re
from functools import cache

from achats_reseaux.catalogue.yaml_reader import Document, Fault, YamlMapping, blocks, shown
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from achats_reseaux.model import Catalogue

ALLOWED = "--allow-personal l'accepte"
# Tried once a word: a long word without an @ is read once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+")


def may_name_person(address: str, names: str = "", area: str = "") -> bool:
    """Whether an e-mail address may be a person's.

    It is a service's if the words before the ``@`` are of
    ``data/import/mots-de-service.tsv``, of the domain or of the area, and one at most
    is another word, of the names of the service.
    """
    local, _, domain = address.partition("@")
    parts = re.findall("[a-z]+", local.lower())
    known = _service_words().union(fold(domain).split(), fold(area).split())
    others = set(parts) - known
    return not parts or len(others) > 1 or not others <= set(fold(names).split())


@cache
def _service_words() -> frozenset[str]:
    with open(f"{tsv_table.folder()}/import/mots-de-service.tsv", encoding="utf-8") as file:
        return frozenset(file.read().split()[1:])


def personal_addresses(texts: Iterable[str], names: str, area: str) -> list[str]:
    """What is wrong with the addresses of texts that may be a person's."""
    faults = []
    for text in texts:
        for address in dict.fromkeys(_EMAIL.findall(text)):
            if may_name_person(address, names, area):
                faults.append(f"{shown(address)} peut être l'adresse d'une personne ({ALLOWED})")
    return faults


def personal_faults(document: Document, catalogue: Catalogue) -> list[Fault]:
    """What is wrong with the addresses of a file that is part of a catalogue."""
    faults: list[Fault] = []
    if not isinstance(document.value, YamlMapping):  # an empty file
        return faults
    for entry in blocks(document.value.get("networks")):
        network = catalogue.network(entry["id"])
        names = f"{network.name} {network.carrier or ''}"
        area = " ".join([place.name for place in network.covers])
        for reason in personal_addresses(_texts(entry), names, area):
            faults.append(entry.fault(reason))
    return faults


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
