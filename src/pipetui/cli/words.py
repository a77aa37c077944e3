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
            f"{quoted(word)} is no text: it is not written in UTF-8",
            "set the terminal to UTF-8, or convert it: iconv -f latin1 -t utf-8",
        ) from None


def shell_word(path: str) -> str:
    """A path as one word that a shell takes for it: quoted where it has to be, bytes that are no text spelt out."""
    if path.isprintable():
        from shlex import quote

        return quote(path)
    return "".join(("$'", *map(_spelt, path), "'"))


def _spelt(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    return char if char.isprintable() else "".join(f"\\x{byte:02x}" for byte in os.fsencode(char))
