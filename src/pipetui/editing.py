"""A text in the rep's own editor: $VISUAL or $EDITOR on a private file, again as long as it is not understood.

What the rep typed is never lost: if anything fails after it was saved, the file stays and the error names it.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

from pipetui import signals
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.errors import LineError as LineError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

T = TypeVar("T")
Run: TypeAlias = Callable[[Sequence[str]], int]

_WHAT_TO_SET = "set one: export EDITOR=nano"
_OURS = "#! "

# How an editor is told the line to begin on; of others only the file is known to be understood.
_PLUS = ("vi", "vim", "nvim", "view", "gvim", "nano", "pico", "emacs", "emacsclient", "mg", "micro", "kak", "joe", "ne")
_COLON = ("hx", "helix", "subl", "zed")


def edit_text(text: str, parse: Callable[[str], T], suffix: str = ".txt", run: Run | None = None) -> T | None:
    """What `parse` makes of the text that the rep leaves in the editor, None when they cancel.

    An InputError of `parse` opens the editor again on the rep's text, with the error above it, at its line if it is a
    LineError. Cancelled is what is left empty, or as it was shown; `parse` may answer None to say so, too. Raises
    InputError when there is no editor, no terminal, or the editor fails. `run` is what runs a command and gives its
    exit code; without one it gets the terminal.
    """
    with Draft(text, suffix, run) as draft:
        while (typed := draft.typed()) is not None:
            try:
                return parse(typed)
            except InputError as error:
                draft.refuse(error)
    return None


class Draft:
    """A text on its way through the editor, as often as it takes; a context manager that clears up behind it.

    An error that leaves the context after the rep has saved something keeps the file, and says where it is.
    """

    def __init__(self, text: str, suffix: str = ".txt", run: Run | None = None) -> None:
        self._first = self._text = text
        self._run = run
        self._suffix = suffix
        self._said: list[str] = []
        self._line = 0
        self._command: list[str] = []
        self._path: Path | None = None

    def __enter__(self) -> Self:
        if self._run is None and not terminal():
            raise InputError("an editor needs a terminal", "in a pipe or a script give the change in the command line")
        self._command = editor()
        self._path = _private_file(self._suffix)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._path is not None
        if error is None or _same(self._text, self._first):
            self._path.unlink(missing_ok=True)
        else:
            _write(self._path, self._text)
            _say_where(error, self._path)

    def typed(self) -> str | None:
        """The text as the rep leaves it, None when it is left empty or unchanged; raises InputError."""
        assert self._path is not None
        shown = self._text
        _write(self._path, "".join(f"{_OURS}{line}\n" for line in self._said) + shown)
        try:
            code = (self._run or in_terminal)(
                [*self._command, *_place(self._command[0], self._path, self._line + len(self._said))]
            )
        except OSError as error:
            raise InputError(
                f"the editor {quoted(self._command[0])} could not be started: {error.strerror}", _WHAT_TO_SET
            ) from None
        finally:
            self._text = self._read(shown)
        if code != 0:
            raise InputError(
                f"the editor {quoted(self._command[0])} failed with exit code {code}; nothing was changed",
                "" if not _same(self._text, self._first) else "another one: export EDITOR=nano",
            )
        if any("\udc80" <= char <= "\udcff" for char in self._text):
            raise InputError("the editor saved the text in another encoding than UTF-8", "set it to UTF-8")
        return self._text if self._text.strip() and not _same(self._text, shown) else None

    def refuse(self, error: InputError) -> None:
        """The text was not understood: it is opened again with the error above it, at its line."""
        line = getattr(error, "line", 0)
        below = 2 if error.hint else 1  # what is said stands above the text, and moves it down
        title = f"line {line + below}: {error.title}" if line else error.title
        self._said = [clean(said) for said in (title, error.hint) if said]
        self._line = max(1, line)

    def _read(self, shown: str) -> str:
        """What the file holds, without the lines that only say what was wrong."""
        assert self._path is not None
        try:
            text = self._path.read_text(encoding="utf-8-sig", errors="surrogateescape")
        except FileNotFoundError:
            return shown
        lines = text.splitlines(keepends=True)
        while self._said and lines and lines[0].startswith(_OURS):  # whatever became of them
            del lines[0]
        ours = {f"{_OURS}{line}" for line in self._said}
        return "".join(line for line in lines if line.rstrip("\r\n") not in ours)


@contextmanager
def kept(text: str, suffix: str = ".txt") -> Iterator[None]:
    """While a text that was typed is written down: if that fails, it is kept in a file that the error names."""
    try:
        yield
    except PipetuiError as error:
        path = _private_file(suffix)
        _write(path, text)
        _say_where(error, path)
        raise


def keeping(gesture: Callable[..., T]) -> Callable[..., T]:
    """The gesture, which keeps the text that is its last argument if it fails; see `kept`."""

    def made(*arguments: Any) -> T:
        with kept(arguments[-1]):
            return gesture(*arguments)

    return made


def editor() -> list[str]:
    """The rep's editor as a command; raises InputError that says what to set."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(os.environ.get(name, ""))
        except ValueError:
            raise InputError(f"{name} is not understood: {quoted(os.environ[name])}", _WHAT_TO_SET) from None
        if command:
            return command
    raise InputError("no editor is set", _WHAT_TO_SET)


def terminal() -> bool:
    """Whether there is a terminal that an editor can take over."""
    return sys.stdin.isatty() and os.isatty(1)


def in_terminal(command: Sequence[str]) -> int:
    """Run a command that takes over the terminal, and give its exit code.

    A signal that asks this program to end is passed on to it, for it keeps what was typed; raises Terminated then.
    """
    if threading.current_thread() is not threading.main_thread():
        return subprocess.call(command)
    # A Ctrl+C in the editor is the editor's; a handler, unlike ignoring, is not inherited by it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(command) as program, signals.passed_on(program.send_signal):
            return program.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def _place(program: str, path: Path, line: int) -> list[str]:
    """The arguments that open the file, at the line if there is one and the editor is known to take it."""
    name = Path(program).name
    if line and name in _PLUS:
        return [f"+{line}", str(path)]
    return [f"{path}:{line}" if line and name in _COLON else str(path)]


def _private_file(suffix: str) -> Path:
    """A new empty file that nobody else can read."""
    import tempfile  # 3 ms that every verb would pay

    handle, name = tempfile.mkstemp(prefix="pipetui-", suffix=suffix)
    os.close(handle)
    return Path(name)


def _say_where(error: BaseException, path: Path) -> None:
    if isinstance(error, (PipetuiError, signals.Terminated)):
        error.kept = f"Your text is kept in {path}"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in no more than the white space that editors leave at the ends."""
    return one.strip() == other.strip()
