"""A person who is erased leaves no trace but figures: not in the file, nor in what undo kept, nor in backups (38)."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel.sql.sqltypes import AutoString

from pipetui import paths, service
from pipetui.config import Settings
from pipetui.domain.errors import ConflictError, NotFoundError, StoreError
from pipetui.domain.line.quick_line import NewDeal, TouchLine
from pipetui.service import Workspace, custom_fields, erasing, reads
from pipetui.service.maintenance import backups, doctor
from pipetui.store import apart, connect, deal_line, mail_log, search_index
from pipetui.store import erasing as stored
from pipetui.store.erasing import TEXTS
from pipetui.store.schema import triggers
from pipetui.store.store import Store
from pipetui.store.undo.drift import drifted

if TYPE_CHECKING:
    from tests.conftest import Clock

NAME, OLD_NAME, MAIL, SECRET = "Xaver Quandt", "Xaverl Quandtner", "xq@quandt.example", "privately xyzzyword"
OTHER = "Yolanda Quux"


@pytest.fixture
def own(template_book: Path, tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A workspace at a book of its own, whose bytes can be looked at."""
    path = tmp_path / "own" / "book.db"
    path.parent.mkdir()
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        yield Workspace(store, clock, Settings(), "shell")


@pytest.fixture
def person(own: Workspace) -> int:
    """Somebody with a past: renamed, merged, called, written about, undone, with a deal."""
    deal = service.add(own, NewDeal("Rollout", organization="Acme")).deals[0]
    service.add_person(own, OLD_NAME, [("org", "Acme"), ("phone", "+49 30 7654321"), ("email", "first@quandt.example")])
    number = reads.find_person(own, OLD_NAME)
    service.edit_person(own, number, [("name", NAME), ("email", MAIL), ("title", "CTO xyzzyword")])
    service.edit_person(own, number, [("email", "-first@quandt.example"), ("role", f"champion@{deal}")])
    service.add_person(own, "X. Quandt", [("email", "other@quandt.example"), ("note", f"{SECRET} of the merged")])
    service.merge_people(own, number, reads.find_person(own, "other@quandt.example"))
    service.log_with(own, number, TouchLine("call", text=SECRET))
    service.note_person(own, number, SECRET)
    service.note_person(own, number, "xyzzyword, undone")
    service.undo(own)
    service.add_person(own, OTHER, [("org", "Acme")])
    return number


def traces_in(own: Workspace) -> list[str]:
    """Which of the texts stand in the book's file or beside it."""
    content = b"".join(path.read_bytes() for path in Path(own.store.file).parent.glob("book.db*") if path.is_file())
    texts = ("Quandt", "quandt.example", "xyzzyword", "7654321", "quandt")
    return [text for text in texts if text.encode() in content]


def test_no_byte_of_them_is_left_in_the_file_nor_in_its_log(own: Workspace, person: int) -> None:
    assert len(traces_in(own)) == 5
    done = erasing.erase(own, person)
    assert traces_in(own) == []
    assert done.warnings == ()
    with pytest.raises(NotFoundError):
        erasing.traces(own, person)


def test_figures_stay_and_the_book_is_whole(own: Workspace, person: int) -> None:
    connection = own.store.connection
    before = connection.execute("SELECT id, deal_id, kind, direction, outcome, at FROM touch").fetchall()
    erasing.erase(own, person)
    assert connection.execute("SELECT id, deal_id, kind, direction, outcome, at FROM touch").fetchall() == before
    assert connection.execute("SELECT DISTINCT person_id, text FROM touch").fetchall() == [(None, "")]
    assert reads.is_person(own, OTHER)
    assert deal_line.spoilt(connection) == []
    assert search_index.spoilt(connection) == []
    assert drifted(connection) == []
    folder = paths.backups(Path(own.store.file))
    assert [one for one in doctor.examine(Path(own.store.file), folder, own.now()) if one.state == "fail"] == []


def test_undo_does_not_bring_them_back_and_says_why(own: Workspace, person: int) -> None:
    erasing.erase(own, person)
    changes = own.store.connection.total_changes
    told = service.undo(own)
    assert told.message == f"not undone: erased person #{person} for good"
    assert "cannot be undone" in told.warnings[0]
    assert own.store.connection.total_changes == changes + 1  # that it was passed
    service.undo(own)  # of what was done with somebody else
    with pytest.raises(ConflictError, match="was erased for good"):
        service.undo(own)
    with pytest.raises(ConflictError):
        for _ in range(3):
            service.redo(own)
    assert traces_in(own) == []


def test_somebody_of_an_import_is_erased_too(own: Workspace, tmp_path: Path) -> None:
    from pipetui.exchange.apply import apply
    from pipetui.exchange.plan import Options, plan

    file = tmp_path / "deals.csv"
    file.write_text(f"Deal title,Value,Contact,Email\nOne,5,{NAME},{MAIL}\nTwo,6,{OTHER},y@quux.example\n")
    apply(own, plan(own, file, Options()))
    erasing.erase(own, reads.find_person(own, MAIL))
    assert traces_in(own) == []
    assert drifted(own.store.connection) == []
    service.undo(own)  # which says that it is passed
    with pytest.raises(ConflictError, match="was erased for good"):
        service.undo(own)
    assert reads.is_person(own, OTHER)


def test_an_import_that_was_undone_holds_them_no_more(own: Workspace, tmp_path: Path) -> None:
    from pipetui.exchange.apply import apply
    from pipetui.exchange.plan import Options, plan

    service.add_person(own, NAME, [("email", MAIL)])
    number = reads.find_person(own, NAME)
    file = tmp_path / "deals.csv"
    file.write_text(f"Deal title,Value,Contact,Email,Phone\nOne,5,{NAME},{MAIL},+49 30 7654321\n")
    apply(own, plan(own, file, Options()))
    service.undo(own)
    erasing.erase(own, number)
    assert traces_in(own) == []


def test_what_names_them_elsewhere_is_listed_and_left(own: Workspace, person: int) -> None:
    service.note(own, [1], f"{NAME} wants a quote")
    found = erasing.traces(own, person)
    assert ("note on #1", f"{NAME} wants a quote") in found.mentions
    erasing.erase(own, person)
    assert own.store.connection.execute("SELECT text FROM note WHERE deal_id = 1").fetchall() == [
        (f"{NAME} wants a quote",)
    ]


def test_somebody_in_the_bin_can_be_erased(own: Workspace, person: int) -> None:
    service.delete_person(own, person)
    assert erasing.find(own, NAME) == person
    erasing.erase(own, person)
    assert traces_in(own) == []


def test_a_namesake_is_no_sign_of_them(own: Workspace, person: int) -> None:
    service.add_person(own, NAME, [("email", "namesake@quux.example")])
    folder = paths.backups(Path(own.store.file))
    folder.mkdir(exist_ok=True)
    (folder / "deals-failed.csv").write_text(f"{NAME},namesake@quux.example\n")
    kept = backups.back_up(own.store, None, folder, own.now()).path
    assert erasing.erase(own, person, erasing.ERASE).holding == ()
    assert kept.exists()
    assert reads.is_person(own, NAME)


@pytest.mark.parametrize("how", erasing.HOW)
def test_backups_that_hold_them_are_named_and_cleaned_if_asked(own: Workspace, person: int, how: str) -> None:
    folder = paths.backups(Path(own.store.file))
    folder.mkdir(exist_ok=True)
    kept = backups.back_up(own.store, None, folder, own.now()).path
    failed = folder / "deals-failed.csv"
    failed.write_text(f"title\n{NAME}\n")
    done = erasing.erase(own, person, how)
    holding = {erasing.KEEP: {kept, failed}, erasing.ERASE: {failed}, erasing.DELETE: set()}[how]
    assert set(done.holding) == holding
    assert kept.exists() == (how != erasing.DELETE)
    if how == erasing.ERASE:
        assert done.cleaned == (kept,)
        with Store.open(kept) as copy:
            assert copy.connection.execute("SELECT name FROM person").fetchall() == [(OTHER,)]
            assert drifted(copy.connection) == []


@pytest.mark.parametrize("how", (erasing.ERASE, erasing.DELETE))
def test_who_is_stopped_in_the_middle_finds_them_there_and_can_begin_again(
    own: Workspace, person: int, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = paths.backups(Path(own.store.file))
    folder.mkdir(exist_ok=True)
    backups.back_up(own.store, None, folder, own.now())

    def stopped(*given: object, **options: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "_erase_in", stopped)
        patched.setattr(Path, "unlink", stopped)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(own, person, how)
    assert erasing.erase(own, erasing.find(own, NAME), how).holding == ()
    assert traces_in(own) == []


def test_without_room_to_write_the_file_anew_they_are_erased_and_that_is_said(
    own: Workspace, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(connection: sqlite3.Connection) -> bool:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(stored, "wipe", full)
    done = erasing.erase(own, person)
    assert done.warnings[0].startswith("the file was not written anew, for the disk is full: ")
    with pytest.raises(NotFoundError):
        erasing.find(own, NAME)


def test_of_a_book_that_cannot_be_written_no_backup_goes(
    own: Workspace, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = paths.backups(Path(own.store.file))
    folder.mkdir(exist_ok=True)
    kept = backups.back_up(own.store, None, folder, own.now()).path
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(own.store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            erasing.erase(own, person, erasing.DELETE)
    assert kept.exists()
    assert reads.is_person(own, NAME)


def test_nothing_that_is_theirs_looks_as_if_another_program_had_changed_it(own: Workspace, person: int) -> None:
    """A letter of theirs, and who was told apart from them: what goes is no drift, and undo refuses it by name."""
    connection = own.store.connection
    with own.unit_of_work("mail") as uow:
        uow.connection.execute(
            "INSERT INTO touch (person_id, kind, at, text) VALUES (?, 'email', ?, 'xyzzyword')", (person, uow.at)
        )
        mail_log.remember(uow.connection, "letter.xq@quandt.example")
        uow.done([], "logged a letter")
    with own.unit_of_work("dupes") as uow:
        apart.tell_apart(uow, "person", person, reads.find_person(own, OTHER))
        uow.done([], "told apart")
    erasing.erase(own, person)
    assert traces_in(own) == []
    assert drifted(connection) == []
    assert connection.execute("SELECT key FROM setting WHERE key GLOB 'apart *'").fetchall() == []
    service.undo(own)  # which says that it is passed
    with pytest.raises(ConflictError, match="was erased for good"):
        service.undo(own)


def test_a_letter_that_was_undone_leaves_nothing_behind(own: Workspace, person: int) -> None:
    with own.unit_of_work("mail") as uow:
        uow.connection.execute(
            "INSERT INTO touch (person_id, kind, at, text) VALUES (?, 'email', ?, 'xyzzyword')", (person, uow.at)
        )
        mail_log.remember(uow.connection, "letter.xq@quandt.example")
        uow.done([], "logged a letter")
    service.undo(own)
    erasing.erase(own, person)
    assert traces_in(own) == []


def test_fields_of_ones_own_that_name_them_are_listed(own: Workspace, person: int) -> None:
    custom_fields.add(own, "Assistant", "text", "deal")
    service.edit(own, 1, {"Assistant": f"ask {NAME}"})
    assert ("field of #1", f"ask {NAME}") in erasing.traces(own, person).mentions


_OURS_ALONE = {
    "setting.key", "setting.value", "pipeline.name", "stage.name", "product.code",
    "product.unit", "product.key", "product.currency", "product.billing", "cadence.name", "cadence_step.kind",
    "objection.side", "score_rule.side", "score_rule.rule", "loss_reason.name", "touch_kind.name",
    "quota.period", "quota.currency", "saved_view.sort", "custom_field.entity", "custom_field.kind",
    "external_ref.system", "external_ref.entity", "external_ref.external_id", "external_ref.digest", "deal.key",
    "deal.currency", "deal.status", "deal.lost_reason", "deal.origin_kind", "qualification.question",
    "qualification.answer", "stage_event.kind", "touch.kind", "touch.direction", "touch.outcome",
    "follow_up.due_time", "follow_up.kind", "follow_up.turn", "deal_objection.state", "deal_cadence.stop_reason",
    "deal_item.billing", "forecast_category.category", "forecast_day.period", "forecast_day.currency",
    "organization.key", "person.name", "person.key", "contact_point.kind",
    "contact_point.key",
}  # fmt: skip
"""Columns of text that say nothing about a person: words of the program, of the trade, and names of namesakes."""


def test_every_text_that_may_name_somebody_is_looked_at() -> None:
    looked_at = {f"{table}.{column}" for _, table, _, columns, _ in TEXTS for column in re.findall(r"[a-z_]+", columns)}
    texts = {
        f"{table.name}.{column.name}"
        for table in triggers.journaled()
        for column in table.columns
        if isinstance(column.type, AutoString)
    }
    assert texts - looked_at - _OURS_ALONE == set()
    assert looked_at - texts == set()


def test_what_is_told_of_files_that_hold_somebody_is_what_becomes_of_them(own: Workspace, person: int) -> None:
    found, kept = erasing.traces(own, person), [Path("book.db.backups/one.db")]
    ends = {how: list(erasing.told(found, kept, how=how))[-1] for how in erasing.HOW}
    assert ends == {
        erasing.KEEP: "still in book.db.backups/one.db",
        erasing.ERASE: "goes there too: book.db.backups/one.db",
        erasing.DELETE: "deleted with them: book.db.backups/one.db",
    }
