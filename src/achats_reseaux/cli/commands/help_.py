"""``reseaux help``: the help of a command, and the meanings of the exit statuses."""

from typing import Annotated, Any

import typer

from achats_reseaux.cli.completion import candidates
from achats_reseaux.cli.streams import write_stdout
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.text import nearest, shortened

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


def _words(ctx: typer.Context, incomplete: str) -> list[str]:
    group: Any = ctx.find_root().command
    helps = [(name, one.get_short_help_str()) for name, one in group.commands.items()]
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
) -> int:
    """L'aide d'une commande, ou les codes de sortie."""
    if commande == ["codes"]:
        lines = [f"  {code:>3}  {meaning}" for code, meaning in STATUS_MEANINGS.items()]
        write_stdout("\n".join(["Codes de sortie :", *lines, ""]), machine=False)
        return ExitCode.FOUND
    group: Any = ctx.find_root().command
    command, typed = group, "reseaux help"
    for name in commande or ():
        below = getattr(command, "commands", {})
        if name not in below:
            near = nearest(name, list(below), most=1)
            message = f"commande inconnue : {shortened(name)}"
            raise UsageError(message, next_commands=(" ".join([typed, *near]),))
        command, typed = below[name], f"{typed} {name}"
    code = group([*(commande or ()), "--help"], prog_name="reseaux", standalone_mode=False)
    return code if isinstance(code, int) else ExitCode.FOUND
