"""What the page says of its places, as HTML made of the card's values.

An answer is a list of fragments that places share, each one element. A fragment has articles
with nothing but the number of a network or trace, for which ``page.js`` puts a copy of
that of the directory; the one of the switchboard has no number.
"""

from __future__ import annotations

from itertools import product

from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Answer, GuichetVert, Match, Query
from achats_reseaux.answering.coverage_of_place import traces_near
from achats_reseaux.card.card import ALSO, NATIONWIDE, Card, DeskTable, Purpose, card, location
from achats_reseaux.card.first_contact import instead_of_facilitator
from achats_reseaux.card.first_contact_panel import ALL_GUICHETS
from achats_reseaux.card.panel_wording import (
    ASK,
    ELSEWHERE,
    NO_PRICE,
    Panel,
    access_lines,
    network_panel,
)
from achats_reseaux.card.rows import (
    MOST_TRACES,
    HelpRow,
    desks_first,
    others_sentence,
    short_name,
    traces_sentence,
)
from achats_reseaux.model import FACILITATEURS, SOCIAL_CLAUSE, Catalogue, Place, Trace
from achats_reseaux.page.email_templates import ANY_SWITCHBOARD
from achats_reseaux.page.markup import element, escaped, paragraph, tag
from achats_reseaux.page.numbering import Numbering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any


_PRICE_UNKNOWN = "Coût non documenté, sauf mention : demandez-le."
_NO_NUMBER = "Aucun standard documenté ; passez par :"


class SharedAnswers:
    """The answers of a page, each computed once for all places that have it.

    Attributes:
        audiences: their ids; ``""`` for any public buyer.
        themes: their ids; ``""`` for any need.
        fragments: HTML, with its number.
        entries: the ids of the networks and traces of all answers, with their number.
        orders: numbers of networks in the order of ``find``, with their own number.
        rows: for each answer ``[départements, location, status, guichets]``, then for each theme
            and audience the number of its order, then those of its fragments.
    """

    def __init__(self, catalogue: Catalogue, today: str) -> None:
        self.audiences = ("", *catalogue.labels("audience"))
        self.themes = ("", *catalogue.labels("theme"))
        self.fragments = Numbering()
        self.entries = Numbering()
        self.orders = Numbering()
        self.rows: list[list[Any]] = []
        self._catalogue = catalogue
        self._today = today
        self._numbers: dict[object, int] = {}  # of answers, by what they depend on
        self._named: set[str] = set()  # the communes that a network or a trace names
        for network in catalogue.networks:
            self._named.update(network.communes)
        for trace in catalogue.traces:
            self._named.update(trace.communes)
        self._social_clause = catalogue.labels("purpose").get(SOCIAL_CLAUSE)

    def number(self, place: Place) -> int:
        """The number of the answer about a place."""
        communes = place.communes
        if communes and self._named.isdisjoint(communes):
            communes = ("",)  # its départements alone count
        alike = place.departements, communes
        if alike not in self._numbers:
            self._numbers[alike] = self._number_of_equal(place)
        return self._numbers[alike]

    def _number_of_equal(self, place: Place) -> int:
        """The number of the answer about a place, whichever its switchboard is."""
        shares = matching.local_coverage(self._catalogue, place)
        guichet = matching.guichet_vert_at(self._catalogue, place, self._today)
        kinds = self._catalogue.facets["kind"]
        traces = tuple(trace.id for trace in traces_near(self._catalogue, place, kinds))
        is_area = not place.communes  # of which a table has the facilitators
        common = (place.departements, is_area, tuple(shares.items()), guichet, traces)
        if common not in self._numbers:
            self._numbers[common] = len(self.rows)
            self._add(place.replace(notes=()), guichet)
        return self._numbers[common]

    def _add(self, place: Place, guichet: GuichetVert) -> None:
        lies = location(place.replace(name=""))
        numbers: list[Any] = [" ".join(place.departements), lies]
        numbers += [guichet.status, " ".join(guichet.networks)]
        for theme, audience in product(self.themes, self.audiences):
            query = Query(
                "find",
                themes=(theme,) if theme else (),
                audiences=(audience,) if audience else (),
            )
            answer = matching.find_at(self._catalogue, query, place, self._today, guichet)
            numbers.append(self._drawn(answer))
        self.rows.append(numbers)

    def _drawn(self, answer: Answer) -> list[int]:
        """The number of the order of an answer, then those of its fragments."""
        if matching.wants_switchboard(self._catalogue, answer):
            answer = answer.replace(switchboard=ANY_SWITCHBOARD)  # which a place may lack
        ranked = tuple(self.entries[match.network.id] for match in answer.results)
        numbers = [self.orders[ranked]]
        for fragment in self._fragments(answer, card(answer, every_trace=True)):
            numbers.append(self.fragments[fragment])
        return numbers

    def _fragments(self, answer: Answer, shown: Card) -> list[str]:
        """The fragments of an answer, in the order of the card."""
        fragments: list[str] = []
        if not answer.results:  # nothing passes the filters, which the last of the notes say
            fragments += map(paragraph, shown.notes[len(answer.notes) :])
        if shown.desks:
            fragments.append(self._desks(shown.desks))
        if shown.panel and answer.query.asks_for_desks:
            fragments.append(self._facilitator(answer, shown.panel))
        elif shown.panel:
            fragments.append(self._panel(shown.status, shown.panel))
        gloss = paragraph(_PRICE_UNKNOWN, "gloss")
        local = {purpose.label: self._here(purpose) for purpose in shown.purposes}
        if any(local.values()):
            # page.js adds « à Rouen »
            fragments.append(f'<div><h2 class="here">{ALSO}</h2>{gloss}</div>')
            gloss = ""  # is said once
        for label, content in local.items():
            fragments.append(_need(label, content, "use"))
        national = {purpose.label: self._everywhere(purpose) for purpose in shown.purposes}
        if any(national.values()):
            fragments.append(f"<div><h2>{NATIONWIDE}</h2>{gloss}</div>")
        for label, content in national.items():
            fragments.append(_need(label, content, "use again" if local[label] else "use"))
        fragments += map(self._apart, shown.apart)
        if self._social_clause in [purpose.label for purpose in shown.purposes]:
            query = Query("find", kinds=(FACILITATEURS,))
            sentences = " ".join(matching.notices(self._catalogue, query))
            fragments.append(paragraph(sentences, "gloss"))
        return list(filter(None, fragments))

    def _panel(self, status: str, panel: Panel) -> str:
        """Whom to call first: a heading, what their articles do not say, and their articles."""
        is_sole = _names_its_network(panel)
        price = panel.price
        if price != NO_PRICE:
            price = ""  # which its articles tell
        heading = element("h3", escaped(f"{panel.purpose} : {panel.who}") + tag(price))
        known = {"", ASK, ALL_GUICHETS}  # the last has a command
        copies = []
        for match in panel.matches:
            lines = list(network_panel(match, "").lines)
            lines += access_lines(self._catalogue, match.network, self._today)
            known.update(line.words for line in lines)
            copies.append(self._copy(match, is_sole=is_sole))
        sentences = ""
        for line in panel.lines:
            if line.words.startswith(ELSEWHERE):  # who is asked then is the last one
                copies.insert(-1, paragraph(line.words))
            elif line.words not in known:
                sentences += paragraph(line.words, "doubt" if line.is_doubt else "")
        return element("section", heading + sentences + "".join(copies), f"lead {status}")

    def _facilitator(self, answer: Answer, panel: Panel) -> str:
        """The facilitator of the social clause to call first, or else a switchboard.

        Where a place has no switchboard, ``page.js`` shows who helps all the same.
        """
        heading = element("h3", escaped(f"{panel.purpose} : {panel.who}"))
        content = ""
        if answer.desk is not None:
            content += self._copy(answer.desk, is_sole=_names_its_network(panel))
        if panel.tells_switchboard:
            content += "<article></article>"
        if answer.desk is None:
            instead = instead_of_facilitator(answer)
            if instead is not None:
                content += element("div", paragraph(_NO_NUMBER) + self._copy(instead), "unless")
            content += self._traces(desks_first(answer.traces))
        return element("section", heading + content, "lead")

    def _desks(self, table: DeskTable) -> str:
        """The facilitators of a région or a département, then the switchboard and the traces."""
        copies = "".join(map(self._copy, table.matches)) + "<article></article>"
        content = element("h3", escaped(table.title)) + copies + self._traces(table.traces)
        return element("section", content, "use")

    def _here(self, purpose: Purpose) -> str:
        """Who helps there with a purpose, then the traces."""
        rows = [row for row in purpose.rows if not row.is_national]
        told = paragraph(purpose.sentence, "gloss") + self._copies(rows)
        return told + self._traces(purpose.traces)

    def _everywhere(self, purpose: Purpose) -> str:
        """The first national network; the others folded, by name."""
        content = self._copies(row for row in purpose.rows if row.is_national)
        if purpose.others:
            summary = element("summary", escaped(others_sentence(purpose.others)))
            content += element("details", summary + self._copies(purpose.others), "others")
        return content

    def _apart(self, purpose: Purpose) -> str:
        """The networks of an audience that did not ask, folded."""
        names = ", ".join(row.name for row in purpose.rows)
        heading = element("h3", escaped(purpose.label)) + escaped(f" : {names}")
        content = element("summary", heading) + self._copies(purpose.rows)
        return element("details", content, "use")

    def _copies(self, rows: Iterable[HelpRow]) -> str:
        """Places for networks and the switchboard, that ``page.js`` fills."""
        copies = []
        for row in rows:
            if row.match:
                copies.append(self._copy(row.match))
            else:
                copies.append("<article></article>")
        return "".join(copies)

    def _traces(self, traces: Sequence[Trace]) -> str:
        """The traces as a sentence, which unfolds to where each was read; or nothing."""
        if not traces:
            return ""
        copies = "".join(f"<article>{self.entries[trace.id]}</article>" for trace in traces)
        summary = element("summary", escaped(traces_sentence(traces, MOST_TRACES)))
        return element("details", summary + copies, "traces")

    def _copy(self, match: Match, *, is_sole: bool = False) -> str:
        marked = " class=in-part" if match.coverage == "partial" else ""
        if is_sole:  # page.js leaves out its name, and moves its price to the heading
            marked = " class=sole"
        return f"<article{marked}>{self.entries[match.network.id]}</article>"


def _need(label: str, content: str, kind: str) -> str:
    """Who helps with a purpose; nothing without content."""
    if not content:
        return ""
    return element("section", element("h3", escaped(label)) + content, kind)


def _names_its_network(panel: Panel) -> bool:
    """Whether a panel is about one network, serves the whole place, and has its name above."""
    if len(panel.matches) != 1:
        return False
    (match,) = panel.matches
    return match.coverage != "partial" and short_name(match.network) in panel.who
