"""Hooks around a step: what they are told of it, and that they may refuse it. See `hook_files` for what one is.

They are run when everything of the step is written and nothing is kept yet. How deals were before is read by a second
connection, which still sees the book as it was, as does a hook that reads it. One that refuses takes the whole step
back. One that fails decides nothing: what the rep did is kept, and they are told.
"""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from pipetui import hook_files, notices
from pipetui.domain.errors import ConflictError
from pipetui.domain.text import clean, cut, decode
from pipetui.hook_files import ADD, CHANGE, DROP, MARK, STAGE, TOUCH, WON
from pipetui.phrases import deal_shape
from pipetui.store import connect
from pipetui.store.reads import book_reads
from pipetui.store.undo import written_deals

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from pipetui.hook_files import HookRun
    from pipetui.service.workspace import Workspace
    from pipetui.store.undo.written_deals import Written, WrittenDeals
    from pipetui.views import Card

_LONGEST = 300
"""Cells of what a hook says that are shown."""
_AT_ONCE = 2000
"""Deals that one statement asks for."""


asking: list[str] = []
"""The hook that decides just now, for who wonders what is waited for."""


def watch(workspace: Workspace, folder: str) -> None:
    """Have the hooks in the folder asked about every step on the workspace's book from now on.

    In what a hook started nobody is asked, so that no hook calls itself.
    """
    if MARK not in os.environ:
        workspace.store.guard = partial(_ask, workspace, folder)


def _ask(workspace: Workspace, folder: str, connection: sqlite3.Connection, written: Written) -> None:
    """Run the hooks that a step is for; raises ConflictError with what the first says that refuses."""
    names = hook_files.names(folder)
    if not names:
        return
    told = _Told(workspace, connection, written)
    left = hook_files.SECONDS
    for name in names:
        pairs = told.pairs(name)
        if not pairs:
            continue
        if wrong := hook_files.wrong(folder, name):
            notices.leave(f"the hook {name} was not run: {wrong}")
            continue
        asking.append(name)
        try:
            ran = hook_files.run(f"{folder}/{name}", name, told.lines(name, pairs), workspace.store.file, left)
        finally:
            asking.clear()
        left -= ran.seconds
        said = words(ran)
        if ran.failed:
            notices.leave(f"the hook {name} decided nothing, and the step is kept: {ran.failed}")
        elif ran.code:
            raise ConflictError(f"the hook {name} refuses it: {said or f'exit code {ran.code}'}", "nothing was written")
        elif said:
            notices.leave(f"{name}: {said}")


def words(ran: HookRun) -> str:
    """The last line that a hook wrote to stderr, as it can be shown; "" for none."""
    lines = (clean(line) for line in reversed(decode(ran.said).splitlines()))
    return cut(next(filter(None, lines), ""), _LONGEST)


def attempt(workspace: Workspace, folder: str, name: str, deals: Sequence[int]) -> HookRun:
    """Run one hook on deals as they stand, as though they had become so just now; nothing is changed."""
    cards = [book_reads.card(workspace.store.connection, workspace.moment(), number) for number in deals]
    pairs = [(None if name == ADD else card, card) for card in cards]
    lines = (line(name, "try", "tried", workspace.source, workspace.store.file, *pair) for pair in pairs)
    return hook_files.run(f"{folder}/{name}", name, lines, workspace.store.file)


def line(event: str, how: str, step: str, source: str, book: str, before: Card | None, after: Card | None) -> str:
    """What a hook is told of one deal: a JSON object on one line."""
    import json

    shown = {"before": before, "after": after}
    deals = {key: None if card is None else deal_shape.deal(card) for key, card in shown.items()}
    return json.dumps({"event": event, "how": how, "step": step, "source": source, "book": book, **deals})


class _Told:
    """The deals of a step as they were and as they are; read when the first hook wants them."""

    def __init__(self, workspace: Workspace, connection: sqlite3.Connection, written: Written) -> None:
        self._workspace, self._written = workspace, written
        # As long as nothing is kept, another connection sees the book as it was before.
        with closing(connect.connect(workspace.store.file)) as before:
            rows = before if written.how == written_deals.UNDO else connection
            self._deals: WrittenDeals = written_deals.read(connection, written, rows)
            self._before = self._read(before)
        self._after = self._read(connection)

    def _read(self, connection: sqlite3.Connection) -> dict[int, Card]:
        """The deals of the step that are in the book and not in the bin, by number."""
        if not self._deals.deals:
            return {}
        moment, known = self._workspace.moment(), book_reads.know(connection)
        numbers, found = sorted(self._deals.deals), {}
        for first in range(0, len(numbers), _AT_ONCE):
            where = f"d.id IN ({', '.join(map(str, numbers[first : first + _AT_ONCE]))})"
            found.update({card.id: card for card in book_reads.cards(connection, moment, where, known=known)})
        return found

    def pairs(self, event: str) -> list[tuple[Card | None, Card | None]]:
        """Each deal that the event is about, as it was (None: it was not there) and as it is (None: it is gone)."""
        return [
            (before, after)
            for number in sorted(self._deals.deals)
            for before, after in [(self._before.get(number), self._after.get(number))]
            if self._is_about(event, number, before, after)
        ]

    def _is_about(self, event: str, number: int, before: Card | None, after: Card | None) -> bool:
        if number in self._deals.added:
            return event == ADD and after is not None
        if event == CHANGE:
            return before is not None or after is not None
        if event == TOUCH:
            return number in self._deals.touched and after is not None
        if before is None or after is None:
            return False
        if event == STAGE:
            return before.stage_id != after.stage_id
        status = {DROP: "lost", WON: "won"}.get(event)
        return status is not None and after.status == status != before.status

    def lines(self, event: str, pairs: Sequence[tuple[Card | None, Card | None]]) -> Iterator[str]:
        """What the hook reads: a line for each deal."""
        how, source = self._written.how, self._written.source or self._workspace.source
        return (line(event, how, self._written.label, source, self._workspace.store.file, *pair) for pair in pairs)
