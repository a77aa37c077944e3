"""`pipetui forecast`: what will come in, why, and how well the like was told before (behaviour 18)."""

import csv
import gc
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipetui import __main__ as front_door
from pipetui import demo
from pipetui.cli import call
from pipetui.domain.dates import period as periods
from pipetui.insight.backtest import ESTIMATE, PERCENTAGE, Proof, WayScore
from pipetui.insight.forecast import Forecast
from pipetui.phrases import forecast_page
from pipetui.service.maintenance import forecast_keeper
from pipetui.store.store import Store
from tests.cli.conftest import Shell
from tests.conftest import NOW, Clock


def told(run: Shell, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.did("forecast", *words, "--json"))
    return found


@pytest.fixture(scope="module")
def demo_book(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book of that day, made once."""
    path = tmp_path_factory.mktemp("forecast") / "demo.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW, deals=60)
    return path


@pytest.fixture
def lively(run: Shell, book: Path, demo_book: Path) -> Shell:
    """The shell at the demo book."""
    shutil.copyfile(demo_book, book)
    return run


def rows(book: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(book)) as connection:
        return connection.execute(statement).fetchall()


def test_b18_an_empty_book_has_nothing_to_forecast(run: Shell) -> None:
    result = run("forecast")
    assert (result.code, result.out) == (1, "")
    assert result.err == "nothing to forecast: Q4 2026 so far, 40 days left\n"
    assert told_of(run("forecast", "--json").out)["currencies"] == []
    result = run("forecast", "--backtest")
    assert (result.code, result.out) == (1, "")
    assert "nothing to walk through" in result.err


def told_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_b18_won_weighted_past_and_undated_are_told_apart_currency_by_currency(run: Shell) -> None:
    """Without history the estimate is the percentage, in the period of the expected close."""
    run.did("add", "Acme", "10k", "p:40", "close:2026-12-10")
    run.did("add", "Later one", "7k", "p:50", "close:2027-01-10")
    run.did("add", "Globex", "2000 USD", "p:25", "close:2026-11-28")
    run.did("add", "No day", "3k", "p:30")
    run.did("add", "No value", "p:90", "close:2026-12-20")
    run.did("add", "Parked", "90k", "p:90", "close:2026-12-20")
    run.did("park", "Parked", "+4w")
    run.did("add", "Over", "1k", "p:80", "close:2026-11-22")
    found = told(run)
    euros, dollars = found["currencies"]
    assert [one["currency"] for one in (euros, dollars)] == ["EUR", "USD"]
    assert euros["won"] == {"deals": 0, "value": "0.00"}
    assert euros["weighted"] == "4800.00"
    assert euros["estimate"] == "4800.00"
    assert euros["open"]["expected"] == {
        "deals": 3, "without_value": 1, "value": "11000.00", "weighted": "4800.00", "estimate": "4800.00"
    }  # fmt: skip
    assert euros["open"]["undated"]["weighted"] == "900.00"
    assert euros["open"]["undated"]["estimate"] == "0.00"
    assert euros["open"]["later"]["deals"] == 1
    assert euros["in_no_sum"] == 1
    assert dollars["weighted"] == "500.00"
    assert found["parked_deals"] == 1
    assert told(run, "this-month")["currencies"][0]["open"]["expected"]["weighted"] == "800.00"
    page = run("forecast")
    assert "no closed deal to learn from yet: the estimate is the percentages" in page.out
    assert "parked, left out: 1 deal" in page.out
    assert "in no sum: 1 deal" in page.out


def test_b18_an_overdue_deal_is_never_left_out_silently(run: Shell, clock: Clock) -> None:
    run.did("add", "Acme", "10k", "p:40", "close:2026-11-28")
    clock.tick(days=10)
    found = told(run)["currencies"][0]
    assert found["weighted"] == "0.00"
    assert (found["open"]["past"]["deals"], found["open"]["past"]["weighted"]) == (1, "4000.00")
    assert "past its close date" in run.did("forecast")


def test_b18_a_period_that_is_over_is_what_was_won_in_it(run: Shell, clock: Clock) -> None:
    run.did("add", "Acme", "10k", "close:2026-11-28")
    run.did("win", "acme")
    run.did("add", "Globex", "4k", "p:50", "close:2026-11-29")
    clock.tick(days=200)
    found = told(run, "2026-11")["currencies"][0]
    assert (found["won"]["value"], found["estimate"], found["p10"], found["p90"]) == ("10000.00",) * 4
    assert run("forecast", "all").code == 2
    assert run("forecast", "yesteryear").code == 2
    assert told(run, "9998")["period"]["to"] == "9998-12-31"


def test_b18_every_figure_of_the_demo_book_is_that_of_plain_sql(lively: Shell, book: Path) -> None:
    """Counts, values and weighted sums, worked out by another way."""
    found = told(lively)
    quarter = "closed_on BETWEEN '2026-10-01' AND '2026-12-31'"
    for one in found["currencies"]:
        code = one["currency"]
        scale = 1 if code == "JPY" else 100
        live = f"FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL AND currency = '{code}'"
        ((deals, won),) = rows(
            book, f"SELECT count(*), coalesce(sum(value_minor), 0) {live} AND status = 'won' AND {quarter}"
        )
        assert (one["won"]["deals"], float(one["won"]["value"])) == (deals, won / scale)
        unparked = f"{live} AND status = 'open' AND coalesce(parked_until, '') <= '2026-11-21'"
        chance = "coalesce(own_probability, s.probability)"
        summed = f"count(*), coalesce(sum(value_minor), 0), coalesce(sum((value_minor * {chance} + 50) / 100), 0)"
        conditions = {
            "expected": "expected_close BETWEEN '2026-11-21' AND '2026-12-31'",
            "past": "expected_close < '2026-11-21'",
            "undated": "expected_close IS NULL",
            "later": "expected_close > '2026-12-31'",
            "earlier": "0",
        }
        weighted = {}
        for group, condition in conditions.items():
            ((deals, value, weighed),) = rows(book, f"SELECT {summed} {unparked} AND {condition}")
            there = one["open"][group]
            assert (there["deals"], float(there["value"]), float(there["weighted"])) == (
                deals, value / scale, weighed / scale
            )  # fmt: skip
            weighted[group] = weighed / scale
        assert float(one["weighted"]) == pytest.approx(won / scale + weighted["expected"])
        adds = sum(float(deal["adds"]) for deal in found["deals"] if deal["currency"] == code)
        parts = sum(float(group["estimate"]) for group in one["open"].values())
        assert parts == pytest.approx(adds, abs=1 if code == "JPY" else 0.3)
        new = float(one["not_entered_yet"]["value"] or 0)
        assert float(one["estimate"]) == pytest.approx(float(one["won"]["value"]) + parts + new, abs=3)
        assert float(one["p10"]) <= float(one["p50"]) <= float(one["p90"])
        assert len(one["key_deals"]) <= 10
    assert all(0 <= deal["won"] <= 1 and 0 <= deal["lost"] <= 1 for deal in found["deals"])


def test_b18_csv_is_a_line_a_deal_and_no_text_is_a_formula(lively: Shell) -> None:
    lively.did("add", "=HYPERLINK(1)", "5k")
    found = list(csv.DictReader(lively.did("forecast", "--csv").splitlines()))
    assert len(found) == len(told(lively)["deals"])
    assert found[-1]["title"].lstrip("'\t").startswith("=HYPERLINK")
    assert not found[-1]["title"].startswith("=")
    assert {line["value_estimated"] for line in found} == {"yes", "no"}


def test_b18_why_lists_what_moved_a_deal_sign_by_sign(lively: Shell) -> None:
    deals = {deal["id"]: deal["won"] for deal in told(lively)["deals"]}
    for number in list(deals)[:8:3]:
        found = told(lively, "--why", str(number))
        assert found["won"] == deals[number]
        assert found["why"][-1]["won"] == pytest.approx(deals[number], abs=1e-4)
        assert found["why"][0]["what"] == "age"
    number = str(next(iter(deals)))
    assert "as old as it is" in lively.did("forecast", "--why", number)
    assert lively("forecast", "--why", "1,2").code == 2
    assert lively("forecast", "--why", "nobody at all").code == 3
    lively.did("win", number)
    result = lively("forecast", "--why", number)
    assert (result.code, "is won" in result.err) == (2, True)


@pytest.fixture
def years(run: Shell, book: Path) -> Shell:
    """Three years of deals that another program wrote: a third won, each closed within four months or still open."""
    with closing(sqlite3.connect(book)) as connection:
        first = datetime(2024, 1, 1, 12, tzinfo=UTC)
        for number in range(1, 1041):
            opened = first + timedelta(days=number % 1041)
            days = 5 + (number * 37) % 110
            closed = opened + timedelta(days=days)
            over = closed < datetime(2026, 11, 21, tzinfo=UTC)
            status = ("won" if number % 3 == 0 else "lost") if over else "open"
            title = ("Pump", "Tank")[number % 2]
            value = 100_000 * (1 + number % 2)
            connection.execute(
                """INSERT INTO deal (id, title, key, value_minor, currency, status, stage_id, entered_stage_at, source,
                   close_pushed, created_at, closed_at, closed_on, lost_reason, lost_note, renewal_lead_days,
                   origin_kind, created_unknown)
                   VALUES (?, ?, ?, ?, 'EUR', ?, 1, ?, '', 0, ?, ?, ?, '', '', 0, '', 0)""",
                (
                    number, title, title.lower(), value if over else None, status, opened.isoformat()[:19] + "Z",
                    opened.isoformat()[:19] + "Z", closed.isoformat()[:19] + "Z" if over else None,
                    closed.date().isoformat() if over else None,
                ),
            )  # fmt: skip
        connection.commit()
    return run


def test_b18_a_backtest_walks_the_past_and_prints_what_each_way_is_worth(years: Shell) -> None:
    found = told(years, "--backtest", "--by", "quarter")
    own, cycle = found["ways"]["estimate"], found["ways"]["cycle"]
    assert found["periods"] >= 10
    assert own["log_loss"] < cycle["log_loss"]
    assert own["deals"] == sum(tenth["deals"] for tenth in own["tenths"])
    assert found["ways"]["percentage"]["log_loss"] is None  # nobody expected anything on any day
    page = years.did("forecast", "--backtest")
    assert "estimate from own history" in page
    assert "of no deal" in page
    assert len(page.splitlines()[-10:]) == 10
    late = told(years, "--backtest", "--since", "2026-06-01")
    assert (late["by"], late["periods"]) == ("month", 5)


def test_b18_sums_of_a_backtest_go_by_a_field_of_ones_own(years: Shell) -> None:
    years.did("fields", "add", "Region", "text")
    years.did("edit", "1000", "region:North")
    north = told(years, "--backtest", "--since", "2026-10-01", "--per", "region")
    assert north["ranges"]["sums"] == 2
    result = years("forecast", "--backtest", "--per", "nonsense")
    assert (result.code, "fields of deals: Region" in result.err) == (2, True)


def test_b18_deals_without_a_value_count_as_like_won_ones_did(years: Shell) -> None:
    found = told(years)
    by_title = {deal["title"]: deal["value"] for deal in found["deals"]}
    assert by_title == {"Pump": "1000.00", "Tank": "2000.00"}
    assert all(deal["value_estimated"] for deal in found["deals"])
    assert float(found["currencies"][0]["not_entered_yet"]["value"]) > 0
    assert "as won deals with the same title" in years.did("forecast", "--why", str(found["deals"][0]["id"]))


def test_b18_options_that_do_not_go_together_are_refused(run: Shell) -> None:
    for words in (
        ("--by", "month"),
        ("--backtest", "--csv"),
        ("--backtest", "this-month"),
        ("--backtest", "--by", "year"),
        ("--backtest", "--since", "nonsense"),
        ("--why", "1", "--csv"),
    ):
        result = run("forecast", *words)
        assert (result.code, result.out) == (2, ""), words


def test_b18_todays_win_is_won_and_no_more_open(lively: Shell) -> None:
    before = told(lively)
    deal = next(one for one in before["deals"] if one["currency"] == "EUR" and not one["value_estimated"])
    lively.did("win", str(deal["id"]))
    after = told(lively)
    assert deal["id"] not in [one["id"] for one in after["deals"]]
    won = [float(found["currencies"][0]["won"]["value"]) for found in (before, after)]
    assert won[1] == won[0] + float(deal["value"])
    assert date.fromisoformat(after["period"]["from"]) == date(2026, 10, 1)


def test_b19_the_quota_stands_beside_the_estimate(lively: Shell) -> None:
    assert all(one["quota"] is None and one["gap"] is None for one in told(lively)["currencies"])
    lively.did("quota", "set", "200k", "10", "deals", "--per", "quarter", "--from", "2026-10-01")
    found = told(lively)
    euros = next(one for one in found["currencies"] if one["currency"] == "EUR")
    assert float(euros["gap"]) == 200_000 - float(euros["won"]["value"])
    assert 0 <= euros["quota_made"] <= 1
    assert found["quota_deals"] == 10
    assert found["expected_deals"] == pytest.approx(
        sum(deal["won"] for deal in found["deals"]) + sum(one["not_entered_yet"]["won"] for one in found["currencies"]),
        abs=0.01,
    )
    assert "to go" in lively.did("forecast")
    assert "to go" not in lively.did("forecast", "this-month")  # it is of another length


def test_b19_a_quota_is_shown_where_nothing_is_open_yet(run: Shell) -> None:
    run.did("quota", "set", "100k", "--per", "quarter")
    found = told(run)["currencies"]
    assert [(one["gap"], one["estimate"], one["quota_made"]) for one in found] == [("100000.00", "0.00", 0.0)]


def test_b18_any_two_days_and_weeks_can_be_forecast(lively: Shell) -> None:
    for words in (("2026-11-10..2026-12-20",), ("this-week",), ("2027-w05",), ("2020-01-01..2020-01-01",)):
        found = told(lively, *words)
        assert all(float(one["estimate"]) >= float(one["won"]["value"]) for one in found["currencies"])


# --- by hand, and day by day


def by_hand(run: Shell, *words: str) -> dict[str, str]:
    found: dict[str, str] = told(run, *words)["currencies"][0]["by_hand"]
    return found


def test_b18_deals_are_put_into_the_forecast_by_hand(run: Shell) -> None:
    run.did("add", "Won", "1k")
    run.did("win", "1")
    for title, value, close in (
        ("Sure", "10k", "2026-12-10"),
        ("Maybe", "7k", ""),
        ("Out", "3k", ""),
        ("Far", "5k", "2027-02-10"),
    ):
        run.did("add", title, value, *([f"close:{close}"] if close else []))
    assert run.did("category", "2", "com").startswith("#2 Sure → commit")
    run.did("category", "maybe", "best", "case")
    run.did("category", "4", "omit")
    run.did("category", "5", "commit")
    assert by_hand(run) == {"commit": "11000.00", "best_case": "18000.00", "pipeline": "18000.00"}
    assert by_hand(run, "this-year") == by_hand(run)
    assert "by hand: commit €11,000, best case €18,000, pipeline €18,000 (1 expected later)" in run.did("forecast")
    assert [deal["category"] for deal in told(run)["deals"]] == ["commit", "best case", "omitted", "commit"]
    run.did("category", "2", "none")
    assert by_hand(run)["commit"] == "1000.00"
    run.did("undo")
    assert by_hand(run)["commit"] == "11000.00"
    assert run("category", "2", "commit").code == 4, "nothing is different"
    assert run("category", "1", "commit").code == 2, "it is won"
    assert "the places: commit, best case, pipeline, omitted, none" in run("category", "2", "x").err
    assert run("category", "2").code == 2


def test_b18_what_is_put_by_hand_without_a_value_is_said_to_be_taken_for_what_like_ones_brought(run: Shell) -> None:
    run.did("add", "Won", "1k")
    run.did("win", "1")
    run.did("add", "Maybe")
    run.did("category", "2", "commit")
    assert "by hand: commit €2,000, best case €2,000, pipeline €2,000 (≈ 1 without a value)" in run.did("forecast")
    run.did("category", "2", "omit")
    assert "by hand: commit €1,000, best case €1,000, pipeline €1,000\n" in run.did("forecast")


def test_b18_the_forecast_of_a_day_is_kept_when_the_verb_has_answered(
    run: Shell, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run.did("add", "Acme", "10k", "p:40", "close:eom")
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(call, "begun_days", [(str(book), None)])
    monkeypatch.setattr(sys, "argv", ["pipetui", "--version"])
    started, start = [], forecast_keeper.start
    monkeypatch.setattr(
        forecast_keeper, "start", lambda *named: started.append((start(*named), capsys.readouterr().out))
    )
    assert front_door.command() == 0
    [(keeper, said)] = started
    assert said.startswith("pipetui ")
    assert keeper is not None
    assert keeper.wait() == 0
    assert len(rows(book, "SELECT DISTINCT period FROM forecast_day")) == 3
    gone = tmp_path / "gone.db"
    forecast_keeper.keep(str(gone))
    assert not gone.exists()


def test_b18_what_was_put_by_hand_leaves_and_comes_back_with_the_book(run: Shell, tmp_path: Path) -> None:
    run.did("add", "Acme", "10k", "close:2026-12-10")
    run.did("category", "1", "commit")
    run.did("export", "--output", str(tmp_path / "all.json"))
    run.did("import", str(tmp_path / "all.json"), "--yes", "--db", str(tmp_path / "other.db"))
    found = json.loads(run.did("forecast", "--json", "--db", str(tmp_path / "other.db")))
    assert found["deals"][0]["category"] == "commit"


def test_b18_the_forecast_is_kept_once_a_day_and_is_no_step_of_undo(
    run: Shell, book: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, str | None]] = []
    monkeypatch.setattr(call, "begun_days", begun)
    clock.now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    run.did("add", "Acme", "10k", "p:40", "close:2026-12-10")
    run.did("note", "1", "on the day the book was begun nothing has moved")
    assert begun == []
    for day in (22, 23, 24, 30):
        clock.now = datetime(2026, 11, day, 10, tzinfo=UTC)
        begun.clear()
        run.did("note", "1", "a day")
        run.did("note", "1", "the same day")
        assert begun == [(str(book), None)], "the first write of a day alone has it kept"
        for _ in range(2):
            forecast_keeper.keep(*begun[0])
    run.did("edit", "1", "value:20k")
    kept = rows(book, "SELECT day, period, weighted_minor FROM forecast_day WHERE period = 'quarter' ORDER BY day")
    assert kept == [(f"2026-11-{day}", "quarter", 400_000) for day in (22, 23, 24, 30)]
    shown = run.did("forecast", "--moved").splitlines()
    assert [line.split("  ")[0] for line in shown[2:]] == ["Sun 22 Nov", "Tue 24 Nov", "Mon 30 Nov"]
    assert "€8k" in shown[-1], "today is told as it stands"
    days = json.loads(run.did("forecast", "--moved", "--json"))["days"]
    assert [one["weighted"] for one in days] == ["4000.00", "4000.00", "4000.00", "8000.00"]
    sheet = list(csv.DictReader(run.did("forecast", "--moved", "--csv").splitlines()))
    assert [(one["day"], one["estimate"]) for one in sheet] == [(one["day"], one["estimate"]) for one in days]
    assert "forecast" not in run.did("history", "--json")
    assert run("forecast", "2025", "--moved").code == 1
    assert run("forecast", "--moved", "--why", "1").code == 2


def test_b18_the_rep_hears_in_sales_words_that_the_percentages_are_used() -> None:
    own, usual = (WayScore(way, 200, loss, loss, 0.1, ()) for way, loss in ((ESTIMATE, 0.5), (PERCENTAGE, 0.3)))
    proof = Proof(9, (own, usual), (own, usual), 0, 0, 0.0)
    day = date(2026, 11, 23)
    found = Forecast(periods.of("quarter", day), day, 200, 0.5, proof, (), ())
    (said,) = forecast_page.remarks(found)
    assert (
        said == "the estimate is the percentages: of your past deals they told better than your history which are won"
    )
    (compared,) = (line for line in forecast_page.verdict(proof) if "log loss" in line)
    assert compared.endswith("log loss 0.500 against 0.300 in the same 200 cases, each deal once a period")
