"""What a question is read as: the command that it amounts to, what is left, what is refused.

Known words are marked (``words``), then places (``places``); the command follows from both. Which
networks help where is decided in ``answering``.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.details import CONTACT
from achats_reseaux.model import FILTERS, GUICHET_VERT, Record
from achats_reseaux.questions.names import AREAS, distinct, resolved
from achats_reseaux.questions.places import read_places
from achats_reseaux.questions.words import ASKED_FOR, lexicon_of, read_words, type_words
from achats_reseaux.text import fold, shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.names import Mention
    from achats_reseaux.questions.words import Sentence, Span

_MOST_LEFT = 6
_LINKING = ("article", "liaison", "préposition")
_EMPTY = (*_LINKING, "vide", "déterminant", "ici")
_BEGINNING = (*_EMPTY, "place")
_FILTERED = tuple(name for name, _ in FILTERS)


class Reading(Record):
    """What a question is read as."""

    command: str  # find, list, show or coverage; "" if nothing is understood
    place: dict[str, str]  # the place options of find ("lieu" is the bare argument)
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # ids of networks or notions for show; the one for coverage
    fields: tuple[str, ...] = ()  # the facts asked for: ids of fields, or "contact"
    statuses: tuple[str, ...] = ()  # of the areas asked of coverage
    others: tuple[dict[str, str], ...] = ()  # if several places are named, those after the first
    about: str | None = None  # the network named beside a place: is the place covered by it?
    left: tuple[str, ...] = ()  # words not understood, or no part of the command, as typed
    refused: str = ""  # an exclusion, as typed; the other fields ignore it
    notes: tuple[str, ...] = ()  # French sentences on how the question was read
    vague: bool = False  # the list is that of all networks, which was not asked for

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
    named, sentence = read_places(read_words(text, lexicon_of(catalogue)))
    if text.rstrip().endswith("?"):
        sentence = _with_absence_asked(sentence)
    excluded = _excluded(sentence)
    out = {at for one in excluded for at in one}
    for one in excluded:
        if sentence.role(one.start) in ASKED_FOR:  # "le guichet vert de Rouen ne répond pas"
            out -= {at for at in one if sentence.role(at) == "place"}
    spans = [one for at, one in enumerate(sentence.marks) if one and at not in out]
    said = _Said(catalogue, list(dict.fromkeys(spans)))
    reading = _wanted(catalogue, said, distinct([one for one in named if one.start not in out]))
    left = _left(catalogue, sentence, out, reading, said)
    near = {one: sentence.lexicon.near(fold(one)) for one in left}
    words = [
        f"« {shortened(one)} »" + "".join(f" (« {key} » ?)" for key in near[one]) for one in left
    ]
    told = [f"Non compris : {', '.join(words)}."] if left else []
    if sentence.cut:
        told.append("Question trop longue : seul son début a été lu.")
    return reading.replace(
        left=left,
        refused=", ".join(sentence.text(one.start, one.stop) for one in excluded),
        notes=(*told, *reading.notes),
        vague=reading.command == "list" and not (reading.filters or "liste" in said.roles),
    )


# --- what is excluded ---


def _with_absence_asked(sentence: Sentence) -> Sentence:
    """A question that begins with an absence is one of coverage: "aucun guichet en Corse ?"."""
    first = next((one for one in sentence.marks if not one or one.role not in _BEGINNING), None)
    asked = first and "absence" in (first.value("exclusion") or "")
    if first and asked and sentence.role(first.end) in ASKED_FOR:  # not "pas de souci"
        return sentence.with_span(first.replace(meanings=(("couverture", "none"),)))
    return sentence


def _excluded(sentence: Sentence) -> list[range]:
    """From a word of exclusion to the last thing named that it excludes: "sauf les plateformes".

    Else from the thing named before it: "clause sociale : non". Where a place is said to have none,
    the expression is one of coverage ("communes sans …"), and not of exclusion.
    """
    found: list[range] = []
    for span in dict.fromkeys(sentence.marks):
        value = _exclusion(sentence, span)
        if span is None or value is None or any(span.start in one for one in found):
            continue
        after = _named_after(sentence, span)
        place = bool(after and after.role == "place")
        if place and value == "autre":  # "qui d'autre à Nantes ?"
            after = span
        rather = "après" in value or (place and "ne" in value.split())
        before = None
        if rather or (not after and "négation" in value):
            before = _named_before(sentence, span, value, back=not place or "après" in value)
        if before:
            found.append(range(before.start, span.end))
        elif after:
            found.append(range(span.start, after.end))
    return found


def _exclusion(sentence: Sentence, span: Span | None) -> str | None:
    """The value of a word of exclusion, and ``ne`` after "ne": "ne passe plus par"."""
    value = span.value("exclusion") if span else None
    if span is None or span.key not in ("pas", "plus"):
        return value
    verb = {"n", "ne"} & {*sentence.keys(span.start - 3, span.start).split()}
    fact = sentence.role(span.end) == "champ"  # "n'est-il plus gratuit ?"
    return f"{value or ''} ne" if verb and not fact else value


def _named_after(sentence: Sentence, span: Span) -> Span | None:
    """The last of the things named one after the other, in the clause after a word: "ni … ni …"."""
    last: Span | None = None
    joining = (*_LINKING, "exclusion")
    for at in range(span.end, len(sentence.tokens)):
        one, role = sentence.marks[at], sentence.role(at)
        named = role in ("place", *ASKED_FOR)
        elsewhere = last and last.role != "place" == role  # "sauf les plateformes à Rouen"
        if sentence.breaks(at) or elsewhere or (last and not named and role not in joining):
            break
        last = one if named else last
    return last


def _named_before(sentence: Sentence, span: Span, value: str, *, back: bool) -> Span | None:
    """The last thing named in the clause before a word; ``back``: or before an empty clause."""
    named = (*ASKED_FOR, "place") if "lieu" in value else ASKED_FOR
    start = span.start
    while not sentence.breaks(start):
        start -= 1
    before = [one for one in sentence.marks[start : span.start] if one]
    if back and {one.role for one in before} <= {*_EMPTY}:
        before = [one for one in sentence.marks[: span.start] if one]
    return next((one for one in reversed(before) if one.role in named), None)


# --- the command ---


class _Said:
    """The meanings of the known words of a question."""

    def __init__(self, catalogue: Catalogue, spans: list[Span]) -> None:
        self._catalogue, self.spans = catalogue, spans
        self.roles = {role for span in spans for role, _ in span.meanings}
        # "outils" is a kind and a fact: alone, it is what is looked for.
        facts = {span.value("champ") for span in spans if not span.filters} - {None, CONTACT}
        # "un guichet vert ou un facilitateur ?"; not with a place, or with a theme
        either = {"ou", "or"} & {one.key for one in spans} and self.roles <= {*_EMPTY, "kind"}
        either = either and len(self.filter("kind")) > 1
        self.comparing = "comparaison" in self.roles or bool(either)
        self.is_about = bool(facts or "définition" in self.roles)
        # A word of a filter names a network only if something is asked about it.
        about = self.is_about or self.comparing
        self.networks = _unique(one.value("network") for one in spans if about or not one.filters)

    def words(self, namespace: str) -> tuple[str, ...]:
        """The words of the values in a namespace: fields, statuses of coverage."""
        values = (span.value(namespace) or "" for span in self.spans)
        return _unique(word for value in values for word in value.split())

    def filter(self, name: str) -> tuple[str, ...]:
        """The ids of a namespace of filters, in the order of the vocabulary."""
        named = {span.value(name) for span in self.spans}
        return tuple(word.id for word in self._catalogue.words[name] if word.id in named)

    def subjects(self) -> tuple[str, ...]:
        """The subjects of the question: networks, notions, the networks of an organisation.

        A word of a filter may be a notion too ("guichet vert"): it is a subject if a definition or
        a fact is asked for and it is the only filter.
        """
        if self.networks and not self.comparing:
            return self.networks
        # "le guichet vert est-il payant pour une commune ?": whom it serves is no second filter
        filters = {one for span in self.spans for one in span.filters} - {"collectivite"}
        alone = self.is_about and len(filters) == 1 and not self.roles & {"organisation", "liste"}
        named = []
        for span in self.spans:
            network, notion = span.value("network"), self._notion(span)
            about = alone and not span.value("champ")  # "outils gratuits" are looked for
            if network in self.networks:
                named.append(network)
            elif notion and (not span.filters or self.comparing or about):
                named.append(notion)
        if found := _unique(named):
            return found
        carried = self._catalogue.facets.get("organisation", {})
        bodies = _unique(span.value("organisation") for span in self.spans)
        return _unique(self._catalogue.ids[at] for body in bodies for at in carried.get(body, ()))

    def _notion(self, span: Span) -> str | None:
        """The notion of an expression: by its name, or as the kind with the same id."""
        kind = span.value("kind")
        return span.value("notion") or (kind if kind in self._catalogue.notion_ids else None)


def _wanted(catalogue: Catalogue, said: _Said, places: list[Mention]) -> Reading:
    """Choose the command, by the strongest evidence first."""
    theme, kind, audience = map(said.filter, _FILTERED)
    fields = said.words("champ")
    reading = Reading("", {}, theme, kind, audience, fields=fields)
    if kind == (GUICHET_VERT,) and "social" in theme:
        note = "Un guichet vert ne conseille que sur l'environnement."
        reading = reading.replace(kind=(), notes=(note,))
    area = places[0].found[0] if len(places) == 1 and places[0].found else None
    if area and area.kind in AREAS and {"none", "parts", "map"} & {*said.words("couverture")}:
        name = area.name if len(resolved(area.name)) == 1 else area.code
        return _coverage(reading.replace(place={"lieu": name}), said)
    national = {catalogue.network(one).scope for one in said.networks} == {"national"}
    other = {*fields} - {CONTACT, "perimetre", "fait", "ne-fait-pas"}
    itself = not kind and (national or "définition" in said.roles)
    if places and not (said.networks and (other or itself)):
        return _found(catalogue, reading, said, places)
    if "couverture" in said.roles:
        return _coverage(reading, said)
    if subjects := said.subjects():
        return _shown(catalogue, reading, said, subjects, places)
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
    place, *others = (one.options for one in places)
    return reading.replace(command="find", place=place, others=tuple(others), about=about)


def _coverage(reading: Reading, said: _Said) -> Reading:
    """By the networks asked for; guichets verts are counted by default."""
    # "communes sans guichet vert": these are the places asked for.
    audience = tuple(one for one in reading.audience if one != "collectivite")
    statuses = tuple(one for one in said.words("couverture") if one not in ("parts", "map"))
    kind = () if {*reading.kind, *reading.theme, *audience} == {GUICHET_VERT} else reading.kind
    asked = {"kind": kind, "audience": audience, "statuses": statuses}
    return reading.replace(command="coverage", subjects=said.networks[:1], **asked)


def _shown(
    catalogue: Catalogue,
    reading: Reading,
    said: _Said,
    subjects: tuple[str, ...],
    places: list[Mention],
) -> Reading:
    """The facts of networks and notions; the networks of a kind where it has none of them."""
    told = _documented(catalogue, subjects)
    undocumented = reading.fields and told.isdisjoint(reading.fields)
    if undocumented and reading.filters and {*subjects} <= {*reading.filters}:
        return reading.replace(command="list")
    # Fields that only add to another one are asked for where they are documented.
    first = {(span.value("champ") or "").partition(" ")[0] for span in said.spans}
    fields = tuple(one for one in reading.fields if one in first or one in told)
    there = [reading.replace(command="find", place=one.options) for one in places]
    notes = [f"Qui peut aider là : {one.command_line}" for one in there]
    return Reading("show", {}, subjects=subjects, fields=fields, notes=(*reading.notes, *notes))


def _documented(catalogue: Catalogue, subjects: tuple[str, ...]) -> set[str]:
    """The fields that are documented of networks, of their kinds, or of notions."""
    networks = [one for one in subjects if one in catalogue.ids]
    kinds = [catalogue.network(one).kind for one in networks]
    notions = [one for one in (*subjects, *kinds) if one in catalogue.notion_ids]
    facts = [fact for one in networks for fact in catalogue.facts_of(one)]
    facts += [fact for one in notions for fact in catalogue.notion(one).facts]
    return {fact.field for fact in facts}


# --- what is said of the other words ---


def _left(
    catalogue: Catalogue, sentence: Sentence, out: set[int], reading: Reading, said: _Said
) -> tuple[str, ...]:
    """The words that are unknown, or known but no part of the command, as typed."""
    known = type_words().keys()
    met = _met(catalogue, reading, said)
    found = []
    for at, span in enumerate(sentence.marks):
        if at in out:
            continue
        if span is None:
            if sentence.key(at) not in known:
                found.append((at, at + 1))
            continue
        negated = span.key == "plus" and _exclusion(sentence, span)  # "n'existant plus"
        if negated or _is_unanswered(span, reading, met) or _is_name(sentence, span):
            found.append((span.start, span.end))
    words = list(dict.fromkeys(sentence.text(*one) for one in found))
    return (*words[:_MOST_LEFT], "…") if len(words) > _MOST_LEFT else tuple(words)


def _met(catalogue: Catalogue, reading: Reading, said: _Said) -> set[str]:
    """The filters, networks and notions that a command has, or that are true of what it shows."""
    met = {*reading.filters, *reading.subjects, reading.about or ""}
    for network in [catalogue.network(one) for one in met if one in catalogue.ids]:
        met |= {network.kind, *network.themes, *network.audiences}
    if reading.command == "show" and not said.networks:
        met |= {*said.words("organisation")}
    if reading.command != "show":
        met |= {"collectivite", GUICHET_VERT}  # whom a guichet vert serves
    return met


def _is_unanswered(span: Span, reading: Reading, met: set[str]) -> bool:
    """Whether the answer does not reflect a known expression."""
    show, find = reading.command == "show", reading.command == "find"
    if span.role in ("hors", "lieu", "numéroté", "exclusion"):
        return True
    if span.role == "champ":
        counted = not find and span.value("champ") == "chiffres"
        return not (show or counted) and span.value("champ") != CONTACT
    if span.role == "définition":
        # "c'est quoi un ESAT ?"; not "quels sont les réseaux pour un hôpital ?"
        bare = not (reading.kind or reading.theme or reading.about)
        return reading.command == "list" or (find and bare)
    if span.role == "comparaison":
        return show and len(reading.subjects) < 2
    named = {*span.filters, span.value("network"), span.value("organisation")} - {None}
    return bool(named) and not (show and span.value("champ")) and named.isdisjoint(met)


def _is_name(sentence: Sentence, span: Span) -> bool:
    """Whether a word that says nothing is a name here: "un village qui s'appelle Y"."""
    capital = span.role == "vide" and sentence.tokens[span.start].capital
    return capital and bool(gazetteer.communes_named(span.key) or gazetteer.aliases(span.key))


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values if one))
