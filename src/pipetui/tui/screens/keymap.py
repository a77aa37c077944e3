"""Keys: each action with its own; a new one is pressed, written into the configuration, and holds at once."""

from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult

from pipetui import config_edit
from pipetui.domain.errors import PipetuiError
from pipetui.render import plural
from pipetui.tui import applying, dialogs, keymap
from pipetui.tui.actions import ACTIONS, GROUPS, OVERLAID, Action, bindings, key_text
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.searched_screen import SearchedScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.keymap_list import KeymapList, KeyRow
from pipetui.tui.widgets.pieces import Heading


class KeymapScreen(SearchedScreen):
    """Lies over the screen it was opened from."""

    BINDINGS = bindings("keymap", *OVERLAID)
    entered = "change"
    hints = (
        "keymap.change", "keymap.another", "keymap.usual", "keymap.preset", "keymap.filter", "keymap.leave", "app.help"
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._tables: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("keymap", tabs_yield=True)
        with Frame("Keys"):
            yield KeymapList()
        yield FilterBar("what it does, or its key")
        yield StatusBar(self.hints)

    @property
    def listed(self) -> KeymapList:
        """The list."""
        return self.query_one(KeymapList)

    @property
    def selected(self) -> KeyRow | None:
        """The action under the cursor."""
        return self.listed.selected

    def read_anew(self) -> None:
        """Every action that holds the words, with its keys."""
        try:
            self._tables = config_edit.tables(self.pipetui.config_file)
        except PipetuiError as error:
            self.pipetui.refuse(error)
        rows: list[KeyRow | Heading] = []
        remapped = self.pipetui.remapped
        for group, title in GROUPS.items():
            within = [self._row(place, action) for place, action in enumerate(ACTIONS) if action.group == group]
            if fits := [row for row in within if self._fits(row, title)]:
                rows += [Heading(title), *fits]
        self.listed.show(tuple(rows), self.pipetui.snapshot.agenda.today)
        self.explain("no action holds")
        figure = f"{plural(len(remapped), 'action')} with keys of your own" if remapped else ""
        self.query_one(Frame).tell("Keys", figure)
        self.refresh_bindings()

    def _fits(self, row: KeyRow, title: str) -> bool:
        keys = key_text(row.given or row.action.keys).split()
        return self.words.strip() in keys or self.holds(f"{title} {row.action.label} {row.action.tooltip}")

    def _row(self, place: int, action: Action) -> KeyRow:
        remapped = self.pipetui.remapped
        if action.id not in remapped:
            return KeyRow(place, action)
        told = (keymap.told(action.id, key, remapped) for key in keymap.keys_of(action.id, remapped))
        return KeyRow(place, action, remapped[action.id], "; ".join(filter(None, told)))

    def on_resize(self) -> None:
        """There may be room now for what there was none for."""
        self.call_after_refresh(self._tell_unsaid)

    @on(KeymapList.Highlighted)
    def _tell_unsaid(self) -> None:
        self.query_one(Frame).tell_note(self.listed.unsaid)

    def action_change(self) -> None:
        """Another key instead of those it has."""
        if self.selected is not None:
            self._ask(self.selected.action, [])

    def action_another(self) -> None:
        """One more key."""
        if self.selected is not None:
            action = self.selected.action
            self._ask(action, keymap.keys_of(action.id, self.pipetui.remapped))

    @asking
    async def _ask(self, action: Action, kept: list[str]) -> None:
        told = partial(keymap.told, action.id, remapped=self.pipetui.remapped)
        key = await self.answer_to(dialogs.KeyDialog(action.label, partial(keymap.why_not, action.id), told))
        if key is not None:
            keys = ",".join(dict.fromkeys([*kept, key]))
            await self._write({action.id: None if keys == action.keys else keys}, f"{action.label}: {key_text(keys)}")

    def action_usual(self) -> None:
        """The keys that it comes with."""
        row = self.selected
        if row is not None:
            self._usual(row.action)

    @asking
    async def _usual(self, action: Action) -> None:
        await self._write({action.id: None}, f"{action.label}: {key_text(action.keys)}")

    @asking
    async def action_preset(self) -> None:
        """All keys at once."""
        names = list(keymap.PRESETS)
        place = await self.answer_to(dialogs.PickDialog("Which keys? Those of your own go", tuple(enumerate(names))))
        if place is not None:
            wanted = keymap.PRESETS[names[place]]
            gone = dict.fromkeys(self.pipetui.remapped.keys() - wanted.keys())
            await self._write({**gone, **wanted}, f"keys: {names[place]}")

    async def _write(self, keys: dict[str, str | None], said: str) -> None:
        if await applying.write(
            self.pipetui, {("keys", action): value for action, value in keys.items()}, self._tables
        ):
            given = any(value is not None for value in keys.values())
            back = f" · {self.pipetui.key('keymap.usual')} brings the default back" if given else ""
            self.say(f"{said}{back}")
        self.read_anew()
