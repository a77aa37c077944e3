"""The lines that calendars and address cards are made of (RFC 5545, 6350): escaped, folded, ended by CR and LF."""

from pipetui.domain.text import clean

_LONGEST = 75
"""Octets of a line without its end; the next of the same property begins with a blank."""


def escaped(text: str) -> str:
    """A text as a value: nothing in it ends the value, sets it apart, or steers whoever reads it."""
    return (
        clean(text, multiline=True)
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n")
        .replace("\t", " ")
    )


def parameter(text: str) -> str:
    """A text as the value of a parameter: in quotes, which it cannot hold itself."""
    return f'"{clean(text).replace(chr(34), chr(39))}"'


def line(name: str, value: str) -> str:
    """One property, folded so that no line is longer than _LONGEST octets and no character is torn apart."""
    whole = f"{name}:{value}"
    if len(whole) <= _LONGEST and whole.isascii():
        return f"{whole}\r\n"
    parts, part, room = [], "", _LONGEST
    for char in whole:
        octets = len(char.encode("utf-8", "replace"))
        if octets > room:
            parts.append(part)
            part, room = "", _LONGEST - 1
        part, room = part + char, room - octets
    return "\r\n ".join([*parts, part]) + "\r\n"


def optional(name: str, text: str) -> str:
    """A property of a text that may be empty: then there is none."""
    return line(name, escaped(text)) if text.strip() else ""
