"""The parts of a typed line, told by their looks alone: tokens, attributes, addresses.

A line is split forgivingly: quotes group where they stand at the start of a word or right after `key:`, `@`, `+`
or `#`; an apostrophe, or a quote whose partner is not on its line within 300 characters, is a letter like any other.
From a shell the words arrive split already, and each is one token even with spaces inside.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean, words_and_ends
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")

# Patterns stay text until they are used: `re` compiles and keeps them, and most words need none.
_TOKEN = r"""([^\W\d_][\w-]*:|[@+#])?(?:"(.{0,300}?)"|'(.{0,300}?)')(?!\S)|\S+"""
_EMAIL = r"[<(\[]*(?:mailto:)?([^\s@<>,;:/()\"]+@[^\s@<>,;:/()\"]+\.[^\W_][^\s@<>,;:/()\".\]!?]*)[>)\].,;:!?]*"


def tokens(line: str | Sequence[str]) -> tuple[str, Iterator[tuple[str, str, int]]]:
    """The cleaned text, and of each token: the word unquoted, as it reads in a title, where it ends in the text."""
    if not isinstance(line, str):
        words = [cleaned for word in line if (cleaned := clean(word, multiline=True).strip())]
        if len(words) != 1:
            return " ".join(words), _given(words)
        line = words[0]  # one argument that holds a whole line: pipetui add "Acme pilot 12k next:fri"
    text = clean(line, multiline=True)
    return text, _split(text)


def _given(words: list[str]) -> Iterator[tuple[str, str, int]]:
    end = -1
    for word in words:
        end += 1 + len(word)
        yield word, word, end


def _split(text: str) -> Iterator[tuple[str, str, int]]:
    if '"' not in text and "'" not in text:
        yield from ((word, word, end) for word, end in words_and_ends(text))
        return
    for match in re.finditer(_TOKEN, text):
        head, double, single = match.groups()
        grouped = single if double is None else double
        if grouped is None:
            yield match[0], match[0], match.end()
        elif head or grouped.strip():
            yield (head or "") + grouped, match[0] if head else grouped, match.end()


def attribute(word: str) -> tuple[str, str]:
    """(key, value) of a `key:value` word, ("", "") of any other."""
    key, colon, value = word.partition(":")
    return (key.lower(), clean(value)) if colon and key.isalpha() else ("", "")


def email(word: str) -> str:
    """The address in `word`, also as `<ann@acme.example>,`; "" if it is none."""
    match = re.fullmatch(_EMAIL, word) if "@" in word else None
    return match[1] if match else ""


def percent(text: str, example: str) -> int:
    """A probability such as `40%` or `40`; raises InputError, with what else can be written there as its `example`."""
    number = text.strip().removesuffix("%").rstrip()
    if not (number.isascii() and number.isdecimal() and len(number) <= 3 and int(number) <= 100):
        raise InputError(f"{quoted(text)} is not a probability", f"write a whole number from 0 to 100, {example}")
    return int(number)


def whole(text: str) -> int:
    """A whole number such as `40` or `-3`, of as many digits as a book keeps; raises InputError."""
    number = text.strip()
    digits = number.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        raise InputError(f"{quoted(text)} is not a whole number", "write digits alone, such as 40")
    return int(number)


def once(before: object, word: str, value: T) -> T:
    """`value`, unless something stood there before: which of the two was meant is not ours to guess."""
    if before not in (None, ""):
        raise InputError(f"{quoted(word)} is a second one of its kind", "give it once, or put -- before the title")
    return value
