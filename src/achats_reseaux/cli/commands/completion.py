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
from achats_reseaux.text import shortened

# bash splits words at "=": `--theme=so` is three words, so "=" is dropped. Candidates are read line
# by line: an expansion would replace `*` by the files of the folder.
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
        found=${found%%$'\t'*}
        [[ -z $found ]] || COMPREPLY+=("$found")
    done <<<"$(COMP_WORDS="${words[*]}"$'\n'"$typed" COMP_CWORD=${#words[@]} \
        _RESEAUX_COMPLETE=complete_bash "${1/#\~/$HOME}" 2>/dev/null)"
    if [[ $typed != [\"\']* ]]; then
        COMPREPLY=("${COMPREPLY[@]// /\\ }")
        COMPREPLY=("${COMPREPLY[@]//\'/\\\'}")
    fi
}
complete -o default -F _reseaux_completion reseaux
"""

ZSH = r"""#compdef reseaux
# Complétion de reseaux pour zsh, écrite par « reseaux completion zsh ».
_reseaux() {
    local -a found
    local one
    found=(${(f)"$(COMP_WORDS="${(F)words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \
        _RESEAUX_COMPLETE=complete_bash $~words[1] 2>/dev/null)"})
    if (( $#found )); then
        compset -P '--*='
        local -a items
        for one in $found; do
            if [[ $one == *$'\t'* ]]; then
                items+=("${${one%%$'\t'*}//:/\\:}:${one#*$'\t'}")
            else
                items+=("${one//:/\\:}")
            fi
        done
        _describe -V reseaux items
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

POWERSHELL = r"""# Complétion pour PowerShell, écrite par « reseaux completion powershell ».
Register-ArgumentCompleter -Native -CommandName reseaux -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    if ($wordToComplete -eq '') { $words += "''" }
    $option = ''
    if ($wordToComplete -match '^--[^=]+=') { $option = $Matches[0] }
    $kept = $env:COMP_WORDS, $env:COMP_CWORD, $env:_RESEAUX_COMPLETE, [Console]::OutputEncoding
    try {
        $env:COMP_WORDS = $words -join "`n"
        $env:COMP_CWORD = $words.Count - 1
        $env:_RESEAUX_COMPLETE = 'complete_bash'
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        & $words[0] 2>$null | Where-Object { $_ } | ForEach-Object {
            $word, $help = $_ -split "`t", 2
            if (-not $help) { $help = $word }
            $typed = $option + $word
            if ($typed -match '[\s,;()''"]') { $typed = "'" + ($typed -replace "'", "''") + "'" }
            [Management.Automation.CompletionResult]::new($typed, $word, 'ParameterValue', $help)
        }
    } finally {
        $env:COMP_WORDS, $env:COMP_CWORD, $env:_RESEAUX_COMPLETE = $kept[0..2]
        [Console]::OutputEncoding = $kept[3]
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


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
    write_stdout(SCRIPTS[name], machine=True)
    return ExitCode.FOUND
