"""Several shells at once, all killed at the same moment."""

import random
import sqlite3
from collections.abc import Sequence

from tests.torture import rehearsing
from tests.torture.checks import HALF, HINDERED, LOST, Fault, backups, sound
from tests.torture.contents import looked_into
from tests.torture.killing import Ended, Moment, Shell, killed, marks
from tests.torture.kills import AFTER, BEFORE, DURING, LATE, WRITTEN, Book, Kill
from tests.torture.victims import CAREFUL, FAST, ONE_DEAL, Call, Victim, calls

UNDO = Victim("undo", "undo")
_CAREFUL = tuple(victim for victim in ONE_DEAL if victim in CAREFUL)


def steps_of(connection: sqlite3.Connection, call: Call, after: int) -> list[int]:
    """The steps newer than `after` that the call made: they hold its token, or name the deal that is its own."""
    found = connection.execute(
        """SELECT id FROM step s WHERE id > ? AND (instr(label, ?) OR instr(label, ?) OR EXISTS (
               SELECT 1 FROM journal_row j WHERE j.step_id = s.id AND (instr(j.before, ?) OR instr(j.after, ?))))""",
        (after, call.token, f"#{call.deal} ", call.token, call.token),
    )
    return [step for (step,) in found]


def undone(connection: sqlite3.Connection) -> list[str]:
    """The labels of all that is undone."""
    return [label for (label,) in connection.execute("SELECT label FROM step WHERE undone_at IS NOT NULL")]


def drawn(shells: int, rng: random.Random) -> tuple[tuple[Victim, ...], Moment]:
    """What they are to do, and when they are killed: all in one lane, else some have ended when others begin."""
    lane, usual = rng.choice(((FAST, 0.03), (_CAREFUL, 0.45)))
    if rng.random() < 0.2:
        return lane, Moment(rng.uniform(0, shells * usual))
    return lane, Moment(rng.uniform(0, rng.choice((0, 0.003, 0.1))), rng.choice((1, 2, 4, 6, 8)))


def kill(book: Book, lane: Sequence[Victim], shells: int, rng: random.Random, moment: Moment) -> list[Kill]:
    """Start so many shells, most of them with a deal of their own, and kill them all; one Kill for each."""
    chosen = [UNDO if rng.random() < 0.12 else rng.choice(lane) for _ in range(shells)]
    with looked_into(book.path) as connection:
        made = calls(chosen, [book.token() for _ in chosen], connection, rng)
        newest, taken_back = rehearsing.newest(connection), len(undone(connection))
    shapes = [None if call.victim is UNDO else rehearsing.shape(call.words, book.path) for call in made]
    before = marks(book.path)
    started = [Shell(call.words, book.environment, book.folder, str(number)) for number, call in enumerate(made)]
    ended = killed(started, moment, book.path, before)

    kills = []
    with looked_into(book.path) as connection:
        labels = undone(connection)
        for call, shape, end in zip(made, shapes, ended, strict=True):
            found = steps_of(connection, call, newest) if shape else []
            seen = [rehearsing.shape_of(connection, step) for step in found]
            faults = _ended_badly(call, end, labels)
            if seen not in ([], [shape]):
                faults.append(Fault(HALF, f"{call.words}: {seen} instead of {shape}"))
            if end.acknowledged and shape and not seen:
                faults.append(Fault(LOST, f"{call.words}: was told {end.out!r}"))
            fell = LATE if not end.killed else DURING if end.moved else BEFORE
            if end.killed and (found or end.acknowledged):
                fell = AFTER if end.acknowledged else WRITTEN
            kills.append(Kill(book.kind, call.victim.name, fell, int(end.acknowledged), tuple(faults)))
        rest = _undos(made, ended, labels, taken_back) + sound(connection, book.beginning)
    rest += backups(book.path)
    kills[-1] = kills[-1]._replace(faults=(*kills[-1].faults, *rest))
    return kills


def _ended_badly(call: Call, end: Ended, labels: Sequence[str]) -> list[Fault]:
    """What is wrong with how a shell ended by itself; `labels` are of what the undos among them took back."""
    nothing_left = call.victim is UNDO and end.code == 4
    taken_back = end.code == 3 and any(f"#{call.deal} " in label for label in labels)
    if end.killed or nothing_left or taken_back or (end.code == 0 and end.acknowledged):
        return []
    return [Fault(HINDERED, f"{call.words} ended with {end.code}: {end.err}")]


def _undos(made: Sequence[Call], ended: Sequence[Ended], labels: list[str], before: int) -> list[Fault]:
    """Every undo that was told took back just what it said, and the others at most one step each."""
    told = [
        end.out.partition(": ")[2].rpartition(" · ")[0]
        for call, end in zip(made, ended, strict=True)
        if call.victim is UNDO and end.acknowledged
    ]
    faults = [Fault(LOST, f"undone was told, but is not: {label}") for label in told if label not in labels]
    tried = sum(call.victim is UNDO for call in made)
    if not len(told) <= len(labels) - before <= tried:
        faults.append(Fault(HALF, f"{len(labels) - before} steps were undone by {tried} undos, {len(told)} told"))
    return faults
