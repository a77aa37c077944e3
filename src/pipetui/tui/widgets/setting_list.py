"""Settings, a line each under the heading of their table: name, value, what it means."""

from itertools import islice
from typing import Any, NamedTuple

from pipetui.config_table import RATES, Setting
from pipetui.render import cell_width, cut
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece, aligned

_NAME, _LEAST_VALUE, _MOST_VALUE = 15, 8, 28
_MEASURED = 300
"""So many settings are looked at to know how wide the column of values is."""


class SettingRow(NamedTuple):
    """A setting under its place, and what the file says of it; None for nothing."""

    id: int
    setting: Setting
    value: str | None = None

    @property
    def text(self) -> str:
        """What holds."""
        return self.setting.default if self.value is None else self.value


class SettingList(CursorRows[SettingRow]):
    """A setting that is at its default is dim."""

    air = 1
    in_frame = True
    _widest = _MOST_VALUE
    """Cells of the longest value, as far as there is room for it."""

    def _measure(self) -> None:
        super()._measure()
        values = (row.text for row in islice(self.rows, _MEASURED) if isinstance(row, SettingRow))
        self._widest = min(_MOST_VALUE, max(map(cell_width, values), default=_LEAST_VALUE))

    def _cells(self, width: int) -> tuple[int, int]:
        """Those of the value, and those that are left for what the setting means."""
        value = max(_LEAST_VALUE, min(self._widest, width - _NAME - 4))
        return value, max(0, width - _NAME - value - 4)

    @property
    def unsaid(self) -> str:
        """What the setting under the cursor means, where there is no room for all of it in its line."""
        row: SettingRow | None = self.selected
        room = self._cells(self._width - 1 - self.air)[1]
        return row.setting.meaning if row is not None and cell_width(row.setting.meaning) > room else ""

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`  theme          pipetui-dark                 the look`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        setting, usual = row.setting, row.value is None
        new = setting.kind == RATES and not setting.key
        value, room = self._cells(width)
        return [
            [
                (aligned(f"  {setting.label}", _NAME + 2), "" if usual else "title"),
                (aligned("…" if new else row.text, value), "muted" if usual else "key"),
                ("  ", ""),
                (cut(setting.meaning, room), "muted"),
            ]
        ]
