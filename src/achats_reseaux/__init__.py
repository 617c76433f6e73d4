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
    from achats_reseaux.api import annotate as annotate
    from achats_reseaux.api import ask as ask
    from achats_reseaux.api import coverage as coverage
    from achats_reseaux.api import find as find
    from achats_reseaux.api import load as load
    from achats_reseaux.api import message as message
    from achats_reseaux.api import networks as networks
    from achats_reseaux.api import resolve as resolve
    from achats_reseaux.api import search as search
    from achats_reseaux.api import show as show

__version__ = "0.1.0"

__all__ = [
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


def __getattr__(name: str) -> object:
    """Import a public function on first access, so that the command does not pay for it."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from achats_reseaux import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
