"""Verbs about the e-mail templates themselves: templates, template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError
from pipetui.domain.texts import mail_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.texts.mail_text import Template
    from pipetui.service import Workspace

HEADERS = ("template", "purpose", "subject", "fields")


def templates(call: Call) -> int:
    """The e-mail templates: their names, what each is for, its subject and the fields it asks for.

    pipetui templates
    pipetui templates --json
    """
    with open_workspace(call) as workspace:
        from pipetui.service import mail as letters

        known = letters.templates(workspace)
    if not known:
        call.out.remark("no templates: pipetui template NAME --edit makes one")
    rows = [(one.name, one.purpose, one.subject, " ".join(one.fields)) for one in known]
    return call.out.listed(known, lambda page: page.table(HEADERS, rows), lambda: map(shape, known))


def template(
    call: Call,
    name: Sequence[str],
    edit: bool = False,
    delete: bool = False,
) -> None:
    """Print an e-mail template, edit it in your editor, make a new one, or delete one.

    It begins with Subject: and, if you like, Purpose:; the text follows after an empty line. The fields are
    first_name, last_name, name, organization, deal, value, stage, close, day (three working days from now),
    last_touch and my_name, each in braces; two braces are a brace.

    pipetui template follow-up
    pipetui template thanks for the visit --edit
    pipetui template re-engage --delete
    """
    if edit and delete:
        raise InputError("--edit and --delete do not go together", "give one of them")
    words = " ".join(arguments.plain(name))
    with open_workspace(call, write=edit or delete) as workspace:
        from pipetui.service import mail as letters

        if edit:
            _edit(call, workspace, words)
        elif delete:
            gone = letters.template(workspace, words)
            outcome = letters.delete_template(workspace, gone.name)
            apply_change.report(call, workspace, outcome, shape=lambda: {"deleted": gone.name})
        else:
            found = letters.template(workspace, words)
            call.out.answer(found.text.rstrip(), lambda: shape(found))


def _edit(call: Call, workspace: Workspace, words: str) -> None:
    from pipetui import editing
    from pipetui.service import mail as letters

    name, text = letters.draft(workspace, words)
    changed = editing.edit_text(text, lambda typed: mail_text.parse(typed, name), ".txt")
    if changed is None:
        call.speak("nothing was changed")
    else:
        apply_change.report(call, workspace, letters.save_template(workspace, changed), shape=lambda: shape(changed))


def shape(one: Template) -> dict[str, Any]:
    """A template as `--json` has it."""
    return {
        "name": one.name,
        "purpose": one.purpose or None,
        "subject": one.subject,
        "body": one.body,
        "fields": list(one.fields),
    }
