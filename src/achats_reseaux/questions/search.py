"""Full-text search: every text of every network and trace is read, its folded words are compared.

Networks are ranked by the number of words found, then by the most words in one text, then by the
weights of the fields, then in the order of the catalogue. Of the traces those are told that have as
many of the words as the best.
"""

from __future__ import annotations

from achats_reseaux.answering import matching, refusal, with_filters
from achats_reseaux.answering.answers import FILTERS, Answer, Query
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.gazetteer import name_searches
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

MOST_WORDS = 20
_ALIKE = 0.75


def search_request(
    catalogue: Catalogue, words: str, theme: Texts, kind: Texts, audience: Texts, today: str
) -> Answer:
    """The answer to a search as typed; an unknown word of a filter makes an answer too."""
    query = Query("search", input=words)
    try:
        query = with_filters(catalogue, query, theme, kind, audience)
    except UnknownWordError as error:
        return refusal(query, error)
    return search(catalogue, query, today)


def search(catalogue: Catalogue, query: Query, today: str) -> Answer:
    """The networks and traces whose texts match the words of a query, ranked, with excerpts.

    Args:
        catalogue: the catalogue in use.
        query: its ``input`` has the words; its filters apply.
        today: ISO date, to which validity dates are compared.
    """
    words = _words_of_query(query.input or "")
    if not words:
        message = "Aucun mot à chercher."
        example = ("reseaux search clause sociale",)
        return Answer("invalid", query, message=message, next_commands=example, reason="option")
    listed = matching.list_networks(catalogue, query, today)
    traces = {
        trace.id: texts.hits_of(texts.passages_of_trace(trace), words) for trace in listed.traces
    }
    hits, missed = _hits(catalogue, listed.results, words, traces)
    ranked = [match for match in listed.results if hits[match.network.id]]
    ranked.sort(key=lambda match: texts.rank(hits[match.network.id]))
    found = _best_traces(listed.traces, traces, list(hits.values()))
    there = _place_command(catalogue, query.input or "")
    known = _known(catalogue, listed.results) if missed and not there else []
    near = {key: nearest(key, known, most=2, cutoff=_ALIKE) for key in words if key in missed}
    if not ranked and not found:
        return _no_match(query, words, near, there)
    notes = list(matching.validity_notes(tuple(ranked), today))
    if missed:
        notes.insert(0, _absent(words, near))
    if there:
        notes.append(f"Qui peut aider là : {there}")
    results: list[Match] = []
    for match in ranked:
        excerpts = texts.excerpts(hits[match.network.id], words)
        results.append(match.replace(excerpts=excerpts))
    return Answer("found", query, results=tuple(results), notes=tuple(notes), traces=found)


def _hits(
    catalogue: Catalogue,
    listed: Iterable[Match],
    words: dict[str, str],
    traces: dict[str, list[Hit]],
) -> tuple[dict[str, list[Hit]], set[str]]:
    """The passages found of each network by its id, and the words that are nowhere."""
    hits: dict[str, list[Hit]] = {}
    for match in listed:
        passages = texts.passages_of(catalogue, match.network)
        hits[match.network.id] = texts.hits_of(passages, words)
    missed = words.keys() - _words_found(hits)
    if missed:  # the aliases of filters match many networks
        known: dict[tuple[str, str, int], list[Hit]] = {}
        for match in listed:
            hits[match.network.id] += texts.hits_of_aliases(catalogue, match.network, words, known)
    return hits, missed - _words_found(hits) - _words_found(traces)


def _words_found(hits: dict[str, list[Hit]]) -> set[str]:
    found: set[str] = set()
    for passages in hits.values():
        for _, worth in passages:
            found.update(worth)
    return found


def _best_traces(
    listed: Iterable[Trace], traces: dict[str, list[Hit]], hits: list[list[Hit]]
) -> tuple[Trace, ...]:
    """The traces that have as many of the words as what has most, the best first."""
    most = min((texts.rank(one)[0] for one in (*hits, *traces.values()) if one), default=0)
    found = [trace for trace in listed if traces[trace.id]]
    best = [trace for trace in found if texts.rank(traces[trace.id])[0] == most]
    return tuple(sorted(best, key=lambda trace: texts.rank(traces[trace.id])))


def _words_of_query(text: str) -> dict[str, str]:
    """The words to search for by their keys, without function words unless there are no others."""
    text = "".join(mark for mark in text if mark.isprintable() or mark.isspace())
    words: dict[str, str] = {}
    for start, end, key in texts.words_of(text):
        words.setdefault(key, text[start:end])
    plain = plain_words()
    silent = plain["article"].keys() | plain["liaison"].keys() | plain["préposition"].keys()
    telling = [key for key in words if key not in silent] or [*words]
    return {key: words[key] for key in telling[:MOST_WORDS]}


def _place_command(catalogue: Catalogue, text: str) -> str:
    """The ``find`` command for the place that a query names, if it is one."""
    keys = fold(text).split()
    if not any(map(_may_begin_a_place, keys)):
        return ""
    from achats_reseaux.questions.command_rules import Reading
    from achats_reseaux.questions.lexicon import lexicon_of
    from achats_reseaux.questions.mentions import read_places
    from achats_reseaux.questions.name_meanings import distinct
    from achats_reseaux.questions.sentences import read_words

    named = distinct(read_places(read_words(text, lexicon_of(catalogue)))[0])
    if len(named) != 1 or not named[0].found:
        return ""
    return Reading("find", named[0].options).command_line


def _may_begin_a_place(key: str) -> bool:
    """Whether a name, a code or another name of a place ("french riviera") begins with a word."""
    if key[0].isdigit() or name_searches.begins_name(key):
        return True
    return any(name.startswith(key) for name in plain_words()["lieu"])


# --- what is said of a miss ---


def _known(catalogue: Catalogue, listed: Iterable[Match]) -> list[str]:
    """The words of the networks and of the filters, near which a mistyped one may be."""
    every: dict[str, None] = {}
    for match in listed:
        for passage in texts.passages_of(catalogue, match.network):
            every |= dict.fromkeys(fold(passage.text).split())
    for name, _ in FILTERS:
        for key in catalogue.lexicon[name]:
            every |= dict.fromkeys(key.split())
    return [key for key in every if len(key) >= texts.PREFIX_LEAST]


def _absent(words: dict[str, str], near: dict[str, list[str]]) -> str:
    """The words that are nowhere, each with the nearest one."""
    absent: list[str] = []
    for key, guesses in near.items():
        said = f"« {shortened(words[key])} »"
        if guesses:
            said += f" (« {guesses[0]} » ?)"
        absent.append(said)
    return f"Introuvable dans le catalogue : {', '.join(absent)}."


def _no_match(
    query: Query, words: dict[str, str], near: dict[str, list[str]], there: str
) -> Answer:
    """That no text has any of the words, and what to type instead."""
    guesses: dict[str, None] = {}
    for found in near.values():
        guesses |= dict.fromkeys(found)
    suggestions = tuple(guesses)[:3]
    where = "nulle part dans le catalogue"
    if query.themes or query.kinds or query.audiences:
        where = "dans aucun réseau qui répond à ces critères"
    message = f"« {shortened(' '.join(words.values()))} » ne se trouve {where}."
    command = "reseaux list"
    if suggestions:
        command = f"reseaux search {shell_quoted(suggestions[0])}"
    return Answer(
        "none", query, message=message, next_commands=(there or command,), suggestions=suggestions
    )
