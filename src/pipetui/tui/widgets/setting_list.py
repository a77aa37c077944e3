"""Settings, a line each under the heading of their table: name, value, what it means."""

from typing import Any, NamedTuple

from pipetui.config_table import RATES, Setting
from pipetui.render import cut
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece, aligned

_NAME, _VALUE = 15, 28


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

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`  theme          pipetui-dark                 the look`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        setting, usual = row.setting, row.value is None
        new = setting.kind == RATES and not setting.key
        room = max(0, width - _NAME - _VALUE - 4)
        value = max(8, min(_VALUE, width - _NAME - 4))
        return [
            [
                (aligned(f"  {setting.label}", _NAME + 2), "" if usual else "title"),
                (aligned("…" if new else row.text, value), "muted" if usual else "key"),
                ("  ", ""),
                (cut(setting.meaning, room), "muted"),
            ]
        ]
