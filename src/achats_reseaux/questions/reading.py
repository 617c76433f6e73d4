"""What a question is read as: the command that it amounts to, what is left, what is refused.

Known words are marked (``words``), then places (``places``); the command follows from both. Which
networks help where is decided in ``answering``.
"""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.answering.details import CONTACT
from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.model import FILTERS, Record
from achats_reseaux.questions.places import mentions
from achats_reseaux.questions.words import ASKED_FOR, Sentence, lexicon_of, plain_words
from achats_reseaux.text import shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.places import Mention
    from achats_reseaux.questions.words import Span

WHERE = "De quel lieu s'agit-il ? Ajoutez une commune, un département ou un code postal."
"""The question that is asked back."""

_MOST_LEFT = 6
_FILTERED = tuple(name for name, _ in FILTERS)
_OF = ("de", "d", "du", "des", "of", "any")
_BETWEEN = ("un", "une", "a", "an", "ce", "qui", "est", "sont", "reseau", "reseaux", "sites")
_NO_STATUS = ("parts", "map", "commune", "epci")
"""The values of the role ``couverture`` that are no status of areas."""


class Reading(Record):
    """What a question is read as.

    Attributes:
        command: ``find``, ``list``, ``show`` or ``coverage``; ``""`` if nothing is understood, or
            several places are named.
        place: the place options of ``find`` (``lieu`` is the bare argument).
        theme, kind, audience: ids of the vocabulary, in its order.
        subjects: ids of networks or notions for ``show``; the network for ``coverage``.
        fields: the facts asked for: ids of the catalogue's fields, or ``contact``.
        statuses: statuses of the areas asked of ``coverage``.
        places: if several places are named, the ``place`` of each.
        left: words that were not understood, or are no part of the command, as typed.
        notes: French sentences on how the question was read.
        about: id of a network named beside a place: is the place covered by it?
        refused: an exclusion, as typed; the other fields ignore it.
        misspelt: a word that is nearly a known one, as typed; the other fields ignore it.
        suggestions: known words near ``misspelt``.
        vague: whether the list is that of all networks, which was not asked for.
    """

    command: str
    place: dict[str, str]
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    places: tuple[dict[str, str], ...] = ()
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    about: str | None = None
    refused: str = ""
    misspelt: str = ""
    suggestions: tuple[str, ...] = ()
    vague: bool = False

    @property
    def filters(self) -> tuple[str, ...]:
        """The ids of all filters."""
        return (*self.theme, *self.kind, *self.audience)

    @property
    def unfiltered(self) -> Reading:
        """The same without filters."""
        return self.replace(theme=(), kind=(), audience=())

    @property
    def command_line(self) -> str:
        """The command as a shell takes it."""
        words = ["reseaux", self.command]
        for name, text in self.place.items():
            words += [text] if name == "lieu" else ["--" + name.replace("_", "-"), text]
        coverage = self.command == "coverage"
        for one in self.subjects:
            words += ["--network", one] if coverage else [one]
        fields = self.fields if self.command == "show" else ()
        options = [("--field", fields), ("--status", self.statuses)]
        options += [(option, getattr(self, name)) for name, option in FILTERS]
        words += [word for option, values in options for one in values for word in (option, one)]
        return shell_joined(words)


def read(catalogue: Catalogue, text: str) -> Reading:
    """Read a question; no text makes this raise.

    Args:
        catalogue: provides the words, networks, notions and organisations to recognise.
        text: the question as typed.
    """
    sentence = Sentence(text, lexicon_of(catalogue))
    named = mentions(sentence)
    excluded = _excluded(sentence, {one.end for one in named if one.area})
    out = range(excluded[0], excluded[1]) if excluded else range(0)
    places = [one for one in named if one.start not in out]
    said = _Said(catalogue, sentence, out, {one.end for one in named if one.area})
    theme, kind, audience = map(said.filter, _FILTERED)
    reading = Reading("", {}, theme, kind, audience, fields=said.fields)
    if kind == (GUICHET_VERT,) and "social" in theme:
        # "guichet de la clause sociale" is another desk.
        reading = reading.replace(kind=())
        if said.is_of_vert:
            note = "Un guichet vert ne conseille que sur l'environnement."
            reading = reading.replace(theme=("environnement", "social"), notes=(note,))
    reading = _wanted(catalogue, reading, said, places)
    misspelt, *suggestions = said.misspelt() or ("",)
    left = said.left(reading)
    first = [f"Non compris : {', '.join(f'« {shortened(one)} »' for one in left)}."] if left else []
    if sentence.cut:
        first.append("Question trop longue : seul son début a été lu.")
    return reading.replace(
        refused=sentence.text(*excluded) if excluded else "",
        vague=reading.command == "list" and not (reading.filters or "liste" in said.roles),
        left=left,
        misspelt=misspelt,
        suggestions=tuple(suggestions),
        notes=(*first, *said.alternatives(reading), *reading.notes),
    )


def _wanted(catalogue: Catalogue, reading: Reading, said: _Said, places: list[Mention]) -> Reading:
    """Choose the command, by the strongest evidence first."""
    area = places[0].area if len(places) == 1 else None
    if area and said.is_of_ground:
        return _coverage(reading.replace(place={"lieu": area}), said)
    national = {catalogue.network(one).scope for one in said.networks} == {"national"}
    other = set(reading.fields) - {CONTACT, "perimetre", "fait", "ne-fait-pas"}
    itself = not reading.kind and (national or "définition" in said.roles)
    if places and not (said.networks and (other or itself)):
        return _found(catalogue, reading, said, places)
    if "couverture" in said.roles:
        return _coverage(reading, said)
    # "le guichet vert est-il payant pour une commune ?": whom it serves is no second filter
    audiences = {*reading.audience} - {"collectivite"}
    one_filter = len({*reading.theme, *reading.kind} | audiences) == 1
    if subjects := said.subjects(one_filter=one_filter):
        told = _documented(catalogue, subjects)
        if reading.filters and {*subjects} <= {*reading.filters} and {*reading.fields} - told:
            return reading.replace(command="list")  # a kind of which this is not documented
        fields = tuple(one for one in reading.fields if one not in said.added or one in told)
        there = [reading.replace(command="find", place=one.options) for one in places]
        notes = (f"Qui peut aider là : {one.command_line}" for one in there)
        reading = reading.unfiltered.replace(command="show", subjects=subjects, fields=fields)
        return reading.replace(notes=(*reading.notes, *notes))
    if reading.filters or said.roles & {"liste", "métier"}:
        return reading.replace(command="list")
    return reading


def _found(catalogue: Catalogue, reading: Reading, said: _Said, places: list[Mention]) -> Reading:
    """Who helps at the places named."""
    about = said.networks[0] if said.networks else None
    network = catalogue.network(about) if about else None
    if network and not reading.kind and set(reading.theme) <= set(network.themes):
        # The network may not cover the place: the networks of its kind that do are shown.
        reading = reading.replace(kind=(network.kind,))
    elif said.is_of_guichet and not reading.kind and "social" not in reading.theme:
        # "le Bas-Rhin est-il couvert ?", "combien ça coûte à Rennes ?"
        reading = reading.replace(kind=(GUICHET_VERT,), audience=())
    if len(places) > 1:
        return reading.replace(places=tuple(one.options for one in places))
    return reading.replace(command="find", place=places[0].options, about=about)


def _coverage(reading: Reading, said: _Said) -> Reading:
    """By the networks asked for; guichets verts are counted by default."""
    # "communes sans guichet vert": these are the places asked for.
    audience = tuple(one for one in reading.audience if one != "collectivite")
    by_default = reading.kind == (GUICHET_VERT,) and not (reading.theme or audience)
    reading = reading.replace(
        command="coverage",
        kind=() if by_default else reading.kind,
        audience=audience,
        subjects=said.networks[:1],
        statuses=said.statuses,
    )
    if not said.draws:
        return reading
    drawn = reading.replace(command="map", statuses=(), subjects=(), audience=()).command_line
    return reading.replace(notes=(*reading.notes, f"La carte : {drawn}"))


def _documented(catalogue: Catalogue, subjects: tuple[str, ...]) -> set[str]:
    """The fields that are documented of networks, of their kinds, or of notions."""
    networks = [one for one in subjects if one in catalogue.ids]
    kinds = [catalogue.network(one).kind for one in networks]
    notions = [one for one in (*subjects, *kinds) if one in catalogue.notion_ids]
    facts = [fact for one in networks for fact in catalogue.facts_of(one)]
    facts += [fact for one in notions for fact in catalogue.notion(one).facts]
    return {fact.field for fact in facts}


# --- exclusions ---


def _excluded(sentence: Sentence, grounds: set[int]) -> tuple[int, int] | None:
    """The range of the first exclusion, with all that follows it in the same breath.

    « sauf les plateformes », « pas un hôpital »; but « pas de guichet vert à Nancy ? » misses one,
    and « communes sans facilitateur » are the places that lack one: both are asked for.
    """
    for at, span in enumerate(sentence.marks):
        if span is None or span.role != "exclusion" or span.start < at:
            continue
        end = _end_of_targets(sentence, span)
        asked = _is_lacked(sentence, span, grounds) or _is_missed(sentence, span)
        if end > span.end and not asked:
            return span.start, end
    return None


def _end_of_targets(sentence: Sentence, span: Span) -> int:
    """The end of the last known word that a word excludes: not "je ne sais pas qui est …"."""
    value = span.value("exclusion")
    at = end = span.end
    while at < len(sentence.tokens) and not (value and sentence.breaks(at)):
        target = sentence.marks[at]
        if target and target.role in ("place", *ASKED_FOR):
            at = end = target.end
            continue
        linking = target and target.role in ("préposition", "article", "liaison")
        linking = linking or sentence.key(at) in (*_OF, *_BETWEEN, "and", "ou", "or", "ni", "nor")
        if not linking and (value or end > span.end):
            break
        at += 1
    return end


def _is_lacked(sentence: Sentence, span: Span, grounds: set[int]) -> bool:
    """Whether places are asked for that lack something: "communes sans facilitateur"."""
    after = sentence.role(span.end)
    before = [one for one in sentence.marks[: span.start] if one]
    if span.value("exclusion") != "manque" or after in ("article", "place"):
        return False
    ground = _names_parts(before) or any(one.role == "couverture" for one in before)
    ground = ground or span.start in grounds
    return ground and not any(one.role in ("kind", "theme") for one in before)


def _is_missed(sentence: Sentence, span: Span) -> bool:
    """Whether something is missing at a place: "aucun facilitateur dans le Cantal"."""
    value, first = span.value("exclusion"), span.start
    if value not in ("absence", "négation"):
        return False
    of = value == "absence" or sentence.key(span.end) in _OF
    last = span.end
    while not sentence.breaks(first):
        first -= 1
    while not sentence.breaks(last):
        last += 1
    placed = "place" in map(sentence.role, range(first, last))
    end = _end_of_targets(sentence, span)
    others = [one for one in sentence.marks if one and not span.start <= one.start < end]
    asked = [one.start for one in others if one.role in ("kind", "theme")]
    if any(at >= end for at in asked):
        return False
    return of and (sentence.asks or (placed and not asked))


def _names_parts(spans: Iterable[Span]) -> bool:
    """Whether "communes", "endroits" are named: parts of a place, or local authorities."""
    return any(
        one.value("audience") == "collectivite" or one.value("vide") == "parts" for one in spans
    )


# --- the meanings of the other words ---


class _Said:
    """The meanings of the known words of a question, but for those that it excludes.

    Attributes:
        roles: the namespaces of all meanings.
        fields: the facts asked for, in the order of the question.
        added: those that only add to another one, where they are documented.
        networks: the ids of the networks named.
        statuses: those of the areas asked for.
        draws: a map is asked for.
        is_of_ground: the question is how much of a place is covered, or which parts.
    """

    def __init__(
        self, catalogue: Catalogue, sentence: Sentence, out: range, grounds: set[int]
    ) -> None:
        self._catalogue = catalogue
        self._sentence = sentence
        self._out = out
        marks = (one for at, one in enumerate(sentence.marks) if one and at not in out)
        self._spans = spans = list(dict.fromkeys(marks))
        self.roles = {role for span in spans for role, _ in span.meanings}
        covered = [(span.value("couverture") or "").split() for span in spans]
        covered += [["none"] for one in spans if _is_lacked(sentence, one, grounds)]
        self.roles |= {"couverture"} if any(covered) else set()
        self.statuses = _unique(
            one for values in covered for one in values if one not in _NO_STATUS
        )
        self.draws = any("map" in values for values in covered)
        parts = any("parts" in values for values in covered) or self.draws
        self.is_of_ground = parts or ("none" in self.statuses and self._has_ground())
        # A word of a filter names a network only in a definition or a comparison, or for a fact.
        # "outils" is a kind and a fact: alone, it is what is looked for.
        facts = {span.value("champ") for span in spans if not _is_filter(span)}
        self._asks_fact = bool(facts - {None, CONTACT})
        about = self.roles & {"définition", "comparaison"} or self._asks_fact
        naming = [span for span in spans if about or not _is_filter(span)]
        self.networks = _unique(span.value("network") for span in naming)
        values = [(span.value("champ") or "").split() for span in spans]
        self.fields = _unique(field for value in values for field in value)
        self.added = {*self.fields} - {field for value in values for field in value[:1]}

    def _has_ground(self) -> bool:
        """Whether parts of a place are named, or what the place itself lacks."""
        return _names_parts(self._spans) or any(one.value("exclusion") for one in self._spans)

    @property
    def is_of_guichet(self) -> bool:
        """Whether coverage or a fact is asked of the guichet vert of the place."""
        known = None not in self._sentence.marks
        facts = set(self.fields) - {CONTACT} and not self.roles & {"métier", "theme", "audience"}
        return known and bool("couverture" in self.roles or facts)

    @property
    def is_of_vert(self) -> bool:
        """Whether a guichet vert is named in full, not as "guichet"."""
        return any(one.value("kind") == GUICHET_VERT and " " in one.key for one in self._spans)

    def filter(self, name: str) -> tuple[str, ...]:
        """The ids of a namespace asked for."""
        named = {span.value(name) for span in self._spans}
        return tuple(word.id for word in self._catalogue.words[name] if word.id in named)

    def subjects(self, *, one_filter: bool) -> tuple[str, ...]:
        """The subjects of the question: networks, notions, the networks of an organisation.

        A word of a filter may be a notion too ("guichet vert"): it is a subject if a definition or
        a fact is asked for and it is the only filter.
        """
        comparing = "comparaison" in self.roles or self._is_choice
        if self.networks and not comparing:
            return self.networks
        asked = "définition" in self.roles or self._asks_fact
        alone = one_filter and "organisation" not in self.roles
        named = []
        for span in self._spans:
            notion = self._notion(span)
            about = asked and alone and not span.value("champ")  # "outils gratuits" are looked for
            about = about and "liste" not in self.roles
            if (network := span.value("network")) in self.networks:
                named.append(network)
            elif notion and (not _is_filter(span) or comparing or about):
                named.append(notion)
        if found := _unique(named):
            return found
        carried = self._catalogue.facets.get("organisation", {})
        bodies = _unique(span.value("organisation") for span in self._spans)
        positions = [at for body in bodies for at in carried.get(body, ())]
        return _unique(map(self._catalogue.ids.__getitem__, positions))

    @property
    def _is_choice(self) -> bool:
        """Whether a choice or a sameness is asked of: "PHARE ou guichet vert ?", "RGO = RESECO"."""
        named = [span for span in self._spans if span.value("network") or self._notion(span)]
        return any(
            {*self._sentence.keys(one.end, other.start).split()} & {"ou", "or"}
            or "=" in self._sentence.tokens[other.start].before
            for one, other in pairwise(named)
            if other.start - one.end <= 2
        )

    def _notion(self, span: Span) -> str | None:
        """The notion of an expression: by its name, or as the kind with the same id."""
        kind = span.value("kind")
        return span.value("notion") or (kind if kind in self._catalogue.notion_ids else None)

    def alternatives(self, reading: Reading) -> tuple[str, ...]:
        """What else words may mean that were read as one of two things."""
        found = []
        known = self._sentence.lexicon
        for start in range(len(self._sentence.tokens)):
            for end, key in self._sentence.keys_from(start):
                network = dict(known.of(key)).get("network")
                if network and known.is_theme_and_place(key) and reading.command == "find":
                    text = self._sentence.text(start, end)
                    show = Reading("show", {}, subjects=(network,)).command_line
                    found.append(f"« {text} » est aussi le nom d'un réseau : {show}")
        return tuple(dict.fromkeys(found))

    def left(self, reading: Reading) -> tuple[str, ...]:
        """The words that are unknown, or known but no part of the command, as typed."""
        sentence, found = self._sentence, []
        for at, span in enumerate(sentence.marks):
            if at in self._out:
                continue
            if span is None:
                if sentence.key(at) not in plain_words()["titre"]:
                    found.append((at, at + 1))
            elif _is_unanswered(span, reading, self.networks) or self._is_dropped(span, reading):
                found.append((span.start, span.end))
            elif span.role == "vide" and sentence.tokens[at].capital and span.end == at + 1:
                if gazetteer.communes_named(span.key):
                    found.append((at, at + 1))  # "le village s'appelle Y"
        words = list(dict.fromkeys(sentence.text(*one) for one in found))
        return (*words[:_MOST_LEFT], "…") if len(words) > _MOST_LEFT else tuple(words)

    def _is_dropped(self, span: Span, reading: Reading) -> bool:
        """Whether a negation or a filter is not in the command, nor met by what it shows."""
        if span.value("exclusion") in ("négation", "absence"):
            return not _is_missed(self._sentence, span)
        ids = [network for network in reading.subjects if network in self._catalogue.ids]
        shown = [self._catalogue.network(one) for one in ids] if reading.command == "show" else []
        met = {*reading.subjects, *reading.theme, *reading.kind, *reading.audience}
        met |= set() if shown else {"collectivite", GUICHET_VERT}  # whom a guichet vert serves
        for network in shown:
            met |= {network.kind, *network.themes, *network.audiences}
        values = {span.value(name) for name, _ in FILTERS} - {None}
        if not shown and reading.command not in ("find", "coverage"):
            return False
        return bool(values) and not ((shown and span.value("champ")) or values & met)

    def misspelt(self) -> tuple[str, ...]:
        """The first unknown word near a word of the catalogue, and the words near it."""
        sentence = self._sentence
        for at, token in enumerate(sentence.tokens):
            if (
                sentence.marks[at]
                or token.key in plain_words()["titre"]
                or token.key in plain_words()["courant"]
            ):
                continue
            if near := sentence.lexicon.near(token.key):
                return (token.text, *near)
        return ()


def _is_filter(span: Span) -> bool:
    return any(span.value(name) for name in _FILTERED)


def _is_unanswered(span: Span, reading: Reading, said_networks: tuple[str, ...]) -> bool:
    """Whether the answer does not reflect a known expression."""
    if span.role == "champ":
        there = (reading.place or reading.places) and (reading.kind or reading.theme)
        counted = reading.command != "find" and span.value("champ") == "chiffres"
        shown = there or counted or reading.command == "show"
        return not shown and span.value("champ") != CONTACT
    if span.role == "définition":
        # "c'est quoi un ESAT ?"; not "quels sont les réseaux pour un hôpital ?"
        asked = reading.kind or reading.theme or reading.about
        return reading.command == "list" or (reading.command == "find" and not asked)
    if span.role == "comparaison":
        return reading.command == "show" and len(reading.subjects) < 2
    if span.value("organisation") and not span.value("network"):
        return bool(said_networks) if reading.command == "show" else not reading.about
    return span.role in ("lieu", "hors", "numéroté") or span.value("exclusion") in ("", "manque")


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values if one))
