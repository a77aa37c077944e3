"""What lies outside of the terminal: the programs that open an address, and the clipboard.

Nothing goes through a shell, and only addresses of a few schemes are opened.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

Find: TypeAlias = Callable[[str], str | None]

SCHEMES = ("mailto:", "tel:", "https:")
_OPENERS = {"darwin": (("open",),)}
_UNIX_OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",))
_PATIENCE = 1.0
"""Seconds in which an opener that finds no program says so; one that is still at it has found one."""

_INSTEAD = "copy it instead, or print it"


def checked(address: str) -> str:
    """`address` if it may be opened: of a known scheme, in plain ASCII without blanks; raises InputError."""
    if not address.lower().startswith(SCHEMES):
        raise InputError(f"{quoted(address)} is not opened", f"only {', '.join(SCHEMES)} addresses are")
    if not (address.isascii() and address.isprintable()) or " " in address:
        raise InputError(f"{quoted(address)} is no proper address", "letters beyond ASCII are percent-encoded in it")
    return address


def opener(address: str, platform: str = sys.platform, find: Find = shutil.which) -> list[str]:
    """The command that opens an address here; raises InputError where there is none."""
    checked(address)
    for command, *more in _OPENERS.get(platform, _UNIX_OPENERS):
        path = find(command)
        if path:
            return [path, *more, address]
    raise InputError("nothing here can open an address", f"install xdg-utils, or {_INSTEAD}")


def open_address(address: str, patience: float = _PATIENCE) -> None:
    """Hand an address to the platform's opener and let go of it; raises InputError where that fails at once.

    Waits up to `patience` seconds to see whether it does.
    """
    if sys.platform == "win32":
        try:
            os.startfile(checked(address))
        except OSError as error:
            raise InputError(f"the address could not be opened: {error.strerror}", _INSTEAD) from None
        return
    command = opener(address)
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


def copying(text: str) -> str:
    """What a terminal copies `text` to the clipboard by (OSC 52), be it far away through SSH."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


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
