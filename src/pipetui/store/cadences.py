"""Where deals stand in their cadences: read, moved on and stopped inside a gesture. Standard library only."""

from __future__ import annotations

from pipetui.domain.cadence import FINISHED, LONGEST_WAIT, STAGE, Cadence, CadenceStep, Standing
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def known(connection: sqlite3.Connection) -> dict[int, Cadence]:
    """Every cadence that has steps, by number."""
    steps: dict[int, list[CadenceStep]] = {}
    names = {}
    for number, name, kind, wait, text, template in connection.execute(
        """SELECT c.id, c.name, s.kind, s.wait_days, s.text, s.template_id
           FROM cadence c JOIN cadence_step s ON s.cadence_id = c.id ORDER BY c.id, s.position"""
    ):
        names[number] = name
        step = CadenceStep(kind, values.whole(wait, 0, LONGEST_WAIT, 0), text, template)
        steps.setdefault(number, []).append(step)
    return {number: Cadence(number, names[number], tuple(found)) for number, found in steps.items()}


def defaults(connection: sqlite3.Connection) -> set[int]:
    """The cadences that deals are given without a name; one as a rule."""
    return {number for (number,) in connection.execute("SELECT id FROM cadence WHERE is_default")}


def of_stages(connection: sqlite3.Connection) -> dict[int, int | None]:
    """The cadence that each stage comes with, None for none."""
    return dict(connection.execute("SELECT id, cadence_id FROM stage").fetchall())


def usual(connection: sqlite3.Connection, deal_id: int) -> int | None:
    """The cadence of the deal's stage, else the book's default; None without either."""
    row = connection.execute(
        """SELECT coalesce(s.cadence_id, (SELECT id FROM cadence WHERE is_default LIMIT 1))
           FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = ?""",
        (deal_id,),
    ).fetchone()
    return row[0] if row else None


def under_way(connection: sqlite3.Connection, cadence_id: int) -> list[tuple[int, str]]:
    """Number and title of the deals that a cadence runs on, or has planned a step of."""
    return connection.execute(
        """SELECT id, title FROM deal WHERE id IN (
               SELECT deal_id FROM deal_cadence WHERE cadence_id = :cadence AND stopped_at IS NULL
               UNION SELECT deal_id FROM follow_up
               WHERE cadence_id = :cadence AND cadence_place IS NOT NULL AND done_at IS NULL) ORDER BY id""",
        {"cadence": cadence_id},
    ).fetchall()


def names(connection: sqlite3.Connection, but: int | None = None) -> list[str]:
    """The names of all cadences but one, those without steps too."""
    return [name for (name,) in connection.execute("SELECT name FROM cadence WHERE id IS NOT ?", (but,))]


def lengths(connection: sqlite3.Connection) -> dict[int, int]:
    """How many steps each cadence has."""
    return dict(connection.execute("SELECT cadence_id, count(*) FROM cadence_step GROUP BY cadence_id").fetchall())


def standing(connection: sqlite3.Connection, deal_id: int) -> Standing | None:
    """Where an open deal stands: in the cadence it was given, else at the start of its stage's; None for neither.

    A cadence that ended during the present stay in the stage is not begun again by itself.
    """
    row = connection.execute(
        """SELECT c.id, coalesce(c.cadence_id, s.cadence_id), coalesce(c.done_steps, 0), c.stopped_at IS NOT NULL
           FROM deal d JOIN stage s ON s.id = d.stage_id
           LEFT JOIN deal_cadence c ON c.id = (
               SELECT id FROM deal_cadence WHERE deal_id = d.id AND (
                   stopped_at IS NULL OR stopped_at > d.entered_stage_at
                   OR (stopped_at = d.entered_stage_at AND stop_reason <> ?))
               ORDER BY id DESC LIMIT 1)
           WHERE d.id = ? AND d.status = 'open'""",
        (STAGE, deal_id),
    ).fetchone()
    if row is None or row[1] is None or row[3]:
        return None
    cadence = known(connection).get(row[1])
    return Standing(cadence, row[2], row[0]) if cadence and row[2] < len(cadence.steps) else None


def had_begun(connection: sqlite3.Connection, deal_id: int, at: str) -> bool:
    """Whether the deal's cadence, the one of its stage if it was given none, was under way at that time."""
    row = connection.execute(
        """SELECT coalesce((SELECT max(started_at) FROM deal_cadence WHERE deal_id = d.id AND stopped_at IS NULL),
                           d.entered_stage_at) <= :at
           FROM deal d WHERE d.id = :deal""",
        {"at": at, "deal": deal_id},
    ).fetchone()
    return bool(row and row[0])


def over(connection: sqlite3.Connection, deal_id: int) -> str:
    """The name of the cadence that the deal has behind it in its present stage, "" for none."""
    row = connection.execute(
        """SELECT n.name, c.stop_reason FROM deal_cadence c JOIN cadence n ON n.id = c.cadence_id
           JOIN deal d ON d.id = c.deal_id
           WHERE c.deal_id = ? AND d.status = 'open' AND c.stopped_at >= d.entered_stage_at
           ORDER BY c.id DESC LIMIT 1""",
        (deal_id,),
    ).fetchone()
    return row[0] if row is not None and row[1] == FINISHED else ""


def heard(connection: sqlite3.Connection, deal_id: int) -> bool:
    """Whether the customer was heard from since the deal's newest cadence began."""
    from pipetui.domain import sweep  # few gestures end a cadence

    touches = connection.execute(
        """SELECT t.kind, t.direction, t.outcome FROM touch t WHERE t.deal_id = :deal
           AND t.at >= (SELECT started_at FROM deal_cadence WHERE deal_id = :deal ORDER BY id DESC LIMIT 1)""",
        {"deal": deal_id},
    )
    return any(sweep.heard(*touch) for touch in touches)


def planned(connection: sqlite3.Connection, deal_id: int) -> bool:
    """Whether a step of a cadence is among the deal's undone follow-ups."""
    return (
        connection.execute(
            "SELECT 1 FROM follow_up WHERE deal_id = ? AND done_at IS NULL AND cadence_place IS NOT NULL", (deal_id,)
        ).fetchone()
        is not None
    )


def step_done(connection: sqlite3.Connection, deal_id: int, here: Standing, at: str) -> None:
    """The deal has its next step behind it; after the last one the cadence is finished."""
    done = here.done + 1
    end = (at, FINISHED) if done >= len(here.cadence.steps) else (None, "")
    if here.row_id is None:
        connection.execute(
            """INSERT INTO deal_cadence (deal_id, cadence_id, done_steps, started_at, stopped_at, stop_reason)
               VALUES (?, ?, ?, ?, ?, ?)""",
            (deal_id, here.cadence.id, done, at, *end),
        )
    else:
        connection.execute(
            "UPDATE deal_cadence SET done_steps = ?, stopped_at = ?, stop_reason = ? WHERE id = ?",
            (done, *end, here.row_id),
        )


def finished_at(connection: sqlite3.Connection, deal_id: int, at: str) -> bool:
    """Whether the deal's cadence came to its end at that very moment: now is the time to decide."""
    return (
        connection.execute(
            "SELECT 1 FROM deal_cadence WHERE deal_id = ? AND stopped_at = ? AND stop_reason = ?",
            (deal_id, at, FINISHED),
        ).fetchone()
        is not None
    )


def attach(connection: sqlite3.Connection, deal_id: int, cadence_id: int, at: str) -> None:
    """Begin a cadence on the deal, from its first step."""
    connection.execute(
        "INSERT INTO deal_cadence (deal_id, cadence_id, started_at) VALUES (?, ?, ?)", (deal_id, cadence_id, at)
    )


def stop(connection: sqlite3.Connection, deal_id: int, reason: str, at: str, here: Standing | None = None) -> bool:
    """End the deal's cadence; what it had planned is planned no more. Returns whether there was one to end.

    `here` is for one that comes with the stage and has not begun: that it was ended must be kept, too.
    """
    ended = connection.execute(
        "UPDATE deal_cadence SET stopped_at = ?, stop_reason = ? WHERE deal_id = ? AND stopped_at IS NULL",
        (at, reason, deal_id),
    ).rowcount
    if not ended and here is not None and here.row_id is None:
        connection.execute(
            """INSERT INTO deal_cadence (deal_id, cadence_id, started_at, stopped_at, stop_reason)
               VALUES (?, ?, ?, ?, ?)""",
            (deal_id, here.cadence.id, at, at, reason),
        )
    connection.execute(
        "DELETE FROM follow_up WHERE deal_id = ? AND done_at IS NULL AND cadence_place IS NOT NULL", (deal_id,)
    )
    return bool(ended or here)
