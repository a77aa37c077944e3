"""Gestures on the deal itself: add, note, tag, delete."""

from collections.abc import Sequence

from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line.quick_line import NewDeal
from pipetui.domain.text import tag_word, tag_words
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import writes
from pipetui.store.connect import Connection
from pipetui.store.deal_row import DealRow
from pipetui.store.reads import duplicates
from pipetui.store.unit_of_work import UnitOfWork


def duplicates_of(workspace: Workspace, new: NewDeal) -> tuple[duplicates.Duplicate, ...]:
    """The deals in the book that the new one probably repeats (behaviour 14)."""
    return duplicates.likely(workspace.store.connection, new.title, new.organization, new.emails, new.phones)


def add(workspace: Workspace, new: NewDeal, pipeline_id: int | None = None) -> Result:
    """Put a new deal into the book, in the stage it names or the first one; a likely duplicate is added and said."""
    with workspace.unit_of_work("added") as uow:
        return writes.add(uow, new, pipeline_id)


def set_tags(uow: UnitOfWork, row: DealRow, tags: Sequence[str]) -> None:
    """Make `tags` the deal's tags; one that differs only in case is the same."""
    wanted, connection = tag_words(tags), uow.connection
    held = connection.execute("SELECT id, tag FROM deal_tag WHERE deal_id = ?", (row.id,)).fetchall()
    gone = [(number,) for number, tag in held if wanted.pop(fold(tag), None) is None]
    connection.executemany("DELETE FROM deal_tag WHERE id = ?", gone)
    connection.executemany(
        "INSERT INTO deal_tag (deal_id, tag) VALUES (?, ?)", [(row.id, tag) for tag in wanted.values()]
    )


def note(workspace: Workspace, deals: Sequence[int], text: str) -> Result:
    """Write something down; a note is no touch and moves no clock."""
    with workspace.unit_of_work("noted") as uow:
        rows = uow.deals(deals)
        for row in rows:
            uow.add_note(row.id, text)
        return uow.done(rows, f"noted on {name_of(rows)}")


def delete(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Put deals into the bin: out of every list and sum, until undo or reopen takes them out."""
    with workspace.unit_of_work("deleted") as uow:
        rows = uow.deals(deals)
        for row in rows:
            uow.delete(row.id)
        return uow.done(rows, f"deleted {name_of(rows)}")


def tag(workspace: Workspace, deals: Sequence[int], word: str) -> Result:
    """Put a tag on the deals that lack it; when none does, take it off all of them."""
    word = tag_word(word)
    if not word:
        raise InputError("a tag needs a word", "for example: hot")
    with workspace.unit_of_work("tagged") as uow:
        rows = uow.deals(deals)
        connection = uow.connection
        held = {row.id: _held(connection, row.id, word) for row in rows}
        missing = [(number, word) for number, tags in held.items() if not tags]
        if missing:
            connection.executemany("INSERT INTO deal_tag (deal_id, tag) VALUES (?, ?)", missing)
        else:
            links = [(number, tag) for number, tags in held.items() for tag in tags]
            connection.executemany("DELETE FROM deal_tag WHERE deal_id = ? AND tag = ?", links)
        verb = "tagged" if missing else "untagged"
        return uow.done(rows, f"{verb} {name_of(rows)} {word}")


def _held(connection: Connection, deal_id: int, word: str) -> list[str]:
    """The tags of a deal that are this word, however it is written."""
    found = connection.execute("SELECT tag FROM deal_tag WHERE deal_id = ?", (deal_id,))
    return [tag for (tag,) in found if fold(tag) == fold(word)]
