"""Full-text search: every text of every network and trace is read, its folded words are compared.

Networks are ranked by the number of words found, then by the most words in one text, then
by the weights of the fields, then in the order of the catalogue. Of the traces those are
told that have as many of the words as the best.
"""

from __future__ import annotations

from achats_reseaux.answering import matching, refusal, with_filters
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.gazetteer import areas_named, communes_named, communes_of_postal_code
from achats_reseaux.questions import texts
from achats_reseaux.questions.lexicon import plain_words
from achats_reseaux.text import fold, nearest, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from achats_reseaux.answering.answers import Match
    from achats_reseaux.model import Catalogue, Trace
    from achats_reseaux.questions.texts import Hit

    Texts = Collection[str] | None
    Hits = dict[str, list[Hit]]
    Ranks = dict[str, tuple[int, int, int]]

MOST_WORDS = 20
_ALIKE = 0.75


def search_request(
    catalogue: Catalogue, words: str, themes: Texts, kinds: Texts, audiences: Texts, today: str
) -> Answer:
    """The networks and traces whose texts match some words, ranked, with excerpts.

    Args:
        catalogue: the catalogue in use.
        words: as typed.
        themes: words of the filter, as typed; an unknown one makes an answer too.
        kinds: the same.
        audiences: the same.
        today: ISO date, to which validity dates are compared.
    """
    query = Query("search", input=words)
    try:
        query = with_filters(catalogue, query, themes, kinds, audiences)
    except UnknownWordError as error:
        return refusal(query, error)
    keys = _keys(words)
    if not keys:
        message = "Aucun mot à chercher."
        example = ("reseaux search clause sociale",)
        return Answer("invalid", query, message=message, next_commands=example, reason="option")
    listed = matching.list_networks(catalogue, query, today)
    hits = _hits_of_networks(catalogue, listed.results, keys)
    missed = _missing(keys, hits)
    if missed:  # the aliases of filters match many networks
        _add_hits_of_aliases(catalogue, listed.results, missed, hits)
    for trace in listed.traces:
        hits[trace.id] = texts.hits_of(texts.passages_of_trace(trace), keys)
    ranks = {name: texts.rank(found) for name, found in hits.items() if found}
    missed = _missing(missed, hits)
    near = _near(catalogue, listed.results, missed)
    place = _place_command(words)
    if not ranks:
        return _no_match(query, near, place)

    results = _ranked_matches(listed.results, hits, ranks)
    notes = list(matching.validity_notes(results, today))
    if missed:
        notes.insert(0, _absent(missed, near))
    if place:
        notes.append(f"Qui peut aider là : {place}")
    traces = _ranked_traces(listed.traces, ranks)
    return Answer("found", query, results=results, notes=tuple(notes), traces=traces)


def _ranked_matches(listed: Iterable[Match], hits: Hits, ranks: Ranks) -> tuple[Match, ...]:
    """The networks that are found, the best first, with their excerpts."""
    found: list[Match] = []
    for match in listed:
        if match.network.id in ranks:
            found.append(match.replace(excerpts=texts.excerpts(hits[match.network.id])))
    found.sort(key=lambda match: ranks[match.network.id])
    return tuple(found)


def _ranked_traces(listed: Iterable[Trace], ranks: Ranks) -> tuple[Trace, ...]:
    """The traces that have as many of the words as the best network or trace."""
    best, _, _ = min(ranks.values())
    found = [trace for trace in listed if trace.id in ranks and ranks[trace.id][0] == best]
    found.sort(key=lambda trace: ranks[trace.id])
    return tuple(found)


def _keys(words: str) -> list[str]:
    """The folded words to search for, without function words unless there are no others."""
    plain = plain_words()
    silent = plain["article"] | plain["liaison"] | plain["préposition"]
    keys = list(dict.fromkeys(fold(words).split()))
    telling = [key for key in keys if key not in silent]
    return (telling or keys)[:MOST_WORDS]


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
    found: dict[tuple[str, str], list[Hit]] = {}
    found_alone: dict[tuple[str, str], list[Hit]] = {}
    for name in ("kind", "theme", "audience"):
        for word in catalogue.words[name]:
            value = (name, word.id)
            found[value] = texts.hits_of(texts.passages_of_word(word, texts.ALIAS), keys)
            found_alone[value] = texts.hits_of(texts.passages_of_word(word, texts.ONLY), keys)
    for match in listed:
        values = texts.filters_of(match.network)
        names = [name for name, _ in values]
        for value in values:
            is_only = names.count(value[0]) == 1
            hits[match.network.id] += found_alone[value] if is_only else found[value]


def _missing(keys: list[str], hits: Hits) -> list[str]:
    """The words that are not found anywhere."""
    found: set[str] = set()
    for passages in hits.values():
        for _, worth in passages:
            found.update(worth)
    return [key for key in keys if key not in found]


def _place_command(words: str) -> str:
    """The ``find`` command for words that are the name or the postal code of a place."""
    key = fold(words)
    found = areas_named(key) or communes_named(key) or communes_of_postal_code(key)
    return f"reseaux find {shell_quoted(words)}" if found else ""


# --- what is said of a miss ---


def _near(catalogue: Catalogue, listed: Iterable[Match], missed: list[str]) -> dict[str, str]:
    """For words that are nowhere the nearest one of the networks, where one is near."""
    known: dict[str, None] = {}
    if missed:
        for match in listed:
            for passage in texts.passages_of(catalogue, match.network):
                known |= dict.fromkeys(fold(passage.text).split())
    long = [key for key in known if len(key) >= texts.PREFIX_LEAST]
    near: dict[str, str] = {}
    for key in missed:
        for guess in nearest(key, long, most=1, cutoff=_ALIKE):
            near[key] = guess
    return near


def _absent(missed: list[str], near: dict[str, str]) -> str:
    """The words that are nowhere, each with the nearest one."""
    absent: list[str] = []
    for key in missed:
        guess = ""
        if key in near:
            guess = f" (« {near[key]} » ?)"
        absent.append(f"« {shortened(key)} »{guess}")
    return f"Introuvable dans le catalogue : {', '.join(absent)}."


def _no_match(query: Query, near: dict[str, str], place: str) -> Answer:
    """That no text has any of the words, and what to type instead."""
    suggestions = tuple(near.values())[:3]
    command = "reseaux list"
    if place:
        command = place
    elif suggestions:
        command = f"reseaux search {shell_quoted(suggestions[0])}"
    message = f"Rien n'est trouvé pour « {shortened(query.input or '')} »."
    return Answer("none", query, message=message, next_commands=(command,), suggestions=suggestions)
