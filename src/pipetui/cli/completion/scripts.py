"""The scripts by which bash, zsh and fish ask, and putting them where the shells look for them.

They lie where Typer put those of older versions, so that installing again replaces them. None evaluates what it gets.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipetui import paths
from pipetui.cli.output import stdio
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

INSTALL, SHOW = "--install-completion", "--show-completion"
OPTIONS = (INSTALL, SHOW)

_BASH = r"""
_pipetui_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        [[ -n $line ]] && COMPREPLY+=("$line")
    done < <(IFS=$'\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
             _PIPETUI_COMPLETE=complete_bash "$1" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -o default -F _pipetui_completion pipetui
"""

_ZSH = r"""
#compdef pipetui

_pipetui() {
    local -a plain shown numbers described
    local answer line word
    answer=$(_PIPETUI_COMPLETE=offers_zsh _TYPER_COMPLETE_ARGS="${(j: :)words[1,CURRENT]}" pipetui 2>/dev/null)
    for line in ${(f)answer}; do
        word=${line%%$'\t'*}
        if [[ $word == <-> && $word != "$PREFIX"* ]]; then
            numbers+=("$word") described+=("${line/$'\t'/  }")
        else
            plain+=("$word") shown+=("${line/$'\t'/  }")
        fi
    done
    if (( $#plain )); then
        compadd -l -d shown -a plain
    elif (( $#numbers )); then
        compadd -l -U -d described -a numbers  # the number of a deal takes the place of what was typed
        (( $#numbers > 1 )) && compstate[insert]= compstate[list]='list force'  # several only show what they are
    else
        _files
    fi
}

compdef _pipetui pipetui
[[ $funcstack[1] == _pipetui ]] && _pipetui "$@"
"""

_FISH = r"""
function __pipetui_offers
    set --global __pipetui_offered (
        env _PIPETUI_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \
            _TYPER_COMPLETE_ARGS=(commandline --cut-at-cursor --current-process | string collect) pipetui 2>/dev/null
    )
    test -n "$__pipetui_offered"
end

complete --command pipetui --erase
complete --command pipetui --condition __pipetui_offers --no-files --arguments '$__pipetui_offered'
"""

SCRIPTS = {"bash": _BASH.strip(), "zsh": _ZSH.strip(), "fish": _FISH.strip()}
"""By the name of the shell."""

_FILES = {
    "bash": ".bash_completions/pipetui.sh",
    "zsh": ".zfunc/_pipetui",
    "fish": "fish/completions/pipetui.fish",
}
_STARTED = {
    "bash": (".bashrc", "source ~/.bash_completions/pipetui.sh", "/.bash_completions/pipetui.sh"),
    "zsh": (".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit", "fpath+=~/.zfunc"),
}
"""What a shell must read when it starts, and how a line is known that does it already."""


def run(option: str, shell: str = "") -> int:
    """Install or print the script for the shell of that name, or for the one that called. Raises InputError."""
    shell = shell or _calling_shell()
    if shell not in SCRIPTS:
        raise InputError(f"there is no completion for {quoted(shell)}", f"name one of: {', '.join(SCRIPTS)}")
    if option == SHOW:
        stdio.write(SCRIPTS[shell])
    else:
        stdio.write(f"{shell} completion installed in {install(shell, paths.home())}; a new terminal has it")
    return 0


def install(shell: str, home: Path) -> Path:
    """Put the script into that home, and a line that reads it at the end of the shell's own file; returns where."""
    path = (_folder("XDG_CONFIG_HOME", home / ".config") if shell == "fish" else home) / _FILES[shell]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SCRIPTS[shell] + "\n")
    if shell in _STARTED:
        name, line, known = _STARTED[shell]
        started = (_folder("ZDOTDIR", home) if shell == "zsh" else home) / name
        before = started.read_bytes() if started.exists() else b""
        if known.encode() not in before:
            with started.open("ab") as file:
                file.write(f"\n{line}\n".encode())
    return path


def _folder(variable: str, usual: Path) -> Path:
    return Path(os.environ.get(variable) or usual)


def _calling_shell() -> str:
    """The shell that called, by the name of its program."""
    import shellingham

    try:
        name: str = shellingham.detect_shell()[0]
    except (shellingham.ShellDetectionFailure, RuntimeError, OSError):
        name = Path(os.environ.get("SHELL", "")).name
    return name
