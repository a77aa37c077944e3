"""The app's way out to the terminal: of every line that is painted, what could steer it or hide on it is left out."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import DimFilter, LineFilter, Monochrome, NoColor

from pipetui.domain.text import replaced
from pipetui.signs import in_ascii


class Harmless(LineFilter):
    """Text from outside that nobody cleaned before, such as a path in a message of the system: plain, and as wide.

    The filters come last, behind whatever widget made the line.
    """

    ascii_only = False
    """Whether signs, lines and bars are drawn in ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line, harmless."""
        if self.ascii_only:
            segments = [Segment(in_ascii(text), style, control) for text, style, control in segments]
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.text.isprintable() else Segment(replaced(segment.text, _blank), segment.style)
            for segment in segments
        ]


def without_colours(filters: list[LineFilter]) -> list[LineFilter]:
    """The filters of an app under `NO_COLOR`: no colour at all, not a picture in grey; dim is left to the terminal."""
    kept = (each for each in filters if not isinstance(each, DimFilter))
    return [NoColor() if isinstance(each, Monochrome) else each for each in kept]


def _blank(hidden: str) -> str:
    return " " * cell_len(hidden)
