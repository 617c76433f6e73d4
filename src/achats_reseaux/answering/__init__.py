"""From a request as typed to an answer. Here: its filters and place options become a query.

The rules of the answer are in ``matching``.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import CHOICES, FILTERS, Answer, Query
from achats_reseaux.answering.matching import find, list_networks
from achats_reseaux.model import Catalogue, Malformed, Places, Record, Unknown
from achats_reseaux.text import fold, nearest, not_a_value, shortened, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from achats_reseaux.answering.answers import Reason, Status
    from achats_reseaux.errors import UnknownWordError

    Texts = Sequence[str] | None
    Filters = Mapping[str, Texts]
    """The words of the filters as typed, by the names of ``FILTERS`` and ``CHOICES``."""

_NAMES = ("lieu", "commune", "epci")
_PRECISIONS = ("departement", "code_postal", "region")
_PLACES = (*_NAMES, "insee", "siren", "siret", *_PRECISIONS)
"""The fields of a request that name a place; those of ``_PRECISIONS`` may specify a name."""

_LONGEST_BODY = 5
COLLECTIVITE = "collectivite"


class RawQuery(Record):
    """A command as typed: texts, not looked up yet."""

    command: str  # find, list, message, search or coverage
    # Texts by place option (commune, code_postal, …); lieu is the argument.
    place: dict[str, str]
    filters: Filters = {}


def answer(catalogue: Catalogue, raw_query: RawQuery, today: str) -> Answer:
    """Answer a request; a wrong word or place gives an answer too, not an exception."""
    main = next((name for name in _PLACES if name in raw_query.place), "")
    query = Query(raw_query.command, raw_query.place[main] if main else None)
    try:
        query = with_filters(catalogue, query, raw_query.filters)
        if raw_query.command == "list":
            return list_networks(catalogue, query, today)
        outcome = _resolved(raw_query.place, main)
    except Exception as error:
        return refusal(query, error)
    query = query.replace(arguments=place_arguments(raw_query.place))
    if main == "lieu":
        query = query.replace(asker=_asker(catalogue, raw_query.place[main], outcome))
    result = find(catalogue, query, outcome, today)
    if main != "lieu" or not isinstance(outcome, Places) or outcome.other is None:
        return result
    from achats_reseaux.answering.other_reading import with_other_reading

    return with_other_reading(catalogue, result, outcome, today)


def place_arguments(place: dict[str, str]) -> tuple[str, ...]:
    """The words of a place on a command line: ``("--siren", "200023414")``."""
    words = []
    for name, text in place.items():
        if name != "lieu":
            words.append(_option(name))
        words.append(text)
    return tuple(words)


def _option(name: str) -> str:
    """The option of the command line that a field of a request is: ``--code-postal``."""
    return f"--{name.replace('_', '-')}"


def _asker(
    catalogue: Catalogue, text: str, outcome: Places | Unknown | Malformed
) -> tuple[str, ...]:
    """The audience of the organisation before a place: "CHU de Lille", but not "Hôpital-Camfrout".

    A collectivité is the place that it governs: "Mairie de Lille" asks as "Lille" does.
    """
    if not isinstance(outcome, Places) or fold(outcome.candidates[0].name) == fold(text):
        return ()
    words = without_article(fold(text)).split()[:_LONGEST_BODY]
    known = catalogue.lexicon["audience"]
    for count in range(len(words), 0, -1):
        audience = known.get(" ".join(words[:count]), COLLECTIVITE)
        if audience != COLLECTIVITE:
            return (audience,)
    return ()


def refusal(query: Query, error: Exception) -> Answer:
    """Turn a word, an option or a catalogue that is refused into an answer; else raise again."""
    from achats_reseaux.errors import CatalogueError, UnknownWordError, UsageError

    reason: Reason = "option"
    if isinstance(error, UnknownWordError):
        reason = "word"
    elif isinstance(error, CatalogueError):
        reason = "catalogue"
    elif not isinstance(error, UsageError):
        raise error
    status: Status = "unknown" if reason == "word" else "invalid"
    return Answer(
        status,
        query,
        message=error.message,
        reason=reason,
        hint=error.hint,
        next_commands=error.next_commands,
        suggestions=error.suggestions,
    )


def _resolved(place: dict[str, str], main: str) -> Places | Unknown | Malformed:
    """The places of place options, or why there are none; ``UsageError`` if they are not one."""
    others = {name: text for name, text in place.items() if name != main}
    is_specified = main in _NAMES and others.keys() <= set(_PRECISIONS)
    if main and (is_specified or not others):
        from achats_reseaux.geocoder import resolve

        kind = None
        if main != "lieu":
            kind = main.replace("_", "-")
        departement, code, region = map(others.get, _PRECISIONS)
        text = place[main]
        return resolve(text, kind, departement=departement, code_postal=code, region=region)
    from achats_reseaux.errors import UsageError

    if not main:
        message = "De quel lieu s'agit-il ? find attend un lieu : nom, code postal, SIRET…"
        raise UsageError(message, next_commands=("reseaux find 76000", "reseaux list"))
    options = ", ".join(map(_option, place)).replace("--lieu", "LIEU")
    message = f"Un seul lieu à la fois : {options} ont été donnés ensemble."
    raise UsageError(message, "Une commune se précise par --departement ou --code-postal.")


def with_filters(catalogue: Catalogue, query: Query, filters: Filters) -> Query:
    """A query with some filters: their words replaced by their ids.

    Raises:
        UnknownWordError: a word is not in the vocabulary.
        UsageError: one of ``CHOICES`` has no such value.
    """
    for name, texts in filters.items():
        if texts and name in FILTERS:
            query = query.replace(**{f"{name}s": _words(catalogue, name, texts)})
        elif texts:
            query = query.replace(**{name: _choice(name, texts[-1])})
    return query


def _choice(name: str, text: str) -> str:
    """The value of one of ``CHOICES`` that a text names; ``""`` for all."""
    value = fold(text)
    if text and value not in CHOICES[name]:
        from achats_reseaux.errors import UsageError

        raise UsageError(not_a_value(text, f"--{name}", CHOICES[name]))
    return value


def _words(catalogue: Catalogue, namespace: str, texts: Sequence[str]) -> tuple[str, ...]:
    """The ids of words as typed, in the order of the vocabulary, each once."""
    ids = {word(catalogue, namespace, text) for text in comma_separated(texts)}
    if len(ids) == 1:  # spares the reading of the vocabulary
        return tuple(ids)
    return tuple(known.id for known in catalogue.words[namespace] if known.id in ids)


def comma_separated(texts: Iterable[str]) -> list[str]:
    """The words of texts that may hold several, separated by commas; a blank text is one word."""
    parts = []
    for text in texts:
        parts += list(filter(str.strip, text.split(","))) or [text]
    return parts


def value_key(text: str) -> str:
    """The lookup key of a value; none of one with a sign that excludes it: ``!social``."""
    return "" if text.lstrip().startswith(("!", "-", "~", "^", "≠", "¬")) else fold(text)


_NEAR = 0.7
"""How like a word must be to be suggested: « nope » is not for RAN COPER."""

_NOUNS = {"theme": "un thème", "kind": "un type de réseau", "audience": "un public"}


def word(catalogue: Catalogue, namespace: str, text: str) -> str:
    """The id of one word (``theme``, ``kind``, ``audience``) or of a ``network``.

    Raises:
        UnknownWordError: with the nearest words and the command that lists them all.
    """
    if text in catalogue.facets.get(namespace, ()):  # an id: spares the reading of its aliases
        return text
    key = value_key(text)
    known = catalogue.lexicon[namespace].get(key)
    if namespace == "network" and not known:  # cards and lists show the short one
        known = catalogue.lexicon["short_name"].get(key)
    if not known:
        raise unknown_word(catalogue, namespace, text)
    return known


def unknown_word(catalogue: Catalogue, namespace: str, text: str) -> UnknownWordError:
    """The error for what is no word of a namespace."""
    from achats_reseaux.errors import UnknownWordError

    lexicon = catalogue.lexicon[namespace]
    names = nearest(text, list(lexicon), most=6, cutoff=_NEAR)
    near = tuple(dict.fromkeys(lexicon[name] for name in names))[:3]
    if namespace == "network":
        fault, hint = "n'est l'identifiant d'aucun réseau", "Tous les identifiants :"
        command = "reseaux list -q"
    else:
        # No option is named: it may have been typed by its alias, or be a parameter of
        # Python.
        ids = ", ".join(known.id for known in catalogue.words[namespace])
        fault, hint = f"n'est pas {_NOUNS[namespace]} ({ids})", "Tous les mots acceptés :"
        command = "reseaux catalogue words"
    message = f"« {shortened(text)} » {fault}."
    if namespace == "network" and not text.strip():
        message = "L'identifiant est vide."
    return UnknownWordError(message, hint, near, next_commands=(command,))
