"""Real processes and the moment they are killed at: anywhere in their life, or just when they begin to write."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

LIMIT = 120.0
"""Seconds after which a process that neither ended nor wrote is given up."""

_LOOKING = 0.00005
"""Between two looks at the files. A tighter loop would take the core from those who write."""

Selection = tuple[tuple[int, int], ...]


class Moment(NamedTuple):
    """So many seconds after the start, or after the book's files were seen to move for the nth time."""

    seconds: float
    moves: int = 0


class Ended(NamedTuple):
    """A process that is over. `code` is -9 if the kill was quicker than its own end; `moved` if files had moved."""

    code: int
    out: str
    err: str
    moved: bool
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether it died of the kill."""
        return self.code == -signal.SIGKILL

    @property
    def acknowledged(self) -> bool:
        """Whether it had said what it did: on stdout, in a whole line."""
        return self.out.endswith("\n")


def any_moment(rng: random.Random, usual: float, spread: float) -> Moment:
    """A third anywhere in its usual life, the rest in the middle of a write, which lasts about `spread` seconds."""
    if rng.random() < 1 / 3:
        return Moment(rng.uniform(0, usual * 1.05))
    return Moment(rng.uniform(0, rng.choice((0, 0.0003, spread, spread))), rng.choice((1, 1, 1, 2, 2, 3)))


def marks(book: Path) -> Selection:
    """Sizes and times of the book and of its write-ahead log; an empty one, made on opening, is as good as none."""
    found = []
    for ending in ("", "-wal"):
        try:
            stat = os.stat(f"{book}{ending}")  # noqa: PTH116  # asked thousands of times a second
        except OSError:
            continue
        if stat.st_size:
            found.append((stat.st_size, stat.st_mtime_ns))
    return tuple(found)


def await_moment(moment: Moment, book: Path, before: Selection, over: Callable[[], bool], limit: float = LIMIT) -> None:
    """Return at the moment, or as soon as it can no longer come because all is `over`, or nothing moves for long."""
    seen, moves, began = before, 0, time.perf_counter()
    while moves < moment.moves and not over() and time.perf_counter() - began < limit:
        now = marks(book)
        if now != seen:
            seen, moves = now, moves + 1
        else:
            time.sleep(_LOOKING)
    since = time.perf_counter() if moment.moves else began
    while (left := since + moment.seconds - time.perf_counter()) > 0 and not over():
        time.sleep(min(left, 0.005))


class Shell:
    """`pipetui WORDS` as a process of its own, what it says caught in files."""

    def __init__(self, words: Sequence[str], environment: dict[str, str], folder: Path, name: str = "shell") -> None:
        self.words = words
        self._files = (folder / f"{name}.out", folder / f"{name}.err")
        self._began = time.perf_counter()
        with self._files[0].open("wb") as out, self._files[1].open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipetui", *words],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=folder,
            )

    def over(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def kill(self) -> None:
        """At once, and without a chance to say anything more."""
        self.process.kill()

    def ended(self, moved: bool = True) -> Ended:
        """How it ended, once it has."""
        code = self.process.wait(timeout=LIMIT)
        out, err = (file.read_text("utf-8", "replace") for file in self._files)
        return Ended(code, out, err, moved, time.perf_counter() - self._began)


def killed(shells: Sequence[Shell], moment: Moment, book: Path, before: Selection) -> list[Ended]:
    """Kill all of them at the moment."""
    await_moment(moment, book, before, lambda: all(shell.over() for shell in shells))
    moved = marks(book) != before
    for shell in shells:
        shell.kill()
    return [shell.ended(moved) for shell in shells]
