"""Hooks: programs of the rep's own in one folder, each named after what it is run for, and how one is run.

A hook runs as the rep and is told about deals, so only what nobody else can have put there is run.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from subprocess import Popen
    from typing import IO, NamedTuple
else:
    from pipetui.domain.record import NamedTuple

ADD, CHANGE, STAGE, TOUCH, DROP, WON = "on-add", "on-change", "on-stage", "on-touch", "on-drop", "on-won"
EVENTS = {
    ADD: "a deal is new",
    CHANGE: "a deal that was there, or what hangs on it, changes in any way",
    STAGE: "a deal comes into another stage",
    TOUCH: "a touch is logged on a deal",
    DROP: "a deal is lost",
    WON: "a deal is won",
}
"""What a hook may be called, in the order in which they are run, and when it is."""
SECONDS = 2.0
"""How long all hooks of a step may take together."""
MARK = "PIPETUI_HOOK"
"""The variable that tells a hook, and whatever it starts, what it was run for: what they write runs no hooks."""
_MOST_SAID = 4096
"""Bytes of what a hook says that are read, from the end."""
_MOST_WRITTEN = 1_000_000
"""Bytes after which a hook that goes on is stopped."""
_LOOK_SECONDS = 0.1
"""How often it is looked how much it wrote."""


class HookFile(NamedTuple):
    """A file in the folder; `wrong` says why it is not run, "" for one that is."""

    name: str
    path: str
    wrong: str


class HookRun(NamedTuple):
    """What came of one: its exit code, what it wrote to stderr, seconds.

    The code is None where it was not started, was stopped or broke down: then `failed` says so, and it has decided
    nothing.
    """

    code: int | None
    said: bytes
    seconds: float
    failed: str = ""


def names(folder: str) -> list[str]:
    """The hooks that are there, in the order of EVENTS: one look, which is all that is paid where there are none."""
    try:
        there = {*os.listdir(folder)}
    except OSError:
        return []
    return [name for name in EVENTS if name in there]


def look(folder: str) -> list[HookFile]:
    """All files in the folder, hooks first; what begins with a dot or has an ending such as `.sample` is none."""
    try:
        others = sorted(name for name in os.listdir(folder) if name not in EVENTS and name.isprintable())
    except OSError:
        return []
    known = [HookFile(name, os.path.join(folder, name), wrong(folder, name)) for name in names(folder)]
    unknown = f"nothing runs it: hooks are called {', '.join(EVENTS)}"
    return known + [
        HookFile(name, os.path.join(folder, name), unknown) for name in others if "." not in name and "~" not in name
    ]


def wrong(folder: str, name: str) -> str:
    """Why a file is not run as a hook, "" where nothing speaks against it."""
    try:
        around = os.stat(folder)
        if said := _another_writes(around, "its folder"):
            return said
        path = os.path.join(folder, name)
        if os.path.dirname(os.path.realpath(path)) != os.path.realpath(folder):
            return "it is a link out of the folder"
        found = os.stat(path)
    except FileNotFoundError:
        return "it is not there"
    except (OSError, ValueError) as error:
        return f"it cannot be read: {getattr(error, 'strerror', None) or error}"
    if not stat.S_ISREG(found.st_mode):
        return "it is not a file"
    return _another_writes(found, "it") or ("" if os.access(path, os.X_OK) else "it is not executable")


def _another_writes(found: os.stat_result, what: str) -> str:
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        return f"{what} belongs to another user"
    return f"anybody may write to {what}" if found.st_mode & stat.S_IWOTH else ""


def run(path: str, event: str, lines: Iterable[str], book: str, seconds: float = SECONDS) -> HookRun:
    """Run a hook with the lines on its stdin, for at most so long; then it is killed with all that it started.

    It has no terminal and no stdout. What it leaves running when it ends goes on, and is not waited for.
    """
    from tempfile import TemporaryFile
    from time import monotonic

    begun = monotonic()
    try:  # no pipes: nobody has to read, or to close, the other end
        with TemporaryFile() as told, TemporaryFile() as said:
            for line in lines:
                told.write(f"{line}\n".encode())
            told.seek(0)
            code, failed = _carried_out(path, {**os.environ, MARK: event, "PIPETUI_DB": book}, told, said, seconds)
            said.seek(max(0, said.seek(0, os.SEEK_END) - _MOST_SAID))
            return HookRun(code, said.read(), monotonic() - begun, failed)
    except (OSError, ValueError) as error:
        why = f"it could not be started: {getattr(error, 'strerror', None) or error}"
        return HookRun(None, b"", monotonic() - begun, why)


def _carried_out(
    path: str, environment: dict[str, str], told: IO[bytes], said: IO[bytes], seconds: float
) -> tuple[int | None, str]:
    """Start it and see it through: its exit code, or None and what became of it."""
    import signal
    import subprocess
    from contextlib import suppress

    process = subprocess.Popen(
        [path], stdin=told, stdout=subprocess.DEVNULL, stderr=said, env=environment, start_new_session=True
    )
    failed = "it was stopped"
    try:
        failed = _waited_for(process, said, seconds)
    finally:  # whatever came between, also ctrl+c: it does not go on alone
        if failed:
            with suppress(ProcessLookupError):  # it was over just then
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if not failed and process.returncode < 0:
        failed = f"it broke down ({signal.Signals(-process.returncode).name})"
    return (None if failed else process.returncode), failed


def _waited_for(process: Popen[bytes], said: IO[bytes], seconds: float) -> str:
    """Why a hook is not waited for any longer; "" where it ended."""
    from subprocess import TimeoutExpired
    from time import monotonic

    end = monotonic() + seconds
    while True:
        try:
            process.wait(max(0.0, min(_LOOK_SECONDS, end - monotonic())))
        except TimeoutExpired:
            if monotonic() >= end:
                return f"it was stopped after the {SECONDS:g} s that a step has"
            if os.fstat(said.fileno()).st_size > _MOST_WRITTEN:  # else the disk is full before the time is over
                return "it was stopped, for it wrote without end"
        else:
            return ""
