"""``message``: a draft as text for people, or as its JSON document."""

from __future__ import annotations

from achats_reseaux.output.json import age, fields, head, one_line, query, to_json
from achats_reseaux.text import visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer, EmailDraft, Fallback


LONGEST_LINE = 80
"""The greatest width of a line on a terminal."""

_DRAFT = tuple("to subject body name network page phone instead caveats".split())
_FALLBACK = ("name", "phone", "email", "page")


def render(answer: Answer, output_format: str, width: int = 0) -> str:
    """A draft with whom it is to and its subject; ``json`` and ``jsonl`` as a document.

    Lines are wrapped at a width, unless that is 0.
    """
    draft = answer.email_draft
    assert draft is not None
    if output_format in ("json", "jsonl"):
        document = to_json(_document(answer, draft))
        if output_format == "jsonl":
            return one_line(document)
        return f"{document}\n"
    lines = addresses(draft)
    lines += [f"Objet : {draft.subject}", ""]
    lines += draft.body.split("\n")
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


def addresses(draft: EmailDraft) -> list[str]:
    """Whom a draft is to, or where to put it if no e-mail is documented."""
    caveats = dict(draft.caveats)
    if draft.to:
        whose = " ; ".join(filter(None, (draft.name, caveats.get("to"))))
        return [f"À : {draft.to} ({whose})"]
    lines = [f"Pas de courriel connu pour {draft.name or 'ce lieu'}."]
    if draft.page:
        heading = "Collez ce texte dans son formulaire" if draft.page_is_form else "Page"
        lines.append(f"{heading} : {draft.page}{_in_brackets(caveats.get('page'))}")
    if draft.phone:
        lines.append(f"Téléphone : {draft.phone}{_in_brackets(caveats.get('phone'))}")
    if draft.instead:
        lines.append(_fallback(draft.instead))
    return lines


def _fallback(instead: Fallback) -> str:
    """Who stands in, for what: « À défaut, pour la clause sociale : Ville (standard), 01 … »."""
    heading = "À défaut"
    if instead.about:
        heading += f", pour {instead.about}"
    contact = instead.email or instead.phone
    return f"{heading} : {instead.name}, {contact}{_in_brackets(instead.note)}"


def _in_brackets(note: str | None) -> str:
    """What is to know of a contact, behind it."""
    return f" ({note})" if note else ""


def mailto(draft: EmailDraft) -> str | None:
    """The draft as a ``mailto:`` address; ``None`` without an e-mail."""
    if not draft.to:
        return None
    from urllib.parse import quote

    body = draft.body.replace("\n", "\r\n")
    return f"mailto:{draft.to}?subject={quote(draft.subject)}&body={quote(body)}"


def _document(answer: Answer, draft: EmailDraft) -> dict[str, object]:
    content = head(answer.catalogue, query(answer), answer.status) | {"message": None}
    content |= fields(draft, _DRAFT)
    return content | {
        "instead": draft.instead and fields(draft.instead, _FALLBACK),
        "caveats": dict(draft.caveats),
        "mailto": mailto(draft),
        "notes": list(filter(None, (*answer.notes, age(answer)))),
    }
