"""The fast lane: the verbs run hundreds of times a day, without Typer and SQLModel.

It takes a call only if it understands all of it and the book is there, whole and of the present revision; anything
else is left to the careful path (`cli.app`), which behaves and speaks the same. Standard library, `domain`, `render`
and the plain part of `store` only; what one verb needs is imported by that verb.
"""

from __future__ import annotations

import os

from pipetui.cli.lane import (
    Call,
    NotTakenError,
    carry_out,
    few,
    no_words,
    open_book,
    open_to_look,
    open_to_write,
    present_time,
    understood,
    which,
)
from pipetui.store import connect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.store.pen import Outcome


def run(arguments: Sequence[str]) -> int | None:
    """Carry out the call and return its exit code; None when it is for the careful path.

    Raises PipetuiError for what the careful path would refuse in the same words.
    """
    if not arguments or arguments[0] not in VERBS:
        return None
    verb, flags = VERBS[arguments[0]]
    opened: list[connect.Connection] = []
    try:
        return verb(understood(arguments[1:], flags, opened))
    except (NotTakenError, connect.Error):
        return None
    finally:
        for connection in opened:  # however it ended: the last to close writes the log back into the book
            connection.close()


def _add(call: Call) -> int:
    from pipetui.cli import output
    from pipetui.domain import quickline
    from pipetui.store import fast
    from pipetui.store.places import book_currency

    pen = open_to_write(call)
    new = quickline.parse(call.words, pen.now, pen.dates, book_currency(pen.connection))

    def said(outcome: Outcome) -> str:
        (stage,) = pen.connection.execute(
            "SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = ?", outcome.deals
        ).fetchone()
        return output.added(new, outcome.deals[0], stage, pen.now.date())

    return carry_out(call, pen, "added", lambda pen: fast.add(pen, new), said)


def _log(call: Call) -> int:
    from pipetui.cli import splitting
    from pipetui.domain import quickline
    from pipetui.store import fast

    pen = open_to_write(call)
    deals, words = which(call, pen.connection, lambda names: splitting.touch(call.words, names))
    touch = quickline.parse_touch(words, pen.now, pen.dates)
    few(deals)
    return carry_out(call, pen, "logged", lambda pen: fast.log(pen, deals, touch))


def _done(call: Call) -> int:
    from pipetui.cli import splitting
    from pipetui.domain import when
    from pipetui.store import fast

    pen = open_to_write(call)
    words, told = splitting.dated(call.words)
    at = when.parse_past(told, pen.now, pen.dates) if told else None
    deals = which(call, pen.connection, lambda names: splitting.deals(words, names))
    few(deals)
    return carry_out(call, pen, "done", lambda pen: fast.finish(pen, deals, at))


def _today(call: Call) -> int:
    from pipetui.cli import looking

    no_words(call)
    return looking.today(call, *open_to_look(call), ids="ids" in call.flags)


def _overdue(call: Call) -> int:
    from pipetui.cli import looking

    no_words(call)
    return looking.overdue(call, *open_to_look(call), ids="ids" in call.flags)


def _list(call: Call) -> int:
    from pipetui.cli import looking

    return looking.matching(call, *open_to_look(call), call.words, deleted=False, ids="ids" in call.flags)


def _show(call: Call) -> int:
    from pipetui.cli import looking, splitting

    connection, moment = open_to_look(call)
    numbers = which(call, connection, lambda names: splitting.deals(call.words, names))
    return looking.sheets(call, connection, moment, numbers)


def _prompt(call: Call) -> int:
    from pipetui.cli import looking

    no_words(call)
    return looking.prompt(call, open_book(call) if os.path.exists(call.book) else None, present_time(), call.shape)


VERBS: dict[str, tuple[Callable[[Call], int], str]] = {
    "add": (_add, "words"),
    "log": (_log, "words"),
    "done": (_done, "words"),
    "today": (_today, "ids json"),
    "overdue": (_overdue, "ids json"),
    "list": (_list, "ids json"),
    "show": (_show, "words json"),
    "prompt": (_prompt, "json shape"),
}
"""Each with the options it takes besides `--db` and `--quiet`, and whether it needs words."""
