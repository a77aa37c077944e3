"""The line at the top (where we are), and the lines at the bottom (what happened, what can be done)."""

import re
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import RenderResult
from textual.geometry import Region
from textual.reactive import Reactive, reactive
from textual.timer import Timer
from textual.widget import Widget

from pipetui.domain.money import Money
from pipetui.domain.quota import QuotaStanding
from pipetui.phrases import quota as phrases
from pipetui.render import cell_width, cut, totals_short
from pipetui.tui.actions import BY_ID, TABS, Action, shown_key
from pipetui.tui.widgets.pieces import MARK, news_cut
from pipetui.tui.widgets.pressable import Bit, Bits, Pressable, cells, content, spread

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.snapshot import Snapshot


_AIRY = 140
"""From how many columns on there is air between the screens, and room for the quota in the same line."""
_CHIP = 32
"""The cells that a filter takes at most."""
_NAME = " pipetui  "


class TopBar(Pressable, Widget):
    """The name, the screens with their keys, what is filtered for, what the screen counts, how far the quota is.

    `pipetui  1 Today 9!  2 Board  3 Deals     overdue   37 open €707k · weighted €288k   Q4 ████┃░░ €61k of €90k`;
    without a quota what was won this month. Where it is narrow the quota stands over the keys.
    """

    DEFAULT_CSS = "TopBar { height: 1; background: $surface; }"

    quota: Reactive[QuotaStanding | None] = reactive(None)
    won: Reactive[tuple[Money, ...]] = reactive(())
    overdue = reactive(0)

    note = reactive("")
    """What this screen counts."""

    chip = reactive("")
    """The filter that is on."""

    context = reactive("")
    """The context that is on."""

    found = reactive("")
    """Where the deal at hand has what is filtered for."""

    def __init__(self, here: str, *, tabs: bool = True, tabs_yield: bool = False) -> None:
        """Without `tabs` no key leads to those screens; where they yield they give way to a long note."""
        super().__init__()
        self.here = here
        self._tabs = TABS if tabs else ()
        self._tabs_yield = tabs_yield

    def on_mount(self) -> None:
        """As the book is by now."""
        self.show(cast("PipetuiApp", self.app).snapshot)

    def show(self, snapshot: "Snapshot") -> None:
        """What every screen says of the book."""
        self.quota, self.won = snapshot.quota, snapshot.won
        self.overdue = snapshot.agenda.buckets[0].deals

    def render(self) -> RenderResult:
        """What matters least gives way first: the name, the bar of the quota, the last of the figures."""
        width, tabs = self.size.width, self._tab_bits()
        gauges = [""] if self.quota is not None and width < _AIRY else self._gauges()
        chip = (
            [Bit(f" @{self.context} ", "bold $doubt on $unfocused", "app.overlay('contexts')")] if self.context else []
        )
        chip += [Bit(" ")] if self.context else []
        chip += [Bit(self._chip(), "bold $key on $unfocused", "filter")] if self.chip else []
        chip += [Bit(f" {self.found} " if self.found else " ", "$dim")] if self.chip or self.found else []
        if self._tabs_yield and cells(tabs) + cells(chip) + cell_width(self.note) + 2 > width:
            tabs = []
        taken = cells(tabs) + cells(chip)
        wanted = taken + cell_width(self.note) + 4
        gauge = next((gauge for gauge in gauges if wanted + cell_width(gauge) <= width), gauges[-1])
        end = [Bit("   "), Bit(gauge, "$foreground", BY_ID["app.forecast"].name)] if gauge else []
        room = max(0, width - taken - cells(end) - 1 - bool(chip or end))
        note = _fitting(self.note, room)
        name = [Bit(_NAME, "bold $key")] if room - cell_width(note) >= len(_NAME) else []
        right = [*chip, Bit(note, "$dim", "app.go('deals')"), *end]
        return content([spread([*name, *tabs], right, width - 1)])

    def _tab_bits(self) -> Bits:
        remapped = cast("PipetuiApp", self.app).remapped
        tight = self.size.width < _AIRY
        bits: Bits = []
        for action in self._tabs:
            here = action.name == f"app.go('{self.here}')"
            look = "bold reverse" if here else "$dim"
            bits.append(Bit(f" {shown_key(action, remapped)} {action.label}", look, action.name))
            if action.id == "app.today" and self.overdue:
                bits.append(Bit(f" {self.overdue:,}!", look if here else "bold $late", action.name))
            bits.append(Bit(" ", look if here else ""))
            if not tight:
                bits.append(Bit(" "))
        return bits

    def _chip(self) -> str:
        return f" /{cut(self.chip, _CHIP)} " if self.chip else ""

    def _gauges(self) -> list[str]:
        """What is said of the quota or of the month, the longest first."""
        if self.quota is not None:
            return list(phrases.gauges(self.quota))
        won = totals_short(self.won)
        return [f"won {won} this month", f"won {won}", ""] if won else [""]


SAID_FOR, SAID_FOR_FAILED = 15.0, 30.0
"""For how many seconds it is said what happened, and what did not."""


_LEAST_NOTE = 6
"""Cells in which half a word is worth saying."""


def _fitting(note: str, room: int) -> str:
    """The note without the last parts that there is no room for; what is a figure stands whole or not at all."""
    parts = [between.start() for between in re.finditer(r" · |   | \+ ", note)]
    before_a_figure = [between.start() for between in re.finditer(r" (?=[^\w\s])", note[: min([*parts, len(note)])])]
    ends = [len(note), *reversed(parts), *reversed(before_a_figure)]
    fits = next((note[:end] for end in ends if cell_width(note[:end]) <= room), "")
    if not fits and "   " in note:  # a name that is too long gives way to what follows it
        return _fitting(note.partition("   ")[2], room)
    return fits or (cut(note, room) if room >= _LEAST_NOTE else "")


class StatusBar(Pressable, Widget):
    """What happened, while it is news, and below it the keys of the screen, which always stand there.

    Both lines are there from the beginning: nothing moves when a sentence comes or goes, it covers nothing, and it
    costs the paint of a line. Where nothing is news the quota stands there, if the line on top has no room for it.
    """

    DEFAULT_CSS = "StatusBar { height: 2; background: $surface; }"

    quota: Reactive[QuotaStanding | None] = reactive(None)

    def __init__(self, hints: tuple[str, ...]) -> None:
        super().__init__()
        self._offered = [BY_ID[name] for name in hints]
        self.message = ""
        self.failed = False
        self._marked = ""
        self._not_now: frozenset[str] = frozenset()
        """The actions offered that cannot be done now."""
        self._expiry: Timer | None = None
        self._times = 0
        """How often something was said."""

    def on_mount(self) -> None:
        """What can be done changes with what is shown."""
        self.show(cast("PipetuiApp", self.app).snapshot)
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._look_again())
        self._look_again()

    def _look_again(self) -> None:
        """Dim what cannot be done now."""
        not_now = frozenset(action.id for action in self._offered if self._why_not(action))
        if not_now != self._not_now:
            self._not_now = not_now
            self.refresh()

    def show(self, snapshot: "Snapshot") -> None:
        """What every screen says of the book."""
        self.quota = snapshot.quota

    def _why_not(self, action: Action) -> str:
        """Why it cannot be done now, "" where it can."""
        return action.why_not(self.screen) if self.screen.is_mounted else ""

    def offer(self, hints: tuple[str, ...]) -> None:
        """Show the keys of these actions."""
        offered = [BY_ID[name] for name in hints]
        if offered != self._offered:
            self._offered = offered
            self._look_again()
            self.refresh()

    def say(self, text: str, *, failed: bool = False) -> None:
        """Show what happened; it goes by itself, for the line speaks of now."""
        self.message, self.failed = text, failed
        if self._expiry is not None:
            self._expiry.stop()
        self._times += 1
        seconds, forget = SAID_FOR_FAILED if failed else SAID_FOR, partial(self._forget, self._times)
        self._expiry = self.set_timer(seconds, forget) if text else None
        if failed:
            self._repaint_upper()
        else:
            self.call_after_refresh(self._repaint_upper)  # first what was done, then that it was

    def _repaint_upper(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    def _forget(self, said: int) -> None:
        """Its time is over, unless something else is said by now: a timer that has rung cannot be stopped any more."""
        if said == self._times:
            self.say("")

    def has_room_for(self, text: str) -> bool:
        """Whether such a sentence is shown whole."""
        return cell_width(text) + 4 <= self.size.width

    def mark(self, marked: str) -> None:
        """Count the marked deals; it always stands there, for they may be out of sight."""
        if marked != self._marked:
            self._marked = marked
            self.refresh()

    def render(self) -> RenderResult:
        """`✓ 3 marked  > advance  x drop  …  ? help`; what there is no room for is in the help, the last one."""
        remapped = cast("PipetuiApp", self.app).remapped
        line = [Bit(f" {MARK} {self._marked} ", "bold reverse", "show_all")] if self._marked else []
        hints = [(shown_key(action, remapped), action.label.lower(), action) for action in self._offered]
        while len(hints) > 1 and _hint_width(hints) + cells(line) > self.size.width:
            del hints[-2]
        for place, (key, label, action) in enumerate(hints):
            off = action.id in self._not_now
            line += [
                Bit("  " if place else " "),
                Bit(key, "$dim" if off else "bold $key", action.name),
                Bit(f" {label}", "$dim" if off else "$foreground", action.name),
            ]
        return content([[Bit(" "), self._news()], line])

    def _news(self) -> Bit:
        """What stands over the keys, with a sign where something was not done."""
        room = self.size.width - 2
        if self.message:
            said = f"! {self.message}" if self.failed else self.message
            return Bit(news_cut(said, room), "bold $bad" if self.failed else "$foreground")
        if self.quota is None or self.size.width >= _AIRY:
            return Bit("")
        return Bit(phrases.line(self.quota, room), "$dim", BY_ID["app.forecast"].name)

    async def press(self, action: str) -> None:
        """As its key would; what cannot be done says why."""
        row = next((row for row in self._offered if row.name == action), None)
        why = self._why_not(row) if row is not None else ""
        if why:
            self.say(why, failed=True)
        else:
            await super().press(action)


def _hint_width(hints: list[tuple[str, str, Action]]) -> int:
    return sum(cell_width(key) + cell_width(label) + 3 for key, label, _ in hints)
