"""The picture of a report as SVG: bars beside their labels, a figure at the end of each, readable without colour."""

from __future__ import annotations

from xml.sax.saxutils import escape

from pipetui import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.phrases.report_page import Series

WIDTH, _LABEL, _BAR, _GAP, _HEAD = 800, 200, 16, 10, 84
_FILLS = ("#2b6cb0", "url(#hatched)")
"""Of the first series and the second: plain and hatched, so that they differ in black and white."""

_LONGEST = 28


def picture(title: str, span: str, heading: str, labels: tuple[str, ...], series: tuple[Series, ...]) -> str:
    """The whole file; without anything to show it says so."""
    step = _BAR * len(series) + _GAP
    height = _HEAD + max(1, len(labels)) * step + 16
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13" fill="#222">',
            "<defs>"
            '<pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<rect width="6" height="6" fill="#fbe9d7"/><line y2="6" stroke="#c05621" stroke-width="4"/></pattern>'
            "</defs>",
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            f'<text x="16" y="26" font-size="18" font-weight="bold">{_text(f"{title}  {span}")}</text>',
            f'<text x="16" y="48">{_text(heading)}</text>',
            *_legend(series),
            *_bars(labels, series, step),
            "</svg>\n",
        )
    )


def _legend(series: tuple[Series, ...]) -> Iterator[str]:
    for place, one in enumerate(series):
        left = 16 + 140 * place
        yield f'<rect x="{left}" y="58" width="12" height="12" fill="{_FILLS[place]}"/>'
        yield f'<text x="{left + 18}" y="69">{_text(one.name)}</text>'


def _bars(labels: tuple[str, ...], series: tuple[Series, ...], step: int) -> Iterator[str]:
    most = max((figure or 0 for one in series for figure in one.figures), default=0)
    room = WIDTH - _LABEL - 80
    if not labels:
        yield f'<text x="16" y="{_HEAD + 14}">nothing to show</text>'
    for row, label in enumerate(labels):
        top = _HEAD + row * step
        yield f'<text x="{_LABEL - 8}" y="{top + 13}" text-anchor="end">{_text(render.cut(label, _LONGEST))}</text>'
        for place, one in enumerate(series):
            figure = one.figures[row]
            long = round(room * (figure or 0) / most) if most else 0
            under = top + place * _BAR
            yield f'<rect x="{_LABEL}" y="{under}" width="{long}" height="{_BAR - 2}" fill="{_FILLS[place]}"/>'
            said = "n/a" if figure is None else f"{figure:,.0f}"
            yield f'<text x="{_LABEL + long + 6}" y="{under + 12}" font-size="12">{said}</text>'


def _text(text: str) -> str:
    """Text that is harmless in XML; what no XML may hold is left out."""
    return escape("".join(char for char in text if char.isprintable()))
