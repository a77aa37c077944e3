"""What a table and a card do with the cells they have."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipetui.arrange import Head, rated
from pipetui.domain.money import Money
from pipetui.domain.rates import DatedRate, ExchangeRates
from pipetui.domain.urgency import Weights
from pipetui.render import cell_width, money, money_short
from pipetui.tui.widgets.deal_column import sums_line
from pipetui.tui.widgets.fitting import Need, fitted
from pipetui.tui.widgets.pieces import BAR, bar_of, cut_at_word, notation

needs = st.builds(Need, st.integers(1, 10), st.integers(1, 40), st.integers(0, 3)).map(
    lambda need: need._replace(all=max(need.least, need.all))
)


@given(st.lists(needs, min_size=1, max_size=8), st.integers(10, 200))
def test_columns_are_never_wider_than_the_table_where_they_can_give_way(columns: list[Need], width: int) -> None:
    cells = fitted(columns, width, 2)
    least = sum(need.least if need.share else need.all for need in columns) + 2 * (len(columns) - 1)
    taken = sum(cells) + 2 * (len(columns) - 1)
    assert taken <= max(width, least)
    assert all(got >= (need.least if need.share else need.all) for got, need in zip(cells, columns, strict=True))


@given(st.lists(needs, min_size=1, max_size=8))
def test_columns_have_what_they_need_where_there_is_room(columns: list[Need]) -> None:
    room = sum(need.all for need in columns) + 2 * (len(columns) - 1)
    assert fitted(columns, room, 2) == [need.all for need in columns]


def test_a_cut_comes_at_a_word_where_that_costs_little() -> None:
    assert cut_at_word("Nordlicht Solar", 12) == "Nordlicht…"
    assert cut_at_word("Initech support contract", 12) == "Initech sup…"
    assert cut_at_word("Initech", 7) == "Initech"
    assert cut_at_word("株式会社ミライ", 7) == "株式会…"
    assert cut_at_word("Acme", 0) == ""


@given(st.text(max_size=40), st.integers(0, 40))
def test_a_cut_fits(text: str, width: int) -> None:
    assert cell_width(cut_at_word(text, width)) <= width


def test_money_of_a_column_is_written_in_one_way() -> None:
    short, long = Money(120_000, "EUR"), Money(123_456_78, "EUR")
    assert notation([short, None], 8) == (money, len("€1,200"))
    assert notation([short, long], 8) == (money_short, len("€123k")), "€123,456.78 has eleven cells"
    assert notation([], 0) == (money, 0)
    assert notation([], -1)[1] == 0, "a column may be narrower than its frame"


def test_a_bar_is_full_for_the_whole_and_shows_the_least() -> None:
    assert bar_of(10, 10) == "█" * BAR
    assert bar_of(0, 10) == ""
    assert bar_of(0.01, 10) == "▏"
    assert bar_of(99, 10) == "█" * BAR


def test_the_head_of_a_stage_has_one_line_whatever_currencies_there_are() -> None:
    sums = (Money(61_000_00, "EUR"), Money(1_000_000, "JPY")), (Money(26_000_00, "EUR"), Money(251_000, "JPY"))
    head = Head(9, *sums)
    for width, line in (
        (40, ("€61k + ¥1M", "weighted €26k + ¥251k")),
        (25, ("€61k + ¥1M", "€26k + ¥251k")),
        (20, ("€61k + ¥1M", "€26k …")),
        (10, ("€61k + ¥1M", "")),
        (8, ("€61k …", "")),
        (3, ("€6…", "")),
    ):
        assert sums_line(head, "EUR", width, labelled=True) == line
    assert sums_line(head, "JPY", 8) == ("¥1M …", "")
    rates = ExchangeRates("EUR", (("JPY", (DatedRate("", 6, 1000),)),))
    assert sums_line(rated(head, rates, date(2026, 11, 24)), "EUR", 18) == ("= €67k", "= €28k")
    assert sums_line(Head(0, (), ()), "EUR", 20) == ("", "")


def test_a_full_bar_is_what_all_terms_come_to_without_the_tag_hot() -> None:
    assert Weights().full == 32.0
    assert Weights(lateness=1.0).full == 29.0, "no next step weighs more then; a deal cannot have both"
