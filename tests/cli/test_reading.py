"""Verbs that only look, and the shapes of their JSON (behaviours 1, 2, 12, 15, 31)."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock

ACME = {
    "id": 1,
    "title": "Acme rollout",
    "status": "open",
    "stage": "Proposal",
    "pipeline": "Sales",
    "value": "12000.50",
    "currency": "EUR",
    "probability": 60,
    "weighted": "7200.30",
    "organization": "Acme GmbH",
    "people": ["Ann Lee"],
    "tags": ["hot", "saas"],
    "source": "web",
    "created_at": "2026-11-21T10:00:00Z",
    "expected_close": "2026-12-31",
    "closed_at": None,
    "lost_reason": None,
    "last_touch_at": None,
    "rotting_days": 0,
    "next_step": {"what": "send quote", "due": "2026-11-27T14:00", "state": "planned", "cadence": None},
    "custom": {},
}
BARE = {
    "id": 2,
    "title": "Globex seats",
    "status": "open",
    "stage": "Prospecting",
    "pipeline": "Sales",
    "value": None,
    "currency": "EUR",
    "probability": 10,
    "weighted": None,
    "organization": None,
    "people": [],
    "tags": [],
    "source": None,
    "created_at": "2026-11-21T10:00:00Z",
    "expected_close": None,
    "closed_at": None,
    "lost_reason": None,
    "last_touch_at": None,
    "rotting_days": 0,
    "next_step": None,
    "custom": {},
}


@pytest.fixture
def two(begun: Begun) -> Shell:
    """The shell with a deal that has everything and one that has nothing."""
    acme = (
        *["Acme", "rollout", "€12000.50", "@prop", "+saas", "+hot", "org:Acme GmbH", "who:Ann Lee", "src:web"],
        *["ann@acme.example", "+49 30 1234567", "close:eoq", "next:fri 14:00 send quote"],
    )
    return begun(("add", *acme), ("add", "Globex", "seats"))


# --- JSON, whole ---------------------------------------------------------------------------------------------


def test_b31_the_json_of_add_and_list(two: Shell) -> None:
    assert json.loads(two.did("list", "--json")) == [{**ACME, "found": None}, {**BARE, "found": None}]
    assert json.loads(two.did("add", "Hooli", "--json")) == {**BARE, "id": 3, "title": "Hooli"}


def test_b31_the_json_of_closed_deals(two: Shell, clock: Clock) -> None:
    two.did("log", "acme", "call")
    clock.tick(hours=1)
    two.did("win", "acme")
    two.did("drop", "globex", "--reason", "budget")
    won, lost = sorted(json.loads(two.did("list", "--json")), key=lambda deal: deal["id"])
    times = {"closed_at": "2026-11-21T11:00:00Z", "next_step": None, "found": None}
    assert won == {
        **ACME,
        **times,
        "status": "won",
        "probability": 100,
        "weighted": "12000.50",
        "last_touch_at": "2026-11-21T10:00:00Z",
    }
    assert lost == {**BARE, **times, "status": "lost", "probability": 0, "lost_reason": "budget"}


def test_b31_the_json_of_today_has_the_bucket(two: Shell) -> None:
    assert json.loads(two.did("today", "--json")) == [
        {**ACME, "bucket": "next week"},
        {**BARE, "bucket": "no next step"},
    ]


def test_b31_the_json_of_overdue_is_that_of_list(two: Shell, clock: Clock) -> None:
    assert two("overdue", "--json") == (1, "[]\n", "nothing is overdue\n")
    clock.tick(days=7)
    late = {**ACME, "next_step": {"what": "send quote", "due": "2026-11-27T14:00", "state": "overdue", "cadence": None}}
    assert json.loads(two.did("overdue", "--json")) == [late]


def test_b31_the_json_of_show(two: Shell) -> None:
    assert json.loads(two.did("show", "acme", "--json")) == {
        **ACME,
        "own_probability": None,
        "stage_days": 0,
        "parked_until": None,
        "revisit_on": None,
        "renewal_on": None,
        "renewal_lead_days": None,
        "lost_note": None,
        "contacts": [
            {
                "name": "Ann Lee",
                "job_title": None,
                "role": None,
                "email": "ann@acme.example",
                "phone": "+49301234567",
            }
        ],
        "qualification": {"budget": "unknown", "authority": "unknown", "need": "unknown", "timing": "unknown"},
        "answers": [
            {"question": question, "answer": "unknown", "note": None, "answered_at": None, "stale": False}
            for question in ("budget", "authority", "need", "timing")
        ],
        "scores": {
            "fit": {
                "total": 20,
                "lines": [{"points": 20, "rule": "value.over:10k", "why": "€12,000.50"}],
            },
            "intent": {"total": 0, "lines": []},
        },
        "follow_ups": [
            {
                "what": "send quote",
                "due": "2026-11-27T14:00",
                "state": "planned",
                "cadence": None,
                "turn": "mine",
                "postponed": 0,
            }
        ],
        "objections": [],
        "links": [],
        "items": [],
        "sums": None,
        "warnings": ["decision maker unknown"],
        "criteria": [],
        "attachments": [],
        "custom": {},
        "timeline": [
            {"at": "2026-11-21T10:00:00Z", "kind": "stage", "headline": "created in Proposal", "id": 1, "text": None},
        ],
    }
    assert [deal["id"] for deal in json.loads(two.did("show", "1-2", "--json"))] == [1, 2]


def test_b31_the_json_of_why_when_prompt_stages_and_history(two: Shell) -> None:
    why = json.loads(two.did("why", "1", "--json"))
    assert (why["id"], why["title"]) == (1, "Acme rollout")
    assert [set(term) for term in why["terms"]] == [{"name", "weight", "value", "points", "why"}] * 9
    assert why["urgency"] == pytest.approx(sum(term["points"] for term in why["terms"]), abs=0.001)
    assert json.loads(two.did("when", "fri", "14:00", "--json")) == {
        "date": "2026-11-27",
        "time": "14:00",
        "text": "Fri 27 Nov 14:00, in 6 days",
    }
    assert json.loads(two.did("prompt", "--json")) == {"overdue": 0, "today": 0}
    assert json.loads(two.did("stages", "--json"))[3] == {
        "name": "Proposal",
        "pipeline": "Sales",
        "probability": 60,
        "rotting_days": 10,
        "deals": 1,
        "total": {"EUR": "12000.50"},
        "weighted": {"EUR": "7200.30"},
        "place": 4,
        "qualifies": False,
        "criteria": [],
        "own_history": None,
    }
    step = json.loads(two.did("history", "--limit", "1", "--json"))[0]
    assert {**step, "rows": 0} == {
        "id": 2,
        "at": "2026-11-21T10:00:00Z",
        "source": "shell",
        "label": "added #2 Globex seats",
        "undone": False,
        "rows": 0,
    }


def test_b31_numbers_alone_for_pipes(two: Shell) -> None:
    assert two.did("list", "--ids") == "1\n2\n"
    assert two.did("today", "--ids") == "1\n2\n"
    assert two("overdue", "--ids") == (1, "", "nothing is overdue\n")


# --- tables --------------------------------------------------------------------------------------------------


def test_b31_list_in_a_pipe_is_plain_and_whole(two: Shell) -> None:
    assert two.did("list") == (
        "#  deal          organization       value  stage        next step\n"
        "1  Acme rollout  Acme GmbH     €12,000.50  Proposal     → Fri 27 Nov 14:00  send quote\n"
        "2  Globex seats                         –  Prospecting  ? no next step\n"
    )


def test_b31_list_filters_with_words_and_comparisons(two: Shell) -> None:
    assert two.did("list", "acme", "--ids") == "1\n"
    assert two.did("list", "-acme", "--ids") == "2\n"
    assert two.did("list", "stage:prop", "value.over:10k", "--ids") == "1\n"
    assert two.did("list", "value>10k or nonext", "--ids") == "1\n2\n"
    assert two.did("list", "+saas", "--ids") == "1\n"


def test_b31_nothing_found_is_exit_code_1_and_said_on_stderr(two: Shell) -> None:
    assert two("list", "nobody") == (1, "", "no deal fits\n")
    assert two("list", "nobody", "--json") == (1, "[]\n", "no deal fits\n")
    assert two("list", "nobody", "--json", "-q") == (1, "[]\n", "")
    assert two("list", "--deleted") == (1, "", "the bin is empty\n")


def test_b31_in_an_empty_book_the_first_thing_to_do_is_said(run: Shell) -> None:
    assert run("list") == (1, "", "no deals yet: pipetui add\n")
    assert run("today") == (1, "", "nothing to do: no open deals; add one with pipetui add\n")
    assert run("history") == (0, "", "nothing has been changed yet\n")


def test_b2_today_has_a_heading_for_each_bucket_and_ends_with_what_is_parked(two: Shell, clock: Clock) -> None:
    two.did("add", "Late", "5k", "next:today")
    two.did("add", "Now", "next:tomorrow")
    two.did("add", "Away", "7k")
    two.did("park", "away", "eoq")
    clock.tick(days=1)
    out = two.did("today").splitlines()
    headings = [line for line in out if line and not line[0].isdigit()]
    assert headings == [
        "Overdue  1 deal · €5,000",
        "Today  1 deal",
        "Next week  1 deal · €12,000.50",
        "No next step  1 deal",
        "Parked  1 deal · €7,000",
    ]
    assert out[1] == "3  Late                            €5,000  Prospecting  ! 1 day late"


def test_b2_today_is_in_one_order_however_it_is_asked_for(two: Shell, clock: Clock) -> None:
    for words in ("Late next:today", "Now next:tomorrow", "Far next:+30d", "Away"):
        two.did("add", *words.split())
    two.did("park", "away", "eoq")
    clock.tick(days=1)
    table = [line.split()[0] for line in two.did("today").splitlines() if line[:1].isdigit()]
    assert two.did("today", "--ids").split() == table == ["3", "4", "1", "5", "2", "6"]
    told = json.loads(two.did("today", "--json"))
    assert [str(deal["id"]) for deal in told] == table
    headings = [line.partition("  ")[0].lower() for line in two.did("today").splitlines() if line and line[0].isupper()]
    assert headings == [deal["bucket"] for deal in told]


def test_b2_the_money_of_a_bucket_is_that_of_its_open_deals_and_closed_ones_are_counted(
    two: Shell, clock: Clock
) -> None:
    two.did("add", "Late", "5k", "next:today")
    two.did("add", "Sold", "7kUSD")
    two.did("win", "sold", "--check-in", "+0d")
    two.did("add", "Gone", "9k")
    two.did("drop", "gone", "price", "--revisit", "tomorrow")
    clock.tick(days=1)
    out = two.did("today").splitlines()
    assert "Overdue  2 deals · 1 closed · €5,000" in out
    assert "Today  1 deal · 1 closed" in out


def test_b1_overdue_shows_the_deals_that_are_late(two: Shell, clock: Clock) -> None:
    clock.tick(days=9)
    assert "! 3 days late  send quote" in two.did("overdue")


def test_show_prints_the_whole_sheet_newest_first(two: Shell, clock: Clock) -> None:
    two.did("edit", "1", "people:Ann Lee (champion), Bob", "budget:yes", "need:no")
    clock.tick(minutes=5)
    two.did("log", "1", "call", "reached", "budget is ok")
    clock.tick(minutes=5)
    two.did("note", "1", "two\nlines")
    assert two.did("show", "acme") == (
        "#1 Acme rollout\n"
        "Acme GmbH · €12,000.50 · Proposal, 0 days · 60 % · close: Thu 31 Dec, in 40 days\n"
        "warning       ! decision maker unknown\n"
        "people        Ann Lee (champion) · ann@acme.example · +49301234567\n"
        "              Bob\n"
        "tags          hot, saas\n"
        "source        web\n"
        "qualified     budget ✓  authority ?  need ✗  timing ?\n"
        "fit           15 = +20 value.over:10k, +15 budget:yes, -20 need:no\n"
        "intent        10 = +10 reached within 14d\n"
        "next step     → Fri 27 Nov 14:00  send quote (mine)\n"
        "\n"
        "Timeline\n"
        "Sat 21 Nov 10:10  note  two\n"
        "  lines\n"
        "Sat 21 Nov 10:05  call · reached  budget is ok\n"
        "Sat 21 Nov 10:00  created in Proposal\n"
    )


def test_b12_why_prints_the_sum_line_by_line(two: Shell) -> None:
    lines = two.did("why", "globex").splitlines()
    assert lines[0] == "#2 Globex seats"
    assert lines[2] == "no next step      9  × 1.00  = 9.00  none planned"
    assert lines[-1].split() == ["urgency", "=", "9.00"]
    assert len(lines) == 11


def test_b12_a_closed_deal_has_no_urgency(two: Shell) -> None:
    two.did("win", "globex")
    assert two("why", "globex").code == 2
    assert two("why", "1,2").code == 2


@pytest.mark.parametrize(
    ("words", "out"),
    [
        ("eom-2d", "2026-11-28  Sat 28 Nov, in 7 days"),
        ("fri 14:00", "2026-11-27 14:00  Fri 27 Nov 14:00, in 6 days"),
        ("today", "2026-11-21  today"),
        ("yesterday", "2026-11-20  Fri 20 Nov, yesterday"),
        ("-3d", "2026-11-18  Wed 18 Nov, 3 days ago"),
    ],
)
def test_b15_when_says_which_day_a_date_means(fresh: Shell, words: str, out: str) -> None:
    assert fresh("when", *words.split()) == (0, f"{out}\n", "")


def test_b33_prompt_is_a_few_characters_and_nothing_when_clear(run: Shell, clock: Clock) -> None:
    assert run("prompt") == (0, "", "")
    for title in ("A", "B", "C"):
        run.did("add", title, "next:today")
    clock.tick(days=1)
    run.did("add", "D", "next:today")
    assert run("prompt") == (0, "3! 1.\n", "")
    assert run.did("prompt", "--format", "{overdue} late, {today} today") == "3 late, 1 today\n"


def test_stages_shows_what_lies_in_each(two: Shell) -> None:
    lines = two.did("stages").splitlines()
    assert lines[0].split() == [
        "place",
        "stage",
        "pipeline",
        "probability",
        "rots",
        "after",
        "deals",
        "sum",
        "weighted",
    ]
    assert lines[4].split() == ["4", "Proposal", "Sales", "60", "%", "10", "days", "1", "€12,000.50", "€7,200.30"]


def test_history_marks_what_was_undone(two: Shell) -> None:
    two.did("undo")
    lines = two.did("history").splitlines()
    assert lines[1].split() == ["2", "Sat", "21", "Nov", "10:00", "shell", "undone", "added", "#2", "Globex", "seats"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Étoile pilote", "etoile"),
        ("Größe prüfen", "grosse"),
        ("Größe prüfen", "pruefen"),
        ("Žižkov tramvaj", "ZIZKOV"),
        ("Ørsted vind", "orsted"),
        ("ＡＢＣ ﾗｲﾝ", "abc ライン"),
        ("L’Oréal salon", "l'oreal"),
        ("ΆΛΦΑ", "αλφα"),
    ],
)
def test_b35_words_find_what_is_spelt_with_marks(run: Shell, title: str, typed: str) -> None:
    run.did("add", "Something", "else")
    run.did("add", "--", *title.split())
    assert [one["id"] for one in json.loads(run.did("list", *typed.split(), "--json"))] == [2]
    assert "#2" in run.did("log", typed, "call")


def test_b35_people_and_organizations_are_one_however_they_are_spelt(run: Shell) -> None:
    run.did("add", "Roof", "org:Häger", "who:René Vogt")
    run.did("add", "Cellar", "org:Haeger", "who:Rene Vogt")
    run.did("add", "Attic", "org:HAGER", "who:rené vogt")
    assert [(one["name"], one["open_deals"]) for one in json.loads(run.did("orgs", "--json"))] == [("Häger", 3)]
    assert [one["name"] for one in json.loads(run.did("people", "--json"))] == ["René Vogt"]
    assert len(json.loads(run.did("list", "org:haeger", "--json"))) == 3


def test_b35_lists_of_names_are_in_the_order_a_rep_reads(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    for name in ("Zora", "Élodie", "Team 10", "Team 9", "ömer", "Anna", "Olga"):
        run.did("add", f"deal with {name}", f"who:{name}", f"org:{name}")
    right = ["Anna", "Élodie", "Olga", "ömer", "Team 9", "Team 10", "Zora"]
    assert [one["name"] for one in json.loads(run.did("people", "--json"))] == right
    assert [one["name"] for one in json.loads(run.did("orgs", "--json"))] == right


def test_b35_a_word_is_found_in_notes_and_touches_and_it_is_said_where(two: Shell) -> None:
    two.did("note", "2", "They asked for the Price List")
    two.did("log", "2", "call", "reached", "Herr Müller ruft zurück")
    listed = two("list", "mueller", "price")
    assert listed.code == 0
    _, line, below = listed.out.splitlines()
    assert line.startswith("2  Globex seats")
    assert below == "      touch Sat 21 Nov: Herr Müller ruft zurück"
    assert two("list", "--ids", "price").out == "2\n"
    assert two("list", "-price", "--ids").out == "1\n"
    assert two("list", "price", "acme").code == 1
    assert json.loads(two("list", '"price list"', "--json").out)[0]["found"] == {
        "kind": "note",
        "at": "2026-11-21T10:00:00Z",
        "text": "They asked for the Price List",
    }
    assert [deal["found"] for deal in json.loads(two("list", "globex", "--json").out)] == [None]


def test_b35_a_book_whose_words_are_not_known_yet_is_searched_and_then_they_are(two: Shell, book: Path) -> None:
    two.did("note", "2", "They asked for the Price List")
    with closing(sqlite3.connect(book)) as plain, plain:
        plain.execute("INSERT INTO search_pending (deal_id, lost) VALUES (NULL, 1)")
    assert two("list", "price", "--ids").out == "2\n"
    with closing(sqlite3.connect(book)) as plain:
        assert plain.execute("SELECT count(*) FROM search_pending").fetchone() == (0,)


@pytest.mark.parametrize("verb", ["list", "people", "orgs", "overdue", "today", "sweep"])
def test_b31_numbers_alone_are_an_array_in_json(run: Shell, clock: Clock, verb: str) -> None:
    for title in ("Acme", "Globex"):
        run.did("add", title, "next:tomorrow", f"org:{title}", f"who:Ann {title}")
    clock.tick(days=400)
    plain, array = run(verb, "--ids"), run(verb, "--ids", "--json")
    assert json.loads(array.out) == list(map(int, plain.out.split()))
    assert (array.code, plain.out != "") == (plain.code, True)
    assert json.loads(run("list", "globex", "--ids", "--json").out) == [2]
    assert run("list", "nosuch", "--ids", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("lost", ""),
        ("won or lost", ""),
        ("stage", ""),
        ("losistics", "; did you mean logistics?"),
        ("lost losistics", "; did you mean logistics?"),
        ("negotiation", "; did you mean stage:negotiation?"),
        ("negot", "; did you mean stage:negotiation?"),
        ("negociation", "; did you mean stage:negotiation?"),
        ("urgnet", "; did you mean +urgent?"),
        ("magdalna", "; did you mean who:magdalena?"),
    ],
)
def test_b35_what_is_offered_for_a_filter_that_fits_nothing_can_be_typed(run: Shell, words: str, offered: str) -> None:
    run.did("add", "Los", "Angeles", "logistics", "+urgent", "who:Magdalena Roe")
    assert run("list", *words.split()) == (1, "", f"no deal fits{offered}\n")
