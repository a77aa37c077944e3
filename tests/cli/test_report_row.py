"""A report is one row: shell, JSON, completion and the page in the app are made of it."""

import json
from datetime import date
from typing import NamedTuple

import pytest

from pipetui.cli.commands.report import HISTORY
from pipetui.cli.completion import offers
from pipetui.cli.completion.tab import Tab, fitting
from pipetui.domain.dates import period as periods
from pipetui.domain.money import Money
from pipetui.phrases import report_page
from pipetui.phrases.report_page import AMOUNTS, COUNT, RATE, TEXT, Column, Report, Section, lists
from pipetui.phrases.reports import REPORTS
from pipetui.service import Workspace, reports
from pipetui.store.reads import reports as store
from pipetui.tui import report_pages
from tests.cli.conftest import Shell


class Colour(NamedTuple):
    name: str
    deals: tuple[Money, ...]
    rate: float | None
    before: int | None


class Colours(NamedTuple):
    deals: int
    before: int | None
    colours: tuple[Colour, ...]


def colours(now: int, before: int | None, more: str) -> Colours:
    """Two colours, held against the period before if there is one."""
    met = (Colour("red", (Money(500, "EUR"),), 0.25, before), Colour(more, (), None, before and 0))
    return Colours(now, before, met)


COLOURS = Report(
    "colours",
    "Colours",
    "Colour report",
    "Which were met",
    "which colours were met",
    "how_many_colours",
    colours,
    found=lambda found: found.deals > 0,
    sentence=lambda found: f"{found.deals} colours",
    head=(Column("count", COUNT, path="deals"), Column("count_before", COUNT, path="before", compared=True)),
    sections=(
        Section(
            "Rates",
            "colours",
            (
                Column("colour", TEXT, "colour", path="name"),
                Column("rate", RATE, "rate"),
                Column("before", COUNT, "before", compared=True),
                Column("deals", lists((Column("value", COUNT, path="minor"),))),
            ),
        ),
        Section(
            "Sums",
            "",
            (Column("", TEXT, "colour", path="name"), Column("", AMOUNTS, "value", path="deals")),
            lambda found: found.colours,
            total=lambda found: Colour("all", (Money(500, "EUR"),), None, None),
        ),
        Section("Never met", "never", (Column("name", TEXT, "colour"),), lambda found: ()),
    ),
    also=("another_colour",),
)


@pytest.fixture(autouse=True)
def a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REPORTS, "colours", COLOURS)
    monkeypatch.setattr(
        store, "how_many_colours", lambda connection, span: 3 if span.first == "2026-04-01" else 2, raising=False
    )
    monkeypatch.setattr(store, "another_colour", lambda connection, span: "blue", raising=False)


def test_a_report_is_printed_from_its_row(run: Shell) -> None:
    assert run.did("report", "col", "2026-q3").splitlines() == [
        "Colours  Q3 2026 · before: Q2 2026",
        "2 colours",
        "",
        "Rates",
        "colour  rate  before",
        "red     25 %       3",
        "blue     n/a       0",
        "",
        "Sums",
        "colour  value",
        "red        €5",
        "blue        –",
        "all        €5",
    ]


def test_a_report_is_json_from_its_row(run: Shell) -> None:
    found = json.loads(run.did("report", "colours", "2026-q3", "--json"))
    assert (found.pop("report"), found.pop("period")["from"], found.pop("before")["to"]) == (
        "colours",
        "2026-07-01",
        "2026-06-30",
    )
    assert list(found.items()) == [
        ("count", 2),
        ("count_before", 3),
        (
            "colours",
            [
                {"colour": "red", "rate": 0.25, "before": 3, "deals": [{"value": 500}]},
                {"colour": "blue", "rate": None, "before": 0, "deals": []},
            ],
        ),
        ("never", []),
    ]


def test_where_there_is_no_period_before_nothing_is_held_against_it(run: Shell) -> None:
    assert "colour  rate\n" in run.did("report", "colours", "all")
    found = json.loads(run.did("report", "colours", "all", "--json"))
    assert (found["before"], found["count_before"], found["colours"][0]["before"]) == (None, None, None)


def test_the_app_shows_a_report_from_its_row(workspace: Workspace) -> None:
    period, today = periods.parse("2026-q3", date(2026, 11, 21)), date(2026, 11, 21)
    page = report_page.page(COLOURS, reports.figures(workspace, COLOURS, period), period, today)
    shown = "\n".join(line.text for line in report_pages.lines(report_pages.Read(page), 80))
    assert (page.title, page.span) == ("Colours", "Q3 2026 · before: Q2 2026")
    assert shown.startswith("2 colours\n\nRates\ncolour  rate  before\nred     25 %")
    assert "Never met" not in shown


def test_tab_and_help_know_every_report(run: Shell) -> None:
    offered = fitting(offers.reports, Tab((), "", ""))
    assert [word for word, _ in offered] == [*REPORTS, HISTORY]
    said = " ".join(run.did("report", "--help").split())
    for report in REPORTS.values():
        assert report is COLOURS or f"{report.name}: {report.about[:40]}" in said


def test_a_report_that_found_nothing_is_exit_code_1(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REPORTS, "colours", COLOURS._replace(found=lambda found: False))
    assert run("report", "colours", "2026") == (1, "", "nothing to report: 2026 so far · before: 1 Jan – 21 Nov 2025\n")
