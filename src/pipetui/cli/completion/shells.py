"""How shells ask for what Tab could offer, and how they want it.

The scripts that ask are in `scripts`, but those of Typer, which older versions installed, ask as well.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NamedTuple, TypeAlias

    Offers: TypeAlias = list[tuple[str, str]]
else:
    from pipetui.domain.record import NamedTuple


class TabQuestion(NamedTuple):
    """The words of the command line, the unfinished one last; `kept` of its beginning stays in the line anyway."""

    words: list[str]
    kept: str = ""


def asked(shell: str, environment: Mapping[str, str]) -> TabQuestion:
    """What is to be completed, as the shell of that name tells it. Raises LookupError, ValueError if it does not."""
    if shell == "bash":
        place = int(environment["COMP_CWORD"])
        words = [*environment["COMP_WORDS"].split("\n")[: place + 1], ""][: place + 1]
        return _rejoined([split(word)[-1] for word in words])
    words = split(environment["_TYPER_COMPLETE_ARGS"])
    if shell in ("powershell", "pwsh") and not environment.get("_TYPER_COMPLETE_WORD_TO_COMPLETE") and words[-1]:
        words.append("")
    return TabQuestion(words)


def _rejoined(words: list[str]) -> TabQuestion:
    """Undo what bash does to `@de` and `budget:y`: it makes words of the signs too.

    Of `@de` it wants the whole replaced, of `budget:y` only what follows the colon.
    """
    *words, word = words
    if words and word == ":":
        words, word = [*words, word], ""
    if words[1:] and words[-1] == "@":
        return TabQuestion([*words[:-1], f"@{word}"])
    if words[2:] and words[-1] == ":":
        kept = f"{words[-2]}:"
        return TabQuestion([*words[:-2], kept + word], kept)
    if words[2:] and words[-1] == "=":
        words.pop()
    return TabQuestion([*words, word])


def split(line: str) -> list[str]:
    """The words of a command line as a shell takes them apart, the last one unfinished: a quote may still be open."""
    words: list[str] = []
    word, quote = "", ""
    begun = False
    chars = iter(line)
    for char in chars:
        if char == quote:
            quote = ""
        elif char == "\\" and quote != "'":
            following = next(chars, "")
            word += following if not quote or following in '"\\$`' else char + following
        elif quote:
            word += char
        elif char in "'\"":
            quote, begun = char, True
        elif char in " \t\n":
            if word or begun:
                words.append(word)
            word, begun = "", False
        else:
            word += char
    return [*words, word]


def printed(shell: str, found: Offers, kept: str = "") -> str:
    """The offers as the shell of that name wants them; their words are plain, so that there is nothing to quote."""
    if shell == "bash":
        return "\n".join(word[len(kept) :] if word.startswith(kept) else word for word, _ in found)
    if shell == "zsh":  # Typer's script, which evaluates this
        return f"_arguments '*: :(({chr(10).join(map(_described, found))}))'" if found else "_files"
    between = ":::" if shell in ("powershell", "pwsh") else "\t"
    return "\n".join(f"{word}{between}{about}" for word, about in found)


def _described(offer: tuple[str, str]) -> str:
    word, about = (part.replace(":", "\\\\:") for part in offer)
    return f'"{word}":"{about}"' if about else f'"{word}"'
