"""The command that a question amounts to, by ordered rules: the first that reads it decides."""

from __future__ import annotations

from achats_reseaux.answering.details import CONTACT
from achats_reseaux.model import GUICHET_VERT, Catalogue
from achats_reseaux.questions.lexicon import SELLERS
from achats_reseaux.questions.parsed_question import ParsedQuestion
from achats_reseaux.questions.place_lookup import AREAS, Mention, resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.questions.sentences import Span

THRESHOLDS = "seuils"
"""The notion that an amount of money leads to."""
LAW_OF_THEME = {"environnement": "obligations-2026", "social": "clause-sociale"}
"""The notions that tell from which amount a clause is due."""
_OF_PARTS = frozenset(("none", "parts", "map"))
_LEVELS = {"departements": "departement", "departments": "departement", "regions": "region"}
_NO_STATUS = frozenset(("parts", "map"))
_OF_LAW = frozenset(("base-juridique", "public-vise"))
_FACTS_OF_COVERAGE = {CONTACT, "perimetre", "fait", "ne-fait-pas"}


# --- what is asked ---


class Question:
    """The meanings of the known words of a question, and its places."""

    def __init__(
        self,
        catalogue: Catalogue,
        spans: list[Span],
        places: list[Mention],
        *,
        seeks_suppliers: bool,
    ) -> None:
        self.catalogue = catalogue
        self.spans = spans
        self.places = places
        self.seeks_suppliers = seeks_suppliers
        self.namespaces: set[str] = set()
        for span in spans:
            self.namespaces.update(dict(span.meanings))
        # "outils" is a kind and a fact: alone, it is what is looked for.
        facts = {span.value("champ") for span in spans if not span.filters} - {"", CONTACT}
        self.is_about = bool(facts) or "définition" in self.namespaces
        self.is_comparing = "comparaison" in self.namespaces
        if self.namespaces == {"kind", "liaison"}:  # "guichet vert ou facilitateur ?"
            self.is_comparing = True
        # A word of a filter names a network only if something is asked about it.
        naming = [span for span in spans if not span.filters]
        if self.is_about or self.is_comparing:
            naming = spans
        self.networks = _unique(span.value("network") for span in naming)

    @property
    def laws(self) -> tuple[str, ...]:
        """The notions of the law, which are no words of a filter."""
        of_law = [span for span in self.spans if span.role in ("notion", "métier")]
        return _unique(span.value("notion") for span in of_law)

    @property
    def reserves(self) -> bool:
        """Whether a contract is reserved for suppliers of the social economy."""
        return any(span.role == "notion" and span.means(SELLERS) for span in self.spans)

    def words(self, namespace: str) -> tuple[str, ...]:
        """The words of the values in a namespace: fields, statuses of coverage."""
        words: list[str] = []
        for span in self.spans:
            words += span.value(namespace).split()
        return _unique(words)

    def filter(self, name: str) -> tuple[str, ...]:
        """The ids of a namespace of filters, in the order of the vocabulary."""
        named = {span.value(name) for span in self.spans}
        return tuple(word.id for word in self.catalogue.words[name] if word.id in named)

    def subjects(self) -> tuple[str, ...]:
        """The ids of what is asked about, by the first of these that the question names.

        Networks: "RESECO est-il gratuit ?". What is no fact of another subject: "seuil de
        la clause sociale". What may be one: "seuils". The networks of an organisation:
        "que fait le CGDD ?".
        """
        if self.networks and not self.is_comparing:
            return self.networks
        named: list[str] = []
        may_be_facts: list[str] = []
        for span in self.spans:
            subject = self._subject(span)
            if span.value("champ"):
                may_be_facts.append(subject)
            else:
                named.append(subject)
        return _unique(named) or _unique(may_be_facts) or self._networks_of_bodies()

    def _subject(self, span: Span) -> str:
        """The network or notion that an expression names, or ``""``.

        A word of a filter may be a notion too ("guichet vert"): it is a subject if it is
        compared, or the only filter that something is asked about; a notion of the law
        always is.
        """
        if span.value("network") in self.networks:
            return span.value("network")
        is_filter = bool(span.filters) and span.role != "notion"
        if is_filter and not self.is_comparing:
            if span.value("champ") or not self._is_about_filter:
                return ""  # "outils gratuits" are looked for
        if span.means("notion"):
            return span.value("notion")
        kind = span.value("kind")
        return kind if kind in self.catalogue.notion_ids else ""

    @property
    def _is_about_filter(self) -> bool:
        """Whether a definition or a fact is asked of the only filter.

        "le guichet vert est-il payant pour une commune ?": whom it serves is no second
        filter.
        """
        if not self.is_about or self.namespaces & {"organisation", "liste"}:
            return False
        filters: set[str] = set()
        for span in self.spans:
            filters |= span.filters - {"collectivite"}
        return len(filters) == 1

    def _networks_of_bodies(self) -> tuple[str, ...]:
        carried = self.catalogue.facets.get("organisation", {})
        networks: list[str] = []
        for organisation in self.words("organisation"):
            networks += [self.catalogue.ids[index] for index in carried.get(organisation, ())]
        return _unique(networks)

    @property
    def area(self) -> str | None:
        """What names the only place if it is a région or a département."""
        if len(self.places) != 1 or not self.places[0].candidates:
            return None
        place = self.places[0].candidates[0]
        if place.kind not in AREAS:
            return None
        is_alone = len(resolved(place.name)) == 1
        return place.name if is_alone else place.code


# --- the command ---


def command_of(question: Question) -> ParsedQuestion:
    """The command, by the first rule that reads the question."""
    parsed = ParsedQuestion(
        "",
        {},
        question.filter("theme"),
        question.filter("kind"),
        question.filter("audience"),
        fields=question.words("champ"),
    )
    if question.seeks_suppliers and parsed.kinds in ((), ("ressource",)):
        parsed = parsed.replace(kinds=("plateforme",))  # "un ESAT, quel outil ?"
    if question.reserves and parsed.audiences not in ((), ("collectivite",)):
        # the networks of the State's buyers, or of hospitals, are no suppliers
        parsed = parsed.replace(themes=("social",), kinds=("plateforme",), audiences=())
    if parsed.kinds == (GUICHET_VERT,) and "social" in parsed.themes:
        note = "Un guichet vert ne conseille que sur l'environnement."
        parsed = parsed.replace(kinds=(), notes=(note,))
    for rule in COMMAND_RULES:
        by_rule = rule(question, parsed)
        if by_rule is not None:
            return by_rule
    return parsed


def off_subject(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """Who buys asks nothing of the weather: that is refused with the place in it.

    Example: "météo à Bordeaux"
    """
    is_off = any(span.value("hors") == "ailleurs" for span in question.spans)
    if not is_off or len(question.places) > 1:
        return None
    if parsed.filters or question.subjects():
        return None
    if question.namespaces & {"métier", "couverture"}:
        return None
    return parsed


def coverage_of_areas(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """How many places are covered, and which; of an area only its parts, or a map of it.

    Example: "quels départements du Grand Est n'ont pas de guichet vert ?"
    """
    asked = question.words("couverture")
    if "couverture" not in question.namespaces:
        return None
    if question.places:
        area = question.area
        if area is None or _OF_PARTS.isdisjoint(asked):
            return None
        parsed = parsed.replace(place={"lieu": area})
    # "communes sans guichet vert": these are the places asked for.
    audiences = tuple(word for word in parsed.audiences if word != "collectivite")
    kinds = parsed.kinds
    if kinds + parsed.themes + audiences == (GUICHET_VERT,):
        kinds = ()  # is counted by default
    statuses = tuple(word for word in asked if word not in _NO_STATUS)
    return parsed.replace(
        command="coverage",
        subjects=question.networks[:1],
        kinds=kinds,
        audiences=audiences,
        statuses=statuses,
        level=_level(question) if statuses else "",
    )


def _level(question: Question) -> str:
    """The kind of the areas that a question asks for, where it names but one.

    Example: "quels départements sont sans guichet vert ?"
    """
    words = " ".join(span.key for span in question.spans).split()
    named = [level for plural, level in _LEVELS.items() if plural in words]
    if "region" in named and question.places:
        return ""  # an area has no régions
    return named[0] if len(named) == 1 else ""


def help_at_places(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """Who helps at the places named; not a fact of a network that is named too, nor a law's.

    Example: "guichet vert à Rouen"
    """
    if not question.places or _asks_whom_a_law_binds(question, parsed):
        return None
    if question.networks:
        network = question.catalogue.network(question.networks[0])
        if not _FACTS_OF_COVERAGE.issuperset(parsed.fields):
            return None
        asks_itself = network.scope == "national" or "définition" in question.namespaces
        if asks_itself and not parsed.kinds:
            return None
        parsed = parsed.replace(about=network.id)
        if not parsed.kinds and set(parsed.themes).issubset(network.themes):
            # The network may not cover the place: the networks of its kind that do are
            # shown.
            parsed = parsed.replace(kinds=(network.kind,))
    notes = (*parsed.notes, *_notes_of_the_law(question))
    options = [mention.options for mention in question.places]
    return parsed.replace(command="find", place=options[0], others=tuple(options[1:]), notes=notes)


def _asks_whom_a_law_binds(question: Question, parsed: ParsedQuestion) -> bool:
    """Whether a law is asked about for a kind of buyer: "le CHU de Nantes, tenu par AGEC ?"."""
    if not question.laws or not parsed.audiences or question.namespaces & {"liste", "kind"}:
        return False
    if not _OF_LAW.isdisjoint(parsed.fields):
        return True
    is_called_law = any({"loi", "law"}.intersection(span.key.split()) for span in question.spans)
    return is_called_law and not parsed.fields and bool(whom_it_binds(question, question.laws))


def _notes_of_the_law(question: Question) -> list[str]:
    """The commands that tell what no network is chosen by: "véhicules propres à Nice"."""
    notes = []
    for law in question.laws:
        notes.append(f"{question.catalogue.notion(law).name} : reseaux show {law}")
    return notes


def law_of_a_clause(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """A threshold, an amount, an obligation of a clause lead to what the law asks of the clause.

    Example: "seuil de la clause environnementale"
    """
    is_of_clause = any("clause" in span.key for span in question.spans if span.filters)
    if not is_of_clause or len(parsed.themes) != 1 or parsed.kinds or question.networks:
        return None
    notion = LAW_OF_THEME.get(parsed.themes[0])
    is_other = question.subjects() not in ((), (THRESHOLDS,))
    if notion not in question.catalogue.notion_ids or is_other:
        return None
    is_threshold = any(map(_is_of_thresholds, question.spans)) or THRESHOLDS in question.subjects()
    if is_threshold or "base-juridique" in parsed.fields:
        return ParsedQuestion("show", {}, subjects=(notion,), notes=parsed.notes)
    return None


def facts_of_subjects(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """The facts of networks and notions; the networks of a kind where it has none of them.

    Example: "combien coûte RESECO"
    """
    subjects = question.subjects()
    if not subjects:
        return None
    documented = _documented(question.catalogue, subjects)
    if parsed.fields and documented.isdisjoint(parsed.fields):
        if set(subjects).issubset(parsed.filters):
            return parsed.replace(command="list")
    # Fields that only add to another one are asked for where they are documented.
    first = {span.value("champ").partition(" ")[0] for span in question.spans}
    fields = tuple(field for field in parsed.fields if field in first or field in documented)
    if subjects == (THRESHOLDS,):
        fields = ()
    notes = [*parsed.notes, *whom_it_binds(question, subjects)]
    for mention in question.places:
        there = parsed.replace(command="find", place=mention.options)
        notes.append(f"Qui peut aider là : {there.command_line}")
    return ParsedQuestion("show", {}, subjects=subjects, fields=fields, notes=tuple(notes))


def whom_it_binds(question: Question, subjects: tuple[str, ...]) -> list[str]:
    """Whom laws are for, where a question names a kind of buyer.

    Example: "loi AGEC, CHU"
    """
    notes: list[str] = []
    if not question.filter("audience"):
        return notes
    for subject in set(subjects).intersection(question.catalogue.notion_ids):
        notion = question.catalogue.notion(subject)
        for fact in notion.facts:
            if fact.field == "public-vise" and subject not in question.catalogue.labels("kind"):
                notes.append(f"{notion.name}, pour qui : {fact.value}")
    return notes


def _documented(catalogue: Catalogue, subjects: tuple[str, ...]) -> set[str]:
    """The fields that are documented of networks, of their kinds, or of notions."""
    fields: set[str] = set()
    for subject in subjects:
        notion = subject
        if subject in catalogue.ids:
            fields.update(fact.field for fact in catalogue.facts_of(subject))
            notion = catalogue.network(subject).kind
        if notion in catalogue.notion_ids:
            fields.update(fact.field for fact in catalogue.notion(notion).facts)
    return fields


def thresholds(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """An amount, or the thresholds of nothing that is named, lead to the thresholds.

    Example: "300 000 euros"
    """
    if parsed.filters or THRESHOLDS not in question.catalogue.notion_ids:
        return None
    if any(map(_is_of_thresholds, question.spans)):
        return ParsedQuestion("show", {}, subjects=(THRESHOLDS,))
    return None


def _is_of_thresholds(span: Span) -> bool:
    """Whether an expression is an amount, or asks from which one something holds."""
    if span.role == "champ":
        return any(word in span.key for word in ("montant", "seuil", "threshold"))
    return span.role == "montant"


def networks_asked_for(question: Question, parsed: ParsedQuestion) -> ParsedQuestion | None:
    """The networks that pass the filters, or all where networks are asked for.

    Example: "clause sociale"
    """
    if parsed.filters or question.namespaces & {"liste", "métier"}:
        return parsed.replace(command="list")
    return None


COMMAND_RULES = (
    off_subject,
    coverage_of_areas,
    help_at_places,
    law_of_a_clause,
    facts_of_subjects,
    thresholds,
    networks_asked_for,
)
"""The first that reads a question says which command it amounts to."""


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are something, each once."""
    return tuple(dict.fromkeys(value for value in values if value))
