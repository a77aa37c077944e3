"""`M`: an e-mail from a template: chosen, filled, looked at, opened or copied, and logged as a touch."""

import asyncio
import sys
from collections.abc import Mapping, Sequence

from textual.app import SuspendNotSupported

from pipetui import outside, signals
from pipetui.domain import mailing
from pipetui.domain.errors import InputError, NotFoundError, PipetuiError
from pipetui.domain.mailing import Mail
from pipetui.domain.texts import mail_text
from pipetui.domain.texts.mail_text import Template
from pipetui.render import plural
from pipetui.service import Workspace
from pipetui.service import mail as letters
from pipetui.service.mail import Filling
from pipetui.store.remembered import MY_NAME
from pipetui.tui.dialogs.mail import Lack, LackDialog, PreviewDialog, TemplateDialog
from pipetui.tui.in_editor import change
from pipetui.tui.screens.deal_screen import DealScreen

_MY_NAME = Lack(0, "my_name", "my name")


async def run(screen: DealScreen) -> None:
    """One template for all the deals, each filled by itself; what goes out is one step of undo."""
    deals = screen.target_ids
    template = await _template(screen, deals)
    if template is None:
        return
    fillings = await _fillings(screen, deals)
    given: dict[Lack, str] = {}
    while True:
        lacking = _lacking(template, fillings, given)
        if lacking:
            answers = await screen.answer_to(LackDialog(template.name, lacking))
            if answers is None:
                return
            given |= answers
            if name := answers.get(_MY_NAME):
                screen.pipetui.worker.know_me_as(name)
                screen.pipetui.liking.choose(MY_NAME, name, screen.pipetui.worker.workspace.settings.my_name)
        mails = [letters.fill(template, filling, _own(filling, given)) for filling in fillings]
        first = fillings[0]
        others = first.others if len(deals) == 1 else ()
        how = await screen.answer_to(PreviewDialog(mails, first.values.get("name", ""), others=bool(others)))
        if how is None:
            return
        if how == PreviewDialog.OTHER:
            fillings = await _fillings(screen, deals, others[0].email)
            continue
        try:
            if await _went_out(screen, how, mails):
                break
        except PipetuiError as error:
            screen.pipetui.refuse(error)
    screen.pipetui.worker.submit(letters.used, mails)


async def _template(screen: DealScreen, deals: Sequence[int]) -> Template | None:
    """The template the rep chooses; one that is edited first is offered again."""

    def read(workspace: Workspace) -> tuple[tuple[Template, ...], dict[str, str]]:
        best = letters.fitting(workspace, deals[0])
        filling = letters.filling(workspace, deals[0]) if len(deals) == 1 else None
        return letters.templates(workspace), {
            one.name: letters.subject(one, filling) if filling else one.subject for one in best
        }

    title = screen.chosen[0].title if len(deals) == 1 else plural(len(deals), "deal")
    while True:
        known, subjects = await screen.pipetui.worker.ask(read)
        if not known:
            raise NotFoundError("there is no template left")
        picked = await screen.answer_to(TemplateDialog(title, known, subjects))
        if picked is None:
            return None
        chosen = next(one for one in known if one.name == picked.name)
        if not picked.edit:
            return chosen
        _edit(screen, chosen)


async def _fillings(screen: DealScreen, deals: Sequence[int], to: str = "") -> list[Filling]:
    """What the deals fill the template with, if they go `to` somebody else."""
    return await screen.pipetui.worker.ask(lambda workspace: [letters.filling(workspace, deal, to) for deal in deals])


def _edit(screen: DealScreen, template: Template) -> None:
    try:
        change(
            screen,
            mail_text.editable(template.text),
            lambda typed: mail_text.parse(typed, template.name),
            letters.save_template,
        )
    except InputError as error:
        screen.pipetui.refuse(error)


def _lacking(template: Template, fillings: Sequence[Filling], given: Mapping[Lack, str]) -> list[Lack]:
    """What is to be asked for: the rep's own fields once, the others for each deal that has none."""
    found: dict[Lack, None] = {}
    for filling in fillings:
        for name in mail_text.missing(template, {**filling.values, **_own(filling, given)}):
            label = name.replace("_", " ")
            if name in mail_text.MINE:
                found[Lack(0, name, label)] = None
            else:
                about = label if len(fillings) == 1 else f"{label} · {filling.title}"
                found[Lack(filling.deal_id, name, about)] = None
    return list(found)


def _own(filling: Filling, given: Mapping[Lack, str]) -> dict[str, str]:
    """What the rep said for the mail to this deal."""
    return {lack.field: text for lack, text in given.items() if lack.deal_id in (0, filling.deal_id)}


async def _went_out(screen: DealScreen, how: str, mails: Sequence[Mail]) -> bool:
    """Do it that way; whether the mails are on their way, and not only looked at."""
    if how == PreviewDialog.OPEN:
        for mail in mails:
            await asyncio.to_thread(outside.open_address, mailing.mailto(mail))
    elif how == PreviewDialog.COPY:
        screen.app.copy_to_clipboard(mails[0].body if len(mails) == 1 else mailing.together(mails))
        undo, again = map(screen.pipetui.key, ("app.undo", "deal.mail"))
        screen.pipetui.notify(
            "copied, if this terminal lets a program copy; if nothing is there to paste:"
            f" {undo}, then {again} and p prints it"
        )
    elif how == PreviewDialog.PRINT:
        _print(screen, mailing.together(mails))
        return False
    return True


def _print(screen: DealScreen, text: str) -> None:
    """The text on the bare terminal, to be marked with the mouse, until Enter."""
    try:
        with screen.app.suspend():
            sys.stdout.write(f"\n{text}\n--- Enter goes back to pipetui ")
            sys.stdout.flush()
            try:
                with signals.breaking_off():
                    sys.stdin.readline()
            except signals.Terminated as ended:
                screen.pipetui.terminate(ended)
    except SuspendNotSupported:
        raise InputError("this terminal cannot be printed on") from None
