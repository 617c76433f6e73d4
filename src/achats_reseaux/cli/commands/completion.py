"""``reseaux completion``: the script that makes a shell complete ``reseaux``.

Each script asks the program itself, whatever the shell, by Typer's protocol for bash: the words
typed so far in ``COMP_WORDS``, the rank of the current one in ``COMP_CWORD``. Typer's protocols for
zsh and fish would load Rich.
"""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

import os
from typing import Annotated

import typer

from achats_reseaux.cli import french
from achats_reseaux.cli.completion import matching
from achats_reseaux.cli.streams import write_stdout
from achats_reseaux.errors import ExitCode, UsageError
from achats_reseaux.text import shortened

# bash splits words at "=": `--theme=so` is three words, so "=" is dropped. The answers are read
# line by line: an expansion of them would replace `*` by the files of the folder.
BASH = r"""# Complétion de reseaux pour bash, écrite par « reseaux completion bash ».
_reseaux_completion() {
    local IFS=$'\n' words=() rank found
    for ((rank = 0; rank < COMP_CWORD; rank++)); do
        [[ ${COMP_WORDS[rank]} == = ]] || words+=("${COMP_WORDS[rank]}")
    done
    local typed=${COMP_WORDS[COMP_CWORD]}
    [[ $typed == = ]] && typed=
    COMPREPLY=()
    while read -r found; do
        [[ -z $found ]] || COMPREPLY+=("$found")
    done <<<"$(COMP_WORDS="${words[*]}"$'\n'"$typed" COMP_CWORD=${#words[@]} \
        _RESEAUX_COMPLETE=complete_bash "${1/#\~/$HOME}" 2>/dev/null)"
    [[ $typed == [\"\']* ]] || COMPREPLY=("${COMPREPLY[@]// /\\ }")
}
complete -o default -F _reseaux_completion reseaux
"""

ZSH = r"""#compdef reseaux
# Complétion de reseaux pour zsh, écrite par « reseaux completion zsh ».
_reseaux() {
    local -a found
    found=(${(f)"$(COMP_WORDS="${(F)words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \
        _RESEAUX_COMPLETE=complete_bash $~words[1] 2>/dev/null)"})
    if (( $#found )); then
        compset -P '--*='
        compadd -a found
    else
        _files
    fi
}
if [[ $funcstack[1] == _reseaux ]]; then
    _reseaux "$@"
else
    compdef _reseaux reseaux
fi
"""

FISH = r"""# Complétion de reseaux pour fish, écrite par « reseaux completion fish ».
function __reseaux_completion
    set -l typed (commandline -ct)
    set -l option (string match -r -- '^--[^=]+=' $typed)
    set -l program (commandline -opc)[1]
    set -lx COMP_WORDS (commandline -cp | string collect)
    set -lx COMP_CWORD (count (commandline -opc))
    set -lx _RESEAUX_COMPLETE complete_bash
    set -l found ($program 2>/dev/null | string match -v '')
    if set -q found[1]
        printf "$option%s\n" $found
    else
        __fish_complete_path $typed
    end
end
complete --command reseaux --no-files --arguments '(__reseaux_completion)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def shells(incomplete: str) -> list[str]:
    """The shells that have a script."""
    return matching(list(SCRIPTS), incomplete)


def completion(
    shell: Annotated[
        str | None,
        typer.Argument(
            metavar=f"[{'|'.join(SCRIPTS)}]",
            help="Le shell ; par défaut, celui de la variable SHELL.",
            autocompletion=shells,
        ),
    ] = None,
) -> int:
    """Le fichier qui fait compléter reseaux par votre shell."""
    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if not name:
        message = "Impossible de deviner votre shell : la variable SHELL ne le dit pas."
        raise UsageError(message, f"Nommez-le : reseaux completion [{'|'.join(SCRIPTS)}]")
    if name not in SCRIPTS:
        known = ", ".join(SCRIPTS)
        message = f"« {shortened(name)} » n'est pas un shell connu de reseaux ({known})."
        raise UsageError(message, "reseaux completion bash")
    write_stdout(SCRIPTS[name], machine=True)
    return ExitCode.FOUND


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command(
        cls=french.Command,
        epilog=french.examples(
            "reseaux completion bash > reseaux.bash", "reseaux completion zsh > _reseaux"
        ),
    )(completion)
