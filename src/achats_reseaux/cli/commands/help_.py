"""``reseaux help``: the help of a command, and the meanings of the exit statuses."""

from typing import Annotated, Any

import typer

from achats_reseaux.cli.completion import candidates
from achats_reseaux.errors import ExitCode

STATUS_MEANINGS = {
    ExitCode.FOUND: "trouvé : au moins un réseau",
    ExitCode.NONE: "demande comprise, rien ne correspond",
    ExitCode.INVALID: "demande non comprise : option, valeur, lieu ou mot",
    ExitCode.AMBIGUOUS: "lieu ambigu : plusieurs conviennent, aux réponses différentes",
    ExitCode.CATALOGUE: "catalogue absent ou invalide",
    ExitCode.BUG: "défaut de reseaux",
    ExitCode.FILE: "fichier illisible ou impossible à écrire, sortie pleine",
    ExitCode.INTERRUPTED: "interrompu (Ctrl-C)",
}
"""What each exit status means, in French."""


def _words(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    group: Any = ctx.find_root().command
    helps = [(name, one.get_short_help_str(80)) for name, one in group.commands.items()]
    return candidates([*helps, ("codes", "Les codes de sortie.")], incomplete)


EXAMPLES = ("reseaux help find", "reseaux help codes")


def help_(
    ctx: typer.Context,
    commande: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMANDE|codes]",
            help="Une commande ; ou codes, pour les codes de sortie.",
            autocompletion=_words,
        ),
    ] = None,
) -> str:
    """L'aide d'une commande, ou les codes de sortie."""
    # `cli.run` makes `find --help` of `help find`.
    if commande == ["codes"]:
        lines = [f"  {code:>3}  {meaning}" for code, meaning in STATUS_MEANINGS.items()]
        return "\n".join(["Codes de sortie :", *lines, ""])
    root = ctx.find_root()
    return f"{root.command.get_help(root)}\n"
