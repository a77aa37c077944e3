"""Every figure of a report equals a plain computation from the rows, and the list behind it has as many deals."""

from __future__ import annotations

import shutil
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.dates import period as periods
from pipetui.domain.dates.period import Period
from pipetui.domain.errors import ConflictError
from pipetui.domain.money import Money
from pipetui.insight.numbers import conversions, figures
from pipetui.insight.rates import Rate
from pipetui.insight.touching import said
from pipetui.phrases import numbers_page
from pipetui.phrases.reports import AGEING, FUNNEL, LOSSES, OUTCOMES, REPORTS, SOURCES, TOUCHES, VELOCITY
from pipetui.service import Workspace, numbers, objections, reports
from pipetui.store.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)
TODAY = NOW.date()
NAMED = ("this-quarter", "2026-q3", "2026-10", "last-year", "2026-09-15 to 2026-10-20", "all")
PARTS = ("advanced", "lost", "moved_back", "moved_elsewhere", "still_there")
Row = dict[str, Any]


@pytest.fixture(scope="module", params=[90, 600], ids=["demo", "career"])
def workspace(
    request: pytest.FixtureRequest, template_book: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A workspace in Berlin at a lively book, whose deals went back, away, were opened again; some days are unknown."""
    path = tmp_path_factory.mktemp("reports") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW, 3, request.param, request.param // 3)
        here = Workspace(store, lambda: NOW, Settings(), "shell")
        _live(here, store)
        yield here


def _live(here: Workspace, store: Store) -> None:
    connection = store.connection

    def some(status: str, every: int) -> list[int]:
        asked = f"SELECT id FROM deal WHERE status = '{status}' AND deleted_at IS NULL AND id % {every} = 1 ORDER BY id"
        return [number for (number,) in connection.execute(asked)]

    for number in some("open", 4):
        for move in (service.retreat, service.advance) if number % 8 == 1 else (service.advance, service.retreat):
            with suppress(ConflictError):  # there is nothing before the first stage, nor behind the last
                move(here, [number])
    for place, number in enumerate(some("lost", 3)):
        service.reopen(here, [number])
        if place % 3 == 0:
            service.drop(here, [number], "price")
        elif place % 3 == 1:
            service.win(here, [number])
    with store.unjournaled():
        connection.execute("UPDATE deal SET created_unknown = 1 WHERE id % 11 = 3")
        connection.execute("UPDATE deal SET closed_at = NULL, closed_on = NULL WHERE status = 'won' AND id % 13 = 4")
        connection.execute("UPDATE deal SET created_at = '2026-11-22T10:00:00Z' WHERE status = 'won' AND id % 17 = 2")
        connection.execute("UPDATE deal SET deleted_at = '2026-11-22T10:00:00Z' WHERE id % 19 = 5")
        connection.execute("UPDATE deal SET value_minor = NULL WHERE status = 'won' AND id % 5 = 3")
        connection.execute(
            """UPDATE touch SET kind = 'email', text = 'Hello (' || (SELECT min(name) FROM template) || ')'
               WHERE id % 7 = 2"""
        )
        connection.execute(
            """INSERT INTO deal_objection (deal_id, objection_id, state, at)
               SELECT d.id, o.id, CASE (d.id + o.id) % 3 WHEN 0 THEN 'overcome' ELSE 'open' END, d.created_at
               FROM deal d JOIN objection o ON d.id % (o.id + 2) = 1"""
        )


class Plain(NamedTuple):
    """The rows of a book as they lie there, those in the bin left out."""

    deals: dict[int, Row]
    events: dict[int, list[Row]]
    touches: dict[int, list[Row]]
    stages: list[Row]
    templates: list[str]
    objections: dict[str, list[Row]]


@pytest.fixture(scope="module")
def plain(workspace: Workspace) -> Plain:
    connection = workspace.store.connection

    def rows(table: str) -> list[Row]:
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    deals = {row["id"]: row for row in rows("deal") if row["deleted_at"] is None}
    of: dict[str, dict[int, list[Row]]] = {"stage_event": defaultdict(list), "touch": defaultdict(list)}
    for table, found in of.items():
        for row in sorted(rows(table), key=lambda row: (row["at"], row["id"])):
            found[row["deal_id"]].append(row)
    stages = sorted(rows("stage"), key=lambda row: (row["pipeline_id"], row["position"]))
    met = [row for row in rows("deal_objection") if row["deal_id"] in deals]
    by_text = {entry["text"]: [row for row in met if row["objection_id"] == entry["id"]] for entry in rows("objection")}
    templates = [row["name"] for row in rows("template")]
    return Plain(deals, of["stage_event"], of["touch"], stages, templates, by_text)


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(BERLIN)


def _between(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() / 86_400


def _in(text: str, period: Period) -> bool:
    return period.first <= _when(text).date() <= period.last


def _closed(deal: Row, period: Period) -> bool:
    if period.unit == "all":
        return True
    return deal["closed_on"] is not None and period.first <= date.fromisoformat(deal["closed_on"]) <= period.last


def _ended(plain: Plain, period: Period) -> list[tuple[Row, str, str, bool]]:
    """Each deal that ended in the period: the month, how, and whether it was opened again since."""
    found = []
    for number, deal in plain.deals.items():
        now = (deal["closed_on"] or "")[:7]
        if deal["status"] != "open" and _closed(deal, period):
            found.append((deal, now, deal["status"], False))
        months = set()
        for place, event in enumerate(plain.events[number]):
            later = plain.events[number][place + 1 :]
            if event["kind"] == "lost" and _in(event["at"], period) and any(one["kind"] == "reopened" for one in later):
                months.add(f"{_when(event['at']):%Y-%m}")
        for month in months - ({now} if deal["status"] == "lost" else set()):
            found.append((deal, month, "lost", True))
    return found


def _days(deal: Row) -> float | None:
    if deal["created_unknown"] or deal["closed_at"] is None:
        return None
    took = _between(deal["created_at"], deal["closed_at"])
    return took if took >= 0 else None


def _sums(deals: list[Row]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for deal in deals:
        if deal["value_minor"] is not None:
            sums[deal["currency"]] += deal["value_minor"]
    return dict(sums)


@pytest.mark.parametrize("named", NAMED)
def test_b20_what_was_won_and_lost_by_month(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    found = reports.figures(workspace, OUTCOMES, period)
    ended = _ended(plain, period)
    months = {month for _, month, _, _ in ended}
    assert months <= {line.month for line in found.months}
    assert found.months == tuple(sorted(found.months))
    for line in (*found.months, found.total):
        here = [one for one in ended if line.month in (one[1], "") or line is found.total]
        if line is not found.total and not line.month:
            here = [one for one in ended if not one[1]]
        won = [deal for deal, _, status, _ in here if status == "won"]
        lost = [deal for deal, _, status, _ in here if status == "lost"]
        assert (line.won, line.lost) == (len(won), len(lost))
        assert line.reopened == sum(again for *_, again in here)
        assert {one.currency: one.minor for one in line.value} == _sums(won)
        assert {one.currency: one.minor for one in line.value_lost} == _sums(lost)
        days = [took for deal in won if (took := _days(deal)) is not None]
        assert line.timed == len(days)
        if days:
            assert line.mean_days == pytest.approx(statistics.fmean(days), abs=1e-6)
            assert line.median_days == pytest.approx(statistics.median(days), abs=1e-6)
        else:
            assert (line.mean_days, line.median_days) == (None, None)


@pytest.mark.parametrize("named", NAMED)
def test_b22_velocity_is_the_product_of_its_factors(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    runs = period.last >= TODAY
    ended = _ended(plain, period)
    for line in reports.figures(workspace, VELOCITY, period).lines:
        going = [
            deal
            for deal in plain.deals.values()
            if deal["currency"] == line.currency
            and (
                deal["status"] == "open" and (deal["parked_until"] or "") <= TODAY.isoformat()
                if runs
                else not deal["created_unknown"]
                and _when(deal["created_at"]).date() <= period.last
                and (
                    deal["status"] == "open"
                    or (deal["closed_at"] is not None and _when(deal["closed_at"]).date() > period.last)
                )
            )
        ]
        here = [one for one in ended if one[0]["currency"] == line.currency]
        won = [deal for deal, _, status, _ in here if status == "won"]
        assert (line.open, line.rate.part, line.rate.whole) == (len(going), len(won), len(here))
        values = [deal["value_minor"] for deal in won if deal["value_minor"] is not None]
        days = [took for deal in won if (took := _days(deal)) is not None]
        if line.a_day is None:
            assert line.lacks
            assert not won or not values or not days or statistics.fmean(days) < 1
        else:
            expected = len(going) * len(won) / len(here) * statistics.fmean(values) / statistics.fmean(days)
            assert line.a_day.minor == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("named", NAMED)
def test_b21_the_five_parts_of_the_funnel_add_up(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    place = {stage["id"]: (stage["pipeline_id"], stage["position"]) for stage in plain.stages}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for number, deal in plain.deals.items():
        entered = set()
        for event in plain.events[number]:
            told = not (event["kind"] == "created" and deal["created_unknown"])
            if event["kind"] in ("created", "advanced", "retreated", "moved") and told and _in(event["at"], period):
                entered.add(event["to_stage_id"])
        for stage in entered:
            ways = [event for event in plain.events[number] if event["from_stage_id"] == stage]
            ways = [event for event in ways if event["kind"] in ("advanced", "retreated", "moved")]
            if deal["stage_id"] == stage:
                part = {"open": "still_there", "won": "advanced", "lost": "lost"}[deal["status"]]
            elif place[ways[-1]["to_stage_id"]][0] != place[stage][0]:
                part = "moved_elsewhere"
            else:
                part = "advanced" if place[ways[-1]["to_stage_id"]] > place[stage] else "moved_back"
            counts[stage][part] += 1
    found = {line.stage: line for line in reports.figures(workspace, FUNNEL, period).lines}
    for stage in plain.stages:
        line = found.get(stage["name"])
        parts = counts[stage["id"]]
        if line is None:
            assert not parts
            continue
        shown = {
            part: getattr(line, part) for part in ("advanced", "lost", "moved_back", "moved_elsewhere", "still_there")
        }
        assert {part: count for part, count in shown.items() if count} == dict(parts)
        assert sum(shown.values()) == line.entered
        stays = sorted(
            (
                (event["at"], event["id"], event["stayed_s"])
                for events in workspace_events(workspace)
                for event in events
                if event["from_stage_id"] == stage["id"] and event["stayed_s"] is not None and _in(event["at"], period)
            ),
            reverse=True,
        )[:200]
        if stays:
            assert line.median_days == pytest.approx(statistics.median(stay / 86_400 for *_, stay in stays))
        else:
            assert line.median_days is None


def workspace_events(workspace: Workspace) -> list[list[Row]]:
    """All moves, those of deals in the bin too: a stay there was one all the same."""
    cursor = workspace.store.connection.execute("SELECT * FROM stage_event")
    names = [column[0] for column in cursor.description]
    return [[dict(zip(names, row, strict=True)) for row in cursor]]


def test_b25_the_age_of_open_deals_in_their_stages(workspace: Workspace, plain: Plain) -> None:
    found = reports.figures(workspace, AGEING, periods.parse("", TODAY))
    edges = (7, 14, 30, 60, 90, 10**9)
    for stage, line in zip(plain.stages, found.lines, strict=True):
        ages = [
            (TODAY - _when(deal["entered_stage_at"]).date()).days
            for deal in plain.deals.values()
            if deal["status"] == "open"
            and deal["stage_id"] == stage["id"]
            and (deal["parked_until"] or "") <= TODAY.isoformat()
        ]
        bands = Counter(next(place for place, edge in enumerate(edges) if age <= edge) for age in ages)
        assert line.bands == tuple(bands[place] for place in range(6))
        assert (line.deals, line.oldest) == (len(ages), max(ages, default=0))
        if line.usual is not None:
            assert line.longer == sum(age > line.usual for age in ages)
    assert found.deals == sum(line.deals for line in found.lines) > 0


@pytest.mark.parametrize("named", NAMED)
def test_b25_which_touches_the_won_deals_had(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    found = reports.figures(workspace, TOUCHES, period)
    closed = [deal for deal in plain.deals.values() if deal["status"] != "open" and _closed(deal, period)]
    met: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    mailed: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[str, list[int]] = defaultdict(list)
    firsts: dict[str, list[float]] = defaultdict(list)
    for deal in closed:
        until = [
            one for one in plain.touches[deal["id"]] if deal["closed_at"] is None or one["at"] <= deal["closed_at"]
        ]
        counts[deal["status"]].append(len(until))
        for what in {(one["kind"], said(one["direction"], one["outcome"])) for one in until}:
            met[what][deal["status"]] += 1
        for template in plain.templates:
            if any(one["kind"] == "email" and one["text"].endswith(f" ({template})") for one in until):
                mailed[template][deal["status"]] += 1
        since = [one["at"] for one in until if one["at"] >= deal["created_at"]]
        if since and not deal["created_unknown"]:
            firsts[deal["status"]].append(_between(deal["created_at"], since[0]))
    assert {(line.kind, line.outcome): (line.deals, line.won) for line in found.touches if line.deals} == {
        what: (ends.total(), ends["won"]) for what, ends in met.items()
    }
    assert {line.template: (line.deals, line.won) for line in found.templates if line.deals} == {
        name: (ends.total(), ends["won"]) for name, ends in mailed.items()
    }
    for line in found.efforts:
        had, waited = counts[line.status], firsts[line.status]
        assert (line.deals, line.untouched) == (len(had), had.count(0))
        assert line.median_touches == (statistics.median(had) if had else None)
        assert line.mean_touches == (pytest.approx(statistics.fmean(had)) if had else None)
        assert line.median_first == (pytest.approx(statistics.median(waited), abs=1e-6) if waited else None)


@pytest.mark.parametrize("named", NAMED)
def test_b25_what_came_of_each_source(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    came: dict[str, list[list[Row]]] = defaultdict(lambda: [[], [], []])
    for deal in plain.deals.values():
        away = deal["status"] == "open" and (deal["parked_until"] or "") > TODAY.isoformat()
        if not deal["created_unknown"] and not away and _in(deal["created_at"], period):
            came[deal["source"]][0].append(deal)
        if deal["status"] != "open" and _closed(deal, period):
            came[deal["source"]][1 if deal["status"] == "won" else 2].append(deal)
    told = {line.source: line.now for line in reports.figures(workspace, SOURCES, period).lines}
    assert {
        source: (now.created, now.won, now.lost, {one.currency: one.minor for one in now.value})
        for source, now in told.items()
        if now.created or now.won or now.lost
    } == {source: (len(created), len(won), len(lost), _sums(won)) for source, (created, won, lost) in came.items()}


def _met(plain: Plain, text: str, status: str = "", state: str = "") -> set[int]:
    """The deals that an objection was met on."""
    return {
        row["deal_id"]
        for row in plain.objections[text]
        if plain.deals[row["deal_id"]]["status"].startswith(status) and row["state"].startswith(state)
    }


@pytest.mark.parametrize("named", NAMED)
def test_b25_the_objections_of_closed_deals(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    closed = {number for number, deal in plain.deals.items() if _closed(deal, period)}
    ends = (("lost", ""), ("lost", "open"), ("won", ""))
    counts = {text: tuple(len(closed & _met(plain, text, *end)) for end in ends) for text in plain.objections}
    found = reports.figures(workspace, LOSSES, period).objections
    assert {line.objection: (line.lost, line.left_open, line.won) for line in found if line.lost or line.won} == {
        text: line for text, line in counts.items() if line[0] or line[2]
    }


def test_b25_the_playbook_counts_every_deal_once(workspace: Workspace, plain: Plain) -> None:
    told = {one.text: (one.met, one.open, one.overcome, one.cost) for one in objections.playbook(workspace)}
    ends = (("", ""), ("", "open"), ("", "overcome"), ("lost", "open"))
    assert told == {text: tuple(len(_met(plain, text, *end)) for end in ends) for text in plain.objections}
    assert all(one[0] for one in told.values())


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("name", REPORTS)
def test_b25_behind_each_number_are_as_many_deals(workspace: Workspace, name: str, named: str) -> None:
    report, period = REPORTS[name], periods.parse(named, TODAY)
    found = reports.figures(workspace, report, period)
    behind = Counter((one.line, one.figure) for one in reports.behind(workspace, report, period))
    figures = {figure for _, figure in behind}
    shown: Counter[tuple[str, str]] = Counter()
    for section in report.sections:
        for line in section.of(found) if section.key else ():
            for column in section.columns:
                if column.key in figures and isinstance(column.value(line), int):
                    shown[section.named(line), column.key] += column.value(line)
    assert {what: count for what, count in shown.items() if count} == dict(behind)


# --- the page of numbers


@pytest.mark.parametrize("named", NAMED)
def test_b25_the_page_of_numbers_says_what_the_rows_say(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    found = numbers.numbers(workspace, period)
    shown = {figure.key: figure for figure in figures(found)}
    earlier = periods.before(period, TODAY)
    for when, which in ((period, "now"), (earlier, "before")):
        if when is None:
            assert not shown["won"].is_compared
            continue
        ended = _ended(plain, when)
        won = [deal for deal, _, status, _ in ended if status == "won"]
        sums = _sums(won).get(found.currency, 0)
        assert getattr(shown["won"], which) == Money(sums, found.currency)
        assert getattr(shown["deals won"], which) == len(won)
        assert getattr(shown["lost"], which) == sum(status == "lost" for _, _, status, _ in ended)
        rate = getattr(shown["win rate"], which)
        assert rate == (Rate(len(won), len(ended)) if ended else None)
        days = [took for deal in won if (took := _days(deal)) is not None]
        assert getattr(shown["cycle"], which) == (pytest.approx(statistics.median(days), abs=1e-6) if days else None)
        values = [deal["value_minor"] for deal in won if deal["currency"] == found.currency and deal["value_minor"]]
        if values:
            assert getattr(shown["average"], which).minor == pytest.approx(statistics.fmean(values), abs=1)
        if which == "now":
            in_it = [deal for deal, *_ in ended if deal["currency"] == found.currency]
            assert (shown["average"].of, shown["velocity"].of) == (len(values), len(in_it))
    weighted = sum(
        (deal["value_minor"] * _percent(deal, plain) + 50) // 100
        for deal in plain.deals.values()
        if deal["status"] == "open"
        and (deal["parked_until"] or "") <= TODAY.isoformat()
        and deal["currency"] == found.currency
        and deal["value_minor"] is not None
    )
    assert shown["weighted"].now == (Money(weighted, found.currency) if found.is_current else None)


def _percent(deal: Row, plain: Plain) -> int:
    if deal["own_probability"] is not None:
        return int(deal["own_probability"])
    return next(int(stage["probability"]) for stage in plain.stages if stage["id"] == deal["stage_id"])


@pytest.mark.parametrize("named", ["this-quarter", "2026-q3", "2026-10"])
def test_b25_behind_each_figure_of_the_page_are_as_many_deals(workspace: Workspace, named: str) -> None:
    period = periods.parse(named, TODAY)
    found = numbers.numbers(workspace, period)
    counts = {"deals won", "new", "open"}
    for figure in figures(found):
        behind = numbers.deals_behind(workspace, figure.behind, period)
        if figure.key in counts:
            assert len(behind) == figure.now, figure.key
        if figure.key == "won":
            worth = sum(deal.value.minor for deal in behind if deal.value)
            assert figure.now == Money(worth, found.currency)
    for line, stage in zip(numbers_page.funnel_lines(found), conversions(found.funnel), strict=True):
        assert len(numbers.deals_behind(workspace, line.behind, period)) == stage[0].entered
    for line in numbers_page.loss_lines(found):
        reason = next(one for one in found.losses.reasons if one.reason == line.behind.line)
        assert len(numbers.deals_behind(workspace, line.behind, period)) == reason.deals


@pytest.mark.parametrize("named", ["this-quarter", "2026-q3", "2026-10", "all"])
def test_b19_the_course_of_a_period_ends_at_its_sums(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)
    found = numbers.numbers(workspace, period)
    dated = [one for one in found.outcomes.total.value if one.currency == found.currency]
    unknown = sum(
        deal["value_minor"] or 0
        for deal in plain.deals.values()
        if period.unit == "all" and deal["status"] == "won" and deal["closed_at"] is None
    )
    won, ahead = found.course.sums(TODAY)
    assert won[-1][1] == sum(one.minor for one in dated) - unknown
    assert [day for day, _ in won] == sorted(day for day, _ in won)
    expected = sum(
        (deal["value_minor"] * _percent(deal, plain) + 50) // 100
        for deal in plain.deals.values()
        if deal["status"] == "open"
        and (deal["parked_until"] or "") <= TODAY.isoformat()
        and deal["currency"] == found.currency
        and deal["value_minor"] is not None
        and deal["expected_close"] is not None
        and TODAY.isoformat() <= deal["expected_close"] <= period.last.isoformat()
    )
    assert (ahead[-1][1] - won[-1][1] if ahead else 0) == (expected if named == "this-quarter" else 0)
