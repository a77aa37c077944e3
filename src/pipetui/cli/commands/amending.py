"""Verbs about what stands on a deal already: amend what was logged or noted, each of several next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui import render
from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipetui.service import Workspace
    from pipetui.views import NextStep, TimelineItem

_LONGEST = 60
_OF_STEP = ("due", "what", "turn")


def amend(call: Call, line: Sequence[str], entry: int = 1, delete: bool = False) -> int | None:
    """Correct a touch or note of a deal where it stands: kind, outcome, direction, at, text; or take it out.

    Entry 1 is the newest. With the deal alone its touches and notes are listed with their numbers. What followed from
    a touch, a step done or a stage, stays. Exit code 1 when there is none.

    pipetui amend 42
    pipetui amend 42 outcome:reached text:they want two more seats
    pipetui amend acme rollout at:"yesterday 14:00" --entry 3
    pipetui amend 42 --entry 2 --delete
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui.service import entries, reads

        known = tuple(dict.fromkeys(field.name for fields in entries.FIELDS.values() for field in fields))
        words, fields = _changes(line, known)
        deal = _deal(call, workspace, words)
        found = entries.of_rep(reads.sheet(workspace, deal).timeline)
        if not fields and not delete:
            return call.out.listed(
                found,
                lambda _: _entries(found, workspace),
                lambda: ({"entry": place, **_entry(item)} for place, item in enumerate(found, 1)),
                nothing=f"nothing was logged or noted on #{deal}",
            )
        item = _placed(found, entry, f"#{deal} has {render.plural(len(found), 'touch or note', 'touches and notes')}")
        if delete:
            if fields:
                raise InputError("delete and correct are two things", "do one after the other")
            result = entries.take_out(workspace, item.kind, item.id)
        else:
            can = tuple(field.name for field in entries.FIELDS[item.kind])
            result = entries.correct(workspace, item.kind, item.id, _named(fields, can))
        apply_change.report(call, workspace, result)
        return None


def steps(call: Call, line: Sequence[str], step: int = 1, done: bool = False, delete: bool = False) -> int | None:
    """The next steps of a deal, the earliest first: list them, or change one: due, what, turn; done or not to be done.

    With the deal alone they are listed with their numbers. The earliest is the next step wherever one is shown. Exit
    code 1 when there is none.

    pipetui steps 42
    pipetui steps 42 --step 2 --done
    pipetui steps acme rollout due:"fri 14:00" what:send the quote --step 2
    pipetui steps 42 --step 3 --delete
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui.service import planned, reads

        words, texts = _changes(line, _OF_STEP)
        deal = _deal(call, workspace, words)
        found = reads.sheet(workspace, deal).follow_ups
        if not texts and not done and not delete:
            return call.out.listed(
                found,
                lambda _: _steps(found, workspace),
                lambda: ({"step": place, **_step(one)} for place, one in enumerate(found, 1)),
                nothing=f"nothing is planned on #{deal}",
            )
        if done + delete + bool(texts) > 1:
            raise InputError("done, delete and a change are different things", "do one after the other")
        chosen = _placed(found, step, f"#{deal} has {render.plural(len(found), 'next step')}")
        if done or delete:
            result = (planned.finish_step if done else planned.drop_step)(workspace, deal, chosen.id)
        else:
            fields = _named(texts, _OF_STEP)
            due = None
            if "due" in fields:
                from pipetui.domain.dates import when

                due = when.parse_due(fields["due"], workspace.now(), workspace.settings.dates)
            what, turn = fields.get("what"), fields.get("turn")
            result = planned.change_step(workspace, deal, chosen.id, due, what, turn)
        apply_change.report(call, workspace, result)
        return None


def _steps(found: Sequence[NextStep], workspace: Workspace) -> Iterator[str]:
    today = workspace.now().date()
    rows = [
        (str(place), render.due(one.due, one.time, today), one_line(render.doing(one.what, one.turn)))
        for place, one in enumerate(found, 1)
    ]
    return render.table(("step", "due", "what"), rows, "r")


def _step(one: NextStep) -> dict[str, Any]:
    from pipetui.cli.output import deal_json

    return {**deal_json.step(one), "turn": one.turn, "postponed": one.postponed}


def _changes(line: Sequence[str], known: Sequence[str]) -> tuple[list[str], Mapping[str, str]]:
    words, changes = arguments.changes(line, known)
    if changes.tags_on or changes.tags_off:
        raise InputError("a tag is put on the deal itself", f"here are {', '.join(known)}")
    return words, changes.fields


def _named(fields: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    """The texts by the whole names of their fields; a beginning is enough."""
    return {choose(name, known, "field"): text for name, text in fields.items()}


def _deal(call: Call, workspace: Workspace, words: list[str]) -> int:
    deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
    if len(deals) != 1:
        raise InputError("that takes one deal at a time", "name one by number or by words of its title")
    return deals[0]


def _placed(found: Sequence[Any], place: int, there: str) -> Any:
    if not 1 <= place <= len(found):
        raise NotFoundError(f"there is no number {place}", f"{there}")
    return found[place - 1]


def _entries(found: Sequence[TimelineItem], workspace: Workspace) -> Iterator[str]:
    now = workspace.now()
    rows = []
    for place, item in enumerate(found, 1):
        at = item.at.astimezone(now.tzinfo)
        when = f"{render.day(at.date(), now.date())} {at:%H:%M}"
        rows.append((str(place), when, one_line(item.headline), render.cut(one_line(item.text), _LONGEST)))
    return render.table(("entry", "when", "what", "text"), rows, "r")


def _entry(item: TimelineItem) -> dict[str, Any]:
    from pipetui.cli.output import deal_json

    return next(iter(deal_json.timeline([item])))
