"""Shell verbs killed one at a time, and what has to be found in the book afterwards."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.torture import ground, rehearsing
from tests.torture.checks import HALF, HINDERED, LOST, Fault, backups, calendars, sound
from tests.torture.contents import Contents, contents, difference, looked_into, rows_of_the_rep, written_back
from tests.torture.killing import Ended, Moment, Shell, any_moment, killed, marks
from tests.torture.victims import Call, Victim, calls

BEFORE, DURING, WRITTEN, AFTER = "before", "during", "written", "told"
"""Where a kill fell: no file had moved; files had, but the gesture is not in; it is in; it is in and was told."""

LATE = "too late"
"""It had ended by itself, which counts as no kill."""


class Kill(NamedTuple):
    """What came of one kill."""

    kind: str
    victim: str
    fell: str
    acknowledged: int
    faults: tuple[Fault, ...] = ()


class Durations(dict[str, float]):
    """How long each victim usually lives, found out on a copy when it is first asked."""

    def of(self, call: Call, book: Path, *, scratch: Path) -> float:
        """Seconds from start to end."""
        if call.victim.name not in self:
            copy = ground.lay(scratch, None)
            if book.exists():
                with looked_into(book) as connection:
                    connection.execute(f"VACUUM INTO '{copy}'")
                ground.back_up(copy)
            self[call.victim.name] = Shell(call.words, ground.environment(scratch), scratch).ended().seconds
        return self[call.victim.name]


def where(ended: Ended, found: int, states: int) -> str:
    """Where the kill fell, by which of the states the book is in."""
    if not ended.killed:
        return LATE
    if found == states - 1:
        return AFTER if ended.acknowledged else WRITTEN
    return DURING if ended.moved or found > 0 else BEFORE


class Book:
    """One book that victims are killed on, one after the other."""

    def __init__(self, kind: str, folder: Path, template: Path | None, beginning: Contents, name: str) -> None:
        """`beginning` is what undo has to lead back to; `name` is what tokens begin with."""
        self.kind = kind
        self.folder = folder
        self.template = template
        self.beginning = beginning
        self.name = name
        self.path = ground.lay(folder, template)
        self.environment = ground.environment(folder)
        self.tokens = 0

    def token(self) -> str:
        """One that nothing else has."""
        self.tokens += 1
        return f"{self.name}x{self.tokens}"

    def ready(self, victim: Victim, rng: random.Random) -> Call:
        """The victim's call on the book as it is, after what has to be done first."""
        token = self.token()
        files: dict[str, object] = {"copy": self.template}
        if "{csv}" in victim.line + victim.first:
            files["csv"] = ground.deals_file(self.folder / "deals.csv", token, rng.randint(*victim.rows))
        if "{mail}" in victim.line:
            files["mail"] = ground.mail_of(self.folder / "Mail", token)
        with looked_into(self.path) as connection:
            known = connection if connection.execute("PRAGMA user_version").fetchone()[0] else None
            (call,) = calls([victim], [token], known, rng, **files)
        if call.first == ("undo",):  # there has to be something that is undone
            rehearsing.call(["note", str(call.deal or ground.DEALS), token], self.path)
        if call.first:
            rehearsing.call(call.first, self.path)
        return call

    def kill(self, call: Call, moment: Moment) -> Kill:
        """Kill the call at the moment, and look into what it left."""
        states = rehearsing.states(call.words, self.path)
        before = marks(self.path)
        (ended,) = killed([Shell(call.words, self.environment, self.folder)], moment, self.path, before)
        faults: list[Fault] = []
        with looked_into(self.path) as connection:
            now = contents(connection)
            found = next((number for number, state in reversed([*enumerate(states)]) if state == now), None)
            if found is None:
                faults.append(Fault(HALF, f"{call.words}: {difference(states[-1], now)}"))
            elif ended.acknowledged and found < len(states) - 1:
                faults.append(Fault(LOST, f"{call.words}: was told {ended.out!r}"))
            faults += sound(connection, self.beginning) if now else []
        faults += backups(self.path) + calendars(self.folder)
        if not ended.killed and (ended.code or not ended.acknowledged):
            faults.append(Fault(HINDERED, f"{call.words} ended with {ended.code}: {ended.err}"))
        fell = where(ended, found or 0, len(states))
        return Kill(self.kind, call.victim.name, fell, int(ended.acknowledged), tuple(faults))

    def next_verb(self) -> tuple[Fault, ...]:
        """A verb that nobody kills has to work at once and be there."""
        token = self.token()
        ended = Shell(["add", token], self.environment, self.folder).ended()
        with looked_into(self.path) as connection:
            there = connection.execute("SELECT count(*) FROM deal WHERE title = ?", (token,)).fetchone() == (1,)
            faults = sound(connection, None)
        if ended.code or "warning" in ended.err or "locked" in ended.err:
            faults.append(Fault(HINDERED, f"the next verb ended with {ended.code}: {ended.err}"))
        if ended.acknowledged and not there:
            faults.append(Fault(LOST, f"the next verb was told {ended.out!r}"))
        return tuple(faults)

    def leave(self, rng: random.Random) -> tuple[Fault, ...]:
        """What comes between two kills: half of the time nothing, so that the next victim finds the log as it lies."""
        if rng.random() < 0.5:
            return self.next_verb() if rng.random() < 0.4 else ()
        written_back(self.path)
        return ()


def one_life(book: Book, victims: Sequence[Victim], kills: int, rng: random.Random, durations: Durations) -> list[Kill]:
    """Kill so many of the victims on the book, one after the other, and let a last verb come through."""
    done: list[Kill] = []
    for number in range(kills):
        call = book.ready(rng.choice(victims), rng)
        usual = durations.of(call, book.path, scratch=book.folder.with_name("scratch"))
        kill = book.kill(call, any_moment(rng, usual, call.victim.spread))
        if not kill.faults:  # else the book stays as it is, to be looked at
            kill = kill._replace(faults=book.next_verb() if number == kills - 1 else book.leave(rng))
        done.append(kill)
        if done[-1].faults:
            break
    return done


def beginning_of(template: Path) -> Contents:
    """What undo has to lead back to on copies of that book."""
    with looked_into(template) as connection:
        return rows_of_the_rep(connection)
