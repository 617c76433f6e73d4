"""Who can help a French public buyer to buy sustainably.

    >>> import achats_reseaux
    >>> answer = achats_reseaux.find("76000", themes=["environnement"])
    >>> answer.status, answer.guichet_vert.status, answer.results[0].network.name
    ('found', 'covered', 'RAN COPER')

Importing this module reads nothing; the first call reads what it needs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Answer, Catalogue, Malformed, Places, Unknown

__all__ = ["__version__", "ask", "find", "load", "networks", "resolve", "search"]

__version__ = "0.1.0"


def load(file: str | None = None, overlays: Iterable[str] = ()) -> Catalogue:
    """Load a catalogue.

    Args:
        file: a YAML file that replaces the bundled one.
        overlays: YAML files laid over it. None is read that is not named here.

    Raises:
        errors.CatalogueError: a file is missing, unreadable or invalid.
    """
    from achats_reseaux.catalogue import store

    return store.load(file, tuple(overlays))


def resolve(
    place: str, *, departement: str | None = None, code_postal: str | None = None
) -> Places | Unknown | Malformed:
    """What a text means: one place, all that fit it, or why none does. Never raises.

    Args:
        place: anything that a buyer would type: a name, a code, a letterhead line, a SIRET.
        departement: a text that settles a homonym.
        code_postal: another one.
    """
    from achats_reseaux.geocoder import resolve as resolved

    return resolved(place, departement=departement, code_postal=code_postal)


def find(
    place: str,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    departement: str | None = None,
    code_postal: str | None = None,
    catalogue: Catalogue | None = None,
) -> Answer:
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
    from achats_reseaux import answering

    given = {"lieu": place, "departement": departement, "code_postal": code_postal}
    where = {name: text for name, text in given.items() if text is not None}
    asked = answering.Request("find", where, tuple(themes), tuple(kinds), tuple(audiences))
    return answering.answer(catalogue or load(), asked, answering.today())


def networks(
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> Answer:
    """The catalogue, filtered: what ``reseaux list`` answers, as a value."""
    from achats_reseaux import answering

    asked = answering.Request("list", {}, tuple(themes), tuple(kinds), tuple(audiences))
    return answering.answer(catalogue or load(), asked, answering.today())


def ask(question: str, *, catalogue: Catalogue | None = None) -> Answer:
    """What ``reseaux ask`` answers, as a value. Whatever is typed, this never raises.

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

    return answers.ask(catalogue or load(), question, today())


def search(
    words: str,
    *,
    themes: Iterable[str] = (),
    kinds: Iterable[str] = (),
    audiences: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> Answer:
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

    filters = (tuple(themes), tuple(kinds), tuple(audiences))
    return search_request(catalogue or load(), words, *filters, today())
