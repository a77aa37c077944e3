"""Gestures on the deal itself: add, note, tag, delete."""

from collections.abc import Sequence

from sqlmodel import select

from pipetui.domain import pipeline
from pipetui.domain.errors import InputError
from pipetui.domain.quickline import NewDeal
from pipetui.domain.text import clean, fold
from pipetui.service import people
from pipetui.service.desk import Desk, Gesture, Outcome, name_of
from pipetui.service.steps import add_step
from pipetui.store import duplicates, reads, tables

_MOST_DUPLICATES = 3


def duplicates_of(desk: Desk, new: NewDeal) -> tuple[duplicates.Duplicate, ...]:
    """The deals in the book that the new one probably repeats (behaviour 14)."""
    return duplicates.likely(desk.store.connection, new.title, new.organization, new.emails, new.phones)


def add(desk: Desk, new: NewDeal, pipeline_id: int | None = None) -> Outcome:
    """Put a new deal into the book, in the stage it names or the first one; a likely duplicate is added and said."""
    with desk.gesture("added") as gesture:
        likely = duplicates_of(desk, new)
        row = insert(gesture, new, pipeline_id)
        said = f"added {name_of([row])}"
        shown = likely[:_MOST_DUPLICATES]
        gesture.warnings += [f"looks like #{other.id} {other.title} ({other.status})" for other in shown]
        if len(likely) > len(shown):
            gesture.warnings.append(f"and like {len(likely) - len(shown)} more")
        return gesture.done([row], said)


def insert(gesture: Gesture, new: NewDeal, pipeline_id: int | None = None) -> tables.Deal:
    """Write a new deal with everything that hangs on it, inside a gesture."""
    title = clean(new.title)
    if not title:
        raise InputError("a deal needs a title", "for example: pipetui add Acme rollout 12k next:fri")
    stages = gesture.places.of(pipeline_id or gesture.places.default_pipeline)
    stage = pipeline.find_stage(stages, new.stage) if new.stage else stages[0]
    owner = people.organization(gesture, new.organization)
    row = tables.Deal(
        title=title,
        key=fold(title),
        value_minor=new.value.minor if new.value else None,
        currency=new.value.currency if new.value else reads.book_currency(gesture.desk.store.connection),
        stage_id=stage.id,
        entered_stage_at=gesture.utc,
        created_at=gesture.utc,
        organization_id=owner.id if owner else None,
        source=clean(new.source),
        expected_close=new.close,
        own_probability=new.probability,
    )
    gesture.session.add(row)
    gesture.session.flush()
    assert row.id is not None
    gesture.session.add(tables.StageEvent(deal_id=row.id, kind="created", at=gesture.utc, to_stage_id=stage.id))
    set_tags(gesture, row, new.tags)
    people.attach_named(gesture, row, new.people, new.emails, new.phones)
    if new.next:
        add_step(gesture, row, new.next.due, new.next.what, new.next.turn)
    if new.note:
        add_note(gesture, row, new.note)
    return row


def tag_word(text: str) -> str:
    """A tag as it is kept: one word without the sign it was typed with."""
    return clean(text).lstrip("#+").strip().replace(" ", "-")


def set_tags(gesture: Gesture, row: tables.Deal, tags: Sequence[str]) -> None:
    """Make `tags` the deal's tags; one that differs only in case is the same."""
    wanted = {fold(word): word for word in map(tag_word, tags) if word}
    for link in gesture.session.exec(select(tables.DealTag).where(tables.DealTag.deal_id == row.id)):
        if wanted.pop(fold(link.tag), None) is None:
            gesture.session.delete(link)
    gesture.session.add_all(tables.DealTag(deal_id=row.id or 0, tag=tag) for tag in wanted.values())


def add_note(gesture: Gesture, row: tables.Deal, text: str) -> None:
    """Write a note inside a gesture."""
    text = clean(text, multiline=True)
    if not text:
        raise InputError("a note needs a text")
    gesture.session.add(tables.Note(deal_id=row.id, text=text, at=gesture.utc))


def note(desk: Desk, deals: Sequence[int], text: str) -> Outcome:
    """Write something down; a note is no touch and moves no clock."""
    with desk.gesture("noted") as gesture:
        rows = gesture.deals(deals)
        for row in rows:
            add_note(gesture, row, text)
        return gesture.done(rows, f"noted on {name_of(rows)}")


def delete(desk: Desk, deals: Sequence[int]) -> Outcome:
    """Put deals into the bin: out of every list and sum, until undo or reopen takes them out."""
    with desk.gesture("deleted") as gesture:
        rows = gesture.deals(deals)
        for row in rows:
            row.deleted_at = gesture.utc
        return gesture.done(rows, f"deleted {name_of(rows)}")


def tag(desk: Desk, deals: Sequence[int], word: str) -> Outcome:
    """Put a tag on the deals that lack it; when none does, take it off all of them."""
    word = tag_word(word)
    if not word:
        raise InputError("a tag needs a word", "for example: hot")
    with desk.gesture("tagged") as gesture:
        rows = gesture.deals(deals)
        held = {row.id: _tags(gesture, row) for row in rows}
        missing = [row for row in rows if fold(word) not in map(fold, held[row.id])]
        for row in missing or rows:
            kept = [known for known in held[row.id] if fold(known) != fold(word)]
            set_tags(gesture, row, [*kept, word] if missing else kept)
        verb = "tagged" if missing else "untagged"
        return gesture.done(rows, f"{verb} {name_of(rows)} {word}")


def _tags(gesture: Gesture, row: tables.Deal) -> list[str]:
    return list(gesture.session.exec(select(tables.DealTag.tag).where(tables.DealTag.deal_id == row.id)))
