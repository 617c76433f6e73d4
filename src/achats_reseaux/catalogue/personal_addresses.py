"""Addresses that may be a person's: a catalogue has those of services.

One walk reads every text of a document, wherever it stands, for all that check a
document: ``catalogue check``, ``import``, and what publishes (``page``, ``export``).
"""

from __future__ import annotations

import os
import re
from functools import cache

from achats_reseaux.catalogue.yaml_reader import (
    Document,
    Fault,
    Location,
    YamlMapping,
    YamlSequence,
    fault_at,
    shown,
    texts_in,
)
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from achats_reseaux.model import Area, Catalogue

ALLOWED = "--allow-personal l'accepte"
# Tried once a word: a long word without an @ is read once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+")
_OTHER_AT = re.compile(r" ?[(\[] ?(?:at|arobase) ?[)\]] ?|%40|&#64;|[\uff20\ufe6b]", re.IGNORECASE)
"""What stands for an ``@`` in a text or in the address of a page."""


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
        for address in dict.fromkeys(_EMAIL.findall(_OTHER_AT.sub("@", text))):
            if may_name_person(address, names, area):
                faults.append(f"{shown(address)} peut être l'adresse d'une personne ({ALLOWED})")
    return faults


def personal_faults(document: Document, catalogue: Catalogue) -> list[Fault]:
    """What is wrong with the addresses of a file that is part of a catalogue, each at its line.

    The name of the file is read too: it is published as the title of a source.
    """
    file = os.path.basename(document.file)
    faults = [fault_at((document.file, 0), reason) for reason in personal_addresses([file], "", "")]
    if not isinstance(document.value, YamlMapping):  # an empty file
        return faults
    for section, content in document.value.items():
        for entry, location in _entries(content, document.value.where(section)):
            names, area = _known_words(catalogue, section, entry)
            for _, place, text in texts_in(entry, location):
                for reason in personal_addresses([text], names, area):
                    faults.append(fault_at(place, reason))
    return faults


def _entries(content: Any, location: Location) -> Iterator[tuple[Any, Location]]:
    """The items of a section that is a list, else the section itself, each with its place."""
    if not isinstance(content, YamlSequence):
        yield content, location
        return
    for rank, entry in enumerate(content):
        yield entry, content.where(rank)


def _known_words(catalogue: Catalogue, section: str, entry: Any) -> tuple[str, str]:
    """The names that an entry bears, and those of its area: an address made of them is its own."""
    covers: tuple[Area, ...] = ()
    names: list[str] = []
    if section == "traces":
        trace = catalogue.trace(entry["id"])
        covers, names = trace.covers, [trace.label]
    elif section in ("networks", "organisations"):
        facet = "id" if section == "networks" else "organisation"
        for network in catalogue.networks_at(catalogue.facets[facet].get(entry["id"], ())):
            covers += network.covers
            names += [network.name, network.carrier or "", *network.aliases]
    if section in ("organisations", "notions"):
        names.append(entry.get("name", ""))
    return " ".join(names), " ".join([area.name for area in covers])
