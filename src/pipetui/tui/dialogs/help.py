"""`?`: the keys of a screen, narrowed as one types; Enter does what is chosen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Literal, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.folding import fold
from pipetui.render import cell_width
from pipetui.tui.actions import GROUPS, MOVING, Action, key_text
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.pieces import aligned

_KEYS, _MOST_KEYS, _LABELS = 14, 22, 14
"""Cells of the columns before what a key does, that of the keys at least and at most, that of the names at least."""
_LEAST = 20
"""Cells that there are at least for that."""
_BROAD, _TWO_FROM, _BROADEST = 100, 150, 190
"""The cells of the box; those from which on what is longer than it is high stands in two columns; and at most."""
_AROUND, _BETWEEN, _BAR = 6, 2, 1
"""The cells of the frame, between the columns, and of a scroll bar."""
_OTHERS = 14
"""The lines of the screen that are none of the list."""


class NarrowedHelp(NamedTuple):
    """Actions under headings, and which of them is meant most likely."""

    parts: list[tuple[str, list[Action]]]
    best: Action | None


def narrowed(can: Sequence[Action], shown_keys: Mapping[str, str], sought: str) -> NarrowedHelp:
    """Those that have the key that is typed, then group by group those with words that begin so, named ones first.

    `shown_keys` are the keys of each action as a rep reads them, with spaces between.
    """
    words, key = fold(sought).split(), sought.strip()
    keyed = [action for action in can if key and _has_key(shown_keys[action.id], key)]
    parts = [(f"The key {key}", keyed)] if keyed else []
    for group, title in GROUPS.items():
        fitting = [
            action
            for action in can
            if action.group == group and action not in keyed and _begin(f"{action.label} {action.tooltip}", words)
        ]
        if fitting:
            parts.append((title, sorted(fitting, key=lambda action: not _begin(action.label, words))))
    every = [action for _, actions in parts for action in actions]
    named = [action for action in every if _begin(action.label, words)]
    return NarrowedHelp(parts, next(iter([*keyed, *named, *every]), None))


def _has_key(keys: str, key: str) -> bool:
    """A letter is the key it stands on, small or large; a name such as Enter is one however it is written."""
    return key in keys.split() or (len(key) > 1 and key.casefold() in keys.casefold().split())


def _begin(text: str, words: Sequence[str]) -> bool:
    """Whether each of the words is the beginning of one in the text."""
    known = re.findall(r"[^\W_]+", fold(text))
    return all(any(one.startswith(word) for one in known) for word in words)


class SoughtKey(Input):
    """What is looked for: words, or a key as it is pressed."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """The key that opened the help closes it, as long as nothing is typed."""
        return (character != "?" or bool(self.value)) and super().check_consume_key(key, character)


class HelpScreen(Dialog[Action]):
    """All keys of a screen, made from the registry, and of those that do nothing now why; the answer is to be done."""

    BINDINGS = [
        Binding("question_mark", "close", show=False, priority=True),
        Binding("down", "choose('cursor_down')", show=False),
        Binding("up", "choose('cursor_up')", show=False),
        Binding("pagedown", "choose('page_down')", show=False),
        Binding("pageup", "choose('page_up')", show=False),
    ]
    AUTO_FOCUS = "Input"
    keeps_drafts = False

    def __init__(
        self, can: Sequence[Action], remapped: Mapping[str, str], why_not: Mapping[str, str] | None = None
    ) -> None:
        """`why_not` says of an action why it cannot be done now."""
        super().__init__("Keys of this screen", "Enter does it    ↑ ↓ choose    Esc closes")
        self._can = can
        self._keys = {action.id: key_text(remapped.get(action.id, action.keys)) for action in can}
        self._wide = max(
            [_KEYS, *(cells for keys in self._keys.values() if (cells := cell_width(keys) + 4) <= _MOST_KEYS)]
        )
        """Cells of the column of keys: what is longer than the most is cut."""
        self._labels = max([_LABELS, *(cell_width(action.label) + 2 for action in can)])
        self._why_not = why_not or {}
        self._shown: dict[str, Action] = {}

    def body(self) -> ComposeResult:
        """What is looked for, and what was found."""
        yield SoughtKey(placeholder="a key, or words: mail, next step, move", id="sought")
        with Horizontal(id="columns"):
            yield OptionLines(id="keys", markup=False)
            yield OptionLines(id="more", markup=False)
        yield Static(id="why", markup=False)

    @property
    def _lists(self) -> list[OptionLines]:
        """The columns that are seen."""
        return [each for each in self.query(OptionLines) if each.display]

    @property
    def _list(self) -> OptionLines:
        """The column that the cursor is in."""
        return next((each for each in self._lists if each.highlighted is not None), self._lists[0])

    def on_resize(self, event: events.Resize) -> None:
        """Lines as broad as there is room."""
        whole = self._blocks(narrowed(self._can, self._keys, "").parts, "", _BROAD - _AROUND)
        if self.widen(_BROADEST) < _TWO_FROM or _height(whole) <= event.size.height - _OTHERS:
            self.widen(_BROAD)
        super().on_resize(event)
        self.call_after_refresh(self._fill)

    @on(Input.Changed)
    def _fill(self) -> None:
        if not self.is_attached:  # it is left by now
            return
        sought, room = self.query_one("#sought", Input).value, self.query_one("#columns").size
        if room.width <= 0:  # it is not laid out yet
            return
        found = narrowed(self._can, self._keys, sought)
        self._shown = {action.id: action for _, actions in found.parts for action in actions}
        columns = [self._blocks(found.parts, sought, room.width - _BAR), []]
        if room.width + _AROUND >= _TWO_FROM and _height(columns[0]) > room.height:
            columns = halved(self._blocks(found.parts, sought, (room.width - _BETWEEN) // 2 - _BAR))
        for keys, blocks in zip(self.query(OptionLines), columns, strict=True):
            keys.display = bool(blocks) or keys.id == "keys"
            keys.clear_options()
            keys.add_options(_joined(blocks))
            ids = [option.id for option in keys.options]
            keys.highlighted = ids.index(found.best.id) if found.best is not None and found.best.id in ids else None
            if not sought.strip():
                keys.scroll_home(animate=False)
        if not self._list.option_count:
            nothing = Content("no key of this screen, nor what it does, is called so")
            self._list.add_option(Option(nothing, disabled=True))

    def _blocks(self, parts: Sequence[tuple[str, list[Action]]], sought: str, width: int) -> list[list[Option]]:
        """The lines under each heading."""
        moving = list(self._moving(sought))
        return [*([moving] if moving else []), *(list(self._lines(*part, width)) for part in parts)]

    def _moving(self, sought: str) -> Iterator[Option]:
        """The keys of the cursor, which nobody chooses from a list."""
        fitting = [(keys, meaning) for keys, meaning in MOVING if _begin(f"moving {meaning}", fold(sought).split())]
        if fitting:
            yield Option(Content.styled("Moving", "bold $key"), disabled=True)
        for keys, meaning in fitting:
            yield Option(
                Content.assemble((f"  {keys:<{self._wide - 2}}", "bold $foreground"), (meaning, "$foreground")),
                disabled=True,
            )

    def _lines(self, title: str, actions: Sequence[Action], width: int) -> Iterator[Option]:
        """A line for each key; what it does goes on under itself where there is no room for it."""
        before = self._wide + self._labels
        yield Option(Content.styled(title, "bold $key"), disabled=True)
        for action in actions:
            why_not = self._why_not.get(action.id, "")
            about = f"{action.tooltip} (not now: {why_not})" if why_not else action.tooltip
            said = ("\n" + " " * before).join(wrap(about, max(_LEAST, width - before - 2)))
            yield Option(
                Content.assemble(
                    (f"  {aligned(self._keys[action.id], self._wide - 4)}  ", "$dim" if why_not else "bold $key"),
                    (f"{action.label:<{self._labels}}", "$dim" if why_not else "$foreground"),
                    (said, "$dim"),
                ),
                id=action.id,
            )

    # --- choosing

    @property
    def chosen(self) -> Action | None:
        """The one that Enter does."""
        place = self._list.highlighted
        option = self._list.get_option_at_index(place) if place is not None else None
        return self._shown.get(option.id or "") if option is not None else None

    def action_close(self) -> None:
        """Nothing is to be done."""
        self.dismiss(None)

    def action_choose(self, how: Literal["cursor_up", "cursor_down", "page_up", "page_down"]) -> None:
        """Another line; past the end of a column to the other one."""
        here, down = self._list, how.endswith("down")
        before = here.highlighted
        getattr(here, f"action_{how}")()
        now = here.highlighted
        if before is None or now is None or len(self._lists) < 2 or (now > before if down else now < before):
            return
        other = next(each for each in self._lists if each is not here)
        here.highlighted = None
        here.scroll_home(animate=False)
        (other.action_first if down else other.action_last)()

    @on(OptionList.OptionHighlighted)
    def _another(self) -> None:
        self.query_one("#why", Static).update("")

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._do()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self._do()

    def _do(self) -> None:
        """Do it, unless that cannot be done now, which is said."""
        action = self.chosen
        if action is None:
            return
        why_not = self._why_not.get(action.id, "")
        if why_not:
            self.query_one("#why", Static).update(Content.styled(f"not now: {why_not}", "$bad"))
        else:
            self.dismiss(action)


def _height(blocks: Sequence[Sequence[Option]]) -> int:
    """The lines that they take under each other, with an empty one between."""
    lines = sum(str(option.prompt).count("\n") + 1 for block in blocks for option in block)
    return lines + max(0, len(blocks) - 1)


def halved(blocks: list[list[Option]]) -> list[list[list[Option]]]:
    """Two columns, as even as whole blocks make them."""
    places = range(1, len(blocks) + 1)
    at = min(places, key=lambda place: max(_height(blocks[:place]), _height(blocks[place:])), default=0)
    return [blocks[:at], blocks[at:]]


def _joined(blocks: Sequence[Sequence[Option]]) -> Iterator[Option]:
    """One under the other, an empty line between."""
    for place, block in enumerate(blocks):
        if place:
            yield Option(Content(), disabled=True)
        yield from block
