"""Verbs about what lies outside of the book: attach, open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.cli import apply_change, arguments, prompts
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.text import one_line

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from pipetui.views_targets import Openable


def attach(call: Call, line: Sequence[str], label: str = "", remove: Sequence[str] = ()) -> int | None:
    """Attach files and pages to a deal, list them, or take them off. Files stay where they are.

    A file is kept by its whole path; one that is not there any more is marked. To open one, see open. Exit code 1 when
    nothing is attached.

    pipetui attach 42 ~/offer.pdf "https://acme.example/terms"
    pipetui attach 42 ~/offer.pdf --label "the offer of March"
    pipetui attach 42
    pipetui attach 42 --remove 2
    """
    words = arguments.plain(line)
    with open_workspace(call, write=len(words) > 1 or bool(remove)) as workspace:
        from pipetui.service import attachments

        deal = _deal(call, workspace, words)
        if remove:
            if len(words) > 1:
                raise InputError("attach and remove are two things", "do one after the other")
            apply_change.report(call, workspace, attachments.detach(workspace, deal, [_place(word) for word in remove]))
            return None
        if len(words) > 1:
            apply_change.report(call, workspace, attachments.attach(workspace, deal, words[1:], label))
            return None
        found = attachments.attached(workspace, deal)
        return call.out.listed(
            found,
            lambda _: (f"{one.place}  {one_line(one.shown)}" for one in found),
            lambda: (one._asdict() for one in found),
            nothing=f"nothing is attached to #{deal}",
        )


def open_(call: Call, line: Sequence[str], list_: bool = False, copy: bool = False) -> int | None:
    """Open what a deal has: an e-mail to somebody on it, a phone number, a site, an attachment, a link.

    WHAT is a kind (mail, phone, site, file, link), a place in the list, or words of whose it is and of the address. If
    there is but one it is opened at once; of several one is asked for. Where there is no desktop, as through SSH, it is
    shown and copied. Web addresses, mail, phone and files that are no programs are opened, and nothing else.

    pipetui open 42
    pipetui open 42 file
    pipetui open 42 phone ann
    pipetui open 42 --list
    """
    words = arguments.plain(line)
    with open_workspace(call) as workspace:
        deal = _deal(call, workspace, words)
        if list_:
            return _list(call, workspace, deal)
        open_one(call, workspace, "deal", deal, " ".join(words[1:]), copy=copy)
        return None


def _list(call: Call, workspace: Workspace, deal: int) -> int:
    from pipetui.service import opening

    found = opening.targets_of(workspace, "deal", deal)
    return call.out.listed(
        found,
        lambda _: (f"{place}  {one_line(opening.shown(one))}" for place, one in enumerate(found, 1)),
        lambda: (_shape(one) for one in found),
        nothing=f"there is nothing to open of #{deal}",
    )


def open_one(call: Call, workspace: Workspace, noun: str, number: int, words: str, *, copy: bool = False) -> None:
    """Open the one that the words name; of several the rep is asked, if somebody sits there."""
    from pipetui import outside
    from pipetui.service import opening

    found = opening.targets_of(workspace, noun, number)
    try:
        chosen = opening.choose(found, words)
    except AmbiguousError as error:
        if not prompts.possible(call):
            raise
        chosen = found[prompts.choice(error) - 1]
    done = opening.open_target(chosen, outside.copy, only_copy=copy)
    call.out.done(one_line(done), lambda: {**_shape(chosen), "done": done.partition(" ")[0]})


def _shape(target: Openable) -> dict[str, str]:
    return target._asdict()


def _deal(call: Call, workspace: Workspace, words: Sequence[str]) -> int:
    """The deal that the first word names: a number, or words in quotes."""
    if not words:
        raise InputError("no deal named", "name one by number or by words of its title")
    found = apply_change.which(call, workspace, lambda names: arguments.deals(words[:1], names))
    if len(found) != 1:
        raise InputError("that takes one deal", "for example: pipetui open 42")
    return found[0]


def _place(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 6):
        raise InputError("an attachment is named by its place in the list", "for example: --remove 2")
    return int(word)
