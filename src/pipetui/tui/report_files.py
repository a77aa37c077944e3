"""What is taken elsewhere from the app, in a file that is not there yet: a report as CSV or SVG, a quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipetui import paths, private
from pipetui.domain.dates.period import Period
from pipetui.domain.errors import ConflictError, InputError
from pipetui.exchange.values import guarded
from pipetui.phrases import report_csv, report_page, report_svg
from pipetui.tui.report_pages import PageKind, Read

FORMATS = ("csv", "svg")


def as_csv(kind: PageKind, read: Read | None, period: Period, today: date) -> str:
    """What `--csv` prints; raises InputError for a page that has no figures."""
    row = kind.report
    if row is None or read is None or read.figures is None:
        raise InputError(f"{kind.title} has no tables of figures")
    return report_csv.tables(row, report_page.shape(row, read.figures, period, today), guarded)


def as_svg(kind: PageKind, read: Read | None, period: Period, today: date) -> str:
    """What `--svg` writes; raises InputError for a report that has no picture."""
    row = kind.report
    if row is None or row.plot is None or read is None or read.figures is None:
        raise InputError(f"there is no picture of {kind.title}", "the name of a CSV ends with .csv")
    span = report_page.span(row, period, today)
    return report_svg.picture(row.title, span, row.plot.heading, *row.plot.of(read.figures))


def format_of(text: str, formats: Sequence[str] = FORMATS) -> str:
    """The format that the end of a file's name says; raises InputError for another."""
    ending = text.strip().rpartition(".")[2].lower()
    if ending not in formats:
        raise InputError(f"the name of the file ends with .{' or .'.join(formats)}")
    return ending


def place_of(text: str) -> str:
    """The path that is meant, where nothing lies yet: what is there is nobody's to write over.

    Raises InputError, NotFoundError, ConflictError.
    """
    paths.check_file_name(text.strip())
    try:
        path = Path(text.strip()).expanduser()
        paths.check_file_name(str(path))
        there = path.exists()
        if "\0" in str(path):  # which no file system takes
            raise ValueError
    except (OSError, RuntimeError, ValueError):  # no such user, no permission, a name too long
        raise InputError("that is not a path that a file can have") from None
    if there:
        raise ConflictError(f"{path} is there already", "take another name")
    return str(path)


def write(path: str, content: str) -> None:
    """Put it there, for its owner alone; raises InputError where that cannot be."""
    try:
        private.write(path, content.encode("utf-8", "replace"))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None
