"""`pipetui objection` and `pipetui playbook`: what customers say against buying, and what the rep answers."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from pipetui import render
from pipetui.cli import apply_change, arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output.printer import NOTHING_FOUND
from pipetui.domain import playbook as playbooks
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.playbook import Entry
    from pipetui.service import Result, Workspace

_READABLE = 80


def objection(
    call: Call,
    line: Sequence[str],
    yes: bool = False,
    dry_run: bool = False,
) -> None:
    """An objection met on a deal. Words that the playbook does not know become a new entry of it.

    pipetui objection 42 expensive
    pipetui objection acme rollout supplier overcome / they take us as second source
    """
    with open_workspace(call, write=not dry_run) as workspace:
        from pipetui import service
        from pipetui.service import reads

        deals, text = apply_change.which(
            call,
            workspace,
            lambda names: arguments.text(line, names, lambda number: reads.title(workspace, number)),
        )
        words, state, note = _said(text)
        apply_change.carry_out(
            call,
            workspace,
            deals,
            lambda workspace, deals: service.meet(workspace, deals, words, state, note),
            yes=yes,
            dry_run=dry_run,
        )


def _said(text: str) -> tuple[str, str, str]:
    """The objection, how it stands, and the note: “too expensive overcome / they asked for terms”."""
    words, _, note = f" {text} ".partition(" / ")
    named, _, last = words.strip().rpartition(" ")
    if named and last.lower() in playbooks.STATES:
        return named, last.lower(), note
    return words.strip(), playbooks.OPEN, note


def playbook(
    call: Call,
    words: Sequence[str] = (),
    edit: bool = False,
) -> int:
    """The objections you meet, with your planned response: how often each was met, overcome, left open on lost deals.

    An objection that was met on deals stays; word it anew with --edit, and what was met stays with it.

    pipetui playbook expensive
    pipetui playbook add "too slow" "Compared with what? Show them last month's figures."
    pipetui playbook delete too slow
    pipetui playbook --edit
    """
    what, *rest = arguments.plain(words or []) or [""]
    if edit:
        if words:
            raise InputError("--edit is about all of the playbook", "pipetui playbook --edit")
        return _edit(call)
    if "--" in (words or []) or what not in ("add", "delete"):
        return _list(call, " ".join([what, *rest]))
    with open_workspace(call, write=True) as workspace:
        from pipetui import service

        if what == "add":
            _report(call, workspace, service.add_objection(workspace, *_entry(rest)))
        else:
            _report(call, workspace, service.delete_objection(workspace, " ".join(rest)))
    return 0


def _list(call: Call, words: str) -> int:
    with open_workspace(call) as workspace:
        from pipetui.service import objections

        found = playbooks.fitting(objections.playbook(workspace), words)
    return call.out.listed(
        found,
        lambda page: _one(found[0], page) if len(found) == 1 and words else _table(found, page),
        lambda: map(_shape, found),
        nothing="no objection fits" if words else "the playbook is empty: pipetui playbook add",
    )


def _edit(call: Call) -> int:
    """The text as the rep leaves it; what cannot be written opens the editor again."""
    from pipetui.editing import edit_text

    with open_workspace(call, write=True) as workspace:
        from pipetui import service
        from pipetui.service import objections

        known = sorted(objections.playbook(workspace), key=lambda entry: entry.id)

        def save(text: str) -> Result | None:
            written = playbooks.from_text(text, known)
            return service.save_playbook(workspace, known, written) if playbooks.differs(written, known) else None

        done = edit_text(playbooks.as_text(known), save, ".txt")
        if done is None:
            call.speak("nothing was changed")
            return NOTHING_FOUND
        _report(call, workspace, done)
    return 0


def _entry(words: Sequence[str]) -> tuple[str, str]:
    """The objection and the response: two quoted words, or any words with a / of its own between them."""
    if "/" in words:
        place = list(words).index("/")
        return " ".join(words[:place]), " ".join(words[place + 1 :])
    if not 1 <= len(words) <= 2:
        raise InputError(
            "an objection and its response are not told apart" if words else "which objection?",
            'quote both, or put a / between: pipetui playbook add too slow / "Compared with what?"',
        )
    return words[0], words[1] if len(words) == 2 else ""


def _report(call: Call, workspace: Workspace, outcome: Result) -> None:
    """Say what was changed; in JSON, the playbook as it is now."""

    def shape() -> Iterator[dict[str, Any]]:
        from pipetui.service import objections

        return map(_shape, objections.playbook(workspace))

    apply_change.report(call, workspace, outcome, shape=shape)


def _table(found: Sequence[Entry], page: Page) -> Iterator[str]:
    rows = [
        (
            clean(entry.text),
            str(entry.met),
            str(entry.overcome),
            str(entry.cost),
            clean(entry.response) or render.NONE,
        )
        for entry in found
    ]
    return page.table(("objection", "met", "overcome", "cost", "response"), rows, "lrrrl")


def _one(entry: Entry, page: Page) -> Iterator[str]:
    """One objection with all of its response, to be read out."""
    met = f"met on {render.plural(entry.met, 'deal')}, overcome on {entry.overcome}, cost {entry.cost}"
    yield page.heading(clean(entry.text)) + (f"  {met}" if entry.met else "")
    for line in (clean(entry.response, multiline=True) or "no response planned yet: pipetui playbook --edit").split(
        "\n"
    ):
        yield from wrap(line, min(page.width or _READABLE, _READABLE)) or [""]


def _shape(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "objection": entry.text,
        "response": entry.response or None,
        "met": entry.met,
        "open": entry.open,
        "overcome": entry.overcome,
        "cost": entry.cost,
    }
