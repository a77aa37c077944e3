"""The one place where what went wrong is told to a shell, and becomes its exit code. No traceback gets past it."""

from __future__ import annotations

import os
import sys

from pipetui import __version__, notices
from pipetui.cli.output import stdio
from pipetui.domain.errors import AmbiguousError, PipetuiError
from pipetui.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipetui.domain.errors import Remedy

UNAVAILABLE = 5
UNEXPECTED = 70
INTERRUPTED = 130

_MOST_CHOICES = 20


def guarded(action: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run `action(arguments)`; whatever it raises is said in a sentence on stderr. Returns the exit code."""
    try:
        stdio.prepare_streams()
        code = action(arguments)
        _say_notices()
        stdio.flush()
    except PipetuiError as error:
        tell(error)
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as ended:  # a signal asked for it: signals.Terminated
        code = _end(ended)
    except BrokenPipeError:
        stdio.hang_up()
        code = 0
    except OSError as error:
        about = f"{error.filename}: " if error.filename else ""
        tell(PipetuiError(f"{about}{error.strerror or error}"))
        code = UNAVAILABLE
    except MemoryError:
        tell(PipetuiError("there is not enough memory for that", "give the program more of it: ulimit -v"))
        code = UNAVAILABLE
    except Exception as error:  # noqa: BLE001  # the last line of defence: it is written down and said
        tell(_unexpected(error))
        code = UNEXPECTED
    return code


def _say_notices() -> None:
    for said in notices.take():
        stdio.complain(f"warning: {warned(said)}")


def advised(said: str, remedy: Remedy | None) -> str:
    """`said`, and the way out after it."""
    if remedy is None:
        return said
    from pipetui.cli import remedies

    return said + remedies.words(remedy)


def warned(said: str) -> str:
    """A warning, and the way out where it knows one."""
    return advised(said, getattr(said, "remedy", None))


def what_to_do(error: PipetuiError) -> str:
    """The line under the title of an error; "" where there is nothing more to say."""
    return error.with_kept(advised(error.hint, error.remedy))


def _end(ended: SystemExit) -> int:
    """The exit code of a program that was asked to end; the terminal may be gone by now."""
    try:
        sys.stdout.flush()
        if kept := getattr(ended, "kept", ""):
            stdio.complain(f"pipetui: {clean(kept)}")
        sys.stderr.flush()
    except OSError:
        stdio.hang_up()
        stdio.hang_up(sys.stderr)
    return ended.code if isinstance(ended.code, int) else 1


def tell(error: PipetuiError) -> None:
    """Two lines on stderr: what is wrong, and what to do; then the deals to choose from, if it is about several."""
    stdio.let_go()
    _say_notices()
    stdio.complain(f"pipetui: {error.title}")
    if said := what_to_do(error):
        stdio.complain(f"  {said}")
    if isinstance(error, AmbiguousError):
        for number, title in error.choices[:_MOST_CHOICES]:
            stdio.complain(f"  #{number} {clean(title)}")
        if len(error.choices) > _MOST_CHOICES:
            stdio.complain(f"  … and {len(error.choices) - _MOST_CHOICES:,} more")


def _unexpected(error: Exception) -> PipetuiError:
    """The sentence for a mistake of the program itself, which is written down for whoever mends it."""
    said = f"an error of pipetui itself ({type(error).__name__})"
    try:
        path = write_log(error)
    except (OSError, PipetuiError):
        return PipetuiError(said)
    return PipetuiError(said, f"where it happened, without any of your data, is written in {path}; see: pipetui doctor")


def write_log(error: Exception) -> Path:
    """Append the kind of error and the places in our own files to the log; no message, for it may hold a name."""
    from datetime import UTC, datetime
    from pathlib import Path
    from traceback import extract_tb

    from pipetui import paths, private

    root = Path(__file__).parent.parent
    path = paths.log()
    frames = [
        f"  {Path(frame.filename).relative_to(root)}:{frame.lineno} {frame.name}\n"
        for frame in extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(root)
    ]
    version = ".".join(map(str, sys.version_info[:3]))
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} pipetui {__version__} Python {version} {type(error).__name__}\n"
    with os.fdopen(
        private.open_file(str(path), os.O_APPEND | getattr(os, "O_NONBLOCK", 0)), "a", encoding="utf-8"
    ) as log:
        log.write(head + "".join(frames))
    return path
