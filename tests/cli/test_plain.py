"""The screens read from top to bottom: the same figures as `--json`, in sentences without a sign."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipetui.cli.commands import plain
from pipetui.phrases.reports import REPORTS
from tests.cli.conftest import Begun, Shell

SCREENS = (
    "", "board", "deals", "deals acme", "people", "orgs", "numbers", "deal 1", "deal 2,3", "person ann", "org acme",
    "forecast", "forecast this-year", "stages", "sweep", "plan", "week", "scorecard last",
    *(f"report {name}" for name in REPORTS), "report history 1",
)  # fmt: skip
CUT = r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [0-9]|[0-9] (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|[0-9][kM]\b"
"""A day or an amount that is not told in full."""


@pytest.fixture
def deals(run: Shell, begun: Begun) -> Shell:
    """Six deals in every state that is read aloud."""
    begun(
        ("add", "Acme rollout 12k @proposal org:Acme who:Ann ann@acme.example next:mon close:eoq +hot / a note"),
        ("add", "Globex 1250.50 USD @demo org:Globex next:fri"),
        ("add", "Initech 8k"),
        ("add", "Hooli 4k next:+2w"),
        ("add", "Umbrella 5k"),
        ("add", "Wonka"),
        ("log", "1", "call", "reached", "budget is ok", "next:mon 14:00 theirs: reply"),
        ("qualify", "1", "budget:yes"),
        ("win", "3", "-q"),
        ("drop", "5", "price"),
        ("park", "4", "+1w"),
        ("quota", "set", "20002 EUR"),
    )
    return run


def heads(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each heading with how many deals it says, and what they are worth."""
    for line in lines:
        if found := re.fullmatch(r"(?:Stage \d of \d, )?([A-Z][\w ]*): (\d+) deals?(?:, worth .*)?\.", line):
            yield found[1], found[2]


def told(shell: Shell, *words: str) -> list[str]:
    return shell.did("--plain", *words).splitlines()


def amounts(deals: list[dict[str, Any]]) -> str:
    """What is said of deals of JSON, worked out here."""
    sums: dict[str, Decimal] = {}
    for deal in deals:
        if deal["value"] is not None:
            sums[deal["currency"]] = sums.get(deal["currency"], Decimal(0)) + Decimal(deal["value"])
    return " and ".join(f"{value:,.2f} {code}".replace(".00 ", " ") for code, value in sorted(sums.items()))


def test_the_figures_are_those_of_json(deals: Shell) -> None:
    every = json.loads(deals.did("list", "open", "or", "won", "or", "lost", "or", "parked", "--json"))
    assert told(deals, "deals")[0] == f"Deals: {len(every)}, worth {amounts(every)}."
    on_board = [deal for deal in every if deal["status"] == "open" and deal["id"] != 4]
    board = told(deals, "board")
    assert board[0] == f"Board, pipeline Sales: {len(on_board)} open deals, worth {amounts(on_board)}."
    assert board[1] == "1 deal parked."
    for stage, said in heads(board):
        assert int(said) == len([deal for deal in on_board if deal["stage"] == stage]), stage
    agenda = json.loads(deals.did("today", "--json"))
    assert {name.lower(): int(said) for name, said in heads(told(deals))} == {
        bucket: len([deal for deal in agenda if deal["bucket"] == bucket])
        for bucket in {deal["bucket"] for deal in agenda}
    }
    report = json.loads(deals.did("report", "outcomes", "--json"))
    assert "Deals won: 1; before, 0." in told(deals, "numbers"), report
    assert "Quota: 8,000 EUR won of 20,002 EUR, 39 percent; 56 percent of the quarter is gone." in told(
        deals, "numbers"
    )


def test_a_deal_is_told_as_it_stands(deals: Shell) -> None:
    deals.did("items", "1", "add", "Support", "x", "1.5", "at", "1200", "-12.5%", "monthly")
    sheet = told(deals, "deal", "acme")
    assert sheet[0] == (
        "Deal 1, Acme rollout of Acme. Worth 12,000 EUR, in Proposal, at 60 percent."
        " Waiting for them: reply, due Monday 23 November 2026 at 14:00, in 2 days."
    )
    assert "Budget: yes." in sheet
    assert "Support: 1.5 at 1,200 EUR, less 12.5 percent, paid monthly." in sheet
    assert "Expected close: Thursday 31 December 2026." in sheet
    assert any(line.startswith("Saturday 21 November 2026: ") and "budget is ok" in line for line in sheet)
    assert told(deals, "deal", "3")[0] == "Deal 3, Initech. Worth 8,000 EUR. Won on Saturday 21 November 2026."
    assert "Lost on Saturday 21 November 2026, because of price." in told(deals, "deal", "5")[0]


def test_people_stages_and_tables_are_told_as_they_stand(deals: Shell) -> None:
    deals.did("stages", "criteria", "proposal", "add", "budget is named")
    person = told(deals, "person", "ann")
    assert person[0].startswith("Person 1, Ann, at Acme. E-mail ann@acme.example. 1 open deal, worth 12,000 EUR.")
    assert any(line.startswith("Deal 1, Acme rollout of Acme. Worth 12,000 EUR") for line in person)
    assert any(line.endswith("budget is ok.") for line in person)
    assert told(deals, "org", "globex")[0].startswith(
        "Organization 2, Globex. 0 people. 1 open deal, worth 1,250.50 USD."
    )
    stages = told(deals, "stages", "sales")
    for stage in json.loads(deals.did("stages", "--json")):
        (line,) = [line for line in stages if f". {stage['name']}, at {stage['probability']} percent" in line]
        assert f": {stage['deals']} deal" in line
    assert "Before a deal leaves it: budget is named." in stages
    (lost,) = json.loads(deals.did("report", "losses", "--json"))["reasons"]
    line = next(line for line in told(deals, "report", "losses") if line.startswith(f"{lost['reason']}: "))
    assert line == "price: lost 1, share 100 percent, value 5,000 EUR, before 0."
    deals.did("edit", "1", "value:15k")
    assert "before 12,000 EUR, after 15,000 EUR, by shell." in told(deals, "report", "history", "acme")[-1]
    forecast = json.loads(deals.did("forecast", "--json"))
    euro = next(one for one in forecast["currencies"] if one["currency"] == "EUR")
    assert f"together: weighted {float(euro['weighted']):,.0f} EUR" in "\n".join(told(deals, "forecast"))
    deals.did("quota", "set", "100k")
    assert told(deals, "plan")[0] == "Plan, Q4 2026, 56 percent gone."
    assert {words.split()[0] for words in SCREENS if words} == {*plain.SCREENS} - {plain.TODAY}


def test_every_line_is_a_sentence_of_plain_letters(deals: Shell) -> None:
    for words in SCREENS:
        lines = told(deals, *words.split())
        assert all(line.endswith((".", "?", "!")) for line in lines if line), lines
        assert all(line.isascii() and not re.search(r"[|<>=_\\{}\[\]]", line) for line in lines), lines
        assert not any(re.search(CUT, line) for line in lines), lines
        assert json.loads(deals.did("plain", *words.split(), "--json")) == lines


def test_it_is_asked_for_in_front_behind_or_for_good(deals: Shell, book: Path, tmp_path: Path) -> None:
    assert deals.did("--db", str(book), "--plain", "deals", "acme") == deals.did("plain", "deals", "acme")
    assert deals("list", "--plain").code == 2
    assert deals("--plain", "lunch").code == 2
    assert deals("--plain", "deal").code == 2
    (tmp_path / "config.toml").write_text("[app]\nplain = true\n")
    assert deals.did() == deals.did("--plain")


def test_an_empty_book_is_said(run: Shell) -> None:
    assert told(run)[-1] == "No open deal."
    assert told(run, "board")[0] == "Board, pipeline Sales: 0 open deals."
    assert told(run, "people") == ["People: 0."]
