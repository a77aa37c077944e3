"""Whole processes: the shell verbs, and the floors they are measured against.

They take turns, so that a machine whose speed drifts slows all of them alike. What they print goes to a file, 120
columns wide.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench import books

Figures = dict[str, float]

PASS = "python -c pass"
INSERT = "python, one sqlite3 insert"
_INSERT = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('INSERT INTO t VALUES (1)'); c.commit()"
_TABLE = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE t (n)')"

CONFIGURED = "note, with settings"
SETTINGS = "settings, CPU"
"""What the file of the settings costs a verb: `note` with it less `note` without, right after each other."""
_SETTINGS = """
[dates]
week_start = "sunday"
workdays = ["mon", "tue", "wed", "thu", "fri"]
holidays = [2026-12-25, 2027-01-01]
[urgency]
lateness = 11.0
hot = 14.0
[app]
theme = "nord"
compact = true
[keys]
"deal.advance" = "greater_than_sign,L"
[me]
name = "Ann Lee"
[sweep]
calls = 4
[journal]
days = 400
"""

VERBS = {
    "next": "next {} fri call",
    "snooze": "snooze {} +1w",
    "done": "done {}",
    "note": "note {} hello",
    CONFIGURED: "note {} hello",
    "tag": "tag {} hot",
    "advance": "advance {}",
    "retreat": "retreat {}",
    "edit": "edit {} value:12345",
    "history": "history",
    "undo": "undo",
    "drop": "drop {} price",
    "reopen": "reopen {}",
    "win": "win {}",
    "reopen, again": "reopen {}",
}
"""In this order one after the other, again and again: each can be done once more after the others."""

HELP = {"next --help": "next --help", "pipetui --help": "--help"}
TAB = "pipetui, Tab"
_TAB = {"_PIPETUI_COMPLETE": "complete_bash", "COMP_WORDS": "pipetui\n", "COMP_CWORD": "1"}


REHEARSAL = "rehearsal of 5,000 changes"
LISTED = {
    "today": "today",
    "list need:unknown": "list need:unknown",
    "a word of a note, in list": "list invoices",
    "people": "people",
    "orgs": "orgs",
    "customers": "orgs --customers",
    "playbook": "playbook",
}
"""What is asked of a book with 100,000 deals and a million touches; into a file, so all of it is printed."""


class Command(NamedTuple):
    """Words to run, and what in the environment differs from ours."""

    words: list[str]
    environment: Mapping[str, str]


class Taken(NamedTuple):
    """Milliseconds of one process: on the clock, and of processor time."""

    wall: float
    cpu: float


def measured(kept: Path, work: Path, runs: int, only: str = "") -> Figures:
    """Milliseconds of every command whose name holds `only`, and of the floors.

    Of each the median is under its name, the least and the median processor time under `NAME, least` and `NAME, CPU`.
    `kept` holds the books, `work` is for copies of them.
    """
    commands = {
        name: command for name, command in _commands(kept, work).items() if only in name or name in (PASS, INSERT)
    }
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            once = _timed(command, work / "printed")
            if run:  # the first one warms up, and makes the day's backup
                taken[name].append(once)
    figures: Figures = {}
    for name, times in taken.items():
        figures[name] = statistics.median(once.wall for once in times)
        figures[f"{name}, least"] = min(once.wall for once in times)
        figures[f"{name}, CPU"] = statistics.median(once.cpu for once in times)
    if {"note", CONFIGURED} <= taken.keys():
        pairs = zip(taken[CONFIGURED], taken["note"], strict=True)
        figures[SETTINGS] = statistics.median(configured.cpu - bare.cpu for configured, bare in pairs)
    return figures


def _commands(kept: Path, work: Path) -> dict[str, Command]:
    bare = work / "bare.db"
    subprocess.run([sys.executable, "-c", _TABLE, str(bare)], check=True)
    surroundings = _surroundings(work)
    found = {
        PASS: Command([sys.executable, "-c", "pass"], surroundings),
        INSERT: Command([sys.executable, "-c", _INSERT, str(bare)], surroundings),
    }
    pipetui = str(Path(sys.executable).with_name("pipetui"))
    for size in (books.SMALL, books.TEN_THOUSAND, books.CAREER):
        path = Path(shutil.copy(books.book(kept, size), work))
        here = {**surroundings, "PIPETUI_DB": str(path)}
        for name, words in (
            ("add", ["add", books.WORDED]),
            ("log", ["log", str(books.open_deal(path)), "call"]),
            ("prompt", ["prompt"]),
        ):
            found[f"{name}, {size.deals:,} deals"] = Command([pipetui, *words], here)
        if size == books.TEN_THOUSAND:
            # Copied before anything is added: the lists are those of both programs' same items.
            listed = {**here, "PIPETUI_DB": str(shutil.copy(path, work / "listed.db"))}
            for name in ("overdue", "list"):
                found[name] = Command([pipetui, name], listed)
            changed = {**here, "PIPETUI_DB": str(shutil.copy(path, work / "changed.db"))}
            deal = str(books.open_deal(path))
            found |= {name: Command([pipetui, *words.format(deal).split()], changed) for name, words in VERBS.items()}
            found[CONFIGURED] = found[CONFIGURED]._replace(environment={**changed, "PIPETUI_CONFIG": _settings(work)})
            found |= {name: Command([pipetui, *words.split()], changed) for name, words in HELP.items()}
            found[TAB] = Command([pipetui], {**changed, **_TAB})
        if size == books.CAREER:
            found |= {
                f"{name}, {size.deals:,} deals": Command([pipetui, *words.split()], here)
                for name, words in LISTED.items()
            }
            many = map(str, books.open_deals(path, 5_000))
            found[REHEARSAL] = Command([pipetui, "tag", *many, "spring", "--dry-run"], here)
    if shutil.which("task"):
        data = books.tasks(kept, books.book(kept, books.TEN_THOUSAND))
        for name, words in (
            ("task add", ["add", "Acme pilot", "due:fri"]),
            ("task overdue", ["overdue"]),
            ("task list", ["list"]),
        ):
            copy = work / name
            shutil.copytree(data, copy)
            found[name] = Command(["task", *words], {**surroundings, **books.task_environment(copy)})
    return found


def _settings(work: Path) -> str:
    """A file of settings, as old as one that was not written just now."""
    path = work / "settings.toml"
    path.write_text(_SETTINGS, "utf-8")
    os.utime(path, (0, 0))
    return str(path)


def _surroundings(work: Path) -> dict[str, str]:
    """Nobody's own settings; and modules are compiled as an installed program has them."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PIPETUI_", "PYTHON", "XDG_"))},
        **{f"XDG_{kind}_HOME": str(work / kind.lower()) for kind in ("DATA", "CONFIG", "STATE", "CACHE")},
        "PIPETUI_CONFIG": str(work / "none.toml"),
        "COLUMNS": "120",
    }


def _timed(command: Command, printed: Path) -> Taken:
    with printed.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.words, env=command.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command.words} ended with {process.returncode}: {printed.read_text('utf-8')[-400:]}")
    return Taken(wall * 1000, (used.ru_utime + used.ru_stime) * 1000)
