"""Full-text search: every text of every network and trace is read, its folded words are compared.

Networks are ranked by the number of words found; then local facilitators stand behind,
unless a word of their name or territory was searched for; then by the most words in one
text, by the weights of the fields, in the order of the catalogue. Of the traces those are
told that have as many of the words as the best network, of the notions those that have
more, or as many with one of their name.
"""

from __future__ import annotations

from achats_reseaux.answering import RawQuery, matching, refusal, with_filters
from achats_reseaux.answering.answers import FILTERS, Answer, Match, Query
from achats_reseaux.errors import ReseauxError
from achats_reseaux.gazetteer import areas_named, communes_named, communes_of_postal_code
from achats_reseaux.model import FACILITATEURS, Catalogue, Network, Notion, Trace
from achats_reseaux.questions import texts
from achats_reseaux.questions.lexicon import (
    CENTRAL,
    NO_CENTRAL_BODY,
    near_word,
    plain_words,
    stem,
    with_near,
)
from achats_reseaux.text import fold, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from achats_reseaux.questions.texts import Hit, Passage

    Hits = dict[str, list[Hit]]
    Rank = tuple[int, bool, int, int]

MOST_WORDS = 20
MOST_NOTIONS = 3


def search_request(catalogue: Catalogue, raw_query: RawQuery, today: str) -> Answer:
    """The networks and traces whose texts match some words, ranked, with excerpts.

    A wrong word of a filter makes an answer too.
    """
    words = raw_query.place["lieu"]
    query = Query("search", input=words)
    try:
        query = with_filters(catalogue, query, raw_query.filters)
    except ReseauxError as error:
        return refusal(query, error)
    keys = _keys(words)
    if not keys:
        message = "Aucun mot à chercher."
        example = ("reseaux search clause sociale",)
        return Answer("invalid", query, message=message, next_commands=example, reason="option")
    listed = matching.list_networks(catalogue, query, today)
    hits = _hits_of_networks(catalogue, listed.matches, keys)
    missed = _missing(keys, hits)
    if missed:  # the aliases of filters match many networks
        _add_hits_of_aliases(catalogue, listed.matches, missed, hits)
    kind = catalogue.lexicon["kind"].get(fold(words))
    if kind and not missed:  # "modèle de clause": who offers that has all words in one text
        passage = texts.Passage(texts.ALIAS, "", words)
        for match in listed.matches:
            if match.network.kind == kind:
                hits[match.network.id] += texts.hits_of([passage], keys)
    for trace in listed.traces:
        hits[trace.id] = texts.hits_of(texts.passages_of_trace(trace), keys)
    traces = _ranked_traces(listed.traces, hits)
    notions: tuple[Notion, ...] = ()
    missed = _missing(missed, hits)
    if not query.filters:  # networks of a kind are searched for
        notions = _found_notions(catalogue, keys, missed, hits)
    results = _ranked_matches(catalogue, listed.matches, hits, notions[:1], len(keys))
    missed = _missing(missed, hits)
    near = _near(catalogue, missed)
    place = _place_command(words)
    if not (results or traces or notions):
        return _no_match(query, near, place)
    notes = [f"{notion.name} : reseaux show {notion.id}" for notion in notions]
    notes += matching.validity_notes(results, today)
    notes += matching.scope_notes(query, results)
    if missed:
        absent = map(with_near, missed, near)
        notes.insert(0, f"Introuvable dans le catalogue : {', '.join(absent)}.")
    if place:
        notes.append(f"Qui peut aider là : {place}")
    return Answer(
        "found", query, matches=results, notes=tuple(notes), traces=traces, notions=notions
    )


# --- the order ---


def _ranked_matches(
    catalogue: Catalogue,
    listed: Iterable[Match],
    hits: Hits,
    notions: tuple[Notion, ...],
    searched: int,
) -> tuple[Match, ...]:
    """The networks that are found, the best first, with their excerpts.

    Those that a notion refers to stand as if one text of theirs had all words.

    Example: of "marchés réservés" the suppliers, not who is « réservé » to ministries.
    """
    words_of_need = _words_of_need(catalogue)
    referred: set[str] = set()
    for notion in notions:
        referred.update(notion.networks)
    ranked: list[tuple[Rank, Match]] = []
    for match in listed:
        passages = hits[match.network.id]
        if passages:
            rank = _rank(match.network, passages, words_of_need)
            if match.network.id in referred:
                rank = (-searched, rank[1], -searched, rank[3])
            ranked.append((rank, match.replace(excerpts=texts.excerpts(passages))))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(match for _, match in ranked)


def _rank(network: Network, passages: list[Hit], words_of_need: set[str]) -> Rank:
    """What sorts a network: a local facilitator behind those with equal words, unless it is meant.

    Example: of "clause sociale" the national network is first, of "clause sociale Rouen" the
    facilitator of Rouen.
    """
    count, most, total = texts.rank(passages)
    is_behind = network.kind == FACILITATEURS and network.scope == "local"
    for passage, words in passages:
        is_meant = not words_of_need.issuperset(map(stem, words)) or _is_whole(passage, words)
        if passage.is_own and is_meant:
            is_behind = False
    return count, is_behind, most, total


def _is_whole(passage: Passage, words: Collection[str]) -> bool:
    """Whether all that a text says is searched for."""
    return len(words) >= len(_telling(passage.text))


def _words_of_need(catalogue: Catalogue) -> set[str]:
    """The stems of the words for the social clause: in a facilitator's name they tell no place."""
    stems: set[str] = set()
    for name, value in (("kind", FACILITATEURS), ("theme", "social")):
        for key, word_id in catalogue.lexicon[name].items():
            if word_id == value:
                stems.update(map(stem, key.split()))
    return stems


def _ranked_traces(listed: Iterable[Trace], hits: Hits) -> tuple[Trace, ...]:
    """The traces that have as many of the words as the best network or trace."""
    best = _most_words(hits)
    found = [trace for trace in listed if hits[trace.id] and _words_of(hits[trace.id]) == best]
    return tuple(sorted(found, key=lambda trace: texts.rank(hits[trace.id])))


def _found_notions(
    catalogue: Catalogue, keys: list[str], missed: list[str], hits: Hits
) -> tuple[Notion, ...]:
    """The notions that are meant, the best first; their passages are added to those found.

    A word that is nowhere leaves the notion that the others name: "réemploi matériaux".
    """
    most = _most_words(hits)
    filters = catalogue.lexicon["theme"].keys() | catalogue.lexicon["kind"].keys()
    filters -= plain_words()["droit"].keys()
    of_notions: Hits = {}
    for notion in catalogue.notions:
        of_notions[notion.id] = texts.hits_of(texts.passages_of_notion(notion), keys)
    absent = _missing(missed, of_notions)
    known = [key for key in keys if key not in absent]
    found: list[Notion] = []
    for notion in catalogue.notions:
        passages = of_notions[notion.id]
        is_best = _words_of(passages) > most or missed != _missing(missed, {"": passages})
        if is_best or _is_named(passages, known, filters):
            found.append(notion)
            hits[f"notion {notion.id}"] = passages  # a network may have the same id
    found.sort(key=lambda notion: texts.rank(of_notions[notion.id]))
    return tuple(found[:MOST_NOTIONS])


def _is_named(passages: list[Hit], keys: list[str], filters: Collection[str]) -> bool:
    """Whether words name a notion: one of its names is among them, or they all are in one.

    A name that is that of a filter too leads to its networks, unless nothing else is said.

    Example: "déchets, réemploi, loi AGEC"; "clauses sociales", not "clause sociale Lyon"
    """
    for passage, words in passages:
        is_name = _is_whole(passage, words) and fold(passage.text) not in filters
        if passage.is_own and (is_name or len(words) == len(keys)):
            return True
    return False


def _most_words(hits: Hits) -> int:
    """The most words that a network or a trace has."""
    return max(map(_words_of, hits.values()), default=0)


def _words_of(passages: list[Hit]) -> int:
    """How many words are found in some texts."""
    return -texts.rank(passages)[0]


def _keys(words: str) -> list[str]:
    """The folded words to search for, each once."""
    return list(dict.fromkeys(_telling(words)))[:MOST_WORDS]


def _telling(words: str) -> list[str]:
    """The folded words of a text, without function words unless there are no others."""
    plain = plain_words()
    silent = plain["article"] | plain["liaison"] | plain["préposition"]
    keys = texts.with_joined_digits(fold(words).split())
    return [key for key in keys if key not in silent] or keys


def _hits_of_networks(catalogue: Catalogue, listed: Iterable[Match], keys: list[str]) -> Hits:
    """The passages found of each network, by its id."""
    hits: Hits = {}
    for match in listed:
        passages = texts.passages_of(catalogue, match.network)
        hits[match.network.id] = texts.hits_of(passages, keys)
    return hits


def _add_hits_of_aliases(
    catalogue: Catalogue, listed: Iterable[Match], keys: list[str], hits: Hits
) -> None:
    """Add the passages found in the other words for the filters that a network passes."""
    hits_of_word: dict[tuple[str, str, int], list[Hit]] = {}
    for name in FILTERS:
        for word in catalogue.words[name]:
            for weight in (texts.ALIAS, texts.ONLY):
                passages = [texts.Passage(weight, word.label, alias) for alias in word.aliases]
                hits_of_word[name, word.id, weight] = texts.hits_of(passages, keys)
    for match in listed:
        values = texts.filters_of(match.network)
        names = [name for name, _ in values]
        for name, value in values:
            weight = texts.ONLY if names.count(name) == 1 else texts.ALIAS
            hits[match.network.id] += hits_of_word[name, value, weight]


def _missing(keys: list[str], hits: Hits) -> list[str]:
    """The words that are not found anywhere."""
    present: set[str] = set()
    for passages in hits.values():
        for _, worth in passages:
            present.update(worth)
    return [key for key in keys if key not in present]


def _place_command(words: str) -> str:
    """The ``find`` command for words that are the name or the postal code of a place."""
    key = fold(words)
    places = areas_named(key) or communes_named(key) or communes_of_postal_code(key)
    return f"reseaux find {shell_quoted(words)}" if places else ""


# --- what is said of a miss ---


def _near(catalogue: Catalogue, missed: list[str]) -> list[str]:
    """For each word that is nowhere the one of the catalogue's names that is near it, or ``""``."""
    if not missed:  # spares the reading of all names
        return []
    known: dict[str, None] = {}
    for names in catalogue.lexicon.values():
        known |= dict.fromkeys(" ".join(names).split())
    return [near_word(key, known) for key in missed]


def _no_match(query: Query, near: list[str], place: str) -> Answer:
    """That no text has any of the words, and what to type instead."""
    suggestions = tuple(filter(None, near))[:3]
    command = "reseaux list"
    message = f"Rien n'est trouvé pour « {shortened(query.input or '')} »."
    if fold(query.input or "") in plain_words()[CENTRAL]:
        message = f"« {shortened(query.input or '')} » : {NO_CENTRAL_BODY}"
    if place:
        command = place
    elif suggestions:
        command = f"reseaux search {shell_quoted(suggestions[0])}"
    return Answer("none", query, message=message, next_commands=(command,), suggestions=suggestions)
