"""`make bench`: what things cost, as medians, and as ratios to floors measured in the same run.

Prints every figure and the bars they have to keep, and writes both to `bench.json` in the working directory. Not part
of the suite: a time is never asserted. The books are made once a day, which takes some minutes.
"""

import argparse
import json
import multiprocessing
import os
import platform
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from tests.bench import app, books, imports, moving, numbers, processes, table

T = TypeVar("T")

GROUPS = ("shell", "app", "numbers", "import", "moving")


def alone(action: Callable[..., T], *words: object, **options: object) -> T:
    """Call it in a process of its own, whose memory nothing else has filled."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(action, *words, **options).result()


def in_app(kept: Path, *, quick: bool) -> processes.Figures:
    """What the app costs; a book of 1,000 is only there to be compared with."""
    ten = alone(books.book, kept, books.TEN_THOUSAND)
    figures: processes.Figures = {}
    if quick:
        figures |= alone(app.in_terminal, ten, 10_000, runs=3, idle_seconds=5.0)
    else:
        figures |= alone(app.in_app, alone(books.book, kept, books.THOUSAND), 1_000)
        figures |= alone(app.in_app, alone(books.book, kept, books.HUNDRED_THOUSAND), 100_000)
        figures |= alone(app.in_career, alone(books.book, kept, books.CAREER))
        figures |= alone(app.in_terminal, ten, 10_000)
    return figures | alone(app.in_app, ten, 10_000)


def asked() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a few runs, without the largest books of the app")
    parser.add_argument("--only", default="", metavar="NAME", help=f"{', '.join(GROUPS)}, or part of a command's name")
    parser.add_argument("--fresh", action="store_true", help="make the books anew")
    parser.add_argument("--markdown", action="store_true", help="print the bars as a Markdown table, nothing else")
    return parser.parse_args()


def main() -> None:
    """Measure, print, write."""
    options = asked()
    kept = books.folder(fresh=options.fresh)
    figures: processes.Figures = {}
    if options.only not in GROUPS[1:]:
        for size in (books.SMALL, books.TEN_THOUSAND, books.CAREER):
            alone(books.book, kept, size)
        only = "" if options.only == "shell" else options.only
        with tempfile.TemporaryDirectory() as work:
            figures |= processes.measured(kept, Path(work), 5 if options.quick else 21, only)
    if options.only in ("", "app"):
        figures |= in_app(kept, quick=options.quick)
    if options.only in ("", "numbers") and not (options.quick and not options.only):
        figures |= alone(numbers.figures, alone(books.book, kept, books.CAREER))
    imported = 10_000 if options.quick else 100_000
    if options.only in ("", "import"):
        figures |= imports.figures(imported, 1 if options.quick else imports.RUNS)
    if options.only in ("", "moving") and not (options.quick and not options.only):
        figures |= alone(moving.figures, moving.MESSAGES)
    rows = table.lines(figures, books.overdue(alone(books.book, kept, books.TEN_THOUSAND)), imported)
    if options.only:
        rows = [row for row in rows if row.reached is not None]
    machine = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }
    told = [
        {
            **row._asdict(),
            "bar": row.bar._asdict(),
            "reached": row.reached,
            "reached_at_least": row.reached_at_least,
            "met": row.met,
        }
        for row in rows
    ]
    written = json.dumps({"machine": machine, "figures": figures, "bars": told}, indent=2, ensure_ascii=False)
    Path("bench.json").write_text(written, encoding="utf-8")
    print(table.markdown(rows) if options.markdown else table.plain(figures, rows))


if __name__ == "__main__":
    main()
