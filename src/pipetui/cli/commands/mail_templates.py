"""Verbs about the e-mail templates themselves: templates, template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui import render
from pipetui.cli import arguments, json_shape, output, pages, streams
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError
from pipetui.domain.texts import mail_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.texts.mail_text import Template
    from pipetui.service import Result, Workspace

HEADERS = ("template", "purpose", "subject", "fields")


def templates(call: Call) -> int:
    """The e-mail templates: their names, what each is for, its subject and the fields it asks for.

    pipetui templates
    pipetui templates --json
    """
    with open_workspace(call) as workspace:
        from pipetui.service import mail as letters

        known = letters.templates(workspace)
    if call.json:
        streams.write_all(json_shape.lines(map(shape, known)))
    elif known:
        table(HEADERS, [(one.name, one.purpose, one.subject, " ".join(one.fields)) for one in known])
    else:
        call.speak("no templates: pipetui template NAME --edit makes one")
    return 0 if known else 1


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
            _say(call, letters.delete_template(workspace, gone.name), {"deleted": gone.name})
        else:
            found = letters.template(workspace, words)
            streams.write(json_shape.text(shape(found)) if call.json else found.text.rstrip())


def _edit(call: Call, workspace: Workspace, words: str) -> None:
    from pipetui import editing
    from pipetui.service import mail as letters

    name, text = letters.draft(workspace, words)
    changed = editing.edit_text(text, lambda typed: mail_text.parse(typed, name), ".txt")
    if changed is None:
        call.speak("nothing was changed")
    else:
        _say(call, letters.save_template(workspace, changed), shape(changed))


def _say(call: Call, outcome: Result, shape: Mapping[str, Any]) -> None:
    if call.json:
        streams.write(json_shape.text(shape))
    elif not call.quiet:
        streams.write(output.changed(outcome.message))
    for warning in outcome.warnings:
        call.speak(f"warning: {warning}")


def shape(one: Template) -> dict[str, Any]:
    """A template as `--json` has it."""
    return {
        "name": one.name,
        "purpose": one.purpose or None,
        "subject": one.subject,
        "body": one.body,
        "fields": list(one.fields),
    }


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print templates, one a line."""
    page = pages.page()
    lines = render.table(headers, rows, "", page.width)
    streams.write(page.heading(next(lines)))
    streams.write_all(lines)
