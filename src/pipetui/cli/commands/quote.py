"""`pipetui quote`: what a deal is offered for, as Markdown or as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipetui import paths
from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.service import Workspace


def quote(
    call: Call, words: Sequence[str] = (), html: str = "", valid: str = "", edit: bool = False, force: bool = False
) -> None:
    """A quote of a deal as Markdown, or as a page of HTML that prints on A4: items, discounts, sums, what recurs.

    A deal without items quotes its value. It holds for 30 days, or as --valid says. --edit opens the template in your
    editor: Markdown (headings, lists, **bold**, *italic*, rules) with fields in braces; {items} and {sums} stand on
    lines of their own, and a line whose fields say nothing is left out. Your name is [me] name in the configuration.

    pipetui quote 42
    pipetui quote 42 --html offer.html --valid "15 jan"
    pipetui quote --edit
    """
    line = arguments.plain(words)
    if edit:
        if line or html or valid:
            raise InputError("--edit is about the template of all quotes", "pipetui quote --edit")
        return _edit(call)
    if not line:
        raise InputError("a quote of which deal?", "for example: pipetui quote 42")
    path = _place(html) if html else None
    if path is not None:
        from pipetui.exchange.writers import new_file

        new_file.check(path, call.path, force=force)
    with open_workspace(call) as workspace:
        found = apply_change.which(call, workspace, lambda names: arguments.deals(line, names))
        if len(found) != 1:
            raise InputError("a quote is of one deal", "for example: pipetui quote 42")
        _write(call, workspace, found[0], valid, path, force=force)
    return None


def _place(text: str) -> Path:
    paths.check_file_name(text)
    return Path(text)


def _write(call: Call, workspace: Workspace, deal: int, valid: str, path: Path | None, *, force: bool) -> None:
    from pipetui.domain.dates import when
    from pipetui.exchange import quotes
    from pipetui.exchange.writers import new_file
    from pipetui.phrases import items as phrases
    from pipetui.service import items
    from pipetui.service import quotes as service

    until = when.parse_day(valid, workspace.now(), workspace.settings.dates) if valid else None
    told, template = service.quote(workspace, deal, until), service.template(workspace)
    here = items.of_deal(workspace, deal)
    odd = (phrases.unpriced(told.sums), phrases.difference(here.value, here.sums))
    if path is None:
        call.out.answer(quotes.markdown(told, template).rstrip("\n"), lambda: quotes.shape(told, template))
    else:
        with new_file.written(path, call.path, force=force) as file:
            file.write(quotes.page(told, template).encode("utf-8", "replace"))
        call.out.done(f"quote of #{deal} {told.title}: {path}", lambda: quotes.shape(told, template))
    for said in filter(None, odd):
        call.speak(f"warning: {said}")


def _edit(call: Call) -> None:
    from pipetui import editing
    from pipetui.domain.texts import quote_text

    with open_workspace(call, write=True) as workspace:
        from pipetui.service import quotes as service

        changed = editing.edit_text(quote_text.editable(service.template(workspace)), quote_text.from_editor, ".md")
        if changed is None or changed == service.template(workspace):
            call.speak("nothing was changed")
        else:
            apply_change.report(
                call, workspace, service.save_template(workspace, changed), shape=lambda: {"template": changed}
            )
