"""What every test stands on: shielded from this machine, a clock that stands still, a fresh book."""

import gc
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.store.store import Store

# Whoever runs the suite may have told its programs to take no notice of some signals; what is tested here must.
signal.pthread_sigmask(signal.SIG_SETMASK, ())
for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:  # which Python itself ignores
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)

settings.register_profile("suite", max_examples=15, deadline=None)  # nothing is timed here
settings.load_profile("suite")
# Else it tries what stands in all modules that happen to be imported: seconds a worker to take them apart, and a
# test tries something else after other tests.
providers._get_local_constants = lambda: providers._local_constants

_MEMORY = "/dev/shm"
if sys.platform == "linux" and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2 * 1024**3:
    # Where there is room the books lie in memory: most of their time the tests wait for a disk, at every commit.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _MEMORY)

_numbers = count()
_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_SAYINGS = ("NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS", "LINES", "_TYPER_COMPLETE")


def pytest_collection_finish() -> None:
    """Five thousand tests and what they import stay to the end: nobody need look through them for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)  # an app of a test is gone soon enough


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Let time pass; returns the new present."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self.now


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the test, gone after it: pytest gives its own a name that none of its neighbours has."""
    path = tmp_path_factory.getbasetemp() / f"test-{next(_numbers)}"
    path.mkdir()
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(autouse=True)
def shielded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees or writes the developer's book, configuration, colours, width or time zone."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("PIPETUI_DB", str(tmp_path / "book.db"))
    monkeypatch.setenv("PIPETUI_CONFIG", str(tmp_path / "config.toml"))
    for name in _SAYINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    zone = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    if zone is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = zone
    time.tzset()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whoever looks for the network fails the test, also if the error is caught; gives what was tried so far.

    A pair of sockets, as asyncio makes for itself, is no connection.
    """
    tried: list[str] = []

    def forbid(owner: object, name: str) -> None:
        def refused(*arguments: object, **options: object) -> None:
            tried.append(name)
            raise OSError(f"no network: {name}")

        monkeypatch.setattr(owner, name, refused)

    for name in ("connect", "connect_ex", "sendto", "bind"):
        forbid(socket.socket, name)
    for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname"):
        forbid(socket, name)
    yield tried
    assert tried == []


NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""The present of every test: a Saturday morning."""


@pytest.fixture
def now() -> datetime:
    """The present of every test."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> Clock:
    """A clock at `now`; set `clock.now` or call `clock.tick(minutes=5)`."""
    return Clock(now)


@pytest.fixture(scope="session")
def template_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book, made once; copying it takes a hundredth of making one."""
    path = tmp_path_factory.mktemp("template") / "book.db"
    Store.open(path).close()
    return path


@pytest.fixture
def book(tmp_path: Path, template_book: Path) -> Path:
    """A fresh book where `PIPETUI_DB` says."""
    path = tmp_path / "book.db"
    shutil.copyfile(template_book, path)
    return path


@pytest.fixture
def workspace(book: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    """A workspace at a fresh book, the default settings, the source "shell"."""
    with Store.open(book) as store:
        yield Workspace(store, clock, Settings(), "shell")
