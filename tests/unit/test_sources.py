"""Where deals come from, and who brought whom."""

from hypothesis import given
from hypothesis import strategies as some

from pipetui.domain.money import Money, totals
from pipetui.insight.sources import Closed, Linked, Origins, referrers, sources


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def deal(
    number: int, customer: str, origin: int | None = None, kind: str = "referral", won: int | None = None
) -> Linked:
    """A deal of a customer, won in the period for `won` cents, else open."""
    status, value = ("open", None) if won is None else ("won", eur(won))
    return Linked(
        number, f"deal {number}", customer, status, value, origin, kind if origin else "", True, won is not None
    )


# --- sources -------------------------------------------------------------------------------------------------


def test_b25_a_source_counts_new_won_and_lost_deals_and_what_they_brought() -> None:
    now = Origins(
        [("fair", 3), ("Fair", 1), ("", 2)],
        [Closed("fair", "won", eur(100)), Closed("FAIR", "lost", eur(9)), Closed("web", "lost", None)],
    )
    found = sources(now, Origins([("web", 4)], [Closed("web", "won", eur(7))]), [])
    assert [(line.source, tuple(line.now)) for line in found.lines] == [
        ("fair", (4, 1, 1, (eur(100),))),
        ("", (2, 0, 0, ())),
        ("web", (0, 0, 1, ())),
    ]
    rates = {line.source: line.now.win_rate for line in found.lines}
    assert rates == {"fair": 0.5, "": None, "web": 0.0}
    web = found.lines[2].before
    assert web is not None
    assert (web.created, web.won, web.win_rate) == (4, 1, 1.0)
    assert tuple(found.total.now) == (6, 1, 2, (eur(100),))


names = some.sampled_from(["fair", "Fair", "web", ""])
values = some.none() | some.builds(eur, some.integers(0, 10**9))
closed = some.lists(
    some.builds(Closed, names, some.sampled_from(["won", "lost"]), values, some.integers(1, 5)), max_size=20
)
created = some.lists(some.tuples(names, some.integers(1, 9)), max_size=6)


@given(created=created, closed=closed)
def test_b25_the_sources_add_up_to_the_whole(created: list[tuple[str, int]], closed: list[Closed]) -> None:
    found = sources(Origins(created, closed), None, [])
    whole = found.total.now
    assert whole.created == sum(line.now.created for line in found.lines) == sum(count for _, count in created)
    assert whole.won + whole.lost == sum(line.now.won + line.now.lost for line in found.lines)
    assert whole.won + whole.lost == sum(part.deals for part in closed)
    assert whole.value == totals(amount for line in found.lines for amount in line.now.value)


# --- referrals -----------------------------------------------------------------------------------------------


def test_b26_a_referral_counts_for_who_made_it_and_up_the_chain() -> None:
    found = referrers(
        [
            deal(1, "Acme", won=1),
            deal(2, "Globex", 1, won=10),
            deal(3, "Initech", 2, won=100),
            deal(4, "Hooli", 1),
        ]
    )
    assert [(line.customer, line.won, line.directly, line.in_all) for line in found] == [
        ("Acme", 2, (eur(10),), (eur(110),)),
        ("Globex", 1, (eur(100),), (eur(100),)),
    ]
    assert [(depth, brought.id) for depth, brought in found[0].chain] == [(1, 2), (2, 3), (1, 4)]


def test_b26_an_upsell_is_the_same_customers_deal() -> None:
    found = referrers([deal(1, "Acme"), deal(2, "Acme US", 1, "upsell"), deal(3, "Globex", 2, won=5)])
    assert [(line.customer, line.in_all) for line in found] == [("Acme", (eur(5),))]


def test_b26_who_refer_each_other_are_counted_once() -> None:
    found = referrers([deal(1, "Acme", 4, won=1), deal(2, "Globex", 1, won=10), deal(4, "Globex", 2, "renewal")])
    assert {line.customer: line.in_all for line in found} == {"Acme": (eur(11),), "Globex": (eur(11),)}


def test_b26_only_customers_who_brought_something_in_the_period_are_shown() -> None:
    old = deal(2, "Globex", 1)._replace(brought=False)
    assert referrers([deal(1, "Acme"), old]) == ()
    assert [line.customer for line in referrers([deal(1, "Acme"), old, deal(3, "Hooli", 2)])] == ["Acme", "Globex"]


linked = some.lists(
    some.tuples(
        some.sampled_from(["Acme", "Globex", "Hooli", "Initech"]),
        some.none() | some.integers(1, 12),
        some.sampled_from(["referral", "upsell"]),
        some.none() | some.integers(1, 99),
    ),
    max_size=12,
)


@given(rows=linked)
def test_b26_chains_end_and_count_no_deal_twice(rows: list[tuple[str, int | None, str, int | None]]) -> None:
    deals = [deal(number, *row) for number, row in enumerate(rows, 1)]
    for line in referrers(deals):
        numbers = [brought.deal.id for brought in line.chain]
        assert len(numbers) == len(set(numbers))
        won = [brought.deal.value for brought in line.chain if brought.deal.won_now]
        assert line.won == len(won)
        assert line.in_all == totals(won)
        assert {brought.deal.origin_kind for brought in line.chain} == {"referral"}
        assert sum(amount.minor for amount in line.directly) <= sum(amount.minor for amount in line.in_all)
