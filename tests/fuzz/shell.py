"""The whole command line in one process, through its real front door, on a book of its own."""

import contextlib
import io
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from pipetui import __main__ as front_door
from pipetui import demo, editing, outside, present
from pipetui.cli import prompts
from pipetui.store import search_index
from pipetui.store.store import Store
from tests.fuzz.entry import clean, texts
from tests.fuzz.moment import NOW

Rows = dict[str, list[tuple[Any, ...]]]

KNOWN_CODES = range(6)
"""Exit codes that mean something (behaviour 31); 70 is an error of the program itself."""

_DEALS = 12
OF_ITSELF = (*search_index.TABLES, "forecast_day")
"""Tables that a verb may bring up to date by itself: where words are found, and how the forecast stands each day."""
_CALLED = (("deal", "title", "Acme rollout"), ("organization", "name", "Acme"), ("person", "name", "Ann Lee"))
"""So that the examples of the help are about somebody."""
_CSV = "Deal name,Amount,Stage,Close date\nAcme seats,12k,Demo,2026-12-31\nBad,x,Demo,\n"


class Result(NamedTuple):
    """What a call did: its exit code, its data, its speech."""

    code: int
    out: str
    err: str


class Shell:
    """`pipetui` as a rep has it: a book of a dozen deals in the folder they work in, today's backup beside it.

    Whatever is done there, `fresh` brings back the first state of everything.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.work = folder / "work"
        self.book = self.work / "book.db"

    def fresh(self) -> None:
        """The folder as it was at first."""
        kept = self._folder / "kept"
        if not kept.exists():
            _make(kept)
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(kept, self.work)

    def rows(self) -> Rows:
        """Every row of every table, the journal and the counters of row numbers included."""
        with closing(sqlite3.connect(self.book)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {
                name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
                for name in names
                if name not in OF_ITSELF
            }
        rows["sqlite_sequence"] = [row for row in rows["sqlite_sequence"] if row[0] not in OF_ITSELF]
        return rows

    def __call__(self, arguments: Sequence[str], typed: str | None = None, **variables: str) -> Result:
        """Call it; `typed` is what the rep types at a terminal (None: there is none), `variables` are added."""
        out, err = io.StringIO(), io.StringIO()
        with self._place(arguments, typed, variables), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = front_door.main()
            except SystemExit as left:  # the way Tab's answers end
                code = left.code if isinstance(left.code, int) else 0
        return Result(code, out.getvalue(), err.getvalue())

    def edited(self, arguments: Sequence[str], text: str) -> Result:
        """Call a verb that opens an editor, in which the rep leaves just that text."""

        def save(command: Sequence[str]) -> int:
            Path(command[-1]).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
            return 0

        with patch.object(editing, "terminal", lambda: True), patch.object(editing, "in_terminal", save):
            return self(arguments, EDITOR="ed")

    def checked(self, arguments: Sequence[str], typed: str | None = None, **variables: str) -> Result:
        """Call it, and look at what must hold of every call."""
        before = self.rows()
        result = self(arguments, typed, **variables)
        self.check(result, before)
        return result

    def check(self, result: Result, before: Rows) -> None:
        """Raises AssertionError for an unknown exit code, a write on an error, and control characters anywhere."""
        assert result.code in KNOWN_CODES, result
        assert clean(result.out + result.err), result
        after = self.rows()
        if result.code:
            changed = [name for name in after if after[name] != before.get(name)]
            assert not changed, f"{result!r:.500} and yet it wrote: {changed}"
        elif after != before:
            for name, rows in after.items():
                for text in texts(rows):
                    assert clean(text), f"control characters came into {name}: {text!r:.200}"

    @contextlib.contextmanager
    def _place(self, arguments: Sequence[str], typed: str | None, variables: dict[str, str]) -> Iterator[None]:
        """Away from this machine: no home, no colours, no terminal but the one that is played, nothing opened."""
        home = str(self._folder / "home")
        environment = {
            name: value for name, value in os.environ.items() if name in ("PATH", "TZ", "LANG", "LC_ALL", "TMPDIR")
        }
        folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        environment |= {"HOME": home, **dict.fromkeys(folders, home), "PIPETUI_DB": str(self.book), "TERM": "dumb"}
        environment |= {"PIPETUI_CONFIG": str(self.work / "config.toml"), **variables}
        with ExitStack() as stack:
            stack.enter_context(contextlib.chdir(self.work))
            stack.enter_context(patch.dict(os.environ, environment, clear=True))
            for owner, name, value in (
                (sys, "argv", ["pipetui", *arguments]),
                (sys, "stdin", io.StringIO(typed or "")),
                (tempfile, "tempdir", str(self.work)),
                (present, "present", lambda: NOW),
                (prompts, "terminal", lambda: typed is not None),
                (outside, "open_address", outside.checked),
                (outside, "copy", outside.copying),
            ):
                stack.enter_context(patch.object(owner, name, value))
            yield


def _make(folder: Path) -> None:
    folder.mkdir(parents=True)
    with Store.open(folder / "book.db") as store:
        demo.build(store, NOW, deals=_DEALS)
        for table, column, name in _CALLED:
            store.connection.execute(f"UPDATE {table} SET {column} = ?, key = ? WHERE id = 1", (name, name.lower()))
    (folder / "deals.csv").write_text(_CSV)
    backups = folder / "book.db.backups"
    backups.mkdir()
    (backups / f"daily-{NOW.date().isoformat()}.db").touch()
