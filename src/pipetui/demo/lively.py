"""What a book gathers besides deals and touches: cadences under way, objections, notes behind answers, referrals.

A handful each, chosen by the order of the deals, so that the same book gets the same ones.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from pipetui.demo.calendar import Calendar, is_off
from pipetui.domain.cadence import FINISHED
from pipetui.store.schema import tables

_UNDER_WAY = 10
_FINISHED = 2
_MET = 12

_SAID = {"price": "too expensive", "budget": "no budget", "competitor": "we have a supplier", "timing": "no time now"}
"""Which objection a deal was lost by, for a reason."""

_NOTES = {
    "budget": "half of it from this year's investments",
    "authority": "signs up to 20k alone, the board above",
    "need": "an hour a day is lost with the old system",
    "timing": "before the present contract runs out",
}


def enliven(connection: sqlite3.Connection, calendar: Calendar) -> None:
    """Put it into the book, which holds its deals already. Inside a transaction."""
    _cadences(connection, calendar)
    _objections(connection)
    _answers(connection)
    _links(connection, calendar)
    _twice(connection)


def _rows(connection: sqlite3.Connection, sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
    return connection.execute(sql, arguments).fetchall()


def _cadences(connection: sqlite3.Connection, calendar: Calendar) -> None:
    """Some leads are in the midst of their cadence; a few have it behind them, without an answer."""
    (cadence_id,) = connection.execute("SELECT id FROM cadence WHERE is_default").fetchone()
    steps = _rows(connection, "SELECT kind, text FROM cadence_step WHERE cadence_id = ? ORDER BY position", cadence_id)
    leads = _rows(
        connection,
        """SELECT d.id, min(f.id), d.entered_stage_at FROM deal d JOIN stage s ON s.id = d.stage_id
           JOIN follow_up f ON f.deal_id = d.id AND f.done_at IS NULL AND f.turn = 'mine' AND f.due_on <> ?
           WHERE d.status = 'open' AND s.cadence_id IS NOT NULL GROUP BY d.id ORDER BY d.id LIMIT ?""",
        calendar.today.isoformat() if is_off(calendar.today) else "",
        _UNDER_WAY,
    )
    for count, (deal, step, entered) in enumerate(leads):
        place = 1 + count % (len(steps) - 1)
        _begin(connection, deal, cadence_id, place, entered, None)
        connection.execute(
            "UPDATE follow_up SET cadence_id = ?, cadence_place = ?, kind = ?, what = ? WHERE id = ?",
            (cadence_id, place, *steps[place], step),
        )
    for (deal,) in connection.execute("SELECT deal_id FROM deal_cadence").fetchall():
        _unheard(connection, deal)
    silent = _rows(
        connection,
        """SELECT d.id, d.entered_stage_at FROM deal d JOIN stage s ON s.id = d.stage_id
           WHERE d.status = 'open' AND s.cadence_id IS NOT NULL AND d.parked_until IS NULL
           AND NOT EXISTS (SELECT 1 FROM follow_up WHERE deal_id = d.id AND done_at IS NULL)
           ORDER BY d.entered_stage_at LIMIT ?""",
        _FINISHED,
    )
    for deal, entered in silent:
        _unheard(connection, deal)
        connection.execute("UPDATE deal SET close_pushed = 3 WHERE id = ?", (deal,))
        tried = connection.execute("SELECT count(*) FROM touch WHERE deal_id = ?", (deal,)).fetchone()[0]
        days = [16.0 + 4 * back for back in range(len(steps) - tried)][::-1]
        for at, (kind, text) in zip(calendar.rising(days), steps[tried:], strict=False):
            connection.execute(
                "INSERT INTO touch (deal_id, kind, outcome, at, text) VALUES (?, ?, ?, ?, ?)",
                (deal, kind, "no answer" if kind == "call" else "", tables.utc_text(at), text),
            )
        _begin(connection, deal, cadence_id, len(steps), entered, tables.utc_text(calendar.ago(15)))


def _unheard(connection: sqlite3.Connection, deal: int) -> None:
    """What a deal in a cadence has behind it: nobody has answered, or it would be over."""
    connection.execute(
        """UPDATE touch SET kind = CASE WHEN kind IN ('call', 'email') THEN kind ELSE 'call' END, direction = 'out',
                  outcome = CASE WHEN kind = 'email' THEN '' ELSE 'no answer' END, text = '' WHERE deal_id = ?""",
        (deal,),
    )


def _begin(
    connection: sqlite3.Connection, deal: int, cadence_id: int, done: int, since: str, finished: str | None
) -> None:
    connection.execute(
        """INSERT INTO deal_cadence (deal_id, cadence_id, done_steps, started_at, stopped_at, stop_reason)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (deal, cadence_id, done, since, finished, FINISHED if finished else ""),
    )


def _objections(connection: sqlite3.Connection) -> None:
    """What open deals met, half of it overcome; and what lost ones were lost by."""
    known = dict(_rows(connection, "SELECT text, id FROM objection ORDER BY id"))
    numbers: Sequence[int] = list(known.values())
    going = _rows(
        connection,
        """SELECT deal_id, max(at) FROM touch JOIN deal d ON d.id = deal_id WHERE d.status = 'open'
           GROUP BY deal_id ORDER BY deal_id LIMIT ?""",
        _MET,
    )
    met = [
        (deal, numbers[count % len(numbers)], ("overcome", "open")[count % 2], at)
        for count, (deal, at) in enumerate(going)
    ]
    for deal, reason, at in _rows(
        connection, "SELECT id, lost_reason, closed_at FROM deal WHERE status = 'lost' ORDER BY id LIMIT ?", _MET
    ):
        if _SAID.get(reason) in known:
            met.append((deal, known[_SAID[reason]], "open", at))
    connection.executemany("INSERT INTO deal_objection (deal_id, objection_id, state, at) VALUES (?, ?, ?, ?)", met)


def _answers(connection: sqlite3.Connection) -> None:
    """Notes behind some answers."""
    for question, note in _NOTES.items():
        connection.execute(
            "UPDATE qualification SET note = ? WHERE question = ? AND answer = 'yes' AND deal_id % 3 = 0",
            (note, question),
        )


def _links(connection: sqlite3.Connection, calendar: Calendar) -> None:
    """A referral that led to a referral, an upsell, and a first check-in with the newest customer."""
    won = _rows(
        connection,
        """SELECT d.id, d.created_at, d.closed_at, o.name FROM deal d JOIN organization o ON o.id = d.organization_id
           WHERE d.status = 'won' ORDER BY d.closed_at LIMIT 40""",
    )
    if not won:
        return
    first, newest = won[0], won[-1]
    brought = next((deal for deal in won if deal[1] > first[2]), None)
    if brought is not None:
        _refer(connection, brought[0], first)
    customer = brought or first
    for (deal,) in _rows(
        connection,
        """SELECT id FROM deal WHERE status = 'open' AND created_at > ? AND source = 'referral'
           ORDER BY id LIMIT 1""",
        customer[2],
    ):
        _refer(connection, deal, customer)
    connection.execute(
        """UPDATE deal SET origin_id = (
               SELECT w.id FROM deal w WHERE w.organization_id = deal.organization_id AND w.status = 'won'
               AND w.closed_at < deal.created_at ORDER BY w.id LIMIT 1), origin_kind = 'upsell'
           WHERE id = (
               SELECT n.id FROM deal n JOIN deal w ON w.organization_id = n.organization_id
               WHERE n.status = 'open' AND n.origin_id IS NULL AND w.status = 'won' AND w.closed_at < n.created_at
               ORDER BY n.id LIMIT 1)"""
    )
    connection.execute(
        "INSERT INTO follow_up (deal_id, what, due_on, created_at) VALUES (?, 'check in', ?, ?)",
        (newest[0], calendar.ahead(1).isoformat(), newest[2]),
    )


def _refer(connection: sqlite3.Connection, deal: int, customer: tuple[Any, ...]) -> None:
    """The deal came by that customer, who is its source."""
    connection.execute(
        "UPDATE deal SET origin_id = ?, origin_kind = 'referral', source = ? WHERE id = ?",
        (customer[0], customer[3], deal),
    )


def _twice(connection: sqlite3.Connection) -> None:
    """A deal that was added twice, and a person whose second entry has the phone alone."""
    connection.execute(
        """UPDATE deal SET (title, key) = (SELECT title, key FROM deal o WHERE o.status = 'open'
               AND o.organization_id = deal.organization_id AND o.id < deal.id ORDER BY o.id LIMIT 1)
           WHERE id = (SELECT n.id FROM deal n JOIN deal o ON o.organization_id = n.organization_id AND o.id < n.id
                       WHERE n.status = 'open' AND o.status = 'open' ORDER BY n.id LIMIT 1)"""
    )
    for name, key, organization, created, phone, phone_key in _rows(
        connection,
        """SELECT p.name, p.key, p.organization_id, p.created_at, c.value, c.key FROM person p
           JOIN contact_point c ON c.person_id = p.id AND c.kind = 'phone' AND c.label = '' ORDER BY p.id LIMIT 1""",
    ):
        again = connection.execute(
            "INSERT INTO person (name, key, organization_id, created_at) VALUES (?, ?, ?, ?)",
            (name, key, organization, created),
        ).lastrowid
        connection.execute(
            "INSERT INTO contact_point (person_id, kind, value, key, position) VALUES (?, 'phone', ?, ?, 0)",
            (again, phone, phone_key),
        )
