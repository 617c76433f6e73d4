"""The public functions: those named as a command return as a value what it prints.

Where a function has them: ``themes``, ``kinds`` and ``audiences`` are ids, labels or
aliases of the catalogue's vocabulary; ``catalogue`` is the bundled one by default;
``today`` is the day with which validity dates are compared, a ``date`` or its ISO text,
by default that of this machine.

An answer can be compared, hashed and pickled; a pickle has the catalogue in it, once for
all the answers that were given the same one. What was typed raises no exception: the
``status`` of the answer says what it is. Passing the wrong kind of value (a number
as a place, a non-date as ``today``) raises :class:`~achats_reseaux.errors.ArgumentError`.
"""

from __future__ import annotations

from achats_reseaux.answering.arguments import (
    PLACE_OPTIONS,
    asked_filters,
    asked_place,
    iso_date,
    path_of,
    refuse_a_text,
    text_of,
    text_or_none,
    texts_of,
)
from achats_reseaux.errors import ArgumentError, UnknownWordError, UsageError
from achats_reseaux.model import Catalogue, Malformed, Places, Unknown
from achats_reseaux.output.python import PythonAnswer, PythonCoverage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from os import PathLike
    from typing import Any, TypedDict, Unpack

    from achats_reseaux.annotation.text_answers import TextAnswer
    from achats_reseaux.answering.answers import Answer

    class PlaceOptions(TypedDict, total=False):
        """The options of ``reseaux find`` that name a place by its kind: ``insee="76540"``."""

        commune: str
        epci: str
        insee: str
        region: str
        siren: str
        siret: str

    class TextColumns(TypedDict, total=False):
        """The texts of ``annotate`` by what they all are: ``insee=["76540"]``."""

        siret: Iterable[str]
        siren: Iterable[str]
        insee: Iterable[str]
        commune: Iterable[str]
        code_postal: Iterable[str]
        epci: Iterable[str]
        region: Iterable[str]

    Day = date | str | None
    File = str | PathLike[str]


def load(file: File | None = None, overlays: Iterable[File] = ()) -> Catalogue:
    """Load a catalogue.

    Args:
        file: a YAML file, or a folder of them, that replaces the bundled one.
        overlays: YAML files laid over it; the user's own files are read only if named here.

    Raises:
        errors.CatalogueError: a file is missing, unreadable or invalid.
    """
    from achats_reseaux.catalogue import loader

    replaced = None if file is None else path_of("file", file)
    refuse_a_text("overlays", overlays)
    paths = tuple(path_of("each of overlays", overlay) for overlay in overlays)
    return loader.load(replaced, paths)


def resolve(
    place: str, *, departement: str | None = None, code_postal: str | None = None
) -> Places | Unknown | Malformed:
    """Resolve a text to one place, to several that fit equally well, or to the reason for none.

    Args:
        place: anything that a buyer would type: a name, a code, a letterhead line, a SIRET.
        departement: name or code of a département, to tell homonyms apart.
        code_postal: postal code, to tell homonyms apart.
    """
    from achats_reseaux.geocoder import resolve as resolved

    return resolved(
        text_of("place", place),
        departement=text_or_none("departement", departement),
        code_postal=text_or_none("code_postal", code_postal),
    )


def find(
    place: str | None = None,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    departement: str | None = None,
    code_postal: str | None = None,
    scope: str | None = None,
    catalogue: Catalogue | None = None,
    today: Day = None,
    **options: Unpack[PlaceOptions],
) -> PythonAnswer:
    """Find the networks that can help at a place, as ``reseaux find`` does.

        >>> import achats_reseaux
        >>> answer = achats_reseaux.find("76000")
        >>> answer.status, answer.first.name, answer.first.contact.text
        ('found', 'RAN COPER', 'guichetvert@ran-coper.fr')
        >>> achats_reseaux.find("Strasboug").suggestions
        ('Strasbourg',)

    Args:
        place: a name, a postal code, an address, a SIRET, or ``kind:code`` (``"insee:76540"``).
        themes: ``environnement``, ``social``; all if empty.
        kinds: kinds of network, such as ``guichet-vert`` or ``facilitateurs``; all if empty.
        audiences: who buys: ``collectivite``, ``etat``, ``sante`` or ``entreprise``.
        departement: name or code of a département, to tell homonyms apart; or the place itself.
        code_postal: postal code, likewise.
        scope: ``local`` or ``national`` limits ``results``, and nothing else.
        catalogue: what :func:`load` returns; by default the bundled one, without your own files.
        today: the day against which validity is compared: a ``date``, or ISO text.
        options: the place by its kind: ``insee``, ``siren``, ``siret``, ``commune``, ``epci`` or
            ``region``.

    Returns:
        An :class:`Answer`: ``status`` (``found``, ``none``, ``invalid``, ``unknown``,
        ``ambiguous``), ``place``, ``first`` (:class:`FirstContact` or ``None``), ``guichet_vert``,
        ``results`` (each a :class:`Match`), ``switchboard``, ``traces``; ``message``,
        ``suggestions`` and ``candidates`` where nothing was answered. ``to_dict()`` is the document
        that ``--json`` prints.

    Raises:
        ArgumentError: an argument of the wrong kind, such as a number as a place. What was
            typed never raises: see ``status``.
        CatalogueError: the bundled catalogue cannot be read.
    """
    from achats_reseaux.answering import RawQuery, answer

    where = asked_place(place, departement, code_postal, options)
    raw_query = RawQuery("find", where, asked_filters(themes, kinds, audiences, scope))
    return _answered(answer, [raw_query], catalogue, today)


def networks(
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    scope: str | None = None,
    catalogue: Catalogue | None = None,
    today: Day = None,
) -> PythonAnswer:
    """List the networks that fit the filters, as ``reseaux list`` does."""
    from achats_reseaux.answering import RawQuery, answer

    raw_query = RawQuery("list", {}, asked_filters(themes, kinds, audiences, scope))
    return _answered(answer, [raw_query], catalogue, today)


def show(
    name: str,
    *,
    fields: Iterable[str] = (),
    catalogue: Catalogue | None = None,
    today: Day = None,
) -> PythonAnswer:
    """Show all facts of a network or a notion, as ``reseaux show`` does.

    ``name`` is its id, name or alias; ``fields``, ids of the catalogue's fields or
    ``contact``, keeps these facts only.
    """
    from achats_reseaux.answering.details import show_request

    asked = [text_of("name", name)], texts_of("fields", fields)
    return _answered(show_request, asked, catalogue, today)


def message(
    place: str | None = None,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    departement: str | None = None,
    code_postal: str | None = None,
    catalogue: Catalogue | None = None,
    today: Day = None,
    **options: Unpack[PlaceOptions],
) -> PythonAnswer:
    """Write a message to the first to contact about a place, as ``reseaux message`` does.

    ``place`` is one as for :func:`find`, or the id or the name of a network, perhaps with
    a place behind it. The ``email_draft`` of the answer has ``to``, ``subject`` and ``body``;
    it is ``None`` where the place is refused.
    """
    from achats_reseaux.answering import RawQuery
    from achats_reseaux.card.email_draft import message_request

    where = asked_place(place, departement, code_postal, options)
    raw_query = RawQuery("message", where, asked_filters(themes, kinds, audiences))
    return _answered(message_request, [raw_query], catalogue, today)


def coverage(
    place: str | None = None,
    *,
    status: Iterable[str] = (),
    by: str | None = None,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    network: str | None = None,
    catalogue: Catalogue | None = None,
    today: Day = None,
    departement: str | None = None,
    code_postal: str | None = None,
    **options: Unpack[PlaceOptions],
) -> PythonCoverage:
    """Compute which territories networks cover, as ``reseaux coverage`` does.

    Without filters the guichets verts are counted, or the one ``network``; in all of
    France, or in a place as for :func:`resolve`. ``status`` limits the areas shown to
    ``covered``, ``split``, ``partial`` or ``none``; for incomplete directories, ``trace`` or
    ``unknown`` as well, and ``none`` selects both; with
    ``by`` (``region`` or ``departement``), ``areas`` has one each.

    Bad input never raises. For an unknown place, word, network, status or level, or an
    ambiguous place, see ``refusal``. The place may be given by an option too, as to
    :func:`find`.
    """
    from achats_reseaux.answering import refusal
    from achats_reseaux.answering.coverage import requested_coverage
    from achats_reseaux.answering.place_of_command import place_answer

    known, day = _known(catalogue), iso_date(today)
    filters = asked_filters(themes, kinds, audiences)
    statuses = texts_of("status", status)
    only, level = text_or_none("network", network), text_or_none("by", by)
    where = {}
    if options or {place, departement, code_postal} != {None}:
        where = asked_place(place, departement, code_postal, options)
    answer = place_answer(known, day, "coverage", where)
    if answer.reason:
        return PythonCoverage.refused(answer, known)
    try:
        counted = requested_coverage(
            known,
            filters,
            today=day,
            network=only,
            place=answer.place,
            statuses=statuses,
            by=level,
        )
        typed = counted.replace(input=answer.query.input)
        return PythonCoverage(*typed.astuple()).replace(catalogue=known)
    except (UsageError, UnknownWordError) as error:
        return PythonCoverage.refused(refusal(answer.query, error), known)


def ask(question: str, *, catalogue: Catalogue | None = None, today: Day = None) -> PythonAnswer:
    """Answer a question, as ``reseaux ask`` does.

        >>> import achats_reseaux
        >>> answer = achats_reseaux.ask("qui peut m'aider à rédiger une clause sociale à Rouen ?")
        >>> answer.status, answer.command
        ('found', 'reseaux find --commune Rouen --theme social')

    The question is in French or English. The answer is that of the equivalent command,
    which is in ``command``; if there is none, that is ``None`` and ``status`` is
    ``unknown`` or ``ambiguous``.
    """
    from achats_reseaux.questions import ask as questions

    return _answered(questions.ask, [text_of("question", question)], catalogue, today)


def search(
    words: str,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    scope: str | None = None,
    catalogue: Catalogue | None = None,
    today: Day = None,
) -> PythonAnswer:
    """Search the texts of all networks and rank the matches, as ``reseaux search`` does.

    Accents, case and inflection do not matter. ``scope`` is as for :func:`find`.
    """
    from achats_reseaux.answering import RawQuery
    from achats_reseaux.questions.search import search_request

    where = {"lieu": text_of("words", words)}
    raw_query = RawQuery("search", where, asked_filters(themes, kinds, audiences, scope))
    return _answered(search_request, [raw_query], catalogue, today)


def annotate(
    texts: Iterable[str] | None = None,
    *,
    catalogue: Catalogue | None = None,
    today: Day = None,
    **columns: Unpack[TextColumns],
) -> Iterator[TextAnswer]:
    """Find the guichets verts of many places, as ``reseaux annotate`` does for the rows of a file.

        >>> import achats_reseaux
        >>> [one.guichets_verts for one in achats_reseaux.annotate(["76000", "68100"])]
        [('ran-coper',), ()]

    The texts are consumed one by one; each has one answer, in the same order, with the
    ``switchboard`` and the ``traces`` that :func:`find` gives for its place. Texts that
    are all of one kind may be given by the option of the command: ``insee=["76540"]``.
    """
    from achats_reseaux.annotation.text_answers import answer_texts

    given: dict[str, Any] = {"texts": texts, **columns}
    named = [(name, values) for name, values in given.items() if values is not None]
    if len(named) != 1:
        message = 'annotate takes texts, or one of its options: insee=["76540"]'
        raise ArgumentError(message)
    ((name, values),) = named
    if name not in ("texts", "code_postal", *PLACE_OPTIONS):
        message = f"annotate has no option {name}"
        raise TypeError(message)
    refuse_a_text(name, values)
    checked = (text_of(f"each of {name}", text) for text in values)
    kind = None
    if name != "texts":
        kind = name.replace("_", "-")
    return answer_texts(_known(catalogue), checked, iso_date(today), kind)


# --- helpers -------------------------------------------------------------------------------------


def _answered(
    answering: Callable[..., Answer],
    asked: Iterable[object],
    catalogue: object,
    today: object,
) -> PythonAnswer:
    """The answer of a function of the catalogue, of what is asked and of the day."""
    known, day = _known(catalogue), iso_date(today)
    answer = answering(known, *asked, day)
    # A list may leave its traces unread. What is to be said with it stands in one field.
    whole = answer.replace(catalogue=known, today=day, traces=tuple(answer.traces))
    return PythonAnswer(*whole.replace(notes=answer.all_notes, notices=()).astuple())


def _known(catalogue: object) -> Catalogue:
    """The catalogue that is given, or the bundled one."""
    if catalogue is None:
        return load()
    if isinstance(catalogue, Catalogue):
        return catalogue
    message = f"catalogue takes what load() returns, not {type(catalogue).__name__}"
    raise ArgumentError(message)
