"""Behaviour 26 in the shell: `win` with its questions, check-ins in the reading verbs, `link`."""

import json

import pytest

from tests.cli.conftest import Shell
from tests.conftest import Clock


@pytest.fixture
def acme(run: Shell, clock: Clock) -> Shell:
    """A book with one open deal, planned for a minute ago."""
    run.did("add", "Acme", "rollout", "12k", "org:Acme GmbH", "who:Ann Lee", "next:fri")
    clock.tick(minutes=1)
    return run


def test_b26_win_asks_at_a_terminal_and_enter_takes_both(acme: Shell) -> None:
    result = acme("win", "acme", typed="\n\n")
    assert "renewal? [Sun 21 Nov 2027] (Enter takes it, a date, or - skips) " in result.err
    assert "first check-in? [Fri 4 Dec check in] (Enter takes it, a date, or - skips) " in result.err
    assert "next step?" not in result.err
    assert result.out.splitlines() == [
        "won #1 Acme rollout · undo: pipetui undo",
        "renewal Sun 21 Nov 2027 · next: Fri 4 Dec, in 13 days – check in · undo: pipetui undo",
    ]
    shown = acme.did("show", "1")
    assert "closed        won Sat 21 Nov, renewal Sun 21 Nov 2027\n" in shown
    assert "next step     → Fri 4 Dec  check in (mine)" in shown
    acme.did("undo")
    assert json.loads(acme.did("show", "1", "--json"))["status"] == "open"


def test_b26_both_questions_can_be_skipped_or_answered_otherwise(acme: Shell) -> None:
    assert acme("win", "1", typed="-\n-\n").out == "won #1 Acme rollout · undo: pipetui undo\n"
    acme.did("reopen", "1")
    acme("win", "1", typed="1 nov 2027 60d\nflurbsday\n+2w call Ann\n")
    shown = json.loads(acme.did("show", "1", "--json"))
    assert (shown["renewal_on"], shown["renewal_lead_days"]) == ("2027-11-01", 60)
    assert shown["next_step"]["what"] == "call Ann"


@pytest.mark.parametrize("how", [["--json"], ["-q"], []])
def test_b31_nothing_is_asked_without_a_terminal_or_of_a_program(acme: Shell, how: list[str]) -> None:
    typed = "\n\n" if how else None
    assert acme("win", "1", *how, typed=typed).err == ""
    assert json.loads(acme.did("show", "1", "--json"))["renewal_on"] is None


def test_b26_win_takes_both_as_options(acme: Shell) -> None:
    out = acme.did("win", "acme", "--renewal", "2027-11-01 60d", "--check-in", "+2w call Ann")
    assert out == (
        "won #1 Acme rollout · renewal Mon 1 Nov 2027 · next: Sat 5 Dec, in 14 days – call Ann · undo: pipetui undo\n"
    )


def test_b15_a_date_that_is_not_understood_leaves_the_deal_open(acme: Shell) -> None:
    for options in (["--renewal", "flurbsday"], ["--check-in", "flurbsday"], ["--renewal", "2020-01-01"]):
        assert acme("win", "1", *options).code == 2
    assert json.loads(acme.did("show", "1", "--json"))["status"] == "open"


@pytest.mark.parametrize("option", ["--check-in", "--renewal"])
def test_b26_an_empty_answer_is_refused_a_minus_is_none(acme: Shell, option: str) -> None:
    for empty in ([option, ""], [f"{option}="], [option, " "]):
        assert acme("win", "1", *empty).err == (
            f"pipetui: {option} is empty\n  a date such as +2w, or {option} - for none\n"
        )
    assert json.loads(acme.did("show", "1", "--json"))["status"] == "open"
    assert acme.did("win", "1", option, "-") == "won #1 Acme rollout · undo: pipetui undo\n"


@pytest.mark.parametrize("options", [[], ["--config=/dev/null"]], ids=["quick", "by Typer"])
def test_b26_a_check_in_comes_due_in_every_verb_of_the_day(acme: Shell, clock: Clock, options: list[str]) -> None:
    acme.did("win", "1", "--check-in", "2026-12-04 call Ann")
    assert acme("overdue", *options).code == 1
    assert "Acme" not in acme("today", *options).out
    clock.now = clock.now.replace(month=12, day=4)
    assert acme.did("today", *options).splitlines()[0].startswith("Today  1 deal")
    assert "• today  call Ann · won Sat 21 Nov" in acme.did("today", *options)
    assert json.loads(acme.did("prompt", "--json", *options))["today"] == 1
    clock.tick(days=2)
    assert "! 2 days late  call Ann · won Sat 21 Nov" in acme.did("overdue", *options)
    assert json.loads(acme.did("prompt", "--json", *options))["overdue"] == 1
    acme.did("snooze", "acme", "+1d")
    assert acme("overdue", *options).code == 1
    clock.tick(days=1)
    assert acme.did("log", "acme", "call", "reached", *options) == (
        "logged call on #1 Acme rollout: reached · done: call Ann · undo: pipetui undo\n"
    )
    acme.did("undo")
    assert acme.did("done", "acme", *options) == "done: next step of #1 Acme rollout – call Ann · undo: pipetui undo\n"
    assert "Acme" not in acme("today", *options).out


def test_b26_link_opens_what_follows_and_both_ends_show_it(acme: Shell) -> None:
    acme.did("win", "1", "--renewal", "2027-11-01")
    assert acme.did("link", "acme", "rollout", "renewal") == (
        "#2 Acme rollout renewal · €12,000 · Demo · Acme GmbH · Ann Lee · close: Mon 1 Nov 2027, in 345 days"
        " · renewal of #1 Acme rollout · undo: pipetui undo\n"
    )
    assert acme.did("link", "1", "ref", "Globex", "seats", "8400").startswith(
        "#3 Globex seats · €8,400 · Prospecting · from Acme GmbH · referral of #1 Acme rollout"
    )
    shown = acme.did("show", "1")
    assert (
        "led to        #2 Acme rollout renewal (renewal, open)\n              #3 Globex seats (referral, open)" in shown
    )
    assert "renewal Mon" not in shown
    assert "from          #1 Acme rollout (referral, won)" in acme.did("show", "3")
    assert json.loads(acme.did("show", "3", "--json"))["links"] == [
        {"id": 1, "title": "Acme rollout", "status": "won", "kind": "referral", "came_from": True, "steps": 1}
    ]
    acme.did("undo")
    assert acme("show", "3").code == 3


def test_link_keeps_what_stands_behind_two_dashes(acme: Shell) -> None:
    acme.did("win", "1")
    assert "#2 next:fri pilot · €4,000" in acme.did("link", "1", "upsell", "4k", "--", "next:fri", "pilot")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["link", "1"], 2),
        (["link", "1", "gift"], 2),
        (["link", "1", "referral"], 2),
        (["link", "2", "upsell"], 4),
        (["link", "1,2", "upsell"], 2),
        (["link", "9", "upsell"], 3),
    ],
)
def test_b31_what_cannot_be_linked_is_refused_and_nothing_written(acme: Shell, words: list[str], code: int) -> None:
    acme.did("win", "1")
    acme.did("add", "Globex")
    result = acme(*words)
    assert (result.code, result.out) == (code, "")
    assert result.err
    assert len(acme.did("list", "open", "or", "won", "--ids").split()) == 2
