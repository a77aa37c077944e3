"""Behaviour 26: renewals and check-ins of won deals come due; a deal that follows from one keeps the link."""

from datetime import date

import pytest

from pipetui import service
from pipetui.domain import aftersale
from pipetui.domain.aftersale import PlannedFollowUps, Renewal
from pipetui.domain.dates.when import Due
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine
from pipetui.service import Workspace, items, reads
from pipetui.service.aftersale import customer
from pipetui.store.reads import due_counts, lists
from pipetui.views import Link
from tests.conftest import Clock
from tests.service.conftest import Add

RENEWAL = Renewal(date(2027, 11, 1), 30)


def check_in(day: date, what: str = "check in", time: str | None = None) -> NextLine:
    return NextLine(Due(day, time), what)


@pytest.fixture
def won(workspace: Workspace, clock: Clock, add: Add) -> int:
    """A deal that was won a minute after it had been planned for."""
    deal = add(organization="Acme GmbH", people=("Ann Lee", "Bob"), value=12_000, next=1)
    clock.tick(minutes=1)
    service.win(workspace, [deal])
    clock.tick(minutes=1)
    return deal


def buckets(workspace: Workspace, deal: int) -> list[str]:
    """Where Today shows the deal; `overdue` and the prompt have to agree."""
    found = [bucket.name for bucket in reads.agenda(workspace).buckets if any(card.id == deal for card in bucket.cards)]
    late = any(card.id == deal for card in lists.overdue(workspace.store.connection, workspace.moment()))
    assert late == (found == ["overdue"])
    assert due_counts.due(workspace.store.connection, workspace.now()) == (
        int(found == ["overdue"]),
        int(found == ["today"]),
    )
    return found


# --- won asks


def test_b26_a_win_asks_for_a_renewal_and_a_check_in(workspace: Workspace, add: Add) -> None:
    deal = add()
    asked = service.win(workspace, [deal]).ask_won
    assert asked is not None
    assert (asked.deal_id, asked.title, asked.renewal.day) == (deal, "Acme rollout", date(2027, 11, 21))


def test_b04_b26_no_next_step_is_asked_for_and_nothing_of_several_deals(workspace: Workspace, add: Add) -> None:
    outcome = service.win(workspace, [add("One"), add("Two")])
    assert (outcome.ask, outcome.ask_won) == (None, None)


def test_b27_the_answer_joins_the_win_and_one_undo_takes_all_back(workspace: Workspace, add: Add) -> None:
    deal = add()
    before = reads.sheet(workspace, deal)
    step = service.win(workspace, [deal]).step
    outcome = service.after_win(workspace, [deal], PlannedFollowUps(RENEWAL, check_in(date(2026, 12, 4))), step)
    assert outcome.message == "renewal Mon 1 Nov 2027 · next: Fri 4 Dec, in 13 days – check in"
    assert reads.history(workspace)[0].label == f"won #{deal} Acme rollout · {outcome.message}"
    sheet = reads.sheet(workspace, deal)
    assert (sheet.card.renewal_on, sheet.card.renewal_lead_days) == RENEWAL
    assert [(planned.what, planned.due) for planned in sheet.follow_ups] == [("check in", date(2026, 12, 4))]
    service.undo(workspace)
    assert reads.sheet(workspace, deal) == before
    service.redo(workspace)
    assert reads.sheet(workspace, deal) == sheet


def test_b26_a_win_with_its_plan_asks_nothing(workspace: Workspace, add: Add) -> None:
    deal = add()
    outcome = service.win(workspace, [deal], PlannedFollowUps(RENEWAL, None))
    assert outcome.ask_won is None
    assert outcome.message == f"won #{deal} Acme rollout · renewal Mon 1 Nov 2027"


@pytest.mark.parametrize(
    "planned", [PlannedFollowUps(Renewal(date(2026, 11, 21))), PlannedFollowUps(None, check_in(date(2026, 11, 20)))]
)
def test_b15_nothing_is_planned_in_the_past(workspace: Workspace, won: int, planned: PlannedFollowUps) -> None:
    before = reads.sheet(workspace, won)
    with pytest.raises(InputError):
        service.after_win(workspace, [won], planned)
    assert reads.sheet(workspace, won) == before


def test_b26_only_a_won_deal_is_asked_after(workspace: Workspace, add: Add) -> None:
    with pytest.raises(ConflictError, match="is open"):
        service.after_win(workspace, [add()], PlannedFollowUps(RENEWAL))


# --- check-ins come due


def test_b26_a_check_in_comes_due_on_its_day_and_is_overdue_after_it(
    workspace: Workspace, clock: Clock, won: int
) -> None:
    service.plan(workspace, [won], Due(date(2026, 12, 4)), "check in")
    assert buckets(workspace, won) == []
    clock.now = clock.now.replace(month=12, day=4)
    assert buckets(workspace, won) == ["today"]
    clock.tick(days=1)
    assert buckets(workspace, won) == ["overdue"]
    service.finish(workspace, [won])
    assert buckets(workspace, won) == []
    service.undo(workspace)
    assert buckets(workspace, won) == ["overdue"]


def test_b01_a_check_in_with_a_time_is_overdue_right_after_it(workspace: Workspace, clock: Clock, won: int) -> None:
    service.plan(workspace, [won], Due(date(2026, 11, 21), "11:00"), "call Ann")
    assert buckets(workspace, won) == ["today"]
    clock.tick(hours=2)
    assert buckets(workspace, won) == ["overdue"]


def test_b01_a_won_deal_has_no_badge_and_what_was_left_before_the_win_is_not_due(
    workspace: Workspace, clock: Clock, won: int
) -> None:
    clock.tick(days=5)
    card = reads.card(workspace, won)
    assert (card.badge, card.next_step) == ("", None)
    assert buckets(workspace, won) == []
    service.plan(workspace, [won], Due(workspace.now().date()), "check in")
    card = reads.card(workspace, won)
    assert card.badge == ""
    assert card.next_step is not None
    assert card.next_step.what == "check in"
    assert buckets(workspace, won) == ["today"]


def test_b11_reopened_the_deal_has_its_next_step_again(workspace: Workspace, won: int) -> None:
    service.reopen(workspace, [won])
    step = reads.card(workspace, won).next_step
    assert step is not None
    assert step.due == date(2026, 11, 22)


def test_b07_a_check_in_is_snoozed_and_counted(workspace: Workspace, won: int) -> None:
    service.plan(workspace, [won], Due(date(2026, 11, 21)), "check in")
    service.snooze(workspace, [won], Due(date(2026, 11, 23)))
    step = reads.card(workspace, won).next_step
    assert step is not None
    assert (step.due, step.postponed) == (date(2026, 11, 23), 1)
    assert buckets(workspace, won) == []


def test_b05_a_touch_finishes_the_check_in_it_answers(workspace: Workspace, won: int) -> None:
    service.plan(workspace, [won], Due(date(2026, 11, 21)), "call Ann")
    outcome = service.log(workspace, [won], TouchLine("call", "reached"))
    assert "done: call Ann" in outcome.message
    assert outcome.ask is None
    assert buckets(workspace, won) == []


def test_b26_check_in_and_renewal_make_one_line_by_the_earlier(workspace: Workspace, clock: Clock, won: int) -> None:
    service.after_win(workspace, [won], PlannedFollowUps(Renewal(date(2026, 11, 30), 5), check_in(date(2026, 11, 26))))
    clock.tick(days=4)
    assert buckets(workspace, won) == ["today"]
    clock.tick(days=1)
    assert buckets(workspace, won) == ["overdue"]


def test_a_check_in_of_a_deal_in_the_bin_is_not_due(workspace: Workspace, won: int) -> None:
    service.plan(workspace, [won], Due(date(2026, 11, 21)), "check in")
    service.delete(workspace, [won])
    assert buckets(workspace, won) == []


def test_b26_a_lost_deal_has_no_check_in(workspace: Workspace, add: Add) -> None:
    deal = add()
    service.drop(workspace, [deal], "price")
    with pytest.raises(ConflictError):
        service.plan(workspace, [deal], Due(date(2026, 12, 4)), "check in")


def test_b26_the_renewal_field_takes_and_shows_a_lead(workspace: Workspace, won: int) -> None:
    service.edit(workspace, won, {"renewal": "2027-11-01 60d"})
    card = reads.card(workspace, won)
    assert (card.renewal_on, card.renewal_lead_days) == (date(2027, 11, 1), 60)
    with pytest.raises(InputError, match="nothing to change"):
        service.edit(workspace, won, {"renewal": "1 nov 2027 60d"})
    service.edit(workspace, won, {"renewal": ""})
    assert reads.card(workspace, won).renewal_on is None


# --- deals that follow


def begun(workspace: Workspace, deal: int, kind: str) -> NewDeal:
    return aftersale.known(kind, customer(workspace, deal))


def columns(workspace: Workspace, deal: int) -> tuple[int | None, str]:
    row = workspace.store.connection.execute("SELECT origin_id, origin_kind FROM deal WHERE id = ?", (deal,)).fetchone()
    return row[0], row[1]


def test_b26_a_renewal_opens_a_linked_deal_with_all_that_is_known(workspace: Workspace, won: int) -> None:
    service.edit(workspace, won, {"people": "Ann Lee <ann@acme.example> (champion), Bob", "renewal": "2027-11-01"})
    outcome = service.link(workspace, won, "renewal", begun(workspace, won, "renewal"))
    (made,) = outcome.deals
    assert outcome.message == f"opened #{made} Acme rollout renewal: renewal of #{won} Acme rollout"
    assert outcome.warnings == ()
    sheet, origin = reads.sheet(workspace, made), reads.sheet(workspace, won)
    assert (sheet.card.organization, sheet.card.value) == ("Acme GmbH", origin.card.value)
    assert sheet.card.expected_close == date(2027, 11, 1)
    assert sheet.people == origin.people, "the same persons in the same roles"
    assert columns(workspace, made) == (won, "renewal")
    assert origin.card.renewal_on is None, "it has been acted on"
    service.undo(workspace)
    assert reads.card(workspace, won).renewal_on == date(2027, 11, 1)
    assert reads.sheet(workspace, won).links == ()


def test_b26_a_renewal_brings_what_recurs_unless_the_value_is_the_reps_own(workspace: Workspace, add: Add) -> None:
    deal = add("Beta seats")
    for line in ("Seat x 12 at 35 monthly", "Base licence at 4800 yearly", "Migration x 3 at 1150"):
        items.add(workspace, deal, line)
    service.win(workspace, [deal])
    assert begun(workspace, deal, "renewal").value == (420 * 12_00 + 4_800_00, "EUR"), "nobody migrates again"
    service.edit(workspace, deal, {"value": "12k"})
    assert begun(workspace, deal, "renewal").value == (12_000_00, "EUR")


def test_b26_a_referral_has_the_customer_for_its_source(workspace: Workspace, won: int) -> None:
    (made,) = service.link(workspace, won, "referral", NewDeal("Globex seats", organization="Globex")).deals
    assert reads.card(workspace, made).source == "Acme GmbH"
    assert columns(workspace, made) == (won, "referral")
    (other,) = service.link(workspace, won, "referral", NewDeal("Hooli", source="fair")).deals
    assert reads.card(workspace, other).source == "fair"


def test_a_new_address_belongs_to_the_first_one_named(workspace: Workspace, won: int) -> None:
    new = begun(workspace, won, "upsell")._replace(emails=("ann.lee@acme.example",))
    (made,) = service.link(workspace, won, "upsell", new).deals
    people = reads.sheet(workspace, made).people
    assert [(person.name, person.email) for person in people] == [("Ann Lee", "ann.lee@acme.example"), ("Bob", "")]
    assert [person.id for person in people] == [person.id for person in reads.sheet(workspace, won).people]


@pytest.mark.parametrize(
    "close", [lambda workspace, deal: None, lambda workspace, deal: service.drop(workspace, [deal], "price")]
)
def test_b26_only_a_won_deal_is_followed(workspace: Workspace, add: Add, close: "object") -> None:
    deal = add()
    close(workspace, deal)  # type: ignore[operator]
    with pytest.raises(ConflictError, match="only a won deal"):
        service.link(workspace, deal, "upsell", NewDeal("More"))
    assert len(reads.cards(workspace, "open or lost")) == 1


def test_b26_a_referrals_chain_is_seen_from_both_ends(workspace: Workspace, won: int) -> None:
    (second,) = service.link(workspace, won, "referral", NewDeal("Globex")).deals
    service.win(workspace, [second])
    (third,) = service.link(workspace, second, "referral", NewDeal("Hooli")).deals
    assert reads.sheet(workspace, third).links == (
        Link(second, "Globex", "won", "referral", True, 1),
        Link(won, "Acme rollout", "won", "referral", True, 2),
    )
    assert reads.sheet(workspace, won).links == (
        Link(second, "Globex", "won", "referral", False, 1),
        Link(third, "Hooli", "open", "referral", False, 2),
    )
    service.delete(workspace, [second])
    assert reads.sheet(workspace, third).links == reads.sheet(workspace, won).links == ()


def test_a_chain_that_bites_its_tail_ends(workspace: Workspace, won: int) -> None:
    (second,) = service.link(workspace, won, "referral", NewDeal("Globex")).deals
    with workspace.store.unjournaled():
        workspace.store.connection.execute(
            "UPDATE deal SET origin_id = ?, origin_kind = 'referral' WHERE id = ?", (second, won)
        )
    assert [link.id for link in reads.sheet(workspace, won).links] == [second]


def test_a_quick_line_from_the_known_names_nobody_anew(workspace: Workspace, won: int) -> None:
    line = aftersale.line(begun(workspace, won, "renewal"), workspace.now(), workspace.settings.dates, "EUR")
    service.link(workspace, won, "renewal", quick_line.parse(line, workspace.now(), workspace.settings.dates, "EUR"))
    assert workspace.store.connection.execute("SELECT count(*) FROM person").fetchone() == (2,)


def test_b26_of_a_win_on_an_unknown_day_what_is_planned_is_a_check_in(workspace: Workspace, won: int) -> None:
    with workspace.store.unjournaled():
        workspace.store.connection.execute("UPDATE deal SET closed_at = NULL, closed_on = NULL WHERE id = ?", (won,))
        workspace.store.connection.execute("DELETE FROM follow_up")
    service.plan(workspace, [won], Due(workspace.now().date()), "call Kim", "mine")
    assert [step.what for step in reads.sheet(workspace, won).follow_ups] == ["call Kim"]
    service.edit(workspace, won, {"closed": "today"})
    assert [step.what for step in reads.sheet(workspace, won).follow_ups] == ["call Kim"]
    step = reads.card(workspace, won).next_step
    assert step is not None
    assert step.what == "call Kim"
