"""The verb `mail`: an e-mail from a template, printed, opened or copied; with `sync`, see `mail_sync`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui import outside
from pipetui.cli import apply_change, arguments, output, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.commands import mail_templates
from pipetui.domain import mailing
from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.rules import MANY
from pipetui.domain.texts import mail_text
from pipetui.domain.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.mailing import Mail
    from pipetui.domain.texts.mail_text import Template
    from pipetui.service import Workspace


def mail(
    call: Call,
    line: Sequence[str],
    open_: bool = False,
    copy: bool = False,
    log: bool = False,
    to: str = "",
    values: Sequence[str] = (),
    yes: bool = False,
    since: str = "",
    again: bool = False,
    dry_run: bool = False,
) -> None:
    """Write an e-mail from a template, or log what your mail program keeps (sync).

    Printed, it is only looked at: nothing is logged without --log. --open and --copy log the touch; the clipboard gets
    the text alone, without addressee and subject. It goes to the decision maker if their address is known, else to
    the champion, then to the others, never to a blocker; whom is said. Without TEMPLATE the templates are listed, the
    one that fits best first.

    Sync reads Maildirs and mbox files, and logs each message that is from or to an address of the book as a touch, with
    its subject and first lines; what came in stops the cadence. PATH is else [mail] folders of the configuration.
    Nothing is sent. What was undone comes back only with --again, which also finds mail of people who are new.

    pipetui mail 42
    pipetui mail acme rollout follow-up --open
    pipetui mail 42 proposal --to ann --set day="Friday at ten" --copy
    pipetui mail sync ~/Mail --dry-run
    """
    if line[0] == "sync":
        from pipetui.cli.commands import mail_sync

        if open_ or copy or log or to or values:
            raise InputError("--open, --copy, --log, --to and --set write an e-mail", "sync takes none of them")
        mail_sync.sync(call, line[1:], since, again=again, dry_run=dry_run)
        return
    if since or again or dry_run:
        raise InputError("--since, --again and --dry-run are for sync", "pipetui mail sync --dry-run")
    if open_ and copy:
        raise InputError("--open and --copy are two ways to send it", "give one of them")
    with open_workspace(call, write=open_ or copy or log) as workspace:
        deals, template = _which(call, workspace, line)
        given = dict(map(_given, values or ()))
        if template is None:
            _offer(call, workspace, deals, to)
            return
        mails = [_filled(call, workspace, deal, template, to, given, say=not (open_ or copy)) for deal in deals]
        for one in mails:
            if not one.to:
                call.speak(f"warning: #{one.deal_id} has no e-mail address: nobody is addressed")
        if open_ or copy:
            _deliver(call, mails, open_, yes)
        else:
            call.out.answer(mailing.together(mails).rstrip(), lambda: output.json_format.alone(map(_letter, mails)))
        if open_ or copy or log:
            from pipetui.service import mail as letters

            apply_change.report(call, workspace, letters.used(workspace, mails), aside=not (open_ or copy))


# --- which mail ----------------------------------------------------------------------------------------------


def _which(call: Call, workspace: Workspace, line: Sequence[str]) -> tuple[arguments.Deals, Template | None]:
    """The deals, and the template if the words behind them name one."""
    from pipetui.service import mail as letters

    none = InputError("which template?", "see: pipetui templates")

    def named(_: arguments.Deals, rest: list[str]) -> Template:
        try:
            return letters.template(workspace, " ".join(rest))
        except NotFoundError as error:  # the words may still belong to the deal
            raise InputError(error.title, error.hint, remedy=error.remedy) from None

    try:
        return apply_change.which(call, workspace, lambda names: arguments.leading(line, names, named, missing=none))
    except InputError as error:
        if error is not none:
            raise
    return apply_change.which(call, workspace, lambda names: arguments.deals(line, names)), None


def _given(word: str) -> tuple[str, str]:
    """A field and its text, of `--set`."""
    name, sign, text = word.partition("=")
    if not sign:
        raise InputError(f"{quoted(word)} sets no field", '--set FIELD=TEXT, for example: --set first_name="Ann"')
    return mail_text.field(name), text


def _filled(
    call: Call, workspace: Workspace, deal: int, template: Template, to: str, given: Mapping[str, str], *, say: bool
) -> Mail:
    """The mail to one deal; what has no value is asked for, if somebody is there. `say` tells whom it goes to."""
    from pipetui.service import mail as letters

    filling = letters.filling(workspace, deal, to)
    if say and not to.strip() and filling.to:
        call.speak(f"#{deal} to {filling.values.get('name') or filling.to[0]}; --to NAME writes to another")
    answers = dict(given)
    if prompts.possible(call):
        for name in mail_text.missing(template, {**filling.values, **given}):
            typed = prompts.line(f"#{deal} {filling.title}: {{{name}}}, {mail_text.FIELDS[name]}? ")
            answers[name] = typed or ""
    return letters.fill(template, filling, answers)


def _offer(call: Call, workspace: Workspace, deals: Sequence[int], to: str) -> None:
    """The templates as the deal would fill them."""
    from pipetui.service import mail as letters

    known, filling = letters.fitting(workspace, deals[0]), letters.filling(workspace, deals[0], to)
    headers = (*mail_templates.HEADERS[:-1], "asks for")
    rows = [
        (one.name, one.purpose, letters.subject(one, filling), " ".join(mail_text.missing(one, filling.values)))
        for one in known
    ]
    call.out.show(
        lambda page: page.table(headers, rows),
        lambda: (
            {**mail_templates.shape(one), "missing": list(mail_text.missing(one, filling.values))} for one in known
        ),
    )
    call.out.remark(
        f"pipetui mail {deals[0]} {known[0].name} prints it" if known else "no templates: see pipetui template"
    )


# --- what becomes of it --------------------------------------------------------------------------------------


def _deliver(call: Call, mails: Sequence[Mail], in_program: bool, yes: bool) -> None:
    """Hand the mails over; many only after a question."""
    if len(mails) >= MANY and not yes:
        if not prompts.possible(call):
            raise InputError(
                f"these are {len(mails)} e-mails", "--yes does it; without --open and --copy they are shown"
            )
        if not prompts.confirmed(f"{'open' if in_program else 'copy'} {len(mails)} e-mails?"):
            raise InputError("nothing was sent")
    if in_program:
        for one in mails:
            outside.open_address(mailing.mailto(one))
    else:
        outside.copy(mails[0].body if len(mails) == 1 else mailing.together(mails))
        for one in mails[:1] if len(mails) == 1 else ():
            call.speak(f"to: {', '.join(one.to)}")
            call.speak(f"subject: {one.subject}")


def _letter(mail: Mail) -> dict[str, Any]:
    return {
        "id": mail.deal_id,
        "template": mail.template,
        "to": list(mail.to),
        "subject": mail.subject,
        "body": mail.body,
        "mailto": mailing.mailto(mail),
    }
