"""The whole book as JSON, and back: the same rows, and the same bytes when it leaves again (behaviour 29)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.errors import ConflictError, InputError, PipetuiError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.domain.text import clean, harmless, plain
from pipetui.exchange import book_json, export
from pipetui.exchange.writers import book_json as writer
from pipetui.exchange.writers.formats import BY_NAME
from pipetui.exchange.writers.source import ExportSource
from pipetui.service import Workspace
from pipetui.store import deal_line
from pipetui.store.schema import triggers
from pipetui.store.store import Store
from pipetui.store.undo import drift, runs
from tests.hostile import ALL
from tests.store import books
from tests.store.test_undo import GESTURES, LOOSE, Act, acts

Snapshot = dict[str, list[tuple[Any, ...]]]
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def rows(connection: sqlite3.Connection) -> Snapshot:
    """Every row of every table but the journal's, its columns by name."""
    found = {}
    for table in triggers.journaled():
        columns = ", ".join(sorted(column.name for column in table.columns))
        found[table.name] = connection.execute(f"SELECT {columns} FROM {table.name} ORDER BY id").fetchall()
    return found


def written(store: Store) -> str:
    return "".join(writer.write(ExportSource(store.connection, workspace_at(store).moment())))


def workspace_at(store: Store) -> Workspace:
    return Workspace(store, lambda: NOW, Settings(), "shell")


@pytest.fixture
def fresh(template_book: Path, tmp_path: Path) -> Iterator[Callable[[], Workspace]]:
    """Makes new books, one after another."""
    made: list[Store] = []

    def make() -> Workspace:
        path = tmp_path / f"fresh-{len(made)}.db"
        shutil.copyfile(template_book, path)
        made.append(Store.open(path))
        return workspace_at(made[-1])

    yield make
    for store in made:
        store.close()


def assert_comes_back(store: Store, other: Workspace, path: Path) -> None:
    """What leaves comes back as it was, can be taken back, and leaves again as it did."""
    before, began, text = rows(store.connection), rows(other.store.connection), written(store)
    path.write_text(text, encoding="utf-8")
    book_json.bring_in(other, path)
    connection = other.store.connection
    assert rows(connection) == before
    assert written(other.store) == text
    assert deal_line.spoilt(connection) == []
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert drift.drifted(connection) == []
    service.undo(other)
    assert rows(connection) == began
    service.redo(other)
    assert rows(connection) == before


@given(sequence=st.lists(acts(*GESTURES), min_size=1, max_size=10))
@settings(LOOSE, max_examples=8)
def test_a_lively_book_comes_back_row_for_row(
    fresh: Callable[[], Workspace], tmp_path: Path, sequence: list[Act]
) -> None:
    lively = fresh()
    for number in range(3):
        service.add(lively, NewDeal(f"Acme {number}", people=("Ann",)))
    for act in sequence:
        try:
            GESTURES[act.name](lively, list(act.deals), act.number)
        except PipetuiError:
            continue
    assert_comes_back(lively.store, fresh(), tmp_path / "book.json")


def test_the_demo_book_comes_back(tmp_path: Path, fresh: Callable[[], Workspace]) -> None:
    with Store.open(tmp_path / "demo.db") as store:
        demo.build(store, NOW, 1)
        assert_comes_back(store, fresh(), tmp_path / "book.json")


@pytest.mark.parametrize("revision", books.REVISIONS)
def test_a_book_of_any_revision_comes_back(revision: int, tmp_path: Path, fresh: Callable[[], Workspace]) -> None:
    books.load(revision, tmp_path / "old.db")
    with Store.open(tmp_path / "old.db") as store:
        assert_comes_back(store, fresh(), tmp_path / "book.json")


def test_what_leaves_is_of_one_moment_whoever_writes_meanwhile(fresh: Callable[[], Workspace], tmp_path: Path) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("Before", people=("Ann",)))
    with Store.open(old.store.path) as other, export.source(old, None, BY_NAME["json"]) as given:
        pieces = writer.write(given)
        begun = [next(pieces) for _ in range(5)]
        service.add(workspace_at(other), NewDeal("Meanwhile", organization="Acme"))
        path.write_text("".join([*begun, *pieces]), encoding="utf-8")
    book_json.bring_in(new, path)
    assert new.store.connection.execute("SELECT title FROM deal").fetchall() == [("Before",)]
    assert old.store.connection.execute("SELECT count(*) FROM deal").fetchone() == (2,)


def test_a_number_is_not_given_again_after_the_journey(fresh: Callable[[], Workspace], tmp_path: Path) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    for title in ("Kept", "Gone"):
        service.add(old, NewDeal(title))
    service.undo(old)
    path.write_text(written(old.store), encoding="utf-8")
    book_json.bring_in(new, path)
    assert service.add(new, NewDeal("New")).deals == (3,)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(title=TEXT, note=TEXT)
@settings(LOOSE, max_examples=8)
def test_any_text_comes_back_to_the_character(
    fresh: Callable[[], Workspace], tmp_path: Path, title: str, note: str
) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("x"))
    title, note = clean(title), clean(note, multiline=True)
    connection = old.store.connection
    with old.store.unjournaled():
        connection.execute("UPDATE deal SET title = :title", {"title": f"x{title}"})
        connection.execute(
            "INSERT INTO note (deal_id, text, at) VALUES (1, :note, '2026-11-20T10:00:00Z')", {"note": note}
        )
    text = written(old.store)
    assert harmless(text) == text
    path.write_text(text, encoding="utf-8")
    book_json.bring_in(new, path)
    connection = new.store.connection
    connection.text_factory = bytes
    assert connection.execute("SELECT title FROM deal").fetchone() == (f"x{title}".encode(),)
    assert connection.execute("SELECT text FROM note").fetchone() == (note.encode(),)


def test_what_another_program_spoilt_is_told_to_the_byte_and_comes_in_harmless(
    fresh: Callable[[], Workspace], tmp_path: Path
) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("x"))
    with old.store.unjournaled():
        old.store.connection.execute("UPDATE deal SET title = :title", {"title": ALL})
    text = written(old.store)
    assert harmless(text) == text
    assert any(row["title"] == ALL for row in json.loads(text)["tables"]["deal"])
    path.write_text(text, encoding="utf-8")
    book_json.bring_in(new, path)
    connection = new.store.connection
    connection.text_factory = bytes.decode
    (title,) = connection.execute("SELECT title FROM deal").fetchone()
    assert title == plain(ALL)


def test_what_is_changed_behind_the_journal_after_the_journey_is_seen(
    fresh: Callable[[], Workspace], tmp_path: Path
) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    path.write_text(written(old.store), encoding="utf-8")
    book_json.bring_in(new, path)
    service.add(new, NewDeal("After"))
    with new.store.unjournaled():
        new.store.connection.execute("DELETE FROM cadence_step WHERE id = 2")
    found = drift.drifted(new.store.connection)
    assert [(one.table.name, one.row_id) for one in found] == [("cadence_step", 2)]


@pytest.mark.parametrize("indent", [None, 0, 4])
def test_however_another_program_laid_it_out_it_is_read(
    indent: int | None, fresh: Callable[[], Workspace], tmp_path: Path
) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("Grüße aus 東京"))
    path.write_text(json.dumps(json.loads(written(old.store)), indent=indent), encoding="utf-8-sig")
    assert book_json.recognises(path)
    book_json.bring_in(new, path)
    assert rows(new.store.connection) == rows(old.store.connection)


def test_a_book_that_holds_deals_is_left_alone(fresh: Callable[[], Workspace], tmp_path: Path) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("Theirs"))
    service.add(new, NewDeal("Ours", people=("Ann",)))
    path.write_text(written(old.store), encoding="utf-8")
    before = rows(new.store.connection)
    with pytest.raises(ConflictError, match=r"holds 1 deal, 1 person") as refused:
        book_json.bring_in(new, path)
    assert refused.value.remedy and refused.value.remedy.name == "book.elsewhere"
    assert rows(new.store.connection) == before


SPOILT: dict[str, tuple[Callable[[str], str], str]] = {
    "cut off": (lambda text: text[: len(text) // 2], r"line \d+: "),
    "a newer revision": (lambda text: text.replace('"revision":', '"revision":9'), "newer pipetui"),
    "an unknown table": (lambda text: text.replace('"deal":[', '"invoice":[],"deal":['), "no table “invoice”"),
    "an unknown column": (lambda text: text.replace('"title":', '"colour":"red","title":'), "no column “colour”"),
    "a missing column": (lambda text: text.replace('"title":"Acme",', ""), "a row of deal is without title"),
    "a table twice": (lambda text: text.replace('"deal":[', '"note":[],"note":[],"deal":['), "stands there twice"),
    "an odd value": (lambda text: text.replace('"status":"open"', '"status":"opem"'), "deal 1 status “opem”"),
    "an odd time": (lambda text: text.replace('"created_at":"2026', '"created_at":"soon'), "should be a time"),
    "no plain value": (lambda text: text.replace('"Acme"', "[1]"), "not a plain value"),
    "a number too large": (lambda text: text.replace('"value_minor":null', f'"value_minor":{1 << 70}'), "too large"),
    "a number without end": (lambda text: text.replace('"value_minor":null', f'"value_minor":{"9" * 9000}'), "number"),
    "no number": (lambda text: text.replace('"value_minor":null', '"value_minor":NaN'), "no JSON here"),
    "a row twice": (lambda text: text.replace('"loss_reason":[\n{"id":2', '"loss_reason":[\n{"id":1'), ""),
    "an orphan": (lambda text: text.replace('"stage_id":1,', '"stage_id":99,'), "stage 99, which is not there"),
    "something behind it": (lambda text: f"{text}[]", "something follows"),
    "no stages": (lambda text: text.replace('"is_default":1,"name":"Sales"', '"is_default":0,"name":"x"'), "default"),
    "no row": (lambda text: text.replace('"deal":[', '"deal":[7,'), "something else than a row"),
    "no number of a row": (lambda text: text.replace('"id":1,"keep_until"', '"id":null,"keep_until"'), "no number"),
    "nested for ever": (lambda text: text.replace('"Acme"', "[" * 100_000), "nested too deeply|no JSON"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_spoilt_is_refused_by_name_and_nothing_is_written(
    how: str, fresh: Callable[[], Workspace], tmp_path: Path
) -> None:
    spoil, said = SPOILT[how]
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("Acme"))
    text = written(old.store)
    spoilt = spoil(text)
    if how != "a row twice":
        assert spoilt != text
        path.write_text(spoilt, encoding="utf-8")
    else:
        deal = next(line for line in text.splitlines() if '"Acme"' in line)
        path.write_text(text.replace(deal, f"{deal},\n{deal}"), encoding="utf-8")
        said = "there is such a row already"
    before = rows(new.store.connection)
    with pytest.raises(InputError, match=said) as refused:
        book_json.bring_in(new, path)
    assert "book.json" in refused.value.title
    assert rows(new.store.connection) == before
    assert new.store.connection.execute("SELECT count(*) FROM step").fetchone() == (0,)


def test_what_is_no_utf8_is_refused(fresh: Callable[[], Workspace], tmp_path: Path) -> None:
    new, path = fresh(), tmp_path / "book.json"
    path.write_bytes(written(new.store).encode().replace(b"Sales", b"S\xff\xff"))
    with pytest.raises(InputError, match="not UTF-8"):
        book_json.bring_in(new, path)


def test_only_what_begins_as_a_book_is_taken_for_one(tmp_path: Path) -> None:
    for name, text in (("a.json", '[{"pipetui":1}]'), ("b.csv", "Title,Value\n"), ("c.json", ""), ("d", '{"x":{}}')):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert not book_json.recognises(path)
    assert not book_json.recognises(tmp_path)
    assert not book_json.recognises(tmp_path / "none.json")


def test_a_value_that_json_has_no_word_for_is_told_and_refused(fresh: Callable[[], Workspace], tmp_path: Path) -> None:
    old, new, path = fresh(), fresh(), tmp_path / "book.json"
    service.add(old, NewDeal("Acme"))
    connection = old.store.connection
    with old.store.unjournaled(), runs.without_triggers(connection, "UPDATE", ["deal"]):
        connection.execute("UPDATE deal SET source = x'ff00'")
    path.write_text(written(old.store), encoding="utf-8")
    with pytest.raises(InputError, match="not a plain value"):
        book_json.bring_in(new, path)
