"""`a`: a new deal in one line, said back while it is typed."""

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input

from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import NewDeal
from pipetui.render import echo
from pipetui.service import Workspace, duplicates_of, placed
from pipetui.store.pipelines import Pipelines
from pipetui.tui import examples
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.tui.worker import BookWorker

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class AddBar(Dialog[NewDeal]):
    """The quick line of the shell, with a live echo and a word about likely duplicates.

    A stage is one of the pipeline `here` first. A `whole` preset
    is a deal already, which Enter takes as it is; `apart_from` is a deal that it may well look like.
    """

    docked = True

    def __init__(
        self,
        worker: BookWorker,
        pipelines: Pipelines,
        here: int,
        currency: str,
        preset: str = "",
        *,
        heading: str = "Add a deal",
        whole: bool = False,
        apart_from: int | None = None,
    ) -> None:
        super().__init__(heading)
        self._whole = whole
        self._apart_from = apart_from
        self._worker = worker
        self._pipelines, self._here = pipelines, here
        self._currency = currency
        self._preset = preset
        self.subject = f"{heading} {preset}"

    def body(self) -> ComposeResult:
        """The line."""
        value = f"{self._preset} " if self._whole else self._preset
        example = f"such as: {examples.new_deal(self._pipelines, self._here)} ann@acme.example +saas"
        yield EchoInput(self._said, placeholder=example, value=value, before_further_lines=" / ")

    def _parse(self, text: str) -> NewDeal:
        """The deal of the line; a stage or a next step that was typed goes before that of the preset."""
        try:
            return self._parse_all(text)
        except InputError:
            if self._whole or not self._preset or self._preset not in text:
                raise
        return self._parse_all("".join(text.rsplit(self._preset, 1)))

    def _parse_all(self, text: str) -> NewDeal:
        workspace = self._worker.workspace
        custom = cast("PipetuiApp", self.app).snapshot.fields
        new = quick_line.parse(text, workspace.now(), workspace.settings.dates, self._currency, custom=lambda: custom)
        stage = self._pipelines.of_new(new.stage, new.pipeline, self._here)
        return new._replace(stage=self._pipelines.called(stage, self._here), pipeline="")

    def _untouched(self, text: str) -> bool:
        """Whether there is nothing but a preset that is no deal yet."""
        return not self._whole and text.strip() == self._preset.strip()

    def _said(self, text: str) -> str:
        if self._untouched(text):
            return "title alone is enough · 12k · @stage · next:fri · +tag · org: · who: · e-mail · / note   Esc leaves"
        return echo(self._parse(text), self._worker.workspace.now().date())

    def on_mount(self) -> None:
        """Type in front of what is there already, for the title goes there; behind what is a deal already."""
        line = self.query_one(Input)
        line.cursor_position = len(line.value) if self._whole else 0
        line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask the book for duplicates and for whom an address leads to, while the rep types on."""
        self._look_it_up(event.value)

    @work(exclusive=True, group="look up")
    async def _look_it_up(self, text: str) -> None:
        try:
            new = self._parse(text)
        except PipetuiError:
            return

        def known(workspace: Workspace) -> tuple[NewDeal, str]:
            there = placed(workspace, new)
            others = [other for other in duplicates_of(workspace, there) if other.id != self._apart_from]
            return there, ", ".join(f"#{other.id} {other.title} ({other.status})" for other in others[:3])

        try:
            there, others = await self._worker.ask(known)
        except PipetuiError:
            return  # the gesture itself will say what is wrong with the book
        if (others or there != new) and self.query_one(EchoInput).text == text:
            said = echo(there, self._worker.workspace.now().date())
            self.query_one(EchoInput).tell(said, f"possible duplicate: {others}" if others else "")

    def on_echo_input_entered(self, event: EchoInput.Entered) -> None:
        """Enter adds it."""
        if self._untouched(event.text):
            self.dismiss(None)
            return
        new = event.echo.take(self._parse)
        if new is not None:
            self.dismiss(new)
