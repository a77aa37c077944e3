"""Writing quotas and goals. Inside a transaction."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.domain.goals import Goal
    from pipetui.domain.quota import QuotaTarget


def put(connection: sqlite3.Connection, quota: QuotaTarget, currency: str) -> None:
    """Have it hold from its day on, in the place of one for the same kind of period from the same day.

    `currency` stands in the row of one that is no amount. It is a new row in any case, for the one set last counts.
    """
    connection.execute(
        "DELETE FROM quota WHERE period = ? AND starts_on = ?", (quota.period, quota.starts_on.isoformat())
    )
    connection.execute(
        "INSERT INTO quota (period, starts_on, amount_minor, currency, count) VALUES (?, ?, ?, ?, ?)",
        (
            quota.period,
            quota.starts_on.isoformat(),
            quota.amount.minor if quota.amount else None,
            quota.amount.currency if quota.amount else currency,
            quota.deals,
        ),
    )


def clear(connection: sqlite3.Connection, period: str) -> int:
    """Take all quotas away, or those of that kind of period; how many there were."""
    return connection.execute("DELETE FROM quota WHERE period = :period OR :period = ''", {"period": period}).rowcount


def put_goal(connection: sqlite3.Connection, goal: Goal) -> None:
    """Have that goal in the place of the one of its kind; one of 0 is none."""
    key = f"goal {goal.what}"
    connection.execute("DELETE FROM setting WHERE key = ?", (key,))
    if goal.number:
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (key, f"{goal.number} {goal.per}"))
