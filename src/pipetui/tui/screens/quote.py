"""The quote of a deal as it will be read; copied, written to a file, held until another day, its template edited."""

from __future__ import annotations

from asyncio import to_thread
from datetime import date
from functools import partial
from itertools import cycle

from textual import work
from textual.app import ComposeResult
from textual.containers import ScrollableContainer, VerticalScroll
from textual.widgets import Markdown

from pipetui import render
from pipetui.domain.errors import PipetuiError
from pipetui.domain.quote import Quote
from pipetui.exchange import quotes as written
from pipetui.phrases import items as phrases
from pipetui.service import Workspace, items, quotes
from pipetui.tui import dialogs, report_files
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar

_FORMATS = ("html", "md")


class QuoteScreen(OverlayScreen):
    """Lies over the deal it is of, and is made anew whenever the book changes."""

    BINDINGS = bindings("quote", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    QuoteScreen VerticalScroll { height: 1fr; padding: 0 1; background: $surface; align-horizontal: center; }
    QuoteScreen Markdown { background: $surface; margin: 0; max-width: 100; }
    QuoteScreen MarkdownH1 { content-align: left middle; }
    """
    hints = ("quote.copy", "quote.save", "quote.until", "quote.template", "quote.leave", "app.help")

    def __init__(self, deal: int) -> None:
        super().__init__()
        self.deal = deal
        self._until: date | None = None
        self._made: tuple[Quote, str] | None = None
        """The quote and its template, None until it is made."""

    def compose(self) -> ComposeResult:
        """The quote between the bars."""
        yield TopBar("")
        with VerticalScroll(can_focus=False):
            yield Markdown(open_links=False)
        yield StatusBar(self.hints)

    @property
    def paper(self) -> ScrollableContainer:
        """What is scrolled."""
        return self.query_one(VerticalScroll)

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is the deal."""
        self._make(self.keys_until_read.begin())

    @work(exclusive=True, group="quote")
    async def _make(self, reading: object) -> None:
        def asked(workspace: Workspace) -> tuple[Quote, str, str]:
            told = quotes.quote(workspace, self.deal, self._until)
            here = items.of_deal(workspace, self.deal)
            odd = (phrases.unpriced(told.sums), phrases.difference(here.value, here.sums))
            return told, quotes.template(workspace), "; ".join(filter(None, odd))

        try:
            with self.keys_until_read.during(reading):
                told, template, odd = await self.pipetui.worker.ask(asked)
        except PipetuiError as error:  # nothing stands on it any more: undone, or taken off elsewhere
            self.dismiss()
            self.pipetui.refuse(error)
            return
        self._made = told, template
        today = self.pipetui.worker.workspace.now().date()
        self.query_one(TopBar).note = f"to {render.day(told.valid_until, today).partition(' ')[2]}"
        shown = self.query_one(Markdown)
        await shown.update(written.markdown(told, template))
        sides = written.sides(told)
        for table in shown.query("MarkdownTableContent"):  # Textual 8.2 does not read on which side a column stands
            if len(table.query(".header")) == len(sides):
                # figures are whole, and what is offered takes the room that is left
                table.styles.grid_columns = tuple("auto" if side == "r" else "1fr" for side in sides)
                for cell, side in zip(table.children, cycle(sides), strict=False):
                    cell.styles.text_align = "right" if side == "r" else "left"
                    cell.styles.text_overflow = "fold"
        if odd:
            self.say(odd, failed=True)

    def _text(self, format_: str) -> str:
        assert self._made is not None
        return (written.page if format_ == "html" else written.markdown)(*self._made)

    def action_copy(self) -> None:
        """As Markdown, for the clipboard."""
        if self._made is not None:
            self.app.copy_to_clipboard(self._text("md"))
            self.say("copied: the quote as Markdown")

    @asking
    async def action_save(self) -> None:
        """A page of HTML that prints on A4, or Markdown, in a file that is not there yet."""
        if self._made is None:
            return

        def said(text: str) -> str:
            kind = "a page to print" if report_files.format_of(text, _FORMATS) == "html" else "Markdown"
            return f"{kind} in {report_files.place_of(text)}"

        question = dialogs.LineDialog("Save as HTML or Markdown", said, f"~/quote-{self.deal}.html")
        asked = await self.answer_to(question)
        if asked:
            path, content = report_files.place_of(asked), self._text(report_files.format_of(asked, _FORMATS))
            await to_thread(report_files.write, path, content)  # a folder may lie far away
            self.say(f"written: {path}")

    def action_until(self) -> None:
        """Hold it until another day."""
        from pipetui.domain.dates.when import parse_day

        workspace = self.pipetui.worker.workspace

        def read(text: str) -> date:
            return parse_day(text, workspace.now(), workspace.settings.dates)

        def said(text: str) -> str:
            return f"valid until {render.day(read(text), workspace.now().date())}"

        def answered(typed: str | None) -> None:
            if typed:
                self._until = read(typed)
                self._make(self.keys_until_read.begin())

        self.app.push_screen(dialogs.LineDialog("Valid until", said, "15 jan, +2w, eom"), answered)

    @work
    async def action_template(self) -> None:
        """The template of all quotes, in your editor."""
        from pipetui.domain.texts import quote_text
        from pipetui.tui import in_editor

        if self._made is not None:
            template = self._made[1]
            in_editor.change(self, quote_text.editable(template), partial(_changed, template), quotes.save_template)


def _changed(before: str, typed: str) -> str | None:
    from pipetui.domain.texts import quote_text

    text = quote_text.from_editor(typed)
    return None if text == before else text
