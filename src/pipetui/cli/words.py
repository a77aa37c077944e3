"""The words of a call as text, and paths as words: bytes that are no text are refused, or kept, never dropped."""

from __future__ import annotations

import os

from pipetui.domain.errors import InputError
from pipetui.domain.text import is_text
from pipetui.domain.wording import quoted


def text(word: str) -> str:
    """A word as it came from the system, which is text; raises InputError for bytes that are no UTF-8.

    Paths are no such words: they are used to the byte.
    """
    if is_text(word):
        return word
    try:
        return os.fsencode(word).decode("utf-8")  # a locale without letters does not know what is UTF-8
    except UnicodeError:
        raise InputError(
            f"{quoted(word)} is not text: it is not written in UTF-8",
            "set the terminal to UTF-8, or convert it: iconv -f latin1 -t utf-8",
        ) from None


_BARE = "@%+=:,./-_"
"""What needs no quotes besides letters and digits; `shlex` has the same, and takes 3 ms to be loaded."""


def shell_word(word: str) -> str:
    """A word, a path too, as a shell takes it: quoted where it has to be, bytes that are no text spelt out."""
    if not word.isprintable():
        return "".join(("$'", *map(_spelt, word), "'"))
    if word and word.isascii() and all(char.isalnum() or char in _BARE for char in word):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


def _spelt(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    return char if char.isprintable() else "".join(f"\\x{byte:02x}" for byte in os.fsencode(char))
