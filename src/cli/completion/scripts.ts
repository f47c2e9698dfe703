export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** In which file each shell looks for completions, for the help. */
export const installLines: Readonly<Record<Shell, string>> = {
  bash: 'counterfoil completion bash > ~/.local/share/bash-completion/completions/counterfoil',
  zsh: 'counterfoil completion zsh > "${fpath[1]}/_counterfoil"',
  fish: 'counterfoil completion fish > ~/.config/fish/completions/counterfoil.fish',
};

/*
 * Each script asks `counterfoil complete -- <words>` for lines of a word, a tab and its description, and goes on with
 * names of files when there are none.
 */

/** Words end at `@`, `:` and `=` for bash, and here they do not: what it has cut off is cut off the answers too. */
const bash = `_counterfoil() {
  local line="\${COMP_LINE:0:COMP_POINT}" words last cut word
  read -ra words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  last="\${words[\${#words[@]}-1]}"
  cut="\${last%"\${COMP_WORDS[COMP_CWORD]}"}"
  case "\${COMP_WORDS[COMP_CWORD]}" in [@:=]) cut="$last" ;; esac
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    COMPREPLY+=("\${word#"$cut"}")
  done < <("\${words[0]}" complete -- "\${words[@]:1}" 2> /dev/null)
}
complete -o default -F _counterfoil counterfoil
`;

const zsh = `#compdef counterfoil
_counterfoil() {
  local -a found
  local word description
  while IFS=$'\\t' read -r word description; do
    found+=("\${word//:/\\\\:}\${description:+:$description}")
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)
  if (( \${#found} )); then
    _describe -V counterfoil found
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_counterfoil" ]; then
  _counterfoil "$@"
else
  compdef _counterfoil counterfoil
fi
`;

const fish = `function __counterfoil_complete
  set -l words (commandline --tokenize --cut-at-cursor --current-process)
  set -l last (commandline --current-token --cut-at-cursor)
  set -l found ($words[1] complete -- $words[2..-1] "$last" 2> /dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path "$last"
  end
end
complete --command counterfoil --no-files --arguments '(__counterfoil_complete)'
`;

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
