"""`pipetui cadence`: the rhythms of touches, what they come with, and the deals in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import editing, render
from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import AmbiguousError, InputError, NotFoundError
from pipetui.domain.wording import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, TypeAlias

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.cadence import Cadence
    from pipetui.service import Result, Workspace
    from pipetui.service.cadence_reads import ListedCadence

    Names: TypeAlias = arguments.Names

_FORMS = {
    "show": "show NAME",
    "new": "new NAME",
    "edit": "edit NAME",
    "delete": "delete NAME",
    "start": "start DEAL [NAME]",
    "stop": "stop DEAL",
    "stage": "stage STAGE NAME",
}
_EXAMPLE = 'for example: pipetui cadence new Nudge --steps "+0 call; +3 email"'


def cadence(
    call: Call,
    words: Sequence[str] = (),
    steps: str = "",
    yes: bool = False,
    dry_run: bool = False,
) -> int:
    """Cadences, rhythms of touches: list, change, begin and stop them.

    A step is its wait in working days after the step before was done, the kind of touch, what to do, and the template
    in brackets. A cadence stops at a reply, a booked meeting, a change of stage, won or lost; after its last step
    comes the decision. `stage STAGE none` takes a stage's cadence away; start without a name takes the stage's.

    pipetui cadence
    pipetui cadence start acme rollout Five touches
    pipetui cadence stop 42
    pipetui cadence new Nudge --steps "+0 call ask for news; +3 email [follow-up]"
    pipetui cadence edit Five touches
    pipetui cadence stage Proposal Nudge
    """
    said = arguments.plain(words or [])
    form = said[0].lower() if said else ""
    if form and form not in _FORMS:
        near = nearest(form, _FORMS)
        hint = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(_FORMS.values())}"
        raise InputError(f"{quoted(said[0])} is nothing to do with a cadence", hint)
    if form and not said[1:]:
        raise InputError(f"{form} what?", f"write: pipetui cadence {_FORMS[form]}")
    if steps and form not in ("new", "edit"):
        raise InputError("--steps goes with new and edit", _EXAMPLE)
    if dry_run and form not in ("start", "stop"):
        raise InputError("--dry-run goes with start and stop")
    rest = said[1:]
    with open_workspace(call, write=form not in ("", "show") and not dry_run) as workspace:
        match form:
            case "":
                return _list(call, workspace)
            case "show":
                _show(call, workspace, " ".join(rest))
            case "new" | "edit":
                _write(call, workspace, " ".join(rest), steps, new=form == "new")
            case "delete":
                from pipetui.service import cadence_reads, cadences

                _report(call, workspace, cadences.delete(workspace, cadence_reads.find(workspace, " ".join(rest)).id))
            case "start":
                _start(call, workspace, rest, yes=yes, dry_run=dry_run)
            case "stop":
                from pipetui.service import cadences

                deals = apply_change.which(call, workspace, lambda names: arguments.deals(rest, names))
                apply_change.carry_out(call, workspace, deals, cadences.stop, yes=yes, dry_run=dry_run)
            case "stage":
                _give_to_stage(call, workspace, rest)
    return 0


# --- reading -------------------------------------------------------------------------------------------------


def _list(call: Call, workspace: Workspace) -> int:
    from pipetui.service import cadence_reads

    known = cadence_reads.known(workspace)
    templates = cadence_reads.templates(workspace)
    rows = [
        (
            one.cadence.name,
            render.plural(len(one.cadence.steps), "step"),
            ", ".join(one.stages),
            render.plural(len(one.deals), "deal") if one.deals else "",
        )
        for one in known
    ]
    if not known:
        call.out.remark("there is no cadence: pipetui cadence new")
    return call.out.listed(
        known,
        lambda page: page.table(("cadence", "steps", "comes with", "under way on"), rows),
        lambda: (_shape(one, templates) for one in known),
    )


def _show(call: Call, workspace: Workspace, name: str) -> None:
    from pipetui.domain.texts.cadence_text import step_line
    from pipetui.service import cadence_reads

    wanted = cadence_reads.find(workspace, name)
    known = next(one for one in cadence_reads.known(workspace) if one.cadence.id == wanted.id)
    templates = cadence_reads.templates(workspace)

    def lines(page: Page) -> Iterator[str]:
        yield page.heading(wanted.name)
        yield from (step_line(step, templates) for step in wanted.steps)
        if known.stages:
            yield f"comes with {', '.join(known.stages)}"
        if known.deals:
            yield f"under way on {', '.join(f'#{number}' for number in known.deals)}"

    call.out.show(lines, lambda: _shape(known, templates))


def _shape(known: ListedCadence, templates: dict[str, int]) -> dict[str, Any]:
    names = {number: name for name, number in templates.items()}
    return {
        "name": known.cadence.name,
        "default": known.is_default,
        "steps": [
            {
                "wait_days": step.wait_days,
                "kind": step.kind,
                "text": step.text,
                "template": None if step.template_id is None else names.get(step.template_id),
            }
            for step in known.cadence.steps
        ],
        "stages": list(known.stages),
        "deals": list(known.deals),
    }


# --- writing -------------------------------------------------------------------------------------------------


def _write(call: Call, workspace: Workspace, name: str, steps: str, *, new: bool) -> None:
    from pipetui.domain.texts import cadence_text
    from pipetui.service import cadence_reads, cadences

    before = None if new else cadence_reads.find(workspace, name)

    def save(typed: str) -> Result:
        written = cadence_reads.understood(workspace, typed)
        if before is None:
            return cadences.save(workspace, written.name or name, written.steps)
        return cadences.save(workspace, written.name or before.name, written.steps, before.id)

    if steps:
        _report(call, workspace, save(steps.replace(";", "\n")))
        return
    if not editing.terminal():
        raise InputError("what are its steps?", _EXAMPLE)
    templates = cadence_reads.templates(workspace)
    text = cadence_text.render(before.name if before else name, before.steps if before else (), templates)
    outcome = editing.edit_text(text, save)
    if outcome is None:
        call.speak("nothing was changed")
    else:
        _report(call, workspace, outcome)


def _report(call: Call, workspace: Workspace, outcome: Result) -> None:
    """Say what was done to the cadences; with --json all of them as they are now."""

    def shape() -> Iterator[dict[str, Any]]:
        from pipetui.service import cadence_reads

        templates = cadence_reads.templates(workspace)
        return (_shape(one, templates) for one in cadence_reads.known(workspace))

    apply_change.report(call, workspace, outcome, shape=shape)


def _start(call: Call, workspace: Workspace, words: Sequence[str], *, yes: bool, dry_run: bool) -> None:
    from pipetui.service import cadence_reads, cadences

    def named(_: arguments.Deals, rest: list[str]) -> Cadence:
        try:
            return cadence_reads.find(workspace, " ".join(rest))
        except NotFoundError as error:  # other words may be the deal's
            raise InputError(error.title, error.hint, remedy=error.remedy) from None

    def split(names: Names) -> tuple[arguments.Deals, Cadence]:
        try:
            deals = arguments.deals(words, names)
        except NotFoundError:
            return arguments.leading(words, names, named, missing=InputError("which cadence?"))
        return deals, cadence_reads.usual(workspace, deals[0])

    deals, chosen = apply_change.which(call, workspace, split)
    apply_change.carry_out(
        call,
        workspace,
        deals,
        lambda workspace, deals: cadences.attach(workspace, deals, chosen.id),
        yes=yes,
        dry_run=dry_run,
    )


def _give_to_stage(call: Call, workspace: Workspace, words: Sequence[str]) -> None:
    from pipetui.service import cadence_reads, cadences

    trouble: InputError | NotFoundError | None = None
    for end in range(len(words) - 1, 0, -1):
        stage, name = " ".join(words[:end]), " ".join(words[end:])
        try:
            cadence_reads.stage_named(workspace, stage)
            chosen = None if name.lower() == "none" else cadence_reads.find(workspace, name).id
        except AmbiguousError:
            raise
        except (InputError, NotFoundError) as error:
            trouble = error
            continue
        _report(call, workspace, cadences.set_stage(workspace, stage, chosen))
        return
    raise trouble or InputError("which cadence?", f"write: pipetui cadence {_FORMS['stage']}, or none")
