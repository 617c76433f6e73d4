"""``reseaux completion``: Typer's completion script for a shell."""

from typing import Annotated, Literal

from achats_reseaux.cli.options import argument

EXAMPLES = ("reseaux completion bash > reseaux.bash", "reseaux completion zsh > _reseaux")

Shell = Literal["bash", "zsh", "fish", "powershell"]
"""The shells that Typer has a script for."""


def completion(
    shell: Annotated[Shell, argument("SHELL", "bash, zsh, fish ou powershell.")],
) -> bytes:
    """Le fichier qui fait compléter reseaux par votre shell."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script: str = get_completion_script(
        prog_name="reseaux", complete_var="_RESEAUX_COMPLETE", shell=shell
    )
    return f"{script}\n".encode()
