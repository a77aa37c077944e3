"""Verbs about the book: init, locate, demo, import, and the upkeep of a day (behaviours 29, 30)."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.cli import call
from pipetui.cli.call import Call
from pipetui.config import Settings
from pipetui.domain.errors import StoreError
from tests.cli.conftest import Shell
from tests.conftest import Clock


def test_init_chooses_pipeline_and_currency(fresh: Shell, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    assert fresh("init", "--template", "short", "--currency", "usd") == (0, f"new book: {path}\n", "")
    stages = [stage["name"] for stage in json.loads(fresh.did("stages", "--json"))]
    assert stages == ["Prospecting", "Qualification", "Connecting", "Closing"]
    assert "$12,000" in fresh.did("add", "Acme", "12k")


def test_init_refuses_a_book_that_is_there(run: Shell, book: Path) -> None:
    before = book.read_bytes()
    result = run("init", "--template", "short")
    assert (result.code, result.out) == (4, "")
    assert result.err == f"pipetui: there is a book at {book} already\n  name another: pipetui init --db PATH\n"
    assert book.read_bytes() == before


@pytest.mark.parametrize("wrong", [("--template", "nonsense"), ("--currency", "EURO")])
def test_init_that_is_not_understood_makes_nothing(fresh: Shell, tmp_path: Path, wrong: tuple[str, str]) -> None:
    assert fresh("init", *wrong).code == 2
    assert not (tmp_path / "book.db").exists()


def test_init_can_print_json(fresh: Shell, tmp_path: Path) -> None:
    path = str(tmp_path / "new.db")
    shape = {"book": path, "template": "classic", "currency": "EUR"}
    assert json.loads(fresh.did("init", "--db", path, "--json")) == shape


def test_locate_prints_book_config_and_backups_and_makes_nothing(fresh: Shell, tmp_path: Path) -> None:
    assert fresh("locate") == (
        0,
        f"book     {tmp_path}/book.db\nconfig   {tmp_path}/config.toml\nbackups  {tmp_path}/book.db.backups\n",
        "",
    )
    other = tmp_path / "other.db"
    assert json.loads(fresh.did("--db", str(other), "locate", "--json")) == {
        "book": str(other),
        "config": f"{tmp_path}/config.toml",
        "backups": f"{tmp_path}/other.db.backups",
    }
    assert not (tmp_path / "book.db").exists()


@pytest.mark.parametrize("verb", [["locate"], ["when", "fri"], ["prompt"], ["--help"], ["--version"]])
def test_looking_at_nothing_makes_no_book(fresh: Shell, tmp_path: Path, verb: list[str]) -> None:
    assert fresh(*verb).code == 0
    assert not (tmp_path / "book.db").exists()


def test_db_before_or_after_the_verb_names_the_book(run: Shell, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    run.did("--db", str(other), "add", "Elsewhere")
    assert "Elsewhere" in run.did("list", "--db", str(other))
    assert run("list").code == 1
    assert other.stat().st_mode & 0o777 == 0o600


def test_a_configuration_can_be_named(run: Shell, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text('[dates]\norder = "month-first"\n')
    assert run.did("when", "12/1").startswith("2027-01-12")
    assert run.did("--config", str(config), "when", "12/1").startswith("2026-12-01")
    assert run("when", "12/1", "--config", str(tmp_path / "none.toml")).code == 3


def test_a_mistake_in_the_configuration_names_file_line_and_key(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[dates]\nordre = "month-first"\n')
    result = run("list")
    assert result.code == 2
    assert result.err == (f"pipetui: {tmp_path}/config.toml, line 2: unknown key “ordre”\n  did you mean order?\n")


def test_b30_the_first_write_of_a_day_makes_a_backup(run: Shell, clock: Clock, tmp_path: Path) -> None:
    assert run("list").code == 1
    assert not (tmp_path / "book.db.backups").exists()
    for _ in range(2):
        run.did("add", "Acme")
        run.did("add", "Globex")
        clock.tick(days=1)
    names = sorted(path.name for path in (tmp_path / "book.db.backups").iterdir())
    assert names == ["daily-2026-11-21.db", "daily-2026-11-22.db"]
    with closing(sqlite3.connect(tmp_path / "book.db.backups" / names[1])) as connection:
        assert connection.execute("SELECT count(*) FROM deal").fetchone() == (2,)


def test_b30_a_backup_that_cannot_be_made_is_said_and_work_goes_on(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "book.db.backups").write_text("a file where the folder should be")
    result = run("add", "Acme")
    assert (result.code, result.out) == (0, "#1 Acme · Prospecting · undo: pipetui undo\n")
    assert result.err.startswith("warning: no backup was made: ")


def test_b27_very_old_steps_are_forgotten_with_the_first_write_of_a_day(
    run: Shell, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text("[journal]\ndays = 30\nsteps = 1\n")
    run.did("add", "Acme")
    run.did("add", "Globex")
    clock.tick(days=31)
    run.did("add", "Hooli")
    assert [step["label"] for step in json.loads(run.did("history", "--json"))] == [
        "added #3 Hooli",
        "added #2 Globex",
    ]


# --- demo ----------------------------------------------------------------------------------------------------


def test_demo_makes_a_book_of_its_own(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    assert run("demo", str(path), "--no-open") == (0, f"{path}\n", "")
    assert 40 <= len(json.loads(run.did("list", "--db", str(path), "--json"))) <= 100
    assert run("list").code == 1
    assert run("demo", str(path), "--no-open").code == 4


def test_demo_without_a_path_is_thrown_away_after_the_app(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def app(call: Call, path: Path) -> int:
        assert path.exists()
        opened.append(path)
        return 0

    monkeypatch.setattr("pipetui.cli.commands.book.open_app", app)
    assert run("demo").code == 0
    assert not opened[0].exists()


def test_alone_pipetui_opens_the_app_on_the_book_that_is_meant(
    fresh: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def app(path: Path, settings: Settings, upgrading: object, config_file: str | None) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr("pipetui.tui.launch.open_app", app)
    monkeypatch.setattr(call, "at_terminal", lambda: True)
    assert fresh().code == 0
    assert fresh("--db", str(tmp_path / "other.db")).code == 0
    assert opened == [tmp_path / "book.db", tmp_path / "other.db"]


@pytest.mark.parametrize("verb", ["", "list"], ids=["the app", "a verb"])
def test_what_shows_how_far_an_upgrade_is_goes_with_it_when_it_breaks_off(
    fresh: Shell, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    said: list[str] = []

    class Bar:
        def __init__(self, doing: str, *, shown: bool) -> None:
            said.append("begun")

        def show(self, done: int, parts: int) -> None:
            said.append(f"{done} of {parts}")

        def end(self) -> None:
            said.append("ended")

    def upgraded(path: object, *, progress: Callable[[int, int], None], **how: object) -> None:
        progress(1, 3)
        raise StoreError("the disk is full")

    monkeypatch.setattr("pipetui.cli.output.progress.Bar", Bar)
    monkeypatch.setattr("pipetui.store.store.Store.open", upgraded)
    monkeypatch.setattr(call, "at_terminal", lambda: True)
    assert fresh(*verb.split()).code == 5
    assert said == ["begun", "1 of 3", "ended"]


# --- import --------------------------------------------------------------------------------------------------


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """Three deals of two owners, one of them broken."""
    path = tmp_path / "deals.csv"
    path.write_text(
        "name,account,phase,amount,owner\nRollout,Acme,Demo,12000,Ann\nSeats,Globex,Won,900,Bob\n,,Demo,12,Ann\n"
    )
    return path


OPTIONS = ("--map", "title=name", "--map", "stage=phase", "--map", "value=amount")


def test_b29_a_dry_run_shows_how_the_file_is_read_and_writes_nothing(run: Shell, csv: Path) -> None:
    result = run("import", str(csv), *OPTIONS, "--dry-run")
    assert result.code == 0
    assert result.out.splitlines()[0] == "deals.csv: deals (phase, amount, name), utf-8, comma, 3 rows"
    assert result.out.splitlines()[-1] == "2 new, 0 the same, 1 failed"
    assert "  stage              Won → won" in result.out
    assert "  field of your own  " in result.out
    assert "  organization       account 2 of 3: Acme · Globex" in result.out
    assert "  Sales · Demo           open  1 deal  €12,000\n" in result.out
    assert result.err.splitlines()[0] == "dry run: nothing was imported"
    shape = json.loads(run.did("import", str(csv), *OPTIONS, "--dry-run", "--json"))
    assert (shape["new"], shape["changed"], shape["same"], shape["failed"]) == (2, 0, 0, 1)
    assert {
        *("new", "changed", "same", "failed"),
        *("columns", "unmapped", "dates", "stages", "failures", "sample"),
        *("files", "new_stages", "left_out", "warnings", "conflicts", "near", "receipt", "currencies"),
    } == set(shape)
    assert shape["receipt"]["right"]
    assert run("list").code == 1


def test_b29_an_import_is_one_step_of_undo_and_a_second_one_changes_nothing(run: Shell, csv: Path) -> None:
    result = run("import", str(csv), *OPTIONS, "--yes")
    assert result.code == 0
    assert result.out.startswith("imported 2 deals from deals.csv")
    assert result.out.endswith("· undo: pipetui undo\n")
    again = json.loads(run.did("import", str(csv), *OPTIONS, "--yes", "--json"))
    assert (again["new"], again["same"], again["failed"]) == (0, 2, 1)
    assert Path(again["failed_file"]).read_text().count("\n") == 2
    run.did("undo")
    assert run("list").code == 1


def test_b29_only_the_rows_that_are_wanted(run: Shell, csv: Path) -> None:
    run.did("import", str(csv), *OPTIONS, "--where", "owner=Bob", "--yes")
    assert [deal["status"] for deal in json.loads(run.did("list", "--json"))] == ["won"]


def test_b31_an_import_is_not_done_unasked(run: Shell, csv: Path) -> None:
    result = run("import", str(csv), *OPTIONS)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("pipetui: this imports 2 deals\n  --yes does it, --dry-run only shows it\n")
    assert run("import", str(csv), *OPTIONS, typed="n\n").code == 2
    assert run("list").code == 1
    assert "imported 2 deals" in run("import", str(csv), *OPTIONS, typed="y\n").out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--map", "title=nonsense"), 2),
        (("--map", "nonsense=name"), 2),
        (("--map", "title"), 2),
        (("--stage", "Demo=Nonsense", "--map", "stage=phase"), 2),
        (("--where", "nobody=Ann"), 2),
        (("--encoding", "utf-16"), 2),
        (("--encoding", "nonsense"), 2),
        (("--delimiter", "nonsense"), 2),
        (("--date-order", "nonsense"), 2),
    ],
)
def test_an_import_that_is_not_understood_writes_nothing(
    run: Shell, csv: Path, options: tuple[str, ...], code: int
) -> None:
    result = run("import", str(csv), *options, "--yes")
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith("pipetui: ")
    assert run("list").code == 1


def test_importing_a_file_that_is_not_there_or_fails_whole(run: Shell, tmp_path: Path) -> None:
    assert run("import", str(tmp_path / "none.csv"), "--yes").code == 3
    broken = tmp_path / "broken.csv"
    broken.write_text("title,value\n,12\n")
    assert run("import", str(broken), "--yes").code == 1
