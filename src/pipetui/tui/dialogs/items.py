"""`I`: the lines of a deal as a table, a line to type further ones into, and what all of them come to."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipetui import service
from pipetui.domain import items as rules
from pipetui.domain.errors import PipetuiError
from pipetui.domain.folding import fold
from pipetui.domain.items import ONCE, ItemLine
from pipetui.domain.line.item_line import as_typed
from pipetui.domain.price_list import DealItems
from pipetui.phrases import items as phrases
from pipetui.render import cell_width, money, table
from pipetui.service import items as gestures
from pipetui.tui import remedies
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.examples import such_as
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.widgets.option_lines import OptionLines

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.worker import BookWorker

_EXAMPLE = "Support x 3 at 1200 -10% monthly"
_AMONG_LINES = "a add  Enter edit  x off  J K move  v value=sum  p prices  u undo  Esc"
_TYPING = "Enter takes the line  Tab completes  Esc leaves it"
_USUAL = 92
"""How wide the box is; wider where a line needs it."""
_AROUND = 8
"""Cells of the box beside the table."""
_MOST_NAMED = 6


class ItemsDialog(Dialog[None]):
    """Each change is written at once; Esc leaves the line that is typed into, and then the dialog."""

    BINDINGS = [
        Binding("a", "add", "Add", show=False),
        Binding("e", "edit", "Edit", show=False),
        Binding("x,delete", "remove", "Take off", show=False),
        Binding("J", "shift(1)", "Down", show=False),
        Binding("K", "shift(-1)", "Up", show=False),
        Binding("v", "take", "Value", show=False),
        Binding("u", "undo", "Undo", show=False),
        Binding("p", "price_list", "Price list", show=False),
        Binding("j", "step(1)", "Below", show=False),
        Binding("k", "step(-1)", "Above", show=False),
        Binding("tab", "complete", "Complete", show=False, priority=True),
    ]

    def __init__(self, worker: "BookWorker", here: DealItems) -> None:
        super().__init__(f"Items: {here.title}", _AMONG_LINES)
        self.subject = str(here.id)
        self._worker = worker
        self._here = here
        self._edited: ItemLine | None = None
        """The line that is typed over; None while a new one is typed."""

    def body(self) -> ComposeResult:
        """Headings, lines, sums, and the line to type into."""
        yield Static(id="headers", markup=False)
        yield OptionLines(markup=False)
        yield Static(id="sums", markup=False)
        yield EchoInput(self._said, placeholder=such_as(_EXAMPLE))

    def on_mount(self) -> None:
        """On the first line; where there is none, or one was begun, type at once."""
        self._paint()
        if self._here.lines and not self._line.text:
            self._line.display = False
            self.query_one(OptionLines).focus()
        else:
            self.query_one(Input).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Name the keys that hold: while a line is typed into, an `a` is a letter of it."""
        self.query_one("#hint", Static).update(_TYPING if isinstance(event.widget, Input) else _AMONG_LINES)

    def on_resize(self, event: Any) -> None:
        """As broad as there is room."""
        self._paint()

    # --- what is shown

    @property
    def _line(self) -> EchoInput:
        return self.query_one(EchoInput)

    @property
    def _chosen(self) -> ItemLine | None:
        place = self.query_one(OptionLines).highlighted
        return self._here.lines[place] if place is not None and place < len(self._here.lines) else None

    def _paint(self, to: int | None = None) -> None:
        """The lines, with the cursor where it was, or else at the line of that place from 1 on."""
        here, shown = self._here, self.query_one(OptionLines)
        place = to - 1 if to is not None else shown.highlighted or 0
        cells = list(map(phrases.cells, here.lines))
        wanted = _AROUND + max(map(cell_width, table(phrases.HEADERS, cells, phrases.ALIGN)))
        wide = self.widen(max(_USUAL, wanted))
        headers, *rows = table(phrases.HEADERS, cells, phrases.ALIGN, max(40, wide - _AROUND))
        self.query_one("#headers", Static).update(headers if here.lines else "")
        self.query_one("#headers").display = bool(here.lines)
        shown.display = bool(here.lines)
        shown.clear_options()
        shown.add_options([Option(Content(f" {row}")) for row in rows])
        shown.highlighted = max(0, min(place, len(rows) - 1)) if rows else None
        self.query_one("#sums", Static).update(self._summary())

    def _summary(self) -> Content:
        here = self._here
        if not here.lines:
            worth = f", the value is {money(here.value)}" if here.value else ""
            return Content.styled(f"Nothing stands on it yet{worth}.", "$dim")
        sums = here.sums
        parts: list[tuple[str, str]] = [(phrases.total(sums), "bold")]
        parts += [(f"\n{said}", "$dim") for said in (phrases.recurring(sums),) if said]
        parts += [(f"\n{said}", "$doubt") for said in (phrases.unpriced(sums),) if said]
        if told := phrases.difference(here.value, sums):
            parts.append((f"\n{told}", "$doubt"))
        return Content.assemble(*parts)

    def _said(self, text: str) -> str:
        """The line as it is understood, and what all of them would come to."""
        here = self._here
        if not text.strip():
            listed = ", ".join(one.name for one in here.products[:_MOST_NAMED])
            return f"Tab completes: {listed}" if listed else "name · x 3 · at 1200 · -10% · monthly, yearly"
        line = here.understood(text, self._edited)
        others = [one for one in here.lines if self._edited is None or one.id != self._edited.id]
        currency = line.price.currency if here.free and line.price else here.currency
        return f"{phrases.said(line)}\nall  {phrases.total(rules.sums([*others, line], currency))}"

    # --- the line

    def action_complete(self) -> None:
        """Write on as far as the products that begin so agree."""
        if not self._line.display:
            return
        typed = self._line.text.lstrip()
        names = [one.name for one in self._here.products if fold(one.name).startswith(fold(typed))]
        if not names:
            return
        shared = names[0]
        while not all(fold(name).startswith(fold(shared)) for name in names):
            shared = shared[:-1]
        self._line.type_on(f"{shared} " if len(names) == 1 else shared)

    def action_add(self) -> None:
        """Type another one."""
        self._type(None, "")

    def action_edit(self) -> None:
        """Type the line under the cursor over."""
        line = self._chosen
        if line is not None:
            product = next((one for one in self._here.products if one.id == line.product), None)
            self._type(line, as_typed(line, product.billing if product else ONCE))

    def _type(self, edited: ItemLine | None, text: str) -> None:
        self._edited = edited
        self._line.display = True
        self._line.type_on(text)

    def action_leave(self) -> None:
        """Out of the line, if there are others to go to; else out of the dialog."""
        if self._line.display and self._here.lines and self.query_one(Input).has_focus:
            if self._edited is None:
                self.keep_draft()
            self._close_line()
        else:
            if self._edited is not None:
                self._close_line()
            super().action_leave()

    def _close_line(self) -> None:
        self._edited = None
        self._line.type_on("")
        self._line.display = False
        self.query_one(OptionLines).focus()

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """Write the line; after a new one another may follow, and nothing typed ends that."""
        event.stop()
        if not event.text.strip():
            self.action_leave()
        elif self._edited is not None:
            self._write(gestures.replace, self._edited.id, event.text, typed=event.text)
        else:
            self._write(gestures.add, event.text, typed=event.text, to=len(self._here.lines) + 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line: type it over."""
        event.stop()
        self.action_edit()

    # --- gestures

    def action_step(self, direction: int) -> None:
        """A line on."""
        self.query_one(OptionLines).step(direction)

    def action_remove(self) -> None:
        """Take the line under the cursor off; undo brings it back."""
        line = self._chosen
        if line is not None:
            self._write(gestures.remove, [line.place])

    def action_shift(self, step: int) -> None:
        """The line a place on or back."""
        line = self._chosen
        if line is not None and 0 < line.place + step <= len(self._here.lines):
            self._write(gestures.move, line.place, line.place + step, to=line.place + step)

    def action_take(self) -> None:
        """Have the deal be worth what its lines come to."""
        self._write(gestures.take)

    def action_price_list(self) -> None:
        """To what can be put on deals; it lies over the screen this was opened from."""
        app = cast("PipetuiApp", self.app)
        self.keep_draft()
        self.dismiss(None)
        app.call_later(app.action_overlay, "products")

    @work(group="items")
    async def action_undo(self) -> None:
        """Take the last gesture back."""
        await self._made(self._worker.make(service.undo), "", None)

    @work(group="items")
    async def _write(
        self, gesture: Callable[..., Any], *arguments: Any, typed: str = "", to: int | None = None
    ) -> None:
        await self._made(self._worker.make(partial(_quietly, gesture), self._here.id, *arguments), typed, to)

    async def _made(self, making: Any, typed: str, to: int | None) -> None:
        """Wait for a gesture and show what came of it; what was `typed` stands in the line until it is written."""
        try:
            await making
            here = await self._worker.ask(lambda workspace: gestures.of_deal(workspace, self._here.id))
        except PipetuiError as error:
            app = cast("PipetuiApp", self.app)
            if typed:
                self._line.refuse(error)
            else:
                self.query_one("#sums", Static).update(remedies.told(error, app.remapped))
            return
        self._here = here
        self._paint(to)
        if typed and self._edited is not None:
            self._close_line()
        elif typed:
            self._line.type_on("")


def _quietly(gesture: "Callable[..., Result]", workspace: "Workspace", deal: int, *arguments: Any) -> "Result":
    """A gesture without the warnings that stand under the lines anyway."""
    done = gesture(workspace, deal, *arguments)
    here = gestures.of_deal(workspace, deal)
    shown = set(phrases.summary(here.value, here.sums))
    return done._replace(warnings=tuple(said for said in done.warnings if str(said) not in shown))
