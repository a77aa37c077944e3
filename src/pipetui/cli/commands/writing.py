"""Verbs that write something down about a deal: log, next, note, edit, tag."""

from __future__ import annotations

from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.line import touch_line
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.service import Result, Workspace


def log(
    call: Call,
    line: Sequence[str],
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Log a touch: a call, e-mail, meeting, demo, message or visit, and what came of it.

    Outcomes are reached, no-answer, left-message, replied, booked, bounced. In the same line next:DATE plans the
    next step, @stage moves the deal, at:TIME dates the touch back, and `in` says that they called or wrote.

    pipetui log 42 call reached budget is ok next:"+3d send quote"
    pipetui log acme rollout call no-answer next:tue
    pipetui log acme email in replied wants a demo @demo at:"yesterday 17:00"
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service

        deals, words = apply_change.which(call, workspace, lambda names: arguments.touch(line, names))
        touch = touch_line.parse_touch(words, workspace.now(), workspace.settings.dates)
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.log(workspace, deals, touch),
            yes=yes,
            dry_run=dry_run,
        )


def next_step(
    call: Call,
    line: Sequence[str],
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Plan the next step of a deal. `theirs:` before what says that you wait for them.

    pipetui next 42 fri 14:00 send the quote
    pipetui next acme rollout +3wd call Ann
    pipetui next acme eom theirs: reply to the offer
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service

        def step(_: arguments.Deals, rest: list[str]) -> touch_line.NextLine:
            return touch_line.next_line(" ".join(rest), workspace.now(), workspace.settings.dates)

        none = InputError("a next step needs a date", "for example: pipetui next 42 fri 14:00 call Ann")
        deals, planned = apply_change.which(
            call, workspace, lambda names: arguments.leading(line, names, step, missing=none)
        )
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.plan(workspace, deals, planned.due, planned.what, planned.turn),
            yes=yes,
            dry_run=dry_run,
        )


def note(
    call: Call,
    line: Sequence[str],
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Write a note on a deal. A note is no touch: it moves no clock.

    pipetui note 42 they decide together with Globex
    pipetui note acme rollout legal wants our terms
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service
        from pipetui.service import reads

        deals, text = apply_change.which(
            call,
            workspace,
            lambda names: arguments.text(line, names, lambda number: reads.title(workspace, number)),
        )
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.note(workspace, deals, text),
            yes=yes,
            dry_run=dry_run,
        )


def edit(
    call: Call,
    line: Sequence[str],
) -> None:
    """Change fields of a deal; an empty value clears one. With the deal alone, edit it as a text in your editor.

    The fields: {fields}. A beginning of a field's name is enough.

    pipetui edit 42 value:15k close:eoq
    pipetui edit acme rollout title:Acme big rollout +hot -cold
    pipetui edit acme rollout
    pipetui edit 42 people:"Ann Lee <ann@acme.example> (decision maker), Bob" budget:yes
    pipetui edit 42 closed:yesterday reason:price
    """
    with open_workspace(call, write=True) as workspace:
        from pipetui import service
        from pipetui.service.editable import find_field
        from pipetui.service.fields import all_fields
        from pipetui.store import custom_fields

        known = all_fields(custom_fields.known(workspace.store.connection, "deal"))
        words, changes = arguments.changes(line, tuple(known))
        deals = apply_change.which(call, workspace, lambda names: arguments.deals(words, names))
        if len(deals) != 1:
            from pipetui.cli.verbs import of_several

            raise InputError("edit changes one deal at a time", f"several at once: {', '.join(of_several())}")
        fields = {find_field(known, name).name: text for name, text in changes.fields.items()}
        if changes.tags_on or changes.tags_off:
            if "tags" in fields:
                raise InputError("tags are given twice", "write either tags:…, or +tag and -tag")
            from pipetui.domain.folding import fold
            from pipetui.store import tags

            off = {fold(tag) for tag in changes.tags_off}
            kept = [tag for tag in tags.held(workspace.store.connection, deals[0]) if fold(tag) not in off]
            fields["tags"] = " ".join((*kept, *changes.tags_on))
        if fields or not _edited_as_text(call, workspace, deals[0]):
            apply_change.report(call, workspace, service.edit(workspace, deals[0], fields))


def _edited_as_text(call: Call, workspace: Workspace, deal_id: int) -> bool:
    """Edit the whole deal in the rep's editor; whether there is a terminal to do it at."""
    from pipetui import editing
    from pipetui.service import form

    if not editing.terminal():
        return False
    shown = form.shown(workspace, deal_id)
    changes = editing.edit_text(shown.text, lambda text: form.understood(shown, text, workspace.now()))
    if changes is None:
        call.speak("nothing was changed")
        return True
    with editing.kept(changes.text):
        outcome = form.save(workspace, shown, changes)
    apply_change.report(call, workspace, outcome)
    return True


def tag(
    call: Call,
    deal: Sequence[str],
    people: bool = False,
    orgs: bool = False,
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """Put a tag on deals, or take it off where all have it; the last word is the tag.

    With --people or --orgs on one of these, or on several by number.

    pipetui tag 42 hot
    pipetui tag 3,7-9 saas
    pipetui tag ann lee vip --people
    """
    words, plain = arguments.plain(deal), "--" in deal
    if len(words) < 2:
        raise InputError("a tag needs a word", "for example: pipetui tag 42 hot")
    if people or orgs:
        if people and orgs:
            raise InputError("--people and --orgs exclude each other", "name one of them")
        from pipetui.cli.commands import parties

        parties.tag(call, words[:-1], words[-1], people=people, yes=yes, dry_run=dry_run)
        return
    from pipetui import service

    def gesture(workspace: Workspace, deals: Sequence[int]) -> Result:
        if not plain and words[-1].isdecimal() and len(words[-1]) < 19 and _is_deal(workspace, int(words[-1])):
            hint = f"a number is a tag behind two dashes: pipetui tag {words[0]} -- {words[-1]}"
            raise InputError(f"{quoted(words[-1])} may be a deal, and a tag needs a word", hint)
        return service.tag(workspace, deals, words[-1])

    apply_change.on_deals(call, words[:-1], gesture, yes=yes, dry_run=dry_run)


def _is_deal(workspace: Workspace, number: int) -> bool:
    from pipetui.service import reads

    try:
        reads.title(workspace, number)
    except NotFoundError:
        return False
    return True
