"""``reseaux completion``: the completion scripts for shells.

Each script calls the program by Typer's protocol for bash, whatever the shell: the words typed in
``COMP_WORDS``, the index of the current one in ``COMP_CWORD``. Typer's protocols for zsh and fish
would load Rich.
"""

import os
from typing import Annotated

import typer

from achats_reseaux.cli.completion import among
from achats_reseaux.cli.streams import write_stdout
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.text import shortened

SCRIPTS = {
    "bash": "reseaux.bash",
    "zsh": "_reseaux",
    "fish": "reseaux.fish",
    "powershell": "reseaux.ps1",
}
"""The script of each shell, a file of ``data/completion``."""

EXAMPLES = ("reseaux completion bash > reseaux.bash", "reseaux completion zsh > _reseaux")


def completion(
    shell: Annotated[
        str | None,
        typer.Argument(
            metavar=f"[{'|'.join(SCRIPTS)}]",
            help="Le shell ; par défaut, celui de la variable SHELL.",
            autocompletion=among(dict.fromkeys(SCRIPTS, "")),
        ),
    ] = None,
) -> int:
    """Le fichier qui fait compléter reseaux par votre shell."""
    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if not name:
        message = "Impossible de deviner votre shell : la variable SHELL ne le dit pas."
        raise UsageError(message, f"Nommez-le : reseaux completion [{'|'.join(SCRIPTS)}]")
    name = "powershell" if name == "pwsh" else name
    if name not in SCRIPTS:
        known = ", ".join(SCRIPTS)
        message = f"« {shortened(name)} » n'est pas un shell connu de reseaux ({known})."
        raise UsageError(message, "reseaux completion bash")
    file = os.path.join(tsv_table.folder(), "completion", SCRIPTS[name])
    with open(file, encoding="utf-8") as stream:
        write_stdout(stream.read(), machine=True)
    return ExitCode.FOUND
