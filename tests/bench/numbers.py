"""What the numbers cost in a book of 100,000 deals and a million touches: forecast, quota, every report."""

import time
from collections.abc import Callable
from pathlib import Path

from pipetui.config import Settings
from pipetui.domain.dates import period as periods
from pipetui.domain.money import Money
from pipetui.domain.quota import QuotaTarget
from pipetui.phrases.reports import REPORTS
from pipetui.present import present
from pipetui.service import Workspace, forecast, reports
from pipetui.store.reads import quota
from pipetui.store.store import Store

Figures = dict[str, float]

RUNS = 3
NAMED = ("this-quarter", "this-year", "all")
ONCE_READ, READ = "forecast, 10,000 open, once read, CPU", "forecast, 10,000 open, with reading, CPU"


def told(report: str, named: str) -> str:
    """The name of the figure of a report on a period."""
    return f"report {report} {named}, CPU"


def figures(book: Path) -> Figures:
    """The least CPU of some runs each, in milliseconds: all of it is one process on one core."""
    found: Figures = {}

    def least(name: str, action: Callable[[], object]) -> None:
        spent = []
        for _ in range(RUNS):
            before = time.process_time()
            action()
            spent.append(1000 * (time.process_time() - before))
        found[name] = min(spent)

    with Store.open(book, reading=True) as store:
        here = Workspace(store, present, Settings(), "shell")
        today = here.now().date()
        quarter = periods.parse("", today)
        outline = forecast.outline(here, quarter)
        least(READ, lambda: forecast.forecast(here, quarter))
        least(ONCE_READ, lambda: (forecast.outline(here, quarter, outline.found)).forecast())
        target = QuotaTarget("quarter", quarter.first, Money(10**9, "EUR"))
        least("quota, CPU", lambda: quota.standing_of(store.connection, target, quarter, here.now()))
        for name, report in REPORTS.items():
            for asked in NAMED:
                period = periods.parse(asked, today)
                least(told(name, asked), lambda report=report, period=period: reports.figures(here, report, period))  # type: ignore[misc]
    return found
