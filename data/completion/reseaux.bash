# Complétion de reseaux pour bash, écrite par « reseaux completion bash ».
# bash coupe les mots à « = » : --theme=so en est trois, et « = » est donc laissé. Les réponses sont lues
# ligne à ligne : une expansion remplacerait « * » par les fichiers du dossier.
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
