"""Verbs that write something down: add, log, next, note, edit, tag."""

import json
import sqlite3

import pytest

from pipetui.service import Workspace, history, reads
from pipetui.store import pipelines
from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock


def deal(run: Shell, words: str = "1") -> dict[str, object]:
    """The deal as `show --json` has it."""
    found: dict[str, object] = json.loads(run.did("show", *words.split(), "--json"))
    return found


def test_b14_add_says_back_everything_it_understood(run: Shell) -> None:
    line = (
        "Acme rollout 12k @prop next:fri ann@acme.example +49301234567 +saas org:Acme who:Ann p:70% src:web close:eoq"
    )
    out = run.did("add", *line.split(), "/", "met", "at", "the", "fair")
    assert out == (
        "#1 Acme rollout · €12,000 · Proposal · Acme · Ann · next: Fri 27 Nov, in 6 days · "
        "close: Thu 31 Dec, in 40 days · 70 % · from web · ann@acme.example · +49301234567 · saas · "
        "note: met at the fair · undo: pipetui undo\n"
    )


def test_b14_a_title_alone_is_enough_and_lands_in_the_first_stage(run: Shell) -> None:
    assert run("add", "Acme", "rollout") == (0, "#1 Acme rollout · Prospecting · undo: pipetui undo\n", "")


def test_b14_one_argument_may_hold_the_whole_line(run: Shell) -> None:
    assert run.did("add", "Acme pilot 5k next:fri").startswith(
        "#1 Acme pilot · €5,000 · Prospecting · next: Fri 27 Nov"
    )


def test_b14_words_with_dashes_and_signs_are_words(run: Shell) -> None:
    assert run.did("add", "-saas", "-quick", "rollout", "+tag").startswith(
        "#1 -saas -quick rollout · Prospecting · tag"
    )


def test_b14_two_dashes_end_the_attributes(run: Shell) -> None:
    out = run.did("add", "Foo", "--", "next:fri", "--json", "-q")
    assert out == "#1 Foo next:fri --json -q · Prospecting · undo: pipetui undo\n"


def test_b14_a_likely_duplicate_is_added_and_said(run: Shell) -> None:
    run.did("add", "Acme rollout")
    result = run("add", "ACME rollout")
    assert result.code == 0
    assert result.out.startswith("#2 ACME rollout")
    assert result.err == "warning: looks like #1 Acme rollout (open)\n"


def test_b31_the_first_add_on_a_new_machine_needs_no_setting_up(fresh: Shell) -> None:
    result = fresh("add", "Acme")
    assert (result.code, result.out) == (0, "#1 Acme · Prospecting · undo: pipetui undo\n")
    assert result.err.startswith("new book: ")


def test_b5_log_writes_touch_step_and_stage_in_one_step_of_undo(run: Shell) -> None:
    run.did("add", "Acme", "rollout", "12k")
    out = run.did("log", "acme", "call", "left voicemail", "no-answer", "next:tue call again", "@proposal")
    assert out == (
        "logged call on #1 Acme rollout: no answer · moved to Proposal · next: Tue 24 Nov, in 3 days"
        " · undo: pipetui undo\n"
    )
    after = deal(run)
    assert (after["stage"], after["last_touch_at"]) == ("Proposal", "2026-11-21T10:00:00Z")
    assert after["next_step"] == {"what": "call again", "due": "2026-11-24", "state": "planned", "cadence": None}
    run.did("undo")
    before = deal(run)
    assert (before["stage"], before["last_touch_at"], before["next_step"]) == ("Prospecting", None, None)


def test_b31_a_touch_can_be_dated_back(run: Shell) -> None:
    run.did("add", "Acme")
    run.did("log", "1", "email", "in", "replied", "sounds", "good", "at:yesterday 17:00")
    assert deal(run)["last_touch_at"] == "2026-11-20T17:00:00Z"
    timeline = deal(run)["timeline"]
    assert isinstance(timeline, list)
    said = {"at": "2026-11-20T17:00:00Z", "kind": "touch", "headline": "email in · replied", "text": "sounds good"}
    assert {**said, "id": 1} in timeline


def test_b15_every_write_with_a_date_says_it_back(run: Shell) -> None:
    run.did("add", "Acme", "rollout")
    assert run.did("next", "acme", "fri", "14:00", "send", "the", "quote") == (
        "next for #1 Acme rollout: Fri 27 Nov 14:00, in 6 days – send the quote · undo: pipetui undo\n"
    )
    assert "to Mon 30 Nov 14:00, in 9 days" in run.did("snooze", "acme", "mon+1w")
    assert "until Fri 15 Jan" in run.did("park", "acme", "rollout", "15", "jan")


def test_b12_a_next_step_may_be_theirs(run: Shell, workspace: Workspace) -> None:
    run.did("add", "Acme")
    assert "theirs: reply" in run.did("next", "1", "+3wd", "theirs:", "reply")
    step = reads.card(workspace, 1).next_step
    assert step is not None
    assert (step.what, step.turn) == ("reply", "theirs")


def test_a_note_is_no_touch_and_needs_no_quotes(run: Shell) -> None:
    run.did("add", "Acme", "rollout")
    assert run.did("note", "acme", "rollout", "they", "want", "-10%") == (
        "noted on #1 Acme rollout · undo: pipetui undo\n"
    )
    assert deal(run)["last_touch_at"] is None
    assert "they want -10%" in run.did("show", "1")


def test_edit_changes_fields_and_tags_in_one_step(run: Shell) -> None:
    run.did("add", "Acme", "rollout", "+cold", "+saas")
    words = ["acme", "rollout", "title:Acme", "big", "rollout", "value=15k", "close:eoq", "+hot", "-cold", "budget:yes"]
    assert run.did("edit", *words) == (
        "edited #1 Acme big rollout: title, value, expected close Thu 31 Dec, in 40 days, budget, tags"
        " · undo: pipetui undo\n"
    )
    after = deal(run)
    assert (after["title"], after["value"], after["expected_close"]) == ("Acme big rollout", "15000.00", "2026-12-31")
    assert after["tags"] == ["hot", "saas"]
    run.did("undo")
    assert deal(run)["title"] == "Acme rollout"


def test_edit_with_an_empty_value_clears_the_field(run: Shell) -> None:
    run.did("add", "Acme", "12k", "close:eoq")
    run.did("edit", "1", "value:", "close:")
    assert (deal(run)["value"], deal(run)["expected_close"]) == (None, None)


def test_a_tag_is_put_on_and_taken_off(run: Shell) -> None:
    run.did("add", "Acme")
    assert run.did("tag", "acme", "hot") == "tagged #1 Acme hot · undo: pipetui undo\n"
    assert run.did("tag", "1", "HOT") == "untagged #1 Acme HOT · undo: pipetui undo\n"


@pytest.mark.parametrize(
    "line",
    [
        ["log", "acme", "call"],
        ["next", "acme", "fri"],
        ["note", "acme", "text"],
        ["edit", "acme", "value:1k"],
        ["tag", "acme", "hot"],
        ["move", "acme", "demo"],
        ["advance", "acme"],
        ["win", "acme"],
        ["park", "acme", "fri"],
        ["drop", "acme", "--reason", "price"],
    ],
)
def test_b31_every_write_prints_the_deal_as_json(run: Shell, line: list[str]) -> None:
    run.did("add", "Acme")
    printed = json.loads(run.did(*line, "--json"))
    sheet = deal(run)
    assert printed["id"] == 1
    assert printed == {key: sheet[key] for key in printed}


def test_b31_json_of_several_deals_is_a_list_and_add_prints_one(run: Shell) -> None:
    assert json.loads(run.did("add", "Acme", "--json"))["title"] == "Acme"
    run.did("add", "Globex")
    assert [deal["stage"] for deal in json.loads(run.did("advance", "1,2", "--json"))] == ["Qualification"] * 2


def test_b31_quiet_says_nothing_but_errors(run: Shell) -> None:
    assert run("add", "Acme", "-q") == (0, "", "")
    assert run("log", "acme", "call", "--quiet") == (0, "", "")
    assert run("--quiet", "advance", "acme") == (0, "", "")
    assert run("log", "nobody", "call", "-q").err != ""


def test_b4_without_a_terminal_the_missing_next_step_is_said(run: Shell) -> None:
    run.did("add", "Acme")
    said = run("log", "acme", "call").err
    assert said == "no next step: pipetui next 1 2026-11-25 'follow-up e-mail'\n"  # the cadence's next
    run.did("next", "1", "2026-11-25", "follow-up e-mail")
    assert json.loads(run.did("show", "1", "--json"))["next_step"]["cadence"] == {"step": 2, "of": 5}


def test_b7_snoozing_is_counted_and_said_from_the_third_time_on(run: Shell, clock: Clock) -> None:
    run.did("add", "Acme", "next:mon")
    outs = [run.did("snooze", "acme", date) for date in ("tue", "wed", "thu")]
    assert ["postponed" in out for out in outs] == [False, False, True]
    assert "(postponed 3×)" in outs[-1]


def test_b15_a_date_that_was_written_is_said_back(run: Shell) -> None:
    run.did("add", "Acme", "rollout")
    assert "expected close Tue 12 Jan, in 52 days" in run.did("edit", "1", "close:12/1")
    assert "logged call on #1 Acme rollout · Mon 16 Nov 12:00 ·" in run.did("log", "1", "call", "at:mon")
    assert "Fri 20 Nov 17:00" in run.did("log", "1", "call", "reached", "at:yesterday 17:00")
    assert " · Fri" not in run.did("log", "1", "call")


def test_b36_deals_of_other_currencies_are_left_out_and_said(run: Shell) -> None:
    run.did("add", "Big", "100k")
    run.did("add", "Mirai", "500000", "JPY")
    found = run("list", "value.over:10k", "--ids")
    assert (found.out, found.err) == ("1\n", "compared in EUR; left out: 1 in JPY (value.over:10kJPY compares those)\n")
    found = run("list", "value.over:10kJPY", "--ids")
    assert (found.out, found.err) == ("2\n", "")
    left_out = "compared in EUR; left out: 1 in JPY (value.over:10kJPY compares those)\n"
    assert run("list", 'value.over:"90 000"', "--ids").err == left_out
    assert run("list", '"value>10k"', "--ids").err == "no deal fits\n"  # a phrase, not a comparison


@pytest.fixture
def twelve(begun: Begun) -> Shell:
    """The shell with twelve deals that all have a next step."""
    return begun(*(("add", f"Deal {chr(96 + number)}", "next:fri") for number in range(1, 13)))


@pytest.mark.parametrize(
    "line",
    [
        "next 10 11 12 tue ring them",
        "next 10 11 2w call",
        "next 10 11 +3d call",
        "note 1 2 3 hello",
        "note 1 2 bottles of wine",
        "note #1 #2 hello",
        "note 1 2-3 hello",
        "objection 1 2 seats",
        "tag 10 11 12",
    ],
)
def test_b32_numbers_that_may_be_deals_or_words_are_refused_with_both_spellings(twelve: Shell, line: str) -> None:
    before = twelve.did("list", "--json")
    refused = twelve(*line.split())
    assert (refused.code, refused.out) == (2, "")
    assert " -- " in refused.err
    assert ("several deals: " in refused.err and "one deal: " in refused.err) or line.startswith("tag")
    assert twelve.did("list", "--json") == before


@pytest.mark.parametrize(
    ("line", "deals"),
    [
        ("next 1 3 dec call", [1]),
        ("next 1 3 dez call", [1]),
        ("next 1 -- 12 call", [1]),
        ("next 1 12 call", [1]),
        ("next 1 12-11 call", [1]),
        ("next 1 2 weeks call", [1]),
        ("next 10 11 tue call", [10, 11]),
        ("next 10,11 tue call", [10, 11]),
        ("snooze 5 2w", [5]),
        ("snooze 5 6 2w", [5, 6]),
        ("snooze 10 11 12 2w --yes", [10, 11, 12]),
        ("move 10 11 12 demo --yes", [10, 11, 12]),
        ("drop 10 11 12 price --yes", [10, 11, 12]),
        ("drop 10 11 --reason price", [10, 11]),
        ("log 10 11 12 call reached --yes", [10, 11, 12]),
        ("log 12 call 2 people", [12]),
        ("note 1 -- 2 bottles of wine", [1]),
        ("note 1 99 bottles of beer", [1]),
        ("note 1 they want 2 3 or 4", [1]),
        ("qualify 1 2 budget:yes", [1, 2]),
        ("park 1 12 jan", [1]),
        ("sweep 1 2 keep", [1, 2]),
        ("tag 10 11 2026", [10, 11]),
        ("tag 10 99999999999999999999999999", [10]),
        ("tag 10 12-01", [10]),
        ("tag 10 11 -- 12", [10, 11]),
    ],
)
def test_b32_numbers_that_can_only_be_deals_are_and_others_belong_to_what_follows(
    twelve: Shell, line: str, deals: list[int]
) -> None:
    verb, *words = line.split()
    changed = json.loads(twelve.did(verb, "--json", *words))
    assert [deal["id"] for deal in (changed if isinstance(changed, list) else [changed])] == deals


def test_edit_names_the_verbs_that_change_several_deals(twelve: Shell) -> None:
    hint = twelve("edit", "1,2", "value:1k").err.splitlines()[1].strip()
    assert hint == (
        "several at once: log, next, done, snooze, turn, objection, note, tag, qualify, advance, retreat, move, win, "
        "drop, park, category, unpark, reopen, delete"
    )


def test_what_another_program_takes_back_at_once_was_done_all_the_same(
    run: Shell, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_of = pipelines.stage_of

    def meanwhile(connection: sqlite3.Connection, deal_id: int) -> str:
        history.undo(workspace)
        return stage_of(connection, deal_id)

    monkeypatch.setattr(pipelines, "stage_of", meanwhile)
    for number, line in enumerate((("Acme rollout",), ("Globex seats", "kim@globex.example")), 1):
        result = run("add", *line, "--json")
        assert (result.code, json.loads(result.out)) == (0, {"id": number})
        assert f"#{number} was taken back by another program meanwhile" in result.err


def test_what_was_logged_is_listed_corrected_and_taken_out(run: Shell) -> None:
    run.did("add", "Acme", "rollout")
    assert run("amend", "acme").code == 1
    run.did("log", "acme", "call", "no-answer")
    run.did("note", "acme", "legal", "wants", "our", "terms")
    assert run.did("amend", "acme").splitlines()[1:] == [
        "    1  Sat 21 Nov 10:00  call · no answer",
        "    2  Sat 21 Nov 10:00  note              legal wants our terms",
    ]
    assert "corrected the call of Sat 21 Nov" in run.did("amend", "acme", "outcome:reached")
    assert json.loads(run.did("amend", "acme", "--json"))[0]["headline"] == "call · reached"
    assert "took out the note of Sat 21 Nov" in run.did("amend", "acme", "--entry", "2", "--delete")
    assert run("amend", "acme", "--entry", "7", "--delete").code == 3
    assert run("amend", "acme", "sta:x").code == 2
    run.did("undo")
    assert len(json.loads(run.did("amend", "acme", "--json"))) == 2


def test_each_of_several_steps_is_listed_and_changed(run: Shell) -> None:
    run.did("add", "Acme")
    assert run("steps", "1").code == 1
    for words in ("+2d call Ann", "+5d send quote"):
        run.did("next", "1", *words.split())
    assert [line.split()[0] for line in run.did("steps", "1").splitlines()] == ["step", "1", "2"]
    run.did("steps", "1", "due:tomorrow", "what:send the quote", "--step", "2")
    first = json.loads(run.did("steps", "1", "--json"))[0]
    assert (first["step"], first["what"], first["turn"]) == (1, "send the quote", "mine")
    run.did("steps", "1", "--step", "2", "--done")
    run.did("steps", "1", "--delete")
    assert run("steps", "1", "--done").code == 3
    run.did("undo")
    assert json.loads(run.did("steps", "1", "--json"))[0]["what"] == "send the quote"
