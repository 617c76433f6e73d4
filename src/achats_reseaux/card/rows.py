"""Who helps, one row each: a network, a trace or a switchboard, and the ways to reach it.

The same rows serve the card of a place, ``list``, ``search``, the tables of ``show`` and
the page.
"""

from __future__ import annotations

from achats_reseaux.card.contact_methods import (
    ContactMethod,
    first_method,
    switchboard_methods,
)
from achats_reseaux.card.reasons import row_doubt
from achats_reseaux.model import (
    DESK,
    FACILITATEURS,
    Catalogue,
    Fact,
    Network,
    Place,
    Record,
    Trace,
    departements_served,
)
from achats_reseaux.text import aged, counted, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.answering.answers import Match
    from achats_reseaux.gazetteer.switchboards import Switchboard

NATIONAL = "France"  # where a national network helps
TRACES = "Pistes, non confirmées"
ACCESS, RESEARCH = "acces", "recherche"  # facts: how to get to a network; notes of research
LONGEST_PART = 20  # signs of the name of a part of a place
MOST_TRACES = 2  # that a panel or a card names; more are counted
MOST_AREAS = 3  # more territories are counted, not named

ASK_IN_ROW = "demandez qui suit les clauses"  # of a switchboard, in a row
ASK_FOR = f"{ASK_IN_ROW} d'insertion"  # wherever there is room


class HelpRow(Record):
    """One who helps, and the best way to reach them."""

    name: str  # in French, the shortest that is known, with its marks
    # the best: telephone, else e-mail, else site; None if none is documented
    way: ContactMethod | None
    remark: str = ""  # French words on what to verify or to ask, and the year of an old source
    match: Match | None = None  # of a network

    @property
    def is_national(self) -> bool:
        """Whether it is a network that helps everywhere in France."""
        return self.match is not None and self.match.network.scope == "national"


# --- rows ----------------------------------------------------------------------------------------


def network_row(catalogue: Catalogue, match: Match, place: Place | None = None) -> HelpRow:
    """The row of a network; of one that covers a part of a place, with that part."""
    network = match.network
    name = short_name(network)
    if place is not None and match.coverage == "partial":
        name = f"{name} ({_part(network, place)})"
    way = first_method(match)
    remark = row_doubt(network, catalogue.as_of) or unsure(way)
    return HelpRow(name + marks(match), way, remark, match)


def _part(network: Network, place: Place) -> str:
    """Which part of a place a network covers, in a few signs."""
    part = area_code(network)
    if len(place.departements) == 1 or not part:
        part = areas_served(network)
    if len(part) > LONGEST_PART:
        return "une partie"
    return part


TRACE_TAGS = {
    DESK: "piste",
    "one-work": "un seul chantier",
    "one-buyer": "un seul acheteur",
    "own-contracts": "ses marchés",
}
"""What a trace shows, behind its name."""


def count_of_traces(traces: Sequence[Trace]) -> str:
    """``2 pistes, 1 autre trace``: those of bodies that serve others, and the rest."""
    desks = sum(trace.is_of_a_desk for trace in traces)
    others = len(traces) - desks
    if not desks:
        return counted(others, "trace")
    words = counted(desks, "piste")
    if others:
        words += f", {counted(others, 'autre trace')}"
    return words


def with_traces(words: str, traces: Sequence[Trace]) -> str:
    """Words with the count of some traces behind them, if there are any."""
    if not traces:
        return words
    return f"{words}, {count_of_traces(traces)}"


def trace_name(trace: Trace) -> str:
    """The body of a trace; of one that is no desk for others, what it is too."""
    if trace.is_of_a_desk:
        return trace.label
    return f"{trace.label}, {TRACE_TAGS[trace.shows]}"


def switchboard_row(catalogue: Catalogue, switchboard: Switchboard) -> HelpRow:
    """The row of the switchboard of an intercommunalité, a commune or a département."""
    remark = ASK_IN_ROW
    year = aged(switchboard.date, catalogue.as_of)
    if year:
        remark = f"{remark}, {year}"
    return HelpRow(switchboard.name, switchboard_methods(switchboard)[0], remark)


def others_sentence(rows: Sequence[HelpRow]) -> str:
    """Those that no row has: ``et 3 autres : Osmose, Réseaux régionaux, RIN``."""
    return f"et {counted(len(rows), 'autre')} : {', '.join(row.name for row in rows)}"


def desks_first(traces: Iterable[Trace]) -> tuple[Trace, ...]:
    """Traces as people read them: of bodies that serve others first; else in their order."""
    return tuple(sorted(traces, key=lambda trace: not trace.is_of_a_desk))


def traces_sentence(traces: Sequence[Trace], most: int) -> str:
    """The first traces with their years, the others counted; ``""`` where there is none."""
    if not traces:
        return ""
    named = [f"{trace_name(trace)} ({trace.year})" for trace in desks_first(traces)[:most]]
    more = len(traces) - len(named)
    if more:
        named.append(counted(more, "autre"))
    return f"{TRACES} : {' ; '.join(named)}."


def unsure(way: ContactMethod | None) -> str:
    """That a contact was only cited, or long ago; or ``""``."""
    if way is None or not way.doubtful:
        return ""
    if way.kind == "phone":
        return "numéro à confirmer"
    return "adresse à confirmer"


def marks(match: Match) -> str:
    """That a network is one's own, or that its validity has ended."""
    words = ""
    if match.network.origin == "local":
        words = " [local]"
    if match.expired:
        words += " [périmé]"
    return words


def short_name(network: Network) -> str:
    """The name of a network in a row; of a desk without a short name, that of who carries it.

    ``Métropole Rouen Normandie`` for "Clauses d'insertion de la Métropole Rouen
    Normandie", which stands under the heading "Clause sociale" anyway.
    """
    carrier = network.carrier or ""
    if network.origin == "local" and carrier not in network.name:
        return f"{network.label} ({carrier})"  # whose own name for it stays
    is_named_by_carrier = network.kind == FACILITATEURS and network.origin != "local"
    if network.short_name or not is_named_by_carrier:
        return network.label
    if carrier and network.name.startswith("Clause"):
        return carrier
    return network.name


# --- where ---------------------------------------------------------------------------------------


def area_code(entry: Network | Trace) -> str:
    """The code of the département of a territory; ``""`` of a region and of France."""
    if not entry.covers or entry.covers[0].kind == "region":
        return ""
    return next(iter(departements_served(entry)), "")


def areas_served(entry: Network | Trace) -> str:
    """The territories of a network, of many the first; ``France`` if national."""
    names = [area.name for area in entry.covers]
    if len(names) > MOST_AREAS:
        return f"{names[0]} et {len(names) - 1} autres territoires"
    return ", ".join(names) or NATIONAL


# --- what is told of a network -------------------------------------------------------------------


def access(catalogue: Catalogue, network: Network, today: str) -> tuple[Fact, ...]:
    """The facts on how to get to a network that are true today."""
    own = (fact for fact in catalogue.facts_of(network.id) if fact.field == ACCESS and not fact.of)
    return tuple(fact for fact in own if not fact.has_ended(today))


def purpose_of(catalogue: Catalogue, network: Network) -> str:
    """The label of the purpose of a network, in French; else that of its kind."""
    kind = catalogue.labels("kind").get(network.kind, network.kind)
    return catalogue.labels("purpose").get(network.purpose, kind)


def shared_doubt(catalogue: Catalogue, network: Network) -> str:
    """What is to be verified of a network if it is so of all of its kind; else ``""``."""
    if network.kind not in catalogue.notion_ids or not network.doubt:
        return ""
    if network.doubt != catalogue.notion(network.kind).doubt:
        return ""
    return network.doubt


def ended(fact: Fact, today: str) -> str:
    """When a fact that is no longer true ended: ``terminé en mai 2025``; else ``""``."""
    if fact.valid_until is None or not fact.has_ended(today):
        return ""
    return f"terminé en {day(fact.valid_until[:7])}"


def capitalised(words: str) -> str:
    """Words as the beginning of a sentence."""
    return f"{words[:1].upper()}{words[1:]}"


def uncapitalised(sentence: str) -> str:
    """A sentence without its capital and its full stop, to stand within another one."""
    first, second = sentence[:1], sentence[1:2]
    if second.islower() or second in ("'", "’", " "):
        first = first.lower()
    return f"{first}{sentence[1:]}".rstrip(".")
