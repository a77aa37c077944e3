"""The parts that painted widgets are made of, and how each looks: all in tokens of `tui.themes`.

They are component classes of the app. Were they the widgets' own, as in Textual's, each of twenty lists would have
its styles worked out for some thirty parts whenever a screen comes or the focus moves: a fifth of what the app takes
to open.
"""

from collections.abc import Mapping

from rich.style import Style
from textual.dom import DOMNode

_LOOKS: Mapping[str, str] = {
    # what a row stands out by
    "cursor": "background: $selected; text-style: $cursor-style;",
    "unfocused-cursor": "background: $unfocused; text-style: $field-style;",
    "changed": "background: $changed; text-style: $field-style;",
    "ghost": "background: $raised; text-style: bold;",
    "dragged": "color: $dim;",
    # what a piece of a row can be
    "heading": "color: $key; text-style: bold;",
    "title": "text-style: bold;",
    "muted": "color: $dim;",
    "money": "",
    "key": "color: $key;",
    "rule": "color: $rule;",
    "bar": "color: $bar;",
    "track": "color: $track;",
    "overdue": "color: $late; text-style: bold;",
    "today": "color: $today;",
    "planned": "color: $planned;",
    "none": "color: $nothing;",
    "rotting": "color: $quiet;",
    "won": "color: $good;",
    "lost": "color: $dim;",
    "good": "color: $good;",
    "bad": "color: $bad;",
    "stage-1": "color: $stage-1;",
    "stage-2": "color: $stage-2;",
    "stage-3": "color: $stage-3;",
    "stage-4": "color: $stage-4;",
    "stage-5": "color: $stage-5;",
    # what was decided in the sweep
    "tag-drop": "color: $bad; text-style: bold reverse;",
    "tag-chance": "color: $today; text-style: bold reverse;",
    "tag-park": "color: $quiet; text-style: bold reverse;",
    "tag-keep": "color: $good; text-style: bold reverse;",
    "tag-revive": "color: $nothing; text-style: bold reverse;",
}

COMPONENT_CLASSES = {f"part--{part}" for part in _LOOKS}
"""For the app."""
CSS = "\n".join(f"& > .part--{part} {{ {look} }}" for part, look in _LOOKS.items() if look)
"""Their rules, to stand within those of the app."""


class PartStyles:
    """The styles of the parts, each asked for once until the theme is another."""

    def __init__(self, app: DOMNode) -> None:
        self._app = app
        self._styles: dict[str, Style] = {}

    def __getitem__(self, part: str) -> Style:
        """What is the part's own, to be laid over what it stands on. Raises KeyError."""
        if part not in self._styles:
            self._styles[part] = self._app.get_component_styles(f"part--{part}").partial_rich_style
        return self._styles[part]

    def clear(self) -> None:
        """The theme is another."""
        self._styles.clear()
