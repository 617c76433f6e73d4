"""``message``: a letter as text for people, or as its JSON document."""

from __future__ import annotations

from achats_reseaux.output.json import SCHEMA_VERSION, edition, one_line, query, to_json
from achats_reseaux.text import visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.answering.answers import Answer, Letter


LONGEST_LINE = 80
"""The greatest width of a line on a terminal."""


def render(answer: Answer, output_format: str, width: int = 0) -> str:
    """A letter with whom it is to and its subject; ``json`` and ``jsonl`` as a document.

    Lines are wrapped at a width, unless that is 0.
    """
    letter = answer.letter
    assert letter is not None
    if output_format in ("json", "jsonl"):
        document = to_json(_document(answer, letter))
        return one_line(document) if output_format == "jsonl" else f"{document}\n"
    lines = [*addresses(letter), f"Objet : {letter.subject}", "", *letter.body.split("\n")]
    lines = list(map(visible, lines))
    if width:
        lines = _wrapped(lines, width)
    return "\n".join(lines) + "\n"


def _wrapped(lines: list[str], width: int) -> list[str]:
    """Lines of at most so many columns, those of a list behind its hyphen."""
    shown = []
    for line in lines:
        hang = 2 if line.startswith("-") else 0
        shown += wrapped(line, width, hang)
    return shown


def addresses(letter: Letter) -> list[str]:
    """Whom a letter is to, or where to put it if no e-mail is documented."""
    caveats = dict(letter.caveats)
    if letter.to:
        whose = " ; ".join(filter(None, (letter.name, caveats.get("to"))))
        return [f"À : {letter.to} ({whose})"]
    lines = [f"À : {letter.name or 'personne de connu'}, sans courriel documenté"]
    if letter.page:
        lines.append(f"Formulaire ou page : {letter.page}{_caveat(caveats, 'page')}")
    if letter.phone:
        lines.append(f"Téléphone : {letter.phone}{_caveat(caveats, 'phone')}")
    if letter.instead:
        lines.append(f"À défaut : {letter.instead}")
    return lines


def _caveat(caveats: Mapping[str, str], contact: str) -> str:
    """What is to know of a contact, in brackets."""
    if contact not in caveats:
        return ""
    return f" ({caveats[contact]})"


def mailto(letter: Letter) -> str | None:
    """The letter as a ``mailto:`` address; ``None`` without an e-mail."""
    if not letter.to:
        return None
    from urllib.parse import quote

    body = letter.body.replace("\n", "\r\n")
    return f"mailto:{letter.to}?subject={quote(letter.subject)}&body={quote(body)}"


def _document(answer: Answer, letter: Letter) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(answer.catalogue),
        "query": query(answer),
        "status": answer.status,
        "reason": None,
        "message": None,
        "to": letter.to,
        "subject": letter.subject,
        "body": letter.body,
        "name": letter.name,
        "network": letter.network,
        "page": letter.page,
        "phone": letter.phone,
        "instead": letter.instead,
        "caveats": dict(letter.caveats),
        "mailto": mailto(letter),
        "notes": answer.notes,
    }
