"""Who can help a French public buyer to buy sustainably.

    >>> import achats_reseaux
    >>> answer = achats_reseaux.find("76000", themes=["environnement"])
    >>> answer.status, answer.guichet_vert.status, answer.results[0].network.name
    ('found', 'covered', 'RAN COPER')

Importing this module reads nothing; the first call reads what it needs. All that is
exported has types; every error is a :class:`ReseauxError`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.annotation.text_answers import TextAnswer
    from achats_reseaux.answering.answers import (
        Candidate,
        EmailDraft,
        Fallback,
        GuichetVert,
        Match,
        Part,
        Query,
    )
    from achats_reseaux.answering.coverage import AreaCoverage
    from achats_reseaux.api import (
        annotate,
        ask,
        coverage,
        find,
        load,
        message,
        networks,
        resolve,
        search,
        show,
    )
    from achats_reseaux.card.contact_methods import ContactMethod
    from achats_reseaux.card.first_contact import FirstContact
    from achats_reseaux.errors import (
        ArgumentError,
        CatalogueError,
        ReseauxError,
        UnknownWordError,
        UsageError,
    )
    from achats_reseaux.gazetteer.switchboards import Switchboard
    from achats_reseaux.model import (
        Area,
        Catalogue,
        Contact,
        Fact,
        Link,
        Malformed,
        Network,
        Notion,
        Place,
        Places,
        Source,
        Trace,
        Unknown,
    )
    from achats_reseaux.output.python import PythonAnswer as Answer
    from achats_reseaux.output.python import PythonCoverage as Coverage

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Area",
    "AreaCoverage",
    "ArgumentError",
    "Candidate",
    "Catalogue",
    "CatalogueError",
    "Contact",
    "ContactMethod",
    "Coverage",
    "EmailDraft",
    "Fact",
    "Fallback",
    "FirstContact",
    "GuichetVert",
    "Link",
    "Malformed",
    "Match",
    "Network",
    "Notion",
    "Part",
    "Place",
    "Places",
    "Query",
    "ReseauxError",
    "Source",
    "Switchboard",
    "TextAnswer",
    "Trace",
    "Unknown",
    "UnknownWordError",
    "UsageError",
    "__version__",
    "annotate",
    "ask",
    "coverage",
    "find",
    "load",
    "message",
    "networks",
    "resolve",
    "search",
    "show",
]

_HOMES = {
    "Answer": "output.python",
    "AreaCoverage": "answering.coverage",
    "Candidate": "answering.answers",
    "ContactMethod": "card.contact_methods",
    "Coverage": "output.python",
    "EmailDraft": "answering.answers",
    "Fallback": "answering.answers",
    "FirstContact": "card.first_contact",
    "GuichetVert": "answering.answers",
    "Match": "answering.answers",
    "Part": "answering.answers",
    "Query": "answering.answers",
    "Switchboard": "gazetteer.switchboards",
    "TextAnswer": "annotation.text_answers",
}
"""The modules of the types that are not in ``model``."""

_NAMES_THERE = {"Answer": "PythonAnswer", "Coverage": "PythonCoverage"}
"""What is called otherwise in its module: there is an answer without a document too."""


def __getattr__(name: str) -> object:
    """Import a public name on first access, so that the command does not pay for it."""
    from importlib import import_module

    if name == "errors":  # the module
        return import_module("achats_reseaux.errors")
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    home = _HOMES.get(name, "model")
    if name.islower():
        home = "api"
    elif name.endswith("Error"):
        home = "errors"
    module = import_module(f"achats_reseaux.{home}")
    return getattr(module, _NAMES_THERE.get(name, name))


def __dir__() -> list[str]:
    return sorted(__all__)
