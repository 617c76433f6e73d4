# Complétion de reseaux pour fish, écrite par « reseaux completion fish ».
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
