"""The safe alphabet: what completion offers is typed into a command line and may be run, so nothing else is offered.

Some scripts evaluate the words and even what is said about them (Typer's for zsh, which reps have installed), and
bash puts the words into the line as they are. A word is letters and digits of any script, with `.` `-` `_` `:` only
behind them; before them stands at most one of our own signs. No shell reads that as anything: no quotes, blanks,
patterns, expansions, comments, history, and no option, for a text of the book never begins with a dash.
"""

from __future__ import annotations

from pipetui.domain.errors import PipetuiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_INSIDE = "._-"
_SIGNS = ("--", "-", "+", "@")
"""What may stand before a word: ours, never a text's own."""
_SAID = " .,_-+#"
LONGEST = 80
"""Letters of what is offered."""
_LONGEST_SAID = 80


def is_plain(word: str) -> bool:
    """Whether a word can be handed to any shell; several words, each of them plain, have one blank between them."""
    first, *more = word.split(" ")
    sign = next((sign for sign in _SIGNS if first.startswith(sign)), "")
    return all(_is_one(part) for part in (first[len(sign) :], *more))


def _is_one(word: str) -> bool:
    return word[:1].isalnum() and (word.isalnum() or all(_is_letter(char) or char in ":._-" for char in word))


def runs(text: str) -> list[str]:
    """The plain parts of a text, in order: of `R&D tool (phase 2)` they are R, D, tool, phase, 2.

    Whoever looks for all of them finds the text.
    """
    found: list[str] = []
    for word in text.split():
        if word.isalnum():
            found.append(word)
        else:
            found += filter(None, map(_trimmed, _apart(word).split()))
    return found


def _apart(word: str) -> str:
    return "".join(char if _is_letter(char) or char in _INSIDE else " " for char in word)


def _trimmed(run: str) -> str:
    """The run from its first letter on."""
    while run and not run[0].isalnum():
        run = run[1:]
    return run


def joined(words: list[str]) -> str:
    """Runs of a text as words for a command line, not too many: a beginning is enough."""
    return " ".join(words)[:LONGEST].rstrip()


def whole(text: str) -> str:
    """The text, if it is one plain word that begins with a letter; else ""."""
    return text if text[:1].isalnum() and ":" not in text and " " not in text and is_plain(text) else ""


def one_word(name: str, means: Callable[[str], str]) -> str:
    """`name` as one plain word: whole, with hyphens for blanks, or else as much of its beginning as is plain.

    `means` tells which name is meant by a word, or raises PipetuiError; "" where that is not `name`.
    """
    hyphened = "-".join(name.split())
    word = hyphened[:1] if hyphened[:1].isalnum() else ""
    for char in hyphened[1:] if word else "":
        if not (_is_letter(char) or char in _INSIDE):
            break
        word += char
    if word != hyphened:
        word = word[:LONGEST].rstrip(_INSIDE)
    try:
        return word if word and means(word) == name else ""
    except PipetuiError:
        return ""


def remark(text: str, *, only_ascii: bool = False) -> str:
    """What is said about a word, reduced to letters, digits and signs that mean nothing even inside an `eval`."""
    if not text.isalnum() or only_ascii:
        kept = [
            char if (_is_letter(char) or char in _SAID) and (char.isascii() or not only_ascii) else " " for char in text
        ]
        text = " ".join("".join(kept).split())
    return text[:_LONGEST_SAID].rstrip()


def _is_letter(char: str) -> bool:
    """Whether it is a letter or digit, or a mark that belongs to the letter before, as the vowels of Hindi do."""
    if char.isalnum():
        return True
    if char < "\u0300":
        return False
    from unicodedata import category

    return category(char) in ("Mn", "Mc")
