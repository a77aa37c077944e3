"""One round of feeding one parser, in a process of its own: counted, timed, and told so that it can be repeated."""

import faulthandler
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz import monkey
from tests.fuzz.entry import Entry, check
from tests.fuzz.parsers import entries

USUAL = 100
"""How many inputs are tried of a parser before the next one has its turn."""

LIMIT = 2.0
"""Seconds of the processor that an input may take; where a verb or several are run, for each."""

HANGS = 60
"""Seconds after which a process that cannot even be interrupted is ended, telling where it was."""

MONKEY = "the app, by a monkey"
"""What is fed events instead of texts: see `monkey`."""

EVENTS = 500
"""How many events the monkey sends in a round."""

ACT = 10.0
"""Seconds of the processor that an act of the monkey may take, which may be several events."""

_SHOWN = 600
_books: dict[str, Path] = {}
_table: dict[str, Entry] = {}
_warm: set[str] = set()


class TooSlowError(BaseException):
    """An input takes too long. No Exception: a parser could take that for something else."""


class Done(NamedTuple):
    """A round: how many inputs, what the slowest took in seconds, and what failed ("" for nothing)."""

    name: str
    tried: int
    slowest: float
    failed: str


def begin(folder: str) -> None:
    """Get a process ready; it writes its files into a part of the folder."""
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    _table.update(entries(own))
    _books["own"] = own


def one_round(name: str, number: int) -> Done:
    """Feed one parser, or the app, with what the seed `number` gives."""
    if name == MONKEY:
        return _monkey(number)
    feed = _Feed(_table[name])
    try:
        for found in feed.entry.found:
            feed.taste(found)
        feed.go(number, Phase.generate)
    except TooSlowError:
        return feed.done(f"took more than {LIMIT * feed.entry.patience:.0f} s", number)
    except Exception:  # noqa: BLE001  # whatever it is, it is told
        tried = feed.tried
        again = _Feed(feed.entry)
        try:
            again.go(number, Phase.generate, Phase.shrink)
        except Exception as smaller:  # noqa: BLE001
            return again.done(_where(smaller), number)._replace(tried=tried)
        return feed.done(traceback.format_exc(), number)
    return feed.done("", number)


def _monkey(number: int) -> Done:
    """A walk of the monkey of that number, on a book of its own."""
    kind = monkey.BOOKS[number % len(monkey.BOOKS)]
    if kind not in _books:
        _books[kind] = _books["own"] / f"{kind}.db"
        monkey.make_book(_books[kind], kind)
    with tempfile.TemporaryDirectory(dir=_books["own"]) as folder:
        book = Path(shutil.copy(_books[kind], Path(folder) / "book.db"))
        walk = monkey.run(book, number, EVENTS, HANGS)
    failed = walk.failed or (f"an act took {walk.seconds:.0f} s" if walk.seconds > ACT else "")
    if failed:
        failed = f"  {failed}\n  again: make fuzz FUZZ='--monkey --seed {number}'"
    return Done(MONKEY, walk.events, walk.seconds, failed)


class _Feed:
    """What is fed to one parser."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.tried = 0
        self.slowest = 0.0
        self.last: Any = None

    def go(self, number: int, *phases: Phase) -> None:
        """As many inputs as a round has, from that seed; raises what the last of them raised."""

        @seed(number)
        @settings(
            max_examples=max(1, round(USUAL * self.entry.effort)),
            phases=phases,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        @given(self.entry.fed)
        def taste(given: Any) -> None:
            self.taste(given)

        taste()

    def taste(self, given: Any) -> None:
        """One input; the first one in a process may also import what it needs."""
        self.tried += 1
        self.last = given
        if self.entry.name not in _warm:
            _warm.add(self.entry.name)
            check(self.entry, given)
            return
        began = time.process_time()
        with limited(LIMIT * self.entry.patience):
            check(self.entry, given)
        self.slowest = max(self.slowest, time.process_time() - began)

    def done(self, failed: str, number: int) -> Done:
        """The round as it is told."""
        if failed:
            again = f"make fuzz FUZZ='--only \"{self.entry.name}\" --seed {number}'"
            failed = f"  input: {_short(self.last)}\n  {failed}\n  again: {again}"
        return Done(self.entry.name, self.tried, self.slowest, failed)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TooSlowError once that much of the processor's time is used up."""

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    faulthandler.dump_traceback_later(HANGS, exit=True)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        faulthandler.cancel_dump_traceback_later()


def _where(error: Exception) -> str:
    """The exception, and the last places in our own files."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "pipetui" in frame.filename]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-4:]]
    return f"{type(error).__name__}: {str(error)[:_SHOWN]}\n  at {' > '.join(places)}"


def _short(given: Any) -> str:
    """The input as Python writes it; what is long is told by its ends, and is had whole by the seed."""
    told = repr(given)
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN // 2]} … {len(told):,} characters … {told[-100:]}"
