"""What a new deal writes, inside the gesture that puts it into the book.

Standard library only, and of this package what few lines need is imported where one does: each module takes a quick
verb 0.2 ms.
"""

from __future__ import annotations

from pipetui.domain.deal import OPEN, Deal
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import key_of
from pipetui.domain.text import clean
from pipetui.store import pipelines
from pipetui.store.unit_of_work import name_of
from pipetui.store.values import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.line.quick_line import NewDeal
    from pipetui.store.reads.duplicates import Duplicate
    from pipetui.store.unit_of_work import Result, UnitOfWork

_MOST_DUPLICATES = 3


def insert(uow: UnitOfWork, new: NewDeal, pipeline_id: int | None = None) -> Deal:
    """Write a new deal with everything that hangs on it, in the stage it names or the first one."""
    title = clean(new.title)
    if not title:
        raise InputError("a deal needs a title", remedy=Remedy("add"))
    connection, at = uow.connection, uow.at
    stage = uow.pipelines.of_new(new.stage, new.pipeline, pipeline_id)
    owner = _organization(connection, new, at) if new.organization else None
    row = {
        "title": title,
        "key": key_of(title),
        "value_minor": new.value.minor if new.value else None,
        "currency": new.value.currency if new.value else pipelines.book_currency(connection),
        "stage_id": stage.id,
        "entered_stage_at": at,
        "organization_id": owner,
        "source": clean(new.source),
        "expected_close": written(new.close),
        "own_probability": new.probability,
        "created_at": at,
        **dict(new.plain),
    }
    number = connection.execute(
        f"INSERT INTO deal ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})", row
    ).lastrowid
    assert number is not None
    connection.execute(
        "INSERT INTO stage_event (deal_id, kind, at, to_stage_id) VALUES (?, 'created', ?, ?)",
        (number, at, stage.id),
    )
    if new.tags:
        from pipetui.store import tags  # few lines hold one

        tags.put(connection, number, new.tags)
    if new.people or new.emails or new.phones:
        from pipetui.store import contacts

        contacts.attach_named(connection, number, owner, new.people, new.emails, new.phones, at)
    if new.answers:
        from pipetui.domain.qualification import GivenAnswer
        from pipetui.store import answers  # few lines hold one

        for question, answer in new.answers:
            answers.write(connection, number, GivenAnswer(question, answer), at)
    if new.custom:
        from pipetui.store import custom_fields

        for field, value in new.custom:
            custom_fields.put(connection, field.id, number, value)
    made = Deal(number, title, OPEN, stage.id, uow.now)
    if new.next:
        uow.add_step(made, new.next.due, new.next.what, new.next.turn)
    if new.note:
        uow.add_note(number, new.note)
    return made


def _organization(connection: sqlite3.Connection, new: NewDeal, at: str) -> int | None:
    """The one it names, made where it is not in the book."""
    from pipetui.store import contacts

    return _by_mail(connection, new) or contacts.organization(connection, new.organization, at)


def _by_mail(connection: sqlite3.Connection, new: NewDeal) -> int | None:
    """The one in the book where nothing but an address says which: that of who has it, else that of the colleagues."""
    if not (new.by_mail and new.organization):
        return None
    from pipetui.store import contacts

    person = contacts.by_contact(connection, "email", new.emails[0])
    return (
        (None if person is None else contacts.employer(connection, person))
        or contacts.known_organization(connection, new.organization)
        or contacts.with_colleagues(connection, new.organization, new.emails[0])
    )


def placed(connection: sqlite3.Connection, new: NewDeal) -> NewDeal:
    """The new deal with the organization of the book that its address leads to, by its name there."""
    number = _by_mail(connection, new)
    if number is None:
        return new
    (name,) = connection.execute("SELECT name FROM organization WHERE id = ?", (number,)).fetchone()
    return new._replace(organization=name)


def as_added(connection: sqlite3.Connection, new: NewDeal, number: int) -> NewDeal:
    """The new deal as it is in the book: in its stage, with the organization that its address led to.

    What another program took back at once is told as it was typed.
    """
    if new.by_mail:
        found = connection.execute(
            "SELECT o.name FROM deal d JOIN organization o ON o.id = d.organization_id WHERE d.id = ?", (number,)
        ).fetchone()
        new = new._replace(organization=found[0]) if found else new
    return new._replace(stage=pipelines.stage_of(connection, number))


def add(uow: UnitOfWork, new: NewDeal, pipeline_id: int | None = None) -> Result:
    """Put a new deal into the book; a likely duplicate is added all the same, and said."""
    from pipetui.store.reads import duplicates

    likely = duplicates.likely(uow.connection, new.title, new.organization, new.emails, new.phones)
    made = insert(uow, new, pipeline_id)
    warn_of(uow, likely)
    return uow.done([made], f"added {name_of([made])}")


def warn_of(uow: UnitOfWork, likely: Sequence[Duplicate]) -> None:
    """Say which deals the new one probably repeats."""
    shown = likely[:_MOST_DUPLICATES]
    uow.warnings.extend(f"looks like #{other.id} {other.title} ({other.status})" for other in shown)
    if len(likely) > len(shown):
        uow.warnings.append(f"and like {len(likely) - len(shown):,} more")
