"""Gestures on the files and pages of a deal."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from pipetui.domain import targets
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.render import plural
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import attachments
from pipetui.views_targets import AttachmentLine


def attached(workspace: Workspace, deal: int) -> tuple[AttachmentLine, ...]:
    """What is attached to a deal."""
    return attachments.of_deal(workspace.store.connection, deal)


def attach(workspace: Workspace, deal: int, given: Sequence[str], label: str = "") -> Result:
    """Put files and pages to a deal; a file is kept by its whole path and has to be there."""
    found = list(dict.fromkeys(map(understood, given)))
    if not found:
        raise InputError("nothing to attach", "a path, or an address such as https://acme.example/offer")
    label = clean(label)
    if label and len(found) > 1:
        raise InputError("a label is for one attachment", "attach them one by one")
    with workspace.unit_of_work("attached") as uow:
        row = uow.deal(deal)
        new = [target for target in found if attachments.add(uow.connection, deal, target, label, uow.at)]
        if not new:
            raise ConflictError(f"that is attached to #{deal} {row.title} already")
        named = label or (Path(new[0]).name or new[0] if targets.is_path(new[0]) else new[0])
        what = named if len(new) == 1 else plural(len(new), "attachment")
        return uow.done([row], f"attached {what} to {name_of([row])}")


def detach(workspace: Workspace, deal: int, places: Collection[int]) -> Result:
    """Take those at these places off a deal; the files themselves stay where they are."""
    with workspace.unit_of_work("attached") as uow:
        row = uow.deal(deal)
        known = len(attachments.of_deal(uow.connection, deal))
        wrong = [place for place in places if not 0 < place <= known]
        if wrong or not places:
            raise NotFoundError(f"{name_of([row])} has no attachment {', '.join(map(str, wrong))}".rstrip())
        count = attachments.remove(uow.connection, deal, places)
        return uow.done([row], f"took {plural(count, 'attachment')} off {name_of([row])}")


def understood(word: str) -> str:
    """A page as it was written, or the whole path of a file; raises InputError for what could never be opened."""
    word = word.strip()
    if not word:
        raise InputError("nothing to attach")
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("the name of that file is not text, and a book keeps text") from None
    if not word.isprintable():
        raise InputError(f"{quoted(clean(word))} holds characters that no name should")
    if not targets.is_path(word):
        if targets.scheme(word) == "file":
            raise InputError(f"{quoted(word)} is not kept", "attach the path itself")
        targets.page(word)
        return word
    try:
        path = os.path.normpath(Path(word).expanduser().absolute())
        there = Path(path).exists()
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{quoted(word)} is not a path: {error}") from None
    if not there:
        raise NotFoundError(f"there is no file {path}")
    return path
