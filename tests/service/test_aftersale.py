"""Behaviour 26: renewals and check-ins of won deals come due; a deal that follows from one keeps the link."""

from datetime import date

import pytest

from pipetui import service
from pipetui.domain import aftersale
from pipetui.domain.aftersale import Planned, Renewal
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.service import Desk, look
from pipetui.service.aftersale import customer
from pipetui.store.reads import due_counts, lists
from pipetui.views import Link
from tests.conftest import Clock
from tests.service.conftest import Add

RENEWAL = Renewal(date(2027, 11, 1), 30)


def check_in(day: date, what: str = "check in", time: str | None = None) -> NextLine:
    return NextLine(Due(day, time), what)


@pytest.fixture
def won(desk: Desk, clock: Clock, add: Add) -> int:
    """A deal that was won a minute after it had been planned for."""
    deal = add(organization="Acme GmbH", people=("Ann Lee", "Bob"), value=12_000, next=1)
    clock.tick(minutes=1)
    service.win(desk, [deal])
    clock.tick(minutes=1)
    return deal


def buckets(desk: Desk, deal: int) -> list[str]:
    """Where Today shows the deal; `overdue` and the prompt have to agree."""
    found = [bucket.name for bucket in look.agenda(desk).buckets if any(card.id == deal for card in bucket.cards)]
    late = any(card.id == deal for card in lists.overdue(desk.store.connection, desk.moment()))
    assert late == (found == ["overdue"])
    assert due_counts.due(desk.store.connection, desk.now()) == (int(found == ["overdue"]), int(found == ["today"]))
    return found


# --- won asks


def test_b26_a_win_asks_for_a_renewal_and_a_check_in(desk: Desk, add: Add) -> None:
    deal = add()
    asked = service.win(desk, [deal]).ask_won
    assert asked is not None
    assert (asked.deal_id, asked.title, asked.renewal.day) == (deal, "Acme rollout", date(2027, 11, 21))


def test_b04_b26_no_next_step_is_asked_for_and_nothing_of_several_deals(desk: Desk, add: Add) -> None:
    outcome = service.win(desk, [add("One"), add("Two")])
    assert (outcome.ask, outcome.ask_won) == (None, None)


def test_b27_the_answer_joins_the_win_and_one_undo_takes_all_back(desk: Desk, add: Add) -> None:
    deal = add()
    before = look.sheet(desk, deal)
    step = service.win(desk, [deal]).step
    outcome = service.after_win(desk, [deal], Planned(RENEWAL, check_in(date(2026, 12, 4))), step)
    assert outcome.said == "renewal Mon 1 Nov 2027 · next: Fri 4 Dec, in 13 days – check in"
    assert look.history(desk)[0].label == f"won #{deal} Acme rollout · {outcome.said}"
    sheet = look.sheet(desk, deal)
    assert (sheet.card.renewal_on, sheet.card.renewal_lead_days) == RENEWAL
    assert [(planned.what, planned.due) for planned in sheet.follow_ups] == [("check in", date(2026, 12, 4))]
    service.undo(desk)
    assert look.sheet(desk, deal) == before
    service.redo(desk)
    assert look.sheet(desk, deal) == sheet


def test_b26_a_win_with_its_plan_asks_nothing(desk: Desk, add: Add) -> None:
    deal = add()
    outcome = service.win(desk, [deal], Planned(RENEWAL, None))
    assert outcome.ask_won is None
    assert outcome.said == f"won #{deal} Acme rollout · renewal Mon 1 Nov 2027"


@pytest.mark.parametrize("planned", [Planned(Renewal(date(2026, 11, 21))), Planned(None, check_in(date(2026, 11, 20)))])
def test_b15_nothing_is_planned_in_the_past(desk: Desk, won: int, planned: Planned) -> None:
    before = look.sheet(desk, won)
    with pytest.raises(InputError):
        service.after_win(desk, [won], planned)
    assert look.sheet(desk, won) == before


def test_b26_only_a_won_deal_is_asked_after(desk: Desk, add: Add) -> None:
    with pytest.raises(ConflictError, match="is open"):
        service.after_win(desk, [add()], Planned(RENEWAL))


# --- check-ins come due


def test_b26_a_check_in_comes_due_on_its_day_and_is_overdue_after_it(desk: Desk, clock: Clock, won: int) -> None:
    service.plan(desk, [won], Due(date(2026, 12, 4)), "check in")
    assert buckets(desk, won) == []
    clock.now = clock.now.replace(month=12, day=4)
    assert buckets(desk, won) == ["today"]
    clock.tick(days=1)
    assert buckets(desk, won) == ["overdue"]
    service.finish(desk, [won])
    assert buckets(desk, won) == []
    service.undo(desk)
    assert buckets(desk, won) == ["overdue"]


def test_b01_a_check_in_with_a_time_is_overdue_right_after_it(desk: Desk, clock: Clock, won: int) -> None:
    service.plan(desk, [won], Due(date(2026, 11, 21), "11:00"), "call Ann")
    assert buckets(desk, won) == ["today"]
    clock.tick(hours=2)
    assert buckets(desk, won) == ["overdue"]


def test_b01_a_won_deal_has_no_badge_and_what_was_left_before_the_win_is_not_due(
    desk: Desk, clock: Clock, won: int
) -> None:
    clock.tick(days=5)
    card = look.card(desk, won)
    assert (card.badge, card.next_step) == ("", None)
    assert buckets(desk, won) == []
    service.plan(desk, [won], Due(desk.now().date()), "check in")
    card = look.card(desk, won)
    assert card.badge == ""
    assert card.next_step is not None
    assert card.next_step.what == "check in"
    assert buckets(desk, won) == ["today"]


def test_b11_reopened_the_deal_has_its_next_step_again(desk: Desk, won: int) -> None:
    service.reopen(desk, [won])
    step = look.card(desk, won).next_step
    assert step is not None
    assert step.due == date(2026, 11, 22)


def test_b07_a_check_in_is_snoozed_and_counted(desk: Desk, won: int) -> None:
    service.plan(desk, [won], Due(date(2026, 11, 21)), "check in")
    service.snooze(desk, [won], Due(date(2026, 11, 23)))
    step = look.card(desk, won).next_step
    assert step is not None
    assert (step.due, step.postponed) == (date(2026, 11, 23), 1)
    assert buckets(desk, won) == []


def test_b05_a_touch_finishes_the_check_in_it_answers(desk: Desk, won: int) -> None:
    service.plan(desk, [won], Due(date(2026, 11, 21)), "call Ann")
    outcome = service.log(desk, [won], TouchLine("call", "reached"))
    assert "done: call Ann" in outcome.said
    assert outcome.ask is None
    assert buckets(desk, won) == []


def test_b26_check_in_and_renewal_make_one_line_by_the_earlier(desk: Desk, clock: Clock, won: int) -> None:
    service.after_win(desk, [won], Planned(Renewal(date(2026, 11, 30), 5), check_in(date(2026, 11, 26))))
    clock.tick(days=4)
    assert buckets(desk, won) == ["today"]
    clock.tick(days=1)
    assert buckets(desk, won) == ["overdue"]


def test_a_check_in_of_a_deal_in_the_bin_is_not_due(desk: Desk, won: int) -> None:
    service.plan(desk, [won], Due(date(2026, 11, 21)), "check in")
    service.delete(desk, [won])
    assert buckets(desk, won) == []


def test_b26_a_lost_deal_has_no_check_in(desk: Desk, add: Add) -> None:
    deal = add()
    service.drop(desk, [deal], "price")
    with pytest.raises(ConflictError):
        service.plan(desk, [deal], Due(date(2026, 12, 4)), "check in")


def test_b26_the_renewal_field_takes_and_shows_a_lead(desk: Desk, won: int) -> None:
    service.edit(desk, won, {"renewal": "2027-11-01 60d"})
    card = look.card(desk, won)
    assert (card.renewal_on, card.renewal_lead_days) == (date(2027, 11, 1), 60)
    with pytest.raises(InputError, match="nothing to change"):
        service.edit(desk, won, {"renewal": "1 nov 2027 60d"})
    service.edit(desk, won, {"renewal": ""})
    assert look.card(desk, won).renewal_on is None


# --- deals that follow


def begun(desk: Desk, deal: int, kind: str) -> NewDeal:
    return aftersale.known(kind, customer(look.card(desk, deal)))


def columns(desk: Desk, deal: int) -> tuple[int | None, str]:
    row = desk.store.connection.execute("SELECT origin_id, origin_kind FROM deal WHERE id = ?", (deal,)).fetchone()
    return row[0], row[1]


def test_b26_a_renewal_opens_a_linked_deal_with_all_that_is_known(desk: Desk, won: int) -> None:
    service.edit(desk, won, {"people": "Ann Lee <ann@acme.example> (champion), Bob", "renewal": "2027-11-01"})
    outcome = service.link(desk, won, "renewal", begun(desk, won, "renewal"))
    (made,) = outcome.deals
    assert outcome.said == f"opened #{made} Acme rollout renewal: renewal of #{won} Acme rollout"
    assert outcome.warnings == ()
    sheet, origin = look.sheet(desk, made), look.sheet(desk, won)
    assert (sheet.card.organization, sheet.card.value) == ("Acme GmbH", origin.card.value)
    assert sheet.card.expected_close == date(2027, 11, 1)
    assert sheet.people == origin.people, "the same persons in the same roles"
    assert columns(desk, made) == (won, "renewal")
    assert origin.card.renewal_on is None, "it has been acted on"
    service.undo(desk)
    assert look.card(desk, won).renewal_on == date(2027, 11, 1)
    assert look.sheet(desk, won).links == ()


def test_b26_a_referral_has_the_customer_for_its_source(desk: Desk, won: int) -> None:
    (made,) = service.link(desk, won, "referral", NewDeal("Globex seats", organization="Globex")).deals
    assert look.card(desk, made).source == "Acme GmbH"
    assert columns(desk, made) == (won, "referral")
    (other,) = service.link(desk, won, "referral", NewDeal("Hooli", source="fair")).deals
    assert look.card(desk, other).source == "fair"


def test_a_new_address_belongs_to_the_first_one_named(desk: Desk, won: int) -> None:
    new = begun(desk, won, "upsell")._replace(emails=("ann.lee@acme.example",))
    (made,) = service.link(desk, won, "upsell", new).deals
    people = look.sheet(desk, made).people
    assert [(person.name, person.email) for person in people] == [("Ann Lee", "ann.lee@acme.example"), ("Bob", "")]
    assert [person.id for person in people] == [person.id for person in look.sheet(desk, won).people]


@pytest.mark.parametrize("close", [lambda desk, deal: None, lambda desk, deal: service.drop(desk, [deal], "price")])
def test_b26_only_a_won_deal_is_followed(desk: Desk, add: Add, close: "object") -> None:
    deal = add()
    close(desk, deal)  # type: ignore[operator]
    with pytest.raises(ConflictError, match="only a won deal"):
        service.link(desk, deal, "upsell", NewDeal("More"))
    assert len(look.cards(desk, "open or lost")) == 1


def test_b26_a_referrals_chain_is_seen_from_both_ends(desk: Desk, won: int) -> None:
    (second,) = service.link(desk, won, "referral", NewDeal("Globex")).deals
    service.win(desk, [second])
    (third,) = service.link(desk, second, "referral", NewDeal("Hooli")).deals
    assert look.sheet(desk, third).links == (
        Link(second, "Globex", "won", "referral", True, 1),
        Link(won, "Acme rollout", "won", "referral", True, 2),
    )
    assert look.sheet(desk, won).links == (
        Link(second, "Globex", "won", "referral", False, 1),
        Link(third, "Hooli", "open", "referral", False, 2),
    )
    service.delete(desk, [second])
    assert look.sheet(desk, third).links == look.sheet(desk, won).links == ()


def test_a_chain_that_bites_its_tail_ends(desk: Desk, won: int) -> None:
    (second,) = service.link(desk, won, "referral", NewDeal("Globex")).deals
    with desk.store.unjournaled():
        desk.store.connection.execute(
            "UPDATE deal SET origin_id = ?, origin_kind = 'referral' WHERE id = ?", (second, won)
        )
    assert [link.id for link in look.sheet(desk, won).links] == [second]


def test_a_quick_line_from_the_known_names_nobody_anew(desk: Desk, won: int) -> None:
    line = aftersale.line(begun(desk, won, "renewal"), desk.now(), desk.settings.dates, "EUR")
    service.link(desk, won, "renewal", quick_line.parse(line, desk.now(), desk.settings.dates, "EUR"))
    assert desk.store.connection.execute("SELECT count(*) FROM person").fetchone() == (2,)
