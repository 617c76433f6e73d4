"""The contacts of a network: its own, else those of the body that carries it, each with remarks."""

from __future__ import annotations

from typing import Any

from achats_reseaux.gazetteer.switchboards import switchboard_of_siren
from achats_reseaux.model import CONTACT_FIELDS, Contact, Source
from achats_reseaux.text import aged, of_body

Plain = dict[str, Any]

BODY_FIELDS = ("email", "phone")
"""The fields of a contact that the body which carries a network may have for it."""
_NOUNS = {"phone": "numéro"}


class Contacts:
    """Makes the contacts of networks.

    A source that it finds in the official directory is added to those of the catalogue.
    """

    def __init__(self, sources: dict[str, Source], marks: dict[str, str], as_of: str) -> None:
        """Make contacts.

        Args:
            sources: those of the catalogue, by id.
            marks: how a contact is known, in French, by id of the vocabulary; ``""``
                for no doubt.
            as_of: the date of the list; an older source is told with its year.
        """
        self._sources = sources
        self._marks = marks
        self._as_of = as_of

    def of_body(self, carrier: Plain, own: Plain) -> Plain:
        """The telephone and e-mail of the carrier of a network that has none of its own.

        Each is the carrier's own, else that of the official directory, with a note
        whose it is.
        """
        documented = self._of_directory(carrier) | carrier.get("contact", {})
        contacts: Plain = {}
        for way in BODY_FIELDS:
            if way in documented and way not in own:
                contact = documented[way]
                note = f"standard {of_body(carrier['name'])}"
                if "note" in contact:
                    note += f" ; {contact['note'].rstrip('.')}"
                contacts[way] = contact | {"note": note}
        return contacts

    def _of_directory(self, carrier: Plain) -> Plain:
        """The telephone and e-mail of a body in the official directory, by its SIREN."""
        listed = switchboard_of_siren(carrier.get("siren", ""))
        if listed is None:
            return {}
        (source,) = listed.sources
        self._sources[source.id] = source
        contacts: Plain = {}
        for way in BODY_FIELDS:
            value = getattr(listed, way)
            if value:
                contacts[way] = {"value": value, "sources": [source.id]}
        return contacts

    def record(self, own: Plain, of_body: Plain) -> Contact:
        """The contact of a network: each way in, how it is known, its date, and remarks."""
        contacts = own | of_body
        values: Plain = {}
        known = []
        remarks = []
        body_fields = []
        for way in CONTACT_FIELDS:
            if way not in contacts:
                continue
            contact = contacts[way]
            values[way] = contact["value"]
            if way in of_body or contact.get("switchboard"):
                body_fields.append(way)
            newest = max(self._sources[source].date for source in contact["sources"])
            how = contact.get("known", "")
            known.append((way, how, newest))
            mark = self._marks.get(how, "")
            if mark:
                mark = f"{_NOUNS.get(way, 'adresse')} {mark}"
            age = aged(newest, self._as_of)
            remark = _remark(contact.get("note", ""), mark, age)
            if remark:
                is_doubtful = bool(mark or age)
                remarks.append((way, remark, is_doubtful))
        return Contact(
            **values,
            known=tuple(known),
            remarks=tuple(remarks),
            body_fields=tuple(body_fields),
        )


def _remark(note: str, mark: str, age: str) -> str:
    """What is told of a contact: its note, how it is known, its age unless the note has its year.

    >>> _remark("Numéro de la mairie.", "seulement cité", "source de 2019")
    'Numéro de la mairie ; seulement cité ; source de 2019'
    """
    parts = [note.rstrip("."), mark]
    if age[-4:] not in note:
        parts.append(age)
    return " ; ".join(filter(None, parts))


def facts_of_contact(contact: Plain) -> list[Plain]:
    """Each way in as a fact, in the order of ``CONTACT_FIELDS``."""
    return [contact[way] | {"field": way} for way in CONTACT_FIELDS if way in contact]
