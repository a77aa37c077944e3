"""`pipetui stages` and `pipetui pipelines`: what deals go through, shown and bent (behaviour 34)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pipetui.cli import apply_change, arguments, output
from pipetui.cli.call import Call, open_workspace
from pipetui.domain import stage_edits
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.folding import fold
from pipetui.domain.stage_edits import StageEdit
from pipetui.domain.wording import nearest, quoted
from pipetui.service import stages as bend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from pipetui.domain.deal import Stage
    from pipetui.service import Result, Workspace
    from pipetui.service.stage_reads import PipelineLine

    A = TypeVar("A")
    B = TypeVar("B")

_STAGES = {
    "add": "add NAME [after STAGE] [p:40%] [rot:14]",
    "set": "set STAGE name:… p:… rot:… qualifies:yes place:3",
    "move": "move STAGE before|after STAGE",
    "merge": "merge STAGE into STAGE",
    "remove": "remove STAGE [to STAGE]",
    "criteria": "criteria STAGE [add|remove TEXT]",
    "met": "met DEAL CRITERION",
    "unmet": "unmet DEAL CRITERION",
    "suggest": "suggest",
}
_PIPELINES = {
    "add": "add NAME [like PIPELINE|TEMPLATE]",
    "rename": "rename PIPELINE to NAME",
    "default": "default PIPELINE",
    "order": "order PIPELINE …",
    "remove": "remove PIPELINE [to PIPELINE]",
}


def stages(
    call: Call,
    words: Sequence[str] = (),
    pipeline: str = "",
    apply: bool = False,
    yes: bool = False,
    dry_run: bool = False,
) -> int:
    """The stages with what lies in them: list, add, change, put in order, merge and remove them.

    A beginning of a name is enough; a stage of another pipeline is PIPELINE/STAGE. merge makes one stage a part of
    another; remove sends its deals elsewhere. What happened in a stage goes on telling what it was called. criteria are
    what should be true of a deal before it leaves the stage: advancing it warns of those that are not met yet.
    suggest shows what own history says once 20 closed deals have entered a stage; --apply takes it.

    pipetui stages
    pipetui stages add Pilot after demo p:50% rot:21
    pipetui stages set pilot name:"Proof of concept" p:55%
    pipetui stages move pilot before demo
    pipetui stages merge pilot into demo
    pipetui stages remove pilot to demo
    pipetui stages criteria demo add "budget is named"
    pipetui stages met 42 budget
    pipetui stages suggest --apply
    """
    form, rest = _form(words, _STAGES, "stage")
    if apply and form != "suggest":
        raise InputError("--apply goes with suggest", "write: pipetui stages suggest --apply")
    if not rest and form not in ("", "suggest"):
        raise InputError(f"{form} what?", f"write: pipetui stages {_STAGES[form]}")
    reading = form == "" or (form == "suggest" and not apply)
    with open_workspace(call, write=not (reading or dry_run)) as workspace:
        if form in ("met", "unmet"):
            _tick(call, workspace, rest, met=form == "met", yes=yes, dry_run=dry_run)
            return 0
        where = bend.pipeline_named(workspace, pipeline) if pipeline else None
        if form == "":
            return _list(call, workspace, where)
        if form == "suggest" and not apply:
            return _suggest(call, workspace, where)
        asked: Bending | None = getattr(_StageWords(workspace, where), form)(rest)
        if asked is None:
            return _criteria(call, workspace, " ".join(rest), where)
        _carry_out(call, workspace, *asked, yes=yes, dry_run=dry_run)
    return 0


def pipelines(call: Call, words: Sequence[str] = (), yes: bool = False, dry_run: bool = False) -> int:
    """The pipelines with what lies in them: list, add, rename, put in order and remove them.

    The default one takes new deals that name no other. A pipeline that is removed sends its deals to another one,
    each to the stage called as its own, else to the one as far along; to PIPELINE/STAGE sends all to one stage.
    pipetui move 42 renewals/due moves a deal between them, pipetui add … @renewals/due puts a new one there.

    pipetui pipelines
    pipetui pipelines add Renewals like short
    pipetui pipelines rename sales to New business
    pipetui pipelines default renewals
    pipetui pipelines remove renewals to sales
    """
    form, rest = _form(words, _PIPELINES, "pipeline")
    if form and not rest:
        raise InputError(f"{form} what?", f"write: pipetui pipelines {_PIPELINES[form]}")
    with open_workspace(call, write=bool(form) and not dry_run) as workspace:
        if not form:
            from pipetui.service import stage_reads

            known = stage_reads.lines(workspace)
            return call.out.listed(
                known,
                lambda page: output.stage_table.pipelines(known, page),
                lambda: map(output.stage_json.pipeline, known),
            )
        _carry_out(call, workspace, *_pipeline_gesture(workspace, form, rest), yes=yes, dry_run=dry_run)
    return 0


def _form(words: Sequence[str], forms: Mapping[str, str], noun: str) -> tuple[str, list[str]]:
    said = arguments.plain(words or [])
    form = fold(said[0]) if said else ""
    if form in ("list", ""):
        return "", []
    if form not in forms:
        near = nearest(form, forms)
        hint = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(forms.values())}"
        raise InputError(f"{quoted(said[0])} is nothing to do with a {noun}", hint)
    return form, said[1:]


# --- what is asked for ---------------------------------------------------------------------------------------


class Bending(NamedTuple):
    """What is to be done, and the deals that it moves."""

    deals: Sequence[int]
    gesture: Callable[[Workspace], Result]


class _StageWords:
    """What a call of `stages` asks for: its words understood against the book."""

    def __init__(self, workspace: Workspace, where: int | None) -> None:
        from pipetui.service import reads

        self._workspace, self._where = workspace, where
        self._here = reads.pipelines(workspace)

    def stage(self, words: list[str]) -> Stage:
        """The stage that words name, of the pipeline that is meant."""
        return bend.named(self._workspace, " ".join(words), self._where)

    def of_any(self, words: list[str]) -> Stage:
        """The stage that words name, of any pipeline."""
        return bend.named(self._workspace, " ".join(words))

    def _standing_in(self, stage: Stage) -> Sequence[int]:
        from pipetui.store.stages import deals_in

        return deals_in(self._workspace.store.connection, [stage.id])

    def add(self, rest: list[str]) -> Bending:
        """`add Pilot after demo p:40%`."""
        name, typed = stage_edits.split(rest)
        edit = stage_edits.read(typed)
        home = self._here.default_pipeline if self._where is None else self._where
        for end in _places(name, ("before", "after")):
            try:
                near = self.stage(name[end + 1 :])
            except AmbiguousError:
                raise
            except InputError:
                continue
            home = near.pipeline_id
            order = [one.id for one in self._here.of(home)]
            place = stage_edits.beside(order, near.id, after=fold(name[end]) == "after")
            name, edit = name[:end], edit._replace(place=place + 1)
            break
        title = edit.name or " ".join(name)
        return Bending((), partial(bend.add, pipeline_id=home, name=title, edit=edit._replace(name=None)))

    def set(self, rest: list[str]) -> Bending:
        """`set demo p:45% name:Show`."""
        name, typed = stage_edits.split(rest)
        edit = stage_edits.read(typed)
        if not typed:
            raise InputError("nothing to set", stage_edits.EXAMPLE)
        return Bending((), partial(bend.change, stage_id=self.stage(name).id, edit=edit))

    def move(self, rest: list[str]) -> Bending:
        """`move pilot before demo`."""
        moved, near, word = _two(rest, ("before", "after"), self.stage, self.stage, _STAGES["move"])
        if moved.pipeline_id != near.pipeline_id or moved.id == near.id:
            raise InputError(f"{moved.name} cannot be put {word} {near.name}", "name two stages of one pipeline")
        order = [one.id for one in self._here.of(moved.pipeline_id) if one.id != moved.id]
        place = stage_edits.beside(order, near.id, after=word == "after")
        return Bending((), partial(bend.change, stage_id=moved.id, edit=StageEdit(place=place + 1)))

    def merge(self, rest: list[str]) -> Bending:
        """`merge pilot into demo`."""
        gone, into, _ = _two(rest, ("into",), self.stage, self.stage, _STAGES["merge"])
        return Bending(self._standing_in(gone), partial(bend.merge, stage_id=gone.id, into_id=into.id))

    def remove(self, rest: list[str]) -> Bending:
        """`remove pilot to demo`, which may be of another pipeline."""
        to: int | None = None
        try:
            gone, there, _ = _two(rest, ("to",), self.stage, self.of_any, _STAGES["remove"])
            to = there.id
        except InputError:
            if _places(rest, ("to",)):
                raise
            gone = self.stage(rest)
        return Bending(self._standing_in(gone), partial(bend.remove, stage_id=gone.id, to_id=to))

    def suggest(self, rest: list[str]) -> Bending:
        """`suggest --apply`."""
        return Bending((), partial(bend.take_suggestions, pipeline_id=self._where))

    def criteria(self, rest: list[str]) -> Bending | None:
        """`criteria demo add they saw it`; None for `criteria demo`, which only reads."""
        for place in _places(rest, ("add", "remove")):
            try:
                stage = self.stage(rest[:place])
            except AmbiguousError:
                raise
            except InputError:
                continue
            gesture = bend.add_criterion if fold(rest[place]) == "add" else bend.remove_criterion
            return Bending((), partial(gesture, stage_id=stage.id, text=" ".join(rest[place + 1 :])))
        return None


def _pipeline_gesture(workspace: Workspace, form: str, rest: list[str]) -> Bending:
    from pipetui.service import pipelines as bend
    from pipetui.service import reads
    from pipetui.service.stages import named, pipeline_named
    from pipetui.store.stages import deals_in

    def found(words: list[str]) -> int:
        return pipeline_named(workspace, " ".join(words))

    match form:
        case "add":
            for place in _places(rest, ("like",)):
                name, like = " ".join(rest[:place]), " ".join(rest[place + 1 :])
                return Bending((), partial(bend.add, name=name, like=like))
            return Bending((), partial(bend.add, name=" ".join(rest)))
        case "rename":
            number, title, _ = _two(rest, ("to",), found, " ".join, _PIPELINES["rename"])
            return Bending((), partial(bend.rename, pipeline_id=number, name=title))
        case "default":
            chosen = found(rest)
            return Bending((), partial(bend.make_default, pipeline_id=chosen))
        case "order":
            order = [found([word]) for word in rest]
            return Bending((), partial(bend.order, pipelines=order))
    here = reads.pipelines(workspace)
    stage_id: int | None = None

    def destination(words: list[str]) -> int:
        nonlocal stage_id
        try:
            return found(words)
        except InputError:
            if "/" not in " ".join(words):
                raise
        stage = named(workspace, " ".join(words))
        stage_id = stage.id
        return stage.pipeline_id

    to: int | None = None
    try:
        gone, to, _ = _two(rest, ("to",), found, destination, _PIPELINES["remove"])
    except InputError:
        if _places(rest, ("to",)):
            raise
        gone = found(rest)
    deals = deals_in(workspace.store.connection, [stage.id for stage in here.of(gone)])
    return Bending(deals, partial(bend.remove, pipeline_id=gone, to=to, stage_id=stage_id))


def _places(words: Sequence[str], between: Sequence[str]) -> list[int]:
    """Where one of the words between stands with something on both sides, the last first."""
    return [place for place in range(len(words) - 2, 0, -1) if fold(words[place]) in between]


def _two(
    words: list[str],
    between: Sequence[str],
    first: Callable[[list[str]], A],
    second: Callable[[list[str]], B],
    form: str,
) -> tuple[A, B, str]:
    """What stands on both sides of a word between, and that word: the last one at which both are understood."""
    trouble: InputError | None = None
    for place in _places(words, between):
        try:
            return first(words[:place]), second(words[place + 1 :]), fold(words[place])
        except AmbiguousError:
            raise
        except InputError as error:
            trouble = trouble or error
    raise trouble or InputError(f"{between[0]} what?", f"write: … {form}")


# --- what is said --------------------------------------------------------------------------------------------


def _lines(workspace: Workspace, where: int | None = None) -> list[PipelineLine]:
    from pipetui.service import stage_reads

    return [line for line in stage_reads.lines(workspace) if where in (None, line.id)]


def _list(call: Call, workspace: Workspace, where: int | None) -> int:
    found = [stage for line in _lines(workspace, where) for stage in line.stages]
    return call.out.listed(
        found,
        lambda page: output.stage_table.stages(found, page),
        lambda: map(output.stage_json.stage, found),
        nothing="the pipeline has no stages",
    )


def _suggest(call: Call, workspace: Workspace, where: int | None) -> int:
    from pipetui.insight.stage_history import LEAST

    found = [stage for line in _lines(workspace, where) for stage in line.stages]
    known = [stage for stage in found if stage.odds is not None]
    code = call.out.listed(
        known,
        lambda page: output.stage_table.suggestions(known, page),
        lambda: map(output.stage_json.stage, known),
        nothing=f"own history says something of a stage once {LEAST} closed deals have entered it",
    )
    if any(stage.odds and stage.odds.percent != stage.stage.probability for stage in known):
        call.out.remark("pipetui stages suggest --apply takes them")
    return code


def _criteria(call: Call, workspace: Workspace, word: str, where: int | None) -> int:
    wanted = bend.named(workspace, word, where)
    (line,) = [stage for one in _lines(workspace) for stage in one.stages if stage.stage.id == wanted.id]
    return call.out.listed(
        line.criteria,
        lambda page: [page.heading(f"before it leaves {line.stage.name}"), *(f"· {text}" for text in line.criteria)],
        lambda: list(line.criteria),
        nothing=f'{line.stage.name} has no exit criteria: pipetui stages criteria {line.stage.name} add "…"',
    )


def _tick(call: Call, workspace: Workspace, rest: list[str], *, met: bool, yes: bool, dry_run: bool) -> None:
    from pipetui.store import exit_criteria

    known = [text for there in exit_criteria.by_stage(workspace.store.connection).values() for _, text in there]

    def criterion(_: arguments.Deals, words: list[str]) -> str:
        from pipetui.domain.choose import choose

        return choose(" ".join(words), tuple(dict.fromkeys(known)), "criterion")

    missing = InputError("which criterion?", f"write: pipetui stages {_STAGES['met' if met else 'unmet']}")
    deals, text = apply_change.which(
        call, workspace, lambda names: arguments.leading(rest, names, criterion, missing=missing)
    )
    apply_change.carry_out(
        call,
        workspace,
        deals,
        lambda workspace, deals: bend.tick(workspace, deals, text, met=met),
        yes=yes,
        dry_run=dry_run,
    )


def _carry_out(
    call: Call,
    workspace: Workspace,
    deals: Sequence[int],
    gesture: Callable[[Workspace], Result],
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make the change; where it moves many deals they are shown and asked about first. A dry run shows the stages."""
    if dry_run:
        with workspace.store.rehearsal() as copy:
            trial = workspace._replace(store=copy)
            outcome = gesture(trial)
            after = _lines(trial)
        inside = [stage for line in after for stage in line.stages]
        call.out.show(
            lambda page: output.stage_table.stages(inside, page), lambda: map(output.stage_json.stage, inside)
        )
        call.out.remark(f"dry run: {outcome.message}; nothing was changed")
        return
    apply_change.carry_out(
        call,
        workspace,
        deals,
        lambda workspace, _: gesture(workspace),
        yes=yes,
        shape=lambda: (output.stage_json.stage(stage) for line in _lines(workspace) for stage in line.stages),
    )
