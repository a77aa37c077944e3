"""Where the deal under the cursor is shown: not at all, in a few lines below the list, or whole at its side."""

OFF, PEEK, SIDE = "off", "peek", "side"
AS_FITS = ""
"""As the rep left it who never chose: what the terminal has room for."""

_PEEK_LINES = 30
"""From so many lines on the terminal has room for a peek."""

SIDE_COLUMNS = 100
"""In fewer columns nothing stands side by side."""

_NARROWEST, _WIDEST = 36, 72
"""Columns of what stands at the side."""

NARROWEST_PULLED = 20
"""To so few columns it can be pulled."""

PEEK_HEIGHT = 8
"""Six lines in a frame."""


def place(chosen: str, columns: int, lines: int, side_from: int) -> str:
    """Where it stands in a terminal of that size; without a choice at the side from `side_from` columns on."""
    if chosen == AS_FITS:
        chosen = SIDE if columns >= side_from else PEEK if lines >= _PEEK_LINES else OFF
    return PEEK if chosen == SIDE and columns < SIDE_COLUMNS else chosen


def following(now: str, columns: int) -> str:
    """The next place: off, peek, side, and so on."""
    places = (OFF, PEEK, SIDE) if columns >= SIDE_COLUMNS else (OFF, PEEK)
    return places[(places.index(now) + 1) % len(places)]


def side_columns(columns: int, list_wants: int) -> int:
    """How wide it is at the side: what the list leaves that is as wide as it wants to be, within bounds."""
    return max(_NARROWEST, min(columns - list_wants, _WIDEST, columns // 2))
