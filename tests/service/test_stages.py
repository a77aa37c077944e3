"""Stages and pipelines that the rep bends: nothing is lost, history keeps its names, all of it can be undone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.deal import Stage
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, PipetuiError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.domain.stage_edits import StageEdit
from pipetui.service import Workspace, pipelines, reads, stage_reads, stages
from pipetui.store import deal_line, search_index
from pipetui.store.schema import triggers
from pipetui.store.store import Store

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.service.conftest import Add


def named(workspace: Workspace, word: str) -> Stage:
    return stages.named(workspace, word)


def names(workspace: Workspace, pipeline: str = "Sales") -> list[str]:
    return [line.stage.name for one in stage_reads.lines(workspace) if one.name == pipeline for line in one.stages]


def places(workspace: Workspace) -> list[int]:
    return [stage.position for stage in reads.pipelines(workspace).of(1)]


def whole(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is journaled."""
    assert search_index.spoilt(connection) == []
    assert deal_line.spoilt(connection) == []
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return {
        table.name: connection.execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()
        for table in triggers.journaled()
    }


def told(workspace: Workspace, deal: int) -> list[str]:
    return [item.headline for item in reads.sheet(workspace, deal).timeline]


def closed(workspace: Workspace, deal: int, *, won: bool) -> None:
    if won:
        service.win(workspace, [deal])
    else:
        service.drop(workspace, [deal], "price")


# --- adding, changing, order ---------------------------------------------------------------------------------


def test_b34_a_stage_is_added_at_its_place(workspace: Workspace) -> None:
    stages.add(workspace, 1, "Pilot", StageEdit(place=4, probability=50, rotting_days=21))
    assert names(workspace) == ["Prospecting", "Qualification", "Demo", "Pilot", "Proposal", "Negotiation"]
    assert places(workspace) == [0, 1, 2, 3, 4, 5]
    pilot = named(workspace, "pilot")
    assert (pilot.probability, pilot.rotting_days, pilot.qualifies) == (50, 21, False)


def test_b34_without_a_probability_it_is_as_likely_as_its_neighbours(workspace: Workspace) -> None:
    stages.add(workspace, 1, "Pilot", StageEdit(place=4))
    stages.add(workspace, 1, "Signing")
    stages.add(workspace, 1, "Lead", StageEdit(place=1))
    found = {stage.name: stage.probability for stage in reads.pipelines(workspace).of(1)}
    assert (found["Lead"], found["Pilot"], found["Signing"]) == (5, 50, 90)


@pytest.mark.parametrize("name", ["", " ", "demo", "Démo", "…"])
def test_b34_a_stage_that_cannot_be_named_is_refused(workspace: Workspace, name: str) -> None:
    before = whole(workspace.store.connection)
    with pytest.raises(InputError):
        stages.add(workspace, 1, name)
    with pytest.raises(InputError):
        stages.change(workspace, named(workspace, "proposal").id, StageEdit(name=name))
    assert whole(workspace.store.connection) == before


def test_b34_a_stage_is_renamed_and_its_cards_at_once(workspace: Workspace, add: Add) -> None:
    deal = add(stage="demo")
    stages.change(workspace, named(workspace, "demo").id, StageEdit(name="Show", probability=45, rotting_days=0))
    card = reads.card(workspace, deal)
    assert (card.stage, card.probability) == ("Show", 45)
    assert "created in Show" in told(workspace, deal)


def test_b34_the_same_name_in_other_letters_is_a_rename(workspace: Workspace) -> None:
    stages.change(workspace, named(workspace, "demo").id, StageEdit(name="DEMO"))
    assert "DEMO" in names(workspace)


def test_b34_one_stage_is_the_qualification(workspace: Workspace) -> None:
    stages.change(workspace, named(workspace, "demo").id, StageEdit(qualifies=True))
    assert [stage.name for stage in reads.pipelines(workspace).stages if stage.qualifies] == ["Demo"]
    stages.change(workspace, named(workspace, "demo").id, StageEdit(qualifies=False))
    assert not any(stage.qualifies for stage in reads.pipelines(workspace).stages)


def test_b34_a_change_that_changes_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ConflictError, match="nothing to change"):
        stages.change(workspace, named(workspace, "demo").id, StageEdit(probability=40, place=3))


def test_b34_a_stage_that_is_gone_by_now_is_not_changed(workspace: Workspace) -> None:
    gestures: tuple[Callable[[], object], ...] = (
        lambda: stages.change(workspace, 99, StageEdit(probability=1)),
        lambda: stages.merge(workspace, 99, 1),
        lambda: stages.remove(workspace, 99, 1),
        lambda: stages.add_criterion(workspace, 99, "x"),
        lambda: stages.add(workspace, 99, "x"),
        lambda: pipelines.rename(workspace, 99, "x"),
        lambda: pipelines.remove(workspace, 99),
    )
    for gesture in gestures:
        with pytest.raises(NotFoundError):
            gesture()


# --- removing ------------------------------------------------------------------------------------------------


def test_b34_a_stage_with_deals_is_removed_with_a_destination_alone(workspace: Workspace, add: Add) -> None:
    add(stage="demo")
    with pytest.raises(InputError, match="1 deal stands in Demo"):
        stages.remove(workspace, named(workspace, "demo").id)


@pytest.mark.parametrize("end", ["win", "drop", "delete", "park"])
def test_b34_closed_deals_and_those_in_the_bin_need_one_too(workspace: Workspace, add: Add, end: str) -> None:
    deal = add(stage="demo")
    ends: dict[str, Callable[[], object]] = {
        "win": lambda: service.win(workspace, [deal]),
        "drop": lambda: service.drop(workspace, [deal], "price"),
        "delete": lambda: service.delete(workspace, [deal]),
        "park": lambda: workspace.store.connection.execute("UPDATE deal SET parked_until = '2027-01-01'"),
    }
    ends[end]()
    demo, proposal = named(workspace, "demo"), named(workspace, "proposal")
    with pytest.raises(InputError):
        stages.remove(workspace, demo.id)
    assert stages.remove(workspace, demo.id, proposal.id).deals == (deal,)
    if end in ("win", "drop", "delete"):
        service.reopen(workspace, [deal])
    card = reads.card(workspace, deal)
    assert card.stage == "Proposal"
    assert str(card.parked_until) == ("2027-01-01" if end == "park" else "None")


def test_b34_the_history_of_a_removed_stage_keeps_its_name(workspace: Workspace, add: Add, clock: Clock) -> None:
    moved, lost = add(stage="qual"), add("Globex", stage="demo")
    clock.tick(days=3)
    service.advance(workspace, [moved])
    service.drop(workspace, [lost], "price")
    clock.tick(days=2)
    stages.remove(workspace, named(workspace, "demo").id, named(workspace, "proposal").id)
    assert told(workspace, moved) == ["Demo → Proposal", "Qualification → Demo", "created in Qualification"]
    assert reads.sheet(workspace, moved).timeline[0].text == "Demo was removed"
    assert told(workspace, lost) == ["lost", "created in Demo"]
    assert names(workspace) == ["Prospecting", "Qualification", "Proposal", "Negotiation"]
    assert places(workspace) == [0, 1, 2, 3]
    row = workspace.store.connection.execute("SELECT kind, stayed_s FROM stage_event ORDER BY id DESC").fetchone()
    assert row == ("advanced", 2 * 86_400)
    assert reads.card(workspace, moved).entered_stage_at == clock.now


def test_b34_an_empty_stage_without_a_past_leaves_nothing_behind(workspace: Workspace) -> None:
    stages.remove(workspace, named(workspace, "demo").id)
    left = workspace.store.connection.execute("SELECT count(*) FROM stage").fetchone()
    assert left == (4,)


def test_b34_the_name_of_a_removed_stage_can_be_given_again(workspace: Workspace, add: Add) -> None:
    for _ in range(3):
        deal = add(stage="demo")
        stages.remove(workspace, named(workspace, "demo").id, named(workspace, "proposal").id)
        stages.add(workspace, 1, "Demo", StageEdit(place=3))
    assert names(workspace).count("Demo") == 1
    assert told(workspace, deal)[-1] == "created in Demo (removed) 3"
    stages.remove(workspace, named(workspace, "demo").id)
    stages.change(workspace, named(workspace, "qual").id, StageEdit(name="Demo"))
    assert names(workspace) == ["Prospecting", "Demo", "Proposal", "Negotiation"]


def test_b34_the_last_stage_stays(workspace: Workspace) -> None:
    for name in ("prosp", "qual", "demo", "proposal"):
        stages.remove(workspace, named(workspace, name).id)
    with pytest.raises(ConflictError, match="last stage of Sales"):
        stages.remove(workspace, named(workspace, "nego").id)


def test_b34_a_removed_qualification_is_said(workspace: Workspace) -> None:
    assert stages.remove(workspace, named(workspace, "qual").id).warnings == (
        "no stage of Sales is the qualification any more",
    )


def test_b34_a_stage_of_another_pipeline_may_be_the_destination(workspace: Workspace, add: Add) -> None:
    deal = add(stage="demo")
    pipelines.add(workspace, "Renewals", "short")
    stages.remove(workspace, named(workspace, "demo").id, named(workspace, "renewals/closing").id)
    card = reads.card(workspace, deal)
    assert (card.pipeline, card.stage) == ("Renewals", "Closing")
    kinds = workspace.store.connection.execute("SELECT kind FROM stage_event ORDER BY id").fetchall()
    assert kinds == [("created",), ("moved",)]


# --- merging -------------------------------------------------------------------------------------------------


def test_b34_merged_stages_move_no_clock_and_keep_their_names_in_history(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    deal, lost = add(stage="demo"), add("Globex", stage="demo")
    entered = clock.now
    service.drop(workspace, [lost], "price")
    clock.tick(days=2)
    outcome = stages.merge(workspace, named(workspace, "demo").id, named(workspace, "proposal").id)
    assert outcome.message == "merged Demo into Proposal with 2 deals"
    card = reads.card(workspace, deal)
    assert (card.stage, card.entered_stage_at) == ("Proposal", entered)
    assert told(workspace, deal) == ["created in Demo"]
    assert workspace.store.connection.execute(
        "SELECT s.name FROM deal d JOIN stage s ON s.id = d.lost_stage_id"
    ).fetchall() == [("Proposal",)]


def test_b34_what_is_counted_of_a_merged_stage_is_counted_where_it_went(
    workspace: Workspace, add: Add, clock: Clock
) -> None:
    for number in range(20):
        deal = add(f"D{number}", stage="demo")
        clock.tick(days=1)
        service.advance(workspace, [deal])
        closed(workspace, deal, won=number % 4 == 0)
    proposal = named(workspace, "proposal").id
    before = stages.suggestions(workspace)
    assert before[proposal].percent == 25
    stages.merge(workspace, named(workspace, "demo").id, named(workspace, "qual").id)
    after = stages.suggestions(workspace)
    assert after[named(workspace, "qual").id] == before[proposal]
    stages.merge(workspace, named(workspace, "qual").id, named(workspace, "prosp").id)  # merged with what it had taken
    assert stages.suggestions(workspace)[named(workspace, "prosp").id] == before[proposal]
    from pipetui.store.reads import book_reads

    known = book_reads.know(workspace.store.connection)
    assert known.medians.stays[named(workspace, "prosp").id] == 1


def test_b34_merged_stages_share_their_criteria(workspace: Workspace, add: Add) -> None:
    deal = add(stage="demo")
    demo, proposal = named(workspace, "demo").id, named(workspace, "proposal").id
    for stage, text in ((demo, "Budget is named"), (demo, "They saw it"), (proposal, "budget is named")):
        stages.add_criterion(workspace, stage, text)
    for text in ("budget", "they"):
        stages.tick(workspace, [deal], text)
    stages.merge(workspace, demo, proposal)
    found = reads.sheet(workspace, deal).criteria
    assert [(one.text, one.met) for one in found] == [("budget is named", True), ("They saw it", True)]


def test_b34_a_stage_is_not_merged_into_itself_nor_across_pipelines(workspace: Workspace) -> None:
    pipelines.add(workspace, "Renewals", "short")
    demo, other = named(workspace, "demo").id, named(workspace, "renewals/closing").id
    for into in (demo, other):
        with pytest.raises(ConflictError):
            stages.merge(workspace, demo, into)


# --- criteria ------------------------------------------------------------------------------------------------


def test_b34_criteria_are_those_of_the_stage_the_deal_is_in(workspace: Workspace, add: Add) -> None:
    deal = add()
    stages.add_criterion(workspace, named(workspace, "prosp").id, "somebody answered")
    assert [one.text for one in reads.sheet(workspace, deal).criteria] == ["somebody answered"]
    assert stages.tick(workspace, [deal], "some").message == f"#{deal} Acme rollout: somebody answered ✓"
    assert reads.sheet(workspace, deal).criteria[0].met
    with pytest.raises(ConflictError, match="nothing to change"):
        stages.tick(workspace, [deal], "some")
    stages.tick(workspace, [deal], "some", met=False)
    assert not reads.sheet(workspace, deal).criteria[0].met
    service.undo(workspace)
    assert reads.sheet(workspace, deal).criteria[0].met
    stages.remove_criterion(workspace, named(workspace, "prosp").id, "somebody")
    assert reads.sheet(workspace, deal).criteria == ()


@pytest.mark.parametrize("text", ["", "…", "Somebody ANSWERED"])
def test_b34_a_criterion_says_something_once(workspace: Workspace, text: str) -> None:
    stages.add_criterion(workspace, 1, "somebody answered")
    with pytest.raises(InputError):
        stages.add_criterion(workspace, 1, text)


# --- own history ---------------------------------------------------------------------------------------------


def by_hand(connection: sqlite3.Connection, stage: int) -> tuple[int, int]:
    """Won and closed, worked out deal by deal."""
    won = closed = 0
    for deal, status, here in connection.execute(
        "SELECT id, status, stage_id FROM deal WHERE deleted_at IS NULL AND status <> 'open'"
    ).fetchall():
        entered = {
            row[0] for row in connection.execute("SELECT to_stage_id FROM stage_event WHERE deal_id = ?", (deal,))
        }
        if stage in entered | {here}:
            closed += 1
            won += status == "won"
    return won, closed


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["won", "lost", "open", "bin"])),
        min_size=25,
        max_size=60,
    )
)
def test_b16_own_history_is_what_a_count_by_hand_gives(
    template_book: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, deals: list[tuple[int, int, str]]
) -> None:
    path = tmp_path_factory.mktemp("own") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        workspace = Workspace(store, clock, Settings(), "shell")
        order = [stage.name for stage in reads.pipelines(workspace).of(1)]
        for number, (first, second, end) in enumerate(deals):
            deal = service.add(workspace, NewDeal(f"D{number}", stage=order[first])).deals[0]
            if first != second:
                service.move(workspace, [deal], order[second])
            if end in ("won", "bin"):
                service.win(workspace, [deal])
            elif end == "lost":
                service.drop(workspace, [deal], "price")
            if end == "bin":
                service.delete(workspace, [deal])
        found = stages.suggestions(workspace)
        for stage in reads.pipelines(workspace).of(1):
            won, closed = by_hand(store.connection, stage.id)
            assert (stage.id in found) == (closed >= 20)
            if stage.id in found:
                assert found[stage.id][1:] == (won, closed)
                assert found[stage.id].percent == int(100 * won / closed + 0.5)


def test_b16_what_own_history_says_is_taken_in_one_step(workspace: Workspace, add: Add) -> None:
    with pytest.raises(ConflictError, match="own history"):
        stages.take_suggestions(workspace)
    for number in range(20):
        deal = add(f"D{number}", stage="demo")
        closed(workspace, deal, won=number % 2 == 0)
    assert stages.take_suggestions(workspace).message == "from own history: Demo 50 %"
    assert named(workspace, "demo").probability == 50
    service.undo(workspace)
    assert named(workspace, "demo").probability == 40


# --- pipelines -----------------------------------------------------------------------------------------------


def test_b34_a_pipeline_is_made_like_a_template_or_another(workspace: Workspace) -> None:
    stages.add_criterion(workspace, named(workspace, "demo").id, "they saw it")
    pipelines.add(workspace, "Renewals", "short")
    pipelines.add(workspace, "Partners", "sales")
    pipelines.add(workspace, "Fairs")
    assert names(workspace, "Renewals") == ["Prospecting", "Qualification", "Connecting", "Closing"]
    assert names(workspace, "Partners") == names(workspace, "Fairs") == names(workspace)
    lines = {line.name: line for line in stage_reads.lines(workspace)}
    assert [stage.criteria for stage in lines["Partners"].stages][2] == ("they saw it",)
    assert list(lines) == ["Sales", "Renewals", "Partners", "Fairs"]


@pytest.mark.parametrize(("name", "like"), [("", ""), ("sales", ""), ("New", "nothing such")])
def test_b34_a_pipeline_that_cannot_be_made_is_refused(workspace: Workspace, name: str, like: str) -> None:
    before = whole(workspace.store.connection)
    with pytest.raises(InputError):
        pipelines.add(workspace, name, like)
    assert whole(workspace.store.connection) == before


def test_b34_new_deals_go_into_the_default_pipeline(workspace: Workspace, add: Add) -> None:
    pipelines.add(workspace, "Renewals", "short")
    pipelines.make_default(workspace, 2)
    assert reads.card(workspace, add()).pipeline == "Renewals"
    pipelines.order(workspace, [2])
    assert [line.name for line in stage_reads.lines(workspace)] == ["Renewals", "Sales"]
    pipelines.rename(workspace, 2, "Again")
    assert [line.name for line in stage_reads.lines(workspace)] == ["Again", "Sales"]


def test_b34_a_removed_pipeline_sends_its_deals_to_the_stage_of_the_same_name_or_as_far(
    workspace: Workspace, add: Add
) -> None:
    pipelines.add(workspace, "Renewals", "short")
    first, same, last = (add(stage=f"renewals/{name}") for name in ("prosp", "qual", "closing"))
    service.win(workspace, [last])
    with pytest.raises(InputError, match="3 deals stand in Renewals"):
        pipelines.remove(workspace, 2)
    pipelines.remove(workspace, 2, 1)
    found = {deal: reads.card(workspace, deal) for deal in (first, same, last)}
    assert {card.pipeline for card in found.values()} == {"Sales"}
    assert [found[deal].stage for deal in (first, same, last)] == ["Prospecting", "Qualification", "Negotiation"]
    assert told(workspace, last)[-1] == "created in Closing (Renewals)"
    assert told(workspace, first)[0] == "Sales/Prospecting (Renewals) → Sales/Prospecting"


def test_b34_the_last_pipeline_stays_and_a_removed_default_has_an_heir(workspace: Workspace, add: Add) -> None:
    with pytest.raises(ConflictError, match="last pipeline"):
        pipelines.remove(workspace, 1)
    deal = add(stage="demo")
    pipelines.add(workspace, "Renewals", "short")
    closing = named(workspace, "renewals/closing")
    assert pipelines.remove(workspace, 1, 2, closing.id).warnings == ("new deals go into Renewals",)
    assert reads.card(workspace, deal).stage == "Closing"
    assert reads.card(workspace, add("New")).pipeline == "Renewals"


# --- undo ----------------------------------------------------------------------------------------------------

GESTURES: dict[str, Callable[[Workspace, int, int], object]] = {
    "add": lambda at, a, b: stages.add(at, pipeline(at, a), f"Stage {a}{b}", StageEdit(place=b % 4 + 1)),
    "rename": lambda at, a, b: stages.change(at, stage(at, a), StageEdit(name=f"Named {b}")),
    "swap a name": lambda at, a, b: stages.change(at, stage(at, a), StageEdit(name=["Demo", "Closing", "Due"][b % 3])),
    "percent": lambda at, a, b: stages.change(at, stage(at, a), StageEdit(probability=b, rotting_days=a)),
    "place": lambda at, a, b: stages.change(at, stage(at, a), StageEdit(place=b % 5 + 1, qualifies=b % 2 == 0)),
    "merge": lambda at, a, b: stages.merge(at, stage(at, a), stage(at, b)),
    "remove": lambda at, a, b: stages.remove(at, stage(at, a), stage(at, b)),
    "criterion": lambda at, a, b: stages.add_criterion(at, stage(at, a), f"criterion {b % 3}"),
    "no criterion": lambda at, a, b: stages.remove_criterion(at, stage(at, a), f"criterion {b % 3}"),
    "pipeline": lambda at, a, b: pipelines.add(at, f"Pipeline {a}", ["short", "sales", ""][b % 3]),
    "default": lambda at, a, b: pipelines.make_default(at, pipeline(at, a)),
    "order": lambda at, a, b: pipelines.order(at, [pipeline(at, a)]),
    "no pipeline": lambda at, a, b: pipelines.remove(at, pipeline(at, a), pipeline(at, b)),
    "deal": lambda at, a, b: service.add(at, NewDeal(f"Deal {a}{b}", stage=full(at, a))),
    "move": lambda at, a, b: service.move(at, [a % 6 + 1], full(at, b)),
    "advance": lambda at, a, b: service.advance(at, [a % 6 + 1]),
    "win": lambda at, a, b: service.win(at, [a % 6 + 1]),
    "drop": lambda at, a, b: service.drop(at, [a % 6 + 1], "price"),
    "bin": lambda at, a, b: service.delete(at, [a % 6 + 1]),
    "tick": lambda at, a, b: stages.tick(at, [a % 6 + 1], f"criterion {b % 3}"),
}


def stage(workspace: Workspace, number: int) -> int:
    known = reads.pipelines(workspace).stages
    return known[number % len(known)].id


def full(workspace: Workspace, number: int) -> str:
    known = reads.pipelines(workspace)
    one = known.stages[number % len(known.stages)]
    return f"{known.names[one.pipeline_id]}/{one.name}" if len(known.names) > 1 else one.name


def pipeline(workspace: Workspace, number: int) -> int:
    return [*reads.pipelines(workspace).names][number % len(reads.pipelines(workspace).names)]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(GESTURES)), st.integers(0, 40), st.integers(0, 40)), max_size=14))
def test_b34_any_sequence_of_edits_undone_gives_the_book_back_and_redone_the_other(
    template_book: Path, tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, int]]
) -> None:
    from tests.conftest import Clock

    clock = Clock(datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    path = tmp_path_factory.mktemp("undo") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        workspace = Workspace(store, clock, Settings(), "shell")
        for name in ("prosp", "qual", "demo", "demo", "proposal", "nego"):
            service.add(workspace, NewDeal(f"Acme {name}", stage=name))
        before, done = whole(store.connection), 0
        for name, a, b in edits:
            clock.tick(hours=1)
            try:
                GESTURES[name](workspace, a, b)
            except PipetuiError:
                continue
            done += 1
            here = reads.pipelines(workspace)
            assert all(here.of(number) for number in here.names)
            for number in here.names:
                assert [one.position for one in here.of(number)] == list(range(len(here.of(number))))
            standing = {row[0] for row in store.connection.execute("SELECT stage_id FROM deal")}
            assert standing <= {one.id for one in here.stages}
        after = whole(store.connection)
        for _ in range(done):
            service.undo(workspace)
        assert whole(store.connection) == before
        for _ in range(done):
            service.redo(workspace)
        assert whole(store.connection) == after
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
