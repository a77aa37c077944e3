"""What should be true of a deal before it leaves a stage, and what of it is. Standard library only."""

from __future__ import annotations

from pipetui.domain.text import one_line
from pipetui.store import values
from pipetui.views import Criterion

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


def by_stage(connection: sqlite3.Connection) -> dict[int, list[tuple[int, str]]]:
    """The criteria of every stage that has any, in order: number and text."""
    found: dict[int, list[tuple[int, str]]] = {}
    for stage_id, number, text in connection.execute(
        "SELECT stage_id, id, text FROM exit_criterion ORDER BY stage_id, position, id"
    ):
        found.setdefault(stage_id, []).append((number, one_line(values.text(text))))
    return found


def of_deal(connection: sqlite3.Connection, deal_id: int, stages: Iterable[int]) -> tuple[Criterion, ...]:
    """The criteria of these stages with whether the deal has met them, stage by stage."""
    rows: list[Criterion] = []
    for stage_id in stages:
        rows += (
            Criterion(number, one_line(values.text(text)), bool(met))
            for number, text, met in connection.execute(
                """SELECT c.id, c.text, m.id IS NOT NULL FROM exit_criterion c
                   LEFT JOIN deal_criterion m ON m.criterion_id = c.id AND m.deal_id = :deal
                   WHERE c.stage_id = :stage ORDER BY c.position, c.id""",
                {"deal": deal_id, "stage": stage_id},
            )
        )
    return tuple(rows)


def tick(connection: sqlite3.Connection, deal_id: int, criterion_id: int, at: str, *, met: bool) -> None:
    """Note that the deal meets it, or does not; what is noted already keeps its time. One that is gone is nothing."""
    row = {"deal": deal_id, "criterion": criterion_id, "at": at}
    if met:
        connection.execute(
            """INSERT INTO deal_criterion (deal_id, criterion_id, met_at)
               SELECT :deal, id, :at FROM exit_criterion c WHERE id = :criterion AND NOT EXISTS
                   (SELECT 1 FROM deal_criterion WHERE deal_id = :deal AND criterion_id = :criterion)""",
            row,
        )
    else:
        connection.execute("DELETE FROM deal_criterion WHERE deal_id = :deal AND criterion_id = :criterion", row)


def put(connection: sqlite3.Connection, stage_id: int, text: str, position: int) -> None:
    """Another criterion of a stage."""
    connection.execute(
        "INSERT INTO exit_criterion (stage_id, text, position) VALUES (:stage, :text, :position)",
        {"stage": stage_id, "text": text, "position": position},
    )


def put_anew(connection: sqlite3.Connection, criterion_id: int, text: str, position: int) -> None:
    """Word a criterion so, and put it at that place; one that is so already is not written."""
    connection.execute(
        """UPDATE exit_criterion SET text = :text, position = :position
           WHERE id = :criterion AND (text <> :text OR position <> :position)""",
        {"criterion": criterion_id, "text": text, "position": position},
    )


def delete(connection: sqlite3.Connection, criteria: Sequence[int]) -> None:
    """Take criteria away, with what deals have met of them."""
    for number in criteria:
        connection.execute("DELETE FROM deal_criterion WHERE criterion_id = ?", (number,))
        connection.execute("DELETE FROM exit_criterion WHERE id = ?", (number,))


def hand_on(connection: sqlite3.Connection, criterion_id: int, stage_id: int, position: int) -> None:
    """Give a criterion to another stage; who has met it still has."""
    connection.execute(
        "UPDATE exit_criterion SET stage_id = :stage, position = :position WHERE id = :criterion",
        {"stage": stage_id, "position": position, "criterion": criterion_id},
    )


def make_one(connection: sqlite3.Connection, gone: int, kept: int) -> None:
    """Two criteria that say the same become one: who has met either has met it."""
    connection.execute(
        """INSERT INTO deal_criterion (deal_id, criterion_id, met_at)
           SELECT deal_id, :kept, met_at FROM deal_criterion m WHERE criterion_id = :gone AND NOT EXISTS
               (SELECT 1 FROM deal_criterion WHERE deal_id = m.deal_id AND criterion_id = :kept)""",
        {"gone": gone, "kept": kept},
    )
    delete(connection, [gone])
