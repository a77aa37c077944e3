"""What is printed for a Tab: the words of the verbs at once, what options are about by `options`.

Whatever is asked by whatever script: what is printed comes from `tab.fitting`, and is plain.
"""

from __future__ import annotations

from pipetui import paths
from pipetui.cli.completion import offers, shells
from pipetui.cli.completion.tab import Tab, fitting
from pipetui.cli.output import stdio
from pipetui.cli.verbs import BY_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.cli.completion.shells import Offers

COMPLETING = "_PIPETUI_COMPLETE"
"""The variable by which a shell asks, without any arguments."""

_SHELLS = {
    "complete": ("bash", "zsh", "fish", "powershell", "pwsh"),
    "offers": ("zsh",),
    "source": ("bash", "zsh", "fish"),
}


def answer(environment: Mapping[str, str]) -> int | None:
    """Print what the shell asks for; the exit code, or None when it is for Typer to say that this is no shell."""
    what, _, shell = environment.get(COMPLETING, "").partition("_")
    if shell not in _SHELLS.get(what, ()):
        return None
    if what == "source":
        from pipetui.cli.completion import scripts

        stdio.write(scripts.SCRIPTS[shell])
        return 0
    try:
        asked = shells.asked(shell, environment)
    except (LookupError, ValueError):
        asked = shells.TabQuestion([])
    found = offered(asked.words)
    if shell == "fish" and environment.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found else 1
    stdio.write(shells.printed(shell if what == "complete" else "", found, asked.kept))
    return 0


def offered(words: Sequence[str]) -> Offers:
    """What the last of the words, which begin with `pipetui`, can become."""
    _, verb, *rest = words if len(words) > 2 else ("", "", "")
    named = BY_NAME.get(verb)
    if named is None or not named.completes or any(word.startswith("-") for word in rest):
        from pipetui.cli.completion import options

        return options.offered(words)
    *before, unfinished = rest
    return fitting(offers.by_name(named.completes), Tab(tuple(before), unfinished, paths.book_file()))
