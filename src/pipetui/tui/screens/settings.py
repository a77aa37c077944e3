"""Settings: each with its value and what it means; what is changed is written into the file and holds at once."""

from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from pipetui import config, config_edit, config_table
from pipetui.config_table import CHOICE, RATES, SWITCH, Setting
from pipetui.domain.errors import PipetuiError
from pipetui.phrases import deal_columns
from pipetui.tui import applying, dialogs
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.searched_screen import SearchedScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import Heading
from pipetui.tui.widgets.setting_list import SettingList, SettingRow


class SettingsScreen(SearchedScreen):
    """Lies over the screen it was opened from."""

    BINDINGS = bindings("settings", "app.keymap", *OVERLAID)
    entered = "change"
    hints = ("settings.change", "settings.usual", "settings.filter", "app.keymap", "settings.leave", "app.help")

    def __init__(self) -> None:
        super().__init__()
        self._tables: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("settings", tabs_yield=True)
        with Frame("Settings"):
            yield SettingList()
        yield FilterBar("its name, or what it is for")
        yield StatusBar(self.hints)

    @property
    def listed(self) -> SettingList:
        """The list."""
        return self.query_one(SettingList)

    @property
    def selected(self) -> SettingRow | None:
        """The setting under the cursor."""
        return self.listed.selected

    def read_anew(self) -> None:
        """Every setting that holds the words, with its value."""
        try:
            self._tables = config_edit.tables(self.pipetui.config_file)
        except PipetuiError as error:  # what is shown is what held before
            self.pipetui.refuse(error)
        rows: list[SettingRow | Heading] = []
        table = ""
        for place, setting in enumerate(config_table.settings_of(self._tables)):
            title = config_table.TABLES[setting.table]
            if not self.holds(f"{title} {setting.label} {setting.meaning}"):
                continue
            if setting.table != table:
                table = setting.table
                rows.append(Heading(title))
            rows.append(SettingRow(place, setting, self._value(setting)))
        self.listed.show(tuple(rows), self.pipetui.snapshot.agenda.today)
        self.explain("no setting holds")
        self.query_one(Frame).tell("Settings", self.pipetui.config_file)
        self.refresh_bindings()

    def _value(self, setting: Setting) -> str | None:
        inside = self._tables.get(setting.table)
        value = inside.get(setting.key) if isinstance(inside, dict) else None
        return None if value is None else config_table.shown(setting, value)

    def on_resize(self) -> None:
        """There may be room now for what there was none for."""
        self.call_after_refresh(self._tell_unsaid)

    @on(SettingList.Highlighted)
    def _tell_unsaid(self) -> None:
        self.query_one(Frame).tell_note(self.listed.unsaid)

    def action_change(self) -> None:
        """A switch turns; anything else is asked for."""
        if self.selected is not None:
            self._change(self.selected)

    @asking
    async def _change(self, row: SettingRow) -> None:
        text = await self._text(row)
        if text is not None:
            if text.strip():
                key, value = config_table.read(row.setting, text)
                await self._write(row.setting, key, value)
            elif row.value is not None:
                await self._write(row.setting, row.setting.key, None)

    async def _text(self, row: SettingRow) -> str | None:
        """What the rep wants it to say; "" for what is usual, None for no answer."""
        setting = row.setting
        if setting.kind == SWITCH:
            return "off" if row.text == "on" else "on"
        if setting.kind == CHOICE and not setting.options:
            return await self.answer_to(dialogs.ThemeDialog())
        if setting.kind == CHOICE:
            options = setting.options
            place = await self.answer_to(
                dialogs.PickDialog(f"{setting.label}: {setting.meaning}", tuple(enumerate(options)))
            )
            return None if place is None else options[place]
        heading = f"{setting.label}: {setting.meaning}"
        usual = f"; empty for {setting.default}" if setting.default else ""
        understand = partial(self._understood, setting)
        return await self.answer_to(
            dialogs.LineDialog(heading, understand, f"{setting.example}{usual}", row.value or "")
        )

    def _understood(self, setting: Setting, text: str) -> str:
        """What a text means; raises InputError."""
        if not text.strip():
            return f"the default: {setting.default}" if setting.default else ""
        key, value = config_table.read(setting, text)
        if setting.name == "lists.columns":
            deal_columns.chosen(value, self.pipetui.snapshot.fields)
        inside = self._tables.get(setting.table)
        config.check({setting.table: {**(inside if isinstance(inside, dict) else {}), key: value}}, setting.table)
        shown = config_table.shown(setting, value)
        return f"from {key} on: {shown}" if setting.kind == RATES else shown

    async def _write(self, setting: Setting, key: str, value: Any) -> None:
        if await applying.write(self.pipetui, {(setting.table, key): value}, self._tables):
            said = setting.default or "taken out" if value is None else config_table.shown(setting, value)
            back = "" if value is None else f" · {self.pipetui.key('settings.usual')} brings the default back"
            self.say(f"{setting.label}: {said}{back}")
        self.read_anew()

    def action_usual(self) -> None:
        """What holds without it."""
        row = self.selected
        if row is not None:
            self._usual(row)

    @asking
    async def _usual(self, row: SettingRow) -> None:
        if row.value is not None:
            await self._write(row.setting, row.setting.key, None)
        else:
            self.say("it is at its default already", failed=True)
