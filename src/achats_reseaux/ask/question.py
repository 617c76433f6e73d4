"""A French or English question, read into the command that it amounts to.

No model and no guess: the longest known words are marked (:mod:`achats_reseaux.sentence`), the
places are found (:mod:`achats_reseaux.sites`), and what is wanted follows: a place makes a
``find``, a network alone a ``show``, the rest a ``list``. Who helps where is not decided here.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.ask.sites import Finder
from achats_reseaux.ask.together import settled
from achats_reseaux.ask.tokens import mark, plain, split
from achats_reseaux.model import FILTERS, Record
from achats_reseaux.text import fold, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.ask.tokens import Span
    from achats_reseaux.model import Catalogue

EXAMPLES = (
    "guichet vert en Normandie",
    "clause sociale à Mulhouse",
    "hôpital à Lyon",
)
"""Questions that show what can be asked."""


class Asked(Record):
    """What a question was understood as.

    Attributes:
        command: ``find``, ``list`` or ``show``; ``""`` when nothing in it is known, or when it
            names several places.
        place: the options that name the place, as ``find`` takes them (``lieu`` the bare one).
        theme, kind, audience: ids of the vocabulary, in its order.
        network: the id that ``show`` takes.
        about: the id of a network named beside a place: does it help there?
        places: one ``place`` for each place named, where they are several.
        left: words that were not understood, as typed.
        notes: French sentences on how the question was read.
        suggestions: when nothing is known, what may have been meant.
        excluded: words that shut something out ("hors Bretagne"), which is not understood; the
            rest is the question without what they shut out.
    """

    command: str
    place: dict[str, str]
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    network: str | None = None
    places: tuple[dict[str, str], ...] = ()
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    about: str | None = None
    excluded: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """What to type after ``reseaux``."""
        words = [self.command]
        for name, text in self.place.items():
            words += [text] if name == "lieu" else ["--" + name.replace("_", "-"), text]
        if self.network:
            words.append(self.network)
        for name, option in FILTERS:
            for value in getattr(self, name):
                words += [option, value]
        return tuple(words)

    @property
    def typed(self) -> str:
        """The command as a shell takes it."""
        return " ".join(("reseaux", *map(quoted, self.arguments)))


def read(catalogue: Catalogue, text: str) -> Asked:
    """Read a question; nothing that a text holds makes this raise.

    Args:
        catalogue: whose words and networks are known.
        text: the question as typed.
    """
    tokens, cut = split(text)
    marks = mark(tokens, _known(catalogue))
    for at, token in enumerate(tokens):
        span = marks[at]
        acronym = token.capital and len(token.text) > 2 and token.text.isupper()
        if acronym and span and span.end - span.start == 1 and span.meanings[0][0] == "vide":
            marks[at] = None  # AURA is not "aura"
    finder = Finder(tokens, marks)
    sites = finder.sites() or finder.misspelt()
    excluded, sites = finder.shut_out(sites)
    spans = [span for span in dict.fromkeys(marks) if span is not None]
    wanted = {role for span in spans for role, _ in span.meanings}
    network = _network(spans, about="fiche" in wanted)
    theme, kind, audience = (_ids(catalogue, name, spans) for name, _ in FILTERS)
    chosen = Asked("", {}, theme, kind, audience)
    filtered = bool(chosen.theme or chosen.kind or chosen.audience)
    left = finder.left()
    notes = [f"Non compris : {', '.join(f'« {one} »' for one in left)}."] if left else []
    if cut:
        notes.append("Question trop longue : seul son début a été lu.")
    if "couverture" in wanted:
        notes.append("La couverture de toute la France : reseaux coverage, ou reseaux map.")
    asked = chosen.replace(left=left, notes=tuple(notes), excluded=excluded)
    places = settled(sites)
    if len(places) > 1:
        return asked.replace(places=tuple(site.options for site in places))
    if places:
        if network and not asked.kind:
            # The network may or may not help there: those of its kind that do are shown.
            asked = asked.replace(kind=(catalogue.network(network).kind,))
        return asked.replace(command="find", place=places[0].options, about=network)
    if network:
        also = [f"Voir aussi : reseaux show {one}" for one in _networks(spans) if one != network]
        return Asked(
            "show", {}, network=network, left=left, notes=(*notes, *also), excluded=excluded
        )
    if excluded or filtered or wanted & {"liste", "sujet", "couverture", "pays"}:
        if "ici" in wanted:
            notes.append("Où ? Ajoutez une commune, un département ou un code postal.")
        return asked.replace(command="list", notes=tuple(notes))
    return asked.replace(suggestions=finder.near())


# --- words ---------------------------------------------------------------------------------------


def _known(catalogue: Catalogue) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every known expression and its meanings; a plain word is nothing else."""
    lexicon = catalogue.lexicon
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, _ in FILTERS:
        for key, value in lexicon[name].items():
            known[key] = (*known.get(key, ()), (name, value))
    ids = {fold(network) for network in catalogue.ids}
    kinds = [f"{fold(word.label)} " for word in catalogue.words["kind"]]
    for key, value in lexicon["network"].items():
        # "guichet vert Île-de-France" is a kind and a place, whatever network it also names.
        if not key.startswith(tuple(kinds)) or key in ids:
            known[key] = (*known.get(key, ()), ("network", value))
    for key, meaning in plain().roles.items():
        known[key] = (meaning,)
    for key in gazetteer.area_keys():
        if " " in key and key not in known:
            known[key] = (("lieu", key),)
    return known


def _networks(spans: list[Span]) -> list[str]:
    found = [span.value("network") for span in spans]
    return list(dict.fromkeys(one for one in found if one))


def _network(spans: list[Span], *, about: bool) -> str | None:
    """The network that a question names; a word of a filter names one only if it is asked about."""
    sure = [span for span in spans if span.value("network") and (about or len(span.meanings) == 1)]
    return sure[0].value("network") if sure else None


def _ids(catalogue: Catalogue, name: str, spans: list[Span]) -> tuple[str, ...]:
    found = {span.value(name) for span in spans}
    return tuple(word.id for word in catalogue.words[name] if word.id in found)
