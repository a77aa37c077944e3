"""`pipetui commission`: what is earned, and what is expected (behaviour 41)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def rated(run: Shell, tmp_path: Path) -> Shell:
    """The shell of a rep who earns 8 % and more above the quota."""
    (tmp_path / "config.toml").write_text('[commission]\nrate = "8%"\nabove = ["100%: 10%", "120%: 12.5%"]\n')
    return run


def test_b41_without_a_rate_it_is_said_where_it_belongs(run: Shell) -> None:
    asked = run("commission")
    assert (asked.code, asked.out) == (1, "")
    assert '[commission] rate = "8%" in ' in asked.err and "config.toml" in asked.err
    assert json.loads(run("commission", "--json").out) == {"commission": None}


def test_b41_tiers_hold_by_the_share_of_the_quota(rated: Shell) -> None:
    for line in ("Acme 8k", "Globex 3k", "Initech 4k", "Yen ¥50000", "Nothing"):
        rated.did("add", line)
        number = len(rated.did("list", "--ids").split())
        rated("win", str(number))
    assert "no quota is set, so that no tier holds" in rated.did("commission")
    rated.did("quota", "set", "10k", "--per", "quarter")
    shown = rated.did("commission").splitlines()
    assert shown[:3] == [
        "Commission  Q4 2026: 1 Oct – 31 Dec 2026",
        "8 % of what is won; 10 % above 100 % of the quota, 12.5 % above 120 %",
        "Q4 2026  €10,000 per quarter: €15,000 won, 150 %",
    ]
    assert [line.split()[-1] for line in shown if "Sat 21 Nov" in line] == ["€640", "€260", "€475", "¥4,000"]
    assert "earned €1,375 on €15,000 won" in shown  # 800 + 200 + 375
    assert "JPY counts for no quota, so that no tier holds for it" in shown
    assert "1 won deal without a value: nothing is earned on them" in shown
    told = json.loads(rated.did("commission", "2026", "--json"))
    assert told["sums"][0] == {"currency": "EUR", "won": "15000.00", "earned": "1375.00", "expected": "0.00"}
    assert rated("commission", "all").code == 2
    assert rated("commission", "2026..2099").code == 2
    assert "nothing was won" in rated.did("commission", "2020")


def test_b41_what_is_expected_goes_by_the_chances_of_the_forecast(rated: Shell) -> None:
    rated.did("add", "Acme 100k @negot close:2026-12-10")
    rated.did("add", "Globex 50k @demo close:2026-12-01")
    rated.did("add", "Later 50k @demo close:2027-03-01")
    rated.did("quota", "set", "60k", "--per", "quarter")
    told = json.loads(rated.did("forecast", "--json"))["deals"]
    chances = {deal["id"]: deal["won"] for deal in told if deal["won"]}
    rows = list(csv.DictReader(io.StringIO(rated.did("commission", "--csv"))))
    assert {int(row["id"]): float(row["chance"]) for row in rows} == pytest.approx(chances, abs=1e-4)
    likely = sum(float(row["value"]) * chances[int(row["id"])] for row in rows)
    earned = 0.08 * likely + 0.02 * max(0, likely - 60_000) + 0.025 * max(0, likely - 72_000)
    assert sum(float(row["commission"]) for row in rows) == pytest.approx(earned, abs=0.02)
    assert {row["kind"] for row in rows} == {"expected"}
