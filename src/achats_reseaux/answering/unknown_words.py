"""A mistyped theme, kind, audience or network: the message, and the nearest right values."""

from __future__ import annotations

from achats_reseaux.errors import UnknownWordError
from achats_reseaux.text import nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

_NOUNS = {"theme": "un thème", "kind": "un type de réseau", "audience": "un public"}


def unknown_word(catalogue: Catalogue, namespace: str, text: str) -> UnknownWordError:
    """The error for a word that is none of a filter, or names no network."""
    lexicon = catalogue.lexicon[namespace]
    near = [lexicon[one] for one in nearest(text, list(lexicon), most=6)]
    suggestions = tuple(dict.fromkeys(near))[:3]
    if namespace == "network":
        message = f"« {shortened(text)} » n'est l'identifiant d'aucun réseau."
        return UnknownWordError(
            message, "Tous les identifiants :", suggestions, next_commands=("reseaux list -q",)
        )
    ids = ", ".join(one.id for one in catalogue.words[namespace])
    # No option is named: it may have been typed by its alias, or be a parameter of Python.
    message = f"« {shortened(text)} » n'est pas {_NOUNS[namespace]} ({ids})."
    command = ("reseaux catalogue words",)
    return UnknownWordError(message, "Tous les mots acceptés :", suggestions, next_commands=command)
