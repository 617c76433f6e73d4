"""The elements of cards, lists and networks with their facts on a terminal.

In colour, names are bold and headings dim; only addresses have a colour, legible on light and dark
grounds. No information is conveyed by colour alone.
"""

from __future__ import annotations

from achats_reseaux.answering.card import NO_COST
from achats_reseaux.output.styled_text import columns, line_width, to_ascii, to_text, wrap_spans
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.answering.card import Entry, WayIn
    from achats_reseaux.output.styled_text import Line, Span
    from achats_reseaux.output.terminal import Terminal

NARROW, WIDE = 60, 112
"""Columns of a terminal: below the first, headings are above their lines; from the second on, names
and addresses are aligned."""

LONGEST_LINE = 100
"""The greatest width of prose, for legibility."""

LONGEST_NAME = 41
"""The greatest width of the column of names and costs."""

LONGEST_BESIDE = 52
"""The width of the column of addresses if a summary is beside it."""

LONGEST_ADDRESS = 78
"""In place of a longer address, the command that opens it is shown."""

NO_ADDRESS = "sans adresse"

_ADDRESS_STYLE = {0: "", 16: "36", 256: "38;5;31", 16777216: "38;2;18;135;174"}


class Layout:
    """Lays out text for one terminal; the methods return lines or spans of styled text."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = terminal.width
        self.prose = min(terminal.width, LONGEST_LINE)
        self.bold, self.dim = ("1", "2") if terminal.colors else ("", "")
        self.address = _ADDRESS_STYLE[terminal.colors]

    def text(self, lines: Iterable[Line]) -> str:
        """Lines as one text, in ASCII if the terminal has no Unicode."""
        text = "".join(to_text(line) for line in lines)
        return text if self.terminal.unicode else "\x1b".join(map(to_ascii, text.split("\x1b")))

    def link(self, text: str, target: str, style: str) -> Span:
        """A text with a hyperlink, if the terminal supports them."""
        if not self.terminal.hyperlinks or not target:
            return text, style
        return text, style, target

    def flow(self, indent: str, spans: Sequence[Span], *, hang: int = 0) -> list[Line]:
        """Spans as indented lines of prose; those after the first by ``hang`` more."""
        width = max(self.prose - len(indent), 10)
        lines = wrap_spans(spans, width, " " * hang)
        return [[(indent, ""), *line] for line in lines]

    def sentence(self, text: str, indent: str = " ", style: str = "") -> list[Line]:
        """A sentence of prose."""
        return self.flow(indent, [(text, style)])

    def name(self, entry: Entry, label: str = "", style: str | None = None) -> list[Span]:
        """A network's name, with marks if it is local or expired."""
        target = entry.ways_in[0].target if entry.is_documented else ""
        spans = [self.link(label or entry.name, target, self.bold if style is None else style)]
        marks = [
            mark for mark, is_so in (("local", entry.is_local), ("périmé", entry.expired)) if is_so
        ]
        return [*spans, *((f" [{mark}]", "") for mark in marks)]

    def priced(self, entry: Entry, *more: str, style: str | None = None) -> list[Span]:
        """A network's short name, and in brackets its cost, if known, and further remarks."""
        said = ", ".join(one for one in (uncapitalised(entry.cost), *more) if one)
        return [*self.name(entry, entry.label, style), (f" ({said})" if said else "", "")]

    def about(self, entry: Entry, indent: str) -> list[Line]:
        """The summary of a network, its cost and who may call."""
        lines = self.flow(indent, [(entry.summary, "")])
        return lines + self.flow(indent, [(terms(entry), "")])

    def shown(self, way: WayIn, entry: Entry) -> list[Span]:
        """A way in, or the command that opens it if it is too long."""
        if way.kind == "link":
            return [self.link(way.text, way.target, "")]
        if columns(way.text) <= LONGEST_ADDRESS:
            return [self.link(way.text, way.target, self.address)]
        return [self.link(f"reseaux open {entry.id}", way.target, self.address)]

    def row(
        self, label: str, label_width: int, lines: list[Line], style: str | None = None
    ) -> list[Line]:
        """A heading beside its lines, or above them on a narrow terminal.

        A line too long for that, such as a URL, is indented less.
        """
        style = self.dim if style is None else style
        room = self.room(label_width)
        above = self.flow(" ", [(label, style)]) if label.strip() else []
        if self.width < NARROW:
            return [*above, *([("   ", ""), *line] for line in lines)]
        indents = [" " * label_width if line_width(line) <= room else "   " for line in lines]
        indented = [[(indent, ""), *line] for indent, line in zip(indents, lines, strict=True)]
        if indents[0] != " " * label_width:
            return [*above, *indented]
        gap = " " * max(label_width - 1 - columns(label), 1)
        return [[(" ", ""), (label, style), (gap, ""), *lines[0]], *indented[1:]]

    def room(self, label_width: int) -> int:
        """The number of columns left beside a heading."""
        return self.width - (3 if self.width < NARROW else label_width)

    def reached(self, entry: Entry, room: int, aligned: int) -> list[Line]:
        """A network's name, its cost and its best way in, on one line if they fit."""
        name = self.priced(entry, entry.where if entry.partial else "")
        best = self.best_way(entry)
        if "." in entry.label and best[0][0].endswith(entry.label):  # named after its site
            return wrap_spans([*best, *name[1:]], room)
        gap = max(aligned + 2 - line_width(name), 2)
        start = line_width(name) + gap + line_width(best)
        if start <= room:
            return [[*name, (" " * gap, ""), *best, *self.summary(entry, start, aligned, room)]]
        under = wrap_spans(best, max(room - 2, 10))
        return [*wrap_spans(name, room), *([("  ", ""), *line] for line in under)]

    def summary(self, entry: Entry, start: int, aligned: int, room: int) -> list[Span]:
        """The summary of a network beside its address, if the terminal is wide enough for it."""
        apart = max(aligned + 2 + LONGEST_BESIDE - start, 2)
        text = visible(entry.summary)
        if not aligned or start + apart + columns(text) > room:
            return []
        return [(" " * apart + text, "")]

    def heading(self, entry: Entry) -> list[Line]:
        """A network's name, its territories and its best way in, above other lines."""
        where = [(f" ({entry.where})", "")] if entry.where else []
        lines = wrap_spans([*self.name(entry), *where], self.width - 1)
        best = wrap_spans(self.best_way(entry), max(self.width - 3, 10))
        return [*lines, *([("  ", ""), *line] for line in best)]

    def best_way(self, entry: Entry) -> list[Span]:
        """The best way to reach a network, or the command for where to ask if it has none."""
        if entry.is_documented:
            way = entry.ways_in[0]
            return [*self.shown(way, entry), (f" ({way.mark})" if way.mark else "", "")]
        if not entry.ways_in:
            return [(NO_ADDRESS, "")]
        command = f"reseaux open {entry.id}"
        return [(f"{NO_ADDRESS} : ", ""), self.link(command, entry.ways_in[0].target, self.address)]

    def names(
        self, entries: Iterable[Entry], label_width: int, *more: Span, style: str | None = None
    ) -> list[Line]:
        """Names in one paragraph, followed by a remark on all of them."""
        return wrap_spans([*self.listed(entries, style), *more], self.room(label_width))

    def listed(self, entries: Iterable[Entry], style: str | None = None) -> list[Span]:
        """Short names separated by commas, each with its cost, or that it has no address."""
        spans: list[Span] = []
        for entry in entries:
            lack = "" if entry.is_documented else NO_ADDRESS
            spans += [*([(", ", "")] if spans else []), *self.priced(entry, lack, style=style)]
        return spans


def terms(entry: Entry) -> str:
    """The cost of a network and who may call, on one line."""
    cost = entry.cost.rstrip(".") or NO_COST
    return " · ".join([cost, *([uncapitalised(entry.who)] if entry.who else [])])


def uncapitalised(sentence: str) -> str:
    """A sentence without its capital and its full stop, to continue another one."""
    head = sentence[:1].lower() if sentence[1:2].islower() else sentence[:1]
    return (head + sentence[1:]).rstrip(".")
