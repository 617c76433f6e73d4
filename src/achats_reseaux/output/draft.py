"""``message``: a draft as text for people."""

from __future__ import annotations

from achats_reseaux.text import visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import EmailDraft, Fallback


LONGEST_LINE = 80
"""The greatest width of a line on a terminal."""


def render(draft: EmailDraft, width: int = 0) -> str:
    """A draft with its recipient and its subject; wrapped at a width, unless that is 0."""
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
