"""What is said of a place to tell it from its namesakes, and of several that bear one name."""

from __future__ import annotations

from achats_reseaux.model import FILTERS, Answer, Candidate
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place, Places, Query

KINDS = {
    "region": "région",
    "departement": "département",
    "collectivite": "collectivité d'outre-mer",
    "ancienne-region": "ancienne région",
    "groupe": "ensemble de territoires",
    "epci": "intercommunalité",
    "ept": "établissement public territorial",
    "commune": "commune",
    "commune-deleguee": "commune déléguée",
    "commune-associee": "commune associée",
    "arrondissement": "arrondissement municipal",
    "code-postal": "code postal",
}
"""What each kind of place is called in a French sentence."""


MOST_DEPARTEMENTS = 3
"""A place that lies in more than this is named without them."""


def named(place: Place) -> str:
    """A place as a person tells it from its namesakes: ``Rouen (76)`` or ``Normandie``."""
    if place.kind == "code-postal":
        return f"{place.code} {place.name}"
    if place.kind in ("departement", "collectivite"):
        return f"{place.name} ({place.code})"
    if place.communes and len(place.departements) <= MOST_DEPARTEMENTS:
        return f"{place.name} ({', '.join(place.departements)})"
    return place.name


def ambiguous(query: Query, outcome: Places, answers: list[Answer]) -> Answer:
    """The answer to a name whose places have different answers: all of them, and how to choose."""
    candidates = tuple(
        Candidate(place, answer.guichet_vert.networks, answer.guichet_vert.names)
        for place, answer in zip(outcome.candidates, answers, strict=True)
        if answer.guichet_vert
    )
    places = outcome.candidates
    message = (
        f"« {shortened(query.input or '')} » désigne {len(places)} lieux"
        " qui n'ont pas la même réponse."
    )
    filters = _filters(query)
    hint = " ou ".join(dict.fromkeys(command(place) + filters for place in places[:2]))
    return Answer(
        "ambiguous",
        query,
        candidates=candidates,
        notes=_aside(outcome),
        message=message,
        hint=hint,
    )


def _filters(query: Query) -> str:
    """The filters of a query, as they are typed."""
    asked = zip(FILTERS, (query.themes, query.kinds, query.audiences), strict=True)
    return "".join(f" {option} {value}" for (_, option), values in asked for value in values)


def command(place: Place) -> str:
    """The command that names this place alone."""
    if place.kind == "code-postal":
        return f"reseaux find --code-postal {place.code}"
    if place.kind == "departement":
        return f"reseaux find --departement {place.code}"
    if place.kind in ("epci", "ept"):
        return f"reseaux find --siren {place.code}"
    if place.kind in ("region", "collectivite", "ancienne-region", "groupe"):
        return f'reseaux find --region "{place.name}"'
    return f'reseaux find --commune "{place.name}" --departement {place.departements[0]}'


def notes(outcome: Places) -> tuple[str, ...]:
    """What is to be said of a name that several places bear, and of those left aside."""
    return (*_homonyms(outcome), *_aside(outcome))


def _homonyms(outcome: Places) -> tuple[str, ...]:
    if len(outcome.candidates) == 1:
        return ()
    count = len(outcome.candidates)
    shown = _few([named(place) for place in outcome.candidates], ", ")
    return (f"Ce nom désigne {count} lieux, avec la même réponse : {shown}.",)


def _aside(outcome: Places) -> tuple[str, ...]:
    if not outcome.aside:
        return ()
    each = [f"{named(place)}, {KINDS[place.kind]}" for place in outcome.aside]
    return (f"Il existe aussi : {_few(each, ' ; ')}.",)


def _few(texts: list[str], between: str) -> str:
    """At most four of them; of more the first three, and how many are left."""
    rest = len(texts) - 3
    return between.join(texts if rest < 2 else [*texts[:3], f"{rest} autres"])
