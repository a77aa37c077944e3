"""Stages and pipelines, to be bent: names, percentages, rotting days, order, exit criteria (behaviour 34)."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain import stage_edits, stage_names
from pipetui.domain.deal import Stage
from pipetui.domain.stage_edits import StageEdit
from pipetui.render import age, percent, plural
from pipetui.service import pipelines as pipeline_gestures
from pipetui.service import stage_reads
from pipetui.service import stages as gestures
from pipetui.service.stage_reads import Beside
from pipetui.store.stages import deals_in
from pipetui.tui import dialogs
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import BookScreen, HeldKeys
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.stage_list import EditorLine, StageList, about, rows

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace

_EXAMPLE = "Pilot p:40% rot:14"


class StagesScreen(BookScreen):
    """The list, and under it what else is to be said of the line under the cursor."""

    BINDINGS = bindings("stages", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = "StageList"
    DEFAULT_CSS = """
    StagesScreen Frame { height: 1fr; padding: 1; }
    StagesScreen #about { height: auto; max-height: 4; padding: 0 2; }
    """
    is_sheet = True
    hints = (
        "stages.add",
        "stages.rename",
        "stages.likelier",
        "stages.rot_later",
        "stages.down",
        "stages.merge",
        "stages.remove",
        "stages.criteria",
        "app.help",
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[EditorLine] = []
        self._beside: Beside | None = None
        self._place: int | None = None
        """Where the cursor goes with the next reading: to the stage that is being added."""

    def compose(self) -> ComposeResult:
        """The list in its frame between two bars."""
        yield TopBar("")
        with Frame("Stages and pipelines"):
            yield StageList(markup=False)
        yield Static(id="about", markup=False)
        yield StatusBar(self.hints)

    # --- what is under the cursor

    @property
    def line(self) -> EditorLine | None:
        """The line under the cursor."""
        place = self.query_one(StageList).highlighted
        return self._lines[place] if place is not None and place < len(self._lines) else None

    @property
    def stage(self) -> Stage | None:
        """The stage under the cursor."""
        line = self.line
        return line.stage.stage if line is not None and line.stage is not None else None

    # --- readings

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """Show the stages at once; what stands beside them is read behind that."""
        if self._beside is not None:
            self._show(snapshot, self._beside)
        self._read_beside(self.keys_until_read.begin(hold=self._beside is None))

    @work(exclusive=True, group="stages")
    async def _read_beside(self, reading: object) -> None:
        with self.keys_until_read.during(reading):
            read = await self.pipetui.worker.ask(stage_reads.beside)
        if read != self._beside:
            self._beside = read
            self._show(self.pipetui.snapshot, read)

    def _show(self, snapshot: Snapshot, beside: Beside) -> None:
        before, rates = self.line, self.pipetui.worker.workspace.settings.rates
        found = stage_reads.arranged(snapshot.pipelines, snapshot.cards.values(), snapshot.agenda.today, beside, rates)
        self._lines = [
            line
            for pipeline in found
            for line in (EditorLine(pipeline), *(EditorLine(pipeline, stage) for stage in pipeline.stages))
        ]
        self.query_one(Frame).tell("Stages and pipelines", plural(len(self._lines) - len(found), "stage"))
        shown = self.query_one(StageList)
        place = shown.highlighted or 0
        self._paint()
        keys = [line.key for line in self._lines]
        wanted = before.key if before else None
        there = keys.index(wanted) if wanted in keys else place or min(1, len(keys) - 1)
        shown.highlighted = min(there if self._place is None else self._place, len(keys) - 1)
        self._place = None

    def on_resize(self) -> None:
        """As broad as there is room."""
        if self._lines:
            place = self.query_one(StageList).highlighted
            self._paint()
            self.query_one(StageList).highlighted = place

    def _paint(self) -> None:
        shown = self.query_one(StageList)
        shown.clear_options()
        shown.add_options(Option(text) for text in rows(self._lines, self.size.width - 3))

    @on(OptionList.OptionHighlighted)
    def _another_line(self) -> None:
        line = self.line
        self.query_one("#about", Static).update(about(line) if line is not None else "")
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _entered(self) -> None:
        self.action_rename()

    # --- gestures

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()

    def _submit(self, gesture: "Callable[..., Result]", *arguments: Any) -> None:
        self.pipetui.worker.submit(gesture, *arguments)

    def _ask_line(
        self,
        heading: str,
        understand: Callable[[str], str],
        write: Callable[[str], None],
        example: str = "",
        value: str = "",
    ) -> None:
        def answered(typed: str | None) -> None:
            if typed is not None:
                write(typed)

        self.app.push_screen(dialogs.LineDialog(heading, understand, example, value), answered)

    def action_percent(self, step: int) -> None:
        """To the next five percent that way."""
        if self.stage is not None:
            now = self.stage.probability
            there = now // abs(step) * abs(step) + step if step > 0 else (now - 1) // -step * -step
            self._set(StageEdit(probability=max(0, min(100, there))), "a probability is from 0 to 100 %")

    def action_rot(self, step: int) -> None:
        """A day more or less until deals in it rot; none is never."""
        if self.stage is not None:
            days = max(0, min(stage_edits.LONGEST_ROT, self.stage.rotting_days + step))
            self._set(StageEdit(rotting_days=days), "it never rots already")

    def _set(self, edit: StageEdit, at_the_end: str) -> None:
        stage = self.stage
        if stage is None:
            return
        if (edit.probability, edit.rotting_days) in ((stage.probability, None), (None, stage.rotting_days)):
            self.say(at_the_end, failed=True)
        else:
            self._submit(gestures.change, stage.id, edit)

    def action_qualifies(self) -> None:
        """The qualification of its pipeline, or not."""
        if self.stage is not None:
            self._submit(gestures.change, self.stage.id, StageEdit(qualifies=not self.stage.qualifies))

    def action_shift(self, step: int) -> None:
        """A place on or back; a pipeline among the pipelines."""
        line = self.line
        if line is None:
            return
        if line.stage is not None:
            place = line.stage.place + step
            if 1 <= place <= len(line.pipeline.stages):
                self._submit(gestures.change, line.stage.stage.id, StageEdit(place=place))
            return
        order = [*self.pipetui.snapshot.pipelines.names]
        moved = stage_edits.moved(order, line.pipeline.id, order.index(line.pipeline.id) + step)
        if moved != order and order.index(line.pipeline.id) + step >= 0:
            self._submit(pipeline_gestures.order, moved)

    def action_add(self) -> None:
        """Another stage behind the one under the cursor; over a pipeline, its first."""
        line = self.line
        if line is None:
            return
        place = (line.stage.place if line.stage else 0) + 1
        taken = [one.stage.name for one in line.pipeline.stages]
        heading = f"New stage of {line.pipeline.name}" + (f", after {line.stage.stage.name}" if line.stage else "")

        def write(typed: str) -> None:
            name, edit = _understood(typed)
            edit = edit if edit.place is not None else edit._replace(place=place)
            above = [one.key for one in self._lines].index(("pipeline", line.pipeline.id))
            self._place = above + min(edit.place or place, len(line.pipeline.stages) + 1)
            self._submit(gestures.add, line.pipeline.id, name, edit._replace(name=None))

        self._ask_line(heading, lambda typed: _said(typed, taken), write, _EXAMPLE)

    def action_add_pipeline(self) -> None:
        """Another pipeline."""
        line = self.line
        like = line.pipeline.name if line is not None else ""

        def parts(typed: str) -> tuple[str, str]:
            words = typed.split()
            places = [
                place for place, word in enumerate(words) if word.casefold() == "like" and 0 < place < len(words) - 1
            ]
            return (" ".join(words[: places[-1]]), " ".join(words[places[-1] + 1 :])) if places else (typed, like)

        def understand(typed: str) -> str:
            if not typed.strip():
                return f"with the stages of {like}   · NAME like short: of a template   Esc leaves"
            name, pattern = parts(typed)
            names = self.pipetui.snapshot.pipelines.names.values()
            return f"pipeline {stage_names.check_name(name, names, 'pipeline')} like {pattern}"

        def write(typed: str) -> None:
            self._place = len(self._lines)  # it comes last
            self._submit(pipeline_gestures.add, *parts(typed))

        self._ask_line("New pipeline", understand, write, "Renewals like short")

    def action_rename(self) -> None:
        """Another name; of a stage also what may stand behind it."""
        line = self.line
        if line is None:
            return
        if line.stage is None:
            names = [
                other for number, other in self.pipetui.snapshot.pipelines.names.items() if number != line.pipeline.id
            ]
            self._ask_line(
                f"Rename {line.pipeline.name}",
                lambda typed: f"pipeline {stage_names.check_name(typed, names, 'pipeline')}",
                lambda typed: self._submit(pipeline_gestures.rename, line.pipeline.id, typed),
                value=line.pipeline.name,
            )
            return
        stage = line.stage.stage
        taken = [one.stage.name for one in line.pipeline.stages if one.stage.id != stage.id]

        def write(typed: str) -> None:
            name, edit = _understood(typed)
            self._submit(gestures.change, stage.id, edit._replace(name=name))

        self._ask_line(f"Rename {stage.name}", lambda typed: _said(typed, taken), write, _EXAMPLE, stage.name)

    def action_make_default(self) -> None:
        """New deals go into this pipeline."""
        if self.line is not None:
            self._submit(pipeline_gestures.make_default, self.line.pipeline.id)

    def action_own_history(self) -> None:
        """The percentages that own history suggests for this pipeline."""
        if self.line is not None:
            self._submit(gestures.take_suggestions, self.line.pipeline.id)

    def action_criteria(self) -> None:
        """The exit criteria, one a line."""
        line = self.line
        if line is None or line.stage is None:
            return
        stage = line.stage.stage

        def answered(text: str | None) -> None:
            if text is not None:
                self._submit(gestures.set_criteria, stage.id, text.splitlines())

        self.app.push_screen(dialogs.CriteriaTextDialog(stage.name, line.stage.criteria), answered)

    def action_merge(self) -> None:
        """Into another stage of the pipeline."""
        line = self.line
        if line is None or line.stage is None:
            return
        stage = line.stage.stage
        others = [(one.stage.id, one.stage.name) for one in line.pipeline.stages if one.stage.id != stage.id]
        if others:
            self._send(
                [stage.id],
                lambda deals: f"Merge {stage.name}{deals and f' with its {deals}'} into",
                others,
                partial(_merged, stage.id),
                "Merge the stage of",
                must=True,
            )
        else:
            self.say(f"{stage.name} is the only stage of {line.pipeline.name}", failed=True)

    def action_remove(self) -> None:
        """Away with it; where its deals go is asked, if it has any."""
        line = self.line
        if line is None:
            return
        pipelines = self.pipetui.snapshot.pipelines
        if line.stage is None:
            others = [(number, name) for number, name in pipelines.names.items() if number != line.pipeline.id]
            inside = [one.stage.id for one in line.pipeline.stages]
            self._send(
                inside, lambda deals: f"Remove {line.pipeline.name}: its {deals} go to", others,
                partial(_pipeline_removed, line.pipeline.id), "Move",
            )  # fmt: skip
            return
        stage = line.stage.stage
        own = [one for one in pipelines.of(stage.pipeline_id) if one.id != stage.id]
        rest = [one for one in pipelines.stages if one.pipeline_id != stage.pipeline_id] if own else []
        offered = [(one.id, pipelines.called(one, stage.pipeline_id)) for one in (*own, *rest)]
        self._send(
            [stage.id], lambda deals: f"Remove {stage.name}: its {deals} go to", offered,
            partial(_removed, stage.id), "Move",
        )  # fmt: skip

    def _send(
        self,
        stages: Sequence[int],
        heading: "Callable[[str], str]",
        offered: Sequence[tuple[int, str]],
        gesture: "Callable[[int | None, Workspace, Sequence[int]], Result]",
        doing: str,
        *,
        must: bool = False,
    ) -> None:
        """Ask where what stands in the stages goes, where anything does or it `must` be said, then do it.

        `heading` makes the question from how many deals those are, "" for none.
        """
        self._ask_destination(stages, heading, offered, gesture, doing, must, self.hold_keys())

    @work
    async def _ask_destination(
        self,
        stages: Sequence[int],
        heading: "Callable[[str], str]",
        offered: Sequence[tuple[int, str]],
        gesture: "Callable[[int | None, Workspace, Sequence[int]], Result]",
        doing: str,
        must: bool,
        held: HeldKeys,
    ) -> None:
        with self.asked(held):
            deals = await self.pipetui.worker.ask(lambda book: deals_in(book.store.connection, stages))
            to: int | None = None
            if offered and (deals or must):
                many = self._counted(len(deals), stages) if deals else ""
                to = await self.answer_to(dialogs.PickDialog(heading(many), offered))
                if to is None:
                    return
            self.submit(partial(gesture, to), deals, doing=doing)

    def _counted(self, deals: int, stages: Sequence[int]) -> str:
        """So many deals; the list counts those that are open, here closed ones and those in the bin go along."""
        inside = (line.stage for line in self._lines if line.stage is not None)
        going = sum(one.inside.deals for one in inside if one.stage.id in stages)
        return plural(deals, "deal") + (f" ({going:,} open)" if going < deals else "")


def _merged(stage: int, into: int | None, workspace: "Workspace", _: Sequence[int]) -> "Result":
    assert into is not None
    return gestures.merge(workspace, stage, into)


def _removed(stage: int, to: int | None, workspace: "Workspace", _: Sequence[int]) -> "Result":
    return gestures.remove(workspace, stage, to)


def _pipeline_removed(pipeline: int, to: int | None, workspace: "Workspace", _: Sequence[int]) -> "Result":
    return pipeline_gestures.remove(workspace, pipeline, to)


# --- what is typed -------------------------------------------------------------------------------------------


def _understood(typed: str) -> tuple[str, StageEdit]:
    """The name of a stage, and what is set of it behind."""
    words, fields = stage_edits.split(typed.split())
    edit = stage_edits.read(fields)
    return edit.name or " ".join(words), edit


def _said(typed: str, taken: Iterable[str]) -> str:
    if not typed.strip():
        return "a name   · p:40% and rot:14 may stand behind it   Esc leaves"
    name, edit = _understood(typed)
    parts = [stage_names.check_name(name, taken, "stage")]
    if edit.probability is not None:
        parts.append(percent(edit.probability))
    if edit.rotting_days is not None:
        parts.append(f"rots after {age(edit.rotting_days)}" if edit.rotting_days else "never rots")
    if edit.place is not None:
        parts.append(f"at place {edit.place}")
    return " · ".join(parts)
