"""The terminal taken, given back and taken again, whatever signal comes.

Textual's own driver restarts itself at any SIGCONT, which after a SIGSTOP leaves two readers of one keyboard and the
terminal raw for ever; it takes a terminal that is gone for one that has nothing to say, as often as it can ask; and
SIGTERM and its kin leave everything as it is. Here signals are handled by the event loop, between two messages.
"""

import contextlib
import os
import selectors
import signal
import termios
import tty
from codecs import getincrementaldecoder
from functools import partial
from typing import IO, TYPE_CHECKING, Any, cast

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from pipetui import signals
from pipetui.tui.terminal.keyboard import Keyboard

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_AT_ONCE = 65536


class Outlet:
    """A stream whose other end may go away: what is written then goes nowhere."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, or do nothing."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, or do nothing."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()

    def fileno(self) -> int:
        """The number of the stream's file."""
        return self._stream.fileno()


class TerminalDriver(LinuxDriver):
    """Keyboard and screen of a terminal of our own."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast("Any", Outlet(cast("IO[str]", self._file)))
        for number in signals.wanted():
            self._loop.add_signal_handler(number, self._terminate, number)

    @property
    def _pipetui(self) -> "PipetuiApp":
        return cast("PipetuiApp", self._app)

    def _terminate(self, number: int) -> None:
        self._pipetui.terminate(signals.Terminated(number))

    # --- taken and given back

    def start_application_mode(self) -> None:
        """Take the terminal; in the background that waits until we come to the front."""
        self._loop.add_signal_handler(signal.SIGTSTP, self._stop)
        self._loop.add_signal_handler(signal.SIGCONT, self._go_on)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give it back; from now on a stop is a stop, also while another program has the terminal."""
        self._loop.remove_signal_handler(signal.SIGTSTP)
        self._loop.remove_signal_handler(signal.SIGCONT)
        if self._taken:
            super().stop_application_mode()

    def close(self) -> None:
        """Write what is left to write."""
        super().close()
        self._writer_thread = None

    def write(self, data: str) -> None:
        """Write to the terminal while it is ours."""
        if self._taken:
            super().write(data)

    @property
    def _taken(self) -> bool:
        return self._writer_thread is not None

    def _stop(self) -> None:
        """SIGTSTP: give the terminal back, stop, and take it again when we are let go on."""
        self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._go_on()

    def _go_on(self) -> None:
        """SIGCONT: after a stop that nobody told us of the terminal may be in any state."""
        if self._taken:
            self._take_again()
        else:
            self.start_application_mode()
        self._app.refresh(layout=True)

    def _take_again(self) -> None:
        if self.attrs_before is not None:
            raw = list(self.attrs_before)
            raw[tty.LFLAG] = self._patch_lflag(raw[tty.LFLAG])
            raw[tty.IFLAG] = self._patch_iflag(raw[tty.IFLAG])
            raw[tty.CC] = [*raw[tty.CC]]
            raw[tty.CC][termios.VMIN] = 1
            try:
                termios.tcsetattr(self.fileno, termios.TCSANOW, raw)
            except termios.error:  # in the background: there is one more SIGCONT to come
                return
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?7l")
        self._enable_bracketed_paste()
        self._enable_mouse_support()
        self._query_in_band_window_resize()
        size = Size(*self._get_terminal_size())
        self.send_message(events.Resize(size, size))

    # --- what comes from it

    def run_input_thread(self) -> None:
        """Read until we are to end, or until there is nothing to read from any more."""
        keyboard = Keyboard()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    read = self._read()
                    if read == b"":
                        self._loop.call_soon_threadsafe(partial(self._terminate, signal.SIGHUP))
                        return
                    for message in keyboard.feed(decode(read or b"")):
                        self.process_message(message)
                for message in keyboard.tick():
                    self.process_message(message)

    def _read(self) -> bytes | None:
        """What there is; nothing at all where the terminal is gone, None where another reader was quicker."""
        try:
            return os.read(self.fileno, _AT_ONCE)
        except BlockingIOError:
            return None
        except OSError:
            return b""
