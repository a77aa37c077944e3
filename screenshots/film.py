"""Frames of a terminal as one SVG that moves by CSS alone; each row is drawn once for as long as it stays."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from screenshots import cells

_CAPTION = 3
"""Rows below the screen: air, what is done, air."""
LATIN = str.maketrans(
    {
        "株": "Ka", "式": "bu", "会": "sh", "社": "i ", "ミ": "Mi", "ラ": "ra", "イ": "i ", "佐": "Sa", "藤": "to",
        "花": "Ha", "子": "na", "田": "Ta", "中": "na", "健": "Ke", "鈴": "Su", "木": "zu", "恵": "Me",
        "👍": ":)",
    }
)  # fmt: skip
"""Two letters for each wide sign of the demo book."""


class Frame(NamedTuple):
    """What is seen for some seconds, and what is said below it."""

    said: str
    rows: Sequence[cells.Row]
    seconds: float


def drawn(frames: Sequence[Frame], size: tuple[int, int], ground: str, ink: str) -> str:
    """The SVG. Where motion is not wanted, the last frame stands still."""
    begins = [sum(frame.seconds for frame in frames[:place]) for place in range(len(frames) + 1)]
    whole = begins[-1]
    spans: dict[tuple[int, int], str] = {}
    parts = []
    for y in range(size[1]):
        place = 0
        while place < len(frames):
            end = place + 1
            while end < len(frames) and frames[end].rows[y] == frames[place].rows[y]:
                end += 1
            row = cells.draw_row(y, frames[place].rows[y], ground)
            if (place, end) == (0, len(frames)):
                parts.append(row)
            elif row:
                name = spans.setdefault((place, end), f"f{len(spans)}")
                parts.append(f'<g class="f {name}">{row}</g>')
            place = end
    middle = cells.PAD + (size[1] + _CAPTION / 2) * cells.HEIGHT + 6
    for place, frame in enumerate(frames):
        name = spans.setdefault((place, place + 1), f"f{len(spans)}")
        parts.append(
            f'<text class="f b {name}" x="50%" y="{middle}" text-anchor="middle" font-size="18" fill="{ink}">'
            f"{escape(frame.said)}</text>"
        )
    style = [f".f{{visibility:hidden;animation:{whole:g}s step-end infinite}}"]
    for (begin, end), name in spans.items():
        on, off = (round(100 * begins[at] / whole, 3) for at in (begin, end))
        steps = ([] if begin == 0 else ["0%{visibility:hidden}"]) + [f"{on:g}%{{visibility:visible}}"]
        steps += [] if end == len(frames) else [f"{off:g}%{{visibility:hidden}}"]
        steps.append(f"100%{{visibility:{'visible' if end == len(frames) else 'hidden'}}}")
        style.append(f"@keyframes {name}{{{''.join(steps)}}}.{name}{{animation-name:{name}}}")
    last = ",".join(f".{name}" for (_, end), name in spans.items() if end == len(frames))
    style.append(f"@media (prefers-reduced-motion:reduce){{.f{{animation:none}}{last}{{visibility:visible}}}}")
    return cells.picture((size[0], size[1] + _CAPTION), ground, "".join(parts), "".join(style))
