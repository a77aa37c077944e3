"""Cadences (behaviour 9): begun, gone through, stopped as written; made, changed and deleted; and as a text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.cadence import LONGEST_WAIT, CadenceStep
from pipetui.domain.dates.when import Due
from pipetui.domain.deal import TOUCH_KINDS
from pipetui.domain.decisions import LAST_CHANCE, Decision
from pipetui.domain.errors import AmbiguousError, ConflictError, InputError, LineError, NotFoundError
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.sweep import Exhausted
from pipetui.domain.texts import cadence_text
from pipetui.phrases.cadence import stands
from pipetui.service import Result, Workspace, cadence_reads, cadences, reads
from pipetui.service.workspace import CadencePlace
from pipetui.store import cadences as standings
from pipetui.store.reads import sweep
from pipetui.views import CadenceLine

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add

FIVE = 1
"""The number of the cadence that a new book begins with."""

TWO_STEPS = (CadenceStep("call", 0, "ask for news"), CadenceStep("email", 2, "the case study"))


@pytest.fixture
def deal(workspace: Workspace, add: Add) -> int:
    """A deal in a stage without a cadence."""
    return add(stage="Demo")


def take(workspace: Workspace, outcome: Result) -> date:
    """Take the suggested next step, as Enter does."""
    ask = outcome.ask
    assert ask is not None
    service.plan(workspace, [ask.deal_id], ask.due, ask.what, place=ask.place, onto=outcome.step)
    return ask.due.day


def history(workspace: Workspace, deal: int) -> list[tuple[int, str]]:
    """Steps done and stop reason of each cadence the deal was in."""
    return workspace.store.connection.execute(
        "SELECT done_steps, stop_reason FROM deal_cadence WHERE deal_id = ? ORDER BY id", (deal,)
    ).fetchall()


def call(outcome: str = "no answer") -> TouchLine:
    return TouchLine("call", outcome)


# --- going through one ---------------------------------------------------------------------------------------


def test_b09_a_cadence_begun_by_hand_suggests_its_first_step(workspace: Workspace, deal: int) -> None:
    outcome = cadences.attach(workspace, [deal], FIVE)
    assert outcome.message == "Five touches begun on #1 Acme rollout"
    assert outcome.ask is not None
    assert (outcome.ask.due, outcome.ask.what) == (Due(date(2026, 11, 23)), "first call")  # it is Saturday
    assert outcome.ask.place == CadencePlace(FIVE, 0)
    assert reads.sheet(workspace, deal).cadence == CadenceLine("Five touches", 0, 5)


def test_b09_a_cadence_that_waits_for_what_is_planned_says_so(workspace: Workspace, deal: int) -> None:
    service.plan(workspace, [deal], Due(date(2026, 11, 24)), "send the deck")
    outcome = cadences.attach(workspace, [deal], FIVE)
    assert outcome.message == "Five touches begun on #1 Acme rollout: its first step follows “send the deck”"
    assert outcome.ask is None


def test_b09_each_step_is_due_in_working_days_after_the_one_before_was_done(
    workspace: Workspace, deal: int, clock: Clock
) -> None:
    days = []
    outcome = cadences.attach(workspace, [deal], FIVE)
    while outcome.ask is not None and not outcome.ask.decide:
        days.append(take(workspace, outcome))
        late = timedelta(days=1 if len(days) == 2 else 0)  # the second one is done a day late
        clock.now = clock.now.replace(year=days[-1].year, month=days[-1].month, day=days[-1].day) + late
        outcome = service.finish(workspace, [deal])
    assert days == [
        date(2026, 11, 23), date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 11), date(2026, 12, 24),
    ]  # fmt: skip
    assert history(workspace, deal) == [(5, "finished")]


def test_b09_holidays_are_no_working_days(workspace: Workspace, deal: int) -> None:
    dates = workspace.settings.dates._replace(holidays=frozenset({date(2026, 11, 23)}))
    workspace = workspace._replace(settings=workspace.settings._replace(dates=dates))
    ask = cadences.attach(workspace, [deal], FIVE).ask
    assert ask is not None
    assert ask.due == Due(date(2026, 11, 24))


def test_b09_after_the_last_step_comes_the_decision(workspace: Workspace, deal: int) -> None:
    two = _made(workspace)
    take(workspace, cadences.attach(workspace, [deal], two))
    take(workspace, service.finish(workspace, [deal]))
    ask = service.finish(workspace, [deal]).ask
    assert ask is not None
    assert ask.decide
    assert ask.what == "e-mail: last chance"


def test_b09_the_last_chance_is_an_e_mail_that_the_sweep_knows_of(
    workspace: Workspace, deal: int, clock: Clock
) -> None:
    two = _made(workspace)
    take(workspace, cadences.attach(workspace, [deal], two))
    take(workspace, service.finish(workspace, [deal]))
    take(workspace, service.finish(workspace, [deal]))
    service.decide(workspace, {deal: Decision(LAST_CHANCE)})
    assert [step.what for step in reads.sheet(workspace, deal).follow_ups] == ["e-mail: last chance"]
    clock.tick(days=7)
    outcome = service.log(workspace, [deal], TouchLine("email"))
    assert "done: e-mail: last chance" in outcome.message


def test_b09_a_touch_of_the_kind_that_comes_next_is_that_step(workspace: Workspace, deal: int) -> None:
    cadences.attach(workspace, [deal], FIVE)
    outcome = service.log(workspace, [deal], call())
    assert history(workspace, deal) == [(1, "")]
    assert outcome.ask is not None
    assert outcome.ask.what == "follow-up e-mail"


# --- what stops it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("touch", "reason"),
    [
        (TouchLine("email", "replied", "in"), "reply"),
        (TouchLine("call", "", "in"), "reply"),
        (TouchLine("call", "booked"), "meeting booked"),
    ],
)
def test_b09_a_reply_or_a_booked_meeting_stops_it(
    workspace: Workspace, deal: int, touch: TouchLine, reason: str
) -> None:
    take(workspace, cadences.attach(workspace, [deal], FIVE))
    service.log(workspace, [deal], touch)
    assert [stopped for _, stopped in history(workspace, deal)] == [reason]
    assert reads.sheet(workspace, deal).follow_ups == ()


@pytest.mark.parametrize("touch", [call(), call("left message"), call("reached")])
def test_b09_other_touches_do_not_stop_it(workspace: Workspace, deal: int, touch: TouchLine) -> None:
    cadences.attach(workspace, [deal], FIVE)
    service.log(workspace, [deal], touch)
    assert [stopped for _, stopped in history(workspace, deal)] == [""]


def test_b09_a_change_of_stage_stops_it(workspace: Workspace, deal: int) -> None:
    cadences.attach(workspace, [deal], FIVE)
    service.advance(workspace, [deal])
    assert history(workspace, deal) == [(0, "stage changed")]


def test_b09_won_and_lost_stop_it(workspace: Workspace, add: Add) -> None:
    won, lost = add(), add()
    cadences.attach(workspace, [won, lost], FIVE)
    service.win(workspace, [won])
    service.drop(workspace, [lost], "price")
    assert history(workspace, won) == [(0, "won")]
    assert history(workspace, lost) == [(0, "lost")]


def test_b09_taking_a_deal_off_removes_what_was_planned_and_undo_brings_it_back(
    workspace: Workspace, deal: int
) -> None:
    take(workspace, cadences.attach(workspace, [deal], FIVE))
    before = reads.sheet(workspace, deal)
    outcome = cadences.stop(workspace, [deal])
    assert outcome.message == "#1 Acme rollout taken off the cadence"
    assert outcome.ask is not None
    assert history(workspace, deal) == [(0, "taken off")]
    assert reads.sheet(workspace, deal).follow_ups == ()
    service.undo(workspace)
    assert reads.sheet(workspace, deal) == before


def test_b09_a_cadence_of_the_stage_can_be_declined(workspace: Workspace, add: Add) -> None:
    number = add(stage="Prospecting")
    assert cadence_reads.standing(workspace, number) is not None
    cadences.stop(workspace, [number])
    assert cadence_reads.standing(workspace, number) is None


def test_b09_beginning_another_takes_the_deal_off_the_first(workspace: Workspace, deal: int) -> None:
    two = _made(workspace)
    take(workspace, cadences.attach(workspace, [deal], FIVE))
    cadences.attach(workspace, [deal], two)
    assert history(workspace, deal) == [(0, "taken off"), (0, "")]
    assert reads.sheet(workspace, deal).cadence == CadenceLine("Nudge", 0, 2)
    assert reads.sheet(workspace, deal).follow_ups == ()


def test_b09_nothing_is_begun_on_a_closed_deal_and_nothing_stopped_where_nothing_runs(
    workspace: Workspace, add: Add
) -> None:
    number = add(stage="Demo")
    with pytest.raises(ConflictError, match="no cadence is under way"):
        cadences.stop(workspace, [number])
    service.win(workspace, [number])
    with pytest.raises(ConflictError, match="is won"):
        cadences.attach(workspace, [number], FIVE)


# --- the cadences themselves ---------------------------------------------------------------------------------


def _made(workspace: Workspace) -> int:
    cadences.save(workspace, "Nudge", TWO_STEPS)
    return cadence_reads.find(workspace, "nudge").id


def test_b09_a_cadence_is_made_and_undone(workspace: Workspace) -> None:
    assert cadences.save(workspace, "Nudge", TWO_STEPS).message == "cadence Nudge: 2 steps"
    assert cadence_reads.find(workspace, "NUD").steps == TWO_STEPS
    service.undo(workspace)
    with pytest.raises(NotFoundError, match="there is no cadence “nudge”"):
        cadence_reads.find(workspace, "nudge")


def test_b09_deals_under_way_keep_their_count_when_steps_change(workspace: Workspace, deal: int) -> None:
    two = _made(workspace)
    take(workspace, cadences.attach(workspace, [deal], two))
    outcome = service.finish(workspace, [deal])
    take(workspace, outcome)
    cadences.save(workspace, "Nudges", (*TWO_STEPS[:1], CadenceStep("visit", 5, ""), *TWO_STEPS[1:]), two)
    assert reads.sheet(workspace, deal).cadence == CadenceLine("Nudges", 1, 3)


def test_b09_a_deal_past_the_steps_that_are_left_is_through_and_keeps_what_was_planned(
    workspace: Workspace, deal: int
) -> None:
    two = _made(workspace)
    take(workspace, cadences.attach(workspace, [deal], two))
    take(workspace, service.finish(workspace, [deal]))
    assert cadences.save(workspace, "Nudge", TWO_STEPS[:1], two).message == "cadence Nudge: 1 step, finished on #1"
    assert history(workspace, deal) == [(1, "finished")]
    assert [step.what for step in reads.sheet(workspace, deal).follow_ups] == ["the case study"]
    service.finish(workspace, [deal])
    assert history(workspace, deal) == [(1, "finished")]


def test_b09_a_cadence_with_no_steps_no_name_or_a_name_there_is_is_refused(workspace: Workspace) -> None:
    for name, steps, said in (
        ("Nudge", (), "at least one step"),
        (" ", TWO_STEPS, "needs a name"),
        ("five TOUCHES", TWO_STEPS, "there is a cadence “Five touches” already"),
    ):
        with pytest.raises(InputError, match=said):
            cadences.save(workspace, name, steps)
    assert [one.cadence.name for one in cadence_reads.known(workspace)] == ["Five touches"]


def test_b09_what_a_stage_or_a_deal_uses_is_not_deleted(workspace: Workspace, deal: int) -> None:
    with pytest.raises(ConflictError, match="comes with Prospecting"):
        cadences.delete(workspace, FIVE)
    cadences.set_stage(workspace, "prosp", None)
    cadences.attach(workspace, [deal], FIVE)
    with pytest.raises(ConflictError, match="under way on #1 Acme rollout"):
        cadences.delete(workspace, FIVE)
    cadences.stop(workspace, [deal])
    cadences.delete(workspace, FIVE)
    assert cadence_reads.known(workspace) == []
    service.undo(workspace)
    assert len(cadence_reads.find(workspace, "five").steps) == 5
    assert history(workspace, deal) == [(0, "taken off")]


def test_b09_a_stage_gives_its_deals_a_cadence(workspace: Workspace, deal: int) -> None:
    two = _made(workspace)
    assert cadences.set_stage(workspace, "demo", two).message == "Demo comes with Nudge"
    standing = cadence_reads.standing(workspace, deal)
    assert standing is not None
    assert (standing.cadence.name, standing.done) == ("Nudge", 0)
    assert cadence_reads.usual(workspace, deal).id == two
    with pytest.raises(ConflictError, match="nothing to change"):
        cadences.set_stage(workspace, "demo", two)


def test_b09_what_is_known_names_stages_and_deals(workspace: Workspace, deal: int) -> None:
    cadences.attach(workspace, [deal], FIVE)
    (one,) = cadence_reads.known(workspace)
    assert (one.cadence.name, list(one.stages), one.deals, one.is_default) == (
        "Five touches", ["Prospecting"], (deal,), True,
    )  # fmt: skip


def test_b09_a_name_that_fits_two_is_asked_for(workspace: Workspace) -> None:
    cadences.save(workspace, "Fifty", TWO_STEPS)
    with pytest.raises(AmbiguousError, match="fits several"):
        cadence_reads.find(workspace, "fi")
    with pytest.raises(NotFoundError, match="did you mean five touches"):
        cadence_reads.find(workspace, "fife touches")


# --- as a text -----------------------------------------------------------------------------------------------

TEMPLATES = {"follow-up": 7, "last chance": 8}
NAMES = ["Five touches", "Follow-up"]


def test_b09_a_text_says_waits_kinds_texts_and_templates() -> None:
    written = cadence_text.parse(
        "# mine\nname: Nudge\n\n+0 call first call\n3wd e-mail follow-up [Follow-Up]\n+2 visit\n", TEMPLATES, NAMES
    )
    assert written == cadence_text.CadenceText(
        "Nudge",
        (CadenceStep("call", 0, "first call"), CadenceStep("email", 3, "follow-up", 7), CadenceStep("visit", 2, "")),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-1 call", "a wait cannot be below 0: “-1”"),
        ("+-1 call", "a wait cannot be below 0"),
        ("+999 call", "too long a wait"),
        ("soon call", "“soon” is not a wait"),
        ("+3", "what kind of touch"),
        ("+3 cal Ann", "“cal” is not a kind of touch\ndid you mean call"),
        ("+3 email hello [folow-up]", r"no template “folow-up”\ndid you mean \[follow-up\]"),
        ("then Five touches", "cannot begin a cadence"),
        ("+3 then Five touches", "cannot begin a cadence"),
        ("+3 five touches", "cannot begin a cadence"),
        ("+0 again", "cannot begin a cadence"),
        ("repeat", "cannot begin a cadence"),
        ("+3 call then five touches", "cannot begin a cadence"),
    ],
)
def test_b09_what_is_no_step_is_refused_at_its_line(line: str, said: str) -> None:
    with pytest.raises(LineError, match=said) as caught:
        cadence_text.parse(f"name: Nudge\n+0 call\n{line}\n", TEMPLATES, NAMES)
    assert caught.value.line == 3


@pytest.mark.parametrize("text", ["", "# only this\n", "name: Nudge\n"])
def test_b09_a_text_without_steps_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="at least one step"):
        cadence_text.parse(text, TEMPLATES, NAMES)


@pytest.mark.parametrize("text", ["follow-up", "again", "then the offer", "name: x"])
def test_b09_words_of_a_step_are_no_loop(text: str) -> None:
    assert cadence_text.parse(f"+1 email {text}", TEMPLATES, NAMES).steps[0].text == text


STEPS = st.lists(
    st.builds(
        CadenceStep,
        st.sampled_from(TOUCH_KINDS),
        st.integers(0, LONGEST_WAIT),
        st.from_regex(r"([a-zé#:+0-9;]+( [a-z#:+0-9;]+)*)?", fullmatch=True),
        st.sampled_from([None, 7, 8]),
    ),
    min_size=1,
    max_size=8,
)


@given(STEPS)
def test_b09_a_cadence_that_is_shown_and_left_alone_is_unchanged(steps: list[CadenceStep]) -> None:
    text = cadence_text.render("Nudge", steps, TEMPLATES)
    assert cadence_text.parse(text, TEMPLATES, NAMES) == cadence_text.CadenceText("Nudge", tuple(steps))


def test_b09_a_cadence_that_reached_somebody_is_not_said_to_have_had_no_answer(workspace: Workspace, add: Add) -> None:
    silent, reached = add(), add()
    for deal, outcome in ((silent, "no answer"), (reached, "reached")):
        standing = standings.standing(workspace.store.connection, deal)
        assert standing is not None
        for step in standing.cadence.steps:
            said = outcome if step.kind == "call" else ""
            answer = service.log(workspace, [deal], TouchLine(step.kind, said, "out", "", None, ""))
        assert answer.ask is not None
        assert answer.ask.decide
        assert answer.ask.heard is (deal == reached)
    lines = [reads.sheet(workspace, deal).cadence for deal in (silent, reached)]
    assert [stands(line) for line in lines if line] == [
        "Five touches: all done, no answer – drop, park, or one last chance",
        "Five touches: all done – drop, park, or one last chance",
    ]
    dead = sweep.dead(workspace.store.connection, workspace.moment(), workspace.settings.sweep)
    assert any(isinstance(reason, Exhausted) for reason in dead[silent])
    assert not any(isinstance(reason, Exhausted) for reason in dead.get(reached, ()))
