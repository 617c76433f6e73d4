"""The functions for Python users: each answers what the command of its name does, as a value."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.annotation.texts import TextAnswer
    from achats_reseaux.answering.coverage import Coverage
    from achats_reseaux.model import Answer, Catalogue, Malformed, Places, Unknown
    from achats_reseaux.output.python import PythonAnswer


def load(file: str | None = None, overlays: Iterable[str] = ()) -> Catalogue:
    """Load a catalogue.

    Args:
        file: a YAML file that replaces the bundled one.
        overlays: YAML files laid over it. None is read that is not named here.

    Raises:
        errors.CatalogueError: a file is missing, unreadable or invalid.
    """
    from achats_reseaux.catalogue import loader

    return loader.load(file, _texts("overlays", overlays))


def resolve(
    place: str, *, departement: str | None = None, code_postal: str | None = None
) -> Places | Unknown | Malformed:
    """What a text means: one place, all that fit it, or why none does.

    Args:
        place: anything that a buyer would type: a name, a code, a letterhead line, a SIRET.
        departement: a text that settles a homonym.
        code_postal: another one.
    """
    from achats_reseaux.geocoder import resolve as resolved

    return resolved(
        _text("place", place),
        departement=_text_or_none("departement", departement),
        code_postal=_text_or_none("code_postal", code_postal),
    )


def find(
    place: str,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    departement: str | None = None,
    code_postal: str | None = None,
    catalogue: Catalogue | None = None,
) -> PythonAnswer:
    """Who can help at a place: what ``reseaux find`` answers, as a value.

    Args:
        place: as for :func:`resolve`.
        themes: words of the catalogue or their aliases.
        kinds: likewise.
        audiences: likewise.
        departement: as for :func:`resolve`.
        code_postal: as for :func:`resolve`.
        catalogue: the bundled one unless given.

    Returns:
        An answer, whatever was typed: its ``status`` says whether anything was found.
    """
    given = {
        "lieu": _text("place", place),
        "departement": _text_or_none("departement", departement),
        "code_postal": _text_or_none("code_postal", code_postal),
    }
    where = {name: text for name, text in given.items() if text is not None}
    return _answer("find", where, themes, kinds, audiences, catalogue)


def networks(
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> PythonAnswer:
    """The catalogue, filtered: what ``reseaux list`` answers, as a value."""
    return _answer("list", {}, themes, kinds, audiences, catalogue)


def show(
    name: str, *, fields: Iterable[str] = (), catalogue: Catalogue | None = None
) -> PythonAnswer:
    """Everything known of a network or a notion: what ``reseaux show`` answers, as a value.

    Args:
        name: its id, name or alias.
        fields: ids of the catalogue's fields, or ``contact``: these facts alone.
        catalogue: the bundled one unless given.
    """
    from achats_reseaux.answering import today
    from achats_reseaux.answering.details import show_request

    known = catalogue or load()
    words = [_text("name", name)]
    return _documented(show_request(known, words, _texts("fields", fields), today()), known)


def coverage(
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    network: str | None = None,
    catalogue: Catalogue | None = None,
) -> Coverage:
    """Who covers what of France, by région and département; by default the guichets verts.

    Args:
        themes: as for :func:`find`.
        kinds: likewise.
        audiences: likewise.
        network: the one network that counts, by its id, name or alias.
        catalogue: the bundled one unless given.

    Raises:
        errors.UnknownWordError: a word or a network that the catalogue does not have.
    """
    from achats_reseaux.answering.coverage import requested_coverage

    return requested_coverage(
        catalogue or load(),
        _texts("themes", themes),
        _texts("kinds", kinds),
        _texts("audiences", audiences),
        _text_or_none("network", network),
    )


def ask(question: str, *, catalogue: Catalogue | None = None) -> PythonAnswer:
    """What ``reseaux ask`` answers, as a value.

        >>> import achats_reseaux
        >>> answer = achats_reseaux.ask("qui peut m'aider à rédiger une clause sociale à Rouen ?")
        >>> answer.status, answer.command
        ('found', 'reseaux find --commune Rouen --theme social')

    Args:
        question: in French or English.
        catalogue: the bundled one unless given.

    Returns:
        The answer of the command that the question amounts to; ``command`` is that command, or
        ``None`` where there is none (``status`` is then ``unknown`` or ``ambiguous``).
    """
    from achats_reseaux.answering import today
    from achats_reseaux.questions import answers

    known = catalogue or load()
    return _documented(answers.ask(known, _text("question", question), today()), known)


def search(
    words: str,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> PythonAnswer:
    """The networks whose texts have some words, ranked: what ``reseaux search`` answers.

        >>> import achats_reseaux
        >>> achats_reseaux.search("clauses sociales").results[0].network.id
        'maximilien-clauses-sociales'

    Args:
        words: accents, case and inflection are indifferent.
        themes: as for :func:`find`.
        kinds: likewise.
        audiences: likewise.
        catalogue: the bundled one unless given.
    """
    from achats_reseaux.answering import today
    from achats_reseaux.questions.fulltext import search_request

    known = catalogue or load()
    filters = (_texts("themes", themes), _texts("kinds", kinds), _texts("audiences", audiences))
    return _documented(search_request(known, _text("words", words), *filters, today()), known)


def annotate(texts: Iterable[str], *, catalogue: Catalogue | None = None) -> Iterator[TextAnswer]:
    """Which guichet vert each of many texts has: what ``reseaux annotate`` adds to a row.

        >>> import achats_reseaux
        >>> [one.guichets_verts for one in achats_reseaux.annotate(["76000", "68100"])]
        [('ran-coper',), ()]

    Args:
        texts: places as for :func:`find`, any number of them: they are read one by one.
        catalogue: the bundled one unless given.

    Returns:
        An iterator of answers, one a text, in their order.
    """
    from achats_reseaux.annotation.texts import answer_texts

    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        message = f"texts takes an iterable of texts, not {type(texts).__name__}"
        raise TypeError(message)
    return answer_texts(catalogue or load(), (_text("each of texts", text) for text in texts))


# --- what the functions above share --------------------------------------------------------------


def _answer(
    command: str,
    place: dict[str, str],
    themes: Iterable[str],
    kinds: Iterable[str],
    audiences: Iterable[str],
    catalogue: Catalogue | None,
) -> PythonAnswer:
    from achats_reseaux.answering import Request, answer, today

    known = catalogue or load()
    filters = (_texts("themes", themes), _texts("kinds", kinds), _texts("audiences", audiences))
    return _documented(answer(known, Request(command, place, *filters), today()), known)


def _documented(answer: Answer, catalogue: Catalogue) -> PythonAnswer:
    """An answer that knows its JSON document."""
    from achats_reseaux.output.python import PythonAnswer

    return PythonAnswer.of(answer, catalogue)


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    message = f'{name} takes a text such as "76000", not {type(value).__name__}'
    raise TypeError(message)


def _texts(name: str, values: object) -> tuple[str, ...]:
    """Texts as given, from any iterable but a text, whose letters are not meant."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        message = f"{name} takes a list of texts, not {type(values).__name__}"
        raise TypeError(message)
    return tuple(_text(f"each of {name}", value) for value in values)


def _text_or_none(name: str, value: object) -> str | None:
    return None if value is None else _text(name, value)
