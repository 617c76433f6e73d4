"""What a question is read as: the command that it amounts to, what is left, what is refused.

Known words are marked (``words``), then places (``places``); the command follows from both. Which
networks help where is decided in ``answering``.
"""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.answering.details import CONTACT
from achats_reseaux.model import FILTERS, GUICHET_VERT, Record
from achats_reseaux.questions.exclusions import exclusion
from achats_reseaux.questions.places import mentions
from achats_reseaux.questions.words import Sentence, lexicon_of, type_words
from achats_reseaux.text import shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.names import Mention
    from achats_reseaux.questions.words import Span

_MOST_LEFT = 6
_FILTERED = tuple(name for name, _ in FILTERS)


class Reading(Record):
    """What a question is read as.

    Attributes:
        command: ``find``, ``list``, ``show`` or ``coverage``; ``""`` if nothing is understood.
        place: the place options of ``find`` (``lieu`` is the bare argument).
        theme, kind, audience: ids of the vocabulary, in its order.
        subjects: ids of networks or notions for ``show``; the network for ``coverage``.
        fields: the facts asked for: ids of the catalogue's fields, or ``contact``.
        statuses: statuses of the areas asked of ``coverage``.
        others: if several places are named, those after the first.
        about: id of a network named beside a place: is the place covered by it?
        left: words that were not understood, or are no part of the command, as typed.
        refused: an exclusion, as typed; the other fields ignore it.
        near_known: a word that is nearly a known one, as typed, and the words near it.
        notes: French sentences on how the question was read.
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
    others: tuple[dict[str, str], ...] = ()
    about: str | None = None
    left: tuple[str, ...] = ()
    refused: str = ""
    near_known: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    vague: bool = False

    @property
    def filters(self) -> tuple[str, ...]:
        """The ids of all filters."""
        return (*self.theme, *self.kind, *self.audience)

    @property
    def command_line(self) -> str:
        """The command as a shell takes it."""
        words = ["reseaux", self.command]
        for name, text in self.place.items():
            words += [text] if name == "lieu" else ["--" + name.replace("_", "-"), text]
        for one in self.subjects:
            words += ["--network", one] if self.command == "coverage" else [one]
        options = [("--field", self.fields)] if self.command == "show" else []
        options += [("--status", self.statuses)]
        options += [(option, getattr(self, name)) for name, option in FILTERS]
        words += [word for option, values in options for one in values for word in (option, one)]
        return shell_joined(words)


def read_question(catalogue: Catalogue, text: str) -> Reading:
    """Read a question; no text makes this raise.

    Args:
        catalogue: provides the words, networks, notions and organisations to recognise.
        text: the question as typed.
    """
    sentence = Sentence(text, lexicon_of(catalogue))
    named = mentions(sentence)
    how, out = exclusion(sentence, {one.end for one in named if one.area})
    said = _Said(catalogue, sentence, how, out)
    places = [one for one in named if how != "excluded" or one.start not in out]
    theme, kind, audience = map(said.filter, _FILTERED)
    reading = Reading("", {}, theme, kind, audience, fields=said.fields)
    if reading.kind == (GUICHET_VERT,) and "social" in reading.theme:
        note = "Un guichet vert ne conseille que sur l'environnement."
        reading = reading.replace(kind=(), notes=(note,))
    reading = _wanted(catalogue, reading, said, places)
    left = said.left(reading)
    told = [f"Non compris : {', '.join(f'« {shortened(one)} »' for one in left)}."] if left else []
    said_of = sentence.text(out.start, out.stop) if out else ""
    if how == "missed" and reading.command == "find":
        told.append(f"« {shortened(said_of)} » : voici ce qu'il y a.")
    if sentence.cut:
        told.append("Question trop longue : seul son début a été lu.")
    return reading.replace(
        left=left,
        refused=said_of if how == "excluded" else "",
        near_known=sentence.near_known(),
        notes=(*told, *said.other_names(reading), *reading.notes),
        vague=reading.command == "list" and not (reading.filters or "liste" in said.roles),
    )


def _wanted(catalogue: Catalogue, reading: Reading, said: _Said, places: list[Mention]) -> Reading:
    """Choose the command, by the strongest evidence first."""
    area = places[0].area if len(places) == 1 else None
    if area and said.is_of_ground:
        return _coverage(reading.replace(place={"lieu": area}), said)
    national = {catalogue.network(one).scope for one in said.networks} == {"national"}
    other = {*reading.fields} - {CONTACT, "perimetre", "fait", "ne-fait-pas"}
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
        undocumented = reading.fields and told.isdisjoint(reading.fields)
        if undocumented and reading.filters and {*subjects} <= {*reading.filters}:
            return reading.replace(command="list")  # the kind's networks may tell
        # Fields that only add to another one are asked for where they are documented.
        fields = tuple(one for one in reading.fields if one not in said.added or one in told)
        there = [reading.replace(command="find", place=one.options) for one in places]
        notes = [f"Qui peut aider là : {one.command_line}" for one in there]
        if "organisation" in said.roles and not said.networks and {*subjects} <= {*catalogue.ids}:
            notes.append("Voici les réseaux de l'organisme nommé, non ce qu'il est lui-même.")
        told_there = (*reading.notes, *notes)
        return Reading("show", {}, subjects=subjects, fields=fields, notes=told_there)
    if reading.filters or said.roles & {"liste", "métier"}:
        return reading.replace(command="list")
    return reading


def _found(catalogue: Catalogue, reading: Reading, said: _Said, places: list[Mention]) -> Reading:
    """Who helps at the places named."""
    about = said.networks[0] if said.networks else None
    network = catalogue.network(about) if about else None
    if network and not reading.kind and {*reading.theme} <= {*network.themes}:
        # The network may not cover the place: the networks of its kind that do are shown.
        reading = reading.replace(kind=(network.kind,))
    elif said.is_of_guichet and not reading.kind and "social" not in reading.theme:
        # "le Bas-Rhin est-il couvert ?", "combien ça coûte à Rennes ?"
        reading = reading.replace(kind=(GUICHET_VERT,), audience=())
    place, *others = (one.options for one in places)
    return reading.replace(command="find", place=place, others=tuple(others), about=about)


def _coverage(reading: Reading, said: _Said) -> Reading:
    """By the networks asked for; guichets verts are counted by default."""
    # "communes sans guichet vert": these are the places asked for.
    audience = tuple(one for one in reading.audience if one != "collectivite")
    by_default = reading.kind == (GUICHET_VERT,) and not (reading.theme or audience)
    kind = () if by_default else reading.kind
    statuses = tuple(one for one in said.covered if one not in ("parts", "map"))
    named = said.networks[:1]
    asked = {"kind": kind, "audience": audience, "subjects": named, "statuses": statuses}
    return reading.replace(command="coverage", **asked)


def _documented(catalogue: Catalogue, subjects: tuple[str, ...]) -> set[str]:
    """The fields that are documented of networks, of their kinds, or of notions."""
    networks = [one for one in subjects if one in catalogue.ids]
    kinds = [catalogue.network(one).kind for one in networks]
    notions = [one for one in (*subjects, *kinds) if one in catalogue.notion_ids]
    facts = [fact for one in networks for fact in catalogue.facts_of(one)]
    facts += [fact for one in notions for fact in catalogue.notion(one).facts]
    return {fact.field for fact in facts}


# --- the meanings of the other words ---


class _Said:
    """The meanings of the known words of a question, but for those that it excludes.

    Attributes:
        roles: the namespaces of all meanings.
        covered: statuses of areas, ``parts`` or ``map``, as far as coverage is asked for.
        networks: the ids of the networks named.
        fields: the facts asked for, in the order of the question.
        added: those that only add to another one.
    """

    def __init__(self, catalogue: Catalogue, sentence: Sentence, how: str, out: range) -> None:
        self._catalogue, self._sentence = catalogue, sentence
        self._out = out if how == "excluded" else range(0)
        self._answered = out.start if how in ("lacked", "missed") else -1
        marks = (one for at, one in enumerate(sentence.marks) if one and at not in self._out)
        self._spans = spans = list(dict.fromkeys(marks))
        self.roles = {role for span in spans for role, _ in span.meanings}
        covered = [(span.value("couverture") or "").split() for span in spans]
        if how == "lacked":
            covered.append(["none", "parts"])
            self.roles.add("couverture")
        self.covered = _unique(one for values in covered for one in values)
        parts = "parts" in self.covered or "map" in self.covered
        self.is_of_ground = parts or ("none" in self.covered and any(one.is_part for one in spans))
        # A word of a filter names a network only in a definition or a comparison, or for a fact.
        # "outils" is a kind and a fact: alone, it is what is looked for.
        facts = {span.value("champ") for span in spans if not span.filters} - {None, CONTACT}
        self._is_asked = bool(facts or "définition" in self.roles)
        about = self._is_asked or "comparaison" in self.roles
        self.networks = _unique(one.value("network") for one in spans if about or not one.filters)
        values = [(span.value("champ") or "").split() for span in spans]
        self.fields = _unique(field for value in values for field in value)
        self.added = {*self.fields} - {field for value in values for field in value[:1]}

    @property
    def is_of_guichet(self) -> bool:
        """Whether coverage or a fact is asked of the guichet vert of the place."""
        facts = {*self.fields} - {CONTACT} and not self.roles & {"métier", "theme", "audience"}
        known = None not in self._sentence.marks
        return known and bool("couverture" in self.roles or facts)

    def filter(self, name: str) -> tuple[str, ...]:
        """The ids of a namespace asked for."""
        named = {span.value(name) for span in self._spans}
        return tuple(word.id for word in self._catalogue.words[name] if word.id in named)

    def subjects(self, *, one_filter: bool) -> tuple[str, ...]:
        """The subjects of the question: networks, notions, the networks of an organisation.

        A word of a filter may be a notion too ("guichet vert"): it is a subject if a definition or
        a fact is asked for and it is the only filter.
        """
        comparing = "comparaison" in self.roles or self._is_choice()
        if self.networks and not comparing:
            return self.networks
        alone = self._is_asked and one_filter and not self.roles & {"organisation", "liste"}
        named = []
        for span in self._spans:
            network, notion = span.value("network"), self._notion(span)
            about = alone and not span.value("champ")  # "outils gratuits" are looked for
            if network in self.networks:
                named.append(network)
            elif notion and (not span.filters or comparing or about):
                named.append(notion)
        if found := _unique(named):
            return found
        carried = self._catalogue.facets.get("organisation", {})
        bodies = _unique(span.value("organisation") for span in self._spans)
        return _unique(self._catalogue.ids[at] for body in bodies for at in carried.get(body, ()))

    def _is_choice(self) -> bool:
        """Whether a choice or a sameness is asked of: "PHARE ou guichet vert ?", "RGO = RESECO"."""
        named = [span for span in self._spans if span.value("network") or self._notion(span)]
        return any(
            self._sentence.keys(one.end, other.start) in ("ou", "or", "ou un", "ou le")
            or "=" in self._sentence.tokens[other.start].before
            for one, other in pairwise(named)
        )

    def _notion(self, span: Span) -> str | None:
        """The notion of an expression: by its name, or as the kind with the same id."""
        kind = span.value("kind")
        return span.value("notion") or (kind if kind in self._catalogue.notion_ids else None)

    def other_names(self, reading: Reading) -> list[str]:
        """What is told of words that are read as a filter, and are also the name of a network."""
        spans = [*self._sentence.aside, *(one for one in self._spans if one.filters)]
        named = {self._sentence.text(one.start, one.end): one.value("network") for one in spans}
        return [
            f"« {text} » est aussi le nom d'un réseau : reseaux show {network}"
            for text, network in named.items()
            if network and network not in (*reading.subjects, reading.about)
        ]

    def left(self, reading: Reading) -> tuple[str, ...]:
        """The words that are unknown, or known but no part of the command, as typed."""
        sentence, found = self._sentence, []
        # "quelles obligations en 2026 ?"
        shown = {word for one in reading.subjects for word in one.split("-") if word.isdigit()}
        for at, span in enumerate(sentence.marks):
            if at in self._out:
                continue
            if span is None:
                if sentence.key(at) not in (*type_words(), *shown):
                    found.append((at, at + 1))
            elif self._is_unanswered(span, reading) or self._is_dropped(span, reading):
                found.append((span.start, span.end))
        words = list(dict.fromkeys(sentence.text(*one) for one in found))
        return (*words[:_MOST_LEFT], "…") if len(words) > _MOST_LEFT else tuple(words)

    def _is_dropped(self, span: Span, reading: Reading) -> bool:
        """Whether a filter is not in the command, nor met by what it shows."""
        shown = reading.subjects if reading.command == "show" else ()
        networks = [self._catalogue.network(one) for one in shown if one in self._catalogue.ids]
        if not (networks or reading.command in ("find", "coverage")):
            return False
        met = {*reading.subjects, *reading.filters}
        for one in networks:
            met |= {one.kind, *one.themes, *one.audiences}
        if not networks:
            met |= {"collectivite", GUICHET_VERT}  # whom a guichet vert serves
        return bool(span.filters) and not ((networks and span.value("champ")) or span.filters & met)

    def _is_unanswered(self, span: Span, reading: Reading) -> bool:
        """Whether the answer does not reflect a known expression."""
        show, asked = reading.command == "show", reading.kind or reading.theme
        if span.role == "champ":
            counted = reading.command != "find" and span.value("champ") == "chiffres"
            there = reading.place and asked
            return not (show or there or counted) and span.value("champ") != CONTACT
        if span.role == "définition":
            # "c'est quoi un ESAT ?"; not "quels sont les réseaux pour un hôpital ?"
            bare = reading.command == "find" and not (asked or reading.about)
            return bare or reading.command == "list"
        if span.role == "comparaison":
            return show and len(reading.subjects) < 2
        if span.value("organisation") and not span.value("network"):
            return bool(self.networks) if show else not reading.about
        if span.role == "exclusion":
            return span.start != self._answered and span.value("exclusion") != "autre"
        # "un village qui s'appelle Y"
        token = self._sentence.tokens[span.start]
        named = gazetteer.communes_named(span.key) or gazetteer.aliases(span.key)
        name = span.role == "vide" and token.capital and named
        return bool(name) or span.role in ("lieu", "hors", "numéroté")


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values if one))
