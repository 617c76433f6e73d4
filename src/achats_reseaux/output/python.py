"""Answers for Python users, which can be converted to their JSON document and to HTML."""

from __future__ import annotations

from achats_reseaux.answering.coverage import AreaCoverage, Coverage, coverage_by
from achats_reseaux.model import Answer, Catalogue, Imprint, Record
from achats_reseaux.output.html_escape import escape_markup
from achats_reseaux.output.messages import candidate_lines, sentences, source_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.model import Match


class Step(Record):
    """A call that leads on from an answer: the name of a public function, and its arguments."""

    function: str
    arguments: dict[str, Any]


class PythonAnswer(Answer):
    """An :class:`Answer` with its JSON document and its HTML; it always has a catalogue."""

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """The calls to make next: with each candidate or suggestion, or without the filters.

        They are what ``next_commands`` is for a shell.
        """
        query = self.query
        asked = {"themes": query.themes, "kinds": query.kinds, "audiences": query.audiences}
        filters = {name: [*ids] for name, ids in asked.items() if ids}
        if self.candidates:
            from achats_reseaux.geocoder.refusals import texts_for

            texts = texts_for([one.place for one in self.candidates])
            return tuple(Step("find", {"place": text, **filters}) for text in texts)
        argument = _ARGUMENTS.get(query.command)
        if argument and self.suggestions and not self.hint:  # a hint is on a word of a filter
            return tuple(
                Step(query.command, {argument: one, **filters}) for one in self.suggestions
            )
        if self.status == "none" and filters:
            if argument is None:
                return (Step("networks", {}),)
            return (Step(query.command, {argument: query.input or ""}),)
        return ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON document that ``--json`` prints, as plain values.

        ``reseaux catalogue schema answer`` prints its JSON Schema.
        """
        import json as json_library

        from achats_reseaux.output import json

        content: dict[str, Any] = json_library.loads(json.render(self))
        return content

    def _repr_html_(self) -> str:
        """The HTML for notebooks: the sentences of the answer, then a table of the networks."""
        assert self.catalogue is not None
        kinds = self.catalogue.labels("kind")
        lines = sentences(self) if self.status == "found" else [self.message, *self.notes]
        lines += candidate_lines(self)
        paragraphs = "".join(f"<p>{escape_markup(line.strip())}</p>" for line in lines if line)
        if not self.results:
            return f"<div>{paragraphs}</div>"
        rows = "".join(
            f"<tr><td>{_named(one)}</td>"
            f"<td>{escape_markup(kinds.get(one.network.kind, one.network.kind))}</td>"
            f"<td>{_address(one)}</td></tr>"
            for one in self.results
        )
        head = "<tr><th>Réseau</th><th>Type</th><th>Adresse</th></tr>"
        source = f"<p><small>{escape_markup(source_line(self.catalogue))}</small></p>"
        return f"<div>{paragraphs}<table>{head}{rows}</table>{source}</div>"


_ARGUMENTS = {"find": "place", "search": "words"}
"""The argument of each function that takes a text and filters."""


class PythonCoverage(Coverage):
    """A :class:`Coverage` with its JSON document.

    Attributes:
        by: the level of ``areas``, or ``None``.
        areas: of a level, each area that has one of the statuses asked for; else none.
    """

    imprint: Imprint | None = None
    by: str | None = None
    areas: tuple[AreaCoverage, ...] = ()

    @classmethod
    def of(cls, found: Coverage, catalogue: Catalogue, by: str | None) -> PythonCoverage:
        """The same coverage, by commune, postal code or EPCI if asked for.

        Raises:
            errors.UnknownWordError: there is no such level.
        """
        areas = () if by is None else tuple(coverage_by(found, by))
        fields = dict(zip(found._fields, found.astuple(), strict=True))
        return cls(**fields, imprint=catalogue, by=by, areas=areas)

    def to_dict(self) -> dict[str, Any]:
        """The JSON document that ``reseaux coverage --json`` prints, as plain values.

        ``reseaux catalogue schema coverage`` prints its JSON Schema.
        """
        from achats_reseaux.output.coverage import coverage_document

        assert self.imprint is not None
        return _plain(coverage_document(self, self.imprint, self.by))


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """The same document without the tuples that only our writer knows."""
    import json as json_library

    from achats_reseaux.output.json import to_json

    plain: dict[str, Any] = json_library.loads(to_json(content))
    return plain


def _named(match: Match) -> str:
    """The name of a network, with what is to be verified."""
    said = (match.network.name, match.network.doubt)
    return escape_markup(" · à vérifier : ".join(filter(None, said)))


def _address(match: Match) -> str:
    """The first documented address of a network, as a link if it is a URL, with its note."""
    contact = match.network.contact
    address = escape_markup(contact.first or "")
    if address.startswith(("https://", "http://")):
        address = f'<a href="{address}" rel="noreferrer">{address}</a>'
    return f"{address} · {escape_markup(contact.first_note)}" if contact.first_note else address
