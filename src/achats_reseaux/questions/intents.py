"""From a question to its intent: the equivalent command, its options, and what was not understood.

By rules only: known words are marked (``words``), places are found (``place_finder``), and the
command follows from both. Which networks help where is decided in ``answering``.
"""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux.answering.details import CONTACT
from achats_reseaux.answering.fine_coverage import FINE_LEVELS
from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.model import FILTERS, Record
from achats_reseaux.questions.exclusions import Excluded, exclusions, names_parts
from achats_reseaux.questions.place_by_preposition import area_text
from achats_reseaux.questions.place_evidence import settled
from achats_reseaux.questions.place_finder import PlaceFinder
from achats_reseaux.questions.tokens import split, with_units
from achats_reseaux.questions.words import ASKED_FOR, known_words
from achats_reseaux.text import fold, shell_joined, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.place_evidence import Mention
    from achats_reseaux.questions.words import Span

WHERE = "De quel lieu s'agit-il ? Ajoutez une commune, un département ou un code postal."
"""The question that is asked back."""

_MOST_LEFT = 6
_ALTERNATIVE = {"ou", "or", "=", "le", "la", "l", "les", "un", "une", "the", "a"}
_OF_BODIES = {"ancien-nom", "forme-juridique", "financement", "lancement", "chiffres", "membres"}
"""The facts of a network that would be taken for those of the organisation named."""
_NO_STATUS = {"parts", "map", *FINE_LEVELS}
"""The values of the role ``couverture`` that are no status of areas."""
_PERSON = {"étranger", "audience", "définition", "article", "préposition", "place"}
"""All the roles of a question about a person."""


class Intent(Record):
    """The interpretation of a question.

    Attributes:
        command: ``find``, ``list``, ``show`` or ``coverage``; ``""`` if nothing is understood, or
            several places are named, or the exclusion is impossible.
        place: the place options of ``find`` (``lieu`` is the bare argument).
        theme, kind, audience: ids of the vocabulary, in its order.
        subjects: ids of networks or notions for ``show``; the network for ``coverage``.
        fields: the facts asked for: ids of the catalogue's fields, or ``contact``.
        statuses: statuses of the areas asked of ``coverage``.
        local: whether ``coverage`` leaves out the national networks, which cover all of France.
        about: id of a network named beside a place: is the place covered by it?
        places: if several places are named, the ``place`` of each.
        left: words that were not understood, as typed.
        notes: French sentences on how the question was interpreted.
        suggestions: known words near ``misspelt``.
        refused: an exclusion that no command can express, as typed; the other fields ignore it.
        misspelt: a word that is nearly a known one, as typed; the other fields ignore it.
        foreign: whether the question is not about public buying.
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
    suggestions: tuple[str, ...] = ()
    about: str | None = None
    refused: str = ""
    misspelt: str = ""
    foreign: bool = False
    local: bool = False
    vague: bool = False

    @property
    def filters(self) -> tuple[str, ...]:
        """The ids of all filters."""
        return (*self.theme, *self.kind, *self.audience)

    @property
    def unfiltered(self) -> Intent:
        """The same without filters."""
        return self.replace(theme=(), kind=(), audience=())

    def noted(self, *sentences: str) -> Intent:
        """The same with more notes."""
        return self.replace(notes=(*self.notes, *sentences))

    @property
    def command_line(self) -> str:
        """The command as a shell takes it."""
        return shell_joined(["reseaux", *self.words])

    @property
    def words(self) -> list[str]:
        """The words of the command."""
        words = [self.command]
        for name, text in self.place.items():
            words += [text] if name == "lieu" else ["--" + name.replace("_", "-"), text]
        if self.command in ("coverage", "map"):
            words += [word for one in self.subjects for word in ("--network", one)]
        else:
            words += self.subjects
        options = (("fields", "--field"), ("statuses", "--status"), *FILTERS)
        for name, option in options:
            if name == "fields" and self.command != "show":
                continue  # only ``show`` has the option; the notes tell of the facts
            for value in getattr(self, name):
                words += [option, value]
        return words + ["--sans-nationaux"] * self.local


def understand(catalogue: Catalogue, text: str) -> Intent:
    """Interpret a question; no text makes this raise.

    Args:
        catalogue: provides the words, networks, notions and organisations to recognise.
        text: the question as typed.
    """
    tokens, cut = split(with_units(text))
    known = known_words(catalogue)
    finder = PlaceFinder(tokens, known, asks="?" in text)
    mentions = finder.mentions()
    if not mentions and (unknown := finder.misspelt()):
        mentions = [unknown]
    excluded = exclusions(finder, mentions)
    places = settled([mention for mention in mentions if mention not in excluded.mentions])
    said = _Said(catalogue, finder)
    theme, kind, audience = (said.filter(name, excluded) for name, _ in FILTERS)
    if "vendeur" in said.roles and not kind:
        # Who sells is a firm, led to where buyers look for suppliers.
        theme, audience = _unique((*theme, "social")), ("entreprise",)
    told = []
    if kind == (GUICHET_VERT,) and "social" in theme:
        # "guichet de la clause sociale" is another desk.
        kind = ()
        if said.is_of_vert:
            theme = ("environnement", "social")
            told.append("Un guichet vert ne conseille que sur l'environnement.")
    intent = Intent("", {}, theme, kind, audience, fields=said.fields)
    # "ni social ni environnement" excludes all values of a filter.
    nothing_left = any(not getattr(intent, name) for name in excluded.values)
    refused = excluded.refused or (excluded.words if nothing_left else "")
    if excluded.values and not refused:
        out = (catalogue.labels(name)[one] for name, ids in excluded.values.items() for one in ids)
        told.append(f"Exclus : {', '.join(sorted(out))}.")
        if {"theme", "audience"} & excluded.values.keys():
            told.append("Les réseaux qui ont aussi le thème ou le public exclu restent montrés.")
    intent = _wanted(catalogue, intent.noted(*told), said, places)
    vague = intent.command == "list" and not (intent.filters or "liste" in said.roles)
    if intent.command == "list" and "ici" in said.roles:
        intent = intent.noted(WHERE)
    if intent.command != "show" and (beside := said.notions_beside):
        # "la Région Guadeloupe prépare un SPASER": the place is answered, and the notion too
        definition = Intent("show", {}, subjects=beside).command_line
        intent = intent.noted(f"Ce que c'est : {definition}")
    left = said.left(intent)
    first = [f"Non compris : {', '.join(f'« {shortened(one)} »' for one in left)}."] if left else []
    if cut:
        first.append("Question trop longue : seul son début a été lu.")
    misspelt, *suggestions = said.misspelt() or ("",)
    return intent.replace(
        refused=refused,
        vague=vague,
        left=left,
        misspelt=misspelt,
        suggestions=tuple(suggestions),
        notes=(*first, *intent.notes),
    )


def _wanted(catalogue: Catalogue, intent: Intent, said: _Said, places: list[Mention]) -> Intent:
    """Choose the command, by the strongest evidence first."""
    if said.is_foreign:
        return intent.replace(foreign=True)
    area = area_text(places[0].found) if len(places) == 1 else None
    if area and said.is_of_ground:
        return _coverage(catalogue, intent.replace(place={"lieu": area}), said)
    national = {catalogue.network(one).scope for one in said.networks} == {"national"}
    other = set(intent.fields) - {CONTACT, "perimetre", "fait", "ne-fait-pas"}
    itself = not intent.kind and (national or "définition" in said.roles)
    if places and not (said.networks and (other or itself)):
        about = said.networks[0] if said.networks else None
        network = catalogue.network(about) if about else None
        if network and not intent.kind and set(intent.theme) <= set(network.themes):
            # The network may not cover the place: the networks of its kind that do are shown.
            intent = intent.replace(kind=(network.kind,))
        elif said.is_of_guichet and not intent.kind and "social" not in intent.theme:
            # "le Bas-Rhin est-il couvert ?", "combien ça coûte à Rennes ?"
            intent = intent.replace(kind=(GUICHET_VERT,), audience=())
        if len(places) > 1:
            return intent.replace(places=tuple(mention.options for mention in places))
        return intent.replace(command="find", place=places[0].options, about=about)
    if "couverture" in said.roles:
        return _coverage(catalogue, intent, said)
    # "le guichet vert est-il payant pour une commune ?": whom it serves is no second filter
    audiences = {*intent.audience} - {"collectivite"}
    one_filter = len({*intent.theme, *intent.kind} | audiences) == 1
    if subjects := said.subjects(one_filter=one_filter):
        shown = [catalogue.network(one) for one in subjects if one in catalogue.ids]
        if intent.fields and any(set(intent.audience) - {*one.audiences} for one in shown):
            # "comment accéder à RespAÉ quand on est une mairie"
            intent = intent.replace(fields=_unique((*intent.fields, "public-vise")))
        told = _documented(catalogue, subjects)
        fields = tuple(one for one in intent.fields if one not in said.added or one in told)
        intent = intent.replace(fields=fields)
        known = [mention for mention in places if mention.found]
        there = [intent.replace(command="find", place=mention.options) for mention in known]
        intent = intent.unfiltered.replace(command="show", subjects=subjects)
        intent = intent.noted(*(f"Qui peut aider là : {one.command_line}" for one in there))
        return _with_own_facts(catalogue, intent, said.bodies)
    if intent.filters or said.roles & {"liste", "métier"}:
        return _listed(catalogue, intent)
    beside = said.notions_beside  # "alimentation durable"
    return intent.replace(command="show", subjects=beside) if beside else intent


def _listed(catalogue: Catalogue, intent: Intent) -> Intent:
    """The list; if there is none for who asks, whom such networks serve."""
    if not (intent.audience and intent.kind) or _selected(catalogue, intent):
        return intent.replace(command="list")
    whom = {"command": "show", "subjects": intent.kind, "fields": ("public-vise",)}
    return intent.unfiltered.replace(**whom)


def _documented(catalogue: Catalogue, subjects: tuple[str, ...]) -> set[str]:
    """The fields that are documented of networks, of their kinds, or of notions."""
    networks = [one for one in subjects if one in catalogue.ids]
    kinds = [catalogue.network(one).kind for one in networks]
    notions = [one for one in (*subjects, *kinds) if one in catalogue.notion_ids]
    facts = [fact for one in networks for fact in catalogue.facts_of(one)]
    facts += [fact for one in notions for fact in catalogue.notion(one).facts]
    return {fact.field for fact in facts}


def _with_own_facts(catalogue: Catalogue, intent: Intent, bodies: dict[str, str]) -> Intent:
    """Note the facts asked for that are not documented of the organisations named themselves.

    What is known of the networks of an organisation is not known of itself.
    """
    names, ids = catalogue.lexicon.get("organisation", {}), catalogue.ids
    facts = [fact for one in intent.subjects if one in ids for fact in catalogue.facts_of(one)]
    own = {(names.get(fold(fact.of or "")), fact.field) for fact in facts}
    labels = {one.id: one.label for one in catalogue.words["field"] if one.id in _OF_BODIES}
    notes = [
        f"{text} : « {labels[one]} » n'est pas documenté ; voici ce qui l'est de ses réseaux."
        for body, text in bodies.items()
        for one in intent.fields
        if one in labels and body not in intent.subjects and (body, one) not in own
    ]
    return intent.noted(*notes)


def _coverage(catalogue: Catalogue, intent: Intent, said: _Said) -> Intent:
    """By the networks asked for; guichets verts are counted by default."""
    # "communes sans guichet vert": these are the places asked for.
    audience = tuple(one for one in intent.audience if one != "collectivite")
    by_default = intent.kind == (GUICHET_VERT,) and not (intent.theme or audience)
    kind = () if by_default else intent.kind
    drawn = Intent("map", intent.place, intent.theme, kind).command_line
    notes = (*intent.notes, f"La carte : {drawn}") if said.draws else intent.notes
    intent = intent.replace(
        command="coverage",
        kind=kind,
        audience=audience,
        subjects=said.networks[:1],
        statuses=said.statuses,
    )
    if _selected(catalogue, intent) & {*catalogue.facets["scope"]["national"]}:
        intent = intent.replace(local=True)
        notes = (
            *notes,
            "Les réseaux nationaux, qui couvrent toute la France, ne comptent pas ici.",
        )
    if said.level:
        notes = (*notes, f"La liste : {intent.command_line} --by {said.level}")
    return intent.replace(notes=notes)


def _selected(catalogue: Catalogue, intent: Intent) -> set[int]:
    """The positions of the networks that the filters select; none without filters."""
    values = ((catalogue.facets[name], getattr(intent, name)) for name, _ in FILTERS)
    asked = [{at for one in ids for at in facet.get(one, ())} for facet, ids in values if ids]
    return set.intersection(*asked) if asked else set()


class _Said:
    """The meanings of the known words of a question, once its places and exclusions are marked.

    Attributes:
        roles: the namespaces of all meanings.
        fields: the facts asked for, in the order of the question.
        added: those that only add to another one, where they are documented.
        networks: the ids of the networks named.
        bodies: the organisations named: id and text as typed.
        statuses: those of the areas asked for.
        draws: a map is asked for.
        level: the level at which coverage can list the parts, or ``""``.
        is_of_ground: the question is how much of a place is covered, or which parts.
    """

    def __init__(self, catalogue: Catalogue, finder: PlaceFinder) -> None:
        self._catalogue = catalogue
        self._finder = finder
        self._spans = [span for span in dict.fromkeys(finder.marks) if span is not None]
        self.roles = {role for span in self._spans for role, _ in span.meanings}
        covered = [(span.value("couverture") or "").split() for span in self._spans]
        self.statuses = _unique(
            one for values in covered for one in values if one not in _NO_STATUS
        )
        self.draws = any("map" in values for values in covered)
        parts = any("parts" in values for values in covered)
        parts = parts or any(span.value("étranger") == "habitants" for span in self._spans)
        levels = [one for values in covered for one in values]  # "commune par commune"
        levels += [finder.titles.get(span.key.removesuffix("s"), "") for span in self._spans]
        self.level = next((one for one in levels if one in FINE_LEVELS), "")
        self.is_of_ground = (
            parts or self.draws or ("none" in self.statuses and names_parts(self._spans))
        )
        # A word of a filter names a network only in a definition or a comparison, or for a fact.
        # "outils" is a kind and a fact: alone, it is what is looked for.
        facts = {span.value("champ") for span in self._spans if not _is_filter(span)}
        self._asks_fact = bool(facts - {None, "contact"})
        about = self.roles & {"définition", "comparaison"} or self._asks_fact
        naming = [span for span in self._spans if about or not _is_filter(span)]
        self.networks = _unique(span.value("network") for span in naming)
        asked = (span.value("champ") or "" for span in self._spans)
        values = [value.split() for value in asked]
        self.fields = _unique(field for value in values for field in value)
        self.added = {*self.fields} - {field for value in values for field in value[:1]}
        # "Maximilien" is the guichet vert, "GIP Maximilien" the body.
        bodies = [span for span in self._spans if fold(span.value("network") or "") != span.key]
        self.bodies = {
            one: finder.text(span.start, span.end)
            for span in bodies
            if (one := span.value("organisation"))
        }

    @property
    def is_of_guichet(self) -> bool:
        """Whether coverage or a fact is asked of the guichet vert of the place."""
        asked = None not in self._finder.marks
        facts = set(self.fields) - {"contact"} and not self.roles & {"métier", "theme", "audience"}
        return bool(asked and ("couverture" in self.roles or facts))

    @property
    def is_of_vert(self) -> bool:
        """Whether a guichet vert is named in full, not as "guichet"."""
        return any(one.value("kind") == GUICHET_VERT and " " in one.key for one in self._spans)

    @property
    def is_foreign(self) -> bool:
        """Whether the subject is foreign to public buying and no word belongs to it."""
        signs = {span.value("étranger") for span in self._spans} - {None}
        own = {"métier", "couverture", *ASKED_FOR} - ({"audience"} if signs != {"bien"} else set())
        if signs == {"seul"}:  # "le maire de Lyon, c'est qui ?"
            return {"place", "définition"} <= self.roles <= _PERSON | {"vide"}
        return bool(signs) and not self.roles & own

    def filter(self, name: str, excluded: Excluded) -> tuple[str, ...]:
        """The ids of a namespace asked for: those named, else all but the excluded ones."""
        named = {span.value(name) for span in self._spans}
        out = excluded.values.get(name, set())
        ids = [word.id for word in self._catalogue.words[name]]
        asked = [one for one in ids if one in named] or (ids if out else [])
        return tuple(one for one in asked if one not in out)

    @property
    def notions_beside(self) -> tuple[str, ...]:
        """The notions named, or of which a purchase is, that are no words of a filter."""
        others = [span for span in self._spans if not _is_filter(span)]
        return _unique(span.value("notion") or span.value("objet") for span in others)

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
            if notion and (not _is_filter(span) or comparing or about):
                named.append(notion)
            elif span.value("network") in self.networks:
                named += [one for one in self.networks if one == span.value("network")]
        if found := _unique(named):
            return found
        carried = self._catalogue.facets.get("organisation", {})
        positions = [at for body in self.bodies for at in carried.get(body, ())]
        return _unique(map(self._catalogue.ids.__getitem__, positions))

    @property
    def _is_choice(self) -> bool:
        """Whether a choice or a sameness is asked of: "PHARE ou guichet vert ?", "RGO = RESECO"."""
        named = [span for span in self._spans if span.value("network") or self._notion(span)]
        between = (
            {self._finder.key(at) for at in range(one.end, other.start)}
            | {"="} & {*self._finder.tokens[other.start].before}
            for one, other in pairwise(named)
        )
        return any(keys <= _ALTERNATIVE and keys & {"ou", "or", "="} for keys in between)

    def _notion(self, span: Span) -> str | None:
        """The notion of an expression: by its name, or as the kind with the same id."""
        kind = span.value("kind")
        return span.value("notion") or (kind if kind in self._catalogue.notion_ids else None)

    def left(self, intent: Intent) -> tuple[str, ...]:
        """The words that are unknown, or known but not reflected in the answer, as typed."""
        finder = self._finder
        found: list[tuple[int, int]] = []
        for at, span in enumerate(finder.marks):
            if span and (_is_unanswered(span, intent) or self._is_dropped(span, intent)):
                found.append((span.start, span.end))
            elif limit := finder.limit(at):
                found.append(limit)
            elif span is None and not (finder.is_title(at) or finder.is_amount(at, at + 1)):
                found.append((at, at + 1))
        words = list(dict.fromkeys(finder.text(*one) for one in found))
        return (*words[:_MOST_LEFT], "…") if len(words) > _MOST_LEFT else tuple(words)

    def _is_dropped(self, span: Span, intent: Intent) -> bool:
        """Whether a negation or a filter is not in the command, nor met by what it shows."""
        if span.value("exclusion") == "négation":
            # "pas de guichet vert à Épinal ?" and "non, à Rouen" are answered.
            after = (one for one in self._spans if one.start > span.start)
            named = next((one for one in after if one.role in ASKED_FOR), span)
            alone = self._finder.breaks(span.start) and self._finder.breaks(span.end)
            return named.value("kind") != GUICHET_VERT and not alone
        ids = [network for network in intent.subjects if network in self._catalogue.ids]
        shown = [self._catalogue.network(one) for one in ids] if intent.command == "show" else []
        met = {*intent.subjects, *intent.theme, *intent.kind, *intent.audience}
        met |= set() if shown else {"collectivite", GUICHET_VERT}  # whom a guichet vert serves
        for network in shown:
            met |= {network.kind, *network.themes, *network.audiences}
        values = {span.value(name) for name, _ in FILTERS} - {None}
        if not shown and intent.command not in ("find", "coverage"):
            return False
        return bool(values) and not ((shown and span.value("champ")) or values & met)

    def misspelt(self) -> tuple[str, ...]:
        """The first unknown word near a word of the catalogue, and the words near it."""
        finder = self._finder
        for at, token in enumerate(finder.tokens):
            key = token.key
            plain = finder.marks[at] or finder.is_title(at) or key in finder.words.common
            if not plain and (near := finder.known.near(key)):
                return (token.text, *near)
        return ()


def _is_filter(span: Span) -> bool:
    return any(span.value(name) for name, _ in FILTERS)


def _is_unanswered(span: Span, intent: Intent) -> bool:
    """Whether the answer does not reflect a known expression."""
    if span.role == "champ":
        there = (intent.place or intent.places) and (intent.kind or intent.theme)
        counted = intent.command != "find" and span.value("champ") == "chiffres"
        shown = there or counted or intent.command == "show"
        return not shown and span.value("champ") != "contact"
    if span.role == "définition":
        # "c'est quoi un ESAT ?"; not "quels sont les réseaux pour un hôpital ?"
        return intent.command == "list"
    if span.role == "comparaison":
        return intent.command == "show" and len(intent.subjects) < 2
    named = span.value("organisation")
    if named and intent.command != "show" and not span.value("network"):
        return not intent.about
    if span.value("étranger") == "habitants":
        return False
    if span.value("objet"):
        return False  # its notion is named
    if "objet" in span.meanings[0] or span.role in ("lieu", "gentilé", "limite", "étranger"):
        return True
    return span.value("exclusion") in ("", "manque")


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values if one))
