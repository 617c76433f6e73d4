"""``show``: all facts of networks and notions, or those asked for."""

from __future__ import annotations

from achats_reseaux.answering import comma_separated, refusal, unknown_word, value_key
from achats_reseaux.answering.answers import Answer, Match, Query
from achats_reseaux.answering.matching import matches_of, validity_notes
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import CONTACT_FIELDS, WAYS_IN, Catalogue, Fact, Notion
from achats_reseaux.text import fold, nearest, not_a_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


# The field of all ways in, which is not among the fields of the catalogue; and words for it,
# besides those of the document.
CONTACT = "contact"
_CONTACT_WORDS = ("site", "courriel", "mail", "tel")
_FIELD_WORDS = {"prix": "cout", "cost": "cout", "qui": "public-vise", "who": "public-vise"}
"""By word of a card or of the document, the field that it is made of."""

SUBSTITUTES = {
    "animation": ("portage", "pilotage"),
    "pilotage": ("portage", "animation"),
    "portage": ("pilotage", "animation"),
    "financement": ("portage", "cout"),
    "lancement": ("historique",),
    "historique": ("lancement", "ancien-nom"),
    "chiffres": ("membres",),
    "membres": ("chiffres", "public-vise"),
    "acces": ("public-vise", "cout"),
    "adresse": (CONTACT,),
    "telephone": (CONTACT,),
    "activite": ("a-verifier", "financement", "lancement"),
    "delai": ("deroulement",),
    "deroulement": ("fait",),
    "outils": ("fait",),
    "ne-fait-pas": ("fait",),
}
"""The fields to show instead of one that is not documented, the closest first."""


def show_request(
    catalogue: Catalogue, words: Sequence[str], fields: Sequence[str], today: str
) -> Answer:
    """Answer a ``show`` as typed; an unknown word makes an answer too, not an exception.

    ``words`` name networks, which come with their facts, notions, and traces; if only
    notions are named, the networks that they refer to come without facts. ``fields`` are
    ids or labels of fields, or ``contact``; all facts without.
    """
    query = Query("show", input=" ".join(words))
    try:
        names = _names(catalogue, [word for text in words for word in text.split()])
        asked = dict.fromkeys(_field_id(catalogue, field) for field in comma_separated(fields))
    except UnknownWordError as error:
        return refusal(query, error)
    query = query.replace(fields=tuple(asked))
    results, notes = _named_networks(catalogue, names["network"], asked, today)
    notions = []
    for notion_id in names["notion"]:
        notion = catalogue.notion(notion_id)
        facts = notion.facts
        if asked:
            # its definition tells it
            rest = [field for field in asked if field != "nom-complet"]
            facts, missing = _asked_for(catalogue, notion.name, facts, rest)
            notes += missing
        notions.append(notion.replace(facts=facts))
    notes += validity_notes(results, today)
    if not results:
        referred = dict.fromkeys(own_id for notion in notions for own_id in notion.networks)
        results += matches_of(catalogue, map(catalogue.network, referred), today)
    return Answer(
        "found",
        query,
        matches=tuple(results),
        notes=tuple(dict.fromkeys(notes)),
        notions=tuple(notions),
        traces=tuple(map(catalogue.trace, names["trace"])),
        tells_facts=True,
    )


def _named_networks(
    catalogue: Catalogue, ids: Sequence[str], asked: Iterable[str], today: str
) -> tuple[list[Match], list[str]]:
    """Networks with the facts that are asked for, those that have ended last; and notes on these.

    Without fields a network has all its facts.
    """
    networks = map(catalogue.network, ids)
    matches = sorted(matches_of(catalogue, networks, today), key=lambda match: match.expired)
    results = []
    notes = []
    for match in matches:
        network = match.network
        facts = catalogue.facts_of(network.id)
        if asked:
            kind = None
            if network.kind in catalogue.notion_ids:
                kind = catalogue.notion(network.kind)
            facts, missing = _asked_for(catalogue, network.name, facts, asked, kind)
            notes += missing
        results.append(match.replace(facts=facts))
    return results, notes


def _names(catalogue: Catalogue, words: list[str]) -> dict[str, list[str]]:
    """The ids of the networks, notions and traces that words name; the longest names win."""
    known = _known_names(catalogue)
    words = [text for text in words if fold(text)] or words  # a quotation mark is no word
    keys = [value_key(text) for text in words]
    ids: dict[str, list[str]] = {"network": [], "notion": [], "trace": []}
    most = most_words(known)
    start = 0
    while start < len(words):
        end = end_of_name(known, keys, start, most)
        if not end:
            raise unknown_word(catalogue, "network", " ".join(words[start:]))
        namespace, own_id = known[" ".join(keys[start:end])]
        if own_id not in ids[namespace]:
            ids[namespace].append(own_id)
        start = end
    if not any(ids.values()):
        raise unknown_word(catalogue, "network", "")
    return ids


def most_words(names: Collection[str]) -> int:
    """How many words the longest of some names has."""
    return max(name.count(" ") for name in names) + 1


def end_of_name(known: Collection[str], keys: list[str], start: int, most: int) -> int:
    """Where the longest known name that begins at a word ends; 0 if none does.

    ``most``: the :func:`most_words` of a known name, which is not counted at every word.
    """
    for end in range(min(start + most, len(keys)), start, -1):
        if " ".join(keys[start:end]) in known:
            return end
    return 0


def _known_names(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """What each name means: the notion with this id, else the network, another notion, a trace."""
    known = {}
    namespaces = (
        ("trace", "trace"),
        ("notion", "notion"),
        ("short_name", "network"),
        ("network", "network"),
    )
    for words, namespace in namespaces:
        for key, own_id in catalogue.lexicon.get(words, {}).items():
            known[key] = (namespace, own_id)
    for own_id in catalogue.notion_ids:
        known[fold(own_id)] = ("notion", own_id)
    return known


def _field_id(catalogue: Catalogue, text: str) -> str:
    """The id of a field; an ``UnknownWordError`` suggests the nearest."""
    labels = dict.fromkeys((CONTACT, *CONTACT_FIELDS, *_CONTACT_WORDS), CONTACT)
    for known in catalogue.words["field"]:
        labels |= {fold(known.id): known.id, fold(known.label): known.id}
    for other, field in _FIELD_WORDS.items():
        if fold(field) in labels:
            labels[other] = field
    if field_id := labels.get(value_key(text)):
        return field_id
    near = tuple(dict.fromkeys(labels[known] for known in nearest(text, list(labels))))
    ids = dict.fromkeys(labels.values())
    raise UnknownWordError(not_a_value(text, "--field", ids), suggestions=near)


def _asked_for(
    catalogue: Catalogue,
    name: str,
    facts: tuple[Fact, ...],
    fields: Iterable[str],
    kind: Notion | None = None,
) -> tuple[tuple[Fact, ...], list[str]]:
    """The facts of these fields, or the closest ones; notes on those that are not documented.

    What the ``kind`` of a network tells of all of it, but for their figures, is true of
    each; the closest of its own facts comes with it.
    """
    labels = catalogue.labels("field") | {CONTACT: "Contact"}
    own = {_field(fact) for fact in facts if kind is None or fact.of != kind.name}
    if kind is not None:
        given = {"chiffres", *map(_field, facts)}
        facts += tuple(fact.replace(of=kind.name) for fact in kind.facts if fact.field not in given)
    known = {*map(_field, facts)}
    wanted, notes = set(fields), []
    for field in fields:
        near = [other for other in SUBSTITUTES.get(field, ()) if other in known]
        if field not in own:
            wanted.update([other for other in near if other in own][:1])
        if field in known:
            continue
        wanted.update(near[:1])
        missing = f"« {labels[field]} » n'est pas documenté"
        if near:
            missing += f" ; voici « {labels[near[0]]} »"
        if field == CONTACT:  # ways of passage may be shown
            missing = "ni adresse, ni courriel, ni téléphone documentés"
        notes.append(f"{name} : {missing}.")
    if "telephone" in wanted:  # another telephone is never shown without the first
        wanted.add(CONTACT)
    facts_shown = tuple(fact for fact in facts if _field(fact) in wanted)
    ways = {fact.field for fact in facts_shown}.intersection(WAYS_IN)
    without = [WAYS_IN[way].lower() for way in ("email", "phone") if way not in ways]
    if ways and without:
        notes.append(f"{name} : aucun {' ni '.join(without)} documenté.")
    return facts_shown, notes


def _field(fact: Fact) -> str:
    return CONTACT if fact.field in CONTACT_FIELDS else fact.field
