"""The signs, lines and bars that pipetui draws, each with what stands for it where only ASCII can be shown.

One cell for one cell, so that nothing moves: the same lines are drawn, and put into ASCII where they leave for the
terminal (`cli.output.stdio`, `tui.outlet`). A sign that is not in the table is found by a test. What the rep wrote
keeps its letters.
"""

from __future__ import annotations

import os

_PAIRS = (
    # How a deal stands, and what was done.
    ("→", ">"), ("←", "<"), ("↑", "^"), ("↓", "v"), ("↻", "@"), ("↗", "^"), ("↘", "v"), ("≈", "~"), ("•", "o"),
    ("★", "*"), ("☆", "-"), ("✓", "+"), ("✗", "x"), ("●", "*"), ("○", "o"), ("◆", "*"), ("◇", "o"), ("■", "#"),
    ("□", "-"), ("▪", "*"), ("☎", "c"), ("✉", "m"), ("✎", "/"), ("⚑", "!"), ("⏎", "<"), ("♪", "*"), ("⌂", "^"),
    ("▲", "^"), ("▼", "v"), ("▶", ">"), ("◀", "<"), ("△", "^"), ("▽", "v"), ("▸", ">"),
    ("▾", "v"), ("▴", "^"), ("▹", ">"),
    # Between words and figures.
    ("…", "."), ("·", "-"), ("–", "-"), ("—", "-"), ("−", "-"), ("×", "x"), ("÷", "/"), ("±", "~"), ("≥", ">"),
    ("≤", "<"), ("≠", "#"), ("∅", "0"), ("½", "."), ("‹", "<"), ("›", ">"), ("«", "<"), ("»", ">"), ("“", '"'),
    ("❝", '"'), ("”", '"'), ("„", '"'), ("‘", "'"), ("’", "'"), ("\u00a0", " "), ("\u202f", " "), ("°", "o"),
    ("§", "S"),
    # Bars.
    *((block, "#") for block in "█▓▇▆▅▉▊▋"), *((block, "=") for block in "▒▄▃▀"), *((block, ".") for block in "░"),
    *((block, "|") for block in "▌▐▍▕┃"), *((block, ":") for block in "▎▏"), *((block, "_") for block in "▂▁"),
    ("▔", "-"),
    # Frames and rules.
    *((line, "-") for line in "─━═╌╍┄┅┈┉╴╶╸╺╼╾"), *((line, "|") for line in "│║╎╏┆┇┊┋╵╷╹╻╽╿"),
    *((corner, "+") for corner in "╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬┝┥┯┷┿┠┨┰┸╂╞╡╤╧╪╟╢╥╨╫"),
    *((quarter, "#") for quarter in "▖▗▘▝▚▞▙▛▜▟"),
)  # fmt: skip

_table: dict[int, str] = {}


def ascii_form(sign: str) -> str | None:
    """What stands for a sign; None for what is no sign of ours."""
    return _forms().get(ord(sign))


def in_ascii(text: str) -> str:
    """The text with every sign, line and bar in its ASCII form; as long as it was."""
    return text if text.isascii() else text.translate(_forms())


def dumb_terminal() -> bool:
    """Whether the terminal says that it can do nothing."""
    return os.environ.get("TERM") == "dumb"


def _forms() -> dict[int, str]:
    if not _table:  # made when it is first needed: most never do
        _table.update({ord(sign): form for sign, form in _PAIRS})
        _table.update(dict.fromkeys(range(10241, 10496), "*"))  # a plot in Braille
        _table[0x2800] = " "
    return _table
