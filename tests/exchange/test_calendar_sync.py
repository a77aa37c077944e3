"""A calendar kept up to date and read back: what is ticked or moved there, what is left alone, who is right."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.deal import Due
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.calendar import standing, storage, sync
from pipetui.exchange.calendar.standing import CANCELLED, DONE, OPEN, ItemStanding, verdict
from pipetui.exchange.calendar.sync import SyncedCalendar
from pipetui.service import Result, Workspace
from pipetui.store import book_id
from tests.conftest import Clock

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:mine\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:dentist\r\nSUMMARY:Zahn\r\n arzt \\, früh\r\n"
    'X-ODD;P="a:b":1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
)


@pytest.fixture(params=["file", "folder"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A calendar that is not there yet: a file, then a folder."""
    return tmp_path / ("calendar.ics" if request.param == "file" else "calendar")


@pytest.fixture
def run(workspace: Workspace, path: Path) -> Callable[[], SyncedCalendar]:
    return lambda: sync.sync(workspace, path)


@pytest.fixture
def step(workspace: Workspace) -> int:
    """A deal with a next step on Friday."""
    deal = service.add(workspace, NewDeal("Acme rollout", emails=("ann@acme.example",))).deals[0]
    service.plan(workspace, [deal], Due(FRIDAY), "send quote")
    return deal


def content(path: Path) -> str:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return "".join(one.read_bytes().decode() for one in files)


def change(path: Path, *pairs: tuple[str, str]) -> None:
    """What somebody does to the calendar in another program."""
    for one in sorted(path.iterdir()) if path.is_dir() else [path]:
        text = one.read_bytes().decode()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        one.write_bytes(text.encode())


def steps(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Day, time and whether it is done, of each follow-up."""
    return workspace.store.connection.execute(
        "SELECT due_on, due_time, done_at IS NOT NULL FROM follow_up ORDER BY id"
    ).fetchall()


Run = Callable[[], SyncedCalendar]


def test_open_follow_ups_are_written_and_a_second_run_changes_nothing(
    workspace: Workspace, path: Path, run: Run, step: int
) -> None:
    service.plan(workspace, [step], Due(MONDAY, "09:30"), "call Ann")
    assert run().result.message == "2 written"
    text = content(path)
    assert "DUE;VALUE=DATE:20261127" in text
    assert "DTSTART:20261130T093000" in text
    before = {one: one.stat().st_mtime_ns for one in ([*path.iterdir()] if path.is_dir() else [path])}
    done = run()
    assert (done.result.message, done.result.undoable, done.steps) == ("", False, ())
    assert content(path) == text
    assert {one: one.stat().st_mtime_ns for one in before} == before


def test_what_is_ticked_there_is_done_here_at_its_time_and_undone_by_one_step(
    workspace: Workspace, path: Path, run: Run, step: int, clock: Clock
) -> None:
    run()
    clock.tick(hours=5)
    change(path, ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20261121T120000Z\r\nX-NOTE:yes"))
    done = run()
    assert done.result.message == "1 done"
    assert workspace.store.connection.execute("SELECT done_at FROM follow_up").fetchone() == ("2026-11-21T12:00:00Z",)
    assert [(one.deal_id, one.decide) for one in done.suggested] == [(step, False)]
    assert run().steps == ()
    assert service.undo(workspace).message == "undone: calendar: 1 done"
    assert run().result.message == "1 written"
    assert "STATUS:NEEDS-ACTION" in content(path)
    assert "X-NOTE:yes" in content(path)
    assert steps(workspace) == [("2026-11-27", None, 0)]


@pytest.mark.parametrize(
    ("new", "day", "time"),
    [
        ("DUE;VALUE=DATE:20261130", "2026-11-30", None),
        ("DUE:20261130T140000Z", "2026-11-30", "14:00"),
        ("DUE;TZID=Europe/Berlin:20261130T140000", "2026-11-30", "13:00"),
        ("DUE;TZID=/x.org/Asia/Tokyo:20261130T080000", "2026-11-29", "23:00"),
        ("DUE;TZID=Nowhere:20261130T140000", "2026-11-30", "14:00"),
        ("DUE;VALUE=DA\r\n TE:202611\r\n\t30", "2026-11-30", None),
    ],
)
def test_what_is_moved_there_is_moved_here(
    workspace: Workspace, path: Path, run: Run, step: int, new: str, day: str, time: str | None
) -> None:
    run()
    change(path, ("DUE;VALUE=DATE:20261127", new))
    assert run().result.message == "1 moved"
    assert steps(workspace) == [(day, time, 0)]
    assert workspace.store.connection.execute("SELECT postponed FROM follow_up").fetchone() == (1,)
    text = content(path)
    assert run().steps == ()
    assert content(path) == text
    service.undo(workspace)
    assert steps(workspace) == [("2026-11-27", None, 0)]


def test_an_event_that_lasts_all_day_now_has_no_time(workspace: Workspace, path: Path, run: Run, step: int) -> None:
    service.snooze(workspace, [step], Due(FRIDAY, "09:00"))
    run()
    change(path, ("DTSTART:20261127T090000", "DTSTART;VALUE=DATE:20261127"))
    assert run().result.message == "1 moved"
    assert steps(workspace) == [("2026-11-27", None, 0)]
    assert run().steps == ()


def test_what_changes_here_changes_there_and_what_else_stands_in_the_item_stays(
    workspace: Workspace, path: Path, run: Run, step: int, clock: Clock
) -> None:
    run()
    change(path, ("STATUS:NEEDS-ACTION", "STATUS:NEEDS-ACTION\r\nPRIORITY:1\r\nCOMMENT:mine\r\nSEQUENCE:7"))
    service.snooze(workspace, [step], Due(MONDAY, "10:00"))
    assert run().result.message == "1 written"
    text = content(path)
    assert "BEGIN:VEVENT" in text
    assert "VTODO" not in text
    for kept in ("PRIORITY:1", "COMMENT:mine", "DTSTART:20261130T100000", "TRIGGER;RELATED=END:PT9H"):
        assert text.count(kept) == 1, kept
    service.finish(workspace, [step])
    run()
    assert "STATUS:CANCELLED" in content(path)
    assert "VALARM" not in content(path)
    service.edit(workspace, step, {"title": "Acme, phase 2"})
    run()
    assert "Acme\\, phase 2" in content(path)


def test_what_is_deleted_there_stays_open_here_and_is_said_once(
    workspace: Workspace, path: Path, run: Run, step: int
) -> None:
    run()
    if path.is_dir():
        next(path.iterdir()).unlink()
    else:
        path.write_bytes(FOREIGN.encode())
    done = run()
    assert [one.said for one in done.steps] == ["#1 Acme rollout – send quote: deleted there, and still open here"]
    assert steps(workspace) == [("2026-11-27", None, 0)]
    assert run().steps == ()
    service.snooze(workspace, [step], Due(MONDAY))
    assert run().result.message == "1 written"
    assert "20261130" in content(path)


def test_what_is_cancelled_there_counts_as_deleted(workspace: Workspace, path: Path, run: Run, step: int) -> None:
    run()
    change(path, ("STATUS:NEEDS-ACTION", "STATUS:CANCELLED"))
    assert [one.what for one in run().steps] == [sync.LEFT]
    assert run().steps == ()
    service.snooze(workspace, [step], Due(MONDAY))
    assert run().result.message == "1 written"
    assert "STATUS:NEEDS-ACTION" in content(path)


def test_what_both_changed_stays_as_it_is_here(workspace: Workspace, path: Path, run: Run, step: int) -> None:
    run()
    change(path, ("DUE;VALUE=DATE:20261127", "DUE;VALUE=DATE:20261128"))
    service.snooze(workspace, [step], Due(MONDAY))
    done = run()
    assert done.conflicts == 1
    assert done.steps[0].said == "#1 Acme rollout – send quote: changed here and there; it stays as it is here"
    assert "20261130" in content(path)
    assert run().conflicts == 0
    assert steps(workspace) == [("2026-11-30", None, 0)]


def test_a_day_that_is_past_is_not_taken(workspace: Workspace, path: Path, run: Run, step: int) -> None:
    run()
    change(path, ("DUE;VALUE=DATE:20261127", "DUE;VALUE=DATE:20261101"))
    done = run()
    assert done.conflicts == 1
    assert "cannot lie in the past; it stays as it is here" in done.steps[0].said
    assert not done.result.undoable
    assert run().steps == ()
    assert "20261127" in content(path)


def test_a_follow_up_that_is_gone_is_cancelled_there(workspace: Workspace, path: Path, run: Run, step: int) -> None:
    run()
    service.undo(workspace)
    run()
    assert "STATUS:CANCELLED" in content(path)
    assert run().steps == ()
    service.redo(workspace)
    run()
    assert "STATUS:NEEDS-ACTION" in content(path)
    service.delete(workspace, [step])
    run()
    assert "STATUS:CANCELLED" in content(path)


def test_all_that_is_foreign_is_kept_to_the_byte(workspace: Workspace, tmp_path: Path, step: int) -> None:
    path = tmp_path / "mine.ics"
    odd = FOREIGN.encode().replace("früh".encode(), b"fr\xfch")
    path.write_bytes(odd)
    path.chmod(0o640)
    sync.sync(workspace, path)
    written = path.read_bytes()
    begin = written.index(b"BEGIN:VTODO")
    assert written[:begin] + written[written.index(b"END:VTODO") + len(b"END:VTODO\r\n") :] == odd
    assert path.stat().st_mode & 0o777 == 0o640
    link = tmp_path / "link.ics"
    link.symlink_to(path)
    sync.sync(workspace, link)
    assert link.is_symlink()


def test_other_files_of_the_folder_are_left_alone(workspace: Workspace, tmp_path: Path, step: int) -> None:
    folder = tmp_path / "vdir"
    folder.mkdir()
    (folder / "dentist.ics").write_bytes(FOREIGN.encode())
    (folder / "odd.ics").write_bytes(b"\x00\xff")
    (folder / "color").write_text("#ff0000")
    os.mkfifo(folder / "pipe.ics")
    done = sync.sync(workspace, folder)
    assert len(done.odd) == 2
    mine = next(one for one in folder.iterdir() if one.name.startswith("follow-up-1-"))
    mine.rename(folder / "renamed-by-a-server.ics")
    change(folder / "renamed-by-a-server.ics", ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    assert sync.sync(workspace, folder).result.message == "1 done"
    assert (folder / "dentist.ics").read_bytes() == FOREIGN.encode()
    assert (folder / "odd.ics").read_bytes() == b"\x00\xff"


def test_without_what_was_agreed_a_tick_is_one_and_a_date_is_ours(
    workspace: Workspace, path: Path, run: Run, step: int, book: Path
) -> None:
    kept = Path(f"{book}.backups", "calendars.json")
    run()
    for text in ("", "[]", '{"form": 1, "x": {"y": [1]}}'):
        kept.write_text(text)
        assert run().steps == ()
    kept.unlink()
    os.mkfifo(kept)  # which would never end
    assert run().steps == ()
    kept.unlink()
    change(path, ("DUE;VALUE=DATE:20261127", "DUE;VALUE=DATE:20261128"))
    assert run().result.message == "1 written"
    kept.unlink()
    change(path, ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    assert run().result.message == "1 done"


def test_a_calendar_that_is_written_meanwhile_is_not_written_over(
    workspace: Workspace, tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.ics"
    path.write_bytes(FOREIGN.encode())
    save = storage.CalendarFiles.save

    def meanwhile(files: storage.CalendarFiles) -> int:
        path.write_bytes(FOREIGN.replace("mine", "other").encode())
        return save(files)

    with monkeypatch.context() as patch:
        patch.setattr(storage.CalendarFiles, "save", meanwhile)
        assert isinstance(sync.sync(workspace, path).failed, ConflictError)
    assert path.read_bytes() == FOREIGN.replace("mine", "other").encode()
    assert sync.sync(workspace, path).result.message == "1 written"


def test_two_programs_that_begin_at_once_make_one_id(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = book_id.book_id(workspace.store)
    with monkeypatch.context() as patch:
        patch.setattr(book_id, "known_book_id", lambda store: "")
        book_id.book_id(workspace.store)
    assert book_id.known_book_id(workspace.store) == first


def test_a_calendar_that_another_run_made_meanwhile_is_not_written_over(
    workspace: Workspace, path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = storage.CalendarFiles.save

    def meanwhile(files: storage.CalendarFiles) -> int:
        patch.undo()
        sync.sync(workspace, path)
        return save(files)

    with monkeypatch.context() as patch:
        patch.setattr(storage.CalendarFiles, "save", meanwhile)
        assert isinstance(sync.sync(workspace, path).failed, ConflictError)
    assert sync.sync(workspace, path).steps == ()


@pytest.mark.parametrize("there", ["STATUS:COMPLETED", "STATUS:NEEDS-ACTION"])
@pytest.mark.parametrize(
    "gesture",
    [
        lambda workspace, deal: service.snooze(workspace, [deal], Due(MONDAY)),
        lambda workspace, deal: service.finish(workspace, [deal]),
        lambda workspace, deal: service.delete(workspace, [deal]),
    ],
)
def test_what_is_changed_here_while_the_calendar_is_read_stays_as_it_is_here(
    workspace: Workspace,
    tmp_path: Path,
    step: int,
    monkeypatch: pytest.MonkeyPatch,
    gesture: Callable[[Workspace, int], object],
    there: str,
) -> None:
    path, take = tmp_path / "calendar.ics", sync._CalendarRun._take
    sync.sync(workspace, path)
    change(path, ("STATUS:NEEDS-ACTION", there), ("DUE;VALUE=DATE:20261127", "DUE;VALUE=DATE:20261128"))

    def meanwhile(run: sync._CalendarRun, judged: dict[str, str]) -> Result:
        gesture(workspace, step)
        return take(run, judged)

    with monkeypatch.context() as patch:
        patch.setattr(sync._CalendarRun, "_take", meanwhile)
        assert sync.sync(workspace, path).conflicts == 1
    kept = steps(workspace)
    assert kept != [("2026-11-28", None, 0)]
    assert sync.sync(workspace, path).steps == ()
    assert steps(workspace) == kept
    assert "DUE;VALUE=DATE:20261128" not in content(path)


def test_a_place_where_no_calendar_can_be_is_refused_in_words(workspace: Workspace, tmp_path: Path, book: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no folder"):
        sync.sync(workspace, tmp_path / "no" / "where.ics")
    (tmp_path / "text.ics").write_text("hello")
    with pytest.raises(InputError, match="it is not a calendar"):
        sync.sync(workspace, tmp_path / "text.ics")
    with pytest.raises(InputError, match="is the book itself"):
        sync.sync(workspace, book)
    with pytest.raises(InputError, match="is not a calendar"):
        sync.sync(workspace, tmp_path / "next.txt")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "offer.pdf").touch()
    with pytest.raises(InputError, match="holds other things than a calendar"):
        sync.sync(workspace, tmp_path / "papers")
    os.mkfifo(tmp_path / "pipe.ics")
    with pytest.raises(InputError, match="is a pipe"):
        sync.sync(workspace, tmp_path / "pipe.ics")


def test_two_books_share_a_calendar(workspace: Workspace, path: Path, run: Run, step: int, tmp_path: Path) -> None:
    run()
    before = content(path)
    from pipetui.store.store import Store

    with Store.open(tmp_path / "other.db") as store:
        other = workspace._replace(store=store)
        deal = service.add(other, NewDeal("Globex")).deals[0]
        service.plan(other, [deal], Due(MONDAY), "call")
        assert sync.sync(other, path).result.message == "1 written"
    assert run().steps == ()
    assert "Globex" in content(path)
    assert all(line in content(path) for line in before.splitlines())


def _standings() -> st.SearchStrategy[ItemStanding]:
    return st.builds(
        ItemStanding,
        st.sampled_from([FRIDAY, MONDAY]),
        st.sampled_from([None, "09:00"]),
        st.sampled_from([OPEN, DONE, CANCELLED]),
    )


@given(before=st.none() | _standings(), ours=st.none() | _standings(), theirs=st.none() | _standings())
def test_nothing_that_is_open_here_is_ended_but_by_a_tick(
    before: ItemStanding | None, ours: ItemStanding | None, theirs: ItemStanding | None
) -> None:
    what = verdict(before, ours, theirs)
    if what == standing.FINISH:
        assert ours is not None and theirs is not None
        assert (ours.state, theirs.state) == (OPEN, DONE)
    if what == standing.MOVE:
        assert ours is not None and theirs is not None
        assert (ours.state, theirs.state) == (OPEN, OPEN)
        assert before == ours
    if what == standing.FORGET:
        assert ours is None or ours.state != OPEN
    assert verdict(ours, ours, ours) == standing.NOTHING


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=4),
    times=st.lists(st.sampled_from([None, "00:00", "09:30", "23:59"]), min_size=4, max_size=4),
    what=st.lists(st.text(max_size=90), min_size=4, max_size=4),
)
def test_whatever_is_planned_the_calendar_gives_it_back(
    workspace: Workspace, path: Path, run: Run, step: int, days: list[int], times: list[Any], what: list[str]
) -> None:
    for place, ahead in enumerate(days):
        service.plan(workspace, [step], Due(FRIDAY + timedelta(days=ahead), times[place]), what[place])
    run()
    before, text = steps(workspace), content(path)
    assert run().steps == ()
    assert (steps(workspace), content(path)) == (before, text)
