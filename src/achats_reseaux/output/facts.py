"""What was asked of notions and of networks, as text: definitions and facts with their sources."""

from __future__ import annotations

from achats_reseaux.output.show import CONTACT_LABELS
from achats_reseaux.text import day, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from achats_reseaux.model import Answer, Fact, Match, Source


def render(answer: Answer, labels: Mapping[str, str], width: int | None) -> str:
    """The notions of a ``show`` and where they lead; the facts asked for of networks.

    Args:
        answer: its notions and results have the facts that were asked for, no others.
        labels: the French label of each field.
        width: columns to wrap at, or ``None`` for a pipe.
    """
    page = _Page(labels, width)
    for notion in answer.notions:
        page.title(notion.name)
        page.paragraph(f"{notion.definition} ({_source(notion.sources)})", "  ")
        page.facts(notion.facts)
    named = [one for one in answer.results if not answer.notions or one.facts]
    for match in named:
        page.title(f"{match.network.name} ({match.network.id})")
        page.facts(match.facts)
        if "contact" in answer.query.fields:
            page.ways_in(match)
    if answer.notions and not named:
        ids = ", ".join(match.network.id for match in answer.results)
        page.title("Réseaux")
        page.paragraph(f"{ids} : reseaux show ID", "  ")
    return "".join(f"{line}\n" for line in page.lines)


class _Page:
    """Lines of text, indented and wrapped."""

    def __init__(self, labels: Mapping[str, str], width: int | None) -> None:
        self.lines: list[str] = []
        self._labels, self._width = {**CONTACT_LABELS, **labels}, width

    def title(self, text: str) -> None:
        """A line that begins a block, an empty one before it."""
        self.lines += [*([""] if self.lines else []), visible(text)]

    def facts(self, facts: Iterable[Fact]) -> None:
        """Facts under the labels of their fields, each with a source and its date."""
        previous = ""
        for fact in facts:
            label = self._labels.get(fact.field, fact.field)
            if label != previous:
                self.paragraph(label, "  ")
            previous = label
            about = f"{fact.of} : " if fact.of else ""
            self.paragraph(f"{about}{fact.value} ({_source(fact.sources)})", "    ")
            if fact.note:
                self.paragraph(fact.note, "    ")

    def ways_in(self, match: Match) -> None:
        """Where to ask for an address, where none is documented."""
        if match.ways_in:
            self.paragraph("Aucune adresse documentée ; passez par :", "  ")
        for link in match.ways_in:
            self.paragraph(f"{link.label} : {link.url}", "    ")

    def paragraph(self, text: str, indent: str) -> None:
        """A text, never cut inside a word."""
        shown = visible(text)
        if self._width is None:
            self.lines.append(indent + shown)
            return
        from textwrap import wrap

        self.lines += wrap(
            shown,
            self._width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _source(sources: tuple[Source, ...]) -> str:
    """The source dated last: what it is, and its date."""
    last = max(sources, key=lambda one: one.date)
    return f"{last.title}, {last.dated} {'le' if len(last.date) > 7 else 'en'} {day(last.date)}"
