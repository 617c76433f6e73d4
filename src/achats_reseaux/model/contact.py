"""The contact of a network: the one table of its fields, which every format and view reads."""

from __future__ import annotations

from achats_reseaux.model.record import Record

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page",
    "email": "Courriel",
    "phone": "Téléphone",
}
"""The fields of a contact and their French names, in the order of documents.

Documents, tables, export, ``catalogue diff``, ``show`` and the page read this table. A new field
is a row here, a field of :class:`Contact`, and a property of ``contact`` in the schemas of the
catalogue and of an answer.
"""

CONTACT_FIELDS = tuple(CONTACT_LABELS)

_RECOMMENDED = ("page", "website", "email", "phone")

WAYS_IN = {way: CONTACT_LABELS[way] for way in _RECOMMENDED}
"""The fields by which somebody is reached, in the order in which they are recommended."""

ADDRESSES = (*reversed(CONTACT_FIELDS), "form")
"""The addresses of a contact in a document; ``form`` is the one that several networks share."""

OTHER_CONTACT_FIELDS = tuple([name for name in CONTACT_FIELDS if name not in WAYS_IN])
"""The other fields. Tables have them last, so that the columns before keep their places."""


class Contact(Record):
    """The documented contacts of a network; ``None`` for a field that is not documented."""

    website: str | None = None
    page: str | None = None
    email: str | None = None
    phone: str | None = None
    # for each documented field its name, how it is known (propre: on the network's own
    # page, ailleurs, cite: unread, or ""), and the newest date of its sources
    known: tuple[tuple[str, str, str], ...] = ()
    # for each field to be used with care its name, what is told of it in French, and
    # whether it is doubtful: only cited, or of a source older than the list
    remarks: tuple[tuple[str, str, bool], ...] = ()
    # the fields that hold the switchboard of the body that carries the network
    body_fields: tuple[str, ...] = ()

    @property
    def notes(self) -> dict[str, str]:
        """By field, what is told of it wherever it is given."""
        return {field: note for field, note, _ in self.remarks}

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The fields to be confirmed: only cited, or of a source older than the list."""
        return tuple([field for field, _, is_doubtful in self.remarks if is_doubtful])

    @property
    def all_notes(self) -> str:
        """All that is told of its ways in, each once, in one cell of a table."""
        notes = [note for field, note in self.notes.items() if field not in OTHER_CONTACT_FIELDS]
        return " ; ".join(dict.fromkeys(notes))

    @property
    def others(self) -> dict[str, str]:
        """What it has beside the ways in, by field: each with its note behind it."""
        others = {}
        for field in OTHER_CONTACT_FIELDS:
            content, note = getattr(self, field), self.notes.get(field)
            if content and note:
                content = f"{content} · {note.rstrip('.')}"
            if content:
                others[field] = content
        return others

    @property
    def first_note(self) -> str:
        """The note of the ``own_first`` contact, or ``""``."""
        way = self._own_first_way()
        return self.notes.get(way, "")

    @property
    def url(self) -> str | None:
        """The address on the web: the page of the service, else the site of the network."""
        return self.page or self.website

    @property
    def can_be_called(self) -> bool:
        """Whether a telephone or an e-mail is documented, its own or that of its body."""
        return any((self.phone, self.email))

    @property
    def own_first(self) -> str | None:
        """Its first contact of its own, not that of its body, in the order of ``WAYS_IN``."""
        way = self._own_first_way()
        return getattr(self, way) if way else None

    def _own_first_way(self) -> str:
        """The name of the first field that has a contact of its own, or ``""``."""
        for way in WAYS_IN:
            if getattr(self, way) and way not in self.body_fields:
                return way
        return ""

    @property
    def has_any(self) -> bool:
        """Whether somebody is reached by it, on the web, by e-mail or by telephone."""
        return self.url is not None or self.can_be_called
