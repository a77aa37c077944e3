"""What lies outside of the terminal: the programs that open an address, and the clipboard.

Nothing goes through a shell, only addresses of a few schemes are opened, and files that are no programs.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from pipetui.domain import targets
from pipetui.domain.errors import InputError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

Find: TypeAlias = Callable[[str], str | None]

SCHEMES = ("mailto:", "tel:", "https:", "http:")
_OPENERS = {"darwin": (("open",),)}
_UNIX_OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))
_RUN = (b"#!", b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed", b"\xcf\xfa\xed", b"\xca\xfe\xba\xbe")
"""How programs begin: scripts, Windows, Linux, macOS, Java."""
_PATIENCE = 1.0
"""Seconds in which an opener that finds no program says so; one that is still at it has found one."""

_INSTEAD = "copy it instead, or print it"


def checked(address: str) -> str:
    """`address` if it may be opened: of a known scheme, in plain ASCII without blanks; raises InputError."""
    if not address.lower().startswith(SCHEMES):
        raise InputError(f"{quoted(address)} is not opened", f"only {', '.join(SCHEMES)} addresses are")
    if not (address.isascii() and address.isprintable()) or " " in address:
        raise InputError(f"{quoted(address)} is not a proper address", "letters beyond ASCII are percent-encoded in it")
    return address


def checked_file(path: str) -> str:
    """`path` if the file may be opened: by its whole path, there, and nothing that would be run; raises InputError."""
    file = Path(path)
    if not path.isprintable() or not file.is_absolute():
        raise InputError(f"{quoted(path)} is not opened", "a file is opened by its whole path")
    try:
        if not file.exists():
            raise InputError(f"{quoted(path)} is not there now")
        if not (file.is_file() or file.is_dir()):
            raise InputError(f"{quoted(path)} is neither a file nor a folder")  # a pipe, a device: they never end
        runs = targets.is_program(path) or targets.is_program(os.path.realpath(file)) or _begins_as_program(file)
    except (OSError, ValueError) as error:
        raise InputError(f"{quoted(path)} cannot be opened: {error}") from None
    if runs:
        raise InputError(f"{quoted(path)} is a program, and is not opened", "open it yourself if you know what it does")
    return path


def _begins_as_program(file: Path) -> bool:
    """Whether the system would run it: on a disk that knows no rights every file may be run, so the beginning tells."""
    if not file.is_file() or not os.access(file, os.X_OK):
        return False
    with file.open("rb") as begun:
        return begun.read(4).startswith(_RUN)


def has_desktop(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can come up where the rep sits: not through SSH, nor on a bare console."""
    if platform == "win32":
        return True
    far_away = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    if platform == "darwin":
        return not far_away
    shown = bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    return shown or (not far_away and "WSL_DISTRO_NAME" in environment)


def open_file(path: str, patience: float = _PATIENCE) -> None:
    """Hand a file to the platform's opener, as `open_address` does an address."""
    _open(checked_file(path), patience)


def opener(address: str, platform: str = sys.platform, find: Find = shutil.which) -> list[str]:
    """The command that opens an address here; raises InputError where there is none."""
    return _opener(checked(address), platform, find)


def _opener(target: str, platform: str, find: Find) -> list[str]:
    for command, *more in _OPENERS.get(platform, _UNIX_OPENERS):
        path = find(command)
        if path:
            return [path, *more, target]
    raise InputError("nothing here can open an address", f"install xdg-utils, or {_INSTEAD}")


def open_address(address: str, patience: float = _PATIENCE) -> None:
    """Hand an address to the platform's opener and let go of it; raises InputError where that fails at once.

    Waits up to `patience` seconds to see whether it does.
    """
    _open(checked(address), patience)


def _open(target: str, patience: float) -> None:
    if sys.platform == "win32":
        try:
            os.startfile(target)
        except OSError as error:
            raise InputError(f"the address could not be opened: {error.strerror}", _INSTEAD) from None
        return
    command = _opener(target, sys.platform, shutil.which)
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    except OSError as error:
        raise InputError(f"the address could not be opened: {error.strerror}", _INSTEAD) from None
    try:
        code = process.wait(patience)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie is left
        return
    if code:
        raise InputError("no program is set up that opens it", _INSTEAD)


def copyable(text: str) -> str:
    """`text` as it may be pasted anywhere: an escape in it ends a bracketed paste, and what follows is run."""
    return clean(text, multiline=True)


def copying(text: str) -> str:
    """What a terminal copies `text` to the clipboard by (OSC 52), be it far away through SSH."""
    return f"\x1b]52;c;{base64.b64encode(copyable(text).encode()).decode()}\x07"


def copy(text: str) -> None:
    """Copy `text` to the clipboard through the terminal; raises InputError where there is none."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.flush()
        sys.stderr.buffer.write(copying(text).encode("ascii"))  # below what makes text harmless
        sys.stderr.flush()
        return
    try:
        with Path(os.ctermid()).open("w", encoding="ascii") as terminal:
            terminal.write(copying(text))
    except (OSError, AttributeError):
        raise InputError("there is no terminal to copy through", "print it instead") from None
