"""The app killed in its terminal in the middle of scripted keys; told is what its status line has said by then."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.terminal import terminal
from tests.torture import ground
from tests.torture.checks import HALF, LOST, Fault, backups, sound
from tests.torture.contents import Contents, contents, difference, looked_into
from tests.torture.killing import Moment, await_moment, marks
from tests.torture.kills import AFTER, BEFORE, DURING, LATE, WRITTEN, Book, Kill

_SPREAD = 0.003
_ANSWERED, _LONG = 0.12, 2.0
"""Seconds in which a key is usually answered, and in which it surely is."""


class Act(NamedTuple):
    """Keys that make one gesture, and what the status line says once it is in the book."""

    keys: str
    message: str


def script(token: str, number: int) -> list[Act]:
    """A deal `number` of that token made and moved through everything a key does."""
    name, day = f"#{number} {token}", ground.in_days(40)
    return [
        Act(f"a{token} deal 12k next:{day} {token}@acme.example who:{token} +x / {token}\r", f"added {name}"),
        Act(">", f"advanced {name}"),
        Act("d", f"done: next step of {name}"),
        Act("\r", f"next for {name}"),
        Act("cn", f"logged call on {name}"),
        Act("*", f"tagged {name}"),
        Act("u", f"undone: tagged {name}"),
        Act("xp", f"dropped {name}"),
        Act("u", f"undone: dropped {name}"),
        Act("\x12", f"redone: dropped {name}"),
        Act("u", f"undone: dropped {name}"),
        Act("zw", f"snoozed {name}"),
        Act("w", f"won {name}"),
    ]  # fmt: skip


def rehearsed(book: Book, acts: Sequence[Act]) -> list[Contents]:
    """What the book holds before the acts and after each of them, when nobody kills the app."""
    found = []
    with looked_into(book.path) as connection:
        found.append(contents(connection))
    with terminal(book.environment, book.folder) as app:
        app.await_text("Ground")  # the board
        for act in acts:
            before = app.written
            app.type(act.keys)
            app.await_text(act.message, before)
            with looked_into(book.path) as connection:
                found.append(contents(connection))
    return found


def told(text: str, acts: Sequence[Act]) -> int:
    """How many of the acts the status line had acknowledged, in their order."""
    here = 0
    for number, act in enumerate(acts):
        here = text.find(act.message, here)
        if here < 0:
            return number
        here += len(act.message)
    return len(acts)


def drawn(acts: Sequence[Act], rng: random.Random) -> tuple[int, int, Moment]:
    """How many acts are made in peace, up to which one is typed then, and when after that it is killed."""
    quiet = rng.randrange(len(acts))
    ahead = quiet + 1
    # What is typed in the same moment as the Enter before it may still reach the line.
    while ahead < len(acts) and not acts[ahead - 1].keys.endswith("\r") and rng.random() < 0.3:
        ahead += 1
    if rng.random() < 0.5:
        return quiet, ahead, Moment(rng.uniform(0, _ANSWERED))
    return quiet, ahead, Moment(rng.uniform(0, rng.choice((0, _SPREAD))), rng.choice((1, 1, 2)))


def kill(book: Book, acts: Sequence[Act], states: Sequence[Contents], quiet: int, ahead: int, moment: Moment) -> Kill:
    """Type some acts and wait for their answers, type some more and kill it at a moment of those."""
    faults: list[Fault] = []
    with terminal(book.environment, book.folder) as app:
        app.await_text("Ground")  # the board
        for act in acts[:quiet]:
            before = app.written
            app.type(act.keys)
            app.await_text(act.message, before)
        files = marks(book.path)
        app.type("".join(act.keys for act in acts[quiet:ahead]))
        await_moment(moment, book.path, files, app.over, _LONG)
        moved = marks(book.path) != files
        late = app.over()
        app.kill()
        done = told(app.text(), acts)
    with looked_into(book.path) as connection:
        now = contents(connection)
        found = max((number for number, state in enumerate(states[: ahead + 1]) if state == now), default=None)
        if found is None:
            seen = [difference(state, now) for state in states[quiet : ahead + 1]]
            faults.append(Fault(HALF, f"app, acts {quiet} to {ahead}: {seen}"))
        elif found < done:
            faults.append(Fault(LOST, f"app: {acts[found].message!r} was told"))
        faults += sound(connection, book.beginning)
    faults += (*backups(book.path), *book.next_verb())
    fell = (DURING if moved else BEFORE) if found in (None, quiet) else WRITTEN if found and found > done else AFTER
    return Kill(book.kind, "app", LATE if late else fell, done, tuple(faults))


class Stage(NamedTuple):
    """A script and what it leads to, for any number of kills on copies of the same book."""

    template: Path
    acts: list[Act]
    states: list[Contents]

    @classmethod
    def of(cls, template: Path, beginning: Contents, folder: Path, length: int | None = None) -> "Stage":
        """The first `length` acts, rehearsed once."""
        acts = script("K17-3", ground.DEALS + 1)[:length]
        return cls(template, acts, rehearsed(Book("app", folder, template, beginning, "K17"), acts))
