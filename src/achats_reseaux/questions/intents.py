"""What a question asks for, and the command that it amounts to.

No model and no guess: known words are marked (``words``), places are found (``places``), and what
is wanted follows. Who helps where is not decided here.
"""

from __future__ import annotations

from achats_reseaux.model import FILTERS, Record
from achats_reseaux.questions.exclusions import Excluded, exclusions
from achats_reseaux.questions.places import PlaceFinder
from achats_reseaux.questions.settle import settled
from achats_reseaux.questions.tokens import split
from achats_reseaux.questions.words import Span, known_words, mark
from achats_reseaux.text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

_MOST_LEFT = 6


class Intent(Record):
    """What a question was understood as.

    Attributes:
        command: ``find``, ``list`` or ``show``; ``""`` when nothing in it is known, when it names
            several places, or when it excludes what no command can exclude.
        place: the options that name the place, as ``find`` takes them (``lieu`` the bare one).
        theme, kind, audience: ids of the vocabulary, in its order.
        networks: the ids that ``show`` takes.
        about: the id of a network named beside a place: does it help there?
        places: one ``place`` for each place named, where they are several.
        left: words that were not understood, as typed.
        notes: French sentences on how the question was read.
        suggestions: when nothing is known, what may have been meant.
        refused: an exclusion that no command can say, as typed; the rest is then the question
            without it.
    """

    command: str
    place: dict[str, str]
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    places: tuple[dict[str, str], ...] = ()
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    about: str | None = None
    refused: str = ""

    @property
    def command_line(self) -> str:
        """The command as a shell takes it."""
        words = ["reseaux", self.command]
        for name, text in self.place.items():
            words += [text] if name == "lieu" else ["--" + name.replace("_", "-"), text]
        words += self.networks
        for name, option in FILTERS:
            for value in getattr(self, name):
                words += [option, value]
        return " ".join(map(quoted, words))


def understand(catalogue: Catalogue, text: str) -> Intent:
    """Read a question; nothing that a text holds makes this raise.

    Args:
        catalogue: whose words and networks are known.
        text: the question as typed.
    """
    tokens, cut = split(text)
    finder = PlaceFinder(tokens, mark(tokens, known_words(catalogue)))
    sites = finder.sites()
    if not sites and (misspelt := finder.misspelt()):
        sites = [misspelt]
    excluded = exclusions(finder, sites)
    places = settled([site for site in sites if site not in excluded.sites])
    spans = [span for span in dict.fromkeys(finder.marks) if span is not None]
    roles = {role for span in spans for role, _ in span.meanings}
    left = _left(finder)
    notes = [f"Non compris : {', '.join(f'« {one} »' for one in left)}."] if left else []
    if cut:
        notes.append("Question trop longue : seul son début a été lu.")
    theme, kind, audience = (_filter(catalogue, name, spans, excluded) for name, _ in FILTERS)
    intent = Intent("", {}, theme, kind, audience, left=left, notes=tuple(notes))
    # "ni social ni environnement" leaves nothing that a filter could say.
    nothing_left = any(not getattr(intent, name) for name in excluded.values)
    intent = intent.replace(refused=excluded.refused or (excluded.words if nothing_left else ""))
    networks = _networks(spans, about="fiche" in roles)
    if len(places) > 1:
        return intent.replace(places=tuple(site.options for site in places))
    if places:
        about = networks[0] if networks else None
        if about and not intent.kind:
            # The network may or may not help there: those of its kind that do are shown.
            intent = intent.replace(kind=(catalogue.network(about).kind,))
        return intent.replace(command="find", place=places[0].options, about=about)
    if networks:
        also = [f"Voir aussi : reseaux show {one}" for one in networks[1:]]
        return intent.replace(
            command="show",
            networks=networks[:1],
            notes=(*notes, *also),
            theme=(),
            kind=(),
            audience=(),
        )
    if (
        excluded.words
        or theme
        or kind
        or audience
        or roles & {"liste", "sujet", "couverture", "pays"}
    ):
        if "ici" in roles:
            notes.append("Où ? Ajoutez une commune, un département ou un code postal.")
        return intent.replace(command="list", notes=tuple(notes))
    return intent.replace(suggestions=finder.near())


def _filter(
    catalogue: Catalogue, name: str, spans: list[Span], excluded: Excluded
) -> tuple[str, ...]:
    """The ids asked for in one namespace: those named, else all but those that are excluded."""
    named = {span.value(name) for span in spans}
    out = excluded.values.get(name, set())
    ids = [word.id for word in catalogue.words[name]]
    kept = [one for one in ids if one in named and one not in out]
    return tuple(kept or ([one for one in ids if one not in out] if out else []))


def _networks(spans: list[Span], *, about: bool) -> tuple[str, ...]:
    """The networks named; a word of a filter names one only if the question is about something."""
    named = [span for span in spans if span.value("network")]
    sure = [span for span in named if about or len(span.meanings) == 1]
    return tuple(dict.fromkeys(span.value("network") or "" for span in sure))


def _left(finder: PlaceFinder) -> tuple[str, ...]:
    """The words that mean nothing here, as typed."""
    found = []
    for at, token in enumerate(finder.tokens):
        span = finder.marks[at]
        strange = span is None and not finder.is_title(at) and not token.key.isdigit()
        if strange or (span and span.value("exclusion") == ""):
            found.append(token.text)
    words = list(dict.fromkeys(found))
    return (*words[:_MOST_LEFT], "…") if len(words) > _MOST_LEFT else tuple(words)
