"""An answer for Python users, which can be converted to its JSON document and to HTML."""

from __future__ import annotations

from achats_reseaux.model import Answer
from achats_reseaux.output.markup import escape_markup
from achats_reseaux.output.messages import candidate_lines, sentences, source_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.model import Match


class PythonAnswer(Answer):
    """An :class:`Answer` with its JSON document and its HTML; it always has an imprint."""

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
        assert self.imprint is not None
        kinds = self.imprint.labels("kind")
        lines = sentences(self) if self.status == "found" else [self.message, *self.notes]
        lines += candidate_lines(self)
        paragraphs = "".join(f"<p>{escape_markup(line.strip())}</p>" for line in lines if line)
        if not self.results:
            return f"<div>{paragraphs}</div>"
        rows = "".join(
            f"<tr><td>{escape_markup(one.network.name)}</td>"
            f"<td>{escape_markup(kinds.get(one.network.kind, one.network.kind))}</td>"
            f"<td>{_address(one)}</td></tr>"
            for one in self.results
        )
        head = "<tr><th>Réseau</th><th>Type</th><th>Adresse</th></tr>"
        source = f"<p><small>{escape_markup(source_line(self.imprint))}</small></p>"
        return f"<div>{paragraphs}<table>{head}{rows}</table>{source}</div>"


def _address(match: Match) -> str:
    """The first documented address of a network, as a link if it is a URL."""
    address = escape_markup(match.network.contact.first or "")
    if address.startswith(("https://", "http://")):
        return f'<a href="{address}" rel="noreferrer">{address}</a>'
    return address
