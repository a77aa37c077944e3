"""Values as text, one way for the shell and the screens."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cards import card

from pipetui import render
from pipetui.domain import money
from pipetui.domain.dates.when import DateRules, Due
from pipetui.domain.line.quick_line import NewDeal, NextLine, parse
from pipetui.domain.money import Money
from pipetui.domain.text import cell_width
from pipetui.domain.urgency import UrgencyFacts
from pipetui.views import Card, NextStep

TODAY = date(2026, 11, 21)  # a Saturday
HERE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=HERE)

FACTS = UrgencyFacts(None, "mine", None, 0, 0, 0, None, 0, 0.0, False)
CARD = card(
    42,
    NOW,
    title="Acme rollout",
    stage_id=4,
    stage="Proposal",
    stage_position=4,
    pipeline="Classic",
    organization="Acme GmbH",
    value=Money(1_200_000, "EUR"),
    probability=60,
    weighted=Money(720_000, "EUR"),
    facts=FACTS,
)


def _card(
    state: str,
    due: date,
    what: str = "call Kim",
    *,
    at: str | None = None,
    late: int = 0,
    turn: str = "mine",
    postponed: int = 0,
    rotting: int = 0,
) -> Card:
    step = NextStep(1, what, due, at, "", turn, state, late, postponed)
    return CARD._replace(badge=state, next_step=step, rotting_days=rotting)


# --- money ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minor", "currency", "long", "short"),
    [
        (1_200_000, "EUR", "€12,000", "€12k"),
        (125_050, "EUR", "€1,250.50", "€1.3k"),
        (105, "USD", "$1.05", "$1.05"),
        (1_200_000, "JPY", "¥1,200,000", "¥1.2M"),
        (120_000, "CHF", "CHF 1,200", "CHF 1.2k"),
        (1_500, "KWD", "KWD 1.500", "KWD 1.500"),
        (1_005, "KWD", "KWD 1.005", "KWD 1.005"),
        (0, "EUR", "€0", "€0"),
        (-50, "EUR", "-€0.50", "-€0.50"),
        (95_000, "EUR", "€950", "€950"),
        (99_949, "EUR", "€999.49", "€999"),
        (99_950, "EUR", "€999.50", "€1k"),
        (840_000, "EUR", "€8,400", "€8.4k"),
        (994_999, "EUR", "€9,949.99", "€9.9k"),
        (995_000, "EUR", "€9,950", "€10k"),
        (8_400_000, "EUR", "€84,000", "€84k"),
        (99_949_999, "EUR", "€999,499.99", "€999k"),
        (99_950_000, "EUR", "€999,500", "€1M"),
        (1_234_567_800, "EUR", "€12,345,678", "€12M"),
        (2**53, "EUR", "€90,071,992,547,409.92", "€90T"),
    ],
)
def test_money_shows_decimals_only_where_there_are_some(minor: int, currency: str, long: str, short: str) -> None:
    assert render.money(Money(minor, currency)) == long
    assert render.money_short(Money(minor, currency)) == short


def test_no_value_is_a_dash() -> None:
    assert render.money(None) == render.money_short(None) == render.totals(()) == "–"


@given(st.integers(0, money.LARGEST), st.sampled_from(["EUR", "USD", "JPY", "CHF", "INR", "VND", "MXN"]))
def test_what_is_shown_can_be_typed(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert money.parse(render.money(amount), "EUR") == amount


@given(st.integers(0, money.LARGEST), st.sampled_from(["EUR", "JPY"]))
def test_a_short_amount_is_short_and_near(minor: int, currency: str) -> None:
    text = render.money_short(Money(minor, currency))
    assert cell_width(text) <= 6
    factor = {"k": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}.get(text[-1], 1)
    shown = float(text[1:].rstrip("kMBT")) * factor
    exact = minor / 10 ** money.digits(currency)
    assert abs(shown - exact) <= max(0.5, exact * 0.051)


def test_b17_sums_of_several_currencies_stand_side_by_side() -> None:
    assert render.totals((Money(8_400_000, "EUR"), Money(1_200_000, "JPY"))) == "€84,000 + ¥1,200,000"


def test_percents_and_counts() -> None:
    assert render.percent(40) == "40 %"
    assert render.percent(66.6) == "67 %"
    assert render.percent(None) == "n/a"
    assert render.plural(1, "deal") == "1 deal"
    assert render.plural(0, "deal") == "0 deals"
    assert render.plural(8800, "deal") == "8,800 deals"
    assert render.plural(2, "company", "companies") == "2 companies"


# --- days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 27), "Fri 27 Nov"),
        (date(2027, 1, 1), "Fri 1 Jan"),
        (date(2027, 5, 22), "Sat 22 May"),
        (date(2027, 5, 23), "Sun 23 May 2027"),
        (date(2026, 5, 23), "Sat 23 May"),
        (date(2026, 5, 22), "Fri 22 May 2026"),
        (date.max, "Fri 31 Dec 9999"),
    ],
)
def test_a_day_has_its_year_when_it_is_far(day: date, text: str) -> None:
    assert render.day(day, TODAY) == text


@pytest.mark.parametrize(
    ("days", "at", "text"),
    [
        (0, None, "today"),
        (0, "14:00", "today 14:00"),
        (1, None, "tomorrow"),
        (1, "09:30", "tomorrow 09:30"),
        (6, None, "Fri 27 Nov, in 6 days"),
        (6, "14:00", "Fri 27 Nov 14:00, in 6 days"),
        (-1, None, "Fri 20 Nov, 1 day late"),
        (-3, "14:00", "Wed 18 Nov 14:00, 3 days late"),
    ],
)
def test_b15_a_due_date_is_said_back(days: int, at: str | None, text: str) -> None:
    assert render.due(TODAY + timedelta(days=days), at, TODAY) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "in 2 days"), (-2, "2 days ago"), (1000, "in 1,000 days")],
)
def test_how_far_off_a_day_is(days: int, text: str) -> None:
    assert render.in_days(TODAY + timedelta(days=days), TODAY) == text
    assert render.ago(TODAY + timedelta(days=days), NOW) == text


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (NOW, "just now"),
        (NOW - timedelta(seconds=59), "just now"),
        (NOW - timedelta(minutes=1), "1 min ago"),
        (NOW - timedelta(minutes=59), "59 min ago"),
        (NOW - timedelta(hours=2, minutes=59), "2 h ago"),
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "9 h ago"),
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), "yesterday"),
        (NOW - timedelta(days=3), "3 days ago"),
        (NOW + timedelta(hours=1), "today"),
        (NOW + timedelta(days=1), "tomorrow"),
    ],
)
def test_how_long_ago_something_was_by_the_reps_days(when: datetime, text: str) -> None:
    assert render.ago(when, NOW) == text


def test_a_time_is_shown_where_the_rep_is() -> None:
    assert render.clock(datetime(2026, 11, 21, 8, 5, tzinfo=UTC), HERE) == "09:05"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "0 days"), (1, "1 day"), (89, "89 days"), (90, "3 months"), (729, "24 months"), (730, "2 years")],
)
def test_ages_grow_coarser(days: int, text: str) -> None:
    assert render.age(days) == text


# --- badges --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "text"),
    [
        (_card("overdue", TODAY - timedelta(days=3), late=3), "! 3 days late  call Kim"),
        (_card("overdue", TODAY - timedelta(days=1), late=1), "! 1 day late  call Kim"),
        (_card("overdue", TODAY, at="09:30"), "! late since 09:30  call Kim"),
        (_card("today", TODAY, "demo", at="14:00"), "• today 14:00  demo"),
        (_card("planned", date(2026, 11, 24), "send deck"), "→ Tue 24 Nov  send deck"),
        (_card("planned", date(2026, 11, 22), "", at="09:00"), "→ tomorrow 09:00"),
        (CARD, "? no next step"),
    ],
)
def test_b1_the_badge_says_in_text_how_a_deal_stands(card: Card, text: str) -> None:
    assert render.badge(card, TODAY) == text
    assert render.badge_sign(card) == text[0]


def test_b1_a_closed_deal_has_no_badge() -> None:
    for status in ("won", "lost"):
        closed = CARD._replace(status=status, badge="")
        assert render.badge(closed, TODAY) == ""
        assert render.badge_sign(closed) == " "


def test_b6_rotting_shows_its_days() -> None:
    silent = CARD._replace(rotting_days=16)
    assert render.badge(silent, TODAY) == "≈ 16 days  no next step"
    assert render.badge_sign(silent) == "≈"
    late = _card("overdue", TODAY - timedelta(days=3), late=3, rotting=16)
    assert render.badge(late, TODAY) == "! 3 days late  call Kim  ≈16d"
    assert render.badge_sign(late) == "!"


def test_b7_postponements_show_from_the_third_on() -> None:
    assert "postponed" not in render.badge(_card("planned", TODAY + timedelta(days=3), postponed=2), TODAY)
    assert render.badge(_card("planned", TODAY + timedelta(days=3), postponed=3), TODAY).endswith("(postponed 3×)")


def test_b12_a_step_of_theirs_says_so() -> None:
    late = TODAY - timedelta(days=2)
    assert render.badge(_card("overdue", late, "reply", late=2, turn="theirs"), TODAY) == "! 2 days late  theirs: reply"
    assert render.badge(_card("overdue", late, "", late=2, turn="theirs"), TODAY) == "! 2 days late  theirs"


# --- the echo ------------------------------------------------------------------------------------------------


def test_b14_what_was_understood_is_echoed() -> None:
    new = parse("Acme rollout 12k @Proposal next:fri ann@acme.example +saas", NOW, DateRules(), "EUR")
    said = (
        "Acme rollout · €12,000 · Proposal · Acme (by the e-mail) · next: Fri 27 Nov, in 6 days · ann@acme.example"
        " · saas"
    )
    assert render.echo(new, TODAY) == said
    assert render.echo(new, TODAY, "#31 Acme rollout") == f"{said} · possible duplicate: #31 Acme rollout"


def test_b14_the_echo_names_every_field() -> None:
    new = NewDeal(
        "Acme",
        organization="Acme GmbH",
        people=("Ann", "Bob"),
        source="web",
        probability=0,
        close=date(2026, 12, 31),
        next=NextLine(Due(date(2026, 11, 24), "09:30"), "reply", "theirs"),
        phones=("+4930123",),
        note="first line\nand more",
    )
    assert render.echo_parts(new, TODAY) == (
        ("title", "Acme"),
        ("organization", "Acme GmbH"),
        ("people", "Ann, Bob"),
        ("next", "next: Tue 24 Nov 09:30, in 3 days – theirs: reply"),
        ("close", "close: Thu 31 Dec, in 40 days"),
        ("probability", "0 %"),
        ("source", "from web"),
        ("phones", "+4930123"),
        ("note", "note: first line and more"),
    )


# --- tables --------------------------------------------------------------------------------------------------


def test_columns_stay_straight_with_wide_characters() -> None:
    rows = [("1", "株式会社ミライ 導入", "¥1,200,000", "→"), ("22", "Acme [red] 👍🏽", "€12,000", "! 3 days late")]
    assert list(render.table(("#", "Deal", "Value", "Next"), rows, "rlr")) == [
        " #  Deal                      Value  Next",
        " 1  株式会社ミライ 導入  ¥1,200,000  →",
        "22  Acme [red] 👍🏽           €12,000  ! 3 days late",
    ]


def test_without_a_width_nothing_is_cut() -> None:
    long = "x" * 500
    assert list(render.table(("A", "B"), [(long, "1")]))[1] == f"{long}  1"


def test_with_a_width_the_widest_words_give_way_and_figures_do_not() -> None:
    rows = [("Acme rollout with a very long name", "Acme GmbH", "€12,000")]
    lines = list(render.table(("Deal", "Organization", "Value"), rows, "llr", 36))
    assert lines == [
        "Deal           Organization    Value",
        "Acme rollout…  Acme GmbH     €12,000",
    ]


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (30, "Qualification    12   34  56"),  # two cells between columns
        (27, "Qualification   12  34 56"),  # one, before a word is cut
        (25, "Qualification   12  34 56"),
        (24, "Qualific…    12   34  56"),  # that is not enough: words give way, the air stays
        (20, "Qualifi…   12  34 56"),  # words as short as they get: figures stay whole
    ],
)
def test_columns_move_closer_before_anything_is_cut_that_this_saves(width: int, row: str) -> None:
    assert (
        list(render.table(("stage", "days", "all", "in"), [("Qualification", "12", "34", "56")], "lrrr", width))[1]
        == row
    )


def test_where_nothing_can_give_way_the_line_is_cut() -> None:
    assert list(render.table(("Value", "Sum"), [("€12,000", "€12,000")], "rr", 10)) == ["  Value…", "€12,000 €…"]


@given(
    st.lists(st.tuples(*[st.text(st.sampled_from("ab c株👍é€"), max_size=30)] * 3)),
    st.integers(1, 60),
    st.text(st.sampled_from("lr"), max_size=3),
)
def test_lines_never_exceed_the_width(rows: list[tuple[str, str, str]], width: int, align: str) -> None:
    lines = list(render.table(("A", "B", "C"), rows, align, width))
    assert len(lines) == len(rows) + 1
    assert max(map(cell_width, lines)) <= width


def test_an_empty_table_is_its_headers() -> None:
    assert list(render.table(("A", "B"), [])) == ["A  B"]
    assert list(render.table((), [])) == []


def test_ten_thousand_rows_are_laid_out_at_once() -> None:
    rows = [(str(n), f"Acme rollout {n}", "Globex AG", "Proposal", "€12,000", "Fri 27 Nov") for n in range(10_000)]
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        count = sum(1 for _ in render.table(("#", "Deal", "Org", "Stage", "Value", "Next"), rows, "rlllr"))
        best = min(best, time.perf_counter() - start)
    assert count == 10_001
    assert best < 0.15, f"{best * 1000:.0f} ms"  # about 25 ms on a quiet machine


# --- the lean lane -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module",
    ["pipetui.render", "pipetui.domain.line.quick_line", "pipetui.domain.query.language", "pipetui.domain.text"],
)
def test_the_lean_modules_import_nothing_heavy(module: str) -> None:
    code = f"import sys; before = set(sys.modules); import {module}; print(*sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert module in loaded
    heavy = {"typing", "dataclasses", "json", "decimal", "rich", "dateparser", "unicodedata", "difflib", "inspect"}
    assert not heavy & set(loaded)


def test_a_table_is_as_wide_as_its_first_rows_and_comes_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_MEASURED", 2)
    asked = []

    def rows() -> Iterator[tuple[str, str, str]]:
        for place, name in enumerate(("Ann", "Bob", "Maximilian", "Zoe")):
            asked.append(place)
            yield name, "10" * (place + 1), "x"

    lines = render.table(("name", "sum", ""), rows(), "lrl")
    assert (next(lines), asked) == ("name   sum", [0, 1])
    assert list(lines) == [
        "Ann     10  x",
        "Bob   1010  x",
        "Maximilian  101010  x",
        "Zoe   10101010  x",
    ]


def test_what_comes_later_in_a_table_is_cut_to_its_column_but_never_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_MEASURED", 1)
    rows = [("Ann", "10", "x"), ("Maximilian", "1010", "y"), ("Zoë Müller", "1", "z"), ("Zoe", "10" * 10, "tail")]
    assert list(render.table(("name", "sum", "end"), rows, "lrl", 20))[1:] == [
        "Ann    10  x",
        "Max…  1010  y",
        "Zoë…    1  z",
        "Zoe   10101010101010…"[:19] + "…",
    ]
