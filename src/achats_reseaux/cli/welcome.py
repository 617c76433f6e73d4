"""``reseaux`` alone: examples first, then the commands by what they are for."""

from __future__ import annotations

GROUPS = {
    "Chercher": ("find", "list", "show", "ask", "search", "message", "open"),
    "Voir où": ("coverage", "map"),
    "Beaucoup de lignes, programmes": ("annotate", "page", "mcp"),
    "Votre annuaire": ("catalogue",),
    "Aide": ("help", "completion"),
}
"""The commands by what they are for, in the order of the help."""

_EXAMPLES = {
    "reseaux find Rouen": "qui peut m'aider ici",
    "reseaux find Caen --theme social": "pour une clause sociale",
    'reseaux ask "seuils 2026"': "une question en français",
    "reseaux message Rouen": "un message prêt à envoyer",
}

_LEAD = "reseaux dit qui aide un acheteur public à acheter durable, partout en France."


def welcome() -> str:
    """What to type first; the help of a command and of all have the rest."""
    longest = max(map(len, _EXAMPLES))
    lines = [_LEAD, ""]
    lines += [f"  {command.ljust(longest)}   {use}" for command, use in _EXAMPLES.items()]
    lines.append("")
    longest = max(map(len, GROUPS))
    lines += [f"{group.ljust(longest)}  {'  '.join(names)}" for group, names in GROUPS.items()]
    lines += ["", "Une commande : reseaux help find. Toutes : reseaux --help."]
    return "\n".join(lines) + "\n"
