"""What becomes of a paste before a field gets it: plain text, in the field's own lines, of a bearable length."""

from textual.widget import Widget
from textual.widgets import Input

from pipetui.domain.text import plain

MOST_IN_LINE = 10_000
MOST_IN_TEXT = 100_000
"""Characters that a field takes of one paste. With more, it would take long to follow what is typed after it."""


def for_field(text: str, field: Widget | None) -> tuple[str, int]:
    """The paste as the field is to get it, and how many characters are left out at its end.

    Escape sequences, control characters and what no terminal should get are gone; in a field of one line, several
    lines become one: behind the first stands what the field says (`Line.before_further_lines`), or else a blank.
    """
    most = MOST_IN_TEXT
    text = plain(text).replace("\x00", "")
    if isinstance(field, Input):
        most = MOST_IN_LINE
        first, *rest = [line.strip() for line in text.replace("\t", " ").split("\n") if line.strip()] or [""]
        text = first + getattr(field, "before_further_lines", " ") + " ".join(rest) if rest else first
    return text[:most], max(0, len(text) - most)
