"""What an import asks on a terminal: whether like deals are the same, and how likely stages are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui.cli import prompts

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

Answer = Callable[..., list[str]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Let a terminal answer this; returns the list of what was asked."""

    def told(*answers: str) -> list[str]:
        left, asked = list(answers), []

        def line(question: str) -> str:
            asked.append(question)
            return left.pop(0)

        monkeypatch.setattr(prompts, "possible", lambda call: True)
        monkeypatch.setattr(prompts, "line", line)
        return asked

    return told


def test_b29_stages_that_nobody_gave_a_percentage_are_asked_for(run: Shell, tmp_path: Path, answer: Answer) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Deal,Stage,Amount\nHoist,Chat,100\nWinch,Bid,200\nCrane,Papers,300\n")
    asked = answer("10 40", "10 40 90", "y")
    run.did("import", str(file))
    assert "Chat, Bid, Papers? [25 50 75]" in asked[0]
    assert asked[2].startswith("import them?")
    stages = json.loads(run.did("stages", "--json"))
    assert [stage["probability"] for stage in stages if stage["name"] in ("Chat", "Bid", "Papers")] == [10, 40, 90]


def test_b29_a_deal_like_one_of_the_book_is_asked_about(run: Shell, tmp_path: Path, answer: Answer) -> None:
    run.did("add", "Hoist refit org:Quayside")
    file = tmp_path / "deals.csv"
    file.write_text("Deal,Company,Amount\nHoist refitt,Quayside,100\n")
    asked = answer("j", "y")
    run.did("import", str(file))
    assert asked[0].startswith("1 deal like others here: join them, or new?")
    assert len(json.loads(run.did("list", "--json"))) == 1


@pytest.mark.parametrize(("flag", "deals"), [("--join", 1), ("--new", 2)])
def test_b29_flags_answer_before_it_is_asked(run: Shell, tmp_path: Path, answer: Answer, flag: str, deals: int) -> None:
    run.did("add", "Hoist refit org:Quayside")
    file = tmp_path / "deals.csv"
    file.write_text("Deal,Company,Amount\nHoist refitt,Quayside,100\n")
    asked = answer("y")
    run.did("import", str(file), flag)
    assert len(asked) == 1
    assert len(json.loads(run.did("list", "--json"))) == deals


@pytest.mark.parametrize(
    ("text", "flags", "code"),
    [
        ("Deal,Company,Stage,Amount\n,,Demo,5\n", ("--yes",), 1),  # every row fails
        ("Deal,Company,Stage,Amount\n", ("--yes",), 0),
        ("Deal,Stage,Amount\nHoist,Demo,much\n", ("--yes", "--strict"), 2),
    ],
)
def test_an_import_that_writes_nothing_makes_no_book(
    fresh: Shell, tmp_path: Path, text: str, flags: tuple[str, ...], code: int
) -> None:
    file, book = tmp_path / "deals.csv", tmp_path / "books" / "mine.db"
    file.write_text(text)
    done = fresh("--db", str(book), "import", str(file), *flags)
    assert done.code == code, done
    assert "new book" not in done.err
    assert not book.exists() and not list(book.parent.glob("*"))


def test_an_import_that_is_not_agreed_to_makes_no_book(fresh: Shell, tmp_path: Path, answer: Answer) -> None:
    file, book = tmp_path / "deals.csv", tmp_path / "mine.db"
    file.write_text("Deal,Stage,Amount\nHoist,Demo,100\n")
    answer("n", "n", "n")
    assert fresh("--db", str(book), "import", str(file)).code == 2
    assert not book.exists()


def test_a_new_book_stays_where_something_was_written(fresh: Shell, tmp_path: Path) -> None:
    file, book = tmp_path / "deals.csv", tmp_path / "mine.db"
    file.write_text("Deal,Company,Stage,Amount\nHoist,,Demo,100\n,,Demo,5\n")
    done = fresh("--db", str(book), "import", str(file), "--yes")
    assert f"new book: {book}" in done.err
    assert len(json.loads(fresh.did("--db", str(book), "list", "--json"))) == 1


def test_b29_leads_are_asked_about_people_or_deals(run: Shell, tmp_path: Path, answer: Answer) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("Lead name,Lead label,Associated Company\nHoist,Warm,Quayside\n")
    asked = answer("deals", "y")
    run.did("import", str(file))
    assert asked[0] == "leads.csv: leads; people with the tag lead, or deals in the first stage? [people] "
    assert [deal["title"] for deal in json.loads(run.did("list", "--json"))] == ["Hoist"]


def test_b29_a_file_that_is_not_sure_is_asked_about_by_itself(run: Shell, tmp_path: Path, answer: Answer) -> None:
    files = [tmp_path / name for name in ("one.csv", "people.csv")]
    files[0].write_text("Name,Colour\nHoist,blue\n")
    files[1].write_text("First name,Last name,Email\nAnn,Lee,ann@x.example\n")
    asked = answer("deals", "y")
    run.did("import", *map(str, files))
    assert asked[0].startswith("one.csv: what are its rows, ")
    assert [deal["title"] for deal in json.loads(run.did("list", "--json"))] == ["Hoist"]
    assert [person["name"] for person in json.loads(run.did("people", "--json"))] == ["Ann Lee"]


def test_b29_without_a_terminal_it_is_said_what_becomes_of_leads(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("Lead name,Lead label,Associated Contact,Associated Company\nHoist,Warm,Ann,Quayside\n")
    shown = run("import", str(file), "--yes")
    assert "--as 'leads.csv=deals' makes deals of them in the first stage" in shown.err


def test_b29_where_a_file_comes_from_is_a_system_or_a_name_of_ones_own(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("ID,Deal,Company\n5,Hoist,Quayside\n")
    run.did("import", str(file), "--yes", "--from", "old crm")
    file.write_text("ID,Deal,Company\n5,Winch,Fjord\n")
    assert run("import", str(file), "--yes", "--from", "old crm").code == 1
    assert "--from NAME keeps them apart" in (tmp_path / "deals-failed.csv").read_text()
    run.did("import", str(file), "--yes", "--from", "new crm")
    assert len(json.loads(run.did("list", "--json"))) == 2
    assert "hubspot" in run("import", str(file), "--yes", "--from", "hubsopt").err
