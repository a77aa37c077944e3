"""`pipetui report`: losses and sources of a period (behaviour 25)."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Begun, Shell


@pytest.fixture
def closed(begun: Begun) -> Shell:
    """The shell with two deals closed in July and three in November."""
    return begun(
        -130,  # 14 July
        ("add", "Old one", "900 EUR", "src:fair"),
        ("add", "Old two", "1k", "src:web"),
        ("drop", "old one", "--reason", "timing"),
        ("win", "old two"),
        130,
        ("add", "Acme rollout", "12k", "src:fair"),
        ("add", "Globex seats", "500 USD", "src:fair"),
        ("add", "Hooli pilot", "4k", "src:fair"),
        ("objection", "acme", "expensive"),
        ("objection", "globex", "expensive", "overcome"),
        ("drop", "acme", "--reason", "price"),
        ("drop", "globex", "--reason", "price"),
        ("win", "hooli"),
    )


def test_b25_losses_by_reason_and_objection(closed: Shell) -> None:
    found = json.loads(closed.did("report", "losses", "--json"))
    assert found == {
        "report": "losses",
        "period": {"unit": "quarter", "from": "2026-10-01", "to": "2026-12-31"},
        "before": {"unit": "quarter", "from": "2026-07-01", "to": "2026-08-21"},
        "deals": 2,
        "value": {"EUR": "12000.00", "USD": "500.00"},
        "deals_before": 1,
        "value_before": {"EUR": "900.00"},
        "reasons": [
            {
                "reason": "price",
                "deals": 2,
                "share": 1.0,
                "value": {"EUR": "12000.00", "USD": "500.00"},
                "deals_before": 0,
            },
            {"reason": "timing", "deals": 0, "share": 0.0, "value": {}, "deals_before": 1},
        ],
        "objections": [{"objection": "too expensive", "lost": 2, "left_open": 1, "won": 0, "lost_before": 0}],
        "places": [
            {
                "reason": "price",
                "stage": "Prospecting",
                "source": "fair",
                "deals": 2,
                "share": 1.0,
                "value": {"EUR": "12000.00", "USD": "500.00"},
            }
        ],
    }


def test_b25_the_loss_report_in_words(closed: Shell) -> None:
    assert closed.did("report", "losses").splitlines() == [
        "Losses  Q4 2026 so far · before: 1 Jul – 21 Aug 2026",
        "2 deals lost, €12,000 + $500 · before: 1, €900",
        "",
        "Reasons",
        "reason  lost  share           value  before",
        "price      2  100 %  €12,000 + $500       0",
        "timing     0    0 %               –       1",
        "",
        "Objections met on closed deals",
        "objection      lost  left open  won  lost before",
        "too expensive     2          1    0            0",
        "",
        "Reasons by stage and source",
        "reason  stage        source  lost  share           value",
        "price   Prospecting  fair       2  100 %  €12,000 + $500",
    ]


def test_b25_sources_with_win_rate_and_value(closed: Shell) -> None:
    assert closed.did("report", "sources", "all").splitlines() == [
        "Sources  all time",
        "5 new, 2 won (€5,000), 3 lost",
        "",
        "Sources",
        "source  new  won  lost  win rate  value won",
        "fair      4    1     3   too few     €4,000",
        "web       1    1     0   too few     €1,000",
        "all       5    2     3   too few     €5,000",
    ]


def test_b25_a_period_is_cut_out_by_close_date(closed: Shell) -> None:
    found = json.loads(closed.did("report", "sources", "2026-q3", "--json"))
    assert found["total"] == {"created": 2, "won": 1, "lost": 1, "win_rate": 0.5, "value_won": {"EUR": "1000.00"}}
    assert found["total_before"]["win_rate"] is None
    assert [line["source"] for line in found["sources"]] == ["web", "fair"]
    assert found["referrers"] == []


def test_b25_nothing_closed_is_said_with_exit_code_1(closed: Shell) -> None:
    result = closed("report", "losses", "2026-q2")
    assert (result.code, result.out, result.err) == (1, "", "nothing to report: Q2 2026 · before: Q1 2026\n")
    assert closed("report", "losses", "2026-q2", "--svg", "nothing.svg").code == 1
    assert not Path("nothing.svg").exists(), "a picture of nothing is none"
    result = closed("report", "losses", "2026-q2", "--json")
    assert (result.code, json.loads(result.out)["deals"]) == (1, 0)
    assert closed("report", "sources", "1999").code == 1


@pytest.mark.parametrize("words", [("nonsense",), ("losses", "soon"), ("losses", "2026-q5"), ("",)])
def test_what_is_no_report_or_period_is_refused_with_examples(run: Shell, words: tuple[str, ...]) -> None:
    result = run("report", *words)
    assert (result.code, result.out) == (2, "")
    assert "losses" in result.err or "2026-q3" in result.err


def test_a_deal_taken_back_counts_no_more(closed: Shell) -> None:
    closed.did("reopen", "acme")
    closed.did("delete", "globex", "--yes")
    found = json.loads(closed("report", "losses", "--json").out)
    assert (found["deals"], found["objections"]) == (0, [])


def test_b29_deals_closed_on_unknown_days_are_in_no_period_and_said(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Title,Stage,Status,Value,Source\nA,Demo,won,5,web\nB,Demo,lost,7,web\n", encoding="utf-8")
    result = run("import", str(path), "--yes")
    assert result.code == 0
    ever = json.loads(run.did("report", "sources", "all", "--json"))["total"]
    assert (ever["won"], ever["lost"]) == (1, 1)
    now = run("report", "sources", "--json")
    assert (json.loads(now.out)["total"]["won"], json.loads(now.out)["total"]["lost"]) == (0, 0)
    assert "2 deals closed on an unknown day, in no period: pipetui list -open closed:none" in now.err
    assert sorted(run.did("list", "-open", "closed:none", "--ids").split()) == ["1", "2"]


def test_b20_won_and_lost_by_month_in_words(closed: Shell) -> None:
    assert closed.did("report", "outcomes").splitlines() == [
        "Won and lost  Q4 2026 so far · before: 1 Jul – 21 Aug 2026",
        "1 won, 2 lost, win rate too few · cycle 0 days (median 0) · before: 1 won, 1 lost, win rate too few",
        "",
        "By month",
        "month     won  value won  lost      value lost  reopened",
        "Oct 2026    0          –     0               –         0",
        "Nov 2026    1     €4,000     2  €12,000 + $500         0",
        "all         1     €4,000     2  €12,000 + $500         0",
        "",
        "Win rate and cycle in days",
        "month     win rate  mean  median",
        "Oct 2026       n/a   n/a     n/a",
        "Nov 2026   too few     0       0",
        "all        too few     0       0",
    ]


def test_b20_a_lost_deal_that_was_opened_again_stays_in_its_month(closed: Shell) -> None:
    closed.did("reopen", "acme")
    month = json.loads(closed.did("report", "outcomes", "2026-11", "--json"))["months"][0]
    assert (month["lost"], month["reopened"], month["win_rate"]["of"]) == (2, 1, 3)
    assert closed.did("report", "outcomes", "2026-11", "--ids").split() == ["3", "4", "5"]
    closed.did("undo")
    assert json.loads(closed.did("report", "outcomes", "2026-11", "--json"))["months"][0]["reopened"] == 0


def test_b21_the_funnel_in_words(closed: Shell) -> None:
    closed.did("reopen", "acme")
    closed.did("advance", "acme")
    assert closed.did("report", "funnel", "2026-11").splitlines()[4:] == [
        "stage          entered  on  lost  back  away  there  went on  days  before",
        "Prospecting          3   2     1     0     0      0  too few     0       0",
        "Qualification        1   0     0     0     0      1      n/a   n/a       0",
    ]


def test_b22_velocity_says_what_it_lacks(closed: Shell) -> None:
    closed.did("add", "Stark lights", "9k")
    assert closed.did("report", "velocity").splitlines()[1] == (
        "EUR: n/a, won on the spot · USD: n/a, nothing won · before: n/a"
    )


def test_b25_the_deals_behind_a_line(closed: Shell) -> None:
    assert closed.did("report", "losses", "--of", "price", "--ids").split() == ["3", "4"]
    found = json.loads(closed.did("report", "sources", "all", "--of", "web", "--json"))
    assert [(one["figure"], one["id"], one["value"]) for one in found] == [
        ("created", 2, "1000.00"),
        ("won", 2, "1000.00"),
    ]
    assert closed("report", "losses", "--of", "nosuch").code == 2
    told = json.loads(closed.did("report", "losses", "--of", "price", "--json"))
    rows = list(csv.DictReader(closed.did("report", "losses", "--of", "price", "--csv").splitlines()))
    assert [int(row["id"]) for row in rows] == [one["id"] for one in told] == [3, 4]
    assert closed("report", "losses", "--ids", "--csv").code == 2
    assert closed("report", "losses", "--of", "price", "--svg", "x.svg").code == 2
    assert closed("report", "losses", "1999", "--of", "price").code == 1


def test_a_report_as_csv_is_harmless_for_a_spreadsheet(closed: Shell) -> None:
    closed.did("edit", "hooli", "source:=cmd()")
    lines = closed.did("report", "sources", "--csv").splitlines()
    assert lines[0].startswith("source,created,won,lost,win_rate,value_won.EUR,before.created")
    assert [line[:16] for line in lines if "cmd" in line] == ["'=cmd(),1,1,0,1."]


def test_a_report_as_csv_says_which_days_a_column_is_of(closed: Shell) -> None:
    closed.did("add", "Initech")
    assert closed.did("report", "ageing", "--csv").splitlines()[0].startswith("stage,0–7 days,8–14 days,15–30 days")


def test_a_report_as_csv_says_yes_and_no_as_that_of_the_forecast_does(closed: Shell) -> None:
    (month, *_) = csv.DictReader(closed.did("report", "outcomes", "--csv").splitlines())
    assert month["win_rate.enough"] == "no"


def test_a_picture_of_a_report_is_xml_whatever_the_texts_are(closed: Shell, tmp_path: Path) -> None:
    closed.did("edit", "hooli", "source:<b>&amp;")
    closed.did("report", "sources", "--svg", str(tmp_path / "sources.svg"))
    texts = [element.text for element in ElementTree.parse(tmp_path / "sources.svg").iter() if element.text]
    assert "<b>&amp;" in texts
    assert "Deals won and lost, by source" in texts
    (tmp_path / "mine.svg").write_text("mine")
    there = closed("report", "sources", "--svg", str(tmp_path / "mine.svg"))
    assert (there.code, (tmp_path / "mine.svg").read_text()) == (4, "mine")
    assert "--force" in there.err
    closed.did("report", "sources", "--svg", str(tmp_path / "mine.svg"), "--force")
    assert (tmp_path / "mine.svg").read_bytes() == (tmp_path / "sources.svg").read_bytes()
    assert closed("report", "sources", "--svg", str(tmp_path / "book.db"), "--force").code == 2
    refused = closed("report", "velocity", "--svg", str(tmp_path / "velocity.svg"))
    assert refused.code == 2
    assert "outcomes" in refused.err
