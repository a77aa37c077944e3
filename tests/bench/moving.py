"""What it costs to move in and out by other ways than CSV: a workbook, the whole book as JSON, mail that logs itself.

All of it is one process on one core; the least CPU of some runs, in milliseconds, where a run can be had again.
"""

import csv
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.containers.open import tables_of
from pipetui.exchange.containers.source import Reading
from pipetui.exchange.mailbox import sync
from pipetui.present import present
from pipetui.service import Workspace
from pipetui.store.bulk.bulk_insert import seldom_collected
from pipetui.store.store import Store
from tests.bench import imports, whole_book
from tests.exchange.mails import ANN, ME, Maildir, message
from tests.exchange.workbooks import Value, xlsx

Figures = dict[str, float]

RUNS = 5
MESSAGES = 50_000
SHEET_ROWS = 10_000
SHEET, SHEET_ALONE = f"workbook of {SHEET_ROWS:,} rows", "the same, python-calamine alone"
OUT, IN = "JSON out", "JSON in"
MAIL = "mail sync, nothing new"
_NUMBER, _DAYS = 6, (8, 9)
"""Where an amount and days stand in a row of `imports.write_csv`."""


def figures(messages: int) -> Figures:
    """All of them; a name with ` cpu` or ` wall` each."""
    measured = imports.Measured()
    with tempfile.TemporaryDirectory() as folder:
        with seldom_collected():
            _workbook(Path(folder), measured)
        _mail(Path(folder), messages, measured)
        whole_book.measure(Path(folder), {"out": OUT, "in": IN}, measured)
    return measured.figures


def _workbook(place: Path, measured: imports.Measured) -> None:
    """Read a workbook as an import reads it, and with nothing but the library that does it."""
    from python_calamine import CalamineWorkbook

    path = place / "deals.xlsx"
    imports.write_csv(path.with_suffix(".csv"), SHEET_ROWS)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as text:
        headings, *rows = csv.reader(text)
    path.write_bytes(xlsx({"Deals": [headings, *map(_typed, rows)]}))

    def ours() -> None:
        for table in tables_of(path, Reading()):
            for _ in table.rows():
                pass

    def alone() -> None:
        workbook = CalamineWorkbook.from_path(path)
        workbook.get_sheet_by_name(workbook.sheet_names[0]).to_python()

    for _ in range(RUNS):
        _again(SHEET, ours, measured)
        _again(SHEET_ALONE, alone, measured)


def _typed(row: list[str]) -> list[Value]:
    """The cells as somebody typed them there."""
    cells: list[Value] = [cell or None for cell in row]
    cells[_NUMBER] = int(row[_NUMBER])
    for day in _DAYS:
        cells[day] = date.fromisoformat(row[day])
    return cells


def _mail(place: Path, messages: int, measured: imports.Measured) -> None:
    """Look again at mail that was all seen before but for a letter from a stranger: an unchanged folder is not read."""
    inbox = Maildir(place / "Mail" / "INBOX")
    inbox.put(
        *(message(subject=f"Offer {number}", sender=f"{number % 900}@news.example") for number in range(messages))
    )
    with Store.open(place / "mail.db") as store:
        workspace = Workspace(store, present, Settings(my_addresses=(ME,)), "shell")
        service.add(workspace, NewDeal("Acme rollout", emails=(ANN,), people=("Ann Lee",), organization="Acme"))
        wanted = sync.asked(workspace.settings, [str(place / "Mail")])

        def run() -> None:
            sync.log(workspace, sync.look(workspace, wanted), wanted)

        run()
        for number in range(RUNS):
            inbox.put(message(subject=f"News {number}", sender="0@news.example"))
            _again(MAIL, run, measured)


def _again(name: str, action: Callable[[], None], measured: imports.Measured) -> None:
    """Do it, and keep what it took where that is the least so far."""
    before = dict(measured.figures)
    measured(name, action)
    measured.figures |= {figure: min(value, before.get(figure, value)) for figure, value in measured.figures.items()}
