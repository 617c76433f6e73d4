_reseaux_completion() {
    local IFS=$'
'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" \
                   COMP_CWORD=$COMP_CWORD \
                   _RESEAUX_COMPLETE=complete_bash $1 ) )
    return 0
}

complete -o default -F _reseaux_completion reseaux
