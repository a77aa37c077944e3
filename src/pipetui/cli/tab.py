"""Tab without Typer: the words of the verbs that name deals, for bash, zsh and fish.

What is not plain (options, verbs' names, a help text with markup, another shell) is left to Typer's own completion,
whose answers these are to the letter.
"""

from __future__ import annotations

import re
import shlex

from pipetui import paths
from pipetui.cli import offers, streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from pipetui.cli.offers import Offers, Tab

_COMPLETING = "_PIPETUI_COMPLETE"

_VERBS: dict[str, Callable[[Tab], Iterable[tuple[str, str]]]] = {
    "add": offers.line,
    "log": offers.touch,
    "list": offers.query,
    "edit": offers.fields,
    "move": offers.deals_and_stages,
    "mail": offers.deals_and_letters,
    "template": offers.letters,
    **dict.fromkeys(("next", "note", "snooze", "park", "done", "show", "why", "turn", "tag"), offers.deals),
    **dict.fromkeys(("advance", "retreat", "win", "drop", "unpark", "delete"), offers.deals),
}


def rejoin(environment: MutableMapping[str, str]) -> None:
    """Undo what bash does to `@de`: it hands over two words, and yet wants the whole of it replaced."""
    words, place = environment.get("COMP_WORDS", "").split("\n"), environment.get("COMP_CWORD", "")
    if place.isdecimal() and 1 < int(place) < len(words) and words[int(place) - 1] == "@":
        number = int(place)
        words[number - 1 : number + 1] = [f"@{words[number]}"]
        environment.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(number - 1))


def answer(environment: Mapping[str, str]) -> int | None:
    """Print what the shell asks for; the exit code, or None when it is for Typer."""
    environment = dict(environment)
    rejoin(environment)
    shell = environment.get(_COMPLETING, "").removeprefix("complete_")
    words = _words(shell, environment)
    if words is None or len(words) < 3:
        return None
    _, verb, *before, unfinished = words
    if verb not in _VERBS or any(word.startswith("-") for word in (*before, unfinished)):
        return None
    found = offers.fitting(_VERBS[verb], offers.Tab(tuple(before), unfinished, paths.book_file()))
    found = [(word, about) for word, about in found if word.startswith(unfinished)]
    if shell != "bash" and any(set(word + about) & set("[]\\:") or not about.isprintable() for word, about in found):
        return None
    if shell == "fish" and environment.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found else 1
    streams.write({"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](found))
    return 0


def _words(shell: str, environment: Mapping[str, str]) -> list[str] | None:
    """The words of the command line, the unfinished one last; None where they cannot be told for sure."""
    try:
        if shell == "bash":
            words, place = shlex.split(environment["COMP_WORDS"]), int(environment["COMP_CWORD"])
            return [*words[:place], words[place] if place < len(words) else ""]
        if shell in ("zsh", "fish"):
            line = environment["_TYPER_COMPLETE_ARGS"]
            if shell == "fish" and environment.get("_TYPER_COMPLETE_FISH_ACTION") not in ("get-args", "is-args"):
                return None
            return [*shlex.split(line), *([""] if line.endswith(" ") else [])]
    except (KeyError, ValueError):  # an open quote, for one
        pass
    return None


def _bash(found: Offers) -> str:
    return "\n".join(word for word, _ in found)


def _zsh(found: Offers) -> str:
    if not found:
        return "_files"
    shown = "\n".join(
        f'"{_escaped(word)}":"{_escaped(about)}"' if about else f'"{_escaped(word)}"' for word, about in found
    )
    return f"_arguments '*: :(({shown}))'"


def _escaped(text: str) -> str:
    return text.replace('"', '""').replace("'", "''").replace("$", "\\$").replace("`", "\\`").replace(":", "\\\\:")


def _fish(found: Offers) -> str:
    return "\n".join(f"{word}\t{re.sub(chr(92) + 's', ' ', about)}" if about else word for word, about in found)
