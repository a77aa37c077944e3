"""Verbs that move a deal along, several deals at once, undo and redo (behaviours 8, 11, 13, 27, 31)."""

import json
from collections.abc import Callable

import pytest

from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock


@pytest.fixture
def three(begun: Begun) -> Shell:
    """The shell with three deals."""
    return begun(*(("add", title, "next:fri") for title in ("Acme rollout", "Globex seats", "Hooli pilot")))


def stages(run: Shell) -> list[str]:
    """The stages of all deals, by number."""
    return [deal["stage"] for deal in sorted(json.loads(run.did("list", "--json")), key=lambda deal: deal["id"])]


def test_b13_advance_and_retreat_by_one_stage(three: Shell) -> None:
    assert three.did("advance", "acme") == "advanced #1 Acme rollout to Qualification · undo: pipetui undo\n"
    assert three.did("retreat", "1") == "moved back #1 Acme rollout to Prospecting · undo: pipetui undo\n"


def test_b13_moving_past_qualification_warns_and_goes_on(three: Shell) -> None:
    result = three("move", "acme", "rollout", "demo")
    assert (result.code, result.out) == (0, "moved #1 Acme rollout to Demo · undo: pipetui undo\n")
    assert result.err == "warning: #1 Acme rollout: budget, authority, need, timing not answered with yes\n"


@pytest.mark.parametrize("stage", ["@nego", "Negotiation", "NEGO"])
def test_b13_a_stage_is_named_by_its_beginning(three: Shell, stage: str) -> None:
    three.did("move", "acme", stage)
    assert stages(three)[0] == "Negotiation"


def test_b11_drop_reopen_win(three: Shell) -> None:
    out = three.did("drop", "acme", "--reason", "pri", "--note", "too dear", "--revisit", "1 mar")
    assert out == "dropped #1 Acme rollout (price), revisit Mon 1 Mar · undo: pipetui undo\n"
    assert "lost Sat 21 Nov: price, revisit Mon 1 Mar (too dear)" in three.did("show", "acme")
    assert three.did("reopen", "acme").startswith("reopened #1 Acme rollout")
    assert three.did("win", "acme").startswith("won #1 Acme rollout")
    assert json.loads(three.did("show", "1", "--json"))["closed_at"] == "2026-11-21T10:00:00Z"


def test_b8_a_parked_deal_comes_back_by_itself(three: Shell, clock: Clock) -> None:
    three.did("park", "acme", "+2d")
    assert "parked until Mon 23 Nov" in three.did("list", "acme", "parked")
    assert "no deal fits" in three("list", "acme").err
    clock.tick(days=2)
    assert "parked" not in three.did("list", "acme")
    assert three("unpark", "acme").code == 4


def test_b28_a_deleted_deal_lies_in_the_bin_until_it_is_reopened(three: Shell) -> None:
    three.did("delete", "acme")
    assert three("show", "1").code == 3
    assert "Acme rollout" in three.did("list", "--deleted")
    assert "Acme rollout" in three.did("list", "acme", "--deleted")
    assert three("list", "globex", "--deleted").code == 1
    assert json.loads(three.did("list", "--deleted", "--json"))[0]["id"] == 1
    three.did("reopen", "1")
    assert len(stages(three)) == 3


def test_b27_undo_and_redo_in_reverse_order(three: Shell) -> None:
    three.did("advance", "acme")
    three.did("win", "globex")
    assert three.did("undo") == "undone: won #2 Globex seats · redo: pipetui redo\n"
    assert three.did("undo") == "undone: advanced #1 Acme rollout to Qualification · redo: pipetui redo\n"
    assert three.did("redo") == "redone: advanced #1 Acme rollout to Qualification · undo: pipetui undo\n"
    assert json.loads(three.did("undo", "--json")) == {"undone": "advanced #1 Acme rollout to Qualification"}
    assert json.loads(three.did("redo", "--json")) == {"redone": "advanced #1 Acme rollout to Qualification"}
    assert three("undo", "-q").out == ""


def test_b27_with_nothing_to_undo_or_redo_it_says_so(run: Shell) -> None:
    assert run("undo") == (4, "", "pipetui: there is nothing to undo\n")
    assert run("redo") == (4, "", "pipetui: there is nothing to redo\n")


def test_b4_done_says_what_is_missing_then(three: Shell) -> None:
    result = three("done", "acme", "rollout")
    assert result == (
        0,
        "done: next step of #1 Acme rollout · undo: pipetui undo\n",
        "no next step: pipetui next 1 2026-11-23 'first call'\n",
    )
    assert three("done", "acme").code == 4


def test_b12_turn_changes_whose_turn_it_is(three: Shell) -> None:
    assert three.did("turn", "1").startswith("next step of #1 Acme rollout is theirs")
    assert three.did("turn", "1").startswith("next step of #1 Acme rollout is mine")


# --- several at once -----------------------------------------------------------------------------------------


def test_b31_two_deals_are_changed_without_a_question(three: Shell) -> None:
    assert three.did("advance", "1,2") == "advanced 2 deals · undo: pipetui undo\n"


def test_b31_three_deals_are_not_changed_unasked(three: Shell, contents: Callable[[], dict[str, int]]) -> None:
    before = contents()
    result = three("advance", "1-3")
    assert result == (2, "", "pipetui: this changes 3 deals\n  --yes does it, --dry-run only shows it\n")
    assert contents() == before


@pytest.mark.parametrize("yes", ["--yes", "-y"])
def test_b31_yes_changes_them_as_one_step_of_undo(three: Shell, yes: str) -> None:
    three.did("advance", "1-3", yes)
    assert stages(three) == ["Qualification"] * 3
    three.did("undo")
    assert stages(three) == ["Prospecting"] * 3


def test_b31_a_dry_run_only_shows(three: Shell, contents: Callable[[], dict[str, int]]) -> None:
    before = contents()
    result = three("advance", "1-3", "--dry-run")
    assert result.code == 0
    assert result.out.splitlines()[0] == "#1 Acme rollout: Prospecting → Qualification"
    assert result.err == "dry run: 3 deals, nothing was changed\n"
    shown = json.loads(three.did("drop", "1", "--reason", "price", "--dry-run", "--json"))
    assert [(pair["before"]["status"], pair["after"]["status"]) for pair in shown] == [("open", "lost")]
    assert contents() == before


def test_b31_a_dry_run_refuses_what_the_change_would_refuse(three: Shell) -> None:
    three.did("win", "2")
    result = three("advance", "1-3", "--dry-run")
    assert result.code == 0
    assert "left out: #2 Globex seats" in result.out
    assert three("advance", "2", "--dry-run").code == 4
    assert three("advance", "1-4", "--yes").code == 3
    assert stages(three)[0] == "Prospecting"


def test_b31_at_a_terminal_the_rep_sees_before_and_after_and_is_asked(three: Shell) -> None:
    refused = three("advance", "1-3", typed="n\n")
    assert refused.code == 2
    assert refused.err == (
        "#1 Acme rollout: Prospecting → Qualification\n"
        "#2 Globex seats: Prospecting → Qualification\n"
        "#3 Hooli pilot: Prospecting → Qualification\n"
        "change these 3 deals? [y/N] pipetui: nothing was changed\n"
    )
    assert three("advance", "1-3", typed="y\n").out == "advanced 3 deals · undo: pipetui undo\n"


def test_b31_of_many_deals_five_are_shown(run: Shell) -> None:
    for number in range(7):
        run.did("add", f"Deal number {number}")
    shown = run("delete", "1-7", typed="\n").err.splitlines()
    assert shown[4].startswith("#5 Deal number 4: ")
    assert shown[5] == "… and 2 more"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (["win", "1"], "Fri 27 Nov → won Sat 21 Nov"),
        (["tag", "1", "hot"], "no tags → hot"),
        (["snooze", "1", "mon"], "Fri 27 Nov → Mon 23 Nov\nthat is earlier: it was due Fri 27 Nov"),
        (["park", "1", "+1w"], "Fri 27 Nov → parked until Sat 28 Nov"),
        (["note", "1", "text"], "as it stands"),
        (["delete", "1"], "into the bin"),
    ],
)
def test_b31_before_and_after_show_what_changes(three: Shell, clock: Clock, line: list[str], shown: str) -> None:
    clock.tick(minutes=1)
    assert three.did(*line, "--dry-run") == f"#1 Acme rollout: {shown}\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("1 price", "price"),
        ("acme rollout went silent", "went silent"),
        ("acme tim", "timing"),
        ("1 no-dec", "no decision"),
    ],
)
def test_b11_the_reason_may_follow_the_deal(three: Shell, words: str, reason: str) -> None:
    assert f"dropped #1 Acme rollout ({reason})" in three.did("drop", *words.split())


def test_b11_words_that_are_no_reason_are_refused_and_several_are_named(three: Shell) -> None:
    assert "there is no reason “prise”" in three("drop", "1", "prise").err
    assert "several" in three("drop", "1", "no").err
    assert "no deal fits “nobody”" in three("drop", "nobody", "price").err


def test_b11_the_past_can_be_put_right(run: Shell, clock: Clock) -> None:
    run.did("add", "Acme", "rollout", "50k")
    run.did("add", "Globex", "9k")
    clock.tick(days=40)  # Thu 31 Dec
    assert "to Qualification on Mon 28 Dec 12:00" in run.did("advance", "acme", "at:mon")
    clock.tick(days=2)
    assert run.did("win", "acme", "rollout", "at:31 dec 17:00").startswith("won #1 Acme rollout on Thu 31 Dec")
    assert run.did("drop", "globex", "price", "at:yesterday").startswith("dropped #2 Globex (price) on Fri 1 Jan")
    assert "1 won" in run.did("report", "sources", "2026") or "€50,000" in run.did("report", "sources", "2026")
    won, lost = (json.loads(run.did("show", number, "--json")) for number in ("1", "2"))
    assert (won["closed_at"], lost["closed_at"]) == ("2026-12-31T17:00:00Z", "2027-01-01T12:00:00Z")
    told = [(event["at"][:10], event["headline"]) for event in won["timeline"]]
    assert told[:2] == [("2026-12-31", "won"), ("2026-12-28", "Prospecting → Qualification")]
    run.did("undo")
    run.did("undo")
    assert json.loads(run.did("show", "1", "--json"))["status"] == "open"


def test_b11_what_came_later_cannot_have_been_before(run: Shell, clock: Clock) -> None:
    run.did("add", "Acme", "rollout")
    clock.tick(days=10)
    run.did("advance", "1")
    refused = run("win", "1", "at:-5d")
    assert (refused.code, "only since 2026-12-01" in refused.err) == (4, True)
    ahead = run("win", "1", "at:tomorrow")
    assert ahead.code == 2
    twice = run("win", "1", "at:mon", "at:fri")
    assert "second one" in twice.err


def test_b11_a_deal_put_into_the_book_afterwards_has_been_there_since(run: Shell) -> None:
    run.did("add", "Acme", "rollout", "5k")
    run.did("win", "1", "at:-3d")
    shown = json.loads(run.did("show", "1", "--json"))
    assert shown["created_at"] == shown["closed_at"] == "2026-11-18T12:00:00Z"
