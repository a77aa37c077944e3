"""Erasing a person for good: what there is of them is shown, their name is typed, and it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui.cli import prompts
from pipetui.cli.call import Call
from pipetui.cli.output import stdio
from pipetui.domain.choose import choose
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.text import clean, one_line
from pipetui.render import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipetui.service import Workspace
    from pipetui.store.erasing import Traces


def erase(call: Call, workspace: Workspace, words: str, how: str, *, yes: bool, dry_run: bool) -> None:
    """Erase the one that the words name, after a look at it."""
    from pipetui.service import erasing as service

    how = choose(how, service.HOW, "choice") if how else service.KEEP
    person = _which(call, workspace, words)
    found = service.traces(workspace, person)
    kept = service.holding(workspace, found)
    if dry_run:
        call.out.show(lambda _: _told(found, kept, how), lambda: _shape(found, kept, ()))
        call.out.remark("dry run: nothing was erased")
        return
    if not yes:
        if not prompts.possible(call):
            raise InputError(
                f"{found.name} would be erased for good, and undo cannot bring that back",
                "--yes does it, --dry-run only shows it",
            )
        for line in _told(found, kept, how):
            stdio.complain(line)
        typed = prompts.line("this cannot be undone; to erase them for good type their name: ")
        if typed is None or not service.is_called(typed, found):
            raise InputError("nothing was erased")
    done = service.erase(workspace, person, how)
    said = f"erased person #{person} for good: {plural(found.touches, 'touch', 'touches')} stay as figures"
    call.out.done(said, lambda: _shape(found, done.holding, done.cleaned))
    for path in done.cleaned:
        call.speak(f"{'deleted' if how == service.DELETE else 'erased in'} {clean(str(path))}")
    for line in (*_still(done.holding), *map(clean, done.warnings)):
        call.speak(f"warning: {line}")
    call.speak("copies that you made elsewhere, and files of other programs, are not known here")


def _which(call: Call, workspace: Workspace, words: str) -> int:
    from pipetui.service import erasing as service

    try:
        return service.find(workspace, words)
    except AmbiguousError as error:
        if not error.choices or not prompts.possible(call):
            raise
        return prompts.choice(error)


def _told(found: Traces, kept: Sequence[Path], how: str) -> Iterator[str]:
    """What goes, what stays, and who else holds it."""
    yield one_line(f"#{found.person} {found.name}  {'  '.join(found.known_by)}".rstrip())
    from pipetui.service import erasing as service

    yield from service.told(found, kept, how=how)


def _still(kept: Iterable[Path]) -> Iterator[str]:
    yield from (f"still in {clean(str(path))}" for path in kept)


def _shape(found: Traces, kept: Iterable[Path], cleaned: Iterable[Path]) -> dict[str, Any]:
    return {
        "person": found.person,
        "touches_kept_as_figures": found.touches,
        "notes": found.notes,
        "deals": found.deals,
        "mentions": [{"where": where, "text": text} for where, text in found.mentions],
        "files_that_hold_them": [str(path) for path in kept],
        "files_cleaned": [str(path) for path in cleaned],
    }
